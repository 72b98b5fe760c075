/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a typed expression. */
#ifndef JF_EXPR_TOKEN_H
#define JF_EXPR_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "expr/fold.h"
#include "expr/functions.h"

#include <jifen/expr.h>

typedef enum jf_token_kind {
    JF_TOKEN_END,
    JF_TOKEN_BAD,      /* problem says why */
    JF_TOKEN_NUMBER,   /* number */
    JF_TOKEN_FRACTION, /* number / divisor */
    JF_TOKEN_SUPER,    /* a raised number, or a raised letter (word) */
    JF_TOKEN_WORD,     /* word; resolved to one of the following */
    JF_TOKEN_NAME,     /* variable or parameter; known: may precede '(' */
    JF_TOKEN_CONSTANT, /* number, word: canonical */
    JF_TOKEN_FUNCTION, /* function; word: the base in log_2, or NULL */
    JF_TOKEN_UNKNOWN,
    JF_TOKEN_AND,
    JF_TOKEN_OR,
    JF_TOKEN_NOT,
    JF_TOKEN_IF,
    JF_TOKEN_ELSE,
    JF_TOKEN_OTHERWISE,
    JF_TOKEN_PLUS,
    JF_TOKEN_MINUS,
    JF_TOKEN_TIMES,
    JF_TOKEN_DIVIDE,
    JF_TOKEN_FLOORDIV,
    JF_TOKEN_PERCENT,
    JF_TOKEN_POWER,
    JF_TOKEN_LT,
    JF_TOKEN_LE,
    JF_TOKEN_GT,
    JF_TOKEN_GE,
    JF_TOKEN_EQ,
    JF_TOKEN_NE,
    JF_TOKEN_ASSIGN,
    JF_TOKEN_OPEN,
    JF_TOKEN_CLOSE,
    JF_TOKEN_OPEN_SQUARE,
    JF_TOKEN_CLOSE_SQUARE,
    JF_TOKEN_OPEN_BRACE,
    JF_TOKEN_CLOSE_BRACE,
    JF_TOKEN_BAR,
    JF_TOKEN_COMMA,
    JF_TOKEN_SEMICOLON,
    JF_TOKEN_COLON,
    JF_TOKEN_QUESTION,
    JF_TOKEN_BANG,
    JF_TOKEN_DEGREE,
    JF_TOKEN_ROOT,
    JF_TOKEN_CUBEROOT,
    JF_TOKEN_DOTS,
    JF_NTOKEN
} jf_token_kind;

typedef struct jf_token {
    jf_token_kind kind;
    bool known, split;
    size_t begin, end;
    double number, divisor;
    const char *word;
    const jf_unit *unit; /* WORD: the first unit of the word */
    jf_function function;
    jf_text_id problem;
} jf_token;

/* The tokens of a text, JF_TOKEN_END last, in *token; arena holds them.  False
 * when memory is out. */
bool jf_lex(const char *text, size_t length, jf_arena *arena, jf_token **token);

/* Replaces each WORD by what it means (words.c), and cuts a trailing "dx" off:
 * its variable goes to *variable, else NULL.  False when memory is out. */
bool jf_words_resolve(const jf_expr_options *options, jf_arena *arena,
                      jf_token **token, const char **variable);

#endif
