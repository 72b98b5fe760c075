/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits and breakpoints are rounded: 0.1 is meant, and a double next to it is
 * where panels end.  A limit then errs by half an ulp times what f is there, a
 * jump by its height times how far it is from where it was put; where a mark
 * tells the place beyond a double (its tail), the integral is mended instead.
 *
 * Next to a singular point there are octaves of the distance, and no panel that
 * ends there: one is made up for what f tends to, or for its regular part.
 *
 * Fails on: a limit that is meant to be a singular point with an infinite value
 *   and is an ulp away from it. */
#include "quad/bounded.h"

#include "quad/rounding.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static double jump_between(const jf_gk_panel *l, const jf_gk_panel *r)
{
    return l->broken[1] && r->broken[0] ? fabs(l->end[1] - r->end[0]) : 0;
}

// Of a panel of the plain range at its limits.
static double limit_gap(const jf_bounded *s, const jf_gk_panel *p)
{
    const jf_problem *const whole = s->problem;

    return (p->a == whole->a ? jf_rounding_of_limit(p->a, p->end[0]) : 0) +
           (p->b == whole->b ? jf_rounding_of_limit(p->b, p->end[1]) : 0);
}

static int by_place(const void *p, const void *q)
{
    const jf_gk_panel *const a = *(jf_gk_panel *const *)p;
    const jf_gk_panel *const b = *(jf_gk_panel *const *)q;

    return (a->a > b->a) - (a->a < b->a);
}

// A jump at a breakpoint is met to two units in its last place; if that
// matters, to what its tail tells; and as the numbers in f are rounded.
static jf_status judge_jumps(jf_bounded *s, jf_gk_panel **it, int n)
{
    jf_status status = JF_OK;
    double sum = 0;

    for (int i = 1; i < n; i++) {
        it[i - 1]->gap =
            jump_between(it[i - 1], it[i]) * 2 * DBL_EPSILON * fabs(it[i]->a);
        sum += it[i - 1]->gap;
    }
    if (sum > DBL_EPSILON * s->abs)
        status = jf_gk_place_jumps(s->problem, it, n);
    for (int i = 1; i < n; i++)
        it[i - 1]->gap += jf_rounding_of_jump(s->problem->f, it[i]->a,
                                              jump_between(it[i - 1], it[i]));
    return status;
}

// The mean of f over an octave.
static double mean_over(const jf_bounded *s, int chain, int octave)
{
    double value = 0, width = 0;

    for (int i = 0; i < s->n; i++) {
        const jf_bounded_panel *const p = &s->panel[i];
        if (p->chain != chain || p->octave != octave)
            continue;
        value += p->gk.value;
        width += p->gk.b - p->gk.a;
    }
    return width > 0 ? value / width : 0;
}

// About that of what is regular in f next to a singular point: |f| away from
// it.
static double size_of_rest(const jf_bounded *s, int chain)
{
    enum { SOME = 4 };
    double most = 0;

    for (int k = 0; k < SOME; k++)
        most = fmax(most, fabs(mean_over(s, chain, k)));
    return most;
}

// A panel that stands for what a chain has next to the point it goes to: what f
// tends to.  Where it grows there is no jump: what is singular moves with the
// end, and the rest of f is about as large as f is away from there.
static bool stand_in(jf_bounded *s, int chain)
{
    static const double STEADY = 1 + 0x1p-10;
    jf_chain *const c = &s->chain[chain];
    const jf_problem *const p = s->problem;

    if (isinf(c->to))
        return false;
    const double near = mean_over(s, chain, c->n - 1);
    const double before = mean_over(s, chain, c->n - 2);
    const bool finite = fabs(near) <= STEADY * fabs(before);
    const double end = finite ? near : mean_over(s, chain, 0);
    const bool right = c->beside > c->to;
    c->end = (jf_gk_panel){.a = right ? c->to : c->beside,
                           .b = right ? c->beside : c->to,
                           .broken = {finite && right && c->to > p->a,
                                      finite && !right && c->to < p->b},
                           .end = {end, end}};
    return true;
}

bool jf_bounded_judge_ends(jf_bounded *s)
{
    const size_t room = (size_t)s->n + (size_t)s->nchain;
    jf_gk_panel **const it = malloc((room + 1) * sizeof *it);
    int n = 0;

    if (!it)
        return false;
    for (int i = 0; i < s->n; i++) {
        jf_gk_panel *const p = &s->panel[i].gk;
        p->gap = 0;
        if (!s->panel[i].site)
            it[n++] = p;
    }
    for (int i = 0; i < s->nchain; i++)
        if (stand_in(s, i))
            it[n++] = &s->chain[i].end;
    qsort(it, (size_t)n, sizeof *it, by_place);
    const jf_status status = judge_jumps(s, it, n);
    for (int i = 0; i < n; i++)
        it[i]->gap += limit_gap(s, it[i]);
    for (int i = 0; i < s->nchain; i++) // what moves with a singular point
        if (s->chain[i].site)
            s->chain[i].end.gap += s->chain[i].site->doubt * size_of_rest(s, i);
    free(it);
    return status == JF_OK;
}
