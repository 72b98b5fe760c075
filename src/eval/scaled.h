/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_EVAL_SCALED_H
#define JF_EVAL_SCALED_H

#include "ir/ir.h"

/* Where y[i] is not finite, the program's value at x[i] computed with exponents
 * that do not overflow, if it has one; infinite if that is too large for a
 * double.  What is NaN for other reasons stays so.  JF_OK or JF_NOMEM. */
jf_status jf_scaled_mend(const jf_ir *ir, size_t n, const double *x, double *y);

#endif
