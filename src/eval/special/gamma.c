/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma of a double-double.
 *
 * Idea: Stirling's series from 16 on ([DLMF2010], 5.11.1), below by the
 *   recurrence gamma(z) = gamma(z + n)/(z (z + 1) ... (z + n - 1)); the
 *   product is kept beside the logarithm as a factor.
 * Error: log gamma(z) 2^-60 absolute from the series (its first term, in
 *   double, is below 2^-7), and 2^-95 log gamma(z) from the rest: less than
 *   0.01 ULP of gamma as long as log gamma(z) is below 2^35.
 * Fails on: the difference of two such logarithms for arguments beyond 2^30;
 *   jf_gamma_ratio() takes it before it cancels.
 */
#include "eval/special/gamma.h"
#include "eval/vmath/one.h"

#include <math.h>

#include "eval/special/tables/gamma.inc"

static const double SHIFT = 16;
static const jf_dd ONE = {1, 0};

// log gamma(z) - ((z - 1/2) log z - z + log(2 pi)/2), z >= 16
static double correction(double z)
{
    enum { N = sizeof stirling / sizeof *stirling };
    const double w = 1 / z / z;
    double sum = 0;

    for (int i = N - 1; i >= 0; i--)
        sum = stirling[i] + w * sum;
    return sum / z;
}

jf_gamma_parts jf_gamma_positive(jf_dd z)
{
    jf_dd product = ONE;

    while (z.hi < SHIFT) {
        product = jf_dd_mul(product, z);
        z = jf_dd_add(z, ONE);
    }
    const jf_dd power = jf_dd_mul(jf_dd_sub(z, jf_dd_of(0.5)), jf_dd_log(z));
    const jf_dd rest = jf_dd_add(half_log_2pi, jf_dd_of(correction(z.hi)));
    return (jf_gamma_parts){jf_dd_div(ONE, product),
                            jf_dd_add(jf_dd_sub(power, z), rest)};
}

// (a - 1/2) log(a/(a + b)) - b log(a + b) + b, and the series
static jf_dd log_ratio(double a, double b)
{
    const jf_dd sum = jf_dd_two_sum(a, b);
    const jf_dd log_quotient = jf_dd_log1p(jf_dd_div(jf_dd_of(b), jf_dd_of(a)));
    const jf_dd first = jf_dd_mul(jf_dd_two_sum(a, -0.5), log_quotient);
    const jf_dd second = jf_dd_mul(jf_dd_of(b), jf_dd_sub(jf_dd_log(sum), ONE));
    const double series = correction(a) - correction(sum.hi);

    return jf_dd_sub(jf_dd_of(series), jf_dd_add(first, second));
}

jf_gamma_parts jf_gamma_ratio(double a, double b)
{
    // Beyond 2^100 all but the power a^-b is lost in rounding.
    if (a > 0x1p100)
        return (jf_gamma_parts){
            ONE, jf_dd_mul(jf_dd_of(-b), jf_dd_log(jf_dd_of(a)))};
    return (jf_gamma_parts){ONE, log_ratio(a, b)};
}

jf_dd jf_sin_pi(jf_dd x)
{
    const double nearest = floor(x.hi + 0.5);
    const jf_dd r = jf_dd_mul(jf_dd_pi, jf_dd_sub(x, jf_dd_of(nearest)));
    const jf_dd value =
        jf_dd_two_sum(jf_one_sin(r.hi), r.lo * jf_one_cos(r.hi));

    return fmod(nearest, 2) == 0 ? value : (jf_dd){-value.hi, -value.lo};
}

jf_gamma_parts jf_gamma_mul(jf_gamma_parts a, jf_gamma_parts b)
{
    return (jf_gamma_parts){jf_dd_mul(a.factor, b.factor),
                            jf_dd_add(a.log, b.log)};
}

jf_gamma_parts jf_gamma_div(jf_gamma_parts a, jf_gamma_parts b)
{
    return (jf_gamma_parts){jf_dd_div(a.factor, b.factor),
                            jf_dd_sub(a.log, b.log)};
}

double jf_gamma_value(jf_gamma_parts a)
{
    const double limit = 4000;
    int exponent;

    if (a.log.hi > limit)
        return a.factor.hi * HUGE_VAL;
    if (a.log.hi < -limit)
        return copysign(0, a.factor.hi);
    const jf_dd value = jf_dd_mul(jf_dd_exp(a.log, &exponent), a.factor);
    return ldexp(value.hi, exponent);
}
