/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A smooth amplitude times a fast wave of constant rate, on a finite range, at
 * a cost that does not grow with the rate.
 *
 * Idea: on [m - h, m + h] the amplitude is a sum of Legendre polynomials,
 *   A(m + h t) = sum a_k P_k(t), by the Gauss rule with 16 nodes, and
 *       integral of P_k(t) exp(i q t) over [-1, 1] = 2 i^k j_k(q),  q = rate h,
 *   with spherical Bessel functions j_k [BakhvalovVasileva1968].  Upwards their
 *   recurrence is stable as long as k < q.
 * Panels are halved until bounds of the amplitude's Taylor coefficients
 *   (base/sight.h) say that the polynomial is it, up to rounding: nothing hides
 *   between the nodes.  One that has fewer than 10 half periods then, next to a
 *   kink or a singular point, goes to the methods for what does not oscillate;
 *   a term without a wave goes to bounded.c.
 * Error: e = A - p has |e| <= 9 |A^(k)|/k! h^k 2^(1-k) for k >= 16, as the
 *   projection is 9 times as far off as the best polynomial, at most; against
 *   the wave it counts by (2 |e| + 2 |e'|) h/q.  Phases are double-doubles, so
 *   a rate of 10^9 loses nothing; but a rate that is no short number is
 *   rounded, and then the wave is off by an ulp of its phase at the far end.
 *   Sums are small, of A / rate, and so is their rounding.
 * Cost:     16 evaluations a panel; cos(10^9 x) exp(x) on 0..1 takes one.
 * Fails on: amplitudes of which no bounds are known.
 * Rejected: Levin's collocation, whose systems are ill-conditioned where q is
 *   small; stationary phases would want it. */
#include "base/dd.h"
#include "quad/attach.h"
#include "quad/bounded.h"
#include "quad/osc.h"
#include "quad/rounding.h"
#include "rule/gauss.h"

#include <float.h>
#include <math.h>

enum { N = 16, DEEPEST = 40 };

static const double SLOWEST = 32;     // q: of a panel that may be done here
static const double FASTEST = 0x1p46; // radians: double-doubles tell the phase

// --- sine and cosine ---------------------------------------------------------

// pi/2 in three doubles.
static const double HALF_PI[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                 -0x1.f1976b7ed8fbcp-110};

// Of |r| <= pi/4: 1 - r^2/(k (k+1)) (1 - ...), from k = first on.
static double series(double r2, int first)
{
    enum { LAST = 19 };
    double sum = 1;

    for (int k = first + 2 * ((LAST - first) / 2); k >= first; k -= 2)
        sum = 1 - r2 / (k * (k + 1)) * sum;
    return sum;
}

static void turn(jf_dd phase, double *sine, double *cosine)
{
    const double n = rint(phase.hi / HALF_PI[0]);
    jf_dd r = phase;

    for (int i = 0; i < 3; i++) {
        const jf_dd p = jf_dd_two_product(-n, HALF_PI[i]);
        r = jf_dd_add(r, p);
    }
    const double r2 = r.hi * r.hi;
    const double s = r.hi * series(r2, 2) + r.lo;
    const double c = series(r2, 1) - r.hi * r.lo;
    const int quadrant = (int)(n - 4 * floor(n / 4));
    const double turned[] = {s, c, -s, -c};
    *sine = turned[quadrant];
    *cosine = turned[(quadrant + 1) % 4];
}

// --- a panel -----------------------------------------------------------------

typedef struct filon {
    jf_osc_total *total;
    const jf_wave *wave;
    void *amplitude; // its parameter
    double node[N], weight[N];
    double most;         // of the amplitude so far
    double value, error; // of this wave
    double size;         // of what is added up
} filon;

// How far the amplitude may be from its polynomial; HUGE_VAL: not known.
static double distance(const filon *s, double a, double b)
{
    static const double PROJECTION = 9;
    const jf_integrand *const f = &s->wave->amplitude.f;
    double coef[JF_TAYLOR + 1], rounding, least = HUGE_VAL;

    if (!f->sight->taylor(f->param, a, b, true, coef, &rounding))
        return HUGE_VAL;
    for (int k = N; k <= JF_TAYLOR; k++)
        least = fmin(least, ldexp(coef[k], 1 - k));
    return PROJECTION * least;
}

// The coefficients of the amplitude; *most: its largest value at a node.
static jf_status expand(filon *s, jf_dd centre, double half, double *a,
                        double *most)
{
    double x[N], y[N];

    for (int i = 0; i < N; i++) {
        x[i] = centre.hi + (half * s->node[i] + centre.lo);
        a[i] = 0;
    }
    const jf_integrand *const f = &s->wave->amplitude.f;
    const jf_status status = f->eval(s->amplitude, N, x, y);
    s->total->neval += N;
    *most = 0;
    for (int i = 0; i < N; i++) {
        double before = 0, p = 1;
        *most = isfinite(y[i]) ? fmax(*most, fabs(y[i])) : HUGE_VAL;
        for (int k = 0; k < N; k++) {
            a[k] += (k + 0.5) * s->weight[i] * y[i] * p;
            const double next =
                ((2 * k + 1) * s->node[i] * p - k * before) / (k + 1);
            before = p;
            p = next;
        }
    }
    return status;
}

// The sum of a_k times the integral of P_k(t) cos(q t + phase).
static void add_panel(filon *s, jf_dd centre, jf_dd half, const double *a)
{
    const jf_wave *const w = s->wave;
    const jf_dd rate = {w->rate, 0};
    const jf_dd q = jf_dd_mul(rate, half);
    const jf_dd quarter =
        jf_dd_mul((jf_dd){HALF_PI[0], HALF_PI[1]}, (jf_dd){-w->quarter, 0});
    const jf_dd phase = jf_dd_add(
        jf_dd_add(jf_dd_mul(rate, centre), (jf_dd){w->offset, 0}), quarter);
    double sine, cosine, s0, c0;

    turn(phase, &sine, &cosine);
    turn(q, &s0, &c0);
    double j = s0 / q.hi, next = (j - c0) / q.hi;
    const double part[] = {cosine, -sine, -cosine, sine}; // cos(. + k pi/2)
    double sum = 0, size = 0;
    for (int k = 0; k < N; k++) {
        sum += a[k] * j * part[k % 4];
        size += fabs(a[k] * j);
        const double after = (2 * k + 3) / q.hi * next - j;
        j = next;
        next = after;
    }
    s->value += 2 * half.hi * sum;
    s->size += 2 * half.hi * size;
}

static jf_status do_range(filon *s, double a, double b, int depth)
{
    static const double LITTLE = 1e-16, NOTHING = 1e-280;
    // of a polynomial of degree N against its size; of its coefficients
    enum { SLOPE = 2 * N * N, ROUNDINGS = 32 };
    const jf_dd centre = jf_dd_two_sum(a / 2, b / 2);
    const jf_dd half = jf_dd_two_sum(b / 2, -a / 2);
    const double q = fabs(s->wave->rate) * half.hi;
    double coefficient[N], most;

    if (q < SLOWEST || depth == DEEPEST)
        return jf_osc_plain(s->total, &s->wave->term.f, a, b);
    const double rest = distance(s, a, b);
    const jf_status status = expand(s, centre, half.hi, coefficient, &most);
    if (status != JF_OK)
        return status;
    if (most < HUGE_VAL &&
        rest <= fmax(LITTLE * fmax(most, s->most), NOTHING)) {
        s->total->panels++;
        s->most = fmax(s->most, most);
        s->error +=
            ((2 + SLOPE) * rest + ROUNDINGS * DBL_EPSILON * most) * half.hi / q;
        add_panel(s, centre, half, coefficient);
        return JF_OK;
    }
    const jf_status left = do_range(s, a, centre.hi, depth + 1);
    return left == JF_OK ? do_range(s, centre.hi, b, depth + 1) : left;
}

// --- waves -------------------------------------------------------------------

// Whether x means itself.
static bool is_short(double x)
{
    return !(jf_rounding_of_limit(x, 1) > 0);
}

static bool is_fit(const jf_wave *w, double a, double b)
{
    if (!w->amplitude.f.sight || !w->amplitude.f.sight->taylor)
        return false;
    return !w->wavy || (w->linear && !w->rough && !w->bessel && w->rate != 0 &&
                        fabs(w->rate) * fmax(fabs(a), fabs(b)) < FASTEST &&
                        fabs(w->offset) < FASTEST);
}

// A term without a wave: by panels with bounds, if there are any.
static jf_status do_term(jf_osc_total *t, const jf_wave *w, double a, double b)
{
    jf_options options = *t->problem->options;
    const jf_problem problem = {
        .f = &w->term.f, .a = a, .b = b, .options = &options};
    jf_result r = {.status = JF_USAGE};

    options.explain = NULL;
    const jf_status status =
        jf_method_bounded.run(&jf_method_bounded, &problem, t->executor, &r);
    t->neval += r.neval;
    if (status == JF_USAGE || (status == JF_OK && r.status != JF_CONVERGED))
        return jf_osc_plain(t, &w->term.f, a, b);
    if (status != JF_OK)
        return status;
    jf_osc_add(t, r.value, r.abserr);
    t->floor += r.abserr;
    t->panels += r.panels;
    return JF_OK;
}

static jf_status do_wave(jf_osc_total *t, const jf_wave *w, filon *s, double a,
                         double b)
{
    s->total = t;
    s->wave = w;
    s->most = s->value = s->error = s->size = 0;
    if (!w->wavy)
        return do_term(t, w, a, b);
    if (!jf_attach(&w->amplitude.f, &s->amplitude))
        return JF_NOMEM;
    const jf_status status = do_range(s, a, b, 0);
    jf_detach(&w->amplitude.f, s->amplitude);
    // an ulp of the phase at the far end
    const double turned = (is_short(w->rate) ? 0 : fmax(fabs(a), fabs(b))) +
                          (is_short(w->offset) ? 0 : fabs(w->offset / w->rate));
    const double error = s->error + DBL_EPSILON * (s->size + turned * s->most);
    jf_osc_add(t, s->value, error);
    t->floor += 2 * error; // which is rounding, all of it
    t->abs += s->size;
    return status;
}

bool jf_filon_is_fit(const jf_osc_total *t, double a, double b)
{
    bool fit = true, any = false;

    for (int i = 0; i < t->nwave; i++) {
        fit &= is_fit(&t->wave[i], a, b);
        any |= t->wave[i].wavy;
    }
    return fit && any;
}

jf_status jf_filon(jf_osc_total *t, double a, double b)
{
    filon s;

    t->threads = t->threads > 1 ? t->threads : 1;
    jf_status status = jf_gauss_nodes(N, 0, N, s.node, s.weight);

    for (int i = 0; i < t->nwave && status == JF_OK; i++)
        status = do_wave(t, &t->wave[i], &s, a, b);
    return status;
}
