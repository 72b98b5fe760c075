/* SPDX-License-Identifier: GPL-3.0-or-later */
/* J and Y of the orders 0 and 1 before the last rounding, and K of any. */
#ifndef JF_EVAL_SPECIAL_BESSEL_H
#define JF_EVAL_SPECIAL_BESSEL_H

#include "eval/special/gamma.h"

/* 0 < x, finite */
jf_dd jf_bessel_j0(double x);
jf_dd jf_bessel_j1(double x);
jf_dd jf_bessel_y0(double x); /* x >= 2^-500 for both */
jf_dd jf_bessel_y1(double x);

/* I_n(x), before it overflows; x >= 36, n^2 <= x/4 */
jf_gamma_parts jf_bessel_i_far(double n, double x);

/* exp(x) K_order(x), by besselk.c; x >= 2^-40, |order| <= 1 */
double jf_bessel_k_scaled(double order, double x);

#endif
