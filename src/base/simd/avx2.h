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

#undef VD_OP

#endif
