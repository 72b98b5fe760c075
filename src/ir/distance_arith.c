/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of distance.c for arithmetic and powers.
 *
 * A sum of a = A + Da and b = B + Db is either a + b or (A + B) + (Da + Db).
 * The first loses what cancels in it, the second what cancels between the
 * increments, far from c: exp(-x) - exp(-2x) at 0 is d - d^2... next to 0, but
 * exp(-40) - exp(-80) at 40, where both increments are -1.  So where A and B
 * cancel the form with the smaller terms is chosen, at each d; unless one of
 * them is constant: then the increments are never much larger than the values.
 *
 * Integer powers take their increment through repeated products: it holds for
 * all signs, and in exact small numbers it is exact. */
#include "base/fma.h"
#include "ir/distance.h"

static const double tiny = 0x1p-960; // below it double-doubles lose digits
static const double dd_ulp = 0x1p-101;

static jf_dd negative(jf_dd a)
{
    return (jf_dd){-a.hi, -a.lo};
}

static jf_pair linear(jf_pair y, bool is_linear)
{
    y.linear = is_linear;
    return y;
}

jf_pair jf_pair_neg(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);
    const jf_ref d = jf_put_call(w, op, u->d);

    return linear(jf_pair_make(negative(u->k), u->err, v, d), u->linear);
}

static jf_ref size_of(jf_distance *w, jf_ref a, jf_ref b)
{
    const jf_ref left = jf_put_call(w, JF_OP_ABS, a);

    return jf_put_add(w, left, jf_put_call(w, JF_OP_ABS, b));
}

// near where the increments are the smaller terms, else far.
static jf_ref choose(jf_distance *w, const jf_pair *u, jf_dd k, jf_ref near,
                     jf_ref far)
{
    const jf_ref values = size_of(w, u[0].v, u[1].v);
    const jf_ref increments = size_of(w, u[0].d, u[1].d);
    const jf_ref terms = jf_put_plus(w, fabs(k.hi), increments);

    return jf_put(w, JF_OP_SELECT, jf_put(w, JF_OP_LT, values, terms, 0), far,
                  near);
}

jf_pair jf_pair_sum(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair a = u[0], b = u[1];
    const bool minus = op == JF_OP_SUB;
    const double size = fmax(fabs(a.k.hi), fabs(b.k.hi));
    const bool exact = a.k.lo == 0 && b.k.lo == 0;
    jf_dd k = jf_dd_add(a.k, minus ? negative(b.k) : b.k);
    double err = a.err + b.err + (exact ? 0 : dd_ulp * size);
    const jf_ref far = jf_put(w, op, a.v, b.v, 0);
    const jf_ref d = minus ? jf_put_sub(w, a.d, b.d) : jf_put_add(w, a.d, b.d);

    jf_pair_settle(&k, &err);
    const bool both = a.linear && b.linear;
    if (size == 0 || 2 * fabs(k.hi) >= size)
        return linear(jf_pair_make(k, err, far, d), both);
    const jf_ref near = jf_put_anchored(w, k, err, d);
    if (both || jf_pair_is_number(w, a) || jf_pair_is_number(w, b))
        return linear(jf_pair_make(k, err, near, d), both);
    return jf_pair_make(k, err, choose(w, u, k, near, far), d);
}

// A Db + B Da first: what cancels there is of first order.
jf_pair jf_pair_product(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair a = u[0], b = u[1];
    const bool exact = a.k.lo == 0 && b.k.lo == 0;
    jf_dd k = jf_dd_mul(a.k, b.k);
    double err = fabs(a.k.hi) * b.err + (fabs(b.k.hi) + b.err) * a.err +
                 (exact ? 0 : dd_ulp * fabs(k.hi));
    const jf_ref v = jf_put(w, op, a.v, b.v, 0);

    const bool scaled = a.linear && b.linear &&
                        (jf_pair_is_number(w, a) || jf_pair_is_number(w, b));
    if (!jf_pair_settle(&k, &err) || fabs(k.hi) < tiny)
        return linear(jf_pair_lost(v), scaled);
    const jf_ref left = jf_put_times(w, &a, b.d);
    const jf_ref right = jf_put_times(w, &b, a.d);
    const jf_ref first = jf_put_add(w, left, right);
    const jf_ref second = jf_put_mul(w, a.d, b.d);
    return linear(jf_pair_make(k, err, v, jf_put_add(w, first, second)),
                  scaled);
}

jf_pair jf_pair_quotient(jf_distance *w, jf_op op, const jf_pair *u)
{
    const bool reciprocal = op == JF_OP_RECIP;
    const jf_pair a = reciprocal ? jf_pair_number(w, 1) : u[0];
    const jf_pair b = reciprocal ? u[0] : u[1];
    const jf_ref v = jf_put(w, JF_OP_DIV, a.v, b.v, 0);

    const bool scaled = a.linear && jf_pair_is_number(w, b);
    if (a.k.hi == 0 || b.k.hi == 0)
        return linear(jf_pair_lost(v), scaled);
    jf_dd k = jf_dd_div(a.k, b.k);
    const bool exact =
        jf_fma(k.hi, b.k.hi, -a.k.hi) == 0 && a.k.lo == 0 && b.k.lo == 0;
    double err = (a.err + fabs(k.hi) * b.err) / fabs(b.k.hi) +
                 (exact ? 0 : 4 * dd_ulp * fabs(k.hi));
    if (!jf_pair_settle(&k, &err) || fabs(k.hi) < tiny)
        return jf_pair_lost(v);
    const jf_ref change = jf_put_sub(w, a.d, jf_put_scaled(w, k.hi, b.d));
    return linear(jf_pair_make(k, err, v, jf_put_div(w, change, b.v)), scaled);
}

jf_pair jf_pair_fused(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair ab = jf_pair_apply(w, JF_OP_MUL, u[0], u[1], u[1]);

    if (op == JF_OP_FNMA)
        return jf_pair_apply(w, JF_OP_SUB, u[2], ab, ab);
    return jf_pair_apply(w, op == JF_OP_FMA ? JF_OP_ADD : JF_OP_SUB, ab, u[2],
                         ab);
}

// One step of Newton's on the rounded root.
static jf_dd root_of(jf_dd a)
{
    const double r = sqrt(a.hi);
    const jf_dd square = jf_dd_two_product(r, r);
    const double rest = ((a.hi - square.hi) - square.lo) + a.lo;

    return jf_dd_normal(r, rest / (2 * r));
}

jf_pair jf_pair_sqrt(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);

    if (u->k.hi <= 0)
        return jf_pair_lost(v);
    jf_dd k = root_of(u->k);
    double err = u->err / (2 * k.hi) + (k.lo == 0 ? 0 : 4 * dd_ulp * k.hi);
    jf_pair_settle(&k, &err);
    const jf_ref sum = jf_put_plus(w, k.hi, v);
    return jf_pair_make(k, err, v, jf_put_div(w, u->d, sum));
}

// a - b = (a^3 - b^3) / (a^2 + a b + b^2)
jf_pair jf_pair_cbrt(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);
    double err;

    if (u->k.hi == 0)
        return jf_pair_lost(v);
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref sum = jf_put_plus(w, k.hi, v);
    const jf_ref squares = jf_put_plus(w, k.hi * k.hi, jf_put_mul(w, v, sum));
    return jf_pair_make(k, err, v, jf_put_div(w, u->d, squares));
}

// A difference of squares over the sum of roots.
jf_pair jf_pair_hypot(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put(w, op, u[0].v, u[1].v, 0);
    jf_ref change[2];
    double err;

    if (u[0].k.hi == 0 && u[1].k.hi == 0)
        return jf_pair_lost(v);
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    for (int i = 0; i < 2; i++) {
        const jf_ref sum = jf_put_plus(w, u[i].k.hi, u[i].v);
        change[i] = jf_put_mul(w, u[i].d, sum);
    }
    const jf_ref squares = jf_put_add(w, change[0], change[1]);
    const jf_ref roots = jf_put_plus(w, k.hi, v);
    return jf_pair_make(k, err, v, jf_put_div(w, squares, roots));
}

// ---- powers

enum { REPEATED_MAX = 64 };

// a^n, n >= 1, by squaring.
static jf_pair repeated(jf_distance *w, jf_pair a, int n)
{
    jf_pair power = a;
    int bit = 1;

    while (2 * bit <= n)
        bit *= 2;
    while (bit /= 2) {
        power = jf_pair_product(w, JF_OP_MUL, (jf_pair[2]){power, power});
        if (n & bit)
            power = jf_pair_product(w, JF_OP_MUL, (jf_pair[2]){power, a});
    }
    return power;
}

// Anchor and increment of the products, the value of the power.
static jf_pair whole_power(jf_distance *w, jf_pair a, int n, jf_ref v)
{
    jf_pair p = repeated(w, a, n < 0 ? -n : n);

    if (n < 0)
        p = jf_pair_apply(w, JF_OP_DIV, jf_pair_number(w, 1), p, p);
    return jf_pair_make(p.k, p.err, v, p.d);
}

// A^b expm1(E), where E is the increment of b log(a).
static jf_pair power_of_log(jf_distance *w, jf_op op, const jf_pair *u,
                            jf_ref v)
{
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);

    if (fabs(k.hi) < tiny)
        return jf_pair_lost(v);
    // of a negative base, whose exponent is whole
    const jf_pair a =
        u[0].k.hi < 0 ? jf_pair_apply(w, JF_OP_NEG, u[0], u[0], u[0]) : u[0];
    const jf_pair log = jf_pair_apply(w, JF_OP_LOG, a, a, a);
    const jf_ref e = jf_pair_apply(w, JF_OP_MUL, u[1], log, log).d;
    const jf_ref growth = jf_put_call(w, JF_OP_EXPM1, e);
    return jf_pair_make(k, err, v, jf_put_scaled(w, k.hi, growth));
}

// 0^0, taken for 1: x^x = 1 + expm1(x log(x)).
static jf_pair zero_to_zero(jf_distance *w, const jf_pair *u, jf_ref v)
{
    if (!(jf_pair_probe(w, u[0].v) > 0)) // the logarithm has no value
        return jf_pair_lost(v);
    const jf_ref log = jf_put_call(w, JF_OP_LOG, u[0].v);
    const jf_ref e = jf_put_mul(w, u[1].v, log);

    return jf_pair_make((jf_dd){1, 0}, 0, v, jf_put_call(w, JF_OP_EXPM1, e));
}

// Of a base next to 1 the power has few digits when the exponent is large:
// x^(1/(1-x)).  Then the logarithm is the better way.
static jf_ref value_of(jf_distance *w, const jf_pair *u)
{
    const jf_ref plain = jf_put(w, JF_OP_POW, u[0].v, u[1].v, 0);
    const double n = fabs(u[1].k.hi);

    if (fabs(u[0].k.hi - 1) > 0.25 || (n > 0 && n < 16) ||
        jf_pair_is_number(w, u[1]))
        return plain;
    const jf_pair log = jf_pair_apply(w, JF_OP_LOG, u[0], u[0], u[0]);
    const jf_ref e = jf_put_mul(w, u[1].v, log.v);
    return jf_pair_unless(w, u, 0.5, plain, jf_put_call(w, JF_OP_EXP, e));
}

jf_pair jf_pair_power(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = value_of(w, u);
    const bool constant = jf_pair_is_number(w, u[1]);
    const double n = u[1].k.hi;

    (void)op;
    if (constant && n == 0.5)
        return jf_pair_apply(w, JF_OP_SQRT, u[0], u[0], u[0]);
    if (u[0].k.hi == 0)
        return n == 0 && !constant ? zero_to_zero(w, u, v) : jf_pair_lost(v);
    if (constant && n == rint(n) && fabs(n) <= REPEATED_MAX && n != 0)
        return whole_power(w, u[0], (int)n, v);
    if (u[0].k.hi < 0 && !(constant && n == rint(n)))
        return jf_pair_lost(v);
    return power_of_log(w, JF_OP_POW, u, v);
}
