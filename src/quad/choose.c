/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The default: which method for which integrand.
 *
 * An integrand that tells of itself (base/sight.h) is asked where it may not be
 * smooth, and then panels with bounds of their errors are tried (bounded.c): if
 * these do, nothing is missed, and the answer is verified.  Else bounds of f
 * tell where its mass is, and
 *
 *   waves towards infinity        osc, and de if that finds none or is not sure
 *   endless ones at a finite end  osc, and de, and gk
 *   another infinite range        de
 *   more than 10^5 radians at a   osc, and gk, and de
 *   constant rate
 *   poles and branch points       de, and gk if that is not sure
 *   anything else                 gk, with jumps, kinks and narrow peaks as
 *                                 breakpoints; if that is not sure, osc and de
 *
 * An answer is final when the method is sure: converged, divergent, undefined
 * or stopped.  "Undefined" needs a proof, and a second method decides where the
 * first saw far less of |f| than the search for peaks did.  Of unsure answers
 * that with the smallest error stands.  A callback, which tells nothing, gets
 * gk, or de on an infinite range.  What osc found towards infinity is compared
 * with ooura.
 *
 * Cost:     21 evaluations for exp(x); 5000 to 15,000 to find narrow peaks
 *           where there are no bounds.
 * Fails on: what its methods fail on; it trusts each of them.
 * Rejected: two methods always, as a check: 1 ms more, and where de is not sure
 *   (rapid oscillation, cancellation) a right answer of gk would be lost. */
#include "base/sight.h"
#include "quad/bounded.h"
#include "quad/explain.h"
#include "quad/keep.h"
#include "quad/method.h"
#include "quad/places.h"
#include "quad/principal.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { TRIES_MAX = 3 };

typedef struct choice {
    jf_problem problem;
    jf_executor executor;
    jf_result blank; // to begin with, for a method
    jf_places places;
    int64_t neval; // by methods
    int nstep;     // of the explanation, that belong to no method
} choice;

// ---- which method

static bool is_sure(const jf_result *r)
{
    return r->status != JF_UNCONVERGED;
}

static bool is_better(const jf_result *r, const jf_result *best)
{
    if (best->status == JF_USAGE)
        return true;
    if (!isfinite(r->value) && isfinite(best->value))
        return r->status == JF_DIVERGENT || isfinite(r->place);
    return is_sure(r) || r->abserr < best->abserr;
}

// Whether bounds prove that f has no value on a stretch of [a, b]: else an
// overflow inside of f looks the same.
static bool is_empty_within(const jf_integrand *f, double a, double b,
                            int depth)
{
    const double middle = a / 2 + b / 2;

    if (depth == 0 || !(middle > a && middle < b))
        return false;
    const jf_range range = f->sight->range(f->param, a, b);
    if (range.lo > range.hi)
        return true;
    return (range.seen & JF_SEEN_UNDEFINED) &&
           (is_empty_within(f, a, middle, depth - 1) ||
            is_empty_within(f, middle, b, depth - 1));
}

static bool is_proved(const jf_problem *p, const jf_result *r)
{
    static const double REACH = 0x1p-30;
    const jf_integrand *const f = p->f;
    const double a = fmax(p->a, -DBL_MAX), b = fmin(p->b, DBL_MAX);
    enum { DEPTH = 14 }; // an edge is flagged once or twice at each

    if (!f->sight || !f->sight->range)
        return true;         // nobody to ask
    if (!isfinite(r->place)) // the sum is too large
        return true;
    const double reach = REACH * fabs(r->place);
    return is_empty_within(f, fmax(a, r->place - reach),
                           fmin(b, r->place + reach), 1) ||
           is_empty_within(f, a, b, DEPTH);
}

// Too small for doubles, or rounded as such: each value may be off by 2^-1074.
static void allow_for_underflow(const choice *c, jf_result *r)
{
    const jf_problem *const p = &c->problem;
    const double width = p->b - p->a;

    if (r->status != JF_CONVERGED || fabs(r->value) >= DBL_MIN * width ||
        !p->f->sight || !p->f->sight->range)
        return;
    const jf_range range = p->f->sight->range(p->f->param, p->a, p->b);
    if (range.seen == 0 && fmax(fabs(range.lo), fabs(range.hi)) <= DBL_MIN &&
        range.lo < range.hi)
        r->abserr += fmax(width, 1) * DBL_TRUE_MIN;
    if (r->abserr <= fmax(p->options->atol, r->tolerance))
        return;
    r->status = JF_UNCONVERGED;
    r->cause = jf_message_make(JF_TEXT_QUAD_UNDERFLOW, NULL, NULL, NULL);
}

// One more sentence that stays, whatever is tried next.
static void tell(choice *c, jf_step_kind kind, jf_text_id text, const char *arg)
{
    jf_explanation *const e = c->problem.options->explain;

    if (!e || e->nstep == JF_STEPS_MAX)
        return;
    memmove(&e->step[c->nstep + 1], &e->step[c->nstep],
            (size_t)(e->nstep - c->nstep) * sizeof *e->step);
    e->nstep++;
    e->step[c->nstep++] =
        (jf_step){kind, jf_message_make(text, arg, NULL, NULL)};
}

// The account of a method begins after what stays; *before is kept for the case
// that it does not stand.
static void begin_account(const choice *c, jf_explanation *before)
{
    jf_explanation *const e = c->problem.options->explain;

    if (!e)
        return;
    *before = *e;
    e->nstep = c->nstep;
    e->npiece = 0;
    e->nmore = 0;
}

static void drop_account(const choice *c, const jf_explanation *before)
{
    if (c->problem.options->explain)
        *c->problem.options->explain = *before;
}

// Runs a method; its answer stands if it is better than *best.
static jf_status attempt(choice *c, const jf_method *m, jf_result *best)
{
    jf_problem problem = c->problem;
    jf_result r = c->blank;
    jf_explanation before;

    if (m == &jf_method_gk || (m == &jf_method_osc && c->places.rapid)) {
        problem.point = c->places.point;
        problem.npoint = c->places.npoint;
    }
    r.method = m->report;
    if (m != &jf_method_gk) // it begins again
        c->executor.keeper = NULL;
    begin_account(c, &before);
    const jf_status status = m->run(m, &problem, &c->executor, &r);
    c->neval += r.neval;
    if (jf_keep_is_damaged(&c->executor))
        return status;
    c->executor.keeper = NULL; // nor is anything after the first kept
    if (status == JF_USAGE) {  // not for this method
        drop_account(c, &before);
        tell(c, JF_STEP_FOUND, JF_TEXT_EXPLAIN_NO_WAVES, NULL);
        return JF_OK;
    }
    if (r.status == JF_UNDEFINED && !is_proved(&problem, &r)) {
        r.status = JF_UNCONVERGED;
        r.cause = jf_report_message(JF_TEXT_QUAD_OVERFLOW, r.place);
        r.hint = c->blank.hint;
    } else if (r.status == JF_UNDEFINED && isfinite(r.place) &&
               problem.f->sight) {
        jf_explain_step(&problem, JF_STEP_CHECK, JF_TEXT_EXPLAIN_UNDEFINED, 0,
                        0);
    }
    allow_for_underflow(c, &r);
    if (status == JF_OK && is_better(&r, best))
        *best = r;
    else
        drop_account(c, &before);
    if (status == JF_OK && !is_sure(&r))
        tell(c, JF_STEP_METHOD, JF_TEXT_EXPLAIN_UNSURE, r.method);
    return status;
}

// The first thing to try; *result is blank, and stays so if it is of no use.
static jf_status attempt_bounded(choice *c, jf_result *result)
{
    jf_problem problem = c->problem;

    problem.point = c->places.point;
    problem.npoint = c->places.npoint;
    const jf_status status = jf_method_bounded.run(&jf_method_bounded, &problem,
                                                   &c->executor, result);
    c->neval += result->neval;
    if (status != JF_OK)
        return status == JF_USAGE ? JF_OK : status;
    result->method = jf_method_bounded.report;
    if (is_sure(result) && result->trust == JF_TRUST_VERIFIED)
        jf_explain_step(&problem, JF_STEP_CHECK, JF_TEXT_EXPLAIN_VERIFIED, 0,
                        0);
    allow_for_underflow(c, result);
    return JF_OK;
}

static const jf_method *const plans[][TRIES_MAX] = {
    {&jf_method_gk, &jf_method_osc, &jf_method_de}, // smooth pieces
    {&jf_method_de, &jf_method_gk},                 // singular
    {&jf_method_osc, &jf_method_de},                // infinite
    {&jf_method_osc, &jf_method_de, &jf_method_gk}, // endless
    {&jf_method_osc, &jf_method_gk, &jf_method_de}, // rapid
};

static const jf_method *const *plan_of(choice *c)
{
    static const jf_text_id reasons[] = {
        JF_TEXT_EXPLAIN_PLAN_SMOOTH, JF_TEXT_EXPLAIN_PLAN_SINGULAR,
        JF_TEXT_EXPLAIN_PLAN_INFINITE, JF_TEXT_EXPLAIN_PLAN_ENDLESS,
        JF_TEXT_EXPLAIN_PLAN_RAPID};
    const int kind = c->places.infinite   ? 2
                     : c->places.endless  ? 3
                     : c->places.rapid    ? 4
                     : c->places.singular ? 1
                                          : 0;

    tell(c, JF_STEP_METHOD, reasons[kind], NULL);
    return plans[kind];
}

// Whether so little of the mass of f was seen that some was missed.
static bool is_doubtful(const choice *c, const jf_result *r)
{
    enum { LITTLE = 64 };

    return r->status == JF_CONVERGED && r->magnitude < c->places.mass / LITTLE;
}

// A second method decides: *best stands if both agree.
static jf_status confirm(choice *c, const jf_method *m, jf_result *best)
{
    const jf_result first = *best;
    jf_result second = c->blank;
    const int nstep = c->nstep;
    jf_explanation before;

    begin_account(c, &before);
    const jf_status status = attempt(c, m, &second);
    const double difference = fabs(first.value - second.value);
    const bool agree = second.status == JF_CONVERGED &&
                       difference <= first.abserr + second.abserr;
    if (status != JF_OK || second.status == JF_USAGE || agree) {
        drop_account(c, &before);
        c->nstep = nstep;
        if (agree)
            tell(c, JF_STEP_CHECK, JF_TEXT_EXPLAIN_AGREES, m->report);
        return status;
    }
    tell(c, JF_STEP_CHECK, JF_TEXT_EXPLAIN_DISAGREES, m->report);
    *best = second;
    if (second.status != JF_UNCONVERGED)
        return JF_OK;
    best->status = JF_UNCONVERGED;
    best->abserr = fmax(second.abserr, difference);
    return JF_OK;
}

// A method of another family looks on: where both have converged they agree,
// and the answer is verified, or one of them is wrong.
static jf_status verify(choice *c, const jf_method *m, jf_result *result)
{
    static const double CLOSE = 1e-9;
    jf_result second = c->blank;
    const int nstep = c->nstep;
    jf_explanation before;

    begin_account(c, &before);
    const jf_status status = attempt(c, m, &second);
    drop_account(c, &before);
    c->nstep = nstep;
    if (status != JF_OK || second.status != JF_CONVERGED)
        return status;
    const double difference = fabs(result->value - second.value);
    const bool agree = difference <= result->abserr + second.abserr;
    tell(c, JF_STEP_CHECK,
         agree ? JF_TEXT_EXPLAIN_OTHER_AGREES : JF_TEXT_EXPLAIN_OTHER_DISAGREES,
         m->report);
    if (!agree) {
        result->status = JF_UNCONVERGED;
        result->abserr = fmax(result->abserr, difference);
    } else if (second.abserr <= CLOSE * fabs(result->value)) {
        result->trust = JF_TRUST_VERIFIED;
    }
    return JF_OK;
}

static jf_status attempt_others(choice *c, jf_result *result)
{
    jf_explanation *const e = c->problem.options->explain;

    result->neval = 0;
    c->blank = *result;
    jf_status status = jf_places_look_closer(&c->places);
    c->nstep = e ? e->nstep : 0;
    if (!c->places.crowded)
        tell(c, JF_STEP_METHOD, JF_TEXT_EXPLAIN_NO_BOUNDS, NULL);
    const jf_method *const *const plan = plan_of(c);
    for (int i = 0; i < TRIES_MAX && plan[i] && status == JF_OK; i++) {
        status = attempt(c, plan[i], result);
        if (result->status != JF_USAGE && is_sure(result))
            break;
    }
    if (status == JF_OK && is_doubtful(c, result))
        status = confirm(c, &jf_method_de, result);
    if (status == JF_OK && result->status == JF_CONVERGED &&
        result->method == jf_method_osc.report && c->places.infinite)
        status = verify(c, &jf_method_ooura, result);
    return status;
}

// Between the limits a principal value may be had instead.
static jf_status add_hint(const jf_problem *p, jf_result *result)
{
    bool exists = false;

    if (result->status != JF_DIVERGENT || !p->f->sight)
        return JF_OK;
    const jf_status status = jf_principal_exists(p, &exists);
    if (exists)
        result->hint = jf_message_make(JF_TEXT_QUAD_HINT_PV, NULL, NULL, NULL);
    return status;
}

// Without `blank`, which is large.
static void begin(choice *c, const jf_problem *problem, jf_executor *executor)
{
    c->problem = *problem;
    jf_places_begin(&c->places, &c->problem);
    c->executor = *executor;
    c->neval = 0;
    c->nstep = 0;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    choice c;

    (void)method;
    begin(&c, problem, executor);
    if (problem->options->principal) {
        c.executor.keeper = NULL; // of many integrals none is kept
        return jf_principal_run(problem, &c.executor, result);
    }
    jf_status status = jf_places_look(&c.places);
    if (status == JF_OK && !c.places.crowded)
        status = attempt_bounded(&c, result);
    if (status == JF_OK && result->status == JF_USAGE)
        status = attempt_others(&c, result);
    if (status == JF_OK)
        status = add_hint(problem, result);
    result->neval = c.neval + c.places.neval;
    jf_places_clear(&c.places);
    return status;
}

const jf_method jf_method_auto = {
    .name = "auto",
    .report = "auto",
    .infinite = true,
    .kept = true,
    .help = JF_TEXT_METHOD_AUTO,
    .run = run,
};
