/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processes of a job, as the executors see them. */
#ifndef JF_RUN_RANKS_H
#define JF_RUN_RANKS_H

#include "quad/executor.h"
#include "run/transport.h"

#include <jifen/ranks.h>

struct jf_ranks {
    const jf_transport *transport; /* NULL: they were not met */
    int rank, count;
    int cores;    /* of this rank */
    int64_t work; /* works so far: the same in all ranks */
    double pace;  /* seconds an evaluation, by this process alone */
    bool astray;  /* the ranks were not at the same work */
    jf_traffic sent;
};

/* --- acts.c: acts of all ranks; they return when done --- */

void jf_ranks_sum(jf_ranks *ranks, size_t n, int64_t *x);
void jf_ranks_most(jf_ranks *ranks, size_t n, int64_t *x);
/* all: room for the sum of the sizes; mine: size[rank] numbers */
void jf_ranks_gather(jf_ranks *ranks, const int64_t *mine, const int64_t *size,
                     int64_t *all);
/* one number of each rank */
void jf_ranks_gather_one(jf_ranks *ranks, int64_t mine, int64_t *all);

/* Room for n numbers.  Without it the others would wait for ever: then all
 * processes end. */
int64_t *jf_ranks_alloc(jf_ranks *ranks, size_t n);

void jf_ranks_send(jf_ranks *ranks, int to, const jf_letter *letter);
bool jf_ranks_receive(jf_ranks *ranks, int *from, jf_letter *letter);

/* --- cores.c --- */

/* Fills ranks->cores; an act of all. */
void jf_ranks_divide_cores(jf_ranks *ranks);

/* The cores that fall to rank `me` of n on one host: mask[i] tells which of
 * them rank i may use, quota how many cores' time all have together. */
int jf_cores_share(int n, int me, const int64_t *const *mask, double quota);

/* --- spread.c --- */

/* Tasks first .. work->ntask - 1 by all ranks, on nthread threads of this one,
 * up to a stop or until it is time to save; an act of all.  Returns when the
 * workers of this process are finished, how far the tasks have been done in
 * *ntask. */
jf_status jf_ranks_spread(jf_ranks *ranks, const jf_executor *executor,
                          const jf_work *work, int64_t first, int nthread,
                          int *threads, int64_t *ntask);

#endif
