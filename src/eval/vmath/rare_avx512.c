/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of rare functions for AVX-512 are those for AVX2, which every
 * such CPU has, and which give the same bits: more time, and 16 kB less. */
#include "eval/kernels.h"

#define RARE(id)                                                               \
    JF_KERNEL_ABI void jf_k_##id##_avx2(size_t n, const jf_kernel_args *args); \
    JF_KERNEL_ABI void jf_k_##id##_avx512(size_t n,                            \
                                          const jf_kernel_args *args);         \
    JF_KERNEL_ABI void jf_k_##id##_avx512(size_t n,                            \
                                          const jf_kernel_args *args)          \
    {                                                                          \
        jf_k_##id##_avx2(n, args);                                             \
    }

RARE(GAMMA)
RARE(LGAMMA)
RARE(ASINH)
RARE(ACOSH)
RARE(ATANH)
