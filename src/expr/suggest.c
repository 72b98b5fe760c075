/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean": what an unknown word may have been meant for.  In this
 * order: a request for an integral, a differential, other letter case, names
 * from other programs and languages, a product without signs (xe^x, xsin(x)),
 * a slip of one or two letters.  Only ever a suggestion. */
#include "expr/parser.h"

#include <stdio.h>
#include <string.h>

#include "expr/names.h"
#include "expr/split.h"

enum { WORD_MAX = 32, NONE = 1000 };

static const char phrases[] =
    "int integrate integral Integrate Integral NIntegrate quad intnum fnInt "
    "定积分 积分";

// clang-format off
static const struct {
    const char *word, *meant;
} foreign[] = {
    {"sine", "sin"}, {"cosine", "cos"}, {"tangent", "tan"}, {"sen", "sin"},
    {"tang", "tan"}, {"cosinus", "cos"}, {"sinus", "sin"},
    {"arctang", "arctan"},
    {"squareroot", "sqrt"}, {"root", "sqrt"}, {"sqr", "sqrt"},
    {"logarithm", "log"}, {"exponential", "exp"}, {"power", "pow"},
    {"ceiling", "ceil"}, {"int", "trunc"}, {"fix", "trunc"},
    {"absolute", "abs"}, {"fact", "factorial"}, {"infty", "inf"},
    {"True", "1"}, {"False", "0"}, {"true", "1"}, {"false", "0"},
    {"where", "if"}, {"iif", "if"}, {"piecewise", "if"}, {"Piecewise", "if"},
    {"modulo", "mod"}, {"rem", "remainder"}, {"maximum", "max"},
    {"minimum", "min"}, {"erfi", "erf"}, {"expint", "Ei"}, {"sgnum", "sign"},
    {"正弦", "sin"}, {"余弦", "cos"}, {"正切", "tan"}, {"根号", "sqrt"},
    {"绝对值", "abs"}, {"圆周率", "pi"},
};
// clang-format on

typedef struct search {
    const jf_parser *p;
    const char *word;
    size_t n;
    bool function; // only functions are wanted
    int best, limit;
    char first[WORD_MAX], second[WORD_MAX];
} search;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

// Insertions, deletions, replacements and swaps of neighbours that make b of
// a; both shorter than WORD_MAX.
static int distance(const char *a, size_t na, const char *b, size_t nb)
{
    int rows[3][WORD_MAX + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];

    for (size_t j = 0; j <= nb; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= na; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= nb; j++) {
            row[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]),
                           least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        int *const spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[nb];
}

// Whether b has all letters of a in their order: letters were left out.
static bool contains(const char *b, size_t nb, const char *a, size_t na)
{
    size_t i = 0;

    for (size_t j = 0; j < nb && i < na; j++)
        i += a[i] == b[j];
    return i == na;
}

// Nearer is less; then the same first letter, then a word of which letters
// were left out.
static int score(const search *s, const char *candidate, size_t n)
{
    const int d = distance(s->word, s->n, candidate, n);
    const bool other = candidate[0] != s->word[0];

    return d > s->limit || (n == 2 && other)
               ? NONE
               : 4 * d + 2 * other + !contains(candidate, n, s->word, s->n);
}

static void consider(search *s, const char *candidate, size_t n)
{
    if (n < 2 || n >= WORD_MAX || (unsigned char)candidate[0] >= 0x80)
        return;
    const int value = score(s, candidate, n);
    if (value >= NONE || value > s->best)
        return;
    char *const to = value < s->best ? s->first : s->second;
    if (value < s->best)
        s->second[0] = '\0';
    else if (s->second[0])
        return;
    s->best = value;
    memcpy(to, candidate, n);
    to[n] = '\0';
}

static void consider_row(search *s, const char *name, const char *aliases)
{
    size_t n;

    consider(s, name, strlen(name));
    for (size_t i = 0; i < 8; i++) {
        const char *const alias = jf_names_listed(aliases, i, &n);
        consider(s, alias, n);
    }
}

static bool find_near(search *s)
{
    const jf_expr_options *const options = s->p->options;

    s->limit = s->n <= 2 ? 0 : s->n <= 4 ? 1 : 2;
    s->best = NONE;
    if (s->n >= WORD_MAX)
        return false;
    for (size_t i = 0; i < options->nname && !s->function; i++)
        consider(s, options->name[i], strlen(options->name[i]));
    for (int f = 0; f < JF_NFUNCTION; f++) {
        const jf_function_row *const row = jf_function_row_of((jf_function)f);
        consider_row(s, row->info.name, row->info.aliases);
    }
    for (size_t i = 0; jf_constant_row_at(i) && !s->function; i++)
        consider_row(s, jf_constant_row_at(i)->name,
                     jf_constant_row_at(i)->aliases);
    return s->first[0];
}

static bool same_letters(const search *s, const char *name, size_t n)
{
    if (n != s->n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(name[i]) != lower(s->word[i]))
            return false;
    return true;
}

// The word in other letter case, as a list of rows has it.
static const char *find_case_in(const search *s, const char *name,
                                const char *aliases)
{
    size_t n;

    if (same_letters(s, name, strlen(name)))
        return name;
    for (size_t i = 0; i < 8; i++) {
        const char *const alias = jf_names_listed(aliases, i, &n);
        if (n > 0 && same_letters(s, alias, n))
            return name;
    }
    return NULL;
}

static const char *find_case(const search *s)
{
    const char *found = NULL;

    for (int f = 0; f < JF_NFUNCTION && !found; f++)
        found = find_case_in(s, jf_function_row_of((jf_function)f)->info.name,
                             jf_function_row_of((jf_function)f)->info.aliases);
    for (size_t i = 0; jf_constant_row_at(i) && !found && !s->function; i++)
        found = find_case_in(s, jf_constant_row_at(i)->name,
                             jf_constant_row_at(i)->aliases);
    return found;
}

static const char *find_foreign(const search *s)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (!strcmp(foreign[i].word, s->word))
            return foreign[i].meant;
    return NULL;
}

static jf_message did_you_mean(const search *s)
{
    return s->second[0] ? jf_say(JF_TEXT_EXPR_HINT_MEAN_OR, s->first, s->second)
                        : jf_say(JF_TEXT_EXPR_HINT_MEAN, s->first, NULL);
}

static bool is_phrase(const char *word)
{
    size_t n;

    for (size_t i = 0; *jf_names_listed(phrases, i, &n); i++)
        if (!strncmp(jf_names_listed(phrases, i, &n), word, n) && !word[n])
            return true;
    return false;
}

static bool is_differential(const char *word)
{
    return word[0] == 'd' && word[1] && !word[2] &&
           jf_names_is_variable(word + 1, 1);
}

// The whole text with the word replaced by a product, if that fits.
static jf_message replaced(const jf_parser *p, const jf_token *t,
                           const char *product)
{
    const jf_operator *const op =
        t > p->first ? jf_operator_of_token(t[-1].kind) : NULL;
    const bool tight =
        op && op->level >= JF_LEVEL_PRODUCT && op->node != JF_NODE_MUL;
    char text[JF_ARG_MAX];
    size_t n = jf_fold_print(p->text, 0, t->begin, text, sizeof text);

    if (n >= sizeof text)
        return jf_say(JF_TEXT_EXPR_HINT_MEAN, product, NULL);
    n += (size_t)snprintf(text + n, sizeof text - n, tight ? "(%s)" : "%s",
                          product);
    if (n < sizeof text)
        n += jf_fold_print(p->text, t->end, p->length, text + n,
                           sizeof text - n);
    return n < sizeof text ? jf_say(JF_TEXT_EXPR_HINT_TRY, text, NULL)
                           : jf_say(JF_TEXT_EXPR_HINT_MEAN, product, NULL);
}

// The hint for an unknown word.
static jf_message suggest(const jf_parser *p, const jf_token *t, search *s)
{
    char product[JF_SPLIT_MAX];
    const char *meant = find_case(s);

    if (is_phrase(t->word))
        return jf_say(JF_TEXT_EXPR_HINT_PHRASE, NULL, NULL);
    if (is_differential(t->word))
        return jf_say(JF_TEXT_EXPR_HINT_DIFFERENTIAL, t->word, NULL);
    if (!meant)
        meant = find_foreign(s);
    if (meant)
        return jf_say(JF_TEXT_EXPR_HINT_MEAN, meant, NULL);
    if (jf_split_product(p, t, 0, product))
        return replaced(p, t, product);
    if (find_near(s))
        return did_you_mean(s);
    if (jf_split_product(p, t, s->n == 2 ? 2 : 1, product))
        return replaced(p, t, product);
    return s->function ? jf_say(JF_TEXT_EXPR_HINT_FUNCTIONS, NULL, NULL)
                       : jf_say(JF_TEXT_EXPR_HINT_VALUE, t->word, NULL);
}

jf_node *jf_parser_unknown(jf_parser *p, const jf_token *t)
{
    search s = {.p = p,
                .word = t->word,
                .n = strlen(t->word),
                .function = t[1].kind == JF_TOKEN_OPEN};
    char one[JF_SPLIT_MAX], other[JF_SPLIT_MAX];

    if (jf_split_call(p, t, one, other))
        return jf_parser_fail(p, t->begin, t->end,
                              jf_say(JF_TEXT_EXPR_TWO_READINGS, t->word, NULL),
                              jf_say(JF_TEXT_EXPR_HINT_OR, one, other));
    return jf_parser_fail(p, t->begin, t->end,
                          jf_say(s.function ? JF_TEXT_EXPR_UNKNOWN_FUNCTION
                                            : JF_TEXT_EXPR_UNKNOWN_NAME,
                                 t->word, NULL),
                          suggest(p, t, &s));
}
