/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wave A(x) cos(g(x)) on its way to an end of the range: where its phase is
 * monotonic, where its zeros are, and whether it dies away.
 *
 * The change of variable from x to g makes of the integral one of
 * D(g) cos(g) with D = A / |dg/du| dx/du: half periods of equal length and of
 * size 2 D.  It converges if D falls to 0 for good, and not if D does not go
 * to 0.  D is sampled over all of the double range (128 abscissae an octave,
 * beyond 30 octaves 4), and close to zeros of sums such as x - 7, where peaks
 * are; what rises between samples is not seen; what rises at all pushes the
 * start of the extrapolation (`calm`) beyond itself.
 *
 * Fate: of D at three places whose logarithms are as 4 : 2 : 1, D1, D2, D3:
 *     lasts    D1 >= D2 (1 - 1e-9): a constant, or growth;
 *     dies     D1/D2 <= 3/4 and no more than D2/D3: falling as a power of
 *              log u at least, without flattening;
 *     unknown  else: 1/log log u, 1 + 1/log u.
 * Cuts: the zeros of the wave, from g(u) = target by bisection and the secant
 *       [Illinois rule], all of a batch at a time.  An error d of the phase at
 *       a cut changes a piece by D d^2/2, and not their sum. */
#include "quad/attach.h"
#include "quad/osc.h"
#include "quad/points.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double PI = 0x1.921fb54442d18p+1;

double jf_osc_place(const jf_osc_line *line, double u)
{
    return isinf(line->end) ? line->side * u : line->end - line->side / u;
}

void jf_osc_places(const jf_osc_line *line, size_t n, const double *u,
                   double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = jf_osc_place(line, u[i]);
}

double jf_osc_phase(const jf_osc_function *phase, double x)
{
    double g = 0;

    phase->f->eval(phase->param, 1, &x, &g);
    return g;
}

// --- the course -------------------------------------------------------------

enum {
    FINE = 30,      // octaves
    PER_FINE = 128, // abscissae an octave
    PER_COARSE = 4,
    PER_SPOT = 50, // on either side, 2^-1, 2^-2 ... of its distance
    SAMPLES = FINE * PER_FINE + 2100 * PER_COARSE + 2 * PER_SPOT * JF_SPOTS
};

typedef struct samples {
    double u[SAMPLES], x[SAMPLES];
    double g[SAMPLES], slope[SAMPLES]; // the phase, dg/dx
    double size[SAMPLES];
    int n;
} samples;

// The largest u of use: beyond it x is told from a finite end no more.
static double farthest(const jf_osc_line *line)
{
    if (isinf(line->end))
        return 0x1p1000;
    return line->end == 0 ? 0x1p500 : 0x1p20 / fabs(line->end);
}

// Around abscissae where there may be a peak.
static void lay_spots(const jf_wave *w, const jf_osc_line *line, double least,
                      samples *s)
{
    for (int i = 0; isinf(line->end) && i < w->nspot; i++) {
        const double c = line->side * w->spot[i];
        double d = c / 2;
        for (int j = 0; j < PER_SPOT && c > 0; j++, d /= 2)
            for (int side = -1; side <= 1; side += 2)
                if (c + side * d > least && s->n < SAMPLES)
                    s->u[s->n++] = c + side * d;
    }
    s->n = (int)jf_points_sort(s->u, (size_t)s->n);
}

static void lay(const jf_wave *w, const jf_osc_line *line, double from,
                samples *s)
{
    const double most = farthest(line);
    const double least = from > 0x1p-20 ? from : 0x1p-20;
    double octave = least;

    s->n = 0;
    for (int o = 0; octave <= most; o++, octave *= 2) {
        const int per = o < FINE ? PER_FINE : PER_COARSE;
        for (int j = 0; j < per && s->n < SAMPLES; j++)
            s->u[s->n++] = octave * (1 + (double)j / per);
    }
    if (w->nspot > 0 && s->n > 0)
        lay_spots(w, line, least, s);
}

static jf_status at_places(const jf_integrand *f, void *param,
                           const jf_osc_line *line, const samples *s,
                           double factor, double *x, double *y)
{
    for (int i = 0; i < s->n; i++)
        x[i] = jf_osc_place(line, s->u[i] * factor);
    return f->eval(param, (size_t)s->n, x, y);
}

// Slopes from the phase at either side.
static jf_status differences(const jf_integrand *g, void *phase,
                             const jf_osc_line *line, samples *s)
{
    const double h = 0x1p-12;
    double *const left = s->size, *const right = s->slope;

    jf_status status = at_places(g, phase, line, s, 1 - h, s->x, left);
    if (status == JF_OK)
        status = at_places(g, phase, line, s, 1 + h, s->x, right);
    for (int i = 0; i < s->n && status == JF_OK; i++) {
        const double turned = isinf(line->end) ? 1 : s->u[i] * s->u[i];
        s->slope[i] = (right[i] - left[i]) / (2 * h * s->u[i]) * turned;
    }
    return status;
}

static jf_status sample(const jf_integrand *f, const jf_osc_line *line,
                        samples *s, double *y, int64_t *neval)
{
    void *param;

    if (!jf_attach(f, &param))
        return JF_NOMEM;
    const jf_status status = at_places(f, param, line, s, 1, s->x, y);
    jf_detach(f, param);
    *neval += s->n;
    return status;
}

static jf_status phase_of(const jf_wave *w, const jf_osc_line *line, samples *s,
                          int64_t *neval)
{
    void *param;

    if (w->linear && isinf(line->end)) {
        for (int i = 0; i < s->n; i++) {
            s->g[i] = w->rate * (line->side * s->u[i]);
            s->slope[i] = w->rate;
        }
        return JF_OK;
    }
    jf_status status = sample(&w->phase.f, line, s, s->g, neval);
    if (status != JF_OK || w->slope.f.eval)
        return status == JF_OK ? sample(&w->slope.f, line, s, s->slope, neval)
                               : status;
    if (!jf_attach(&w->phase.f, &param))
        return JF_NOMEM;
    status = differences(&w->phase.f, param, line, s);
    jf_detach(&w->phase.f, param);
    *neval += 2 * s->n;
    return status;
}

// s->size becomes |D|: the amplitude over the slope of the phase.
static jf_status size_of(const jf_wave *w, const jf_osc_line *line, samples *s,
                         int64_t *neval)
{
    const jf_status status = sample(&w->amplitude.f, line, s, s->size, neval);

    // beyond the double range the phase tells nothing
    for (int i = 0; i < s->n && status == JF_OK; i++)
        s->size[i] = isfinite(s->g[i]) && isfinite(s->slope[i])
                         ? fabs(s->size[i] / s->slope[i])
                         : (double)NAN;
    return status;
}

// The index of the sample nearest to a power of the range from u[0].
static int nearest(const samples *s, int last, int part)
{
    double target = 1;
    int i = last, octaves = 0;

    for (double u = s->u[0]; u < s->u[last]; u *= 2)
        octaves++;
    for (octaves /= part; octaves > 0; octaves--)
        target *= 2;
    while (i > 0 && s->u[i] > s->u[0] * target)
        i--;
    return i;
}

// From where on the phase is monotonic; false: it does not go on for ever, as
// in the outer half of the octaves it does not go far.
static bool find_monotone(const samples *s, jf_osc_course *c)
{
    int last = s->n - 1;

    while (last > 0 && !isfinite(s->g[last]))
        last--;
    int i = last;
    while (i > 0 && s->g[i] == s->g[i - 1])
        i--;
    if (i == 0 || !isfinite(s->g[i - 1]))
        return false;
    c->direction = s->g[i] > s->g[i - 1] ? 1 : -1;
    while (i > 0 && c->direction * (s->g[i] - s->g[i - 1]) > 0)
        i--;
    c->monotone = s->u[i];
    const int half = nearest(s, last, 2);
    return c->direction * (s->g[last] - s->g[half]) > 64 * PI;
}

static jf_osc_fate fate_of(const samples *s)
{
    int last = s->n - 1;

    // a 0 may be an overflow: x^2/sqrt(x^4 + 1)
    while (last > 0 && !(s->size[last] > 0 && s->size[last] < HUGE_VAL))
        last--;
    if (last == 0)
        return s->size[0] == 0 ? JF_OSC_DIES : JF_OSC_UNKNOWN;
    const double d1 = s->size[last], d2 = s->size[nearest(s, last, 2)];
    const double d3 = s->size[nearest(s, last, 4)];
    if (d2 == 0 || d3 == 0) // a peak between zeros, which may be underflow
        return JF_OSC_UNKNOWN;
    if (d1 >= d2 * (1 - 1e-9))
        return JF_OSC_LASTS;
    return d1 <= 0.75 * d2 && d1 / d2 <= d2 / d3 * (1 + 1e-9) ? JF_OSC_DIES
                                                              : JF_OSC_UNKNOWN;
}

static void find_calm(const samples *s, jf_osc_course *c)
{
    c->calm = c->monotone;
    for (int i = 1; i < s->n; i++)
        if (s->size[i] > s->size[i - 1] * (1 + 1e-6) && s->size[i] > 0x1p-1000)
            c->calm = fmax(c->calm, s->u[i]);
}

jf_status jf_osc_is_endless(const jf_wave *w, double x, bool *endless)
{
    void *param;

    if (!jf_attach(&w->phase.f, &param))
        return JF_NOMEM;
    const jf_osc_function phase = {&w->phase.f, param};
    *endless = !isfinite(jf_osc_phase(&phase, x));
    jf_detach(&w->phase.f, param);
    return JF_OK;
}

// Towards a finite end at which the phase is finite nothing oscillates for
// ever.
static jf_status may_oscillate(const jf_wave *w, const jf_osc_line *line,
                               bool *may)
{
    *may = true;
    return isinf(line->end) ? JF_OK : jf_osc_is_endless(w, line->end, may);
}

static jf_status follow(const jf_wave *wave, const jf_osc_line *line,
                        double from, samples *s, jf_osc_course *course,
                        int64_t *neval)
{
    lay(wave, line, from, s);
    jf_status status = phase_of(wave, line, s, neval);
    if (status != JF_OK || s->n < 2)
        return status;
    course->oscillates = find_monotone(s, course);
    if (!course->oscillates)
        return JF_OK;
    status = size_of(wave, line, s, neval);
    course->fate = fate_of(s);
    if (!wave->rough)
        find_calm(s, course);
    return status;
}

jf_status jf_osc_survey(const jf_wave *wave, const jf_osc_line *line,
                        double from, jf_osc_course *course, int64_t *neval)
{
    bool may;

    *course = (jf_osc_course){.monotone = from, .calm = from};
    jf_status status = may_oscillate(wave, line, &may);
    if (status != JF_OK || !may)
        return status;
    samples *const s = malloc(sizeof *s);
    if (!s)
        return JF_NOMEM;
    status = follow(wave, line, from, s, course, neval);
    free(s);
    return status;
}

// --- the cuts ---------------------------------------------------------------

double jf_osc_first(const jf_wave *wave, const jf_osc_course *course,
                    double phase)
{
    const double shift = (wave->quarter + 1) * (PI / 2);
    const double d = course->direction, t = d * (phase - shift) / PI;

    // a tenth of a half period is too little to begin with
    return shift + d * PI * floor(t + 1.1);
}

// Brackets: the function is negative at lo and positive at hi.
typedef struct root {
    double lo, hi, flo, fhi, target;
    bool done;
} root;

// The Illinois point; the middle where that is of no use, and every third time.
static double next_guess(const root *r, int round)
{
    const double middle = r->hi <= 4 * r->lo ? r->lo / 2 + r->hi / 2
                          : r->lo > 0        ? sqrt(r->lo) * sqrt(r->hi)
                                             : r->hi / 1024;
    const double secant =
        r->lo - r->flo * ((r->hi - r->lo) / (r->fhi - r->flo));

    return round % 3 != 2 && secant > r->lo && secant < r->hi ? secant : middle;
}

static void narrow(root *r, double u, double f)
{
    if (fabs(f) <= 2 * DBL_EPSILON * fabs(r->target) + 0x1p-50) {
        r->lo = r->hi = u;
        r->done = true;
    } else if (f < 0) {
        r->lo = u;
        r->flo = f;
        r->fhi /= 2;
    } else { // NaN: beyond the double range, hence beyond the target
        r->hi = u;
        r->fhi = isfinite(f) ? f : HUGE_VAL;
        r->flo /= 2;
    }
    if (r->hi - r->lo <= 2 * DBL_EPSILON * r->lo) {
        r->done = true;
        r->hi = r->lo;
    }
}

// A u where the phase is beyond a target, from `from` on; 0: none found.
static double beyond(const jf_osc_function *phase, const jf_osc_line *line,
                     int direction, double from, double target)
{
    const double most = farthest(line);

    for (double u = fmax(2 * from, 0x1p-20); u <= most; u *= 2)
        if (!(direction *
                  (jf_osc_phase(phase, jf_osc_place(line, u)) - target) <
              0))
            return u;
    return 0;
}

enum { ROUNDS = 150 };

static jf_status solve(const jf_osc_function *phase, const jf_osc_line *line,
                       int direction, int64_t n, root *r, double *x, double *g,
                       int64_t *neval)
{
    bool more = true;

    for (int round = 0; more && round < ROUNDS; round++) {
        more = false;
        for (int64_t i = 0; i < n; i++)
            x[i] = r[i].done ? r[i].lo : next_guess(&r[i], round);
        for (int64_t i = 0; i < n; i++)
            g[i] = jf_osc_place(line, x[i]);
        const jf_status status =
            phase->f->eval(phase->param, (size_t)n, g, g + n);
        if (status != JF_OK)
            return status;
        for (int64_t i = 0; i < n; i++) {
            if (!r[i].done)
                narrow(&r[i], x[i], direction * (g[n + i] - r[i].target));
            more = more || !r[i].done;
        }
        *neval += n;
    }
    return more ? JF_USAGE : JF_OK;
}

static jf_status find_cuts(const jf_osc_function *phase,
                           const jf_osc_line *line, int direction, double from,
                           double first, int64_t n, double *u, int64_t *neval)
{
    root *const r = malloc((size_t)n * sizeof *r);
    double *const room = malloc(3 * (size_t)n * sizeof *room);
    const double step = direction * PI;
    const double hi =
        beyond(phase, line, direction, from, first + (double)(n - 1) * step);
    jf_status status = !r || !room ? JF_NOMEM : hi > 0 ? JF_OK : JF_USAGE;

    for (int64_t i = 0; status == JF_OK && i < n; i++)
        r[i] = (root){from, hi, -HUGE_VAL, HUGE_VAL, first + (double)i * step,
                      false};
    if (status == JF_OK)
        status = solve(phase, line, direction, n, r, room, room + n, neval);
    for (int64_t i = 0; status == JF_OK && i < n; i++)
        u[i] = r[i].lo;
    free(r);
    free(room);
    return status;
}

jf_status jf_osc_cuts(const jf_wave *wave, const jf_osc_line *line,
                      const jf_osc_course *course, double from, double first,
                      int64_t n, double *u, int64_t *neval)
{
    const jf_integrand *const g = &wave->phase.f;
    void *param;

    if (wave->linear && isinf(line->end)) {
        for (int64_t i = 0; i < n; i++) {
            const double target = first + (double)i * course->direction * PI;
            u[i] = line->side * (target - wave->offset) / wave->rate;
        }
        return JF_OK;
    }
    if (!jf_attach(g, &param))
        return JF_NOMEM;
    const jf_osc_function phase = {g, param};
    const jf_status status =
        find_cuts(&phase, line, course->direction, from, first, n, u, neval);
    jf_detach(g, param);
    return status;
}
