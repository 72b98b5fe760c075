/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the arithmetic operations that are no single operation of the
 * vocabulary, and the list of them all. */
#ifndef JF_EVAL_VMATH_ARITH_H
#define JF_EVAL_VMATH_ARITH_H

#include "base/simd/simd.h"

// Of a comparison of a and b; NaN where either is.
VD_INLINE vd truth(vm m, vd a, vd b)
{
    const vm ordered = vm_and(vd_eq(a, a), vd_eq(b, b));
    const vd value = vd_select(m, vd_set(1), vd_set(0));

    return vd_select(ordered, value, vd_add(a, b));
}

VD_INLINE vd sign(vd x)
{
    const vd zero = vd_set(0);
    const vd negative = vd_select(vd_lt(x, zero), vd_set(-1), x);

    return vd_select(vd_lt(zero, x), vd_set(1), negative);
}

// vd_min and vd_max give the first operand if one is NaN.
VD_INLINE vd least(vd a, vd b)
{
    return vd_select(vd_eq(b, b), vd_min(a, b), b);
}

VD_INLINE vd greatest(vd a, vd b)
{
    return vd_select(vd_eq(b, b), vd_max(a, b), b);
}

// The sign of a NaN is not the same on all machines.
VD_INLINE vd with_sign(vd a, vd b)
{
    return vd_select(vd_eq(b, b), vd_copysign(a, b), b);
}

VD_INLINE vd choose(vd condition, vd a, vd b)
{
    const vd chosen = vd_select(vd_ne(condition, vd_set(0)), a, b);

    return vd_select(vd_eq(condition, condition), chosen, condition);
}

/* X(operands, id, value), the value in terms of a, b and c; VD_SUMS are those
 * that often come last, and have a sum of their own (fused_tmpl.c); DIV,
 * RECIP, SQRT and POLY are more than one line (kernels_tmpl.c). */
// clang-format off
#define VD_SUMS(X) \
    X(1, NEG, vd_neg(a)) \
    X(1, ABS, vd_abs(a)) \
    X(2, ADD, vd_add(a, b)) \
    X(2, SUB, vd_sub(a, b)) \
    X(3, FMA, vd_fma(a, b, c)) \
    X(3, FMS, vd_fms(a, b, c)) \
    X(3, FNMA, vd_fnma(a, b, c))
#define VD_ARITHMETIC(X) \
    VD_SUMS(X) \
    X(1, FLOOR, vd_floor(a)) \
    X(1, CEIL, vd_ceil(a)) \
    X(1, TRUNC, vd_trunc(a)) \
    X(1, RINT, vd_rint(a)) \
    X(1, SIGN, sign(a)) \
    X(2, MUL, vd_mul(a, b)) \
    X(2, MIN, least(a, b)) \
    X(2, MAX, greatest(a, b)) \
    X(2, COPYSIGN, with_sign(a, b)) \
    X(2, LT, truth(vd_lt(a, b), a, b)) \
    X(2, LE, truth(vd_le(a, b), a, b)) \
    X(2, EQ, truth(vd_eq(a, b), a, b)) \
    X(2, NE, truth(vd_ne(a, b), a, b)) \
    X(3, SELECT, choose(a, b, c))
// clang-format on

#endif
