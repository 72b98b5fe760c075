/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/functions.h"

static const jf_function_row rows[] = {
#define JF_FUNCTION(id, name, aliases, min, max, usage, domain, en, zh) \
    [JF_FN_##id] = {{name, aliases, usage, {en, zh}}, min, max},
#include "expr/functions.def"
#undef JF_FUNCTION
};

const jf_function_row *jf_function_row_of(jf_function function)
{
    return &rows[function];
}

size_t jf_function_count(void)
{
    return JF_NFUNCTION;
}

const jf_function_info *jf_function_info_at(size_t i)
{
    return i < JF_NFUNCTION ? &rows[i].info : NULL;
}
