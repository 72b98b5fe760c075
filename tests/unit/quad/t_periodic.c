/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trapezoidal rule over whole periods: closed forms, what is no period, and
 * what one sum alone would take for something else. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/integral.h"
#include "../support/random.h"

enum { PRECISION = 200 };

static void check(const char *text, const char *a, const char *b, mpfr_t truth)
{
    const jf_result r = integral(text, a, b, "periodic", 0);
    mpfr_t e;

    mpfr_init2(e, PRECISION);
    mpfr_sub_d(e, truth, r.value, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(e, MPFR_RNDA));
    mpfr_clear(e);
    if (r.status != JF_CONVERGED)
        fail_msg("%s: %s, +-%g", text, jf_status_name(r.status), r.abserr);
    if (!(error <= r.abserr))
        fail_msg("%s: %.17g is wrong by %g, not %g", text, r.value, error,
                 r.abserr);
}

// 1/(p + cos(k x + 1)): 2 pi/sqrt(p^2 - 1); exp(p cos(k x)): 2 pi I0(p)
static void closed_forms(void **state)
{
    dice d = {1};
    mpfr_t t, p;

    (void)state;
    mpfr_inits2(PRECISION, t, p, (mpfr_ptr)NULL);
    for (int i = effort(60); i > 0; i--) {
        const double parameter = 1 + uniform(&d, 0.01, 3);
        const int k = 1 + pick(&d, 40);
        char text[100];
        snprintf(text, sizeof text, "1/(%.17g+cos(%d*x+1))", parameter, k);
        mpfr_set_d(p, parameter, MPFR_RNDN);
        mpfr_sqr(t, p, MPFR_RNDN);
        mpfr_sub_ui(t, t, 1, MPFR_RNDN);
        mpfr_rec_sqrt(t, t, MPFR_RNDN);
        mpfr_const_pi(p, MPFR_RNDN);
        mpfr_mul(t, t, p, MPFR_RNDN);
        mpfr_mul_2ui(t, t, 1, MPFR_RNDN);
        check(text, "-pi", "pi", t);
        // cos(p sin x) over pi, of which it has the period: pi J0(p)
        const double wide = parameter * k;
        snprintf(text, sizeof text, "cos(%.17g*sin(x))", wide);
        mpfr_set_d(t, wide, MPFR_RNDN);
        mpfr_j0(t, t, MPFR_RNDN);
        mpfr_mul(t, t, p, MPFR_RNDN);
        check(text, "0", "pi", t);
    }
    mpfr_clears(t, p, (mpfr_ptr)NULL);
}

// Constants to 64 and 128 panels.
static void aliases(void **state)
{
    mpfr_t t;

    (void)state;
    mpfr_init2(t, PRECISION);
    for (int k = 16; k <= 4096; k *= 2) {
        char text[100];
        snprintf(text, sizeof text, "1+cos(%d*x)", k);
        mpfr_const_pi(t, MPFR_RNDN);
        mpfr_mul_2ui(t, t, 1, MPFR_RNDN);
        check(text, "0", "2*pi", t);
        // 16 k hidden in a power, to less than its size
        snprintf(text, sizeof text, "(1+cos(%d*x))^2", k);
        mpfr_mul_d(t, t, 1.5, MPFR_RNDN);
        check(text, "0", "2*pi", t);
    }
    mpfr_clear(t);
}

static void no_period(void **state)
{
    static const struct {
        const char *text, *a, *b;
    } of[] = {
        {"sin(x)", "0", "pi"},          // the opposite
        {"sin(x)^3", "0", "pi"},        //
        {"cos(x)+sin(x)^2", "0", "pi"}, // neither
        {"x*sin(x)", "0", "2*pi"},
        {"sin(x)", "0", "6.28"},
        {"sin(x)", "0", "6.283185"},
        {"sin(x^2)", "0", "2*pi"},
        {"exp(x)", "0", "1"},
        {"cos(pi*x)", "0", "1"},
        {"cos(x)*cos(x/2)", "0", "2*pi"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const jf_result r =
            integral(of[i].text, of[i].a, of[i].b, "periodic", 0);
        if (r.status != JF_USAGE)
            fail_msg("%s: %.17g", of[i].text, r.value);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_PERIODIC_NONE);
    }
}

static void periods(void **state)
{
    static const struct {
        const char *text, *a, *b;
    } of[] = {
        {"sin(x)^2", "0", "pi"},       {"cos(7*sin(x))", "0", "pi"},
        {"sin(x)*cos(x)", "0", "pi"},  {"abs(2+sin(x)^3)", "1", "1+2*pi"},
        {"cosh(sin(x))", "1", "1+pi"}, {"cos(2*pi*x/3)", "0", "3"},
        {"1/(3+tan(x)^2)", "0", "pi"}, {"sin(x)/(2+cos(x))", "-pi", "pi"},
        {"cos(x/2)^2", "0", "2*pi"},   {"sin(9*x)/sin(x)", "0", "pi"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const jf_result r =
            integral(of[i].text, of[i].a, of[i].b, "periodic", 0);
        const jf_result s = integral(of[i].text, of[i].a, of[i].b, "gk", 0);
        if (r.status != JF_CONVERGED)
            fail_msg("%s: %s", of[i].text, jf_status_name(r.status));
        assert_true(fabs(r.value - s.value) <= r.abserr + s.abserr);
    }
}

// Kinks: what has no exponential convergence claims none.
static void kinks(void **state)
{
    const jf_result r = integral("abs(sin(x))", "0", "pi", "periodic", 0);

    (void)state;
    assert_int_equal(r.status, JF_UNCONVERGED);
    assert_true(fabs(r.value - 2) <= r.abserr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_forms), cmocka_unit_test(aliases),
        cmocka_unit_test(no_period),    cmocka_unit_test(periods),
        cmocka_unit_test(kinks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
