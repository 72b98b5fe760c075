/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a text, and how doubtful places were read. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "expr/parser.h"
#include "expr/print.h"

jf_message jf_say(jf_text_id id, const char *arg1, const char *arg2)
{
    return jf_message_make(id, arg1, arg2, NULL);
}

jf_node *jf_parser_fail(jf_parser *p, size_t begin, size_t end,
                        jf_message problem, jf_message hint)
{
    if (p->diag->status == JF_OK)
        *p->diag = (jf_diag){JF_SYNTAX, begin, end, problem, hint};
    return NULL;
}

size_t jf_parser_typed(const jf_parser *p, size_t begin, size_t end,
                       char text[JF_EXPR_PIECE_MAX])
{
    return jf_fold_print(p->text, begin, end, text, JF_EXPR_PIECE_MAX);
}

size_t jf_parser_shown(const jf_parser *p, const jf_node *node,
                       char text[JF_EXPR_PIECE_MAX])
{
    jf_writer w = {text, JF_EXPR_PIECE_MAX, 0};

    jf_node_print(node, p->name, &w);
    return jf_writer_end(&w);
}

jf_node *jf_parser_two_readings(jf_parser *p, size_t begin, size_t at,
                                size_t end, const jf_node *a, const jf_node *b)
{
    char typed[JF_EXPR_PIECE_MAX];
    char one[JF_EXPR_PIECE_MAX], other[JF_EXPR_PIECE_MAX];
    const bool fits = jf_parser_shown(p, a, one) < JF_ARG_MAX &&
                      jf_parser_shown(p, b, other) < JF_ARG_MAX;

    jf_parser_typed(p, begin, end, typed);
    return jf_parser_fail(
        p, at, end, jf_say(JF_TEXT_EXPR_TWO_READINGS, typed, NULL),
        fits ? jf_say(JF_TEXT_EXPR_HINT_OR, one, other)
             : jf_say(JF_TEXT_EXPR_HINT_PARENTHESES, NULL, NULL));
}

bool jf_parser_note(jf_parser *p, jf_text_id id, const jf_node *as)
{
    jf_expr *const tree = p->tree;
    char typed[JF_EXPR_PIECE_MAX], shown[JF_EXPR_PIECE_MAX];

    jf_parser_typed(p, as->begin, as->end, typed);
    jf_parser_shown(p, as, shown);
    if (p->options->strict)
        return jf_parser_fail(p, as->begin, as->end,
                              jf_say(JF_TEXT_EXPR_STRICT, typed, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_WRITE, shown, NULL)) !=
               NULL;
    const jf_message note = jf_say(id, typed, shown);
    for (size_t i = 0; i < tree->nnote; i++)
        if (p->note[i].id == id && !strcmp(p->note[i].arg[0], note.arg[0]))
            return true;
    if (tree->nnote < JF_EXPR_NOTE_MAX)
        p->note[tree->nnote++] = note;
    return true;
}

// Problems with a single character or number, and what to do about them.
static const struct {
    jf_text_id problem, hint;
} lexical[] = {
    {JF_TEXT_EXPR_NUMBER_TOO_LARGE, JF_TEXT_EXPR_HINT_LARGE},
    {JF_TEXT_EXPR_NUMBER_TOO_SMALL, JF_TEXT_EXPR_HINT_SMALL},
    {JF_TEXT_EXPR_NUMBER_TWO_POINTS, JF_TEXT_NONE},
    {JF_TEXT_EXPR_NUMBER_BAD_HEX, JF_TEXT_NONE},
    {JF_TEXT_EXPR_BAD_SUPERSCRIPT, JF_TEXT_EXPR_HINT_POWER},
    {JF_TEXT_EXPR_TWO_VARIABLES, JF_TEXT_EXPR_HINT_TWO_VARIABLES},
};

static const struct {
    uint32_t code;
    jf_text_id hint;
} characters[] = {
    {0x222B, JF_TEXT_EXPR_HINT_PHRASE},
    {'&', JF_TEXT_EXPR_HINT_AND},
    {'_', JF_TEXT_EXPR_HINT_UNDERSCORE},
    {'.', JF_TEXT_EXPR_HINT_POINT},
};

static jf_node *fail_character(jf_parser *p, const jf_token *t)
{
    char typed[JF_UTF8_MAX + 1] = "", name[16];
    jf_text_id hint = JF_TEXT_NONE;
    uint32_t code;

    memcpy(typed, p->text + t->begin,
           jf_utf8_read(p->text + t->begin, t->end - t->begin, &code));
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        if (characters[i].code == code)
            hint = characters[i].hint;
    snprintf(name, sizeof name, "U+%04X", (unsigned)code);
    return jf_parser_fail(p, t->begin, t->end,
                          jf_char_hidden(code)
                              ? jf_say(JF_TEXT_EXPR_BAD_CONTROL, name, NULL)
                              : jf_say(JF_TEXT_EXPR_BAD_CHAR, typed, name),
                          jf_say(hint, NULL, NULL));
}

static jf_node *fail_lexical(jf_parser *p, const jf_token *t)
{
    char typed[JF_EXPR_PIECE_MAX];
    jf_text_id hint = JF_TEXT_NONE;

    if (t->problem == JF_TEXT_EXPR_BAD_UTF8) {
        snprintf(typed, sizeof typed, "0x%02X",
                 (unsigned)(unsigned char)p->text[t->begin]);
        hint = JF_TEXT_EXPR_HINT_UTF8;
    } else if (t->problem == JF_TEXT_EXPR_BAD_CHAR) {
        return fail_character(p, t);
    } else {
        jf_parser_typed(p, t->begin, t->end, typed);
        for (size_t i = 0; i < sizeof lexical / sizeof *lexical; i++)
            if (lexical[i].problem == t->problem)
                hint = lexical[i].hint;
    }
    return jf_parser_fail(p, t->begin, t->end, jf_say(t->problem, typed, NULL),
                          jf_say(hint, NULL, NULL));
}

// y=x^2 and f(x)=x^2 want their right side; a=b elsewhere wants ==.
static jf_node *fail_equals(jf_parser *p, const jf_token *t)
{
    const jf_token *const first = p->first;
    const bool name = first->kind == JF_TOKEN_NAME;
    const bool function = name && t - first == 4 &&
                          first[1].kind == JF_TOKEN_OPEN &&
                          first[3].kind == JF_TOKEN_CLOSE;
    char rest[JF_EXPR_PIECE_MAX];
    jf_message hint = jf_say(JF_TEXT_EXPR_HINT_COMPARE, NULL, NULL);

    if ((function || (name && t - first == 1)) && t[1].kind != JF_TOKEN_END &&
        jf_parser_typed(p, t[1].begin, p->length, rest) < JF_ARG_MAX)
        hint = jf_say(JF_TEXT_EXPR_HINT_RIGHT_SIDE, rest, NULL);
    return jf_parser_fail(p, t->begin, t->end,
                          jf_say(JF_TEXT_EXPR_EQUALS, NULL, NULL), hint);
}

// 0,5 is 0.5; 1,000 may be 1000 too.
static jf_node *fail_decimal_comma(jf_parser *p, const jf_token *comma)
{
    const size_t begin = comma[-1].begin, end = comma[1].end;
    char left[JF_EXPR_PIECE_MAX], right[JF_EXPR_PIECE_MAX];
    char point[2 * JF_EXPR_PIECE_MAX], joined[2 * JF_EXPR_PIECE_MAX];

    jf_parser_typed(p, begin, comma->begin, left);
    const size_t digits = jf_parser_typed(p, comma[1].begin, end, right);
    snprintf(point, sizeof point, "%s.%s", left, right);
    snprintf(joined, sizeof joined, "%s%s", left, right);
    return jf_parser_fail(
        p, begin, end, jf_say(JF_TEXT_EXPR_DECIMAL_COMMA, NULL, NULL),
        digits == 3 ? jf_say(JF_TEXT_EXPR_HINT_OR, point, joined)
                    : jf_say(JF_TEXT_EXPR_HINT_WRITE, point, NULL));
}

jf_node *jf_parser_unexpected(jf_parser *p)
{
    const jf_token *const t = p->token;
    char typed[JF_EXPR_PIECE_MAX];
    jf_text_id problem = JF_TEXT_EXPR_UNEXPECTED, hint = JF_TEXT_NONE;

    if (t->kind == JF_TOKEN_BAD)
        return fail_lexical(p, t);
    if (t->kind == JF_TOKEN_UNKNOWN)
        return jf_parser_unknown(p, t);
    if (t->kind == JF_TOKEN_ASSIGN)
        return fail_equals(p, t);
    if (t->kind == JF_TOKEN_COMMA && t > p->first && jf_parse_is_decimal(t))
        return fail_decimal_comma(p, t);
    if (t->kind == JF_TOKEN_CLOSE && p->nclosing == 0)
        problem = JF_TEXT_EXPR_UNOPENED;
    if (t->kind == JF_TOKEN_DOTS)
        hint = JF_TEXT_EXPR_HINT_RANGE;
    jf_parser_typed(p, t->begin, t->end, typed);
    return jf_parser_fail(p, t->begin, t->end, jf_say(problem, typed, NULL),
                          jf_say(hint, NULL, NULL));
}

static bool is_operand_end(jf_token_kind kind)
{
    return kind == JF_TOKEN_CLOSE || kind == JF_TOKEN_NUMBER ||
           kind == JF_TOKEN_NAME || kind == JF_TOKEN_OTHERWISE;
}

static jf_node *fail_missing(jf_parser *p, const jf_token *t,
                             jf_text_id problem, jf_text_id hint)
{
    char typed[JF_EXPR_PIECE_MAX];

    jf_parser_typed(p, t->begin, t->end, typed);
    return jf_parser_fail(p, t->begin, t->end, jf_say(problem, typed, NULL),
                          jf_say(hint, NULL, NULL));
}

jf_node *jf_parser_missing(jf_parser *p)
{
    const jf_token *const t = p->token;
    const jf_token *const before = t > p->first ? t - 1 : NULL;

    if (t->kind == JF_TOKEN_ASSIGN || (t->kind == JF_TOKEN_CLOSE && !before))
        return jf_parser_unexpected(p);
    if (t->kind == JF_TOKEN_END && !before)
        return jf_parser_fail(p, 0, 0, jf_say(JF_TEXT_EXPR_EMPTY, NULL, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_EXAMPLE, NULL, NULL));
    if (t->kind == JF_TOKEN_BANG)
        return fail_missing(p, t, JF_TEXT_EXPR_MISSING_BEFORE,
                            JF_TEXT_EXPR_HINT_NOT);
    if (before && before->kind == JF_TOKEN_OPEN && t->kind == JF_TOKEN_CLOSE)
        return jf_parser_fail(
            p, before->begin, t->end,
            jf_say(JF_TEXT_EXPR_EMPTY_PARENTHESES, NULL, NULL),
            jf_say(JF_TEXT_NONE, NULL, NULL));
    if (!before || before->kind == JF_TOKEN_OPEN ||
        before->kind == JF_TOKEN_COMMA || is_operand_end(before->kind))
        return t->kind == JF_TOKEN_END
                   ? fail_missing(p, before, JF_TEXT_EXPR_MISSING_AFTER,
                                  JF_TEXT_NONE)
                   : fail_missing(p, t, JF_TEXT_EXPR_MISSING_BEFORE,
                                  JF_TEXT_NONE);
    return fail_missing(p, before, JF_TEXT_EXPR_MISSING_AFTER,
                        before->kind == JF_TOKEN_PERCENT
                            ? JF_TEXT_EXPR_HINT_PERCENT
                            : JF_TEXT_NONE);
}
