/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threads of this process, on tasks that somebody supplies.
 *
 * A supply may set fences between its tasks: a seat that takes the first task
 * beyond one hands in what it has, and when all seats have, the job is that of
 * the tasks before the fence.  Nobody has waited. */
#ifndef JF_RUN_POOL_H
#define JF_RUN_POOL_H

#include "quad/executor.h"

#include <stdatomic.h>

enum { JF_TAKE_END = -1, JF_TAKE_WAIT = -2 };

typedef struct jf_supply {
    /* A task that nobody else gets; or that there will be none any more, or
     * none now.  *fence: how many fences stand before it; left alone where
     * none are set.  From any thread. */
    int64_t (*take)(struct jf_supply *supply, uint64_t *fence);
    /* In the calling thread, after each of its tasks, and again and again while
     * it waits for one (idle). */
    void (*tend)(struct jf_supply *supply, bool idle);
    /* A task has failed: the supply is to end soon.  From any thread; tasks
     * that are still taken are not done. */
    void (*fail)(struct jf_supply *supply);
    int nseat;          /* who takes tasks: set by the pool */
    atomic_int missing; /* seats that have not handed in for the last fence:
                         * set by the supply, counted down by the pool */
} jf_supply;

/* --- pool.c --- */

/* Runs a supply to its end on nthread threads at most, the caller's included,
 * and finishes the workers unless a task failed.  *threads: how many worked. */
jf_status jf_pool_run(const jf_work *work, jf_supply *supply, int nthread,
                      int *threads);

/* --- counter.c --- */

/* Tasks that this process gives out by itself, in order: first .. ntask - 1,
 * fewer than 2^43. */
typedef struct jf_counter {
    jf_supply supply;
    const jf_executor *executor;
    const jf_work *work;
    _Atomic uint64_t next; /* task, and above it the number of fences */
    _Atomic int64_t end;   /* ntask, or where it was stopped */
    int64_t kept;          /* tasks before a fence, not saved yet; 0: none */
} jf_counter;

void jf_counter_init(jf_counter *counter, const jf_executor *executor,
                     const jf_work *work, int64_t first);

/* Up to n tasks from the next one on: how many; 0: there are none. */
int64_t jf_counter_take(jf_counter *counter, int64_t n, int64_t *first,
                        uint64_t *fence);

/* How many have been given out, and may be; gives out none any more. */
int64_t jf_counter_begun(const jf_counter *counter);
void jf_counter_stop(jf_counter *counter);

/* --- threads.c --- */

/* Tasks first .. work->ntask - 1 on at most `limit` threads, or fewer on a
 * stop; counts them.  It saves when it is time to, but not on a stop. */
jf_status jf_threads_run(const jf_executor *executor, const jf_work *work,
                         int64_t first, int limit, jf_ran *ran);

#endif
