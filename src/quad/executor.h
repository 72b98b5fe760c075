/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does the work: quad says what there is to do, run says where.  A method
 * cuts its work into tasks whose number and contents depend on the problem
 * alone, so that the result cannot depend on the executor. */
#ifndef JF_QUAD_EXECUTOR_H
#define JF_QUAD_EXECUTOR_H

#include <stdint.h>

#include <jifen/status.h>

/* Does task `task`, 0 <= task < ntask, with the state of one worker.  A status
 * other than JF_OK ends the job; tasks under way are finished. */
typedef jf_status (*jf_task)(void *worker, int64_t task);

typedef struct jf_work {
    int64_t ntask;
    jf_task task;
    /* A worker's state, made and freed in the caller's thread; `job` is the
     * method's own.  finish is called for each worker, in order, after all
     * tasks are done, unless a task failed. */
    void *(*start)(void *job); /* NULL: out of memory */
    void (*finish)(void *job, void *worker);
    void (*stop)(void *worker);
    void *job;
} jf_work;

typedef struct jf_executor {
    void *self;
    int nworker; /* at most this many at once */
    /* Runs all tasks on at most `limit` workers; *used is how many it was. */
    jf_status (*run)(void *self, const jf_work *work, int limit, int *used);
} jf_executor;

#endif
