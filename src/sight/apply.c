/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One operation on intervals: which family does it, and whose flags count.
 *
 * A condition that is decided lets through one branch, flags included; the
 * other may be undefined.  One that is not gives both branches and a jump.
 * x x is a square, x - x is 0, x/x is 1: the same value on both sides.  So are
 * sin(u)/u, which parts alone would leave without bounds at 0, and u - floor(u)
 * known as what they are. */
#include "sight/apply.h"

static jf_range sign_of(jf_range a)
{
    const double lo = a.lo > 0 ? 1 : a.lo < 0 ? -1 : 0;
    const double hi = a.hi > 0 ? 1 : a.hi < 0 ? -1 : 0;

    return (jf_range){lo, hi, lo == hi ? 0 : JF_SEEN_JUMP};
}

static jf_range with_sign(jf_range a, jf_range b)
{
    const jf_range size = jf_range_abs(a);

    if (b.lo > 0)
        return size;
    if (b.hi < 0)
        return jf_range_neg(size);
    return (jf_range){-size.hi, size.hi, JF_SEEN_JUMP}; // 0 may have any sign
}

static jf_range one(jf_op op, jf_range a)
{
    switch (op) {
    case JF_OP_NEG:
        return jf_range_neg(a);
    case JF_OP_ABS:
        return jf_range_abs(a);
    case JF_OP_SQRT:
        return jf_range_sqrt(a);
    case JF_OP_RECIP:
        return jf_range_div(jf_range_point(1), a);
    case JF_OP_SIGN:
        return sign_of(a);
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
    case JF_OP_ULP:
        return jf_range_whole(op, a);
    case JF_OP_GAMMA:
    case JF_OP_LGAMMA:
        return jf_range_gamma(op, a);
    case JF_OP_J0:
    case JF_OP_J1:
    case JF_OP_Y0:
    case JF_OP_Y1:
        return jf_range_bessel(op, a);
    default:
        return op >= JF_OP_ZETA ? jf_range_special(op, a)
                                : jf_range_elementary(op, a);
    }
}

static jf_range two(jf_op op, jf_range a, jf_range b)
{
    switch (op) {
    case JF_OP_ADD:
        return jf_range_add(a, b);
    case JF_OP_SUB:
        return jf_range_sub(a, b);
    case JF_OP_MUL:
        return jf_range_mul(a, b);
    case JF_OP_DIV:
        return jf_range_div(a, b);
    case JF_OP_MIN:
        return jf_range_of(fmin(a.lo, b.lo), fmin(a.hi, b.hi));
    case JF_OP_MAX:
        return jf_range_of(fmax(a.lo, b.lo), fmax(a.hi, b.hi));
    case JF_OP_COPYSIGN:
        return with_sign(a, b);
    case JF_OP_POW:
    case JF_OP_POWN:
        return jf_range_pow(op, a, b);
    case JF_OP_ATAN2:
        return jf_range_angle(op, a, b);
    case JF_OP_HYPOT:
        return jf_range_hypot(op, a, b);
    case JF_OP_FLOORDIV:
    case JF_OP_MOD:
    case JF_OP_FMOD:
    case JF_OP_REMAINDER:
        return jf_range_remainder(op, a, b);
    case JF_OP_NEXTAFTER: // between doubles it has no meaning
        return jf_range_marked(jf_range_of(jf_down(a.lo), jf_up(a.hi)),
                               JF_SEEN_JUMP);
    case JF_OP_BETA:
        return jf_range_beta(op, a, b);
    case JF_OP_BESSEL_I:
    case JF_OP_BESSEL_K:
        return jf_range_modified(op, a, b);
    case JF_OP_JN:
    case JF_OP_YN:
        return jf_range_jn(op, a, b);
    default:
        return jf_range_compare(op, a, b);
    }
}

jf_range jf_range_op(jf_op op, jf_range a, jf_range b)
{
    if (jf_op_operands(op) == 1) {
        if (jf_range_empty(a))
            return jf_range_none();
        return jf_range_marked(one(op, a), a.seen);
    }
    if (jf_range_empty(a) || jf_range_empty(b))
        return jf_range_none();
    return jf_range_marked(two(op, a, b), a.seen | b.seen);
}

// Both operands are one and the same value.
static jf_range twice(jf_op op, jf_range a)
{
    jf_range r;

    switch (op) {
    case JF_OP_MUL:
        r = jf_range_square(a);
        break;
    case JF_OP_SUB:
        r = jf_range_point(0);
        break;
    case JF_OP_DIV:
        r = jf_range_point(1);
        r.seen = jf_range_has(a, 0) ? JF_SEEN_UNDEFINED : 0;
        break;
    default:
        return jf_range_op(op, a, a);
    }
    return jf_range_empty(a) ? jf_range_none() : jf_range_marked(r, a.seen);
}

static jf_range choose(jf_range condition, jf_range yes, jf_range no)
{
    jf_range r;

    if (jf_range_empty(condition))
        return jf_range_none();
    if (!jf_range_has(condition, 0))
        r = yes;
    else if (condition.lo == 0 && condition.hi == 0)
        r = no;
    else
        r = jf_range_marked(jf_range_hull(yes, no), JF_SEEN_JUMP);
    return jf_range_marked(r, condition.seen);
}

// a b + c with the signs of the operation
static jf_range fused(jf_op op, jf_range product, jf_range c)
{
    if (op == JF_OP_FMA)
        return jf_range_op(JF_OP_ADD, product, c);
    return op == JF_OP_FMS ? jf_range_op(JF_OP_SUB, product, c)
                           : jf_range_op(JF_OP_SUB, c, product);
}

static jf_range constant(double k)
{
    if (isnan(k))
        return jf_range_none();
    if (isinf(k))
        return k > 0 ? (jf_range){DBL_MAX, k, JF_SEEN_UNDEFINED}
                     : (jf_range){k, -DBL_MAX, JF_SEEN_UNDEFINED};
    return jf_range_point(k);
}

static jf_range polynomial(const jf_ir *ir, const jf_ins *ins, jf_range x)
{
    const double *const coef = ir->coef + ins->coef;
    jf_range y = constant(coef[0]);

    for (int i = 1; i < ins->ncoef; i++)
        y = jf_range_op(JF_OP_ADD, jf_range_op(JF_OP_MUL, y, x),
                        constant(coef[i]));
    return jf_range_empty(x) ? jf_range_none() : jf_range_marked(y, x.seen);
}

// sin(u)/u falls with |u| up to its first minimum
static jf_range sine_over(jf_range u)
{
    const double first = 4.4934, least = -0.21724; // above it; below all
    const jf_range size = jf_range_abs(u);
    jf_range r = jf_range_of(least, 1);

    if (jf_range_empty(u) || (size.lo == 0 && size.hi == 0))
        return jf_range_none();
    if (size.hi < first) {
        const jf_range far = jf_range_point(size.hi);
        r.lo = jf_range_div(jf_range_elementary(JF_OP_SIN, far), far).lo;
    }
    if (size.lo > 0) {
        const jf_range q =
            jf_range_div(jf_range_elementary(JF_OP_SIN, size), size);
        const jf_range near = jf_range_point(size.lo);
        r = jf_range_meet(r, q.lo, q.hi);
        if (size.hi < first)
            r.hi = fmin(
                r.hi,
                jf_range_div(jf_range_elementary(JF_OP_SIN, near), near).hi);
    }
    return jf_range_marked(r, u.seen | (size.lo == 0 ? JF_SEEN_UNDEFINED : 0));
}

// Two operations that know of each other; false: they are not such.
static bool couple(const jf_ir *ir, const jf_ins *ins, const jf_range *value,
                   jf_range *r)
{
    const jf_ref a = ins->operand[0], b = ins->operand[1];

    if (ins->op == JF_OP_DIV && ir->ins[a].op == JF_OP_SIN &&
        ir->ins[a].operand[0] == b) {
        *r = sine_over(value[b]);
        return true;
    }
    if (ins->op == JF_OP_SUB && ir->ins[b].op == JF_OP_FLOOR &&
        ir->ins[b].operand[0] == a) {
        *r = jf_range_op(JF_OP_MOD, value[a], jf_range_point(1));
        return true;
    }
    return false;
}

// The four that are most common; false: not so simple.
static bool apply_fast(const jf_ins *ins, const jf_range *value, jf_range *r)
{
    const jf_range a = value[ins->operand[0]], b = value[ins->operand[1]];

    if (ins->operand[0] == ins->operand[1] || jf_range_empty(a) ||
        jf_range_empty(b))
        return false;
    switch (ins->op) {
    case JF_OP_ADD:
        *r = jf_range_add(a, b);
        break;
    case JF_OP_SUB:
        *r = jf_range_sub(a, b);
        break;
    case JF_OP_MUL:
        *r = jf_range_mul(a, b);
        break;
    default:
        *r = jf_range_div(a, b);
        break;
    }
    r->seen |= a.seen | b.seen;
    return true;
}

jf_range jf_range_apply(const jf_ir *ir, const jf_ins *ins,
                        const jf_range *value)
{
    const jf_ref *const at = ins->operand;
    jf_range r;

    switch (ins->op) {
    case JF_OP_CONST:
        return constant(ins->k);
    case JF_OP_POLY:
        return polynomial(ir, ins, value[at[0]]);
    case JF_OP_SELECT:
        return choose(value[at[0]], value[at[1]], value[at[2]]);
    case JF_OP_FMA:
    case JF_OP_FMS:
    case JF_OP_FNMA:
        return fused(ins->op,
                     at[0] == at[1]
                         ? twice(JF_OP_MUL, value[at[0]])
                         : jf_range_op(JF_OP_MUL, value[at[0]], value[at[1]]),
                     value[at[2]]);
    case JF_OP_ADD:
    case JF_OP_SUB:
    case JF_OP_MUL:
    case JF_OP_DIV:
        if (couple(ir, ins, value, &r) || apply_fast(ins, value, &r))
            return r;
        return at[0] == at[1]
                   ? twice(ins->op, value[at[0]])
                   : jf_range_op(ins->op, value[at[0]], value[at[1]]);
    default:
        return jf_op_operands(ins->op) == 2 && at[0] == at[1]
                   ? twice(ins->op, value[at[0]])
                   : jf_range_op(ins->op, value[at[0]], value[at[1]]);
    }
}
