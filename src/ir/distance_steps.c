/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of distance.c for what jumps, and for what has kinks.
 *
 * A value with whole steps, floor(u) or a < b, takes the step next to c for its
 * anchor; the difference of two small integers is exact, so that any anchor is
 * right and this one is useful: x - floor(x) left of 3 is 1 - d.
 *     floor(n + D) = n + floor(D)      for the n next to which u(c) lies
 *     a < b  is  a - b < 0             with what a - b makes of it
 * A branch takes the anchor of what is chosen next to c, and the others are
 * shifted to it. */
#include "ir/distance.h"

// A sum's terms cancel at c.
static bool cancels(jf_pair difference, jf_pair a, jf_pair b)
{
    const double size = fmax(fabs(a.k.hi), fabs(b.k.hi));

    return 2 * fabs(difference.k.hi) < size;
}

jf_pair jf_pair_abs(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);
    const double sign = copysign(1, u->k.hi);

    if (u->k.hi == 0)
        return jf_pair_lost(v);
    const jf_dd k = {fabs(u->k.hi), sign * u->k.lo};
    const jf_ref along = jf_put_scaled(w, sign, u->v);
    const jf_ref over = jf_put(w, JF_OP_LT, along, jf_put_num(w, 0), 0);
    const jf_ref far = jf_put_plus(w, -k.hi, v);
    const jf_ref near = jf_put_scaled(w, sign, u->d);
    return jf_pair_make(k, u->err, v, jf_put(w, JF_OP_SELECT, over, far, near));
}

jf_pair jf_pair_sign(jf_distance *w, jf_op op, const jf_pair *u)
{
    return jf_pair_step(w, jf_put_call(w, op, u->v));
}

// |a| times the sign of b.
jf_pair jf_pair_copysign(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref sign = jf_put(w, op, jf_put_num(w, 1), u[1].v, 0);
    const jf_pair size = jf_pair_apply(w, JF_OP_ABS, u[0], u[0], u[0]);
    const jf_pair signs = jf_pair_step(w, sign);

    return jf_pair_apply(w, JF_OP_MUL, size, signs, signs);
}

// Floor or ceil.
static jf_ref step_from(jf_distance *w, jf_op op, double n, jf_ref d)
{
    return jf_put_plus(w, n, jf_put_call(w, op, d));
}

// near, which holds next to the integer n; far from c u can be much smaller.
static jf_pair close_to(jf_distance *w, jf_op op, const jf_pair *u, double n,
                        jf_ref near)
{
    const jf_ref plain = jf_put_call(w, op, u->v);

    return jf_pair_step(w, jf_pair_unless(w, u, 0.5 * fabs(n), plain, near));
}

jf_pair jf_pair_floor(jf_distance *w, jf_op op, const jf_pair *u)
{
    double n;

    if (!jf_pair_is_integer(*u, 0, &n) || n == 0)
        return jf_pair_step(w, jf_put_call(w, op, u->v));
    return close_to(w, op, u, n, step_from(w, op, n, u->d));
}

jf_pair jf_pair_trunc(jf_distance *w, jf_op op, const jf_pair *u)
{
    double n;

    if (!jf_pair_is_integer(*u, 0, &n) || n == 0)
        return jf_pair_step(w, jf_put_call(w, op, u->v));
    const jf_ref down = step_from(w, JF_OP_FLOOR, n, u->d);
    const jf_ref up = step_from(w, JF_OP_CEIL, n, u->d);
    const jf_ref minus = jf_put(w, JF_OP_LT, u->v, jf_put_num(w, 0), 0);
    return close_to(w, op, u, n, jf_put(w, JF_OP_SELECT, minus, up, down));
}

// rint(n + 1/2 + D) = n + 1 + floor(D), but for D = 0.
jf_pair jf_pair_rint(jf_distance *w, jf_op op, const jf_pair *u)
{
    double n;

    if (!jf_pair_is_integer(*u, 0.5, &n))
        return jf_pair_step(w, jf_put_call(w, op, u->v));
    const jf_ref tie = jf_put(w, JF_OP_EQ, u->d, jf_put_num(w, 0), 0);
    const jf_ref even = jf_put_num(w, rint(n + 0.5));
    const jf_ref beside = step_from(w, JF_OP_FLOOR, n + 1, u->d);
    return close_to(w, op, u, n + 0.5,
                    jf_put(w, JF_OP_SELECT, tie, even, beside));
}

jf_pair jf_pair_compare(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair difference = jf_pair_apply(w, JF_OP_SUB, u[0], u[1], u[1]);
    const bool close = cancels(difference, u[0], u[1]);
    const jf_ref right = close ? jf_put_num(w, 0) : u[1].v;

    return jf_pair_step(w,
                        jf_put(w, op, close ? difference.v : u[0].v, right, 0));
}

// yes where the condition holds, else no; v is the value.
static jf_pair branch(jf_distance *w, jf_ref condition, jf_pair yes, jf_pair no,
                      jf_ref v)
{
    const jf_pair next = jf_pair_probe(w, condition) != 0 ? yes : no;
    const jf_dd back = {-next.k.hi, -next.k.lo};
    const jf_ref of_yes = jf_put_plus(w, jf_dd_add(yes.k, back).hi, yes.d);
    const jf_ref of_no = jf_put_plus(w, jf_dd_add(no.k, back).hi, no.d);

    return jf_pair_make(next.k, next.err, v,
                        jf_put(w, JF_OP_SELECT, condition, of_yes, of_no));
}

jf_pair jf_pair_select(jf_distance *w, jf_op op, const jf_pair *u)
{
    return branch(w, u[0].v, u[1], u[2], jf_put(w, op, u[0].v, u[1].v, u[2].v));
}

jf_pair jf_pair_minmax(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_op order = JF_OP_LT;
    const bool least = op == JF_OP_MIN;
    const jf_pair second = jf_pair_apply(w, order, u[least], u[!least], u[0]);

    // min: b < a ? b : a;  max: a < b ? b : a
    return branch(w, second.v, u[1], u[0], jf_put(w, op, u[0].v, u[1].v, 0));
}

// Whose whole part a double can hold.
static bool has_quotient(const jf_pair *u)
{
    return u[1].k.hi != 0 && fabs(u[0].k.hi / u[1].k.hi) < 0x1p52;
}

jf_pair jf_pair_floordiv(jf_distance *w, jf_op op, const jf_pair *u)
{
    (void)op;
    if (!has_quotient(u))
        return jf_pair_step(w, jf_put(w, op, u[0].v, u[1].v, 0));
    const jf_pair q = jf_pair_apply(w, JF_OP_DIV, u[0], u[1], u[1]);
    return jf_pair_apply(w, JF_OP_FLOOR, q, q, q);
}

// a - b step(a/b).  Where a/b is not next to a step at c the operation itself,
// which is exact for any quotient, gives the value.
jf_pair jf_pair_mod(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_op step = op == JF_OP_MOD    ? JF_OP_FLOOR
                       : op == JF_OP_FMOD ? JF_OP_TRUNC
                                          : JF_OP_RINT;
    const jf_ref v = jf_put(w, op, u[0].v, u[1].v, 0);
    double n;

    if (!has_quotient(u))
        return jf_pair_lost(v);
    const jf_pair q = jf_pair_apply(w, JF_OP_DIV, u[0], u[1], u[1]);
    const jf_pair whole = jf_pair_apply(w, step, q, q, q);
    const jf_pair part = jf_pair_apply(w, JF_OP_MUL, u[1], whole, whole);
    const jf_pair rest = jf_pair_apply(w, JF_OP_SUB, u[0], part, part);
    if (jf_pair_is_integer(q, 0, &n) ||
        (step == JF_OP_RINT && jf_pair_is_integer(q, 0.5, &n)))
        return rest;
    return jf_pair_make(rest.k, rest.err, v, rest.d);
}
