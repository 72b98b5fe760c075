/* SPDX-License-Identifier: GPL-3.0-or-later */
/* f by the distance from a point where it is singular.
 *
 * The point is known beyond a double (its mark's tail), so the distance is that
 * from c + tail; how far rounded numbers may move it is its doubt.  A limit
 * that may be such a point is meant to be.  Where several marks may be the same
 * place as far as their numbers are known, as x = 2 is a root of x^2 - 4.1 x +
 * 4.2 but not in doubles, the one that f is largest beside is where it is
 * singular on this side. */
#include "quad/attach.h"
#include "quad/bounded.h"
#include "quad/rounding.h"

#include <float.h>
#include <math.h>

enum { SOME = 4 };

typedef struct place {
    double tail, doubt;
} place;

// Returns how many there are; none: f does not say more than c.
static int find_places(const jf_problem *p, double c, place *found)
{
    static const double AROUND = 0x1p-40;
    const bool limit = c == p->a || c == p->b;
    const double reach = AROUND * fabs(c);
    jf_mark mark[SOME];
    int k = 0;

    if (!p->f->sight->marks)
        return 0;
    const long n =
        p->f->sight->marks(p->f->param, c - reach, c + reach, SOME, mark);
    for (long i = 0; i < n && i < SOME; i++) {
        const jf_mark *const m = &mark[i];
        const double tail = (m->x - c) + m->tail;
        if (limit && jf_rounding_is_limit(m, c)) // what is regular stays
            found[k++] = (place){tail, fabs(tail)};
        else if (!limit && (m->x == c || fabs(tail) <= m->doubt))
            found[k++] = (place){tail, m->doubt};
    }
    return k;
}

// |f| next to the point; HUGE_VAL where it overflows.
static double size_beside(const jf_view *view, double c)
{
    static const double BESIDE = 0x1p-80;
    const double d = BESIDE * fmax(fabs(c), DBL_MIN / BESIDE);
    double y = 0;
    void *param;

    if (!jf_attach(&view->f, &param))
        return 0;
    const jf_status status = view->f.eval(param, 1, &d, &y);
    jf_detach(&view->f, param);
    return status != JF_OK ? 0 : isfinite(y) ? fabs(y) : HUGE_VAL;
}

static jf_status open_best(const jf_integrand *f, double c, int side, int n,
                           const place *candidate, jf_site *it)
{
    double most = -1;
    jf_status status = JF_OK;

    it->view = (jf_view){.owned = NULL};
    for (int i = 0; i < n && status == JF_OK; i++) {
        jf_view view;
        status = f->sight->near(f->param, c, candidate[i].tail, side, &view);
        if (status != JF_OK)
            break;
        const double size = n > 1 ? size_beside(&view, c) : 0;
        jf_view *const worse = size > most ? &it->view : &view;
        jf_view_clear(worse);
        if (worse == &view)
            continue;
        it->view = view;
        it->tail = candidate[i].tail;
        it->doubt = candidate[i].doubt;
        most = size;
    }
    return status;
}

jf_status jf_site_open(jf_bounded *s, double c, int side, jf_site **site)
{
    const jf_integrand *const f = s->problem->f;
    jf_site *const it = &s->site[s->nsite];
    place candidate[SOME] = {{0, 0}};

    *site = it;
    if (s->nsite == JF_SITES || !f->sight->near)
        return JF_USAGE;
    const int n = find_places(s->problem, c, candidate);
    jf_status status = open_best(f, c, side, n > 0 ? n : 1, candidate, it);
    it->problem = (jf_problem){.f = &it->view.f,
                               .a = 0,
                               .b = HUGE_VAL,
                               .options = s->problem->options};
    it->worker = (jf_gk_worker){.problem = &it->problem};
    if (status == JF_OK && !it->view.f.sight)
        status = JF_USAGE;
    if (status == JF_OK && !jf_attach(&it->view.f, &it->worker.param))
        status = JF_NOMEM;
    if (status == JF_OK)
        s->nsite++;
    else
        jf_view_clear(&it->view);
    return status;
}
