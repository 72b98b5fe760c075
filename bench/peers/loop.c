/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop that one writes, left to the compiler: it makes vectors of it, and
 * calls libmvec, if its options allow that. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>

#include "midpoint.h"

#define INTEGRAND(name, f)                          \
    static double name(int n, double h)             \
    {                                               \
        double sum = 0;                             \
                                                    \
        for (int i = 0; i < n; i++) {               \
            const double x = ((double)i + 0.5) * h; \
            sum += (f);                             \
        }                                           \
        return sum;                                 \
    }
#include INTEGRANDS
#undef INTEGRAND

int main(int argc, char **argv)
{
    static midpoint_sum *const sums[] = {
#define INTEGRAND(name, f) name,
#include INTEGRANDS
#undef INTEGRAND
    };

    return midpoint_main(argc, argv, sums, sizeof sums / sizeof *sums);
}
