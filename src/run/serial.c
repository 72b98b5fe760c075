/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run.h"
#include "run/watch.h"

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    jf_watcher *const watcher = executor->watcher;
    void *const worker = work->start(work->job);
    jf_status status = worker ? JF_OK : JF_NOMEM;
    bool more = !jf_watch_stopped(watcher);
    int64_t i = 0;

    (void)limit;
    for (; status == JF_OK && more && i < work->ntask; i++) {
        status = work->task(worker, i);
        more = jf_watch_goes_on(watcher, work, i + 1);
    }
    ran->threads = 1;
    jf_watch_count(watcher, work, i, ran);
    if (status == JF_OK)
        work->finish(work->job, worker);
    if (worker)
        work->stop(worker);
    return status;
}

jf_executor jf_run_serial(void)
{
    return (jf_executor){.nworker = 1, .run = run};
}
