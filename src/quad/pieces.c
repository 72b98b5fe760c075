/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-exponential quadrature in pieces, in rounds.
 *
 * Each piece is integrated to rounding by de.c.  While their errors do not add
 * up to the tolerance, those with more than their share are halved: a finite
 * piece in the middle, or at its highest point, once, where an algebraic
 * singularity or a pole may be; a half-line at its scale, and the rest of it
 * has the double scale; the whole line at its centre.  Halving cannot help
 * where an end is the trouble: a tail that follows no law.
 *
 * A round depends on earlier rounds alone, and sums are exact or in order, so
 * threads change no bit.
 *
 * Ends:     as gk.c does: the errors within the tolerance, or rounding.
 * Cost:     500 to 5000 evaluations where pieces end at the singular points.
 * Fails on: jumps and kinks that f does not tell of: 50 halvings each. */
#include "quad/pieces.h"
#include "base/exact.h"
#include "base/sight.h"
#include "quad/attach.h"
#include "quad/rounding.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t DEFAULT_MAX_NEVAL = 500000;

// --- tasks ------------------------------------------------------------------

typedef struct worker {
    jf_pieces *pieces;
    void *param;
    jf_de_room *room;
} worker;

static void stop(void *param)
{
    worker *const w = param;

    jf_detach(w->pieces->problem->f, w->param);
    jf_de_room_free(w->room);
    free(w);
}

static void *start(void *job)
{
    jf_pieces *const s = job;
    worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    *w = (worker){s, NULL, jf_de_room_new()};
    if (!w->room || !jf_attach(s->problem->f, &w->param)) {
        jf_de_room_free(w->room);
        free(w);
        return NULL;
    }
    return w;
}

static void finish(void *job, void *param)
{
    (void)job; // pieces are written in place
    (void)param;
}

static jf_status do_piece(void *param, int64_t i)
{
    worker *const w = param;
    const jf_problem *const p = w->pieces->problem;
    jf_part *const part = w->pieces->work[i];

    part->fresh = false;
    return jf_de_evaluate(p->f, w->param, p->options->rtol, w->room, &part->de);
}

// As if the last round had not begun; of the first one, what there is.
static void restore(jf_pieces *s)
{
    if (s->nbefore > 0) {
        memcpy(s->part, s->before, (size_t)s->nbefore * sizeof *s->part);
        s->n = s->nbefore;
    }
    for (int i = 0; i < s->n; i++)
        if (s->part[i].fresh)
            s->part[i].de.error = HUGE_VAL;
}

static jf_status evaluate_fresh(jf_pieces *s)
{
    enum { EACH = 800 };
    jf_ran ran;

    s->nwork = 0;
    for (int i = 0; i < s->n; i++)
        if (s->part[i].fresh)
            s->work[s->nwork++] = &s->part[i];
    const jf_work work = {.ntask = s->nwork,
                          .task = do_piece,
                          .neval = (int64_t)s->nwork * EACH,
                          .start = start,
                          .finish = finish,
                          .stop = stop,
                          .job = s};
    const int limit = jf_workers_for(work.neval);
    const jf_status status = s->executor->run(s->executor, &work, limit, &ran);
    s->threads = ran.threads > s->threads ? ran.threads : s->threads;
    for (int i = 0; i < s->nwork; i++)
        s->neval += s->work[i]->fresh ? 0 : s->work[i]->de.neval;
    s->stopped = ran.ntask < work.ntask;
    if (s->stopped && status == JF_OK)
        restore(s);
    return status;
}

// --- the sum ----------------------------------------------------------------

// The root of the sum of squares, times what is largest.
static double total_noise(const jf_pieces *s)
{
    double largest = 0, square = 0;

    for (int i = 0; i < s->n; i++)
        largest = fmax(largest, s->part[i].de.noise);
    if (!(largest > 0 && largest < HUGE_VAL))
        return largest;
    for (int i = 0; i < s->n; i++) {
        const double share = s->part[i].de.noise / largest;
        square += share * share;
    }
    return largest * sqrt(square);
}

static int by_place(const void *p, const void *q)
{
    const jf_part *const a = *(jf_part *const *)p;
    const jf_part *const b = *(jf_part *const *)q;

    return (a->de.a > b->de.a) - (a->de.a < b->de.a);
}

// A jump is met to a few roundings of its place; where f is asked by distance,
// only that may be wrong.
static double total_gap(jf_pieces *s)
{
    const jf_sight *const sight = s->problem->f->sight;
    const bool sees = sight && sight->near;
    double sum = 0;

    for (int i = 0; i < s->n; i++)
        s->work[i] = &s->part[i];
    qsort(s->work, (size_t)s->n, sizeof(jf_part *), by_place);
    for (int i = 1; i < s->n; i++) {
        const jf_de_piece *const l = &s->work[i - 1]->de;
        const jf_de_piece *const r = &s->work[i]->de;
        const double jump = fabs(r->end[0] - l->end[1]);
        if (isfinite(jump))
            sum += sees && l->near[1] && r->near[0]
                       ? jf_rounding_of_limit(r->a, 4 * jump)
                       : 8 * DBL_EPSILON * fabs(r->a) * jump;
    }
    return sum;
}

// Of the places of jumps; s->work is in ascending order.
static double jump_rounding(const jf_pieces *s)
{
    double sum = 0;

    for (int i = 1; i < s->n; i++) {
        const jf_de_piece *const l = &s->work[i - 1]->de;
        const jf_de_piece *const r = &s->work[i]->de;
        const double jump = fabs(r->end[0] - l->end[1]);
        if (isfinite(jump))
            sum += jf_rounding_of_jump(s->problem->f, r->a, jump);
    }
    return sum;
}

// Of f, and of the limits where f is not singular.
static double total_rounding(const jf_pieces *s)
{
    const jf_problem *const p = s->problem;
    double sum = 0;

    for (int i = 0; i < s->n; i++) {
        const jf_de_piece *const piece = &s->part[i].de;
        sum += piece->rounding;
        if (piece->a == p->a)
            sum += jf_rounding_of_limit(p->a, piece->end[0]);
        if (piece->b == p->b)
            sum += jf_rounding_of_limit(p->b, piece->end[1]);
    }
    return sum;
}

static void add_up(jf_pieces *s)
{
    const jf_options *const o = s->problem->options;
    jf_exact value = {{0}, 0, 0, 0, 0}, abs = value, error = value;

    for (int i = 0; i < s->n; i++) {
        jf_exact_add(&value, s->part[i].de.value);
        jf_exact_add(&abs, s->part[i].de.abs);
        jf_exact_add(&error, s->part[i].de.error);
    }
    s->noise = total_noise(s);
    s->value = jf_exact_round(&value);
    s->abs = jf_exact_round(&abs);
    s->error = jf_exact_round(&error) + s->noise + total_gap(s);
    const double wanted = fmax(o->atol, o->rtol * fabs(s->value));
    const double floor =
        4 * DBL_EPSILON * s->abs + fmin(2 * s->noise, o->rtol * s->abs);
    s->tolerance = fmax(wanted, floor);
    double rounding = total_rounding(s);
    if (s->error <= s->tolerance) // then there may be nothing left to do
        rounding += jump_rounding(s);
    jf_rounding_allow(rounding, s->abs, &s->error, &s->tolerance);
    s->settled = s->error <= s->tolerance && s->tolerance < HUGE_VAL;
    jf_executor_tell(s->executor, s->value, s->error, s->tolerance);
}

// --- refining ---------------------------------------------------------------

static bool ends_badly(const jf_de_piece *p)
{
    for (int side = 0; side < 2; side++)
        if (p->tail[side].kind == JF_TAIL_DIVERGES)
            return true;
    return false;
}

// Of its finite ends.
static double reach_of(const jf_de_piece *p)
{
    return fmax(isinf(p->a) ? 0 : fabs(p->a), isinf(p->b) ? 0 : fabs(p->b));
}

static bool divisible(const jf_part *part)
{
    enum { DEEP = 60, FAR = 16 };
    const jf_de_piece *const p = &part->de;
    const double reach = reach_of(p);

    if (p->bad && part->depth >= 2)
        return false;
    if (isinf(p->a) || isinf(p->b)) {
        // an infinite end that oscillates is not cured by cutting
        for (int side = 0; side < 2; side++)
            if (isinf(side ? p->b : p->a) &&
                p->tail[side].kind == JF_TAIL_UNCLEAR &&
                p->tail[side].sign == 0 && part->depth >= 2)
                return false;
        return part->depth < FAR && reach + 2 * p->scale < DBL_MAX / 2 &&
               p->scale > 64 * DBL_EPSILON * reach;
    }
    return part->depth < DEEP && p->b - p->a > JF_DE_NARROW * reach &&
           p->b - p->a > 0x1p-960;
}

static double cut_finite(const jf_de_piece *p)
{
    const double least = fmin(fabs(p->a), fabs(p->b));
    const double most = fmax(fabs(p->a), fabs(p->b));

    if (p->a * p->b > 0 && most > 1e4 * least) {
        const double m = sqrt(least) * sqrt(most);
        return p->a < 0 ? -m : m;
    }
    return p->a / 2 + p->b / 2;
}

static jf_status cut_of(jf_pieces *s, jf_part *part, double *cut, bool *top)
{
    enum { CLIMB_AT = 3 };
    jf_de_piece *const p = &part->de;
    jf_status status = JF_OK;

    *top = false;
    if (p->bad && p->bad_x > p->a && p->bad_x < p->b) {
        *cut = p->bad_x;
    } else if (isinf(p->a) && isinf(p->b)) {
        *cut = p->centre;
    } else if (isinf(p->b)) {
        *cut = p->a + p->scale;
    } else if (isinf(p->a)) {
        *cut = p->b - p->scale;
    } else if (part->depth >= CLIMB_AT && !part->climbed) {
        part->climbed = *top = true;
        status = jf_pieces_climb(s, p->a, p->b, cut);
    } else {
        *cut = cut_finite(p);
    }
    if (!(*cut > p->a && *cut < p->b))
        *cut = cut_finite(p);
    return status;
}

static jf_status divide(jf_pieces *s, jf_part *left)
{
    const jf_de_piece old = left->de;
    double cut;
    bool top;

    const jf_status status = cut_of(s, left, &cut, &top);
    if (status != JF_OK)
        return status;
    jf_part *const right = &s->part[s->n++];
    left->depth++;
    left->fresh = true;
    *right = *left;
    left->de = (jf_de_piece){.a = old.a,
                             .b = cut,
                             .scale = isinf(old.b) ? old.scale : 2 * old.scale,
                             .rest = {old.rest[0], 0},
                             .near = {old.near[0], top}};
    right->de = (jf_de_piece){.a = cut,
                              .b = old.b,
                              .scale = isinf(old.a) ? old.scale : 2 * old.scale,
                              .rest = {0, old.rest[1]},
                              .near = {top, old.near[1]}};
    return JF_OK;
}

static int by_error(const void *p, const void *q)
{
    const jf_part *const a = *(jf_part *const *)p;
    const jf_part *const b = *(jf_part *const *)q;

    if (a->de.error != b->de.error)
        return a->de.error < b->de.error ? 1 : -1;
    return a->de.a < b->de.a ? -1 : a->de.a > b->de.a;
}

// The pieces that halving may help, the worst first, and their errors; *stuck
// is what the others err by.
static void collect(jf_pieces *s, double *left, double *stuck)
{
    s->nwork = 0;

    *left = *stuck = 0;
    for (int i = 0; i < s->n; i++) {
        jf_part *const part = &s->part[i];
        if (part->de.error > 4 * DBL_EPSILON * part->de.abs && divisible(part))
            s->work[s->nwork++] = part;
        else
            *stuck += part->de.error;
    }
    qsort(s->work, (size_t)s->nwork, sizeof(jf_part *), by_error);
    for (int i = 0; i < s->nwork; i++)
        *left += s->work[i]->de.error;
}

// Halves the worst, until the others have less than half of the tolerance, or
// of what cannot be helped; false: there are none.
static bool divide_worst(jf_pieces *s, jf_status *status)
{
    double left, stuck, done = 0;
    collect(s, &left, &stuck);
    const double enough = fmax(s->tolerance, stuck) / 2;
    int i = 0;

    s->nbefore = s->n;
    memcpy(s->before, s->part, (size_t)s->n * sizeof *s->part);
    for (; *status == JF_OK && i < s->nwork; i++) {
        if (left - done <= enough)
            break;
        if (s->n == s->size) {
            s->spent = true;
            break;
        }
        done += s->work[i]->de.error;
        *status = divide(s, s->work[i]);
    }
    return i > 0 && *status == JF_OK;
}

static bool diverges(const jf_pieces *s)
{
    for (int i = 0; i < s->n; i++)
        if (ends_badly(&s->part[i].de))
            return true;
    return false;
}

jf_status jf_pieces_refine(jf_pieces *s)
{
    jf_status status = evaluate_fresh(s);

    while (status == JF_OK) {
        add_up(s);
        if (s->settled || diverges(s) || s->spent || s->stopped)
            break;
        if (s->neval > s->max_neval) {
            s->spent = true;
            break;
        }
        if (!divide_worst(s, &status))
            break;
        if (status == JF_OK)
            status = evaluate_fresh(s);
    }
    return status;
}

static jf_status run(const jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result)
{
    jf_pieces pieces = {.problem = problem, .executor = executor};
    jf_pieces *const s = &pieces;
    jf_status status = JF_NOMEM;

    (void)method;
    s->max_neval = problem->options->max_neval ? problem->options->max_neval
                                               : DEFAULT_MAX_NEVAL;
    if (jf_attach(problem->f, &s->param)) {
        status = jf_pieces_lay(s);
        if (status == JF_OK)
            status = jf_pieces_refine(s);
        if (status == JF_OK)
            jf_pieces_report(s, result);
        jf_pieces_clear(s);
        jf_detach(problem->f, s->param);
    }
    return status;
}

const jf_method jf_method_de = {
    .name = "de",
    .report = "de",
    .help = JF_TEXT_METHOD_DE,
    .infinite = true,
    .run = run,
};
