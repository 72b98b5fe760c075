/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that are w x + c, as two numbers. */
#include "ir/phase.h"

bool jf_ir_constant(const jf_ir *ir, jf_ref r, double *k)
{
    *k = ir->ins[r].k;
    return ir->ins[r].op == JF_OP_CONST;
}

static bool line_product(const jf_ir *ir, const jf_ins *ins, double *w,
                         double *c)
{
    const jf_ref *const o = ins->operand;
    double k;

    if (ins->op == JF_OP_MUL && jf_ir_constant(ir, o[0], &k)) {
        if (!jf_ir_line(ir, o[1], w, c))
            return false;
    } else if (!jf_ir_constant(ir, o[1], &k) || !jf_ir_line(ir, o[0], w, c)) {
        return false;
    }
    *w = ins->op == JF_OP_MUL ? *w * k : *w / k;
    *c = ins->op == JF_OP_MUL ? *c * k : *c / k;
    return true;
}

bool jf_ir_line(const jf_ir *ir, jf_ref r, double *w, double *c)
{
    const jf_ins *const ins = &ir->ins[r];
    double w2, c2;

    *w = *c = 0;
    switch (ins->op) {
    case JF_OP_CONST:
        *c = ins->k;
        return true;
    case JF_OP_VAR:
        *w = 1;
        return true;
    case JF_OP_NEG:
        if (!jf_ir_line(ir, ins->operand[0], w, c))
            return false;
        *w = -*w;
        *c = -*c;
        return true;
    case JF_OP_ADD:
    case JF_OP_SUB:
        if (!jf_ir_line(ir, ins->operand[0], w, c) ||
            !jf_ir_line(ir, ins->operand[1], &w2, &c2))
            return false;
        *w += ins->op == JF_OP_ADD ? w2 : -w2;
        *c += ins->op == JF_OP_ADD ? c2 : -c2;
        return true;
    case JF_OP_MUL:
    case JF_OP_DIV:
        return line_product(ir, ins, w, c);
    default:
        return false;
    }
}
