/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of arithmetic and of what goes one value at a time, written once
 * over the vocabulary of base/simd/simd.h and compiled once for each
 * instruction set.
 *
 * A pass over a block costs one store a vector, so a kernel of one or two
 * operations is bound by memory in L1; POLY does a whole polynomial in one
 * pass, four vectors at a time to hide the latency of the fma chain. */
#include "eval/vmath/arith.h"
#include "eval/vmath/bylane.h"
#include "eval/vmath/div.h"
#include "eval/vmath/kernel.h"
#include "eval/vmath/sqrt.h"

extern const jf_kernels JF_ISA_NAME(jf_kernels);

#define KERNEL(operands, id, value) VD_KERNEL##operands(id, value)
VD_ARITHMETIC(KERNEL)

// clang-format off
VD_KERNEL1(ULP, vd_ulp(a))
VD_KERNEL1(ZETA, vd_zeta(a))
VD_KERNEL1(SI, vd_si(a))
VD_KERNEL1(CI, vd_ci(a))
VD_KERNEL1(EI, vd_ei(a))
VD_KERNEL1(LI, vd_li(a))
VD_KERNEL1(J0, vd_j0(a))
VD_KERNEL1(J1, vd_j1(a))
VD_KERNEL1(Y0, vd_y0(a))
VD_KERNEL1(Y1, vd_y1(a))
VD_KERNEL1(ELLIPTIC_K, vd_elliptic_k(a))
VD_KERNEL1(ELLIPTIC_E, vd_elliptic_e(a))
VD_KERNEL1(FRESNEL_S, vd_fresnel_s(a))
VD_KERNEL1(FRESNEL_C, vd_fresnel_c(a))
VD_KERNEL1(ELLIPTIC_KC, vd_elliptic_kc(a))
VD_KERNEL1(AIRY_AI, vd_airy_ai(a))
VD_KERNEL1(AIRY_BI, vd_airy_bi(a))
VD_KERNEL1(LAMBERTW, vd_lambertw(a))
VD_KERNEL1(RGAMMA, vd_rgamma(a))
VD_KERNEL2(FLOORDIV, vd_floordiv(a, b))
VD_KERNEL2(MOD, vd_mod(a, b))
VD_KERNEL2(FMOD, vd_fmod(a, b))
VD_KERNEL2(REMAINDER, vd_remainder(a, b))
VD_KERNEL2(NEXTAFTER, vd_nextafter(a, b))
VD_KERNEL2(BETA, vd_beta(a, b))
VD_KERNEL2(JN, vd_jn(a, b))
VD_KERNEL2(YN, vd_yn(a, b))
VD_KERNEL2(BESSEL_I, vd_bessel_i(a, b))
VD_KERNEL2(BESSEL_K, vd_bessel_k(a, b))
// clang-format on

VD_KERNEL(DIV)
{
    vd_divide(n, args->d, args->operand[0], args->operand[1]);
}

VD_KERNEL(SQRT)
{
    vd_roots(n, args->d, args->operand[0]);
}

VD_KERNEL(RECIP)
{
    vd_reciprocals(n, args->d, args->operand[0]);
}

VD_KERNEL(POLY)
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

// The leaves are no work: constants are filled in once, x is the input.
const jf_kernels JF_ISA_NAME(jf_kernels) = {{
#define JF_OP(id, text, operands, value) \
    [JF_OP_##id] = (operands) ? JF_ISA_NAME(jf_k_##id) : NULL,
#include "ir/ops.def"
#undef JF_OP
}};
