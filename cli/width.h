/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_WIDTH_H
#define JF_CLI_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* Reads the character at s (length > 0) and returns its bytes, 1 for a byte
 * that is not UTF-8; *code is then U+FFFD. */
size_t jf_width_decode(const char *s, size_t length, uint32_t *code);

/* Columns that n bytes of text take on a terminal: 2 for a wide character of
 * East Asia, 0 for a combining one. */
int jf_width_columns(const char *text, size_t n);

/* Characters in n bytes of text. */
size_t jf_width_characters(const char *text, size_t n);

#endif
