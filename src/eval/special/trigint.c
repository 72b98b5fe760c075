/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sine and cosine integrals Si and Ci.
 *
 * Idea: up to 24.3 piecewise polynomials, with the logarithm taken out of Ci
 *   near 0 and a cell round each zero of Ci; beyond,
 *       Si(x) = pi/2 - f cos x - g sin x,  Ci(x) = f sin x - g cos x,
 *   where x f and x^2 g are smooth functions of 1/x^2 that tend to 1.
 * Reference: [DLMF2010], 6.2.17 - 6.2.20, 6.12.3, 6.12.4.
 * Error: Si 1.2 ULP everywhere.  Ci 2 ULP of the value up to 24.3, zeros
 *   included; beyond, 2 ULP of its amplitude 1/x, since sin x and cos x enter
 *   rounded.
 * Fails on: relative accuracy next to the zeros of Ci beyond 24.3.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/cells.h"
#include "eval/special/tables/trigint.inc"
#include "eval/vmath/one.h"

static const double CI_SMALL = 0.25;

// x > 0
static double si_positive(double x)
{
    if (x < 1)
        return x * jf_cells_at(&si_small_cells, x * x);
    if (x < trigint_last)
        return jf_cells_at(&si_cells, x);
    if (isinf(x))
        return half_pi.hi;
    const double u = 1 / x;
    const double f = jf_cells_at(&trig_f_cells, u * u);
    const double g = u * jf_cells_at(&trig_g_cells, u * u);
    return half_pi.hi - u * (f * jf_one_cos(x) + g * jf_one_sin(x));
}

double jf_special_si(double x)
{
    if (isnan(x) || x == 0)
        return x;
    return copysign(si_positive(fabs(x)), x);
}

double jf_special_ci(double x)
{
    if (isnan(x) || x < 0)
        return nan("");
    if (x == 0)
        return -HUGE_VAL;
    if (isinf(x))
        return 0;
    if (x < CI_SMALL)
        return jf_one_log(x) +
               (euler.hi + x * x * jf_cells_at(&ci_small_cells, x * x));
    if (x < trigint_last)
        return jf_cells_pair_at(&ci_cells, x).hi;
    const double u = 1 / x;
    const double f = jf_cells_at(&trig_f_cells, u * u);
    const double g = u * jf_cells_at(&trig_g_cells, u * u);
    return u * (f * jf_one_sin(x) - g * jf_one_cos(x));
}

JF_CLAIM(si, value, 1.2)
JF_CLAIM(ci, value, 2.0)
JF_CLAIM(ci, amplitude, 2.0)
