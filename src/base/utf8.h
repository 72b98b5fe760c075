/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters of UTF-8, one at a time. */
#ifndef JF_BASE_UTF8_H
#define JF_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { JF_UTF8_MAX = 4 }; /* bytes of a character at most */

/* The character at s, of which n > 0 bytes can be read.  Returns its length,
 * or 0 and code U+FFFD where no valid character stands (a surrogate, a longer
 * form than needed, a cut one). */
size_t jf_utf8_read(const char *s, size_t n, uint32_t *code);

/* Writes the character, without a NUL, and returns its length. */
size_t jf_utf8_write(uint32_t code, char *s);

#endif
