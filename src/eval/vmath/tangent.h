/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tangent: slow and fast form.  How it is computed is told in
 * vmath/trig.c. */
#ifndef JF_EVAL_VMATH_TANGENT_H
#define JF_EVAL_VMATH_TANGENT_H

#include "eval/vmath/dd.h"
#include "eval/vmath/sine.h"

/* (sin + sin.lo)/(cos + cos.lo) */
VD_INLINE vd tan_quotient(vd t, const sine_terms *sine,
                          const sine_terms *cosine)
{
    const vdd s = vdd_fast_sum(sine->base, sine_rest(t, sine));
    const vdd c = vdd_fast_sum(cosine->base, sine_rest(t, cosine));
    const vd y = vd_div(vd_set(1), c.hi);
    const vd q = vd_mul(s.hi, y);
    const vd e = vd_add(vd_fnma(q, c.hi, s.hi), s.lo);

    return vd_fma(vd_fnma(q, c.lo, e), y, q);
}

/* (tan(r) - r)/r^3 for u = r^2 */
VD_INLINE vd tan_odd_sum(vd u)
{
    vd p = vd_fma(vd_set(tangent_odd[8]), u, vd_set(tangent_odd[7]));

    p = vd_fma(p, u, vd_set(tangent_odd[6]));
    p = vd_fma(p, u, vd_set(tangent_odd[5]));
    p = vd_fma(p, u, vd_set(tangent_odd[4]));
    p = vd_fma(p, u, vd_set(tangent_odd[3]));
    p = vd_fma(p, u, vd_set(tangent_odd[2]));
    p = vd_fma(p, u, vd_set(tangent_odd[1]));
    return vd_fma(p, u, vd_set(tangent_odd[0]));
}

/* tan(r0 - rest - lo), near its zero: r and what is to be added. */
VD_INLINE vdd tan_near_zero(vd r0, vd rest, vd lo)
{
    const vd r = vd_sub(r0, rest);
    const vd rounded = vd_sub(vd_sub(r0, r), rest);
    const vd u = vd_mul(r, r);

    return (vdd){r, vd_fma(vd_mul(r, u), tan_odd_sum(u), vd_sub(rounded, lo))};
}

/* -1/(a + b) */
VD_INLINE vd tan_pole(vdd a)
{
    const vdd z = vdd_fast_sum(a.hi, a.lo);
    const vd q = vd_div(vd_set(-1), z.hi);
    const vd e = vd_fma(q, z.lo, vd_fma(q, z.hi, vd_set(1)));

    return vd_fma(q, e, q);
}

VD_INLINE vd vd_tan(vd x)
{
    const vl quarter = vl_set(16), one = vl_set(1);
    const sine_place at = sine_find(x, JF_TURNS_HALF);
    const sine_terms sine = sine_terms_at(at.index, at.rest);
    const sine_terms cosine =
        sine_terms_at(vl_and(vl_add(at.index, quarter), vl_set(63)), at.rest);
    const vdd odd = tan_near_zero(at.r.r0, at.r.rest, at.r.lo);
    const vm even = vl_eq(vl_and(at.r.parity, one), vl_set(0));
    const vm near = vd_lt(vd_abs(at.r.r0), vd_set(ODD_END));
    const vd y = vd_select(even, vd_add(odd.hi, odd.lo), tan_pole(odd));
    const vd z = vd_select(near, y, tan_quotient(at.t, &sine, &cosine));

    return vd_select(vd_eq(x, vd_set(0)), x, z);
}

/* ---- cells */

enum { TAN_ORIGIN, TAN_ZERO, TAN_POLE, TAN_CELL };

typedef struct tangent_cell {
    double least, most;
    int kind;
    double m, rest, lo;            /* TAN_ZERO, TAN_POLE */
    double k, base[2], a[8], b[8]; /* TAN_CELL: sine, cosine */
} tangent_cell;

VD_INLINE void tan_pick_near(tangent_cell *c, double x, const sine_place *at)
{
    sine_cell s = {0};

    sine_pick_zero(&s, x, at, 1);
    c->least = s.least;
    c->most = s.most;
    c->kind = s.kind == SINE_ORIGIN ? TAN_ORIGIN : TAN_ZERO;
    // m is an integer and a half: a pole
    if (s.m != rint(s.m))
        c->kind = TAN_POLE;
    c->m = s.m;
    c->rest = s.rest;
    c->lo = s.lo;
}

VD_INLINE void tan_pick_cell(tangent_cell *c, const sine_place *at)
{
    sine_cell s = {0};
    sine_place ahead = *at;

    sine_pick_cell(&s, at);
    c->kind = TAN_CELL;
    c->least = s.least;
    c->most = s.most;
    c->k = s.m;
    c->base[0] = s.base;
    for (int i = 0; i < 8; i++)
        c->a[i] = s.a[i];
    ahead.index = vl_and(vl_add(at->index, vl_set(16)), vl_set(63));
    sine_pick_cell(&s, &ahead);
    c->base[1] = s.base;
    for (int i = 0; i < 8; i++)
        c->b[i] = s.a[i];
}

VD_INLINE void tangent_cell_pick(tangent_cell *c, double x)
{
    *c = (tangent_cell){.least = 1, .most = 0};
    if (!(fabs(x) <= REDUCE_END))
        return;
    const sine_place at = sine_find(vd_set(x), JF_TURNS_HALF);
    if (sine_is_near(&at))
        tan_pick_near(c, x, &at);
    else if (sine_is_cell(&at))
        tan_pick_cell(c, &at);
}

VD_INLINE vd tangent_cell_fast(vd x, const tangent_cell *c)
{
    if (c->kind == TAN_CELL) {
        const vd t = vd_fnma(vd_set(c->k), vd_set(STEP_HI), x);
        sine_terms s = {.base = vd_set(c->base[0])};
        sine_terms cosine = {.base = vd_set(c->base[1])};
        for (int i = 0; i < 8; i++) {
            s.a[i] = vd_set(c->a[i]);
            cosine.a[i] = vd_set(c->b[i]);
        }
        return tan_quotient(t, &s, &cosine);
    }
    if (c->kind == TAN_ORIGIN) {
        const vd u = vd_mul(x, x);
        return vd_add(x, vd_mul(vd_mul(x, u), tan_odd_sum(u)));
    }
    const vd r0 = vd_fnma(vd_set(c->m), vd_set(PI_HI), x);
    const vdd odd = tan_near_zero(r0, vd_set(c->rest), vd_set(c->lo));
    return c->kind == TAN_POLE ? tan_pole(odd) : vd_add(odd.hi, odd.lo);
}

VD_INLINE vd tangent_cell_slow(vd x)
{
    return vd_tan(x);
}

#endif
