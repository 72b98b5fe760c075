/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants are computed once, and operations that do nothing are dropped.
 *
 * Folding uses the kernel that would have computed the value, so it changes no
 * bit.  The identities hold for every double, -0, infinities and NaN included:
 *     x * 1, x / 1, x - 0, x + (-0), -(-x), |-x|, ||x||, pow(x, 1)  are exact
 *     x * -1 = -x,  a - (-b) = a + b,  a + (-b) = a - b
 *     (-a) b = a (-b) = -(a b),  (-a)(-b) = a b,  and the like for a/b
 *     x / c = x * (1/c)  where c and 1/c are powers of two
 *     select(constant, a, b)  is a or b, or the constant if that is NaN
 *     pow(x, 0) = 1 (C and IEEE say so)
 * Left alone, since they are not: x + 0 (-0 + 0 is +0), x - x, 0 * x,
 * -(a - b) (of a = b it is -0), select(c, a, a) (c may be NaN). */
#include "base/fma.h"
#include "ir/ir.h"

#include <math.h>

static bool is_const(const jf_ir *ir, jf_ref r)
{
    return ir->ins[r].op == JF_OP_CONST;
}

// == would take -0 for 0, so the sign is looked at too.
static bool is_value(const jf_ir *ir, jf_ref r, double k)
{
    return is_const(ir, r) && ir->ins[r].k == k &&
           !signbit(ir->ins[r].k) == !signbit(k);
}

static double poly_value(const jf_ir *in, const jf_ins *ins, double x)
{
    const double *const coef = in->coef + ins->coef;
    double y = coef[0];

    for (int i = 1; i < ins->ncoef; i++)
        y = jf_fma(y, x, coef[i]);
    return y;
}

static bool all_const(const jf_ir *out, const jf_ins *ins,
                      const jf_ref operand[3])
{
    const int n = jf_op_operands(ins->op);

    for (int k = 0; k < n; k++)
        if (!is_const(out, operand[k]))
            return false;
    return n > 0;
}

static double value_at(const jf_ir *in, const jf_ins *ins, const double k[3],
                       jf_ir_scalar scalar)
{
    return ins->op == JF_OP_POLY ? poly_value(in, ins, k[0])
                                 : scalar(ins->op, k[0], k[1], k[2]);
}

static bool is_step(jf_op op)
{
    switch (op) {
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
    case JF_OP_SIGN:
    case JF_OP_FLOORDIV:
    case JF_OP_LT:
    case JF_OP_LE:
    case JF_OP_EQ:
    case JF_OP_NE:
        return true;
    default:
        return false;
    }
}

// What the operands' errors make of y, and its own rounding.  They are seen by
// moving each operand by two of them, which is a double's step at least.
static double const_error(const jf_ir *in, const jf_ins *ins, const double k[3],
                          const double err[3], double y, jf_ir_scalar scalar)
{
    double sum = jf_ir_is_short(y) ? 0 : jf_ir_ulp(y);

    if (!isfinite(y) || is_step(ins->op))
        return 0;
    for (int i = 0; i < jf_op_operands(ins->op); i++) {
        double more[3] = {k[0], k[1], k[2]}, less[3] = {k[0], k[1], k[2]};
        if (err[i] == 0) // exact
            continue;
        more[i] += 2 * err[i];
        less[i] -= 2 * err[i];
        sum += fmax(fabs(value_at(in, ins, more, scalar) - y),
                    fabs(value_at(in, ins, less, scalar) - y)) /
               2;
    }
    return sum;
}

static jf_ref folded(jf_ir *out, const jf_ir *in, jf_ref old,
                     const jf_ref operand[3], jf_ir_scalar scalar)
{
    const jf_ins *const ins = &in->ins[old];
    double k[3] = {0}, err[3] = {0};

    for (int i = 0; i < jf_op_operands(ins->op); i++) {
        k[i] = out->ins[operand[i]].k;
        err[i] = out->ins[operand[i]].err;
    }
    const double y = value_at(in, ins, k, scalar);
    return jf_ir_doubtful(out, y, const_error(in, ins, k, err, y, scalar));
}

static jf_ref negated(jf_ir *out, jf_ref constant)
{
    const jf_ins *const ins = &out->ins[constant];

    return jf_ir_doubtful(out, -ins->k, ins->err);
}

// Whether 1/c is exact: both are powers of two.
static bool has_exact_inverse(const jf_ir *out, jf_ref r)
{
    int e;

    return is_const(out, r) && fabs(frexp(out->ins[r].k, &e)) == 0.5 &&
           isfinite(1 / out->ins[r].k) && fabs(1 / out->ins[r].k) >= 0x1p-1022;
}

static bool is_op(const jf_ir *out, jf_ref r, jf_op op)
{
    return out->ins[r].op == op;
}

// -(a c) = a (-c), for a constant c.
static jf_ref negate_product(jf_ir *out, jf_ref product)
{
    const jf_ref *const factor = out->ins[product].operand;
    const int c = is_const(out, factor[1]);
    const jf_ref other = factor[!c];

    if (!is_op(out, product, JF_OP_MUL) || !is_const(out, factor[c]))
        return -1;
    return jf_ir_add(out, JF_OP_MUL, other, negated(out, factor[c]), 0);
}

static jf_ref fold_unary(jf_ir *out, jf_op op, jf_ref a)
{
    const jf_ref inner = out->ins[a].operand[0];

    if (op == JF_OP_NEG)
        return is_op(out, a, JF_OP_NEG) ? inner : negate_product(out, a);
    if (is_op(out, a, JF_OP_ABS))
        return a;
    if (is_op(out, a, JF_OP_NEG))
        return jf_ir_add(out, JF_OP_ABS, inner, 0, 0);
    return -1;
}

// The signs of the factors, or of dividend and divisor, move to a constant if
// there is one, else out of the product, where a sum can take them.
static jf_ref fold_signs(jf_ir *out, jf_op op, jf_ref a, jf_ref b)
{
    const bool minus_a = is_op(out, a, JF_OP_NEG);
    const bool minus_b = is_op(out, b, JF_OP_NEG);
    jf_ref x = minus_a ? out->ins[a].operand[0] : a;
    jf_ref y = minus_b ? out->ins[b].operand[0] : b;

    if (!minus_a && !minus_b)
        return -1;
    if (minus_a && is_const(out, b))
        y = negated(out, b);
    else if (minus_b && is_const(out, a))
        x = negated(out, a);
    else if (minus_a != minus_b)
        return jf_ir_add(out, JF_OP_NEG, jf_ir_add(out, op, x, y, 0), 0, 0);
    return jf_ir_add(out, op, x, y, 0);
}

static jf_ref fold_product(jf_ir *out, jf_ref a, jf_ref b)
{
    if (is_value(out, a, 1))
        return b;
    if (is_value(out, b, 1))
        return a;
    if (is_value(out, a, -1))
        return jf_ir_add(out, JF_OP_NEG, b, 0, 0);
    if (is_value(out, b, -1))
        return jf_ir_add(out, JF_OP_NEG, a, 0, 0);
    return fold_signs(out, JF_OP_MUL, a, b);
}

static jf_ref fold_quotient(jf_ir *out, jf_ref a, jf_ref b)
{
    if (is_value(out, b, 1))
        return a;
    if (has_exact_inverse(out, b)) {
        const jf_ref inverse = jf_ir_const(out, 1 / out->ins[b].k);
        const jf_ref simpler = fold_product(out, a, inverse);
        return simpler >= 0 ? simpler
                            : jf_ir_add(out, JF_OP_MUL, a, inverse, 0);
    }
    return fold_signs(out, JF_OP_DIV, a, b);
}

static jf_ref fold_sum(jf_ir *out, jf_op op, jf_ref a, jf_ref b)
{
    const bool plus = op == JF_OP_ADD;

    if (is_value(out, b, plus ? -0.0 : 0.0))
        return a;
    if (plus && is_value(out, a, -0.0))
        return b;
    if (is_op(out, b, JF_OP_NEG))
        return jf_ir_add(out, plus ? JF_OP_SUB : JF_OP_ADD, a,
                         out->ins[b].operand[0], 0);
    if (plus && is_op(out, a, JF_OP_NEG))
        return jf_ir_add(out, JF_OP_SUB, b, out->ins[a].operand[0], 0);
    return -1;
}

// The reference that stands for the operation, or -1: none of the rules.
static jf_ref identity(jf_ir *out, jf_op op, const jf_ref operand[3])
{
    const jf_ref a = operand[0], b = operand[1];

    switch (op) {
    case JF_OP_NEG:
    case JF_OP_ABS:
        return fold_unary(out, op, a);
    case JF_OP_MUL:
        return fold_product(out, a, b);
    case JF_OP_DIV:
        return fold_quotient(out, a, b);
    case JF_OP_ADD:
    case JF_OP_SUB:
        return fold_sum(out, op, a, b);
    case JF_OP_POW:
        return is_value(out, b, 1) ? a
               : is_const(out, b) && out->ins[b].k == 0 // -0 too
                   ? jf_ir_const(out, 1)
                   : -1;
    case JF_OP_SELECT:
        if (!is_const(out, a))
            return -1;
        return operand[isnan(out->ins[a].k) ? 0 : out->ins[a].k != 0 ? 1 : 2];
    default:
        return -1;
    }
}

static jf_ref fold(jf_ir *out, const jf_ir *in, jf_ref old,
                   const jf_ref operand[3], void *param)
{
    const jf_ir_scalar *const scalar = param;
    const jf_ins *const ins = &in->ins[old];

    if (out->nomem)
        return 0;
    if (all_const(out, ins, operand))
        return folded(out, in, old, operand, *scalar);
    const jf_ref simpler = identity(out, ins->op, operand);
    return simpler >= 0 ? simpler : jf_ir_copy(out, in, old, operand);
}

void jf_ir_fold(jf_ir *ir, jf_ir_scalar scalar)
{
    jf_ir_rewrite(ir, fold, &scalar);
}
