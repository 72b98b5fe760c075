/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Kronrod panels with a bound of the rule's error.
 *
 * Idea: the 21-point Kronrod rule is exact for polynomials of degree 31, and
 *   its weights are positive, so on [c - h, c + h] it errs by no more than
 *   4 h |f - p| for any polynomial p of such a degree.  With p through
 *   Chebyshev points, |f - p| <= |f^(k)|/k! h^k 2^(1-k); f tells a bound of
 *   its Taylor coefficients over the whole panel (base/sight.h).  So nothing
 *   can hide between the abscissae, and no search for peaks is needed.
 * Rounds: panels with more than their share of the error, and within 2^40 of
 *   the worst, are halved, until rounding is all that is left.  (What is far
 *   from a peak has a bound of next to nothing, but the share of a panel is
 *   known only once the peak is found.)
 * Error: that bound; rounding inside f, as f tells it; 2u of the integral of
 *   |f|; the noise of rounded abscissae that panel.c estimates; and what f has
 *   beyond a polynomial of degree 19: it is noise, since the bound is met by
 *   polynomials of that degree.  Not all of this is proved, so the answer is
 *   `verified`, not `proved`.
 * Cost: a smooth integrand: one to eight panels; a peak of a width of 10^-6 of
 *   the range: some 80; a singular end: 137; 21 evaluations each.
 * Fails on: what has no bound (functions whose derivatives are not known, 0/0),
 *   and rapid oscillation, more than 10^5 radians a piece. */
#include "quad/bounded.h"
#include "base/exact.h"
#include "base/next.h"
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/osc.h"
#include "quad/rounding.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { BESIDE = 4 }; // a mark is known to two units in the last place
enum { DEEPEST = 60, UNKNOWN_DEEPEST = 12, UNKNOWN_MOST = 512 };
enum { MANY = 1024, EXTRA = 1 };

static const double ENOUGH = DBL_EPSILON / 4; // of the integral of |f|

// --- one panel --------------------------------------------------------------

static double nudged(double x, int steps, double towards)
{
    for (int i = 0; i < steps; i++)
        x = jf_next(x, towards);
    return x;
}

// Of the rule on [a, b], where f may jump or bend at a or b, as `broken` says,
// to within some units of their last place; HUGE_VAL: not known.
static double error_bound(const jf_integrand *f, double a, double b,
                          const bool broken[2], double *rounding, bool *smooth)
{
    double coef[JF_TAYLOR + 1];
    const double l = broken[0] ? nudged(a, BESIDE, b) : a;
    const double r = broken[1] ? nudged(b, BESIDE, a) : b;
    const double h = b / 2 - a / 2;

    *rounding = 0;
    *smooth = false;
    if (!(l < r) || !f->sight->taylor(f->param, l, r, true, coef, rounding))
        return HUGE_VAL;
    *rounding *= 2 * h;
    *smooth = coef[JF_TAYLOR] < HUGE_VAL;
    // the coefficients leave room for the roundings here
    double error = 4 * h * coef[0], unit = 8 * h;
    for (int k = 1; k <= JF_TAYLOR; k++) {
        unit /= 2;
        if (unit * coef[k] < error)
            error = unit * coef[k];
    }
    return error;
}

bool jf_bounded_is_smooth(const jf_problem *problem, double a, double b,
                          bool between)
{
    double coef[JF_TAYLOR + 1], rounding;

    return problem->f->sight->taylor(problem->f->param, a, b, between, coef,
                                     &rounding) &&
           coef[JF_TAYLOR] < HUGE_VAL;
}

bool jf_bounded_is_tame(const jf_problem *problem, double a, double b)
{
    static const double SMOOTH = 0x1p-20, NOTHING = 0x1p-960;
    const double l = nudged(a, BESIDE, b), r = nudged(b, BESIDE, a);
    double coef[JF_TAYLOR + 1], rounding;

    return l < r &&
           problem->f->sight->taylor(problem->f->param, l, r, true, coef,
                                     &rounding) &&
           (coef[JF_TAYLOR] <= SMOOTH * coef[0] || coef[0] <= NOTHING);
}

// A limit of the range may be a breakpoint as well.
static double bound_of(const jf_problem *problem, jf_bounded_panel *p)
{
    const bool limit[2] = {p->gk.broken[0] || p->gk.a == problem->a,
                           p->gk.broken[1] || p->gk.b == problem->b};
    bool smooth;
    const double bound = error_bound(problem->f, p->gk.a, p->gk.b, p->gk.broken,
                                     &p->rounding, &smooth);

    if (smooth || (limit[0] == p->gk.broken[0] && limit[1] == p->gk.broken[1]))
        return bound;
    return error_bound(problem->f, p->gk.a, p->gk.b, limit, &p->rounding,
                       &smooth);
}

static jf_status examine(jf_bounded *s, jf_bounded_panel *p)
{
    jf_site *const site = p->site ? p->site : &s->plain;

    p->bound = bound_of(&site->problem, p);
    if (p->bound == HUGE_VAL)
        return JF_OK;
    s->neval += JF_GK21_NPOINT;
    const jf_status status = jf_gk_evaluate(&site->worker, &p->gk);
    if (p->gk.bad) // it overflows
        p->bound = HUGE_VAL;
    else
        p->gk.error = // by distance values have a few more roundings
            fmax(p->gk.ripple > 2 * p->gk.noise ? p->gk.ripple : 0,
                 (p->site ? 2 : 1) * DBL_EPSILON * p->gk.abs);
    return status;
}

// --- rounds -----------------------------------------------------------------

static bool reserve(jf_bounded *s, int n)
{
    if (n <= s->room)
        return true;
    const int room = n < JF_BOUNDED_MOST / 4 ? 4 * n : JF_BOUNDED_MOST;
    jf_bounded_panel *const old = s->panel == s->few ? NULL : s->panel;
    jf_bounded_panel *const more = realloc(old, (size_t)room * sizeof *more);
    if (!more)
        return false;
    for (int i = 0; !old && i < s->n; i++)
        more[i] = s->few[i];
    s->panel = more;
    s->room = room;
    return true;
}

jf_status jf_bounded_add(jf_bounded *s, const jf_bounded_panel *panel)
{
    if (s->n == JF_BOUNDED_MOST)
        return JF_USAGE;
    if (!reserve(s, s->n + 1))
        return JF_NOMEM;
    s->width += panel->gk.b - panel->gk.a;
    s->panel[s->n++] = *panel;
    return examine(s, &s->panel[s->n - 1]);
}

static void add_up(jf_bounded *s)
{
    const jf_options *const o = s->problem->options;
    jf_exact value = {{0}, 0, 0, 0, 0};
    double error = 0, noise = 0;

    s->abs = s->bound = s->rounding = 0;
    for (int i = 0; i < s->n; i++) {
        const jf_bounded_panel *const p = &s->panel[i];
        s->bound += p->bound;
        if (p->bound == HUGE_VAL)
            continue;
        jf_exact_add(&value, p->gk.value);
        jf_exact_add(&value, p->gk.shift);
        s->abs += p->gk.abs;
        error += p->gk.error + p->gk.gap;
        noise = jf_rounding_join(noise, p->gk.noise);
        s->rounding += p->rounding;
    }
    for (int i = 0; i < s->nchain; i++) {
        jf_exact_add(&value, s->chain[i].remainder);
        s->abs += fabs(s->chain[i].remainder);
        jf_exact_add(&value, s->chain[i].end.shift);
        error += s->chain[i].doubt + s->chain[i].end.gap;
    }
    s->value = jf_exact_round(&value);
    s->error = (s->bound + error) * (1 + 0x1p-40) + noise;
    const double floor =
        4 * DBL_EPSILON * s->abs + fmin(2 * noise, o->rtol * s->abs);
    s->tolerance = fmax(fmax(o->atol, o->rtol * fabs(s->value)), floor);
}

static double worst_of(const jf_bounded *s)
{
    double worst = 0;

    for (int i = 0; i < s->n; i++)
        worst = fmax(worst, s->panel[i].bound);
    return worst;
}

// What a panel may err by.  Octaves have equal shares, whatever their width.
static double share_of(const jf_bounded *s, const jf_bounded_panel *p)
{
    const double width = p->gk.b - p->gk.a;

    return p->octave >= 0 ? ldexp(1, -p->depth) / (64 * fmax(s->nchain, 1))
                          : width / (s->width * (1 + s->nchain));
}

static bool is_rough(const jf_bounded *s, const jf_bounded_panel *p)
{
    return s->error > s->tolerance && p->extra < EXTRA &&
           p->gk.error > fmax(share_of(s, p) * s->tolerance / 2,
                              4 * (DBL_EPSILON * p->gk.abs + p->gk.noise));
}

// Whether to halve a panel, and for whose sake.
static bool is_due(const jf_bounded *s, jf_bounded_panel *p, double worst)
{
    static const double WITHIN = 0x1p-40;

    if (p->bound > ENOUGH * s->abs * share_of(s, p))
        return p->bound >= WITHIN * worst;
    if (s->bound > ENOUGH * s->abs || !is_rough(s, p))
        return false;
    p->extra++;
    return true;
}

// Halving brings the bound down by 2^JF_TAYLOR: how many panels one becomes,
// or 0 if there are so many that a peak has yet to be found.
static double descendants(const jf_bounded *s, const jf_bounded_panel *p)
{
    static const double UNCLEAR = JF_BOUNDED_MOST / 2;
    const double excess = p->bound / (ENOUGH * s->abs * share_of(s, p));
    int e;

    frexp(fmin(excess, DBL_MAX), &e);
    // the root of 2^e, linear between powers of two
    const double n =
        e <= 0 ? 1
               : ldexp(1 + (double)(e % JF_TAYLOR) / JF_TAYLOR, e / JF_TAYLOR);
    return n < UNCLEAR ? n : 0;
}

static bool is_hopeless(const jf_bounded *s)
{
    double sum = 0;
    int unknown = 0;

    for (int i = 0; i < s->n; i++) {
        const jf_bounded_panel *const p = &s->panel[i];
        unknown += p->bound == HUGE_VAL;
        if (p->bound == HUGE_VAL && p->depth >= UNKNOWN_DEEPEST)
            return true;
        sum += descendants(s, p);
    }
    return sum > JF_BOUNDED_MOST || unknown > UNKNOWN_MOST;
}

static bool halve(const jf_bounded_panel *old, jf_bounded_panel *left,
                  jf_bounded_panel *right)
{
    const double middle = old->gk.a / 2 + old->gk.b / 2;

    *left = (jf_bounded_panel){.gk = {.a = old->gk.a, .b = middle},
                               .site = old->site,
                               .chain = old->chain,
                               .octave = old->octave,
                               .depth = old->depth + 1,
                               .extra = old->extra};
    *right = *left;
    left->gk.broken[0] = old->gk.broken[0];
    right->gk.a = middle;
    right->gk.b = old->gk.b;
    right->gk.broken[1] = old->gk.broken[1];
    return middle > old->gk.a && middle < old->gk.b && jf_gk_wide(&old->gk) &&
           old->depth < DEEPEST;
}

// Halves what is due; *more: something was.  JF_USAGE: it leads nowhere.
static jf_status halve_due(jf_bounded *s, bool *more)
{
    const double worst = worst_of(s);
    const int n = s->n;
    jf_status status = JF_OK;
    bool rapid = false;

    *more = false;
    if (is_hopeless(s))
        return JF_USAGE;
    if (n > MANY && !s->many) { // once: it takes longer than some panels
        s->many = true;
        status = jf_osc_rapid(s->problem, &rapid);
    }
    if (rapid)
        return JF_USAGE;
    for (int i = 0; i < n && status == JF_OK; i++) {
        jf_bounded_panel left, right;
        if (!is_due(s, &s->panel[i], worst))
            continue;
        if (!halve(&s->panel[i], &left, &right))
            return JF_USAGE;
        *more = true;
        s->width -= right.gk.b - right.gk.a; // added again
        s->panel[i] = left;
        status = examine(s, &s->panel[i]);
        if (status == JF_OK)
            status = jf_bounded_add(s, &right);
    }
    return status;
}

static jf_status refine(jf_bounded *s)
{
    const int64_t most = s->problem->options->max_neval;
    jf_status status = JF_OK;
    bool more = true;

    while (status == JF_OK && more) {
        add_up(s);
        status = halve_due(s, &more);
        if (most > 0 && s->neval > most)
            status = JF_USAGE;
    }
    if (status == JF_OK)
        status = jf_bounded_finish(s, &s->known);
    if (!jf_bounded_judge_ends(s))
        status = JF_NOMEM;
    add_up(s);
    return status;
}

// --- the whole --------------------------------------------------------------

// The integral of |f with one of its numbers changed - f|, over the panels in
// x; JF_USAGE: there is no such number.
static jf_status change_literal(jf_bounded *s, int i, double *change)
{
    const jf_integrand *const f = s->problem->f;
    jf_problem problem = *s->problem;
    jf_gk_worker worker = {.problem = &problem};
    jf_exact sum = {{0}, 0, 0, 0, 0};
    jf_view view;

    jf_status status = f->sight->literal(f->param, i, &view);
    if (status != JF_OK)
        return status;
    problem.f = &view.f;
    status = jf_attach(&view.f, &worker.param) ? JF_OK : JF_NOMEM;
    for (int k = 0; k < s->n && status == JF_OK; k++) {
        jf_gk_panel panel = s->panel[k].gk;
        if (s->panel[k].site)
            continue;
        status = jf_gk_evaluate(&worker, &panel);
        s->neval += JF_GK21_NPOINT;
        jf_exact_add(&sum, panel.value);
        jf_exact_add(&sum, -s->panel[k].gk.value);
    }
    *change = fabs(jf_exact_round(&sum));
    if (worker.param)
        jf_detach(&view.f, worker.param);
    jf_view_clear(&view);
    return status;
}

// What rounded numbers in f change.  Where a bound of it matters, it is
// measured for each number.
static jf_status judge_literals(jf_bounded *s, double *error)
{
    enum { LITTLE = 1, NUMBERS = 16 };
    double sum = 0, change;
    jf_status status = JF_OK;

    *error = s->rounding;
    if (s->rounding <= LITTLE * DBL_EPSILON * s->abs ||
        !s->problem->f->sight->literal)
        return JF_OK;
    for (int i = 0; i < s->n; i++) // by distance: of little account
        if (s->panel[i].site)
            sum += s->panel[i].rounding;
    for (int i = 0; i < NUMBERS && status == JF_OK; i++) {
        status = change_literal(s, i, &change);
        if (status == JF_OK)
            sum += change / JF_LITERAL_CHANGE;
    }
    if (status == JF_USAGE) // that was the last one
        *error = fmin(*error, sum);
    return status == JF_NOMEM ? status : JF_OK;
}

static void explain_pieces(const jf_bounded *s)
{
    const jf_problem *const p = s->problem;

    jf_explain_lay(p, jf_method_bounded.report);
    for (int i = 0; i < s->n; i++) {
        const jf_bounded_panel *const it = &s->panel[i];
        const double x = it->chain < 0 ? it->gk.a / 2 + it->gk.b / 2
                                       : s->chain[it->chain].beside;
        jf_explain_add(p, x, it->gk.value,
                       it->bound + it->rounding + it->gk.error + it->gk.gap +
                           it->gk.noise);
    }
    for (int i = 0; i < s->nchain; i++)
        jf_explain_add(p, s->chain[i].beside, s->chain[i].remainder,
                       s->chain[i].doubt);
}

// In words: the panels, octaves, and shares of the error.
static void explain(const jf_bounded *s)
{
    const jf_problem *const p = s->problem;
    char text[JF_EXPLAIN_SIZE];
    double sum = 0;

    if (!jf_explain_wanted(p))
        return;
    jf_explain_count(p, JF_STEP_METHOD, JF_TEXT_EXPLAIN_BOUNDED, s->n);
    for (int i = 0; i < s->nchain; i++) {
        jf_explain_place(p, JF_STEP_METHOD,
                         s->chain[i].open    ? JF_TEXT_EXPLAIN_OCTAVES_DE
                         : s->chain[i].n < 3 ? JF_TEXT_EXPLAIN_NOTHING_BEYOND
                                             : JF_TEXT_EXPLAIN_OCTAVES,
                         s->chain[i].to, s->chain[i].n);
        sum += s->chain[i].doubt;
    }
    jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_BOUND,
                    jf_explain_above(s->bound, text), NULL);
    if (sum > 0)
        jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_BEYOND,
                        jf_explain_above(sum, text), NULL);
    jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_ROUNDING, NULL, NULL);
    explain_pieces(s);
}

// What rounding inside f does: alike within a panel, and in different ways in
// different ones.  f is computed better than it was typed, log1p(x) for
// log(1 + x), so no more is believed than what noise there is makes likely.
static double measure_rounding(const jf_bounded *s)
{
    enum { SAMPLES = 512, LIKELY = 16 };
    static const double LITTLE = DBL_EPSILON / 64;
    const int step = (s->n + SAMPLES - 1) / SAMPLES;
    double sum = 0, fixed;

    for (int i = 0; i < s->n; i += step) {
        const jf_gk_panel *const p = &s->panel[i].gk;
        const double at = p->a + 0.4 * (p->b - p->a);
        if (s->panel[i].site)
            continue;
        const double most = LIKELY * (p->ripple + DBL_EPSILON * p->abs);
        const double told =
            most < LITTLE * s->abs // most octaves
                ? most
                : jf_rounding_at(s->problem->f, at, &fixed) * (p->b - p->a);
        sum = jf_rounding_join(sum, fmin(told, most));
    }
    return sum * sqrt(step);
}

// The rule's error is bounded, so what is left is rounding, and no other method
// can do better.
static jf_status report(jf_bounded *s, jf_result *result)
{
    static const double MOST_ROUNDING = 1e-9; // of the integral of |f|
    double literals;

    if (!isfinite(s->value) || !(s->error < HUGE_VAL))
        return JF_USAGE;
    if (judge_literals(s, &literals) != JF_OK)
        return JF_NOMEM;
    const double rounding = jf_rounding_join(measure_rounding(s), literals);
    s->error += fmax(0, rounding - DBL_EPSILON * s->abs);
    s->tolerance = fmax(s->tolerance, fmin(s->error, MOST_ROUNDING * s->abs));
    result->value = s->value;
    result->status = s->error <= s->tolerance ? JF_CONVERGED : JF_UNCONVERGED;
    if (result->status != JF_CONVERGED)
        result->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
    result->abserr = s->error;
    result->magnitude = s->abs;
    result->tolerance = s->tolerance;
    result->panels = s->n;
    result->threads = 1;
    result->trust = s->known ? JF_TRUST_VERIFIED : JF_TRUST_ESTIMATED;
    explain(s);
    return JF_OK;
}

static void clear(jf_bounded *s)
{
    for (int i = 0; i < s->nsite; i++) {
        jf_detach(&s->site[i].view.f, s->site[i].worker.param);
        jf_view_clear(&s->site[i].view);
    }
    jf_detach(s->problem->f, s->plain.worker.param);
    if (s->panel != s->few)
        free(s->panel);
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    jf_bounded s;

    (void)method;
    s.executor =
        executor; // but there is less to do than starting a thread costs
    if (!problem->f->sight || !problem->f->sight->taylor)
        return JF_USAGE;
    if (isinf(problem->b - problem->a) && isfinite(problem->a) &&
        isfinite(problem->b))
        return JF_USAGE; // too long for a double
    s.problem = problem;
    s.plain.problem = *problem;
    s.plain.worker.problem = problem;
    s.panel = s.few;
    s.room = JF_BOUNDED_FEW;
    s.n = s.nsite = s.nchain = 0;
    s.width = 0;
    s.neval = 0;
    s.many = false;
    if (!jf_attach(problem->f, &s.plain.worker.param))
        return JF_NOMEM;
    jf_status status = jf_bounded_lay(&s);
    if (status == JF_OK)
        status = refine(&s);
    if (status == JF_OK)
        status = report(&s, result);
    result->neval = s.neval;
    clear(&s);
    return status;
}

const jf_method jf_method_bounded = {
    .name = "gk",
    .report = "gk21",
    .infinite = true,
    .help = JF_TEXT_METHOD_GK,
    .run = run,
};
