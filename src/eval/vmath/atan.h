/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arctangent: slow and fast form.  How it is computed is told in
 * vmath/invtrig.c. */
#ifndef JF_EVAL_VMATH_ATAN_H
#define JF_EVAL_VMATH_ATAN_H

#include <math.h>

#include "eval/vmath/cell.h"
#include "eval/vmath/tables.h"

#include "eval/vmath/tables/atan.inc"
#include "eval/vmath/tables/atan_table.inc"
#include "eval/vmath/tables/pi.h"

/* The cells lie in [ATAN_ODD, ATAN_FAR). */
#define ATAN_ODD 0.125
#define ATAN_FAR 8.0

/* atan(c + t) = base + (a[0] + a[1] t + ... + a[7] t^7) */
typedef struct atan_terms {
    vd c, base, a[8];
} atan_terms;

/* The sum but for base. */
VD_INLINE vd atan_rest(vd x, const atan_terms *s)
{
    const vd t = vd_sub(x, s->c);
    vd p = vd_fma(s->a[7], t, s->a[6]);

    p = vd_fma(p, t, s->a[5]);
    p = vd_fma(p, t, s->a[4]);
    p = vd_fma(p, t, s->a[3]);
    p = vd_fma(p, t, s->a[2]);
    p = vd_fma(p, t, s->a[1]);
    return vd_fma(p, t, s->a[0]);
}

VD_INLINE vd atan_sum(vd x, const atan_terms *s)
{
    return vd_add(s->base, atan_rest(x, s));
}

/* The Taylor series about c, whose term of degree 8 is spread over those
 * below, by the Chebyshev polynomial of this degree on the cell, [-w, w]:
 * t^8 = 2 w^2 t^6 - 5/4 w^4 t^4 + 1/4 w^6 t^2 and a little. */
VD_INLINE void atan_series(atan_terms *s, vd slope, vd w)
{
    const vd back2 = vd_neg(slope), w2 = vd_mul(w, w);
    const vd back1 = vd_mul(vd_mul(vd_set(2), s->c), back2);
    vd g[8] = {slope};

    // 1/(1 + (c + t)^2) = g[0] + g[1] t + ...
    g[1] = vd_mul(back1, g[0]);
    for (int i = 2; i < 8; i++)
        g[i] = vd_fma(back1, g[i - 1], vd_mul(back2, g[i - 2]));
    s->a[1] = g[0];
    for (int i = 2; i < 8; i++)
        s->a[i] = vd_mul(g[i - 1], vd_set(1.0 / i));
    vd spread = vd_mul(vd_mul(g[7], vd_set(1.0 / 8)), w2);
    s->a[6] = vd_fma(vd_set(2), spread, s->a[6]);
    spread = vd_mul(spread, w2);
    s->a[4] = vd_fma(vd_set(-1.25), spread, s->a[4]);
    spread = vd_mul(spread, w2);
    s->a[2] = vd_fma(vd_set(0.25), spread, s->a[2]);
}

/* The terms of the cell of x.  32 cells a binade: the bits that tell them
 * apart end at 47. */
VD_INLINE atan_terms atan_terms_of(vd x)
{
    const vl bits = vl_bits(vd_abs(x));
    const vl sign = vl_xor(vl_bits(x), bits);
    const vl number = vl_shr(bits, 47);
    const vl index = vl_sub(number, vl_set((1023 - 3) << 5));
    const vl middle = vl_add(vl_shl(number, 47), vl_set(INT64_C(1) << 46));
    const vl binade = vl_shl(vl_shr(bits, 52), 52);
    const vd hi = vd_lookup(jf_atan_middle_hi, index);
    const vd lo = vd_lookup(jf_atan_middle_lo, index);
    atan_terms s = {.c = vd_bits(vl_or(middle, sign))};

    s.base = vd_bits(vl_or(vl_bits(hi), sign));
    s.a[0] = vd_bits(vl_xor(vl_bits(lo), sign));
    atan_series(&s, vd_lookup(jf_atan_slope, index),
                vd_bits(vl_sub(binade, vl_set(INT64_C(6) << 52))));
    return s;
}

/* atan(z) - z for |z| < 1/8, with more added to it */
VD_INLINE vd atan_odd_rest(vd z, vd more)
{
    const vd u = vd_mul(z, z);
    vd p = vd_fma(vd_set(atan_odd[5]), u, vd_set(atan_odd[4]));

    p = vd_fma(p, u, vd_set(atan_odd[3]));
    p = vd_fma(p, u, vd_set(atan_odd[2]));
    p = vd_fma(p, u, vd_set(atan_odd[1]));
    p = vd_fma(p, u, vd_set(atan_odd[0]));
    return vd_fma(vd_mul(z, u), p, more);
}

VD_INLINE vd atan_near_zero(vd z)
{
    return atan_odd_rest(z, z);
}

VD_INLINE vd vd_atan(vd x)
{
    const vd size = vd_abs(x), one = vd_set(1);
    const vm far = vd_le(vd_set(ATAN_FAR), size);
    const vm in = vm_and(vd_le(vd_set(ATAN_ODD), size), vm_not(far));
    const atan_terms terms = atan_terms_of(vd_select(in, x, one));
    const vd z = vd_select(far, vd_div(one, x), x);
    const vd odd = atan_near_zero(z);
    const vd hi = vd_copysign(vd_set(PI_HI / 2), x);
    const vd lo = vd_copysign(vd_set(PI_MID / 2), x);
    const vd away = vd_add(hi, vd_sub(lo, odd));
    const vd near = vd_select(vd_eq(x, vd_set(0)), x, odd);

    return vd_select(in, atan_sum(x, &terms), vd_select(far, away, near));
}

/* ---- cells */

enum { ATAN_CELL, ATAN_ORIGIN, ATAN_AWAY };

typedef struct atan_cell {
    double least, most;
    int kind;
    double c, base, a[8]; /* ATAN_AWAY: base + a[0] is half of pi, signed */
} atan_cell;

VD_INLINE void atan_pick_cell(atan_cell *cell, double x)
{
    const atan_terms s = atan_terms_of(vd_set(x));
    const double size = fabs(x);
    const double w = ldexp(1, ilogb(size) - 6);

    cell->kind = ATAN_CELL;
    cell->c = vd_first(s.c);
    cell->base = vd_first(s.base);
    for (int i = 0; i < 8; i++)
        cell->a[i] = vd_first(s.a[i]);
    // the upper end belongs to the next cell, or the previous one if x < 0
    cell->least = cell->c - w * (x < 0 ? 1 - 0x1p-40 : 1);
    cell->most = cell->c + w * (x > 0 ? 1 - 0x1p-40 : 1);
}

VD_INLINE void atan_cell_pick(atan_cell *cell, double x)
{
    const double size = fabs(x), end = 0x1.fffffffffffffp-4;

    *cell = (atan_cell){.least = 1, .most = 0};
    if (size >= ATAN_FAR) {
        cell->kind = ATAN_AWAY;
        cell->base = copysign(PI_HI / 2, x);
        cell->a[0] = copysign(PI_MID / 2, x);
        cell->least = x > 0 ? ATAN_FAR : -HUGE_VAL;
        cell->most = x > 0 ? HUGE_VAL : -ATAN_FAR;
    } else if (size >= ATAN_ODD) {
        atan_pick_cell(cell, x);
    } else if (size < ATAN_ODD) {
        // without 0, whose sign would be lost
        cell->kind = ATAN_ORIGIN;
        cell->least = x > 0 ? 0x1p-1074 : -end;
        cell->most = x > 0 ? end : -0x1p-1074;
    }
}

VD_INLINE vd atan_cell_fast(vd x, const atan_cell *cell)
{
    if (cell->kind == ATAN_CELL) {
        atan_terms s = {.c = vd_set(cell->c), .base = vd_set(cell->base)};
        for (int i = 0; i < 8; i++)
            s.a[i] = vd_set(cell->a[i]);
        return atan_sum(x, &s);
    }
    if (cell->kind == ATAN_ORIGIN)
        return atan_near_zero(x);
    const vd odd = atan_near_zero(vd_div(vd_set(1), x));
    return vd_add(vd_set(cell->base), vd_sub(vd_set(cell->a[0]), odd));
}

VD_INLINE vd atan_cell_slow(vd x)
{
    return vd_atan(x);
}

#endif
