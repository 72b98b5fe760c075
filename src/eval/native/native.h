/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native code for programs: sums over blocks of abscissae in one go.
 *
 * Arithmetic is compiled to vector instructions, with all values in registers;
 * functions are the kernels of eval/kernels.h, called between the loops.  The
 * bits are those of the register machine (docs/design/0006-native-code.md). */
#ifndef JF_EVAL_NATIVE_NATIVE_H
#define JF_EVAL_NATIVE_NATIVE_H

#include "base/cpu.h"
#include "eval/program.h"

/* Immutable; shared between threads. */
typedef struct jf_native jf_native;

/* NULL when there is none, for whatever reason: an instruction set without,
 * a program too long, memory out, or a system that forbids it.  Takes nothing
 * of ir; the divider is that of the CPU that shall be served well. */
jf_native *jf_native_compile(const jf_ir *ir, jf_isa isa,
                             const jf_divider *divider);
void jf_native_free(jf_native *native);

/* Of machine code: for tests and measurements. */
const void *jf_native_bytes(const jf_native *native, size_t *n);

/* The scratch memory of one thread; NULL when memory is out. */
typedef struct jf_native_frame jf_native_frame;
jf_native_frame *jf_native_frame_new(const jf_native *native);
void jf_native_frame_free(jf_native_frame *frame);

/* As jf_machine_sweep. */
void jf_native_sweep(jf_native_frame *frame, int nblock, const double *start,
                     double step, jf_lanes *lanes);

#endif
