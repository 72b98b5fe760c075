/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-double arithmetic: hi + lo with |lo| <= ulp(hi)/2, about 106 bits.
 * For set-up work and scalar functions, not for inner loops over blocks. */
#ifndef JF_BASE_DD_H
#define JF_BASE_DD_H

#include "base/fma.h"

typedef struct jf_dd {
    double hi, lo;
} jf_dd;

#define JF_DD_INLINE static inline __attribute__((unused))

/* a + b exactly [Knuth1997]. */
JF_DD_INLINE jf_dd jf_dd_two_sum(double a, double b)
{
    const double s = a + b, bb = s - a;

    return (jf_dd){s, (a - (s - bb)) + (b - bb)};
}

/* a * b exactly, but for underflow. */
JF_DD_INLINE jf_dd jf_dd_two_product(double a, double b)
{
    const double p = a * b;

    return (jf_dd){p, jf_fma(a, b, -p)};
}

JF_DD_INLINE jf_dd jf_dd_normal(double hi, double lo)
{
    const double s = hi + lo;

    return (jf_dd){s, lo - (s - hi)};
}

JF_DD_INLINE jf_dd jf_dd_add(jf_dd a, jf_dd b)
{
    const jf_dd s = jf_dd_two_sum(a.hi, b.hi);

    return jf_dd_normal(s.hi, s.lo + (a.lo + b.lo));
}

JF_DD_INLINE jf_dd jf_dd_mul(jf_dd a, jf_dd b)
{
    const jf_dd p = jf_dd_two_product(a.hi, b.hi);

    return jf_dd_normal(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

JF_DD_INLINE jf_dd jf_dd_div(jf_dd a, jf_dd b)
{
    const double q = a.hi / b.hi;
    const jf_dd p = jf_dd_mul((jf_dd){q, 0}, b);
    const double rest = ((a.hi - p.hi) - p.lo) + a.lo;

    return jf_dd_normal(q, rest / b.hi);
}

/* An integer below 2^63 in absolute value, exactly. */
JF_DD_INLINE jf_dd jf_dd_integer(long long n)
{
    const long long low = n % 4096;

    return jf_dd_two_sum((double)(n - low), (double)low);
}

#endif
