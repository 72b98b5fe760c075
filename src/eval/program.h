/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register machine over blocks: the IR, with each value given a register
 * that holds JF_BLOCK doubles, and each operation the kernel of the
 * instruction set in use.
 *
 * A register of 256 doubles is 2 KiB; a dozen of them live in L1.  Dispatch
 * costs one indirect call a block.  Best in a prototype: 128 to 512; 4096 is
 * twice as slow, being out of L1.  Rejected: a tree of closures or a stack
 * machine over single values (20 to 200 ns a point). */
#ifndef JF_EVAL_PROGRAM_H
#define JF_EVAL_PROGRAM_H

#include "base/lanes.h"
#include "eval/kernels.h"

#include <jifen/integrate.h>

enum { JF_BLOCK = JF_LANES_FILL };

/* Immutable once compiled; shared between threads. */
typedef struct jf_code jf_code;

/* Takes nothing of ir, which may be cleared afterwards.  JF_OK or JF_NOMEM. */
jf_status jf_code_compile(const jf_ir *ir, jf_isa isa, jf_code **code);

/* The same of an optimised copy, for this CPU: `typed` can still be looked
 * at. */
jf_status jf_code_of_typed(const jf_ir *typed, jf_code **code);
void jf_code_free(jf_code *code);

/* The registers of one thread; NULL when memory is out. */
typedef struct jf_machine jf_machine;
jf_machine *jf_machine_new(const jf_code *code);
void jf_machine_free(jf_machine *machine);

/* y[i] = f(x[i]) for any n; a value depends on its own x alone. */
void jf_machine_run(jf_machine *machine, size_t n, const double *x, double *y);

/* The two functions of base/sweep.h.  prepare makes native code if n is large
 * enough to pay and JIFEN_JIT is not 0; several threads may call it at once.
 * Machines made afterwards use it. */
void jf_code_prepare(jf_code *code, int64_t n);
void jf_machine_sweep(jf_machine *machine, int nblock, const double *start,
                      double step, jf_lanes *lanes);

/* Whether there is native code by now: for tests. */
bool jf_code_is_native(const jf_code *code);

/* How many registers beside x and y: for tests. */
int jf_code_nregister(const jf_code *code);

#endif
