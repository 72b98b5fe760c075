/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arcsine and the arccosine: slow and fast forms.  How they are computed
 * is told in vmath/invtrig.c. */
#ifndef JF_EVAL_VMATH_ASIN_H
#define JF_EVAL_VMATH_ASIN_H

#include <math.h>

#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/tables.h"

#include "eval/vmath/tables/asin.inc"
#include "eval/vmath/tables/asin_table.inc"
#include "eval/vmath/tables/pi.h"

/* The arcsine is odd below ASIN_ODD; the cells k/64 end at ASIN_NEAR. */
#define ASIN_ODD  0x1.58p-2 /* 21.5/64, which rounds to 22/64 */
#define ASIN_NEAR 0x1.84p-1 /* 48.5/64, which rounds to 48/64 */

/* f(c + t) = base + (a[0] + a[1] t + ... + a[8] t^8) */
typedef struct asin_terms {
    vd c, base, a[9];
} asin_terms;

VD_INLINE vd asin_sum(vd x, const asin_terms *s)
{
    const vd t = vd_sub(x, s->c);
    vd p = vd_fma(s->a[8], t, s->a[7]);

    p = vd_fma(p, t, s->a[6]);
    p = vd_fma(p, t, s->a[5]);
    p = vd_fma(p, t, s->a[4]);
    p = vd_fma(p, t, s->a[3]);
    p = vd_fma(p, t, s->a[2]);
    p = vd_fma(p, t, s->a[1]);
    p = vd_fma(p, t, s->a[0]);
    return vd_add(s->base, p);
}

/* The Taylor series about c, whose term of degree 9 is spread over those
 * below, by the Chebyshev polynomial of this degree on the cell, [-w, w]:
 * t^9 = (576 w^2 t^7 - 432 w^4 t^5 + 120 w^6 t^3 - 9 w^8 t)/256 and a little.
 * slope is that of the function, 1 or -1 times (1 - c^2)^(-1/2). */
VD_INLINE void asin_series(asin_terms *s, vd slope)
{
    static const double spread[] = {576 * 0x1p-22, -432 * 0x1p-36,
                                    120 * 0x1p-50, -9 * 0x1p-64};
    const vd q = vd_mul(slope, slope), cq = vd_mul(s->c, q);
    vd g[9] = {slope, vd_mul(cq, slope)};

    // (1 - (c + t)^2)^(-1/2) = g[0] + g[1] t + ...
    for (int n = 1; n < 8; n++) {
        const double old = (2.0 * n + 1) / (n + 1), older = n / (n + 1.0);
        g[n + 1] = vd_fma(vd_mul(cq, vd_set(old)), g[n],
                          vd_mul(vd_mul(q, vd_set(older)), g[n - 1]));
    }
    s->a[1] = g[0];
    for (int i = 2; i < 9; i++)
        s->a[i] = vd_mul(g[i - 1], vd_set(1.0 / i));
    const vd last = vd_mul(g[8], vd_set(1.0 / 9));
    for (int i = 0; i < 4; i++)
        s->a[7 - 2 * i] = vd_fma(vd_set(spread[i]), last, s->a[7 - 2 * i]);
}

/* The terms of the cell of x, |x| < ASIN_NEAR. */
VD_INLINE asin_terms asin_terms_of(vd x, int cosine)
{
    const vd shift = vd_set(0x1.8p52);
    const vd y = vd_fma(x, vd_set(64), shift);
    const vl index = vl_add(vl_sub(vl_bits(y), vl_bits(shift)), vl_set(48));
    const vd slope = vd_lookup(jf_asin_slope, index);
    asin_terms s = {.c = vd_mul(vd_sub(y, shift), vd_set(0x1p-6))};

    s.base = vd_lookup(cosine ? jf_acos_middle_hi : jf_asin_middle_hi, index);
    s.a[0] = vd_lookup(cosine ? jf_acos_middle_lo : jf_asin_middle_lo, index);
    asin_series(&s, cosine ? vd_neg(slope) : slope);
    return s;
}

/* (asin(z) - z)/z^3 for u = z^2 */
VD_INLINE vd asin_odd_sum(vd u)
{
    vd p = vd_fma(vd_set(asin_odd[9]), u, vd_set(asin_odd[8]));

    p = vd_fma(p, u, vd_set(asin_odd[7]));
    p = vd_fma(p, u, vd_set(asin_odd[6]));
    p = vd_fma(p, u, vd_set(asin_odd[5]));
    p = vd_fma(p, u, vd_set(asin_odd[4]));
    p = vd_fma(p, u, vd_set(asin_odd[3]));
    p = vd_fma(p, u, vd_set(asin_odd[2]));
    p = vd_fma(p, u, vd_set(asin_odd[1]));
    return vd_fma(p, u, vd_set(asin_odd[0]));
}

VD_INLINE vd asin_near_zero(vd x)
{
    const vd u = vd_mul(x, x);

    return vd_fma(vd_mul(x, u), asin_odd_sum(u), x);
}

/* base + more - acos(|x|), where |x| is near 1: acos(|x|) = 2 asin(sqrt(z))
 * with z = (1 - |x|)/2. */
VD_INLINE vd asin_near_one(vd x, vd base, vd more)
{
    const vd half = vd_set(0.5), two = vd_set(2);
    const vd z = vd_fnma(half, vd_abs(x), half);
    const vd root = vd_sqrt(z);
    // the root's error, which is 0 when the root is
    const vd twice = vd_mul(two, root);
    const vd error =
        vd_div(vd_fnma(root, root, z), vd_max(twice, vd_set(0x1p-500)));
    const vd w = vd_fma(vd_mul(root, z), asin_odd_sum(z), error);
    const vdd sum = vdd_fast_sum(base, vd_neg(twice));

    return vd_add(sum.hi, vd_add(sum.lo, vd_fnma(two, w, more)));
}

VD_INLINE vd vd_asin(vd x)
{
    const vd size = vd_abs(x);
    const vm small = vd_lt(size, vd_set(ASIN_ODD));
    const vm cell = vd_lt(size, vd_set(ASIN_NEAR));
    const asin_terms terms = asin_terms_of(vd_select(cell, x, vd_set(0)), 0);
    const vd near = asin_near_one(x, vd_set(PI_HI / 2), vd_set(PI_MID / 2));
    const vd y = vd_select(cell, asin_sum(x, &terms), vd_copysign(near, x));

    return vd_select(small, asin_near_zero(x), y);
}

VD_INLINE vd vd_acos(vd x)
{
    const vd zero = vd_set(0);
    const vm cell = vd_lt(vd_abs(x), vd_set(ASIN_NEAR));
    const vm left = vd_lt(x, zero);
    const asin_terms terms = asin_terms_of(vd_select(cell, x, zero), 1);
    const vd near = asin_near_one(x, vd_select(left, vd_set(PI_HI), zero),
                                  vd_select(left, vd_set(PI_MID), zero));

    return vd_select(cell, asin_sum(x, &terms), vd_abs(near));
}

/* ---- cells */

enum { ASIN_CELL, ASIN_ORIGIN, ASIN_END };

typedef struct asin_cell {
    double least, most;
    int kind;
    double c, base, a[9]; /* ASIN_END: base + a[0], less acos(|x|) */
} asin_cell;

typedef asin_cell acos_cell;

VD_INLINE void asin_pick_cell(asin_cell *cell, double x, int cosine)
{
    const asin_terms s = asin_terms_of(vd_set(x), cosine);
    const double w = 0x1p-7 - 0x1p-40;

    cell->kind = ASIN_CELL;
    cell->c = vd_first(s.c);
    cell->base = vd_first(s.base);
    for (int i = 0; i < 9; i++)
        cell->a[i] = vd_first(s.a[i]);
    cell->least = cell->c - w;
    cell->most = cell->c + w;
}

VD_INLINE void asin_pick_end(asin_cell *cell, double x, double hi, double lo)
{
    cell->kind = ASIN_END;
    cell->base = hi;
    cell->a[0] = lo;
    cell->least = x > 0 ? ASIN_NEAR : -HUGE_VAL;
    cell->most = x > 0 ? HUGE_VAL : -ASIN_NEAR;
}

VD_INLINE void asin_cell_pick(asin_cell *cell, double x)
{
    const double size = fabs(x), end = ASIN_ODD - 0x1p-40;

    *cell = (asin_cell){.least = 1, .most = 0};
    if (size < ASIN_ODD) {
        cell->kind = ASIN_ORIGIN;
        cell->least = -end;
        cell->most = end;
    } else if (size < ASIN_NEAR) {
        asin_pick_cell(cell, x, 0);
    } else if (size >= ASIN_NEAR) {
        asin_pick_end(cell, x, PI_HI / 2, PI_MID / 2);
    }
}

VD_INLINE void acos_cell_pick(acos_cell *cell, double x)
{
    *cell = (asin_cell){.least = 1, .most = 0};
    if (fabs(x) < ASIN_NEAR)
        asin_pick_cell(cell, x, 1);
    else if (fabs(x) >= ASIN_NEAR)
        asin_pick_end(cell, x, x < 0 ? PI_HI : 0, x < 0 ? PI_MID : 0);
}

VD_INLINE vd asin_fast(vd x, const asin_cell *cell)
{
    asin_terms s = {.c = vd_set(cell->c), .base = vd_set(cell->base)};

    for (int i = 0; i < 9; i++)
        s.a[i] = vd_set(cell->a[i]);
    return asin_sum(x, &s);
}

VD_INLINE vd asin_cell_fast(vd x, const asin_cell *cell)
{
    if (cell->kind == ASIN_CELL)
        return asin_fast(x, cell);
    if (cell->kind == ASIN_ORIGIN)
        return asin_near_zero(x);
    return vd_copysign(asin_near_one(x, vd_set(cell->base), vd_set(cell->a[0])),
                       x);
}

VD_INLINE vd acos_cell_fast(vd x, const acos_cell *cell)
{
    if (cell->kind == ASIN_CELL)
        return asin_fast(x, cell);
    return vd_abs(asin_near_one(x, vd_set(cell->base), vd_set(cell->a[0])));
}

VD_INLINE vd asin_cell_slow(vd x)
{
    return vd_asin(x);
}

VD_INLINE vd acos_cell_slow(vd x)
{
    return vd_acos(x);
}

#endif
