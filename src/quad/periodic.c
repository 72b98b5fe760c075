/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trapezoidal rule over whole periods.
 *
 * Where f(x) has the period b - a (sight->turns), n panels err by the Fourier
 * coefficients of the orders n, 2n ...: for an analytic f less and less by a
 * constant factor a panel [TrefethenWeideman2014].  The panels are doubled
 * until two sums agree, beginning with 4 a turn of what turns fastest; then a
 * sum with an odd number of panels, which shares one abscissa with them, has to
 * agree as well, since what n and 2n panels take for a constant (cos(n x)) is
 * none to it.
 * Both ends count half: of b - a rounded, rather than a whole period, that is
 * the integral to second order.
 *
 * Roundoff: as in oscpiece.c: 2u of the integral of |f|; and abscissae rounded
 *           by u|x| change the sum by the root of the sum of squared steps.
 * Cost:     three halves of the last sum; cos(8 sin(x)) over pi takes 51
 *           evaluations in all.
 * Fails on: kinks and peaks far narrower than the period: unconverged after
 *           2^20 panels, or what the caller allows. */
#include "base/exact.h"
#include "base/fma.h"
#include "base/sight.h"
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/limit.h"
#include "quad/method.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>

enum { LEAST = 16, MOST = 1 << 20, BLOCK = 512 };

typedef struct rule {
    const jf_problem *problem;
    void *param;
    double abs, steps; // of the last sum
    int64_t neval;
    bool bad;
    double bad_x;
} rule;

// The sum of f at a + (first + k every)/n (b - a), k < count.
static jf_status add(rule *r, int64_t n, int64_t first, int64_t every,
                     int64_t count, jf_exact *sum)
{
    const jf_problem *const p = r->problem;
    const jf_limit_site site = {p->f, r->param, p->a, p->b};
    double x[BLOCK], y[BLOCK], last = (double)NAN, slip;

    for (int64_t done = 0; done < count && !r->bad;) {
        const int m = count - done < BLOCK ? (int)(count - done) : BLOCK;
        for (int i = 0; i < m; i++) {
            const double share =
                (double)(first + (done + i) * every) / (double)n;
            x[i] = jf_fma(p->b, share, p->a * (1 - share));
        }
        const jf_status status = p->f->eval(r->param, (size_t)m, x, y);
        if (status != JF_OK)
            return status;
        for (int i = 0; i < m; i++) {
            if (!isfinite(y[i]) && !jf_limit_at(&site, x[i], &y[i], &slip)) {
                r->bad = true;
                r->bad_x = x[i];
                return JF_OK;
            }
            jf_exact_add(sum, y[i]);
            r->abs += fabs(y[i]);
            r->steps += isnan(last) ? 0 : (y[i] - last) * (y[i] - last);
            last = y[i];
        }
        done += m;
        r->neval += m;
    }
    return JF_OK;
}

// Half of both ends, as often as the other abscissae.
static jf_status ends(rule *r, jf_exact *sum)
{
    jf_exact both = {{0}, 0, 0, 0, 0};
    const jf_status status = add(r, 1, 0, 1, 2, &both);

    r->abs /= 2;
    r->steps = 0;
    jf_exact_add(sum, jf_exact_round(&both) / 2);
    return status;
}

typedef struct outcome {
    int64_t n; // panels
    double value, error, noise;
    bool agreed;
} outcome;

static double scaled(const rule *r, const jf_exact *sum, int64_t n)
{
    return (r->problem->b - r->problem->a) * (jf_exact_round(sum) / (double)n);
}

static double tolerance(const rule *r, double value, double abs, double noise)
{
    const jf_options *const o = r->problem->options;
    const double floor = 4 * DBL_EPSILON * abs + fmin(2 * noise, o->rtol * abs);

    return fmax(fmax(o->atol, o->rtol * fabs(value)), floor);
}

// A sum over an odd number of panels.
static jf_status check(const rule *like, int64_t n, double *value,
                       int64_t *neval)
{
    rule r = {.problem = like->problem, .param = like->param};
    jf_exact sum = {{0}, 0, 0, 0, 0};
    jf_status status = ends(&r, &sum);

    if (status == JF_OK)
        status = add(&r, n, 1, 1, n - 1, &sum);
    *value = r.bad ? (double)NAN : scaled(&r, &sum, n);
    *neval += r.neval;
    return status;
}

static jf_status refine(rule *r, int64_t n, int64_t most, outcome *out)
{
    const jf_problem *const p = r->problem;
    const double reach = fmax(fabs(p->a), fabs(p->b));
    jf_exact sum = {{0}, 0, 0, 0, 0};
    double other = 0;
    jf_status status = ends(r, &sum);

    if (status == JF_OK)
        status = add(r, n, 1, 1, n - 1, &sum);
    out->value = scaled(r, &sum, n);
    for (n *= 2; status == JF_OK && !r->bad && n <= most; n *= 2) {
        const double before = out->value;
        r->steps = 0;
        status = add(r, n, 1, 2, n / 2, &sum);
        const double h = (p->b - p->a) / (double)n;
        out->n = n;
        out->value = scaled(r, &sum, n);
        out->noise = DBL_EPSILON * reach * sqrt(2 * r->steps) * h * 2;
        out->error = fabs(out->value - before);
        const double abs = r->abs * h;
        const double goal = tolerance(r, out->value, abs, out->noise) -
                            out->noise - 2 * DBL_EPSILON * abs;
        if (status != JF_OK || out->error > goal)
            continue;
        status = check(r, n / 2 + 1, &other, &r->neval);
        out->error = fmax(out->error, fabs(out->value - other));
        out->agreed = out->error <= goal;
        if (out->agreed)
            break;
    }
    return status;
}

static void report(const rule *r, const outcome *out, jf_result *result)
{
    const double width = r->problem->b - r->problem->a;
    const double abs = r->abs * width / (double)out->n;

    result->panels = out->n;
    result->threads = 1;
    result->magnitude = abs;
    result->tolerance = tolerance(r, out->value, abs, out->noise);
    if (!jf_report_value(out->value, result))
        return;
    jf_report_error(out->error + out->noise + 2 * DBL_EPSILON * abs, result);
    if (out->agreed && result->abserr <= result->tolerance) {
        result->status = JF_CONVERGED;
        return;
    }
    result->status = JF_UNCONVERGED;
    result->cause = jf_report_message(JF_TEXT_QUAD_BUDGET, (double)r->neval);
}

static jf_status run(const jf_method *method, const jf_problem *p,
                     jf_executor *executor, jf_result *result)
{
    const jf_sight *const sight = p->f->sight;
    const double turns =
        sight && sight->turns ? sight->turns(p->f->param, p->a, p->b) : 0;
    const int64_t allowed = p->options->max_neval / 2;
    const int64_t most = allowed > 0 && allowed < MOST ? allowed : MOST;
    int64_t n = LEAST;
    rule r = {.problem = p};
    outcome out = {.error = HUGE_VAL};

    (void)executor; // it takes microseconds
    while ((double)n < 4 * turns && n < most)
        n *= 2;
    if (turns == 0 || p->npoint > 0 || 2 * n > most) {
        result->cause = jf_message_make(JF_TEXT_QUAD_PERIODIC_NONE,
                                        method->name, NULL, NULL);
        return JF_USAGE;
    }
    if (!jf_attach(p->f, &r.param))
        return JF_NOMEM;
    const jf_status status = refine(&r, n, most, &out);
    jf_detach(p->f, r.param);
    result->neval = r.neval;
    if (status == JF_OK && r.bad)
        jf_report_undefined(p, r.bad_x, result);
    else if (status == JF_OK) {
        report(&r, &out, result);
        jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_STEP_ERROR, 0, 0);
    }
    return status;
}

const jf_method jf_method_periodic = {
    .name = "periodic",
    .report = "periodic",
    .help = JF_TEXT_METHOD_PERIODIC,
    .run = run,
};
