/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Legendre with N nodes, N up to 2^26, nodes made as they are needed.
 *
 * The N products of weight and value are added exactly, so that the order, and
 * thus the number of threads, cannot matter.
 *
 * Error: the rules with about N/2 and 2N nodes are evaluated too; with d2 and
 *        d1 the changes from the first to the one asked for, and from it to the
 *        last, the error is taken as 2 d1 / (1 - r), r = d1/d2 between 2/3 and
 *        0.9.  2N + 1 nodes share none with N but the centre, so that a jump
 *        cannot fool both.  This costs 2.5 times as much again; it is counted.
 * Roundoff: 2u of the integral of |f|, and the variation of f times the
 *        roundoff of an abscissa.
 * Fails on: features narrower than the spacing of the nodes.
 * Rejected: N + 1 nodes alone: their difference is less than the error where
 *        that falls by less than a half from N to N + 1 (1/x on 1..64).  The
 *        null rule on the same N nodes; it measures degree N - 1, far
 *        from the 2N - 1 of the rule, and is pessimistic by half the digits. */
#include "rule/gauss.h"
#include "base/exact.h"
#include "base/fma.h"
#include "base/words.h"
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/limit.h"
#include "quad/method.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { TILE = 4096, NRULE = 3, NODES_MAX = 1 << 26 };
enum { ASKED, FINER, COARSER };

typedef struct sums {
    jf_exact value[NRULE];
    jf_exact abs, variation; // of the rule that was asked for
    double first, last;      // its first and last values
    double bad_x;            // the first abscissa without a value, or +inf
    double repair;           // error of the limits that were taken
} sums;

typedef struct job {
    const jf_problem *problem;
    int64_t n[NRULE]; // nodes; 0: no such rule
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
    if (!jf_attach(f, &w->param)) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    worker *const w = param;

    jf_detach(w->job->problem->f, w->param);
    free(w);
}

// From [-1, 1] to [a, b]; a node is never at an end.
static void map(const jf_problem *p, int64_t n, double *x)
{
    const double centre = p->a / 2 + p->b / 2, half = p->b / 2 - p->a / 2;

    for (int64_t i = 0; i < n; i++)
        x[i] = jf_fma(half, x[i], centre);
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

static int64_t tiles(int64_t n)
{
    return (n + TILE - 1) / TILE;
}

static void add_tile(worker *w, int rule, int64_t first, int64_t n)
{
    sums *const s = &w->sums;
    double variation = 0;

    for (int64_t i = 0; i < n; i++)
        jf_exact_add(&s->value[rule], w->weight[i] * w->y[i]);
    if (rule != ASKED)
        return;
    for (int64_t i = 0; i < n; i++)
        jf_exact_add(&s->abs, w->weight[i] * fabs(w->y[i]));
    for (int64_t i = 1; i < n; i++)
        variation += fabs(w->y[i] - w->y[i - 1]);
    jf_exact_add(&s->variation, variation);
    if (first == 0)
        s->first = w->y[0];
    if (first + n == w->job->n[ASKED])
        s->last = w->y[n - 1];
}

static jf_status do_tile(void *param, int64_t tile)
{
    worker *const w = param;
    const job *const j = w->job;
    int rule = 0;

    for (; tile >= tiles(j->n[rule]); rule++)
        tile -= tiles(j->n[rule]);
    const int64_t n = j->n[rule], first = tile * TILE;
    const int64_t m = n - first < TILE ? n - first : TILE;
    jf_status status = jf_gauss_nodes(n, first, m, w->node, w->weight);
    if (status != JF_OK)
        return status;
    map(j->problem, m, w->node);
    status = j->problem->f->eval(w->param, (size_t)m, w->node, w->y);
    if (status != JF_OK)
        return status;
    for (int64_t i = 0; i < m; i++)
        if (!mend(w, w->node[i], &w->y[i]))
            return JF_OK;
    add_tile(w, rule, first, m);
    return JF_OK;
}

static void finish(void *param, void *state)
{
    sums *const all = ((job *)param)->sums;
    sums *const mine = &((worker *)state)->sums;

    for (int i = 0; i < NRULE; i++)
        jf_exact_merge(&all->value[i], &mine->value[i], 1);
    jf_exact_merge(&all->abs, &mine->abs, 1);
    jf_exact_merge(&all->variation, &mine->variation, 1);
    all->first += mine->first; // others have 0
    all->last += mine->last;
    all->bad_x = fmin(all->bad_x, mine->bad_x);
    all->repair = fmax(all->repair, mine->repair);
    *mine = (sums){.bad_x = HUGE_VAL};
}

static void keep(void *param, jf_state *state)
{
    sums *const s = ((job *)param)->sums;
    double others[] = {s->first, s->last, s->bad_x, s->repair};

    for (int i = 0; i < NRULE; i++)
        jf_state_exact(state, "sum", &s->value[i]);
    jf_state_exact(state, "abs", &s->abs);
    jf_state_exact(state, "variation", &s->variation);
    jf_state_reals(state, "others", 4, others);
    s->first = others[0];
    s->last = others[1];
    s->bad_x = others[2];
    s->repair = others[3];
}

// As whole numbers: exact sums, the two ends; a record of what is no sum.
enum { NEXACT = NRULE + 2, NSUM = NEXACT * JF_EXACT_WORDS + 2 };

static jf_exact *exact_at(sums *s, int i)
{
    return i < NRULE ? &s->value[i] : i == NRULE ? &s->abs : &s->variation;
}

static void get_sums(const void *param, int64_t *sum)
{
    sums *const s = ((const job *)param)->sums;

    for (int i = 0; i < NEXACT; i++, sum += JF_EXACT_WORDS)
        jf_exact_store(exact_at(s, i), sum);
    sum[0] = jf_word_of(s->first);
    sum[1] = jf_word_of(s->last);
}

static void put_sums(void *param, const int64_t *sum)
{
    sums *const s = ((job *)param)->sums;

    for (int i = 0; i < NEXACT; i++, sum += JF_EXACT_WORDS)
        jf_exact_load(exact_at(s, i), sum);
    s->first = jf_double_of(sum[0]);
    s->last = jf_double_of(sum[1]);
    s->bad_x = HUGE_VAL;
    s->repair = 0;
}

static size_t get_records(const void *param, int64_t *record)
{
    const sums *const s = ((const job *)param)->sums;

    if (!(s->bad_x < HUGE_VAL || s->repair > 0))
        return 0;
    if (record) {
        record[0] = jf_word_of(s->bad_x);
        record[1] = jf_word_of(s->repair);
    }
    return 2;
}

static void put_records(void *param, size_t n, const int64_t *record)
{
    sums *const s = ((job *)param)->sums;

    for (size_t i = 0; i < n; i += 2) {
        s->bad_x = fmin(s->bad_x, jf_double_of(record[i]));
        s->repair = fmax(s->repair, jf_double_of(record[i + 1]));
    }
}

static const jf_carry carry = {
    .nsum = NSUM,
    .get_sums = get_sums,
    .put_sums = put_sums,
    .get_records = get_records,
    .put_records = put_records,
};

// (b - a)/2 times a sum; b - a may overflow, (b - a)/2 underflow.
static double scaled(const jf_problem *p, const jf_exact *sum)
{
    const double width = p->b - p->a;

    return isfinite(width) ? width * (jf_exact_round(sum) / 2)
                           : (p->b / 2 - p->a / 2) * jf_exact_round(sum);
}

static double truncation_error(const job *j, double value)
{
    const sums *const s = j->sums;
    const double finer = fabs(scaled(j->problem, &s->value[FINER]) - value);
    const double coarser = fabs(scaled(j->problem, &s->value[COARSER]) - value);
    double ratio = 2.0 / 3;

    if (j->n[COARSER] > 0)
        ratio = coarser > 0 ? fmax(ratio, fmin(finer / coarser, 0.9)) : 0.9;
    return 2 * finer / (1 - ratio);
}

static double roundoff_error(const job *j)
{
    const jf_problem *const p = j->problem;
    const sums *const s = j->sums;
    const double reach = fmax(fabs(p->a), fabs(p->b));
    const double n = (double)j->n[ASKED];
    const double moved =
        fabs(s->last - s->first) + jf_exact_round(&s->variation) / sqrt(n);
    const double abs = scaled(p, &s->abs);
    const double underflow =
        jf_exact_round(&s->abs) > 0 && abs < DBL_MIN ? 4 * DBL_TRUE_MIN : 0;

    return DBL_EPSILON * (abs + reach * moved) +
           4 * (s->repair / n) * (p->b / 2 - p->a / 2) + underflow;
}

// Stopped: there is a value when the rule that was asked for is done, but then
// no rule to judge it by.
static void report_stopped(const job *j, const jf_executor *executor,
                           int64_t ntask, jf_result *result)
{
    if (ntask < tiles(j->n[ASKED]))
        result->value = (double)NAN;
    result->abserr = HUGE_VAL;
    if (isnan(result->value))
        result->hint =
            jf_message_make(JF_TEXT_QUAD_HINT_NO_PART, NULL, NULL, NULL);
    jf_report_stopped(executor, result);
}

static void report(const job *j, jf_result *result)
{
    const sums *const s = j->sums;

    if (s->bad_x < HUGE_VAL)
        jf_report_undefined(j->problem, s->bad_x, result);
    else if (jf_report_value(scaled(j->problem, &s->value[ASKED]), result))
        jf_report_error(truncation_error(j, result->value) + roundoff_error(j),
                        result);
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    const int64_t n = problem->options->panels;
    const int64_t finer = 2 * n + 1 < NODES_MAX ? 2 * n + 1 : NODES_MAX;
    sums *const all = calloc(1, sizeof *all);
    job j = {problem, {n, finer, n / 2}, all};
    const jf_work work = {
        .ntask = tiles(n) + tiles(finer) + tiles(n / 2),
        .task = do_tile,
        .neval = n + finer + n / 2,
        .whole = true,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = &j,
        .carry = jf_carried(&carry),
        .keep = keep,
    };

    jf_ran ran;

    (void)method;
    if (!jf_report_affordable(problem, work.neval, result)) {
        free(all);
        return JF_USAGE;
    }
    if (!all)
        return JF_NOMEM;
    all->bad_x = HUGE_VAL;
    const int limit = jf_workers_for(8 * n);
    const jf_status status = executor->run(executor, &work, limit, &ran);
    if (status == JF_OK) {
        result->panels = n;
        result->neval = ran.neval;
        result->threads = ran.threads;
        report(&j, result);
        jf_explain_step(problem, JF_STEP_ERROR, JF_TEXT_EXPLAIN_GAUSS_ERROR,
                        NULL, NULL);
        if (ran.ntask < work.ntask && result->status == JF_FIXED)
            report_stopped(&j, executor, ran.ntask, result);
    }
    free(all);
    return status;
}

const jf_method jf_method_gauss = {
    .name = "gauss",
    .report = "gauss",
    .fixed = true,
    .help = JF_TEXT_METHOD_GAUSS,
    .max_panels = NODES_MAX - 1,
    .run = run,
};
