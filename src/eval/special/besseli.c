/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The modified Bessel function I of any order >= 0, and of whole orders.
 *
 * Idea: (x/2)^n/gamma(n + 1) times the power series, all of whose terms are
 *   positive, summed in double-double; where x is large and n^2 <= x/4,
 *   Hankel's expansion, whose terms fall down to exp(-2x).  Both as a factor
 *   and a logarithm, so that nothing overflows before the value does.
 * Reference: [DLMF2010], 10.25.2, 10.40.1, 10.41.1.
 * Error: 1 ULP.
 * Cost: 40 ns a term, some x of them below 36; 0.4 us beyond.
 * Fails on: orders between x and 2x above 2^20: NaN.
 */
#include "eval/special.h"

#include <math.h>
#include <stdbool.h>

#include "eval/claims.h"
#include "eval/special/bessel.h"
#include "eval/special/gamma.h"

static const double FAR = 36, ORDER_MAX = 0x1p20;
static const double LARGE = 0x1p300;
static const int LARGE_EXPONENT = 300;

// exp(x)/sqrt(2 pi x) times Hankel's sum
jf_gamma_parts jf_bessel_i_far(double n, double x)
{
    double term = 1, sum = 0;

    for (double k = 1; fabs(term) > 0x1p-58; k++) {
        term *= ((2 * k - 1) * (2 * k - 1) - 4 * n * n) / (8 * k * x);
        sum += term;
    }
    const jf_dd round = {2 * jf_dd_pi.hi, 2 * jf_dd_pi.lo};
    const jf_dd root = jf_dd_sqrt(jf_dd_mul(round, jf_dd_of(x)));
    return (jf_gamma_parts){jf_dd_div(jf_dd_two_sum(1, sum), root),
                            jf_dd_of(x)};
}

static double series(double n, double x)
{
    const jf_dd half = jf_dd_of(x / 2);
    const jf_dd square = x > 0x1p-400 ? jf_dd_mul(half, half) : jf_dd_of(0);
    jf_dd term = jf_dd_of(1), sum = jf_dd_of(1);
    int scalings = 0;

    for (double k = 1; term.hi > 0x1p-70 * sum.hi; k++) {
        const jf_dd divisor = jf_dd_mul(jf_dd_of(k), jf_dd_two_sum(n, k));
        term = jf_dd_mul(term, jf_dd_div(square, divisor));
        sum = jf_dd_add(sum, term);
        if (sum.hi > LARGE) {
            sum = (jf_dd){sum.hi / LARGE, sum.lo / LARGE};
            term = (jf_dd){term.hi / LARGE, term.lo / LARGE};
            scalings++;
        }
    }
    const jf_dd log_half = jf_dd_sub(jf_dd_log(jf_dd_of(x)), jf_dd_ln2);
    const jf_dd log_scale =
        jf_dd_mul(jf_dd_ln2, jf_dd_of(LARGE_EXPONENT * scalings));
    const jf_gamma_parts power = {
        sum, jf_dd_add(jf_dd_mul(jf_dd_of(n), log_half), log_scale)};
    return jf_gamma_value(
        jf_gamma_div(power, jf_gamma_positive(jf_dd_two_sum(n, 1))));
}

// n >= 0, x > 0, finite
static double positive(double n, double x)
{
    const double overflow = 800;

    if (x >= FAR && n * n <= x / 4)
        return x < overflow ? jf_gamma_value(jf_bessel_i_far(n, x)) : HUGE_VAL;
    // log I is about n times a function of x/n with its zero at 0.66: x/2 and
    // more for n <= x
    if (n <= x && x > 2 * overflow)
        return HUGE_VAL;
    if (n <= ORDER_MAX)
        return series(n, x);
    return n >= 2 * x ? 0 : nan("");
}

double jf_special_bessel_i(double n, double x)
{
    const bool whole = floor(n) == n;

    if (isnan(x) || !isfinite(n) || (!whole && (n < 0 || x < 0)))
        return nan("");
    n = fabs(n);
    if (x == 0)
        return n == 0 ? 1 : 0;
    const double size = isinf(x) ? HUGE_VAL : positive(n, fabs(x));
    return x < 0 && fmod(n, 2) != 0 ? -size : size;
}

JF_CLAIM(bessel_i, value, 1.0)
