/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jifen/text.h>

#include <string.h>

#include "base/writer.h"

static const char *const texts[JF_NTEXT][JF_NLANG] = {
    [JF_TEXT_NONE] = {"", ""},
#define JF_TEXT(id, en, zh) [JF_TEXT_##id] = {en, zh},
#include <jifen/texts.def>
#undef JF_TEXT
};

const char *jf_text(jf_text_id id, jf_lang lang)
{
    const size_t row = (size_t)id, column = (size_t)lang;

    return row < JF_NTEXT && column < JF_NLANG ? texts[row][column] : "";
}

// The longest prefix of s that fits and does not cut a UTF-8 character.
static void copy_argument(char *to, const char *s)
{
    size_t n = strlen(s);

    if (n >= JF_ARG_MAX)
        for (n = JF_ARG_MAX - 1; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80;)
            n--;
    memcpy(to, s, n);
    to[n] = '\0';
}

jf_message jf_message_make(jf_text_id id, const char *arg1, const char *arg2,
                           const char *arg3)
{
    const char *const arg[3] = {arg1, arg2, arg3};
    jf_message message = {.id = id};

    for (int i = 0; i < 3; i++)
        copy_argument(message.arg[i], arg[i] ? arg[i] : "");
    return message;
}

size_t jf_message_format(const jf_message *message, jf_lang lang, char *buffer,
                         size_t size)
{
    jf_writer w = {buffer, size, 0};

    for (const char *s = jf_text(message->id, lang); *s; s++) {
        if (s[0] == '{' && s[1] >= '1' && s[1] <= '3' && s[2] == '}') {
            jf_writer_text(&w, message->arg[s[1] - '1']);
            s += 2;
        } else {
            jf_writer_put(&w, *s);
        }
    }
    return jf_writer_end(&w);
}
