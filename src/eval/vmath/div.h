/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotients, correctly rounded, without the divider.
 *
 * The divider takes 16 cycles for eight doubles and can do nothing else
 * meanwhile; fused multiply-adds start two a cycle.  With y0 an estimate of
 * 1/b, good to 2^-14, and every line one fma, rounded once:
 *
 *     e0 = 1 - b y0     y1 = y0 + e0 y0      relative error 2^-28
 *     e1 = 1 - b y1     y2 = y1 + e1 y1      less than an ulp
 *     e2 = 1 - b y2     y3 = y2 + e2 y2      1/b, correctly rounded
 *     q  = a y3                              less than an ulp
 *     r  = a - b q      q' = q + r y3        a/b, correctly rounded
 *
 * Proof: y1 is off by 2^-28 and a rounding; y2 by 2^-56 and a rounding of
 *   half an ulp, hence within an ulp of 1/b.  Then e2 is exact, and y3 is 1/b
 *   correctly rounded unless the significand of b is all ones; q = a y3 is
 *   within an ulp of a/b, r is exact, and q' is a/b correctly rounded: both by
 *   [Markstein1990].  Nothing may overflow or become subnormal; it cannot while
 *   |a| and |b| are in [2^-500, 2^500].
 * Outside that range, for b of all ones, and for NaN, the divider is used: the
 * two agree bit for bit, so a lane still depends on nothing but itself.
 *
 * Cost:     Simpson sums of 1/(1+x^2), everything included, on AVX-512: 0.66 ns
 *           a point, against 0.85 ns with the divider (Xeon of 2.1 GHz).
 * Rejected: two steps instead of three; the tests find wrong quotients.  The
 *           same for AVX2, whose estimate is in single precision: its divider
 *           is as fast.  Native code does better (native/newton_avx2.c). */
#ifndef JF_EVAL_VMATH_DIV_H
#define JF_EVAL_VMATH_DIV_H

#include "base/simd/simd.h"

#if defined(VD_HAS_ESTIMATES)

VD_INLINE vd vd_reciprocal(vd b)
{
    const vd one = vd_set(1);
    vd y = vd_reciprocal_estimate(b);

    for (int i = 0; i < 3; i++)
        y = vd_fma(vd_fnma(b, y, one), y, y);
    return y;
}

VD_INLINE vd vd_div_newton(vd a, vd b)
{
    const vd y = vd_reciprocal(b), q = vd_mul(a, y);

    return vd_fma(vd_fnma(b, q, a), y, q);
}

enum { DIV_GROUP = 4 };

// What was seen of some operands, to be judged once for all of them.
typedef struct div_guard {
    vd least, most;
    int ones;
} div_guard;

VD_INLINE void guard_open(div_guard *g)
{
    *g = (div_guard){vd_set(0x1p500), vd_set(0x1p-500), 0};
}

VD_INLINE void guard_range(div_guard *g, vd a)
{
    g->least = vd_min_abs(g->least, a);
    g->most = vd_max_abs(g->most, a);
}

VD_INLINE void guard_divisor(div_guard *g, vd b)
{
    guard_range(g, b);
    g->ones |= vd_any_ones(b);
}

VD_INLINE int guard_safe(const div_guard *g)
{
    return !g->ones && vd_all(vd_le(vd_set(0x1p-500), g->least)) &&
           vd_all(vd_le(g->most, vd_set(0x1p500)));
}

// Four vectors at once: four chains, and one look at all the operands.
VD_INLINE size_t divide_groups(size_t n, double *d, const double *a,
                               const double *b)
{
    size_t i = 0;

    for (; i + DIV_GROUP * VL <= n; i += DIV_GROUP * VL) {
        vd x[DIV_GROUP], y[DIV_GROUP];
        div_guard guard;
        guard_open(&guard);
        for (int k = 0; k < DIV_GROUP; k++) {
            x[k] = vd_load(a + i + (size_t)(k * VL));
            y[k] = vd_load(b + i + (size_t)(k * VL));
            guard_range(&guard, x[k]);
            guard_divisor(&guard, y[k]);
        }
        const int safe = guard_safe(&guard);
        for (int k = 0; k < DIV_GROUP; k++)
            vd_store(d + i + (size_t)(k * VL),
                     safe ? vd_div_newton(x[k], y[k]) : vd_div(x[k], y[k]));
    }
    return i;
}

VD_INLINE size_t reciprocal_groups(size_t n, double *d, const double *b)
{
    size_t i = 0;

    for (; i + DIV_GROUP * VL <= n; i += DIV_GROUP * VL) {
        vd y[DIV_GROUP];
        div_guard guard;
        guard_open(&guard);
        for (int k = 0; k < DIV_GROUP; k++) {
            y[k] = vd_load(b + i + (size_t)(k * VL));
            guard_divisor(&guard, y[k]);
        }
        const int safe = guard_safe(&guard);
        for (int k = 0; k < DIV_GROUP; k++)
            vd_store(d + i + (size_t)(k * VL),
                     safe ? vd_reciprocal(y[k]) : vd_div(vd_set(1), y[k]));
    }
    return i;
}

#else

VD_INLINE size_t divide_groups(size_t n, double *d, const double *a,
                               const double *b)
{
    (void)n, (void)d, (void)a, (void)b;
    return 0;
}

VD_INLINE size_t reciprocal_groups(size_t n, double *d, const double *b)
{
    (void)n, (void)d, (void)b;
    return 0;
}

#endif

VD_INLINE void vd_divide(size_t n, double *d, const double *a, const double *b)
{
    for (size_t i = divide_groups(n, d, a, b); i < n; i += VL)
        vd_store(d + i, vd_div(vd_load(a + i), vd_load(b + i)));
}

VD_INLINE void vd_reciprocals(size_t n, double *d, const double *b)
{
    for (size_t i = reciprocal_groups(n, d, b); i < n; i += VL)
        vd_store(d + i, vd_div(vd_set(1), vd_load(b + i)));
}

#endif
