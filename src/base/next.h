/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_BASE_NEXT_H
#define JF_BASE_NEXT_H

#include <stdint.h>
#include <string.h>

/* The double next to x, finite, towards `to`; x where they are equal.  That of
 * C is not the same on every system. */
static inline double jf_next(double x, double to)
{
    int64_t bits;

    if (x == to)
        return x;
    if (x == 0)
        return to > 0 ? 0x1p-1074 : -0x1p-1074;
    memcpy(&bits, &x, sizeof bits);
    bits += (to > x) == (x > 0) ? 1 : -1;
    memcpy(&x, &bits, sizeof x);
    return x;
}

#endif
