/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One end of the range, and the tails of all waves that oscillate towards it.
 *
 * A tail begins where its first zeros, 24 at most, have been passed over as
 * long as the rule did not resolve the half period there: next to a singular
 * point, or a peak.  All tails of an end begin at the same place, beyond which
 * they share nothing; what lies between that place and a wave's own next zero
 * is one more piece.
 *
 * 48 half periods to begin with; twice as many as long as it helps, since an
 * amplitude may have features further out (`calm` of oscline.c).
 *
 * Of a rough amplitude samples say nothing.  There half periods number 2^8,
 * 2^13 and 2^18 are compared: they have to fall by a quarter each time.  And
 * errors count ten times. */
#include "quad/attach.h"
#include "quad/osc.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { FIRST = 48 };

static const double PI = 0x1.921fb54442d18p+1;

// --- pieces of a tail -------------------------------------------------------

static bool grow(jf_osc_tail *t, int64_t n)
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

static void lay(const jf_osc_end *e, jf_osc_piece *p, double u, double v)
{
    const double x = jf_osc_place(&e->line, u), y = jf_osc_place(&e->line, v);

    *p = (jf_osc_piece){.a = fmin(x, y), .b = fmax(x, y)};
}

// A spot inside of a piece may be a peak that is narrow beside it: the piece is
// cut closer and closer to it, by halves.
static jf_status grade(jf_osc_total *all, const jf_osc_tail *t,
                       jf_osc_piece *piece, double spot)
{
    enum { HALVES = 40, PARTS = 2 * (HALVES + 1) };
    jf_osc_piece part[PARTS], whole = {.a = piece->a, .b = piece->b};
    double left = piece->b - spot, right = piece->a - spot;

    for (int j = 0; j <= HALVES; j++, left /= 2, right /= 2) {
        const double l = j == HALVES ? 0 : left / 2;
        const double r = j == HALVES ? 0 : right / 2;
        part[2 * j] = (jf_osc_piece){.a = spot + l, .b = spot + left};
        part[2 * j + 1] = (jf_osc_piece){.a = spot + right, .b = spot + r};
    }
    const jf_osc_work work = jf_osc_allow(all, t->f, PARTS);
    const jf_status status = jf_osc_evaluate(&work, PARTS, part, &all->threads);
    for (int j = 0; j < PARTS; j++) {
        whole.value += part[j].value;
        whole.abs += part[j].abs;
        whole.error += part[j].error;
        whole.noise += part[j].noise;
        whole.neval += part[j].neval;
        whole.bad = whole.bad || part[j].bad;
        whole.bad_x = part[j].bad ? part[j].bad_x : whole.bad_x;
    }
    *piece = whole;
    return status;
}

static jf_status grade_all(jf_osc_total *all, const jf_osc_tail *t,
                           int64_t from)
{
    jf_status status = JF_OK;

    for (int64_t k = from; k < t->n && status == JF_OK; k++)
        for (int i = 0; i < t->wave->nspot; i++) {
            const double spot = t->wave->spot[i];
            if (spot < t->piece[k].a || spot > t->piece[k].b)
                continue;
            status = grade(all, t, &t->piece[k], spot);
            break;
        }
    return status;
}

// Makes it n pieces.
static jf_status extend(jf_osc_total *all, const jf_osc_end *e, jf_osc_tail *t,
                        int64_t n)
{
    const int64_t old = t->n, fresh = old == 0 ? 0 : old + 1;
    const double step = t->course.direction * PI;
    const double from = old == 0 ? t->course.monotone : t->u[old];

    if (n <= old)
        return JF_OK;
    if (!grow(t, n))
        return JF_NOMEM;
    jf_status status = jf_osc_cuts(t->wave, &e->line, &t->course, from,
                                   t->first + (double)fresh * step,
                                   n + 1 - fresh, t->u + fresh, &all->neval);
    if (status != JF_OK)
        return status;
    for (int64_t k = old; k < n; k++)
        lay(e, &t->piece[k], t->u[k], t->u[k + 1]);
    const jf_osc_work work = jf_osc_allow(all, t->f, n - old);
    status = jf_osc_evaluate(&work, n - old, t->piece + old, &all->threads);
    t->n = n;
    if (status == JF_OK)
        status = grade_all(all, t, old);
    for (int64_t k = old; k < n; k++)
        all->neval += t->piece[k].neval;
    return status;
}

// The first pieces up to the last one that is not resolved.
static int64_t count_hard(const jf_osc_tail *t)
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

static bool bad_piece(const jf_osc_tail *t, double *x)
{
    for (int64_t k = t->skip; k < t->n; k++)
        if (t->piece[k].bad) {
            *x = t->piece[k].bad_x;
            return true;
        }
    return false;
}

static void estimate(jf_osc_tail *t)
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
static jf_status look_far(jf_osc_total *all, const jf_osc_end *e,
                          jf_osc_tail *t)
{
    enum { LOOKS = 3, EACH = 8 };
    static const double number[LOOKS] = {0x1p8, 0x1p13, 0x1p18};
    const double step = t->course.direction * PI;
    double size[LOOKS] = {0}, u[EACH + 1];
    jf_osc_piece piece[EACH];

    t->course.fate = JF_OSC_UNKNOWN;
    for (int i = 0; i < LOOKS; i++) {
        jf_status status =
            jf_osc_cuts(t->wave, &e->line, &t->course, t->course.monotone,
                        t->first + number[i] * step, EACH + 1, u, &all->neval);
        if (status != JF_OK)
            return status == JF_USAGE ? JF_OK : status;
        for (int k = 0; k < EACH; k++)
            lay(e, &piece[k], u[k], u[k + 1]);
        const jf_osc_work work = jf_osc_allow(all, t->f, EACH);
        status = jf_osc_evaluate(&work, EACH, piece, &all->threads);
        if (status != JF_OK)
            return status;
        for (int k = 0; k < EACH; k++) {
            size[i] = fmax(size[i], fabs(piece[k].value));
            all->neval += piece[k].neval;
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

static jf_status open_tail(jf_osc_total *all, const jf_osc_end *e,
                           jf_osc_tail *t)
{
    double phase;
    jf_status status =
        phase_at(t->wave, jf_osc_place(&e->line, t->course.monotone), &phase);

    if (status != JF_OK)
        return status;
    t->first = jf_osc_first(t->wave, &t->course, phase);
    status = extend(all, e, t, FIRST);
    if (status == JF_OK && t->wave->rough)
        status = look_far(all, e, t);
    if (status == JF_USAGE) { // the phase leaves the double range too early
        t->course.fate = JF_OSC_UNKNOWN;
        t->course.oscillates = false;
        all->stuck = true;
        status = JF_OK;
    }
    t->skip = t->n > 0 ? count_hard(t) : 0;
    return status;
}

static jf_status survey(jf_osc_total *all, jf_osc_end *e)
{
    e->tail = calloc((size_t)all->nwave, sizeof *e->tail);
    if (!e->tail)
        return JF_NOMEM;
    e->open = isinf(e->line.end);
    for (int i = 0; i < all->nwave; i++) {
        jf_osc_tail *const t = &e->tail[i];
        t->wave = &all->wave[i];
        t->f = all->nwave > 1 ? &t->wave->term.f : all->problem->f;
        if (!t->wave->wavy)
            continue;
        const int64_t cost = t->wave->linear ? 8000 : 32000;
        if (all->neval + cost > all->max_neval) {
            all->spent = true;
            return JF_OK;
        }
        const jf_status status =
            jf_osc_survey(t->wave, &e->line, e->from, &t->course, &all->neval);
        if (status != JF_OK)
            return status;
        e->open = e->open || t->course.oscillates;
    }
    return JF_OK;
}

// All tails of an end begin at the same place, where none is hard any more.
static jf_status begin(jf_osc_total *all, jf_osc_end *e)
{
    e->start = fmax(e->from, 1);
    bool any = false;
    for (int i = 0; i < all->nwave; i++) {
        jf_osc_tail *const t = &e->tail[i];
        if (!t->course.oscillates)
            continue;
        const jf_status status = open_tail(all, e, t);
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
static jf_status bridge(jf_osc_total *all, const jf_osc_end *e, jf_osc_tail *t)
{
    jf_osc_piece p;

    t->skip = 0;
    while (t->skip < t->n && t->u[t->skip] < e->start)
        t->skip++;
    while (t->u[t->skip] < e->start) { // a slow wave made it late
        const jf_status status = extend(all, e, t, 2 * t->n);
        if (status != JF_OK)
            return status;
        if (all->neval > all->max_neval || jf_osc_stopped(all)) {
            all->spent = true;
            return JF_OK;
        }
        while (t->skip < t->n && t->u[t->skip] < e->start)
            t->skip++;
    }
    if (t->u[t->skip] == e->start) // its own zero
        return JF_OK;
    lay(e, &p, e->start, t->u[t->skip]);
    const jf_osc_work work = jf_osc_allow(all, t->f, 1);
    const jf_status status = jf_osc_evaluate(&work, 1, &p, &all->threads);
    jf_osc_add_piece(all, &p);
    return status;
}

static jf_status rest(jf_osc_total *all, const jf_osc_end *e,
                      const jf_osc_tail *t)
{
    const double x = jf_osc_place(&e->line, e->start);

    return jf_osc_plain(all, t->f, fmin(x, e->line.end), fmax(x, e->line.end));
}

jf_status jf_osc_end_begin(jf_osc_total *all, jf_osc_end *e)
{
    for (int i = 0; i < all->nwave; i++) {
        jf_osc_tail *const t = &e->tail[i];
        const jf_status status =
            t->course.oscillates ? bridge(all, e, t) : rest(all, e, t);
        if (status != JF_OK)
            return status;
        if (t->course.oscillates)
            estimate(t);
    }
    return JF_OK;
}

// The error of a tail that more pieces cannot lessen.
static double floor_of(const jf_osc_tail *t)
{
    double noise = 0, abs = 0;

    for (int64_t k = t->skip; k < t->n && k < t->skip + FIRST; k++) {
        noise += t->piece[k].noise * t->piece[k].noise;
        abs += t->piece[k].abs;
    }
    return sqrt(noise) + DBL_EPSILON * abs;
}

static jf_status refine(jf_osc_total *all, const jf_osc_end *e, jf_osc_tail *t,
                        double target)
{
    double bad;
    int vain = 0;

    while (!(t->sum.error <= fmax(target, floor_of(t))) && vain < 3 &&
           !bad_piece(t, &bad) && !jf_osc_stopped(all)) {
        const double before = t->sum.error;
        if (all->neval + 2 * JF_OSC_POINTS * t->n > all->max_neval) {
            all->slow = t->n;
            return JF_OK;
        }
        const jf_status status = extend(all, e, t, 2 * t->n);
        if (status == JF_USAGE) { // no more zeros within the double range
            all->slow = t->n;
            return JF_OK;
        }
        if (status != JF_OK)
            return status;
        estimate(t);
        if (before < HUGE_VAL)
            vain = t->sum.error > before / 2 ? vain + 1 : 0;
    }
    if (!(t->sum.error <= fmax(target, floor_of(t))))
        all->slow = t->n;
    return JF_OK;
}

static double bessel_error(const jf_osc_tail *t)
{
    double abs = 0;

    for (int64_t k = t->skip; k < t->skip + t->sum.used; k++)
        abs += t->piece[k].abs;
    return 4 * DBL_EPSILON * abs;
}

// Two waves that do not die away cannot make up for each other if both have
// linear phases, which differ.
static void note_fate(jf_osc_total *all, const jf_osc_tail *t)
{
    const bool linear = t->wave->linear;

    if (t->course.fate == JF_OSC_LASTS &&
        (!all->lasts || (all->linear && linear)))
        all->linear = linear;
    else if (t->course.fate != JF_OSC_DIES)
        all->unsure = true;
    all->lasts = all->lasts || t->course.fate == JF_OSC_LASTS;
}

static void collect(jf_osc_total *all, const jf_osc_end *e,
                    const jf_osc_tail *t)
{
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
    note_fate(all, t);
    if (t->course.fate != JF_OSC_DIES)
        all->place = e->line.end;
}

jf_status jf_osc_end_open(jf_osc_total *all, jf_osc_end *e, int side,
                          double other, double *x)
{
    e->line = (jf_osc_line){*x, side};
    if (isinf(*x))
        e->from = isinf(other) ? 0 : fmax(0, side * other);
    else
        e->from = isinf(other) ? 1 : 1 / fabs(*x - other);
    jf_status status = survey(all, e);
    if (status == JF_OK && e->open) {
        status = begin(all, e);
        *x = jf_osc_place(&e->line, e->start);
    }
    return status;
}

double jf_osc_end_sum(const jf_osc_total *all, const jf_osc_end *e)
{
    double sum = 0;

    for (int i = 0; e->open && i < all->nwave; i++)
        if (e->tail[i].course.oscillates)
            sum += e->tail[i].sum.value;
    return sum;
}

jf_status jf_osc_end_finish(jf_osc_total *all, jf_osc_end *e, double target)
{
    for (int i = 0; e->open && i < all->nwave; i++) {
        jf_osc_tail *const t = &e->tail[i];
        if (!t->course.oscillates)
            continue;
        const jf_status status =
            t->course.fate == JF_OSC_DIES ? refine(all, e, t, target) : JF_OK;
        if (status != JF_OK)
            return status;
        collect(all, e, t);
    }
    return JF_OK;
}

void jf_osc_end_clear(const jf_osc_total *all, jf_osc_end *e)
{
    for (int i = 0; e->tail && i < all->nwave; i++) {
        free(e->tail[i].u);
        free(e->tail[i].piece);
    }
    free(e->tail);
}
