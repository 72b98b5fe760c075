/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_OUT_H
#define JF_CLI_OUT_H

#include <stdbool.h>
#include <stdio.h>

#include <jifen/jifen.h>

/* A stream for people: its language, and what its terminal can show. */
typedef struct jf_out {
    FILE *file; /* NULL: nothing is written */
    jf_lang lang;
    bool unicode; /* else signs such as the integral are spelt in ASCII */
    bool colored;
} jf_out;

typedef enum jf_color { JF_GREEN, JF_YELLOW, JF_RED } jf_color;

/* Writes a text of ours.  Nothing writes to the file but these functions: what
 * reaches a terminal goes through the console. */
void jf_out_put(const jf_out *out, const char *text);

/* Writes bytes as they are, whatever the stream can show. */
void jf_out_copy(const jf_out *out, const char *bytes, size_t n);

/* Writes a text of the table with its arguments, of any length; and a text that
 * looks like one. */
void jf_out_fill(const jf_out *out, const char *text, const char *arg1,
                 const char *arg2, const char *arg3);
void jf_out_say(const jf_out *out, jf_text_id id, const char *arg1,
                const char *arg2, const char *arg3);
void jf_out_message(const jf_out *out, const jf_message *message);

/* The same, coloured where the stream is. */
void jf_out_say_color(const jf_out *out, jf_color color, jf_text_id id);

/* n spaces. */
void jf_out_pad(const jf_out *out, int n);

/* Writes everything out.  False when some of it could not be written. */
bool jf_out_flush(const jf_out *out);

#endif
