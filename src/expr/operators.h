/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The binary operators: what the parser reads and the printer writes. */
#ifndef JF_EXPR_OPERATORS_H
#define JF_EXPR_OPERATORS_H

#include <stdbool.h>

#include "expr/ast.h"
#include "expr/token.h"

/* From the loosest to the tightest. */
typedef enum jf_level {
    JF_LEVEL_CONDITION, /* c ? a : b, a if c else b */
    JF_LEVEL_OR,
    JF_LEVEL_AND,
    JF_LEVEL_NOT,
    JF_LEVEL_COMPARISON,
    JF_LEVEL_SUM,
    JF_LEVEL_PRODUCT,
    JF_LEVEL_SIGN, /* -a */
    JF_LEVEL_POWER,
    JF_LEVEL_POSTFIX, /* a!, and whatever needs no parentheses */
    JF_NLEVEL
} jf_level;

/* All associate to the left, except the power. */
// clang-format off
#define JF_OPERATOR_MAP(X) \
    /* node    token     printed  level */ \
    X(OR,       OR,       " or ",  OR) \
    X(AND,      AND,      " and ", AND) \
    X(LT,       LT,       "<",     COMPARISON) \
    X(LE,       LE,       "<=",    COMPARISON) \
    X(GT,       GT,       ">",     COMPARISON) \
    X(GE,       GE,       ">=",    COMPARISON) \
    X(EQ,       EQ,       "==",    COMPARISON) \
    X(NE,       NE,       "!=",    COMPARISON) \
    X(ADD,      PLUS,     "+",     SUM) \
    X(SUB,      MINUS,    "-",     SUM) \
    X(MUL,      TIMES,    "*",     PRODUCT) \
    X(DIV,      DIVIDE,   "/",     PRODUCT) \
    X(FLOORDIV, FLOORDIV, "//",    PRODUCT) \
    X(MOD,      PERCENT,  "%",     PRODUCT) \
    X(POW,      POWER,    "^",     POWER)
// clang-format on

typedef struct jf_operator {
    jf_node_kind node;
    jf_token_kind token;
    const char *text;
    jf_level level;
} jf_operator;

/* NULL when it is none. */
const jf_operator *jf_operator_of_token(jf_token_kind kind);
const jf_operator *jf_operator_of_node(jf_node_kind kind);

#endif
