/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Legendre with N nodes, N up to 2^26, nodes made as they are needed.
 *
 * The N products of weight and value are added exactly, so that the order, and
 * thus the number of threads, cannot matter.
 *
 * Error: the rule with N + 1 nodes is evaluated too, and twice the difference
 *        taken: that rule is better than the one with N nodes and shares no
 *        node with it (but the centre), so that |x| or a jump cannot fool both.
 *        This costs as much again; it is counted.
 * Roundoff: 2u of the integral of |f|.
 * Fails on: features narrower than the spacing of the nodes.
 * Rejected: the null rule on the same N nodes; it measures degree N - 1, far
 *        from the 2N - 1 of the rule, and is pessimistic by half the digits. */
#include "rule/gauss.h"
#include "base/exact.h"
#include "quad/limit.h"
#include "quad/method.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { TILE = 4096 };

typedef struct sums {
    jf_exact value[2]; // of the rules with N and N + 1 nodes
    jf_exact abs;
    double bad_x;  // the first abscissa without a value, or +inf
    double repair; // error of the limits that were taken
} sums;

typedef struct job {
    const jf_problem *problem;
    int64_t n;
    int64_t ntile; // of the first rule
    sums *sums;
} job;

typedef struct worker {
    const job *job;
    void *param;
    sums sums;
    double node[TILE], weight[TILE], y[TILE];
} worker;

static void *start(void *param)
{
    const job *const j = param;
    const jf_integrand *const f = j->problem->f;
    worker *const w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->job = j;
    w->sums.bad_x = HUGE_VAL;
    w->param = f->attach ? f->attach(f->param) : f->param;
    if (!w->param && f->attach) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    worker *const w = param;
    const jf_integrand *const f = w->job->problem->f;

    if (f->detach)
        f->detach(w->param);
    free(w);
}

// From [-1, 1] to [a, b]; a node is never at an end.
static void map(const jf_problem *p, int64_t n, double *x)
{
    const double centre = p->a / 2 + p->b / 2, half = p->b / 2 - p->a / 2;

    for (int64_t i = 0; i < n; i++)
        x[i] = fma(half, x[i], centre);
}

static bool mend(worker *w, double x, double *y)
{
    const jf_problem *const p = w->job->problem;
    const jf_limit_site site = {p->f, w->param, p->a, p->b};
    double error;

    if (isfinite(*y))
        return true;
    if (!jf_limit_at(&site, x, y, &error)) {
        w->sums.bad_x = fmin(w->sums.bad_x, x);
        return false;
    }
    w->sums.repair = fmax(w->sums.repair, error);
    return true;
}

static jf_status do_tile(void *param, int64_t tile)
{
    worker *const w = param;
    const job *const j = w->job;
    const bool second = tile >= j->ntile;
    const int64_t n = j->n + second;
    const int64_t first = (second ? tile - j->ntile : tile) * TILE;
    const int64_t m = n - first < TILE ? n - first : TILE;

    jf_status status = jf_gauss_nodes(n, first, m, w->node, w->weight);
    if (status != JF_OK)
        return status;
    map(j->problem, m, w->node);
    status = j->problem->f->eval(w->param, (size_t)m, w->node, w->y);
    for (int64_t i = 0; status == JF_OK && i < m; i++) {
        if (!mend(w, w->node[i], &w->y[i]))
            return JF_OK;
        jf_exact_add(&w->sums.value[second], w->weight[i] * w->y[i]);
        jf_exact_add(&w->sums.abs, w->weight[i] * fabs(w->y[i]));
    }
    return status;
}

static void finish(void *param, void *state)
{
    sums *const all = ((job *)param)->sums;
    const sums *const mine = &((worker *)state)->sums;

    jf_exact_merge(&all->value[0], &mine->value[0], 1);
    jf_exact_merge(&all->value[1], &mine->value[1], 1);
    jf_exact_merge(&all->abs, &mine->abs, 1);
    all->bad_x = fmin(all->bad_x, mine->bad_x);
    all->repair = fmax(all->repair, mine->repair);
}

static void report(const job *j, jf_result *result)
{
    const jf_problem *const p = j->problem;
    const double half = p->b / 2 - p->a / 2;
    const sums *const s = j->sums;

    if (s->bad_x < HUGE_VAL) {
        jf_report_undefined(p, s->bad_x, result);
        return;
    }
    const double value = half * jf_exact_round(&s->value[0]);
    if (!jf_report_value(value, result))
        return;
    const double other = half * jf_exact_round(&s->value[1]);
    // both rules contribute to abs
    const double abs = half * jf_exact_round(&s->abs) / 2;
    result->abserr = 2 * fabs(value - other) + DBL_EPSILON * abs +
                     4 * half / (double)j->n * s->repair;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    const int64_t n = problem->options->panels;
    sums *const all = calloc(1, sizeof *all);
    job j = {problem, n, (n + TILE - 1) / TILE, all};
    const jf_work work = {
        .ntask = j.ntile + (n + TILE) / TILE,
        .task = do_tile,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = &j,
    };

    (void)method;
    if (!all)
        return JF_NOMEM;
    all->bad_x = HUGE_VAL;
    const int limit = n > JF_SMALL_JOB / 8 ? executor->nworker : 1;
    const jf_status status =
        executor->run(executor->self, &work, limit, &result->threads);
    if (status == JF_OK) {
        result->panels = n;
        result->neval = 2 * n + 1;
        report(&j, result);
    }
    free(all);
    return status;
}

const jf_method jf_method_gauss = {
    .name = "gauss",
    .report = "gauss",
    .fixed = true,
    .help = JF_TEXT_METHOD_GAUSS,
    .max_panels = ((int64_t)1 << 26) - 1,
    .run = run,
};
