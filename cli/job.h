/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_JOB_H
#define JF_CLI_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include <jifen/jifen.h>

/* A text that somebody typed, and where it came from. */
typedef struct jf_source {
    const char *name; /* "-" for standard input, NULL for a word or an answer */
    long line;        /* from 1, of a named source */
    const char *text; /* borrowed; UTF-8 is hoped for, not relied on */
    size_t length;
} jf_source;

/* A part of a source: bytes [begin, end).  source NULL: there is none. */
typedef struct jf_piece {
    const jf_source *source;
    size_t begin, end;
} jf_piece;

enum { JF_PARAM_MAX = 32, JF_POINT_MAX = 64, JF_JOB_NOTE_MAX = 4 };

typedef struct jf_param {
    jf_piece name, value;
} jf_param;

/* One job as it was typed, taken to pieces but not understood yet:
 *
 *     integrand ; x=0..1 ; a=2        integrand  0  1  a=2
 */
typedef struct jf_job {
    jf_piece integrand;
    jf_piece variable; /* that a range names */
    jf_piece limit[2];
    int npoint;
    jf_piece point[JF_POINT_MAX]; /* where to break, between the limits */
    int nparam;
    jf_param param[JF_PARAM_MAX];
    int nnote;
    jf_message note[JF_JOB_NOTE_MAX];
} jf_job;

/* The part of a job that a failure is about. */
typedef enum jf_part {
    JF_PART_INTEGRAND,
    JF_PART_LOWER,
    JF_PART_UPPER,
    JF_PART_PARAM,
    JF_PART_OTHER
} jf_part;

/* What is wrong with a job.  diag counts bytes within the source; source NULL:
 * no place to point at.  missing: the part was never given, and `name` (of a
 * parameter) may be asked for. */
typedef struct jf_failure {
    jf_diag diag;
    const jf_source *source;
    jf_part part;
    int param; /* of JF_PART_PARAM that is not missing */
    bool missing;
    char name[JF_ARG_MAX];
} jf_failure;

/* Fills *failure for a piece (an empty one: no place) and returns status. */
jf_status jf_failure_set(jf_failure *failure, jf_status status, jf_part part,
                         jf_piece piece, jf_message problem);

/* The whole source without the blanks around it. */
jf_piece jf_piece_of(const jf_source *source);
bool jf_piece_is_empty(jf_piece piece);

/* Adds the pieces of a source to a job that started as {0}.  strict: what
 * needs a note fails instead.  JF_SYNTAX or JF_USAGE with *failure, or JF_OK;
 * the job may still lack anything. */
jf_status jf_job_add(jf_job *job, const jf_source *source, bool strict,
                     jf_failure *failure);

#endif
