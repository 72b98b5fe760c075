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
#include "run/watch.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct pool {
    const jf_work *work;
    jf_supply *supply;
    jf_os_cores cores; // of the caller
    atomic_int status; // the first that was not JF_OK
} pool;

typedef struct seat {
    pool *pool;
    void *worker;
    bool caller;
    jf_os_thread thread;
} seat;

static void fail(pool *p, jf_status status)
{
    int ok = JF_OK;

    atomic_compare_exchange_strong(&p->status, &ok, (int)status);
    p->supply->fail(p->supply);
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
    const seat *const s = param;
    jf_supply *const supply = s->pool->supply;
    int waited = 0;

    for (;;) {
        const int64_t task = supply->take(supply);
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
    pool p = {.work = work, .supply = supply};

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

// --- tasks by a counter -----------------------------------------------------

// What next becomes when nothing is to be given out any more.
static const int64_t CLOSED = INT64_MAX / 2;

int64_t jf_counter_take(jf_counter *c, int64_t n, int64_t *first)
{
    *first = atomic_fetch_add(&c->next, n);
    const int64_t left = c->work->ntask - *first;
    return left < 0 ? 0 : left < n ? left : n;
}

int64_t jf_counter_begun(const jf_counter *c)
{
    const int64_t next = atomic_load(&c->next), end = atomic_load(&c->end);

    return next < end ? next : end;
}

void jf_counter_stop(jf_counter *c)
{
    const int64_t next = atomic_exchange(&c->next, CLOSED);

    if (next < c->work->ntask) // neither stopped before nor at its end
        atomic_store(&c->end, next);
}

static int64_t take(jf_supply *supply)
{
    int64_t task;

    return jf_counter_take((jf_counter *)supply, 1, &task) > 0 ? task
                                                               : JF_TAKE_END;
}

static void tend(jf_supply *supply, bool idle)
{
    jf_counter *const c = (jf_counter *)supply;

    (void)idle;
    if (!jf_watch_goes_on(c->watcher, c->work, jf_counter_begun(c)))
        jf_counter_stop(c);
}

static void stop(jf_supply *supply)
{
    jf_counter_stop((jf_counter *)supply);
}

void jf_counter_init(jf_counter *c, const jf_work *work, int64_t first,
                     jf_watcher *watcher)
{
    *c = (jf_counter){
        .supply = {take, tend, stop},
        .work = work,
        .watcher = watcher,
        .next = first,
        .end = work->ntask,
    };
    if (jf_watch_stopped(watcher))
        jf_counter_stop(c);
}
