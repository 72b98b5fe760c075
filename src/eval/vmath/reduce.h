/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of the circular functions, less the nearest multiple of pi, or of
 * pi and half a pi.
 *
 * With pi = HI + MID + LO in three doubles and y = r0 - rest,
 *
 *     x = m pi + y   r0 = x - m HI   rest = m MID + m LO.
 *
 * r0 is exact for small y: m HI comes into an fma, and x - m HI is a multiple
 *   of the least unit of x or of HI/2, whichever is less.
 * rest is m MID rounded, which suffices away from zeros of the function, and
 *   what was rounded away, with m LO.  While m < 2^21, the sum is off by
 *   2^-140, and no double is nearer than 2^-62 to a multiple of pi/2.
 * Beyond, single lanes go through jf_huge_reduce. */
#ifndef JF_EVAL_VMATH_REDUCE_H
#define JF_EVAL_VMATH_REDUCE_H

#include "base/simd/simd.h"
#include "eval/vmath/huge.h"

#include "eval/vmath/tables/pi.inc"

/* Arguments within have less than 2^21 for m; beyond, they are huge. */
#define REDUCE_END 0x1p22

typedef struct reduced {
    vl parity;   /* of the integer in m: bit 0; the others are anything */
    vd x, m;     /* huge arguments: already reduced, and 0 */
    vd r0;       /* x - m HI */
    vd rest, lo; /* what is still to be subtracted */
} reduced;

VD_INLINE void reduce_huge(int half, reduced *r)
{
    double x[VL], parity[VL], m[VL], rest[VL];

    vd_store(x, r->x);
    vd_store(parity, vd_bits(vl_and(r->parity, vl_set(1))));
    vd_store(m, r->m);
    vd_store(rest, vd_set(0));
    for (int i = 0; i < VL; i++) {
        if (x[i] >= -REDUCE_END && x[i] <= REDUCE_END)
            continue;
        const jf_huge_rest h = jf_huge_reduce(x[i], half);
        x[i] = h.hi;
        // 0x1p-1074 is a 1 among the bits
        parity[i] = h.parity * 0x1p-1074;
        m[i] = 0;
        rest[i] = -h.lo;
    }
    r->parity = vl_bits(vd_load(parity));
    r->x = vd_load(x);
    r->m = vd_load(m);
    r->rest = vd_load(rest);
}

/* half: whether m is an integer and a half. */
VD_INLINE reduced reduce(vd x, int half)
{
    const vd shift = vd_set(0x1.8p52), turn = vd_set(PI_INVERSE);
    const vd y = vd_add(half ? vd_fma(x, turn, vd_set(-0.5))
                             : vd_mul(x, turn), shift);
    const vd n = vd_sub(y, shift);
    const vd m = half ? vd_add(n, vd_set(0.5)) : n;
    reduced r = {.parity = vl_bits(y), .x = x, .m = m};

    const vm huge = vm_not(vd_le(vd_abs(x), vd_set(REDUCE_END)));
    if (vm_any(huge))
        reduce_huge(half, &r);
    else
        r.rest = vd_set(0);
    const vd rest = vd_mul(r.m, vd_set(PI_MID));
    r.r0 = vd_fnma(r.m, vd_set(PI_HI), r.x);
    r.lo = vd_fma(r.m, vd_set(PI_LO), vd_fms(r.m, vd_set(PI_MID), rest));
    r.rest = vd_add(rest, r.rest);
    return r;
}

#endif
