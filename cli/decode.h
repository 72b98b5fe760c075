/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_DECODE_H
#define JF_CLI_DECODE_H

#include <stddef.h>
#include <stdint.h>

/* Reads the character of UTF-8 at s (length > 0) and returns its bytes; for a
 * byte that is no part of one 1, and *code is then U+FFFD. */
size_t jf_decode_character(const char *s, size_t length, uint32_t *code);

/* Writes a character as UTF-8 and returns its bytes. */
enum { JF_ENCODE_MAX = 4 };
size_t jf_encode_character(uint32_t code, char *s);

#endif
