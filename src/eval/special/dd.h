/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-double arithmetic: hi + lo, |lo| <= ulp(hi)/2, about 104 bits. */
#ifndef JF_EVAL_SPECIAL_DD_H
#define JF_EVAL_SPECIAL_DD_H

typedef struct jf_dd {
    double hi, lo;
} jf_dd;

/* Finite operands; products and quotients stay within 2^-900 .. 2^990. */
jf_dd jf_dd_sum(double a, double b);     /* exact */
jf_dd jf_dd_product(double a, double b); /* exact */
jf_dd jf_dd_add(jf_dd a, jf_dd b);
jf_dd jf_dd_sub(jf_dd a, jf_dd b);
jf_dd jf_dd_mul(jf_dd a, jf_dd b);
jf_dd jf_dd_div(jf_dd a, jf_dd b);
jf_dd jf_dd_sqrt(jf_dd a); /* a > 0 */

/* exp(a) = the returned number, near 1, times 2^*exponent; |a| < 1e9. */
jf_dd jf_dd_exp(jf_dd a, int *exponent);

jf_dd jf_dd_log(jf_dd a); /* a > 0, subnormals included */

/* log(1 + a), a > -1/2, relatively accurate for small a. */
jf_dd jf_dd_log1p(jf_dd a);

#endif
