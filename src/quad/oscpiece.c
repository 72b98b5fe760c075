/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Half periods of an oscillation, each by the Gauss-Kronrod pair 10/21.
 *
 * Where the amplitude is smooth over a half period the Gauss rule alone errs by
 * 1e-20 of it, so that |K - G| is rounding, and serves as the error as it
 * stands.  Where it is more, the piece is cut into 2, 4 ... 64 panels until
 * it is, or no longer falls.
 *
 * Roundoff: 2u of the integral of |f|; and `noise`: an abscissa rounded by d
 *           changes the sum by d times the step of f there, so that the root of
 *           the sum of squared steps, times twice the largest d, is some three
 *           standard deviations, and covers one rounding as large in the phase.
 *           Noises of pieces add up as their squares.
 * Cost:     21 evaluations a half period: 0.1 to 0.3 us. */
#include "base/fma.h"
#include "quad/attach.h"
#include "quad/limit.h"
#include "quad/osc.h"
#include "rule/kronrod.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { NPOINT = JF_OSC_POINTS, CHUNK = JF_OSC_PANELS };

_Static_assert((int)JF_OSC_POINTS == (int)JF_GK21_NPOINT,
               "the rule's abscissae");

typedef struct job {
    const jf_integrand *f;
    int most;
    jf_osc_piece *piece;
    int64_t n;
} job;

typedef struct worker {
    const job *job;
    void *param;
    double x[CHUNK * NPOINT], y[CHUNK * NPOINT];
} worker;

static void *start(void *param)
{
    const job *const j = param;
    worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    w->job = j;
    if (!jf_attach(j->f, &w->param)) {
        free(w);
        return NULL;
    }
    return w;
}

static void stop(void *param)
{
    worker *const w = param;

    jf_detach(w->job->f, w->param);
    free(w);
}

static void finish(void *param, void *state)
{
    (void)param; // pieces are written in place
    (void)state;
}

// Abscissae of panel i of m.
static void lay(const jf_osc_piece *p, int i, int m, double *x)
{
    const double width = (p->b - p->a) / m;
    const double centre = p->a + width * (i + 0.5);

    for (int k = 0; k < NPOINT; k++)
        x[k] = jf_fma(width / 2, jf_gk21_node[k], centre);
}

static bool mend(const worker *w, jf_osc_piece *p, const double *x, double *y)
{
    const jf_limit_site site = {w->job->f, w->param, p->a, p->b};
    double error;

    for (int k = 0; k < NPOINT; k++)
        if (!isfinite(y[k]) && !jf_limit_at(&site, x[k], &y[k], &error)) {
            p->bad = true;
            p->bad_x = x[k];
            return false;
        }
    return true;
}

// Adds the panel with these values.
static void add(jf_osc_piece *p, int m, const double *y)
{
    const double half = (p->b - p->a) / m / 2;
    const double reach = fmax(fabs(p->a), fabs(p->b));
    double kronrod = 0, gauss = 0, abs = 0, steps = 0;

    for (int k = 0; k < NPOINT; k++) {
        kronrod = jf_fma(jf_gk21_weight[k], y[k], kronrod);
        gauss = jf_fma(jf_gk21_gauss[k], y[k], gauss);
        abs += jf_gk21_weight[k] * fabs(y[k]);
        if (k > 0)
            steps += (y[k] - y[k - 1]) * (y[k] - y[k - 1]);
    }
    p->value += half * kronrod;
    p->abs += half * abs;
    p->error += half * fabs(kronrod - gauss);
    p->noise += DBL_EPSILON * reach * sqrt(steps);
}

static jf_status panels(worker *w, jf_osc_piece *p, int m)
{
    const jf_osc_piece empty = {
        .a = p->a, .b = p->b, .neval = p->neval + m * NPOINT};

    *p = empty;
    for (int i = 0; i < m; i++)
        lay(p, i, m, w->x + i * NPOINT);
    const jf_status status =
        w->job->f->eval(w->param, (size_t)m * NPOINT, w->x, w->y);
    for (int i = 0; status == JF_OK && i < m; i++) {
        if (!mend(w, p, w->x + i * NPOINT, w->y + i * NPOINT))
            return JF_OK;
        add(p, m, w->y + i * NPOINT);
    }
    return status;
}

static bool resolved(const jf_osc_piece *p)
{
    return p->error <= 8 * DBL_EPSILON * p->abs + 2 * p->noise;
}

// |K - G| is noise as well: what is no more than that is counted once.
static void judge(jf_osc_piece *p)
{
    if (!p->bad && p->error <= 2 * p->noise)
        p->error = 0;
}

static jf_status refine(worker *w, jf_osc_piece *p)
{
    jf_status status = JF_OK;
    jf_osc_piece best = *p;

    for (int m = 2; m <= w->job->most && status == JF_OK && !p->bad; m *= 2) {
        status = panels(w, p, m);
        best.neval = p->neval;
        if (p->bad || p->error < best.error)
            best = *p;
        if (resolved(&best))
            break;
    }
    *p = best;
    return status;
}

static jf_status do_chunk(void *param, int64_t chunk)
{
    worker *const w = param;
    const job *const j = w->job;
    jf_osc_piece *const p = j->piece + chunk * CHUNK;
    const int64_t left = j->n - chunk * CHUNK;
    const int n = left < CHUNK ? (int)left : CHUNK;

    for (int i = 0; i < n; i++) {
        p[i] = (jf_osc_piece){.a = p[i].a, .b = p[i].b, .neval = NPOINT};
        lay(&p[i], 0, 1, w->x + i * NPOINT);
    }
    jf_status status = j->f->eval(w->param, (size_t)n * NPOINT, w->x, w->y);
    if (status != JF_OK)
        return status;
    for (int i = 0; i < n; i++)
        if (mend(w, &p[i], w->x + i * NPOINT, w->y + i * NPOINT))
            add(&p[i], 1, w->y + i * NPOINT);
    for (int i = 0; i < n && status == JF_OK; i++) {
        if (!p[i].bad && !resolved(&p[i]))
            status = refine(w, &p[i]);
        judge(&p[i]);
    }
    return status;
}

jf_status jf_osc_evaluate(const jf_osc_work *what, int64_t n,
                          jf_osc_piece *piece, int *threads)
{
    jf_executor *const executor = what->executor;
    job j = {what->f, what->most, piece, n};
    const jf_work work = {
        .ntask = (n + CHUNK - 1) / CHUNK,
        .task = do_chunk,
        .neval = n * NPOINT,
        .start = start,
        .finish = finish,
        .stop = stop,
        .job = &j,
    };
    jf_ran ran;

    const int limit = jf_workers_for(n * NPOINT);
    const jf_status status = executor->run(executor, &work, limit, &ran);
    *threads = ran.threads > *threads ? ran.threads : *threads;
    for (int64_t k = ran.ntask * CHUNK; k < n; k++) // stopped
        piece[k] = (jf_osc_piece){.a = piece[k].a, .b = piece[k].b};
    return status;
}
