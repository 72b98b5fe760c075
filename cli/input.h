/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_INPUT_H
#define JF_CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <jifen/ranks.h>

typedef enum jf_encoding {
    JF_ENCODING_UNKNOWN, /* nothing is read yet */
    JF_ENCODING_BYTES,
    JF_ENCODING_UTF16LE,
    JF_ENCODING_UTF16BE
} jf_encoding;

/* Lines of a file, numbered from 1; the file stays the caller's.  Starts as
 * {.file = file}, or by jf_input_share. */
typedef struct jf_input {
    FILE *file;
    char *bytes; /* what is read instead of the file, where not NULL */
    size_t nbyte, at;
    long line;
    jf_encoding encoding;
    int nback, back[3]; /* read, but not used yet; the last one is first */
} jf_input;

typedef enum jf_input_status {
    JF_INPUT_LINE,
    JF_INPUT_END,
    JF_INPUT_FAILED /* cannot be read, or no memory */
} jf_input_status;

/* Rank 0 reads its whole file, and every rank has the lines; without ranks
 * nothing is read yet.  False: no memory, in all of them.  clear is for both
 * ways, and leaves the file open. */
bool jf_input_share(jf_input *input, FILE *file, jf_ranks *ranks);
void jf_input_clear(jf_input *input);

/* Reads the next line as UTF-8, without its end (LF or CRLF).  *text is a new
 * string, for free. */
jf_input_status jf_input_next(jf_input *input, char **text, size_t *length);

#endif
