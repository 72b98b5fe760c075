/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/split.h"

#include <stdio.h>
#include <string.h>

#include "expr/names.h"

enum { WORD_MAX = 12 };

typedef struct splitter {
    const jf_parser *p;
    const jf_token *token;
    const char *word;
    size_t n;
    char *out;
} splitter;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_factor(const splitter *s, size_t at, size_t n)
{
    const char *const word = s->word + at;

    return jf_names_given(s->p->options, word, n) ||
           jf_names_is_usual(word, n) || (n == 1 && word[0] == 'e') ||
           (n == 2 && !memcmp(word, "pi", 2));
}

// A function that ends the word before '(', or has its variable in it.
static bool is_call(const splitter *s, size_t at, size_t n, bool *complete)
{
    const size_t rest = s->n - at - n;

    if (jf_names_function(s->word + at, n) == JF_NFUNCTION || n < 2)
        return false;
    *complete = rest > 0 && is_factor(s, at + n, rest);
    return *complete || (rest == 0 && s->token[1].kind == JF_TOKEN_OPEN);
}

static bool is_differential(const splitter *s, size_t at, size_t n)
{
    return at > 0 && n == 2 && s->word[at] == 'd' && at + n == s->n &&
           s->token[1].kind == JF_TOKEN_END && is_factor(s, at + 1, 1);
}

// Splits the word from `at` on behind what out[0 .. used) holds already.
// Recursion: no deeper than WORD_MAX.
static bool split(const splitter *s, size_t at, size_t used, int weak)
{
    if (at == s->n)
        return true;
    for (size_t n = s->n - at; n > 0; n--) {
        const char *const word = s->word + at;
        const char *const sign = at > 0 ? "*" : "";
        const int width = (int)n, room = (int)(JF_SPLIT_MAX - used);
        char *const to = s->out + used;
        bool complete = false;
        int cost = 0, length;
        if (is_differential(s, at, n))
            length = snprintf(to, (size_t)room, " %.*s", width, word);
        else if (is_call(s, at, n, &complete) && complete)
            length = snprintf(to, (size_t)room, "%s%.*s(%s)", sign, width, word,
                              word + n);
        else if (is_factor(s, at, n) || is_call(s, at, n, &complete) ||
                 (cost = n == 1 && weak > 0))
            length = snprintf(to, (size_t)room, "%s%.*s", sign, width, word);
        else
            continue;
        if (length >= room)
            return false;
        if (complete)
            return at > 0;
        if (n < s->n && split(s, at + n, used + (size_t)length, weak - cost))
            return true;
    }
    return false;
}

bool jf_split_product(const jf_parser *p, const jf_token *token, int weak,
                      char product[JF_SPLIT_MAX])
{
    const splitter s = {p, token, token->word, strlen(token->word), product};

    if (s.n > WORD_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.word[i]))
            return false;
    return split(&s, 0, 0, weak);
}

// The word's first n letters as a function of the rest, if they are one.
static bool write_call(const splitter *s, size_t n, char out[JF_SPLIT_MAX])
{
    const jf_function f = jf_names_function(s->word, n);
    const char *const rest = s->word + n;
    const int digits = (int)strspn(rest, "0123456789");
    const size_t name = s->n - n - (size_t)digits;

    if (f == JF_NFUNCTION || s->n > JF_SPLIT_MAX / 2 || name == 0 ||
        (!is_factor(s, s->n - name, name) &&
         (name > 1 || !is_letter(rest[digits]))))
        return false;
    snprintf(out, JF_SPLIT_MAX, "%.*s(%.*s%s%s)", (int)n, s->word, digits, rest,
             digits > 0 ? "*" : "", rest + digits);
    return true;
}

bool jf_split_call(const jf_parser *p, const jf_token *token,
                   char one[JF_SPLIT_MAX], char other[JF_SPLIT_MAX])
{
    const splitter s = {p, token, token->word, strlen(token->word), NULL};
    const char *const word = s.word;
    int n = 0;

    if (token[1].kind == JF_TOKEN_OPEN || s.n > WORD_MAX)
        return false;
    for (size_t i = s.n - 1; i >= 2 && n < 2; i--)
        if (word[i] != '_' && write_call(&s, i, n == 0 ? one : other))
            n++;
    if (n == 1 && !strncmp(word, "log", 3) && word[3] <= '9') {
        const size_t digits = strspn(word + 3, "0123456789");
        snprintf(other, JF_SPLIT_MAX, "log_%.*s(%s)", (int)digits, word + 3,
                 word + 3 + digits);
        n++;
    }
    return n == 2;
}
