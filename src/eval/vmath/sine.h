/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sine and the cosine: slow and fast forms, apart or together.  How they
 * are computed is told in vmath/trig.c. */
#ifndef JF_EVAL_VMATH_SINE_H
#define JF_EVAL_VMATH_SINE_H

#include <math.h>

#include "eval/vmath/cell.h"
#include "eval/vmath/reduce.h"

#include "eval/vmath/tables/trig.inc"

/* sin(k h + t) = base + (a[0] + a[1] t + ... + a[7] t^7) */
typedef struct sine_terms {
    vd base, a[8];
} sine_terms;

/* The sum but for base. */
VD_INLINE vd sine_rest(vd t, const sine_terms *s)
{
    vd p = vd_fma(s->a[7], t, s->a[6]);

    p = vd_fma(p, t, s->a[5]);
    p = vd_fma(p, t, s->a[4]);
    p = vd_fma(p, t, s->a[3]);
    p = vd_fma(p, t, s->a[2]);
    p = vd_fma(p, t, s->a[1]);
    return vd_fma(p, t, s->a[0]);
}

VD_INLINE vd sine_sum(vd t, const sine_terms *s)
{
    return vd_add(s->base, sine_rest(t, s));
}

/* The terms about k h, where the sine and cosine of k h are in the tables at
 * index, and index and a quarter: with d subtracted from the argument. */
VD_INLINE sine_terms sine_terms_at(vl index, vd d)
{
    const vd sin0 = vd_lookup(sine_hi, index);
    const vd cos0 = vd_lookup(sine_hi + 16, index);
    const vd s = vd_fnma(d, cos0, sin0), c = vd_fma(d, sin0, cos0);
    sine_terms terms = {.base = sin0};

    terms.a[0] = vd_fnma(d, cos0, vd_lookup(sine_lo, index));
    terms.a[1] = c;
    terms.a[2] = vd_mul(s, vd_set(cosine_small[0]));
    terms.a[3] = vd_mul(c, vd_set(sine_small[0]));
    terms.a[4] = vd_mul(s, vd_set(cosine_small[1]));
    terms.a[5] = vd_mul(c, vd_set(sine_small[1]));
    terms.a[6] = vd_mul(s, vd_set(cosine_small[2]));
    terms.a[7] = vd_mul(c, vd_set(sine_small[2]));
    return terms;
}

/* (sin(r) - r)/r^3 for u = r^2 */
VD_INLINE vd sine_odd_sum(vd u)
{
    vd p = vd_fma(vd_set(sine_odd[4]), u, vd_set(sine_odd[3]));

    p = vd_fma(p, u, vd_set(sine_odd[2]));
    p = vd_fma(p, u, vd_set(sine_odd[1]));
    return vd_fma(p, u, vd_set(sine_odd[0]));
}

/* The sine of sign (r0 - rest - lo), if sign_rest is sign times rest, and so
 * on: near a zero. */
VD_INLINE vd sine_near_zero(vd r0, vd sign, vd sign_rest, vd sign_lo)
{
    const vd r = vd_fms(sign, r0, sign_rest);
    const vd rounded = vd_sub(vd_fms(sign, r0, r), sign_rest);
    const vd u = vd_mul(r, r);
    const vd p =
        vd_fma(vd_mul(r, u), sine_odd_sum(u), vd_sub(rounded, sign_lo));

    return vd_add(r, p);
}

/* What both forms need of a place: the cell that it is in. */
typedef struct sine_place {
    reduced r;
    vd t, rest; /* from the cell's middle, less rest */
    vd k;       /* x - k h is that */
    vl index;   /* of the cell, in the tables */
} sine_place;

VD_INLINE sine_place sine_find(vd x, jf_turns turns)
{
    const vd shift = vd_set(0x1.8p52);
    sine_place at = {.r = reduce(x, turns)};
    const vd y = vd_fma(at.r.r0, vd_set(STEP_INVERSE), shift);
    const vd j = vd_sub(y, shift);
    const vl start = vl_shl(at.r.parity, turns == JF_TURNS_HALF ? 4 : 5);
    // the tables are those of the sine: the cosine is a quarter ahead, and m
    // has half a pi
    const vl ahead = vl_add(start, vl_set(turns == JF_TURNS_ODD ? 32 : 0));

    at.index = vl_and(vl_add(ahead, vl_bits(y)), vl_set(63));
    at.k = vd_fma(at.r.m, vd_set(32), j);
    at.t = vd_fnma(at.k, vd_set(STEP_HI), at.r.x);
    // from k alone: there are two ways, m and j, to the cells between
    at.rest = vd_fma(at.k, vd_set(STEP_LO), at.r.less);
    return at;
}

/* Of the function near its zero at m pi: 1 or -1. */
VD_INLINE vd sine_sign(const sine_place *at, jf_turns turns)
{
    const vl parity = vl_add(at->r.parity, vl_set(turns == JF_TURNS_ODD));

    return vd_bits(vl_xor(vl_bits(vd_set(1)), vl_shl(parity, 63)));
}

/* sin(x), or cos(x) with JF_TURNS_ODD. */
VD_INLINE vd sine_slow(vd x, jf_turns turns)
{
    const sine_place at = sine_find(x, turns);
    const sine_terms terms = sine_terms_at(at.index, at.rest);
    const vd r0 = at.r.r0, sign = sine_sign(&at, turns);
    const vd odd = sine_near_zero(r0, sign, vd_mul(sign, at.r.rest),
                                  vd_mul(sign, at.r.lo));
    const vm near = vd_lt(vd_abs(r0), vd_set(ODD_END));
    const vd y = vd_select(near, odd, sine_sum(at.t, &terms));

    return turns == JF_TURNS_ODD ? y : vd_select(vd_eq(x, vd_set(0)), x, y);
}

VD_INLINE vd vd_sin(vd x)
{
    return sine_slow(x, JF_TURNS_PI);
}

VD_INLINE vd vd_cos(vd x)
{
    return sine_slow(x, JF_TURNS_ODD);
}

/* ---- cells */

/* About 0, about another multiple of pi (half a pi more), or neither. */
enum { SINE_ORIGIN, SINE_ZERO, SINE_CELL };

typedef struct sine_cell {
    double least, most;
    int kind;
    double m;              /* x - m HI, or x - m h */
    double sign, rest, lo; /* SINE_ZERO */
    double base, a[8];     /* SINE_CELL */
} sine_cell;

VD_INLINE int sine_is_near(const sine_place *at)
{
    return fabs(vd_first(at->r.r0)) < ODD_END;
}

/* Not so at the very end of what is near, when k is rounded to the cell that
 * is near as a whole. */
VD_INLINE int sine_is_cell(const sine_place *at)
{
    const double j = vd_first(at->k) - 32 * vd_first(at->r.m);

    return !sine_is_near(at) && fabs(j) * STEP_HI > ODD_END;
}

/* Half a cell, less what rounding can do to its ends. */
VD_INLINE void sine_within(sine_cell *c, double centre, double reach)
{
    c->least = fmax(centre - (reach - 0x1p-20), -REDUCE_END);
    c->most = fmin(centre + (reach - 0x1p-20), REDUCE_END);
}

VD_INLINE void sine_pick_zero(sine_cell *c, double x, const sine_place *at,
                              double sign)
{
    c->kind = SINE_ZERO;
    c->m = vd_first(at->r.m);
    c->sign = sign;
    c->rest = sign * vd_first(at->r.rest);
    c->lo = sign * vd_first(at->r.lo);
    sine_within(c, c->m * PI_HI, ODD_END);
    if (c->m == 0) {
        // without 0, whose sign would be lost
        c->kind = SINE_ORIGIN;
        if (x > 0)
            c->least = 0x1p-1074;
        else
            c->most = -0x1p-1074;
    }
}

VD_INLINE void sine_pick_cell(sine_cell *c, const sine_place *at)
{
    const sine_terms terms = sine_terms_at(at->index, at->rest);

    c->kind = SINE_CELL;
    c->m = vd_first(at->k);
    c->base = vd_first(terms.base);
    for (int i = 0; i < 8; i++)
        c->a[i] = vd_first(terms.a[i]);
    sine_within(c, c->m * STEP_HI, STEP_HI / 2);
}

VD_INLINE void sine_pick(sine_cell *c, double x, jf_turns turns)
{
    *c = (sine_cell){.least = 1, .most = 0};
    if (!(fabs(x) <= REDUCE_END))
        return;
    const sine_place at = sine_find(vd_set(x), turns);
    if (sine_is_near(&at))
        sine_pick_zero(c, x, &at, vd_first(sine_sign(&at, turns)));
    else if (sine_is_cell(&at))
        sine_pick_cell(c, &at);
}

VD_INLINE vd sine_fast(vd x, const sine_cell *c)
{
    if (c->kind == SINE_CELL) {
        const vd t = vd_fnma(vd_set(c->m), vd_set(STEP_HI), x);
        sine_terms terms = {.base = vd_set(c->base)};
        for (int i = 0; i < 8; i++)
            terms.a[i] = vd_set(c->a[i]);
        return sine_sum(t, &terms);
    }
    if (c->kind == SINE_ZERO) {
        const vd r0 = vd_fnma(vd_set(c->m), vd_set(PI_HI), x);
        return sine_near_zero(r0, vd_set(c->sign), vd_set(c->rest),
                              vd_set(c->lo));
    }
    const vd u = vd_mul(x, x);
    return vd_add(x, vd_mul(vd_mul(x, u), sine_odd_sum(u)));
}

#endif
