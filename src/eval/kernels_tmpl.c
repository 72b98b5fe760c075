/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel, written once over the vocabulary of base/simd/simd.h and
 * compiled once for each instruction set.
 *
 * A pass over a block costs one store a vector, so a kernel of one or two
 * operations is bound by memory in L1; POLY does a whole polynomial in one
 * pass, four vectors at a time to hide the latency of the fma chain. */
#include "base/simd/simd.h"
#include "eval/kernels.h"
#include "eval/vmath/div.h"
#include "eval/vmath/libm.h"

extern const jf_kernels JF_ISA_NAME(jf_kernels);

VD_INLINE vd truth(vm m)
{
    return vd_select(m, vd_set(1), vd_set(0));
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
    return vd_select(vd_ne(condition, vd_set(0)), a, b);
}

#define KERNEL1(name, value)                                   \
    static void k_##name(size_t n, const jf_kernel_args *args) \
    {                                                          \
        for (size_t i = 0; i < n; i += VL) {                   \
            const vd a = vd_load(args->operand[0] + i);        \
            vd_store(args->d + i, value);                      \
        }                                                      \
    }

#define KERNEL2(name, value)                                   \
    static void k_##name(size_t n, const jf_kernel_args *args) \
    {                                                          \
        for (size_t i = 0; i < n; i += VL) {                   \
            const vd a = vd_load(args->operand[0] + i);        \
            const vd b = vd_load(args->operand[1] + i);        \
            vd_store(args->d + i, value);                      \
        }                                                      \
    }

#define KERNEL3(name, value)                                   \
    static void k_##name(size_t n, const jf_kernel_args *args) \
    {                                                          \
        for (size_t i = 0; i < n; i += VL) {                   \
            const vd a = vd_load(args->operand[0] + i);        \
            const vd b = vd_load(args->operand[1] + i);        \
            const vd c = vd_load(args->operand[2] + i);        \
            vd_store(args->d + i, value);                      \
        }                                                      \
    }

// clang-format off
KERNEL1(NEG, vd_neg(a))
KERNEL1(ABS, vd_abs(a))
KERNEL1(SQRT, vd_sqrt(a))
KERNEL1(FLOOR, vd_floor(a))
KERNEL1(CEIL, vd_ceil(a))
KERNEL1(TRUNC, vd_trunc(a))
KERNEL1(RINT, vd_rint(a))
KERNEL1(SIGN, sign(a))
KERNEL2(ADD, vd_add(a, b))
KERNEL2(SUB, vd_sub(a, b))
KERNEL2(MUL, vd_mul(a, b))
KERNEL2(MIN, least(a, b))
KERNEL2(MAX, greatest(a, b))
KERNEL2(COPYSIGN, with_sign(a, b))
KERNEL2(LT, truth(vd_lt(a, b)))
KERNEL2(LE, truth(vd_le(a, b)))
KERNEL2(EQ, truth(vd_eq(a, b)))
KERNEL2(NE, truth(vd_ne(a, b)))
KERNEL3(FMA, vd_fma(a, b, c))
KERNEL3(FMS, vd_fms(a, b, c))
KERNEL3(FNMA, vd_fnma(a, b, c))
KERNEL3(SELECT, choose(a, b, c))
KERNEL1(SIN, vd_sin(a))
KERNEL1(COS, vd_cos(a))
KERNEL1(TAN, vd_tan(a))
KERNEL1(ASIN, vd_asin(a))
KERNEL1(ACOS, vd_acos(a))
KERNEL1(ATAN, vd_atan(a))
KERNEL1(SINH, vd_sinh(a))
KERNEL1(COSH, vd_cosh(a))
KERNEL1(TANH, vd_tanh(a))
KERNEL1(ASINH, vd_asinh(a))
KERNEL1(ACOSH, vd_acosh(a))
KERNEL1(ATANH, vd_atanh(a))
KERNEL1(EXP, vd_exp(a))
KERNEL1(EXP2, vd_exp2(a))
KERNEL1(EXP10, vd_exp10(a))
KERNEL1(EXPM1, vd_expm1(a))
KERNEL1(LOG, vd_log(a))
KERNEL1(LOG2, vd_log2(a))
KERNEL1(LOG10, vd_log10(a))
KERNEL1(LOG1P, vd_log1p(a))
KERNEL1(CBRT, vd_cbrt(a))
KERNEL1(ERF, vd_erf(a))
KERNEL1(ERFC, vd_erfc(a))
KERNEL1(GAMMA, vd_gamma(a))
KERNEL1(LGAMMA, vd_lgamma(a))
KERNEL1(ULP, vd_ulp(a))
KERNEL1(ZETA, vd_zeta(a))
KERNEL1(SI, vd_si(a))
KERNEL1(CI, vd_ci(a))
KERNEL1(EI, vd_ei(a))
KERNEL1(LI, vd_li(a))
KERNEL1(J0, vd_j0(a))
KERNEL1(J1, vd_j1(a))
KERNEL1(Y0, vd_y0(a))
KERNEL1(Y1, vd_y1(a))
KERNEL1(ELLIPTIC_K, vd_elliptic_k(a))
KERNEL1(ELLIPTIC_E, vd_elliptic_e(a))
KERNEL1(FRESNEL_S, vd_fresnel_s(a))
KERNEL1(FRESNEL_C, vd_fresnel_c(a))
KERNEL2(POW, vd_pow(a, b))
KERNEL2(ATAN2, vd_atan2(a, b))
KERNEL2(HYPOT, vd_hypot(a, b))
KERNEL2(FLOORDIV, vd_floordiv(a, b))
KERNEL2(MOD, vd_mod(a, b))
KERNEL2(FMOD, vd_fmod(a, b))
KERNEL2(REMAINDER, vd_remainder(a, b))
KERNEL2(NEXTAFTER, vd_nextafter(a, b))
KERNEL2(BETA, vd_beta(a, b))
KERNEL2(JN, vd_jn(a, b))
KERNEL2(YN, vd_yn(a, b))
// clang-format on

// The leaves are no work: constants are filled in once, x is the input.
#define k_CONST NULL
#define k_VAR   NULL

static void k_DIV(size_t n, const jf_kernel_args *args)
{
    vd_divide(n, args->d, args->operand[0], args->operand[1]);
}

static void k_RECIP(size_t n, const jf_kernel_args *args)
{
    vd_reciprocals(n, args->d, args->operand[0]);
}

static void k_POLY(size_t n, const jf_kernel_args *args)
{
    const double *const x = args->operand[0], *const coef = args->coef;
    size_t i = 0;

    for (; i + 4 * VL <= n; i += 4 * VL) {
        const vd x0 = vd_load(x + i), x1 = vd_load(x + i + VL);
        const vd x2 = vd_load(x + i + 2 * VL), x3 = vd_load(x + i + 3 * VL);
        vd y0 = vd_set(coef[0]), y1 = y0, y2 = y0, y3 = y0;
        for (int k = 1; k < args->ncoef; k++) {
            const vd c = vd_set(coef[k]);
            y0 = vd_fma(y0, x0, c);
            y1 = vd_fma(y1, x1, c);
            y2 = vd_fma(y2, x2, c);
            y3 = vd_fma(y3, x3, c);
        }
        vd_store(args->d + i, y0);
        vd_store(args->d + i + VL, y1);
        vd_store(args->d + i + 2 * VL, y2);
        vd_store(args->d + i + 3 * VL, y3);
    }
    for (; i < n; i += VL) {
        const vd a = vd_load(x + i);
        vd y = vd_set(coef[0]);
        for (int k = 1; k < args->ncoef; k++)
            y = vd_fma(y, a, vd_set(coef[k]));
        vd_store(args->d + i, y);
    }
}

const jf_kernels JF_ISA_NAME(jf_kernels) = {{
#define JF_OP(id, text, operands, value) [JF_OP_##id] = k_##id,
#include "ir/ops.def"
#undef JF_OP
}};
