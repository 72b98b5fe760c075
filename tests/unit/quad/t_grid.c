/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid of the composite rules: where its abscissae stand, up to 2^55 of
 * them; what its sums hold; what becomes of values that are not finite. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/mpfr.h"
#include "../support/random.h"
#include "quad/grid.h"
#include "run/run.h"

#if TEST_HAS_MPFR
// a + (j + offset) (b - a) / nstep, rounded once.
static double exact_abscissa(const jf_grid *g, int64_t j)
{
    mpfr_t x, t;

    mpfr_inits2(2400, x, t, (mpfr_ptr)0);
    mpfr_set_d(x, g->b, MPFR_RNDN);
    mpfr_sub_d(x, x, g->a, MPFR_RNDN);
    mpfr_set_si(t, (long)j, MPFR_RNDN);
    mpfr_add_d(t, t, g->offset ? 0.5 : 0, MPFR_RNDN);
    mpfr_mul(x, x, t, MPFR_RNDN);
    mpfr_div_si(x, x, (long)g->nstep, MPFR_RNDN);
    mpfr_add_d(x, x, g->a, MPFR_RNDN);
    const double result = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clears(x, t, (mpfr_ptr)0);
    return result;
}
#else // with 113 bits: rounded once, as a rule

static double exact_abscissa(const jf_grid *g, int64_t j)
{
    const __float128 a = g->a, b = g->b;
    const __float128 place = (__float128)j + (g->offset ? 0.5 : 0);

    return (double)(a + (b - a) * place / (__float128)g->nstep);
}
#endif

static jf_grid make_grid(double a, double b, int64_t nstep, bool offset)
{
    return (jf_grid){a, b, nstep, 1, offset, nstep + !offset, true};
}

static jf_grid random_grid(dice *d)
{
    static const double ranges[][2] = {
        {0, 1},        {-1, 1},           {-1, 2},     {1e6, 1e6 + 1},
        {3, 1e300},    {-1.7e308, 1e308}, {0, 1e-310}, {-0x1p-1074, 0x1p-1073},
        {1, 1 + 1e-9}, {-1e-3, 1e8},
    };
    const int i = pick(d, (int)(sizeof ranges / sizeof *ranges));
    const int64_t nstep = 1 + (int64_t)(roll(d) >> (9 + pick(d, 55)));

    return make_grid(ranges[i][0], ranges[i][1], nstep, pick(d, 2));
}

#if TEST_HAS_MPFR
static void test_abscissae_are_rounded_once(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int i = 0; i < effort(20000); i++) {
        const jf_grid g = random_grid(&d);
        const int64_t j = (int64_t)(roll(&d) >> 1) % g.n;
        const double x = jf_grid_abscissa(&g, j), exact = exact_abscissa(&g, j);
        const double reach = fmax(fabs(g.a), fabs(g.b));
        // double-double: next to a tie the other neighbour may be taken, and
        // what cancels leaves 100 bits
        assert_true(ulps_between(x, exact) <= 1 ||
                    fabs(x / reach - exact / reach) <= 0x1p-100);
        assert_true(x >= g.a && x <= g.b);
    }
}
#endif

static void test_ends_and_zero_are_hit(void **unused)
{
    dice d = {2};

    (void)unused;
    for (int i = 0; i < effort(5000); i++) {
        const jf_grid g = random_grid(&d);
        const int64_t half = 1 + (int64_t)(roll(&d) >> 12);
        const jf_grid even = make_grid(-0.3, 0.3, 2 * half, false);
        if (!g.offset) {
            assert_true(jf_grid_abscissa(&g, 0) == g.a);
            assert_true(jf_grid_abscissa(&g, g.n - 1) == g.b);
        }
        assert_true(jf_grid_abscissa(&even, half) == 0);
    }
}

// --- what f is asked for ----------------------------------------------------

// Records how far the abscissae are from where they should be.
typedef struct probe {
    const jf_grid *grid;
    int64_t next; // the index of the next abscissa
    double off;   // worst, in units of the largest abscissa's last place
    int zeros;
} probe;

static jf_status record(void *param, size_t n, const double *x, double *y)
{
    probe *const p = param;
    const double reach = fmax(fabs(p->grid->a), fabs(p->grid->b));
    const double unit = reach - nextafter(reach, 0);

    for (size_t i = 0; i < n; i++) {
        const double exact = exact_abscissa(p->grid, p->next++);
        p->off = fmax(p->off, fabs(x[i] - exact) / unit);
        p->zeros += x[i] == 0;
        y[i] = 1;
    }
    return JF_OK;
}

// An executor that does but one task.
typedef struct single {
    int64_t task;
} single;

static jf_status run_one(const jf_executor *executor, const jf_work *work,
                         int limit, jf_ran *ran)
{
    const single *const s = executor->self;
    void *const worker = work->start(work->job);
    const int64_t task = s->task < 0 ? work->ntask - 1 : s->task;

    (void)limit;
    *ran = (jf_ran){1, work->ntask, work->neval};
    assert_non_null(worker);
    assert_true(task < work->ntask);
    const jf_status status = work->task(worker, task);
    work->finish(work->job, worker);
    work->stop(worker);
    return status;
}

// One tile of a grid: how many values, and how far off their abscissae.
static int64_t probe_tile(const jf_grid *g, int64_t tile, probe *p)
{
    static const int64_t size = 1 << 18;
    single s = {tile};
    jf_executor executor = {&s, 1, run_one, NULL, NULL};
    jf_grid_sums *const sums = malloc(sizeof *sums);
    double total = 0;

    assert_non_null(sums);
    *p = (probe){.grid = g,
                 .next = (tile < 0 ? (g->n - 1) / size : tile) * size};
    const jf_integrand f = {.param = p, .eval = record};
    const int64_t first = p->next;
    assert_int_equal(jf_grid_sum(g, &f, &executor, sums), JF_OK);
    for (int i = 0; i < JF_LANES; i++)
        total += jf_exact_round(&sums->lane[i]);
    assert_true(total == (double)(p->next - first));
    free(sums);
    return p->next - first;
}

static void test_tiles_of_huge_grids(void **unused)
{
    static const int64_t size = 1 << 18, huge = INT64_C(1) << 53;
    const jf_grid grids[] = {
        make_grid(0, 1, 2 * huge, false),  // Simpson with 2^53 panels
        make_grid(-1, 2, 4 * huge, false), // Boole
        make_grid(1e6, 1e6 + 1, huge, true),
        make_grid(-1e300, 1.7e308, 2 * huge, false),
    };

    (void)unused;
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        const jf_grid *const g = &grids[i];
        const int64_t tiles = (g->n + size - 1) / size;
        const int64_t at[] = {0, 1, tiles / 3, tiles / 2, tiles - 2, -1};
        for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
            probe p;
            const int64_t n = probe_tile(g, at[k], &p);
            assert_int_equal(n, at[k] < 0 ? (g->n - 1) % size + 1 : size);
            assert_true(p.off <= 1.5);
        }
    }
}

static void test_abscissae_of_small_grids(void **unused)
{
    dice d = {3};

    (void)unused;
    for (int i = 0; i < effort(300); i++) {
        jf_grid g = random_grid(&d);
        probe p;
        g.nstep = 1 + pick(&d, 1500);
        g.n = g.nstep + !g.offset;
        assert_int_equal(probe_tile(&g, 0, &p), g.n);
        assert_true(p.off <= 1.5);
    }
    for (int64_t half = 1; half < 3000; half += 97) {
        const jf_grid g = make_grid(-0.7, 0.7, 2 * half, false);
        probe p;
        probe_tile(&g, 0, &p);
        assert_int_equal(p.zeros, 1);
    }
}

// --- bad values -------------------------------------------------------------

// sin(x) / x with the holes left as they are, at every k / 8.
static jf_status holes(void *param, size_t n, const double *x, double *y)
{
    (void)param;
    for (size_t i = 0; i < n; i++)
        y[i] = 8 * x[i] == floor(8 * x[i]) ? (double)NAN : cos(x[i]);
    return JF_OK;
}

static void test_limits_are_taken_in_order(void **unused)
{
    const jf_integrand f = {.eval = holes};
    const jf_grid g = make_grid(0, 1, 1 << 18, false);
    jf_grid_sums *const sums = malloc(2 * sizeof *sums);
    jf_executor serial = jf_run_serial(), threads = jf_run_threads(5);

    (void)unused;
    assert_non_null(sums);
    assert_int_equal(jf_grid_sum(&g, &f, &serial, &sums[0]), JF_OK);
    assert_int_equal(jf_grid_sum(&g, &f, &threads, &sums[1]), JF_OK);
    for (int k = 0; k < 2; k++) {
        assert_true(sums[k].bad < 0);
        assert_int_equal(sums[k].nrepair, 9);
        for (int i = 0; i < 9; i++) {
            const jf_repair *const r = &sums[k].repair[i];
            assert_true(r->j == i * (INT64_C(1) << 15));
            assert_true(r->x == i / 8.0);
            assert_true(fabs(r->limit - cos(r->x)) <= 1e-9);
            assert_true(fabs(r->limit - cos(r->x)) <= 100 * r->error);
            assert_true(same_bits(r->limit, sums[0].repair[i].limit));
        }
        for (int i = 0; i < JF_LANES; i++)
            assert_true(same_bits(jf_exact_round(&sums[k].lane[i]),
                                  jf_exact_round(&sums[0].lane[i])));
    }
    free(sums);
}

static jf_status hidden_stretch(void *param, size_t n, const double *x,
                                double *y)
{
    (void)param;
    for (size_t i = 0; i < n; i++)
        y[i] = x[i] > 0.4 && x[i] < 0.9 ? (double)NAN : 1;
    return JF_OK;
}

// Whatever thread meets it, the first bad abscissa is named.
static void test_the_first_bad_one_is_named(void **unused)
{
    const jf_integrand f = {.eval = hidden_stretch};
    const jf_grid g = make_grid(0, 1, 1000000, false);
    jf_grid_sums *const sums = malloc(sizeof *sums);

    (void)unused;
    assert_non_null(sums);
    for (int n = 1; n <= 8; n++) {
        jf_executor executor = jf_run_threads(n);
        assert_int_equal(jf_grid_sum(&g, &f, &executor, sums), JF_OK);
        assert_int_equal(sums->bad, 400001);
        assert_true(fabs(sums->bad_x - 0.400001) < 1e-15);
    }
    free(sums);
}

// Tasks from the last to the first, dealt to five workers in turn.
static jf_status run_backwards(const jf_executor *executor, const jf_work *work,
                               int limit, jf_ran *ran)
{
    enum { WORKERS = 5 };
    void *worker[WORKERS];
    jf_status status = JF_OK;

    (void)executor;
    (void)limit;
    *ran = (jf_ran){WORKERS, work->ntask, work->neval};
    for (int i = 0; i < WORKERS; i++)
        assert_non_null(worker[i] = work->start(work->job));
    for (int64_t i = work->ntask - 1; i >= 0 && status == JF_OK; i--)
        status = work->task(worker[i % WORKERS], i);
    for (int i = 0; i < WORKERS; i++) {
        work->finish(work->job, worker[i]);
        work->stop(worker[i]);
    }
    return status;
}

static void test_order_and_workers_leave_no_trace(void **unused)
{
    jf_executor serial = jf_run_serial();
    jf_executor backwards = {NULL, 5, run_backwards, NULL, NULL};
    const jf_grid g = make_grid(0, 1, 1000000, false);
    jf_grid_sums *const sums = malloc(2 * sizeof *sums);

    (void)unused;
    assert_non_null(sums);
    for (int k = 0; k < 2; k++) {
        const jf_integrand f = {.eval = k ? hidden_stretch : holes};
        assert_int_equal(jf_grid_sum(&g, &f, &serial, &sums[0]), JF_OK);
        assert_int_equal(jf_grid_sum(&g, &f, &backwards, &sums[1]), JF_OK);
        assert_int_equal(sums[0].bad, sums[1].bad);
        assert_int_equal(sums[0].bad, k ? 400001 : -1);
        if (k)
            continue;
        for (int i = 0; i < JF_LANES; i++)
            assert_true(same_bits(jf_exact_round(&sums[0].lane[i]),
                                  jf_exact_round(&sums[1].lane[i])));
        assert_true(jf_exact_round(&sums[0].variation) ==
                    jf_exact_round(&sums[1].variation));
        assert_memory_equal(sums[0].head, sums[1].head, sizeof sums->head);
        assert_memory_equal(sums[0].tail, sums[1].tail, sizeof sums->tail);
        assert_int_equal(sums[0].nrepair, sums[1].nrepair);
        for (int i = 0; i < sums[0].nrepair; i++)
            assert_true(sums[0].repair[i].j == sums[1].repair[i].j);
    }
    free(sums);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        mpfr_unit_test(test_abscissae_are_rounded_once),
        cmocka_unit_test(test_ends_and_zero_are_hit),
        cmocka_unit_test(test_tiles_of_huge_grids),
        cmocka_unit_test(test_abscissae_of_small_grids),
        cmocka_unit_test(test_limits_are_taken_in_order),
        cmocka_unit_test(test_the_first_bad_one_is_named),
        cmocka_unit_test(test_order_and_workers_leave_no_trace),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
