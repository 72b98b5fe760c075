/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

static const struct {
    uint8_t mask, lead; // of the first byte
    uint32_t first;     // the least character that needs this length
} forms[] = {
    {0x80, 0x00, 0},
    {0xE0, 0xC0, 0x80},
    {0xF0, 0xE0, 0x800},
    {0xF8, 0xF0, 0x10000},
};

static size_t fail(uint32_t *code)
{
    *code = 0xFFFD;
    return 0;
}

size_t jf_utf8_read(const char *s, size_t n, uint32_t *code)
{
    const uint8_t lead = (uint8_t)s[0];
    size_t length = 1;

    while (length <= 4 &&
           (lead & forms[length - 1].mask) != forms[length - 1].lead)
        length++;
    if (length > 4 || length > n)
        return fail(code);
    uint32_t c = lead & (uint8_t)~forms[length - 1].mask;
    for (size_t i = 1; i < length; i++) {
        const uint8_t byte = (uint8_t)s[i];
        if ((byte & 0xC0) != 0x80)
            return fail(code);
        c = c << 6 | (byte & 0x3F);
    }
    if (c < forms[length - 1].first || c > 0x10FFFF || (c >> 11) == 0x1B)
        return fail(code);
    *code = c;
    return length;
}

size_t jf_utf8_write(uint32_t code, char *s)
{
    size_t length = 1;

    while (length < 4 && code >= forms[length].first)
        length++;
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        s[i] = (char)(0x80 | (code & 0x3F));
    s[0] = (char)(forms[length - 1].lead | code);
    return length;
}
