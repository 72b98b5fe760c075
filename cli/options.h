/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_OPTIONS_H
#define JF_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jifen/jifen.h>

/* What was asked for on the command line.  Strings are borrowed from argv; a
 * number that was not given is 0, or negative (rtol, atol). */
typedef struct jf_request {
    int64_t panels, threads, max_neval;
    double rtol, atol, timeout, save_every;
    const char *method, *table, *exact, *show, *lang, *color, *progress;
    const char *at;
    const char *file, *output, *checkpoint, *resume;
    int verbose;
    bool principal, interpreted, degrees, strict, json, quiet, ascii, classic;
    bool explain, functions, examples, help, help_all, version;
    size_t nword;
    const char **word; /* operands, in order */
    char *joined;      /* what jf_shell_join put together */
} jf_request;

typedef enum jf_option_group {
    JF_GROUP_COMPUTE,
    JF_GROUP_READ,
    JF_GROUP_PRINT,
    JF_GROUP_OTHER,
    JF_NGROUP
} jf_option_group;

typedef enum jf_option_kind {
    JF_KIND_FLAG,
    JF_KIND_COUNT,
    JF_KIND_TEXT,
    JF_KIND_PATH,
    JF_KIND_CHOICE,
    JF_KIND_PLAIN,
    JF_KIND_WHOLE,
    JF_KIND_REAL,
    JF_KIND_TIME
} jf_option_kind;

/* One row of options.def; name is NULL and letter 0 where there is none. */
typedef struct jf_option {
    const char *name;
    char letter;
    jf_option_kind kind;
    size_t offset; /* of its field in jf_request */
    const char *argument;
    jf_option_group group;
    jf_text_id help;
} jf_option;

/* The table; NULL at its end. */
const jf_option *jf_option_at(size_t i);

/* Reads the words of a command line (argv[1] ...).  On a failure the rest is
 * still read, so that --lang and --json count wherever they stand, and *diag
 * tells of the first one.  request->word is for jf_request_clear. */
jf_status jf_request_read(jf_request *request, int argc, char **argv,
                          jf_diag *diag);
void jf_request_clear(jf_request *request);

/* A whole number from 1 to `most`, written as an expression (1000, 1e6, 10^6).
 * Returns 0 when it is none. */
int64_t jf_option_whole(const char *text, size_t length, int64_t most);

#endif
