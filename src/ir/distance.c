/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program in the distance from a point: f(c + side d) without cancellation
 * in d.
 *
 * Next to c = 1 the double nearest to 1 - d is all that f(x) sees of d: of
 * 1e-20 nothing, of 1e-10 six digits.  So 1/sqrt(1-x) is lost there, although
 * it is just 1/sqrt(d).
 *
 * Idea: each value u becomes a pair, u = k + D(d): its anchor k = u(c), and an
 *   operation that computes the increment by a formula that does not cancel.
 *     x             side d
 *     a + b         Da + Db
 *     a b           A Db + B Da + Da Db
 *     a / b         (Da - q Db) / b,  q = A/B
 *     sqrt(a)       Da / (sqrt(a) + sqrt(A))
 *     a^b           A^B expm1(E), E the increment of b log(a); or products
 *     exp, log, hyperbolic functions and inverses, gamma: distance_exp.c
 *     sin, cos, tan and inverses: distance_trig.c
 *     floor, abs, min, a < b, select: distance_steps.c
 *   Capitals are anchors, small letters values.  Where k is 0 the value is the
 *   increment, for d down to the smallest double.  Where k is not 0 the value
 *   is op(values), as in the plain program, but for sums and functions that are
 *   small compared with their operands at c: k + D.
 * Poles and the like: u = 0 + u is a pair as well, for any u.  So a value
 *   without a finite anchor has 0 for it and itself for its increment, and all
 *   rules hold: log(u) of an anchor 0 is log of the value, 1/u of it 1/value.
 *   Anchors are free: rules are identities, and a wrong anchor costs accuracy
 *   next to c, never the truth elsewhere.
 * What is 0: anchors are double-doubles with a bound of their error, known of
 *   the kernels and of rounding.  Constants and c themselves are doubtful by an
 *   ulp unless they are short (integers; 33 bits): 0.1, pi, exp(1) stand for
 *   numbers that are no doubles.  An anchor below its error is taken for 0.
 *   That makes sin(x) 0 at the double next to pi, and shifts f by no more than
 *   an ulp of c; where f has a zero or a pole there, that is what was meant.
 *   The tail of c takes part in anchors alone, and removes the doubt.
 * Error: each rule adds 1 to 4 ulp to those of its operands' increments.
 *   Tested (t_near.c, against MPFR): some 150 forms from d = 1e-300 to 0.1 are
 *   within 8 ulp of the value, an ulp of d counting as well; most within 1.5.
 *   Far from c the form is about as accurate as the plain program.
 * Cost: 6 to 25 us for short texts, compiled; a value takes 0.5 to 5 times
 *   what the plain program's does (1/sqrt(1-x^4) at 1: 1.4 ns, not 0.8).
 * Second order: where increments cancel against each other next to c, as in
 *   x - sin(x) at 0, distance_series.c puts a Taylor polynomial in their place.
 * Far from c: a form may lose digits or overflow; where a value has moved by
 *   more than half of its anchor the plain difference is taken, at each d.
 * Fails on: what cancels beyond first order where that knows no series.
 *   Differences of special functions at points that are no poles, and of
 *   quotients 0/0.  Squares of d underflow below 1e-154: sqrt(1 - cos(x)) at 0.
 *   Sums of increments that overflow far away give NaN where the plain program
 *   may have a value; sight/near.c asks that.
 * Rejected: one form for all d from the tree alone, without the second form of
 *   sums: exp(-x) - exp(-2x) at 0 came out as 0 at 40.
 */
#include "ir/distance.h"

#include <stdlib.h>

// clang-format off
static const jf_pair_rule rules[JF_NOP] = {
    [JF_OP_NEG] = jf_pair_neg,       [JF_OP_ABS] = jf_pair_abs,
    [JF_OP_SQRT] = jf_pair_sqrt,     [JF_OP_FLOOR] = jf_pair_floor,
    [JF_OP_CEIL] = jf_pair_floor,    [JF_OP_TRUNC] = jf_pair_trunc,
    [JF_OP_RINT] = jf_pair_rint,     [JF_OP_RECIP] = jf_pair_quotient,
    [JF_OP_SIGN] = jf_pair_sign,     [JF_OP_ADD] = jf_pair_sum,
    [JF_OP_SUB] = jf_pair_sum,       [JF_OP_MUL] = jf_pair_product,
    [JF_OP_DIV] = jf_pair_quotient,  [JF_OP_MIN] = jf_pair_minmax,
    [JF_OP_MAX] = jf_pair_minmax,    [JF_OP_COPYSIGN] = jf_pair_copysign,
    [JF_OP_LT] = jf_pair_compare,    [JF_OP_LE] = jf_pair_compare,
    [JF_OP_EQ] = jf_pair_compare,    [JF_OP_NE] = jf_pair_compare,
    [JF_OP_FMA] = jf_pair_fused,     [JF_OP_FMS] = jf_pair_fused,
    [JF_OP_FNMA] = jf_pair_fused,    [JF_OP_SELECT] = jf_pair_select,
    [JF_OP_SIN] = jf_pair_sine,      [JF_OP_COS] = jf_pair_sine,
    [JF_OP_TAN] = jf_pair_tan,       [JF_OP_ASIN] = jf_pair_arc,
    [JF_OP_ACOS] = jf_pair_arc,      [JF_OP_ATAN] = jf_pair_atan,
    [JF_OP_SINH] = jf_pair_hyper,    [JF_OP_COSH] = jf_pair_hyper,
    [JF_OP_TANH] = jf_pair_tanh,     [JF_OP_ASINH] = jf_pair_asinh,
    [JF_OP_ACOSH] = jf_pair_acosh,   [JF_OP_ATANH] = jf_pair_atanh,
    [JF_OP_EXP] = jf_pair_exp,       [JF_OP_EXP2] = jf_pair_exp,
    [JF_OP_EXP10] = jf_pair_exp,     [JF_OP_EXPM1] = jf_pair_exp,
    [JF_OP_LOG] = jf_pair_log,       [JF_OP_LOG2] = jf_pair_log,
    [JF_OP_LOG10] = jf_pair_log,     [JF_OP_LOG1P] = jf_pair_log1p,
    [JF_OP_CBRT] = jf_pair_cbrt,     [JF_OP_ERFC] = jf_pair_erfc,
    [JF_OP_GAMMA] = jf_pair_gamma,   [JF_OP_LGAMMA] = jf_pair_gamma,
    [JF_OP_ELLIPTIC_K] = jf_pair_elliptic,
    [JF_OP_LI] = jf_pair_li,         [JF_OP_POW] = jf_pair_power,
    [JF_OP_POWN] = jf_pair_power,    [JF_OP_ATAN2] = jf_pair_atan2,
    [JF_OP_HYPOT] = jf_pair_hypot,   [JF_OP_FLOORDIV] = jf_pair_floordiv,
    [JF_OP_MOD] = jf_pair_mod,       [JF_OP_FMOD] = jf_pair_mod,
    [JF_OP_REMAINDER] = jf_pair_mod,
};
// clang-format on

// Forms that may lose digits, or overflow, far from c.
static bool is_local(jf_op op)
{
    return op == JF_OP_MUL || op == JF_OP_DIV || op == JF_OP_RECIP ||
           (op >= JF_OP_SIN && jf_op_operands(op) == 1);
}

// A value that has come far from its anchor, by more than half of it, tells
// the increment as well as can be.  Waves come back: there the angle tells.
static jf_ref mended(jf_distance *w, jf_op op, const jf_pair *u,
                     const jf_pair *y)
{
    const bool wave = op == JF_OP_SIN || op == JF_OP_COS || op == JF_OP_TAN;
    const jf_ref difference = jf_put_plus(w, -y->k.hi, y->v);
    const jf_ref size = jf_put_call(w, JF_OP_ABS, difference);
    const jf_ref limit = jf_put_num(w, 0.5 * fabs(y->k.hi));
    const jf_ref near = jf_put(w, JF_OP_LT, size, limit, 0);

    const jf_ref d = jf_put(w, JF_OP_SELECT, near, y->d, difference);
    return wave ? jf_pair_unless(w, u, 0.5 * fabs(u->k.hi), difference, d) : d;
}

jf_pair jf_pair_apply(jf_distance *w, jf_op op, jf_pair a, jf_pair b, jf_pair c)
{
    const jf_pair u[3] = {a, b, c};
    jf_pair y = (rules[op] ? rules[op] : jf_pair_plain)(w, op, u);

    if (is_local(op) && y.k.hi != 0 && !y.linear)
        y.d = mended(w, op, u, &y);
    return y;
}

static jf_pair variable(jf_distance *w)
{
    const jf_dd c = jf_dd_two_sum(w->c, w->tail);
    const jf_ref d = jf_put(w, JF_OP_VAR, 0, 0, 0);
    const jf_ref x = w->side < 0 ? jf_put_call(w, JF_OP_NEG, d) : d;

    jf_pair y = jf_pair_make(c, w->c_err, jf_put_plus(w, c.hi, x), x);
    y.linear = true;
    return y;
}

// Horner's rule on pairs.
static jf_pair polynomial(jf_distance *w, const jf_ins *ins, jf_pair x)
{
    const double *const coef = w->in->coef + ins->coef;
    jf_pair y = jf_pair_number(w, coef[0]);

    for (int i = 1; i < ins->ncoef; i++) {
        y = jf_pair_apply(w, JF_OP_MUL, y, x, x);
        y = jf_pair_apply(w, JF_OP_ADD, y, jf_pair_number(w, coef[i]), x);
    }
    return y;
}

static jf_pair pair_of(jf_distance *w, const jf_ins *ins)
{
    const jf_ref *const r = ins->operand;

    switch (ins->op) {
    case JF_OP_VAR:
        return variable(w);
    case JF_OP_CONST:
        return jf_pair_constant(w, ins);
    case JF_OP_POLY:
        return polynomial(w, ins, w->pair[r[0]]);
    default:
        return jf_pair_apply(w, ins->op, w->pair[r[0]], w->pair[r[1]],
                             w->pair[r[2]]);
    }
}

jf_status jf_ir_distance(jf_ir *ir, const jf_ir *from, const jf_place *place,
                         jf_ir_scalar scalar)
{
    jf_distance w = {
        .in = from,
        .out = ir,
        .scalar = scalar,
        .pair = calloc((size_t)from->nins + 1, sizeof *w.pair),
        .c = place->c,
        .tail = place->tail,
        .side = place->side,
    };

    *ir = (jf_ir){.nomem = !w.pair || from->nomem};
    if (!w.pair)
        return JF_NOMEM;
    w.c_err = place->tail == 0 ? jf_pair_number(&w, place->c).err
                               : 0x1p-98 * fabs(place->c);
    for (int i = 0; !ir->nomem && i < from->nins; i++)
        w.pair[i] = jf_pair_expanded(&w, i, pair_of(&w, &from->ins[i]));
    if (!ir->nomem)
        ir->result = w.pair[from->result].v;
    free(w.pair);
    free(w.probe);
    free(w.series);
    return ir->nomem ? JF_NOMEM : JF_OK;
}
