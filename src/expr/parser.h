/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the parser, and its parts (parse.c, call.c, group.c). */
#ifndef JF_EXPR_PARSER_H
#define JF_EXPR_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/ast.h"
#include "expr/operators.h"
#include "expr/token.h"

/* Bounds beside those of <jifen/expr.h>. */
enum {
    JF_EXPR_NAME_MAX = 256,            /* different names */
    JF_EXPR_NOTE_MAX = 8,              /* further ones are left out */
    JF_EXPR_OPERAND_MAX = 16,          /* of one function */
    JF_EXPR_PIECE_MAX = JF_ARG_MAX + 8 /* bytes; a message cuts it */
};

typedef struct jf_parser {
    const char *text;
    size_t length;
    const jf_expr_options *options;
    jf_expr *tree;
    jf_diag *diag;
    const jf_token *token; /* the current one */
    const jf_token *first;
    size_t nnode;
    int depth;    /* calls of jf_parse_expression under way */
    bool in_bars; /* a '|' ends the operand */
    int nclosing; /* what is open: the brackets that would close it */
    char closing[JF_EXPR_DEPTH_MAX + 2];
    jf_name name[JF_EXPR_NAME_MAX];
    jf_message note[JF_EXPR_NOTE_MAX];
} jf_parser;

/* A function that returns a node returns NULL after it has filled *diag. */

/* parse.c: the longest expression whose operators are of `level` or tighter. */
jf_node *jf_parse_expression(jf_parser *p, jf_level level);

/* Whether the current token begins an operand, so that it is multiplied. */
bool jf_parse_begins_operand(const jf_parser *p);

/* left * next, refused where calculators disagree. */
jf_node *jf_parse_product(jf_parser *p, jf_node *left, jf_node *next);

/* The current token is a raised exponent. */
jf_node *jf_parse_raised(jf_parser *p);

/* call.c: the current token is a function, or a root sign. */
jf_node *jf_parse_call(jf_parser *p);
jf_node *jf_parse_root(jf_parser *p);

/* Operands between parentheses, at '(': their number, or -1 after a diag.
 * *end is the end of the ')'; `name` and `usage` say what is called. */
int jf_parse_operands(jf_parser *p, int min, int max, const char *name,
                      const char *usage, jf_node **operand, size_t *end);

/* group.c: ( ), | |, { }, [ ], if( ). */
jf_node *jf_parse_parentheses(jf_parser *p);
jf_node *jf_parse_bars(jf_parser *p);
jf_node *jf_parse_braces(jf_parser *p);
jf_node *jf_parse_brackets(jf_parser *p);
jf_node *jf_parse_if(jf_parser *p);

/* A comma between two numbers without space: 0,5. */
bool jf_parse_is_decimal(const jf_token *comma);

/* Around what stands in brackets: open remembers what closes it and goes
 * on; close demands the closing token. */
void jf_parse_open(jf_parser *p, char closing);
bool jf_parse_close(jf_parser *p, const jf_token *open, jf_token_kind kind);

/* node.c.  Nodes count against the limits. */
jf_node *jf_node_new(jf_parser *p, jf_node_kind kind, size_t begin, size_t end,
                     int noperand, jf_node *const *operand);
jf_node *jf_node_unary(jf_parser *p, jf_node_kind kind, size_t begin,
                       jf_node *a);
jf_node *jf_node_binary(jf_parser *p, jf_node_kind kind, jf_node *a,
                        jf_node *b);
jf_node *jf_node_call(jf_parser *p, jf_function function, size_t begin,
                      size_t end, int noperand, jf_node *const *operand);
jf_node *jf_node_number(jf_parser *p, const jf_token *token, double number,
                        const char *label);
jf_node *jf_node_name(jf_parser *p, const jf_token *token, const char *word);
jf_node *jf_node_clone(jf_parser *p, const jf_node *node);

/* A node that stands in brackets, so that nothing about it is in doubt; it
 * covers [begin, end) from now on. */
jf_node *jf_node_group(jf_node *node, size_t begin, size_t end);
bool jf_node_is_grouped(const jf_node *node);

/* Whether no name occurs in it. */
bool jf_node_is_constant(const jf_node *node);

/* diag.c.  Fills *diag, unless it is filled, and returns NULL. */
jf_node *jf_parser_fail(jf_parser *p, size_t begin, size_t end,
                        jf_message problem, jf_message hint);

/* A message with up to two arguments. */
jf_message jf_say(jf_text_id id, const char *arg1, const char *arg2);

/* The folded text of a range, and a node in canonical notation.  Both return
 * the whole length: from JF_ARG_MAX on, a message would cut it. */
size_t jf_parser_typed(const jf_parser *p, size_t begin, size_t end,
                       char text[JF_EXPR_PIECE_MAX]);
size_t jf_parser_shown(const jf_parser *p, const jf_node *node,
                       char text[JF_EXPR_PIECE_MAX]);

/* [begin, end) can be read as a or as b: an error at [at, end). */
jf_node *jf_parser_two_readings(jf_parser *p, size_t begin, size_t at,
                                size_t end, const jf_node *a, const jf_node *b);

/* Remembers how a doubtful place was read; false (with a diag) when notes
 * are errors.  `as` is the node that it was read as. */
bool jf_parser_note(jf_parser *p, jf_text_id id, const jf_node *as);

/* The current token does not continue the expression. */
jf_node *jf_parser_unexpected(jf_parser *p);

/* An operand was expected at the current token. */
jf_node *jf_parser_missing(jf_parser *p);

/* suggest.c: an unknown word. */
jf_node *jf_parser_unknown(jf_parser *p, const jf_token *token);

#endif
