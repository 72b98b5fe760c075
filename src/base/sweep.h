/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an integrand of jifen's own can do beside being evaluated: add itself
 * up over equally spaced abscissae without a pass over memory for each step. */
#ifndef JF_BASE_SWEEP_H
#define JF_BASE_SWEEP_H

#include <stdint.h>

#include "base/lanes.h"

typedef struct jf_sweep {
    /* Says that about n abscissae are to come, and that they are worth
     * machine code; in the caller's thread, before
     * any worker is attached.  Gets the integrand's own param. */
    void (*prepare)(void *param, int64_t n);
    /* For each i < nblock and k < JF_LANES_FILL: adds f(fma(k, step,
     * start[i])) to lanes->part[k mod JF_LANES], in order of i and k.  Gets a
     * worker's state.  The same bits as fill, eval and add; values that are
     * not finite leave traces in lanes->part that are not finite. */
    void (*add)(void *worker, int nblock, const double *start, double step,
                jf_lanes *lanes);
} jf_sweep;

#endif
