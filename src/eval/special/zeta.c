/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Riemann zeta function on the real line.
 *
 * Idea: from 2 on, zeta(s) = 1 + 2^-s t(s) with t tabulated; from -1 to 2,
 *   zeta(s) = h(s)/(s - 1) with h entire; below, the reflection
 *       zeta(s) = 2 (2 pi)^-u sin(pi s/2) gamma(u) zeta(u),  u = 1 - s,
 *   with (2 pi)^-u gamma(u) in double-double (u does not fit a double, and
 *   gamma magnifies its error by u log u) and the sine of the exact s: the
 *   trivial zeros keep their relative accuracy.
 * Reference: [DLMF2010], 25.4.1, 25.2.1.
 * Error: 1 ULP from -1 on, 2 ULP below: sin and exp2 of vmath/.
 * Fails on: -infinity, where there is no limit: NaN.  At the pole 1 the
 *   answer is +infinity.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/cells.h"
#include "eval/special/gamma.h"
#include "eval/special/tables/zeta.inc"
#include "eval/vmath/one.h"

// s >= 2
static jf_dd zeta_right(double s)
{
    const jf_dd one = {1, 0};
    const double all_ones = 56; // 2^-56 is lost beside 1

    if (s >= all_ones)
        return one;
    const jf_dd t = jf_cells_pair_at(&zeta_tail_cells, s);
    return jf_dd_add(one, jf_dd_mul(jf_dd_of(jf_one_exp2(-s)), t));
}

static double reflect(double s)
{
    const jf_dd u = jf_dd_two_sum(1, -s);
    const jf_dd sine = jf_sin_pi(jf_dd_of(0.5 * s));
    const jf_dd twice = {2 * sine.hi, 2 * sine.lo};
    jf_gamma_parts parts = jf_gamma_positive(u);

    parts.log = jf_dd_sub(parts.log, jf_dd_mul(u, log_2pi));
    parts.factor = jf_dd_mul(parts.factor, jf_dd_mul(twice, zeta_right(u.hi)));
    return jf_gamma_value(parts);
}

double jf_special_zeta(double s)
{
    if (isnan(s))
        return s;
    if (isinf(s))
        return s > 0 ? 1 : nan("");
    if (s == 1)
        return HUGE_VAL;
    if (s >= 2)
        return zeta_right(s).hi;
    if (s >= -1)
        return jf_dd_div(jf_cells_pair_at(&zeta_pole_cells, s),
                         jf_dd_two_sum(s, -1))
            .hi;
    if (fmod(s, 2) == 0)
        return 0;
    return reflect(s);
}

JF_CLAIM(zeta, value, 2.0)
