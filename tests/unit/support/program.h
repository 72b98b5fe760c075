/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random programs of the IR, and the plainest way to run one: a value at a
 * time, each operation by jf_kernel_scalar. */
#ifndef TEST_PROGRAM_H
#define TEST_PROGRAM_H

#include "random.h"

#include "base/fma.h"
#include "eval/kernels.h"
#include "ir/ir.h"

/* A constant as people type it, or one that the rules of fold look for. */
static inline double any_constant(dice *d)
{
    static const double usual[] = {0,  -0.0, 1,    -1, 2,   3,
                                   -4, 0.5,  0.25, 10, 1.5, -2};

    return pick(d, 4) ? usual[pick(d, (int)(sizeof usual / sizeof *usual))]
                      : any_double(d);
}

static inline void add_random_poly(jf_ir *ir, dice *d)
{
    double coef[JF_POLY_DEGREE_MAX + 1];
    const int n = 1 + pick(d, pick(d, 8) ? 6 : JF_POLY_DEGREE_MAX + 1);

    for (int i = 0; i < n; i++)
        coef[i] = any_constant(d);
    jf_ir_poly(ir, pick(d, ir->nins), n, coef);
}

/* Recent values more often than old ones. */
static inline jf_ref any_value(const jf_ir *ir, dice *d)
{
    const int window = pick(d, 3) ? 6 : ir->nins;

    return ir->nins - 1 - pick(d, window < ir->nins ? window : ir->nins);
}

/* n operations with ids below `end`, or pow; the result among the last. */
static inline void random_program(jf_ir *ir, dice *d, int n, jf_op end)
{
    *ir = (jf_ir){0};
    jf_ir_add(ir, JF_OP_VAR, 0, 0, 0);
    while (ir->nins < n) {
        const jf_op op = pick(d, 12) ? (jf_op)pick(d, (int)end) : JF_OP_POW;
        if (op == JF_OP_CONST || pick(d, 6) == 0)
            jf_ir_const(ir, any_constant(d));
        else if (op == JF_OP_POLY)
            add_random_poly(ir, d);
        else
            jf_ir_add(ir, op, any_value(ir, d), any_value(ir, d),
                      any_value(ir, d));
    }
    ir->result = ir->nins - 1 - pick(d, ir->nins < 4 ? ir->nins : 4);
}

static inline double run_poly(const jf_ir *ir, const jf_ins *ins, double x)
{
    double y = ir->coef[ins->coef];

    for (int i = 1; i < ins->ncoef; i++)
        y = jf_fma(y, x, ir->coef[ins->coef + i]);
    return y;
}

/* value[ir->nins] takes the value of every operation. */
static inline double run_program(const jf_ir *ir, double x, double *value)
{
    for (int i = 0; i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        const double a = i ? value[ins->operand[0]] : 0;
        const double b = i ? value[ins->operand[1]] : 0;
        const double c = i ? value[ins->operand[2]] : 0;
        value[i] = ins->op == JF_OP_VAR     ? x
                   : ins->op == JF_OP_CONST ? ins->k
                   : ins->op == JF_OP_POLY  ? run_poly(ir, ins, a)
                                           : jf_kernel_scalar(ins->op, a, b, c);
    }
    return value[ir->result];
}

#endif
