/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into a caller's buffer, by snprintf's law: what does not fit is
 * counted, not written. */
#ifndef JF_BASE_WRITER_H
#define JF_BASE_WRITER_H

#include <stddef.h>

/* {buffer, size, 0}; buffer may be NULL when size is 0. */
typedef struct jf_writer {
    char *buffer;
    size_t size, length;
} jf_writer;

void jf_writer_put(jf_writer *writer, char c);
void jf_writer_text(jf_writer *writer, const char *text);
void jf_writer_repeat(jf_writer *writer, char c, size_t n);

/* Puts the final NUL and returns the length that the whole text has. */
size_t jf_writer_end(jf_writer *writer);

#endif
