/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule is exact for polynomials up to its degree, and one degree further
 * it errs by exactly what theory says: for every N, odd ones and 1 to 3 too.
 *
 * The error of one panel of width w, for x^(degree + 1) with unit coefficient:
 *     trapezoid  w^3 / 6         midpoint  -w^3 / 12
 *     simpson    w^5 / 120       boole     8 6! (w/4)^7 / 945
 *     gauss      -(b-a)^(2N+1) N!^4 / ((2N+1) (2N)!^2), all nodes at once
 * [DavisRabinowitz1984]. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"
#include "base/fma.h"

enum { DEGREE_MAX = 24 };

typedef struct polynomial {
    int degree;
    double c[DEGREE_MAX + 1]; // small integers
} polynomial;

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    const polynomial *const p = param;

    for (size_t i = 0; i < n; i++) {
        y[i] = p->c[p->degree];
        for (int k = p->degree - 1; k >= 0; k--)
            y[i] = jf_fma(y[i], x[i], p->c[k]);
    }
    return JF_OK;
}

static jf_result integrate(polynomial *p, double a, double b,
                           const char *method, int64_t n)
{
    const jf_integrand f = {.param = p, .eval = eval};
    const jf_options options = options_for(method, n);
    jf_result result;

    assert_int_equal(jf_integrate(&f, a, b, &options, &result), JF_OK);
    return result;
}

// The integral of p, or of |c_k| |x|^k, which bounds all rounding.
static long double exact(const polynomial *p, double a, double b, bool absolute)
{
    const long double end = fmaxl(fabsl(a), fabsl(b));
    long double sum = 0;

    for (int k = 0; k <= p->degree; k++)
        sum += absolute ? fabs(p->c[k]) * powl(end, k) * fabs(b - a)
                        : p->c[k] * (powl(b, k + 1) - powl(a, k + 1)) / (k + 1);
    return sum;
}

static polynomial random_polynomial(dice *d, int degree)
{
    polynomial p = {.degree = degree};

    for (int k = 0; k < degree; k++)
        p.c[k] = pick(d, 19) - 9;
    p.c[degree] = 1;
    return p;
}

static double gauss_error(double a, double b, int n)
{
    const double logarithm = (2 * n + 1) * log(b - a) + 4 * lgamma(n + 1.0) -
                             2 * lgamma(2 * n + 1.0) - log(2 * n + 1.0);

    return -exp(logarithm);
}

// rule - integral, for a polynomial one degree beyond the rule's.
static double known_error(const char *method, double a, double b, int n)
{
    const double w = (b - a) / n;

    switch (method[0]) {
    case 't':
        return n * pow(w, 3) / 6;
    case 'm':
        return -n * pow(w, 3) / 12;
    case 's':
        return n * pow(w, 5) / 120;
    case 'b':
        return n * 8 * 720 * pow(w / 4, 7) / 945;
    default:
        return gauss_error(a, b, n);
    }
}

static void check(dice *d, const char *method, int degree, int n)
{
    const double a = pick(d, 65) / 16.0 - 3, b = a + (1 + pick(d, 64)) / 16.0;
    polynomial p = random_polynomial(d, degree);

    double slack = 8 * DBL_EPSILON * (double)exact(&p, a, b, true);
    jf_result r = integrate(&p, a, b, method, n);
    double error = r.value - (double)exact(&p, a, b, false);
    if (fabs(error) > slack)
        print_message("# %s N %d on %g..%g: %g\n", method, n, a, b, error);
    assert_true(fabs(error) <= slack);

    p = random_polynomial(d, degree + 1);
    slack = 8 * DBL_EPSILON * (double)exact(&p, a, b, true);
    r = integrate(&p, a, b, method, n);
    error = (double)(r.value - exact(&p, a, b, false));
    const double theory = known_error(method, a, b, n);
    if (fabs(error - theory) > slack + 1e-10 * fabs(theory))
        print_message("# %s N %d on %g..%g: %g, theory %g\n", method, n, a, b,
                      error, theory);
    assert_true(fabs(error - theory) <= slack + 1e-10 * fabs(theory));
}

static void check_rule(const char *method, int degree)
{
    dice d = {42};

    for (int n = 1; n <= 40; n++)
        check(&d, method, degree, n);
    for (int i = 0; i < effort(200); i++)
        check(&d, method, degree, 1 + pick(&d, 5000));
}

static void test_composite(void **unused)
{
    (void)unused;
    check_rule("trapezoid", 1);
    check_rule("midpoint", 1);
    check_rule("simpson", 3);
    check_rule("boole", 5);
}

static void test_gauss(void **unused)
{
    dice d = {7};

    (void)unused;
    for (int i = 0; i < effort(300); i++) {
        const int n = 1 + pick(&d, 11);
        check(&d, "gauss", 2 * n - 1, n);
    }
}

// K is exact to degree 31, G to 19: nothing to refine.
static void test_gk(void **unused)
{
    dice d = {9};

    (void)unused;
    for (int i = 0; i < effort(100); i++) {
        polynomial p = random_polynomial(&d, pick(&d, 16));
        const double a = pick(&d, 33) / 16.0 - 1, b = a + 1;
        const jf_result r = integrate(&p, a, b, NULL, 0);
        const double error = (double)(r.value - exact(&p, a, b, false));
        assert_true(fabs(error) <=
                    4 * DBL_EPSILON * (double)exact(&p, a, b, true));
        if (r.status == JF_CONVERGED)
            assert_true(fabs(error) <= r.abserr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_composite),
        cmocka_unit_test(test_gauss),
        cmocka_unit_test(test_gk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
