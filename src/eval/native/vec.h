/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A vector program: what one segment of native code does to one vector.
 *
 * Steps are in SSA form over numbered values; lower.c writes them, alloc.c
 * gives them registers, emit.c writes the machine code, with several copies of
 * the program interleaved, each on a vector of its own.  Some copies divide by
 * Newton's method, others with the divider: steps say for whom they are.  With
 * AVX2, copies may stand in pairs that share a division: their steps can read
 * what the other one holds. */
#ifndef JF_EVAL_NATIVE_VEC_H
#define JF_EVAL_NATIVE_VEC_H

#include "base/cpu.h"
#include "eval/native/x86.h"
#include "eval/program.h"

typedef enum jf_vec_op {
#define JF_VEC(id, form, instruction, change, imm) JF_VEC_##id,
#include "eval/native/vec.def"
    JF_VEC_NOP
} jf_vec_op;

typedef enum jf_vec_form {
    JF_FORM_BINARY,
    JF_FORM_COMMUTING,
    JF_FORM_UNARY,
    JF_FORM_FUSED,
    JF_FORM_BLENDV,
    JF_FORM_MASK,
    JF_FORM_MASKED,
    JF_FORM_PICK,
    JF_FORM_TERNARY,
    JF_FORM_GUARD,
    JF_FORM_RANGE,
    JF_FORM_STORE,
    JF_FORM_SUM
} jf_vec_form;

typedef struct jf_vec_row {
    uint8_t form, instruction, change;
    int8_t imm;
} jf_vec_row;

extern const jf_vec_row jf_vec_rows[];

/* Which copies do a step: all, those with Newton's method, of these the first
 * or second of each pair, those with the divider. */
typedef enum jf_vec_when {
    JF_ALL,
    JF_NEWTON,
    JF_FIRST,
    JF_SECOND,
    JF_DIVIDER
} jf_vec_when;

/* Operands that a step takes from the other copy of the pair: a bit set. */
enum { JF_OTHER_A = 1, JF_OTHER_B = 2 };

typedef struct jf_vec_step {
    uint8_t op, when, other;
    int16_t imm;
    int16_t d, a, b, c; /* values, or -1 */
} jf_vec_step;

/* Where a value is when it is in no register of its own. */
typedef enum jf_vec_home {
    JF_HOME_NONE,  /* nowhere */
    JF_HOME_CONST, /* in the pool, at offset */
    JF_HOME_BLOCK, /* in a block of the frame, at offset */
    JF_HOME_SPILL, /* in the frame, at offset: put there by alloc.c */
    JF_HOME_FIXED  /* in a register for the whole loop: offset names it */
} jf_vec_home;

enum { JF_FIXED_STEP, JF_FIXED_START };

typedef struct jf_vec_value {
    uint8_t home;
    int offset;
    int last_use; /* alloc.c: the last step that reads it, and its register */
    int slot;
} jf_vec_value;

/* The constants of all segments. */
enum { JF_POOL_MAX = 512 };
typedef struct jf_vec_pool {
    int n;
    uint64_t bits[JF_POOL_MAX];
} jf_vec_pool;

enum { JF_VEC_STEPS = 3000, JF_VEC_VALUES = 3000 };

/* What one vector costs. */
typedef struct jf_vec_load {
    int all;       /* operations of every copy */
    int newton;    /* halves of operations of Newton's copies alone */
    int ndivide;   /* divisions and roots */
    int divider;   /* cycles of the divider, if it does them */
    int remaining; /* the same for Newton's copies */
} jf_vec_load;

typedef struct jf_vec {
    bool wide;                 /* AVX-512, else AVX2 */
    const jf_divider *divider; /* NULL: no Newton's method */
    bool failed;
    jf_vec_pool *pool;
    int nstep, nvalue;
    int x;            /* the value of the abscissae, or -1 */
    bool guarded;     /* some copies use Newton's method */
    bool ranged;      /* the guard keeps the least and greatest operand */
    int small, large; /* their limits in the pool: values */
    bool paired;      /* copies share divisions */
    bool watched[2];  /* AVX2: the guard watches divisions, roots; */
    int limit[2];     /* beyond these, in the pool, it fails: offsets */
    jf_vec_load load;
    jf_vec_when when; /* for the steps to come */
    jf_vec_step step[JF_VEC_STEPS];
    jf_vec_value value[JF_VEC_VALUES];
} jf_vec;

void jf_vec_init(jf_vec *v, bool wide, const jf_divider *divider,
                 jf_vec_pool *pool);

/* New values.  Once something failed (too large), 0. */
int jf_vec_const(jf_vec *v, double k);
int jf_vec_bits(jf_vec *v, uint64_t bits);
int jf_vec_place(jf_vec *v, uint64_t bits); /* no value: the offset alone */
int jf_vec_block(jf_vec *v, int offset);
int jf_vec_x(jf_vec *v); /* fma(k, step, start) */
int jf_vec_do(jf_vec *v, jf_vec_op op, int a, int b, int c);
int jf_vec_do_imm(jf_vec *v, jf_vec_op op, int imm, int a, int b);
int jf_vec_new(jf_vec *v); /* for steps by jf_vec_again */

/* A step that gives `d` a value once more; a fused one reads d, too. */
void jf_vec_again(jf_vec *v, jf_vec_op op, int d, int a, int b, int c);

/* Whether a value is a constant; then *k is that. */
bool jf_vec_is_const(const jf_vec *v, int value, double *k);

/* lower.c: one operation of arithmetic on values. */
int jf_vec_lower(jf_vec *v, const jf_ir *ir, const jf_ins *ins,
                 const int operand[3]);

/* newton.c: quotients, reciprocals and roots. */
int jf_vec_divide(jf_vec *v, int a, int b);
int jf_vec_recip(jf_vec *v, int b);
int jf_vec_root(jf_vec *v, int a);

#endif
