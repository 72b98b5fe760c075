/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an executor tells the watcher of a job.  All of it happens in the
 * calling thread; watcher may be NULL. */
#ifndef JF_RUN_WATCH_H
#define JF_RUN_WATCH_H

#include "quad/executor.h"

/* Before the first work of a job. */
void jf_watch_begin(jf_watcher *watcher, const jf_options *options);

/* After a task; `begun` tasks of the work are done or under way.  False: begin
 * no other. */
bool jf_watch_goes_on(jf_watcher *watcher, const jf_work *work, int64_t begun);

/* Before a work of which ntask tasks were done by an earlier run. */
void jf_watch_skip(jf_watcher *watcher, const jf_work *work, int64_t ntask);

/* Whether the job was stopped in an earlier work. */
bool jf_watch_stopped(const jf_watcher *watcher);

/* After a work of which ntask tasks are done: counts them. */
void jf_watch_count(jf_watcher *watcher, const jf_work *work, int64_t ntask,
                    jf_ran *ran);

#endif
