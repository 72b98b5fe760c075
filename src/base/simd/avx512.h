/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x86-64 with AVX-512 F, DQ and VL: eight doubles. */
#ifndef JF_BASE_SIMD_AVX512_H
#define JF_BASE_SIMD_AVX512_H

#include <immintrin.h>

typedef __m512d vd;
typedef __mmask8 vm;
enum { VL = 8 };

#define VD_OP(result, name, value, ...) \
    VD_INLINE result name(__VA_ARGS__)  \
    {                                   \
        return value;                   \
    }

VD_INLINE void vd_store(double *p, vd a)
{
    _mm512_storeu_pd(p, a);
}

// clang-format off
VD_OP(vd, vd_load,  _mm512_loadu_pd(p), const double *p)
VD_OP(vd, vd_set,   _mm512_set1_pd(a), double a)
VD_OP(vd, vd_neg,   _mm512_xor_pd(a, _mm512_set1_pd(-0.0)), vd a)
VD_OP(vd, vd_abs,   _mm512_andnot_pd(_mm512_set1_pd(-0.0), a), vd a)
VD_OP(vd, vd_sqrt,  _mm512_sqrt_pd(a), vd a)
VD_OP(vd, vd_floor, _mm512_roundscale_pd(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_ceil,  _mm512_roundscale_pd(a, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_trunc, _mm512_roundscale_pd(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_rint,  _mm512_roundscale_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), vd a)
VD_OP(vd, vd_add,   _mm512_add_pd(a, b), vd a, vd b)
VD_OP(vd, vd_sub,   _mm512_sub_pd(a, b), vd a, vd b)
VD_OP(vd, vd_mul,   _mm512_mul_pd(a, b), vd a, vd b)
VD_OP(vd, vd_div,   _mm512_div_pd(a, b), vd a, vd b)
VD_OP(vd, vd_min,   _mm512_min_pd(b, a), vd a, vd b) /* the second on NaN */
VD_OP(vd, vd_max,   _mm512_max_pd(b, a), vd a, vd b)
VD_OP(vm, vd_lt,    _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ), vd a, vd b)
VD_OP(vm, vd_le,    _mm512_cmp_pd_mask(a, b, _CMP_LE_OQ), vd a, vd b)
VD_OP(vm, vd_eq,    _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ), vd a, vd b)
VD_OP(vm, vd_ne,    _mm512_cmp_pd_mask(a, b, _CMP_NEQ_UQ), vd a, vd b)
VD_OP(vd, vd_select, _mm512_mask_blend_pd(m, b, a), vm m, vd a, vd b)
VD_OP(vd, vd_fma,   _mm512_fmadd_pd(a, b, c), vd a, vd b, vd c)
VD_OP(vd, vd_fms,   _mm512_fmsub_pd(a, b, c), vd a, vd b, vd c)
VD_OP(vd, vd_fnma,  _mm512_fnmadd_pd(a, b, c), vd a, vd b, vd c)
// clang-format on

VD_INLINE vd vd_copysign(vd a, vd b)
{
    const vd sign = _mm512_set1_pd(-0.0);

    return _mm512_or_pd(_mm512_andnot_pd(sign, a), _mm512_and_pd(sign, b));
}

/* Estimates for Newton's method, and what guards it: the least and greatest
 * magnitudes (a NaN operand is passed over), and whether any significand is
 * all ones. */
#define VD_HAS_ESTIMATES 1
enum { VD_RANGE_MIN_ABS = 10, VD_RANGE_MAX_ABS = 11 };

// clang-format off
VD_OP(vd, vd_reciprocal_estimate, _mm512_rcp14_pd(a), vd a)
VD_OP(vd, vd_min_abs, _mm512_range_pd(a, b, VD_RANGE_MIN_ABS), vd a, vd b)
VD_OP(vd, vd_max_abs, _mm512_range_pd(a, b, VD_RANGE_MAX_ABS), vd a, vd b)
VD_OP(vd, vd_root_estimate, _mm512_rsqrt14_pd(a), vd a) /* of 1/sqrt(a) */
VD_OP(int, vd_all,    m == 0xFF, vm m)
// clang-format on

VD_INLINE int vd_any_ones(vd a)
{
    const __m512i all = _mm512_set1_epi64(-1);
    const __m512i rest = _mm512_set1_epi64((long long)0xFFF0000000000000);
    const __m512i bits = _mm512_castpd_si512(a);

    return _mm512_cmpeq_epi64_mask(_mm512_or_si512(bits, rest), all);
}

/* Lanes of which one of the low 51 bits is set: no power of two, 0, infinity,
 * or NaN of an invalid operation. */
VD_INLINE vm vd_has_low_bits(vd a)
{
    const __m512i low = _mm512_set1_epi64((1LL << 51) - 1);

    return _mm512_test_epi64_mask(_mm512_castpd_si512(a), low);
}

typedef __m512i vl;

// clang-format off
VD_OP(vl, vl_bits, _mm512_castpd_si512(a), vd a)
VD_OP(vd, vd_bits, _mm512_castsi512_pd(a), vl a)
VD_OP(vl, vl_set,  _mm512_set1_epi64(a), int64_t a)
VD_OP(vl, vl_add,  _mm512_add_epi64(a, b), vl a, vl b)
VD_OP(vl, vl_sub,  _mm512_sub_epi64(a, b), vl a, vl b)
VD_OP(vl, vl_and,  _mm512_and_si512(a, b), vl a, vl b)
VD_OP(vl, vl_or,   _mm512_or_si512(a, b), vl a, vl b)
VD_OP(vl, vl_xor,  _mm512_xor_si512(a, b), vl a, vl b)
VD_OP(vl, vl_shl,  _mm512_slli_epi64(a, (unsigned)n), vl a, int n)
VD_OP(vl, vl_shr,  _mm512_srli_epi64(a, (unsigned)n), vl a, int n)
VD_OP(vm, vl_eq,   _mm512_cmpeq_epi64_mask(a, b), vl a, vl b)
VD_OP(vm, vl_gt,   _mm512_cmpgt_epi64_mask(a, b), vl a, vl b)
VD_OP(vm, vm_and,  (vm)(a & b), vm a, vm b)
VD_OP(vm, vm_or,   (vm)(a | b), vm a, vm b)
VD_OP(vm, vm_not,  (vm)~a, vm a)
VD_OP(int, vm_any, a != 0, vm a)
VD_OP(vl, vl_select, _mm512_mask_blend_epi64(m, b, a), vm m, vl a, vl b)
VD_OP(vd, vd_lookup, _mm512_i64gather_pd(i, table, sizeof(double)), const double *table, vl i)
// clang-format on

#undef VD_OP

#endif
