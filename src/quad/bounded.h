/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_QUAD_BOUNDED_H
#define JF_QUAD_BOUNDED_H

#include "quad/method.h"

/* A bound of the error that the 21-point Kronrod rule makes on [a, b], rounding
 * apart; HUGE_VAL: none is known.  broken: whether f may jump or bend at a, b,
 * within some units of their last place.  *rounding: what rounding within f
 * changes, to first order. */
double jf_bounded_error(const jf_integrand *f, double a, double b,
                        const bool broken[2], double *rounding);

/* Gauss-Kronrod panels between the breakpoints of the problem, each with such
 * a bound; f answers `taylor`.  JF_USAGE: there is no bound for every panel, or
 * it takes too many; result->neval tells what that cost. */
extern const jf_method jf_method_bounded;

#endif
