/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operands of divisions and roots whose results are hard to round. */
#ifndef TEST_HARD_H
#define TEST_HARD_H

#include "random.h"

#include "base/fma.h"

/* Significands where rounding is hardest: all ones or nearly, few bits, any. */
static inline double hard_significand(dice *d)
{
    const uint64_t fraction = UINT64_MAX >> 12; // 52 ones
    const uint64_t some = roll(d) & fraction >> pick(d, 53);

    switch (pick(d, 4)) {
    case 0:
        return double_of(bits_of(1) | (fraction - some));
    case 1:
        return double_of(bits_of(1) | some);
    case 2:
        return double_of(bits_of(1) | (some << pick(d, 53) & fraction));
    default:
        return double_of(bits_of(1) | (roll(d) & fraction));
    }
}

static inline double in_range(dice *d)
{
    const double x = ldexp(hard_significand(d),
                           pick(d, 4) ? pick(d, 7) - 3 : pick(d, 1001) - 500);
    return pick(d, 2) ? x : -x;
}

/* b, and a dividend whose quotient lies next to a double or between two. */
static inline void hard_quotient(dice *d, double *a, double *b)
{
    *b = in_range(d);
    const double q = hard_significand(d);
    *a = *b * q;
    if (pick(d, 2)) // half an ulp more
        *a = jf_fma(*b, q, *b * 0x1p-53);
    if (pick(d, 4) == 0)
        *a = in_range(d);
}

/* An odd p of 54 bits, of which p^2 + c is a multiple of 2^55 (c = 7 mod 8):
 * bit by bit, as the square of p + 2^i is p^2 + 2^(i+1) modulo 2^(i+2). */
static inline uint64_t root_of_minus(int c, dice *d)
{
    const uint64_t top = UINT64_C(1) << 53;
    uint64_t p = 1;

    for (int i = 2; i < 54; i++)
        if ((p * p + (uint64_t)(int64_t)c) >> (i + 1) & 1)
            p += UINT64_C(1) << i;
    if (pick(d, 2))
        p = -p;
    return (p & (top - 1)) | top;
}

/* A number whose root lies next to the middle p of two doubles, p^2 + c being
 * the number; c = -1, 7, -9, 15 ... is as near as can be. */
static inline double near_middle(dice *d)
{
    const int c = 8 * (pick(d, 9) - 4) - 1;
    const double half = (double)(root_of_minus(c, d) >> 1);

    // p = 2 half + 1, p^2 + c = 4 half (half + 1) + 1 + c: exact, mostly
    return 4 * jf_fma(half, half + 1, (1 + c) / 4);
}

static inline double hard_root(dice *d)
{
    const double root = hard_significand(d);
    const double a = pick(d, 2) ? near_middle(d) : root * root;

    if (pick(d, 4) == 0)
        return fabs(in_range(d));
    return ldexp(a, pick(d, 4) ? 0 : 2 * pick(d, 400) - 400);
}

#endif
