/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exponential and logarithmic integrals Ei and li.
 *
 * Idea: near 0, Ei(x) = euler + log|x| + x e(x) with e entire; a cell round
 *   its zero 0.3725; elsewhere Ei(x) = exp(x) s(x) with s tabulated, from 18
 *   on (from -10 down) as x s(x) in the variable 1/x.  li(x) is Ei(log x),
 *   but rounding log x would cost a relative error of log(x)/2 ULP: since
 *   exp(log x) is x itself, li(x) = x s(log x), and s is insensitive.  Next to
 *   li's own singularity 1 and its zero 1.4513 it has its own tables.
 * Reference: [DLMF2010], 6.2.5 - 6.2.8, 6.6.1, 6.12.2.
 * Error: s before its last rounding, exp or log of vmath/, one product:
 *   2 ULP.  The only cancellation is at the two zeros, where cells keep the
 *   relative accuracy.
 * Fails on: nothing known; results below the normal range round as such.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/cells.h"
#include "eval/special/tables/expint.inc"
#include "eval/vmath/one.h"

static const double NEAR_BELOW = -0.3, NEAR_ABOVE = 0.25, ZERO_ABOVE = 0.7;
static const double POSITIVE_FAR = 18, NEGATIVE_FAR = -10;
static const double EI_LARGE = 700, UNDERFLOW = -750;

// exp(-x) Ei(x) for x >= 0.7
static jf_dd scaled_positive(double x)
{
    if (x < POSITIVE_FAR)
        return jf_cells_pair_at(&ei_scaled_cells, x);
    return jf_dd_div(jf_cells_pair_at(&ei_far_cells, 1 / x), jf_dd_of(x));
}

// exp(-x) Ei(x) for x <= -0.28
static jf_dd scaled_negative(double x)
{
    if (x > NEGATIVE_FAR) {
        const jf_dd e1 = jf_cells_pair_at(&e1_scaled_cells, -x);
        return (jf_dd){-e1.hi, -e1.lo};
    }
    return jf_dd_div(jf_cells_pair_at(&e1_far_cells, -1 / x), jf_dd_of(x));
}

// The guard lets an overflow come out as an infinity, not as inf - inf.
static double times(double x, jf_dd a)
{
    const double guard = x > 1 ? 0x1p-200 : 1;

    return jf_dd_mul(jf_dd_of(x * guard), a).hi / guard;
}

static double ei_near(double x)
{
    const double entire = euler.hi + x * jf_cells_at(&ein_cells, x);

    return jf_one_log(fabs(x)) + entire;
}

// Ei overflows 6.6 later than exp.
static double ei_large(double x)
{
    const double overflow = 717;

    if (x > overflow)
        return HUGE_VAL;
    return times(jf_one_exp(x - 32), jf_dd_mul(exp_of_32, scaled_positive(x)));
}

double jf_special_ei(double x)
{
    if (isnan(x))
        return x;
    if (x == 0)
        return -HUGE_VAL;
    if (isinf(x))
        return x > 0 ? x : 0;
    if (x > EI_LARGE)
        return ei_large(x);
    if (x >= ZERO_ABOVE)
        return times(jf_one_exp(x), scaled_positive(x));
    if (x >= NEAR_ABOVE)
        return jf_cells_pair_at(&ei_zero_cells, x).hi;
    if (x > NEAR_BELOW)
        return ei_near(x);
    if (x < UNDERFLOW)
        return -0.0;
    return times(jf_one_exp(x), scaled_negative(x));
}

// u = x - 1, exactly
static double li_near(double u)
{
    return jf_one_log(fabs(u)) +
           (euler.hi + u * jf_cells_at(&li_near_cells, u));
}

double jf_special_li(double x)
{
    if (isnan(x) || x < 0)
        return nan("");
    if (x == 0 || isinf(x))
        return x;
    if (x == 1)
        return -HUGE_VAL;
    if (x < 0.75)
        return times(x, scaled_negative(jf_one_log(x)));
    if (x < 1.2)
        return li_near(x - 1);
    if (x < 2.02)
        return jf_cells_pair_at(&li_zero_cells, x).hi;
    return times(x, scaled_positive(jf_one_log(x)));
}

JF_CLAIM(ei, value, 2.0)
JF_CLAIM(li, value, 2.0)
