/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equally spaced abscissae, and sums of what comes back for them.
 *
 * The order of additions is part of the result, so it is fixed here and does
 * not depend on the width of real vectors: element i of a tile belongs to lane
 * i mod 16.  Within JF_LANES_BLOCK elements a lane has two parts, for the first
 * and second halves of fills, which are added up plainly (64 additions each);
 * then they are added to the lane with TwoSum, which keeps what rounding lost
 * in `carry`.  A tile therefore costs at most 64 u sum|y| of rounding,
 * typically a few u, where u = 2^-53.
 *
 * sum + carry of each lane then go into exact accumulators (base/exact.h),
 * where the order of tiles cannot matter any more.  16 lanes are two AVX-512
 * registers and two halves are four, which hides the latency of an addition;
 * and since 2, 4 and 8 divide 16, a lane also tells the place of an abscissa in
 * its panel.
 *
 * Rejected: TwoSum for each element (six operations instead of one); one lane
 * a real vector lane (bits would depend on the CPU). */
#ifndef JF_BASE_LANES_H
#define JF_BASE_LANES_H

#include <stddef.h>

enum {
    JF_LANES = 16,
    JF_LANES_BLOCK = 2048,
    JF_LANES_FILL = 256, /* abscissae that one start serves */
    JF_LANES_HALF = JF_LANES_FILL / 2,
    JF_LANES_PARTS = 2 * JF_LANES,
    JF_LANES_STARTS = JF_LANES_BLOCK / JF_LANES_FILL,
    JF_LANES_STARTS_PAD = 8 /* what starts() may write */
};

/* {0} is an empty sum. */
typedef struct jf_lanes {
    double part[JF_LANES_PARTS]; /* of the block under way: all lanes of first
                                    halves, then all of second ones */
    double sum[JF_LANES];        /* of the blocks before it ... */
    double carry[JF_LANES];      /* ... and what rounding lost there */
    double abs[JF_LANES];        /* of the magnitudes of parts, plain */
} jf_lanes;

/* x_j = a + (j + offset) (step.hi + step.lo), j a multiple of JF_LANES_FILL. */
typedef struct jf_lanes_grid {
    double a, offset, step_hi, step_lo;
} jf_lanes_grid;

typedef struct jf_lanes_kernels {
    /* x[i] = x_(j + i JF_LANES_FILL), i < JF_LANES_STARTS, rounded from about
     * 100 bits; x has room for JF_LANES_STARTS_PAD. */
    void (*starts)(const jf_lanes_grid *grid, double j, double *x);
    /* x[k] = min(k*step + base, limit), the product and sum rounded once. */
    void (*fill)(size_t n, double base, double step, double limit, double *x);
    /* Adds y[0 .. n) to the parts; y[0] is the first of a fill, and n is at
     * most JF_LANES_FILL. */
    void (*add)(size_t n, const double *y, jf_lanes *lanes);
    /* Ends a block: parts are added to the sums, their magnitudes to abs, and
     * are 0 again.  Unless `any`, parts that are not all finite are dropped
     * and 0 comes back, else 1. */
    int (*fold)(int any, jf_lanes *lanes);
} jf_lanes_kernels;

/* Those of the instruction set in use (base/cpu.h). */
const jf_lanes_kernels *jf_lanes_kernels_get(void);

#endif
