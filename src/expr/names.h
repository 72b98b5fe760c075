/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What words mean. */
#ifndef JF_EXPR_NAMES_H
#define JF_EXPR_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/functions.h"

#include <jifen/expr.h>

typedef struct jf_constant_row {
    const char *name;    /* canonical, as printed; "-inf" for the negative */
    const char *aliases; /* separated by spaces */
    double value;
} jf_constant_row;

/* The constants, one by one; NULL behind the last. */
const jf_constant_row *jf_constant_row_at(size_t i);

/* The first n bytes of word as an exact name or alias.  NULL, or JF_NFUNCTION,
 * if there is none. */
const jf_constant_row *jf_names_constant(const char *word, size_t n);
jf_function jf_names_function(const char *word, size_t n);

/* Whether it is one of options->name. */
bool jf_names_given(const jf_expr_options *options, const char *word, size_t n);

/* Whether a word has the form of a variable or a parameter, so that it needs
 * no introduction: a letter (x, α), perhaps with digits or a subscript (a1,
 * x_max), or a Greek letter spelled out; and no function has that name. */
bool jf_names_is_variable(const char *word, size_t n);

/* x, y, z or t: names that are read as variables even before '('. */
bool jf_names_is_usual(const char *word, size_t n);

/* The i-th of a list separated by spaces; *n is its length, 0 at the end. */
const char *jf_names_listed(const char *list, size_t i, size_t *n);

#endif
