/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks on several threads: each takes the next task from a counter until
 * there is none, so that slow and fast cores end together.  Which thread does
 * which task is left to chance; the results may not depend on it, and do not.
 *
 * Threads are started for a job and joined at its end.  That costs some 30 us
 * each, which is why methods ask for one worker when a job is small.
 * A thread that cannot be started is done without.
 */
#include "base/os.h"
#include "run/run.h"
#include "run/watch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct job {
    const jf_work *work;
    jf_os_cores cores; // of the caller
    _Atomic int64_t next;
    atomic_bool stop;  // begin no other task
    atomic_int status; // the first that was not JF_OK
} job;

typedef struct seat {
    job *job;
    void *worker;
    jf_watcher *watcher; // of the calling thread; other seats have none
    jf_os_thread thread;
} seat;

static void work_on(void *param)
{
    const seat *const s = param;
    job *const j = s->job;

    while (atomic_load(&j->status) == JF_OK && !atomic_load(&j->stop)) {
        const int64_t task = atomic_fetch_add(&j->next, 1);
        if (task >= j->work->ntask)
            break;
        const jf_status status = j->work->task(s->worker, task);
        int ok = JF_OK;
        if (status != JF_OK)
            atomic_compare_exchange_strong(&j->status, &ok, (int)status);
        if (s->watcher &&
            !jf_watch_goes_on(s->watcher, j->work, atomic_load(&j->next)))
            atomic_store(&j->stop, true);
    }
}

// How many workers got a state: at least one, or the job cannot be done.
static int start_workers(seat *seats, int n, job *j)
{
    int i = 0;

    for (; i < n; i++) {
        seats[i] = (seat){
            .job = j,
            .worker = j->work->start(j->work->job),
            .thread = {work_on, &seats[i], &j->cores, 0},
        };
        if (!seats[i].worker)
            break;
    }
    return i;
}

// How many threads have worked.
static int run_threads(seat *seats, int n)
{
    int started = 1;

    while (started < n && jf_os_thread_start(&seats[started].thread, started))
        started++;
    work_on(&seats[0]);
    for (int i = 1; i < started; i++)
        jf_os_thread_join(&seats[i].thread);
    return started;
}

static int number_of_seats(const jf_work *work, int nthread, int limit)
{
    int64_t n = work->ntask;

    n = n < nthread ? n : nthread;
    n = n < limit ? n : limit;
    return n < 1 ? 1 : (int)n;
}

// Tasks that are begun are always finished, so those that were are a prefix.
static int64_t tasks_done(const job *j)
{
    const int64_t begun = j->next;

    return begun < j->work->ntask ? begun : j->work->ntask;
}

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    const int n = number_of_seats(work, executor->nworker, limit);
    seat *const seats = calloc((size_t)n, sizeof *seats);
    job j = {.work = work, .stop = jf_watch_stopped(executor->watcher)};

    *ran = (jf_ran){0};
    if (!seats)
        return JF_NOMEM;
    jf_os_cores_get(&j.cores);
    const int seated = start_workers(seats, n, &j);
    seats[0].watcher = executor->watcher;
    if (seated > 0)
        ran->threads = run_threads(seats, seated);
    else
        j.status = JF_NOMEM;
    jf_watch_count(executor->watcher, work, tasks_done(&j), ran);
    for (int i = 0; i < seated; i++) {
        if (j.status == JF_OK)
            work->finish(work->job, seats[i].worker);
        work->stop(seats[i].worker);
    }
    free(seats);
    return (jf_status)j.status;
}

jf_executor jf_run_threads(int nthread)
{
    enum { MOST = 4096 };
    const jf_executor serial = jf_run_serial();

    if (nthread > MOST)
        nthread = MOST;
    if (nthread <= 1)
        return serial;
    return (jf_executor){.nworker = nthread, .run = run};
}
