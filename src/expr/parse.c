/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The expression parser: operator precedence by one table (operators.h), in
 * the manner of Pratt.  A token at an operand's place has a reader in the
 * table `prefixes`; after an operand, what follows extends it as long as it
 * binds tightly enough.  Two operands side by side are multiplied.
 *
 * Where calculators disagree about such a product it is refused, with both
 * readings: after a division (1/2x), and after a number raised to a number
 * (e^2x).  docs/design/0002-expressions.md tells why. */
#include "expr/parser.h"

#include <stdio.h>

static jf_node *read_number(jf_parser *p)
{
    const jf_token *const t = p->token++;

    return jf_node_number(p, t, t->number, NULL);
}

static jf_node *read_fraction(jf_parser *p)
{
    const jf_token *const t = p->token++;
    jf_node *const a = jf_node_number(p, t, t->number, NULL);
    jf_node *const b = a ? jf_node_number(p, t, t->divisor, NULL) : NULL;
    jf_node *const ratio = b ? jf_node_binary(p, JF_NODE_DIV, a, b) : NULL;

    return ratio ? jf_node_group(ratio, t->begin, t->end) : NULL;
}

static jf_node *read_constant(jf_parser *p)
{
    const jf_token *const t = p->token++;
    const bool negative = t->word[0] == '-';

    if (t->word[0] == 'e' && p->token->kind == JF_TOKEN_OPEN)
        return jf_parser_fail(
            p, t->begin, p->token->end,
            jf_say(JF_TEXT_EXPR_TWO_READINGS, "e(...)", NULL),
            jf_say(JF_TEXT_EXPR_HINT_OR, "e*(...)", "e^(...)"));
    jf_node *const node = jf_node_number(
        p, t, negative ? -t->number : t->number, t->word + negative);
    return node && negative ? jf_node_unary(p, JF_NODE_NEG, t->begin, node)
                            : node;
}

// f(x) = ...
static bool is_definition(const jf_token *t)
{
    return t[1].kind == JF_TOKEN_OPEN && t[2].kind == JF_TOKEN_NAME &&
           t[3].kind == JF_TOKEN_CLOSE && t[4].kind == JF_TOKEN_ASSIGN;
}

static jf_node *read_name(jf_parser *p)
{
    const jf_token *const t = p->token++;

    if (is_definition(t) && t == p->first) {
        p->token = t + 4;
        return jf_parser_unexpected(p);
    }
    if (p->token->kind == JF_TOKEN_OPEN && !t->known)
        return jf_parser_fail(
            p, t->begin, t->end,
            jf_say(JF_TEXT_EXPR_UNKNOWN_FUNCTION, t->word, NULL),
            jf_say(JF_TEXT_EXPR_HINT_PRODUCT, t->word, NULL));
    return jf_node_name(p, t, t->word);
}

static jf_node *read_unknown(jf_parser *p)
{
    return jf_parser_unknown(p, p->token);
}

static jf_node *read_sign(jf_parser *p)
{
    const jf_token *const t = p->token++;
    jf_node *const a = jf_parse_expression(p, JF_LEVEL_SIGN);

    return a && t->kind == JF_TOKEN_MINUS
               ? jf_node_unary(p, JF_NODE_NEG, t->begin, a)
               : a;
}

static jf_node *read_not(jf_parser *p)
{
    const jf_token *const t = p->token++;
    jf_node *const a = jf_parse_expression(p, JF_LEVEL_NOT);

    return a ? jf_node_unary(p, JF_NODE_NOT, t->begin, a) : NULL;
}

typedef jf_node *(*reader)(jf_parser *p);

static const reader prefixes[JF_NTOKEN] = {
    [JF_TOKEN_BAD] = jf_parser_unexpected,
    [JF_TOKEN_NUMBER] = read_number,
    [JF_TOKEN_FRACTION] = read_fraction,
    [JF_TOKEN_CONSTANT] = read_constant,
    [JF_TOKEN_NAME] = read_name,
    [JF_TOKEN_FUNCTION] = jf_parse_call,
    [JF_TOKEN_UNKNOWN] = read_unknown,
    [JF_TOKEN_PLUS] = read_sign,
    [JF_TOKEN_MINUS] = read_sign,
    [JF_TOKEN_NOT] = read_not,
    [JF_TOKEN_IF] = jf_parse_if,
    [JF_TOKEN_OPEN] = jf_parse_parentheses,
    [JF_TOKEN_OPEN_SQUARE] = jf_parse_brackets,
    [JF_TOKEN_OPEN_BRACE] = jf_parse_braces,
    [JF_TOKEN_BAR] = jf_parse_bars,
    [JF_TOKEN_ROOT] = jf_parse_root,
    [JF_TOKEN_CUBEROOT] = jf_parse_root,
};

// "||": two bars at once, where no bar is to be closed.
static bool is_double_bar(const jf_parser *p)
{
    const jf_token *const t = p->token;

    return !p->in_bars && t->kind == JF_TOKEN_BAR &&
           t[1].kind == JF_TOKEN_BAR && t[1].begin == t->end;
}

bool jf_parse_begins_operand(const jf_parser *p)
{
    switch (p->token->kind) {
    case JF_TOKEN_NUMBER:
    case JF_TOKEN_FRACTION:
    case JF_TOKEN_CONSTANT:
    case JF_TOKEN_NAME:
    case JF_TOKEN_FUNCTION:
    case JF_TOKEN_UNKNOWN:
    case JF_TOKEN_OPEN:
    case JF_TOKEN_OPEN_SQUARE:
    case JF_TOKEN_OPEN_BRACE:
    case JF_TOKEN_ROOT:
    case JF_TOKEN_CUBEROOT:
        return true;
    case JF_TOKEN_BAR:
        return !p->in_bars && !is_double_bar(p);
    default:
        return false;
    }
}

static bool is_division(const jf_node *node)
{
    return !jf_node_is_grouped(node) &&
           (node->kind == JF_NODE_DIV || node->kind == JF_NODE_FLOORDIV ||
            node->kind == JF_NODE_MOD);
}

static bool is_numeric_power(const jf_node *node)
{
    return !jf_node_is_grouped(node) && node->kind == JF_NODE_POW &&
           jf_node_is_constant(node) && !jf_node_is_grouped(node->operand[1]);
}

// What stands directly before an implicit factor.
static jf_node *last_factor(jf_node *node)
{
    while (!jf_node_is_grouped(node) &&
           (node->kind == JF_NODE_NEG || node->kind == JF_NODE_MUL))
        node = node->operand[node->noperand - 1];
    return node;
}

// left = (a op b), next: (a op b*next), or (a op b)*next?
static jf_node *refuse_product(jf_parser *p, jf_node *left, jf_node *next)
{
    jf_node *const inner =
        jf_node_binary(p, JF_NODE_MUL, left->operand[1], next);
    jf_node *const tight =
        inner ? jf_node_binary(p, left->kind, left->operand[0], inner) : NULL;
    jf_node *const loose =
        tight ? jf_node_binary(p, JF_NODE_MUL, left, next) : NULL;

    return loose ? jf_parser_two_readings(p, left->begin, next->begin,
                                          next->end, tight, loose)
                 : NULL;
}

jf_node *jf_parse_product(jf_parser *p, jf_node *left, jf_node *next)
{
    jf_node *const factor = last_factor(left);

    if (is_division(left))
        return refuse_product(p, left, next);
    if (is_numeric_power(factor))
        return refuse_product(p, factor, next);
    return jf_node_binary(p, JF_NODE_MUL, left, next);
}

// A number behind an operand: x 2, 2½.
static jf_node *refuse_number(jf_parser *p, jf_node *left)
{
    const jf_token *const t = p->token;
    const jf_node *const before = last_factor(left);
    const bool mixed = t->kind == JF_TOKEN_FRACTION;
    char typed[JF_EXPR_PIECE_MAX], number[JF_EXPR_PIECE_MAX];
    char one[JF_ARG_MAX], other[JF_ARG_MAX];

    if (jf_parser_typed(p, before->begin, before->end, typed) > 40)
        snprintf(typed, sizeof typed, "...");
    if (jf_parser_typed(p, t->begin, t->end, number) > 40)
        snprintf(number, sizeof number, "...");
    snprintf(one, sizeof one, "%.40s*%.40s", typed, number);
    snprintf(other, sizeof other, "%.40s%c%.40s", typed, mixed ? '+' : '^',
             number);
    return jf_parser_fail(p, t->begin, t->end,
                          jf_say(JF_TEXT_EXPR_MISSING_OPERATOR, number, NULL),
                          jf_say(JF_TEXT_EXPR_HINT_OR, one, other));
}

static jf_node *extend_product(jf_parser *p, jf_node *left)
{
    if (p->token->kind == JF_TOKEN_NUMBER ||
        p->token->kind == JF_TOKEN_FRACTION)
        return refuse_number(p, left);
    jf_node *const next = jf_parse_expression(p, JF_LEVEL_POWER);
    return next ? jf_parse_product(p, left, next) : NULL;
}

static const jf_operator *current_operator(const jf_parser *p)
{
    return jf_operator_of_token(is_double_bar(p) ? JF_TOKEN_OR
                                                 : p->token->kind);
}

static jf_node *extend_binary(jf_parser *p, jf_node *left,
                              const jf_operator *op)
{
    const bool power = op->level == JF_LEVEL_POWER;
    const bool number = left->kind == JF_NODE_NUMBER;

    p->token += is_double_bar(p) ? 2 : 1;
    if (op->node == JF_NODE_MOD && number &&
        (p->token->kind == JF_TOKEN_PLUS || p->token->kind == JF_TOKEN_MINUS))
        return jf_parser_missing(p); // 5%+1 is no remainder
    jf_node *const right =
        jf_parse_expression(p, (jf_level)(op->level + !power));
    return right ? jf_node_binary(p, op->node, left, right) : NULL;
}

// a < b < c is (a < b) and (b < c); b is cloned, for a tree shares nothing.
static jf_node *extend_comparison(jf_parser *p, jf_node *left,
                                  const jf_operator *op)
{
    jf_node *all = extend_binary(p, left, op), *last = all;

    while (all && (op = current_operator(p)) &&
           op->level == JF_LEVEL_COMPARISON) {
        jf_node *const middle = jf_node_clone(p, last->operand[1]);
        last = middle ? extend_binary(p, middle, op) : NULL;
        all = last ? jf_node_binary(p, JF_NODE_AND, all, last) : NULL;
    }
    return all;
}

static jf_node *extend_factorial(jf_parser *p, jf_node *left)
{
    const jf_token *const t = p->token++;
    char typed[JF_EXPR_PIECE_MAX];

    if (p->token->kind == JF_TOKEN_BANG && p->token->begin == t->end) {
        jf_parser_typed(p, left->begin, p->token->end, typed);
        return jf_parser_fail(
            p, t->begin, p->token->end,
            jf_say(JF_TEXT_EXPR_TWO_READINGS, typed, NULL),
            jf_say(JF_TEXT_EXPR_HINT_DOUBLE_FACTORIAL, NULL, NULL));
    }
    return jf_node_call(p, JF_FN_FACTORIAL, left->begin, t->end, 1, &left);
}

static jf_node *extend_degree(jf_parser *p, jf_node *left)
{
    const jf_token *const t = p->token++;

    if (p->options->degrees)
        return left;
    return jf_node_call(p, JF_FN_RADIANS, left->begin, t->end, 1, &left);
}

static jf_node *extend_raised(jf_parser *p, jf_node *left)
{
    jf_node *const exponent = jf_parse_raised(p);
    jf_node *const power =
        exponent ? jf_node_binary(p, JF_NODE_POW, left, exponent) : NULL;

    return power ? jf_node_group(power, power->begin, power->end) : NULL;
}

// c ? a : b
static jf_node *extend_question(jf_parser *p, jf_node *c)
{
    const jf_token *const question = p->token++;
    jf_node *const a = jf_parse_expression(p, JF_LEVEL_CONDITION);

    if (!a)
        return NULL;
    if (p->token->kind == JF_TOKEN_END)
        return jf_parser_fail(p, question->begin, question->end,
                              jf_say(JF_TEXT_EXPR_MISSING_COLON, NULL, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_COLON, NULL, NULL));
    if (p->token->kind != JF_TOKEN_COLON)
        return jf_parser_unexpected(p);
    p->token++;
    jf_node *const b = jf_parse_expression(p, JF_LEVEL_CONDITION);
    jf_node *const operand[] = {c, a, b};
    return b ? jf_node_new(p, JF_NODE_SELECT, c->begin, b->end, 3, operand)
             : NULL;
}

// a if c else b
static jf_node *extend_if(jf_parser *p, jf_node *a)
{
    const jf_token *const word = p->token++;
    jf_node *const c = jf_parse_expression(p, JF_LEVEL_OR);

    if (!c)
        return NULL;
    if (p->token->kind == JF_TOKEN_BAD || p->token->kind == JF_TOKEN_UNKNOWN)
        return jf_parser_unexpected(p);
    if (p->token->kind != JF_TOKEN_ELSE && p->token->kind != JF_TOKEN_OTHERWISE)
        return jf_parser_fail(p, word->begin, word->end,
                              jf_say(JF_TEXT_EXPR_MISSING_ELSE, NULL, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_ELSE, NULL, NULL));
    p->token++;
    jf_node *const b = jf_parse_expression(p, JF_LEVEL_CONDITION);
    jf_node *const operand[] = {c, a, b};
    return b ? jf_node_new(p, JF_NODE_SELECT, a->begin, b->end, 3, operand)
             : NULL;
}

// What may follow an operand, beside the operators; level is the tightest
// one that is still to be left to the caller.
static const struct {
    jf_token_kind token;
    jf_level level;
    jf_node *(*extend)(jf_parser *p, jf_node *left);
} suffixes[] = {
    {JF_TOKEN_BANG, JF_LEVEL_POSTFIX, extend_factorial},
    {JF_TOKEN_DEGREE, JF_LEVEL_POSTFIX, extend_degree},
    {JF_TOKEN_SUPER, JF_LEVEL_POWER, extend_raised},
    {JF_TOKEN_QUESTION, JF_LEVEL_CONDITION, extend_question},
    {JF_TOKEN_IF, JF_LEVEL_CONDITION, extend_if},
};

// Takes what follows *node and binds at least as tightly as level.  False
// when nothing does; *node becomes NULL when it is wrong.
static bool extend(jf_parser *p, jf_level level, jf_node **node)
{
    const jf_operator *const op = current_operator(p);

    if (op) {
        if (op->level < level)
            return false;
        *node = op->level == JF_LEVEL_COMPARISON
                    ? extend_comparison(p, *node, op)
                    : extend_binary(p, *node, op);
        return true;
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (suffixes[i].token == p->token->kind) {
            if (suffixes[i].level < level)
                return false;
            *node = suffixes[i].extend(p, *node);
            return true;
        }
    if (level > JF_LEVEL_PRODUCT || !jf_parse_begins_operand(p))
        return false;
    *node = extend_product(p, *node);
    return true;
}

jf_node *jf_parse_expression(jf_parser *p, jf_level level)
{
    const jf_token *const t = p->token;
    char number[24];

    if (p->depth > JF_EXPR_DEPTH_MAX) {
        snprintf(number, sizeof number, "%d", JF_EXPR_DEPTH_MAX);
        return jf_parser_fail(p, t->begin, t->end,
                              jf_say(JF_TEXT_EXPR_TOO_DEEP, number, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_DEEP, NULL, NULL));
    }
    p->depth++;
    jf_node *node =
        prefixes[t->kind] ? prefixes[t->kind](p) : jf_parser_missing(p);
    while (node && extend(p, level, &node))
        continue;
    p->depth--;
    return node;
}
