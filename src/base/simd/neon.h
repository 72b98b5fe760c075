/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AArch64: two doubles. */
#ifndef JF_BASE_SIMD_NEON_H
#define JF_BASE_SIMD_NEON_H

#include <arm_neon.h>

typedef float64x2_t vd;
typedef uint64x2_t vm;
enum { VL = 2 };

#define VD_OP(result, name, value, ...) \
    VD_INLINE result name(__VA_ARGS__)  \
    {                                   \
        return value;                   \
    }

VD_INLINE void vd_store(double *p, vd a)
{
    vst1q_f64(p, a);
}

// clang-format off
VD_OP(vd, vd_load,  vld1q_f64(p), const double *p)
VD_OP(vd, vd_set,   vdupq_n_f64(a), double a)
VD_OP(vd, vd_neg,   vnegq_f64(a), vd a)
VD_OP(vd, vd_abs,   vabsq_f64(a), vd a)
VD_OP(vd, vd_sqrt,  vsqrtq_f64(a), vd a)
VD_OP(vd, vd_floor, vrndmq_f64(a), vd a)
VD_OP(vd, vd_ceil,  vrndpq_f64(a), vd a)
VD_OP(vd, vd_trunc, vrndq_f64(a), vd a)
VD_OP(vd, vd_rint,  vrndnq_f64(a), vd a)
VD_OP(vd, vd_add,   vaddq_f64(a, b), vd a, vd b)
VD_OP(vd, vd_sub,   vsubq_f64(a, b), vd a, vd b)
VD_OP(vd, vd_mul,   vmulq_f64(a, b), vd a, vd b)
VD_OP(vd, vd_div,   vdivq_f64(a, b), vd a, vd b)
VD_OP(vm, vd_lt,    vcltq_f64(a, b), vd a, vd b)
VD_OP(vm, vd_le,    vcleq_f64(a, b), vd a, vd b)
VD_OP(vm, vd_eq,    vceqq_f64(a, b), vd a, vd b)
VD_OP(vm, vd_ne,    vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(vceqq_f64(a, b)))), vd a, vd b)
VD_OP(vd, vd_select, vbslq_f64(m, a, b), vm m, vd a, vd b)
VD_OP(vd, vd_min,   vd_select(vd_lt(b, a), b, a), vd a, vd b)
VD_OP(vd, vd_max,   vd_select(vd_lt(a, b), b, a), vd a, vd b)
VD_OP(vd, vd_copysign, vbslq_f64(vdupq_n_u64(UINT64_C(1) << 63), b, a), vd a, vd b)
VD_OP(vd, vd_fma,   vfmaq_f64(c, a, b), vd a, vd b, vd c)
VD_OP(vd, vd_fms,   vfmaq_f64(vnegq_f64(c), a, b), vd a, vd b, vd c)
VD_OP(vd, vd_fnma,  vfmsq_f64(c, a, b), vd a, vd b, vd c)
// clang-format on

typedef int64x2_t vl;

// clang-format off
VD_OP(vl, vl_bits, vreinterpretq_s64_f64(a), vd a)
VD_OP(vd, vd_bits, vreinterpretq_f64_s64(a), vl a)
VD_OP(vl, vl_set,  vdupq_n_s64(a), int64_t a)
VD_OP(vl, vl_add,  vaddq_s64(a, b), vl a, vl b)
VD_OP(vl, vl_sub,  vsubq_s64(a, b), vl a, vl b)
VD_OP(vl, vl_and,  vandq_s64(a, b), vl a, vl b)
VD_OP(vl, vl_or,   vorrq_s64(a, b), vl a, vl b)
VD_OP(vl, vl_xor,  veorq_s64(a, b), vl a, vl b)
VD_OP(vl, vl_shl,  vshlq_s64(a, vdupq_n_s64(n)), vl a, int n)
VD_OP(vl, vl_shr,  vreinterpretq_s64_u64(vshlq_u64(vreinterpretq_u64_s64(a), vdupq_n_s64(-n))), vl a, int n)
VD_OP(vm, vl_eq,   vceqq_s64(a, b), vl a, vl b)
VD_OP(vm, vl_gt,   vcgtq_s64(a, b), vl a, vl b)
VD_OP(vm, vm_and,  vandq_u64(a, b), vm a, vm b)
VD_OP(vm, vm_or,   vorrq_u64(a, b), vm a, vm b)
VD_OP(vm, vm_not,  vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(a))), vm a)
VD_OP(int, vm_any, vaddvq_u64(vshrq_n_u64(a, 63)) != 0, vm a)
VD_OP(vl, vl_select, vbslq_s64(m, a, b), vm m, vl a, vl b)
// clang-format on

VD_INLINE vd vd_lookup(const double *table, vl i)
{
    const double lane[VL] = {table[vgetq_lane_s64(i, 0)],
                             table[vgetq_lane_s64(i, 1)]};

    return vd_load(lane);
}

#undef VD_OP

#endif
