/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first pieces of a range.  Points where f is not smooth, as far as it
 * tells (base/sight.h), and in infinite ranges the tops of narrow peaks
 * (locate.c) become ends of pieces, and 0: the rules see an end at every scale
 * of distance.  Pieces with an infinite end get the distance at which |f d| is
 * largest for their scale. */
#include "base/sight.h"
#include "quad/locate.h"
#include "quad/pieces.h"
#include "quad/rounding.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    MARKS_MAX = 128,
    POINTS_MAX = MARKS_MAX + JF_FEATURE_MAX + 3, // beside the person's own
    MORE = 1024                                  // by halving
};

// A point to cut at.
typedef struct point {
    double x, rest;
} point;

static int by_x(const void *p, const void *q)
{
    const point *const a = p, *const b = q;

    return (a->x > b->x) - (a->x < b->x);
}

static jf_status add_marks(const jf_problem *p, point *points, int *n)
{
    jf_mark mark[MARKS_MAX];

    if (!p->f->sight || !p->f->sight->marks)
        return JF_OK;
    long count = p->f->sight->marks(p->f->param, p->a, p->b, MARKS_MAX, mark);
    if (count == -2)
        return JF_NOMEM;
    if (count < 0 || count > MARKS_MAX) // too many to cut at each
        return JF_OK;
    for (long i = 0; i < count; i++) {
        const point at = {mark[i].x, mark[i].tail};
        if (jf_rounding_is_limit(&mark[i], p->a))
            points[0] = at;
        else if (jf_rounding_is_limit(&mark[i], p->b))
            points[1] = at;
        else if (mark[i].x > p->a && mark[i].x < p->b)
            points[(*n)++] = at;
    }
    return JF_OK;
}

// A peak at a point that is there already: a pole, climbed to within a few
// roundings.
static bool is_known(const point *points, int n, const jf_feature *peak)
{
    static const double SAME = 0x1p-40;

    for (int i = 0; i < n; i++)
        if (fabs(points[i].x - peak->x) <=
            fmax(4 * peak->width, SAME * fabs(peak->x)))
            return true;
    return false;
}

static jf_status add_peaks(jf_pieces *s, point *points, int *n)
{
    const jf_problem *const p = s->problem;
    const double share = fmin(fmax(p->options->rtol, 1e-14), 1e-6);
    jf_findings found;

    const jf_status status =
        jf_locate(p->f, s->param, p->a, p->b, share, &found);
    if (status != JF_OK)
        return status;
    s->neval += found.neval;
    s->complete = found.complete;
    const int known = *n;
    for (int i = 0; i < found.n; i++)
        if (!is_known(points, known, &found.feature[i]))
            points[(*n)++] = (point){found.feature[i].x, 0};
    return JF_OK;
}

// Both ends infinite and no point between: about 0, at the larger scale.
static jf_status scale_whole(jf_pieces *s, jf_de_piece *piece)
{
    const jf_integrand *const f = s->problem->f;
    double right;

    jf_status status =
        jf_locate_scale(f, s->param, 0, 1, DBL_MAX, &right, &s->neval);
    if (status == JF_OK)
        status = jf_locate_scale(f, s->param, 0, -1, DBL_MAX, &piece->scale,
                                 &s->neval);
    piece->scale = fmax(right, piece->scale);
    return status;
}

static jf_status add_piece(jf_pieces *s, const point *l, const point *r)
{
    const bool far_l = isinf(l->x), far_r = isinf(r->x);
    const jf_integrand *const f = s->problem->f;
    jf_part *const part = &s->part[s->n++];

    *part = (jf_part){.de = {.a = l->x,
                             .b = r->x,
                             .scale = 1,
                             .rest = {l->rest, r->rest},
                             .near = {!far_l, !far_r}},
                      .fresh = true};
    if (far_l && far_r)
        return scale_whole(s, &part->de);
    if (far_l || far_r)
        return jf_locate_scale(f, s->param, far_l ? r->x : l->x, far_l ? -1 : 1,
                               DBL_MAX, &part->de.scale, &s->neval);
    return JF_OK;
}

static jf_status add_all(jf_pieces *s, point *points)
{
    const jf_problem *const p = s->problem;
    int n = 0;

    points[n++] = (point){p->a, 0};
    points[n++] = (point){p->b, 0};
    for (size_t i = 0; i < p->npoint; i++)
        points[n++] = (point){p->point[i], 0};
    jf_status status = add_marks(p, points, &n);
    if (status == JF_OK)
        status = add_peaks(s, points, &n);
    // What is wide beside its distance from 0 shows in pieces that end there.
    const bool whole = n == 2 && isinf(p->a) && isinf(p->b);
    if (p->a < 0 && p->b > 0 && !whole)
        points[n++] = (point){0, 0};
    qsort(points, (size_t)n, sizeof *points, by_x);
    for (int i = 1; status == JF_OK && i < n; i++)
        if (points[i].x > points[i - 1].x)
            status = add_piece(s, &points[i - 1], &points[i]);
    return status;
}

jf_status jf_pieces_lay(jf_pieces *s)
{
    const size_t npoint = s->problem->npoint + POINTS_MAX;
    const size_t size = npoint + MORE;
    point *const points = malloc(npoint * sizeof *points);
    jf_status status = JF_NOMEM;

    s->size = (int)size;
    s->part = malloc(size * sizeof *s->part);
    s->before = malloc(size * sizeof *s->before);
    s->work = malloc(size * sizeof(jf_part *));
    if (points && s->part && s->before && s->work)
        status = add_all(s, points);
    free(points);
    return status;
}

void jf_pieces_clear(jf_pieces *s)
{
    free(s->part);
    free(s->before);
    free(s->work);
}

// A rounder number nearby, if f is no lower there: a pole at 0 is not met by
// climbing.
static jf_status round_top(jf_pieces *s, double width, double highest,
                           double *top)
{
    int exponent;
    double y;

    frexp(width * 0x1p-24, &exponent);
    const double grid = ldexp(1, exponent);
    const double round = floor(*top / grid + 0.5) * grid;
    const jf_status status = s->problem->f->eval(s->param, 1, &round, &y);
    s->neval++;
    if (status == JF_OK && !(fabs(y) < highest))
        *top = round;
    return status;
}

jf_status jf_pieces_climb(jf_pieces *s, double a, double b, double *top)
{
    enum { POINTS = 33, ROUNDS = 16 };
    const jf_integrand *const f = s->problem->f;
    const double width = b - a;
    double x[POINTS], y[POINTS], highest = 0;

    *top = a / 2 + b / 2;
    for (int round = 0; round < ROUNDS && b > a; round++) {
        const double step = (b - a) / (POINTS + 1);
        for (int i = 0; i < POINTS; i++)
            x[i] = a + (i + 1) * step;
        const jf_status status = f->eval(s->param, POINTS, x, y);
        if (status != JF_OK)
            return status;
        s->neval += POINTS;
        for (int i = 0; i < POINTS; i++)
            if (!isnan(y[i]) && fabs(y[i]) > highest) {
                highest = fabs(y[i]);
                *top = x[i];
            }
        a = fmax(a, *top - step);
        b = fmin(b, *top + step);
    }
    return round_top(s, width, highest, top);
}
