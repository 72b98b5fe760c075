/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Executors: every task is done once, failures end the job and come through,
 * and workers are started, finished and stopped as quad/executor.h says. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/cpu.h"
#include "quad/keep.h"
#include "run/run.h"
#include "run/watch.h"

enum { NTASK_MAX = 2000, NWORKER_MAX = 64 };

typedef struct job {
    atomic_int done[NTASK_MAX];
    atomic_int ndone, busy, most_busy;
    int started, finished, stopped; // in the caller's thread: no lock
    int starts_allowed;             // the next start fails
    int64_t failing;                // this task fails, -1: none
    bool slow;
    int64_t sum;
} job;

typedef struct worker {
    job *job;
    int64_t sum;
    int number;
} worker;

static void *start(void *param)
{
    job *const j = param;
    worker *const w = calloc(1, sizeof *w);

    assert_non_null(w);
    if (j->started == j->starts_allowed) {
        free(w);
        return NULL;
    }
    *w = (worker){.job = j, .number = j->started++};
    return w;
}

static void finish(void *param, void *state)
{
    job *const j = param;
    const worker *const w = state;

    assert_int_equal(w->number, j->finished); // in order
    j->finished++;
    j->sum += w->sum;
}

static void stop(void *state)
{
    worker *const w = state;

    w->job->stopped++;
    free(w);
}

static jf_status work_on(void *state, int64_t task)
{
    worker *const w = state;
    job *const j = w->job;
    const int busy = atomic_fetch_add(&j->busy, 1) + 1;
    int most = atomic_load(&j->most_busy);

    while (busy > most &&
           !atomic_compare_exchange_weak(&j->most_busy, &most, busy))
        ;
    if (j->slow)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    atomic_fetch_add(&j->done[task], 1);
    atomic_fetch_add(&j->ndone, 1);
    w->sum += task;
    atomic_fetch_sub(&j->busy, 1);
    return task == j->failing ? JF_INTERRUPTED : JF_OK;
}

static jf_work work_of(job *j, int64_t ntask)
{
    return (jf_work){.ntask = ntask,
                     .task = work_on,
                     .neval = ntask,
                     .whole = true,
                     .start = start,
                     .finish = finish,
                     .stop = stop,
                     .job = j};
}

static jf_status run(const jf_executor *executor, job *j, int64_t ntask,
                     int limit, int *used)
{
    const jf_work work = work_of(j, ntask);
    jf_ran ran;

    const jf_status status = executor->run(executor, &work, limit, &ran);
    *used = ran.threads;
    return status;
}

static void init(job *j)
{
    *j = (job){.starts_allowed = NWORKER_MAX, .failing = -1};
}

static job shared;

static void test_all_tasks_once(void **unused)
{
    static const int64_t ntasks[] = {0, 1, 2, 3, 17, 1000, NTASK_MAX};

    (void)unused;
    for (int n = 1; n <= 16; n++)
        for (int limit = 1; limit <= 20; limit += 3)
            for (int k = 0; k < 7; k++) {
                const jf_executor executor = jf_run_threads(n);
                const int64_t ntask = ntasks[k];
                int used = -1;
                init(&shared);
                assert_int_equal(run(&executor, &shared, ntask, limit, &used),
                                 JF_OK);
                for (int64_t i = 0; i < ntask; i++)
                    assert_int_equal(shared.done[i], 1);
                assert_int_equal(shared.sum, ntask * (ntask - 1) / 2);
                assert_true(used >= 1 && used <= n && used <= limit);
                assert_true(used == 1 || used <= ntask);
                assert_int_equal(shared.finished, shared.started);
                assert_int_equal(shared.stopped, shared.started);
                assert_true(shared.most_busy <= used);
            }
}

static void test_workers_work_at_once(void **unused)
{
    const jf_executor executor = jf_run_threads(4);
    int used;

    (void)unused;
    init(&shared);
    shared.slow = true;
    assert_int_equal(run(&executor, &shared, 200, 4, &used), JF_OK);
    assert_int_equal(used, 4);
    assert_true(shared.most_busy > 1);
}

static void test_a_failing_task_ends_the_job(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 8; n++) {
        const jf_executor executor = jf_run_threads(n);
        int used;
        init(&shared);
        shared.slow = true;
        shared.failing = 10;
        assert_int_equal(run(&executor, &shared, NTASK_MAX, n, &used),
                         JF_INTERRUPTED);
        assert_true(shared.ndone >= 11 && shared.ndone < NTASK_MAX);
        assert_int_equal(shared.finished, 0);
        assert_int_equal(shared.stopped, shared.started);
    }
}

static bool enough(void *param, const jf_progress *p)
{
    int *const calls = param;

    assert_true(p->neval > 0 && p->neval <= NTASK_MAX);
    return --*calls > 0;
}

// What is done after a stop is the first tasks, each once, and they are
// finished; nothing is begun in a later work.
static void test_a_stop_leaves_the_first_tasks(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 8; n++)
        for (int calls = 1; calls < 20; calls += 6) {
            int left = calls;
            const jf_options options = {.watch = enough, .watch_param = &left};
            jf_watcher watcher;
            jf_executor executor = jf_run_threads(n);
            const jf_work work = work_of(&shared, NTASK_MAX);
            jf_ran ran;
            jf_watch_begin(&watcher, &options);
            executor.watcher = &watcher;
            init(&shared);
            shared.slow = true;
            assert_int_equal(executor.run(&executor, &work, n, &ran), JF_OK);
            assert_int_equal(watcher.stop, JF_STOP_ASKED);
            assert_in_range(ran.ntask, calls, NTASK_MAX - 1);
            assert_true(ran.neval == ran.ntask && watcher.neval == ran.ntask);
            for (int64_t i = 0; i < NTASK_MAX; i++)
                assert_int_equal(shared.done[i], i < ran.ntask);
            assert_int_equal(shared.finished, shared.started);
            assert_true(shared.sum == ran.ntask * (ran.ntask - 1) / 2);
            init(&shared);
            assert_int_equal(executor.run(&executor, &work, n, &ran), JF_OK);
            assert_true(ran.ntask == 0 && shared.ndone == 0);
        }
}

// ---- keeping

static void hand_in(void *param, void *state)
{
    worker *const w = state;

    ((job *)param)->sum += w->sum;
    w->sum = 0;
}

static void keep(void *param, jf_state *state)
{
    job *const j = param;

    jf_state_wholes(state, "sum", 1, &j->sum);
}

enum { SAVED_MAX = 2 * NTASK_MAX };

typedef struct saved {
    int n;
    int64_t done[SAVED_MAX], sum[SAVED_MAX];
    char text[SAVED_MAX][64];
    size_t length[SAVED_MAX];
} saved;

static saved all_saved;

static void save(void *param, const char *text, size_t length)
{
    saved *const s = param;
    jf_state state = {.reading = true, .next = text, .end = text + length};
    int64_t all = 0;

    assert_in_range(length, 1, sizeof s->text[0]);
    memcpy(s->text[s->n], text, length);
    s->length[s->n] = length;
    jf_state_mark(&state, "tasks");
    jf_state_wholes(&state, "all", 1, &all);
    jf_state_wholes(&state, "done", 1, &s->done[s->n]);
    jf_state_wholes(&state, "sum", 1, &s->sum[s->n]);
    assert_false(state.failed);
    s->n++;
}

static jf_status run_kept(int threads, int calls, int64_t ntask, jf_state from,
                          jf_ran *ran)
{
    const jf_options options = {.watch = enough,
                                .watch_param = &calls,
                                .save = save,
                                .save_param = &all_saved,
                                .save_every = 1e-9};
    jf_watcher watcher;
    jf_keeper keeper = {.options = &options,
                        .watcher = &watcher,
                        .from = from,
                        .given = from.reading};
    jf_executor executor = jf_run_threads(threads);
    jf_work work = work_of(&shared, ntask);

    work.keep = keep;
    work.finish = hand_in;
    jf_watch_begin(&watcher, &options);
    executor.watcher = &watcher;
    executor.keeper = &keeper;
    all_saved.n = 0;
    return executor.run(&executor, &work, threads, ran);
}

// Whatever is saved is the sum of the first tasks, and more each time.
static void check_saved(int64_t before)
{
    for (int i = 0; i < all_saved.n; i++) {
        const int64_t done = all_saved.done[i];
        assert_true(all_saved.sum[i] == done * (done - 1) / 2);
        assert_true(done > before || (i == all_saved.n - 1 && done == before));
        before = done;
    }
}

static void test_what_is_saved_is_the_first_tasks(void **unused)
{
    int seen = 0;

    (void)unused;
    for (int n = 1; n <= 8; n++)
        for (int slow = 0; slow < 2; slow++) {
            const int64_t ntask = slow ? 200 : NTASK_MAX;
            jf_ran ran;
            init(&shared);
            shared.slow = slow;
            assert_int_equal(run_kept(n, INT_MAX, ntask, (jf_state){0}, &ran),
                             JF_OK);
            assert_true(ran.ntask == ntask);
            assert_true(shared.sum == ntask * (ntask - 1) / 2);
            assert_true(n > 1 || all_saved.n == ntask);
            check_saved(0);
            seen += n > 1 ? all_saved.n : 0;
        }
    assert_true(seen > 50);
}

// Stopped and continued, with other threads: every task once in all.
static void test_stopped_and_continued(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 8; n++) {
        jf_state from = {0};
        int64_t before = 0;
        jf_ran ran;
        char text[64];
        init(&shared);
        shared.starts_allowed = INT_MAX;
        do {
            shared.slow = before < 100;
            shared.sum = 0; // it is read back
            assert_int_equal(
                run_kept(1 + (int)(before + n) % 8, 7, 500, from, &ran), JF_OK);
            for (int64_t i = 0; i < ran.ntask; i++)
                assert_int_equal(shared.done[i], 1);
            assert_true(ran.ntask == 500 || all_saved.n > 0);
            assert_true(ran.ntask > before && ran.neval == ran.ntask);
            check_saved(before);
            before = ran.ntask;
            if (all_saved.n == 0)
                continue;
            const int last = all_saved.n - 1;
            memcpy(text, all_saved.text[last], all_saved.length[last]);
            from = (jf_state){.reading = true,
                              .next = text,
                              .end = text + all_saved.length[last]};
        } while (before < 500);
        assert_true(shared.sum == 500 * 499 / 2);
        assert_int_equal(shared.stopped, shared.started);
    }
}

static void test_what_does_not_fit(void **unused)
{
    static const char *const texts[] = {
        "tasks\nall 500\ndone 0\nsum 0\n",
        "tasks\nall 499\ndone 3\nsum 3\n",
        "tasks\nall 500\ndone 501\nsum 3\n",
        "rounds\n",
        "",
        "tasks\nall 500\ndone 3\nsum 3\nmore 1\n"};

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int n = 1; n < 3; n++) {
            const jf_state from = {.reading = true,
                                   .next = texts[i],
                                   .end = texts[i] + strlen(texts[i])};
            jf_ran ran;
            init(&shared);
            assert_int_equal(run_kept(n, INT_MAX, 500, from, &ran), JF_USAGE);
            assert_int_equal(shared.ndone, 0);
            assert_int_equal(shared.stopped, shared.started);
            assert_int_equal(all_saved.n, 0);
        }
}

static void test_the_last_task_may_fail(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 8; n++) {
        const jf_executor executor = jf_run_threads(n);
        int used;
        init(&shared);
        shared.failing = 99;
        assert_int_equal(run(&executor, &shared, 100, n, &used),
                         JF_INTERRUPTED);
        assert_int_equal(shared.ndone, 100);
        assert_int_equal(shared.finished, 0);
    }
}

static void test_workers_without_a_state(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 8; n++)
        for (int allowed = 0; allowed <= n; allowed++) {
            const jf_executor executor = jf_run_threads(n);
            int used;
            init(&shared);
            shared.starts_allowed = allowed;
            const jf_status status = run(&executor, &shared, 500, n, &used);
            assert_int_equal(status, allowed > 0 ? JF_OK : JF_NOMEM);
            assert_int_equal(shared.ndone, allowed > 0 ? 500 : 0);
            assert_int_equal(shared.stopped, shared.started);
            assert_true(used <= allowed || n == 1);
        }
}

static void test_numbers_of_threads(void **unused)
{
    static const int odd[] = {-5, 1};
    int used;

    (void)unused;
    for (int i = 0; i < 2; i++) {
        const jf_executor executor = jf_run_threads(odd[i]);
        init(&shared);
        assert_int_equal(executor.nworker, 1);
        assert_int_equal(run(&executor, &shared, 100, 8, &used), JF_OK);
        assert_int_equal(used, 1);
    }
    const jf_executor by_cores = jf_run_threads(0);
    init(&shared);
    assert_int_equal(run(&by_cores, &shared, 100, INT_MAX, &used), JF_OK);
    assert_int_equal(used, jf_cpu_cores() < 100 ? jf_cpu_cores() : 100);
    const jf_executor many = jf_run_threads(2000000000);
    init(&shared);
    assert_int_equal(run(&many, &shared, 40, 2000000000, &used), JF_OK);
    assert_true(used <= 40);
    assert_int_equal(shared.ndone, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_tasks_once),
        cmocka_unit_test(test_workers_work_at_once),
        cmocka_unit_test(test_a_failing_task_ends_the_job),
        cmocka_unit_test(test_a_stop_leaves_the_first_tasks),
        cmocka_unit_test(test_what_is_saved_is_the_first_tasks),
        cmocka_unit_test(test_stopped_and_continued),
        cmocka_unit_test(test_what_does_not_fit),
        cmocka_unit_test(test_the_last_task_may_fail),
        cmocka_unit_test(test_workers_without_a_state),
        cmocka_unit_test(test_numbers_of_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
