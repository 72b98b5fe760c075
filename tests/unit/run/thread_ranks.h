/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transport of run/ranks.h between threads of one process: an act takes place
 * when the last rank has begun it, and is done by that one for all. */
#ifndef JF_TESTS_THREAD_RANKS_H
#define JF_TESTS_THREAD_RANKS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "run/ranks.h"

enum { NRANK_MAX = 5, NLETTER = 64 };

typedef struct place {
    struct world *world;
    int rank;
    int64_t acts; // that this rank has begun
    size_t n;
    int64_t *x;
    const int64_t *mine, *size;
    atomic_flag busy;
    int nletter, from[NLETTER];
    jf_letter letter[NLETTER];
    jf_transport transport;
} place;

typedef struct world {
    int count;
    atomic_int arrived;
    _Atomic int64_t acts; // that have taken place
    place place[NRANK_MAX];
} world;

/* A world of `count` ranks, 1 .. NRANK_MAX; place[r].transport is rank r's, for
 * one thread, as long as the world is. */
void init_world(world *w, int count);

#endif
