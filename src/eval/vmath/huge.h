/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Huge arguments of the circular functions. */
#ifndef JF_EVAL_VMATH_HUGE_H
#define JF_EVAL_VMATH_HUGE_H

/* What of x is taken away: a multiple of pi; of pi, and half a pi; of pi/2. */
typedef enum jf_turns { JF_TURNS_PI, JF_TURNS_ODD, JF_TURNS_HALF } jf_turns;

/* x = m pi + hi + lo, m pi being as jf_turns says, and |hi| about half a step
 * at most. */
typedef struct jf_huge_rest {
    double parity; /* 0 or 1: of the integer in m, or of 2m */
    double hi, lo; /* to 2^-100 of their sum, at least */
} jf_huge_rest;

/* For |x| >= 2^21; NaN for infinities and NaN. */
jf_huge_rest jf_huge_reduce(double x, jf_turns turns);

#endif
