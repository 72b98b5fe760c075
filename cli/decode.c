/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/decode.h"

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

size_t jf_decode_character(const char *s, size_t length, uint32_t *code)
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

size_t jf_encode_character(uint32_t code, char *s)
{
    const size_t n = code < 0x80      ? 1
                     : code < 0x800   ? 2
                     : code < 0x10000 ? 3
                                      : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = n - 1; i > 0; i--) {
        s[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    s[0] = (char)(lead[n] | code);
    return n;
}
