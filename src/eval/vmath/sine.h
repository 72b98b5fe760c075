/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sine and the cosine: slow and fast forms, apart or together.  How they
 * are computed is told in vmath/trig.c.
 *
 * cos(x) = sin(x + pi/2): a function is told by how many quarters of a turn it
 * is ahead of the sine, SINE or COSINE. */
#ifndef JF_EVAL_VMATH_SINE_H
#define JF_EVAL_VMATH_SINE_H

#include <math.h>

#include "eval/vmath/cell.h"
#include "eval/vmath/reduce.h"
#include "eval/vmath/tables.h"

#include "eval/vmath/tables/trig.inc"
#include "eval/vmath/tables/trig_table.inc"

enum { SINE = 0, COSINE = 1 };
enum { SINE_QUARTER = 16 }; // cells

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

/* (sin(r) - r)/r^3 for u = r^2 */
VD_INLINE vd sine_odd_sum(vd u)
{
    vd p = vd_fma(vd_set(sine_odd[4]), u, vd_set(sine_odd[3]));

    p = vd_fma(p, u, vd_set(sine_odd[2]));
    p = vd_fma(p, u, vd_set(sine_odd[1]));
    return vd_fma(p, u, vd_set(sine_odd[0]));
}

/* sign sin(r0 - rest - lo), given sign rest and sign lo, near a zero. */
VD_INLINE vd sine_near_zero(vd r0, vd sign, vd sign_rest, vd sign_lo)
{
    const vd r = vd_fms(sign, r0, sign_rest);
    const vd rounded = vd_sub(vd_fms(sign, r0, r), sign_rest);
    const vd u = vd_mul(r, r);
    const vd ru = vd_mul(r, u);

    return vd_add(r, vd_fma(ru, sine_odd_sum(u), vd_sub(rounded, sign_lo)));
}

/* Where x lies: t - rest from the middle k h of a cell. */
typedef struct sine_place {
    reduced r;
    vd k, t, rest;
    vl index; /* k, modulo what is above the lowest six bits */
} sine_place;

VD_INLINE sine_place sine_find(vd x)
{
    const vd shift = vd_set(0x1.8p52);
    sine_place at = {.r = reduce(x)};
    const vd y = vd_fma(at.r.r0, vd_set(STEP_INVERSE), shift);

    at.index = vl_add(vl_shl(at.r.count, 4), vl_bits(y));
    at.k = vd_fma(at.r.n, vd_set(SINE_QUARTER), vd_sub(y, shift));
    at.t = vd_fnma(at.k, vd_set(STEP_HI), at.r.x);
    // from k alone, since there are two n for a cell halfway between them
    at.rest = vd_fma(at.k, vd_set(STEP_LO), at.r.less);
    return at;
}

VD_INLINE sine_terms sine_terms_at(const sine_place *at, int ahead)
{
    const vl place = vl_add(at->index, vl_set(ahead * SINE_QUARTER));
    const vl index = vl_and(place, vl_set(63));
    const vd sin0 = vd_lookup(jf_sine_hi, index), d = at->rest;
    const vd cos0 = vd_lookup(jf_sine_hi + SINE_QUARTER, index);
    const vd s = vd_fnma(d, cos0, sin0), c = vd_fma(d, sin0, cos0);
    sine_terms terms = {.base = sin0};

    terms.a[0] = vd_fnma(d, cos0, vd_lookup(jf_sine_lo, index));
    terms.a[1] = c;
    terms.a[2] = vd_mul(s, vd_set(cosine_small[0]));
    terms.a[3] = vd_mul(c, vd_set(sine_small[0]));
    terms.a[4] = vd_mul(s, vd_set(cosine_small[1]));
    terms.a[5] = vd_mul(c, vd_set(sine_small[1]));
    terms.a[6] = vd_mul(s, vd_set(cosine_small[2]));
    terms.a[7] = vd_mul(c, vd_set(sine_small[2]));
    return terms;
}

/* Whether the nearest multiple of pi/2 is a zero of the function ... */
VD_INLINE vm sine_has_zero(const sine_place *at, int ahead)
{
    return vl_eq(vl_and(at->r.count, vl_set(1)), vl_set(ahead));
}

/* ... and near; and the slope there, 1 or -1. */
VD_INLINE vm sine_is_near(const sine_place *at, int ahead)
{
    return vm_and(vd_lt(vd_abs(at->r.r0), vd_set(ODD_END)),
                  sine_has_zero(at, ahead));
}

VD_INLINE vd sine_sign(const sine_place *at, int ahead)
{
    const vl n = vl_add(at->r.count, vl_set(ahead));

    return vd_bits(vl_xor(vl_bits(vd_set(1)), vl_shl(vl_shr(n, 1), 63)));
}

VD_INLINE vd sine_slow(const sine_place *at, int ahead)
{
    const sine_terms terms = sine_terms_at(at, ahead);
    const vd sign = sine_sign(at, ahead);
    const vd odd = sine_near_zero(at->r.r0, sign, vd_mul(sign, at->r.rest),
                                  vd_mul(sign, at->r.lo));

    return vd_select(sine_is_near(at, ahead), odd, sine_sum(at->t, &terms));
}

/* y, or x if that is 0: the sign of 0 is lost on the way. */
VD_INLINE vd sine_keep_zero(vd x, vd y)
{
    return vd_select(vd_eq(x, vd_set(0)), x, y);
}

VD_INLINE vd vd_sin(vd x)
{
    const sine_place at = sine_find(x);

    return sine_keep_zero(x, sine_slow(&at, SINE));
}

VD_INLINE vd vd_cos(vd x)
{
    const sine_place at = sine_find(x);

    return sine_slow(&at, COSINE);
}

/* Both, with the bits of vd_sin and vd_cos. */
VD_INLINE void vd_sincos(vd x, vd *sine, vd *cosine)
{
    const sine_place at = sine_find(x);

    *sine = sine_keep_zero(x, sine_slow(&at, SINE));
    *cosine = sine_slow(&at, COSINE);
}

/* ---- cells */

/* Around 0, around another zero, or away from zeros. */
enum { SINE_ORIGIN, SINE_ZERO, SINE_CELL };

typedef struct sine_cell {
    double least, most;
    int kind;
    double n, sign, rest, lo; /* SINE_ZERO */
    double k, base, a[8];     /* SINE_CELL */
} sine_cell;

/* What is within reach of a place, safe from the rounding of indices. */
VD_INLINE void sine_confine(sine_cell *c, double place, double reach)
{
    c->least = fmax(place - (reach - 0x1p-20), -REDUCE_END);
    c->most = fmin(place + (reach - 0x1p-20), REDUCE_END);
}

VD_INLINE void sine_pick_zero(sine_cell *c, double x, const sine_place *at,
                              double sign)
{
    c->kind = SINE_ZERO;
    c->n = vd_first(at->r.n);
    c->sign = sign;
    c->rest = sign * vd_first(at->r.rest);
    c->lo = sign * vd_first(at->r.lo);
    sine_confine(c, c->n * (PI_HI / 2), ODD_END);
    // y is x without any rest; the sign of 0 itself would be lost
    if (c->n == 0) {
        c->kind = SINE_ORIGIN;
        if (x > 0)
            c->least = 0x1p-1074;
        else
            c->most = -0x1p-1074;
    }
}

VD_INLINE void sine_pick_cell(sine_cell *c, const sine_place *at, int ahead)
{
    const sine_terms terms = sine_terms_at(at, ahead);

    c->kind = SINE_CELL;
    c->k = vd_first(at->k);
    c->base = vd_first(terms.base);
    for (int i = 0; i < 8; i++)
        c->a[i] = vd_first(terms.a[i]);
    sine_confine(c, c->k * STEP_HI, STEP_HI / 2);
}

/* Whether the cell as a whole is away from the multiple of pi/2. */
VD_INLINE int sine_is_away(const sine_place *at)
{
    const double j = vd_first(at->k) - SINE_QUARTER * vd_first(at->r.n);

    return fabs(j) * STEP_HI > ODD_END;
}

VD_INLINE void sine_pick(sine_cell *c, double x, int ahead)
{
    *c = (sine_cell){.least = 1, .most = 0};
    if (!(fabs(x) <= REDUCE_END))
        return;
    const sine_place at = sine_find(vd_set(x));
    if (vm_any(sine_is_near(&at, ahead)))
        sine_pick_zero(c, x, &at, vd_first(sine_sign(&at, ahead)));
    else if (sine_is_away(&at) || !vm_any(sine_has_zero(&at, ahead)))
        sine_pick_cell(c, &at, ahead);
}

VD_INLINE sine_terms sine_cell_terms(const sine_cell *c)
{
    sine_terms terms = {.base = vd_set(c->base)};

    for (int i = 0; i < 8; i++)
        terms.a[i] = vd_set(c->a[i]);
    return terms;
}

VD_INLINE vd sine_cell_sum(vd t, const sine_cell *c)
{
    const sine_terms terms = sine_cell_terms(c);

    return sine_sum(t, &terms);
}

VD_INLINE vd sine_fast(vd x, const sine_cell *c)
{
    if (c->kind == SINE_CELL)
        return sine_cell_sum(vd_fnma(vd_set(c->k), vd_set(STEP_HI), x), c);
    if (c->kind == SINE_ZERO) {
        const vd r0 = vd_fnma(vd_set(c->n), vd_set(PI_HI / 2), x);
        return sine_near_zero(r0, vd_set(c->sign), vd_set(c->rest),
                              vd_set(c->lo));
    }
    const vd u = vd_mul(x, x);
    return vd_add(x, vd_mul(vd_mul(x, u), sine_odd_sum(u)));
}

/* Both at once: [least, most] holds for both. */
typedef struct sincos_cell {
    double least, most;
    sine_cell sine, cosine;
} sincos_cell;

VD_INLINE void sincos_cell_pick(sincos_cell *c, double x)
{
    sine_pick(&c->sine, x, SINE);
    sine_pick(&c->cosine, x, COSINE);
    c->least = fmax(c->sine.least, c->cosine.least);
    c->most = fmin(c->sine.most, c->cosine.most);
}

VD_INLINE void sincos_cell_fast(vd x, const sincos_cell *c, vd *sine,
                                vd *cosine)
{
    if (c->sine.kind == SINE_CELL && c->cosine.kind == SINE_CELL) {
        const vd t = vd_fnma(vd_set(c->sine.k), vd_set(STEP_HI), x);
        *sine = sine_cell_sum(t, &c->sine);
        *cosine = sine_cell_sum(t, &c->cosine);
        return;
    }
    *sine = sine_fast(x, &c->sine);
    *cosine = sine_fast(x, &c->cosine);
}

#endif
