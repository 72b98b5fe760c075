/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print.h"

#include <jifen/integrate.h>

#include "expr/operators.h"

typedef struct printer {
    const jf_name *name;
    jf_writer *w;
} printer;

static jf_level level_of(const jf_node *node)
{
    const jf_operator *const op = jf_operator_of_node(node->kind);

    if (op)
        return op->level;
    return node->kind == JF_NODE_NEG   ? JF_LEVEL_SIGN
           : node->kind == JF_NODE_NOT ? JF_LEVEL_NOT
                                       : JF_LEVEL_POSTFIX;
}

static void print(const printer *p, const jf_node *node);

static void print_at(const printer *p, const jf_node *node, jf_level level)
{
    const bool parentheses = level_of(node) < level;

    if (parentheses)
        jf_writer_put(p->w, '(');
    print(p, node);
    if (parentheses)
        jf_writer_put(p->w, ')');
}

static void print_call(const printer *p, const jf_node *node, const char *name)
{
    jf_writer_text(p->w, name);
    jf_writer_put(p->w, '(');
    for (int i = 0; i < node->noperand; i++) {
        jf_writer_text(p->w, i > 0 ? ", " : "");
        print(p, node->operand[i]);
    }
    jf_writer_put(p->w, ')');
}

static void print_binary(const printer *p, const jf_node *node,
                         const jf_operator *op)
{
    const bool power = op->level == JF_LEVEL_POWER;
    const jf_level tighter = (jf_level)(op->level + 1);
    const jf_level right = power ? op->level : tighter;
    const jf_node *const b = node->operand[1];

    // a chain of comparisons would mean something else
    print_at(p, node->operand[0],
             power || op->level == JF_LEVEL_COMPARISON ? tighter : op->level);
    jf_writer_text(p->w, op->text);
    print_at(p, b, b->kind == JF_NODE_NEG ? JF_LEVEL_POSTFIX : right);
}

static void print_number(const printer *p, const jf_node *node)
{
    char text[40];

    jf_double_print(node->number, text, sizeof text);
    jf_writer_text(p->w, node->label ? node->label : text);
}

static void print_sign(const printer *p, const jf_node *node)
{
    const bool negation = node->kind == JF_NODE_NEG;

    jf_writer_text(p->w, negation ? "-" : "not ");
    print_at(p, node->operand[0], negation ? JF_LEVEL_POWER : JF_LEVEL_NOT);
}

static void print(const printer *p, const jf_node *node)
{
    const jf_operator *const op = jf_operator_of_node(node->kind);

    if (op)
        print_binary(p, node, op);
    else if (node->kind == JF_NODE_NUMBER)
        print_number(p, node);
    else if (node->kind == JF_NODE_NAME)
        jf_writer_text(p->w, p->name[node->name].text);
    else if (node->kind == JF_NODE_SELECT)
        print_call(p, node, "if");
    else if (node->kind == JF_NODE_CALL)
        print_call(p, node, jf_function_row_of(node->function)->info.name);
    else
        print_sign(p, node);
}

void jf_node_print(const jf_node *node, const jf_name *name, jf_writer *writer)
{
    print(&(printer){name, writer}, node);
}
