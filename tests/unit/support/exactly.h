/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of the IR over the reals, a point at a time, by MPFR. */
#ifndef TEST_EXACTLY_H
#define TEST_EXACTLY_H

#include <mpfr.h>
#include <stdbool.h>
#include <stdlib.h>

#include "ir/ir.h"

#ifndef EXACTLY_BITS
#define EXACTLY_BITS 240
#endif

/* UNKNOWN: beyond the exponents of MPFR, or a function that it has not. */
typedef enum known { KNOWN, UNDEFINED, UNKNOWN } known;

typedef struct exactly {
    mpfr_t *value;
    known *known;
    int n;
} exactly;

static inline void exactly_init(exactly *e, int n)
{
    mpfr_set_emin(-40000); // sin of anything larger takes forever
    mpfr_set_emax(40000);
    e->n = n;
    e->value = malloc((size_t)n * sizeof *e->value);
    e->known = malloc((size_t)n * sizeof *e->known);
    for (int i = 0; i < n; i++)
        mpfr_init2(e->value[i], EXACTLY_BITS);
}

static inline void exactly_clear(exactly *e)
{
    for (int i = 0; i < e->n; i++)
        mpfr_clear(e->value[i]);
    free(e->value);
    free(e->known);
}

static inline bool exactly_far(mpfr_srcptr a, double limit)
{
    return mpfr_cmp_d(a, limit) > 0 || mpfr_cmp_d(a, -limit) < 0;
}

/* What MPFR does in one call. */
static inline bool exactly_simple(mpfr_ptr r, jf_op op, mpfr_srcptr a)
{
    static int (*const call[JF_NOP])(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t) = {
        [JF_OP_ABS] = mpfr_abs,     [JF_OP_SQRT] = mpfr_sqrt,
        [JF_OP_SIN] = mpfr_sin,     [JF_OP_COS] = mpfr_cos,
        [JF_OP_TAN] = mpfr_tan,     [JF_OP_ASIN] = mpfr_asin,
        [JF_OP_ACOS] = mpfr_acos,   [JF_OP_ATAN] = mpfr_atan,
        [JF_OP_SINH] = mpfr_sinh,   [JF_OP_COSH] = mpfr_cosh,
        [JF_OP_TANH] = mpfr_tanh,   [JF_OP_ASINH] = mpfr_asinh,
        [JF_OP_ACOSH] = mpfr_acosh, [JF_OP_ATANH] = mpfr_atanh,
        [JF_OP_EXP] = mpfr_exp,     [JF_OP_EXP2] = mpfr_exp2,
        [JF_OP_EXP10] = mpfr_exp10, [JF_OP_EXPM1] = mpfr_expm1,
        [JF_OP_LOG] = mpfr_log,     [JF_OP_LOG2] = mpfr_log2,
        [JF_OP_LOG10] = mpfr_log10, [JF_OP_LOG1P] = mpfr_log1p,
        [JF_OP_CBRT] = mpfr_cbrt,   [JF_OP_ERF] = mpfr_erf,
        [JF_OP_ERFC] = mpfr_erfc,   [JF_OP_NEG] = mpfr_neg,
    };

    if (!call[op])
        return false;
    call[op](r, a, MPFR_RNDN);
    return true;
}

static inline void exactly_rint(mpfr_ptr r, jf_op op, mpfr_srcptr a)
{
    mpfr_rint(r, a,
              op == JF_OP_FLOOR  ? MPFR_RNDD
              : op == JF_OP_CEIL ? MPFR_RNDU
              : op == JF_OP_RINT ? MPFR_RNDN
                                 : MPFR_RNDZ);
}

static inline known exactly_elliptic(mpfr_ptr r, mpfr_srcptr m)
{
    mpfr_t one;

    if (mpfr_cmp_d(m, 1) >= 0)
        return UNDEFINED;
    mpfr_init2(one, EXACTLY_BITS);
    mpfr_set_d(one, 1, MPFR_RNDN);
    mpfr_sub(r, one, m, MPFR_RNDN);
    mpfr_sqrt(r, r, MPFR_RNDN);
    mpfr_agm(r, r, one, MPFR_RNDN);
    mpfr_const_pi(one, MPFR_RNDN);
    mpfr_div(r, one, r, MPFR_RNDN);
    mpfr_div_ui(r, r, 2, MPFR_RNDN);
    mpfr_clear(one);
    return KNOWN;
}

/* Those that MPFR is slow at, far out. */
static inline known exactly_special(mpfr_ptr r, jf_op op, mpfr_srcptr a)
{
    static int (*const call[JF_NOP])(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t) = {
        [JF_OP_ZETA] = mpfr_zeta, [JF_OP_J0] = mpfr_j0,
        [JF_OP_J1] = mpfr_j1,     [JF_OP_Y0] = mpfr_y0,
        [JF_OP_Y1] = mpfr_y1,     [JF_OP_AIRY_AI] = mpfr_ai,
    };

    if (!call[op] || exactly_far(a, 200))
        return UNKNOWN;
    call[op](r, a, MPFR_RNDN);
    return KNOWN;
}

static inline known exactly_gamma(mpfr_ptr r, jf_op op, mpfr_srcptr a)
{
    int sign;

    if (exactly_far(a, 3000))
        return UNKNOWN;
    if (op == JF_OP_GAMMA)
        mpfr_gamma(r, a, MPFR_RNDN);
    else
        mpfr_lgamma(r, &sign, a, MPFR_RNDN);
    return KNOWN;
}

static inline known exactly_li(mpfr_ptr r, mpfr_srcptr a)
{
    if (mpfr_zero_p(a)) {
        mpfr_set_d(r, 0, MPFR_RNDN);
        return KNOWN;
    }
    mpfr_log(r, a, MPFR_RNDN);
    if (mpfr_nan_p(r))
        return UNDEFINED;
    mpfr_eint(r, r, MPFR_RNDN);
    return KNOWN;
}

static inline known exactly_one(mpfr_ptr r, jf_op op, mpfr_srcptr a)
{
    if (op >= JF_OP_SIN && op <= JF_OP_TAN && exactly_far(a, 0x1p1000))
        return UNKNOWN;
    if (exactly_simple(r, op, a))
        return KNOWN;
    switch (op) {
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
        exactly_rint(r, op, a);
        return KNOWN;
    case JF_OP_RECIP:
        mpfr_ui_div(r, 1, a, MPFR_RNDN);
        return KNOWN;
    case JF_OP_SIGN:
        mpfr_set_si(r, mpfr_sgn(a), MPFR_RNDN);
        return KNOWN;
    case JF_OP_GAMMA:
    case JF_OP_LGAMMA:
        return exactly_gamma(r, op, a);
    case JF_OP_ELLIPTIC_K:
        return exactly_elliptic(r, a);
    case JF_OP_EI:
        mpfr_eint(r, a, MPFR_RNDN);
        return KNOWN;
    case JF_OP_LI:
        return exactly_li(r, a);
    default:
        return exactly_special(r, op, a);
    }
}

static inline known exactly_rest(mpfr_ptr r, jf_op op, mpfr_srcptr a,
                                 mpfr_srcptr b)
{
    if (mpfr_zero_p(b))
        return UNDEFINED;
    mpfr_div(r, a, b, MPFR_RNDN);
    if (exactly_far(r, 0x1p180))
        return UNKNOWN;
    if (op == JF_OP_FLOORDIV) {
        mpfr_floor(r, r);
        return KNOWN;
    }
    if (op == JF_OP_REMAINDER) {
        mpfr_remainder(r, a, b, MPFR_RNDN);
        return KNOWN;
    }
    mpfr_fmod(r, a, b, MPFR_RNDN);
    if (op == JF_OP_MOD && mpfr_sgn(r) * mpfr_sgn(b) < 0)
        mpfr_add(r, r, b, MPFR_RNDN);
    return KNOWN;
}

static inline known exactly_bessel(mpfr_ptr r, jf_op op, mpfr_srcptr n,
                                   mpfr_srcptr x)
{
    if (!mpfr_integer_p(n))
        return UNDEFINED;
    if (exactly_far(n, 60) || exactly_far(x, 200))
        return UNKNOWN;
    (op == JF_OP_JN ? mpfr_jn : mpfr_yn)(r, mpfr_get_si(n, MPFR_RNDN), x,
                                         MPFR_RNDN);
    return KNOWN;
}

/* a + b, unless one of them is lost beside the other: a later difference
 * would bring it back. */
static inline known exactly_sum(mpfr_ptr r, mpfr_srcptr a, mpfr_srcptr b)
{
    const bool zero = mpfr_zero_p(a) || mpfr_zero_p(b);
    const long apart = zero ? 0 : labs(mpfr_get_exp(a) - mpfr_get_exp(b));
    const int inexact = mpfr_add(r, a, b, MPFR_RNDN);

    return inexact && apart > EXACTLY_BITS / 3 ? UNKNOWN : KNOWN;
}

static inline known exactly_difference(mpfr_ptr r, mpfr_srcptr a, mpfr_srcptr b)
{
    mpfr_t minus;

    mpfr_init2(minus, mpfr_get_prec(b));
    mpfr_neg(minus, b, MPFR_RNDN);
    const known state = exactly_sum(r, a, minus);
    mpfr_clear(minus);
    return state;
}

static inline known exactly_two(mpfr_ptr r, jf_op op, mpfr_srcptr a,
                                mpfr_srcptr b)
{
    static int (*const call[JF_NOP])(mpfr_ptr, mpfr_srcptr, mpfr_srcptr,
                                     mpfr_rnd_t) = {
        [JF_OP_MUL] = mpfr_mul,     [JF_OP_DIV] = mpfr_div,
        [JF_OP_MIN] = mpfr_min,     [JF_OP_MAX] = mpfr_max,
        [JF_OP_POW] = mpfr_pow,     [JF_OP_POWN] = mpfr_pow,
        [JF_OP_ATAN2] = mpfr_atan2, [JF_OP_HYPOT] = mpfr_hypot,
    };
    const int order = mpfr_cmp(a, b);

    if (call[op]) {
        call[op](r, a, b, MPFR_RNDN);
        return KNOWN;
    }
    switch (op) {
    case JF_OP_ADD:
        return exactly_sum(r, a, b);
    case JF_OP_SUB:
        return exactly_difference(r, a, b);
    case JF_OP_COPYSIGN:
        mpfr_copysign(r, a, b, MPFR_RNDN);
        return KNOWN;
    case JF_OP_LT:
    case JF_OP_LE:
    case JF_OP_EQ:
    case JF_OP_NE:
        mpfr_set_si(r,
                    op == JF_OP_LT   ? order < 0
                    : op == JF_OP_LE ? order <= 0
                    : op == JF_OP_EQ ? order == 0
                                     : order != 0,
                    MPFR_RNDN);
        return KNOWN;
    case JF_OP_JN:
    case JF_OP_YN:
        return exactly_bessel(r, op, a, b);
    case JF_OP_BETA:
        if (exactly_far(a, 100) || exactly_far(b, 100))
            return UNKNOWN;
        if (mpfr_sgn(a) <= 0 || mpfr_sgn(b) <= 0)
            return UNKNOWN;
        mpfr_beta(r, a, b, MPFR_RNDN);
        return KNOWN;
    case JF_OP_NEXTAFTER:
    case JF_OP_BESSEL_I:
    case JF_OP_BESSEL_K:
        return UNKNOWN;
    default:
        return exactly_rest(r, op, a, b);
    }
}

static inline known exactly_fused(mpfr_ptr r, jf_op op, mpfr_srcptr a,
                                  mpfr_srcptr b, mpfr_srcptr c)
{
    mpfr_t product;

    mpfr_init2(product, 2 * EXACTLY_BITS);
    mpfr_mul(product, a, b, MPFR_RNDN);
    const known state = op == JF_OP_FMA   ? exactly_sum(r, product, c)
                        : op == JF_OP_FMS ? exactly_difference(r, product, c)
                                          : exactly_difference(r, c, product);
    mpfr_clear(product);
    return state;
}

static inline known exactly_poly(mpfr_ptr r, const jf_ir *ir, const jf_ins *ins,
                                 mpfr_srcptr x)
{
    known state = KNOWN;
    mpfr_t c;

    mpfr_init2(c, EXACTLY_BITS);
    mpfr_set_d(r, ir->coef[ins->coef], MPFR_RNDN);
    for (int i = 1; i < ins->ncoef && state == KNOWN; i++) {
        mpfr_set_d(c, ir->coef[ins->coef + i], MPFR_RNDN);
        mpfr_mul(r, r, x, MPFR_RNDN);
        if (!mpfr_number_p(r) || !mpfr_number_p(c))
            state = UNDEFINED;
        else
            state = exactly_sum(r, r, c);
    }
    mpfr_clear(c);
    return state;
}

static inline known exactly_ins(const jf_ir *ir, exactly *e, int i)
{
    const jf_ins *const ins = &ir->ins[i];
    const jf_ref *const at = ins->operand;
    mpfr_t *const v = e->value;

    switch (ins->op) {
    case JF_OP_CONST:
        mpfr_set_d(v[i], ins->k, MPFR_RNDN);
        return KNOWN;
    case JF_OP_SELECT: {
        if (e->known[at[0]] != KNOWN)
            return e->known[at[0]];
        const jf_ref r = mpfr_zero_p(v[at[0]]) ? at[2] : at[1];
        mpfr_set(v[i], v[r], MPFR_RNDN);
        return e->known[r];
    }
    default:
        break;
    }
    for (int k = 0; k < jf_op_operands(ins->op); k++)
        if (e->known[at[k]] != KNOWN)
            return e->known[at[k]];
    switch (ins->op) {
    case JF_OP_POLY:
        return exactly_poly(v[i], ir, ins, v[at[0]]);
    case JF_OP_FMA:
    case JF_OP_FMS:
    case JF_OP_FNMA:
        return exactly_fused(v[i], ins->op, v[at[0]], v[at[1]], v[at[2]]);
    default:
        return jf_op_operands(ins->op) == 1
                   ? exactly_one(v[i], ins->op, v[at[0]])
                   : exactly_two(v[i], ins->op, v[at[0]], v[at[1]]);
    }
}

/* e has room for all operations; the result is in e->value[ir->result]. */
static inline known exactly_run(const jf_ir *ir, mpfr_srcptr x, exactly *e)
{
    for (int i = 0; i <= ir->result; i++) {
        mpfr_clear_flags();
        if (ir->ins[i].op == JF_OP_VAR) {
            mpfr_set(e->value[i], x, MPFR_RNDN);
            e->known[i] = KNOWN;
            continue;
        }
        e->known[i] = exactly_ins(ir, e, i);
        if (e->known[i] != KNOWN || ir->ins[i].op == JF_OP_SELECT)
            continue;
        if (mpfr_overflow_p() || mpfr_underflow_p())
            e->known[i] = UNKNOWN;
        else if (!mpfr_number_p(e->value[i]))
            e->known[i] = UNDEFINED;
    }
    return e->known[ir->result];
}

#endif
