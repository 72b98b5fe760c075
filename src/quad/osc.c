/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrands that oscillate for ever towards an end of the range, infinite or
 * not, or very often on a finite one.
 *
 * The integrand tells of which waves A(x) cos(g(x)) it is the sum
 * (base/sight.h).  Towards an end where the phase g grows without bound, each
 * wave is integrated between its zeros, and the alternating sum extrapolated
 * (osctail.c), provided that it dies away (oscline.c); what remains, a finite
 * range, is integrated as it is typed (oscfinite.c).  A term that is no wave, as
 * the 1/2 of sin(x)^2, is left to the methods for such tails.  So cos(x^2) and
 * sin(exp(x)), whose half periods shrink, are no harder than sin(x)/x.
 *
 * The first pieces that the rule cannot resolve, next to a singular point,
 * belong to the finite range.
 *
 * Error:     of the extrapolations, of the pieces and of the finite range, added
 *            up; noise as squares; 2u of the integrals of |f| over the pieces.
 * Diverges:  a wave that does not die away, if it is the only such one.
 * Cost:      sin(x)/x from 0: 48 half periods, 1000 evaluations, and 13000 of the
 *            amplitude and the phase to see what becomes of them.
 * Fails on:  amplitudes with a feature between the samples of oscline.c; waves
 *            inside of waves, products with Bessel functions, slow drifts that are
 *            no wave.
 * Reference: [Longman1956], integration between zeros. */
#include "quad/osc.h"
#include "quad/attach.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 48, ENDS = 2 };

static const int64_t DEFAULT_MAX_NEVAL = 20000000;

// A wave on its way to an end: zeros u[0 .. n], pieces between them.
typedef struct tail {
    const jf_wave *wave;
    const jf_integrand *f;
    jf_osc_course course;
    double first; // phase at u[0]
    double *u;
    jf_osc_piece *piece;
    int64_t n, cap;
    int64_t skip; // pieces that belong to the finite range
    jf_osc_sum sum;
} tail;

typedef struct end {
    jf_osc_line line;
    bool open;    // something oscillates for ever, or it is infinite
    double from;  // u to begin at
    double start; // u where the tails begin
    tail *tail;
} end;

typedef struct state {
    jf_osc_total total;
    end end[ENDS];
    bool lasts, unsure, stuck;
    double place;
    int64_t slow; // half periods that do not settle, or 0
} state;

// --- pieces of a tail -------------------------------------------------------

static bool grow(tail *t, int64_t n)
{
    if (n <= t->cap)
        return true;
    double *const u = realloc(t->u, ((size_t)n + 1) * sizeof *u);
    if (u)
        t->u = u;
    jf_osc_piece *const piece = realloc(t->piece, (size_t)n * sizeof *piece);
    if (piece)
        t->piece = piece;
    if (!u || !piece)
        return false;
    t->cap = n;
    return true;
}

static void lay(const end *e, jf_osc_piece *p, double u, double v)
{
    const double x = jf_osc_place(&e->line, u), y = jf_osc_place(&e->line, v);

    *p = (jf_osc_piece){.a = fmin(x, y), .b = fmax(x, y)};
}

// Makes it n pieces.
static jf_status extend(state *s, const end *e, tail *t, int64_t n)
{
    const int64_t old = t->n, fresh = old == 0 ? 0 : old + 1;
    const double step = t->course.direction * 0x1.921fb54442d18p+1;
    const double from = old == 0 ? t->course.monotone : t->u[old];

    if (n <= old)
        return JF_OK;
    if (!grow(t, n))
        return JF_NOMEM;
    jf_status status = jf_osc_cuts(
        t->wave, &e->line, &t->course, from, t->first + (double)fresh * step,
        n + 1 - fresh, t->u + fresh, &s->total.neval);
    if (status != JF_OK)
        return status;
    for (int64_t k = old; k < n; k++)
        lay(e, &t->piece[k], t->u[k], t->u[k + 1]);
    const jf_osc_work work = jf_osc_allow(&s->total, t->f, n - old);
    status = jf_osc_evaluate(&work, n - old, t->piece + old, &s->total.threads);
    for (int64_t k = old; k < n; k++)
        s->total.neval += t->piece[k].neval;
    t->n = n;
    return status;
}

// The first pieces up to the last one that is not resolved.
static int64_t count_hard(const tail *t)
{
    double most = 0;
    int64_t n = 0;

    for (int64_t k = 0; k < t->n; k++)
        if (!t->piece[k].bad)
            most = fmax(most, t->piece[k].abs);
    for (int64_t k = 0; k < FIRST / 2; k++) {
        const jf_osc_piece *const p = &t->piece[k];
        if (p->bad || p->error > 16 * DBL_EPSILON * most + p->noise)
            n = k + 1;
    }
    return n;
}

static bool bad_piece(const tail *t, double *x)
{
    for (int64_t k = t->skip; k < t->n; k++)
        if (t->piece[k].bad) {
            *x = t->piece[k].bad_x;
            return true;
        }
    return false;
}

static void estimate(tail *t)
{
    int64_t calm = t->skip;

    while (calm < t->n && t->u[calm] < t->course.calm)
        calm++;
    t->sum =
        jf_osc_extrapolate(t->n - t->skip, t->piece + t->skip, calm - t->skip);
}

// --- does it die away? ------------------------------------------------------

// Of a rough amplitude samples tell nothing: half periods far out are compared
// with half periods further out.
static jf_status look_far(state *s, const end *e, tail *t)
{
    enum { LOOKS = 3, EACH = 8 };
    static const double number[LOOKS] = {0x1p8, 0x1p13, 0x1p18};
    const double step = t->course.direction * 0x1.921fb54442d18p+1;
    double size[LOOKS] = {0}, u[EACH + 1];
    jf_osc_piece piece[EACH];

    t->course.fate = JF_OSC_UNKNOWN;
    for (int i = 0; i < LOOKS; i++) {
        jf_status status = jf_osc_cuts(
            t->wave, &e->line, &t->course, t->course.monotone,
            t->first + number[i] * step, EACH + 1, u, &s->total.neval);
        if (status != JF_OK)
            return status == JF_USAGE ? JF_OK : status;
        for (int k = 0; k < EACH; k++)
            lay(e, &piece[k], u[k], u[k + 1]);
        const jf_osc_work work = jf_osc_allow(&s->total, t->f, EACH);
        status = jf_osc_evaluate(&work, EACH, piece, &s->total.threads);
        if (status != JF_OK)
            return status;
        for (int k = 0; k < EACH; k++) {
            size[i] = fmax(size[i], fabs(piece[k].value));
            s->total.neval += piece[k].neval;
        }
    }
    if (size[1] <= 0.75 * size[0] && size[2] <= 0.75 * size[1])
        t->course.fate = JF_OSC_DIES;
    return JF_OK;
}

// --- tails of an end --------------------------------------------------------

static jf_status phase_at(const jf_wave *w, double x, double *phase)
{
    void *param;

    if (!jf_attach(&w->phase.f, &param))
        return JF_NOMEM;
    const jf_osc_function f = {&w->phase.f, param};
    *phase = jf_osc_phase(&f, x);
    jf_detach(&w->phase.f, param);
    return JF_OK;
}

static jf_status open_tail(state *s, const end *e, tail *t)
{
    double phase;
    jf_status status =
        phase_at(t->wave, jf_osc_place(&e->line, t->course.monotone), &phase);

    if (status != JF_OK)
        return status;
    t->first = jf_osc_first(t->wave, &t->course, phase);
    status = extend(s, e, t, FIRST);
    if (status == JF_OK && t->wave->rough)
        status = look_far(s, e, t);
    if (status == JF_USAGE) { // the phase leaves the double range too early
        t->course.fate = JF_OSC_UNKNOWN;
        t->course.oscillates = false;
        s->stuck = true;
        status = JF_OK;
    }
    t->skip = t->n > 0 ? count_hard(t) : 0;
    return status;
}

static jf_status survey(state *s, end *e)
{
    const jf_osc_total *const all = &s->total;

    e->tail = calloc((size_t)all->nwave, sizeof *e->tail);
    if (!e->tail)
        return JF_NOMEM;
    e->open = isinf(e->line.end);
    for (int i = 0; i < all->nwave; i++) {
        tail *const t = &e->tail[i];
        t->wave = &all->wave[i];
        t->f = all->nwave > 1 ? &t->wave->term.f : all->problem->f;
        if (!t->wave->wavy)
            continue;
        const int64_t cost = t->wave->linear ? 8000 : 32000;
        if (s->total.neval + cost > s->total.max_neval) {
            s->total.spent = true;
            return JF_OK;
        }
        const jf_status status = jf_osc_survey(t->wave, &e->line, e->from,
                                               &t->course, &s->total.neval);
        if (status != JF_OK)
            return status;
        e->open = e->open || t->course.oscillates;
    }
    return JF_OK;
}

// All tails of an end begin at the same place, where none is hard any more.
static jf_status begin(state *s, end *e)
{
    e->start = fmax(e->from, 1);
    bool any = false;
    for (int i = 0; i < s->total.nwave; i++) {
        tail *const t = &e->tail[i];
        if (!t->course.oscillates)
            continue;
        const jf_status status = open_tail(s, e, t);
        if (status != JF_OK)
            return status;
        if (t->n == 0)
            continue;
        e->start = any ? fmax(e->start, t->u[t->skip]) : t->u[t->skip];
        any = true;
    }
    return JF_OK;
}

// Adds what lies between the start and the first zero behind it.
static jf_status bridge(state *s, const end *e, tail *t)
{
    jf_osc_piece p;

    t->skip = 0;
    while (t->skip < t->n && t->u[t->skip] < e->start)
        t->skip++;
    while (t->u[t->skip] < e->start) { // a slow wave made it late
        const jf_status status = extend(s, e, t, 2 * t->n);
        if (status != JF_OK)
            return status;
        if (s->total.neval > s->total.max_neval || jf_osc_stopped(&s->total)) {
            s->total.spent = true;
            return JF_OK;
        }
        while (t->skip < t->n && t->u[t->skip] < e->start)
            t->skip++;
    }
    if (t->u[t->skip] == e->start) // its own zero
        return JF_OK;
    lay(e, &p, e->start, t->u[t->skip]);
    const jf_osc_work work = jf_osc_allow(&s->total, t->f, 1);
    const jf_status status = jf_osc_evaluate(&work, 1, &p, &s->total.threads);
    jf_osc_add_piece(&s->total, &p);
    return status;
}

static jf_status rest(state *s, const end *e, const tail *t)
{
    const double x = jf_osc_place(&e->line, e->start);

    return jf_osc_plain(&s->total, t->f, fmin(x, e->line.end),
                        fmax(x, e->line.end));
}

static jf_status first_estimates(state *s, end *e)
{
    for (int i = 0; i < s->total.nwave; i++) {
        tail *const t = &e->tail[i];
        const jf_status status =
            t->course.oscillates ? bridge(s, e, t) : rest(s, e, t);
        if (status != JF_OK)
            return status;
        if (t->course.oscillates)
            estimate(t);
    }
    return JF_OK;
}

// The error of a tail that more pieces cannot lessen.
static double floor_of(const tail *t)
{
    double noise = 0, abs = 0;

    for (int64_t k = t->skip; k < t->n && k < t->skip + FIRST; k++) {
        noise += t->piece[k].noise * t->piece[k].noise;
        abs += t->piece[k].abs;
    }
    return sqrt(noise) + DBL_EPSILON * abs;
}

static jf_status refine(state *s, const end *e, tail *t, double target)
{
    double bad;
    int vain = 0;

    while (!(t->sum.error <= fmax(target, floor_of(t))) && vain < 3 &&
           !bad_piece(t, &bad) && !jf_osc_stopped(&s->total)) {
        const double before = t->sum.error;
        if (s->total.neval + 2 * JF_OSC_POINTS * t->n > s->total.max_neval) {
            s->slow = t->n;
            return JF_OK;
        }
        const jf_status status = extend(s, e, t, 2 * t->n);
        if (status == JF_USAGE) { // no more zeros within the double range
            s->slow = t->n;
            return JF_OK;
        }
        if (status != JF_OK)
            return status;
        estimate(t);
        if (before < HUGE_VAL)
            vain = t->sum.error > before / 2 ? vain + 1 : 0;
    }
    if (!(t->sum.error <= fmax(target, floor_of(t))))
        s->slow = t->n;
    return JF_OK;
}

static double bessel_error(const tail *t)
{
    double abs = 0;

    for (int64_t k = t->skip; k < t->skip + t->sum.used; k++)
        abs += t->piece[k].abs;
    return 4 * DBL_EPSILON * abs;
}

static void collect(state *s, const end *e, const tail *t)
{
    jf_osc_total *const all = &s->total;
    double bad;

    if (bad_piece(t, &bad) && all->failed.status == JF_OK) {
        all->failed.status = JF_UNDEFINED;
        all->failed.place = bad;
    }
    if (t->wave->bessel) // whose values are good to this much of their size
        all->error += bessel_error(t);
    jf_osc_add(all, t->sum.value, (t->wave->rough ? 10 : 1) * t->sum.error);
    for (int64_t k = t->skip; k < t->skip + t->sum.used; k++) {
        const jf_osc_piece *const p = &t->piece[k];
        all->error += p->error;
        all->abs += p->abs;
        all->noise2 += p->noise * p->noise;
    }
    all->panels += t->sum.used;
    if (t->course.fate == JF_OSC_LASTS && !s->lasts)
        s->lasts = true;
    else if (t->course.fate != JF_OSC_DIES)
        s->unsure = true;
    if (t->course.fate != JF_OSC_DIES)
        s->place = e->line.end;
}

// --- the whole --------------------------------------------------------------

static double wanted(const jf_osc_total *t, double value)
{
    const jf_options *const o = t->problem->options;

    return fmax(o->atol, o->rtol * fabs(value));
}

static jf_status tails(state *s)
{
    const jf_osc_total *const all = &s->total;
    double sum = all->value;

    for (int i = 0; i < ENDS * all->nwave; i++) {
        const end *const e = &s->end[i % ENDS];
        if (e->open && e->tail[i / ENDS].course.oscillates)
            sum += e->tail[i / ENDS].sum.value;
    }
    const double target = wanted(all, sum) / (4.0 * all->nwave);
    for (int i = 0; i < ENDS * all->nwave; i++) {
        const end *const e = &s->end[i % ENDS];
        tail *const t = &e->tail[i / ENDS];
        if (!e->open || !t->course.oscillates)
            continue;
        if (t->course.fate == JF_OSC_DIES) {
            const jf_status status = refine(s, e, t, target);
            if (status != JF_OK)
                return status;
        }
        collect(s, e, t);
    }
    return JF_OK;
}

// Makes the tails of an end, which begin at *x at most, and sets *x to where
// they begin; `other` is the other side of what is left of the range.
static jf_status open_end(state *s, end *e, int side, double other, double *x)
{
    e->line = (jf_osc_line){*x, side};
    if (isinf(*x))
        e->from = isinf(other) ? 0 : fmax(0, side * other);
    else
        e->from = isinf(other) ? 1 : 1 / fabs(*x - other);
    jf_status status = survey(s, e);
    if (status == JF_OK && e->open) {
        status = begin(s, e);
        *x = jf_osc_place(&e->line, e->start);
    }
    return status;
}

static jf_status add_up(state *s)
{
    const jf_problem *const p = s->total.problem;
    const size_t n = p->npoint;
    double x[ENDS] = {p->a, p->b};

    // tails begin beyond all breakpoints
    jf_status status =
        open_end(s, &s->end[0], -1, n ? p->point[0] : x[1], &x[0]);
    if (status == JF_OK)
        status = open_end(s, &s->end[1], 1, n ? p->point[n - 1] : x[0], &x[1]);
    if (status == JF_OK && x[0] < x[1])
        status = jf_osc_finite(&s->total, x[0], x[1]);
    for (int i = 0; i < ENDS && status == JF_OK; i++)
        if (s->end[i].open)
            status = first_estimates(s, &s->end[i]);
    return status == JF_OK ? tails(s) : status;
}

static void fail(const state *s, jf_result *r)
{
    const jf_result *const f = &s->total.failed;

    if (f->status == JF_UNDEFINED) {
        jf_report_undefined(s->total.problem, f->place, r);
        return;
    }
    r->status = f->status;
    r->place = f->place;
    r->cause = f->cause;
    r->hint = f->hint;
}

static void report_fate(const state *s, jf_result *r)
{
    const bool lasts = s->lasts && !s->unsure;

    r->status = lasts ? JF_DIVERGENT : JF_UNCONVERGED;
    r->value = (double)NAN;
    r->abserr = HUGE_VAL;
    r->place = s->place;
    r->cause = jf_report_message(
        lasts ? JF_TEXT_QUAD_OSC_LASTS : JF_TEXT_QUAD_OSC_UNSURE, s->place);
}

static void explain(const state *s, jf_result *r)
{
    r->status = JF_UNCONVERGED;
    if (s->total.spent)
        r->cause =
            jf_report_message(JF_TEXT_QUAD_BUDGET, (double)s->total.max_neval);
    else if (s->slow)
        r->cause = jf_report_message(JF_TEXT_QUAD_OSC_SLOW, (double)s->slow);
    else
        r->cause = jf_message_make(JF_TEXT_QUAD_ROUNDOFF, 0, 0, 0);
}

static void report(const state *s, jf_result *r)
{
    const jf_osc_total *const t = &s->total;
    const double noise = 2 * sqrt(t->noise2);

    r->neval = t->neval;
    r->panels = t->panels;
    r->threads = t->threads;
    if (jf_osc_stopped(t)) {
        r->hint = jf_message_make(JF_TEXT_QUAD_HINT_NO_PART, NULL, NULL, NULL);
        jf_report_stopped(t->executor, r);
        return;
    }
    if (t->failed.status != JF_OK) {
        fail(s, r);
        return;
    }
    if (s->lasts || s->unsure) {
        report_fate(s, r);
        return;
    }
    if (isnan(t->value) || t->spent) { // a part without an estimate
        explain(s, r);
        return;
    }
    if (!jf_report_value(t->value + t->rest, r))
        return;
    jf_report_error(t->error + noise + 2 * DBL_EPSILON * t->abs, r);
    const double floor = 4 * DBL_EPSILON * t->abs +
                         fmin(2 * noise, t->problem->options->rtol * t->abs);
    r->tolerance = fmax(wanted(t, r->value), floor);
    if (r->abserr <= r->tolerance && !s->stuck)
        r->status = JF_CONVERGED;
    else
        explain(s, r);
}

static void clear(state *s)
{
    for (int i = 0; i < ENDS; i++)
        for (int k = 0; s->end[i].tail && k < s->total.nwave; k++) {
            free(s->end[i].tail[k].u);
            free(s->end[i].tail[k].piece);
        }
    for (int i = 0; i < ENDS; i++)
        free(s->end[i].tail);
    for (int i = 0; i < s->total.nwave; i++)
        jf_wave_clear(&s->total.wave[i]);
    free(s->total.wave);
}

enum { WAVES_MAX = 128 };

static jf_status find_waves(const jf_method *m, state *s, jf_result *result)
{
    const jf_integrand *const f = s->total.problem->f;

    s->total.wave = malloc(WAVES_MAX * sizeof *s->total.wave);
    if (!s->total.wave)
        return JF_NOMEM;
    if (f->sight && f->sight->waves) {
        const jf_status status = f->sight->waves(
            f->param, WAVES_MAX, s->total.wave, &s->total.nwave);
        if (status != JF_OK)
            return status;
    }
    if (s->total.nwave > 0)
        return JF_OK;
    result->cause = jf_message_make(JF_TEXT_QUAD_OSC_NONE, m->name, NULL, NULL);
    return JF_USAGE;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    state s = {
        .total =
            {
                .problem = problem,
                .executor = executor,
                .max_neval = problem->options->max_neval
                                 ? problem->options->max_neval
                                 : DEFAULT_MAX_NEVAL,
            },
    };
    jf_status status = find_waves(method, &s, result);

    if (status == JF_OK)
        status = add_up(&s);
    if (status == JF_OK)
        report(&s, result);
    clear(&s);
    return status;
}

const jf_method jf_method_osc = {
    .name = "osc",
    .report = "osc",
    .infinite = true,
    .help = JF_TEXT_METHOD_OSC,
    .run = run,
};
