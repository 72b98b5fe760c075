/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that overflow on the way: what comes back, and what does not. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"

static double value_at(const char *text, double x)
{
    jf_program *const program = compiled(text);
    const jf_integrand f = jf_program_integrand(program);
    void *const worker = f.attach(f.param);
    double y = 7;

    assert_int_equal(f.eval(worker, 1, &x, &y), JF_OK);
    f.detach(worker);
    jf_program_free(program);
    return y;
}

// True values by mpmath.
static void finite_values(void **state)
{
    static const struct {
        const char *text;
        double x, y;
    } of[] = {
        {"x^150*exp(-x)", 800, 1.0663813134559959e+88},
        {"exp(-3*x)*besseli(0,x)^3", 1000, 2.0085985248757966e-06},
        {"exp(-10*x)*cosh(9.99*x)", 1000, 2.2699964881242427e-05},
        {"gamma(x)/gamma(x-0.5)", 300, 17.298846910345557},
        {"exp(x)/exp(x)", 1e5, 1},
        {"exp(x)/(1+exp(x))", 1000, 1},
        {"(x^400)^(1/200)", 1e5, 1e10},
        {"sqrt(x^2+1e-9)/x", 1e200, 1},
        {"2^x/(2^x+3^x)*1.5^x", 3000, 1},
        {"10^x*10^(-x)", 500, 1},
        {"sinh(x)*exp(-x)", -2000, -HUGE_VAL},
        {"sinh(x)/cosh(x)", -2000, -1},
        {"-x^300/x^299", 1e5, -1e5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const double y = value_at(of[i].text, of[i].x);
        const bool same = y == of[i].y; // infinities
        if (!same && !(fabs(y / of[i].y - 1) < 1e-12))
            fail_msg("%s at %g: %.17g, not %.17g", of[i].text, of[i].x, y,
                     of[i].y);
    }
}

static void no_values(void **state)
{
    static const struct {
        const char *text;
        double x;
    } of[] = {{"sqrt(x-10)*exp(900)", 5},
              {"0*log(x)*exp(1000)", -1},
              {"sin(x)/x", 0},
              {"exp(x)*arcsin(x)", 1000},
              {"x^0.5*exp(1000-x)", -1},
              {"exp(x)/cosh(x)", 1e20}};

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        assert_true(!isfinite(value_at(of[i].text, of[i].x)));
    assert_true(value_at("1/x", 0) == HUGE_VAL);
    assert_true(value_at("exp(x)", 1000) == HUGE_VAL);
}

// x^150 exp(-x): 150!
static void integrals(void **state)
{
    const jf_result r = integral("x^150*exp(-x)", "0", "inf", NULL, 0);
    const double truth = 5.7133839564458546e262;

    (void)state;
    assert_int_equal(r.status, JF_CONVERGED);
    assert_true(fabs(r.value - truth) <= r.abserr + 1e-15 * truth);
    assert_true(r.abserr < 1e-9 * truth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finite_values),
        cmocka_unit_test(no_values),
        cmocka_unit_test(integrals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
