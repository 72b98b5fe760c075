/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs of kernels.py share: each sums integrands, which the build
 * generates, at the midpoints of n panels of 0..1.
 *
 *     PROGRAM INTEGRAND N     prints: seconds value */
#ifndef MIDPOINT_H
#define MIDPOINT_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The sum at (i + 0.5) * h for i = 0 .. n-1; n is a multiple of 64. */
typedef double midpoint_sum(int n, double h);

static inline double midpoint_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int midpoint_main(int argc, char **argv,
                                midpoint_sum *const *sums, int nsum)
{
    const int which = argc == 3 ? atoi(argv[1]) : -1;
    const int n = argc == 3 ? atoi(argv[2]) : 0;

    if (which < 0 || which >= nsum || n <= 0 || n % 64 != 0)
        return 2;
    const double began = midpoint_now();
    const double value = sums[which](n, 1.0 / n) / n;

    printf("%.9f %.17g\n", midpoint_now() - began, value);
    return 0;
}

#endif
