/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breakpoints that are given: what jumps or bends there is smooth between
 * them, and the order in which they are given is of no account. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

enum { PIECES_MAX = 12 };

// A polynomial of degree 2 between any two breakpoints, jumping at each.
typedef struct steps {
    int n; // breakpoints
    double point[PIECES_MAX], coef[PIECES_MAX + 1][3];
} steps;

static int piece_of(const steps *s, double x)
{
    int k = 0;

    while (k < s->n && x > s->point[k])
        k++;
    return k;
}

static jf_status eval_steps(void *param, size_t n, const double *x, double *y)
{
    const steps *const s = param;

    for (size_t i = 0; i < n; i++) {
        const double *const c = s->coef[piece_of(s, x[i])];
        y[i] = (c[2] * x[i] + c[1]) * x[i] + c[0];
    }
    return JF_OK;
}

static long double antiderivative(const double *c, double x)
{
    return ((c[2] / 3.0L * x + c[1] / 2.0L) * x + c[0]) * x;
}

static double truth(const steps *s)
{
    long double sum = 0;

    for (int k = 0; k <= s->n; k++) {
        const double a = k == 0 ? 0 : s->point[k - 1];
        const double b = k == s->n ? 1 : s->point[k];
        sum += antiderivative(s->coef[k], b) - antiderivative(s->coef[k], a);
    }
    return (double)sum;
}

static steps random_steps(dice *d)
{
    steps s = {.n = 1 + pick(d, PIECES_MAX)};

    for (int k = 0; k < s.n; k++)
        s.point[k] = (k + uniform(d, 0.05, 0.95)) / s.n;
    for (int k = 0; k <= s.n; k++)
        for (int i = 0; i < 3; i++)
            s.coef[k][i] = uniform(d, -2, 2);
    return s;
}

static jf_result solve(steps *s, const double *point, size_t npoint)
{
    const jf_integrand f = {.param = s, .eval = eval_steps};
    jf_options options = options_for(NULL, 0);
    jf_result result;

    options.point = point;
    options.npoint = npoint;
    options.atol = 1e-13;
    assert_int_equal(jf_integrate(&f, 0, 1, &options, &result), JF_OK);
    return result;
}

static void test_jumps(void **unused)
{
    dice d = {.state = 1};

    (void)unused;
    for (int k = 0; k < 300; k++) {
        steps s = random_steps(&d);
        const jf_result result = solve(&s, s.point, (size_t)s.n);
        assert_int_equal(result.status, JF_CONVERGED);
        assert_true(fabs(result.value - truth(&s)) <= result.abserr);
        assert_true(result.abserr < 1e-13); // 2 ulp of each point
        assert_int_equal(result.panels,
                         2 * (s.n < 8 ? 8 / (s.n + 1) * (s.n + 1) : s.n + 1));
    }
}

static void test_any_order(void **unused)
{
    dice d = {.state = 2};

    (void)unused;
    for (int k = 0; k < 100; k++) {
        steps s = random_steps(&d);
        double point[2 * PIECES_MAX + 3] = {-1, (double)NAN, 1};
        for (int i = 0; i < s.n; i++)
            point[3 + i] = point[2 + 2 * s.n - i] = s.point[i];
        const jf_result a = solve(&s, s.point, (size_t)s.n);
        const jf_result b = solve(&s, point, (size_t)(3 + 2 * s.n));
        assert_memory_equal(&a.value, &b.value, sizeof a.value);
        assert_memory_equal(&a.abserr, &b.abserr, sizeof a.abserr);
        assert_int_equal(a.neval, b.neval);
    }
}

// All of them together, at most as many as there may be.
static void test_too_many(void **unused)
{
    static double point[JF_POINTS_MAX + 1];
    steps s = {.n = 0};
    const jf_integrand f = {.param = &s, .eval = eval_steps};
    jf_options options = options_for(NULL, 0);
    jf_result result;

    (void)unused;
    for (int i = 0; i <= JF_POINTS_MAX; i++)
        point[i] = (i + 1.0) / (JF_POINTS_MAX + 2);
    options.point = point;
    options.npoint = JF_POINTS_MAX + 1;
    assert_int_equal(jf_integrate(&f, 0, 1, &options, &result), JF_USAGE);
    options.npoint--;
    assert_int_equal(jf_integrate(&f, 0, 1, &options, &result), JF_OK);
    assert_int_equal(result.status, JF_CONVERGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jumps),
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
