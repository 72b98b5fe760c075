/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed characters brought to one form, each with the bytes it came from. */
#ifndef JF_EXPR_FOLD_H
#define JF_EXPR_FOLD_H

#include <stddef.h>
#include <stdint.h>

/* Codes beyond Unicode. */
enum { JF_UNIT_END = 0x110000, JF_UNIT_INVALID };

typedef struct jf_unit {
    uint32_t code;
    uint32_t begin, end; /* bytes of the text */
} jf_unit;

/* Writes the units of length bytes and a JF_UNIT_END after them: at most
 * length + 1 units.  A byte that is not UTF-8 becomes JF_UNIT_INVALID. */
void jf_fold(const char *text, size_t length, jf_unit *unit);

/* The folded text of bytes [begin, end), as snprintf would write it. */
size_t jf_fold_print(const char *text, size_t begin, size_t end, char *buffer,
                     size_t size);

#endif
