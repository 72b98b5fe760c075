/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_NEAREST_H
#define JF_CLI_NEAREST_H

#include <stddef.h>

/* "Did you mean": the candidate that takes the fewest changes of a letter
 * (replace, insert, leave out, swap two neighbours), two at most, and no more
 * than half of the letters. */
typedef struct jf_nearest {
    const char *text; /* what was typed */
    size_t length;
    const char *found; /* the best candidate so far, or NULL */
    int distance;
} jf_nearest;

void jf_nearest_try(jf_nearest *nearest, const char *candidate);

#endif
