/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products with powers of two.  An exponent k is held *in place*, as the
 * integer k 2^52: so it can be added to the bits of a double. */
#ifndef JF_EVAL_VMATH_SCALE_H
#define JF_EVAL_VMATH_SCALE_H

#include "base/simd/simd.h"

#define EXPONENT_ONE    ((int64_t)1 << 52)
#define EXPONENT_BIAS   (1023 * EXPONENT_ONE)
#define BITS_OF_LARGEST 0x7FEFFFFFFFFFFFFF

/* 2^k, for -1022 <= k <= 1023: 1 operation. */
VD_INLINE vd vd_two_to(vl k)
{
    return vd_bits(vl_add(k, vl_set(EXPONENT_BIAS)));
}

/* a 2^k, for a that is not 0 and a product that is normal: 1 operation. */
VD_INLINE vd vd_times_two_to(vd a, vl k)
{
    return vd_bits(vl_add(vl_bits(a), k));
}

/* (hi + lo) 2^k, rounded once wherever it falls: subnormal, 0, infinite.  For
 * hi + lo in [0.7, 2), |lo| <= hi/32 and -1080 <= k <= 1024.
 *
 * Let q be what the least subnormal is when divided by 2^k.  Then 2^52 q + hi
 * + lo is rounded to a multiple of q, which is where the product has its last
 * bit; taking 2^52 q away and scaling are exact. */
VD_INLINE vd vd_scale_sum(vd hi, vd lo, vl k)
{
    const vl bits = vl_add(vl_bits(vd_add(hi, lo)), k);
    const vd big = vd_bits(vl_sub(vl_set(EXPONENT_ONE), k));
    const vd sum = vd_add(big, hi);
    const vd rest = vd_add(vd_sub(hi, vd_sub(sum, big)), lo);
    const vd whole = vd_mul(vd_sub(vd_add(sum, rest), big), vd_set(0x1p-600));
    const vd tiny =
        vd_mul(whole, vd_two_to(vl_add(k, vl_set(600 * EXPONENT_ONE))));
    const vd y = vd_select(vl_gt(bits, vl_set(BITS_OF_LARGEST)),
                           vd_bits(vl_set(BITS_OF_LARGEST + 1)), vd_bits(bits));

    return vd_select(vl_gt(vl_set(EXPONENT_ONE), bits), tiny, y);
}

/* a 2^k, infinite when it is too large; for 1/4 <= |a| < 4 with a product that
 * is not subnormal, -1000 <= k <= 1024. */
VD_INLINE vd vd_scale(vd a, vl k)
{
    const vd half = vd_times_two_to(a, vl_sub(k, vl_set(2 * EXPONENT_ONE)));

    return vd_mul(half, vd_set(4));
}

#endif
