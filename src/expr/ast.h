/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree that a typed expression becomes.  Nodes live in the tree's arena;
 * every node keeps the bytes of the text that it came from, so that each
 * message can point.  Immutable once parsed. */
#ifndef JF_EXPR_AST_H
#define JF_EXPR_AST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "expr/functions.h"

#include <jifen/expr.h>

/* What a node computes.  Truth is 1 and 0; anything but 0 is true. */
// clang-format off
#define JF_NODE_MAP(X) \
    /* kind   operands  value */ \
    X(NUMBER,   0) /* number, also the constants pi, e, tau, inf ... */ \
    X(NAME,     0) /* the variable or a parameter: tree->name[name] */ \
    X(CALL,    -1) /* function(operand[0] ...) */ \
    X(NEG,      1) /* -a */ \
    X(NOT,      1) /* not a */ \
    X(ADD,      2) /* a + b */ \
    X(SUB,      2) /* a - b */ \
    X(MUL,      2) /* a * b */ \
    X(DIV,      2) /* a / b */ \
    X(FLOORDIV, 2) /* a // b, as in Python */ \
    X(MOD,      2) /* a % b, as in Python: the sign of b */ \
    X(POW,      2) /* a ^ b */ \
    X(LT,       2) /* a < b */ \
    X(LE,       2) /* a <= b */ \
    X(GT,       2) /* a > b */ \
    X(GE,       2) /* a >= b */ \
    X(EQ,       2) /* a == b */ \
    X(NE,       2) /* a != b */ \
    X(AND,      2) /* a and b: b if a is true, else a, as in Python */ \
    X(OR,       2) /* a or b: a if a is true, else b */ \
    X(SELECT,   3) /* b if a is true, else c */
// clang-format on

typedef enum jf_node_kind {
#define JF_NODE_ENUM(kind, operands) JF_NODE_##kind,
    JF_NODE_MAP(JF_NODE_ENUM)
#undef JF_NODE_ENUM
} jf_node_kind;

typedef struct jf_node {
    jf_node_kind kind;
    size_t begin, end;    /* bytes of the text */
    double number;        /* NUMBER */
    const char *label;    /* NUMBER: how to print a constant, "pi"; else NULL */
    size_t name;          /* NAME */
    jf_function function; /* CALL */
    int noperand;
    struct jf_node **operand;
} jf_node;

typedef struct jf_name {
    const char *text;
    size_t begin, end; /* its first use */
} jf_name;

struct jf_expr {
    jf_arena arena;
    const jf_node *root;
    size_t nname;
    jf_name *name;
    const char *variable; /* of a trailing "dx", or NULL */
    size_t nnote;
    jf_message *note;
};

#endif
