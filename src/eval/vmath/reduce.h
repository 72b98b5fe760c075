/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of the circular functions, less the nearest multiple of pi/2.
 *
 * With pi/2 = HI + MID + LO in three doubles,
 *
 *     x = n pi/2 + y   y = r0 - rest - lo   r0 = x - n HI   rest = n MID
 *
 * [CodyWaite1980].  Near a multiple of pi/2, r0 is exact: n HI comes into an
 *   fma, and x - n HI is a multiple of the least unit of x or of HI, whichever
 *   is less, and small.
 * rest is rounded; lo is what was rounded away, with n LO.  While n < 2^22,
 *   they are off by 2^-138, and no double is nearer than 2^-62 to a multiple
 *   of pi/2 [Muller2016].
 * Beyond, single lanes go through jf_huge_reduce_lanes. */
#ifndef JF_EVAL_VMATH_REDUCE_H
#define JF_EVAL_VMATH_REDUCE_H

#include "base/simd/simd.h"
#include "eval/vmath/huge.h"

#include "eval/vmath/tables/pi.h"

/* Arguments within have less than 2^22 for n; beyond, they are huge. */
#define REDUCE_END 0x1p22

typedef struct reduced {
    vl count;    /* n modulo 4, in the lowest bits; above, anything */
    vd x, n;     /* huge arguments: already reduced, and 0; */
    vd less;     /* what must then be subtracted from x, otherwise 0 */
    vd r0;       /* x - n HI */
    vd rest, lo; /* what is still to be subtracted */
} reduced;

VD_INLINE void reduce_huge(reduced *r)
{
    double x[VL], count[VL], n[VL], less[VL];

    vd_store(x, r->x);
    vd_store(count, vd_bits(vl_and(r->count, vl_set(3))));
    vd_store(n, r->n);
    vd_store(less, r->less);
    jf_huge_reduce_lanes(VL, REDUCE_END, x, count, n, less);
    r->x = vd_load(x);
    r->count = vl_bits(vd_load(count));
    r->n = vd_load(n);
    r->less = vd_load(less);
}

VD_INLINE reduced reduce(vd x)
{
    const vd shift = vd_set(0x1.8p52), mid = vd_set(PI_MID / 2);
    const vd y = vd_fma(x, vd_set(2 * PI_INVERSE), shift);
    const vm huge = vm_not(vd_le(vd_abs(x), vd_set(REDUCE_END)));
    reduced r = {.count = vl_bits(y), .x = x, .less = vd_set(0)};

    r.n = vd_sub(y, shift);
    if (vm_any(huge))
        reduce_huge(&r);
    r.r0 = vd_fnma(r.n, vd_set(PI_HI / 2), r.x);
    r.rest = vd_fma(r.n, mid, r.less);
    r.lo = vd_fms(r.n, mid, vd_sub(r.rest, r.less));
    r.lo = vd_fma(r.n, vd_set(PI_LO / 2), r.lo);
    return r;
}

#endif
