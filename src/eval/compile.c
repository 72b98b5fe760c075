/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the IR to code for the register machine: a linear scan over the
 * operations, where a register is free again after the last use of its value.
 * The operation that uses it last may write to it: kernels are elementwise.
 * Constants keep a register of their own, filled once by each machine. */
#include "eval/code.h"

#include <stdlib.h>
#include <string.h>

typedef struct scan {
    const jf_ir *ir;
    int *last_use; /* of each value: the operation that uses it last */
    int *where;    /* its register */
    int *free_;    /* a stack of registers */
    int nfree;
    jf_code *code;
} scan;

static void find_last_uses(scan *s)
{
    for (int i = 0; i < s->ir->nins; i++) {
        const jf_ins *const ins = &s->ir->ins[i];
        s->last_use[i] = i;
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            s->last_use[ins->operand[k]] = i;
    }
    s->last_use[s->ir->result] = s->ir->nins;
}

static int take_register(scan *s)
{
    return s->nfree ? s->free_[--s->nfree] : s->code->nregister++;
}

static void release_operands(scan *s, int i)
{
    const jf_ins *const ins = &s->ir->ins[i];

    for (int k = 0; k < jf_op_operands(ins->op); k++) {
        const jf_ref r = ins->operand[k];
        const jf_op op = s->ir->ins[r].op;
        if (s->last_use[r] == i && op != JF_OP_CONST && op != JF_OP_VAR) {
            s->free_[s->nfree++] = s->where[r];
            s->last_use[r] = -1; // an operand used twice is released once
        }
    }
}

static void place_const(scan *s, int i)
{
    s->where[i] = s->code->nregister++;
    s->code->constant[s->code->nconstant++] =
        (jf_code_const){s->where[i], s->ir->ins[i].k};
}

static void place_operation(scan *s, int i, const jf_kernels *kernels)
{
    const jf_ins *const ins = &s->ir->ins[i];
    jf_code_step step = {
        .kernel = kernels->op[ins->op],
        .coef = s->code->ir.coef + ins->coef,
        .ncoef = ins->ncoef,
    };

    for (int k = 0; k < 3; k++)
        step.operand[k] =
            k < jf_op_operands(ins->op) ? s->where[ins->operand[k]] : JF_CODE_Y;
    release_operands(s, i);
    s->where[i] = i == s->ir->result ? JF_CODE_Y : take_register(s);
    step.d = s->where[i];
    s->code->step[s->code->nstep++] = step;
}

// The sine and the cosine of one value, where the first of them stands.
static void place_pair(scan *s, int sine, int cosine, jf_isa isa)
{
    s->where[sine] = sine == s->ir->result ? JF_CODE_Y : take_register(s);
    s->where[cosine] = cosine == s->ir->result ? JF_CODE_Y : take_register(s);
    const int x = s->where[s->ir->ins[sine].operand[0]];
    s->code->step[s->code->nstep++] = (jf_code_step){
        .kernel = jf_fused_of(isa)->sincos,
        .d = s->where[sine],
        .d2 = s->where[cosine],
        .operand = {x, JF_CODE_Y, JF_CODE_Y},
    };
}

static void place_partner(scan *s, int i, int partner, jf_isa isa)
{
    const bool sine = s->ir->ins[i].op == JF_OP_SIN;

    if (i < partner)
        place_pair(s, sine ? i : partner, sine ? partner : i, isa);
    else
        release_operands(s, i);
}

static void place_all(scan *s, jf_isa isa)
{
    find_last_uses(s);
    for (int i = 0; i <= s->ir->result; i++) { // nobody needs what follows
        const jf_op op = s->ir->ins[i].op;
        const jf_ref partner = jf_ir_partner(s->ir, i);
        if (partner >= 0)
            place_partner(s, i, partner, isa);
        else if (op == JF_OP_VAR)
            s->where[i] = JF_CODE_X;
        else if (op == JF_OP_CONST)
            place_const(s, i);
        else
            place_operation(s, i, jf_kernels_of(isa));
    }
    s->code->result = s->where[s->ir->result];
}

static bool reads_x(const jf_code_step *step)
{
    return step->operand[0] == JF_CODE_X || step->operand[1] == JF_CODE_X ||
           step->operand[2] == JF_CODE_X;
}

// Superinstructions for sweeps, where the first and the last steps have some.
static void fuse(scan *s, jf_isa isa)
{
    jf_code *const code = s->code;
    const jf_op last = s->ir->ins[s->ir->result].op;
    bool alone = code->nstep > 0 && code->step[0].ncoef > 0 &&
                 code->step[0].operand[0] == JF_CODE_X &&
                 code->result != JF_CODE_X;

    for (int i = 1; i < code->nstep; i++)
        alone = alone && !reads_x(&code->step[i]);
    code->fused = jf_fused_of(isa);
    if (code->nstep > 0 && code->result == JF_CODE_Y &&
        code->step[code->nstep - 1].d == JF_CODE_Y)
        code->sum = code->fused->sum[last];
    if (alone)
        code->sweep = code->nstep == 1 && code->result == JF_CODE_Y
                          ? JF_SWEEP_SUM_POLY
                          : JF_SWEEP_POLY;
}

// False when memory is out.
static bool copy_ir(jf_ir *copy, const jf_ir *ir)
{
    const size_t n = (size_t)ir->nins, m = (size_t)ir->ncoef;

    *copy = *ir;
    copy->ins = malloc(n * sizeof *copy->ins);
    copy->coef = malloc((m + 1) * sizeof *copy->coef);
    if (!copy->ins || !copy->coef)
        return false;
    memcpy(copy->ins, ir->ins, n * sizeof *copy->ins);
    if (m > 0)
        memcpy(copy->coef, ir->coef, m * sizeof *copy->coef);
    return true;
}

static jf_code *new_code(const jf_ir *ir, jf_isa isa)
{
    const size_t n = (size_t)ir->nins;
    jf_code *const code = calloc(1, sizeof *code);

    if (!code)
        return NULL;
    code->step = malloc(n * sizeof *code->step);
    code->constant = malloc(n * sizeof *code->constant);
    code->isa = isa;
    code->nregister = JF_CODE_FIRST;
    if (copy_ir(&code->ir, ir) && code->step && code->constant)
        return code;
    jf_code_free(code);
    return NULL;
}

jf_status jf_code_compile(const jf_ir *ir, jf_isa isa, jf_code **code)
{
    const size_t n = (size_t)ir->nins;
    int *const work = malloc(3 * n * sizeof *work);

    *code = new_code(ir, isa);
    if (*code && work) {
        scan s = {ir, work, work + n, work + 2 * n, 0, *code};
        place_all(&s, isa);
        fuse(&s, isa);
        free(work);
        return JF_OK;
    }
    free(work);
    jf_code_free(*code);
    *code = NULL;
    return JF_NOMEM;
}

void jf_code_free(jf_code *code)
{
    if (!code)
        return;
    free(code->step);
    free(code->constant);
    jf_ir_clear(&code->ir);
    jf_native_free(atomic_load(&code->native));
    free(code);
}

int jf_code_nregister(const jf_code *code)
{
    return code->nregister - JF_CODE_FIRST;
}

bool jf_code_is_native(const jf_code *code)
{
    return atomic_load(&code->native) != NULL;
}

// By the environment; any value but 0 allows it.
static bool native_is_allowed(void)
{
    const char *const wish = getenv("JIFEN_JIT");

    return !wish || strcmp(wish, "0") != 0;
}

void jf_code_prepare(jf_code *code, int64_t n)
{
    if (n < JF_NATIVE_WORTH || !native_is_allowed() ||
        atomic_exchange(&code->tried, true))
        return;
    const jf_divider divider = jf_cpu_divider(code->isa);
    atomic_store(&code->native,
                 jf_native_compile(&code->ir, code->isa, &divider));
}

jf_status jf_code_of_typed(const jf_ir *typed, jf_code **code)
{
    jf_ir ir;

    jf_ir_clone(&ir, typed);
    jf_status status = jf_ir_optimise(&ir, jf_kernel_scalar);
    if (status == JF_OK)
        status = jf_code_compile(&ir, jf_cpu_isa(), code);
    jf_ir_clear(&ir);
    return status;
}
