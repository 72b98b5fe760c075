/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random doubles of every kind, the same in each run; how hard to try; and
 * how far two doubles are apart. */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The state; any seed will do. */
typedef struct dice {
    uint64_t state;
} dice;

static inline uint64_t roll(dice *d)
{
    // a counter through a bijective mixer: every state has its successor
    uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* 0 .. n-1 */
static inline int pick(dice *d, int n)
{
    return (int)(roll(d) >> 33) % n;
}

/* In [a, b). */
static inline double uniform(dice *d, double a, double b)
{
    return a + (b - a) * ((double)(roll(d) >> 11) * 0x1p-53);
}

static inline uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

static const double special_doubles[] = {
    0.0,       -0.0,        INFINITY,    -INFINITY,
    NAN,       0x1p-1074,   -0x1p-1074,  0x0.fffffffffffffp-1022,
    0x1p-1022, -0x1p-1022,  0x1.8p-1030, 0x1.fffffffffffffp+1023,
    1.0,       -1.0,        0.5,         -0.5,
    1.5,       -1.5,        2.5,         -2.5,
    2.0,       -3.0,        4.0,         10.0,
    0x1p52,    -0x1p53 + 1, 0x1p63,      0x1.fffffffffffffp-1,
    1e-300,    -1e300,      1000.25,     0x1.921fb54442d18p+1,
};
enum { NSPECIAL = sizeof special_doubles / sizeof *special_doubles };

/* Any bits; small numbers; special ones: each often enough.  No signalling
 * NaN: no operation makes one. */
static inline double any_double(dice *d)
{
    double x;

    switch (pick(d, 4)) {
    case 0:
        return special_doubles[pick(d, NSPECIAL)];
    case 1:
        return uniform(d, -8, 8);
    case 2:
        return (double)pick(d, 41) / 2 - 10;
    default:
        x = double_of(roll(d));
        return isnan(x) ? (double)NAN : x;
    }
}

/* The same bits; any NaN is like any other. */
static inline bool same_bits(double a, double b)
{
    return bits_of(a) == bits_of(b) || (isnan(a) && isnan(b));
}

/* How many doubles lie between; +0 and -0 are one. */
static inline double ulps_between(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : HUGE_VAL;
    const int64_t i = (int64_t)(bits_of(a) & INT64_MAX);
    const int64_t j = (int64_t)(bits_of(b) & INT64_MAX);
    return signbit(a) == signbit(b) ? fabs((double)(i - j))
                                    : (double)i + (double)j;
}

/* n, times JIFEN_TEST_MULTIPLIER. */
static inline int effort(int n)
{
    const char *const text = getenv("JIFEN_TEST_MULTIPLIER");
    const double factor = text ? atof(text) : 1;

    return factor > 0 && n * factor < 1e9 ? (int)(n * factor) + 1 : n;
}

#endif
