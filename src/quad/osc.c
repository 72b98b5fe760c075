/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrands that oscillate for ever towards an end of the range, infinite or
 * not, or very often on a finite one.
 *
 * The integrand tells of which waves A(x) cos(g(x)) it is the sum
 * (base/sight.h).  Towards an end where the phase g grows without bound, each
 * wave is integrated between its zeros [Longman1956], and the alternating sum
 * extrapolated (osctail.c), provided that it dies away (oscline.c); what
 * remains, a finite range, is integrated as it is typed (oscfinite.c).  A term
 * that is no wave, as the 1/2 of sin(x)^2, is left to the methods for such
 * tails.  So cos(x^2) and sin(exp(x)), whose half periods shrink, are no harder
 * than sin(x)/x.
 *
 * Error:    of the extrapolations, of the pieces and of the finite range, added
 *           up; noise as squares; 2u of the integrals of |f| over the pieces,
 *           4u more of those with Bessel functions.
 * Diverges: a wave that does not die away, unless there are several and their
 *           phases are not linear.
 * Cost:     sin(x)/x from 0: 48 half periods, 1000 evaluations; 8200 of the
 *           finite range by gk, and 7700 of the amplitude to see what becomes
 *           of it: 0.6 ms.
 * Fails on: amplitudes with a feature between the samples of oscline.c; waves
 *           inside of waves, products with Bessel functions, slow drifts that
 *           are no wave.
 * Rejected: the double exponential formula for a linear phase [OouraMori1999]:
 *           of no use where phases are not linear, and those are most of the
 *           cases that others cannot do. */
#include "quad/osc.h"
#include "base/next.h"
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/report.h"
#include "quad/rounding.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const int64_t DEFAULT_MAX_NEVAL = 20000000;

static double wanted(const jf_osc_total *t, double value)
{
    const jf_options *const o = t->problem->options;

    return fmax(o->atol, o->rtol * fabs(value));
}

enum { ENDS = 2 };

// The ends, and what lies between them, to be filled.
static void lay_pieces(const jf_osc_total *t, const double x[ENDS])
{
    const jf_problem *const p = t->problem;
    const double cut[] = {p->a, x[0], x[1], p->b};

    jf_explain_begin(p);
    for (int i = 0; i < 3; i++)
        if (cut[i] < cut[i + 1]) {
            const jf_result_piece piece = {.from = cut[i],
                                           .to = cut[i + 1],
                                           .method = jf_method_osc.report};
            jf_explain_piece(p, &piece);
        }
}

// What was added since *before belongs to the piece that x is in.
static void account(const jf_osc_total *t, jf_osc_total *before, double x)
{
    const double noise = 2 * sqrt(fmax(t->noise2 - before->noise2, 0));
    const double rounding = 2 * DBL_EPSILON * (t->abs - before->abs);

    jf_explain_add(t->problem, x,
                   (t->value - before->value) + (t->rest - before->rest),
                   t->error - before->error + noise + rounding);
    *before = *t;
}

static jf_status tails(jf_osc_total *t, jf_osc_end *end, const double *beyond)
{
    jf_osc_total before = *t;
    jf_status status = JF_OK;
    double sum = t->value;

    for (int i = 0; i < ENDS; i++)
        sum += jf_osc_end_sum(t, &end[i]);
    const double target = wanted(t, sum) / (4.0 * t->nwave);
    for (int i = 0; i < ENDS && status == JF_OK; i++) {
        status = jf_osc_end_finish(t, &end[i], target);
        account(t, &before, beyond[i]);
    }
    return status;
}

static jf_status add_up(jf_osc_total *t, jf_osc_end *end)
{
    const jf_problem *const p = t->problem;
    const size_t n = p->npoint;
    double x[ENDS] = {p->a, p->b};

    // tails begin beyond all breakpoints
    jf_status status =
        jf_osc_end_open(t, &end[0], -1, n ? p->point[0] : x[1], &x[0]);
    if (status == JF_OK)
        status =
            jf_osc_end_open(t, &end[1], 1, n ? p->point[n - 1] : x[0], &x[1]);
    jf_osc_total before = *t;
    const double beyond[] = {jf_next(x[0], -HUGE_VAL), jf_next(x[1], HUGE_VAL)};
    lay_pieces(t, x);
    if (status == JF_OK && x[0] < x[1])
        status = jf_osc_finite(t, x[0], x[1]);
    account(t, &before, x[0] / 2 + x[1] / 2);
    for (int i = 0; i < ENDS && status == JF_OK; i++)
        if (end[i].open) {
            status = jf_osc_end_begin(t, &end[i]);
            account(t, &before, beyond[i]);
        }
    return status == JF_OK ? tails(t, end, beyond) : status;
}

static void fail(const jf_osc_total *t, jf_result *r)
{
    const jf_result *const f = &t->failed;

    if (f->status == JF_UNDEFINED) {
        jf_report_undefined(t->problem, f->place, r);
        return;
    }
    r->status = f->status;
    r->place = f->place;
    r->cause = f->cause;
    r->hint = f->hint;
}

static void report_fate(const jf_osc_total *t, jf_result *r)
{
    const bool lasts = t->lasts && !t->unsure;

    r->status = lasts ? JF_DIVERGENT : JF_UNCONVERGED;
    r->value = (double)NAN;
    r->abserr = HUGE_VAL;
    r->place = t->place;
    r->cause = jf_report_message(
        lasts ? JF_TEXT_QUAD_OSC_LASTS : JF_TEXT_QUAD_OSC_UNSURE, t->place);
}

static void give_up(const jf_osc_total *t, jf_result *r)
{
    r->status = JF_UNCONVERGED;
    if (t->spent)
        r->cause = jf_report_message(JF_TEXT_QUAD_BUDGET, (double)t->max_neval);
    else if (t->slow)
        r->cause = jf_report_message(JF_TEXT_QUAD_OSC_SLOW, (double)t->slow);
    else
        r->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
}

static void explain(const jf_osc_total *t, const jf_result *r)
{
    const jf_problem *const p = t->problem;
    int wavy = 0;

    for (int i = 0; i < t->nwave; i++)
        wavy += t->wave[i].wavy;
    jf_explain_count(p, JF_STEP_FOUND, JF_TEXT_EXPLAIN_WAVES, wavy);
    if (!isfinite(r->abserr))
        return;
    jf_explain_count(p, JF_STEP_METHOD, JF_TEXT_EXPLAIN_OSC, t->panels);
    jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_OSC_ERROR, NULL, NULL);
}

// What a rounded limit changes: f next to it times its rounding, and as much
// again for a number in f that moves f along: sin(x - 3.3) from 3.3.
static double rounding_of_limit(const jf_problem *p, double limit, double to)
{
    static const double BESIDE = 0x1p-30;
    enum { BOTH = 4 };
    const double x = limit + copysign(BESIDE * limit, to - limit);
    void *param;
    double y = 0;

    if (!(jf_rounding_of_limit(limit, 1) > 0) || !jf_attach(p->f, &param))
        return 0;
    const jf_status status = p->f->eval(param, 1, &x, &y);
    jf_detach(p->f, param);
    return status == JF_OK ? jf_rounding_of_limit(limit, BOTH * y) : 0;
}

static void report(const jf_osc_total *t, jf_result *r)
{
    const jf_problem *const p = t->problem;
    const double noise = 2 * sqrt(t->noise2);

    r->neval = t->neval;
    r->panels = t->panels;
    r->threads = t->threads;
    if (jf_osc_stopped(t)) {
        jf_report_stopped(t->executor, r);
        return;
    }
    if (t->failed.status != JF_OK) {
        fail(t, r);
        return;
    }
    if (t->lasts || t->unsure) {
        report_fate(t, r);
        return;
    }
    if (isnan(t->value) || t->spent) { // a part without an estimate
        give_up(t, r);
        return;
    }
    if (!jf_report_value(t->value + t->rest, r))
        return;
    const double moved =
        rounding_of_limit(p, p->a, p->b) + rounding_of_limit(p, p->b, p->a);
    jf_report_error(t->error + noise + moved + 2 * DBL_EPSILON * t->abs, r);
    const double floor = t->floor + moved + 4 * DBL_EPSILON * t->abs +
                         fmin(2 * noise, p->options->rtol * t->abs);
    r->tolerance = fmax(wanted(t, r->value), floor);
    if (r->abserr <= r->tolerance && !t->stuck)
        r->status = JF_CONVERGED;
    else
        give_up(t, r);
}

enum { WAVES_MAX = 128 };

static jf_status find_waves(const jf_method *m, jf_osc_total *t,
                            jf_result *result)
{
    const jf_integrand *const f = t->problem->f;

    t->wave = malloc(WAVES_MAX * sizeof *t->wave);
    if (!t->wave)
        return JF_NOMEM;
    if (f->sight && f->sight->waves) {
        const jf_status status =
            f->sight->waves(f->param, WAVES_MAX, t->wave, &t->nwave);
        if (status != JF_OK)
            return status;
    }
    if (t->nwave > 0)
        return JF_OK;
    result->cause = jf_message_make(JF_TEXT_QUAD_OSC_NONE, m->name, NULL, NULL);
    return JF_USAGE;
}

static jf_status is_endless_at(const jf_wave *w, double x, bool *endless)
{
    return *endless || !w->wavy || !isfinite(x)
               ? JF_OK
               : jf_osc_is_endless(w, x, endless);
}

// The waves of f, for a look; none where it does not tell.
static jf_status open_waves(const jf_problem *p, jf_osc_total *t)
{
    *t = (jf_osc_total){.problem = p};
    if (!p->f->sight || !p->f->sight->waves)
        return JF_OK;
    t->wave = malloc(WAVES_MAX * sizeof *t->wave);
    return t->wave
               ? p->f->sight->waves(p->f->param, WAVES_MAX, t->wave, &t->nwave)
               : JF_NOMEM;
}

static void close_waves(jf_osc_total *t)
{
    for (int i = 0; i < t->nwave; i++)
        jf_wave_clear(&t->wave[i]);
    free(t->wave);
}

jf_status jf_osc_endless(const jf_problem *p, bool *endless)
{
    jf_osc_total t;
    jf_status status = open_waves(p, &t);

    *endless = false;
    for (int i = 0; i < t.nwave && status == JF_OK; i++) {
        status = is_endless_at(&t.wave[i], p->a, endless);
        if (status == JF_OK)
            status = is_endless_at(&t.wave[i], p->b, endless);
    }
    close_waves(&t);
    return status;
}

jf_status jf_osc_rapid(const jf_problem *p, bool *rapid)
{
    static const double RADIANS = 1e5; // what panels can follow
    jf_osc_total t;
    const jf_status status = open_waves(p, &t);

    *rapid = false;
    for (int i = 0; i < t.nwave; i++)
        *rapid |= t.wave[i].wavy && t.wave[i].linear &&
                  fabs(t.wave[i].rate) * (p->b - p->a) > RADIANS;
    *rapid = *rapid && jf_filon_is_fit(&t, p->a, p->b);
    close_waves(&t);
    return status;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    const int64_t most = problem->options->max_neval;
    jf_osc_total t = {
        .problem = problem,
        .executor = executor,
        .max_neval = most ? most : DEFAULT_MAX_NEVAL,
    };
    jf_osc_end end[ENDS] = {{.open = false}, {.open = false}};
    jf_status status = find_waves(method, &t, result);

    if (status == JF_OK)
        status = add_up(&t, end);
    if (status == JF_OK) {
        report(&t, result);
        explain(&t, result);
    }
    for (int i = 0; i < ENDS; i++)
        jf_osc_end_clear(&t, &end[i]);
    close_waves(&t);
    return status;
}

const jf_method jf_method_osc = {
    .name = "osc",
    .report = "osc",
    .infinite = true,
    .help = JF_TEXT_METHOD_OSC,
    .run = run,
};
