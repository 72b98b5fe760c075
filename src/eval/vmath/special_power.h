/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_EVAL_VMATH_SPECIAL_POWER_H
#define JF_EVAL_VMATH_SPECIAL_POWER_H

/* value = x^y in those of some lanes where x is 0, infinite or NaN, or y
 * infinite or NaN. */
void jf_special_powers(int lanes, double *value, const double *x,
                       const double *y);

#endif
