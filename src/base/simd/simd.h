/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary that kernels are written in, for the instruction set that
 * this file is compiled for (JF_ISA_SUFFIX: generic, neon, avx2, avx512).
 *
 *   vd, vm             VL doubles; a mask of VL truths
 *   vd_load, vd_store  from and to memory, of any alignment
 *   vd_set             all lanes equal
 *   vd_add ... vd_sqrt correctly rounded, hence the same bits everywhere
 *   vd_fma(a, b, c)    a*b + c, rounded once; vd_fms a*b - c; vd_fnma c - a*b
 *   vd_min, vd_max     b < a ? b : a and a < b ? b : a (NaN: the first)
 *   vd_rint            nearest integer, half to even
 *   vd_lt ... vd_ne    comparisons, false for NaN (ne: true)
 *   vd_select(m,a,b)   m ? a : b, lane by lane
 *   vm_and, vm_or, vm_not, vm_any   of masks; vm_any: whether any lane is set
 *
 *   vl                 VL integers of 64 bits
 *   vl_bits, vd_bits   the bits of doubles, and doubles of bits
 *   vl_set, vl_add, vl_sub, vl_and, vl_or, vl_xor
 *   vl_shl, vl_shr     by a constant; zeros come in
 *   vl_eq, vl_gt       comparisons, signed
 *   vl_select(m,a,b)   m ? a : b
 *   vd_lookup(t, i)    t[i], each lane its own
 *   vd_first, vl_first the first lane
 *
 * A lane's value never depends on its neighbours.  Static functions only: an
 * inline function with linkage could be merged with one compiled for a wider
 * instruction set than the CPU has. */
#ifndef JF_BASE_SIMD_SIMD_H
#define JF_BASE_SIMD_SIMD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JF_PASTE2(a, b) a##_##b
#define JF_PASTE(a, b)  JF_PASTE2(a, b)
/* The name of this instruction set's variant: JF_ISA_NAME(jf_lanes). */
#define JF_ISA_NAME(name) JF_PASTE(name, JF_ISA_SUFFIX)

#define VD_INLINE static inline __attribute__((always_inline, unused))

#if defined(JF_SIMD_AVX512)
#include "base/simd/avx512.h"
#elif defined(JF_SIMD_AVX2)
#include "base/simd/avx2.h"
#elif defined(JF_SIMD_NEON)
#include "base/simd/neon.h"
#else
#include "base/simd/generic.h"
#endif

VD_INLINE double vd_first(vd a)
{
    double lane[VL];

    vd_store(lane, a);
    return lane[0];
}

VD_INLINE int64_t vl_first(vl a)
{
    const double x = vd_first(vd_bits(a));
    int64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

#endif
