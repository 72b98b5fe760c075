/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which operation of an IR belongs to which segment, what is called between
 * them, and where values live that cross from one to another. */
#ifndef JF_EVAL_NATIVE_PLAN_H
#define JF_EVAL_NATIVE_PLAN_H

#include "eval/program.h"

/* A kernel called on whole blocks. */
typedef struct jf_plan_call {
    int segment; /* before which it is called */
    jf_kernel kernel;
    int d, d2, operand[3]; /* blocks */
} jf_plan_call;

/* A block that holds a constant, for calls. */
typedef struct jf_plan_fill {
    int block;
    double k;
} jf_plan_fill;

typedef struct jf_plan {
    const jf_ir *ir;
    int nsegment, nblock, ncall, nfill;
    int *place; /* of each operation: its segment; VAR: that which stores it */
    int *block; /* that holds its value for later segments and calls, or -1 */
    jf_plan_call *call; /* in order */
    jf_plan_fill *fill;
    void *memory;
} jf_plan;

enum { JF_PLAN_NOWHERE = 1 << 28 }; /* place of what is not needed */

/* False when memory is out.  Otherwise jf_plan_clear is needed. */
bool jf_plan_init(jf_plan *plan, const jf_ir *ir, jf_isa isa);
void jf_plan_clear(jf_plan *plan);

/* Whether operation i is computed by a kernel, not by vector instructions. */
bool jf_plan_is_call(const jf_plan *plan, int i);

#endif
