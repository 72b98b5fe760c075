/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threads of this process, on tasks that somebody supplies. */
#ifndef JF_RUN_POOL_H
#define JF_RUN_POOL_H

#include "quad/executor.h"

enum { JF_TAKE_END = -1, JF_TAKE_WAIT = -2 };

typedef struct jf_supply {
    /* A task that nobody else gets; or that there will be none any more, or
     * none now.  From any thread. */
    int64_t (*take)(struct jf_supply *supply);
    /* In the calling thread, after each of its tasks, and again and again while
     * it waits for one (idle). */
    void (*tend)(struct jf_supply *supply, bool idle);
    /* A task has failed: the supply is to end soon.  From any thread; tasks
     * that are still taken are not done. */
    void (*fail)(struct jf_supply *supply);
} jf_supply;

/* Runs a supply to its end on nthread threads at most, the caller's included,
 * and finishes the workers unless a task failed.  *threads: how many worked. */
jf_status jf_pool_run(const jf_work *work, jf_supply *supply, int nthread,
                      int *threads);

/* Tasks that this process gives out by itself, in order: first .. ntask - 1. */
typedef struct jf_counter {
    jf_supply supply;
    const jf_work *work;
    jf_watcher *watcher;
    _Atomic int64_t next;
    _Atomic int64_t end; /* ntask, or where it was stopped */
} jf_counter;

void jf_counter_init(jf_counter *counter, const jf_work *work, int64_t first,
                     jf_watcher *watcher);

/* Up to n tasks from the next one on: how many; 0: there are none. */
int64_t jf_counter_take(jf_counter *counter, int64_t n, int64_t *first);

/* How many have been given out, and may be; gives out none any more. */
int64_t jf_counter_begun(const jf_counter *counter);
void jf_counter_stop(jf_counter *counter);

#endif
