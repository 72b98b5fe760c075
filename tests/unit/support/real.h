/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of the IR over the real numbers, as nearly as MPFR is asked for.
 * Constants that are the doubles next to pi/2, pi, 2 pi and e stand for these
 * numbers; all others for themselves. */
#ifndef TEST_REAL_H
#define TEST_REAL_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <mpfr.h>

#include "ir/ir.h"

static inline void real_constant(mpfr_t y, double k)
{
    for (int e = -1; e <= 1; e++)
        if (fabs(k) == ldexp(0x1.921fb54442d18p+1, e)) {
            mpfr_const_pi(y, MPFR_RNDN);
            mpfr_mul_2si(y, y, e, MPFR_RNDN);
            mpfr_setsign(y, y, k < 0, MPFR_RNDN);
            return;
        }
    mpfr_set_d(y, k == 0x1.5bf0a8b145769p+1 ? 1 : k, MPFR_RNDN);
    if (k == 0x1.5bf0a8b145769p+1)
        mpfr_exp(y, y, MPFR_RNDN);
}

typedef int (*real_unary)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
typedef int (*real_binary)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

static inline int real_sign(mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t r)
{
    return mpfr_set_si(y, mpfr_sgn(a), r);
}

static inline int real_lgamma(mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t r)
{
    int sign;

    return mpfr_lgamma(y, &sign, a, r);
}

static inline int real_mod(mpfr_ptr y, mpfr_srcptr a, mpfr_srcptr b,
                           mpfr_rnd_t r)
{
    mpfr_fmod(y, a, b, r);
    if (!mpfr_zero_p(y) && mpfr_signbit(y) != mpfr_signbit(b))
        mpfr_add(y, y, b, r);
    return 0;
}

static inline int real_floordiv(mpfr_ptr y, mpfr_srcptr a, mpfr_srcptr b,
                                mpfr_rnd_t r)
{
    mpfr_div(y, a, b, r);
    return mpfr_floor(y, y);
}

/* What takes one value, and gives NULL for others. */
static inline real_unary real_unary_of(jf_op op)
{
    static const real_unary table[JF_NOP] = {
        [JF_OP_NEG] = mpfr_neg,
        [JF_OP_ABS] = mpfr_abs,
        [JF_OP_SQRT] = mpfr_sqrt,
        [JF_OP_FLOOR] = mpfr_rint_floor,
        [JF_OP_CEIL] = mpfr_rint_ceil,
        [JF_OP_TRUNC] = mpfr_rint_trunc,
        [JF_OP_RINT] = mpfr_rint_roundeven,
        [JF_OP_SIGN] = real_sign,
        [JF_OP_SIN] = mpfr_sin,
        [JF_OP_COS] = mpfr_cos,
        [JF_OP_TAN] = mpfr_tan,
        [JF_OP_ASIN] = mpfr_asin,
        [JF_OP_ACOS] = mpfr_acos,
        [JF_OP_ATAN] = mpfr_atan,
        [JF_OP_SINH] = mpfr_sinh,
        [JF_OP_COSH] = mpfr_cosh,
        [JF_OP_TANH] = mpfr_tanh,
        [JF_OP_ASINH] = mpfr_asinh,
        [JF_OP_ACOSH] = mpfr_acosh,
        [JF_OP_ATANH] = mpfr_atanh,
        [JF_OP_EXP] = mpfr_exp,
        [JF_OP_EXP2] = mpfr_exp2,
        [JF_OP_EXP10] = mpfr_exp10,
        [JF_OP_EXPM1] = mpfr_expm1,
        [JF_OP_LOG] = mpfr_log,
        [JF_OP_LOG2] = mpfr_log2,
        [JF_OP_LOG10] = mpfr_log10,
        [JF_OP_LOG1P] = mpfr_log1p,
        [JF_OP_CBRT] = mpfr_cbrt,
        [JF_OP_ERF] = mpfr_erf,
        [JF_OP_ERFC] = mpfr_erfc,
        [JF_OP_GAMMA] = mpfr_gamma,
        [JF_OP_LGAMMA] = real_lgamma,
        [JF_OP_ZETA] = mpfr_zeta,
        [JF_OP_EI] = mpfr_eint,
        [JF_OP_J0] = mpfr_j0,
        [JF_OP_J1] = mpfr_j1,
        [JF_OP_Y0] = mpfr_y0,
        [JF_OP_Y1] = mpfr_y1,
    };

    return table[op];
}

static inline real_binary real_binary_of(jf_op op)
{
    static const real_binary table[JF_NOP] = {
        [JF_OP_ADD] = mpfr_add,
        [JF_OP_SUB] = mpfr_sub,
        [JF_OP_MUL] = mpfr_mul,
        [JF_OP_DIV] = mpfr_div,
        [JF_OP_MIN] = mpfr_min,
        [JF_OP_MAX] = mpfr_max,
        [JF_OP_POW] = mpfr_pow,
        [JF_OP_ATAN2] = mpfr_atan2,
        [JF_OP_HYPOT] = mpfr_hypot,
        [JF_OP_COPYSIGN] = mpfr_copysign,
        [JF_OP_MOD] = real_mod,
        [JF_OP_FMOD] = mpfr_fmod,
        [JF_OP_REMAINDER] = mpfr_remainder,
        [JF_OP_FLOORDIV] = real_floordiv,
    };

    return table[op];
}

static inline bool real_truth(jf_op op, mpfr_srcptr a, mpfr_srcptr b)
{
    return op == JF_OP_LT   ? mpfr_less_p(a, b)
           : op == JF_OP_LE ? mpfr_lessequal_p(a, b)
           : op == JF_OP_EQ ? mpfr_equal_p(a, b)
                            : !mpfr_equal_p(a, b);
}

/* y is not one of the operands. */
static inline void real_operation(jf_op op, mpfr_ptr y, mpfr_srcptr a,
                                  mpfr_srcptr b, mpfr_srcptr c)
{
    const int n = jf_op_operands(op);

    if (mpfr_nan_p(a) || (n == 2 && mpfr_nan_p(b)))
        mpfr_set_nan(y);
    else if (real_unary_of(op))
        real_unary_of(op)(y, a, MPFR_RNDN);
    else if (real_binary_of(op))
        real_binary_of(op)(y, a, b, MPFR_RNDN);
    else if (op == JF_OP_SELECT)
        mpfr_set(y, mpfr_zero_p(a) ? c : b, MPFR_RNDN);
    else if (op == JF_OP_LT || op == JF_OP_LE || op == JF_OP_EQ ||
             op == JF_OP_NE)
        mpfr_set_si(y, real_truth(op, a, b), MPFR_RNDN);
    else
        abort();
}

/* The value of each operation; value[0 .. ir->nins) are initialised. */
static inline void run_real(const jf_ir *ir, mpfr_srcptr x, mpfr_t *value)
{
    for (int i = 0; i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        const jf_ref *const r = ins->operand;
        if (ins->op == JF_OP_VAR)
            mpfr_set(value[i], x, MPFR_RNDN);
        else if (ins->op == JF_OP_CONST)
            real_constant(value[i], ins->k);
        else
            real_operation(ins->op, value[i], value[r[0]], value[r[1]],
                           value[r[2]]);
    }
}

#endif
