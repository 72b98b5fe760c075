/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jifen/text.h>

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/writer.h"

// All texts one after the other, found by their distance from the first.  A
// pointer to each would be 8 bytes, and more in the loader's list.
#define JF_TEXT(id, en, zh) char en_##id[sizeof(en)], zh_##id[sizeof(zh)];
static const struct texts {
    JF_TEXT(NONE, "", "")
#include <jifen/texts.def>
#undef JF_TEXT
} texts = {
#define JF_TEXT(id, en, zh) .en_##id = en, .zh_##id = zh,
    JF_TEXT(NONE, "", "")
#include <jifen/texts.def>
#undef JF_TEXT
};
static_assert(sizeof texts <= UINT16_MAX, "distances are of 16 bits");

static const uint16_t place[JF_NTEXT][JF_NLANG] = {
#define JF_TEXT(id, en, zh)                            \
    [JF_TEXT_##id] = {offsetof(struct texts, en_##id), \
                      offsetof(struct texts, zh_##id)},
    JF_TEXT(NONE, "", "")
#include <jifen/texts.def>
#undef JF_TEXT
};

const char *jf_text(jf_text_id id, jf_lang lang)
{
    const size_t row = (size_t)id, column = (size_t)lang;
    const bool known = row < JF_NTEXT && column < JF_NLANG;

    return (const char *)&texts + (known ? place[row][column] : 0);
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
