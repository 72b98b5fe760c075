/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of the language: one table, functions.def. */
#ifndef JF_EXPR_FUNCTIONS_H
#define JF_EXPR_FUNCTIONS_H

#include <stddef.h>

#include <jifen/expr.h>

typedef enum jf_function {
#define JF_FUNCTION(id, ...) JF_FN_##id,
#include "expr/functions.def"
#undef JF_FUNCTION
    JF_NFUNCTION
} jf_function;

typedef struct jf_function_row {
    jf_function_info info;
    int min_operands, max_operands;
} jf_function_row;

const jf_function_row *jf_function_row_of(jf_function function);

#endif
