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
     * start[i])) to the part of lanes that fill, eval and add would, in the
     * same order.  Gets a worker's state.  The same bits as those, but for an f
     * that is a product at last: product and addition are one fma then.
     * Values that are not finite leave traces in lanes->part that are not. */
    void (*add)(void *worker, int nblock, const double *start, double step,
                jf_lanes *lanes);
} jf_sweep;

#endif
