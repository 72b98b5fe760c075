/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The derivative of a value, as operations of the same program.
 *
 * By the chain rule, one operation at a time, each only once.  Functions that
 * phases of oscillations are made of have rules; of the others nothing is
 * known. */
#include "ir/phase.h"

#include <stdlib.h>

typedef struct builder {
    jf_ir *ir;
    jf_ref *slope; // of each value; -1: there is no rule
} builder;

static jf_ref op(builder *b, jf_op what, jf_ref x, jf_ref y)
{
    return jf_ir_add(b->ir, what, x, y, 0);
}

static jf_ref number(builder *b, double k)
{
    return jf_ir_const(b->ir, k);
}

// f'(u) for f(u) = the value behind r.
static jf_ref outer(builder *b, jf_ref r, const jf_ins *ins)
{
    const jf_ref u = ins->operand[0];

    switch (ins->op) {
    case JF_OP_NEG:
        return number(b, -1);
    case JF_OP_SQRT:
        return op(b, JF_OP_DIV, number(b, 0.5), r);
    case JF_OP_EXP:
        return r;
    case JF_OP_EXP2:
        return op(b, JF_OP_MUL, r, number(b, 0x1.62e42fefa39efp-1)); // ln 2
    case JF_OP_EXP10:
        return op(b, JF_OP_MUL, r, number(b, 0x1.26bb1bbb55516p+1)); // ln 10
    case JF_OP_LOG:
        return op(b, JF_OP_DIV, number(b, 1), u);
    case JF_OP_SINH:
        return op(b, JF_OP_COSH, u, 0);
    case JF_OP_COSH:
        return op(b, JF_OP_SINH, u, 0);
    default:
        return -1;
    }
}

static jf_ref power(builder *b, jf_ref r, const jf_ins *ins)
{
    const jf_ref base = ins->operand[0], exponent = ins->operand[1];

    if (b->ir->ins[exponent].op != JF_OP_CONST)
        return -1;
    const jf_ref ratio = op(b, JF_OP_DIV, r, base);
    return op(b, JF_OP_MUL, ratio, exponent);
}

static jf_ref product(builder *b, const jf_ins *ins, const jf_ref *d)
{
    const jf_ref left = op(b, JF_OP_MUL, d[0], ins->operand[1]);
    const jf_ref right = op(b, JF_OP_MUL, ins->operand[0], d[1]);

    return op(b, JF_OP_ADD, left, right);
}

static jf_ref quotient(builder *b, jf_ref r, const jf_ins *ins, const jf_ref *d)
{
    const jf_ref less = op(b, JF_OP_MUL, r, d[1]);
    const jf_ref above = op(b, JF_OP_SUB, d[0], less);

    return op(b, JF_OP_DIV, above, ins->operand[1]);
}

static jf_ref slope_of(builder *b, jf_ref r)
{
    const jf_ins ins = b->ir->ins[r]; // a copy: the array may move
    jf_ref d[2] = {0, 0};

    if (ins.op == JF_OP_CONST || ins.op == JF_OP_VAR)
        return number(b, ins.op == JF_OP_VAR);
    for (int k = 0; k < jf_op_operands(ins.op); k++) {
        if (k == 2 || b->slope[ins.operand[k]] < 0)
            return -1;
        d[k] = b->slope[ins.operand[k]];
    }
    switch (ins.op) {
    case JF_OP_ADD:
    case JF_OP_SUB:
        return op(b, ins.op, d[0], d[1]);
    case JF_OP_MUL:
        return product(b, &ins, d);
    case JF_OP_DIV:
        return quotient(b, r, &ins, d);
    default:
        break;
    }
    const bool raised = ins.op == JF_OP_POW || ins.op == JF_OP_POWN;
    const jf_ref f = raised ? power(b, r, &ins) : outer(b, r, &ins);
    return f < 0 ? -1 : op(b, JF_OP_MUL, f, d[0]);
}

// Marks what a value is made of by 0, all else by -1.
static void mark(const jf_ir *ir, jf_ref r, jf_ref *slope)
{
    for (jf_ref i = 0; i < r; i++)
        slope[i] = -1;
    slope[r] = 0;
    for (jf_ref i = r; i >= 0; i--)
        for (int k = 0; slope[i] == 0 && k < jf_op_operands(ir->ins[i].op); k++)
            slope[ir->ins[i].operand[k]] = 0;
}

jf_ref jf_ir_derivative(jf_ir *ir, jf_ref r)
{
    builder b = {ir, malloc(((size_t)r + 1) * sizeof *b.slope)};

    if (!b.slope) {
        ir->nomem = true;
        return -1;
    }
    mark(ir, r, b.slope);
    for (jf_ref i = 0; i <= r && !ir->nomem; i++)
        if (b.slope[i] == 0)
            b.slope[i] = slope_of(&b, i);
    const jf_ref slope = ir->nomem ? -1 : b.slope[r];
    free(b.slope);
    return slope;
}
