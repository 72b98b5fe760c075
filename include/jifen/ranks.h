/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several processes that compute one integral together: the ranks of a job that
 * a launcher such as mpirun has started.  All of them run the same program and
 * make the same calls in the same order; then all of them get the same result,
 * with the bits that one process would give it. */
#ifndef JIFEN_RANKS_H
#define JIFEN_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include <jifen/status.h>
#include <jifen/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct jf_ranks jf_ranks;

/* Looks whether a launcher has started this process together with others, and
 * meets them: once in a process, in the thread that integrates, before anything
 * else that is to be done together.  *ranks is NULL where there are no others.
 * On a failure *ranks may still tell the number, so that one process speaks. */
JF_API jf_status jf_ranks_open(jf_ranks **ranks, jf_diag *diag);

/* Waits for the others; NULL is nothing to do. */
JF_API void jf_ranks_close(jf_ranks *ranks);

/* This process, from 0, and how many there are; 0 and 1 for NULL. */
JF_API int jf_ranks_number(const jf_ranks *ranks);
JF_API int jf_ranks_count(const jf_ranks *ranks);

/* The cores of this host that are this rank's share. */
JF_API int jf_ranks_cores(const jf_ranks *ranks);

/* Rank 0's n bytes come to all ranks; nothing is done for NULL. */
JF_API void jf_ranks_share(jf_ranks *ranks, size_t n, char *bytes);

/* The same of bytes whose number the others do not know, as new memory in each
 * rank, for free. */
JF_API char *jf_ranks_copy(jf_ranks *ranks, const char *bytes, size_t *n);

/* What a rank has sent so far, the largest of all ranks and of all together:
 * letters of one rank to another, acts of all of them (sums and the like), and
 * the bytes that it gave for both.  All ranks call it. */
typedef struct jf_traffic {
    int64_t letters, acts, bytes;
} jf_traffic;
JF_API void jf_ranks_traffic(jf_ranks *ranks, jf_traffic *most,
                             jf_traffic *all);

#ifdef __cplusplus
}
#endif

#endif
