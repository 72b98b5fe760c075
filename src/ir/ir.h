/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The intermediate representation: what an expression computes, as a list of
 * operations in which every operand stands above its user (SSA).  ops.def
 * lists the operations, docs/manual/ir.md the text form.
 *
 * Passes take an IR and leave an equivalent one.  "Equivalent": the same
 * value, or one that is closer to the mathematical value of what was typed;
 * each pass says which at the top of its file. */
#ifndef JF_IR_IR_H
#define JF_IR_IR_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/ast.h"

typedef enum jf_op {
#define JF_OP(id, text, operands, value) JF_OP_##id,
#include "ir/ops.def"
#undef JF_OP
    JF_NOP
} jf_op;

enum { JF_OP_FIRST_FUNCTION = JF_OP_SIN, JF_POLY_DEGREE_MAX = 64 };

int jf_op_operands(jf_op op);
const char *jf_op_text(jf_op op);

/* A reference to the operation that computes a value. */
typedef int jf_ref;

typedef struct jf_ins {
    jf_op op;
    jf_ref operand[3]; /* unused ones are 0 */
    double k, err;     /* CONST; |k - what was meant| is at most err */
    int coef, ncoef;   /* POLY: ir->coef[coef .. coef + ncoef) */
} jf_ins;

/* {0} is an empty program.  Owns its arrays. */
typedef struct jf_ir {
    jf_ins *ins;
    int nins, cap;
    double *coef;
    int ncoef, coef_cap;
    jf_ref result;
    bool nomem; /* an allocation failed: the program is not to be used */
} jf_ir;

void jf_ir_clear(jf_ir *ir);

/* Appends an operation and returns its reference; operands beyond what the
 * operation takes are ignored.  Out of memory is noted in ir->nomem, and 0
 * comes back; nothing is appended from then on.  Whoever looks at the
 * operation behind a reference looks at nomem first. */
jf_ref jf_ir_add(jf_ir *ir, jf_op op, jf_ref a, jf_ref b, jf_ref c);
jf_ref jf_ir_poly(jf_ir *ir, jf_ref x, int n, const double *coef);

/* A constant as it was typed, or rounded once; and one that errs by more. */
jf_ref jf_ir_const(jf_ir *ir, double k);
jf_ref jf_ir_doubtful(jf_ir *ir, double k, double err);

/* Integers, and what has at most 33 bits: somebody meant exactly this.  Other
 * doubles stand for numbers that are none: 0.1, pi. */
bool jf_ir_is_short(double k);
/* The distance of the doubles next to k. */
double jf_ir_ulp(double k);

/* A copy of one operation of another program, with new operands. */
jf_ref jf_ir_copy(jf_ir *ir, const jf_ir *from, jf_ref old,
                  const jf_ref operand[3]);

/* Makes *ir a copy of a whole program; what it was is not cleared. */
void jf_ir_clone(jf_ir *ir, const jf_ir *from);

/* Makes a program from a tree.  value[i] is the value of the name tree->name[i]
 * but for the variable: `variable` is its index, or SIZE_MAX. */
jf_status jf_ir_build(jf_ir *ir, const struct jf_expr *tree, size_t variable,
                      const double *value);

/* The scalar value of an operation, for folding.  eval provides it, so that a
 * folded constant has the bits of the kernel that would have computed it. */
typedef double (*jf_ir_scalar)(jf_op op, double a, double b, double c);

/* The passes.  Each replaces *ir; once ir->nomem is set they do nothing. */
void jf_ir_fold(jf_ir *ir, jf_ir_scalar scalar); /* constants, identities */
void jf_ir_cse(jf_ir *ir);                       /* common subexpressions */
void jf_ir_horner(jf_ir *ir);                    /* polynomials */
void jf_ir_cancel(jf_ir *ir);                    /* log(1 + u), exp(u) - 1 */
void jf_ir_powers(jf_ir *ir);                    /* x^2, x^0.5, 10^x */
void jf_ir_contract(jf_ir *ir);                  /* fma, recip */
void jf_ir_dce(jf_ir *ir);                       /* what nobody uses */

/* Those that change nothing but what is computed twice: the program stays as it
 * was typed, for who looks at its structure.  JF_OK or JF_NOMEM. */
jf_status jf_ir_tidy(jf_ir *ir, jf_ir_scalar scalar);

/* All of them in order.  JF_OK or JF_NOMEM. */
jf_status jf_ir_optimise(jf_ir *ir, jf_ir_scalar scalar);

/* A point, c + tail, and a side of it, 1 or -1. */
typedef struct jf_place {
    double c, tail; /* finite */
    int side;
} jf_place;

/* Makes *ir a program whose variable is the distance d > 0: of what `from` is
 * at c + tail + side d, without cancellation in d (distance.c says how far).
 * What *ir was is not cleared.  JF_OK or JF_NOMEM. */
jf_status jf_ir_distance(jf_ir *ir, const jf_ir *from, const jf_place *place,
                         jf_ir_scalar scalar);

/* Whether every operand stands above its user, and the like.  For asserts. */
bool jf_ir_valid(const jf_ir *ir);

/* Text form, as snprintf writes; and back.  jf_ir_read gives JF_OK; or leaves
 * *ir empty and gives JF_NOMEM, or JF_SYNTAX and the number of the bad line.
 * Numbers are read by jf_double_read, in the locale of the program. */
size_t jf_ir_print(const jf_ir *ir, char *buffer, size_t size);
jf_status jf_ir_read(jf_ir *ir, const char *text, int *line);

/* How often each value is used; the result counts once.  uses[ir->nins]. */
void jf_ir_count_uses(const jf_ir *ir, int *uses);

/* The cosine of the same value, of a sine; the sine, of a cosine; else -1. */
jf_ref jf_ir_partner(const jf_ir *ir, jf_ref r);

/* A pass that looks at one operation at a time: `rule` appends to `out` what
 * stands for `ins` (whose operands are already those of `out`) and returns the
 * reference of its value. */
typedef jf_ref (*jf_ir_rule)(jf_ir *out, const jf_ir *in, jf_ref old,
                             const jf_ref operand[3], void *param);
void jf_ir_rewrite(jf_ir *ir, jf_ir_rule rule, void *param);

#endif
