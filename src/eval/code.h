/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What compile.c makes and machine.c runs. */
#ifndef JF_EVAL_CODE_H
#define JF_EVAL_CODE_H

#include <stdatomic.h>

#include "eval/native/native.h"

/* Native code is made for so many abscissae: it takes as long as the register
 * machine takes for some 20,000. */
enum { JF_NATIVE_WORTH = 100000 };

/* Registers 0 and 1 are the caller's arrays. */
enum { JF_CODE_X, JF_CODE_Y, JF_CODE_FIRST };

typedef struct jf_code_step {
    jf_kernel kernel;
    int d, d2, operand[3]; /* registers */
    int ncoef;
    const double *coef;
} jf_code_step;

typedef struct jf_code_const {
    int reg;
    double k;
} jf_code_const;

/* How a sweep begins and ends. */
typedef enum jf_code_sweep {
    JF_SWEEP_PLAIN,   /* fill, then all steps */
    JF_SWEEP_POLY,    /* the first step is a polynomial in x, the only user */
    JF_SWEEP_SUM_POLY /* which is all there is */
} jf_code_sweep;

struct jf_code {
    int nregister; /* JF_CODE_FIRST included */
    int nstep, nconstant;
    int result;
    jf_code_step *step;
    jf_code_const *constant;
    const jf_fused *fused;
    jf_code_sweep sweep;
    /* The last step with its sum, or NULL. */
    void(JF_KERNEL_ABI *sum)(const jf_kernel_args *args, jf_lanes *lanes);
    jf_isa isa;
    jf_ir ir;                    /* a copy */
    atomic_bool tried;           /* to make native code */
    _Atomic(jf_native *) native; /* NULL until it is wanted */
};

#endif
