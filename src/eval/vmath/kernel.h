/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file of kernels is written with.  Such a file is compiled once for
 * each instruction set (JF_ISA_SUFFIX); the kernel of operation SIN is the
 * function jf_k_SIN_avx2 and so on, and eval/dispatch.c finds them all.
 *
 *     VD_KERNEL1(SIN, vd_sin(a))           one vector after the other
 *     VD_KERNEL1_CELLS(SIN, sin_cell)      whole cells at once: vmath/cell.h
 *
 * A kernel may be handed one array as operand and result. */
#ifndef JF_EVAL_VMATH_KERNEL_H
#define JF_EVAL_VMATH_KERNEL_H

#include "base/simd/simd.h"
#include "eval/kernels.h"

#define VD_KERNEL(id)                                   \
    JF_KERNEL_ABI void JF_ISA_NAME(jf_k_##id)(size_t n, \
                                              const jf_kernel_args *args)

#define JF_OP(id, text, operands, value) VD_KERNEL(id);
#include "ir/ops.def"
#undef JF_OP
VD_KERNEL(SINCOS);

/* A function of a file of kernels that stands in the program once: what several
 * kernels do to a whole block. */
#define VD_ONCE JF_KERNEL_ABI static __attribute__((noinline))

#define VD_KERNEL1(id, value)                           \
    VD_KERNEL(id)                                       \
    {                                                   \
        for (size_t i = 0; i < n; i += VL) {            \
            const vd a = vd_load(args->operand[0] + i); \
            vd_store(args->d + i, value);               \
        }                                               \
    }

#define VD_KERNEL2(id, value)                           \
    VD_KERNEL(id)                                       \
    {                                                   \
        for (size_t i = 0; i < n; i += VL) {            \
            const vd a = vd_load(args->operand[0] + i); \
            const vd b = vd_load(args->operand[1] + i); \
            vd_store(args->d + i, value);               \
        }                                               \
    }

#define VD_KERNEL3(id, value)                           \
    VD_KERNEL(id)                                       \
    {                                                   \
        for (size_t i = 0; i < n; i += VL) {            \
            const vd a = vd_load(args->operand[0] + i); \
            const vd b = vd_load(args->operand[1] + i); \
            const vd c = vd_load(args->operand[2] + i); \
            vd_store(args->d + i, value);               \
        }                                               \
    }

#endif
