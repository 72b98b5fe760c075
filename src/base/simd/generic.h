/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain C: the reference for all others.  jf_fma is exact, with or without the
 * instruction, so the bits are those of the others. */
#ifndef JF_BASE_SIMD_GENERIC_H
#define JF_BASE_SIMD_GENERIC_H

#include <math.h>
#include <string.h>

#include "base/fma.h"

typedef double vd;
typedef int vm;
enum { VL = 1 };

#define VD_UNARY(name, value) \
    VD_INLINE vd name(vd a)   \
    {                         \
        return value;         \
    }
#define VD_BINARY(type, name, value) \
    VD_INLINE type name(vd a, vd b)  \
    {                                \
        return value;                \
    }
#define VD_TERNARY(name, value)         \
    VD_INLINE vd name(vd a, vd b, vd c) \
    {                                   \
        return value;                   \
    }

VD_INLINE vd vd_load(const double *p)
{
    return *p;
}

VD_INLINE void vd_store(double *p, vd a)
{
    *p = a;
}

VD_INLINE vd vd_select(vm m, vd a, vd b)
{
    return m ? a : b;
}

VD_UNARY(vd_set, a)
VD_UNARY(vd_neg, -a)
VD_UNARY(vd_abs, fabs(a))
VD_UNARY(vd_sqrt, sqrt(a))
VD_UNARY(vd_floor, floor(a))
VD_UNARY(vd_ceil, ceil(a))
VD_UNARY(vd_trunc, trunc(a))
VD_UNARY(vd_rint, nearbyint(a))
VD_BINARY(vd, vd_add, a + b)
VD_BINARY(vd, vd_sub, a - b)
VD_BINARY(vd, vd_mul, a *b)
VD_BINARY(vd, vd_div, a / b)
VD_BINARY(vd, vd_min, b < a ? b : a)
VD_BINARY(vd, vd_max, a < b ? b : a)
VD_BINARY(vd, vd_copysign, copysign(a, b))
VD_BINARY(vm, vd_lt, a < b)
VD_BINARY(vm, vd_le, a <= b)
VD_BINARY(vm, vd_eq, a == b)
VD_BINARY(vm, vd_ne, a != b)
VD_TERNARY(vd_fma, jf_fma(a, b, c))
VD_TERNARY(vd_fms, jf_fma(a, b, -c))
VD_TERNARY(vd_fnma, jf_fma(-a, b, c))

typedef int64_t vl;

VD_INLINE vl vl_bits(vd a)
{
    vl bits;

    memcpy(&bits, &a, sizeof bits);
    return bits;
}

VD_INLINE vd vd_bits(vl bits)
{
    vd a;

    memcpy(&a, &bits, sizeof a);
    return a;
}

#define VL_OP(result, name, value, ...) \
    VD_INLINE result name(__VA_ARGS__)  \
    {                                   \
        return value;                   \
    }

// clang-format off
// unsigned, since signed integers may not overflow in C
VL_OP(vl, vl_set, a, int64_t a)
VL_OP(vl, vl_add, (vl)((uint64_t)a + (uint64_t)b), vl a, vl b)
VL_OP(vl, vl_sub, (vl)((uint64_t)a - (uint64_t)b), vl a, vl b)
VL_OP(vl, vl_and, a & b, vl a, vl b)
VL_OP(vl, vl_or,  a | b, vl a, vl b)
VL_OP(vl, vl_xor, a ^ b, vl a, vl b)
VL_OP(vl, vl_shl, (vl)((uint64_t)a << n), vl a, int n)
VL_OP(vl, vl_shr, (vl)((uint64_t)a >> n), vl a, int n)
VL_OP(vm, vl_eq,  a == b, vl a, vl b)
VL_OP(vm, vl_gt,  a > b, vl a, vl b)
VL_OP(vm, vm_and, a & b, vm a, vm b)
VL_OP(vm, vm_or,  a | b, vm a, vm b)
VL_OP(vm, vm_not, !a, vm a)
VL_OP(int, vm_any, a, vm a)
VL_OP(vl, vl_select, m ? a : b, vm m, vl a, vl b)
VL_OP(vd, vd_lookup, table[i], const double *table, vl i)
// clang-format on

#undef VL_OP
#undef VD_UNARY
#undef VD_BINARY
#undef VD_TERNARY

#endif
