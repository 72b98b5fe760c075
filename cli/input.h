/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_INPUT_H
#define JF_CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Lines of a file, numbered from 1; the file stays the caller's. */
typedef struct jf_input {
    FILE *file;
    long line;
} jf_input;

typedef enum jf_input_status {
    JF_INPUT_LINE,
    JF_INPUT_END,
    JF_INPUT_FAILED /* cannot be read, or no memory */
} jf_input_status;

/* Reads the next line, without its end (LF or CRLF) and without the mark that
 * some editors put before the first.  *text is a new string, for free. */
jf_input_status jf_input_next(jf_input *input, char **text, size_t *length);

#endif
