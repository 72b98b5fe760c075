/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registers for a vector program. */
#ifndef JF_EVAL_NATIVE_ALLOC_H
#define JF_EVAL_NATIVE_ALLOC_H

#include "eval/native/vec.h"

/* What an instruction names.  A slot stands for one register in each copy. */
typedef enum jf_operand_kind {
    JF_OPERAND_NONE,
    JF_OPERAND_SLOT,
    JF_OPERAND_FIXED, /* JF_FIXED_..., or one of the guard's */
    JF_OPERAND_LANES, /* the sum that the vector belongs to, or its memory */
    JF_OPERAND_MASK,  /* the mask of the copy */
    JF_OPERAND_GUARD, /* k1 */
    JF_OPERAND_CONST, /* in memory from here on: pool */
    JF_OPERAND_BLOCK, /* frame, at the vector */
    JF_OPERAND_SPILL  /* frame, a vector for each copy */
} jf_operand_kind;

enum { JF_FIXED_LEAST = JF_FIXED_START + 1, JF_FIXED_MOST, JF_NFIXED };

typedef struct jf_operand {
    int kind, n; /* number or offset */
} jf_operand;

typedef struct jf_vec_ins {
    uint8_t op, change, when, other;
    uint8_t mask; /* kind of operand: JF_OPERAND_MASK, _GUARD or _NONE */
    int16_t imm;
    jf_operand d, s, r;
} jf_vec_ins;

enum { JF_VEC_INS = 6000, JF_SLOTS_MAX = 32, JF_SPILLS_MAX = 256 };

typedef struct jf_alloc {
    jf_vec *v;
    int nslot;
    int spill_offset, spill_size; /* where spilled vectors go, in the frame */
    bool may_spill;
    bool sum_in_memory; /* the lanes */
    int nspill;
    int step;
    int owner[JF_SLOTS_MAX]; /* the value in each slot, or -1 */
    bool pinned[JF_SLOTS_MAX];
    int n, tail; /* from here on: stores and sums */
    jf_vec_ins ins[JF_VEC_INS];
} jf_alloc;

/* Fills al->ins from al->v.  False when there are too few slots and values may
 * not be spilled, or the program is too long. */
bool jf_alloc_run(jf_alloc *al);

#endif
