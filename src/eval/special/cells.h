/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Piecewise polynomials: the tables that tools/gen_special.py writes. */
#ifndef JF_EVAL_SPECIAL_CELLS_H
#define JF_EVAL_SPECIAL_CELLS_H

#include "eval/special/dd.h"

/* The polynomial of one interval, in powers of x - (centre + centre_lo). */
typedef struct jf_cell {
    double lower; /* the cell reaches up to the lower bound of the next one */
    double centre, centre_lo;
    int first; /* its numbers in power[]: c0, rest of c0, c1, rest of c1, */
    int count; /* c2, c3 ... ; count coefficients, hence count + 2 numbers */
} jf_cell;

typedef struct jf_cells {
    int ncell;
    const jf_cell *cell; /* by ascending bounds */
    const double *power;
} jf_cells;

/* The value at x, which must lie within the cells: the outer ones are used
 * beyond their ends. */
double jf_cells_at(const jf_cells *cells, double x);

/* The same before the last rounding, for further arithmetic. */
jf_dd jf_cells_pair_at(const jf_cells *cells, double x);

#endif
