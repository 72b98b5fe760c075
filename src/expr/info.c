/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jifen/expr.h>

static const jf_function_info rows[] = {
#define JF_FUNCTION(id, name, aliases, min, max, usage, domain, en, zh) \
    {name, aliases, usage, {en, zh}},
#include "expr/functions.def"
#undef JF_FUNCTION
};

size_t jf_function_count(void)
{
    return sizeof rows / sizeof *rows;
}

const jf_function_info *jf_function_info_at(size_t i)
{
    return i < jf_function_count() ? &rows[i] : NULL;
}
