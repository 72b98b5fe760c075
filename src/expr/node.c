/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/parser.h"

#include <stdio.h>
#include <string.h>

// What the parser knows of a node beside what the tree tells.
typedef struct deep_node {
    jf_node node;
    int depth; // of operators and calls below it, itself included
    bool grouped, constant;
} deep_node;

static deep_node *deep(jf_node *node)
{
    return (deep_node *)node;
}

static jf_node *out_of_memory(jf_parser *p)
{
    if (p->diag->status == JF_OK)
        *p->diag = (jf_diag){.status = JF_NOMEM};
    return NULL;
}

static jf_node *beyond(jf_parser *p, jf_text_id id, int max, size_t begin,
                       size_t end, jf_text_id hint)
{
    char number[24];

    snprintf(number, sizeof number, "%d", max);
    return jf_parser_fail(p, begin, end, jf_say(id, number, NULL),
                          jf_say(hint, NULL, NULL));
}

jf_node *jf_node_new(jf_parser *p, jf_node_kind kind, size_t begin, size_t end,
                     int noperand, jf_node *const *operand)
{
    deep_node *const d = jf_arena_alloc(&p->tree->arena, sizeof *d);
    jf_node *const node = (jf_node *)d;

    if (!d)
        return out_of_memory(p);
    *node = (jf_node){kind, begin, end, .noperand = noperand};
    d->constant = kind != JF_NODE_NAME;
    if (noperand > 0)
        node->operand = jf_arena_array(&p->tree->arena, (size_t)noperand,
                                       sizeof *node->operand);
    if (noperand > 0 && !node->operand)
        return out_of_memory(p);
    for (int i = 0; i < noperand; i++) {
        const deep_node *const child = deep(operand[i]);
        node->operand[i] = operand[i];
        d->constant &= child->constant;
        if (child->depth + 1 > d->depth)
            d->depth = child->depth + 1;
    }
    if (d->depth > JF_EXPR_DEPTH_MAX)
        return beyond(p, JF_TEXT_EXPR_TOO_DEEP, JF_EXPR_DEPTH_MAX, begin, end,
                      JF_TEXT_EXPR_HINT_DEEP);
    if (++p->nnode > JF_EXPR_NODE_MAX)
        return beyond(p, JF_TEXT_EXPR_TOO_MANY_NODES, JF_EXPR_NODE_MAX, begin,
                      end, JF_TEXT_NONE);
    return node;
}

jf_node *jf_node_unary(jf_parser *p, jf_node_kind kind, size_t begin,
                       jf_node *a)
{
    return jf_node_new(p, kind, begin, a->end, 1, &a);
}

jf_node *jf_node_binary(jf_parser *p, jf_node_kind kind, jf_node *a, jf_node *b)
{
    jf_node *const operand[] = {a, b};

    return jf_node_new(p, kind, a->begin, b->end, 2, operand);
}

jf_node *jf_node_call(jf_parser *p, jf_function function, size_t begin,
                      size_t end, int noperand, jf_node *const *operand)
{
    jf_node *const node =
        jf_node_new(p, JF_NODE_CALL, begin, end, noperand, operand);

    if (node)
        node->function = function;
    return node;
}

jf_node *jf_node_number(jf_parser *p, const jf_token *token, double number,
                        const char *label)
{
    jf_node *const node =
        jf_node_new(p, JF_NODE_NUMBER, token->begin, token->end, 0, NULL);

    if (!node)
        return NULL;
    node->number = number;
    node->label = label;
    return node;
}

// The place of a word among the names; a new one if need be.
static bool find_name(jf_parser *p, const jf_token *token, const char *word,
                      size_t *place)
{
    jf_expr *const tree = p->tree;
    size_t i = 0;

    while (i < tree->nname && strcmp(p->name[i].text, word))
        i++;
    *place = i;
    if (i < tree->nname)
        return true;
    if (i == JF_EXPR_NAME_MAX)
        return beyond(p, JF_TEXT_EXPR_TOO_MANY_NAMES, JF_EXPR_NAME_MAX,
                      token->begin, token->end, JF_TEXT_NONE) != NULL;
    char *const text = jf_arena_text(&tree->arena, word, strlen(word));
    if (!text)
        return out_of_memory(p) != NULL;
    p->name[i] = (jf_name){text, token->begin, token->end};
    tree->nname++;
    return true;
}

jf_node *jf_node_name(jf_parser *p, const jf_token *token, const char *word)
{
    size_t place;

    if (!find_name(p, token, word, &place))
        return NULL;
    jf_node *const node =
        jf_node_new(p, JF_NODE_NAME, token->begin, token->end, 0, NULL);
    if (node)
        node->name = place;
    return node;
}

// Recursion: no deeper than a node may be.
jf_node *jf_node_clone(jf_parser *p, const jf_node *node)
{
    jf_node *operand[JF_EXPR_OPERAND_MAX];

    for (int i = 0; i < node->noperand; i++)
        if (!(operand[i] = jf_node_clone(p, node->operand[i])))
            return NULL;
    jf_node *const copy = jf_node_new(p, node->kind, node->begin, node->end,
                                      node->noperand, operand);
    if (!copy)
        return NULL;
    copy->number = node->number;
    copy->label = node->label;
    copy->name = node->name;
    copy->function = node->function;
    return copy;
}

jf_node *jf_node_group(jf_node *node, size_t begin, size_t end)
{
    node->begin = begin;
    node->end = end;
    deep(node)->grouped = true;
    return node;
}

bool jf_node_is_grouped(const jf_node *node)
{
    return ((const deep_node *)node)->grouped;
}

bool jf_node_is_constant(const jf_node *node)
{
    return ((const deep_node *)node)->constant;
}
