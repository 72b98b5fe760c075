/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simpson's rule written by hand for one integrand, which the build puts in
 * INTEGRAND(x).  LANES sums side by side let the compiler use vectors without
 * being allowed to reorder anything.
 *
 *     simpson A B PANELS      prints: seconds value */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LANES = 32 };

static inline double f(double x)
{
    return INTEGRAND(x);
}

static double simpson(double a, double b, long n)
{
    const double h = (b - a) / (double)n;
    double ends[LANES] = {0}, middles[LANES] = {0};
    double total = 0;
    long i = 0;

    for (; i + LANES <= n; i += LANES)
        for (int k = 0; k < LANES; k++) {
            const double left = (double)i + k;
            ends[k] += f(a + left * h);
            middles[k] += f(a + (left + 0.5) * h);
        }
    for (; i < n; i++) {
        ends[0] += f(a + (double)i * h);
        middles[0] += f(a + ((double)i + 0.5) * h);
    }
    for (int k = 0; k < LANES; k++)
        total += ends[k] + 2 * middles[k];
    // the panels' left ends were summed: exchange half of f(a) for f(b)
    return (total + (f(b) - f(a)) / 2) * h / 3;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const double a = atof(argv[1]), b = atof(argv[2]);
    const double began = now();
    const double value = simpson(a, b, atol(argv[3]));

    printf("%.9f %.17g\n", now() - began, value);
    return 0;
}
