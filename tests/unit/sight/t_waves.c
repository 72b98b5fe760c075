/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an integrand says of its oscillation: the terms add up to it, each is
 * its amplitude times its wave, and slopes are those of the phases. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

#include "base/sight.h"

enum { SIZE = 128, TRIES = 40 };

typedef struct sample {
    const char *text;
    int nterm, nwavy;
} sample;

static const sample samples[] = {
    {"sin(x)", 1, 1},
    {"sin(x)/x", 1, 1},
    {"x*exp(-x)*cos(2*x+1)/sqrt(x)", 1, 1},
    {"-cos(pi*x/2)", 1, 1},
    {"sin(x)^2", 2, 1},
    {"sin(x)^3/x^3", 2, 2},
    {"sin(x)**4", 3, 2},
    {"cos(1-3*x)*sin(x)", 2, 2},
    {"sin(x)*cos(x)", 1, 1}, // sin 0 / 2 is left out
    {"(cos(2*x)-cos(5*x))/x", 2, 2},
    {"1/x^2+sin(x)/x^4", 2, 1},
    {"cos(x^2)", 1, 1},
    {"cos(x^2)*sin(exp(x))", 2, 2},
    {"sin(x^2)^2", 2, 1},
    {"x^2*sin(exp(x)+log(x)*sqrt(x))", 1, 1},
    {"sinc(x)", 1, 1},
    {"besselj(0,x)", 1, 1},
    {"besselj(3,x^2)*exp(-x)", 1, 1},
    {"airyai(-x)/(1+x)", 1, 1},
    {"sin(x)*cos(7*cos(x))/x", 1, 1},
    {"sin(x)/(2+cos(x))", 1, 1},
    {"sin(x/1)/(x/1)*sin(x/3)/(x/3)*sin(x/5)/(x/5)", 4, 4},
    {"sin(x^3)+cos(x^3)", 2, 2},
    {"2*sin(x)+x*sin(x)", 1, 1},
    {"exp(x)", 0, 0},
    {"abs(sin(x))", 0, 0},
    {"sin(3)*x", 0, 0},
    {"besselj(0,x)*sin(x)", 0, 0},
    {"tan(x)", 0, 0},
    {"cos(7*cos(x))", 0, 0},
};
enum { NSAMPLE = sizeof samples / sizeof *samples };

static double at(const jf_integrand *f, double x)
{
    void *const param = f->attach(f->param);
    double y;

    assert_non_null(param);
    assert_int_equal(f->eval(param, 1, &x, &y), JF_OK);
    f->detach(param);
    return y;
}

static void check_wave(const jf_wave *w, double x)
{
    const double g = at(&w->phase.f, x);

    if (!w->bessel) {
        const double amplitude = at(&w->amplitude.f, x);
        const double wave = cos(g - w->quarter * acos(0));
        const double size = fabs(amplitude) * (1 + fabs(g));
        assert_true(fabs(at(&w->term.f, x) - amplitude * wave) <= 1e-13 * size);
    }
    if (w->linear)
        assert_true(fabs(g - (w->rate * x + w->offset)) <=
                    1e-14 * (fabs(g) + fabs(w->offset)));
    if (w->slope.f.eval) {
        const double h = x / 65536;
        const double slope =
            (at(&w->phase.f, x + h) - at(&w->phase.f, x - h)) / (2 * h);
        assert_true(fabs(at(&w->slope.f, x) - slope) <= 1e-4 * fabs(slope));
    }
}

static void check(const sample *s, dice *d)
{
    jf_program *const program = compiled(s->text);
    const jf_integrand f = jf_program_integrand(program);
    jf_wave wave[SIZE];
    int n, nwavy = 0;

    assert_int_equal(f.sight->waves(f.param, SIZE, wave, &n), JF_OK);
    for (int i = 0; i < n; i++)
        nwavy += wave[i].wavy;
    if (n != s->nterm || nwavy != s->nwavy)
        fail_msg("%s: %d terms, %d of them waves", s->text, n, nwavy);
    for (int i = 0; i < TRIES && n > 0; i++) {
        const double x = uniform(d, 0.1, 4);
        double sum = 0, size = 0;
        for (int k = 0; k < n; k++) {
            const double term = at(&wave[k].term.f, x);
            sum += term;
            size += fabs(term) + fabs(at(&wave[k].amplitude.f, x)) * 100;
            if (wave[k].wavy)
                check_wave(&wave[k], x);
        }
        if (!(fabs(sum - at(&f, x)) <= 1e-14 * size))
            fail_msg("%s at %.17g: %.17g, not %.17g", s->text, x, sum,
                     at(&f, x));
    }
    for (int i = 0; i < n; i++)
        jf_wave_clear(&wave[i]);
    jf_program_free(program);
}

static void test_terms(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int i = 0; i < NSAMPLE; i++)
        check(&samples[i], &d);
}

// Nothing is written beyond the room that there is.
static void test_room(void **unused)
{
    jf_program *const program = compiled("sin(x)^4");
    const jf_integrand f = jf_program_integrand(program);
    jf_wave wave[2];
    int n = -1;

    (void)unused;
    assert_int_equal(f.sight->waves(f.param, 2, wave, &n), JF_OK);
    assert_int_equal(n, 0);
    jf_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
