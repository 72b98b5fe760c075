/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a function takes given values. */
#ifndef JF_SIGHT_ROOTS_H
#define JF_SIGHT_ROOTS_H

#include "base/dd.h"
#include "ir/ir.h"
#include "sight/interval.h"

/* base + n step for the whole numbers n from first to last. */
typedef struct jf_levels {
    jf_dd base, step;
    double first, last;
    bool but_zero; /* n = 0 is none of them */
} jf_levels;

/* The numbers n, first and last, of the levels that may lie within r; empty
 * where there are none. */
jf_range jf_levels_within(const jf_levels *levels, jf_range r);

typedef struct jf_root {
    double x, tail; /* as in jf_mark */
} jf_root;

/* {0} with a budget is empty.  Owns the array. */
typedef struct jf_roots {
    jf_root *root;
    size_t n, cap;
    long budget; /* evaluations of the function that are left */
    bool nomem, incomplete;
} jf_roots;

void jf_roots_add(jf_roots *roots, jf_root root);
void jf_roots_clear(jf_roots *roots);

/* Appends the x within [a, b] where g takes one of the levels, in no order,
 * perhaps twice next to each other.  crossing: only where g changes sides.  A
 * root that lies beyond an end by less than the last place of that end counts
 * as one at the end, with a tail.  Where g is constant there is none. */
void jf_roots_find(const jf_ir *g, const jf_levels *levels, bool crossing,
                   double a, double b, jf_roots *roots);

/* ---- between its files */

/* The level number n. */
jf_dd jf_level(const jf_levels *levels, double n);

/* value - level, rounded outwards. */
jf_range jf_above_level(jf_range value, jf_dd level);

/* The root of g - level within x, where g is continuous and strictly monotonic:
 * rising or falling as `slope` says.  x.lo is the place to start from. */
jf_root jf_root_solve(const jf_ir *g, jf_dd level, jf_range x, bool rising,
                      jf_range *room, long *budget);

/* The same root as a double and what it lacks, from an x close to it; tail 0
 * where that cannot be told. */
jf_root jf_root_refine(const jf_ir *g, jf_dd level, double x, jf_range *room);

/* g(x + tail) as a double-double; false where an operation is not to be had. */
bool jf_wide_value(const jf_ir *g, jf_dd x, jf_dd *value);

#endif
