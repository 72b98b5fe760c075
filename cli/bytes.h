/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a file, or of what becomes one. */
#ifndef JF_CLI_BYTES_H
#define JF_CLI_BYTES_H

#include <stdbool.h>
#include <stddef.h>

/* {0} is empty.  text is for free(). */
typedef struct jf_bytes {
    char *text;
    size_t length, size;
    bool failed; /* no memory: nothing is added from then on */
} jf_bytes;

void jf_bytes_put(jf_bytes *b, const char *bytes, size_t n);

#endif
