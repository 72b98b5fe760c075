/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The modified Bessel function K of any whole order.
 *
 * Idea: exp(x) K_n(x) is the integral of exp(-x (cosh t - 1)) cosh(n t) over
 *   t > 0, which decays doubly exponentially at both ends of the real line, so
 *   that the trapezoidal rule converges exponentially.  All terms are positive.
 *   With orders 0 and 1 from it, K_{n+1} = K_{n-1} + (2n/x) K_n upwards, which
 *   is stable.  Next to 0 the leading term.
 * Reference: [DLMF2010], 10.32.9, 10.29.1, 10.30.2, 10.30.3; for the step
 *   [TrefethenWeideman2014]: the error is exp(x (1 - cos d) - 2 pi d/h) for any
 *   shift d < pi/2 into the complex plane: 2^-57 for the steps chosen here.
 * Error: 3 ULP: rounded exponents of up to 40, whose terms are small.
 * Cost: 15 terms, 1 us; 0.1 us for each halving of x below 1.
 * Fails on: orders above 2^20 next to x: NaN.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/bessel.h"
#include "eval/special/gamma.h"
#include "eval/special/tables/besselk.inc"
#include "eval/vmath/one.h"

static const double ORDER_MAX = 0x1p20;
static const double LARGE = 0x1p300;
static const int LARGE_EXPONENT = 300;

double jf_bessel_k_scaled(double order, double x)
{
    static const double STEP = 0.19, WIDTH = 0.6, LEAST = 0x1p-58;
    const double h = fmin(STEP, WIDTH / sqrt(x));
    jf_dd sum = jf_dd_of(0.5);
    double term = 1;

    for (double k = 1; term > LEAST * sum.hi; k++) {
        const double s = jf_one_sinh(0.5 * h * k);
        term = jf_one_exp(-2 * x * s * s) * jf_one_cosh(order * h * k);
        sum = jf_dd_add(sum, jf_dd_of(term));
    }
    return h * sum.hi;
}

// K_n(x), x <= 2^-40
static double next_to_zero(double n, double x)
{
    const jf_dd log_half = jf_dd_sub(jf_dd_log(jf_dd_of(x)), jf_dd_ln2);

    if (n == 0)
        return -jf_dd_add(log_half, euler).hi;
    jf_gamma_parts parts = jf_gamma_positive(jf_dd_of(n));
    parts.log = jf_dd_sub(parts.log, jf_dd_mul(jf_dd_of(n), log_half));
    return 0.5 * jf_gamma_value(parts);
}

static double ascend(double n, double x)
{
    enum { OVERFLOW = 8 }; // exp(-x) is no less than 2^-1100
    const jf_dd two_over_x = jf_dd_div(jf_dd_of(2), jf_dd_of(x));
    jf_dd below = jf_dd_of(jf_bessel_k_scaled(0, x));
    jf_dd here = n > 0 ? jf_dd_of(jf_bessel_k_scaled(1, x)) : below;
    int scalings = 0, exponent;

    for (double k = 1; k < n && scalings < OVERFLOW; k++) {
        const jf_dd factor = jf_dd_mul(jf_dd_of(k), two_over_x);
        const jf_dd above = jf_dd_add(jf_dd_mul(factor, here), below);
        below = here;
        here = above;
        if (here.hi > LARGE) {
            below = (jf_dd){below.hi / LARGE, below.lo / LARGE};
            here = (jf_dd){here.hi / LARGE, here.lo / LARGE};
            scalings++;
        }
    }
    const jf_dd value = jf_dd_mul(here, jf_dd_exp(jf_dd_of(-x), &exponent));
    return ldexp(value.hi, exponent + scalings * LARGE_EXPONENT);
}

double jf_special_bessel_k(double n, double x)
{
    const double underflow = 760;

    if (isnan(x) || x < 0 || !isfinite(n) || floor(n) != n)
        return nan("");
    n = fabs(n);
    if (x == 0)
        return HUGE_VAL;
    if (n >
        ORDER_MAX) // log K is about n times a function with its zero at 0.66
        return x >= n ? 0 : x <= 0.5 * n ? HUGE_VAL : nan("");
    if (isinf(x) || (x > underflow && x > 2 * n))
        return 0;
    return x <= 0x1p-40 ? next_to_zero(n, x) : ascend(n, x);
}

JF_CLAIM(bessel_k, value, 3.0)
