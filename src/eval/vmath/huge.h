/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Huge arguments of the circular functions. */
#ifndef JF_EVAL_VMATH_HUGE_H
#define JF_EVAL_VMATH_HUGE_H

/* x = (m + q/2) pi + hi + lo with an integer m, |hi| <= pi/2 and a little. */
typedef struct jf_huge_rest {
    double parity; /* of m: 0 or 1 */
    double hi, lo; /* to 2^-100 of their sum, at least */
} jf_huge_rest;

/* For q = 0 or 1 and |x| >= 2^21; NaN for infinities and NaN. */
jf_huge_rest jf_huge_reduce(double x, int q);

#endif
