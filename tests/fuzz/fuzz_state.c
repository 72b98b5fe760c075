/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes behind the settings of a state either are refused, or go on to an
 * outcome within the budget; and what is saved then gives the same outcome
 * again.  The first byte chooses the method. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/integrate.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct text {
    char bytes[1 << 20];
    size_t length;
    int saves;
} text;

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    (void)param;
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] * x[i] - 0.5 / (x[i] + 0.25);
    return JF_OK;
}

static const jf_integrand f = {.eval = eval};

static void keep(void *param, const char *state, size_t length)
{
    text *const t = param;

    if (length > sizeof t->bytes)
        abort();
    memcpy(t->bytes, state, length);
    t->length = length;
    t->saves++;
}

static void keep_first(void *param, const char *state, size_t length)
{
    if (((text *)param)->saves == 0)
        keep(param, state, length);
}

static jf_options options_of(int choice)
{
    static const char *const methods[] = {"gk", "simpson", "gauss", "midpoint"};
    jf_options o;

    jf_options_init(&o);
    o.method = methods[choice % 4];
    o.panels = choice % 4 ? 5000 : 0;
    o.max_neval = 20000;
    o.threads = 1;
    return o;
}

// The settings, and behind them data in the place of "begun".
static void make_state(jf_options o, const uint8_t *data, size_t size, text *t)
{
    jf_result r;

    o.save = keep_first;
    o.save_param = t;
    t->saves = 0;
    jf_integrate(&f, 0, 1, &o, &r);
    t->length -= strlen("begun\n");
    memcpy(t->bytes + t->length, data, size);
    t->length += size;
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check(jf_options o, const text *state)
{
    static text saved;
    jf_result r, again;

    saved.saves = 0;
    o.state = state->bytes;
    o.state_length = state->length;
    o.save = keep;
    o.save_param = &saved;
    const jf_status status = jf_integrate(&f, 0, 1, &o, &r);
    if (status != JF_OK && status != JF_USAGE)
        abort();
    if (status != JF_OK || saved.saves == 0)
        return;
    o.state = saved.bytes;
    o.state_length = saved.length;
    o.save = NULL;
    if (jf_integrate(&f, 0, 1, &o, &again) != JF_OK ||
        !same(r.value, again.value) || !same(r.abserr, again.abserr))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static text state;

    if (size == 0 || size > sizeof state.bytes / 2)
        return 0;
    const jf_options o = options_of(data[0]);
    make_state(o, data + 1, size - 1, &state);
    check(o, &state);
    return 0;
}
