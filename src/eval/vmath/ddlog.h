/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The logarithm as a double-double.
 *
 * Idea: x = 2^k z, z in [11/16, 11/8); of the cell of z, c is nearly
 *   the inverse of its middle, so c z = 1 + r + rest with |r| <= 2^-7, and
 *
 *       log x = (k log 2 - log c) + r - r^2/2 + r^3 (1/3 - r/4 + ...).
 *
 *   The bracket is a multiple of 2^-42 below 2^10 and a rest; r and r^2/2 are
 *   exact, what follows is a double.
 * Error: 2^-74, most of it from r^3/3 <= 2^-22; next to 1 that is relative to
 *   1, not to log x.
 * Cost: three lookups, 42 operations. */
#ifndef JF_EVAL_VMATH_DDLOG_H
#define JF_EVAL_VMATH_DDLOG_H

#include "eval/vmath/ddmore.h"
#include "eval/vmath/tables.h"
#include "eval/vmath/tables/ddlog.inc"
#include "eval/vmath/tables/ddlog_table.inc"

// r^3 (1/3 - r/4 + ... - r^7/10) and what belongs to the rest of r
VD_INLINE vd ddlog_tail(vd r, vd rest)
{
    static const double power[] = {-1.0 / 10, 1.0 / 9, -1.0 / 8, 1.0 / 7,
                                   -1.0 / 6,  1.0 / 5, -1.0 / 4, 1.0 / 3};
    enum { N = sizeof power / sizeof *power };
    vd p = vd_set(power[0]);

    for (int i = 1; i < N; i++)
        p = vd_fma(p, r, vd_set(power[i]));
    const vd cube = vd_mul(vd_mul(r, r), r);
    return vd_fma(cube, p, vd_fnma(r, rest, rest));
}

/* log(x.hi + x.lo) + more log 2, for normal x.hi > 0 and an integer |more| <
 * 100. */
VD_INLINE vdd vdd_log(vdd x, vd more)
{
    const vl from = vl_set(INT64_C(0x3FE6000000000000)); // 11/16
    const vl t = vl_sub(vl_bits(x.hi), from);
    const vl e = vl_and(t, vl_set(-(INT64_C(1) << 52)));
    const vl j = vl_and(vl_shr(t, 45), vl_set(127));
    const vl row = vl_add(j, vl_shl(j, 1));
    // k + 1.5 2^52 has the bits of 1.5 2^52, and k added
    const vl shift = vl_bits(vd_set(0x1.8p52));
    const vl up = vl_shr(vl_add(e, vl_set(INT64_MIN)), 52);
    const vd k = vd_sub(vd_bits(vl_add(vl_sub(up, vl_set(2048)), shift)),
                        vd_set(0x1.8p52));
    const vd n = vd_add(k, more);

    const vd c = vd_lookup(jf_ddlog_row, row);
    const vd z = vd_bits(vl_sub(vl_bits(x.hi), e));
    const vdd p = vdd_product(z, c);
    const vd r = vd_sub(p.hi, vd_set(1));
    const vd rest = vd_add(p.lo, vd_div(x.lo, x.hi));
    const vdd square = vdd_product(r, vd_mul(r, vd_set(-0.5)));

    const vd whole =
        vd_fma(n, vd_set(ddlog_two), vd_lookup(jf_ddlog_row + 1, row));
    const vd under =
        vd_fma(n, vd_set(ddlog_two_rest), vd_lookup(jf_ddlog_row + 2, row));
    const vdd a = vdd_sum(whole, r);
    const vdd b = vdd_sum(a.hi, square.hi);
    const vd low = vd_add(vd_add(a.lo, b.lo), vd_add(under, square.lo));
    return vdd_fast_sum(b.hi, vd_add(low, ddlog_tail(r, rest)));
}

#endif
