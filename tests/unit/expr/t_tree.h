/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of expr share. */
#ifndef JF_TESTS_EXPR_T_TREE_H
#define JF_TESTS_EXPR_T_TREE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "expr/ast.h"

/* Whether two trees are the same but for where they stood in the text. */
static inline bool same_tree(const jf_expr *s, const jf_node *a,
                             const jf_expr *t, const jf_node *b)
{
    if (a->kind != b->kind || a->noperand != b->noperand)
        return false;
    if (a->kind == JF_NODE_NUMBER &&
        memcmp(&a->number, &b->number, sizeof a->number))
        return false;
    if (a->kind == JF_NODE_CALL && a->function != b->function)
        return false;
    if (a->kind == JF_NODE_NAME &&
        strcmp(s->name[a->name].text, t->name[b->name].text))
        return false;
    for (int i = 0; i < a->noperand; i++)
        if (!same_tree(s, a->operand[i], t, b->operand[i]))
            return false;
    return true;
}

static inline jf_expr *parse_text(const char *text)
{
    jf_expr *expr;
    jf_diag diag;

    jf_expr_parse(text, strlen(text), NULL, &expr, &diag);
    return expr;
}

#endif
