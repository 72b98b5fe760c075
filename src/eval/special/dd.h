/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-double arithmetic: hi + lo, |lo| <= ulp(hi)/2, about 104 bits.
 * Operands are finite; products and quotients stay within 2^-900 .. 2^990.
 * Idea and error account: dd.c. */
#ifndef JF_EVAL_SPECIAL_DD_H
#define JF_EVAL_SPECIAL_DD_H

#include <math.h>

typedef struct jf_dd {
    double hi, lo;
} jf_dd;

extern const jf_dd jf_dd_pi;

static inline jf_dd jf_dd_of(double a)
{
    return (jf_dd){a, 0};
}

/* |large| >= |small| */
static inline jf_dd jf_dd_sum_ordered(double large, double small)
{
    const double hi = large + small;

    return (jf_dd){hi, small - (hi - large)};
}

/* Veltkamp: two halves of 26 bits */
static inline jf_dd jf_dd_split(double a)
{
    const double c = 0x1.0p27 * a + a;
    const double hi = c - (c - a);

    return (jf_dd){hi, a - hi};
}

/* a + b, exactly */
static inline jf_dd jf_dd_sum(double a, double b)
{
    const double hi = a + b;
    const double part = hi - a;

    return (jf_dd){hi, (a - (hi - part)) + (b - part)};
}

/* a b, exactly */
static inline jf_dd jf_dd_product(double a, double b)
{
    const double hi = a * b;
    const jf_dd x = jf_dd_split(a), y = jf_dd_split(b);

    return (jf_dd){hi, ((x.hi * y.hi - hi) + x.hi * y.lo + x.lo * y.hi) +
                           x.lo * y.lo};
}

static inline jf_dd jf_dd_add(jf_dd a, jf_dd b)
{
    const jf_dd hi = jf_dd_sum(a.hi, b.hi);
    const jf_dd lo = jf_dd_sum(a.lo, b.lo);
    const jf_dd sum = jf_dd_sum_ordered(hi.hi, hi.lo + lo.hi);

    return jf_dd_sum_ordered(sum.hi, sum.lo + lo.lo);
}

static inline jf_dd jf_dd_sub(jf_dd a, jf_dd b)
{
    return jf_dd_add(a, (jf_dd){-b.hi, -b.lo});
}

static inline jf_dd jf_dd_mul(jf_dd a, jf_dd b)
{
    const jf_dd p = jf_dd_product(a.hi, b.hi);

    return jf_dd_sum_ordered(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline jf_dd jf_dd_div(jf_dd a, jf_dd b)
{
    const double q = a.hi / b.hi;
    const jf_dd rest = jf_dd_sub(a, jf_dd_mul(b, (jf_dd){q, 0}));

    return jf_dd_sum_ordered(q, (rest.hi + rest.lo) / b.hi);
}

/* a > 0 */
static inline jf_dd jf_dd_sqrt(jf_dd a)
{
    const double root = sqrt(a.hi);
    const jf_dd rest = jf_dd_sub(a, jf_dd_product(root, root));

    return jf_dd_sum_ordered(root, (rest.hi + rest.lo) / (2 * root));
}

/* exp(a) = the returned number, near 1, times 2^*exponent; |a| < 1e9. */
jf_dd jf_dd_exp(jf_dd a, int *exponent);

jf_dd jf_dd_log(jf_dd a); /* a > 0, subnormals included */

/* log(1 + a), a > -1/2, relatively accurate for small a. */
jf_dd jf_dd_log1p(jf_dd a);

#endif
