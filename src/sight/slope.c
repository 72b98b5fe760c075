/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slopes of the operations, on intervals: the chain rule.
 *
 * f(u)' = f'(u) u', where f' is made of other operations on intervals.  At a
 * kink (abs, min) f' is all that lies between its limits.  What is infinite at
 * an end of the domain, as the slope of sqrt at 0, has an infinite bound.
 * psi, the slope of lgamma, lies between ln x - 1/x and ln x - 1/(2x) for
 * x > 0: the first factor under the integral of [DLMF2010], 5.9.13, lies
 * between -1 and -1/2. */
#include "sight/apply.h"
#include "sight/tables/constants.inc"
#include "sight/tape.h"

static jf_range whole(jf_range r)
{
    return jf_range_empty(r) ? jf_range_all : jf_range_of(r.lo, r.hi);
}

static jf_range call(jf_op op, jf_range a)
{
    return whole(jf_range_op(op, a, a));
}

static jf_range over(jf_range a, jf_range b)
{
    return whole(jf_range_div(a, b));
}

static jf_range times(jf_range a, double k)
{
    return jf_range_mul(a, jf_range_point(k));
}

static jf_range plus(jf_range a, double k)
{
    return jf_range_add(a, jf_range_point(k));
}

static jf_range inverse(jf_range a)
{
    return over(jf_range_point(1), a);
}

// 1/sqrt(s u^2 + c)
static jf_range inverse_root(jf_range u, double s, double c)
{
    const jf_range square = plus(times(jf_range_square(u), s), c);

    return inverse(call(JF_OP_SQRT, jf_range_meet(square, 0, HUGE_VAL)));
}

static jf_range psi(jf_range u)
{
    if (u.lo <= 0)
        return jf_range_all;
    const jf_range log = call(JF_OP_LOG, u);
    return jf_range_of(jf_add_down(log.lo, -jf_div_up(1, u.lo)),
                       jf_add_up(log.hi, -jf_div_down(0.5, u.hi)));
}

// sin(u)/u or cos(u)/u
static jf_range wave_over(jf_op wave, jf_range u)
{
    if (!jf_range_has(u, 0))
        return over(call(wave, u), u);
    return wave == JF_OP_SIN ? jf_range_of(-0.2173, 1) : jf_range_all;
}

static jf_range bell(jf_range u)
{
    const jf_range k = jf_range_of(TWO_OVER_ROOT_PI_DOWN, TWO_OVER_ROOT_PI_UP);

    return jf_range_mul(k, call(JF_OP_EXP, jf_range_neg(jf_range_square(u))));
}

// (f(n-1, u) - f(n+1, u))/2
static jf_range bessel(jf_op op, double n, jf_range u)
{
    const jf_range below = jf_range_jn(op, jf_range_point(n - 1), u);
    const jf_range above = jf_range_jn(op, jf_range_point(n + 1), u);

    return times(jf_range_sub(whole(below), whole(above)), 0.5);
}

static jf_range fresnel(jf_op wave, jf_range u)
{
    const jf_range half_pi = jf_range_of(HALF_PI_DOWN, HALF_PI_UP);

    return call(wave, jf_range_mul(half_pi, jf_range_square(u)));
}

static jf_range hyperbolic(jf_op op, jf_range u, jf_range v)
{
    switch (op) {
    case JF_OP_SINH:
        return call(JF_OP_COSH, u);
    case JF_OP_COSH:
        return call(JF_OP_SINH, u);
    case JF_OP_TANH:
        return jf_range_meet(plus(jf_range_neg(jf_range_square(v)), 1), 0, 1);
    case JF_OP_ASINH:
        return inverse_root(u, 1, 1);
    case JF_OP_ACOSH:
        return inverse_root(u, 1, -1);
    default:
        return inverse(
            jf_range_meet(plus(jf_range_neg(jf_range_square(u)), 1), 0, 1));
    }
}

static jf_range special(jf_op op, jf_range u, jf_range v)
{
    switch (op) {
    case JF_OP_ERF:
        return bell(u);
    case JF_OP_ERFC:
        return jf_range_neg(bell(u));
    case JF_OP_GAMMA:
        return jf_range_mul(v, psi(u));
    case JF_OP_LGAMMA:
        return psi(u);
    case JF_OP_SI:
        return wave_over(JF_OP_SIN, u);
    case JF_OP_CI:
        return wave_over(JF_OP_COS, u);
    case JF_OP_EI:
        return over(call(JF_OP_EXP, u), u);
    case JF_OP_LI:
        return inverse(call(JF_OP_LOG, u));
    case JF_OP_J0:
        return jf_range_neg(call(JF_OP_J1, u));
    case JF_OP_Y0:
        return jf_range_neg(call(JF_OP_Y1, u));
    case JF_OP_J1:
        return bessel(JF_OP_JN, 1, u);
    case JF_OP_Y1:
        return bessel(JF_OP_YN, 1, u);
    case JF_OP_FRESNEL_S:
        return fresnel(JF_OP_SIN, u);
    case JF_OP_FRESNEL_C:
        return fresnel(JF_OP_COS, u);
    default:
        return jf_range_all;
    }
}

static jf_range logarithm(jf_op op, jf_range u)
{
    switch (op) {
    case JF_OP_LOG2:
        return inverse(jf_range_mul(u, jf_range_of(LN_2_DOWN, LN_2_UP)));
    case JF_OP_LOG10:
        return inverse(jf_range_mul(u, jf_range_of(LN_10_DOWN, LN_10_UP)));
    case JF_OP_LOG1P:
        return inverse(plus(u, 1));
    default:
        return inverse(u);
    }
}

static jf_range absolute(jf_range u)
{
    return jf_range_of(u.lo >= 0 ? 1 : -1, u.hi <= 0 ? -1 : 1);
}

// f'(u), where v = f(u)
static jf_range derivative(jf_op op, jf_range u, jf_range v)
{
    switch (op) {
    case JF_OP_NEG:
        return jf_range_point(-1);
    case JF_OP_ABS:
        return absolute(u);
    case JF_OP_SQRT:
        return inverse(times(v, 2));
    case JF_OP_RECIP:
        return jf_range_neg(jf_range_square(v));
    case JF_OP_SIGN:
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
        return jf_range_point(0);
    case JF_OP_SIN:
        return call(JF_OP_COS, u);
    case JF_OP_COS:
        return jf_range_neg(call(JF_OP_SIN, u));
    case JF_OP_TAN:
        return plus(jf_range_square(v), 1);
    case JF_OP_ASIN:
        return inverse_root(u, -1, 1);
    case JF_OP_ACOS:
        return jf_range_neg(inverse_root(u, -1, 1));
    case JF_OP_ATAN:
        return inverse(plus(jf_range_square(u), 1));
    case JF_OP_EXP:
        return v;
    case JF_OP_EXP2:
        return jf_range_mul(v, jf_range_of(LN_2_DOWN, LN_2_UP));
    case JF_OP_EXP10:
        return jf_range_mul(v, jf_range_of(LN_10_DOWN, LN_10_UP));
    case JF_OP_EXPM1:
        return call(JF_OP_EXP, u);
    case JF_OP_CBRT:
        return inverse(times(jf_range_square(v), 3));
    default:
        if (op >= JF_OP_SINH && op <= JF_OP_ATANH)
            return hyperbolic(op, u, v);
        if (op >= JF_OP_LOG && op <= JF_OP_LOG1P)
            return logarithm(op, u);
        return special(op, u, v);
    }
}

/* ---- two operands */

typedef struct pair {
    jf_range a, b, da, db, v;
} pair;

static jf_range product(const pair *p)
{
    return jf_range_add(jf_range_mul(p->da, p->b), jf_range_mul(p->a, p->db));
}

static jf_range power(const pair *p)
{
    if (p->db.lo == 0 && p->db.hi == 0) {
        const jf_range less = jf_range_sub(p->b, jf_range_point(1));
        const jf_range rest = whole(jf_range_pow(JF_OP_POW, p->a, less));
        return jf_range_mul(jf_range_mul(p->b, rest), p->da);
    }
    const jf_range log = call(JF_OP_LOG, p->a);
    return jf_range_mul(p->v,
                        jf_range_add(jf_range_mul(p->db, log),
                                     jf_range_mul(p->b, over(p->da, p->a))));
}

// y = a, x = b: (x dy - y dx)/(x^2 + y^2)
static jf_range angle(const pair *p)
{
    const jf_range top =
        jf_range_sub(jf_range_mul(p->b, p->da), jf_range_mul(p->a, p->db));

    return over(top,
                jf_range_add(jf_range_square(p->a), jf_range_square(p->b)));
}

static jf_range hypotenuse(const pair *p)
{
    const jf_range c = jf_range_meet(over(p->a, p->v), -1, 1);
    const jf_range s = jf_range_meet(over(p->b, p->v), -1, 1);

    return jf_range_add(jf_range_mul(c, p->da), jf_range_mul(s, p->db));
}

static jf_range lesser(const pair *p)
{
    if (p->a.hi < p->b.lo)
        return p->da;
    return p->b.hi < p->a.lo ? p->db : jf_range_hull(p->da, p->db);
}

// Where the quotient is one integer q: a' - q b'.
static jf_range rest(jf_op op, const pair *p)
{
    // of MOD, FMOD and REMAINDER, which stand in this order in ops.def
    static const jf_op round[] = {JF_OP_FLOOR, JF_OP_TRUNC, JF_OP_RINT};
    const jf_range q = call(round[op - JF_OP_MOD], over(p->a, p->b));

    return jf_range_sub(p->da, jf_range_mul(q, p->db));
}

static jf_range binary(jf_op op, const pair *p)
{
    const pair swapped = {p->a, p->b, p->db, p->da, p->v};

    switch (op) {
    case JF_OP_ADD:
        return jf_range_add(p->da, p->db);
    case JF_OP_SUB:
        return jf_range_sub(p->da, p->db);
    case JF_OP_MUL:
        return product(p);
    case JF_OP_DIV:
        return over(jf_range_sub(p->da, jf_range_mul(p->v, p->db)), p->b);
    case JF_OP_MIN:
        return lesser(p);
    case JF_OP_MAX:
        return lesser(&swapped);
    case JF_OP_COPYSIGN:
        return jf_range_mul(jf_range_mul(absolute(p->b), absolute(p->a)),
                            p->da);
    case JF_OP_LT:
    case JF_OP_LE:
    case JF_OP_EQ:
    case JF_OP_NE:
    case JF_OP_FLOORDIV:
        return jf_range_point(0);
    case JF_OP_POW:
    case JF_OP_POWN:
        return power(p);
    case JF_OP_ATAN2:
        return angle(p);
    case JF_OP_HYPOT:
        return hypotenuse(p);
    case JF_OP_MOD:
    case JF_OP_FMOD:
    case JF_OP_REMAINDER:
        return rest(op, p);
    case JF_OP_JN:
    case JF_OP_YN:
        return jf_range_thin(p->a)
                   ? jf_range_mul(bessel(op, p->a.lo, p->b), p->db)
                   : jf_range_all;
    default:
        return jf_range_all;
    }
}

static jf_range fused(jf_op op, const jf_range *value, const jf_range *slope,
                      const jf_ref *at)
{
    const pair p = {value[at[0]], value[at[1]], slope[at[0]], slope[at[1]],
                    jf_range_all};
    const jf_range d = product(&p), c = slope[at[2]];

    return op == JF_OP_FMA   ? jf_range_add(d, c)
           : op == JF_OP_FMS ? jf_range_sub(d, c)
                             : jf_range_sub(c, d);
}

static jf_range polynomial(const jf_ir *ir, const jf_ins *ins, jf_range x,
                           jf_range dx)
{
    const double *const coef = ir->coef + ins->coef;
    jf_range y = jf_range_point(coef[0]), d = jf_range_point(0);

    for (int i = 1; i < ins->ncoef; i++) {
        d = jf_range_add(jf_range_mul(d, x), y);
        y = plus(jf_range_mul(y, x), coef[i]);
    }
    return jf_range_mul(d, dx);
}

static bool is_flat(const jf_ins *ins, const jf_range *slope)
{
    for (int k = 0; k < jf_op_operands(ins->op); k++) {
        const jf_range d = slope[ins->operand[k]];
        if (d.lo != 0 || d.hi != 0)
            return false;
    }
    return true;
}

static jf_range chosen(const jf_range *value, const jf_range *slope,
                       const jf_ref *at)
{
    return slope[jf_range_has(value[at[0]], 0) ? at[2] : at[1]];
}

jf_range jf_slope_apply(const jf_ir *ir, const jf_range *value,
                        const jf_range *slope, jf_ref r)
{
    const jf_ins *const ins = &ir->ins[r];
    const jf_ref *const at = ins->operand;
    const unsigned broken = JF_SEEN_UNDEFINED | JF_SEEN_JUMP;

    if (is_flat(ins, slope))
        return jf_range_point(0);
    if (value[r].seen & broken || jf_range_empty(value[r]))
        return jf_range_all;
    switch (ins->op) {
    case JF_OP_POLY:
        return polynomial(ir, ins, value[at[0]], slope[at[0]]);
    case JF_OP_SELECT:
        return chosen(value, slope, at);
    case JF_OP_FMA:
    case JF_OP_FMS:
    case JF_OP_FNMA:
        return fused(ins->op, value, slope, at);
    default:
        break;
    }
    if (jf_op_operands(ins->op) == 1)
        return whole(jf_range_mul(derivative(ins->op, value[at[0]], value[r]),
                                  slope[at[0]]));
    const pair p = {value[at[0]], value[at[1]], slope[at[0]], slope[at[1]],
                    value[r]};
    return whole(binary(ins->op, &p));
}
