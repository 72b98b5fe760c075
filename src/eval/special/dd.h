/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the special functions need of double-doubles beyond base/dd.h.
 * Operands and results are finite, and products stay above 2^-900, where their
 * rests are still exact. */
#ifndef JF_EVAL_SPECIAL_DD_H
#define JF_EVAL_SPECIAL_DD_H

#include <math.h>

#include "base/dd.h"

extern const jf_dd jf_dd_pi, jf_dd_ln2;

static inline jf_dd jf_dd_of(double a)
{
    return (jf_dd){a, 0};
}

static inline jf_dd jf_dd_sub(jf_dd a, jf_dd b)
{
    return jf_dd_add(a, (jf_dd){-b.hi, -b.lo});
}

/* a > 0 */
static inline jf_dd jf_dd_sqrt(jf_dd a)
{
    const double root = sqrt(a.hi);
    const jf_dd rest = jf_dd_sub(a, jf_dd_two_product(root, root));

    return jf_dd_normal(root, (rest.hi + rest.lo) / (2 * root));
}

/* exp(a) = the returned number, near 1, times 2^*exponent; |a| < 1e9. */
jf_dd jf_dd_exp(jf_dd a, int *exponent);

jf_dd jf_dd_log(jf_dd a); /* a > 0, subnormals included */

/* log(1 + a), a > -1/2, relatively accurate for small a. */
jf_dd jf_dd_log1p(jf_dd a);

#endif
