/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: floor and its kin, quotients rounded to integers and what they leave,
 * comparisons.
 *
 * Idea: a step function is constant where it takes one value at both ends;
 *   elsewhere it jumps.  A remainder a - b q is smooth where the quotient q is
 *   one integer throughout; elsewhere no more is known of it than its size. */
#include "sight/apply.h"

#include "eval/kernels.h"

static double step(jf_op op, double x)
{
    return isinf(x) ? x : jf_kernel_scalar(op, x, 0, 0);
}

jf_range jf_range_whole(jf_op op, jf_range a)
{
    if (op == JF_OP_ULP) // it grows with |a|
        a = jf_range_abs(a);
    const double lo = step(op, a.lo), hi = step(op, a.hi);
    return (jf_range){lo, hi, lo == hi ? 0 : JF_SEEN_JUMP};
}

// What the quotient is rounded by.
static jf_op rounding(jf_op op)
{
    return op == JF_OP_FMOD        ? JF_OP_TRUNC
           : op == JF_OP_REMAINDER ? JF_OP_RINT
                                   : JF_OP_FLOOR;
}

// Where the quotient is not one integer: only sizes are known.
static jf_range size_of_rest(jf_op op, jf_range a, jf_range b)
{
    const double most = jf_range_abs(b).hi;

    if (op == JF_OP_MOD)
        return jf_range_of(fmin(b.lo, 0), fmax(b.hi, 0));
    if (op == JF_OP_REMAINDER)
        return jf_range_of(-most / 2, most / 2);
    return jf_range_of(a.lo >= 0 ? 0 : fmax(-most, a.lo),
                       a.hi <= 0 ? 0 : fmin(most, a.hi));
}

jf_range jf_range_remainder(jf_op op, jf_range a, jf_range b)
{
    const jf_range quotient = jf_range_div(a, b);

    if (jf_range_empty(quotient))
        return quotient;
    const jf_range q = jf_range_whole(rounding(op), quotient);
    const unsigned seen = quotient.seen | q.seen;
    if (op == JF_OP_FLOORDIV)
        return jf_range_marked(q, seen);
    const jf_range size = size_of_rest(op, a, b);
    const jf_range rest = jf_range_sub(a, jf_range_mul(b, q));
    return jf_range_marked(jf_range_meet(rest, size.lo, size.hi), seen);
}

static jf_range truth(bool always, bool never)
{
    return always  ? jf_range_point(1)
           : never ? jf_range_point(0)
                   : (jf_range){0, 1, JF_SEEN_JUMP};
}

jf_range jf_range_compare(jf_op op, jf_range a, jf_range b)
{
    const bool apart = a.hi < b.lo || b.hi < a.lo;
    const bool same = a.lo == a.hi && b.lo == b.hi && a.lo == b.lo;

    switch (op) {
    case JF_OP_LT:
        return truth(a.hi < b.lo, a.lo >= b.hi);
    case JF_OP_LE:
        return truth(a.hi <= b.lo, a.lo > b.hi);
    case JF_OP_EQ:
        return truth(same, apart);
    default:
        return truth(apart, same);
    }
}
