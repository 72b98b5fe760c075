/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of about 106 bits: the unevaluated sum of two doubles, |lo| at most
 * half an ulp of hi.  Relative errors of an operation: a few 2^-104, given that
 * nothing overflows or comes near the subnormals.  Without fma, so that the
 * bits and the speed are the same where the hardware has none [Dekker1971]. */
#ifndef JF_RULE_DD_H
#define JF_RULE_DD_H

typedef struct jf_dd {
    double hi, lo;
} jf_dd;

/* a + b exactly, if |a| >= |b| or a = 0. */
static inline jf_dd jf_dd_quick_sum(double a, double b)
{
    const double s = a + b;

    return (jf_dd){s, b - (s - a)};
}

/* a + b exactly. */
static inline jf_dd jf_dd_sum(double a, double b)
{
    const double s = a + b, t = s - a;

    return (jf_dd){s, (a - (s - t)) + (b - t)};
}

/* a b exactly; |a|, |b| < 2^996. */
static inline jf_dd jf_dd_product(double a, double b)
{
    const double p = a * b, u = 0x1.0000002p27 * a, v = 0x1.0000002p27 * b;
    const double ahi = u - (u - a), alo = a - ahi;
    const double bhi = v - (v - b), blo = b - bhi;

    return (jf_dd){p, ((ahi * bhi - p) + ahi * blo + alo * bhi) + alo * blo};
}

static inline jf_dd jf_dd_add(jf_dd x, jf_dd y)
{
    const jf_dd s = jf_dd_sum(x.hi, y.hi), t = jf_dd_sum(x.lo, y.lo);
    const jf_dd u = jf_dd_quick_sum(s.hi, s.lo + t.hi);

    return jf_dd_quick_sum(u.hi, u.lo + t.lo);
}

static inline jf_dd jf_dd_subtract(jf_dd x, jf_dd y)
{
    return jf_dd_add(x, (jf_dd){-y.hi, -y.lo});
}

static inline jf_dd jf_dd_scale(jf_dd x, double k)
{
    const jf_dd p = jf_dd_product(x.hi, k);

    return jf_dd_quick_sum(p.hi, p.lo + x.lo * k);
}

static inline jf_dd jf_dd_multiply(jf_dd x, jf_dd y)
{
    const jf_dd p = jf_dd_product(x.hi, y.hi);

    return jf_dd_quick_sum(p.hi, p.lo + (x.hi * y.lo + x.lo * y.hi));
}

static inline jf_dd jf_dd_divide(jf_dd x, jf_dd y)
{
    const double q = x.hi / y.hi;
    const jf_dd rest = jf_dd_subtract(x, jf_dd_scale(y, q));

    return jf_dd_quick_sum(q, rest.hi / y.hi);
}

#endif
