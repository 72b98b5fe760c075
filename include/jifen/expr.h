/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JIFEN_EXPR_H
#define JIFEN_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include <jifen/integrate.h>
#include <jifen/status.h>
#include <jifen/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A typed expression, parsed.  Immutable after parsing, so it may be shared
 * between threads.  docs/manual/expressions.md is the grammar. */
typedef struct jf_expr jf_expr;

typedef struct jf_expr_options {
    /* Names that have a meaning beside the built-in ones: the variable and
     * the parameters.  A known name may be followed by '(' for a product, and
     * is offered in "did you mean".  Borrowed for the call. */
    size_t nname;
    const char *const *name;
    bool degrees; /* angles are in degrees */
    bool strict;  /* anything that needs a note is an error instead */
} jf_expr_options;

/* Limits on what may be typed; beyond them a text is refused. */
enum {
    JF_EXPR_LENGTH_MAX = 65536, /* bytes */
    JF_EXPR_DEPTH_MAX = 256,    /* nested operators, calls, parentheses */
    JF_EXPR_NODE_MAX = 16384    /* nodes of the tree */
};

/* Parses `length` bytes of UTF-8 (they need no final NUL).  options may be
 * NULL.  On JF_OK *expr is a new object for jf_expr_free; else *expr is NULL
 * and *diag says why and where: JF_SYNTAX, or JF_NOMEM. */
JF_API jf_status jf_expr_parse(const char *text, size_t length,
                               const jf_expr_options *options, jf_expr **expr,
                               jf_diag *diag);
JF_API void jf_expr_free(jf_expr *expr);

/* Names that have no built-in meaning, in the order of their first use, and
 * where that stands in the text.  i < jf_expr_nname(). */
JF_API size_t jf_expr_nname(const jf_expr *expr);
JF_API const char *jf_expr_name(const jf_expr *expr, size_t i);
JF_API void jf_expr_name_span(const jf_expr *expr, size_t i, size_t *begin,
                              size_t *end);

/* The variable named by a trailing "dx", or NULL. */
JF_API const char *jf_expr_variable(const jf_expr *expr);

/* How doubtful places were read ("log(x) was read as ln(x)"). */
JF_API size_t jf_expr_nnote(const jf_expr *expr);
JF_API const jf_message *jf_expr_note(const jf_expr *expr, size_t i);

/* The expression in canonical notation, as snprintf would write it. */
JF_API size_t jf_expr_print(const jf_expr *expr, char *buffer, size_t size);

/* One function of the language, for help and completion.  Static. */
typedef struct jf_function_info {
    const char *name;    /* canonical */
    const char *aliases; /* separated by spaces, perhaps empty */
    const char *usage;   /* "log(x, base)" */
    const char *help[JF_NLANG];
} jf_function_info;
JF_API size_t jf_function_count(void);
JF_API const jf_function_info *jf_function_info_at(size_t i);

/* A parameter and its value. */
typedef struct jf_binding {
    const char *name;
    double value;
} jf_binding;

/* The value of an expression without a variable.  A name without binding is
 * JF_SYNTAX, with *diag pointing at it.  A value that is not a number (such
 * as sqrt(-1)) is JF_OK and NaN. */
JF_API jf_status jf_expr_value(const jf_expr *expr, size_t nbinding,
                               const jf_binding *binding, double *value,
                               jf_diag *diag);

/* An expression of one variable, ready to be evaluated.  Immutable: any number
 * of threads may use it.  It does not refer to the jf_expr any more. */
typedef struct jf_program jf_program;

/* variable may be NULL for an expression without one.  Errors as above. */
JF_API jf_status jf_expr_compile(const jf_expr *expr, const char *variable,
                                 size_t nbinding, const jf_binding *binding,
                                 jf_program **program, jf_diag *diag);
JF_API void jf_program_free(jf_program *program);

/* The program as an integrand: borrowed, valid while the program lives. */
JF_API jf_integrand jf_program_integrand(const jf_program *program);

/* The program's operations as text (docs/manual/ir.md), as snprintf does. */
JF_API size_t jf_program_print(const jf_program *program, char *buffer,
                               size_t size);

/* What is known of f over [a, b], a <= b, likewise as text: an enclosure of its
 * values, and where it may not be smooth (docs/manual/ir.md). */
JF_API size_t jf_program_print_marks(const jf_program *program, double a,
                                     double b, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
