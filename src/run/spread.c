/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tasks of a work over all ranks.
 *
 * Rank 0 counts the tasks off, for itself one by one, for the others in chunks:
 * its calling thread reads letters between its own tasks.  Another rank holds
 * two chunks and asks as soon as one of them is used up, so that the answer is
 * there when the other one is.  The first chunks are known without a letter.
 *
 * A chunk is what the rank does in 50 ms, at least a task a thread, and at most
 * 1/(2P) of what is left for P ranks, so that all end together.  The 50 ms are
 * what a stop waits for: chunks that are out are done, since what is done has
 * to be the first tasks.  They also bound the letters: 20 a second and rank,
 * each way, which rank 0 answers in some microseconds.
 *
 * A job that is kept is stopped so every few seconds, and goes on when what is
 * done has been saved.
 *
 * Rejected: a counter in a window of rank 0's memory, read by MPI_Fetch_and_op:
 *           over TCP it does not move while rank 0 computes, and so waits for
 *           the same polling. */
#include "base/os.h"
#include "run/pool.h"
#include "run/prefix.h"
#include "run/ranks.h"
#include "run/watch.h"

#include <math.h>
#include <stdatomic.h>

// A letter: what, of which work, and two numbers.
typedef enum what {
    ASK,   // for so many tasks
    STOP,  // whoever writes was asked to stop, or a task failed
    GRANT, // first task, how many
    NONE   // there are none any more
} what;

static const double CHUNK_SECONDS = 0.05;

// When to ask whether a letter has come.  That costs some microseconds, and a
// tile of x*x takes 30: so it is done every millisecond, more often at first.
typedef struct poll {
    double start, next;
} poll;

static bool is_due(poll *p, bool idle)
{
    const double now = jf_os_seconds();

    if (!idle && now < p->next)
        return false;
    p->next = now + fmin(1e-3, 1e-4 + (now - p->start) / 200);
    return true;
}

static void write_to(jf_ranks *r, int to, what kind, int64_t a, int64_t b)
{
    const jf_letter letter = {{kind, r->work, a, b}};

    jf_ranks_send(r, to, &letter);
}

// What ranks 1, 2 ... begin with, each the same number of tasks.
static int64_t first_chunk(const jf_ranks *r, int64_t ntask)
{
    enum { MOST = 16 };
    const int64_t part = ntask / (4 * r->count);

    return part < 1 ? 1 : part > MOST ? MOST : part;
}

// --- rank 0 -----------------------------------------------------------------

typedef struct leader {
    jf_counter counter;
    jf_ranks *ranks;
    int ended; // ranks that know that there are no tasks any more
    poll poll;
} leader;

static void answer(leader *l, int to, int64_t want)
{
    jf_counter *const c = &l->counter;
    const int64_t left = c->work->ntask - jf_counter_begun(c);
    const int64_t part = left / (2 * l->ranks->count);
    int64_t first, n = want < part ? want : part;
    uint64_t fence;

    n = jf_counter_take(c, n < 1 ? 1 : n, &first, &fence);
    write_to(l->ranks, to, n > 0 ? GRANT : NONE, first, n);
    l->ended += n == 0;
}

static void serve(leader *l)
{
    jf_letter letter;
    int from;

    while (jf_ranks_receive(l->ranks, &from, &letter)) {
        if (letter.word[1] != l->ranks->work)
            continue; // a stop that came too late
        if (letter.word[0] == ASK)
            answer(l, from, letter.word[2]);
        else
            jf_counter_stop(&l->counter);
    }
}

static void lead(jf_supply *supply, bool idle)
{
    leader *const l = (leader *)supply;
    jf_counter *const c = &l->counter;
    jf_watcher *const watcher = c->executor->watcher;

    if (is_due(&l->poll, idle))
        serve(l);
    if (jf_watch_stopped(watcher))
        return;
    if (!jf_watch_goes_on(watcher, c->work, jf_counter_begun(c)) ||
        jf_prefix_due(c->executor, c->work))
        jf_counter_stop(c);
}

static jf_status run_leader(jf_ranks *r, const jf_executor *executor,
                            const jf_work *work, int64_t first, int nthread,
                            int *threads, int64_t *ntask)
{
    leader l = {.ranks = r, .poll = {.start = jf_os_seconds()}};
    const int64_t others =
        first_chunk(r, work->ntask - first) * (r->count - 1) + first;

    jf_counter_init(&l.counter, executor, work,
                    others < work->ntask ? others : work->ntask);
    l.counter.supply.tend = lead;
    const jf_status status =
        jf_pool_run(work, &l.counter.supply, nthread, threads);
    for (int i = 0; l.ended < r->count - 1; i++) {
        lead(&l.counter.supply, true);
        if (i > 1000)
            jf_os_nap();
    }
    *ntask = jf_counter_begun(&l.counter);
    return status;
}

// --- the others -------------------------------------------------------------

// A chunk in one number: its first task, and how many there are.
enum { COUNT_BITS = 20, COUNT_MOST = (1 << COUNT_BITS) - 1, NSLOT = 2 };

typedef struct follower {
    jf_supply supply;
    jf_ranks *ranks;
    const jf_work *work;
    jf_watcher *watcher;
    _Atomic int64_t slot[NSLOT]; // filled by the calling thread, when empty
    atomic_bool ended;           // nothing is filled in any more
    atomic_bool failed;
    bool asked, stopped; // the letter is on its way
    poll poll;
    int64_t granted, want;
} follower;

static void fill(follower *f, int64_t first, int64_t n)
{
    int i = 0;

    while (i < NSLOT - 1 && (atomic_load(&f->slot[i]) & COUNT_MOST) > 0)
        i++;
    f->granted += n;
    atomic_store(&f->slot[i], first << COUNT_BITS | n);
}

// Tasks that wait in the slots.
static int64_t waiting(const follower *f)
{
    int64_t n = 0;

    for (int i = 0; i < NSLOT; i++)
        n += atomic_load(&f->slot[i]) & COUNT_MOST;
    return n;
}

static bool has_room(const follower *f)
{
    for (int i = 0; i < NSLOT; i++)
        if ((atomic_load(&f->slot[i]) & COUNT_MOST) == 0)
            return true;
    return false;
}

// Looked at first, `ended` says that no slot is filled after the look.
static int64_t take(jf_supply *supply, uint64_t *fence)
{
    follower *const f = (follower *)supply;
    const bool ended = atomic_load(&f->ended);

    (void)fence;
    for (int i = 0; i < NSLOT; i++) {
        int64_t chunk = atomic_load(&f->slot[i]);
        while ((chunk & COUNT_MOST) > 0)
            if (atomic_compare_exchange_weak(&f->slot[i], &chunk,
                                             chunk + (1 << COUNT_BITS) - 1))
                return chunk >> COUNT_BITS;
    }
    return ended ? JF_TAKE_END : JF_TAKE_WAIT;
}

// As many as are done in CHUNK_SECONDS, by the pace so far.
static void ask(follower *f)
{
    const double seconds = jf_os_seconds() - f->poll.start;
    const double pace =
        seconds > 0 ? (double)(f->granted - waiting(f)) / seconds : 0;
    const double due = pace * CHUNK_SECONDS, most = 8.0 * (double)f->want;

    if (due > (double)f->want)
        f->want = (int64_t)(due < most ? due : most);
    if (f->want > COUNT_MOST)
        f->want = COUNT_MOST;
    write_to(f->ranks, 0, ASK, f->want, 0);
    f->asked = true;
}

static void read_letters(follower *f)
{
    jf_letter letter;
    int from;

    while (jf_ranks_receive(f->ranks, &from, &letter)) {
        f->asked = false;
        if (letter.word[0] == GRANT)
            fill(f, letter.word[2], letter.word[3]);
        else
            atomic_store(&f->ended, true);
    }
}

// Time is for rank 0 to look at; a signal may come to any rank.
static bool wants_stop(follower *f)
{
    return atomic_load(&f->failed) ||
           !jf_watch_goes_on(f->watcher, f->work, f->granted);
}

static void follow(jf_supply *supply, bool idle)
{
    follower *const f = (follower *)supply;

    if (is_due(&f->poll, idle))
        read_letters(f);
    if (!f->asked && !atomic_load(&f->ended) && has_room(f))
        ask(f);
    if (!f->stopped && wants_stop(f)) {
        f->stopped = true;
        write_to(f->ranks, 0, STOP, 0, 0);
    }
}

static void fail(jf_supply *supply)
{
    atomic_store(&((follower *)supply)->failed, true);
}

static jf_status run_follower(jf_ranks *r, const jf_executor *executor,
                              const jf_work *work, int64_t first, int nthread,
                              int *threads)
{
    const int64_t chunk = first_chunk(r, work->ntask - first);
    const int64_t begin = first + chunk * (r->rank - 1);
    const int64_t left = work->ntask - begin;
    follower f = {
        .supply = {take, follow, fail, 0, 0},
        .ranks = r,
        .work = work,
        .watcher = executor->watcher,
        .poll = {.start = jf_os_seconds()},
        .want = nthread,
    };

    if (left > 0)
        fill(&f, begin, left < chunk ? left : chunk);
    return jf_pool_run(work, &f.supply, nthread, threads);
}

jf_status jf_ranks_spread(jf_ranks *r, const jf_executor *executor,
                          const jf_work *work, int64_t first, int nthread,
                          int *threads, int64_t *ntask)
{
    jf_watcher *const watcher = executor->watcher;
    int64_t done = 0;
    const jf_status mine =
        r->rank == 0
            ? run_leader(r, executor, work, first, nthread, threads, &done)
            : run_follower(r, executor, work, first, nthread, threads);
    int64_t all[] = {mine, watcher ? watcher->stop : 0, done};

    jf_ranks_most(r, 3, all);
    if (watcher)
        watcher->stop = (jf_stop)all[1];
    *ntask = all[2];
    return (jf_status)all[0];
}
