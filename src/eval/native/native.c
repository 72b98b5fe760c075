/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces together: plan, then each segment lowered and written; memory
 * for the code, and frames for those who run it. */
#include "eval/native/native.h"
#include "base/os.h"
#include "eval/native/emit.h"
#include "eval/native/plan.h"

#include <stdlib.h>
#include <string.h>

enum { CODE_SIZE = 1 << 16, LINE = 64, BLOCK_SIZE = JF_BLOCK * 8 };

typedef void(JF_KERNEL_ABI *entry)(char *frame, size_t nblock,
                                   const double *start, double *part);

struct jf_native {
    void *code;
    size_t ncode;
    bool wide;
    jf_layout layout;
    size_t frame_size;
    jf_plan plan; // its ir is not read again
    jf_vec_pool pool;
};

struct jf_native_frame {
    const jf_native *native;
    char *base; // in `memory`, at the start of a line
    char memory[];
};

// What is needed only to compile.
typedef struct work {
    jf_native *native;
    const jf_divider *divider;
    jf_emit emit;
    jf_vec vec;
    int value[]; // of each operation, in the segment under way; or -1
} work;

static int block_offset(const jf_native *native, int block)
{
    return native->layout.block + block * BLOCK_SIZE;
}

// The value of operation r in segment s.
static int fetch(work *w, int s, int r)
{
    const jf_plan *const p = &w->native->plan;
    const jf_ins *const ins = &p->ir->ins[r];

    if (ins->op == JF_OP_CONST)
        return jf_vec_const(&w->vec, ins->k);
    if (ins->op == JF_OP_VAR && p->place[r] >= s)
        return jf_vec_x(&w->vec);
    if (p->place[r] < s || jf_plan_is_call(p, r))
        return jf_vec_block(&w->vec, block_offset(w->native, p->block[r]));
    return w->value[r];
}

// A product at last goes into the lanes by fma.
static bool is_last_product(const jf_plan *p, int i)
{
    return i == p->ir->result && p->ir->ins[i].op == JF_OP_MUL;
}

static void lower_operations(work *w, int s)
{
    const jf_plan *const p = &w->native->plan;

    for (int i = 0; i <= p->ir->result; i++) {
        const jf_ins *const ins = &p->ir->ins[i];
        int operand[3] = {0};
        if (p->place[i] != s || jf_plan_is_call(p, i) ||
            jf_op_operands(ins->op) == 0 || is_last_product(p, i))
            continue;
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            operand[k] = fetch(w, s, ins->operand[k]);
        w->value[i] = jf_vec_lower(&w->vec, p->ir, ins, operand);
    }
}

static void store(work *w, int value, int block)
{
    const int to = jf_vec_block(&w->vec, block_offset(w->native, block));

    jf_vec_do(&w->vec, JF_VEC_STORE, value, to, -1);
}

static void lower_segment(work *w, int s, const jf_divider *divider)
{
    const jf_plan *const p = &w->native->plan;

    jf_vec_init(&w->vec, w->native->wide, divider, &w->native->pool);
    lower_operations(w, s);
    for (int i = 0; i <= p->ir->result; i++)
        if (p->place[i] == s && p->block[i] >= 0 && !jf_plan_is_call(p, i) &&
            p->ir->ins[i].op != JF_OP_CONST)
            store(w, fetch(w, s, i), p->block[i]);
    const jf_ref *const factor = p->ir->ins[p->ir->result].operand;
    if (s < p->nsegment - 1)
        return;
    if (is_last_product(p, p->ir->result))
        jf_vec_do(&w->vec, JF_VEC_SUM_PRODUCT, fetch(w, s, factor[0]),
                  fetch(w, s, factor[1]), -1);
    else
        jf_vec_do(&w->vec, JF_VEC_SUM, fetch(w, s, p->ir->result), -1, -1);
}

static void emit_calls(work *w, int s)
{
    const jf_plan *const p = &w->native->plan;
    bool first = true;

    for (int i = 0; i < p->ncall; i++)
        if (p->call[i].segment == s) {
            jf_emit_call(&w->emit, p->call[i].kernel,
                         w->native->layout.args +
                             i * (int)sizeof(jf_kernel_args),
                         first);
            first = false;
        }
}

static bool emit_segment(work *w, int s, const jf_divider *divider)
{
    lower_segment(w, s, divider);
    return (w->vec.nstep == 0 && !w->vec.failed) ||
           jf_emit_segment(&w->emit, &w->vec,
                           s == w->native->plan.nsegment - 1);
}

static bool emit_all(work *w)
{
    const jf_plan *const p = &w->native->plan;
    const size_t begin = jf_emit_begin(&w->emit);

    for (int s = 0; s < p->nsegment; s++) {
        emit_calls(w, s);
        if (!emit_segment(w, s, w->divider) &&
            !(w->vec.guarded && emit_segment(w, s, NULL)))
            return false;
    }
    jf_emit_end(&w->emit, begin);
    return !w->emit.x86.full;
}

static int round_up(int n)
{
    return (n + LINE - 1) / LINE * LINE;
}

static void lay_out(jf_native *native)
{
    jf_layout *const l = &native->layout;
    const jf_plan *const p = &native->plan;

    l->block = BLOCK_SIZE;
    l->args = block_offset(native, p->nblock);
    l->step = l->args + p->ncall * (int)sizeof(jf_kernel_args);
    l->spill = round_up(l->step + (int)sizeof(double));
    l->pool = l->spill + JF_SPILLS_MAX * LINE;
}

static bool compile(jf_native *native, const jf_divider *divider)
{
    work *const w =
        malloc(sizeof *w + (size_t)native->plan.ir->nins * sizeof(int));

    if (!w)
        return false;
    w->native = native;
    w->divider = divider;
    w->emit.x86 = (jf_x86){.size = CODE_SIZE, .wide = native->wide};
    w->emit.layout = &native->layout;
    w->emit.single = native->wide && native->plan.nsegment == 1;
    native->code = w->emit.x86.code = jf_os_code_new(CODE_SIZE);
    const bool done =
        native->code && emit_all(w) && jf_os_code_seal(native->code, CODE_SIZE);
    native->ncode = w->emit.x86.n;
    free(w);
    return done;
}

jf_native *jf_native_compile(const jf_ir *ir, jf_isa isa,
                             const jf_divider *divider)
{
    if (isa != JF_ISA_AVX2 && isa != JF_ISA_AVX512)
        return NULL;
    jf_native *const native = malloc(sizeof *native);
    if (!native)
        return NULL;
    native->code = NULL;
    native->wide = isa == JF_ISA_AVX512;
    native->pool.n = 0;
    bool done = jf_plan_init(&native->plan, ir, isa);
    if (done) {
        lay_out(native);
        done = compile(native, divider);
        native->frame_size =
            (size_t)native->layout.pool +
            (size_t)native->pool.n * (native->wide ? sizeof(double) : 32);
    }
    if (done)
        return native;
    jf_native_free(native);
    return NULL;
}

void jf_native_free(jf_native *native)
{
    if (!native)
        return;
    jf_os_code_free(native->code, CODE_SIZE);
    jf_plan_clear(&native->plan);
    free(native);
}

const void *jf_native_bytes(const jf_native *native, size_t *n)
{
    *n = native->ncode;
    return native->code;
}

// ---- frames

static double *block_at(const jf_native_frame *f, int block)
{
    return (double *)(void *)(f->base + block_offset(f->native, block));
}

static void fill_pool(jf_native_frame *f)
{
    const jf_vec_pool *const pool = &f->native->pool;
    const size_t copies = f->native->wide ? 1 : 4;
    char *at = f->base + f->native->layout.pool;

    for (int i = 0; i < pool->n; i++)
        for (size_t k = 0; k < copies; k++, at += sizeof(uint64_t))
            memcpy(at, &pool->bits[i], sizeof(uint64_t));
}

static void fill_args(jf_native_frame *f)
{
    const jf_plan *const p = &f->native->plan;
    jf_kernel_args *const args =
        (jf_kernel_args *)(void *)(f->base + f->native->layout.args);

    for (int i = 0; i < p->ncall; i++)
        args[i] = (jf_kernel_args){
            .d = block_at(f, p->call[i].d),
            .d2 = block_at(f, p->call[i].d2),
            .operand = {block_at(f, p->call[i].operand[0]),
                        block_at(f, p->call[i].operand[1]),
                        block_at(f, p->call[i].operand[2])},
        };
}

jf_native_frame *jf_native_frame_new(const jf_native *native)
{
    jf_native_frame *const f = malloc(sizeof *f + native->frame_size + LINE);

    if (!f)
        return NULL;
    f->native = native;
    f->base = f->memory + (LINE - (uintptr_t)f->memory % LINE) % LINE;
    double *const index = (double *)(void *)f->base;
    for (int i = 0; i < JF_BLOCK; i++)
        index[i] = i;
    for (int i = 0; i < native->plan.nfill; i++)
        for (int k = 0; k < JF_BLOCK; k++)
            block_at(f, native->plan.fill[i].block)[k] = native->plan.fill[i].k;
    fill_args(f);
    fill_pool(f);
    return f;
}

void jf_native_frame_free(jf_native_frame *frame)
{
    free(frame);
}

void jf_native_sweep(jf_native_frame *frame, int nblock, const double *start,
                     double step, jf_lanes *lanes)
{
    entry run;

    memcpy(&run, &frame->native->code, sizeof run); // no cast from data to code
    memcpy(frame->base + frame->native->layout.step, &step, sizeof step);
    if (nblock > 0)
        run(frame->base, (size_t)nblock, start, lanes->part);
}
