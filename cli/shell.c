/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/shell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool opens(const char *word)
{
    const size_t length = strlen(word);

    return word[0] == '\'' && (length == 1 || word[length - 1] != '\'');
}

static bool closes(const char *word)
{
    const size_t length = strlen(word);

    return length > 0 && word[length - 1] == '\'';
}

// The operand that closes the quote of the first one; nword: none does.
static size_t find_close(const jf_request *request, size_t first)
{
    for (size_t i = first + 1; i < request->nword; i++) {
        const char *const word = request->word[i];
        if (word[0] == '\'' && word[1])
            break;
        if (closes(word))
            return i;
    }
    return request->nword;
}

static size_t total_length(const jf_request *request)
{
    size_t length = 0;

    for (size_t i = 0; i < request->nword; i++)
        length += strlen(request->word[i]) + 1;
    return length;
}

// Writes words [first, last] with blanks between them; returns what is next.
static char *join(const jf_request *request, size_t first, size_t last,
                  char *text)
{
    for (size_t i = first; i <= last; i++) {
        const size_t length = strlen(request->word[i]);
        memcpy(text, request->word[i], length);
        text += length;
        *text++ = i == last ? '\0' : ' ';
    }
    return text;
}

static jf_status refuse(const char *word, jf_diag *diag)
{
    *diag = (jf_diag){
        .status = JF_USAGE,
        .problem = jf_message_make(JF_TEXT_CLI_QUOTE_OPEN, word, NULL, NULL),
        .hint = jf_message_make(JF_TEXT_CLI_DOUBLE_QUOTES, NULL, NULL, NULL)};
    return JF_USAGE;
}

jf_status jf_shell_join(jf_request *request, jf_diag *diag)
{
    const size_t nword = request->nword;
    size_t n = 0;
    char *text = malloc(total_length(request) + 1);

    request->joined = text;
    if (!text)
        return JF_NOMEM;
    for (size_t i = 0; i < nword; i++, n++) {
        const char *const word = request->word[i];
        const size_t last = opens(word) ? find_close(request, i) : i;
        if (last == nword)
            return refuse(word, diag);
        const char *const whole = last > i ? text : word;
        text = last > i ? join(request, i, last, text) : text;
        request->word[n] = whole;
        i = last;
    }
    request->nword = n;
    return JF_OK;
}

bool jf_shell_guess_power(const char *name, char *power)
{
    const char *rest = name + 1;
    const bool letter = isalpha((unsigned char)name[0]) && *rest;
    const bool digits = rest[strspn(rest, "0123456789")] == '\0';
    const bool of_e =
        name[0] == 'e' && isalpha((unsigned char)*rest) && rest[1] == '\0';

    if (!letter || !(digits || of_e))
        return false;
    snprintf(power, JF_ARG_MAX, "%c^%s", name[0], rest);
    return true;
}
