/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cauchy principal values, at any poles that are found or given.
 *
 * survey.c finds the poles and lays a window about each; pole.c integrates the
 * windows, symmetrically, by distance from the pole; the automatic method
 * (choose.c) does what lies between.  If the sum cancels, what lies between is
 * done again, to a smaller error.
 *
 * Error:    that of the parts, and of what they meet at: edges are doubles, and
 *           the window's own are not; the difference times f is added.  Outside
 *           of a window abscissae are rounded, which costs u |c| |f| at its
 *           edge, and a pole that is known to two doubles moves by as much.
 * Diverges: at a pole both of whose sides together are not integrable, and at
 *           the limits of the range, where there is one side only.
 * Infinity: survey.c.
 * Method:   docs/design/0016-principal-values.md. */
#include "quad/principal.h"
#include "base/dd.h"
#include "base/exact.h"
#include "quad/explain.h"
#include "quad/pieces.h"
#include "quad/report.h"
#include "quad/survey.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

typedef struct part {
    double a, b;
    jf_result result;
} part;

typedef struct principal {
    jf_survey survey;
    const jf_problem *problem;
    jf_executor *executor;
    jf_result blank;
    jf_exact value; // of the windows
    double abserr, noise, magnitude;
    int npart;
    part *part; // between the windows
    int64_t neval;
    jf_result *result;
    bool done;                // there is an outcome without a value
    const jf_suspect *unsure; // a pole about which some doubt is left
} principal;

static bool is_finite_pole(const jf_suspect *site)
{
    return site->pole && !site->far;
}

// Room for what sub-integrals may spend.
static int64_t left_of(const principal *s)
{
    const int64_t most = s->problem->options->max_neval;
    const int64_t left = most - s->neval - s->survey.neval;

    return most == 0 ? 0 : left > 1 ? left : 1;
}

// ---- windows

static void blame(principal *s, const jf_suspect *site,
                  const jf_pole_value *value)
{
    jf_result *const r = s->result;
    const double sign = value->status == JF_DIVERGENT ? site->laws.sum.sign : 0;
    const double at = site->far ? HUGE_VAL : site->x;

    s->done = true;
    r->place = at;
    r->abserr = HUGE_VAL;
    if (value->status == JF_DIVERGENT) {
        r->status = JF_DIVERGENT;
        r->value = sign > 0 ? HUGE_VAL : sign < 0 ? -HUGE_VAL : (double)NAN;
        const bool left = site->laws.side[0].kind == JF_TAIL_DIVERGES;
        r->cause = jf_pieces_behaviour(&site->laws.side[left ? 0 : 1], at);
        r->hint = jf_message_make(JF_TEXT_QUAD_HINT_NO_PV, NULL, NULL, NULL);
    } else {
        r->status = JF_UNCONVERGED;
        r->cause = jf_report_message(JF_TEXT_QUAD_END_UNCLEAR, at);
    }
}

// A pole that has no tail is known to two doubles, unless it shows there.
static jf_status place_error(const principal *s, const jf_suspect *site,
                             double *error)
{
    double y = HUGE_VAL;
    const jf_status status =
        site->tail != 0 || site->typed
            ? JF_OK
            : s->problem->f->eval(s->survey.param, 1, &site->x, &y);

    *error = isfinite(y) ? 2 * DBL_EPSILON * fabs(site->x) : 0;
    return status;
}

// What lies between the window's end, c + tail +- out, and its edge; and what
// rounded abscissae cost there.
static jf_status add_edges(principal *s, const jf_suspect *site)
{
    double y[2][JF_PAIR_BATCH], moved;
    jf_status status = place_error(s, site, &moved);

    for (int side = 0; side < 2 && status == JF_OK; side++) {
        const double sign = side ? 1 : -1;
        const jf_dd end = jf_dd_two_sum(site->x, sign * site->out[side]);
        const double gap =
            sign * (((site->edge[side] - end.hi) - end.lo) - site->tail);
        status = jf_pair_ask(&site->pair, 1, &site->out[side], y);
        const double f = y[side][0], c = fabs(site->x);
        if (status != JF_OK || !isfinite(f)) // a limit of the range, maybe
            continue;
        jf_exact_add(&s->value, gap * f);
        const double rounded = site->last[side] ? 0 : DBL_EPSILON / 2 * c;
        s->noise += rounded * fabs(f);
        s->abserr += (rounded + moved) * fabs(f);
        s->neval += 2;
    }
    return status;
}

// Where a side goes on by distance.
static jf_status add_beyond(principal *s, const jf_suspect *site)
{
    jf_status status = JF_OK;
    jf_options o = *s->problem->options;

    o.max_neval = left_of(s);
    for (int side = 0; side < 2 && status == JF_OK; side++) {
        const double weight[2] = {!side, side};
        jf_pair_sum sum;
        status =
            jf_pair_integrate(&site->pair, weight, site->reach, site->out[side],
                              s->noise, &o, s->executor, &sum);
        if (status != JF_OK)
            break;
        jf_exact_add(&s->value, sum.value);
        s->abserr += sum.abserr;
        s->noise += 2 * DBL_EPSILON * fabs(sum.value);
        s->magnitude += fabs(sum.value);
        s->neval += sum.neval;
    }
    return status;
}

static jf_status add_window(principal *s, const jf_suspect *site)
{
    jf_options o = *s->problem->options;
    jf_pole_value value;

    o.max_neval = left_of(s);
    jf_status status = jf_pole_integrate(&site->pair, site->reach, &site->laws,
                                         &o, s->executor, &value);
    if (status != JF_OK)
        return status;
    s->neval += value.neval;
    if (value.status == JF_DIVERGENT || !(value.abserr < HUGE_VAL) ||
        !isfinite(value.value)) {
        blame(s, site, &value);
        return JF_OK;
    }
    jf_exact_add(&s->value, value.value);
    if (value.status != JF_CONVERGED)
        s->unsure = site;
    s->abserr += value.abserr;
    s->noise += value.noise;
    s->magnitude += value.magnitude;
    if (site->far)
        return JF_OK;
    status = add_edges(s, site);
    return status == JF_OK ? add_beyond(s, site) : status;
}

static jf_status add_windows(principal *s)
{
    jf_status status = JF_OK;

    for (int i = 0; i < s->survey.n && status == JF_OK && !s->done; i++)
        if (s->survey.site[i].pole)
            status = add_window(s, &s->survey.site[i]);
    return status;
}

// ---- between them

static bool lay_parts(principal *s)
{
    const jf_survey *const v = &s->survey;
    const jf_suspect *const far = v->site[0].far ? &v->site[0] : NULL;
    const double end = far ? far->edge[1] : s->problem->b;
    double from = far ? far->edge[0] : s->problem->a;

    s->part = malloc(((size_t)v->npole + 1) * sizeof *s->part);
    if (!s->part)
        return false;
    for (int i = 0; i < v->n; i++) {
        const jf_suspect *const site = &v->site[i];
        const bool last = i + 1 == v->n;
        if (!is_finite_pole(site) && !last)
            continue;
        const double to = is_finite_pole(site) ? site->edge[0] : end;
        if (from < to)
            s->part[s->npart++] = (part){.a = from, .b = to};
        from = site->edge[1];
    }
    return true;
}

static jf_status integrate_part(principal *s, part *p, double rtol)
{
    jf_options o = *s->problem->options;
    jf_problem problem = *s->problem;
    jf_result r = s->blank;

    o.principal = false;
    if (s->survey.npole > 0) // it is one of many
        o.explain = NULL;
    o.rtol = rtol;
    o.atol = fmax(s->survey.npole > 0 ? o.atol / 2 : o.atol, s->noise);
    o.max_neval = left_of(s);
    problem.options = &o;
    problem.a = p->a;
    problem.b = p->b;
    while (problem.npoint > 0 && problem.point[0] <= p->a) {
        problem.point++;
        problem.npoint--;
    }
    while (problem.npoint > 0 && problem.point[problem.npoint - 1] >= p->b)
        problem.npoint--;
    const jf_status status =
        jf_method_auto.run(&jf_method_auto, &problem, s->executor, &r);
    s->neval += r.neval;
    s->result->panels += r.panels;
    s->result->threads =
        r.threads > s->result->threads ? r.threads : s->result->threads;
    p->result = r;
    return status;
}

static jf_status integrate_parts(principal *s)
{
    jf_status status = JF_OK;

    for (int i = 0; i < s->npart && status == JF_OK && !s->done; i++) {
        part *const p = &s->part[i];
        status = integrate_part(s, p, s->problem->options->rtol);
        if (isfinite(p->result.value) && p->result.abserr < HUGE_VAL)
            continue;
        const int64_t panels = s->result->panels;
        const int threads = s->result->threads;
        *s->result = p->result; // diverges, or is undefined, or stopped
        s->result->panels = panels;
        s->result->threads = threads;
        s->done = true;
    }
    return status;
}

// ---- the sum

typedef struct total {
    double value, abserr, tolerance;
    const part *bad; // the first that did not converge
} total;

static total add_up(const principal *s)
{
    const jf_options *const o = s->problem->options;
    jf_exact sum = s->value;
    total t = {.abserr = s->abserr};
    double magnitude = s->magnitude, floor = 2 * s->noise;

    for (int i = 0; i < s->npart; i++) {
        const jf_result *const r = &s->part[i].result;
        jf_exact_add(&sum, r->value);
        t.abserr += r->abserr;
        magnitude += fabs(r->value);
        floor += r->tolerance;
        if (r->status != JF_CONVERGED && !t.bad)
            t.bad = &s->part[i];
    }
    t.value = jf_exact_round(&sum);
    t.abserr += DBL_EPSILON / 2 * fabs(t.value);
    t.tolerance = fmax(fmax(o->atol, o->rtol * fabs(t.value)),
                       fmin(floor, o->rtol * magnitude));
    return t;
}

// The parts again, to less, where they cancel.
static jf_status sharpen(principal *s)
{
    static const double LEAST = 1e-15;
    const jf_options *const o = s->problem->options;
    const total t = add_up(s);
    const double wanted = fmax(o->atol, o->rtol * fabs(t.value));
    jf_status status = JF_OK;

    if (t.abserr <= wanted || t.bad)
        return JF_OK;
    for (int i = 0; i < s->npart && status == JF_OK; i++) {
        part *const p = &s->part[i];
        const part before = *p;
        const double rtol = o->rtol * wanted / t.abserr / 4;
        if (before.result.abserr <= wanted / (2.0 * s->npart))
            continue;
        status = integrate_part(s, p, fmax(rtol, LEAST));
        if (p->result.status != JF_CONVERGED ||
            !(p->result.abserr <= before.result.abserr))
            *p = before;
    }
    return status;
}

static void report(principal *s)
{
    const total t = add_up(s);
    jf_result *const r = s->result;

    if (!jf_report_value(t.value, r))
        return;
    r->abserr = t.abserr;
    r->tolerance = t.tolerance;
    r->status = JF_UNCONVERGED;
    if (s->executor->watcher && s->executor->watcher->stop != JF_STOP_NONE) {
        jf_report_stopped(s->executor, r);
    } else if (t.bad) {
        r->status = t.bad->result.status;
        r->cause = t.bad->result.cause;
        r->hint = t.bad->result.hint;
        r->place = t.bad->result.place;
    } else if (s->unsure) {
        r->place = s->unsure->far ? HUGE_VAL : s->unsure->x;
        r->cause = jf_report_message(JF_TEXT_QUAD_END_UNCLEAR, r->place);
    } else if (t.abserr <= t.tolerance) {
        r->status = JF_CONVERGED;
        r->trust = JF_TRUST_ESTIMATED;
    } else {
        r->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, NULL, NULL, NULL);
    }
}

static jf_status compute(principal *s)
{
    jf_status status = jf_survey_lay(&s->survey);

    if (status == JF_OK && s->survey.spent) {
        s->result->status = JF_UNCONVERGED;
        s->result->cause =
            jf_report_message(JF_TEXT_QUAD_BUDGET, (double)s->survey.neval);
        return JF_OK;
    }
    if (status == JF_OK)
        status = add_windows(s);
    if (status != JF_OK || s->done)
        return status;
    if (!lay_parts(s))
        return JF_NOMEM;
    status = integrate_parts(s);
    if (status == JF_OK && !s->done)
        status = sharpen(s);
    if (status == JF_OK && !s->done)
        report(s);
    return status;
}

// There is no pole: the integral itself.
static jf_status run_plain(principal *s)
{
    part whole = {.a = s->problem->a, .b = s->problem->b};
    const jf_status status =
        integrate_part(s, &whole, s->problem->options->rtol);

    *s->result = whole.result;
    return status;
}

jf_status jf_principal_run(const jf_problem *problem, jf_executor *executor,
                           jf_result *result)
{
    principal s = {.problem = problem,
                   .executor = executor,
                   .blank = *result,
                   .result = result};
    jf_status status = jf_survey_begin(&s.survey, problem);

    result->method = "pv";
    result->threads = 1;
    if (status == JF_OK)
        status = s.survey.npole > 0 ? compute(&s) : run_plain(&s);
    if (s.survey.npole > 0) {
        jf_explain_count(problem, JF_STEP_METHOD, JF_TEXT_EXPLAIN_PRINCIPAL,
                         s.survey.npole);
        jf_explain_step(problem, JF_STEP_ERROR, JF_TEXT_EXPLAIN_PARTS_ERROR,
                        NULL, NULL);
    }
    result->neval = s.neval + s.survey.neval;
    free(s.part);
    jf_survey_end(&s.survey);
    return status;
}

jf_status jf_principal_exists(const jf_problem *problem, bool *exists)
{
    enum { POLES_MAX = 64 }; // more would take time that nobody asked for
    jf_survey v;
    jf_status status = jf_survey_begin(&v, problem);

    *exists =
        status == JF_OK && !v.open_end && v.npole > 0 && v.npole <= POLES_MAX;
    for (int i = 0; i < v.n && *exists && status == JF_OK; i++) {
        const jf_suspect *const site = &v.site[i];
        jf_pole_value value;
        if (!site->pole)
            continue;
        status = jf_pole_integrate(&site->pair, site->reach, &site->laws,
                                   problem->options, NULL, &value);
        *exists = status == JF_OK && value.status == JF_CONVERGED;
    }
    jf_survey_end(&v);
    return status;
}
