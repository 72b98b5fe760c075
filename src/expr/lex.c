/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/token.h"

#include <string.h>

#include "base/utf8.h"
#include "expr/number.h"

typedef struct lexer {
    jf_arena *arena;
    const jf_unit *unit;
    jf_token *token; // the next one to write
} lexer;

// Longer ones first: the first that matches is taken.
static const struct {
    char text[3];
    jf_token_kind kind;
} symbols[] = {
    {"**", JF_TOKEN_POWER},       {"//", JF_TOKEN_FLOORDIV},
    {"<=", JF_TOKEN_LE},          {"=<", JF_TOKEN_LE},
    {">=", JF_TOKEN_GE},          {"==", JF_TOKEN_EQ},
    {"!=", JF_TOKEN_NE},          {"<>", JF_TOKEN_NE},
    {"&&", JF_TOKEN_AND},         {"..", JF_TOKEN_DOTS},
    {"+", JF_TOKEN_PLUS},         {"-", JF_TOKEN_MINUS},
    {"*", JF_TOKEN_TIMES},        {"/", JF_TOKEN_DIVIDE},
    {"%", JF_TOKEN_PERCENT},      {"^", JF_TOKEN_POWER},
    {"<", JF_TOKEN_LT},           {">", JF_TOKEN_GT},
    {"=", JF_TOKEN_ASSIGN},       {"(", JF_TOKEN_OPEN},
    {")", JF_TOKEN_CLOSE},        {"[", JF_TOKEN_OPEN_SQUARE},
    {"]", JF_TOKEN_CLOSE_SQUARE}, {"{", JF_TOKEN_OPEN_BRACE},
    {"}", JF_TOKEN_CLOSE_BRACE},  {"|", JF_TOKEN_BAR},
    {",", JF_TOKEN_COMMA},        {";", JF_TOKEN_SEMICOLON},
    {":", JF_TOKEN_COLON},        {"?", JF_TOKEN_QUESTION},
    {"!", JF_TOKEN_BANG},
};

static const struct {
    uint32_t code;
    jf_token_kind kind;
} signs[] = {
    {0x00B0, JF_TOKEN_DEGREE},
    {0x221A, JF_TOKEN_ROOT},
    {0x221B, JF_TOKEN_CUBEROOT},
};

static const struct {
    uint32_t code;
    int number, divisor;
} fractions[] = {
    {0x00BC, 1, 4}, {0x00BD, 1, 2},  {0x00BE, 3, 4}, {0x2150, 1, 7},
    {0x2151, 1, 9}, {0x2152, 1, 10}, {0x2153, 1, 3}, {0x2154, 2, 3},
    {0x2155, 1, 5}, {0x2156, 2, 5},  {0x2157, 3, 5}, {0x2158, 4, 5},
    {0x2159, 1, 6}, {0x215A, 5, 6},  {0x215B, 1, 8}, {0x215C, 3, 8},
    {0x215D, 5, 8}, {0x215E, 7, 8},
};

// Raised characters and what they say.
static const struct {
    uint32_t code;
    char to;
} raised[] = {
    {0x2070, '0'}, {0x00B9, '1'}, {0x00B2, '2'}, {0x00B3, '3'}, {0x2074, '4'},
    {0x2075, '5'}, {0x2076, '6'}, {0x2077, '7'}, {0x2078, '8'}, {0x2079, '9'},
    {0x207A, '+'}, {0x207B, '-'}, {0x207F, 'n'}, {0x02E3, 'x'}, {0x02B8, 'y'},
};

// What may stand before a function in programs: math.sin.
static const char *const prefixes[] = {"math", "np", "numpy", "Math"};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_latin(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static bool is_greek(uint32_t code)
{
    return code >= 0x0391 && code <= 0x03C9;
}

static bool is_ideograph(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x4DBF) ||
           (code >= 0x4E00 && code <= 0x9FFF);
}

// A letter that is a constant: it never joins a word.
static bool is_constant(uint32_t code)
{
    return code == 0x03C0 || code == 0x03C4 || code == 0x221E;
}

static char raised_char(uint32_t code)
{
    for (size_t i = 0; i < LENGTH(raised); i++)
        if (code == raised[i].code)
            return raised[i].to;
    return '\0';
}

// Ends the token that begins at `from`; the units up to l->unit are its own.
static void emit(lexer *l, const jf_unit *from, jf_token token)
{
    token.begin = from->begin;
    token.end = l->unit > from ? l->unit[-1].end : from->end;
    *l->token++ = token;
}

static void emit_bad(lexer *l, const jf_unit *from, jf_text_id problem)
{
    emit(l, from, (jf_token){.kind = JF_TOKEN_BAD, .problem = problem});
}

static char *copy_word(lexer *l, const jf_unit *from)
{
    const size_t n = (size_t)(l->unit - from);
    char *const word = jf_arena_alloc(l->arena, n * JF_UTF8_MAX + 1);

    if (word)
        for (char *s = word; from < l->unit; from++)
            s += jf_utf8_write(from->code, s);
    return word;
}

static void skip_tail(lexer *l)
{
    while (is_digit(l->unit->code) || is_latin(l->unit->code) ||
           (l->unit->code == '_' &&
            (is_latin(l->unit[1].code) || is_digit(l->unit[1].code))))
        l->unit++;
}

// After one Greek letter: digits, or a subscript.
static void skip_subscript(lexer *l)
{
    if (l->unit->code == '_')
        skip_tail(l);
    while (is_digit(l->unit->code))
        l->unit++;
}

static void skip_word(lexer *l)
{
    const uint32_t first = (l->unit++)->code;

    if (is_latin(first))
        skip_tail(l);
    else if (is_ideograph(first))
        while (is_ideograph(l->unit->code))
            l->unit++;
    else if (!is_constant(first))
        skip_subscript(l);
}

static bool is_prefix(const char *word)
{
    for (size_t i = 0; i < LENGTH(prefixes); i++)
        if (!strcmp(word, prefixes[i]))
            return true;
    return false;
}

static bool read_word(lexer *l)
{
    const jf_unit *const from = l->unit, *first = from;
    char *word;

    skip_word(l);
    word = copy_word(l, first);
    if (word && is_prefix(word) && l->unit->code == '.' &&
        is_latin(l->unit[1].code)) {
        first = ++l->unit;
        skip_word(l);
        word = copy_word(l, first);
    }
    emit(l, from,
         (jf_token){.kind = JF_TOKEN_WORD, .word = word, .unit = first});
    return word != NULL;
}

static void read_number(lexer *l)
{
    const jf_unit *const from = l->unit;
    jf_token token = {.kind = JF_TOKEN_NUMBER};

    token.problem = jf_number_read(from, &token.number, &l->unit);
    if (token.problem != JF_TEXT_NONE)
        token.kind = JF_TOKEN_BAD;
    emit(l, from, token);
}

static void read_raised(lexer *l)
{
    const jf_unit *const from = l->unit;
    static const char *const words[] = {
        ['n' - 'n'] = "n", ['x' - 'n'] = "x", ['y' - 'n'] = "y"};
    jf_token token = {.kind = JF_TOKEN_SUPER};
    char c = raised_char(from->code);
    const bool negative = c == '-';
    int n = 0;

    if (c >= 'n') {
        l->unit++;
        token.word = words[c - 'n'];
        emit(l, from, token);
        return;
    }
    if (c == '+' || c == '-')
        c = raised_char((++l->unit)->code);
    for (; is_digit((unsigned char)c) && n < 15; n++) {
        token.number = token.number * 10 + (c - '0');
        c = raised_char((++l->unit)->code);
    }
    if (n == 0 || n == 15)
        token = (jf_token){.kind = JF_TOKEN_BAD,
                           .problem = JF_TEXT_EXPR_BAD_SUPERSCRIPT};
    if (negative)
        token.number = -token.number;
    emit(l, from, token);
}

static bool read_symbol(lexer *l)
{
    const jf_unit *const from = l->unit;

    for (size_t i = 0; i < LENGTH(symbols); i++) {
        const char *const text = symbols[i].text;
        if (from->code != (uint32_t)text[0] ||
            (text[1] && from[1].code != (uint32_t)text[1]))
            continue;
        l->unit += text[1] ? 2 : 1;
        emit(l, from, (jf_token){.kind = symbols[i].kind});
        return true;
    }
    return false;
}

static bool read_sign(lexer *l)
{
    const jf_unit *const from = l->unit;
    jf_token token = {.kind = JF_TOKEN_BAD};

    for (size_t i = 0; i < LENGTH(signs); i++)
        if (from->code == signs[i].code)
            token.kind = signs[i].kind;
    for (size_t i = 0; i < LENGTH(fractions); i++)
        if (from->code == fractions[i].code)
            token = (jf_token){.kind = JF_TOKEN_FRACTION,
                               .number = fractions[i].number,
                               .divisor = fractions[i].divisor};
    if (token.kind == JF_TOKEN_BAD)
        return false;
    l->unit++;
    emit(l, from, token);
    return true;
}

static bool read_token(lexer *l)
{
    const jf_unit *const from = l->unit;

    if (jf_number_begins(from)) {
        read_number(l);
    } else if (is_latin(from->code) || is_greek(from->code) ||
               is_ideograph(from->code) || is_constant(from->code)) {
        return read_word(l);
    } else if (raised_char(from->code)) {
        read_raised(l);
    } else if (!read_symbol(l) && !read_sign(l)) {
        l->unit++;
        emit_bad(l, from,
                 from->code == JF_UNIT_INVALID ? JF_TEXT_EXPR_BAD_UTF8
                                               : JF_TEXT_EXPR_BAD_CHAR);
    }
    return true;
}

bool jf_lex(const char *text, size_t length, jf_arena *arena, jf_token **token)
{
    jf_unit *const unit = jf_arena_array(arena, length + 1, sizeof *unit);
    *token = jf_arena_array(arena, length + 1, sizeof **token);
    lexer l = {arena, unit, *token};

    if (!unit || !*token)
        return false;
    jf_fold(text, length, unit);
    while (l.unit->code != JF_UNIT_END)
        if (l.unit->code == ' ')
            l.unit++;
        else if (!read_token(&l))
            return false;
    emit(&l, l.unit, (jf_token){.kind = JF_TOKEN_END});
    return true;
}
