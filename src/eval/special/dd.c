/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp and log of double-doubles.
 *
 * Idea: exp: a = k log 2 + j/32 + f with |f| <= 1/64; exp(j/32) from a table,
 *   a short series for exp(f).  log: the kernel's answer y, improved once
 *   by r - r^2/2, r = a exp(-y) - 1.  log1p near 0: the series.
 * Error: 2^-95 relative for exp, and for log1p below 2^-6; log 2^-95 absolute
 *   for arguments near 1, relative elsewhere.
 * Cost: exp 60 ns, log 120 ns.
 * Fails on: log1p above 2^-6 inherits the absolute error of log.
 */
#include "eval/special/dd.h"
#include "eval/vmath/one.h"

#include <math.h>

#include "eval/special/tables/dd.inc"

// exp(f), |f| <= 1/64
static jf_dd exp_small(jf_dd f)
{
    enum { N = sizeof exp_tail / sizeof *exp_tail };
    const jf_dd square = jf_dd_mul(f, f);
    const jf_dd cube = jf_dd_mul(jf_dd_mul(square, f), dd_sixth);
    const jf_dd half = {0.5 * square.hi, 0.5 * square.lo};
    double tail = 0;

    for (int i = N - 1; i >= 0; i--)
        tail = exp_tail[i] + f.hi * tail;
    tail *= square.hi * square.hi;
    const jf_dd rest = jf_dd_add(half, jf_dd_add(cube, (jf_dd){tail, 0}));
    return jf_dd_add((jf_dd){1, 0}, jf_dd_add(f, rest));
}

jf_dd jf_dd_exp(jf_dd a, int *exponent)
{
    const double k = floor(a.hi / jf_dd_ln2.hi + 0.5);
    const jf_dd r = jf_dd_sub(a, jf_dd_mul(jf_dd_ln2, (jf_dd){k, 0}));
    const double j = floor(r.hi * 32 + 0.5);
    const jf_dd f = jf_dd_sub(r, (jf_dd){j / 32, 0});

    *exponent = (int)k;
    return jf_dd_mul(exp_small(f), exp_32nds[12 + (int)j]);
}

jf_dd jf_dd_log(jf_dd a)
{
    int k;
    double m = frexp(a.hi, &k);
    if (m < 0.70710678118654752) {
        m *= 2;
        k--;
    }
    const jf_dd scaled = {m, ldexp(a.lo, -k)};
    const double y = jf_one_log(m);
    int zero;
    const jf_dd inverse = jf_dd_exp((jf_dd){-y, 0}, &zero);
    jf_dd r = jf_dd_mul(scaled, inverse);
    r = jf_dd_sub((jf_dd){ldexp(r.hi, zero), ldexp(r.lo, zero)}, (jf_dd){1, 0});
    const jf_dd log_m =
        jf_dd_add((jf_dd){y, 0}, jf_dd_sub(r, (jf_dd){0.5 * r.hi * r.hi, 0}));
    return jf_dd_add(jf_dd_mul(jf_dd_ln2, (jf_dd){k, 0}), log_m);
}

jf_dd jf_dd_log1p(jf_dd a)
{
    enum {
        HEAD = sizeof log1p_head / sizeof *log1p_head,
        TAIL = sizeof log1p_tail / sizeof *log1p_tail
    };

    if (fabs(a.hi) > 0x1p-6)
        return jf_dd_log(jf_dd_add((jf_dd){1, 0}, a));
    double tail = 0;
    for (int i = TAIL - 1; i >= 0; i--)
        tail = log1p_tail[i] + a.hi * tail;
    jf_dd sum = {tail, 0};
    for (int i = HEAD - 1; i >= 0; i--)
        sum = jf_dd_add(log1p_head[i], jf_dd_mul(a, sum));
    return jf_dd_mul(a, sum);
}
