/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job kept in a file, and continued from it (docs/manual/checkpoints.md). */
#ifndef JF_CLI_CHECKPOINT_H
#define JF_CLI_CHECKPOINT_H

#include "cli/bytes.h"
#include "cli/problem.h"
#include "cli/progress.h"
#include "cli/ui.h"

typedef struct jf_checkpoint {
    const char *path; /* where it is saved */
    bool failed;      /* the last time it could not be */
    bool unfinished;  /* the job was stopped */
    jf_view *view;
    jf_bytes head; /* the job as it was typed, which stands before the state */
    jf_bytes file; /* what it is continued from; words of it end with NUL */
    size_t nhead;  /* of the file; 0: it is not continued */
    const char *state;
    size_t nstate;
} jf_checkpoint;

/* Before and after an integration that is to be kept.  JF_IO when the job is
 * not read as it was when it was saved. */
jf_status jf_checkpoint_begin(jf_checkpoint *checkpoint,
                              const jf_problem *problem, jf_view *view,
                              jf_options *options, jf_failure *failure);
void jf_checkpoint_end(jf_checkpoint *checkpoint, const jf_result *result);

/* The i-th of the options that are saved, as they change the digits; NULL
 * beyond the last.  Where it stands in a request, and whether it was given. */
const jf_option *jf_checkpoint_option(size_t i);
void *jf_checkpoint_field(const jf_option *option, jf_request *request);
bool jf_checkpoint_given(const jf_option *option, const jf_request *request);

/* Of the first n bytes, as the last line of a file has it. */
unsigned long jf_checkpoint_sum(const char *bytes, size_t n);

/* --- resume.c --- */

void jf_checkpoint_clear(jf_checkpoint *checkpoint);

#endif
