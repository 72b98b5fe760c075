/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sines and cosines up to infinity by the rule of Ooura and Mori
 * [OouraMori1999].
 *
 * For A(u) sin(w u) from u = 0 on, with M = pi/h,
 *     u = M p(t)/w,  p(t) = t/(1 - exp(-2t - alpha (1 - exp(-t)) -
 *                                      beta (exp(t) - 1))),
 * brings abscissae t = k h, k > 0, doubly exponentially close to the zeros of
 * the sine, where there is nothing left to add, however slowly A falls; for
 * k < 0 they run as fast into the end.  beta = 1/4,
 * alpha = beta/sqrt(1 + M log(1 + M)/(4 pi)).  The trapezoidal sum in t, for
 * h = 1/4, 1/8 ... 1/64, converges exponentially for an A that is analytic in a
 * sector; that two sums agree is the error.
 *
 * Next to the zeros f is A times the sine of the distance from the zero,
 * M (p(t) - t), which is computed without cancellation; f itself, of a rounded
 * abscissa, would leave noise there that nothing weighs down.
 *
 * A tail begins at a zero of its wave, beyond all breakpoints and the last rise
 * of the amplitude (oscline.c); only a wave that is known to die away is taken,
 * for the rule would give sin(x) a value too.  What lies before is summed by
 * half periods (oscfinite.c), so that this method confirms the extrapolation of
 * osctail.c, and is confirmed by it.
 *
 * Cost:     1900 evaluations a tail.
 * Fails on: phases that are not linear, Bessel functions, spots within the
 *           range where the amplitude may have a narrow peak: refused.
 *           Amplitudes with singular points close to the axis: unconverged. */
#include "quad/attach.h"
#include "quad/explain.h"
#include "quad/osc.h"
#include "quad/report.h"
#include "quad/tail.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double PI = 0x1.921fb54442d18p+1, BETA = 0.25;

enum { COARSEST = 4, FINEST = 64, REACH = 9, NODES = 2 * REACH * FINEST + 1 };

// --- the rule ---------------------------------------------------------------

typedef struct node {
    double p, slope; // u = M p/w, dp/dt
    double beyond;   // M (p - t), 0 for t <= 0
} node;

// (1 - exp(-g)) for |g| <= 1/2
static double one_less_exp(double g)
{
    enum { TERMS = 14 };
    double sum = 1;

    for (int i = TERMS; i >= 2; i--)
        sum = 1 - sum * g / i;
    return g * sum;
}

static node place(double t, double m, double alpha)
{
    if (t == 0) { // the limits, from the series of the exponent
        const double g1 = 2 + alpha + BETA, g2 = BETA - alpha;
        return (node){1 / g1, (g1 * g1 - g2) / (2 * g1 * g1), 0};
    }
    const double e = jf_tail_exp(-t);
    const double g = 2 * t + alpha * (1 - e) + BETA * (1 / e - 1);
    const double q = jf_tail_exp(-g);
    const double d = fabs(g) <= 0.5 ? one_less_exp(g) : 1 - q;
    const double rate = 2 + alpha * e + BETA / e;
    return (node){t / d, (d - t * q * rate) / (d * d),
                  t > 0 ? m * t * q / d : 0};
}

// sin(z), |z| <= 1/2
static double small_sine(double z)
{
    enum { LAST = 15 };
    double sum = 1;

    for (int i = LAST; i >= 3; i -= 2)
        sum = 1 - sum * z * z / (i * (i - 1));
    return z * sum;
}

typedef struct tail {
    const jf_wave *wave;
    int side;     // 1: towards +inf
    double start; // a zero of the wave
    double sign;  // wave = sign A(start + side u) sin(|rate| u)
    double turn;  // |phase| at the start
} tail;

typedef struct sum {
    double value, abs;
    int n;
    bool bad;
} sum;

typedef struct work {
    node at[NODES];
    bool near[NODES]; // to a zero
    double x[NODES], near_x[NODES], y[NODES], near_y[NODES], sine[NODES];
} work;

// Abscissae for the step 1/steps: f itself at x, the amplitude at near_x.
static int lay(const tail *v, int steps, work *w, int *nnear, int *nfar)
{
    const double m = PI * steps, rate = fabs(v->wave->rate);
    const double alpha = BETA / sqrt(1 + m * jf_tail_log(1 + m) / (4 * PI));
    int n = 0;

    *nnear = *nfar = 0;
    for (int k = -REACH * steps; k <= REACH * steps; k++) {
        const node at = place((double)k / steps, m, alpha);
        if (!(at.p > 0 && at.slope > 0) || (k > 0 && at.beyond < 1e-25))
            continue; // nothing is left to add
        w->at[n] = at;
        w->near[n] = k > 0 && at.beyond <= 0.5;
        if (w->near[n]) {
            const double u = (PI * k + at.beyond) / rate;
            w->sine[*nnear] =
                v->sign * (k % 2 ? -1 : 1) * small_sine(at.beyond);
            w->near_x[(*nnear)++] = v->start + v->side * u;
        } else {
            w->x[(*nfar)++] = v->start + v->side * (m / rate * at.p);
        }
        n++;
    }
    return n;
}

static jf_status evaluate(const jf_integrand *f, int n, const double *x,
                          double *y)
{
    void *param;

    if (n == 0)
        return JF_OK;
    if (!jf_attach(f, &param))
        return JF_NOMEM;
    const jf_status status = f->eval(param, (size_t)n, x, y);
    jf_detach(f, param);
    return status;
}

static jf_status add_up(const tail *v, int steps, work *w, sum *s)
{
    int nnear, nfar, inear = 0, ifar = 0;

    const int n = lay(v, steps, w, &nnear, &nfar);
    *s = (sum){.n = n};
    jf_status status = evaluate(&v->wave->term.f, nfar, w->x, w->y);
    if (status == JF_OK)
        status = evaluate(&v->wave->amplitude.f, nnear, w->near_x, w->near_y);
    for (int i = 0; i < n && status == JF_OK; i++) {
        const double y =
            w->near[i] ? w->near_y[inear] * w->sine[inear] : w->y[ifar];
        inear += w->near[i];
        ifar += !w->near[i];
        if (!isfinite(y) && w->at[i].p < DBL_EPSILON) // where f has no limit
            continue;
        s->bad = s->bad || !isfinite(y);
        s->value += y * w->at[i].slope;
        s->abs += fabs(y) * w->at[i].slope;
    }
    s->value *= PI / fabs(v->wave->rate);
    s->abs *= PI / fabs(v->wave->rate);
    return status;
}

// Refines until two sums agree, or no longer come closer.
static jf_status add_tail(jf_osc_total *t, const tail *v, double target)
{
    work *const w = malloc(sizeof *w);
    sum s = {0}, before;
    double error = HUGE_VAL, value = 0;
    jf_status status = w ? JF_OK : JF_NOMEM;

    for (int steps = COARSEST; steps <= FINEST && status == JF_OK; steps *= 2) {
        before = s;
        status = add_up(v, steps, w, &s);
        t->neval += s.n;
        if (s.bad || steps == COARSEST)
            continue;
        const double change = fabs(s.value - before.value);
        if (change < error || before.bad) {
            error = change;
            value = s.value;
        }
        if (error <= fmax(target, 4 * DBL_EPSILON * s.abs))
            break;
    }
    free(w);
    t->abs += s.abs;
    // what rounding costs is no reason to be unsure of an integral of 0
    t->floor += DBL_EPSILON * (8 + v->turn) * s.abs;
    jf_osc_add(t, value, error + DBL_EPSILON * (4 + v->turn) * s.abs);
    return status;
}

// --- where it begins --------------------------------------------------------

// The first zero of the wave at `from` or beyond it, within rounding.
static tail begin(const jf_wave *wave, int side, double from)
{
    const double shift = (wave->quarter + 1) * (PI / 2);
    const double direction = wave->rate * side > 0 ? 1 : -1;
    const double phase = wave->rate * from + wave->offset;
    const double turns = direction * (phase - shift) / PI;
    const double slip = 4 * DBL_EPSILON * (1 + fabs(phase));
    const double zero = shift + direction * PI * ceil(turns - slip);
    const double start = (zero - wave->offset) / wave->rate;
    const bool odd = fmod(ceil(turns - slip), 2) != 0;

    // cos(zero - quarter pi/2 + s) is cos(pi/2 + k pi + s), or -+sin(s)
    return (tail){
        .wave = wave,
        .side = side,
        .start = side > 0 ? fmax(start, from) : fmin(start, from),
        .sign = (odd ? 1 : -1) * direction,
        .turn = fabs(zero),
    };
}

// Where the amplitude may have a narrow peak no rule here would see it.
static bool is_fit(const jf_problem *p, const jf_wave *w)
{
    for (int i = 0; i < w->nspot; i++)
        if (w->spot[i] > p->a && w->spot[i] < p->b)
            return false;
    return w->wavy ? w->linear && !w->bessel && !w->rough && w->rate != 0
                   : !w->rough;
}

// Whether all die away; *from becomes where the last one has begun to.
static jf_status survey(jf_osc_total *t, int side, double *from, bool *good)
{
    const jf_osc_line line = {side * HUGE_VAL, side};
    jf_status status = JF_OK;

    *good = true;
    for (int i = 0; i < t->nwave && *good && status == JF_OK; i++) {
        jf_osc_course course;
        if (!t->wave[i].wavy)
            continue;
        status =
            jf_osc_survey(&t->wave[i], &line, fabs(*from), &course, &t->neval);
        *good =
            status == JF_OK && course.oscillates && course.fate == JF_OSC_DIES;
        if (*good && course.calm > fabs(*from))
            *from = side * course.calm;
    }
    return status;
}

// A place beyond breakpoints, and off the end if terms are many.
static double first_place(const jf_osc_total *t, int side, double end)
{
    const jf_problem *const p = t->problem;
    double x = isfinite(end) ? end : 0, fastest = 0;

    if (p->npoint > 0)
        x = side > 0 ? p->point[p->npoint - 1] : p->point[0];
    for (int i = 0; i < t->nwave; i++)
        fastest = fmax(fastest, fabs(t->wave[i].rate));
    x = side * fmax(side * x, 0);
    if (x == end && t->nwave == 1 && x == 0) // sin(x)/x: at the end itself
        return x;
    return x + side * 4 * PI / fastest;
}

// --- the whole --------------------------------------------------------------

// All tails of one side, from x on, and what is left of the range up to there.
static jf_status side_of(jf_osc_total *t, int side, double x)
{
    jf_status status = JF_OK;

    for (int i = 0; i < t->nwave && status == JF_OK; i++) {
        const jf_wave *const w = &t->wave[i];
        if (!w->wavy) {
            status = jf_osc_plain(t, &w->term.f, side > 0 ? x : -HUGE_VAL,
                                  side > 0 ? HUGE_VAL : x);
            continue;
        }
        const tail v = begin(w, side, x);
        if (v.start != x) // not the same double
            status = jf_osc_plain(t, t->nwave == 1 ? t->problem->f : &w->term.f,
                                  fmin(x, v.start), fmax(x, v.start));
        const double target =
            t->problem->options->rtol * fabs(t->value) / (4.0 * t->nwave);
        if (status == JF_OK)
            status = add_tail(t, &v, target);
    }
    return status;
}

static jf_status work_out(jf_osc_total *t, bool *fit)
{
    const jf_problem *const p = t->problem;
    const bool left = isinf(p->a), right = isinf(p->b);
    double x = p->a, y = p->b;
    jf_status status = JF_OK;

    *fit = t->nwave > 0 && (left || right);
    for (int i = 0; i < t->nwave; i++)
        *fit = *fit && is_fit(p, &t->wave[i]);
    if (*fit && right) {
        y = first_place(t, 1, p->a);
        status = survey(t, 1, &y, fit);
    }
    if (*fit && left && status == JF_OK) {
        x = first_place(t, -1, p->b);
        status = survey(t, -1, &x, fit);
    }
    if (*fit && status == JF_OK && x < y)
        status = jf_osc_finite(t, x, y);
    if (*fit && right && status == JF_OK)
        status = side_of(t, 1, y);
    if (*fit && left && status == JF_OK)
        status = side_of(t, -1, x);
    return status;
}

static void report(const jf_osc_total *t, jf_result *r)
{
    const jf_options *const o = t->problem->options;
    const double noise = 2 * sqrt(t->noise2);

    r->neval = t->neval;
    r->panels = t->panels;
    r->threads = t->threads > 0 ? t->threads : 1;
    if (jf_osc_stopped(t)) {
        jf_report_stopped(t->executor, r);
        return;
    }
    if (!isfinite(t->value) || t->spent || t->failed.status != JF_OK) {
        r->status = JF_UNCONVERGED;
        r->cause = jf_message_make(JF_TEXT_QUAD_OSC_REST, 0, 0, 0);
        return;
    }
    if (!jf_report_value(t->value + t->rest, r))
        return;
    jf_report_error(t->error + noise + 2 * DBL_EPSILON * t->abs, r);
    const double floor =
        t->floor + 4 * DBL_EPSILON * t->abs + fmin(2 * noise, o->rtol * t->abs);
    r->tolerance = fmax(fmax(o->atol, o->rtol * fabs(r->value)), floor);
    r->status = r->abserr <= r->tolerance ? JF_CONVERGED : JF_UNCONVERGED;
    if (r->status == JF_UNCONVERGED)
        r->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
}

enum { WAVES_MAX = 128 };

static jf_status run(const jf_method *m, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    static const int64_t DEFAULT_MAX_NEVAL = 4000000;
    const jf_sight *const sight = problem->f->sight;
    const int64_t most = problem->options->max_neval;
    jf_osc_total t = {
        .problem = problem,
        .executor = executor,
        .max_neval = most ? most : DEFAULT_MAX_NEVAL,
        .wave = malloc(WAVES_MAX * sizeof(jf_wave)),
    };
    bool fit = false;
    jf_status status = t.wave ? JF_OK : JF_NOMEM;

    if (status == JF_OK && sight && sight->waves)
        status = sight->waves(problem->f->param, WAVES_MAX, t.wave, &t.nwave);
    if (status == JF_OK)
        status = work_out(&t, &fit);
    if (status == JF_OK && fit) {
        report(&t, result);
        jf_explain_step(problem, JF_STEP_ERROR, JF_TEXT_EXPLAIN_STEP_ERROR, 0,
                        0);
    } else if (status == JF_OK) {
        result->neval = t.neval;
        result->cause =
            jf_message_make(JF_TEXT_QUAD_OSC_NONE, m->name, NULL, NULL);
        status = JF_USAGE;
    }
    for (int i = 0; i < t.nwave; i++)
        jf_wave_clear(&t.wave[i]);
    free(t.wave);
    return status;
}

const jf_method jf_method_ooura = {
    .name = "ooura",
    .report = "ooura",
    .infinite = true,
    .help = JF_TEXT_METHOD_OOURA,
    .run = run,
};
