/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jumps that lie between two doubles.
 *
 * Where f jumps at t = x + tail, a breakpoint at the double x leaves out the
 * stretch between x and t, or counts it on the wrong side: by tail times the
 * jump, which is the difference of the interpolating polynomials on both sides.
 * Of 2980 jumps of floor(exp(x)) these are 1e-13 of the integral.  Sight knows
 * tails to 2^-100 of x; with them the stretch is known to the relative error
 * of the jump, taken as 2^-20; and to how far rounded numbers may move it.
 *
 * Cost:     the marks are asked for a second time, and only where the doubt
 *           about jumps is all that is left.
 * Fails on: marks without tail, which may be exact or not: the doubt stays. */
#include "base/sight.h"
#include "quad/gk.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

// NULL: there is none at x.
static const jf_mark *mark_at(const jf_mark *mark, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (mark[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && mark[low].x == x ? &mark[low] : NULL; // the same double
}

static void place(jf_gk_panel *left, const jf_gk_panel *right,
                  const jf_mark *mark)
{
    static const double DOUBT = 0x1p-20, TAIL_DOUBT = 0x1p-96;
    const double jump = left->end[1] - right->end[0];

    if (!mark || !isfinite(jump))
        return;
    if (mark->tail != 0) {
        left->shift = mark->tail * jump;
        left->gap = fabs(jump) *
                    (DOUBT * fabs(mark->tail) + TAIL_DOUBT * fabs(left->b));
    }
    left->gap += fabs(jump) * mark->doubt;
}

jf_status jf_gk_place_jumps(const jf_problem *p, jf_gk_panel *const *panel,
                            int64_t n)
{
    const size_t room = 2 * p->npoint + 1;

    if (p->npoint == 0 || !p->f->sight || !p->f->sight->marks)
        return JF_OK;
    jf_mark *const mark = malloc(room * sizeof *mark);
    if (!mark)
        return JF_NOMEM;
    const long all = p->f->sight->marks(p->f->param, p->a, p->b, room, mark);
    for (int64_t i = 0; all > 0 && i + 1 < n; i++)
        if (panel[i]->broken[1] && !panel[i]->bad && !panel[i + 1]->bad)
            place(panel[i], panel[i + 1],
                  mark_at(mark, (size_t)all < room ? (size_t)all : room,
                          panel[i]->b));
    free(mark);
    return all == -2 ? JF_NOMEM : JF_OK;
}
