/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All tasks on several threads of this process: they count them off. */
#include "base/cpu.h"
#include "run/pool.h"
#include "run/prefix.h"
#include "run/run.h"
#include "run/watch.h"

// Cores are counted when there is work for two, since it takes a dozen of
// files.
static int number_of_threads(const jf_work *work, int nthread, int limit)
{
    const int64_t n = work->ntask < limit ? work->ntask : limit;

    if (n <= 1)
        return 1;
    if (nthread == 0)
        nthread = jf_cpu_cores();
    return n < nthread ? (int)n : nthread;
}

// Tasks that are begun are always finished, so those that were are a prefix.
jf_status jf_threads_run(const jf_executor *executor, const jf_work *work,
                         int64_t first, int limit, jf_ran *ran)
{
    jf_counter counter;

    jf_counter_init(&counter, executor, work, first);
    const jf_status status = jf_pool_run(
        work, &counter.supply,
        number_of_threads(work, executor->nworker, limit), &ran->threads);
    jf_watch_count(executor->watcher, work, jf_counter_begun(&counter), ran);
    return status;
}

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    int64_t first;

    *ran = (jf_ran){0};
    jf_status status = jf_prefix_load(executor, work, &first);
    if (status != JF_OK)
        return status;
    status = jf_threads_run(executor, work, first, limit, ran);
    if (status == JF_OK && jf_watch_stopped(executor->watcher) &&
        ran->ntask > 0)
        jf_prefix_save(executor, work, ran->ntask);
    return status;
}

jf_executor jf_run_threads(int nthread)
{
    enum { MOST = 4096 };
    const jf_executor serial = jf_run_serial();

    if (nthread > MOST)
        nthread = MOST;
    if (nthread == 1 || nthread < 0)
        return serial;
    return (jf_executor){.nworker = nthread, .run = run};
}
