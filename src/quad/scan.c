/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look between the abscissae, before an adaptive integration is believed.
 *
 * The estimate of a rule knows f at the rule's abscissae alone.  If they tell
 * the truth, the polynomial through them is close to f everywhere in the panel;
 * so f is evaluated on a grid of some 8192 abscissae over the whole range, at
 * least 4 a panel, and compared with the polynomial (barycentric form
 * [BerrutTrefethen2004]).  A panel whose mean deviation times its width is
 * more than 10 times its error and an eighth of the tolerance is halved.
 *
 * Cost:     about 8192 evaluations and 21 times as many fma: 0.3 ms.
 * Fails on: features narrower than 1/8192 of the range that also miss the
 *           abscissae.  Only the structure of the integrand can exclude those.
 * Rejected: comparing a midpoint sum with the panel's value; its own error
 *           hides peaks that are small but matter. */
#include "quad/scan.h"
#include "rule/kronrod.h"

#include <math.h>

enum { NPOINT = JF_GK21_NPOINT, SCAN = 8192, MOST = 512, LEAST = 4 };

// 1 / prod (x_i - x_j), up to a common factor
static void barycentric_weights(double *weight)
{
    for (int i = 0; i < NPOINT; i++) {
        double product = 1;
        for (int j = 0; j < NPOINT; j++)
            if (j != i)
                product *= 2 * (jf_gk21_node[i] - jf_gk21_node[j]);
        weight[i] = 1 / product;
    }
}

static double interpolate(const double *weight, const double *y, double t)
{
    double above = 0, below = 0;

    for (int i = 0; i < NPOINT; i++) {
        const double distance = t - jf_gk21_node[i];
        if (distance == 0) // exactly at a node
            return y[i];
        above += weight[i] / distance * y[i];
        below += weight[i] / distance;
    }
    return above / below;
}

static int scan_size(const jf_gk_state *s, const jf_gk_panel *panel)
{
    const double share =
        (panel->b - panel->a) / (s->problem->b - s->problem->a);
    const double n = ceil(SCAN * share);

    return n < LEAST ? LEAST : n > MOST ? MOST : (int)n;
}

// The mean of |f - p| times the width; a value that is not finite is none.
static double deviation(const jf_gk_panel *panel, const double *y, int n,
                        const double *fx)
{
    double weight[NPOINT], sum = 0;

    barycentric_weights(weight);
    for (int i = 0; i < n; i++) {
        const double t = (2 * i + 1.0) / n - 1;
        const double d = fabs(fx[i] - interpolate(weight, y, t));
        if (isfinite(d))
            sum += d;
    }
    return sum * (panel->b - panel->a) / n;
}

static jf_status look(jf_gk_worker *w, jf_gk_panel *panel)
{
    const int n = scan_size(w->state, panel);
    const double centre = panel->a / 2 + panel->b / 2;
    const double half = panel->b / 2 - panel->a / 2;
    double x[NPOINT + MOST], y[NPOINT + MOST];

    jf_gk_abscissae(panel, x);
    for (int i = 0; i < n; i++)
        x[NPOINT + i] = fma(half, (2 * i + 1.0) / n - 1, centre);
    const jf_status status =
        w->problem->f->eval(w->param, NPOINT + (size_t)n, x, y);
    if (status != JF_OK)
        return status;
    panel->scanned = true;
    panel->unseen =
        !panel->mended && deviation(panel, y, n, y + NPOINT) >
                              10 * panel->error + w->state->tolerance / 8;
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
        neval += NPOINT + scan_size(s, s->work[i]);
    *status = jf_gk_for_each(s, look, neval);
    if (*status != JF_OK)
        return false;
    collect(s, unseen);
    return s->nwork > 0 && jf_gk_halve_all(s, status);
}
