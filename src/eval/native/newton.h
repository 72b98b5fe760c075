/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two ways to do without the divider share. */
#ifndef JF_EVAL_NATIVE_NEWTON_H
#define JF_EVAL_NATIVE_NEWTON_H

#include "eval/native/vec.h"

/* Steps are Newton's copies' from here on.  Cycles of the divider for a vector:
 * of those that leave all to it, and of those that do not.  Gives 1. */
int jf_newton_begin(jf_vec *v, int divider, int remaining);

/* What a divisor or dividend may be, if it is a constant. */
bool jf_newton_in_range(double k);

/* newton_avx2.c: constants are in range, y is 1/b for a constant b, or -1. */
int jf_narrow_divide(jf_vec *v, int a, int b, int y);
int jf_narrow_recip(jf_vec *v, int b);
int jf_narrow_root(jf_vec *v, int a);

#endif
