/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions of one value, for code that is no kernel: the bits of
 * the kernels, hence the same on every system, at some 25 ns each. */
#ifndef JF_EVAL_VMATH_ONE_H
#define JF_EVAL_VMATH_ONE_H

#include "eval/kernels.h"

#define JF_ONE(name, id)                              \
    static inline double jf_one_##name(double x)      \
    {                                                 \
        return jf_kernel_scalar(JF_OP_##id, x, 0, 0); \
    }

JF_ONE(exp, EXP)
JF_ONE(exp2, EXP2)
JF_ONE(log, LOG)
JF_ONE(sin, SIN)
JF_ONE(cos, COS)
JF_ONE(sinh, SINH)
JF_ONE(cosh, COSH)

#undef JF_ONE

#endif
