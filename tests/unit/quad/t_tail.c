/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/tail.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/random.h"

static void test_log_and_exp(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int i = 0; i < 100000; i++) {
        const double x = ldexp(uniform(&d, 1, 2), pick(&d, 2044) - 1022);
        const double y = uniform(&d, -700, 700);
        const double log_x = log(x);
        assert_true(fabs(jf_tail_log(x) - log_x) <=
                    4 * 0x1p-52 * fmax(fabs(log_x), 0x1p-52));
        assert_true(fabs(jf_tail_exp(y) / exp(y) - 1) <= 4 * 0x1p-52);
    }
    assert_true(jf_tail_log(1) == 0 && jf_tail_exp(0) == 1);
    assert_true(jf_tail_exp(-HUGE_VAL) == 0);
    assert_true(jf_tail_exp(HUGE_VAL) == HUGE_VAL);
}

enum { N = 60 };

// Of ln |g| = -e l + k ln(l + s) up to l = 700, within `rough`.
static jf_tail fitted_with(double e, double k, double s, double rough)
{
    jf_tail_point p[N];
    dice d = {2};

    for (int i = 0; i < N; i++) {
        const double l = 700.0 * (i + 1) / N;
        p[i] = (jf_tail_point){
            l, -e * l + k * log(l + s) + uniform(&d, -rough, rough), 1};
    }
    return jf_tail_fit(N, p, 0);
}

static jf_tail fitted(double e, double k, double rough)
{
    return fitted_with(e, k, 0, rough);
}

static void test_laws_are_found(void **unused)
{
    dice d = {3};

    (void)unused;
    for (int i = 0; i < 200; i++) {
        const double e = uniform(&d, 0.01, 2);
        const double k = i % 2 ? 0 : uniform(&d, -4, 4);
        const jf_tail t = fitted(e, k, 1e-14);
        assert_int_equal(t.kind, JF_TAIL_LAW);
        assert_true(fabs(t.e - e) < 1e-9 && fabs(t.k - k) < 1e-7);
        // and what they give beyond is as far off as they doubt, at most
        const double truth = exp(-e * 900 + k * log(900));
        assert_true(fabs(jf_tail_at(&t, 900) - truth) <= t.doubt * truth);
    }
}

// 1/(40 x ln(40 x)^1.5), and x^-0.98 ln(40 x)^2
static void test_shifted_logarithms(void **unused)
{
    dice d = {4};

    (void)unused;
    for (int i = 0; i < 200; i++) {
        const double e = i % 2 ? 0 : uniform(&d, 0.01, 0.1);
        const double k = i % 2 ? uniform(&d, -4, -1.2) : 1 + pick(&d, 3);
        const double s = uniform(&d, -10, 20);
        const jf_tail t = fitted_with(e, k, s, 1e-15);
        assert_int_equal(t.kind, JF_TAIL_LAW);
        for (double l = 701; l < 3000; l *= 1.1) {
            const double truth = exp(-e * l + k * log(l + s));
            assert_true(fabs(jf_tail_at(&t, l) - truth) <= t.doubt * truth);
        }
    }
    assert_int_equal(fitted_with(0, -1, 5, 1e-15).kind, JF_TAIL_DIVERGES);
    assert_int_equal(fitted_with(0, -0.5, -8, 1e-15).kind, JF_TAIL_DIVERGES);
}

static void test_divergence_needs_a_clear_law(void **unused)
{
    (void)unused;
    assert_int_equal(fitted(0, 0, 1e-14).kind, JF_TAIL_DIVERGES);
    assert_int_equal(fitted(-0.01, 0, 1e-14).kind, JF_TAIL_DIVERGES);
    assert_int_equal(fitted(0, -1, 1e-14).kind, JF_TAIL_DIVERGES);
    assert_int_equal(fitted(0, -0.5, 1e-14).kind, JF_TAIL_DIVERGES);
    assert_int_equal(fitted(0, -1.5, 1e-14).kind, JF_TAIL_LAW);
    assert_int_equal(fitted(0, 0, 0.1).kind, JF_TAIL_UNCLEAR);
    assert_int_equal(fitted(0, -1.01, 1e-4).kind, JF_TAIL_UNCLEAR);
    assert_int_equal(fitted(1e-4, 0, 1e-14).kind, JF_TAIL_LAW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log_and_exp),
        cmocka_unit_test(test_laws_are_found),
        cmocka_unit_test(test_shifted_logarithms),
        cmocka_unit_test(test_divergence_needs_a_clear_law),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
