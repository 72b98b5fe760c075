/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as lines of text, each behind its name.  The same calls in the same
 * order write a state and read it back, so that one function describes both. */
#ifndef JF_BASE_STATE_H
#define JF_BASE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/exact.h"

/* {0} writes; {.reading = true, .next = text, .end = text + length} reads text
 * that stays the caller's.  After a failure (no memory; a line that is not the
 * one asked for) nothing more happens, and what was to be read is unchanged or
 * half read. */
typedef struct jf_state {
    bool reading, failed;
    char *text; /* what was written; not a string */
    size_t length, size;
    const char *next, *end; /* what is left to read */
} jf_state;

/* Frees what was written. */
void jf_state_clear(jf_state *state);

/* Bytes as they are; only for writing. */
void jf_state_copy(jf_state *state, const char *bytes, size_t n);

/* A line that is a name alone. */
void jf_state_mark(jf_state *state, const char *name);

/* n numbers: whole ones in decimal, doubles as the hexadecimal of their bits,
 * so that every one comes back. */
void jf_state_wholes(jf_state *state, const char *name, size_t n, int64_t *x);
void jf_state_reals(jf_state *state, const char *name, size_t n, double *x);

/* A whole number; it fails to read one that is less or more. */
void jf_state_whole(jf_state *state, const char *name, int64_t least,
                    int64_t most, int64_t *x);

/* How many NaN, +inf and -inf were added; the number of the first limb that is
 * not 0; how many follow; the limbs of the normal form, hexadecimal. */
void jf_state_exact(jf_state *state, const char *name, jf_exact *sum);

/* A text, without its line ends, in a buffer of `size` bytes. */
void jf_state_text(jf_state *state, const char *name, char *text, size_t size);

#endif
