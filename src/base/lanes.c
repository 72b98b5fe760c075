/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lanes.h"
#include "base/cpu.h"

extern const jf_lanes_kernels jf_lanes_kernels_generic;
#if defined(__x86_64__)
extern const jf_lanes_kernels jf_lanes_kernels_avx2;
extern const jf_lanes_kernels jf_lanes_kernels_avx512;
#elif defined(__aarch64__)
extern const jf_lanes_kernels jf_lanes_kernels_neon;
#endif

static const jf_lanes_kernels *const table[JF_NISA] = {
    [JF_ISA_GENERIC] = &jf_lanes_kernels_generic,
#if defined(__x86_64__)
    [JF_ISA_AVX2] = &jf_lanes_kernels_avx2,
    [JF_ISA_AVX512] = &jf_lanes_kernels_avx512,
#elif defined(__aarch64__)
    [JF_ISA_NEON] = &jf_lanes_kernels_neon,
#endif
};

const jf_lanes_kernels *jf_lanes_kernels_get(void)
{
    return table[jf_cpu_isa()];
}
