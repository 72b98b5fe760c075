/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The executor of several processes (docs/design/0015-mpi.md).
 *
 * All ranks run the same method on the same integrand, and so the same works
 * one after the other.  Before each they agree in one act whether they are at
 * the same, whether to stop, and whether the work is spread; if not, every rank
 * does all of it.  What is made of a spread work comes to all ranks.
 *
 * Cost: an act for each work, 2 us within a host and 20 to 50 us between hosts;
 *       for a spread one another, and a sum of 11 kB. */
#include "run/ranks.h"
#include "base/os.h"
#include "run/pool.h"
#include "run/prefix.h"
#include "run/run.h"
#include "run/watch.h"

#include <stdlib.h>

// Whether carrying the records of a work costs less than a tenth of what is
// saved; 1 ns a byte, and 200 us for all acts.
static bool pays(const jf_ranks *r, const jf_work *work)
{
    const double bytes =
        (double)work->carry->bulk * sizeof(int64_t) * (double)work->ntask;
    const double alone = (double)work->neval * r->pace;

    return work->carry->bulk == 0 ||
           alone * (1 - 1.0 / r->count) > 10 * (1e-9 * bytes + 2e-4);
}

static bool may_spread(const jf_work *work, int limit)
{
    const int64_t MOST = (int64_t)1 << 42; // spread.c numbers them in 43 bits

    return work->carry && limit > 1 && work->ntask > 1 && work->ntask < MOST;
}

// The same for the same work of a job, and hardly for another.
static int64_t key_of(const jf_ranks *r, const jf_work *work)
{
    const uint64_t mixed =
        ((uint64_t)r->work * 0x9E3779B97F4A7C15 + (uint64_t)work->ntask) *
            0xD1B54A32D192ED03 +
        (uint64_t)work->neval;

    return (int64_t)(mixed >> 1);
}

typedef struct plan {
    jf_stop stop;
    bool spread;
    bool same; // all ranks are at the same work
} plan;

static plan agree(jf_ranks *r, jf_watcher *watcher, const jf_work *work,
                  int limit)
{
    const int64_t key = key_of(r, work);
    const bool first = !watcher || watcher->neval == 0;
    const bool stopped = jf_watch_stopped(watcher);

    if (first)
        r->pace = 0;
    if (!first && !stopped)
        jf_watch_goes_on(watcher, work, 0);
    int64_t all[] = {first ? JF_STOP_NONE : watcher->stop,
                     r->rank == 0 && may_spread(work, limit) && pays(r, work),
                     key, -key};
    jf_ranks_most(r, 4, all);
    return (plan){(jf_stop)all[0], all[1] > 0, all[2] == -all[3]};
}

// The rest of a work by this rank.  It is neither stopped, since the others
// would not know, nor saved before its end.
static jf_status run_alone(const jf_ranks_executor *s, jf_watcher *watcher,
                           const jf_work *work, int64_t first, int limit,
                           jf_ran *ran)
{
    enum { MEASURABLE = 1000 };
    const jf_executor threads = {.nworker = s->nthread};
    const double start = jf_os_seconds();
    const jf_status status = jf_threads_run(&threads, work, first, limit, ran);

    if (work->neval >= MEASURABLE)
        s->ranks->pace = (jf_os_seconds() - start) / (double)work->neval;
    jf_watch_count(watcher, work, work->ntask, ran);
    return status;
}

// What is no sum, of all ranks; NULL: there is nothing anywhere.
typedef struct records {
    size_t n;
    int64_t *words;
} records;

static records gather_records(jf_ranks *r, const jf_work *work)
{
    const jf_carry *const carry = work->carry;
    const size_t n = carry->get_records(work->job, NULL);
    int64_t most = (int64_t)n;
    records all = {0, NULL};

    jf_ranks_most(r, 1, &most);
    if (most == 0)
        return all;
    int64_t *const mine = jf_ranks_alloc(r, n + 1);
    int64_t *const size = jf_ranks_alloc(r, (size_t)r->count);
    carry->get_records(work->job, mine);
    jf_ranks_gather_one(r, (int64_t)n, size);
    for (int i = 0; i < r->count; i++)
        all.n += (size_t)size[i];
    all.words = jf_ranks_alloc(r, all.n);
    jf_ranks_gather(r, mine, size, all.words);
    free(size);
    free(mine);
    return all;
}

// What all ranks have made comes to each of them; and how many threads worked.
static void exchange(jf_ranks *r, const jf_work *work, int *threads)
{
    const jf_carry *const carry = work->carry;
    const size_t n = carry->nsum;
    const records all = gather_records(r, work);
    int64_t *const sum = jf_ranks_alloc(r, n + 1);

    if (n > 0)
        carry->get_sums(work->job, sum);
    sum[n] = *threads;
    jf_ranks_sum(r, n + 1, sum);
    *threads = (int)sum[n];
    if (n > 0)
        carry->put_sums(work->job, sum); // and no records
    if (all.n > 0)
        carry->put_records(work->job, all.n, all.words);
    free(sum);
    free(all.words);
}

// What is done is rank 0's; the other ranks go on from nothing.
static void hold(jf_ranks *r, const jf_work *work)
{
    const size_t n = work->carry->nsum;

    if (r->rank == 0)
        return;
    int64_t *const zero = jf_ranks_alloc(r, n);
    work->carry->put_sums(work->job, zero);
    free(zero);
}

// Once, or again and again where the job is kept: all ranks have the first
// tasks in their jobs whenever they have exchanged, and rank 0 saves them.
static jf_status run_spread(const jf_ranks_executor *s,
                            const jf_executor *executor, const jf_work *work,
                            int64_t first, jf_ran *ran)
{
    const int nthread =
        s->nthread < work->ntask ? s->nthread : (int)work->ntask;
    jf_watcher *const watcher = executor->watcher;
    jf_status status = JF_OK;
    int64_t done = first;

    while (status == JF_OK && done < work->ntask &&
           !jf_watch_stopped(watcher)) {
        if (done > 0)
            hold(s->ranks, work);
        status = jf_ranks_spread(s->ranks, executor, work, done, nthread,
                                 &ran->threads, &done);
        if (status == JF_OK)
            exchange(s->ranks, work, &ran->threads);
        if (status == JF_OK && done < work->ntask)
            jf_prefix_save(executor, work, done);
    }
    jf_watch_count(watcher, work, done, ran);
    return status;
}

static jf_status run(const jf_executor *executor, const jf_work *work,
                     int limit, jf_ran *ran)
{
    const jf_ranks_executor *const s = executor->self;
    jf_watcher *const watcher = executor->watcher;
    const plan p = agree(s->ranks, watcher, work, limit);
    int64_t first;

    *ran = (jf_ran){.threads = 1};
    s->ranks->work++;
    if (!p.same) {
        s->ranks->astray = true;
        return JF_USAGE;
    }
    if (watcher)
        watcher->stop = p.stop;
    if (p.stop != JF_STOP_NONE)
        return JF_OK;
    const jf_status status = jf_prefix_load(executor, work, &first);
    if (status != JF_OK)
        return status;
    return p.spread ? run_spread(s, executor, work, first, ran)
                    : run_alone(s, watcher, work, first, limit, ran);
}

jf_executor jf_run_ranks(jf_ranks_executor *self)
{
    enum { MOST = 1 << 30 };
    const int64_t all = (int64_t)self->nthread * self->ranks->count;

    return (jf_executor){
        .self = self, .nworker = all < MOST ? (int)all : MOST, .run = run};
}
