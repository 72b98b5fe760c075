/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x86-64 with AVX2 and FMA: four doubles. */
#ifndef JF_BASE_SIMD_AVX2_H
#define JF_BASE_SIMD_AVX2_H

#include <immintrin.h>

typedef __m256d vd;
typedef __m256d vm; /* all bits of a lane set, or none */
enum { VL = 4 };

#define VD_OP(result, name, value, ...) \
    VD_INLINE result name(__VA_ARGS__)  \
    {                                   \
        return value;                   \
    }

VD_INLINE void vd_store(double *p, vd a)
{
    _mm256_storeu_pd(p, a);
}

// clang-format off
VD_OP(vd, vd_load,  _mm256_loadu_pd(p), const double *p)
VD_OP(vd, vd_set,   _mm256_set1_pd(a), double a)
VD_OP(vd, vd_neg,   _mm256_xor_pd(a, _mm256_set1_pd(-0.0)), vd a)
VD_OP(vd, vd_abs,   _mm256_andnot_pd(_mm256_set1_pd(-0.0), a), vd a)
VD_OP(vd, vd_sqrt,  _mm256_sqrt_pd(a), vd a)
VD_OP(vd, vd_floor, _mm256_floor_pd(a), vd a)
VD_OP(vd, vd_ceil,  _mm256_ceil_pd(a), vd a)
VD_OP(vd, vd_trunc, _mm256_round_pd(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_rint,  _mm256_round_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_add,   _mm256_add_pd(a, b), vd a, vd b)
VD_OP(vd, vd_sub,   _mm256_sub_pd(a, b), vd a, vd b)
VD_OP(vd, vd_mul,   _mm256_mul_pd(a, b), vd a, vd b)
VD_OP(vd, vd_div,   _mm256_div_pd(a, b), vd a, vd b)
VD_OP(vd, vd_min,   _mm256_min_pd(b, a), vd a, vd b) /* the second on NaN */
VD_OP(vd, vd_max,   _mm256_max_pd(b, a), vd a, vd b)
VD_OP(vm, vd_lt,    _mm256_cmp_pd(a, b, _CMP_LT_OQ), vd a, vd b)
VD_OP(vm, vd_le,    _mm256_cmp_pd(a, b, _CMP_LE_OQ), vd a, vd b)
VD_OP(vm, vd_eq,    _mm256_cmp_pd(a, b, _CMP_EQ_OQ), vd a, vd b)
VD_OP(vm, vd_ne,    _mm256_cmp_pd(a, b, _CMP_NEQ_UQ), vd a, vd b)
VD_OP(vd, vd_select, _mm256_blendv_pd(b, a, m), vm m, vd a, vd b)
VD_OP(vd, vd_fma,   _mm256_fmadd_pd(a, b, c), vd a, vd b, vd c)
VD_OP(vd, vd_fms,   _mm256_fmsub_pd(a, b, c), vd a, vd b, vd c)
VD_OP(vd, vd_fnma,  _mm256_fnmadd_pd(a, b, c), vd a, vd b, vd c)
// clang-format on

VD_INLINE vd vd_copysign(vd a, vd b)
{
    const vd sign = _mm256_set1_pd(-0.0);

    return _mm256_or_pd(_mm256_andnot_pd(sign, a), _mm256_and_pd(sign, b));
}

typedef __m256i vl;

// clang-format off
VD_OP(vl, vl_bits, _mm256_castpd_si256(a), vd a)
VD_OP(vd, vd_bits, _mm256_castsi256_pd(a), vl a)
VD_OP(vl, vl_set,  _mm256_set1_epi64x(a), int64_t a)
VD_OP(vl, vl_add,  _mm256_add_epi64(a, b), vl a, vl b)
VD_OP(vl, vl_sub,  _mm256_sub_epi64(a, b), vl a, vl b)
VD_OP(vl, vl_and,  _mm256_and_si256(a, b), vl a, vl b)
VD_OP(vl, vl_or,   _mm256_or_si256(a, b), vl a, vl b)
VD_OP(vl, vl_xor,  _mm256_xor_si256(a, b), vl a, vl b)
VD_OP(vl, vl_shl,  _mm256_slli_epi64(a, n), vl a, int n)
VD_OP(vl, vl_shr,  _mm256_srli_epi64(a, n), vl a, int n)
VD_OP(vm, vl_eq,   _mm256_castsi256_pd(_mm256_cmpeq_epi64(a, b)), vl a, vl b)
VD_OP(vm, vl_gt,   _mm256_castsi256_pd(_mm256_cmpgt_epi64(a, b)), vl a, vl b)
VD_OP(vm, vm_and,  _mm256_and_pd(a, b), vm a, vm b)
VD_OP(vm, vm_or,   _mm256_or_pd(a, b), vm a, vm b)
VD_OP(vm, vm_not,  _mm256_xor_pd(a, _mm256_castsi256_pd(_mm256_set1_epi64x(-1))), vm a)
VD_OP(int, vm_any, _mm256_movemask_pd(a) != 0, vm a)
VD_OP(vl, vl_select, vl_bits(_mm256_blendv_pd(vd_bits(b), vd_bits(a), m)), vm m, vl a, vl b)
VD_OP(vd, vd_lookup, _mm256_i64gather_pd(table, i, sizeof(double)), const double *table, vl i)
// clang-format on

#undef VD_OP

#endif
