/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a job is kept, and from what it is continued. */
#ifndef JF_QUAD_KEEP_H
#define JF_QUAD_KEEP_H

#include "base/state.h"
#include "quad/executor.h"

/* It belongs to the calling thread, and to one run of a method. */
typedef struct jf_keeper {
    const jf_options *options; /* which have `save`, or else a state */
    const jf_watcher *watcher; /* whose clock it goes by */
    jf_state head;             /* the settings, written before each state */
    jf_state from;             /* what to continue from ... */
    bool given;   /* ... if there is such, and nobody took it yet */
    bool damaged; /* it is not what it should be */
    double next;  /* when to save, in seconds */
} jf_keeper;

/* Writes or reads what is kept. */
typedef void (*jf_visit)(void *param, jf_state *state);

/* Whether it is time to save; false without a keeper. */
bool jf_keep_due(const jf_executor *executor);

/* Saves, if there is a keeper. */
void jf_keep_save(const jf_executor *executor, jf_visit visit, void *param);

/* Reads what is to be continued, the first time that it is asked for.  False if
 * there is nothing; or it does not fit, and keeper->damaged is set: then
 * nothing is to be computed. */
bool jf_keep_load(const jf_executor *executor, jf_visit visit, void *param);

/* Whether the last one did not fit. */
bool jf_keep_is_damaged(const jf_executor *executor);

#endif
