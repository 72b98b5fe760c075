/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-doubles of vectors: unevaluated sums hi + lo, where |lo| is at most
 * about an ulp of hi.  The operations are the classical ones [Dekker1971],
 * products by fma; each name's comment says what it costs and keeps. */
#ifndef JF_EVAL_VMATH_DD_H
#define JF_EVAL_VMATH_DD_H

#include "base/simd/simd.h"

typedef struct vdd {
    vd hi, lo;
} vdd;

/* a + b exactly, if |a| >= |b| or a is 0: 3 operations. */
VD_INLINE vdd vdd_fast_sum(vd a, vd b)
{
    const vd s = vd_add(a, b);

    return (vdd){s, vd_sub(b, vd_sub(s, a))};
}

/* a + b exactly: 6 operations. */
VD_INLINE vdd vdd_sum(vd a, vd b)
{
    const vd s = vd_add(a, b);
    const vd bb = vd_sub(s, a);

    return (vdd){s, vd_add(vd_sub(a, vd_sub(s, bb)), vd_sub(b, bb))};
}

/* a b exactly (unless it underflows): 2 operations. */
VD_INLINE vdd vdd_product(vd a, vd b)
{
    const vd p = vd_mul(a, b);

    return (vdd){p, vd_fms(a, b, p)};
}

#endif
