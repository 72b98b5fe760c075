/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Euler's beta function, gamma(x) gamma(y)/gamma(x + y).
 *
 * Idea: three gammas as factor * exp(log) in double-double, so that neither
 *   overflow nor the cancellation of logarithms costs digits; where one
 *   argument is large, gamma(y)/gamma(x + y) as one expression that does not
 *   cancel.  Negative arguments by reflection; x + y is exact.
 * Reference: [DLMF2010], 5.12.1, 5.5.3, 5.11.12.
 * Error: 1 ULP for positive arguments, 3 ULP where sines of the reflection
 *   enter, as long as the negative arguments are above -2^30.
 * Poles: infinity, with the sign of a zero argument; a pole of gamma(x + y)
 *   too gives the limit along the first argument, a rational number; a pole of
 *   gamma(x + y) alone gives 0.
 * Fails on: large negative arguments, whose logarithms cancel: about 2^-95
 *   |x| log|x| are lost.
 */
#include "eval/special.h"

#include <math.h>
#include <stdbool.h>

#include "eval/claims.h"
#include "eval/special/dd.h"
#include "eval/special/gamma.h"

static const double TINY = 0x1p-180;
static const double RATIO_FROM = 32;

static bool is_pole(jf_dd z)
{
    return z.hi <= 0 && floor(z.hi) == z.hi && floor(z.lo) == z.lo;
}

static jf_gamma_parts gamma_any(jf_dd z)
{
    if (z.hi > 0)
        return jf_gamma_positive(z);
    const jf_gamma_parts reflected = {jf_dd_div(jf_dd_pi, jf_sin_pi(z)),
                                      {0, 0}};
    const jf_dd mirror = jf_dd_sub(jf_dd_of(1), z);
    return jf_gamma_div(reflected, jf_gamma_positive(mirror));
}

// x <= y, no poles
static double evaluate(double x, double y)
{
    const double both_large = 1e5; // the value is below 2^-200000

    if (x > both_large)
        return 0;
    if (y >= RATIO_FROM && x > -0.5 * y)
        return jf_gamma_value(
            jf_gamma_mul(gamma_any(jf_dd_of(x)), jf_gamma_ratio(y, x)));
    const jf_gamma_parts product =
        jf_gamma_mul(gamma_any(jf_dd_of(x)), gamma_any(jf_dd_of(y)));
    return jf_gamma_value(
        jf_gamma_div(product, gamma_any(jf_dd_two_sum(x, y))));
}

// 1/x + 1/y: all that is left when the smaller of the two is tiny.
static double near_zero(double x, double y)
{
    if (fabs(x) > fabs(y))
        return near_zero(y, x);
    return (x + y) / y / x;
}

// x is 0 or a negative integer.
static double at_pole(double x, double y)
{
    if (y > 0 && floor(y) == y && x + y <= 0) {
        const double value = jf_special_beta(1 - x - y, y);
        return fmod(y, 2) == 0 ? value : -value;
    }
    return x == 0 ? copysign(HUGE_VAL, x) : HUGE_VAL;
}

// One argument is infinite; the other is y.
static double at_infinity(double x, double y)
{
    if (x < 0 || is_pole(jf_dd_of(y)) || y == -HUGE_VAL)
        return nan("");
    if (y > 0)
        return 0;
    return fmod(floor(y), 2) == 0 ? HUGE_VAL : -HUGE_VAL;
}

double jf_special_beta(double x, double y)
{
    if (isnan(x) || isnan(y))
        return nan("");
    if (isinf(x))
        return at_infinity(x, y);
    if (isinf(y))
        return at_infinity(y, x);
    if (is_pole(jf_dd_of(x)))
        return at_pole(x, y);
    if (is_pole(jf_dd_of(y)))
        return at_pole(y, x);
    if (is_pole(jf_dd_two_sum(x, y)))
        return 0;
    if (fmin(fabs(x), fabs(y)) < TINY)
        return near_zero(x, y);
    return x <= y ? evaluate(x, y) : evaluate(y, x);
}

JF_CLAIM(beta, value, 3.0)
