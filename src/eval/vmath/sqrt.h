/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Square roots, correctly rounded, without the divider (which takes over 20
 * cycles for eight doubles).  With y0 an estimate of 1/sqrt(a), good to 2^-14,
 * and every step rounded once:
 *
 *     e  = 1 - (a y0) y0      y = y0 + y0 e (1/2 + 3/8 e)      error 2^-40
 *     g1 = a y                h1 = y / 2
 *     r  = 1/2 - g1 h1        g2 = g1 + g1 r    h2 = h1 + h1 r
 *     d  = a - g2 g2          g  = g2 + d h2                   sqrt(a), rounded
 *
 * Proof: Write s for sqrt(a) = m 2^k, 1 <= m < 2.  g1 and h1 share all errors
 *   but the rounding of g1, at most 2^-53/m; r sees the mean of their errors,
 *   so g2 and h2 are off by half of that rounding, up and down, and by one of
 *   their own: g2 by less than 0.8 ulp, h2 by t, |t| <= 2^-54/m + 2^-54 m.
 *   Then d is exact [Markstein1990].  With g2 = s (1 + e), the sum before it is
 *   rounded is v = s (1 - e^2/2 - e t), up to higher orders.  It rounds as s
 *   does unless a midpoint p of two doubles lies between, or on v.  Scale by
 *   powers of two such that p is an odd integer of 54 bits and the doubles
 *   around it are even.  Then a is a multiple of 8, so a = p^2 + c, where c is
 *   7 modulo 8, and s - p = c / 2s; g2 is one of the neighbours, |e| s = 1; so
 *       2s (v - p) = c - 1 -+ 2s t,   where |2s t| <= 1 + m^2 < 5.
 *   That has the sign of c for c >= 7 and for c <= -9, which leaves c = -1:
 *   (p - 1)(p + 1) = a has 53 significant bits only for p = 2^53 + 1 and
 *   p = 2^54 - 1.  Of both one neighbour is a power of two.  In the first case
 *   that is the root; in the second it may come out wrongly.
 * So where a power of two comes out, and for a below 2^-500 (d must not
 *   underflow), infinite or NaN, the divider is used; the two agree bit for
 *   bit, and a lane still depends on nothing but itself.
 *
 * Cost:     sums of sqrt(1-x^2), everything included, on AVX-512 (Xeon, cycles
 *           of its 2.1 GHz counter): 1.3 a point, against 2.4 with the divider.
 * Rejected: two plain Newton steps for g and h side by side: two operations
 *           less, but roundings of g and h drift apart and |2s t| passes 6.
 *           AVX2, whose estimate is in single precision; native code has it
 *           (native/newton_avx2.c). */
#ifndef JF_EVAL_VMATH_SQRT_H
#define JF_EVAL_VMATH_SQRT_H

#include "base/simd/simd.h"

#if defined(VD_HAS_ESTIMATES)

VD_INLINE vd root_newton(vd a)
{
    const vd half = vd_set(0.5), y0 = vd_root_estimate(a);
    const vd e = vd_fnma(vd_mul(a, y0), y0, vd_set(1));
    const vd y = vd_fma(y0, vd_mul(e, vd_fma(e, vd_set(0.375), half)), y0);
    const vd g1 = vd_mul(a, y), h1 = vd_mul(y, half);
    const vd r = vd_fnma(g1, h1, half);
    const vd g2 = vd_fma(g1, r, g1), h2 = vd_fma(h1, r, h1);

    return vd_fma(vd_fnma(g2, g2, a), h2, g2);
}

enum { ROOT_GROUP = 4 };

// Four vectors at once, the first by the divider, which is idle otherwise.
VD_INLINE size_t root_groups(size_t n, double *d, const double *a)
{
    const vd least = vd_set(0x1p-500);
    size_t i = 0;

    for (; i + ROOT_GROUP * VL <= n; i += ROOT_GROUP * VL) {
        vd x[ROOT_GROUP], y[ROOT_GROUP];
        x[0] = vd_load(a + i);
        y[0] = vd_sqrt(x[0]);
        vm safe = vd_eq(least, least);
        for (int k = 1; k < ROOT_GROUP; k++) {
            x[k] = vd_load(a + i + (size_t)(k * VL));
            y[k] = root_newton(x[k]);
            safe = vm_and(safe, vd_le(least, x[k]));
            safe = vm_and(safe, vd_has_low_bits(y[k]));
        }
        const int all = vd_all(safe);
        for (int k = 0; k < ROOT_GROUP; k++)
            vd_store(d + i + (size_t)(k * VL), all ? y[k] : vd_sqrt(x[k]));
    }
    return i;
}

#else

VD_INLINE size_t root_groups(size_t n, double *d, const double *a)
{
    (void)n, (void)d, (void)a;
    return 0;
}

#endif

VD_INLINE void vd_roots(size_t n, double *d, const double *a)
{
    for (size_t i = root_groups(n, d, a); i < n; i += VL)
        vd_store(d + i, vd_sqrt(vd_load(a + i)));
}

#endif
