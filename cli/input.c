/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of text in any of the encodings that editors leave behind.
 *
 * A byte order mark at the start decides for UTF-8 or UTF-16.  Without one a
 * line is UTF-8 if it can be, else what the system's older programs write
 * (GBK on a Chinese Windows).  Each line is judged alone: a broken one spoils
 * no other, and nothing has to be read ahead from a person or a pipe. */
#include "cli/input.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/expr.h>

#include "cli/console.h"
#include "cli/decode.h"

// No job is as long: what is beyond it is dropped, and the parser refuses the
// rest, so that a file without line ends takes no memory.
enum { LINE_BYTES_MAX = 4 * JF_EXPR_LENGTH_MAX };

typedef struct line {
    char *text;
    size_t length, size;
} line;

static bool append(line *l, char c)
{
    if (l->length == LINE_BYTES_MAX)
        return true;
    if (l->length + 1 >= l->size) {
        const size_t size = l->size ? 2 * l->size : 128;
        char *const text = realloc(l->text, size);
        if (!text)
            return false;
        l->text = text;
        l->size = size;
    }
    l->text[l->length++] = c;
    l->text[l->length] = '\0';
    return true;
}

static bool append_code(line *l, uint32_t code)
{
    char bytes[JF_ENCODE_MAX];
    const size_t n = jf_encode_character(code, bytes);

    for (size_t i = 0; i < n; i++)
        if (!append(l, bytes[i]))
            return false;
    return true;
}

// ---- bytes and UTF-16 units

static int next_byte(jf_input *input)
{
    if (input->nback > 0)
        return input->back[--input->nback];
    if (input->bytes)
        return input->at < input->nbyte
                   ? (unsigned char)input->bytes[input->at++]
                   : EOF;
    return jf_console_read(input->file);
}

static void give_back(jf_input *input, int byte)
{
    if (byte != EOF)
        input->back[input->nback++] = byte;
}

// Reads the byte order mark, and no byte more than it takes to know.
static void find_encoding(jf_input *input)
{
    const int first = next_byte(input);
    int second = EOF, third = EOF;

    input->encoding = JF_ENCODING_BYTES;
    if (first == 0xFF || first == 0xFE || first == 0xEF)
        second = next_byte(input);
    if (first == 0xEF && second == 0xBB)
        third = next_byte(input);
    if (third == 0xBF)
        return;
    if (first == 0xFF && second == 0xFE)
        input->encoding = JF_ENCODING_UTF16LE;
    else if (first == 0xFE && second == 0xFF)
        input->encoding = JF_ENCODING_UTF16BE;
    if (input->encoding != JF_ENCODING_BYTES)
        return;
    give_back(input, third);
    give_back(input, second);
    give_back(input, first);
}

// EOF at the end; U+FFFD for half a unit before it.
static int32_t next_unit(jf_input *input)
{
    const int first = next_byte(input);
    const int second = first == EOF ? EOF : next_byte(input);

    if (first == EOF)
        return EOF;
    if (second == EOF)
        return 0xFFFD;
    return input->encoding == JF_ENCODING_UTF16LE ? second << 8 | first
                                                  : first << 8 | second;
}

static void give_back_unit(jf_input *input, int32_t unit)
{
    const bool little = input->encoding == JF_ENCODING_UTF16LE;

    if (unit == EOF)
        return;
    give_back(input, little ? unit >> 8 : unit & 0xFF);
    give_back(input, little ? unit & 0xFF : unit >> 8);
}

// The next character of UTF-16, U+FFFD for half a pair.
static int32_t next_code(jf_input *input)
{
    const int32_t unit = next_unit(input);

    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    const int32_t low = unit <= 0xDBFF ? next_unit(input) : 0;
    if (low >= 0xDC00 && low <= 0xDFFF)
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    if (unit <= 0xDBFF)
        give_back_unit(input, low);
    return 0xFFFD;
}

// ---- lines

static bool is_utf8(const char *text, size_t length)
{
    uint32_t code;

    for (size_t i = 0; i < length;) {
        const size_t n = jf_decode_character(text + i, length - i, &code);
        if (n == 1 && code == 0xFFFD)
            return false;
        i += n;
    }
    return true;
}

// A line that is not UTF-8 is read as the system's older encoding, if any.
static void decode(line *l)
{
    size_t length;
    char *const text = is_utf8(l->text, l->length)
                           ? NULL
                           : jf_console_decode(l->text, l->length, &length);

    if (!text)
        return;
    free(l->text);
    *l = (line){text, length, length + 1};
}

// Appends up to the line's end.  *any: there was a character at all.
static bool read_line(jf_input *input, line *l, bool *any)
{
    const bool bytes = input->encoding == JF_ENCODING_BYTES;

    for (;;) {
        const int32_t c = bytes ? next_byte(input) : next_code(input);
        if (c == EOF)
            return input->bytes || !ferror(input->file);
        *any = true;
        if (c == '\n')
            return true;
        if (!(bytes ? append(l, (char)c) : append_code(l, (uint32_t)c)))
            return false;
    }
}

// ---- shared by ranks

// All of a file.  False: no memory, or it cannot be read.
static bool read_all(FILE *file, line *l)
{
    int c = jf_console_read(file);

    for (; c != EOF; c = jf_console_read(file)) {
        if (l->length == l->size) {
            const size_t size = l->size ? 2 * l->size : 4096;
            char *const text = realloc(l->text, size);
            if (!text)
                return false;
            l->text = text;
            l->size = size;
        }
        l->text[l->length++] = (char)c;
    }
    return !ferror(file);
}

bool jf_input_share(jf_input *input, FILE *file, jf_ranks *ranks)
{
    const bool first = jf_ranks_number(ranks) == 0;
    line all = {.text = NULL};

    *input = (jf_input){.file = file};
    if (!ranks)
        return true;
    char read = first && read_all(file, &all);
    jf_ranks_share(ranks, 1, &read);
    if (read) {
        input->nbyte = all.length;
        input->bytes = jf_ranks_copy(ranks, all.text, &input->nbyte);
    }
    free(all.text);
    return read;
}

void jf_input_clear(jf_input *input)
{
    free(input->bytes);
    *input = (jf_input){.nback = 0};
}

jf_input_status jf_input_next(jf_input *input, char **text, size_t *length)
{
    line l = {.text = calloc(1, 128), .size = 128};
    bool any = false;

    *text = NULL;
    *length = 0;
    if (input->encoding == JF_ENCODING_UNKNOWN)
        find_encoding(input);
    const bool ok = l.text && read_line(input, &l, &any);
    if (!ok || !any) {
        free(l.text);
        return ok ? JF_INPUT_END : JF_INPUT_FAILED;
    }
    if (l.length > 0 && l.text[l.length - 1] == '\r')
        l.text[--l.length] = '\0';
    decode(&l);
    input->line++;
    *text = l.text;
    *length = l.length;
    return JF_INPUT_LINE;
}
