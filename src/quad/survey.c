/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which marks and breakpoints are poles, and how far each is alone.
 *
 * A window may reach half of the way to the next mark or breakpoint, or to a
 * limit of the range if f is smooth there; towards infinity |c| or 1.  Narrow
 * peaks (locate.c) are kept out of it as well, for its rule would not see them.
 *
 * Next to another pole a window is small beside c, and outside of it rounded
 * abscissae would cost digits: there the side that is free goes on, by
 * distance from c, as far as |c|/4.
 *
 * On the whole line f may fall too slowly at both ends, as x / (1 + x^2).  The
 * principal value is then the limit of integrals from -R to R, and infinity is
 * a pole like others. */
#include "quad/survey.h"
#include "quad/attach.h"
#include "quad/locate.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { MARKS_MAX = 4096 };

static const int64_t DEFAULT_MAX_NEVAL = 4000000;

// A window smaller than that beside c is continued.
static const double SMALL = 0x1p-6;

static int by_x(const void *p, const void *q)
{
    const jf_suspect *const a = p, *const b = q;

    return (a->x > b->x) - (a->x < b->x);
}

static bool is_singular(const jf_mark *mark)
{
    return mark->kind == JF_MARK_POLE || mark->kind == JF_MARK_BRANCH;
}

// ---- the sites

static void add_mark(jf_survey *s, const jf_mark *mark)
{
    const jf_problem *const p = s->problem;
    const bool inside = mark->x > p->a && mark->x < p->b;

    if (inside)
        s->site[s->n++] = (jf_suspect){
            .x = mark->x, .tail = mark->tail, .singular = is_singular(mark)};
    else if (is_singular(mark)) // at a limit, or a few roundings beyond
        s->site[fabs(mark->x - p->a) < fabs(mark->x - p->b) ? 0 : 1].clean =
            false;
}

// Somebody's 1.5708 means the pole next to it.
static bool is_known(const jf_survey *s, double x)
{
    static const double SAME = 0x1p-16;

    for (int i = 0; i < s->n; i++) {
        const jf_suspect *const known = &s->site[i];
        const double reach = known->singular ? SAME * fabs(x) : 0;
        if (fabs(known->x - x) <= reach)
            return true;
    }
    return false;
}

static void add_points(jf_survey *s)
{
    const jf_problem *const p = s->problem;

    for (size_t i = 0; i < p->npoint; i++)
        if (!is_known(s, p->point[i]))
            s->site[s->n++] =
                (jf_suspect){.x = p->point[i], .singular = true, .typed = true};
}

static jf_status add_sites(jf_survey *s, bool *all)
{
    const jf_problem *const p = s->problem;
    const jf_sight *const sight = p->f->sight;
    jf_mark *const mark = malloc(MARKS_MAX * sizeof *mark);
    long n = 0;

    if (!mark)
        return JF_NOMEM;
    if (sight && sight->marks)
        n = sight->marks(p->f->param, p->a, p->b, MARKS_MAX, mark);
    *all = n >= 0 && n <= MARKS_MAX;
    if (*all)
        s->site = malloc(((size_t)n + p->npoint + 2) * sizeof *s->site);
    if (s->site) {
        s->site[s->n++] = (jf_suspect){.x = p->a, .end = true, .clean = true};
        s->site[s->n++] = (jf_suspect){.x = p->b, .end = true, .clean = true};
        for (long i = 0; i < n; i++)
            add_mark(s, &mark[i]);
        add_points(s);
        qsort(s->site, (size_t)s->n, sizeof *s->site, by_x);
    }
    free(mark);
    return n == -2 || (*all && !s->site) ? JF_NOMEM : JF_OK;
}

// ---- which of them are poles

static double clear_towards(const jf_suspect *site, const jf_suspect *next)
{
    const double gap = fabs(next->x - site->x);

    if (isinf(gap))
        return fmax(fabs(site->x), 1);
    return next->end && next->clean ? gap : gap / 2;
}

static jf_status judge_inside(jf_survey *s, jf_suspect *site)
{
    site->clear[0] = clear_towards(site, site - 1);
    site->clear[1] = clear_towards(site, site + 1);
    site->reach = fmin(site->clear[0], site->clear[1]);
    jf_status status =
        jf_pair_open(&site->pair, s->problem->f, site->x, site->tail, false);
    if (status == JF_OK)
        status =
            jf_pole_judge(&site->pair, site->reach, &site->laws, &s->neval);
    site->pole = site->laws.pole;
    if (status != JF_OK || !site->pole)
        jf_pair_close(&site->pair);
    return status;
}

// A limit of the range is no pole that can be had: one side alone is there.
static jf_status judge_end(jf_survey *s, const jf_suspect *end, int side)
{
    jf_pole_laws laws;
    jf_pair pair;

    if (end->clean)
        return JF_OK;
    jf_status status = jf_pair_open(&pair, s->problem->f, end->x, 0, false);
    if (status != JF_OK)
        return status;
    const double gap = fabs(end[side ? 1 : -1].x - end->x);
    status = jf_pole_judge(&pair, isinf(gap) ? 1 : gap / 2, &laws, &s->neval);
    s->open_end |= laws.side[side].kind == JF_TAIL_DIVERGES;
    jf_pair_close(&pair);
    return status;
}

static double largest_site(const jf_survey *s)
{
    double most = 1;

    for (int i = 0; i < s->n; i++)
        if (!s->site[i].end || isfinite(s->site[i].x))
            most = fmax(most, fabs(s->site[i].x));
    return most;
}

static jf_status judge_infinity(jf_survey *s)
{
    jf_suspect *const left = &s->site[0], *const right = &s->site[s->n - 1];
    const bool whole = isinf(left->x) && isinf(right->x);
    int exponent;

    if (!isinf(left->x) && !isinf(right->x))
        return JF_OK;
    frexp(largest_site(s), &exponent);
    left->reach = ldexp(0.25, -exponent); // exact, and 1/reach as well
    jf_status status = jf_pair_open(&left->pair, s->problem->f, 0, 0, true);
    if (status == JF_OK)
        status =
            jf_pole_judge(&left->pair, left->reach, &left->laws, &s->neval);
    const bool down = left->laws.side[0].kind == JF_TAIL_DIVERGES;
    const bool up = left->laws.side[1].kind == JF_TAIL_DIVERGES;
    left->pole = left->far = whole && down && up;
    s->open_end |=
        !left->pole && ((isinf(left->x) && down) || (isinf(right->x) && up));
    if (status != JF_OK || !left->pole)
        jf_pair_close(&left->pair);
    return status;
}

jf_status jf_survey_begin(jf_survey *s, const jf_problem *problem)
{
    bool all;

    *s = (jf_survey){.problem = problem};
    if (!jf_attach(problem->f, &s->param)) {
        s->problem = NULL;
        return JF_NOMEM;
    }
    jf_status status = add_sites(s, &all);
    if (!all || status != JF_OK)
        return status;
    for (int i = 1; i + 1 < s->n && status == JF_OK; i++)
        if (s->site[i].singular)
            status = judge_inside(s, &s->site[i]);
    if (status == JF_OK)
        status = judge_infinity(s);
    if (status == JF_OK)
        status = judge_end(s, &s->site[0], 1);
    if (status == JF_OK)
        status = judge_end(s, &s->site[s->n - 1], 0);
    for (int i = 0; i < s->n; i++)
        s->npole += s->site[i].pole;
    return status;
}

void jf_survey_end(jf_survey *s)
{
    for (int i = 0; i < s->n; i++)
        jf_pair_close(&s->site[i].pair);
    free(s->site);
    if (s->problem)
        jf_detach(s->problem->f, s->param);
    *s = (jf_survey){.problem = NULL};
}

// ---- how far they reach

// A peak at that distance, on one side: even its flanks, where it is as small
// as 1e-7, would be too narrow for the rule of a window.
static void keep_off(jf_suspect *site, int side, double distance)
{
    if (!site->pole)
        return;
    if (site->far)
        site->reach = fmin(site->reach, 1 / (2 * distance));
    else
        site->clear[side] = fmin(site->clear[side], distance / 2);
}

// Between two sites that are poles or ends, from very close to the poles.
static jf_status keep_off_peaks(jf_survey *s, jf_suspect *l, jf_suspect *r)
{
    static const double CLOSE = 0x1p-20, SHARE = 1e-14, FAR = 0x1p60;
    const jf_problem *const p = s->problem;
    const double close_l = l->pole && !l->far ? CLOSE * l->reach : 0;
    const double close_r = r->pole && !r->far ? CLOSE * r->reach : 0;
    // infinity's own window is folded, and what is there has no finite mass
    const double a = l->far ? -FAR / l->reach : l->x + close_l;
    const double b =
        s->site[0].far && r->end ? FAR / s->site[0].reach : r->x - close_r;
    jf_findings found;

    if (!(a < b))
        return JF_OK;
    const jf_status status = jf_locate(p->f, s->param, a, b, SHARE, &found);
    if (status != JF_OK)
        return status;
    s->neval += found.neval;
    for (int i = 0; i < found.n; i++) {
        const jf_feature *const peak = &found.feature[i];
        if (peak->x - a > 16 * close_l && !l->far)
            keep_off(l, 1, peak->x - l->x);
        if (b - peak->x > 16 * close_r && !r->end)
            keep_off(r, 0, r->x - peak->x);
        if (s->site[0].far && fabs(peak->x) < FAR)
            keep_off(&s->site[0], 0, fabs(peak->x));
    }
    return JF_OK;
}

static void set_window(jf_suspect *site)
{
    int exponent;

    if (site->far) {
        frexp(site->reach, &exponent);
        site->reach = ldexp(0.5, exponent); // so that 1/reach is exact
        site->edge[1] = 1 / site->reach;
        site->edge[0] = -site->edge[1];
        return;
    }
    site->reach = fmin(site->clear[0], site->clear[1]);
    for (int side = 0; side < 2; side++) {
        const double more = fmin(site->clear[side], fabs(site->x) / 4);
        const bool small = site->reach < SMALL * fabs(site->x);
        site->out[side] = small ? fmax(more, site->reach) : site->reach;
        site->edge[side] =
            side ? site->x + site->out[1] : site->x - site->out[0];
    }
}

// Edges that are the same but for rounding become the same.
static void join(jf_suspect *l, jf_suspect *r)
{
    static const double SAME = 8 * DBL_EPSILON;
    double *const edge = l->end ? &l->x : &l->edge[1];
    double *const other = r->end ? &r->x : &r->edge[0];

    if (l->far || isinf(*edge) || isinf(*other) ||
        !(fabs(*edge - *other) <= SAME * fabs(*edge)))
        return;
    l->last[1] = r->last[0] = true;
    if (!l->end && !r->end)
        *edge = *other = *edge / 2 + *other / 2;
    else if (l->end)
        *other = l->x;
    else
        *edge = r->x;
}

static jf_suspect *next_pole(const jf_survey *s, int i)
{
    for (i++; i + 1 < s->n && !s->site[i].pole;)
        i++;
    return &s->site[i];
}

jf_status jf_survey_lay(jf_survey *s)
{
    jf_suspect *const last = &s->site[s->n - 1];
    const jf_sight *const sight = s->problem->f->sight;
    const int64_t asked = s->problem->options->max_neval;
    const int64_t most = asked > 0 ? asked : DEFAULT_MAX_NEVAL;
    jf_status status = JF_OK;

    if (sight && sight->range)
        for (jf_suspect *l = s->site; l < last && status == JF_OK;) {
            jf_suspect *const r = next_pole(s, (int)(l - s->site));
            s->spent = s->neval > most;
            status = s->spent ? JF_OK : keep_off_peaks(s, l, r);
            l = r;
        }
    for (int i = 0; i < s->n; i++)
        if (s->site[i].pole)
            set_window(&s->site[i]);
    for (jf_suspect *l = s->site; l < last;) {
        jf_suspect *const r = next_pole(s, (int)(l - s->site));
        join(l, r);
        l = r;
    }
    return status;
}
