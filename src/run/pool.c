/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each thread takes the next task until there is none, so that slow and fast
 * cores end together.  Which thread does which task is left to chance; the
 * results may not depend on it, and do not.
 *
 * Threads are started for a job and joined at its end.  That costs some 30 us
 * each, which is why methods ask for one worker when a job is small.
 * A thread that cannot be started is done without.
 */
#include "run/pool.h"
#include "base/os.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct pool {
    const jf_work *work;
    jf_supply *supply;
    jf_os_cores cores; // of the caller
    atomic_int status; // the first that was not JF_OK
    atomic_flag lock;  // of the work's job
} pool;

typedef struct seat {
    pool *pool;
    void *worker;
    bool caller;
    uint64_t fence; // the last one that it passed
    jf_os_thread thread;
} seat;

static void fail(pool *p, jf_status status)
{
    int ok = JF_OK;

    atomic_compare_exchange_strong(&p->status, &ok, (int)status);
    p->supply->fail(p->supply);
}

// After a failure somebody's tasks are missing: nothing is handed in.
static void hand_in(seat *s, uint64_t fence)
{
    pool *const p = s->pool;

    s->fence = fence;
    if (atomic_load(&p->status) != JF_OK)
        return;
    while (atomic_flag_test_and_set_explicit(&p->lock, memory_order_acquire))
        ; // for the microsecond that it takes, every few seconds
    p->work->finish(p->work->job, s->worker);
    atomic_flag_clear_explicit(&p->lock, memory_order_release);
    atomic_fetch_sub(&p->supply->missing, 1);
}

static void do_task(const seat *s, int64_t task)
{
    pool *const p = s->pool;

    if (atomic_load(&p->status) != JF_OK)
        return;
    const jf_status status = p->work->task(s->worker, task);
    if (status != JF_OK)
        fail(p, status);
}

// A short wait is spent awake.
static void wait_for_tasks(int *waited)
{
    enum { PATIENCE = 200 };

    if (++*waited < PATIENCE)
        jf_os_yield();
    else
        jf_os_nap();
}

static void work_on(void *param)
{
    seat *const s = param;
    jf_supply *const supply = s->pool->supply;
    int waited = 0;

    for (;;) {
        uint64_t fence = s->fence;
        const int64_t task = supply->take(supply, &fence);
        if (fence != s->fence)
            hand_in(s, fence);
        if (task == JF_TAKE_END)
            return;
        if (task == JF_TAKE_WAIT) {
            wait_for_tasks(&waited);
        } else {
            waited = 0;
            do_task(s, task);
        }
        if (s->caller)
            supply->tend(supply, task == JF_TAKE_WAIT);
    }
}

// How many workers got a state: at least one, or the job cannot be done.
static int start_workers(seat *seats, int n, pool *p)
{
    int i = 0;

    for (; i < n; i++) {
        seats[i] = (seat){
            .pool = p,
            .worker = p->work->start(p->work->job),
            .caller = i == 0,
            .thread = {work_on, &seats[i], &p->cores, 0},
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
    seats[0].pool->supply->nseat = started;
    work_on(&seats[0]);
    for (int i = 1; i < started; i++)
        jf_os_thread_join(&seats[i].thread);
    return started;
}

jf_status jf_pool_run(const jf_work *work, jf_supply *supply, int nthread,
                      int *threads)
{
    seat nobody = {.caller = true};
    seat *const seats = calloc((size_t)nthread, sizeof *seats);
    pool p = {.work = work, .supply = supply, .lock = ATOMIC_FLAG_INIT};

    jf_os_cores_get(&p.cores);
    const int seated = seats ? start_workers(seats, nthread, &p) : 0;
    nobody.pool = &p;
    *threads = 0;
    if (seated > 0) {
        *threads = run_threads(seats, seated);
    } else { // others may wait for the supply's end
        fail(&p, JF_NOMEM);
        work_on(&nobody);
    }
    for (int i = 0; i < seated; i++) {
        if (p.status == JF_OK)
            work->finish(work->job, seats[i].worker);
        work->stop(seats[i].worker);
    }
    free(seats);
    return (jf_status)p.status;
}
