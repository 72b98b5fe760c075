/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of one value at a time that C has not, or has differently.
 * Thread-safe. */
#ifndef JF_EVAL_SCALAR_H
#define JF_EVAL_SCALAR_H

/* Python's x // y and x % y: the quotient is rounded down, the remainder has
 * the sign of y, and x = y*(x // y) + x % y as nearly as can be. NaN where y is
 * 0. */
double jf_scalar_floordiv(double x, double y);
double jf_scalar_mod(double x, double y);

/* remainder() and nextafter() as C has them, on every system. */
double jf_scalar_remainder(double x, double y);
double jf_scalar_nextafter(double x, double y);

/* The distance from |x| to the next larger double, as Python's math.ulp. */
double jf_scalar_ulp(double x);

#endif
