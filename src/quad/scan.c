/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look between the abscissae, before an adaptive integration is believed.
 *
 * The estimate of a rule knows f at the rule's abscissae alone.  If they tell
 * the truth, the polynomial through them is close to f everywhere in the panel;
 * so f is evaluated on a grid of some 8192 abscissae over the whole range, at
 * least 4 a panel, and at the panel's ends, and compared with the polynomial
 * (barycentric form [BerrutTrefethen2004]).  A panel whose mean deviation times
 * its width is more than 10 times its error and an eighth of the tolerance is
 * halved, and one with an abscissa where f has no value is cut there.
 *
 * Cost:     about 8192 evaluations and 21 times as many fma: 0.3 ms.
 * Fails on: features narrower than 1/8192 of the range that also miss the
 *           abscissae.  Only the structure of the integrand can exclude those.
 * Rejected: comparing a midpoint sum with the panel's value; its own error
 *           hides peaks that are small but matter. */
#include "quad/scan.h"
#include "base/fma.h"
#include "rule/kronrod.h"

#include <math.h>

enum { NPOINT = JF_GK21_NPOINT, SCAN = 8192, MOST = 512, LEAST = 4 };

static double interpolate(const double *y, double t)
{
    double above = 0, below = 0;

    for (int i = 0; i < NPOINT; i++) {
        const double distance = t - jf_gk21_node[i];
        if (distance == 0) // exactly at a node
            return y[i];
        const double weight = jf_gk21_barycentric[i] / distance;
        above += weight * y[i];
        below += weight;
    }
    return above / below;
}

static int scan_size(const jf_gk_state *s, const jf_gk_panel *panel)
{
    const double share =
        (panel->b / 2 - panel->a / 2) / (s->problem->b / 2 - s->problem->a / 2);
    const double n = ceil(SCAN * share);

    return n > MOST ? MOST : n > LEAST ? (int)n : LEAST; // NaN: LEAST
}

// n equally spaced nodes, and the ends.
static double scan_node(int i, int n)
{
    return i < n ? (2 * i + 1.0) / n - 1 : i == n ? -1 : 1;
}

// The mean of |f - p| times the width; a value that is not finite is none, and
// at a breakpoint it may belong to the other side.
static double deviation(const jf_gk_panel *panel, const double *y, int n,
                        const double *fx)
{
    double sum = 0;

    for (int i = 0; i < n + 2; i++) {
        const double t = scan_node(i, n);
        const double d = fabs(fx[i] - interpolate(y, t));
        if (isfinite(d) && !(i >= n && panel->broken[i - n]))
            sum += d;
    }
    return sum * (panel->b - panel->a) / n;
}

// Whether f has no value at one of the abscissae of the scan; a place to cut.
static bool find_pole(jf_gk_panel *panel, int n, const double *x,
                      const double *y)
{
    for (int i = 0; i < n; i++)
        if (!isfinite(y[i]) && x[i] > panel->a && x[i] < panel->b) {
            panel->bad_x = x[i];
            return true;
        }
    return false;
}

static jf_status look(jf_gk_worker *w, jf_gk_panel *panel)
{
    const int n = scan_size(w->state, panel);
    const double centre = panel->a / 2 + panel->b / 2;
    const double half = panel->b / 2 - panel->a / 2;
    double x[MOST + 2], y[NPOINT + MOST + 2], limits;
    bool bad;

    jf_status status = jf_gk_values(w, panel, x, y, &limits, &bad);
    for (int i = 0; i < n; i++)
        x[i] = jf_fma(half, scan_node(i, n), centre);
    x[n] = panel->a;
    x[n + 1] = panel->b;
    if (status == JF_OK)
        status = w->problem->f->eval(w->param, (size_t)n + 2, x, y + NPOINT);
    if (status != JF_OK)
        return status;
    const double change = deviation(panel, y, n, y + NPOINT);
    panel->scanned = true;
    panel->pole = find_pole(panel, n, x, y + NPOINT);
    panel->unseen = panel->pole || change > 10 * (panel->error + panel->noise) +
                                                w->state->tolerance / 8;
    if (panel->unseen && !jf_gk_wide(panel)) {
        panel->error = fmax(panel->error, change);
        panel->unseen = false;
    }
    return JF_OK;
}

// Fills work with the panels that `wanted` names.
static void collect(jf_gk_state *s, bool (*wanted)(const jf_gk_panel *))
{
    s->nwork = 0;
    for (int64_t i = 0; i < s->npanel; i++)
        if (wanted(&s->panel[i]))
            s->work[s->nwork++] = &s->panel[i];
}

static bool not_scanned(const jf_gk_panel *panel)
{
    return !panel->scanned;
}

static bool unseen(const jf_gk_panel *panel)
{
    return panel->unseen;
}

bool jf_scan_finds_more(jf_gk_state *s, jf_status *status)
{
    int64_t neval = 0;

    collect(s, not_scanned);
    for (int64_t i = 0; i < s->nwork; i++)
        neval += NPOINT + scan_size(s, s->work[i]) + 2;
    s->spent = s->neval + neval > s->max_neval;
    if (s->spent)
        return false;
    *status = jf_gk_for_each(s, look, neval);
    if (*status != JF_OK || s->stopped)
        return false;
    collect(s, unseen);
    return s->nwork > 0 && jf_gk_halve_all(s, status);
}
