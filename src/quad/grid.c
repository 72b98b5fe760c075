/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over a grid, by all workers.
 *
 * The grid is cut into tiles of 2^16 abscissae, or 2^18 if there are many.  A
 * tile is evaluated in blocks of 256 and added up in 16 lanes (base/lanes.h),
 * whose sums go into the worker's exact accumulators.  Tiles depend on the grid
 * alone and exact addition commutes: any distribution gives the same bits.
 *
 * Of most blocks nothing is wanted but their sum: jifen's own integrands make
 * it in one sweep (base/sweep.h).  One block in 64 or 512 is looked at, for the
 * sum of |y| and of the changes, which only estimates of errors need.
 *
 * A value that is not finite shows in the sum of its lane, so that looking for
 * it costs nothing; the span is then done again with care, and the value
 * replaced by its limit (quad/limit.h) where there is one. */
#include "quad/grid.h"
#include "base/sweep.h"
#include "quad/attach.h"
#include "quad/limit.h"
#include "quad/method.h"

#include <limits.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { BLOCK = JF_LANES_FILL, CACHE_LINE = 8 }; // doubles

int jf_grid_scale(const jf_grid *g)
{
    const double reach = fmax(fabs(g->a), fabs(g->b));
    const int exponent = ilogb(reach);

    // 2^57 times a limit is to be in range
    return exponent > 960 || exponent < -500 ? -exponent : 0;
}

jf_dd jf_grid_width(const jf_grid *g)
{
    const int scale = jf_grid_scale(g);

    return jf_dd_two_sum(ldexp(g->b, scale), -ldexp(g->a, scale));
}

// The step, scaled.
static jf_dd step_of(const jf_grid *g)
{
    return jf_dd_div(jf_grid_width(g), jf_dd_integer(g->nstep));
}

// (a (nstep - j) + b j) / nstep, so that it is 0 where it should be.
double jf_grid_abscissa(const jf_grid *g, int64_t j)
{
    const int scale = jf_grid_scale(g);
    const jf_dd a = {ldexp(g->a, scale), 0}, b = {ldexp(g->b, scale), 0};
    const int64_t n = g->offset ? 2 * g->nstep : g->nstep;
    const int64_t i = g->offset ? 2 * j + 1 : j;

    if (i == 0)
        return g->a;
    const jf_dd sum = jf_dd_add(jf_dd_mul(a, jf_dd_integer(n - i)),
                                jf_dd_mul(b, jf_dd_integer(i)));
    const jf_dd x = jf_dd_div(sum, jf_dd_integer(n));
    return fmax(g->a, fmin(ldexp(x.hi, -scale), g->b));
}

double jf_grid_end(const jf_grid *g, int64_t n)
{
    jf_grid ends = *g;

    ends.offset = false;
    return jf_grid_abscissa(&ends, g->offset ? n : n - 1);
}

typedef struct job {
    const jf_grid *grid;
    const jf_integrand *f;
    const jf_lanes_kernels *kernels;
    jf_lanes_grid lattice; // the grid; not for scaled ones
    bool scaled;
    int64_t tile; // abscissae of one
    jf_grid_sums *sums;
    _Atomic int64_t bad_tile; // the first one known to be hopeless
} job;

typedef struct worker {
    job *job;
    void *param; // of the integrand, for this thread
    jf_grid_sums sums;
    double *x, *y; // a block of each, in `memory` at the start of a cache line
    double memory[2 * BLOCK + CACHE_LINE];
} worker;

// Vectors that straddle cache lines cost twice.
static void place_blocks(worker *w)
{
    const size_t line = CACHE_LINE * sizeof(double);
    const size_t beyond = (uintptr_t)w->memory % line / sizeof(double);

    w->x = w->memory + (CACHE_LINE - beyond);
    w->y = w->x + BLOCK;
}

static void *start(void *param)
{
    job *const j = param;
    worker *const w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->job = j;
    jf_grid_sums_init(&w->sums);
    place_blocks(w);
    if (!jf_attach(j->f, &w->param)) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    worker *const w = param;

    jf_detach(w->job->f, w->param);
    free(w);
}

static void note_bad(worker *w, int64_t j, double x, double y)
{
    const int64_t tile = j / w->job->tile;
    int64_t known = atomic_load(&w->job->bad_tile);

    while (tile < known &&
           !atomic_compare_exchange_weak(&w->job->bad_tile, &known, tile))
        ;
    jf_grid_note_bad(&w->sums, j, x, y);
}

// Puts limits in the place of values that are not finite; false when one has
// none, or when the tile has too many for isolated points.
static bool repair_block(worker *w, int64_t j0, size_t n, int *nrepair)
{
    const jf_grid *const g = w->job->grid;
    const jf_limit_site site = {w->job->f, w->param, g->a, g->b};

    for (size_t i = 0; i < n; i++) {
        jf_repair r = {.j = j0 + (int64_t)i, .x = w->x[i]};
        if (isfinite(w->y[i]))
            continue;
        if (++*nrepair > JF_GRID_REPAIR_MAX ||
            !jf_limit_at(&site, r.x, &r.limit, &r.error)) {
            note_bad(w, r.j, r.x, w->y[i]);
            return false;
        }
        w->y[i] = r.limit;
        w->sums.limit_error = fmax(w->sums.limit_error, r.error);
        jf_grid_add_repair(&w->sums, &r);
    }
    return true;
}

static void keep_ends(worker *w, int64_t j0, size_t n)
{
    const int64_t last = w->job->grid->n - 1;

    for (size_t i = 0; j0 == 0 && i < JF_GRID_HEAD && i < n; i++)
        w->sums.head[i] = w->y[i];
    for (int64_t j = last; j > last - JF_GRID_TAIL && j >= 0; j--)
        if (j >= j0 && j < j0 + (int64_t)n)
            w->sums.tail[JF_GRID_TAIL - 1 - (last - j)] = w->y[j - j0];
}

// Next to 0, where many integrands have a hole, no digit may be lost.  Asked of
// blocks whose first and last starts are given.
static bool cross_zero(const job *j, double first, double last)
{
    return j->grid->a < 0 && first <= 0 &&
           last + j->lattice.step_hi * (BLOCK + 1) > 0;
}

static jf_status evaluate(worker *w, int64_t j0, size_t n, double start)
{
    const job *const j = w->job;
    const jf_grid *const g = j->grid;

    if (j->scaled || cross_zero(j, start, start))
        for (size_t i = 0; i < n; i++)
            w->x[i] = jf_grid_abscissa(g, j0 + (int64_t)i);
    else
        j->kernels->fill(n, start, j->lattice.step_hi, g->b, w->x);
    if (!g->offset && j0 + (int64_t)n == g->n)
        w->x[n - 1] = g->b;
    return j->f->eval(w->param, n, w->x, w->y);
}

// What a tile adds up.
typedef struct tile_sums {
    jf_lanes lanes;
    double abs, variation; // of the blocks that are looked at
    int nrepair;
    bool careful; // look for values that are not finite, and mend them
    bool bad;     // one could not be mended
} tile_sums;

// In four chains of additions, since this stands in the inner loop.
static void look_at(size_t n, const double *y, tile_sums *sums)
{
    double change[4] = {0}, size[4] = {fabs(y[0])};
    size_t i = 1;

    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) {
            change[k] += fabs(y[i + k] - y[i + k - 1]);
            size[k] += fabs(y[i + k]);
        }
    for (; i < n; i++) {
        change[0] += fabs(y[i] - y[i - 1]);
        size[0] += fabs(y[i]);
    }
    sums->variation += (change[0] + change[1]) + (change[2] + change[3]);
    sums->abs += (size[0] + size[1]) + (size[2] + size[3]);
}

// Whether one of `blocks` blocks is; part is a power of two.
static bool are_looked_at(const job *j, int64_t j0, int blocks)
{
    const int64_t first = j0 / BLOCK, last = first + blocks - 1;

    return (last & -(int64_t)j->sums->part) >= first;
}

static bool hold_an_end(const job *j, int64_t j0, int blocks)
{
    return j0 == 0 ||
           j0 + (int64_t)blocks * BLOCK > j->grid->n - 1 - JF_GRID_TAIL;
}

// Whether nothing is wanted of some blocks but their sum.
static bool are_plain(const job *j, int64_t j0, int blocks, const double *start)
{
    const double first = start[0], last = start[blocks - 1];

    return j->f->sweep && !j->scaled && !hold_an_end(j, j0, blocks) &&
           !are_looked_at(j, j0, blocks) && !cross_zero(j, first, last) &&
           last + BLOCK * j->lattice.step_hi <= j->grid->b;
}

static jf_status do_block(worker *w, int64_t j0, size_t n, double start,
                          tile_sums *sums)
{
    const job *const j = w->job;
    const jf_status status = evaluate(w, j0, n, start);

    if (status != JF_OK)
        return status;
    if (sums->careful && !repair_block(w, j0, n, &sums->nrepair)) {
        sums->bad = true;
        return JF_OK;
    }
    if (hold_an_end(j, j0, 1))
        keep_ends(w, j0, n);
    if (are_looked_at(j, j0, 1))
        look_at(n, w->y, sums);
    j->kernels->add(n, w->y, &sums->lanes);
    return JF_OK;
}

// How many blocks from j0 on nothing is wanted of but their sum: mostly all,
// and a question for each would take a tenth of the time of x^2.
static int plain_run(const job *j, int64_t j0, int blocks, const double *start)
{
    int n = 0;

    if (are_plain(j, j0, blocks, start))
        return blocks;
    while (n < blocks && are_plain(j, j0 + n * BLOCK, 1, start + n))
        n++;
    return n;
}

// Adds up to JF_LANES_BLOCK abscissae from j0 to the parts.
static jf_status add_span(worker *w, int64_t j0, int64_t n, tile_sums *sums)
{
    const job *const j = w->job;
    const int blocks = (int)((n + BLOCK - 1) / BLOCK);
    double start[JF_LANES_STARTS_PAD];

    j->kernels->starts(&j->lattice, (double)j0, start);
    for (int i = 0; i < blocks && !sums->bad;) {
        const int run =
            sums->careful ? 0
                          : plain_run(j, j0 + i * BLOCK, blocks - i, start + i);
        if (run > 0) {
            j->f->sweep->add(w->param, run, start + i, j->lattice.step_hi,
                             &sums->lanes);
            i += run;
            continue;
        }
        const int64_t left = n - i * BLOCK;
        const jf_status status =
            do_block(w, j0 + i * BLOCK, (size_t)(left < BLOCK ? left : BLOCK),
                     start[i], sums);
        if (status != JF_OK)
            return status;
        i++;
    }
    return JF_OK;
}

// Once more, with care, if a sum is not finite.
static jf_status do_span(worker *w, int64_t j0, int64_t n, tile_sums *sums)
{
    const jf_lanes_kernels *const kernels = w->job->kernels;
    const double abs = sums->abs, variation = sums->variation;

    jf_status status = add_span(w, j0, n, sums);
    if (status != JF_OK || kernels->fold(0, &sums->lanes))
        return status;
    sums->abs = abs;
    sums->variation = variation;
    sums->careful = true;
    status = add_span(w, j0, n, sums);
    sums->careful = false;
    kernels->fold(1, &sums->lanes);
    return status;
}

static void add_tile(jf_grid_sums *sums, const tile_sums *tile)
{
    const jf_lanes *const lanes = &tile->lanes;

    jf_exact_add(&sums->variation, tile->variation);
    jf_exact_add(&sums->abs, tile->abs);
    for (int i = 0; i < JF_LANES; i++) {
        jf_exact_add(&sums->lane[i], lanes->sum[i]);
        jf_exact_add(&sums->lane[i], lanes->carry[i]);
        jf_exact_add(&sums->parts, lanes->abs[i]);
    }
}

static jf_status do_tile(void *param, int64_t tile)
{
    worker *const w = param;
    const int64_t size = w->job->tile;
    const int64_t begin = tile * size;
    const int64_t left = w->job->grid->n - begin;
    const int64_t n = left < size ? left : size;
    tile_sums sums = {.careful = false};

    for (int64_t i = 0; i < n; i += JF_LANES_BLOCK) {
        const int64_t m = n - i < JF_LANES_BLOCK ? n - i : JF_LANES_BLOCK;
        if (atomic_load_explicit(&w->job->bad_tile, memory_order_relaxed) <
            tile)
            return JF_OK; // an earlier tile has settled the matter
        const jf_status status = do_span(w, begin + i, m, &sums);
        if (status != JF_OK || sums.bad)
            return status;
    }
    add_tile(&w->sums, &sums);
    return JF_OK;
}

static void finish(void *param, void *state)
{
    worker *const w = state;

    jf_grid_merge(((job *)param)->sums, &w->sums);
    jf_grid_sums_init(&w->sums);
}

jf_grid_sums *jf_grid_sums_of(const void *param)
{
    return ((const job *)param)->sums;
}

static void keep_repairs(jf_grid_sums *sums, jf_state *state)
{
    int64_t n = sums->nrepair;

    jf_state_whole(state, "limits", 0, INT_MAX, &n);
    sums->nrepair = (int)n;
    for (int i = 0; i < JF_GRID_REPAIR_MAX && i < n; i++) {
        jf_repair *const r = &sums->repair[i];
        double place[] = {r->x, r->limit, r->error};
        jf_state_whole(state, "number", 0, INT64_MAX, &r->j);
        jf_state_reals(state, "limit", 3, place);
        r->x = place[0];
        r->limit = place[1];
        r->error = place[2];
    }
}

static void keep(void *param, jf_state *state)
{
    job *const j = param;
    jf_grid_sums *const s = j->sums;
    double others[] = {s->bad_x, s->bad_y, s->limit_error};

    for (int i = 0; i < JF_LANES; i++)
        jf_state_exact(state, "sum", &s->lane[i]);
    jf_state_exact(state, "parts", &s->parts);
    jf_state_exact(state, "abs", &s->abs);
    jf_state_exact(state, "variation", &s->variation);
    jf_state_reals(state, "head", JF_GRID_HEAD, s->head);
    jf_state_reals(state, "tail", JF_GRID_TAIL, s->tail);
    jf_state_whole(state, "bad", -1, j->grid->n - 1, &s->bad);
    jf_state_reals(state, "others", 3, others);
    s->bad_x = others[0];
    s->bad_y = others[1];
    s->limit_error = others[2];
    keep_repairs(s, state);
    if (s->bad >= 0)
        atomic_store(&j->bad_tile, s->bad / j->tile);
}

// The values of the last block of the first `done` abscissae, once more.
static jf_status last_block(worker *w, int64_t done)
{
    double start[JF_LANES_STARTS_PAD];
    int nrepair = 0;

    w->job->kernels->starts(&w->job->lattice, (double)(done - JF_LANES_BLOCK),
                            start);
    const jf_status status =
        evaluate(w, done - BLOCK, BLOCK, start[JF_LANES_STARTS - 1]);
    if (status == JF_OK)
        repair_block(w, done - BLOCK, BLOCK, &nrepair);
    return status;
}

// After a stop: the sums end with a whole panel, and have their last values.
// What stands beyond it is at most 3 values of the last block.
static jf_status cut(job *j, int64_t done)
{
    const jf_grid *const g = j->grid;
    jf_grid_sums *const sums = j->sums;
    worker *const w = start(j);

    if (!w)
        return JF_NOMEM;
    const jf_status status = last_block(w, done);
    const double *const y = w->y - (done - BLOCK);
    sums->n = g->offset ? done : (done - 1) / g->panel * g->panel + 1;
    for (int64_t i = sums->n; status == JF_OK && i < done; i++)
        jf_exact_add(&sums->lane[i % JF_LANES], -y[i]);
    for (int i = 1; i <= JF_GRID_TAIL; i++)
        sums->tail[JF_GRID_TAIL - i] = y[sums->n - i];
    stop(w);
    return status;
}

// Of long jobs, larger tiles and fewer looks: both cost time beside the sums.
typedef struct scale {
    int64_t most; // abscissae
    int64_t tile;
    int part;
} scale;

static const scale *scale_of(int64_t n)
{
    static const scale scales[] = {
        {1 << 16, 1 << 16, 1},
        {1 << 22, 1 << 16, 64},
        {INT64_MAX, 1 << 18, 512},
    };
    const scale *s = scales;

    while (n > s->most)
        s++;
    return s;
}

jf_status jf_grid_sum(const jf_grid *grid, const jf_integrand *f,
                      jf_executor *executor, jf_grid_sums *sums)
{
    const jf_dd step = step_of(grid);
    job j = {
        .grid = grid,
        .f = f,
        .kernels = jf_lanes_kernels_get(),
        .lattice = {grid->a, grid->offset ? 0.5 : 0, step.hi, step.lo},
        .scaled = jf_grid_scale(grid) != 0,
        .tile = scale_of(grid->n)->tile,
        .sums = sums,
        .bad_tile = INT64_MAX,
    };
    const jf_work work = {
        .ntask = (grid->n + j.tile - 1) / j.tile,
        .task = do_tile,
        .neval = grid->n,
        .whole = true,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = &j,
        .carry = jf_carried(&jf_grid_carry),
        .keep = keep,
    };

    jf_ran ran;

    jf_grid_sums_init(sums);
    sums->n = grid->n;
    sums->part = scale_of(grid->n)->part;
    if (f->sweep && grid->native)
        f->sweep->prepare(f->param, grid->n);
    const int limit = jf_workers_for(grid->n);
    const jf_status status = executor->run(executor, &work, limit, &ran);
    sums->threads = ran.threads;
    return status == JF_OK && ran.ntask < work.ntask
               ? cut(&j, ran.ntask * j.tile)
               : status;
}
