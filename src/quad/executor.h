/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does the work: quad says what there is to do, run says where.  A method
 * cuts its work into tasks whose number and contents depend on the problem
 * alone, so that the result cannot depend on the executor. */
#ifndef JF_QUAD_EXECUTOR_H
#define JF_QUAD_EXECUTOR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/state.h"

#include <jifen/integrate.h>

/* Does task `task`, 0 <= task < ntask, with the state of one worker.  A status
 * other than JF_OK ends the job; tasks under way are finished. */
typedef jf_status (*jf_task)(void *worker, int64_t task);

/* What has been made of a work, as whole numbers, for other processes and for
 * files.  It is read from the job after finish, and put back into it.
 *
 * Sums of disjoint sets of tasks add up, number by number.  What is no sum
 * stands in records: those of one set after those of another, in any order,
 * are the records of both. */
typedef struct jf_carry {
    size_t nsum;
    void (*get_sums)(const void *job, int64_t *sum);
    void (*put_sums)(void *job, const int64_t *sum);
    /* Writes the records, or counts their numbers alone (record == NULL). */
    size_t (*get_records)(const void *job, int64_t *record);
    void (*put_records)(void *job, size_t n, const int64_t *record);
    size_t bulk; /* numbers of the records of a task, about; 0: rarely any */
} jf_carry;

/* Where no process ever meets another (src/run/noranks.c) nothing is carried,
 * and the program does without what would do it. */
static inline const jf_carry *jf_carried(const jf_carry *carry)
{
#ifdef _WIN32
    return carry ? NULL : carry;
#else
    return carry;
#endif
}

typedef struct jf_work {
    int64_t ntask;
    jf_task task;
    int64_t neval; /* evaluations in all */
    bool whole;    /* there is no other work in this job */
    /* A worker's state, made and freed in the caller's thread; `job` is the
     * method's own.  finish adds to the job what the worker has found, and
     * leaves it with nothing.  It is called for each worker, in order, after
     * all tasks are done, or those before a stop, unless a task failed; before
     * that, if there is `keep`, by the worker's own thread, one at a time. */
    void *(*start)(void *job); /* NULL: out of memory */
    void (*finish)(void *job, void *worker);
    void (*stop)(void *worker);
    void *job;
    const jf_carry *carry; /* NULL: what is made stays in this process */
    /* Writes, or reads back, what the job is after its first tasks, whoever did
     * them; NULL: it cannot be kept. */
    void (*keep)(void *job, jf_state *state);
} jf_work;

/* Why a job is to end early. */
typedef enum jf_stop { JF_STOP_NONE, JF_STOP_ASKED, JF_STOP_TIME } jf_stop;

/* Who looks on, for all works of a job.  It belongs to the calling thread;
 * methods write the value, abserr and tolerance of the progress. */
typedef struct jf_watcher {
    const jf_options *options;
    double start;  /* when the job began */
    bool led;      /* another process looks after the time limit, and saves */
    int64_t neval; /* of works before this one */
    int64_t look;  /* evaluations from which on the clock is to be read */
    jf_progress progress;
    jf_stop stop;
} jf_watcher;

/* What was done of a work: the tasks 0 .. ntask - 1. */
typedef struct jf_ran {
    int threads;
    int64_t ntask;
    int64_t neval;
} jf_ran;

typedef struct jf_executor {
    void *self;
    int nworker; /* at most this many at once; 0: one for each core */
    /* Runs the tasks, in order, on at most `limit` workers: all of them but
     * those that the keeper knows to be done, unless one fails or the watcher
     * stops the job.  A job is never stopped before its first task is done. */
    jf_status (*run)(const struct jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran);
    jf_watcher *watcher; /* NULL: nobody looks on */
    struct jf_keeper
        *keeper; /* NULL: nothing is kept; else there is a watcher */
} jf_executor;

/* The most evaluations that a thread is not started for. */
enum { JF_SMALL_JOB = 1 << 17 };

/* The limit for a work of so many evaluations. */
static inline int jf_workers_for(int64_t neval)
{
    return neval > JF_SMALL_JOB ? INT_MAX : 1;
}

/* What a method knows of the whole integral so far. */
static inline void jf_executor_tell(const jf_executor *executor, double value,
                                    double abserr, double tolerance)
{
    jf_progress *const progress =
        executor->watcher ? &executor->watcher->progress : NULL;

    if (!progress)
        return;
    progress->value = value;
    progress->abserr = abserr;
    progress->tolerance = tolerance;
}

#endif
