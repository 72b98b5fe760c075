/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of Taylor coefficients, and how functions are put into one another. */
#ifndef JF_SIGHT_TAYLOR_H
#define JF_SIGHT_TAYLOR_H

#include "base/sight.h"
#include "ir/ir.h"
#include "sight/interval.h"

/* coef[k] bounds |u^(k)(x)|/k! h^k for all x of an interval [a, b], where
 * h = (b - a)/2: no other unit is as safe from overflow; beyond `degree` the
 * coefficients are 0.  One that is HUGE_VAL or NaN bounds nothing.  rounding:
 * what u errs by at most, to first order, as numbers in it are rounded. */
typedef struct jf_series {
    double coef[JF_TAYLOR + 1];
    double rounding;
    int degree;
    bool relative; /* all of it is relative to |u(x)|: relative.h */
} jf_series;

/* Functions whose composition is a recursion, not a Horner scheme. */
typedef enum jf_family {
    JF_FAMILY_ANY,
    JF_FAMILY_EXP,  /* size exp(t) */
    JF_FAMILY_LOG,  /* -size log(1 - t) */
    JF_FAMILY_POWER /* size (1 - t)^exponent, exponent < 0 */
} jf_family;

/* The same for a function g of one value: coef[k], k = 1 .. JF_TAYLOR, bounds
 * scale^k |g^(k)|/k!.  With a scale of the distance to what is singular neither
 * these nor those of u/scale overflow. */
typedef struct jf_outer {
    double coef[JF_TAYLOR + 1], scale;
    jf_family family; /* what the coefficients are those of, times a size */
    double size, exponent;
} jf_outer;

/* For a value within u, where g takes values within v.  False: not known, or
 * not smooth there. */
bool jf_taylor_outer(jf_op op, jf_range u, jf_range v, jf_outer *g);

/* For u^a. */
void jf_taylor_power(double a, jf_range u, jf_outer *g);

/* r = g(u), and its value has this size; r = a b.  r is no operand. */
void jf_series_compose(const jf_series *u, const jf_outer *g, double size,
                       jf_series *r);
void jf_series_product(const jf_series *a, const jf_series *b, jf_series *r);

/* Of a whole program over [a, b]: see jf_sight. */
bool jf_sight_taylor(const jf_ir *typed, double a, double b, bool between,
                     double *coef, double *rounding);

#endif
