/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Executors: where the tasks of quad/executor.h are done. */
#ifndef JF_RUN_RUN_H
#define JF_RUN_RUN_H

#include "quad/executor.h"

#include <jifen/ranks.h>

/* In the caller's thread. */
jf_executor jf_run_serial(void);

/* On up to nthread threads (4096 at most; 0: as many as cores may be used), the
 * caller's included.  No thread is
 * started for a single task, nor when the method limits itself to one worker;
 * one that cannot be started is done without. */
jf_executor jf_run_threads(int nthread);

/* On all ranks, up to nthread threads each: all of them make the executor for
 * the same job.  One that runs out of memory alone ends all of them. */
typedef struct jf_ranks_executor {
    jf_ranks *ranks;
    int nthread;
} jf_ranks_executor;
jf_executor jf_run_ranks(jf_ranks_executor *self);

/* Whether the last job ended because the ranks did not compute the same. */
bool jf_ranks_astray(const jf_ranks *ranks);

/* Ends the processes of all ranks. */
void jf_ranks_abort(jf_ranks *ranks, jf_status status);

#endif
