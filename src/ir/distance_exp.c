/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of distance.c for exponentials, logarithms, hyperbolic functions,
 * and special functions next to their poles.
 *
 *     exp: e^A expm1(D)                 log: log1p(D/A)
 *     sinh: 2 cosh(A + D/2) sinh(D/2)   cosh: 2 sinh(A + D/2) sinh(D/2)
 *     tanh: tanh(D) (1 - tanh(A) tanh(A + D)), or by exponentials that do not
 *           overflow, where the factor cancels
 *     asinh: asinh(D (2A + D) / (a sqrt(1+A^2) + A sqrt(1+a^2))) for a and A of
 *           one sign, else by difference
 *     acosh: 2 asinh(sqrt((a-1)/2))
 *     atanh: atanh(D / (1 - A^2 - A D)), or log((1+a)/(1-a))/2 towards +-1
 *     gamma(-n + e) = +-pi / (sin(pi e) gamma(1 + n - e))
 *     gamma(e) = gamma(1 + e) / e
 *     li(a) = Ei(log(a)) next to 1
 *     K(m) = KC(1 - m) next to 1
 * Elsewhere gamma, lgamma, erf and the other special functions take the
 * difference, which cancels: gamma(x) - gamma(3) at 3 is as bad as it was. */
#include "ir/distance.h"

static const double pi = 0x1.921fb54442d18p+1;
static const double ln2 = 0x1.62e42fefa39efp-1;
static const double ln10 = 0x1.26bb1bbb55516p+1;

jf_pair jf_pair_plain(jf_distance *w, jf_op op, const jf_pair *u)
{
    const bool two = jf_op_operands(op) > 1;
    const jf_ref v = jf_put(w, op, u[0].v, two ? u[1].v : 0, 0);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);

    return jf_pair_make(k, err, v, jf_put_plus(w, -k.hi, v));
}

// The logarithm of the base.
static double base_of(jf_op op)
{
    return op == JF_OP_EXP2 || op == JF_OP_LOG2     ? ln2
           : op == JF_OP_EXP10 || op == JF_OP_LOG10 ? ln10
                                                    : 1;
}

jf_pair jf_pair_exp(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);
    const jf_op growing = op == JF_OP_EXPM1 ? JF_OP_EXP : op;
    const double factor = w->scalar(growing, u->k.hi, 0, 0);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);

    if (!isnormal(factor))
        return jf_pair_lost(v);
    const jf_ref e = jf_put_scaled(w, base_of(op), u->d);
    const jf_ref growth = jf_put_call(w, JF_OP_EXPM1, e);
    return jf_pair_make(k, err, v, jf_put_scaled(w, factor, growth));
}

jf_pair jf_pair_log(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref plain = jf_put_call(w, op, u->v);
    double err;

    if (u->k.hi <= 0)
        return jf_pair_lost(plain);
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref ratio = jf_put_div(w, u->d, jf_put_num(w, u->k.hi));
    const jf_ref log = jf_put_call(w, JF_OP_LOG1P, ratio);
    const jf_ref d = jf_put_scaled(w, 1 / base_of(op), log);
    jf_ref v = plain;
    if (fabs(k.hi) < 0.5) // 1 + ratio cancels where u is small
        v = jf_pair_unless(w, u, 0.5 * u->k.hi, plain, jf_put_plus(w, k.hi, d));
    return jf_pair_make(k, err, v, d);
}

jf_pair jf_pair_log1p(jf_distance *w, jf_op op, const jf_pair *u)
{
    double err;

    if (u->k.hi < -0.5) {
        const jf_pair one = jf_pair_number(w, 1);
        const jf_pair sum = jf_pair_apply(w, JF_OP_ADD, one, *u, *u);
        const jf_pair y = jf_pair_apply(w, JF_OP_LOG, sum, sum, sum);
        return jf_pair_make(
            y.k, y.err,
            jf_pair_unless(w, u, 0.5, jf_put_call(w, op, u->v), y.v), y.d);
    }
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref v = jf_put_call(w, op, u->v);
    const jf_ref ratio = jf_put_div(w, u->d, jf_put_num(w, 1 + u->k.hi));
    return jf_pair_make(k, err, v, jf_put_call(w, op, ratio));
}

// sinh and cosh.
jf_pair jf_pair_hyper(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_op other = op == JF_OP_SINH ? JF_OP_COSH : JF_OP_SINH;
    const jf_ref v = jf_put_call(w, op, u->v);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref half = jf_put_scaled(w, 0.5, u->d);
    const jf_ref middle = jf_put_plus(w, u->k.hi, half);
    const jf_ref chord = jf_put_scaled(w, 2, jf_put_call(w, JF_OP_SINH, half));

    return jf_pair_make(k, err, v,
                        jf_put_mul(w, chord, jf_put_call(w, other, middle)));
}

// sinh(D) / (cosh(A) cosh(A + D)), the fraction reduced by e^|D|; A and s have
// the signs of A and D:
//     s (1 - e^-2|D|) / ((e^(s A) + e^(-s A - 2|D|)) cosh(A))
static jf_ref far_tanh(jf_distance *w, double a, jf_ref d, double cosh_a)
{
    const jf_ref minus = jf_put(w, JF_OP_LT, d, jf_put_num(w, 0), 0);
    const jf_ref up = jf_put_num(w, w->scalar(JF_OP_EXP, a, 0, 0));
    const jf_ref down = jf_put_num(w, w->scalar(JF_OP_EXP, -a, 0, 0));
    const jf_ref one = jf_put_num(w, 1);
    const jf_ref sign = jf_put(w, JF_OP_SELECT, minus, jf_put_num(w, -1), one);
    const jf_ref ahead = jf_put(w, JF_OP_SELECT, minus, down, up);
    const jf_ref behind = jf_put(w, JF_OP_SELECT, minus, up, down);
    const jf_ref size = jf_put_call(w, JF_OP_ABS, d);
    const jf_ref twice = jf_put_scaled(w, -2, size);
    const jf_ref decay = jf_put_call(w, JF_OP_EXPM1, twice);
    const jf_ref left = jf_put_call(w, JF_OP_EXP, twice);
    const jf_ref rest = jf_put_mul(w, behind, left);
    const jf_ref both = jf_put_add(w, ahead, rest);
    const jf_ref over = jf_put_mul(w, jf_put_call(w, JF_OP_NEG, decay), sign);

    return jf_put_div(w, over, jf_put_scaled(w, cosh_a, both));
}

jf_pair jf_pair_tanh(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_ref v = jf_put_call(w, op, u->v);
    const double cosh_a = w->scalar(JF_OP_COSH, u->k.hi, 0, 0);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    jf_ref d;

    if (fabs(u->k.hi) <= 1) {
        const jf_ref factor = jf_put_plus(w, 1, jf_put_scaled(w, -k.hi, v));
        d = jf_put_mul(w, jf_put_call(w, op, u->d), factor);
    } else if (cosh_a < 0x1p500) {
        d = far_tanh(w, u->k.hi, u->d, cosh_a);
    } else {
        d = jf_put_plus(w, -k.hi, v);
    }
    return jf_pair_make(k, err, v, d);
}

jf_pair jf_pair_asinh(jf_distance *w, jf_op op, const jf_pair *u)
{
    const double a = u->k.hi, sign = copysign(1, a);
    const jf_ref v = jf_put_call(w, op, u->v);
    double err;
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref one = jf_put_num(w, 1);
    const jf_ref leg = jf_put(w, JF_OP_HYPOT, one, u->v, 0);
    const jf_ref first =
        jf_put_scaled(w, w->scalar(JF_OP_HYPOT, 1, a, 0), u->v);
    const jf_ref sum = jf_put_add(w, first, jf_put_scaled(w, a, leg));
    const jf_ref squares = jf_put_mul(w, u->d, jf_put_plus(w, a, u->v));
    const jf_ref near = jf_put_call(w, op, jf_put_div(w, squares, sum));
    const jf_ref along = jf_put_scaled(w, sign, u->v);
    const jf_ref over = jf_put(w, JF_OP_LT, along, jf_put_num(w, 0), 0);
    const jf_ref far = jf_put_plus(w, -k.hi, v);

    return jf_pair_make(k, err, v, jf_put(w, JF_OP_SELECT, over, far, near));
}

jf_pair jf_pair_acosh(jf_distance *w, jf_op op, const jf_pair *u)
{
    const jf_pair one = jf_pair_number(w, 1), two = jf_pair_number(w, 2);
    const jf_pair less = jf_pair_apply(w, JF_OP_SUB, *u, one, one);
    const jf_pair half = jf_pair_apply(w, JF_OP_DIV, less, two, two);
    const jf_pair root = jf_pair_apply(w, JF_OP_SQRT, half, half, half);
    const jf_pair angle = jf_pair_apply(w, JF_OP_ASINH, root, root, root);
    jf_pair y = jf_pair_apply(w, JF_OP_MUL, two, angle, angle);

    if (u->k.hi > 2)
        y = jf_pair_make(y.k, y.err, jf_put_call(w, op, u->v), y.d);
    return y;
}

jf_pair jf_pair_atanh(jf_distance *w, jf_op op, const jf_pair *u)
{
    const double a = u->k.hi;
    const jf_pair one = jf_pair_number(w, 1), half = jf_pair_number(w, 0.5);
    double err;

    if (fabs(a) > 0.5) {
        const jf_pair more = jf_pair_apply(w, JF_OP_ADD, one, *u, *u);
        const jf_pair less = jf_pair_apply(w, JF_OP_SUB, one, *u, *u);
        const jf_pair ratio = jf_pair_apply(w, JF_OP_DIV, more, less, less);
        const jf_pair log = jf_pair_apply(w, JF_OP_LOG, ratio, ratio, ratio);
        const jf_pair y = jf_pair_apply(w, JF_OP_MUL, half, log, log);
        return jf_pair_make(
            y.k, y.err,
            jf_pair_unless(w, u, 0.5, jf_put_call(w, op, u->v), y.v), y.d);
    }
    const jf_dd k = jf_pair_anchor(w, op, u, &err);
    const jf_ref below = jf_put_plus(w, 1 - a * a, jf_put_scaled(w, -a, u->d));
    const jf_ref d = jf_put_call(w, op, jf_put_div(w, u->d, below));
    return jf_pair_make(k, err, jf_put_call(w, op, u->v), d);
}

// ---- special functions

// gamma(m + e) for an integer m < 0, or log|gamma|; accurate for |e| <= 1/2.
static jf_ref reflected(jf_distance *w, jf_op op, double m, jf_ref e)
{
    const double sign = fmod(m, 2) == 0 ? 1 : -1;
    const jf_ref sine = jf_put_call(w, JF_OP_SIN, jf_put_scaled(w, pi, e));
    const jf_ref mirror =
        jf_put_call(w, op, jf_put_sub(w, jf_put_num(w, 1 - m), e));

    if (op == JF_OP_GAMMA) {
        const jf_ref below = jf_put_mul(w, sine, mirror);
        return jf_put_div(w, jf_put_num(w, sign * pi), below);
    }
    const jf_ref ratio = jf_put_div(w, jf_put_num(w, pi), sine);
    const jf_ref size = jf_put_call(w, JF_OP_ABS, ratio);
    return jf_put_sub(w, jf_put_call(w, JF_OP_LOG, size), mirror);
}

static jf_ref above_zero(jf_distance *w, jf_op op, jf_ref e)
{
    const jf_ref next = jf_put_call(w, op, jf_put_plus(w, 1, e));

    if (op == JF_OP_GAMMA)
        return jf_put_div(w, next, e);
    const jf_ref size = jf_put_call(w, JF_OP_ABS, e);
    return jf_put_sub(w, next, jf_put_call(w, JF_OP_LOG, size));
}

jf_pair jf_pair_gamma(jf_distance *w, jf_op op, const jf_pair *u)
{
    double m;

    if (!jf_pair_is_integer(*u, 0, &m) || m > 0)
        return jf_pair_plain(w, op, u);
    if (m == 0)
        return jf_pair_lost(above_zero(w, op, u->d));
    const jf_ref size = jf_put_call(w, JF_OP_ABS, u->d);
    const jf_ref close = jf_put(w, JF_OP_LT, size, jf_put_num(w, 0.5), 0);
    const jf_ref near = reflected(w, op, m, u->d);
    const jf_ref far = jf_put_call(w, op, u->v);
    return jf_pair_lost(jf_put(w, JF_OP_SELECT, close, near, far));
}

jf_pair jf_pair_erfc(jf_distance *w, jf_op op, const jf_pair *u)
{
    if (u->k.hi != 0)
        return jf_pair_plain(w, op, u);
    const jf_ref v = jf_put_call(w, op, u->v);
    const jf_ref erf = jf_put_call(w, JF_OP_ERF, u->d);
    return jf_pair_make((jf_dd){1, 0}, 0, v, jf_put_call(w, JF_OP_NEG, erf));
}

jf_pair jf_pair_li(jf_distance *w, jf_op op, const jf_pair *u)
{
    if (fabs(u->k.hi - 1) > 0.5)
        return jf_pair_plain(w, op, u);
    const jf_pair log = jf_pair_apply(w, JF_OP_LOG, *u, *u, *u);
    return jf_pair_apply(w, JF_OP_EI, log, log, log);
}

jf_pair jf_pair_elliptic(jf_distance *w, jf_op op, const jf_pair *u)
{
    if (fabs(u->k.hi - 1) > 0.5)
        return jf_pair_plain(w, op, u);
    const jf_pair one = jf_pair_number(w, 1);
    const jf_pair rest = jf_pair_apply(w, JF_OP_SUB, one, *u, *u);
    const jf_op complement = JF_OP_ELLIPTIC_KC;
    return rest.k.hi == 0 ? jf_pair_lost(jf_put_call(w, complement, rest.v))
                          : jf_pair_plain(w, complement, &rest);
}
