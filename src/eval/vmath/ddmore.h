/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-doubles of vectors as operands: what erfc and gamma need beyond
 * vmath/dd.h.  Relative errors are those of operands with |lo| <= 2^-52 hi. */
#ifndef JF_EVAL_VMATH_DDMORE_H
#define JF_EVAL_VMATH_DDMORE_H

#include "eval/vmath/dd.h"
#include "eval/vmath/scale.h"

/* a + b for any order; the error is below 2^-103 of |a| + |b|: 11 operations */
VD_INLINE vdd vdd_add(vdd a, vdd b)
{
    const vdd s = vdd_sum(a.hi, b.hi);

    return vdd_fast_sum(s.hi, vd_add(s.lo, vd_add(a.lo, b.lo)));
}

/* a + b, error 2^-105: 10 operations */
VD_INLINE vdd vdd_add_one(vdd a, vd b)
{
    const vdd s = vdd_sum(a.hi, b);

    return vdd_fast_sum(s.hi, vd_add(s.lo, a.lo));
}

/* a b, error 2^-102 relative: 7 operations */
VD_INLINE vdd vdd_mul(vdd a, vdd b)
{
    const vdd p = vdd_product(a.hi, b.hi);
    const vd rest = vd_fma(a.hi, b.lo, vd_fma(a.lo, b.hi, p.lo));

    return vdd_fast_sum(p.hi, rest);
}

/* a/b, error 2^-100 relative: 8 operations and a division */
VD_INLINE vdd vdd_div(vdd a, vdd b)
{
    const vd y = vd_div(vd_set(1), b.hi), q = vd_mul(a.hi, y);
    const vd r = vd_fnma(b.hi, q, a.hi);
    const vd rest = vd_fnma(b.lo, q, vd_add(r, a.lo));

    return vdd_fast_sum(q, vd_mul(rest, y));
}

VD_INLINE vdd vdd_select(vm m, vdd a, vdd b)
{
    return (vdd){vd_select(m, a.hi, b.hi), vd_select(m, a.lo, b.lo)};
}

VD_INLINE vdd vdd_set(double hi, double lo)
{
    return (vdd){vd_set(hi), vd_set(lo)};
}

VD_INLINE vdd vdd_neg(vdd a)
{
    return (vdd){vd_neg(a.hi), vd_neg(a.lo)};
}

/* a 2^k, k in place, rounded once wherever it falls: for a.hi > 0 normal. */
VD_INLINE vd vdd_scale(vdd a, vl k)
{
    const vl field = vl_set((int64_t)0x7FF << 52);
    const vl e = vl_sub(vl_and(vl_bits(a.hi), field), vl_set(EXPONENT_BIAS));
    const vd down = vd_two_to(vl_sub(vl_set(0), e));
    const vl least = vl_set(-1080 * EXPONENT_ONE);
    const vl most = vl_set(1024 * EXPONENT_ONE);
    vl sum = vl_add(k, e);

    sum = vl_select(vl_gt(least, sum), least, sum);
    sum = vl_select(vl_gt(sum, most), most, sum);
    return vd_scale_sum(vd_mul(a.hi, down), vd_mul(a.lo, down), sum);
}

#endif
