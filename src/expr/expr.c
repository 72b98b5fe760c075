/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public side of the parser: text in, tree or diag out.  Tokens and the
 * parser's state live as long as the call; the tree owns copies. */
#include <jifen/expr.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/writer.h"
#include "expr/parser.h"
#include "expr/print.h"

static const jf_expr_options defaults;

static jf_status fail_memory(jf_diag *diag)
{
    *diag = (jf_diag){.status = JF_NOMEM};
    return JF_NOMEM;
}

// Names and notes move from the parser into the tree.
static bool keep_lists(jf_parser *p)
{
    jf_expr *const tree = p->tree;

    tree->name = jf_arena_array(&tree->arena, tree->nname, sizeof *tree->name);
    tree->note = jf_arena_array(&tree->arena, tree->nnote, sizeof *tree->note);
    if (!tree->name || !tree->note)
        return false;
    memcpy(tree->name, p->name, tree->nname * sizeof *tree->name);
    memcpy(tree->note, p->note, tree->nnote * sizeof *tree->note);
    return true;
}

static bool keep_variable(jf_expr *tree, const char *variable)
{
    if (variable)
        tree->variable =
            jf_arena_text(&tree->arena, variable, strlen(variable));
    return !variable || tree->variable;
}

static jf_status parse(jf_parser *p, jf_arena *scratch)
{
    jf_token *token;
    const char *variable;

    if (!jf_lex(p->text, p->length, scratch, &token) ||
        !jf_words_resolve(p->options, scratch, &token, &variable) ||
        !keep_variable(p->tree, variable))
        return fail_memory(p->diag);
    p->token = p->first = token;
    p->tree->root = jf_parse_expression(p, JF_LEVEL_CONDITION);
    if (p->tree->root && p->token->kind != JF_TOKEN_END)
        jf_parser_unexpected(p);
    if (p->diag->status == JF_OK && !keep_lists(p))
        return fail_memory(p->diag);
    return p->diag->status;
}

static jf_status refuse_length(jf_diag *diag)
{
    char number[24];

    snprintf(number, sizeof number, "%d", JF_EXPR_LENGTH_MAX);
    *diag = (jf_diag){.status = JF_SYNTAX,
                      .begin = JF_EXPR_LENGTH_MAX,
                      .end = JF_EXPR_LENGTH_MAX,
                      .problem = jf_say(JF_TEXT_EXPR_TOO_LONG, number, NULL)};
    return JF_SYNTAX;
}

jf_status jf_expr_parse(const char *text, size_t length,
                        const jf_expr_options *options, jf_expr **expr,
                        jf_diag *diag)
{
    jf_arena scratch = {0};

    *expr = NULL;
    *diag = (jf_diag){.status = JF_OK};
    if (length > JF_EXPR_LENGTH_MAX)
        return refuse_length(diag);
    jf_expr *const tree = calloc(1, sizeof *tree);
    jf_parser *const p = calloc(1, sizeof *p);
    if (tree && p) {
        p->text = text;
        p->length = length;
        p->options = options ? options : &defaults;
        p->tree = tree;
        p->diag = diag;
        parse(p, &scratch);
    } else {
        fail_memory(diag);
    }
    jf_arena_clear(&scratch);
    free(p);
    if (diag->status == JF_OK)
        *expr = tree;
    else
        jf_expr_free(tree);
    return diag->status;
}

void jf_expr_free(jf_expr *expr)
{
    if (expr)
        jf_arena_clear(&expr->arena);
    free(expr);
}

size_t jf_expr_nname(const jf_expr *expr)
{
    return expr->nname;
}

const char *jf_expr_name(const jf_expr *expr, size_t i)
{
    return expr->name[i].text;
}

void jf_expr_name_span(const jf_expr *expr, size_t i, size_t *begin,
                       size_t *end)
{
    *begin = expr->name[i].begin;
    *end = expr->name[i].end;
}

const char *jf_expr_variable(const jf_expr *expr)
{
    return expr->variable;
}

size_t jf_expr_nnote(const jf_expr *expr)
{
    return expr->nnote;
}

const jf_message *jf_expr_note(const jf_expr *expr, size_t i)
{
    return &expr->note[i];
}

size_t jf_expr_print(const jf_expr *expr, char *buffer, size_t size)
{
    jf_writer w = {buffer, size, 0};

    jf_node_print(expr->root, expr->name, &w);
    return jf_writer_end(&w);
}
