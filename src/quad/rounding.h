/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rounding inside of f, and of the limits, may change. */
#ifndef JF_QUAD_ROUNDING_H
#define JF_QUAD_ROUNDING_H

#include "base/sight.h"

/* How far f's value at x may be from what was meant, by rounding and by *fixed
 * more; 0 where nobody tells. */
double jf_rounding_at(const jf_integrand *f, double x, double *fixed);

/* The root of the sum of squares. */
double jf_rounding_join(double a, double b);

/* What the integral changes by if a limit with the value y of f is not the
 * double itself but a number that it stands for. */
double jf_rounding_of_limit(double limit, double y);

/* Whether a limit may be a singular mark, as far as both are known, and so is
 * meant to be: 1/sqrt(1.7-0.1*x) from 0 to 17. */
bool jf_rounding_is_limit(const jf_mark *mark, double limit);

/* What it changes by because the place x of a jump of that size moves with
 * constants that are no doubles. */
double jf_rounding_of_jump(const jf_integrand *f, double x, double jump);

/* Adds what f's own rounding is more than 2^-52 of the integral of |f|, which
 * every error contains.  The tolerance follows, up to 1e-9 of that integral: no
 * method can do better. */
void jf_rounding_allow(double rounding, double abs, double *error,
                       double *tolerance);

#endif
