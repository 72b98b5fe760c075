/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The principal branch of Lambert's W: w exp(w) = x, w >= -1.
 *
 * Idea: w + log(w/x) = 0 on both sides of 0, without overflow or cancellation;
 *   two steps of an iteration of the fourth order, the residual of the second
 *   one in double-double.  Next to the branch point -1/e, where that is
 *   ill-conditioned, a series in p = sqrt(2 (e x + 1)), e x + 1 in
 *   double-double.
 * Reference: [CorlessGonnetHareJeffreyKnuth1996], 4.22 for the series;
 *   [FritschShaferCrowley1973] for the iteration.
 * Error: 1 ULP.
 * Cost: 0.3 us.
 * Fails on: nothing known.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/dd.h"
#include "eval/special/tables/lambertw.inc"
#include "eval/vmath/one.h"

static const double TINY = 0x1p-60; // below, W(x) = x
static const double BRANCH = 0x1p-6;

// Next to the branch point.
static double series(double p)
{
    enum { N = sizeof lambert_series / sizeof *lambert_series };
    double sum = 0;

    for (int i = N - 1; i >= 0; i--)
        sum = lambert_series[i] + p * sum;
    return p * sum - 1;
}

static double guess(double x, double p)
{
    if (x > 3) {
        const double log_x = jf_one_log(x);
        return log_x - jf_one_log(log_x);
    }
    return p < 1 ? series(p) : x / (1 + x * (x < 0.5 ? 1 : 0.55));
}

// One step from w with the residual z = log(x/w) - w.
static double improve(double w, double z)
{
    const double q = 2 * (1 + w) * (1 + w + 2 * z / 3);

    return w + w * (z / (1 + w) * (q - z) / (q - 2 * z));
}

double jf_special_lambertw(double x)
{
    if (isnan(x) || x < -1)
        return nan("");
    if (fabs(x) < TINY || isinf(x))
        return x;
    const jf_dd product = jf_dd_mul(euler_number, jf_dd_of(fmin(x, 1)));
    const jf_dd rest = jf_dd_add(product, jf_dd_of(1)); // e x + 1
    if (rest.hi < 0)
        return nan("");
    const double p = sqrt(2 * rest.hi);
    if (p < BRANCH)
        return series(p);
    const double first = guess(x, p);
    const double w = improve(first, jf_one_log(x / first) - first);
    const jf_dd log = jf_dd_log(jf_dd_div(jf_dd_of(x), jf_dd_of(w)));
    return improve(w, jf_dd_sub(log, jf_dd_of(w)).hi);
}

JF_CLAIM(lambertw, value, 1.0)
