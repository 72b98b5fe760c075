/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sums with 1 that lose what they are about, and have a function for it:
 *
 *     log(1 + u), log(1 - u)        log1p(u), log1p(-u)
 *     exp(u) - 1, 1 - exp(u)        expm1(u), -expm1(u)
 *
 * log(1 + 1/x^2) is 0 in doubles from x = 1e8 on, where 1e-8 of its integral
 * still lies.  Where u is not small nothing is lost either: 1 + u is rounded no
 * more.  Before horner.c, which would hide the sum; not in the
 * program as it was typed, since ir/distance.c knows the sums.
 *
 * Cost: the kernels take about the same time as log and exp. */
#include "ir/ir.h"

#include <math.h>

static bool is_number(const jf_ir *ir, jf_ref r, double k)
{
    return ir->ins[r].op == JF_OP_CONST && ir->ins[r].k == k; // exactly
}

// u of 1 + u, -1: it is no such sum.
static jf_ref beyond_one(jf_ir *out, jf_ref sum)
{
    const jf_ins ins = out->ins[sum]; // a copy: the array may move
    const jf_ref a = ins.operand[0], b = ins.operand[1];

    if (ins.op == JF_OP_ADD)
        return is_number(out, a, 1) ? b : is_number(out, b, 1) ? a : -1;
    if (ins.op == JF_OP_SUB && is_number(out, a, 1))
        return jf_ir_add(out, JF_OP_NEG, b, 0, 0);
    return ins.op == JF_OP_SUB && is_number(out, b, -1) ? a : -1;
}

static jf_ref difference(jf_ir *out, jf_op op, jf_ref a, jf_ref b)
{
    const bool sub = op == JF_OP_SUB;
    const bool left = out->ins[a].op == JF_OP_EXP;
    const jf_ref u = out->ins[left ? a : b].operand[0];

    if (left ? is_number(out, b, sub ? 1 : -1)
             : !sub && out->ins[b].op == JF_OP_EXP && is_number(out, a, -1))
        return jf_ir_add(out, JF_OP_EXPM1, u, 0, 0);
    if (sub && !left && out->ins[b].op == JF_OP_EXP && is_number(out, a, 1))
        return jf_ir_add(out, JF_OP_NEG, jf_ir_add(out, JF_OP_EXPM1, u, 0, 0),
                         0, 0);
    return -1;
}

static jf_ref mend(jf_ir *out, const jf_ir *in, jf_ref old,
                   const jf_ref operand[3], void *param)
{
    const jf_op op = in->ins[old].op;
    jf_ref better = -1;

    (void)param;
    if (out->nomem)
        return jf_ir_copy(out, in, old, operand);
    if (op == JF_OP_LOG) {
        const jf_ref u = beyond_one(out, operand[0]);
        better = u < 0 ? -1 : jf_ir_add(out, JF_OP_LOG1P, u, 0, 0);
    } else if (op == JF_OP_ADD || op == JF_OP_SUB) {
        better = difference(out, op, operand[0], operand[1]);
    }
    return better >= 0 ? better : jf_ir_copy(out, in, old, operand);
}

void jf_ir_cancel(jf_ir *ir)
{
    jf_ir_rewrite(ir, mend, NULL);
}
