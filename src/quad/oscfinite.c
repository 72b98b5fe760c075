/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finite ranges with many half periods, and what does not oscillate.
 *
 * The phases are sampled at 4097 equally spaced abscissae.  Where they vary by
 * less than 32 half periods in all, the range is left to the methods for what
 * does not oscillate; else it is cut so that between cuts the fastest phase
 * varies by about pi, and every piece is integrated by oscpiece.c.  Pieces that
 * it does not resolve, next to a singular point, go to the other methods
 * again, neighbours together.
 *
 * A range longer than 10000 is cut at distances 1, 8, 64 ... from 0 (or the end
 * next to 0) first, so that what happens close to 0 is seen.
 *
 * More than 8192 half periods at a constant rate are done by filon.c, if the
 * amplitudes are smooth.
 *
 * Cost: 21 evaluations a half period, 0.2 us; a million of them take 0.2 s. */
#include "base/dd.h"
#include "quad/attach.h"
#include "quad/osc.h"
#include "quad/points.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double PI = 0x1.921fb54442d18p+1;

bool jf_osc_stopped(const jf_osc_total *t)
{
    const jf_watcher *const watcher = t->executor->watcher;

    return watcher && watcher->stop != JF_STOP_NONE;
}

jf_osc_work jf_osc_allow(const jf_osc_total *t, const jf_integrand *f,
                         int64_t n)
{
    // 1 + 2 + 4 ... + most is less than twice as much as most
    const double room =
        (double)(t->max_neval - t->neval) / (2.0 * JF_OSC_POINTS * (double)n);
    int most = 1;

    while (most < JF_OSC_PANELS && 2 * most <= room)
        most *= 2;
    return (jf_osc_work){f, t->executor, most};
}

void jf_osc_add(jf_osc_total *t, double value, double error)
{
    const jf_dd sum = jf_dd_add((jf_dd){t->value, t->rest}, (jf_dd){value, 0});

    t->value = sum.hi;
    t->rest = sum.lo;
    t->error += error;
}

void jf_osc_add_piece(jf_osc_total *t, const jf_osc_piece *p)
{
    jf_osc_add(t, p->value, p->error);
    t->abs += p->abs;
    t->noise2 += p->noise * p->noise;
    t->neval += p->neval;
    t->panels++;
    if (p->bad && t->failed.status == JF_OK) {
        t->failed.status = JF_UNDEFINED;
        t->failed.place = p->bad_x;
    }
}

// --- what does not oscillate ------------------------------------------------

enum { LEAST = 1000 }; // evaluations, to begin at all

static jf_status try(const char *name, const jf_problem *problem,
                     jf_osc_total *t, jf_result *result)
{
    const jf_method *const m = jf_method_find(name);

    *result = (jf_result){
        .status = JF_UNCONVERGED,
        .value = (double)NAN,
        .abserr = HUGE_VAL,
        .place = (double)NAN,
    };
    if (!m) {
        result->cause = jf_message_make(JF_TEXT_QUAD_OSC_REST, 0, 0, 0);
        return JF_OK;
    }
    const jf_status status = m->run(m, problem, t->executor, result);
    t->neval += result->neval;
    t->threads = result->threads > t->threads ? result->threads : t->threads;
    return status;
}

static bool better(const jf_result *a, const jf_result *b)
{
    return isfinite(a->value) && !(b->abserr <= a->abserr);
}

// Gauss-Kronrod was not stopped by rounding: there may be a singular point.
static bool singular(const jf_result *r)
{
    return r->status != JF_CONVERGED && r->cause.id != JF_TEXT_QUAD_ROUNDOFF;
}

jf_status jf_osc_plain(jf_osc_total *t, const jf_integrand *f, double a,
                       double b)
{
    jf_options options = *t->problem->options;
    const jf_problem problem = {.f = f, .a = a, .b = b, .options = &options};
    jf_result result, other;

    options.rtol = fmin(options.rtol, 1e-13);
    options.atol = 0;
    options.explain = NULL; // it is one of many parts
    options.max_neval = t->max_neval - t->neval;
    if (options.max_neval < LEAST) {
        t->spent = true;
        return JF_OK;
    }
    const bool infinite = isinf(a) || isinf(b);
    jf_status status = try(infinite ? "de" : "gk", &problem, t, &result);
    if (status == JF_OK && !infinite && singular(&result)) {
        status = try("de", &problem, t, &other);
        if (better(&other, &result))
            result = other;
    }
    if (status != JF_OK)
        return status;
    t->panels += result.panels;
    if (result.status == JF_CONVERGED)
        t->floor += result.abserr;
    if (isfinite(result.value))
        jf_osc_add(t, result.value, result.abserr);
    else if (t->failed.status == JF_OK)
        t->failed = result;
    return JF_OK;
}

// --- many half periods ------------------------------------------------------

enum { SAMPLES = 4096, FEW = 32, MANY = 8192, LONG = 10000, CUTS_MAX = 700 };

typedef struct table {
    double x[SAMPLES + 1], g[SAMPLES + 1], turns[SAMPLES + 1];
} table;

// turns[i]: how much the fastest phase varies up to x[i], added up.
static jf_status count_turns(jf_osc_total *t, double a, double b, table *s)
{
    for (int i = 0; i <= SAMPLES; i++) {
        const double u = (double)i / SAMPLES;
        s->x[i] = i == SAMPLES ? b : a * (1 - u) + b * u;
        s->turns[i] = 0;
    }
    for (int k = 0; k < t->nwave; k++) {
        const jf_integrand *const f = &t->wave[k].phase.f;
        void *param;
        if (!t->wave[k].wavy)
            continue;
        if (!jf_attach(f, &param))
            return JF_NOMEM;
        const jf_status status = f->eval(param, SAMPLES + 1, s->x, s->g);
        jf_detach(f, param);
        if (status != JF_OK)
            return status;
        t->neval += SAMPLES + 1;
        for (int i = 1; i <= SAMPLES; i++) {
            const double turn = fabs(s->g[i] - s->g[i - 1]);
            if (isfinite(turn))
                s->turns[i] = fmax(s->turns[i], turn);
        }
    }
    for (int i = 1; i <= SAMPLES; i++)
        s->turns[i] += s->turns[i - 1];
    return JF_OK;
}

// n pieces with equally many turns each.
static void cut(const table *s, int64_t n, jf_osc_piece *piece)
{
    const double all = s->turns[SAMPLES];
    double left = s->x[0];
    int i = 1;

    for (int64_t k = 0; k < n; k++) {
        const double target = all * ((double)(k + 1) / (double)n);
        while (i < SAMPLES && s->turns[i] < target)
            i++;
        const double part = s->turns[i] - s->turns[i - 1];
        const double share =
            part > 0 ? fmin(1, (target - s->turns[i - 1]) / part) : 1;
        const double right =
            k == n - 1 ? s->x[SAMPLES]
                       : s->x[i - 1] + share * (s->x[i] - s->x[i - 1]);
        piece[k] = (jf_osc_piece){.a = left, .b = fmax(left, right)};
        left = piece[k].b;
    }
}

static jf_status add_all(jf_osc_total *t, int64_t n, const jf_osc_piece *piece)
{
    double abs = 0;
    jf_status status = JF_OK;

    for (int64_t k = 0; k < n; k++)
        abs += piece[k].bad ? 0 : piece[k].abs;
    const double share = 1e-13 * abs / (double)n;
    for (int64_t k = 0; k < n && status == JF_OK; k++) {
        const jf_osc_piece *const p = &piece[k];
        if (!p->bad && p->error <= share + p->noise) {
            jf_osc_add_piece(t, p);
            continue;
        }
        while (k + 1 < n && (piece[k + 1].bad ||
                             piece[k + 1].error > share + piece[k + 1].noise))
            k++;
        status = jf_osc_plain(t, t->problem->f, p->a, piece[k].b);
    }
    return status;
}

static jf_status pieces(jf_osc_total *t, const table *s, double turns)
{
    const double room =
        (double)(t->max_neval - t->neval) / (2.0 * JF_OSC_POINTS);
    const int64_t n = turns < room ? (int64_t)turns : (int64_t)fmax(room, 1);
    const jf_osc_work work = jf_osc_allow(t, t->problem->f, n);

    if (turns > 4.0 * (double)n) { // no rule would see what there is
        t->spent = true;
        return JF_OK;
    }
    jf_osc_piece *const piece = malloc((size_t)n * sizeof *piece);

    if (!piece)
        return JF_NOMEM;
    cut(s, n, piece);
    jf_status status = jf_osc_evaluate(&work, n, piece, &t->threads);
    if (status == JF_OK)
        status = add_all(t, n, piece);
    free(piece);
    return status;
}

static jf_status span(jf_osc_total *t, table *s, double a, double b)
{
    const jf_status status = count_turns(t, a, b, s);
    const double turns = ceil(s->turns[SAMPLES] / PI);

    if (status != JF_OK)
        return status;
    if (turns >= MANY && jf_filon_is_fit(t, a, b))
        return jf_filon(t, a, b);
    return turns < FEW ? jf_osc_plain(t, t->problem->f, a, b)
                       : pieces(t, s, turns);
}

// Writes the ends of the spans; returns how many ends.
static int divide(double a, double b, double *cut)
{
    const double anchor = a > 0 ? a : b < 0 ? b : 0;
    const bool is_long = b - a > LONG;
    int n = 0;

    cut[n++] = a;
    for (double d = 0x1p1020; is_long && d >= 1; d /= 8)
        if (anchor - d > a)
            cut[n++] = anchor - d;
    if (is_long && anchor > a && anchor < b)
        cut[n++] = anchor;
    for (double d = 1; is_long && anchor + d < b; d *= 8)
        if (anchor + d > cut[n - 1])
            cut[n++] = anchor + d;
    cut[n++] = b;
    return n;
}

static jf_status spans(jf_osc_total *t, table *s, double a, double b)
{
    double cut[CUTS_MAX];
    jf_status status = JF_OK;

    const int n = divide(a, b, cut);
    for (int i = 0; i + 1 < n && status == JF_OK && !jf_osc_stopped(t); i++)
        status = span(t, s, cut[i], cut[i + 1]);
    return status;
}

// Breakpoints, and spots where there may be a peak.
static size_t collect(const jf_osc_total *t, double *cut)
{
    const jf_problem *const p = t->problem;
    size_t n = 0;

    for (size_t i = 0; i < p->npoint; i++)
        cut[n++] = p->point[i];
    for (int i = 0; i < t->wave[0].nspot; i++)
        cut[n++] = t->wave[0].spot[i];
    return jf_points_sort(cut, n);
}

jf_status jf_osc_finite(jf_osc_total *t, double a, double b)
{
    const jf_problem *const p = t->problem;
    table *const s = malloc(sizeof *s);
    jf_status status = s ? JF_OK : JF_NOMEM;
    double *const cut = malloc((p->npoint + JF_SPOTS) * sizeof *cut);
    double left = a;

    status = cut ? status : JF_NOMEM;
    const size_t n = status == JF_OK ? collect(t, cut) : 0;
    for (size_t i = 0; i < n && status == JF_OK; i++)
        if (cut[i] > left && cut[i] < b) {
            status = spans(t, s, left, cut[i]);
            left = cut[i];
        }
    if (status == JF_OK)
        status = spans(t, s, left, b);
    free(cut);
    free(s);
    return status;
}
