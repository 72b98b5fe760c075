/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composite rules with N equal panels: Simpson (the panel has its midpoint),
 * trapezoid, midpoint, Boole.
 *
 * All abscissae stand on one grid, and jf_grid_sum gives the sum of f over each
 * residue class of j modulo 16, exactly but for the rounding inside tiles.  A
 * rule is a set of integer weights for the classes, so that
 *     sum w_j f_j  =  sum over classes of weight * class sum  -  ends
 * is formed in integers; one multiplication by the step, in double-double, is
 * the only further rounding.
 *
 * Error: the same rule with half as many panels, a quarter, an eighth, uses
 *     abscissae that are there already.  With d1 = |S_N - S_N/2|, d2, d3 the
 *     error is taken as 2 d r / (1 - r), where r is the largest of d1/d2,
 *     d2/d3 and the ratio that theory promises (1/16 for Simpson), at most
 *     0.9, and d the largest of d1, d2 r, d3 r^2: one difference may be small
 *     by chance.  So a rule that converges as it should is believed, and one
 *     that does not is not.  Panels that half as many cannot cover (N odd) are
 *     compared as a last pair of their own.  N = 1 is compared with a rule of
 *     lower degree on the same points.  The midpoint rule has no half on its
 *     own points; it is compared with the four-point open rule of degree 3,
 *     on panels as they are, and on runs of 2 and 4.  Where these differences
 *     fall slowly both rules err alike, and (3/4)^3 / (1 - r)^3 more
 *     is taken.
 *     Roundoff: 2u of the integral of |f|, and the variation of f times the
 *     roundoff of an abscissa, which matters far from the origin.
 * Fails on: features narrower than a panel, which no fixed rule can see. */
#include "base/dd.h"
#include "quad/explain.h"
#include "quad/grid.h"
#include "quad/method.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LEVELS = 4, STEPS_MAX = 4 };

typedef struct rule {
    int nstep;             // grid steps a panel
    bool offset;           // the grid stands on the midpoints
    int weight[STEPS_MAX]; // of class j mod nstep; ends have weight[0] / 2
    int lower[STEPS_MAX];  // a rule of lower degree there, or all 0
    int denominator;       // of all weights, for a panel of width 1
    double ratio;          // of the errors of N and N/2 panels
} rule;

// Weights are twice the usual ones, so that half of weight[0] is an integer.
static const rule simpson = {.nstep = 2,
                             .weight = {4, 8},
                             .lower = {6, 6},
                             .denominator = 12,
                             .ratio = 1.0 / 16};
static const rule trapezoid = {
    .nstep = 1, .weight = {2}, .denominator = 2, .ratio = 1.0 / 4};
static const rule midpoint = {.nstep = 1,
                              .offset = true,
                              .weight = {1},
                              .denominator = 1,
                              .ratio = 1.0 / 4};
static const rule boole = {.nstep = 4,
                           .weight = {28, 64, 24, 64},
                           .lower = {30, 60, 30, 60},
                           .denominator = 180,
                           .ratio = 1.0 / 64};

typedef struct sample {
    const rule *rule;
    const jf_problem *problem;
    int64_t npanel; // that are covered: all, unless the job was stopped
    double end;     // of the range that they cover
    jf_grid grid;
    jf_grid_sums sums;
    double roundoff; // in the rule's value
} sample;

// scale * (hi + lo) with scale = the width of a panel / denominator
static double scaled(const sample *s, const jf_exact *total)
{
    jf_dd sum;

    sum.hi = jf_exact_round2(total, &sum.lo);
    const jf_dd width = jf_grid_width(&s->grid);
    const jf_dd count = jf_dd_mul(jf_dd_integer(s->grid.nstep / s->rule->nstep),
                                  (jf_dd){s->rule->denominator, 0});
    if (!isfinite(sum.hi))
        return sum.hi;
    return ldexp(jf_dd_mul(sum, jf_dd_div(width, count)).hi,
                 -jf_grid_scale(&s->grid));
}

// f at the abscissa that stands `back` from the last one.
static double tail(const sample *s, int64_t back)
{
    return s->sums.tail[JF_GRID_TAIL - 1 - back];
}

static void add_product(jf_exact *sum, double y, int64_t k)
{
    jf_exact term = {{0}, 0, 0, 0, 0};

    jf_exact_add(&term, y);
    jf_exact_merge(sum, &term, k);
}

// Adds k times the rule's weighted sum over the panels of width 2^level that
// lie among the last `npanel` ones (to undo, or to redo, the end of a sum).
static void add_end(const sample *s, jf_exact *sum, int level, int64_t npanel,
                    int64_t k)
{
    const rule *const r = s->rule;
    const int64_t n = npanel * r->nstep, stride = (int64_t)1 << level;

    for (int64_t i = 0; i <= n; i += stride) {
        const int weight = r->weight[i / stride % r->nstep];
        const bool end = i == 0 || i == n;
        add_product(sum, tail(s, n - i),
                    k * stride * (end ? weight / 2 : weight));
    }
}

// The weighted sum with weights w and panels of width 2^level; what is left
// over at the end (npanel mod 2^level panels) is done with width 1.
static jf_exact weighted(const sample *s, const int *w, int level)
{
    const rule *const r = s->rule;
    const int64_t stride = (int64_t)1 << level;
    const int64_t rest = s->npanel % stride;
    jf_exact sum = {{0}, 0, 0, 0, 0};

    for (int j = 0; j < JF_LANES; j += (int)stride)
        jf_exact_merge(&sum, &s->sums.lane[j],
                       stride * w[j / stride % r->nstep]);
    if (r->offset)
        return sum;
    // the ends count half; abscissae beyond the last whole wide panel go
    add_product(&sum, s->sums.head[0], -stride * (w[0] / 2));
    const int64_t n = rest * r->nstep;
    const int64_t last = s->sums.n - 1;
    for (int64_t i = 0; i < n; i++)
        if ((last - i) % stride == 0)
            add_product(&sum, tail(s, i),
                        -stride * w[(last - i) / stride % r->nstep]);
    add_product(&sum, tail(s, n), -stride * (w[0] / 2));
    if (rest)
        add_end(s, &sum, 0, rest, 1);
    return sum;
}

// What the rule says with panels of width 2^level.
static double rule_value(const sample *s, int level)
{
    const jf_exact sum = weighted(s, s->rule->weight, level);

    return scaled(s, &sum);
}

// What rounded abscissae do.  A common shift of all moves the integral by the
// shift times f(b) - f(a); what remains is independent from block to block.
static double noise(const sample *s)
{
    enum { BLOCK = 256 };
    const double reach = fmax(fabs(s->problem->a), fabs(s->end));
    const double variation = s->sums.part * jf_exact_round(&s->sums.variation);
    const double blocks = 1 + (double)s->sums.n / BLOCK;

    return DBL_EPSILON * reach *
           (fabs(tail(s, 0) - s->sums.head[0]) + variation / sqrt(blocks));
}

// Of the values and the abscissae, and of limits that were taken.
static double roundoff_error(const sample *s)
{
    const double half = s->end / 2 - s->problem->a / 2;
    const double seen = s->sums.part * jf_exact_round(&s->sums.abs);
    const double size = fmax(seen, jf_exact_round(&s->sums.parts));
    const double mean = size / (double)s->sums.n;
    const double limits =
        s->sums.nrepair * (s->sums.limit_error / (double)s->npanel);
    const double underflow = mean > 0 && half < 1 ? 2 * DBL_TRUE_MIN : 0;

    return 2 * (DBL_EPSILON * mean + limits) * half + noise(s) + underflow;
}

// The last two panels: as one, against as two.  For an odd number of panels.
static double last_pair_change(const sample *s)
{
    jf_exact sum = {{0}, 0, 0, 0, 0};

    add_end(s, &sum, 0, 2, 1);
    add_end(s, &sum, 1, 2, -1);
    return fabs(scaled(s, &sum));
}

// The slowest fall among d1/d2 and so on, d1 being change[0], of what is more
// than rounding.  Few levels prove little: then no fast fall is believed.
static double worst_ratio(const sample *s, const double *change, int n)
{
    static const double believed[LEVELS] = {0, 2.0 / 3, 1.0 / 4, 0};
    double worst = fmax(s->rule->ratio, believed[n]);

    for (int i = 0; i + 1 < n; i++)
        if (change[i] > s->roundoff)
            worst =
                fmax(worst,
                     change[i] < change[i + 1] ? change[i] / change[i + 1] : 1);
    return fmin(worst, 0.9);
}

// d1, or what d2 and d3 say it should be: it may be small by chance.
static double largest_change(const double *change, int n, double ratio)
{
    double most = 0, power = 1;

    for (int i = 0; i < n; i++, power *= ratio)
        most = fmax(most, change[i] * power);
    return most;
}

static double nested_error(const sample *s, double value)
{
    const rule *const r = s->rule;
    double change[LEVELS] = {0}, finer = value;
    int n = 0;

    for (int level = 1; level < LEVELS; level++) {
        const int64_t width = (int64_t)1 << level;
        if (s->npanel < width || width * r->nstep > JF_LANES)
            break;
        const double coarse = rule_value(s, level);
        change[n++] = fabs(finer - coarse);
        finer = coarse;
    }
    if (s->npanel % 2 == 1)
        change[0] += last_pair_change(s);
    const double ratio = worst_ratio(s, change, n);
    return 2 * largest_change(change, n, ratio) * ratio / (1 - ratio);
}

// One panel: a rule of lower degree on the same points.
static double lower_error(const sample *s, double value)
{
    const jf_exact sum = weighted(s, s->rule->lower, 0);

    return s->rule->lower[0] ? 4 * fabs(value - scaled(s, &sum)) : HUGE_VAL;
}

// h/12 times the sum of (1 -1 -1 1) over groups of four runs of `run` values
// each; *seen is false if there is none.  The first `skip` values, and those
// that make no group, are left out.
static double group_change(const sample *s, int run, int skip, bool *seen)
{
    static const int weight[4] = {1, -1, -1, 1};
    const int64_t n = s->npanel - skip, rest = n % (4 * run);
    jf_exact sum = {{0}, 0, 0, 0, 0};

    if (n < 4 * run)
        return 0;
    for (int j = 0; j < JF_LANES; j++)
        jf_exact_merge(&sum, &s->sums.lane[j],
                       weight[(j + JF_LANES - skip) / run % 4]);
    for (int i = 0; i < skip; i++)
        add_product(&sum, s->sums.head[i],
                    -weight[(i + JF_LANES - skip) / run % 4]);
    for (int64_t i = 0; i < rest; i++)
        add_product(&sum, tail(s, i), -weight[(rest - 1 - i) / run]);
    *seen = true;
    return fabs(scaled(s, &sum)) / 12;
}

static double last_group_change(const sample *s)
{
    jf_exact sum = {{0}, 0, 0, 0, 0};

    for (int i = 0; i < 4; i++)
        add_product(&sum, tail(s, i), i == 0 || i == 3 ? 1 : -1);
    return fabs(scaled(s, &sum)) / 12;
}

// The open rule (13 11 11 13)/12 against the midpoint rule, on runs of 1, 2
// and 4 panels and on two ways of grouping them.
static double midpoint_error(const sample *s)
{
    double change[LEVELS];
    int n = 0;

    for (int run = 1; 4 * run <= JF_LANES; run *= 2) {
        bool seen = false;
        const double first = group_change(s, run, 0, &seen);
        if (!seen)
            break;
        change[n++] = fmax(first, group_change(s, run, run, &seen));
    }
    if (n == 0)
        return HUGE_VAL;
    change[0] = fmax(change[0], last_group_change(s));
    const double ratio = worst_ratio(s, change, n);
    const double slow = (1 - s->rule->ratio) / (1 - ratio);
    return 3 * largest_change(change, n, ratio) * slow * slow * slow;
}

static double truncation_error(const sample *s, double value)
{
    if (s->rule->offset)
        return midpoint_error(s);
    return s->npanel == 1 ? lower_error(s, value) : nested_error(s, value);
}

// The sums reach to where the panels end, which is not quite a double.
static double end_error(const sample *s)
{
    return DBL_EPSILON * fabs(s->end) * fabs(tail(s, 0));
}

// What the sums say; of a part, if the job was stopped.
static void report(sample *s, const jf_executor *executor, jf_result *result)
{
    const int64_t all = s->npanel;
    const bool whole = s->sums.n == s->grid.n;

    result->panels = all;
    result->neval = s->sums.n;
    result->threads = s->sums.threads;
    s->npanel = (s->sums.n - !s->rule->offset) / s->rule->nstep;
    s->end = whole ? s->problem->b : jf_grid_end(&s->grid, s->sums.n);
    if (!jf_report_bad(s->problem, &s->sums, result) ||
        !jf_report_value(rule_value(s, 0), result))
        return;
    s->roundoff = roundoff_error(s) + (whole ? 0 : end_error(s));
    jf_report_error(truncation_error(s, result->value) + s->roundoff, result);
    jf_report_repairs(&s->sums, result);
    jf_explain_step(s->problem, JF_STEP_ERROR,
                    s->rule->offset  ? JF_TEXT_EXPLAIN_OPEN_ERROR
                    : s->npanel == 1 ? JF_TEXT_EXPLAIN_LOWER_ERROR
                                     : JF_TEXT_EXPLAIN_NESTED_ERROR,
                    NULL, NULL);
    if (whole)
        return;
    jf_report_part(s->problem, s->end, (double)s->npanel / (double)all, result);
    jf_report_stopped(executor, result);
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    const rule *const r = method->data;
    const int64_t npanel = problem->options->panels;
    sample *const s = malloc(sizeof *s);

    if (!s)
        return JF_NOMEM;
    *s = (sample){.rule = r, .problem = problem, .npanel = npanel};
    s->grid = (jf_grid){problem->a,
                        problem->b,
                        npanel * r->nstep,
                        r->nstep,
                        r->offset,
                        npanel * r->nstep + !r->offset,
                        problem->options->native != 0};
    jf_status status = JF_USAGE;
    if (jf_report_affordable(problem, s->grid.n, result))
        status = jf_grid_sum(&s->grid, problem->f, executor, &s->sums);
    if (status == JF_OK)
        report(s, executor, result);
    free(s);
    return status;
}

#define METHOD(rule_, panels_, help_)     \
    const jf_method jf_method_##rule_ = { \
        .name = #rule_,                   \
        .report = #rule_,                 \
        .fixed = true,                    \
        .help = help_,                    \
        .max_panels = panels_,            \
        .data = &rule_,                   \
        .run = run,                       \
    };

METHOD(simpson, JF_PANELS_MAX, JF_TEXT_METHOD_SIMPSON)
METHOD(trapezoid, JF_PANELS_MAX, JF_TEXT_METHOD_TRAPEZOID)
METHOD(midpoint, JF_PANELS_MAX, JF_TEXT_METHOD_MIDPOINT)
METHOD(boole, JF_PANELS_MAX, JF_TEXT_METHOD_BOOLE)
