/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Peaks far out, found by bounds of |f|. */
#include "base/sight.h"
#include "quad/locate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/random.h"

// Two Gaussians.
typedef struct bells {
    double c[2], w[2], height[2];
} bells;

static double bell(const bells *b, int i, double x)
{
    const double z = (x - b->c[i]) / b->w[i];

    return b->height[i] * exp(-z * z);
}

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = bell(param, 0, x[i]) + bell(param, 1, x[i]);
    return JF_OK;
}

static jf_range range(const void *param, double l, double r)
{
    const bells *const b = param;
    jf_range sum = {0, 0, 0};

    for (int i = 0; i < 2; i++) {
        const double top = fmin(fmax(b->c[i], l), r);
        const double foot = b->c[i] - l > r - b->c[i] ? l : r;
        sum.lo += bell(b, i, foot) * (1 - 1e-12);
        sum.hi += bell(b, i, top) * (1 + 1e-12) + 0x1p-1074;
    }
    return sum;
}

static const jf_sight sight = {.range = range};

static bool found(const jf_findings *findings, double c, double w)
{
    for (int i = 0; i < findings->n; i++)
        if (fabs(findings->feature[i].x - c) <= w / 2)
            return true;
    return false;
}

static void test_peaks_are_found_by_bounds(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int i = 0; i < effort(100); i++) {
        const double size = pow(10, uniform(&d, -4, 4));
        bells b = {{size * pow(10, uniform(&d, 1, 6)),
                    -size * pow(10, uniform(&d, 1, 6))},
                   {size, size * uniform(&d, 0.1, 1)},
                   {1, uniform(&d, 0.01, 1)}};
        const jf_integrand f = {.param = &b, .eval = eval, .sight = &sight};
        jf_findings findings;
        assert_int_equal(
            jf_locate(&f, &b, -INFINITY, INFINITY, 1e-12, &findings), JF_OK);
        assert_true(findings.complete);
        assert_true(found(&findings, b.c[0], b.w[0]));
        assert_true(found(&findings, b.c[1], b.w[1]));
    }
}

static void test_without_bounds_nothing_is_complete(void **unused)
{
    bells b = {{0, 0}, {1, 1}, {1, 0}};
    const jf_integrand f = {.param = &b, .eval = eval};
    jf_findings findings;

    (void)unused;
    assert_int_equal(jf_locate(&f, &b, 0, INFINITY, 1e-12, &findings), JF_OK);
    assert_false(findings.complete);
    assert_true(fabs(findings.mass - sqrt(acos(-1)) / 2) < 0.02);
}

static void test_scale(void **unused)
{
    (void)unused;
    for (int k = -300; k <= 300; k += 50) {
        bells b = {{0, 0}, {ldexp(1, k), 1}, {1, 0}};
        const jf_integrand f = {.param = &b, .eval = eval};
        double scale;
        int64_t neval = 0;
        assert_int_equal(
            jf_locate_scale(&f, &b, 0, 1, HUGE_VAL, &scale, &neval), JF_OK);
        assert_true(scale >= ldexp(1, k - 1) && scale <= ldexp(1, k + 1));
    }
}

// A wide bell at 0, a narrow one far away: no piece may lose the first.
static void test_neither_peak_is_lost(void **unused)
{
    dice d = {2};
    int n = 0, converged = 0;

    (void)unused;
    for (int i = 0; i < effort(100); i++) {
        const double far = pow(10, uniform(&d, 1, 6));
        bells b = {{uniform(&d, -0.5, 0.5), pick(&d, 2) ? far : -far},
                   {1, uniform(&d, 0.01, 1)},
                   {1, uniform(&d, 0.1, 100)}};
        const jf_integrand f = {.param = &b, .eval = eval, .sight = &sight};
        const double root_pi = sqrt(acos(-1));
        const double truth =
            root_pi * (b.w[0] * b.height[0] + b.w[1] * b.height[1]);
        jf_result r;
        jf_integrate(&f, -INFINITY, INFINITY, NULL, &r);
        assert_true(fabs(r.value - truth) <= r.abserr + 1e-15 * truth);
        // rounded abscissae cost far / w units in the last place, and a
        // callback has no others: 1e-12 can be had from up to 1000
        const bool possible = far <= 1000 * b.w[1];
        n += possible;
        converged += possible && r.status == JF_CONVERGED;
    }
    print_message("# two bells: %d of %d converged\n", converged, n);
    assert_true(n > 20 && converged >= 0.95 * n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_peaks_are_found_by_bounds),
        cmocka_unit_test(test_without_bounds_nothing_is_complete),
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_neither_peak_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
