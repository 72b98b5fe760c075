/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One panel of an adaptive Gauss-Kronrod integration, and how it is judged.
 *
 * The value is the Kronrod sum K.  Four witnesses give the error:
 *   - |K - G|, G the Gauss sum on half of the abscissae: the error of G, hence
 *     far too large for K once f is resolved.  QUADPACK [Piessens1983] shrinks
 *     it to (200 |K-G|)^1.5; we do not: evaluations are cheap, wrong digits
 *     are not.
 *   - null rules of degree 17 to 20, orthonormal on the abscissae: the largest
 *     is what f has beyond a polynomial, or its noise; times twice the width
 *     it bounds the error unless f hides.  K and G may agree by chance; K, G
 *     and four null rules hardly do.
 *   - history: halving a panel changed its value by D and its raw error by a
 *     factor q.  If errors go on falling by q, as they do next to a singular
 *     point, what remains is D q / (1 - q).  The rules alone miss most of
 *     x^-0.95 next to 0.
 *   - the gaps: a jump or kink between the outer abscissae of two neighbours
 *     is seen by neither.  But their polynomials then differ at the common
 *     end: that difference times the gap is an error, or where a breakpoint is
 *     known to lie there, times what a double cannot tell of its place.
 *
 * Roundoff: 2u of the integral of |f|; and `noise`, the total variation of f
 *           over the abscissae times the roundoff of an abscissa.  Abscissae
 *           are known better than they can be written, and where it matters
 *           the value is mended; the noise stands for one rounding as large in
 *           the integrand itself.
 * Fails on: an integrand that loses digits inside (1 - cos(x) for small x) in
 *           a smooth way; what no abscissa sees (scan.c looks for it). */
#include "base/dd.h"
#include "base/fma.h"
#include "quad/gk.h"
#include "quad/limit.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>

enum { NPOINT = JF_GK21_NPOINT };

static void abscissae(const jf_gk_panel *panel, double *x)
{
    const double centre = panel->a / 2 + panel->b / 2;
    const double half = panel->b / 2 - panel->a / 2;

    for (int i = 0; i < NPOINT; i++)
        x[i] = jf_fma(half, jf_gk21_node[i], centre);
}

jf_status jf_gk_values(const jf_gk_worker *w, jf_gk_panel *panel, double *x,
                       double *y, double *error, bool *bad)
{
    const jf_limit_site site = {w->problem->f, w->param, panel->a, panel->b};

    abscissae(panel, x);
    const jf_status status = w->problem->f->eval(w->param, NPOINT, x, y);
    *bad = false;
    *error = 0;
    for (int i = 0; status == JF_OK && i < NPOINT && !*bad; i++) {
        double uncertain = 0;
        if (isfinite(y[i]))
            continue;
        panel->bad_x = x[i];
        *bad = !jf_limit_at(&site, x[i], &y[i], &uncertain);
        *error += uncertain * (panel->b - panel->a);
    }
    return status;
}

// With rounding errors kept: a panel's value is good to its last bit or so,
// and constants come out as themselves.
static double exact_dot(const double *weight, const double *y)
{
    jf_dd sum = {0, 0};

    for (int i = 0; i < NPOINT; i++) {
        const jf_dd p = jf_dd_two_product(weight[i], y[i]);
        const jf_dd s = jf_dd_two_sum(sum.hi, p.hi);
        sum = (jf_dd){s.hi, sum.lo + (s.lo + p.lo)};
    }
    return sum.hi + sum.lo;
}

static double dot(const double *weight, const double *y)
{
    double sum = 0;

    for (int i = 0; i < NPOINT; i++)
        sum += weight[i] * y[i];
    return sum;
}

// The largest of the null rules.
static double beyond_polynomials(const double *y)
{
    double most = 0;

    for (int k = 0; k < JF_GK21_NNULL; k++)
        most = fmax(most, fabs(dot(jf_gk21_null[k], y)));
    return most;
}

static double variation(const double *y)
{
    double sum = 0;

    for (int i = 1; i < NPOINT; i++)
        sum += fabs(y[i] - y[i - 1]);
    return sum;
}

// How far abscissae should be moved: all panels of a width have them rounded in
// the same way, so that what this does adds up.
static void offsets(const jf_gk_panel *panel, const double *x, double *offset)
{
    const jf_dd centre = jf_dd_two_sum(panel->a / 2, panel->b / 2);
    const jf_dd half = jf_dd_two_sum(panel->b / 2, -panel->a / 2);

    for (int i = 0; i < NPOINT; i++)
        offset[i] = jf_fma(half.hi, jf_gk21_node[i], centre.hi - x[i]) +
                    (half.lo * jf_gk21_node[i] + centre.lo);
}

// What that changes, by the slope of the polynomial through the values
// [BerrutTrefethen2004].
static double moved(const jf_gk_panel *panel, const double *x, const double *y)
{
    double g[NPOINT], sum = 0;

    offsets(panel, x, g);
    for (int i = 0; i < NPOINT; i++)
        g[i] *= jf_gk21_weight[i] / jf_gk21_barycentric[i];
    for (int i = 0; i < NPOINT; i++)
        for (int j = 0; j < i; j++)
            sum +=
                (y[j] - y[i]) / (jf_gk21_node[i] - jf_gk21_node[j]) *
                (g[i] * jf_gk21_barycentric[j] + g[j] * jf_gk21_barycentric[i]);
    return sum;
}

static void estimate(jf_gk_panel *panel, const double *x, const double *y,
                     double limits)
{
    const double half = panel->b / 2 - panel->a / 2;
    const double kronrod = exact_dot(jf_gk21_weight, y);
    const double reach = fmax(fabs(panel->a), fabs(panel->b));
    double magnitude[NPOINT], mirror[NPOINT];

    for (int i = 0; i < NPOINT; i++) {
        magnitude[i] = fabs(y[i]);
        mirror[NPOINT - 1 - i] = y[i];
    }
    panel->value = half * kronrod;
    panel->abs = half * dot(jf_gk21_weight, magnitude);
    const double apart = fabs(kronrod - dot(jf_gk21_gauss, y));
    panel->raw = half * fmax(apart, 4 * beyond_polynomials(y));
    panel->ripple =
        half * fmax(apart, 4 * fabs(dot(jf_gk21_null[JF_GK21_NNULL - 1], y))) +
        limits;
    if (half < DBL_MIN) { // and so inexact
        const double lost = DBL_TRUE_MIN * (1 + dot(jf_gk21_weight, magnitude));
        panel->raw += lost;
        panel->ripple += lost;
    }
    if (!(panel->raw < HUGE_VAL)) // huge values: inf - inf
        panel->raw = HUGE_VAL;
    panel->noise = DBL_EPSILON * reach * variation(y);
    if (panel->noise > DBL_EPSILON * panel->abs && panel->abs > DBL_MIN)
        panel->value += moved(panel, x, y);
    panel->error = fmax(panel->raw > 2 * panel->noise ? panel->raw : 0,
                        DBL_EPSILON * panel->abs) +
                   limits;
    panel->end[0] = dot(jf_gk21_end, mirror);
    panel->end[1] = dot(jf_gk21_end, y);
}

jf_status jf_gk_evaluate(jf_gk_worker *w, jf_gk_panel *panel)
{
    double x[NPOINT], y[NPOINT], limits;
    const jf_status status = jf_gk_values(w, panel, x, y, &limits, &panel->bad);

    if (status != JF_OK)
        return status;
    if (panel->bad) {
        panel->value = panel->abs = panel->noise = 0;
        panel->raw = panel->error = HUGE_VAL;
    } else {
        estimate(panel, x, y, limits);
    }
    return JF_OK;
}

static void remember(jf_gk_panel *half, double change)
{
    static const double SLOWEST = 0.99;
    const double q = fmin(half->raw / half->parent_raw, SLOWEST);

    half->error = fmax(half->error, 2 * change * (q / (1 - q)));
}

// Counts halvings that gain nothing: little error, and as much of it on both
// sides as before, or more.  One that does gain resets the count.
static void count_vain(jf_gk_panel *left, jf_gk_panel *right)
{
    const double before = left->parent_raw;
    const double less = fmin(left->raw, right->raw);
    const double more = fmax(left->raw, right->raw);
    const bool little = before < 1e-6 * (left->abs + right->abs);

    if (little && (more >= before || (less > before / 8 && more > before / 4)))
        left->vain++;
    else if (more < before / 4)
        left->vain = 0;
    right->vain = left->vain;
}

void jf_gk_judge(jf_gk_panel *left, jf_gk_panel *right)
{
    const double change =
        fabs(left->parent_value - (left->value + right->value));
    const double roundoff =
        4 * DBL_EPSILON * (left->abs + right->abs) + left->noise + right->noise;

    if (left->bad || right->bad || !(left->parent_raw < HUGE_VAL))
        return;
    count_vain(left, right);
    if (change > roundoff) {
        remember(left, change);
        remember(right, change);
    }
}

void jf_gk_judge_gaps(jf_gk_panel *const *panel, int64_t n)
{
    const double share = (1 + jf_gk21_node[0]) / 2;

    for (int64_t i = 0; i < n; i++)
        panel[i]->gap = panel[i]->shift = 0;
    for (int64_t i = 0; i + 1 < n; i++) {
        jf_gk_panel *const left = panel[i], *const right = panel[i + 1];
        const double jump = fabs(left->end[1] - right->end[0]);
        if (left->bad || right->bad || !isfinite(jump))
            continue;
        if (left->broken[1]) { // which is known to two units in its last place
            left->gap += jump * 2 * DBL_EPSILON * fabs(left->b);
            continue;
        }
        left->gap += jump * share * (left->b - left->a);
        right->gap += jump * share * (right->b - right->a);
    }
}

bool jf_gk_wide(const jf_gk_panel *panel)
{
    const double reach = fmax(fabs(panel->a), fabs(panel->b));
    const double half = panel->b / 2 - panel->a / 2;

    return half > 2048 * DBL_EPSILON * reach && half > 0x1p-1000;
}
