/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The executor over ranks, with threads for ranks and memory for MPI: every
 * task is done once by somebody, all ranks have the same afterwards, stops and
 * failures come to all of them wherever they begin. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/os.h"
#include "quad/keep.h"
#include "run/ranks.h"
#include "run/run.h"
#include "run/watch.h"
#include "thread_ranks.h"

enum { NTASK_MAX = 3000 };

// --- a job, of which every rank has its own ---------------------------------

typedef struct job {
    atomic_char done[NTASK_MAX]; // by this rank, then by any
    _Atomic int64_t sum;
    int64_t failing; // this task fails, -1: none
    bool poor;       // has no memory for a worker
    bool recorded;
} job;

static void *start(void *param)
{
    job *const j = param;

    return j->poor ? NULL : j;
}

static void nothing(void *param, void *worker)
{
    (void)param, (void)worker;
}

static void stop(void *worker)
{
    (void)worker;
}

static jf_status do_task(void *worker, int64_t task)
{
    job *const j = worker;

    if (task % 7 == 0)
        jf_os_yield();
    if (task < NTASK_MAX)
        atomic_fetch_add(&j->done[task], 1);
    atomic_fetch_add(&j->sum, task + 1);
    return task == j->failing ? JF_IO : JF_OK;
}

static void get_sums(const void *param, int64_t *words)
{
    words[0] = ((const job *)param)->sum;
}

static void put_sums(void *param, const int64_t *words)
{
    job *const j = param;

    j->sum = words[0];
    memset((void *)j->done, 0, sizeof j->done);
}

static size_t get_records(const void *param, int64_t *record)
{
    const job *const j = param;
    size_t n = 0;

    for (int64_t i = 0; j->recorded && i < NTASK_MAX; i++)
        for (int k = 0; k < j->done[i]; k++, n++)
            if (record)
                record[n] = i;
    return n;
}

static void put_records(void *param, size_t n, const int64_t *record)
{
    for (size_t i = 0; i < n; i++)
        atomic_fetch_add(&((job *)param)->done[record[i]], 1);
}

static const jf_carry carry = {1,           get_sums,    put_sums,
                               get_records, put_records, 0};

static void keep(void *param, jf_state *state)
{
    job *const j = param;
    int64_t sum = j->sum;

    jf_state_wholes(state, "sum", 1, &sum);
    j->sum = sum;
}

// --- a rank -----------------------------------------------------------------

typedef struct rank {
    jf_ranks ranks;
    job job;
    jf_options options;
    int calls; // of watch until it asks to stop, 0: never
    int64_t ntask;
    int limit, nthread;
    jf_status status;
    jf_stop stop;
    jf_ran ran;
    const char *from; // a state to go on from, or NULL
    double often;     // how often to save, 0: never
    int nsave;
    char last[100]; // what was saved
} rank;

static bool watch(void *param, const jf_progress *p)
{
    rank *const r = param;

    (void)p;
    return r->calls == 0 || --r->calls > 0;
}

// Whatever is saved is the sum of the first tasks.
static void save(void *param, const char *text, size_t length)
{
    rank *const r = param;
    long long all, done, sum;

    assert_true(length < sizeof r->last);
    memcpy(r->last, text, length);
    r->last[length] = '\0';
    assert_int_equal(sscanf(r->last, "tasks\nall %lld\ndone %lld\nsum %lld\n",
                            &all, &done, &sum),
                     3);
    assert_true(all == r->ntask && sum == done * (done + 1) / 2);
    r->nsave++;
}

static void integrate(void *param)
{
    rank *const r = param;
    const jf_work work = {.ntask = r->ntask,
                          .task = do_task,
                          .neval = r->ntask,
                          .whole = true,
                          .start = start,
                          .finish = nothing,
                          .stop = stop,
                          .job = &r->job,
                          .carry = &carry,
                          .keep = keep};
    jf_ranks_executor self = {&r->ranks, r->nthread};
    jf_executor executor = jf_run_ranks(&self);
    jf_watcher watcher;
    jf_keeper keeper = {.options = &r->options, .watcher = &watcher};

    r->options = (jf_options){.watch = watch,
                              .watch_param = r,
                              .ranks = &r->ranks,
                              .save = r->often > 0 ? save : NULL,
                              .save_param = r,
                              .save_every = r->often};
    if (r->from) {
        keeper.given = true;
        keeper.from = (jf_state){
            .reading = true, .next = r->from, .end = r->from + strlen(r->from)};
    }
    jf_watch_begin(&watcher, &r->options);
    executor.watcher = &watcher;
    executor.keeper = &keeper;
    r->status = executor.run(&executor, &work, r->limit, &r->ran);
    r->stop = watcher.stop;
}

static world here;
static rank ranks[NRANK_MAX];

static void prepare(int count, int64_t ntask)
{
    init_world(&here, count);
    memset(ranks, 0, sizeof ranks);
    for (int i = 0; i < count; i++) {
        ranks[i].ranks = (jf_ranks){.transport = &here.place[i].transport,
                                    .rank = i,
                                    .count = count,
                                    .cores = 1};
        ranks[i].job.failing = -1;
        ranks[i].job.recorded = true;
        ranks[i].ntask = ntask;
        ranks[i].limit = 1000;
        ranks[i].nthread = 1 + i % 3;
    }
}

static void run(int count)
{
    jf_os_thread threads[NRANK_MAX];
    jf_os_cores cores;

    jf_os_cores_get(&cores);
    for (int i = 1; i < count; i++) {
        threads[i] = (jf_os_thread){integrate, &ranks[i], &cores, 0};
        assert_true(jf_os_thread_start(&threads[i], i));
    }
    integrate(&ranks[0]);
    for (int i = 1; i < count; i++)
        jf_os_thread_join(&threads[i]);
}

// All ranks have what the first `ntask` tasks make, each done once.
static void check(int count, int64_t ntask)
{
    for (int i = 0; i < count; i++) {
        assert_int_equal(ranks[i].status, JF_OK);
        assert_true(ranks[i].ran.ntask == ntask);
        assert_true(ranks[i].job.sum == ntask * (ntask + 1) / 2);
        for (int64_t k = 0; ranks[i].job.recorded && k < NTASK_MAX; k++)
            assert_int_equal(ranks[i].job.done[k], k < ntask);
    }
}

static void test_all_tasks_once(void **unused)
{
    static const int64_t ntasks[] = {2, 3, 4, 5, 6, 17, 1000, NTASK_MAX};

    (void)unused;
    for (int count = 2; count <= NRANK_MAX; count++)
        for (size_t k = 0; k < sizeof ntasks / sizeof *ntasks; k++)
            for (int recorded = 0; recorded < 2; recorded++) {
                prepare(count, ntasks[k]);
                for (int i = 0; i < count; i++)
                    ranks[i].job.recorded = recorded;
                run(count);
                check(count, ntasks[k]);
                assert_true(ranks[0].ran.threads >= count);
                assert_int_equal(ranks[0].ranks.transport->count, count);
            }
}

static void test_a_work_that_is_not_spread(void **unused)
{
    (void)unused;
    prepare(3, 200);
    for (int i = 0; i < 3; i++)
        ranks[i].limit = 1;
    run(3);
    check(3, 200);
    assert_int_equal(ranks[1].ran.threads, 1);
    assert_true(ranks[1].ranks.sent.letters == 0);
}

// So many tasks that they would not end by themselves.
static void test_any_rank_may_stop_all(void **unused)
{
    const int64_t MANY = 1000000000;

    (void)unused;
    for (int count = 2; count <= NRANK_MAX; count++)
        for (int who = 0; who < count; who++) {
            prepare(count, MANY);
            for (int i = 0; i < count; i++)
                ranks[i].job.recorded = false;
            ranks[who].calls = 3;
            run(count);
            assert_in_range(ranks[0].ran.ntask, 1, MANY - 1);
            check(count, ranks[0].ran.ntask);
            for (int i = 0; i < count; i++)
                assert_int_equal(ranks[i].stop, JF_STOP_ASKED);
        }
}

static void test_a_failing_task_ends_all(void **unused)
{
    (void)unused;
    for (int64_t failing = 0; failing < 60; failing += 7) {
        prepare(4, NTASK_MAX);
        for (int i = 0; i < 4; i++)
            ranks[i].job.failing = failing;
        run(4);
        for (int i = 0; i < 4; i++)
            assert_int_equal(ranks[i].status, JF_IO);
    }
}

static void test_a_rank_without_memory_ends_all(void **unused)
{
    (void)unused;
    for (int who = 0; who < 3; who++) {
        prepare(3, 500);
        ranks[who].job.poor = true;
        run(3);
        for (int i = 0; i < 3; i++)
            assert_int_equal(ranks[i].status, JF_NOMEM);
    }
}

static void test_ranks_that_go_astray_notice(void **unused)
{
    (void)unused;
    prepare(4, 500);
    ranks[2].ntask = 501;
    run(4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(ranks[i].status, JF_USAGE);
        assert_true(jf_ranks_astray(&ranks[i].ranks));
        assert_true(ranks[i].job.sum == 0);
    }
}

// Stopped and continued by other ranks, until all is done; rank 0 alone saves.
// Returns how many runs that took: one, if the first was done before it was
// stopped.
static int chain_of_runs(void)
{
    char text[sizeof ranks->last] = "";
    int saved = 0, runs = 0, count = 2;

    do {
        prepare(count, NTASK_MAX);
        for (int i = 0; i < count; i++) {
            ranks[i].job.recorded = false;
            ranks[i].from = runs > 0 ? text : NULL;
            ranks[i].often = 1e-9;
        }
        ranks[count - 1].calls = 10;
        run(count);
        check(count, ranks[0].ran.ntask);
        for (int i = 1; i < count; i++)
            assert_int_equal(ranks[i].nsave, 0);
        saved += ranks[0].nsave;
        memcpy(text, ranks[0].last, sizeof text);
        count = count < NRANK_MAX ? count + 1 : 2;
        runs++;
    } while (ranks[0].ran.ntask < NTASK_MAX && runs < NTASK_MAX);
    assert_true(ranks[0].ran.ntask == NTASK_MAX);
    assert_true(saved >= runs - 1);
    return runs;
}

static void test_a_job_is_kept(void **unused)
{
    enum { PATIENCE = 100 };
    int longest = 0;

    (void)unused;
    for (int i = 0; longest < 3 && i < PATIENCE; i++) {
        const int runs = chain_of_runs();
        longest = runs > longest ? runs : longest;
    }
    assert_true(longest >= 3);
}

// Too small a work to be spread is continued as well.
static void test_a_kept_work_that_is_not_spread(void **unused)
{
    (void)unused;
    prepare(3, 200);
    for (int i = 0; i < 3; i++) {
        ranks[i].limit = 1;
        ranks[i].job.recorded = false;
        ranks[i].from = "tasks\nall 200\ndone 150\nsum 11325\n";
    }
    run(3);
    check(3, 200);
}

static void test_shares_of_cores(void **unused)
{
    // cores 0 .. 7; 0 .. 3; 4 .. 7; 8; none
    static const int64_t all[16] = {0xFF}, low[16] = {0x0F}, high[16] = {0xF0},
                         other[16] = {0x100}, none[16] = {0};
    const int64_t *const unbound[] = {all, all, all};
    const int64_t *const bound[] = {low, high, other, none};
    const int64_t *const mixed[] = {all, low};
    int sum = 0;

    (void)unused;
    for (int i = 0; i < 3; i++)
        sum += jf_cores_share(3, i, unbound, (double)HUGE_VAL);
    assert_int_equal(sum, 8);
    assert_int_equal(jf_cores_share(3, 2, unbound, (double)HUGE_VAL), 2);
    assert_int_equal(jf_cores_share(4, 0, bound, (double)HUGE_VAL), 4);
    assert_int_equal(jf_cores_share(4, 1, bound, (double)HUGE_VAL), 4);
    assert_int_equal(jf_cores_share(4, 2, bound, (double)HUGE_VAL), 1);
    assert_int_equal(jf_cores_share(4, 3, bound, (double)HUGE_VAL), 1);
    assert_int_equal(jf_cores_share(2, 0, mixed, (double)HUGE_VAL), 6);
    assert_int_equal(jf_cores_share(2, 1, mixed, (double)HUGE_VAL), 2);
    // quotas: of three cores' time for three ranks, each has one
    for (int i = 0; i < 3; i++)
        assert_int_equal(jf_cores_share(3, i, unbound, 3), 1);
    assert_int_equal(jf_cores_share(3, 0, unbound, 0.5), 1);
    assert_int_equal(jf_cores_share(1, 0, unbound, 2.5), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_tasks_once),
        cmocka_unit_test(test_a_work_that_is_not_spread),
        cmocka_unit_test(test_any_rank_may_stop_all),
        cmocka_unit_test(test_a_failing_task_ends_all),
        cmocka_unit_test(test_a_rank_without_memory_ends_all),
        cmocka_unit_test(test_ranks_that_go_astray_notice),
        cmocka_unit_test(test_a_job_is_kept),
        cmocka_unit_test(test_a_kept_work_that_is_not_spread),
        cmocka_unit_test(test_shares_of_cores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
