/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The complete elliptic integrals K(m) and E(m), parameter m = k^2.
 *
 * Idea: the arithmetic-geometric mean of 1 and b = sqrt(1 - m) is pi/(2 K);
 *   with c_0^2 = m and c_n the half differences on the way,
 *       E/K = 1 - sum of 2^(n-1) c_n^2.
 *   For m < 0 both come from m/(m - 1), which lies in [0, 1).  The bracket of
 *   E cancels as m -> 1, and all is done in double-double: about 8 steps.
 * Reference: [DLMF2010], 19.8.1 - 19.8.7, 19.7.2, 19.12.1.
 * Error: 0.5 ULP but for a few units in the 30th digit; K below -2^100, where
 *   the leading terms of the expansion at 1 suffice, 2 ULP.
 * Fails on: nothing known; 1 - m is exact in double-double.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/dd.h"
#include "eval/vmath/one.h"

static const double FAR = -0x1p100;
static const jf_dd ONE = {1, 0};

typedef struct integrals {
    jf_dd k, e;
} integrals;

static jf_dd half(jf_dd a)
{
    return (jf_dd){0.5 * a.hi, 0.5 * a.lo};
}

// At 1 - m = complement, 0 < complement <= 1.
static integrals mean(jf_dd complement)
{
    jf_dd a = ONE, b = jf_dd_sqrt(complement);
    jf_dd sum = half(jf_dd_sub(ONE, complement));
    double weight = 1;
    jf_dd c;

    do {
        c = half(jf_dd_sub(a, b));
        const jf_dd next = half(jf_dd_add(a, b));
        const jf_dd square = jf_dd_mul(c, c);
        b = jf_dd_sqrt(jf_dd_mul(a, b));
        a = next;
        sum = jf_dd_add(sum, (jf_dd){weight * square.hi, weight * square.lo});
        weight *= 2;
    } while (fabs(c.hi) > 0x1p-52 * a.hi);
    const jf_dd k = jf_dd_div(half(jf_dd_pi), a);
    return (integrals){k, jf_dd_mul(k, jf_dd_sub(ONE, sum))};
}

// FAR <= m < 1
static integrals evaluate(double m)
{
    const jf_dd complement = jf_dd_two_sum(1, -m);

    if (m >= 0)
        return mean(complement);
    const jf_dd root = jf_dd_sqrt(complement);
    const integrals i = mean(jf_dd_div(ONE, complement));
    return (integrals){jf_dd_div(i.k, root), jf_dd_mul(i.e, root)};
}

double jf_special_elliptic_k(double m)
{
    if (isnan(m) || m > 1)
        return nan("");
    if (m == 1)
        return HUGE_VAL;
    if (isinf(m))
        return 0;
    if (m < FAR)
        return jf_one_log(4 * sqrt(-m)) / sqrt(-m);
    return evaluate(m).k.hi;
}

double jf_special_elliptic_kc(double p)
{
    if (isnan(p) || p < 0)
        return nan("");
    if (p == 0)
        return HUGE_VAL;
    if (p <= 1)
        return mean(jf_dd_of(p)).k.hi;
    return jf_special_elliptic_k(1 - p);
}

double jf_special_elliptic_e(double m)
{
    if (isnan(m) || m > 1)
        return nan("");
    if (m == 1)
        return 1;
    if (m < FAR)
        return sqrt(-m);
    return evaluate(m).e.hi;
}

JF_CLAIM(elliptic_k, value, 2.0)
JF_CLAIM(elliptic_kc, value, 2.0)
JF_CLAIM(elliptic_e, value, 0.6)
