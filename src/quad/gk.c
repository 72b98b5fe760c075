/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adaptive Gauss-Kronrod 10/21, in rounds.
 *
 * A panel's value is the Kronrod sum K; its error is |K - G|, with G the Gauss
 * sum on half of the abscissae: the error of G, hence far too large for K once
 * f is resolved.  QUADPACK [Piessens1983] shrinks it to (200 |K-G|)^1.5; we do
 * not: evaluations are cheap, wrong digits are not.
 *
 * Round: the panels with the largest errors are halved, as many as it takes to
 * leave less than half of the tolerance in the others.  A round depends on
 * earlier rounds alone and sums are exact, so threads change no bit.
 *
 * Roundoff: an error is never taken below 2u of the panel's integral of |f|;
 *           a panel at that floor, or too narrow for its abscissae to be told
 *           apart, is not halved again.
 * Ends:     converged when the errors add up to the tolerance, or to the
 *           roundoff floor of the whole (an integral of 0 must end as well).
 * Fails on: features that fall between all abscissae.  To see most of them the
 *           first round has 16 panels, and quad/scan.c looks between the
 *           abscissae before "converged" is said; what is narrower than the
 *           scan's spacing is not seen. */
#include "quad/gk.h"
#include "base/dd.h"
#include "quad/limit.h"
#include "quad/report.h"
#include "quad/scan.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { FIRST = 16, PANELS_MAX = 1 << 18, NPOINT = JF_GK21_NPOINT };

static const int64_t DEFAULT_MAX_NEVAL = 4000000;

void jf_gk_abscissae(const jf_gk_panel *panel, double *x)
{
    const double centre = panel->a / 2 + panel->b / 2;
    const double half = panel->b / 2 - panel->a / 2;

    for (int i = 0; i < NPOINT; i++)
        x[i] = fma(half, jf_gk21_node[i], centre);
}

// Limits in the place of values that are not finite; false if one has none.
static bool mend(const jf_gk_worker *w, jf_gk_panel *panel, const double *x,
                 double *y)
{
    const jf_limit_site site = {w->problem->f, w->param, panel->a, panel->b};

    for (int i = 0; i < NPOINT; i++) {
        double error = 0;
        if (isfinite(y[i]))
            continue;
        panel->mended = true;
        panel->bad_x = x[i];
        if (!jf_limit_at(&site, x[i], &y[i], &error))
            return false;
        panel->error += error * (panel->b - panel->a);
    }
    return true;
}

// sum += a * b with the rounding errors kept: a panel's value is good to its
// last bit or so, and constants come out as themselves.
static void add_product(jf_dd *sum, double a, double b)
{
    const jf_dd p = jf_dd_two_product(a, b), s = jf_dd_two_sum(sum->hi, p.hi);

    *sum = (jf_dd){s.hi, sum->lo + (s.lo + p.lo)};
}

static void estimate(jf_gk_panel *panel, const double *y)
{
    const double half = panel->b / 2 - panel->a / 2;
    jf_dd kronrod = {0, 0};
    double gauss = 0, abs = 0;

    for (int i = 0; i < NPOINT; i++) {
        add_product(&kronrod, jf_gk21_weight[i], y[i]);
        gauss += jf_gk21_gauss[i] * y[i];
        abs += jf_gk21_weight[i] * fabs(y[i]);
    }
    const double value = kronrod.hi + kronrod.lo;
    panel->value = half * value;
    panel->abs = half * abs;
    panel->error +=
        fmax(fabs(half * (value - gauss)), DBL_EPSILON * panel->abs);
}

static jf_status evaluate(jf_gk_worker *w, jf_gk_panel *panel)
{
    double x[NPOINT], y[NPOINT];

    jf_gk_abscissae(panel, x);
    const jf_status status = w->problem->f->eval(w->param, NPOINT, x, y);
    if (status != JF_OK)
        return status;
    panel->error = 0;
    panel->bad = !mend(w, panel, x, y);
    if (panel->bad) {
        panel->value = panel->abs = 0;
        panel->error = HUGE_VAL;
    } else {
        estimate(panel, y);
    }
    return JF_OK;
}

// Tasks: the panels from `fresh` on, in chunks.
enum { CHUNK = 64 };

static void *start(void *param)
{
    jf_gk_state *const s = param;
    const jf_integrand *const f = s->problem->f;
    jf_gk_worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    *w = (jf_gk_worker){s, s->problem,
                        f->attach ? f->attach(f->param) : f->param};
    if (!w->param && f->attach) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    jf_gk_worker *const w = param;

    if (w->problem->f->detach)
        w->problem->f->detach(w->param);
    free(w);
}

static void finish(void *job, void *worker)
{
    (void)job; // panels are written in place
    (void)worker;
}

static jf_status do_chunk(void *param, int64_t chunk)
{
    jf_gk_worker *const w = param;
    jf_gk_state *const s = w->state;
    const int64_t begin = chunk * CHUNK;

    for (int64_t i = begin; i < begin + CHUNK && i < s->nwork; i++) {
        const jf_status status = s->do_panel(w, s->work[i]);
        if (status != JF_OK)
            return status;
    }
    return JF_OK;
}

jf_status jf_gk_for_each(jf_gk_state *s,
                         jf_status (*do_panel)(jf_gk_worker *, jf_gk_panel *),
                         int64_t neval)
{
    const jf_work work = {
        .ntask = (s->nwork + CHUNK - 1) / CHUNK,
        .task = do_chunk,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = s,
    };
    int used = 0;

    s->do_panel = do_panel;
    s->neval += neval;
    const int limit = neval > JF_SMALL_JOB ? s->executor->nworker : 1;
    const jf_status status =
        s->executor->run(s->executor->self, &work, limit, &used);
    if (used > s->threads)
        s->threads = used;
    return status;
}

// --- one round --------------------------------------------------------------

static void add_up(jf_gk_state *s)
{
    jf_exact value = {{0}, 0, 0, 0, 0}, abs = value, error = value;

    for (int64_t i = 0; i < s->npanel; i++) {
        jf_exact_add(&value, s->panel[i].value);
        jf_exact_add(&abs, s->panel[i].abs);
        jf_exact_add(&error, s->panel[i].error);
    }
    s->value = jf_exact_round(&value);
    s->abs = jf_exact_round(&abs);
    s->error = jf_exact_round(&error);
    const jf_options *const o = s->problem->options;
    s->tolerance =
        fmax(fmax(o->atol, o->rtol * fabs(s->value)), 4 * DBL_EPSILON * s->abs);
}

// Whether a panel may be halved: its abscissae are told apart, and its error
// is more than rounding.
static bool divisible(const jf_gk_panel *panel)
{
    const double reach = fmax(fabs(panel->a), fabs(panel->b));

    return panel->b - panel->a > 4096 * DBL_EPSILON * reach &&
           panel->b - panel->a > 0x1p-1000 &&
           (panel->error > 2 * DBL_EPSILON * panel->abs || panel->bad);
}

// Largest error first; of equals, the leftmost.
static int by_error(const void *p, const void *q)
{
    const jf_gk_panel *const a = *(jf_gk_panel *const *)p;
    const jf_gk_panel *const b = *(jf_gk_panel *const *)q;

    if (a->error != b->error)
        return a->error < b->error ? 1 : -1;
    return a->a < b->a ? -1 : a->a > b->a;
}

// Fills work with the panels to halve.
static void choose(jf_gk_state *s)
{
    int64_t n = 0;
    double left = 0, chosen = 0;

    for (int64_t i = 0; i < s->npanel; i++)
        if (divisible(&s->panel[i]))
            s->work[n++] = &s->panel[i];
    qsort(s->work, (size_t)n, sizeof(jf_gk_panel *), by_error);
    for (int64_t i = n - 1; i >= 0; i--)
        left += s->work[i]->error;
    for (s->nwork = 0; s->nwork < n; s->nwork++) {
        if (left - chosen <= s->tolerance / 2)
            break;
        chosen += s->work[s->nwork]->error;
        if (!(chosen < HUGE_VAL)) // inf - inf: halve all of those first
            chosen = left = s->work[s->nwork]->error;
    }
}

// A bad abscissa becomes an end, where no rule looks.
static double cut(const jf_gk_panel *panel)
{
    const double middle = panel->a / 2 + panel->b / 2;

    return panel->bad && panel->bad_x > panel->a && panel->bad_x < panel->b
               ? panel->bad_x
               : middle;
}

static void halve(jf_gk_state *s)
{
    const int64_t n = s->nwork;

    for (int64_t i = 0; i < n; i++) {
        jf_gk_panel *const left = s->work[i];
        jf_gk_panel *const right = &s->panel[s->npanel++];
        const double middle = cut(left);
        *right = (jf_gk_panel){.a = middle, .b = left->b};
        *left = (jf_gk_panel){.a = left->a, .b = middle};
        s->work[n + i] = right;
    }
    s->nwork = 2 * n;
}

static bool exhausted(const jf_gk_state *s)
{
    const int64_t more = 2 * s->nwork;

    return s->npanel + s->nwork > PANELS_MAX ||
           s->neval + more * NPOINT > s->max_neval;
}

bool jf_gk_halve_all(jf_gk_state *s, jf_status *status)
{
    s->spent = exhausted(s);
    if (s->spent)
        return false;
    halve(s);
    *status = jf_gk_for_each(s, evaluate, s->nwork * NPOINT);
    return *status == JF_OK;
}

// --- the whole --------------------------------------------------------------

static jf_status begin(jf_gk_state *s)
{
    const jf_problem *const p = s->problem;

    s->panel = malloc(PANELS_MAX * sizeof *s->panel);
    s->work = malloc(2 * PANELS_MAX * sizeof(jf_gk_panel *));
    if (!s->panel || !s->work)
        return JF_NOMEM;
    for (int i = 0; i < FIRST; i++) {
        const double t = (double)i / FIRST, u = (double)(i + 1) / FIRST;
        s->panel[i] = (jf_gk_panel){
            .a = i == 0 ? p->a : p->a * (1 - t) + p->b * t,
            .b = i == FIRST - 1 ? p->b : p->a * (1 - u) + p->b * u,
        };
        s->work[i] = &s->panel[i];
    }
    s->npanel = s->nwork = FIRST;
    return jf_gk_for_each(s, evaluate, FIRST * NPOINT);
}

static bool settled(const jf_gk_state *s)
{
    return s->error <= s->tolerance;
}

// Rounds until the errors are small enough, or nothing is left to do.
static jf_status refine(jf_gk_state *s)
{
    jf_status status = JF_OK;

    for (add_up(s); status == JF_OK && !settled(s); add_up(s)) {
        choose(s);
        s->stuck = s->nwork == 0;
        if (s->stuck || !jf_gk_halve_all(s, &status))
            break;
    }
    return status;
}

// The leftmost panel without a value, or the one with the largest error.
static const jf_gk_panel *worst(const jf_gk_state *s)
{
    const jf_gk_panel *w = &s->panel[0];

    for (int64_t i = 1; i < s->npanel; i++) {
        const jf_gk_panel *const p = &s->panel[i];
        if (p->error > w->error || (p->error == w->error && p->a < w->a))
            w = p;
    }
    return w;
}

static void explain(const jf_gk_state *s, jf_result *result)
{
    const jf_gk_panel *const w = worst(s);

    result->status = JF_UNCONVERGED;
    if (s->spent) {
        result->cause =
            jf_report_message(JF_TEXT_QUAD_BUDGET, (double)s->neval);
    } else if (!divisible(w) && w->error > 4 * DBL_EPSILON * w->abs) {
        result->place = w->a / 2 + w->b / 2;
        result->cause = jf_report_message(JF_TEXT_QUAD_NARROW, result->place);
        result->hint = jf_message_make(JF_TEXT_QUAD_HINT_GK, 0, 0, 0);
    } else {
        result->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
    }
}

static void report(const jf_gk_state *s, jf_result *result)
{
    const jf_gk_panel *const w = worst(s);

    result->neval = s->neval;
    result->panels = s->npanel;
    result->threads = s->threads;
    result->tolerance = s->tolerance;
    if (w->bad || !isfinite(s->value)) {
        jf_report_undefined(s->problem, w->bad ? w->bad_x : w->a, result);
        return;
    }
    result->value = s->value;
    result->abserr = s->error;
    if (settled(s) && !s->stuck && !s->spent)
        result->status = JF_CONVERGED;
    else
        explain(s, result);
}

// An integrand without value on a whole stretch is recognised at once; going
// on would only halve panels in vain.
static bool hopeless(const jf_gk_state *s)
{
    int64_t bad = 0;

    for (int64_t i = 0; i < s->npanel; i++)
        bad += s->panel[i].bad;
    return bad > 1;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    jf_gk_state s = {
        .problem = problem,
        .executor = executor,
        .max_neval = problem->options->max_neval ? problem->options->max_neval
                                                 : DEFAULT_MAX_NEVAL,
    };
    jf_status status = begin(&s);

    (void)method;
    if (status == JF_OK && !hopeless(&s)) {
        do {
            status = refine(&s);
        } while (status == JF_OK && settled(&s) &&
                 jf_scan_finds_more(&s, &status));
    }
    if (status == JF_OK) {
        add_up(&s);
        report(&s, result);
    }
    free(s.panel);
    free(s.work);
    return status;
}

const jf_method jf_method_gk = {
    .name = "gk",
    .report = "gk21",
    .help = JF_TEXT_METHOD_GK,
    .run = run,
};
