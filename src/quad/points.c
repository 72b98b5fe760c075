/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/points.h"

#include <stdlib.h>

static int ascending(const void *p, const void *q)
{
    const double a = *(const double *)p, b = *(const double *)q;

    return (a > b) - (a < b);
}

size_t jf_points_sort(double *x, size_t n)
{
    size_t kept = 0;

    qsort(x, n, sizeof *x, ascending);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || x[i] != x[kept - 1])
            x[kept++] = x[i];
    return kept;
}
