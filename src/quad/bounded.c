/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Kronrod panels with a bound of the rule's error.
 *
 * Idea: the 21-point Kronrod rule is exact for polynomials of degree 31, and
 *   its weights are positive, so on [c - h, c + h] it errs by no more than
 *   4 h |f - p| for any polynomial p of such a degree.  With p through Chebyshev
 *   points, |f - p| <= |f^(k)|/k! h^k 2^(1-k), and f tells a bound of its Taylor
 *   coefficients over the whole panel (base/sight.h).  So nothing can hide
 *   between the abscissae, and no search for peaks is needed.
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
 *   the range: some 60; 0.3 us and 21 evaluations each.
 * Fails on: what has no bound (singular points, functions whose derivatives
 *   are not known), and rapid oscillation, more than 10^4 radians a piece. */
#include "quad/bounded.h"
#include "base/exact.h"
#include "base/sight.h"
#include "quad/attach.h"
#include "quad/gk.h"
#include "quad/report.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { FEW = 16, MOST = 4096, DEEPEST = 60, UNKNOWN_DEEPEST = 12, EXTRA = 3 };

static const double ENOUGH = DBL_EPSILON / 4; // of the integral of |f|

typedef struct panel {
    jf_gk_panel gk;
    double bound, rounding;
    int depth, extra; /* halvings in all, and for the sake of noise */
} panel;

typedef struct state {
    const jf_problem *problem;
    jf_gk_worker worker;
    panel few[FEW];
    panel *panel; /* few, or on the heap */
    int n, room;
    double value, abs, bound, error, tolerance;
    int64_t neval;
} state;

// --- one panel --------------------------------------------------------------

static double nudged(double x, int steps, double towards)
{
    for (int i = 0; i < steps; i++)
        x = nextafter(x, towards);
    return x;
}

double jf_bounded_error(const jf_integrand *f, double a, double b,
                        const bool broken[2], double *rounding)
{
    enum { BESIDE = 4 }; // a mark is known to two units in the last place
    double coef[JF_TAYLOR + 1];
    const double l = broken[0] ? nudged(a, BESIDE, b) : a;
    const double r = broken[1] ? nudged(b, BESIDE, a) : b;
    const double h = b / 2 - a / 2;

    *rounding = 0;
    if (!(l < r) || !f->sight->taylor(f->param, l, r, coef, rounding))
        return HUGE_VAL;
    *rounding *= 2 * h;
    // the coefficients leave room for the roundings here
    double error = 4 * h * coef[0], power = 8 * h;
    for (int k = 1; k <= JF_TAYLOR; k++) {
        power *= h / 2;
        error = fmin(error, fmax(power, DBL_MIN) * coef[k]);
    }
    return error;
}

// A limit of the range may be a breakpoint as well.
static double bound_of(const state *s, const jf_gk_panel *p, double *rounding)
{
    const bool broken[2] = {p->broken[0] || p->a == s->problem->a,
                            p->broken[1] || p->b == s->problem->b};
    const double bound =
        jf_bounded_error(s->problem->f, p->a, p->b, p->broken, rounding);

    if (bound < HUGE_VAL ||
        (broken[0] == p->broken[0] && broken[1] == p->broken[1]))
        return bound;
    return jf_bounded_error(s->problem->f, p->a, p->b, broken, rounding);
}

static jf_status examine(state *s, panel *p)
{
    p->bound = bound_of(s, &p->gk, &p->rounding);
    if (p->bound == HUGE_VAL)
        return JF_OK;
    s->neval += JF_GK21_NPOINT;
    const jf_status status = jf_gk_evaluate(&s->worker, &p->gk);
    // a polynomial of degree 19 is as near as the bound: all else is noise
    if (!p->gk.bad)
        p->gk.error = fmax(p->gk.ripple > 2 * p->gk.noise ? p->gk.ripple : 0,
                           fmax(DBL_EPSILON * p->gk.abs, p->rounding));
    return status;
}

// --- rounds -----------------------------------------------------------------

static bool reserve(state *s, int n)
{
    if (n <= s->room)
        return true;
    const int room = n < MOST / 4 ? 4 * n : MOST;
    panel *const old = s->panel == s->few ? NULL : s->panel;
    panel *const more = realloc(old, (size_t)room * sizeof *more);
    if (!more)
        return false;
    for (int i = 0; !old && i < s->n; i++)
        more[i] = s->few[i];
    s->panel = more;
    s->room = room;
    return true;
}

static void add_up(state *s)
{
    const jf_options *const o = s->problem->options;
    jf_exact value = {{0}, 0, 0, 0, 0};
    double error = 0, noise = 0, rounding = 0;

    s->abs = s->bound = 0;
    for (int i = 0; i < s->n; i++) {
        const panel *const p = &s->panel[i];
        s->bound += p->bound;
        if (p->bound == HUGE_VAL)
            continue;
        jf_exact_add(&value, p->gk.value);
        s->abs += p->gk.abs;
        error += p->gk.error + p->gk.gap;
        noise += p->gk.noise * p->gk.noise;
        rounding += p->rounding;
    }
    s->value = jf_exact_round(&value);
    noise = sqrt(noise);
    s->error = (s->bound + error) * (1 + 0x1p-40) + noise;
    const double floor = 4 * DBL_EPSILON * s->abs +
                         fmin(2 * (noise + rounding), o->rtol * s->abs);
    s->tolerance = fmax(fmax(o->atol, o->rtol * fabs(s->value)), floor);
}

static double worst_of(const state *s)
{
    double worst = 0;

    for (int i = 0; i < s->n; i++)
        worst = fmax(worst, s->panel[i].bound);
    return worst;
}

static bool is_rough(const state *s, const panel *p, double share)
{
    return s->error > s->tolerance && p->extra < EXTRA &&
           p->gk.error > fmax(share * s->tolerance / 2,
                              4 * (DBL_EPSILON * p->gk.abs + p->gk.noise));
}

// Whether to halve a panel, and for whose sake.
static bool is_due(const state *s, panel *p, double worst)
{
    static const double WITHIN = 0x1p-40;
    const double share = (p->gk.b - p->gk.a) / (s->problem->b - s->problem->a);

    if (p->bound > ENOUGH * s->abs * share)
        return p->bound >= WITHIN * worst;
    if (s->bound > ENOUGH * s->abs || !is_rough(s, p, share))
        return false;
    p->extra++;
    return true;
}

// Halving brings the bound down by 2^JF_TAYLOR: how many panels one becomes,
// unless there are so many that a peak has yet to be found.
static double descendants(const state *s, const panel *p)
{
    static const double UNCLEAR = MOST / 2;
    const double share = (p->gk.b - p->gk.a) / (s->problem->b - s->problem->a);
    const double excess = p->bound / (ENOUGH * s->abs * share);
    const double n = excess > 1 ? pow(excess, 1.0 / JF_TAYLOR) : 1;

    return n < UNCLEAR ? n : 1;
}

static bool is_hopeless(const state *s)
{
    double sum = 0;

    for (int i = 0; i < s->n; i++) {
        const panel *const p = &s->panel[i];
        if (p->bound == HUGE_VAL && p->depth >= UNKNOWN_DEEPEST)
            return true;
        sum += descendants(s, p);
    }
    return sum > MOST;
}

static bool halve(panel *left, panel *right)
{
    const double middle = left->gk.a / 2 + left->gk.b / 2;
    const panel old = *left;

    if (!(middle > old.gk.a && middle < old.gk.b) || !jf_gk_wide(&old.gk) ||
        old.depth == DEEPEST)
        return false;
    *left = (panel){.gk = {.a = old.gk.a, .b = middle},
                    .depth = old.depth + 1,
                    .extra = old.extra};
    *right = *left;
    left->gk.broken[0] = old.gk.broken[0];
    right->gk.a = middle;
    right->gk.b = old.gk.b;
    right->gk.broken[1] = old.gk.broken[1];
    return true;
}

// Halves what is due; *more: something was.  JF_USAGE: it leads nowhere.
static jf_status halve_due(state *s, bool *more)
{
    const double worst = worst_of(s);
    const int n = s->n;
    jf_status status = JF_OK;

    *more = false;
    if (is_hopeless(s))
        return JF_USAGE;
    for (int i = 0; i < n && status == JF_OK; i++) {
        if (!is_due(s, &s->panel[i], worst))
            continue;
        if (s->n == MOST)
            return JF_USAGE;
        if (!reserve(s, s->n + 1))
            return JF_NOMEM;
        panel *const left = &s->panel[i], *const right = &s->panel[s->n];
        if (!halve(left, right))
            return JF_USAGE;
        s->n++;
        *more = true;
        status = examine(s, left);
        if (status == JF_OK)
            status = examine(s, right);
    }
    return status;
}

// A jump at a breakpoint is met to two units in its last place.
static void judge_breaks(state *s)
{
    for (int i = 0; i < s->n; i++) {
        jf_gk_panel *const l = &s->panel[i].gk;
        l->gap = 0;
        for (int k = 0; l->broken[1] && k < s->n; k++) {
            const jf_gk_panel *const r = &s->panel[k].gk;
            if (r->a == l->b) // the same double
                l->gap =
                    fabs(l->end[1] - r->end[0]) * 2 * DBL_EPSILON * fabs(l->b);
        }
    }
}

static jf_status refine(state *s)
{
    jf_status status = JF_OK;
    bool more = true;

    while (status == JF_OK && more) {
        add_up(s);
        status = halve_due(s, &more);
        if (s->neval > s->problem->options->max_neval &&
            s->problem->options->max_neval > 0)
            status = JF_USAGE;
    }
    judge_breaks(s);
    add_up(s);
    return status;
}

// --- the whole --------------------------------------------------------------

static jf_status begin(state *s)
{
    const jf_problem *const p = s->problem;
    jf_status status = JF_OK;

    if (p->npoint >= MOST / 2)
        return JF_USAGE;
    if (!reserve(s, (int)p->npoint + 1))
        return JF_NOMEM;
    for (size_t i = 0; i <= p->npoint && status == JF_OK; i++) {
        panel *const it = &s->panel[s->n++];
        *it = (panel){.gk = {.a = i == 0 ? p->a : p->point[i - 1],
                             .b = i == p->npoint ? p->b : p->point[i],
                             .broken = {i > 0, i < p->npoint}}};
        status = examine(s, it);
    }
    return status;
}

static jf_status report(const state *s, jf_result *result)
{
    if (s->error > s->tolerance || !jf_report_value(s->value, result))
        return JF_USAGE; // noise: others may do better, or say why
    result->status = JF_CONVERGED;
    result->abserr = s->error;
    result->magnitude = s->abs;
    result->tolerance = s->tolerance;
    result->panels = s->n;
    result->threads = 1;
    result->trust = JF_TRUST_VERIFIED;
    return JF_OK;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    state s = {.problem = problem, .room = FEW};

    (void)method;
    (void)executor; // there is less to do than starting a thread costs
    s.panel = s.few;
    s.worker.problem = problem;
    if (!problem->f->sight || !problem->f->sight->taylor)
        return JF_USAGE;
    if (!jf_attach(problem->f, &s.worker.param))
        return JF_NOMEM;
    jf_status status = begin(&s);
    if (status == JF_OK)
        status = refine(&s);
    jf_detach(problem->f, s.worker.param);
    if (status == JF_OK)
        status = report(&s, result);
    result->neval = s.neval;
    if (s.panel != s.few)
        free(s.panel);
    return status;
}

const jf_method jf_method_bounded = {
    .name = "gk",
    .report = "gk21",
    .help = JF_TEXT_METHOD_GK,
    .run = run,
};
