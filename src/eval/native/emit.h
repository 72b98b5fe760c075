/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Machine code for segments, and the function around them. */
#ifndef JF_EVAL_NATIVE_EMIT_H
#define JF_EVAL_NATIVE_EMIT_H

#include "eval/native/alloc.h"

/* Offsets in the frame, which begins with the numbers 0 to 255. */
typedef struct jf_layout {
    int block; /* the first scratch block */
    int args;  /* the first jf_kernel_args */
    int step;
    int spill;
    int pool; /* the end: constants */
} jf_layout;

typedef struct jf_emit {
    jf_x86 x86;
    const jf_layout *layout;
    bool single; /* one segment, all parts in registers: they stay there */
    jf_alloc alloc;
    int copies;   /* interleaved */
    int ndivider; /* of JF_EMIT_VECTORS that go to the divider */
    int reg[32];  /* vector registers in the order of use */
    int nlanes;   /* of them for the lanes, which else are in memory, */
    int half;     /* of this half of the block */
    int nfixed;
    int first_held; /* constants in registers, after the other fixed ones */
    int nheld;
    int held[16]; /* where they stand in the pool */
} jf_emit;

/* Vectors that one turn of the inner loop does. */
enum { JF_EMIT_VECTORS = 4 };

/* The function begins, ends; between them it is run once for each block. */
size_t jf_emit_begin(jf_emit *e);
void jf_emit_end(jf_emit *e, size_t begin);

/* A call of a kernel, with arguments that stand in the frame. */
void jf_emit_call(jf_emit *e, jf_kernel kernel, int args, bool first);

/* fit.c: the plan for a segment, with e->alloc made.  False when there is none,
 * or none that is better than without Newton's method. */
bool jf_emit_fit(jf_emit *e, jf_vec *v, bool last);

/* The loop over a block.  False, with nothing written, when it cannot be done,
 * or not better than without Newton's method. */
bool jf_emit_segment(jf_emit *e, jf_vec *v, bool last);

#endif
