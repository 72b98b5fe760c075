/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/run.h"

static jf_status run(void *self, const jf_work *work, int limit, int *used)
{
    void *const worker = work->start(work->job);
    jf_status status = worker ? JF_OK : JF_NOMEM;

    (void)self;
    (void)limit;
    *used = 1;
    for (int64_t i = 0; status == JF_OK && i < work->ntask; i++)
        status = work->task(worker, i);
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
