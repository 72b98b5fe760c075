/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The angle of a point: slow form only.  How it is computed is told in
 * vmath/invtrig.c. */
#ifndef JF_EVAL_VMATH_ATAN2_H
#define JF_EVAL_VMATH_ATAN2_H

#include "eval/vmath/atan.h"
#include "eval/vmath/dd.h"

/* b/a for 0 <= b <= a, with 0/0 = 0 and inf/inf = 1. */
VD_INLINE vdd atan2_quotient(vd b, vd a)
{
    const vd zero = vd_set(0), one = vd_set(1);
    // the remainder must not underflow; a that overflows makes 0 of b/a,
    // which is 0 then
    const vm tiny = vd_lt(b, vd_set(0x1p-960));
    const vd scale = vd_select(tiny, vd_set(0x1p110), one);
    const vd n = vd_mul(b, scale), d = vd_mul(a, scale);
    const vd ratio = vd_select(vd_eq(b, a), one, vd_div(n, d));
    const vd q = vd_select(vd_eq(b, zero), zero, ratio);
    const vd more = vd_div(vd_fnma(q, d, n), d);

    // NaN where 0 or an infinity was divided; where it could underflow, the
    // angle is q, rounded once
    const vm use = vm_and(vd_eq(more, more), vd_lt(vd_set(0x1p-500), q));
    return (vdd){q, vd_select(use, more, zero)};
}

/* atan(z), 0 <= z <= 1 */
VD_INLINE vdd atan2_atan(vdd z)
{
    const vm in = vd_le(vd_set(ATAN_ODD), z.hi);
    const vd at = vd_select(in, z.hi, vd_set(1));
    const atan_terms s = atan_terms_of(at);
    const vd rest = vd_fma(s.a[1], z.lo, atan_rest(at, &s));

    return (vdd){vd_select(in, s.base, z.hi),
                 vd_select(in, rest, atan_odd_rest(z.hi, z.lo))};
}

VD_INLINE vd vd_atan2(vd y, vd x)
{
    const vd zero = vd_set(0), one = vd_set(1);
    const vd b = vd_abs(y), a = vd_abs(x);
    const vm left = vl_gt(vl_set(0), vl_bits(x));
    const vm steep = vd_lt(a, b);
    const vm back = vm_and(left, vm_not(steep));
    const vdd angle = atan2_atan(atan2_quotient(vd_min(a, b), vd_max(a, b)));
    // from which half axis the angle is measured, and in which sense
    const vd quarters = vd_select(steep, one, vd_select(back, vd_set(2), zero));
    const vd sense = vd_select(vm_and(steep, vm_not(left)), vd_set(-1),
                               vd_select(back, vd_set(-1), one));
    const vdd sum = vdd_fast_sum(vd_mul(quarters, vd_set(PI_HI / 2)),
                                 vd_mul(sense, angle.hi));
    const vd more =
        vd_fma(sense, angle.lo, vd_mul(quarters, vd_set(PI_MID / 2)));
    const vd size = vd_add(sum.hi, vd_add(sum.lo, more));
    const vm number = vm_and(vd_eq(x, x), vd_eq(y, y));

    return vd_select(number, vd_copysign(size, y), vd_add(x, y));
}

#endif
