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
 * Fails on: singularities inside or close by; the callers take them out first.
 */
#include "eval/special/cells.h"

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
    double tail = 0;

    for (int i = cell->count + 1; i >= 4; i--)
        tail = c[i] + t * tail;
    return c[0] + (c[1] + t * (c[2] + (c[3] + t * tail)));
}
