/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/kernels.h"

extern const jf_kernels jf_kernels_generic;
#if defined(__x86_64__)
extern const jf_kernels jf_kernels_avx2;
extern const jf_kernels jf_kernels_avx512;
#elif defined(__aarch64__)
extern const jf_kernels jf_kernels_neon;
#endif

extern const jf_fused jf_fused_generic;
#if defined(__x86_64__)
extern const jf_fused jf_fused_avx2;
extern const jf_fused jf_fused_avx512;
#elif defined(__aarch64__)
extern const jf_fused jf_fused_neon;
#endif

static const jf_kernels *const table[JF_NISA] = {
    [JF_ISA_GENERIC] = &jf_kernels_generic,
#if defined(__x86_64__)
    [JF_ISA_AVX2] = &jf_kernels_avx2,
    [JF_ISA_AVX512] = &jf_kernels_avx512,
#elif defined(__aarch64__)
    [JF_ISA_NEON] = &jf_kernels_neon,
#endif
};

static const jf_fused *const fused_table[JF_NISA] = {
    [JF_ISA_GENERIC] = &jf_fused_generic,
#if defined(__x86_64__)
    [JF_ISA_AVX2] = &jf_fused_avx2,
    [JF_ISA_AVX512] = &jf_fused_avx512,
#elif defined(__aarch64__)
    [JF_ISA_NEON] = &jf_fused_neon,
#endif
};

const double jf_fused_index[JF_LANES_FILL] = {
#define FOUR(k)    (k), (k) + 1, (k) + 2, (k) + 3
#define SIXTEEN(k) FOUR(k), FOUR((k) + 4), FOUR((k) + 8), FOUR((k) + 12)
#define SIXTYFOUR(k) \
    SIXTEEN(k), SIXTEEN((k) + 16), SIXTEEN((k) + 32), SIXTEEN((k) + 48)
    SIXTYFOUR(0), SIXTYFOUR(64), SIXTYFOUR(128), SIXTYFOUR(192)};

const jf_fused *jf_fused_of(jf_isa isa)
{
    return fused_table[isa];
}

const jf_kernels *jf_kernels_of(jf_isa isa)
{
    return table[isa];
}

double jf_kernel_scalar(jf_op op, double a, double b, double c)
{
    double d;
    const jf_kernel_args args = {.d = &d, .operand = {&a, &b, &c}};

    jf_kernels_generic.op[op](1, &args);
    return d;
}
