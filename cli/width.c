/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide a text stands on a terminal.  Only what Unicode calls Wide or
 * Fullwidth counts two; "ambiguous" signs such as the integral sign count one,
 * so nothing may have to align after them.
 *
 * Reference: Unicode Standard Annex 11, East Asian Width. */
#include "cli/width.h"

typedef struct block {
    uint32_t first, last;
    int columns;
} block;

// clang-format off
static const block blocks[] = {
    {0x0300, 0x036F, 0}, {0x1100, 0x115F, 2}, {0x200B, 0x200F, 0},
    {0x20D0, 0x20FF, 0}, {0x2E80, 0x303E, 2}, {0x3041, 0x33FF, 2},
    {0x3400, 0x4DBF, 2}, {0x4E00, 0x9FFF, 2}, {0xA000, 0xA4CF, 2},
    {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},
    {0xFE30, 0xFE6F, 2}, {0xFEFF, 0xFEFF, 0}, {0xFF01, 0xFF60, 2},
    {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
};
// clang-format on

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

size_t jf_width_decode(const char *s, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *const byte = (const unsigned char *)s;
    const size_t n = sequence_length(byte[0]);

    *code = 0xFFFD;
    if (n == 0 || n > length)
        return 1;
    uint32_t value = n == 1 ? byte[0] : byte[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (byte[i] & 0x3Fu);
    }
    if (value < least[n] || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF))
        return 1;
    *code = value;
    return n;
}

static int columns_of(uint32_t code)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (code <= blocks[i].last)
            return code >= blocks[i].first ? blocks[i].columns : 1;
    return 1;
}

int jf_width_columns(const char *text, size_t n)
{
    int columns = 0;
    uint32_t code;

    for (size_t i = 0; i < n; columns += columns_of(code))
        i += jf_width_decode(text + i, n - i, &code);
    return columns;
}

size_t jf_width_characters(const char *text, size_t n)
{
    size_t characters = 0;
    uint32_t code;

    for (size_t i = 0; i < n; characters++)
        i += jf_width_decode(text + i, n - i, &code);
    return characters;
}
