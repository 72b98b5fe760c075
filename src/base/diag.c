/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A diag for people: where, what, the line as typed, a caret, a hint.
 *
 * The caret stands where a terminal shows the range, so it is placed by
 * display width, while the column in words counts characters.  A text wider
 * than a screen line is cut to a window around the range. */
#include <jifen/text.h>

#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"
#include "base/width.h"
#include "base/writer.h"

enum {
    WIDTH = 76, // columns for the echo
    BEFORE = 32 // of these, at most, before the range when the echo is cut
};

static const char ellipsis[] = "...";

// A part [begin, end) of the text that fits the screen.
typedef struct window {
    size_t begin, end;
} window;

// The character at i: how many bytes and columns it takes.
static size_t measure(const char *text, size_t length, size_t i, size_t *width)
{
    uint32_t code;
    const size_t n = jf_utf8_read(text + i, length - i, &code);

    *width = (size_t)jf_char_width(code);
    return n > 0 ? n : 1;
}

static window choose_window(const char *text, size_t length, size_t begin)
{
    const size_t room = WIDTH - 2 * (sizeof ellipsis - 1);
    window w = {0, length};
    size_t before = jf_text_width(text, begin), width, n;

    if (jf_text_width(text, length) <= WIDTH)
        return w;
    for (; before > BEFORE; w.begin += n, before -= width)
        n = measure(text, length, w.begin, &width);
    w.end = w.begin;
    for (size_t used = 0; w.end < length; w.end += n) {
        n = measure(text, length, w.end, &width);
        used += width;
        if (used > room)
            break;
    }
    return w;
}

static void show_line(jf_writer *w, const char *text, size_t length,
                      window part)
{
    jf_writer_text(w, "  ");
    jf_writer_text(w, part.begin > 0 ? ellipsis : "");
    for (size_t i = part.begin, n; i < part.end; i += n) {
        uint32_t code;
        const size_t valid = jf_utf8_read(text + i, length - i, &code);
        n = valid > 0 ? valid : 1;
        if (code == '\t' || code == '\n' || code == '\r')
            jf_writer_put(w, ' ');
        else if (valid == 0 || jf_char_hidden(code))
            jf_writer_repeat(w, '?', (size_t)jf_char_width(code));
        else
            for (size_t k = 0; k < n; k++)
                jf_writer_put(w, text[i + k]);
    }
    jf_writer_text(w, part.end < length ? ellipsis : "");
    jf_writer_put(w, '\n');
}

static void show_caret(jf_writer *w, const char *text, size_t begin, size_t end,
                       window part)
{
    const size_t last = end < part.end ? end : part.end;
    const size_t width =
        last > begin ? jf_text_width(text + begin, last - begin) : 1;

    jf_writer_repeat(w, ' ', part.begin > 0 ? 5 : 2);
    jf_writer_repeat(w, ' ',
                     jf_text_width(text + part.begin, begin - part.begin));
    jf_writer_put(w, '^');
    jf_writer_repeat(w, '~', width > 1 ? width - 1 : 0);
    jf_writer_put(w, '\n');
}

static void show_message(jf_writer *w, const jf_message *message, jf_lang lang)
{
    char text[2048];

    jf_message_format(message, lang, text, sizeof text);
    jf_writer_text(w, text);
}

static void show_column(jf_writer *w, const char *text, size_t begin,
                        jf_lang lang)
{
    char number[24];

    snprintf(number, sizeof number, "%zu", jf_text_chars(text, begin) + 1);
    const jf_message column =
        jf_message_make(JF_TEXT_DIAG_COLUMN, number, NULL, NULL);
    show_message(w, &column, lang);
}

size_t jf_diag_format(const jf_diag *diag, const char *text, size_t length,
                      jf_lang lang, char *buffer, size_t size)
{
    jf_writer w = {buffer, size, 0};
    const bool echoed = text && length > 0;
    const size_t begin = diag->begin < length ? diag->begin : length;

    jf_writer_text(&w, jf_text(JF_TEXT_DIAG_ERROR, lang));
    if (echoed)
        show_column(&w, text, begin, lang);
    show_message(&w, &diag->problem, lang);
    jf_writer_put(&w, '\n');
    if (echoed) {
        const window part = choose_window(text, length, begin);
        show_line(&w, text, length, part);
        show_caret(&w, text, begin, diag->end, part);
    }
    if (diag->hint.id != JF_TEXT_NONE) {
        jf_writer_text(&w, "  ");
        show_message(&w, &diag->hint, lang);
        jf_writer_put(&w, '\n');
    }
    return jf_writer_end(&w);
}
