/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adaptive Gauss-Kronrod 10/21, in rounds.  How a panel is judged: panel.c.
 *
 * Round: the panels with the largest errors are halved, as many as it takes to
 * leave less than half of the tolerance in the others.  A round depends on
 * earlier rounds alone and sums are exact, so threads change no bit.  The first
 * panels, 8 or one between any two breakpoints, are halved at once, so that
 * every panel has a history.
 *
 * Roundoff: a panel whose error is no more than rounding, or too narrow for
 *           its abscissae to be told apart, is not halved again.  Rounding
 *           errors of panels add up as their squares do.
 * Ends:     converged when the errors add up to the tolerance, or to 8u of the
 *           integral of |f|; where rounded abscissae cost more than that, to
 *           what they cost, if the tolerance asks for no more of the integral
 *           of |f| (an integral of 0 must end as well).  Then the gaps between
 *           panels are judged, and quad/scan.c looks between the abscissae:
 *           only if both find nothing, "converged" is said.
 * Fails on: what is narrower than the scan's spacing and falls between all
 *           abscissae. */
#include "quad/gk.h"
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/keep.h"
#include "quad/report.h"
#include "quad/rounding.h"
#include "quad/scan.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 8, BAD_MAX = 64, CHUNK = JF_GK_CHUNK, NPOINT = JF_GK21_NPOINT };

static const int64_t DEFAULT_MAX_NEVAL = 4000000;

static void *start(void *param)
{
    jf_gk_state *const s = param;
    const jf_integrand *const f = s->problem->f;
    jf_gk_worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    *w = (jf_gk_worker){s, s->problem, NULL};
    if (!jf_attach(f, &w->param)) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    jf_gk_worker *const w = param;

    jf_detach(w->problem->f, w->param);
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
    s->done[chunk] = true;
    return JF_OK;
}

jf_status jf_gk_for_each(jf_gk_state *s,
                         jf_status (*do_panel)(jf_gk_worker *, jf_gk_panel *),
                         int64_t neval)
{
    const jf_work work = {
        .ntask = (s->nwork + CHUNK - 1) / CHUNK,
        .task = do_chunk,
        .neval = neval,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = s,
        .carry = jf_carried(&jf_gk_carry),
    };
    jf_ran ran;

    s->do_panel = do_panel;
    memset(s->done, false, (size_t)work.ntask * sizeof *s->done);
    const int limit = jf_workers_for(neval);
    const jf_status status = s->executor->run(s->executor, &work, limit, &ran);
    s->stopped |= ran.ntask < work.ntask;
    s->neval += ran.neval;
    if (ran.threads > s->threads)
        s->threads = ran.threads;
    return status;
}

// --- one round --------------------------------------------------------------

static double full_error(const jf_gk_panel *panel)
{
    return panel->error + panel->gap;
}

// The root of the sum of squares of the panels' noise.
static double total_noise(const jf_gk_state *s)
{
    double largest = 0, square = 0;

    for (int64_t i = 0; i < s->npanel; i++)
        largest = fmax(largest, s->panel[i].noise);
    if (!(largest > 0 && largest < HUGE_VAL))
        return largest;
    for (int64_t i = 0; i < s->npanel; i++) {
        const double share = s->panel[i].noise / largest;
        square += share * share;
    }
    return largest * sqrt(square);
}

static void add_up(jf_gk_state *s)
{
    const jf_options *const o = s->problem->options;
    jf_exact value = {{0}, 0, 0, 0, 0}, abs = value, error = value;

    for (int64_t i = 0; i < s->npanel; i++) {
        jf_exact_add(&value, s->panel[i].value);
        jf_exact_add(&value, s->panel[i].shift);
        jf_exact_add(&abs, s->panel[i].abs);
        jf_exact_add(&error, full_error(&s->panel[i]));
    }
    const double noise = total_noise(s);
    s->value = jf_exact_round(&value);
    s->abs = jf_exact_round(&abs);
    s->error = jf_exact_round(&error) + noise;
    const double wanted = fmax(o->atol, o->rtol * fabs(s->value));
    const double floor =
        4 * DBL_EPSILON * s->abs + fmin(2 * noise, o->rtol * s->abs);
    s->tolerance = fmax(wanted, floor);
    jf_executor_tell(s->executor, s->value, s->error, s->tolerance);
}

// Whether halving may help: the abscissae are told apart, and the error is
// more than rounding and noise.
static bool divisible(const jf_gk_panel *p)
{
    enum { PATIENCE = 4 };
    const double roundoff = DBL_EPSILON * p->abs + p->noise;

    if (!jf_gk_wide(p))
        return false;
    return p->bad || p->gap > fmax(p->error, roundoff) ||
           (p->vain < PATIENCE && p->error > 2 * roundoff);
}

// Largest error first; of equals, the leftmost.
static int by_error(const void *p, const void *q)
{
    const jf_gk_panel *const a = *(jf_gk_panel *const *)p;
    const jf_gk_panel *const b = *(jf_gk_panel *const *)q;

    if (full_error(a) != full_error(b))
        return full_error(a) < full_error(b) ? 1 : -1;
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
        left += full_error(s->work[i]);
    for (s->nwork = 0; s->nwork < n; s->nwork++) {
        if (left - chosen <= s->tolerance / 2)
            break;
        chosen += full_error(s->work[s->nwork]);
        if (!(chosen < HUGE_VAL)) // inf - inf: halve all of those first
            chosen = left = full_error(s->work[s->nwork]);
    }
}

// A bad abscissa becomes an end, where no rule looks.
static double cut(const jf_gk_panel *panel)
{
    const double middle = panel->a / 2 + panel->b / 2;

    return (panel->bad || panel->pole) && panel->bad_x > panel->a &&
                   panel->bad_x < panel->b
               ? panel->bad_x
               : middle;
}

static void halve(jf_gk_state *s)
{
    const int64_t n = s->nwork;

    for (int64_t i = 0; i < n; i++) {
        s->before[i] = *s->work[i];
        jf_gk_panel *const left = s->work[i];
        jf_gk_panel *const right = &s->panel[s->npanel++];
        const double middle = cut(left);
        const jf_gk_panel child = {.parent_value = left->value,
                                   .parent_raw = left->raw,
                                   .vain = left->vain};
        const double a = left->a, b = left->b;
        const bool broken[2] = {left->broken[0], left->broken[1]};
        *left = *right = child;
        left->a = a;
        left->b = right->a = middle;
        right->b = b;
        left->broken[0] = broken[0];
        right->broken[1] = broken[1];
        s->work[n + i] = right;
    }
    s->nwork = 2 * n;
}

// A round that was not finished is as if it had not begun.
static void restore(jf_gk_state *s)
{
    const int64_t n = s->nwork / 2;

    for (int64_t i = 0; i < n; i++)
        *s->work[i] = s->before[i];
    s->npanel -= n;
}

static bool exhausted(const jf_gk_state *s)
{
    const int64_t more = 2 * s->nwork;

    return s->npanel + s->nwork > JF_GK_PANELS_MAX ||
           s->neval + more * NPOINT > s->max_neval;
}

static void release(const jf_gk_state *s)
{
    free(s->panel);
    free(s->work);
    free(s->before);
}

bool jf_gk_reserve(jf_gk_state *s, int64_t npanel)
{
    if (npanel <= s->room)
        return true;
    const int64_t n = npanel > 2 * s->room ? npanel : 2 * s->room;
    const jf_gk_state old = *s;

    s->panel = malloc((size_t)n * sizeof *s->panel);
    s->work = malloc((size_t)n * sizeof(jf_gk_panel *));
    s->before = malloc((size_t)n * sizeof *s->before);
    const bool done = s->panel && s->work && s->before;
    for (int64_t i = 0; done && i < s->npanel; i++)
        s->panel[i] = old.panel[i];
    for (int64_t i = 0; done && i < s->nwork; i++)
        s->work[i] = s->panel + (old.work[i] - old.panel);
    release(&old);
    s->room = n;
    return done;
}

bool jf_gk_halve_all(jf_gk_state *s, jf_status *status)
{
    s->spent = exhausted(s);
    if (s->spent)
        return false;
    if (!jf_gk_reserve(s, s->npanel + s->nwork)) {
        *status = JF_NOMEM;
        return false;
    }
    halve(s);
    *status = jf_gk_for_each(s, jf_gk_evaluate, s->nwork * NPOINT);
    if (s->stopped) {
        restore(s);
        return false;
    }
    for (int64_t i = 0; *status == JF_OK && i < s->nwork / 2; i++)
        jf_gk_judge(s->work[i], s->work[s->nwork / 2 + i]);
    return *status == JF_OK;
}

// --- the whole --------------------------------------------------------------

static double breakpoint(const jf_problem *p, size_t i) // 0: a
{
    return i == 0 ? p->a : i > p->npoint ? p->b : p->point[i - 1];
}

// The first panels between two breakpoints: fewer, the more there are of them.
static void lay_out(jf_gk_state *s, size_t piece)
{
    const jf_problem *const p = s->problem;
    const double a = breakpoint(p, piece), b = breakpoint(p, piece + 1);
    const int n = p->npoint < FIRST ? FIRST / (int)(p->npoint + 1) : 1;

    for (int i = 0; i < n; i++) {
        const double t = (double)i / n, u = (double)(i + 1) / n;
        jf_gk_panel *const panel = &s->panel[s->npanel];
        *panel = (jf_gk_panel){
            .a = i == 0 ? a : a * (1 - t) + b * t,
            .b = i == n - 1 ? b : a * (1 - u) + b * u,
            .broken = {i == 0 && piece > 0, i == n - 1 && piece < p->npoint},
            .raw = HUGE_VAL, // until it is evaluated
            .error = HUGE_VAL,
        };
        s->work[s->npanel++] = panel;
    }
}

// The first panels, evaluated and halved; or those of an earlier run.
static jf_status begin(jf_gk_state *s)
{
    const jf_problem *const p = s->problem;

    if (jf_gk_resume(s))
        return JF_OK;
    if (jf_keep_is_damaged(s->executor))
        return JF_USAGE;
    if (!jf_gk_reserve(s, FIRST + (int64_t)p->npoint))
        return JF_NOMEM;
    for (size_t i = 0; i <= p->npoint; i++)
        lay_out(s, i);
    s->nwork = s->npanel;
    const jf_status status =
        jf_gk_for_each(s, jf_gk_evaluate, s->nwork * NPOINT);
    if (status != JF_OK)
        return status;
    jf_status halved = JF_OK;
    jf_gk_halve_all(s, &halved);
    return halved;
}

static bool settled(const jf_gk_state *s)
{
    return s->error <= s->tolerance && s->tolerance < HUGE_VAL;
}

// An integrand without value on a whole stretch: every halving doubles the
// panels without an estimate.
static bool hopeless(const jf_gk_state *s)
{
    int64_t bad = 0;

    for (int64_t i = 0; i < s->npanel; i++)
        bad += s->panel[i].bad;
    return bad > BAD_MAX;
}

// Rounds until the errors are small enough, or nothing is left to do.
static jf_status refine(jf_gk_state *s)
{
    jf_status status = JF_OK;

    for (add_up(s); status == JF_OK && !settled(s); add_up(s)) {
        const int64_t neval = s->neval;
        if (jf_keep_due(s->executor))
            jf_gk_keep(s, neval);
        choose(s);
        if (s->nwork == 0 || hopeless(s))
            break;
        if (!jf_gk_halve_all(s, &status)) {
            if (s->stopped)
                jf_gk_keep(s, neval);
            break;
        }
    }
    return status;
}

static int by_place(const void *p, const void *q)
{
    const jf_gk_panel *const a = *(jf_gk_panel *const *)p;
    const jf_gk_panel *const b = *(jf_gk_panel *const *)q;

    return a->a != b->a ? (a->a < b->a ? -1 : 1)
                        : (a->b > b->b) - (a->b < b->b);
}

static jf_status judge_gaps(jf_gk_state *s)
{
    jf_status status = JF_OK;

    for (int64_t i = 0; i < s->npanel; i++)
        s->work[i] = &s->panel[i];
    qsort(s->work, (size_t)s->npanel, sizeof(jf_gk_panel *), by_place);
    jf_gk_judge_gaps(s->work, s->npanel);
    add_up(s);
    if (!settled(s)) {
        status = jf_gk_place_jumps(s->problem, s->work, s->npanel);
        add_up(s);
    }
    return status;
}

static bool may_halve(jf_gk_state *s)
{
    if (!settled(s))
        choose(s);
    return !settled(s) && s->nwork > 0;
}

// Refines until three judges in turn find nothing more: the panels, the gaps
// between them, the scan.
static jf_status iterate(jf_gk_state *s)
{
    jf_status status = JF_OK;
    bool more = true;

    while (more && !s->spent && !s->stopped) {
        status = refine(s);
        if (status != JF_OK || s->spent || s->stopped || hopeless(s))
            break;
        status = judge_gaps(s);
        if (jf_keep_due(s->executor))
            jf_gk_keep(s, s->neval);
        more =
            status == JF_OK && (may_halve(s) || jf_scan_finds_more(s, &status));
    }
    return status;
}

// The leftmost panel without a value, or the one with the largest error.
static const jf_gk_panel *worst(const jf_gk_state *s)
{
    const jf_gk_panel *w = &s->panel[0];

    for (int64_t i = 1; i < s->npanel; i++) {
        const jf_gk_panel *const p = &s->panel[i];
        if (full_error(p) > full_error(w) ||
            (full_error(p) == full_error(w) && p->a < w->a))
            w = p;
    }
    return w;
}

static void give_up(const jf_gk_state *s, jf_result *result)
{
    const jf_gk_panel *const w = worst(s);

    result->status = JF_UNCONVERGED;
    if (s->spent) {
        result->cause =
            jf_report_message(JF_TEXT_QUAD_BUDGET, (double)s->neval);
    } else if (!jf_gk_wide(w) &&
               full_error(w) > 4 * (DBL_EPSILON * w->abs + w->noise)) {
        result->place = w->a / 2 + w->b / 2;
        result->cause = jf_report_message(JF_TEXT_QUAD_NARROW, result->place);
        result->hint = jf_message_make(JF_TEXT_QUAD_HINT_GK, 0, 0, 0);
    } else {
        result->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
    }
}

// The mean of f's own rounding in a panel, at the abscissae of Gauss's rule.
static double rounding_in(const jf_integrand *f, const jf_gk_panel *panel,
                          double *fixed)
{
    static const double NODE = 0.2113; // and 1 - NODE
    const double step = NODE * (panel->b - panel->a);
    double left, right;
    const double sum = jf_rounding_at(f, panel->a + step, &left) +
                       jf_rounding_at(f, panel->b - step, &right);

    *fixed = left / 2 + right / 2;
    return sum / 2;
}

// f's own rounding.  Where there are many panels one of a group is asked.  What
// varies adds up as its squares, but for blocks, in which it may be the same.
static double rounding(const jf_gk_state *s)
{
    enum { GROUPS = 512, BLOCK = 16 };
    const int64_t size = (s->npanel + GROUPS - 1) / GROUPS;
    double sum = 0, block = 0, varied = 0;

    for (int64_t i = 0; i < s->npanel; i += size) { // in ascending order
        const int64_t end = i + size < s->npanel ? i + size : s->npanel;
        const double width = s->work[end - 1]->b - s->work[i]->a;
        double fixed;
        block += width * rounding_in(s->problem->f, s->work[i], &fixed);
        sum += width * fixed;
        if (end == s->npanel || i / size % BLOCK == BLOCK - 1) {
            varied = jf_rounding_join(varied, block);
            block = 0;
        }
    }
    for (int64_t i = 0; i + 1 < s->npanel; i++)
        if (s->work[i]->broken[1])
            sum += jf_rounding_of_jump(
                s->problem->f, s->work[i]->b,
                fabs(s->work[i]->end[1] - s->work[i + 1]->end[0]));
    return sum + varied +
           jf_rounding_of_limit(s->problem->a, s->work[0]->end[0]) +
           jf_rounding_of_limit(s->problem->b, s->work[s->npanel - 1]->end[1]);
}

static void explain(const jf_gk_state *s, const jf_result *result)
{
    const jf_problem *const p = s->problem;

    jf_explain_count(p, JF_STEP_METHOD, JF_TEXT_EXPLAIN_GK, s->npanel);
    jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_GK_ERROR, NULL, NULL);
    if (result->status == JF_CONVERGED)
        jf_explain_step(p, JF_STEP_CHECK, JF_TEXT_EXPLAIN_SCAN, NULL, NULL);
    jf_explain_lay(p, jf_method_gk.report);
    for (int64_t i = 0; i < s->npanel && jf_explain_wanted(p); i++) {
        const jf_gk_panel *const it = &s->panel[i];
        jf_explain_add(p, it->a / 2 + it->b / 2, it->value,
                       full_error(it) + it->noise);
    }
}

static void report(jf_gk_state *s, jf_result *result)
{
    const jf_gk_panel *const w = worst(s);

    jf_rounding_allow(rounding(s), s->abs, &s->error, &s->tolerance);

    result->neval = s->neval;
    result->panels = s->npanel;
    result->threads = s->threads;
    result->tolerance = s->tolerance;
    result->magnitude = s->abs;
    if (w->bad) {
        jf_report_undefined(s->problem, w->bad_x, result);
        return;
    }
    if (!jf_report_value(s->value, result))
        return;
    result->abserr = s->error;
    if (s->stopped)
        jf_report_stopped(s->executor, result);
    else if (settled(s) && !s->spent)
        result->status = JF_CONVERGED;
    else
        give_up(s, result);
    explain(s, result);
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
    if (status == JF_OK)
        status = iterate(&s);
    if (status == JF_OK)
        status = judge_gaps(&s); // even where there was no time to act on them
    if (status == JF_OK)
        report(&s, result);
    release(&s);
    return status;
}

const jf_method jf_method_gk = {
    .name = "gk",
    .report = "gk21",
    .kept = true,
    .help = JF_TEXT_METHOD_GK,
    .run = run,
};
