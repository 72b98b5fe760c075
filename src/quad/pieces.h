/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A range in pieces, each by a double-exponential rule. */
#ifndef JF_QUAD_PIECES_H
#define JF_QUAD_PIECES_H

#include "quad/de.h"
#include "quad/method.h"

enum { JF_PIECES_MAX = 1024 };

typedef struct jf_part {
    jf_de_piece de;
    int depth;   /* how often it was halved */
    bool fresh;  /* to be evaluated */
    bool climbed; /* its highest point was looked for */
} jf_part;

typedef struct jf_pieces {
    const jf_problem *problem;
    jf_executor *executor;
    void *param; /* of f, for the caller's thread */
    int n;
    jf_part part[JF_PIECES_MAX];
    int nfresh;
    jf_part *fresh[JF_PIECES_MAX]; /* those to be evaluated */
    int nbefore;
    jf_part before[JF_PIECES_MAX]; /* as they were before the last round */
    double value, abs, error, noise, tolerance;
    int64_t neval, max_neval;
    int threads;
    bool spent;    /* out of budget */
    bool stopped;  /* from outside */
    bool complete; /* nothing was missed, by bounds of f */
} jf_pieces;

/* --- lay.c --- */

/* The first pieces: between the ends, the marks of f, and its peaks. */
jf_status jf_pieces_lay(jf_pieces *pieces);

/* Where |f| is largest within a finite piece, as far as climbing finds it. */
jf_status jf_pieces_climb(jf_pieces *pieces, double a, double b, double *top);

/* --- pieces.c --- */

/* Pieces laid are refined until their errors meet the tolerance, or nothing is
 * left to do. */
jf_status jf_pieces_refine(jf_pieces *pieces);

/* --- verdict.c --- */

/* Fills the result. */
void jf_pieces_report(const jf_pieces *pieces, jf_result *result);

#endif
