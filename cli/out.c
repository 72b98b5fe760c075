/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/out.h"

#include <string.h>

#include "cli/console.h"

typedef struct sign {
    const char *unicode, *ascii;
} sign;

static const sign signs[] = {
    {"∫", "int"}, {"±", "+-"}, {"≈", "~"},    {"∞", "inf"}, {"π", "pi"},
    {"→", "->"},  {"·", "*"},  {"×", "*"},    {"÷", "/"},   {"−", "-"},
    {"≤", "<="},  {"≥", ">="}, {"√", "sqrt"}, {"²", "^2"},
};

static const sign *find_sign(const char *s)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(s, signs[i].unicode, strlen(signs[i].unicode)) == 0)
            return &signs[i];
    return NULL;
}

void jf_out_copy(const jf_out *out, const char *bytes, size_t n)
{
    if (out->file)
        jf_console_write(out->file, bytes, n);
}

static void put(const jf_out *out, const char *text, size_t n)
{
    if (out->unicode) {
        jf_out_copy(out, text, n);
        return;
    }
    for (const char *s = text; s < text + n;) {
        const sign *const found = (*s & 0x80) ? find_sign(s) : NULL;
        if (found)
            jf_out_copy(out, found->ascii, strlen(found->ascii));
        else
            jf_out_copy(out, s, 1);
        s += found ? strlen(found->unicode) : 1;
    }
}

void jf_out_put(const jf_out *out, const char *text)
{
    put(out, text, strlen(text));
}

void jf_out_fill(const jf_out *out, const char *text, const char *arg1,
                 const char *arg2, const char *arg3)
{
    const char *const arg[3] = {arg1, arg2, arg3};
    const char *start = text, *s = start;

    for (; *s; s++) {
        if (s[0] != '{' || s[1] < '1' || s[1] > '3' || s[2] != '}')
            continue;
        put(out, start, (size_t)(s - start));
        if (arg[s[1] - '1'])
            jf_out_put(out, arg[s[1] - '1']);
        start = s + 3;
        s += 2;
    }
    put(out, start, (size_t)(s - start));
}

void jf_out_say(const jf_out *out, jf_text_id id, const char *arg1,
                const char *arg2, const char *arg3)
{
    jf_out_fill(out, jf_text(id, out->lang), arg1, arg2, arg3);
}

void jf_out_message(const jf_out *out, const jf_message *message)
{
    jf_out_say(out, message->id, message->arg[0], message->arg[1],
               message->arg[2]);
}

void jf_out_say_color(const jf_out *out, jf_color color, jf_text_id id)
{
    static const char *const escapes[] = {[JF_GREEN] = "\033[32m",
                                          [JF_YELLOW] = "\033[33m",
                                          [JF_RED] = "\033[31m"};

    if (out->colored)
        jf_out_put(out, escapes[color]);
    jf_out_say(out, id, NULL, NULL, NULL);
    if (out->colored)
        jf_out_put(out, "\033[0m");
}

void jf_out_pad(const jf_out *out, int n)
{
    for (; n > 0; n--)
        jf_out_copy(out, " ", 1);
}

bool jf_out_flush(const jf_out *out)
{
    return !out->file || jf_console_flush(out->file);
}
