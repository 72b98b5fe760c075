/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each word means: keyword, name that the caller gave, function,
 * constant, name that has the form of a variable; in this order.  Names are
 * never split, with one exception: a function of one letter or more, then
 * digits, then a variable ("sinx", "cos2x", "ln2") is that call.  Where two
 * such readings exist (exp2x: exp2(x), exp(2*x)) it stays unknown. */
#include "expr/token.h"

#include <string.h>

#include "expr/names.h"

typedef struct resolver {
    const jf_expr_options *options;
    const jf_token *from; // the next word to read
    jf_token *to;         // the next token to write
} resolver;

static const struct {
    const char *word;
    jf_token_kind kind;
} keywords[] = {
    {"and", JF_TOKEN_AND},        {"or", JF_TOKEN_OR},
    {"not", JF_TOKEN_NOT},        {"if", JF_TOKEN_IF},
    {"else", JF_TOKEN_ELSE},      {"otherwise", JF_TOKEN_OTHERWISE},
    {"且", JF_TOKEN_AND},         {"或", JF_TOKEN_OR},
    {"非", JF_TOKEN_NOT},         {"否则", JF_TOKEN_ELSE},
    {"其他", JF_TOKEN_OTHERWISE}, {"其它", JF_TOKEN_OTHERWISE},
};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool set_keyword(jf_token *token)
{
    for (size_t i = 0; i < LENGTH(keywords); i++)
        if (!strcmp(token->word, keywords[i].word)) {
            token->kind = keywords[i].kind;
            return true;
        }
    return false;
}

static bool set_function(jf_token *token)
{
    const jf_function f = jf_names_function(token->word, strlen(token->word));

    if (f == JF_NFUNCTION)
        return false;
    token->kind = JF_TOKEN_FUNCTION;
    token->function = f;
    token->word = NULL;
    return true;
}

static bool set_constant(jf_token *token)
{
    const jf_constant_row *const row =
        jf_names_constant(token->word, strlen(token->word));

    if (!row)
        return false;
    token->kind = JF_TOKEN_CONSTANT;
    token->number = row->value;
    token->word = row->name;
    return true;
}

// log_2, log_a: the base is digits or a variable.
static bool set_log_base(jf_token *token)
{
    const char *const base = token->word + 4;

    if (strncmp(token->word, "log_", 4) || !*base)
        return false;
    const size_t n = strlen(base);
    if ((strspn(base, "0123456789") != n || n > 15) &&
        !jf_names_is_variable(base, n))
        return false;
    token->kind = JF_TOKEN_FUNCTION;
    token->function = JF_FN_LOG;
    token->word = base;
    return true;
}

static bool is_variable(const resolver *r, const char *word, size_t n)
{
    const bool letter =
        n == 1 && jf_names_is_variable(word, 1) && !jf_names_constant(word, 1);

    return letter || jf_names_given(r->options, word, n);
}

// Whether the word from `head` on is digits and a variable, or one of them.
static bool is_argument(const resolver *r, const char *word, size_t head)
{
    const size_t digits = strspn(word + head, "0123456789");
    const char *const rest = word + head + digits;

    return digits <= 15 && (digits > 0 || *rest) &&
           (!*rest || is_variable(r, rest, strlen(rest)));
}

// The length of the function's name in a word such as "cos2x"; 0 if there is
// none, or more than one.
static size_t find_split(const resolver *r, const char *word)
{
    const size_t n = strlen(word);
    size_t found = 0;

    for (size_t head = 2; head < n; head++) {
        const jf_function f = jf_names_function(word, head);
        if (f == JF_NFUNCTION || !is_argument(r, word, head))
            continue;
        const bool base = f == JF_FN_LOG && word[head] < 'A';
        if (found || base ||
            (jf_function_row_of(f)->min_operands > 1 && f != JF_FN_LOG))
            return 0;
        found = head;
    }
    return found;
}

static jf_token piece(const jf_token *whole, size_t begin, size_t end)
{
    return (jf_token){.begin = whole->unit[begin].begin,
                      .end = whole->unit[end - 1].end,
                      .unit = whole->unit + begin};
}

static bool split(resolver *r, const jf_token *whole)
{
    const char *const word = whole->word;
    const size_t head = find_split(r, word), n = strlen(word);

    if (head == 0)
        return false;
    const size_t rest = head + strspn(word + head, "0123456789");
    jf_token t = piece(whole, 0, head);
    t.kind = JF_TOKEN_FUNCTION;
    t.function = jf_names_function(word, head);
    t.begin = whole->begin;
    t.split = true;
    *r->to++ = t;
    if (rest > head) {
        t = piece(whole, head, rest);
        t.kind = JF_TOKEN_NUMBER;
        for (size_t i = head; i < rest; i++)
            t.number = t.number * 10 + (word[i] - '0');
        *r->to++ = t;
    }
    if (rest < n) {
        t = piece(whole, rest, n);
        t.kind = JF_TOKEN_NAME;
        t.word = word + rest;
        t.known = true;
        *r->to++ = t;
    }
    return true;
}

static void resolve(resolver *r)
{
    jf_token token = *r->from++;
    const bool opens = r->from->kind == JF_TOKEN_OPEN;

    if (token.kind == JF_TOKEN_WORD && !set_keyword(&token)) {
        const size_t n = strlen(token.word);
        token.known = jf_names_given(r->options, token.word, n);
        if (token.known)
            token.kind = JF_TOKEN_NAME;
        else if (set_function(&token) || set_constant(&token) ||
                 set_log_base(&token))
            ;
        else if (jf_names_is_variable(token.word, n))
            token.kind = JF_TOKEN_NAME;
        else if (!opens && split(r, &token))
            return;
        else
            token.kind = JF_TOKEN_UNKNOWN;
        if (token.kind == JF_TOKEN_NAME)
            token.known |= jf_names_is_usual(token.word, n);
    }
    *r->to++ = token;
}

static bool may_vary(const resolver *r, const char *word)
{
    const size_t n = strlen(word);

    return n > 0 && word[0] != '_' && !(word[0] >= '0' && word[0] <= '9') &&
           !jf_names_constant(word, n) &&
           (jf_names_is_variable(word, n) ||
            jf_names_given(r->options, word, n));
}

// The differential that ends at `last`: its variable, or NULL, and how many
// tokens it is ("d" and a Greek letter are two).
static const char *differential(const resolver *r, const jf_token *last,
                                bool alone, size_t *ntoken)
{
    const char *const word = last->kind == JF_TOKEN_WORD ? last->word : "";
    const size_t n = strlen(word);

    *ntoken = 1;
    if (word[0] == 'd' && may_vary(r, word + 1) &&
        !jf_names_given(r->options, word, n) &&
        jf_names_function(word, n) == JF_NFUNCTION)
        return word + 1;
    *ntoken = 2;
    if (!alone && (word[0] & 0x80) && may_vary(r, word) &&
        last[-1].kind == JF_TOKEN_WORD && !strcmp(last[-1].word, "d") &&
        last[-1].end == last->begin)
        return word;
    return NULL;
}

// Cuts a differential off, and returns its variable or NULL.
static const char *cut_differential(const resolver *r, jf_token *token)
{
    size_t n = 0, count, again;

    while (token[n].kind != JF_TOKEN_END)
        n++;
    if (n < 2)
        return NULL;
    const char *const variable = differential(r, &token[n - 1], false, &count);
    if (!variable || count >= n)
        return NULL;
    jf_token *const last = &token[n - count - 1];
    if (n - count > 1 && differential(r, last, n - count < 2, &again)) {
        last->kind = JF_TOKEN_BAD;
        last->problem = JF_TEXT_EXPR_TWO_VARIABLES;
    }
    token[n - count].kind = JF_TOKEN_END;
    return variable;
}

bool jf_words_resolve(const jf_expr_options *options, jf_arena *arena,
                      jf_token **token, const char **variable)
{
    resolver r = {.options = options, .from = *token};
    size_t n = 1;

    *variable = cut_differential(&r, *token);
    for (const jf_token *t = *token; t->kind != JF_TOKEN_END; t++)
        n += t->kind == JF_TOKEN_WORD ? 3 : 1; // split at worst
    r.to = *token = jf_arena_array(arena, n, sizeof *r.to);
    if (!r.to)
        return false;
    while (r.from->kind != JF_TOKEN_END)
        resolve(&r);
    *r.to = *r.from;
    return true;
}
