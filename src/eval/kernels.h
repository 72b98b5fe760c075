/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One kernel an operation: from whole blocks to a whole block. */
#ifndef JF_EVAL_KERNELS_H
#define JF_EVAL_KERNELS_H

#include <stddef.h>

#include "base/cpu.h"
#include "base/lanes.h"
#include "ir/ir.h"

/* Kernels and native code are called as on Unix, everywhere: by the convention
 * of Windows each would have to save ten vector registers. */
#if defined(_WIN32) && defined(__x86_64__)
#define JF_KERNEL_ABI __attribute__((sysv_abi))
#else
#define JF_KERNEL_ABI
#endif

typedef struct jf_kernel_args {
    double *d;  /* n results; may be one of the operands */
    double *d2; /* ... of a second kind: sincos */
    const double *operand[3];
    const double *coef; /* POLY: from the highest */
    int ncoef;
} jf_kernel_args;

/* n is a multiple of JF_KERNEL_UNIT, but for the generic kernels, which take
 * any n.  A kernel never traps; NaN and infinities go through as in C. */
enum { JF_KERNEL_UNIT = 8 };
typedef void(JF_KERNEL_ABI *jf_kernel)(size_t n, const jf_kernel_args *args);

/* NULL for the leaves. */
typedef struct jf_kernels {
    jf_kernel op[JF_NOP];
} jf_kernels;

/* Superinstructions: one pass for what operations would take several for.
 * Those of a sweep are over JF_LANES_FILL abscissae. */
typedef struct jf_fused {
    /* Sines to d, cosines to d2; they are not one array. */
    jf_kernel sincos;
    /* The operation, its results added to lanes->part; NULL: it has none. */
    void(JF_KERNEL_ABI *sum[JF_NOP])(const jf_kernel_args *args,
                                     jf_lanes *lanes);
    /* POLY at x = fma(k, step, start); operand[0] is not looked at. */
    void(JF_KERNEL_ABI *poly)(const jf_kernel_args *args, double start,
                              double step);
    void(JF_KERNEL_ABI *sum_poly)(const jf_kernel_args *args, double start,
                                  double step, jf_lanes *lanes);
} jf_fused;

/* 0, 1, 2 ...: the numbers k of poly, for all instruction sets. */
extern const double jf_fused_index[JF_LANES_FILL];

const jf_fused *jf_fused_of(jf_isa isa);

/* Those of an instruction set; NULL when this build has none. */
const jf_kernels *jf_kernels_of(jf_isa isa);

/* One operation on one value each, by the generic kernel. */
double jf_kernel_scalar(jf_op op, double a, double b, double c);

#endif
