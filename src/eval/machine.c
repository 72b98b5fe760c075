/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs code over blocks.  Whole blocks are read and written in place; the last
 * one goes through the machine's own input and output, padded with copies of
 * its last abscissa, since kernels work on whole vectors. */
#include "eval/code.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct jf_machine {
    const jf_code *code;
    void *memory;
    double **reg; /* JF_CODE_X and JF_CODE_Y are set for each block */
    double *x, *y;
    jf_native_frame *frame; /* NULL: no native code */
};

enum { ALIGNMENT = 64 };

static void fill(double *block, double k)
{
    for (int i = 0; i < JF_BLOCK; i++)
        block[i] = k;
}

static void place_registers(jf_machine *m)
{
    const uintptr_t raw = (uintptr_t)m->memory;
    double *block = (double *)((raw + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);

    m->x = block;
    m->y = block + JF_BLOCK;
    for (int i = JF_CODE_FIRST; i < m->code->nregister; i++)
        m->reg[i] = block + i * JF_BLOCK;
    for (int i = 0; i < m->code->nconstant; i++)
        fill(m->reg[m->code->constant[i].reg], m->code->constant[i].k);
}

jf_machine *jf_machine_new(const jf_code *code)
{
    const size_t n = (size_t)code->nregister;
    jf_machine *const m = malloc(sizeof *m);

    if (!m)
        return NULL;
    *m = (jf_machine){
        .code = code,
        .memory = malloc(n * JF_BLOCK * sizeof(double) + ALIGNMENT),
        .reg = malloc(n * sizeof(double *)),
    };
    if (!m->memory || !m->reg) {
        jf_machine_free(m);
        return NULL;
    }
    place_registers(m);
    const jf_native *const native = atomic_load(&code->native);
    if (native)
        m->frame = jf_native_frame_new(native); // without it goes, too
    return m;
}

void jf_machine_free(jf_machine *machine)
{
    if (!machine)
        return;
    free(machine->memory);
    free(machine->reg);
    jf_native_frame_free(machine->frame);
    free(machine);
}

static jf_kernel_args args_of(const jf_machine *m, const jf_code_step *step)
{
    return (jf_kernel_args){
        .d = m->reg[step->d],
        .d2 = m->reg[step->d2],
        .operand = {m->reg[step->operand[0]], m->reg[step->operand[1]],
                    m->reg[step->operand[2]]},
        .coef = step->coef,
        .ncoef = step->ncoef,
    };
}

// n is a multiple of JF_KERNEL_UNIT, at most JF_BLOCK.
static void run_steps(const jf_machine *m, size_t n, int from, int to)
{
    for (int i = from; i < to; i++) {
        const jf_kernel_args args = args_of(m, &m->code->step[i]);
        m->code->step[i].kernel(n, &args);
    }
}

static void run_block(jf_machine *m, size_t n, double *x, double *y)
{
    const jf_code *const code = m->code;

    m->reg[JF_CODE_X] = x;
    m->reg[JF_CODE_Y] = y;
    run_steps(m, n, 0, code->nstep);
    if (code->result != JF_CODE_Y) // f is x itself, or a constant
        memcpy(y, m->reg[code->result], n * sizeof *y);
}

void jf_machine_run(jf_machine *machine, size_t n, const double *x, double *y)
{
    for (; n >= JF_BLOCK; n -= JF_BLOCK, x += JF_BLOCK, y += JF_BLOCK) {
        // no kernel writes to register X
        run_block(machine, JF_BLOCK, (double *)x, y);
    }
    if (n == 0)
        return;
    const size_t padded =
        (n + JF_KERNEL_UNIT - 1) / JF_KERNEL_UNIT * JF_KERNEL_UNIT;
    memcpy(machine->x, x, n * sizeof *x);
    for (size_t i = n; i < padded; i++)
        machine->x[i] = x[n - 1];
    run_block(machine, padded, machine->x, machine->y);
    memcpy(y, machine->y, n * sizeof *y);
}

// One block of a sweep.
static void sweep_block(jf_machine *m, const jf_lanes_kernels *kernels,
                        double start, double step, jf_lanes *lanes)
{
    const jf_code *const code = m->code;
    const bool poly = code->sweep != JF_SWEEP_PLAIN;
    const int last = code->nstep - 1;

    if (poly) {
        const jf_kernel_args args = args_of(m, &code->step[0]);
        if (code->sweep == JF_SWEEP_SUM_POLY) {
            code->fused->sum_poly(&args, start, step, lanes);
            return;
        }
        code->fused->poly(&args, start, step);
    } else {
        kernels->fill(JF_BLOCK, start, step, HUGE_VAL, m->x);
    }
    run_steps(m, JF_BLOCK, poly, code->sum ? last : code->nstep);
    if (code->sum) {
        const jf_kernel_args args = args_of(m, &code->step[last]);
        code->sum(&args, lanes);
    } else {
        kernels->add(JF_BLOCK, m->reg[code->result], lanes);
    }
}

void jf_machine_sweep(jf_machine *machine, int nblock, const double *start,
                      double step, jf_lanes *lanes)
{
    if (machine->frame) {
        jf_native_sweep(machine->frame, nblock, start, step, lanes);
        return;
    }
    const jf_lanes_kernels *const kernels = jf_lanes_kernels_get();
    machine->reg[JF_CODE_X] = machine->x;
    machine->reg[JF_CODE_Y] = machine->y;
    for (int i = 0; i < nblock; i++)
        sweep_block(machine, kernels, start[i], step, lanes);
}
