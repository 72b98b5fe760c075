/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/names.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

static const jf_constant_row constants[] = {
    {"pi", "π", 3.14159265358979323846},
    {"e", "", 2.71828182845904523536},
    {"tau", "τ", 6.28318530717958647693},
    {"phi", "", 1.61803398874989484820},
    {"inf", "infinity oo ∞ 无穷 正无穷 无穷大 正无穷大", HUGE_VAL},
    {"-inf", "负无穷 负无穷大", -HUGE_VAL},
};

// Without those that are functions or constants.
static const char greek[] =
    "alpha delta epsilon eta theta iota kappa lambda mu nu xi omicron rho "
    "sigma upsilon chi psi omega Alpha Delta Epsilon Eta Theta Iota Kappa "
    "Lambda Mu Nu Xi Omicron Rho Sigma Upsilon Phi Chi Psi Omega";

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool same(const char *word, size_t n, const char *name)
{
    return strlen(name) == n && !memcmp(word, name, n);
}

const char *jf_names_listed(const char *list, size_t i, size_t *n)
{
    for (; i > 0 && *list; i--) {
        list += strcspn(list, " ");
        list += *list == ' ';
    }
    *n = strcspn(list, " ");
    return list;
}

static bool within(const char *word, size_t n, const char *list)
{
    size_t m;

    for (; *list; list += m + (list[m] == ' ')) {
        m = strcspn(list, " ");
        if (m == n && !memcmp(word, list, n))
            return true;
    }
    return false;
}

const jf_constant_row *jf_constant_row_at(size_t i)
{
    return i < LENGTH(constants) ? &constants[i] : NULL;
}

const jf_constant_row *jf_names_constant(const char *word, size_t n)
{
    for (size_t i = 0; i < LENGTH(constants); i++)
        if (same(word, n, constants[i].name) ||
            within(word, n, constants[i].aliases))
            return &constants[i];
    return NULL;
}

jf_function jf_names_function(const char *word, size_t n)
{
    for (int f = 0; f < JF_NFUNCTION; f++) {
        const jf_function_row *const row = jf_function_row_of((jf_function)f);
        if (same(word, n, row->info.name) || within(word, n, row->info.aliases))
            return (jf_function)f;
    }
    return JF_NFUNCTION;
}

bool jf_names_given(const jf_expr_options *options, const char *word, size_t n)
{
    for (size_t i = 0; i < options->nname; i++)
        if (same(word, n, options->name[i]))
            return true;
    return false;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

bool jf_names_is_variable(const char *word, size_t n)
{
    uint32_t code;
    const size_t plain = strcspn(word, "0123456789_");
    const size_t head = plain < n ? plain : n;
    const size_t first = jf_utf8_read(word, n, &code);

    if ((first != head && !within(word, head, greek)) ||
        jf_names_function(word, n) != JF_NFUNCTION)
        return false; // K, J0
    if (head < n && word[head] == '_')
        return head + 1 < n;
    for (size_t i = head; i < n; i++)
        if (word[i] < '0' || word[i] > '9')
            return false;
    return is_alnum(word[0]) || code >= 0x0391;
}

bool jf_names_is_usual(const char *word, size_t n)
{
    return n == 1 && strchr("xyzt", word[0]) != NULL;
}
