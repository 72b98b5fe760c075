/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks counted off, and fences between them.
 *
 * To save the job as it is after its first tasks, the calling thread sets a
 * fence.  The number of fences stands in the upper bits of the counter, so that
 * nobody passes one unawares: taking a task and learning of the fence are one
 * act.  A stop sets the highest bit of the task, and leaves the fences alone.
 */
#include "run/pool.h"
#include "run/prefix.h"
#include "run/watch.h"

enum { FENCE_SHIFT = 44 }; // fences come round: one at a time is open

static const uint64_t FENCE = (uint64_t)1 << FENCE_SHIFT, CLOSED = FENCE / 2;

static int64_t task_of(uint64_t ticket)
{
    return (int64_t)(ticket % FENCE);
}

int64_t jf_counter_take(jf_counter *c, int64_t n, int64_t *first,
                        uint64_t *fence)
{
    const uint64_t ticket = atomic_fetch_add(&c->next, (uint64_t)n);

    *first = task_of(ticket);
    *fence = ticket / FENCE;
    const int64_t left = c->work->ntask - *first;
    return left < 0 ? 0 : left < n ? left : n;
}

int64_t jf_counter_begun(const jf_counter *c)
{
    const int64_t next = task_of(atomic_load(&c->next));
    const int64_t end = atomic_load(&c->end);

    return next < end ? next : end;
}

void jf_counter_stop(jf_counter *c)
{
    const int64_t next = task_of(atomic_fetch_or(&c->next, CLOSED));

    if (next < c->work->ntask) // neither stopped before nor at its end
        atomic_store(&c->end, next);
}

static int64_t take(jf_supply *supply, uint64_t *fence)
{
    jf_counter *const c = (jf_counter *)supply;
    int64_t task;

    return jf_counter_take(c, 1, &task, fence) > 0 ? task : JF_TAKE_END;
}

static void set_fence(jf_counter *c)
{
    atomic_store(&c->supply.missing, c->supply.nseat);
    const int64_t next = task_of(atomic_fetch_add(&c->next, FENCE));
    if (next < c->work->ntask) // it is no use after the end
        c->kept = next;
}

static void tend(jf_supply *supply, bool idle)
{
    jf_counter *const c = (jf_counter *)supply;
    const int64_t begun = jf_counter_begun(c);

    (void)idle;
    if (!jf_watch_goes_on(c->executor->watcher, c->work, begun)) {
        jf_counter_stop(c);
    } else if (c->kept == 0 && begun < c->work->ntask &&
               jf_prefix_due(c->executor, c->work)) {
        set_fence(c);
    } else if (c->kept > 0 && atomic_load(&c->supply.missing) == 0) {
        jf_prefix_save(c->executor, c->work, c->kept);
        c->kept = 0;
    }
}

static void stop(jf_supply *supply)
{
    jf_counter_stop((jf_counter *)supply);
}

void jf_counter_init(jf_counter *c, const jf_executor *executor,
                     const jf_work *work, int64_t first)
{
    *c = (jf_counter){
        .supply = {take, tend, stop, 0, 0},
        .executor = executor,
        .work = work,
        .next = (uint64_t)first,
        .end = work->ntask,
    };
    if (jf_watch_stopped(executor->watcher))
        jf_counter_stop(c);
}
