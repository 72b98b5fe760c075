/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/width.h"

#include <stddef.h>

#include <jifen/text.h>

#include "base/utf8.h"

typedef struct range {
    uint32_t first, last;
} range;

#include "base/width_table.inc"

static bool within(const range *table, size_t n, uint32_t code)
{
    size_t low = 0;

    while (n > 0) { // the range sought is among table[low .. low + n)
        const size_t half = n / 2;
        if (code > table[low + half].last) {
            low += half + 1;
            n -= half + 1;
        } else if (code < table[low + half].first) {
            n = half;
        } else {
            return true;
        }
    }
    return false;
}

#define WITHIN(table, code) within(table, sizeof table / sizeof *table, code)

bool jf_char_hidden(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || WITHIN(hidden, code);
}

int jf_char_width(uint32_t code)
{
    if (code < 0x300)
        return 1;
    return WITHIN(zero, code) ? 0 : WITHIN(wide, code) ? 2 : 1;
}

static size_t step(const char *s, size_t length, uint32_t *code)
{
    const size_t n = jf_utf8_read(s, length, code);

    return n > 0 ? n : 1;
}

size_t jf_text_width(const char *s, size_t length)
{
    size_t width = 0;

    for (size_t i = 0; i < length;) {
        uint32_t code;
        i += step(s + i, length - i, &code);
        width += (size_t)jf_char_width(code);
    }
    return width;
}

size_t jf_text_chars(const char *s, size_t length)
{
    size_t n = 0;
    uint32_t code;

    for (size_t i = 0; i < length; n++)
        i += step(s + i, length - i, &code);
    return n;
}
