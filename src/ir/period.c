/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a program is the same a stretch later: f(x + T) = f(x).
 *
 * Each value is found to be the same, its opposite, or neither, from what its
 * operands are.  sin, cos and tan of w x + c are what whole or half numbers of
 * turns over T make them; x itself is neither.  So cos(8 sin(x)) has the period
 * pi, and so has sin(x)^2.
 *
 * A limit such as 2*pi is rounded: so many turns count as whole as are within
 * 4 units in the last place of the larger limit. */
#include "ir/phase.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

typedef enum likeness { SAME, OPPOSITE, NEITHER } likeness;

typedef struct stretch {
    double a, b;
    double most; // turns of what turns fastest
} stretch;

static likeness wave(stretch *s, const jf_ir *ir, const jf_ins *ins)
{
    static const double TURN = 0x1.921fb54442d18p+2, SLIP = 4 * DBL_EPSILON;
    const double reach = fmax(fabs(s->a), fabs(s->b));
    double w, c;

    if (!jf_ir_line(ir, ins->operand[0], &w, &c) || w == 0)
        return NEITHER;
    const double turns = fabs(w) * (s->b - s->a) / TURN;
    const double halves = floor(2 * turns + 0.5);
    const double slip = SLIP * (fabs(w) * reach / TURN + turns);
    if (halves == 0 || fabs(2 * turns - halves) > 2 * slip)
        return NEITHER;
    s->most = fmax(s->most, turns);
    return ins->op == JF_OP_TAN || fmod(halves, 2) == 0 ? SAME : OPPOSITE;
}

static bool is_even(jf_op op)
{
    return op == JF_OP_ABS || op == JF_OP_COS || op == JF_OP_COSH ||
           op == JF_OP_J0;
}

static bool is_odd(jf_op op)
{
    switch (op) {
    case JF_OP_NEG:
    case JF_OP_RECIP:
    case JF_OP_SIN:
    case JF_OP_TAN:
    case JF_OP_ASIN:
    case JF_OP_ATAN:
    case JF_OP_SINH:
    case JF_OP_TANH:
    case JF_OP_ASINH:
    case JF_OP_ATANH:
    case JF_OP_CBRT:
    case JF_OP_ERF:
    case JF_OP_J1:
        return true;
    default:
        return false;
    }
}

static likeness power(const jf_ir *ir, const jf_ins *ins)
{
    const jf_ins *const exponent = &ir->ins[ins->operand[1]];

    if (exponent->op != JF_OP_CONST || floor(exponent->k) != exponent->k)
        return NEITHER;
    return fmod(exponent->k, 2) == 0 ? SAME : OPPOSITE;
}

// Of operands of which one at least is the opposite, none neither.
static likeness turned(const jf_ir *ir, const jf_ins *ins, likeness a,
                       likeness b)
{
    switch (ins->op) {
    case JF_OP_ADD:
    case JF_OP_SUB:
        return a == b ? OPPOSITE : NEITHER;
    case JF_OP_MUL:
    case JF_OP_DIV:
        return a == b ? SAME : OPPOSITE;
    case JF_OP_POW:
    case JF_OP_POWN:
        return a == OPPOSITE ? power(ir, ins) : NEITHER;
    default:
        return is_even(ins->op) ? SAME : is_odd(ins->op) ? OPPOSITE : NEITHER;
    }
}

static likeness judge(stretch *s, const jf_ir *ir, const jf_ins *ins,
                      const likeness *known)
{
    const int n = jf_op_operands(ins->op);
    bool same = true;

    for (int k = 0; k < n; k++) {
        if (known[ins->operand[k]] == NEITHER)
            return ins->op == JF_OP_SIN || ins->op == JF_OP_COS ||
                           ins->op == JF_OP_TAN
                       ? wave(s, ir, ins)
                       : NEITHER;
        same = same && known[ins->operand[k]] == SAME;
    }
    return same ? SAME
                : turned(ir, ins, known[ins->operand[0]],
                         n > 1 ? known[ins->operand[1]] : SAME);
}

double jf_ir_turns(const jf_ir *typed, double a, double b)
{
    likeness *const known = malloc((size_t)typed->nins * sizeof *known);
    stretch s = {.a = a, .b = b};

    if (!known) // nothing is known
        return 0;
    for (int i = 0; i < typed->nins; i++)
        known[i] = typed->ins[i].op == JF_OP_VAR
                       ? NEITHER
                       : judge(&s, typed, &typed->ins[i], known);
    const bool periodic = known[typed->result] == SAME;
    free(known);
    return periodic ? s.most : 0;
}
