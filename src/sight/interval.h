/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals of reals, rounded outwards: jf_range of base/sight.h.
 *
 * lo = -inf and hi = inf say that there is no bound; no real is infinite, so
 * 0 times an unbounded interval is 0.  lo is never +inf, nor hi -inf: beyond
 * the doubles lies [DBL_MAX, inf].  Empty: lo > hi.
 *
 * Rounding is to nearest throughout: a result is moved to the next double only
 * where the error of the operation, found exactly by TwoSum or fma, has the
 * wrong sign.  So what is exact stays exact, and 1 - x at 1 is 0. */
#ifndef JF_SIGHT_INTERVAL_H
#define JF_SIGHT_INTERVAL_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/dd.h"
#include "base/sight.h"

#define JF_SEEN_ALL (JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED | JF_SEEN_JUMP)

static const jf_range jf_range_all = {-HUGE_VAL, HUGE_VAL, 0};

static inline jf_range jf_range_of(double lo, double hi)
{
    return (jf_range){lo, hi, 0};
}

static inline jf_range jf_range_point(double x)
{
    return (jf_range){x, x, 0};
}

static inline jf_range jf_range_none(void)
{
    return (jf_range){HUGE_VAL, -HUGE_VAL, JF_SEEN_UNDEFINED};
}

static inline jf_range jf_range_marked(jf_range a, unsigned seen)
{
    return (jf_range){a.lo, a.hi, a.seen | seen};
}

static inline bool jf_range_empty(jf_range a)
{
    return a.lo > a.hi;
}

static inline bool jf_range_thin(jf_range a)
{
    return a.lo == a.hi;
}

static inline bool jf_range_has(jf_range a, double x)
{
    return a.lo <= x && x <= a.hi;
}

/* The next double below, above. */
static inline double jf_down(double x)
{
    int64_t bits;

    if (x == 0)
        return -0x1p-1074;
    if (x == -HUGE_VAL)
        return x;
    memcpy(&bits, &x, sizeof bits);
    bits += x > 0 ? -1 : 1;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline double jf_up(double x)
{
    return -jf_down(-x);
}

static inline jf_range jf_range_widen(jf_range a, int steps)
{
    for (int i = 0; i < steps; i++) {
        a.lo = jf_down(a.lo);
        a.hi = jf_up(a.hi);
    }
    return a;
}

static inline jf_range jf_range_hull(jf_range a, jf_range b)
{
    return (jf_range){fmin(a.lo, b.lo), fmax(a.hi, b.hi), a.seen | b.seen};
}

/* The common part; the flags of both. */
static inline jf_range jf_range_meet(jf_range a, double lo, double hi)
{
    return (jf_range){fmax(a.lo, lo), fmin(a.hi, hi), a.seen};
}

static inline jf_range jf_range_neg(jf_range a)
{
    return (jf_range){-a.hi, -a.lo, a.seen};
}

static inline jf_range jf_range_abs(jf_range a)
{
    if (a.lo >= 0)
        return a;
    if (a.hi <= 0)
        return jf_range_neg(a);
    return (jf_range){0, fmax(-a.lo, a.hi), a.seen};
}

/* Lower and upper bounds of single operations on bounds. */
double jf_add_down(double a, double b);
double jf_mul_down(double a, double b);
double jf_div_down(double a, double b); /* b != 0 */

static inline double jf_add_up(double a, double b)
{
    return -jf_add_down(-a, -b);
}

static inline double jf_mul_up(double a, double b)
{
    return -jf_mul_down(-a, b);
}

static inline double jf_div_up(double a, double b)
{
    return -jf_div_down(-a, b);
}

/* The flags of the result are those of the operation alone: what its operands
 * bring is added by who calls (apply.c).  No operand is empty. */
jf_range jf_range_add(jf_range a, jf_range b);
jf_range jf_range_sub(jf_range a, jf_range b);
jf_range jf_range_mul(jf_range a, jf_range b);
jf_range jf_range_square(jf_range a);
jf_range jf_range_div(jf_range a, jf_range b);
jf_range jf_range_sqrt(jf_range a);

#endif
