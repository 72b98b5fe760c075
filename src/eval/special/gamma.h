/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma of a double-double, for the functions that are built upon it. */
#ifndef JF_EVAL_SPECIAL_GAMMA_H
#define JF_EVAL_SPECIAL_GAMMA_H

#include "eval/special/dd.h"

/* A number kept as factor * exp(log), so that nothing overflows and the
 * logarithm of a small number is never taken. */
typedef struct jf_gamma_parts {
    jf_dd factor, log;
} jf_gamma_parts;

/* gamma(z), z >= 2^-300 */
jf_gamma_parts jf_gamma_positive(jf_dd z);

/* gamma(a)/gamma(a + b), also where b is far below a; a >= 32, |b| < 2^60,
 * b > -a/2 */
jf_gamma_parts jf_gamma_ratio(double a, double b);

/* sin(pi x), right to 0.6 ULP, next to its zeros too */
jf_dd jf_sin_pi(jf_dd x);

jf_gamma_parts jf_gamma_mul(jf_gamma_parts a, jf_gamma_parts b);
jf_gamma_parts jf_gamma_div(jf_gamma_parts a, jf_gamma_parts b);

/* Rounded once or nearly so; overflows to an infinity. */
double jf_gamma_value(jf_gamma_parts a);

#endif
