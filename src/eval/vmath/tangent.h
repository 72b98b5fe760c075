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
    const sine_place at = sine_find(x);
    const sine_terms sine = sine_terms_at(&at, SINE);
    const sine_terms cosine = sine_terms_at(&at, COSINE);
    const vdd odd = tan_near_zero(at.r.r0, at.r.rest, at.r.lo);
    const vd zero = vd_add(odd.hi, odd.lo);
    const vd near = vd_select(sine_has_zero(&at, SINE), zero, tan_pole(odd));
    const vm is_near = vd_lt(vd_abs(at.r.r0), vd_set(ODD_END));
    const vd away = tan_quotient(at.t, &sine, &cosine);

    return sine_keep_zero(x, vd_select(is_near, near, away));
}

/* ---- cells */

enum { TAN_ORIGIN, TAN_ZERO, TAN_POLE, TAN_CELL };

typedef struct tangent_cell {
    double least, most;
    int kind;
    sine_cell sine, cosine; /* TAN_ZERO, TAN_POLE: the sine's n, rest, lo */
} tangent_cell;

VD_INLINE void tangent_cell_pick(tangent_cell *c, double x)
{
    *c = (tangent_cell){.least = 1, .most = 0};
    if (!(fabs(x) <= REDUCE_END))
        return;
    const sine_place at = sine_find(vd_set(x));
    const int near = fabs(vd_first(at.r.r0)) < ODD_END;
    if (near) {
        sine_pick_zero(&c->sine, x, &at, 1);
        c->kind = !vm_any(sine_has_zero(&at, SINE)) ? TAN_POLE
                  : c->sine.kind == SINE_ORIGIN     ? TAN_ORIGIN
                                                    : TAN_ZERO;
    } else if (sine_is_away(&at)) {
        sine_pick_cell(&c->sine, &at, SINE);
        sine_pick_cell(&c->cosine, &at, COSINE);
        c->kind = TAN_CELL;
    } else {
        return;
    }
    c->least = c->sine.least;
    c->most = c->sine.most;
}

VD_INLINE vd tangent_cell_fast(vd x, const tangent_cell *c)
{
    if (c->kind == TAN_CELL) {
        const vd t = vd_fnma(vd_set(c->sine.k), vd_set(STEP_HI), x);
        const sine_terms sine = sine_cell_terms(&c->sine);
        const sine_terms cosine = sine_cell_terms(&c->cosine);
        return tan_quotient(t, &sine, &cosine);
    }
    if (c->kind == TAN_ORIGIN) {
        const vd u = vd_mul(x, x);
        return vd_add(x, vd_mul(vd_mul(x, u), tan_odd_sum(u)));
    }
    const vd r0 = vd_fnma(vd_set(c->sine.n), vd_set(PI_HI / 2), x);
    const vdd odd = tan_near_zero(r0, vd_set(c->sine.rest), vd_set(c->sine.lo));
    return c->kind == TAN_POLE ? tan_pole(odd) : vd_add(odd.hi, odd.lo);
}

VD_INLINE vd tangent_cell_slow(vd x)
{
    return vd_tan(x);
}

#endif
