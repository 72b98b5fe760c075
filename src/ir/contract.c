/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two operations in one: a*b + c becomes fma(a, b, c), with one rounding
 * instead of two; 1/a becomes recip(a), with the same bits and less work.
 *
 * fma only where the product has no other use, and not in a*b + c*d or
 * a*b - c*d: there the two products would be rounded differently, and
 * x*x - y*y would not vanish for x = y.  That is also why the C compiler may
 * not contract (-ffp-contract=off): which products are fused is decided here,
 * once, for all instruction sets.
 *
 * -(a*b) becomes fnma(a, b, -0), which has the same bits: -0 - a*b. */
#include "ir/ir.h"

#include <stdlib.h>

static bool is_product(const jf_ir *in, jf_ref r)
{
    return in->ins[r].op == JF_OP_MUL;
}

static bool is_one(const jf_ir *in, jf_ref r)
{
    return in->ins[r].op == JF_OP_CONST && in->ins[r].k == 1;
}

static jf_ref negate(jf_ir *out, const jf_ref factor[2])
{
    const jf_ref a = factor[0], b = factor[1];

    return jf_ir_add(out, JF_OP_FNMA, a, b, jf_ir_const(out, -0.0));
}

static jf_ref contract(jf_ir *out, const jf_ir *in, jf_ref old,
                       const jf_ref operand[3], void *param)
{
    const int *const uses = param;
    const jf_ins *const ins = &in->ins[old];
    const bool plus = ins->op == JF_OP_ADD, minus = ins->op == JF_OP_SUB;

    if (ins->op == JF_OP_DIV && is_one(in, ins->operand[0]))
        return jf_ir_add(out, JF_OP_RECIP, operand[1], 0, 0);
    if (ins->op == JF_OP_NEG && is_product(in, ins->operand[0]) &&
        uses[ins->operand[0]] == 1 && !out->nomem)
        return negate(out, out->ins[operand[0]].operand);
    if (!(plus || minus) || out->nomem)
        return jf_ir_copy(out, in, old, operand);
    const bool left = is_product(in, ins->operand[0]);
    const bool right = is_product(in, ins->operand[1]);
    if (left == right || uses[ins->operand[right]] > 1)
        return jf_ir_copy(out, in, old, operand);
    const jf_ref *const factor = out->ins[operand[right]].operand;
    const jf_op op = plus ? JF_OP_FMA : left ? JF_OP_FMS : JF_OP_FNMA;
    return jf_ir_add(out, op, factor[0], factor[1], operand[!right]);
}

void jf_ir_contract(jf_ir *ir)
{
    int *const uses = malloc(((size_t)ir->nins + 1) * sizeof *uses);

    if (!uses || ir->nomem) {
        ir->nomem = true;
    } else {
        jf_ir_count_uses(ir, uses);
        jf_ir_rewrite(ir, contract, uses);
    }
    free(uses);
}
