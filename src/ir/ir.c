/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ir/ir.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct row {
    const char *text;
    int operands;
} row;

static const row rows[JF_NOP] = {
#define JF_OP(id, text, operands, value) [JF_OP_##id] = {text, operands},
#include "ir/ops.def"
#undef JF_OP
};

int jf_op_operands(jf_op op)
{
    return rows[op].operands;
}

const char *jf_op_text(jf_op op)
{
    return rows[op].text;
}

void jf_ir_clear(jf_ir *ir)
{
    free(ir->ins);
    free(ir->coef);
    *ir = (jf_ir){0};
}

// Room for `need` objects of `size` bytes: the array, moved perhaps, or NULL.
static void *grow(void *array, int need, int *cap, size_t size)
{
    if (need <= *cap)
        return array;
    const int room = 2 * need + 16;
    void *const p = realloc(array, (size_t)room * size);
    if (p)
        *cap = room;
    return p;
}

// Once memory was out nothing is added any more, even if some is free again:
// later operations would refer to ones that are not there.
static jf_ref append(jf_ir *ir, const jf_ins *ins)
{
    jf_ins *const room =
        ir->nomem ? NULL : grow(ir->ins, ir->nins + 1, &ir->cap, sizeof *ins);

    if (!room) {
        ir->nomem = true;
        return 0;
    }
    ir->ins = room;
    ir->ins[ir->nins] = *ins;
    return ir->nins++;
}

jf_ref jf_ir_add(jf_ir *ir, jf_op op, jf_ref a, jf_ref b, jf_ref c)
{
    const int n = rows[op].operands;
    const jf_ins ins = {
        .op = op,
        .operand = {n > 0 ? a : 0, n > 1 ? b : 0, n > 2 ? c : 0},
    };

    return append(ir, &ins);
}

bool jf_ir_is_short(double k)
{
    int e;
    const double m = ldexp(frexp(k, &e), 33);

    return m == rint(m) || k == rint(k);
}

double jf_ir_ulp(double k)
{
    int e;

    frexp(k, &e);
    return ldexp(1, e - DBL_MANT_DIG);
}

jf_ref jf_ir_doubtful(jf_ir *ir, double k, double err)
{
    return append(ir, &(jf_ins){.op = JF_OP_CONST, .k = k, .err = err});
}

jf_ref jf_ir_const(jf_ir *ir, double k)
{
    const bool exact = !isfinite(k) || jf_ir_is_short(k);

    return jf_ir_doubtful(ir, k, exact ? 0 : jf_ir_ulp(k) / 2);
}

jf_ref jf_ir_poly(jf_ir *ir, jf_ref x, int n, const double *coef)
{
    double *const room =
        grow(ir->coef, ir->ncoef + n, &ir->coef_cap, sizeof *ir->coef);

    if (!room) {
        ir->nomem = true;
        return 0;
    }
    ir->coef = room;
    memcpy(ir->coef + ir->ncoef, coef, (size_t)n * sizeof *coef);
    const jf_ins ins = {
        .op = JF_OP_POLY, .operand = {x}, .coef = ir->ncoef, .ncoef = n};
    ir->ncoef += n;
    return append(ir, &ins);
}

jf_ref jf_ir_copy(jf_ir *ir, const jf_ir *from, jf_ref old,
                  const jf_ref operand[3])
{
    const jf_ins *const ins = &from->ins[old];

    if (ins->op == JF_OP_CONST)
        return jf_ir_doubtful(ir, ins->k, ins->err);
    if (ins->op == JF_OP_POLY)
        return jf_ir_poly(ir, operand[0], ins->ncoef, from->coef + ins->coef);
    return jf_ir_add(ir, ins->op, operand[0], operand[1], operand[2]);
}

void jf_ir_clone(jf_ir *ir, const jf_ir *from)
{
    *ir = (jf_ir){.nomem = from->nomem};
    for (int i = 0; i < from->nins; i++)
        jf_ir_copy(ir, from, i, from->ins[i].operand);
    ir->result = from->result;
}

static bool has_valid_coef(const jf_ir *ir, const jf_ins *ins)
{
    if (ins->op != JF_OP_POLY)
        return ins->ncoef == 0;
    return ins->ncoef >= 1 && ins->ncoef <= JF_POLY_DEGREE_MAX + 1 &&
           ins->coef >= 0 && ins->coef <= ir->ncoef - ins->ncoef;
}

static bool is_valid_ins(const jf_ir *ir, int i)
{
    const jf_ins *const ins = &ir->ins[i];

    if ((int)ins->op < 0 || ins->op >= JF_NOP || !has_valid_coef(ir, ins))
        return false;
    for (int k = 0; k < 3; k++) {
        const bool used = k < rows[ins->op].operands;
        if (used ? ins->operand[k] < 0 || ins->operand[k] >= i
                 : ins->operand[k] != 0)
            return false;
    }
    return true;
}

bool jf_ir_valid(const jf_ir *ir)
{
    if (ir->nomem || ir->nins < 1 || ir->result < 0 || ir->result >= ir->nins)
        return false;
    for (int i = 0; i < ir->nins; i++)
        if (!is_valid_ins(ir, i))
            return false;
    return true;
}

void jf_ir_rewrite(jf_ir *ir, jf_ir_rule rule, void *param)
{
    jf_ir out = {0};
    jf_ref *const map = malloc(((size_t)ir->nins + 1) * sizeof *map);

    out.nomem = !map || ir->nomem;
    for (int i = 0; !out.nomem && i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        const jf_ref operand[3] = {
            i ? map[ins->operand[0]] : 0,
            i ? map[ins->operand[1]] : 0,
            i ? map[ins->operand[2]] : 0,
        };
        map[i] = rule(&out, ir, i, operand, param);
    }
    if (!out.nomem && ir->nins)
        out.result = map[ir->result];
    free(map);
    assert(out.nomem || ir->nins == 0 || jf_ir_valid(&out));
    jf_ir_clear(ir);
    *ir = out;
}

void jf_ir_count_uses(const jf_ir *ir, int *uses)
{
    memset(uses, 0, (size_t)ir->nins * sizeof *uses);
    for (int i = 0; i < ir->nins; i++)
        for (int k = 0; k < rows[ir->ins[i].op].operands; k++)
            uses[ir->ins[i].operand[k]]++;
    if (ir->nins)
        uses[ir->result]++;
}

static jf_ref first_of(const jf_ir *ir, jf_op op, jf_ref operand)
{
    for (int i = 0; i < ir->nins; i++)
        if (ir->ins[i].op == op && ir->ins[i].operand[0] == operand)
            return i;
    return -1;
}

// Of several equal ones (before cse) the first has the partner.
jf_ref jf_ir_partner(const jf_ir *ir, jf_ref r)
{
    const jf_ins *const ins = &ir->ins[r];

    if (ins->op != JF_OP_SIN && ins->op != JF_OP_COS)
        return -1;
    if (first_of(ir, ins->op, ins->operand[0]) != r)
        return -1;
    return first_of(ir, ins->op == JF_OP_SIN ? JF_OP_COS : JF_OP_SIN,
                    ins->operand[0]);
}
