/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/prefix.h"
#include "run/run.h"
#include "run/watch.h"

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    jf_watcher *const watcher = executor->watcher;
    void *const worker = work->start(work->job);
    bool more = !jf_watch_stopped(watcher);
    int64_t i;
    jf_status status = jf_prefix_load(executor, work, &i);

    (void)limit;
    if (!worker)
        status = JF_NOMEM;
    while (status == JF_OK && more && i < work->ntask) {
        status = work->task(worker, i++);
        more = jf_watch_goes_on(watcher, work, i);
        if (status == JF_OK && more && jf_prefix_due(executor, work)) {
            work->finish(work->job, worker);
            jf_prefix_save(executor, work, i);
        }
    }
    ran->threads = 1;
    jf_watch_count(watcher, work, i, ran);
    if (status == JF_OK)
        work->finish(work->job, worker);
    if (status == JF_OK && !more && i > 0)
        jf_prefix_save(executor, work, i);
    if (worker)
        work->stop(worker);
    return status;
}

jf_executor jf_run_serial(void)
{
    return (jf_executor){.nworker = 1, .run = run};
}
