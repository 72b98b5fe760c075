/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Huge arguments of the circular functions. */
#ifndef JF_EVAL_VMATH_HUGE_H
#define JF_EVAL_VMATH_HUGE_H

/* x = n pi/2 + hi + lo, |hi| <= pi/4 and perhaps a rounding. */
typedef struct jf_huge_rest {
    int n; /* modulo 4 */
    double hi, lo;
} jf_huge_rest;

/* For |x| >= 2^21; hi is NaN for infinities and NaN.  The sum of hi and lo is
 * good to 2^-100. */
jf_huge_rest jf_huge_reduce(double x);

/* Those of some lanes with |x| > end: there x becomes hi, less -lo, turns 0
 * and count 2^-1074 n, which has n for its bits.  Out of the kernels, where it
 * would stand a dozen times. */
void jf_huge_reduce_lanes(int lanes, double end, double *x, double *count,
                          double *turns, double *less);

#endif
