/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equally spaced abscissae on [a, b]: what all composite rules sample.
 *
 *     x_j = a + (j + offset) (b - a) / nstep,   j = 0 .. n - 1
 *
 * offset is 0 (n = nstep + 1: both ends included) or 1/2 (n = nstep).
 *
 * Roundoff: a block of 256 starts at x_j rounded from about 100 bits, and
 * within it x = fma(k, h, start).  So neither j*h nor the rounding of h
 * accumulates, for any n up to 2^55.  In the block around 0 each x_j is
 * computed by itself, so that 0 is hit; and everywhere, scaled by a power of
 * two, if x would overflow or underflow on the way. */
#ifndef JF_QUAD_GRID_H
#define JF_QUAD_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/dd.h"
#include "base/exact.h"
#include "base/lanes.h"
#include "quad/executor.h"

#include <jifen/integrate.h>

typedef struct jf_grid {
    double a, b;
    int64_t nstep;
    int panel;   /* steps of a panel: what is cut off is whole ones */
    bool offset; /* 1/2 */
    int64_t n;   /* abscissae */
    bool native; /* the integrand may be prepared for them */
} jf_grid;

/* The power of two by which a, b and all that is made of them are scaled to
 * stay clear of overflow and underflow; 0 nearly always. */
int jf_grid_scale(const jf_grid *grid);

/* (b - a) 2^scale, exactly. */
jf_dd jf_grid_width(const jf_grid *grid);

/* x_j, correctly rounded, at most b. */
double jf_grid_abscissa(const jf_grid *grid, int64_t j);

enum { JF_GRID_HEAD = 4, JF_GRID_TAIL = 32, JF_GRID_REPAIR_MAX = 64 };

/* An abscissa where f had no finite value but a limit, which was taken. */
typedef struct jf_repair {
    int64_t j;
    double x, limit, error;
} jf_repair;

/* What the rules need to know of f on the grid. */
typedef struct jf_grid_sums {
    int64_t n; /* abscissae; fewer than the grid's if the job was stopped */
    jf_exact lane[JF_LANES];   /* sum of y_j, j mod 16 = lane */
    jf_exact parts;            /* of |sum of a lane over 64 values| */
    jf_exact abs;              /* of |y_j|, in a part of the blocks */
    jf_exact variation;        /* of |y_j - y_(j-1)|, in a part of the blocks */
    int part;                  /* one block in so many */
    double head[JF_GRID_HEAD]; /* the first values */
    double tail[JF_GRID_TAIL]; /* the last values; tail[31] is the last one */
    int64_t bad;               /* the first j without value or limit, or -1 */
    double bad_x, bad_y;
    double limit_error; /* the largest one of the limits taken */
    int nrepair;        /* how many; the first ones are kept, in order */
    jf_repair repair[JF_GRID_REPAIR_MAX];
    int threads;
} jf_grid_sums;

/* --- gridsums.c --- */

/* Of no abscissae; puts one of repairs, an abscissa without a value or limit,
 * and the sums of other abscissae to those that there are. */
void jf_grid_sums_init(jf_grid_sums *sums);
void jf_grid_add_repair(jf_grid_sums *sums, const jf_repair *repair);
void jf_grid_note_bad(jf_grid_sums *sums, int64_t j, double x, double y);
void jf_grid_merge(jf_grid_sums *sums, const jf_grid_sums *other);

/* How the sums of a job of grid.c are carried. */
extern const jf_carry jf_grid_carry;

/* --- grid.c --- */

/* The sums of a job. */
jf_grid_sums *jf_grid_sums_of(const void *job);

/* The abscissa at which the panels of the first n abscissae end. */
double jf_grid_end(const jf_grid *grid, int64_t n);

/* Evaluates f on the whole grid, or until the executor stops: then the sums are
 * those of the first sums->n abscissae, which are whole panels.  For the same n
 * they have the same bits for any executor.  With bad >= 0 they are of no use.
 */
jf_status jf_grid_sum(const jf_grid *grid, const jf_integrand *f,
                      jf_executor *executor, jf_grid_sums *sums);

#endif
