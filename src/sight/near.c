/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program in the distance from a point, as an integrand.
 *
 * Its increments may overflow far from the point, and give inf - inf where the
 * plain program has a value: x exp(-x) - 1/e at 1, 1000 further.  Where a value
 * is not finite, and d is no longer small compared with c and with 1, the plain
 * program is asked, with larger exponents where need be (eval/scaled.h); where
 * it has none either, that stands.  Closer to c its answer is taken where f is
 * flat there; else it would be no news: log(1 - exp(x)) right of 0 seems to be
 * -inf. */
#include "sight/near.h"
#include "eval/program.h"
#include "eval/scaled.h"
#include "sight/interval.h"
#include "sight/sight.h"
#include "sight/taylor.h"

#include <math.h>
#include <stdlib.h>

typedef struct near {
    jf_ir ir, typed; // in the distance, and in x
    jf_code *code, *plain;
    jf_place place;
} near;

typedef struct worker {
    jf_machine *machine, *plain;
    const jf_ir *typed;
    jf_place place;
} worker;

static void detach(void *param)
{
    worker *const w = param;

    if (!w)
        return;
    jf_machine_free(w->machine);
    jf_machine_free(w->plain);
    free(w);
}

static void *attach(void *param)
{
    const near *const n = param;
    worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    *w = (worker){jf_machine_new(n->code), jf_machine_new(n->plain), &n->typed,
                  n->place};
    if (w->machine && w->plain)
        return w;
    detach(w);
    return NULL;
}

static jf_status ask(const worker *w, double x, double *y)
{
    jf_machine_run(w->plain, 1, &x, y);
    return jf_scaled_mend(w->typed, 1, &x, y);
}

// The plain program's value at a distance that is small beside c counts only if
// it is much the same further out.
static jf_status mend(const worker *w, double d, double *y)
{
    const jf_place *const p = &w->place;
    const double small = 0x1p-20 * fmax(fabs(p->c), 1);
    double value, far;

    jf_status status = ask(w, p->c + p->side * d, &value);
    if (status == JF_OK && !(d >= small)) {
        status = ask(w, p->c + p->side * small, &far);
        if (!isfinite(far) || !(fabs(value - far) <= fabs(far) / 64))
            return status;
    }
    *y = value;
    return status;
}

static jf_status eval(void *param, size_t n, const double *d, double *y)
{
    const worker *const w = param;
    jf_status status = JF_OK;

    jf_machine_run(w->machine, n, d, y);
    for (size_t i = 0; i < n && status == JF_OK; i++)
        if (!isfinite(y[i]))
            status = mend(w, d[i], &y[i]);
    return status;
}

// Farther out the program in x knows as much: coefficients are the same.
static bool taylor_in_x(const near *n, double a, double b, bool between,
                        double *coef, double *rounding)
{
    static const double FAR = 0x1p-30;
    const double c = n->place.c;
    const double l = n->place.side > 0 ? jf_add_down(c, a) : jf_add_down(c, -b);
    const double r = n->place.side > 0 ? jf_add_up(c, b) : jf_add_up(c, -a);

    if (a < FAR * fabs(c))
        return false;
    return jf_sight_taylor(&n->typed, jf_down(l), jf_up(r), between, coef,
                           rounding);
}

static bool taylor(const void *param, double a, double b, bool between,
                   double *coef, double *rounding)
{
    const near *const n = param;

    return (jf_sight_taylor(&n->ir, a, b, between, coef, rounding) &&
            coef[JF_TAYLOR] < HUGE_VAL) ||
           taylor_in_x(n, a, b, between, coef, rounding);
}

static double rounding(const void *param, double d, double *fixed)
{
    return jf_sight_rounding(&((const near *)param)->ir, d, fixed);
}

static const jf_sight sight = {.rounding = rounding, .taylor = taylor};

static void free_near(void *owned)
{
    near *const n = owned;

    jf_ir_clear(&n->ir);
    jf_ir_clear(&n->typed);
    jf_code_free(n->code);
    jf_code_free(n->plain);
    free(n);
}

jf_status jf_near_open(const jf_ir *typed, const jf_place *place, jf_view *view)
{
    near *const n = calloc(1, sizeof *n);

    *view = (jf_view){.owned = NULL};
    if (!n)
        return JF_NOMEM;
    n->place = *place;
    jf_status status = jf_ir_distance(&n->ir, typed, place, jf_kernel_scalar);
    if (status == JF_OK)
        status = jf_code_of_typed(&n->ir, &n->code);
    if (status == JF_OK) {
        jf_ir_clone(&n->typed, typed);
        status = jf_code_of_typed(&n->typed, &n->plain);
    }
    if (status == JF_OK)
        *view = (jf_view){
            .f = {.param = n,
                  .eval = eval,
                  .attach = attach,
                  .detach = detach,
                  .sight = &sight},
            .owned = n,
            .free = free_near,
        };
    else
        free_near(n);
    return status;
}

size_t jf_near_print(const jf_ir *typed, const jf_place *place, char *buffer,
                     size_t size)
{
    jf_ir ir = {0};
    size_t n = 0;

    if (jf_ir_distance(&ir, typed, place, jf_kernel_scalar) == JF_OK &&
        jf_ir_optimise(&ir, jf_kernel_scalar) == JF_OK)
        n = jf_ir_print(&ir, buffer, size);
    jf_ir_clear(&ir);
    return n;
}
