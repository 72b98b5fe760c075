/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A range in pieces, each by a double-exponential rule. */
#ifndef JF_QUAD_PIECES_H
#define JF_QUAD_PIECES_H

#include "quad/de.h"
#include "quad/method.h"

typedef struct jf_part {
    jf_de_piece de;
    int depth;    /* how often it was halved */
    bool fresh;   /* to be evaluated */
    bool climbed; /* its highest point was looked for */
} jf_part;

typedef struct jf_pieces {
    const jf_problem *problem;
    jf_executor *executor;
    void *param; /* of f, for the caller's thread */
    int n, size; /* pieces, and room for them */
    jf_part *part;
    int nbefore;
    jf_part *before; /* as they were before the last round */
    int nwork;
    jf_part **work; /* those that this round is about */
    double value, abs, error, noise, tolerance;
    int64_t neval, max_neval;
    int threads;
    bool settled;  /* the error meets the tolerance */
    bool spent;    /* out of budget */
    bool stopped;  /* from outside */
    bool complete; /* nothing was missed, by bounds of f */
} jf_pieces;

/* --- lay.c --- */

/* Room for pieces, and the first of them: between the ends, the breakpoints,
 * the marks of f, and its peaks.  jf_pieces_clear frees it, on a failure as
 * well. */
jf_status jf_pieces_lay(jf_pieces *pieces);
void jf_pieces_clear(jf_pieces *pieces);

/* Where |f| is largest within a finite piece, as far as climbing finds it. */
jf_status jf_pieces_climb(jf_pieces *pieces, double a, double b, double *top);

/* --- pieces.c --- */

/* Pieces laid are refined until their errors meet the tolerance, or nothing is
 * left to do. */
jf_status jf_pieces_refine(jf_pieces *pieces);

/* --- verdict.c --- */

/* "at x = 0 the integrand grows like 1/d": of a tail that diverges. */
jf_message jf_pieces_behaviour(const jf_tail *tail, double at);

/* Fills the result. */
void jf_pieces_report(const jf_pieces *pieces, jf_result *result);

#endif
