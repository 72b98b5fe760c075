/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_BASE_NEXT_H
#define JF_BASE_NEXT_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* The double next to x towards `to`, as nextafter() of C has it; that one is
 * not the same on every system. */
static inline double jf_next(double x, double to)
{
    int64_t bits;

    if (isnan(x) || isnan(to))
        return x + to;
    if (x == to) // two zeros are equal: the sign of `to`
        return to;
    if (x == 0)
        return copysign(0x1p-1074, to);
    // as integers, doubles of one sign are in the order of their sizes
    memcpy(&bits, &x, sizeof bits);
    bits += (x < to) == (x > 0) ? 1 : -1;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
