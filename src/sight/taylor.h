/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of Taylor coefficients, and how functions are put into one another. */
#ifndef JF_SIGHT_TAYLOR_H
#define JF_SIGHT_TAYLOR_H

#include "base/sight.h"
#include "ir/ir.h"
#include "sight/interval.h"

/* coef[k] bounds |u^(k)(x)|/k! for all x of an interval; beyond `degree` the
 * coefficients are 0.  One that is HUGE_VAL or NaN bounds nothing. */
typedef struct jf_series {
    double coef[JF_TAYLOR + 1];
    int degree;
} jf_series;

/* outer[k], k = 1 .. JF_TAYLOR, of a function of one value that lies within
 * u, where the function takes values within v; of its coefficients with respect
 * to that value.  False: not known, or not smooth there. */
bool jf_taylor_outer(jf_op op, jf_range u, jf_range v, double *outer);

/* Those of u^a. */
void jf_taylor_power(double a, jf_range u, double *outer);

/* The function with these coefficients, of u; its value has this size. */
jf_series jf_series_compose(const jf_series *u, const double *outer,
                            double size);
jf_series jf_series_product(const jf_series *a, const jf_series *b);

/* coef[0 .. JF_TAYLOR] of a whole program over [a, b].  False: nothing is known
 * there, and it need not be smooth. */
bool jf_sight_taylor(const jf_ir *typed, double a, double b, double *coef);

#endif
