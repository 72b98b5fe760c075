/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Executors: where the tasks of quad/executor.h are done. */
#ifndef JF_RUN_RUN_H
#define JF_RUN_RUN_H

#include "quad/executor.h"

/* In the caller's thread. */
jf_executor jf_run_serial(void);

/* On up to nthread threads (4096 at most), the caller's included.  No thread is
 * started for a single task, nor when the method limits itself to one worker;
 * one that cannot be started is done without. */
jf_executor jf_run_threads(int nthread);

#endif
