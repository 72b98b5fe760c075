/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks on several threads: each takes the next task from a counter until
 * there is none, so that slow and fast cores end together.  Which thread does
 * which task is left to chance; the results may not depend on it, and do not.
 *
 * To save the job as it is after its first tasks, the calling thread sets a
 * fence: the number of fences stands in the upper bits of the counter, so that
 * nobody passes one unawares.  Who takes the first task beyond it hands in what
 * it has; when all have, the job is that of the tasks before the fence, and
 * nobody has waited.
 *
 * Threads are started for a job and joined at its end.  That costs some 30 us
 * each, which is why methods ask for one worker when a job is small.
 * A thread that cannot be started is done without.
 */
#include "base/os.h"
#include "run/prefix.h"
#include "run/run.h"
#include "run/watch.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { FENCE_SHIFT = 40 }; // tasks are fewer than 2^38

static const uint64_t FENCE = (uint64_t)1 << FENCE_SHIFT;

typedef struct job {
    const jf_executor *executor;
    const jf_work *work;
    jf_os_cores cores;     // of the caller
    _Atomic uint64_t next; // task, and above it the number of fences
    atomic_bool stop;      // begin no other task
    atomic_int status;     // the first that was not JF_OK
    atomic_flag lock;      // of the work's job
    atomic_int missing;    // seats that have not handed in
    int nseat;             // that are taken
    int64_t kept;          // tasks before the last fence; 0: they are saved
} job;

typedef struct seat {
    job *job;
    void *worker;
    bool watching;  // the calling thread
    uint64_t fence; // the last one that it passed
    jf_os_thread thread;
} seat;

static int64_t task_of(uint64_t ticket)
{
    return (int64_t)(ticket % FENCE);
}

static uint64_t fences_of(uint64_t ticket)
{
    return ticket / FENCE;
}

static void hand_in(seat *s, uint64_t fence)
{
    job *const j = s->job;

    s->fence = fence;
    while (atomic_flag_test_and_set_explicit(&j->lock, memory_order_acquire))
        ; // for the microsecond that it takes, every few seconds
    j->work->finish(j->work->job, s->worker);
    atomic_flag_clear_explicit(&j->lock, memory_order_release);
    atomic_fetch_sub(&j->missing, 1);
}

static void set_fence(seat *s)
{
    job *const j = s->job;

    atomic_store(&j->missing, j->nseat);
    const uint64_t ticket = atomic_fetch_add(&j->next, FENCE);
    j->kept = task_of(ticket);
    hand_in(s, fences_of(ticket + FENCE));
}

// What the calling thread does between its tasks.
static void look_after(seat *s)
{
    job *const j = s->job;
    const jf_executor *const e = j->executor;
    const int64_t begun = task_of(atomic_load(&j->next));

    if (!jf_watch_goes_on(e->watcher, j->work, begun))
        atomic_store(&j->stop, true);
    else if (j->kept == 0 && begun < j->work->ntask &&
             jf_prefix_due(e, j->work))
        set_fence(s);
    if (j->kept > 0 && atomic_load(&j->missing) == 0) {
        jf_prefix_save(e, j->work, j->kept);
        j->kept = 0;
    }
}

static void work_on(void *param)
{
    seat *const s = param;
    job *const j = s->job;

    while (atomic_load(&j->status) == JF_OK && !atomic_load(&j->stop)) {
        const uint64_t ticket = atomic_fetch_add(&j->next, 1);
        if (fences_of(ticket) != s->fence)
            hand_in(s, fences_of(ticket));
        if (task_of(ticket) >= j->work->ntask)
            break;
        const jf_status status = j->work->task(s->worker, task_of(ticket));
        int ok = JF_OK;
        if (status != JF_OK)
            atomic_compare_exchange_strong(&j->status, &ok, (int)status);
        if (s->watching)
            look_after(s);
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
    seats[0].watching = seats[0].job->executor->watcher != NULL;
    seats[0].job->nseat = started;
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
    const int64_t begun = task_of(j->next);

    return begun < j->work->ntask ? begun : j->work->ntask;
}

static jf_status run_seats(job *j, seat *seats, int n, jf_ran *ran)
{
    jf_os_cores_get(&j->cores);
    const int seated = start_workers(seats, n, j);
    if (seated > 0)
        ran->threads = run_threads(seats, seated);
    else
        j->status = JF_NOMEM;
    jf_watch_count(j->executor->watcher, j->work, tasks_done(j), ran);
    for (int i = 0; i < seated; i++) {
        if (j->status == JF_OK)
            j->work->finish(j->work->job, seats[i].worker);
        j->work->stop(seats[i].worker);
    }
    if (j->status == JF_OK && j->stop && ran->ntask > 0)
        jf_prefix_save(j->executor, j->work, ran->ntask);
    return (jf_status)j->status;
}

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    const int n = number_of_seats(work, executor->nworker, limit);
    seat *const seats = calloc((size_t)n, sizeof *seats);
    job j = {.executor = executor,
             .work = work,
             .stop = jf_watch_stopped(executor->watcher),
             .lock = ATOMIC_FLAG_INIT};
    int64_t first;

    *ran = (jf_ran){0};
    jf_status status = jf_prefix_load(executor, work, &first);
    j.next = (uint64_t)first;
    if (!seats)
        status = JF_NOMEM;
    if (status == JF_OK)
        status = run_seats(&j, seats, n, ran);
    free(seats);
    return status;
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
