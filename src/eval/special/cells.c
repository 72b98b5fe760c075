/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Piecewise polynomials.
 *
 * Idea: on an interval short against the distance to the next singularity a
 * function is a polynomial of degree 15 or so.  The sum is
 *
 *     c0 + (c0' + t (c1 + (c1' + t (c2 + t (...))))),  t = (x - z) - z'
 *
 * with the rests c0', c1', z' of rounding c0, c1 and the centre z to doubles.
 * Roundoff: where |t c1| is well below |c0| the last addition decides: little
 *   more than 1/2 ULP.  A cell that holds a zero of the function is centred
 *   there, c0 = 0, and t is right to 1/2 ULP since x - z is exact: 1.5 ULP of
 *   the value, however small it is.
 *   The pair before the last rounding errs by that of t^2 (c2 + ...) alone:
 *   0.4 ULP, mostly 0.1.
 * Fails on: singularities inside or close by; the callers take them out first.
 */
#include "eval/special/cells.h"

// c2 + t (c3 + t (...))
static double tail_of(const double *power, int count, double t)
{
    double tail = 0;

    for (int i = count + 1; i >= 4; i--)
        tail = power[i] + t * tail;
    return tail;
}

static const jf_cell *find(const jf_cells *cells, double x)
{
    int below = 0, above = cells->ncell;

    while (above - below > 1) {
        const int middle = (below + above) / 2;
        if (x < cells->cell[middle].lower)
            above = middle;
        else
            below = middle;
    }
    return cells->cell + below;
}

double jf_cells_at(const jf_cells *cells, double x)
{
    const jf_cell *cell = find(cells, x);
    const double *c = cells->power + cell->first;
    const double t = (x - cell->centre) - cell->centre_lo;
    const double tail = tail_of(c, cell->count, t);

    return c[0] + (c[1] + t * (c[2] + (c[3] + t * tail)));
}

jf_dd jf_cells_pair_at(const jf_cells *cells, double x)
{
    const jf_cell *cell = find(cells, x);
    const double *c = cells->power + cell->first;
    const jf_dd t = jf_dd_two_sum(x - cell->centre, -cell->centre_lo);
    const double tail = tail_of(c, cell->count, t.hi);
    const jf_dd linear = jf_dd_mul(t, (jf_dd){c[2], c[3]});
    const jf_dd curved = jf_dd_add(linear, jf_dd_of(t.hi * t.hi * tail));

    return jf_dd_add((jf_dd){c[0], c[1]}, curved);
}
