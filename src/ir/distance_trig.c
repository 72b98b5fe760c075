/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of distance.c for circular functions and their inverses.
 *
 * Next to a zero, sin(A + D) = sin(A) cos(D) + cos(A) sin(D), where what is
 * zero at A is left out; elsewhere, and next to 0, the kernel at the value is
 * as good or better.
 *     sin: 2 sin(D/2) cos(A + D/2)         tan: sin(D) / (cos(A) cos(A + D))
 *     cos: -2 sin(D/2) sin(A + D/2)        atan: atan2(D, 1 + A (A + D))
 * An angle atan2(a, b) turns by the angle of (A b - B a', ...), in which D's
 * stand for differences; a full turn is added where the cut is crossed.
 * Arcsine and arccosine are angles with the leg sqrt((1-a)(1+a)): exact next to
 * 1, where the kernels know nothing of the digits of 1 - a. */
#include "ir/distance.h"

static const double turn = 0x1.921fb54442d18p+2; // 2 pi

// Sine and cosine of an angle at c, settled: where one is 0 the other is +-1.
typedef struct angle {
    double k; // the angle itself
    jf_dd sin, cos;
    double sin_err, cos_err;
} angle;

static angle angle_at(const jf_distance *w, const jf_pair *u)
{
    angle a = {.k = u->k.hi};

    a.sin = jf_pair_anchor(w, JF_OP_SIN, u, &a.sin_err);
    a.cos = jf_pair_anchor(w, JF_OP_COS, u, &a.cos_err);
    if (a.sin.hi == 0) {
        a.cos = (jf_dd){copysign(1, a.cos.hi), 0};
        a.cos_err = 0;
    } else if (a.cos.hi == 0) {
        a.sin = (jf_dd){copysign(1, a.sin.hi), 0};
        a.sin_err = 0;
    }
    return a;
}

// So much doubt about the angle that nothing can be said of it.
static bool is_vague(const jf_pair *u)
{
    return u->err > 0x1p-12;
}

// sin or cos of k + d.
static jf_ref turned(jf_distance *w, jf_op op, const angle *a, jf_ref d)
{
    const bool sine = op == JF_OP_SIN;
    const double along = sine ? a->sin.hi : a->cos.hi;
    const double across = sine ? a->cos.hi : -a->sin.hi;

    if (along != 0 && (fabs(along) >= 0.5 || fabs(a->k) < 1) && across != 0)
        return jf_put_call(w, op, jf_put_plus(w, a->k, d));
    const jf_ref c = jf_put_scaled(w, along, jf_put_call(w, JF_OP_COS, d));
    const jf_ref s = jf_put_scaled(w, across, jf_put_call(w, JF_OP_SIN, d));
    return jf_put_add(w, c, s);
}

jf_pair jf_pair_sine(jf_distance *w, jf_op op, const jf_pair *u)
{
    const bool sine = op == JF_OP_SIN;
    const jf_op other = sine ? JF_OP_COS : JF_OP_SIN;

    const jf_ref plain = jf_put_call(w, op, u->v);
    if (is_vague(u))
        return jf_pair_lost(plain);
    const angle a = angle_at(w, u);
    const double reach = fmax(1, 0.5 * fabs(a.k));
    const jf_dd k = sine ? a.sin : a.cos;
    jf_ref v = plain;
    if (fabs(k.hi) < 0.5 && fabs(a.k) >= 1)
        v = jf_pair_unless(w, u, reach, plain, turned(w, op, &a, u->d));
    const jf_ref half = jf_put_scaled(w, 0.5, u->d);
    const jf_ref chord =
        jf_put_scaled(w, sine ? 2 : -2, jf_put_call(w, JF_OP_SIN, half));
    const jf_ref d = jf_put_mul(w, chord, turned(w, other, &a, half));
    return jf_pair_make(k, sine ? a.sin_err : a.cos_err, v, d);
}

jf_pair jf_pair_tan(jf_distance *w, jf_op op, const jf_pair *u)
{
    const angle a = angle_at(w, u);
    const double s = a.sin.hi, c = a.cos.hi;
    const double reach = fmax(1, 0.5 * fabs(a.k));
    const jf_ref plain = jf_put_call(w, op, u->v);

    if (is_vague(u))
        return jf_pair_lost(plain);
    const jf_ref of_d = jf_put_call(w, op, u->d);
    if (a.k == 0)
        return jf_pair_lost(plain);
    if (s == 0)
        return jf_pair_lost(jf_pair_unless(w, u, reach, plain, of_d));
    if (c == 0) {
        const jf_ref pole = jf_put(w, JF_OP_DIV, jf_put_num(w, -1), of_d, 0);
        return jf_pair_lost(jf_pair_unless(w, u, reach, plain, pole));
    }
    const bool middle = fabs(c) >= 0.3 && (fabs(s) >= 0.3 || fabs(a.k) < 1);
    const jf_ref sine = turned(w, JF_OP_SIN, &a, u->d);
    const jf_ref cosine = turned(w, JF_OP_COS, &a, u->d);
    const jf_ref v = middle ? plain
                            : jf_pair_unless(w, u, reach, plain,
                                             jf_put_div(w, sine, cosine));
    double err = (a.sin_err + fabs(s / c) * a.cos_err) / fabs(c);
    jf_dd k = jf_dd_div(a.sin, a.cos);
    jf_pair_settle(&k, &err);
    const jf_ref change = jf_put_call(w, JF_OP_SIN, u->d);
    const jf_ref d = jf_put_div(w, change, jf_put_scaled(w, c, cosine));
    return jf_pair_make(k, err, v, d);
}

jf_pair jf_pair_atan(jf_distance *w, jf_op op, const jf_pair *u)
{
    const double a = u->k.hi;
    const jf_ref v = jf_put_call(w, op, u->v);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref dot = jf_put_plus(w, 1, jf_put_scaled(w, a, u->v));

    return jf_pair_make(k, err, v, jf_put(w, JF_OP_ATAN2, u->d, dot, 0));
}

// The angle of (b, a): its turn from c, in (-pi, pi).
static jf_ref turn_of(jf_distance *w, jf_pair a, jf_pair b)
{
    const jf_ref rise = jf_put_scaled(w, b.k.hi, a.d);
    const jf_ref cross = jf_put_sub(w, rise, jf_put_scaled(w, a.k.hi, b.d));
    const jf_ref along = jf_put_scaled(w, b.k.hi, b.v);
    const jf_ref dot = jf_put_add(w, along, jf_put_scaled(w, a.k.hi, a.v));

    return jf_put(w, JF_OP_ATAN2, cross, dot, 0);
}

// atan2(a, b), its increment right until the cut is crossed.
static jf_pair angle_of(jf_distance *w, jf_pair a, jf_pair b)
{
    const jf_ref v = jf_put(w, JF_OP_ATAN2, a.v, b.v, 0);
    const double r2 = a.k.hi * a.k.hi + b.k.hi * b.k.hi;

    if ((a.k.hi == 0 && b.k.hi == 0) || !isnormal(r2))
        return jf_pair_lost(v);
    // on the cut the side counts
    const double rise =
        a.k.hi == 0 ? copysign(0, jf_pair_probe(w, a.v)) : a.k.hi;
    const double hi = w->scalar(JF_OP_ATAN2, rise, b.k.hi, 0);
    const double lo = (b.k.hi * a.k.lo - a.k.hi * b.k.lo) / r2;
    jf_dd k = jf_dd_two_sum(hi, lo);
    double err =
        (fabs(b.k.hi) * a.err + fabs(a.k.hi) * b.err) / r2 + 0x1p-51 * fabs(hi);
    jf_pair_settle(&k, &err);
    return jf_pair_make(k, err, v, turn_of(w, a, b));
}

jf_pair jf_pair_atan2(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair y = angle_of(w, u[0], u[1]);
    const jf_ref change = jf_put_plus(w, -y.k.hi, y.v);
    const jf_ref rest = jf_put_sub(w, change, y.d);
    const jf_ref turns =
        jf_put_call(w, JF_OP_RINT, jf_put_scaled(w, 1 / turn, rest));

    (void)op;
    return jf_pair_make(y.k, y.err, y.v,
                        jf_put_add(w, y.d, jf_put_scaled(w, turn, turns)));
}

jf_pair jf_pair_arc(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair one = jf_pair_number(w, 1);
    const jf_pair less = jf_pair_apply(w, JF_OP_SUB, one, *u, *u);
    const jf_pair more = jf_pair_apply(w, JF_OP_ADD, one, *u, *u);
    const jf_pair square = jf_pair_apply(w, JF_OP_MUL, less, more, more);
    const jf_pair leg = jf_pair_apply(w, JF_OP_SQRT, square, square, square);
    const bool sine = op == JF_OP_ASIN;
    jf_pair arc = angle_of(w, sine ? *u : leg, sine ? leg : *u);

    if (fabs(u->k.hi) <= 0.5)
        arc = jf_pair_make(arc.k, arc.err, jf_put_call(w, op, u->v), arc.d);
    return arc;
}
