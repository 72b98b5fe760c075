/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JIFEN_TEXT_H
#define JIFEN_TEXT_H

#include <stddef.h>

#include <jifen/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Everything that jifen says to a person, in every language, is one table,
 * texts.def.  A row is an identifier and a text a language; {1} {2} {3} stand
 * for arguments.  All functions are thread-safe. */
typedef enum jf_lang { JF_LANG_EN, JF_LANG_ZH, JF_NLANG } jf_lang;

typedef enum jf_text_id {
    JF_TEXT_NONE, /* the empty text */
#define JF_TEXT(id, en, zh) JF_TEXT_##id,
#include <jifen/texts.def>
#undef JF_TEXT
    JF_NTEXT
} jf_text_id;

/* The text with its placeholders.  Static, UTF-8, never NULL. */
JF_API const char *jf_text(jf_text_id id, jf_lang lang);

/* A text with its arguments, by value: it owns nothing.  Arguments are UTF-8,
 * cut at a character's end where they do not fit. */
#define JF_ARG_MAX 96
typedef struct jf_message {
    jf_text_id id;
    char arg[3][JF_ARG_MAX];
} jf_message;

/* A message with up to three arguments; NULL stands for the empty one. */
JF_API jf_message jf_message_make(jf_text_id id, const char *arg1,
                                  const char *arg2, const char *arg3);

/* Writes at most size bytes, a final NUL included, and returns the length that
 * the whole needs without it, as snprintf does. */
JF_API size_t jf_message_format(const jf_message *message, jf_lang lang,
                                char *buffer, size_t size);

/* Characters of a UTF-8 text, and the columns that they take on a terminal:
 * East Asian wide ones two, combining ones none, all others one.  A byte that
 * is not valid UTF-8 counts as one character of one column. */
JF_API size_t jf_text_chars(const char *s, size_t length);
JF_API size_t jf_text_width(const char *s, size_t length);

/* What is wrong with a text that somebody typed: the problem, the half-open
 * range of bytes [begin, end) that it is about, and a hint (perhaps
 * JF_TEXT_NONE) on what to write instead. */
typedef struct jf_diag {
    jf_status status;
    size_t begin, end;
    jf_message problem, hint;
} jf_diag;

/* A diag as lines for a terminal, each with its newline: the problem and its
 * column, the text as typed, a caret under the range, the hint.  Of a long
 * text only the surroundings are shown; characters that would steer the
 * terminal are shown as '?'.  text is what was parsed; NULL leaves out the
 * column and the echo.  Writes as snprintf does. */
JF_API size_t jf_diag_format(const jf_diag *diag, const char *text,
                             size_t length, jf_lang lang, char *buffer,
                             size_t size);

#ifdef __cplusplus
}
#endif

#endif
