/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in brackets. */
#include "expr/parser.h"

#include <stdio.h>
#include <string.h>

enum { BRANCHES = 64 };

void jf_parse_open(jf_parser *p, char closing)
{
    p->closing[p->nclosing++] = closing;
    p->token++;
}

// "try: ..." with what is missing put in, if it fits.
static jf_message completed(const jf_parser *p)
{
    const size_t at = p->token[-1].end;
    char text[JF_ARG_MAX];
    size_t n = jf_fold_print(p->text, 0, at, text, sizeof text);

    if (n + (size_t)p->nclosing >= sizeof text)
        return jf_say(JF_TEXT_NONE, NULL, NULL);
    for (int i = p->nclosing - 1; i >= 0; i--)
        text[n++] = p->closing[i];
    n += jf_fold_print(p->text, at, p->length, text + n, sizeof text - n);
    return jf_say(n < sizeof text ? JF_TEXT_EXPR_HINT_TRY : JF_TEXT_NONE, text,
                  NULL);
}

bool jf_parse_close(jf_parser *p, const jf_token *open, jf_token_kind kind)
{
    if (p->token->kind == kind) {
        p->token++;
        p->nclosing--;
        return true;
    }
    if (p->token->kind != JF_TOKEN_END)
        return jf_parser_unexpected(p) != NULL;
    return jf_parser_fail(p, open->begin, open->end,
                          jf_say(open->kind == JF_TOKEN_BAR
                                     ? JF_TEXT_EXPR_UNCLOSED_BAR
                                 : open->kind == JF_TOKEN_OPEN
                                     ? JF_TEXT_EXPR_UNCLOSED
                                     : JF_TEXT_EXPR_UNCLOSED_BRACE,
                                 NULL, NULL),
                          completed(p)) != NULL;
}

jf_node *jf_parse_parentheses(jf_parser *p)
{
    const jf_token *const open = p->token;
    const bool in_bars = p->in_bars;

    jf_parse_open(p, ')');
    p->in_bars = false;
    jf_node *const node = jf_parse_expression(p, JF_LEVEL_CONDITION);
    p->in_bars = in_bars;
    if (!node || !jf_parse_close(p, open, JF_TOKEN_CLOSE))
        return NULL;
    return jf_node_group(node, open->begin, p->token[-1].end);
}

jf_node *jf_parse_bars(jf_parser *p)
{
    const jf_token *const open = p->token;

    if (p->in_bars)
        return jf_parser_fail(p, open->begin, open->end,
                              jf_say(JF_TEXT_EXPR_NESTED_BARS, NULL, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_ABS, NULL, NULL));
    jf_parse_open(p, '|');
    p->in_bars = true;
    jf_node *const x = jf_parse_expression(p, JF_LEVEL_CONDITION);
    p->in_bars = false;
    if (!x || !jf_parse_close(p, open, JF_TOKEN_BAR))
        return NULL;
    const size_t end = p->token[-1].end;
    jf_node *const node = jf_node_call(p, JF_FN_ABS, open->begin, end, 1, &x);
    return node ? jf_node_group(node, open->begin, end) : NULL;
}

// What [ ] or { } hold, for a hint: "x" when it does not fit.
static void contents(const jf_parser *p, const jf_token *open,
                     jf_token_kind close, char text[JF_EXPR_PIECE_MAX])
{
    const jf_token *t = open + 1;

    while (t->kind != close && t->kind != JF_TOKEN_END)
        t++;
    if (t->kind != close || t == open + 1 ||
        jf_parser_typed(p, open[1].begin, t[-1].end, text) >= 40)
        strcpy(text, "x");
}

static jf_node *fail_brackets(jf_parser *p, const jf_token *open,
                              jf_token_kind close, jf_text_id problem,
                              const char *function)
{
    char inside[JF_EXPR_PIECE_MAX], call[JF_ARG_MAX], group[JF_ARG_MAX];

    contents(p, open, close, inside);
    snprintf(call, sizeof call, "%s(%.40s)", function, inside);
    snprintf(group, sizeof group, "(%.40s)", inside);
    return jf_parser_fail(p, open->begin, open->end,
                          jf_say(problem, NULL, NULL),
                          jf_say(problem == JF_TEXT_EXPR_SQUARE_BRACKETS
                                     ? JF_TEXT_EXPR_HINT_SQUARE
                                     : JF_TEXT_EXPR_HINT_BRACES,
                                 call, group));
}

jf_node *jf_parse_brackets(jf_parser *p)
{
    return fail_brackets(p, p->token, JF_TOKEN_CLOSE_SQUARE,
                         JF_TEXT_EXPR_SQUARE_BRACKETS, "floor");
}

typedef struct branches {
    int n;
    jf_node *value[BRANCHES], *condition[BRANCHES];
    jf_node *otherwise;
} branches;

static jf_node *fail_open_ended(jf_parser *p)
{
    return jf_parser_fail(p, p->token->begin, p->token->end,
                          jf_say(JF_TEXT_EXPR_NO_OTHERWISE, NULL, NULL),
                          jf_say(JF_TEXT_EXPR_HINT_OTHERWISE, NULL, NULL));
}

// "value if condition" and a separator, or the last value.  False on error.
static bool read_branch(jf_parser *p, const jf_token *open, branches *b)
{
    jf_node *const value = jf_parse_expression(p, JF_LEVEL_OR);
    const bool comma = p->token->kind == JF_TOKEN_COMMA;

    if (!value || b->n == BRANCHES)
        return value && jf_parser_unexpected(p);
    p->token += comma;
    if (p->token->kind == JF_TOKEN_OTHERWISE || // b otherwise
        (b->n > 0 && p->token->kind == JF_TOKEN_CLOSE_BRACE)) {
        p->token += p->token->kind == JF_TOKEN_OTHERWISE;
        p->token += p->token->kind == JF_TOKEN_SEMICOLON;
        b->otherwise = value;
        return jf_parse_close(p, open, JF_TOKEN_CLOSE_BRACE);
    }
    if (p->token->kind == JF_TOKEN_CLOSE_BRACE ||
        (p->token->kind == JF_TOKEN_END && b->n == 0))
        return fail_brackets(p, open, JF_TOKEN_CLOSE_BRACE, JF_TEXT_EXPR_BRACES,
                             "frac") != NULL;
    if (p->token->kind == JF_TOKEN_END)
        return jf_parse_close(p, open, JF_TOKEN_CLOSE_BRACE);
    if (p->token->kind == JF_TOKEN_IF)
        p->token++;
    else if (!comma)
        return jf_parser_unexpected(p) != NULL;
    b->value[b->n] = value;
    b->condition[b->n] = jf_parse_expression(p, JF_LEVEL_OR);
    return b->condition[b->n++] != NULL;
}

static bool read_separator(jf_parser *p, const jf_token *open)
{
    switch (p->token->kind) {
    case JF_TOKEN_SEMICOLON:
    case JF_TOKEN_COMMA:
    case JF_TOKEN_ELSE:
        p->token++;
        break;
    case JF_TOKEN_CLOSE_BRACE:
        break;
    default:
        return jf_parse_close(p, open, JF_TOKEN_CLOSE_BRACE);
    }
    return p->token->kind != JF_TOKEN_CLOSE_BRACE || fail_open_ended(p);
}

// {a if x<0; b otherwise}
jf_node *jf_parse_braces(jf_parser *p)
{
    const jf_token *const open = p->token;
    const bool in_bars = p->in_bars;
    branches b = {0};

    jf_parse_open(p, '}');
    p->in_bars = false;
    while (!b.otherwise)
        if (!read_branch(p, open, &b) ||
            (!b.otherwise && !read_separator(p, open)))
            return NULL;
    p->in_bars = in_bars;
    const size_t end = p->token[-1].end;
    jf_node *node = b.otherwise;
    for (int i = b.n - 1; node && i >= 0; i--) {
        jf_node *const operand[] = {b.condition[i], b.value[i], node};
        node = jf_node_new(p, JF_NODE_SELECT, open->begin, end, 3, operand);
    }
    return node ? jf_node_group(node, open->begin, end) : NULL;
}

jf_node *jf_parse_if(jf_parser *p)
{
    static const char usage[] = "if(c, a, b)";
    const jf_token *const word = p->token++;
    jf_node *operand[JF_EXPR_OPERAND_MAX];
    size_t end;

    if (p->token->kind != JF_TOKEN_OPEN)
        return jf_parser_fail(p, word->begin, word->end,
                              jf_say(JF_TEXT_EXPR_UNEXPECTED, "if", NULL),
                              jf_say(JF_TEXT_EXPR_HINT_USAGE, usage, NULL));
    if (jf_parse_operands(p, 3, 3, "if", usage, operand, &end) < 0)
        return NULL;
    return jf_node_new(p, JF_NODE_SELECT, word->begin, end, 3, operand);
}

// A comma between two numbers without space: 0,5.
bool jf_parse_is_decimal(const jf_token *comma)
{
    return comma->kind == JF_TOKEN_COMMA && comma[-1].kind == JF_TOKEN_NUMBER &&
           comma[1].kind == JF_TOKEN_NUMBER && comma[-1].end == comma->begin &&
           comma->end == comma[1].begin;
}

static jf_node *fail_count(jf_parser *p, const jf_token *open, int n, int max,
                           const char *name, const char *usage)
{
    char number[24];

    int depth = 0;
    for (const jf_token *t = open; t < p->token; t++) {
        depth += t->kind == JF_TOKEN_OPEN;
        depth -= t->kind == JF_TOKEN_CLOSE;
        if (max == 1 && depth == 1 && jf_parse_is_decimal(t)) {
            p->token = t;
            return jf_parser_unexpected(p);
        }
    }
    snprintf(number, sizeof number, "%d", n);
    return jf_parser_fail(p, open[-1].begin, open[-1].end,
                          jf_say(JF_TEXT_EXPR_ARGUMENTS, name, number),
                          jf_say(JF_TEXT_EXPR_HINT_USAGE, usage, NULL));
}

int jf_parse_operands(jf_parser *p, int min, int max, const char *name,
                      const char *usage, jf_node **operand, size_t *end)
{
    const jf_token *const open = p->token;
    const bool in_bars = p->in_bars;
    int n = 0;

    *end = open->end;
    jf_parse_open(p, ')');
    p->in_bars = false;
    while (p->token->kind != JF_TOKEN_CLOSE || n > 0) {
        jf_node *const x = jf_parse_expression(p, JF_LEVEL_CONDITION);
        if (!x)
            return -1;
        if (n < JF_EXPR_OPERAND_MAX)
            operand[n] = x;
        n++;
        if (p->token->kind != JF_TOKEN_COMMA)
            break;
        p->token++;
    }
    p->in_bars = in_bars;
    if (!jf_parse_close(p, open, JF_TOKEN_CLOSE))
        return -1;
    *end = p->token[-1].end;
    if (n >= min && n <= max)
        return n;
    fail_count(p, open, n, max, name, usage);
    return -1;
}
