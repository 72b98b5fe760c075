/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/operators.h"

static const jf_operator rows[] = {
#define ROW(node, token, text, level) \
    {JF_NODE_##node, JF_TOKEN_##token, text, JF_LEVEL_##level},
    JF_OPERATOR_MAP(ROW)
#undef ROW
};

enum { NROW = sizeof rows / sizeof *rows };

const jf_operator *jf_operator_of_token(jf_token_kind kind)
{
    for (int i = 0; i < NROW; i++)
        if (rows[i].token == kind)
            return &rows[i];
    return NULL;
}

const jf_operator *jf_operator_of_node(jf_node_kind kind)
{
    for (int i = 0; i < NROW; i++)
        if (rows[i].node == kind)
            return &rows[i];
    return NULL;
}
