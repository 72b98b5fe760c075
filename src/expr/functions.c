/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/functions.h"

static const jf_function_row rows[] = {
#define JF_FUNCTION(id, ...) [JF_FN_##id] = {__VA_ARGS__},
#include "expr/functions.def"
#undef JF_FUNCTION
};

const jf_function_row *jf_function_row_of(jf_function function)
{
    return &rows[function];
}
