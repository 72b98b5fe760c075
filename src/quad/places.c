/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three sources, in ascending order of their price: the caller, the structure
 * of f (sight->marks: poles, branch points, jumps, kinks), and a search by
 * bounds of f for narrow peaks (locate.c).  Marks across which f can be shown
 * to be smooth are none: sin(x)/x at 0.
 *
 * Cost:     a microsecond where f has no marks; 5000 to 15,000 evaluations for
 *           the search.
 * Fails on: peaks where f is singular or the range infinite: nobody looks. */
#include "quad/places.h"

#include "base/sight.h"
#include "quad/attach.h"
#include "quad/bounded.h"
#include "quad/explain.h"
#include "quad/locate.h"
#include "quad/osc.h"
#include "quad/points.h"
#include "quad/rounding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MARKS_FEW = 64 };

static const double SHARE = 1e-14; // of the mass, that may be missed

static bool reserve(jf_places *s, size_t more)
{
    const size_t room = s->npoint + more;
    double *const old = s->point == s->few ? NULL : s->point;

    if (room <= s->room)
        return true;
    double *const point = realloc(old, room * sizeof *point);
    if (!point)
        return false;
    if (!old)
        memcpy(point, s->few, s->npoint * sizeof *point);
    s->point = point;
    s->room = room;
    return true;
}

static void add_point(jf_places *s, double x)
{
    if (x > s->problem->a && x < s->problem->b)
        s->point[s->npoint++] = x;
}

// Whether f can be shown to be smooth across a mark: sin(x)/x at 0.
static bool is_removable(const jf_places *s, double x)
{
    static const double NEAR = 0x1p-20;
    const jf_problem *const p = s->problem;
    const double reach = NEAR * fmin(p->b - p->a, fmax(fabs(x), 1));

    return p->f->sight->taylor &&
           jf_bounded_is_smooth(p, x - reach, x + reach, false);
}

// Of two singular points, as far as rounded numbers tell: one stands for both.
static bool is_same_place(const jf_mark *a, const jf_mark *b)
{
    return a->kind >= JF_MARK_BRANCH &&
           (b->x - a->x) + (b->tail - a->tail) <= a->doubt + b->doubt;
}

static bool add_points(jf_places *s, const jf_mark *mark, size_t n)
{
    if (!reserve(s, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        const bool singular =
            mark[i].kind == JF_MARK_BRANCH || mark[i].kind == JF_MARK_POLE;
        if (i > 0 && singular && is_same_place(&mark[i - 1], &mark[i]))
            continue;
        if (singular && is_removable(s, mark[i].x))
            continue;
        s->singular |= singular;
        if (jf_rounding_is_limit(&mark[i], s->problem->a) ||
            jf_rounding_is_limit(&mark[i], s->problem->b))
            continue;
        add_point(s, mark[i].x);
    }
    return true;
}

// What is said of each kind of marks, and of those that are none.
static void tell_marks(const jf_places *s, const jf_mark *mark, size_t n)
{
    static const jf_text_id texts[] = {
        [JF_MARK_KINK] = JF_TEXT_EXPLAIN_KINKS,
        [JF_MARK_JUMP] = JF_TEXT_EXPLAIN_JUMPS,
        [JF_MARK_BRANCH] = JF_TEXT_EXPLAIN_BRANCHES,
        [JF_MARK_POLE] = JF_TEXT_EXPLAIN_POLES,
    };
    enum { KINDS = sizeof texts / sizeof *texts };
    const jf_problem *const p = s->problem;
    double *const x = jf_explain_wanted(p) ? malloc((n + 1) * sizeof *x) : NULL;

    for (int kind = 0; x && kind <= KINDS; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < n; i++) {
            const bool none =
                mark[i].kind >= JF_MARK_BRANCH && is_removable(s, mark[i].x);
            if (none ? kind == KINDS : (int)mark[i].kind == kind)
                x[count++] = mark[i].x;
        }
        jf_explain_list(p, JF_STEP_FOUND,
                        kind < KINDS ? texts[kind] : JF_TEXT_EXPLAIN_REMOVABLE,
                        count, x);
    }
    free(x);
    if (s->crowded || n == 0)
        jf_explain_step(p, JF_STEP_FOUND,
                        s->crowded ? JF_TEXT_EXPLAIN_CROWDED
                                   : JF_TEXT_EXPLAIN_NO_MARKS,
                        NULL, NULL);
}

// How many marks were written; *all: how many there are, at least.
static size_t ask_marks(const jf_places *s, size_t size, jf_mark *mark,
                        long *all)
{
    const jf_problem *const p = s->problem;

    *all = p->f->sight->marks(p->f->param, p->a, p->b, size, mark);
    if (*all >= 0)
        return (size_t)*all < size ? (size_t)*all : size;
    size_t n = 0;
    while (n < size && !isnan(mark[n].x)) // what follows those written
        n++;
    return n;
}

// More marks than there may be points are of no use: none are taken then.
static jf_status find_marks(jf_places *s)
{
    jf_mark few[MARKS_FEW], *mark = few;
    long all;

    for (int i = 0; i < MARKS_FEW; i++)
        few[i].x = (double)NAN;
    size_t n = ask_marks(s, MARKS_FEW, few, &all);
    if (all == -2)
        return JF_NOMEM;
    s->crowded = all < 0 || all > JF_POINTS_MAX;
    if (all > JF_POINTS_MAX) {
        tell_marks(s, NULL, 0);
        return JF_OK;
    }
    if (all > MARKS_FEW) {
        mark = malloc((size_t)all * sizeof *mark);
        if (!mark)
            return JF_NOMEM;
        n = ask_marks(s, (size_t)all, mark, &all);
    }
    tell_marks(s, mark, n);
    const bool added = add_points(s, mark, n);
    if (mark != few)
        free(mark);
    return added ? JF_OK : JF_NOMEM;
}

// A peak's flanks are made ends as well: between them it is smooth.
static bool add_features(jf_places *s, const jf_findings *found)
{
    static const double FLANK = 6; // widths

    if (!reserve(s, 3 * (size_t)found->n))
        return false;
    for (int i = 0; i < found->n; i++)
        for (int side = -1; side <= 1; side++)
            add_point(s, found->feature[i].x +
                             side * FLANK * found->feature[i].width);
    return true;
}

static void tell_peaks(const jf_places *s, const jf_findings *found)
{
    const jf_problem *const p = s->problem;
    double x[JF_FEATURE_MAX];

    for (int i = 0; i < found->n; i++)
        x[i] = found->feature[i].x;
    jf_explain_list(p, JF_STEP_FOUND, JF_TEXT_EXPLAIN_PEAKS, (size_t)found->n,
                    x);
    jf_explain_step(p, JF_STEP_CHECK,
                    found->complete ? JF_TEXT_EXPLAIN_COMPLETE
                                    : JF_TEXT_EXPLAIN_INCOMPLETE,
                    NULL, NULL);
}

static jf_status find_peaks(jf_places *s)
{
    const jf_problem *const p = s->problem;
    jf_findings found;
    void *param;

    if (!jf_attach(p->f, &param))
        return JF_NOMEM;
    const jf_status status = jf_locate(p->f, param, p->a, p->b, SHARE, &found);
    jf_detach(p->f, param);
    if (status != JF_OK)
        return status;
    s->neval += found.neval;
    s->mass = found.mass;
    tell_peaks(s, &found);
    return add_features(s, &found) ? JF_OK : JF_NOMEM;
}

static void sort_points(jf_places *s)
{
    const size_t n = jf_points_sort(s->point, s->npoint);

    s->npoint = n < JF_POINTS_MAX ? n : JF_POINTS_MAX;
}

jf_status jf_places_look(jf_places *s)
{
    const jf_problem *const p = s->problem;

    if (!reserve(s, p->npoint + 1))
        return JF_NOMEM;
    for (size_t i = 0; i < p->npoint; i++)
        add_point(s, p->point[i]);
    jf_explain_list(p, JF_STEP_FOUND, JF_TEXT_EXPLAIN_GIVEN, p->npoint,
                    p->point);
    if (!p->f->sight) {
        jf_explain_step(p, JF_STEP_FOUND, JF_TEXT_EXPLAIN_BLACK_BOX, 0, 0);
        return JF_OK;
    }
    jf_status status = p->f->sight->marks ? find_marks(s) : JF_OK;
    sort_points(s);
    if (status == JF_OK && s->singular)
        status = jf_osc_endless(p, &s->endless);
    return status;
}

jf_status jf_places_look_closer(jf_places *s)
{
    const jf_problem *const p = s->problem;

    if (s->infinite || !p->f->sight || !p->f->sight->range)
        return JF_OK;
    jf_status status = jf_osc_rapid(p, &s->rapid);
    if (status != JF_OK || s->singular || s->rapid) // where there is no end of
        return status;                              // peaks, none is one
    status = find_peaks(s);
    sort_points(s);
    return status;
}

void jf_places_begin(jf_places *s, const jf_problem *problem)
{
    s->problem = problem;
    s->infinite = isinf(problem->a) || isinf(problem->b);
    s->singular = s->crowded = s->endless = s->rapid = false;
    s->point = s->few;
    s->npoint = 0;
    s->room = sizeof s->few / sizeof *s->few;
    s->mass = 0;
    s->neval = 0;
}

void jf_places_clear(jf_places *s)
{
    if (s->point != s->few)
        free(s->point);
}
