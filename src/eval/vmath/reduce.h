/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of the circular functions, less the nearest multiple of pi, or of
 * pi and half a pi, or of pi/2: jf_turns.
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

#include "eval/vmath/tables/pi.h"

/* Arguments within have less than 2^21 for m; beyond, they are huge. */
#define REDUCE_END 0x1p22

typedef struct reduced {
    vl parity;   /* of the integer in m, or 2m: bit 0; others are anything */
    vd x, m;     /* huge arguments: already reduced, and 0; */
    vd less;     /* what must then be subtracted from x, otherwise 0 */
    vd r0;       /* x - m HI */
    vd rest, lo; /* what is still to be subtracted */
} reduced;

VD_INLINE void reduce_huge(jf_turns turns, reduced *r)
{
    double x[VL], parity[VL], m[VL], less[VL];

    vd_store(x, r->x);
    vd_store(parity, vd_bits(vl_and(r->parity, vl_set(1))));
    vd_store(m, r->m);
    vd_store(less, r->less);
    for (int i = 0; i < VL; i++) {
        if (x[i] >= -REDUCE_END && x[i] <= REDUCE_END)
            continue;
        const jf_huge_rest h = jf_huge_reduce(x[i], turns);
        x[i] = h.hi;
        // 0x1p-1074 is a 1 among the bits
        parity[i] = h.parity * 0x1p-1074;
        m[i] = 0;
        less[i] = -h.lo;
    }
    r->parity = vl_bits(vd_load(parity));
    r->x = vd_load(x);
    r->m = vd_load(m);
    r->less = vd_load(less);
}

VD_INLINE reduced reduce(vd x, jf_turns turns)
{
    const double steps = turns == JF_TURNS_HALF ? 2 : 1;
    const vd half = vd_set(0.5), shift = vd_set(0x1.8p52);
    const vd turn = vd_set(steps * PI_INVERSE);
    const vd scaled =
        turns == JF_TURNS_ODD ? vd_fms(x, turn, half) : vd_mul(x, turn);
    const vd y = vd_add(scaled, shift);
    const vd n = vd_sub(y, shift);
    const vd m = turns == JF_TURNS_ODD    ? vd_add(n, half)
                 : turns == JF_TURNS_HALF ? vd_mul(n, half)
                                          : n;
    const vm huge = vm_not(vd_le(vd_abs(x), vd_set(REDUCE_END)));
    reduced r = {.parity = vl_bits(y), .x = x, .m = m, .less = vd_set(0)};

    if (vm_any(huge))
        reduce_huge(turns, &r);
    r.r0 = vd_fnma(r.m, vd_set(PI_HI), r.x);
    r.rest = vd_fma(r.m, vd_set(PI_MID), r.less);
    r.lo = vd_fms(r.m, vd_set(PI_MID), vd_sub(r.rest, r.less));
    r.lo = vd_fma(r.m, vd_set(PI_LO), r.lo);
    return r;
}

#endif
