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
 *     error is taken as 2 d1 r / (1 - r), where r is the largest of d1/d2,
 *     d2/d3 and the ratio that theory promises (1/16 for Simpson), at most
 *     0.9.  So a rule that converges as it should is believed, and one that
 *     does not is not.  Panels that half as many cannot cover (N odd) are
 *     compared as a last pair of their own.  N = 1 is compared with a rule of
 *     lower degree on the same points.  The midpoint rule has no half on its
 *     own points; it is compared with the four-point open rule of degree 3.
 *     Roundoff: 2u of the integral of |f|, for values and abscissae.
 * Fails on: features narrower than a panel, which no fixed rule can see. */
#include "base/dd.h"
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
    int64_t npanel;
    jf_grid grid;
    jf_grid_sums sums;
} sample;

// scale * (hi + lo) with scale = (b - a) / (npanel * denominator)
static double scaled(const sample *s, const jf_exact *total)
{
    jf_dd sum;

    sum.hi = jf_exact_round2(total, &sum.lo);
    const jf_dd width = jf_dd_two_sum(s->problem->b, -s->problem->a);
    const jf_dd count =
        jf_dd_mul(jf_dd_integer(s->npanel), (jf_dd){s->rule->denominator, 0});
    if (!isfinite(sum.hi))
        return sum.hi;
    return jf_dd_mul(sum, jf_dd_div(width, count)).hi;
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
    add_product(&sum, s->sums.first, -stride * (w[0] / 2));
    const int64_t n = rest * r->nstep;
    const int64_t last = s->grid.n - 1;
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

// The last two panels: as one, against as two.  For an odd number of panels.
static double last_pair_change(const sample *s)
{
    jf_exact sum = {{0}, 0, 0, 0, 0};

    add_end(s, &sum, 0, 2, 1);
    add_end(s, &sum, 1, 2, -1);
    return fabs(scaled(s, &sum));
}

// d1/d2 and so on; 1 where the finer difference is no smaller.
static double worst_ratio(const double *change, int n, double promised)
{
    double worst = promised;

    for (int i = 0; i + 1 < n; i++)
        if (change[i] > 0)
            worst =
                fmax(worst,
                     change[i] < change[i + 1] ? change[i] / change[i + 1] : 1);
    return fmin(worst, 0.9);
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
    if (n == 1)
        return 2 * change[0];
    const double ratio = worst_ratio(change, n, r->ratio);
    return 2 * change[0] * ratio / (1 - ratio);
}

// One panel: a rule of lower degree on the same points.
static double lower_error(const sample *s, double value)
{
    const jf_exact sum = weighted(s, s->rule->lower, 0);

    return s->rule->lower[0] ? fabs(value - scaled(s, &sum)) : HUGE_VAL;
}

// The open rule (13 11 11 13)/12 against the midpoint rule: the differences
// have weights (1 -1 -1 1)/12.  The last four panels stand in for those that
// groups of four leave over.
static double midpoint_error(const sample *s)
{
    static const int weight[4] = {1, -1, -1, 1};
    const int64_t rest = s->npanel % 4;
    jf_exact sum = {{0}, 0, 0, 0, 0}, end = {{0}, 0, 0, 0, 0};

    if (s->npanel < 4)
        return HUGE_VAL;
    for (int j = 0; j < JF_LANES; j++)
        jf_exact_merge(&sum, &s->sums.lane[j], weight[j % 4]);
    for (int64_t i = 0; i < rest; i++)
        add_product(&sum, tail(s, i), -weight[rest - 1 - i]);
    for (int64_t i = 0; rest && i < 4; i++)
        add_product(&end, tail(s, i), weight[i]);
    return 2 * (fabs(scaled(s, &sum)) + fabs(scaled(s, &end))) / 12;
}

static double truncation_error(const sample *s, double value)
{
    if (s->rule->offset)
        return midpoint_error(s);
    return s->npanel == 1 ? lower_error(s, value) : nested_error(s, value);
}

// Of the values and the abscissae, and of limits that were taken.
static double roundoff_error(const sample *s)
{
    const double width = s->problem->b - s->problem->a;
    const double mean = jf_exact_round(&s->sums.abs) / (double)s->grid.n;
    double error = DBL_EPSILON * mean * width;

    for (int i = 0; i < s->sums.nrepair && i < JF_GRID_REPAIR_MAX; i++)
        error += s->sums.repair[i].error * width / (double)s->npanel;
    return error;
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
    s->grid = (jf_grid){problem->a, problem->b, npanel * r->nstep, r->offset,
                        npanel * r->nstep + !r->offset};
    const jf_status status =
        jf_grid_sum(&s->grid, problem->f, executor, &s->sums);
    if (status == JF_OK) {
        result->panels = npanel;
        result->neval = s->grid.n;
        result->threads = s->sums.threads;
        if (jf_report_bad(problem, &s->sums, result) &&
            jf_report_value(rule_value(s, 0), result)) {
            result->abserr =
                truncation_error(s, result->value) + roundoff_error(s);
            jf_report_repairs(&s->sums, result);
        }
    }
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
