/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accuracy claims at the feet of the files of special/ and vmath/.
 *
 *     JF_CLAIM(function, kind, ulp)
 *
 * says that <function> errs by no more than ulp units in the last place: of
 * the true value (kind `value`), or of the local amplitude of an oscillating
 * function (kind `amplitude`, far out, where the essay says so), or of 1
 * (kind `unit`, near a zero, where the essay says so).
 * The compiler sees nothing; tests/unit/eval/t_special.c and t_vmath.c read
 * the lines and hold the functions to them. */
#ifndef JF_EVAL_CLAIMS_H
#define JF_EVAL_CLAIMS_H

#define JF_CLAIM(function, kind, ulp)

#endif
