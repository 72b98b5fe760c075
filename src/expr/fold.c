/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding: what an input method or a word processor made of a formula becomes
 * the characters that the lexer knows.
 *
 * Three tables: ranges that move as a whole (full-width forms, mathematical
 * letters and digits), single characters that become others, and characters
 * that vanish.  Anything else stays as it is.  Chinese brackets stand for the
 * keys that produce them: 【】 for [ ], 《》 for < and >.  Characters with a
 * meaning of their own (superscripts, fractions, the root, the degree sign)
 * stay for the lexer. */
#include "expr/fold.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "base/writer.h"

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALLS   "abcdefghijklmnopqrstuvwxyz"

// Characters first to last become those of the cycle, again and again.
static const struct {
    uint32_t first, last;
    const char *cycle;
} ranges[] = {
    {0xFF01, 0xFF5E,
     "!\"#$%&'()*+,-./0123456789:;<=>?@" CAPITALS "[\\]^_`" SMALLS "{|}~"},
    {0x1D400, 0x1D6A3, CAPITALS SMALLS},
    {0x1D7CE, 0x1D7FF, "0123456789"},
};

// clang-format off
static const struct {
    uint32_t code;
    char to[3];
} singles[] = {
    {0x00A0, " "}, {0x3000, " "}, {0x202F, " "}, {0x205F, " "},
    {0x2000, " "}, {0x2001, " "}, {0x2002, " "}, {0x2003, " "},
    {0x2004, " "}, {0x2005, " "}, {0x2006, " "}, {0x2007, " "},
    {0x2008, " "}, {0x2009, " "}, {0x200A, " "}, {0x2061, " "},
    {0x2062, " "}, {'\t', " "}, {'\n', " "}, {'\r', " "}, {0x2028, " "},
    {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"},
    {0x2014, "-"}, {0x2015, "-"}, {0x2212, "-"}, {0xFE63, "-"},
    {0x00D7, "*"}, {0x00B7, "*"}, {0x2022, "*"}, {0x2217, "*"},
    {0x2219, "*"}, {0x22C5, "*"}, {0x2715, "*"}, {0x30FB, "*"},
    {0x00F7, "/"}, {0x2044, "/"}, {0x2215, "/"},
    {0x2264, "<="}, {0x2A7D, "<="}, {0x2266, "<="},
    {0x2265, ">="}, {0x2A7E, ">="}, {0x2267, ">="}, {0x2260, "!="},
    {0x300A, "<"}, {0x300B, ">"}, {0x3008, "<"}, {0x3009, ">"},
    {0x3010, "["}, {0x3011, "]"}, {0x3014, "("}, {0x3015, ")"},
    {0xFE59, "("}, {0xFE5A, ")"}, {0x2768, "("}, {0x2769, ")"},
    {0x3001, ","}, {0x3002, "."}, {0xFF61, "."}, {0x2236, ":"},
    {0x2223, "|"}, {0x2227, "&&"}, {0x2228, "||"},
    {0x210E, "h"}, {0x212F, "e"}, {0x2147, "e"},
    {0x2080, "0"}, {0x2081, "1"}, {0x2082, "2"}, {0x2083, "3"},
    {0x2084, "4"}, {0x2085, "5"}, {0x2086, "6"}, {0x2087, "7"},
    {0x2088, "8"}, {0x2089, "9"},
};

// One Greek letter, or sign, for another.
static const struct {
    uint32_t code, to;
} variants[] = {
    {0x00B5, 0x03BC}, {0x03D5, 0x03C6}, {0x03F5, 0x03B5}, {0x03D1, 0x03B8},
    {0x03F1, 0x03C1}, {0x03C2, 0x03C3}, {0x00BA, 0x00B0}, {0x2218, 0x00B0},
    {0x02DA, 0x00B0},
};

static const uint32_t dropped[] = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF};
// clang-format on

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool is_subscript(uint32_t code)
{
    return code >= 0x2080 && code <= 0x2089;
}

static bool is_dropped(uint32_t code)
{
    for (size_t i = 0; i < LENGTH(dropped); i++)
        if (code == dropped[i])
            return true;
    return false;
}

static const char *find_single(uint32_t code)
{
    for (size_t i = 0; i < LENGTH(singles); i++)
        if (code == singles[i].code)
            return singles[i].to;
    return NULL;
}

static uint32_t fold_one(uint32_t code)
{
    for (size_t i = 0; i < LENGTH(variants); i++)
        if (code == variants[i].code)
            return variants[i].to;
    for (size_t i = 0; i < LENGTH(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last) {
            const char *const cycle = ranges[i].cycle;
            return (uint32_t)cycle[(code - ranges[i].first) % strlen(cycle)];
        }
    return code;
}

// Appends what code becomes; after: the character before is a subscript too.
static jf_unit *put(jf_unit *unit, uint32_t code, bool after, size_t begin,
                    size_t end)
{
    const jf_unit span = {0, (uint32_t)begin, (uint32_t)end};
    const char *const single = find_single(code);

    if (is_dropped(code))
        return unit;
    if (!single) {
        *unit = span;
        (unit++)->code = fold_one(code);
        return unit;
    }
    if (is_subscript(code) && !after) {
        *unit = span;
        (unit++)->code = '_';
    }
    for (const char *s = single; *s; s++) {
        *unit = span;
        (unit++)->code = (uint32_t)*s;
    }
    return unit;
}

void jf_fold(const char *text, size_t length, jf_unit *unit)
{
    bool after = false;

    for (size_t i = 0, n; i < length; i += n) {
        uint32_t code;
        n = jf_utf8_read(text + i, length - i, &code);
        if (n == 0) {
            n = 1;
            code = JF_UNIT_INVALID;
        }
        unit = put(unit, code, after, i, i + n);
        after = is_subscript(code);
    }
    *unit = (jf_unit){JF_UNIT_END, (uint32_t)length, (uint32_t)length};
}

size_t jf_fold_print(const char *text, size_t begin, size_t end, char *buffer,
                     size_t size)
{
    jf_writer w = {buffer, size, 0};
    bool after = false;

    for (size_t i = begin, n; i < end; i += n) {
        jf_unit unit[3];
        uint32_t code;
        n = jf_utf8_read(text + i, end - i, &code);
        n = n > 0 ? n : 1;
        const jf_unit *const last = put(unit, code, after, i, i + n);
        for (const jf_unit *u = unit; u < last; u++) {
            char c[JF_UTF8_MAX];
            const size_t width = jf_utf8_write(u->code, c);
            for (size_t k = 0; k < width; k++)
                jf_writer_put(&w, c[k]);
        }
        after = is_subscript(code);
    }
    return jf_writer_end(&w);
}
