/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of functions, with and without parentheses.
 *
 * Without them the argument is the product that follows, up to the next
 * function, root or operator: sin 2 pi x cos x is sin(2*pi*x)*cos(x).  An
 * argument of a number and a name is what everybody means; anything richer
 * gets a note.  Refused with both readings: a parenthesis or bar within such
 * an argument (sin x(x+1)), a division by a number behind it (sin x/2), and
 * any product or division behind an argument that is a number (sin 2*x). */
#include "base/read.h"
#include "expr/parser.h"

#include <stdlib.h>
#include <string.h>

typedef struct call {
    const jf_token *name;
    const jf_function_row *row;
    jf_function function;
    jf_node *exponent; // of sin^2(x), or NULL
    bool inverse;      // sin^-1(x)
} call;

static const struct {
    jf_function function, inverse;
} inverses[] = {
    {JF_FN_SIN, JF_FN_ASIN},   {JF_FN_COS, JF_FN_ACOS},
    {JF_FN_TAN, JF_FN_ATAN},   {JF_FN_COT, JF_FN_ACOT},
    {JF_FN_SEC, JF_FN_ASEC},   {JF_FN_CSC, JF_FN_ACSC},
    {JF_FN_SINH, JF_FN_ASINH}, {JF_FN_COSH, JF_FN_ACOSH},
    {JF_FN_TANH, JF_FN_ATANH},
};

static bool takes_angle(jf_function f)
{
    return f >= JF_FN_SIN && f <= JF_FN_CSC;
}

static bool gives_angle(jf_function f)
{
    return f >= JF_FN_ASIN && f <= JF_FN_ATAN2;
}

static jf_node *fail_bare(jf_parser *p, const jf_token *name)
{
    const jf_function_row *const row = jf_function_row_of(name->function);
    const bool letter =
        row->info.name[1] == '\0' || name->function == JF_FN_GAMMA ||
        name->function == JF_FN_BETA || name->function == JF_FN_ZETA;
    char typed[JF_EXPR_PIECE_MAX];

    jf_parser_typed(p, name->begin, name->end, typed);
    return jf_parser_fail(
        p, name->begin, name->end,
        jf_say(jf_parse_begins_operand(p) ? JF_TEXT_EXPR_NEEDS_PARENTHESES
                                          : JF_TEXT_EXPR_FUNCTION_BARE,
               typed, NULL),
        name->function == JF_FN_ELLIPTIC_E
            ? jf_say(JF_TEXT_EXPR_HINT_E, row->info.usage, NULL)
        : letter ? jf_say(JF_TEXT_EXPR_HINT_LETTER, row->info.usage, typed)
                 : jf_say(JF_TEXT_EXPR_HINT_WRITE, row->info.usage, NULL));
}

jf_node *jf_parse_raised(jf_parser *p)
{
    const jf_token *const t = p->token++;

    if (t->word)
        return jf_node_name(p, t, t->word);
    jf_node *const node =
        jf_node_number(p, t, t->number < 0 ? -t->number : t->number, NULL);
    return node && t->number < 0 ? jf_node_unary(p, JF_NODE_NEG, t->begin, node)
                                 : node;
}

// The exponent between a function and its argument, as in sin^-2(x): a
// number, a name or parentheses, perhaps with a sign.
static jf_node *read_exponent(jf_parser *p, const jf_token *name)
{
    const jf_token *const first = ++p->token;
    const bool negative = first->kind == JF_TOKEN_MINUS;

    p->token += negative;
    if (p->token->kind != JF_TOKEN_NUMBER && p->token->kind != JF_TOKEN_NAME &&
        p->token->kind != JF_TOKEN_OPEN)
        return fail_bare(p, name);
    const bool word = p->token->kind == JF_TOKEN_NAME;
    jf_node *const node = word ? jf_node_name(p, p->token, p->token->word)
                               : jf_parse_expression(p, JF_LEVEL_POSTFIX);
    p->token += word;
    return node && negative ? jf_node_unary(p, JF_NODE_NEG, first->begin, node)
                            : node;
}

static bool is_minus_one(const jf_node *node)
{
    return node->kind == JF_NODE_NEG &&
           node->operand[0]->kind == JF_NODE_NUMBER &&
           node->operand[0]->number == 1; // as typed
}

static jf_node *refuse_inverse(jf_parser *p, const call *c)
{
    char typed[JF_EXPR_PIECE_MAX];

    jf_parser_typed(p, c->name->begin, p->token[-1].end, typed);
    return jf_parser_fail(
        p, c->name->begin, p->token[-1].end,
        jf_say(JF_TEXT_EXPR_TWO_READINGS, typed, NULL),
        jf_say(JF_TEXT_EXPR_HINT_RECIPROCAL, c->row->info.usage, NULL));
}

static bool read_power(jf_parser *p, call *c)
{
    const jf_token_kind kind = p->token->kind;

    if (kind != JF_TOKEN_POWER && kind != JF_TOKEN_SUPER)
        return true;
    c->exponent =
        kind == JF_TOKEN_SUPER ? jf_parse_raised(p) : read_exponent(p, c->name);
    if (!c->exponent || !is_minus_one(c->exponent))
        return c->exponent != NULL;
    for (size_t i = 0; i < sizeof inverses / sizeof *inverses; i++)
        if (inverses[i].function == c->function) {
            c->function = inverses[i].inverse;
            c->inverse = true;
            return true;
        }
    return refuse_inverse(p, c) != NULL;
}

// The function applied, without its exponent.
static jf_node *apply(jf_parser *p, const call *c, size_t end, int n,
                      jf_node **operand)
{
    const bool degrees = p->options->degrees;
    const size_t begin = c->name->begin;
    jf_node *inner[JF_EXPR_OPERAND_MAX];

    memcpy(inner, operand, (size_t)n * sizeof *operand);
    if (degrees && takes_angle(c->function)) {
        inner[0] = jf_node_call(p, JF_FN_RADIANS, inner[0]->begin,
                                inner[0]->end, 1, inner);
        if (!inner[0])
            return NULL;
    }
    jf_node *const node = jf_node_call(p, c->function, begin, end, n, inner);
    if (node && degrees && gives_angle(c->function))
        return jf_node_call(p, JF_FN_DEGREES, begin, end, 1, &node);
    return node;
}

// log_2, log_10 and log_e have functions of their own.
static jf_node *apply_log(jf_parser *p, const call *c, size_t end, jf_node *x)
{
    const char *const base = c->name->word;
    const bool digits = base[0] >= '0' && base[0] <= '9';
    const jf_function f = !strcmp(base, "2")    ? JF_FN_LOG2
                          : !strcmp(base, "10") ? JF_FN_LG
                          : !strcmp(base, "e")  ? JF_FN_LN
                                                : JF_FN_LOG;
    jf_node *operand[] = {x, NULL};

    if (f == JF_FN_LOG) {
        operand[1] = digits ? jf_node_number(p, c->name,
                                             jf_double_read(base, NULL), NULL)
                            : jf_node_name(p, c->name, base);
        if (!operand[1])
            return NULL;
    }
    return jf_node_call(p, f, c->name->begin, end, f == JF_FN_LOG ? 2 : 1,
                        operand);
}

static jf_node *build(jf_parser *p, const call *c, size_t end, int n,
                      jf_node **operand)
{
    jf_node *const node = c->name->word ? apply_log(p, c, end, operand[0])
                                        : apply(p, c, end, n, operand);

    if (!node || !c->exponent || c->inverse)
        return node;
    jf_node *const power = jf_node_binary(p, JF_NODE_POW, node, c->exponent);
    if (power)
        power->end = end; // the exponent stands within
    return power;
}

// log(x) is ln(x).  Whether it was one.
static bool make_natural(call *c, int n)
{
    const bool natural = c->function == JF_FN_LOG && n == 1 && !c->name->word;

    if (natural)
        c->function = JF_FN_LN;
    return natural;
}

static jf_node *finish(jf_parser *p, call *c, size_t end, int n,
                       jf_node **operand)
{
    const bool natural = make_natural(c, n);
    jf_node *const node = build(p, c, end, n, operand);

    if (node && natural && !jf_parser_note(p, JF_TEXT_EXPR_NOTE_LOG, node))
        return NULL;
    if (node && c->inverse &&
        !jf_parser_note(p, JF_TEXT_EXPR_NOTE_INVERSE, node))
        return NULL;
    return node;
}

// A number and a name, or less: nobody reads sin 2x otherwise.
static bool is_simple(const jf_node *node)
{
    if (node->kind == JF_NODE_MUL)
        return jf_node_is_constant(node->operand[0]) &&
               is_simple(node->operand[0]) && is_simple(node->operand[1]);
    return node->kind == JF_NODE_NUMBER || node->kind == JF_NODE_NAME ||
           node->kind == JF_NODE_CALL;
}

static bool is_function(jf_token_kind kind)
{
    return kind == JF_TOKEN_FUNCTION || kind == JF_TOKEN_ROOT ||
           kind == JF_TOKEN_CUBEROOT;
}

// Behind f arg stands next: f(arg) kind next, or f(arg kind next)?
static jf_node *refuse(jf_parser *p, call *c, jf_node *arg, jf_node_kind kind,
                       jf_node *next)
{
    make_natural(c, 1);
    jf_node *both = next ? jf_node_binary(p, kind, arg, next) : NULL;
    jf_node *const outer = both ? build(p, c, arg->end, 1, &arg) : NULL;
    jf_node *const loose = outer ? jf_node_binary(p, kind, outer, next) : NULL;
    jf_node *const tight = loose ? build(p, c, both->end, 1, &both) : NULL;

    return tight ? jf_parser_two_readings(p, c->name->begin, next->begin,
                                          next->end, loose, tight)
                 : NULL;
}

static bool continues(const jf_parser *p, const call *c)
{
    const jf_token *const t = p->token;

    return jf_parse_begins_operand(p) && !is_function(t->kind) &&
           t->kind != JF_TOKEN_NUMBER && t->kind != JF_TOKEN_FRACTION &&
           (!c->name->split || t->begin == t[-1].end);
}

static jf_node *read_factors(jf_parser *p, call *c)
{
    jf_node *arg = jf_parse_expression(p, JF_LEVEL_POWER);

    while (arg && continues(p, c)) {
        const jf_token_kind kind = p->token->kind;
        jf_node *const next = jf_parse_expression(p, JF_LEVEL_POWER);
        if (!next)
            return NULL;
        if ((kind == JF_TOKEN_OPEN || kind == JF_TOKEN_BAR) &&
            !jf_node_is_constant(arg))
            return refuse(p, c, arg, JF_NODE_MUL, next);
        arg = jf_parse_product(p, arg, next);
    }
    return arg;
}

// Whether '*' or '/' behind the argument could belong to it.
static bool is_doubtful(const jf_parser *p, const call *c, const jf_node *arg)
{
    const jf_operator *const op = jf_operator_of_token(p->token->kind);
    const jf_token_kind next = op ? p->token[1].kind : JF_TOKEN_END;
    const bool number = next == JF_TOKEN_NUMBER || next == JF_TOKEN_CONSTANT;

    return op && op->level == JF_LEVEL_PRODUCT && !c->name->split &&
           (jf_node_is_constant(arg) || (op->node != JF_NODE_MUL && number));
}

static jf_node *read_bare(jf_parser *p, call *c)
{
    const jf_token *const first = p->token;
    const bool negative = first->kind == JF_TOKEN_MINUS;

    p->token += negative;
    if ((c->row->max_operands > 1 && c->function != JF_FN_LOG) ||
        c->row->info.name[1] == '\0' || !jf_parse_begins_operand(p))
        return fail_bare(p, c->name);
    jf_node *arg = read_factors(p, c);
    if (arg && negative)
        arg = jf_node_unary(p, JF_NODE_NEG, first->begin, arg);
    if (!arg)
        return NULL;
    if (is_doubtful(p, c, arg)) {
        const jf_node_kind kind = jf_operator_of_token(p->token->kind)->node;
        p->token++;
        return refuse(p, c, arg, kind, jf_parse_expression(p, JF_LEVEL_SIGN));
    }
    const bool noted =
        c->name->split || !is_simple(arg) ||
        (jf_node_is_constant(arg) && is_function(p->token->kind));
    jf_node *const node = finish(p, c, arg->end, 1, &arg);
    if (node && noted && !jf_parser_note(p, JF_TEXT_EXPR_NOTE_READ_AS, node))
        return NULL;
    return node;
}

jf_node *jf_parse_call(jf_parser *p)
{
    call c = {.name = p->token++};
    jf_node *operand[JF_EXPR_OPERAND_MAX];
    size_t end;

    c.function = c.name->function;
    c.row = jf_function_row_of(c.function);
    if (!read_power(p, &c))
        return NULL;
    if (p->token->kind != JF_TOKEN_OPEN)
        return read_bare(p, &c);
    const bool log = c.function == JF_FN_LOG; // log(x) too
    const int n =
        jf_parse_operands(p, log ? 1 : c.row->min_operands,
                          c.name->word ? 1 : c.row->max_operands,
                          c.row->info.name, c.row->info.usage, operand, &end);
    return n < 0 ? NULL : finish(p, &c, end, n, operand);
}

// The root covers one operand; √2x and √x^2 are refused.
jf_node *jf_parse_root(jf_parser *p)
{
    const jf_token *const sign = p->token++;
    const bool open = p->token->kind == JF_TOKEN_OPEN;
    call c = {.name = sign,
              .function =
                  sign->kind == JF_TOKEN_ROOT ? JF_FN_SQRT : JF_FN_CBRT};

    if (!jf_parse_begins_operand(p))
        return jf_parser_missing(p);
    jf_node *arg = jf_parse_expression(p, JF_LEVEL_POSTFIX);
    if (!arg)
        return NULL;
    const jf_token_kind kind = p->token->kind;
    if (!open && (kind == JF_TOKEN_POWER || kind == JF_TOKEN_SUPER)) {
        p->token += kind == JF_TOKEN_POWER;
        return refuse(p, &c, arg, JF_NODE_POW,
                      kind == JF_TOKEN_SUPER
                          ? jf_parse_raised(p)
                          : jf_parse_expression(p, JF_LEVEL_POWER));
    }
    if (!open && jf_parse_begins_operand(p) && !is_function(kind) &&
        kind != JF_TOKEN_NUMBER && kind != JF_TOKEN_FRACTION)
        return refuse(p, &c, arg, JF_NODE_MUL,
                      jf_parse_expression(p, JF_LEVEL_POWER));
    return apply(p, &c, arg->end, 1, &arg);
}
