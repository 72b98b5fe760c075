/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of the IR on intervals, by family.  Each encloses the values that
 * the operation has, over the real numbers, for all operands within the given
 * intervals, which are not empty.  The flags are those of the operation alone,
 * but for jf_range_apply(). */
#ifndef JF_SIGHT_APPLY_H
#define JF_SIGHT_APPLY_H

#include "ir/ir.h"
#include "sight/interval.h"

jf_range jf_range_elementary(jf_op op, jf_range a); /* SIN .. ERFC */
jf_range jf_range_gamma(jf_op op, jf_range a);      /* GAMMA, LGAMMA */
jf_range jf_range_special(jf_op op, jf_range a);    /* ZETA .. RGAMMA */
jf_range jf_range_beta(jf_op op, jf_range a, jf_range b);
jf_range jf_range_bessel(jf_op op, jf_range a);         /* J0 .. Y1 */
jf_range jf_range_jn(jf_op op, jf_range n, jf_range x); /* JN, YN */
jf_range jf_range_airy(jf_op op, jf_range a);           /* AIRY_AI, AIRY_BI */
jf_range jf_range_modified(jf_op op, jf_range n, jf_range x); /* BESSEL_I, K */
jf_range jf_range_lambertw(jf_range a);
jf_range jf_range_rgamma(jf_range a);
jf_range jf_range_pow(jf_op op, jf_range a, jf_range b);   /* POW, POWN */
jf_range jf_range_angle(jf_op op, jf_range a, jf_range b); /* ATAN2 */
jf_range jf_range_hypot(jf_op op, jf_range a, jf_range b);
jf_range jf_range_whole(jf_op op, jf_range a); /* FLOOR .. RINT, ULP */
jf_range jf_range_remainder(jf_op op, jf_range a, jf_range b);
jf_range jf_range_compare(jf_op op, jf_range a, jf_range b);

/* One operation of a program, from the values of those above it; flags of the
 * operands included. */
jf_range jf_range_apply(const jf_ir *ir, const jf_ins *ins,
                        const jf_range *value);

/* The same for an operation that is not in a program. */
jf_range jf_range_op(jf_op op, jf_range a, jf_range b);

/* A kernel's values at the two ends, each widened by `steps` doubles: a bound
 * where the kernel errs by steps/2 ulp at most (a value that is below a power
 * of two may stand for a truth above it, where doubles are twice as far). */
jf_range jf_range_kernel(jf_op op, double a, double b, int steps);

/* Encloses values of a function on [a, b], from those at its ends, where it
 * has no larger slope than `slope`. */
jf_range jf_range_lipschitz(jf_range ends, jf_range x, double slope);

#endif
