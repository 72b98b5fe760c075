/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/claims.h"
#include "eval/vmath/sine.h"
#include "eval/vmath/tangent.h"

typedef sine_cell cosine_cell;

VD_INLINE void sine_cell_pick(sine_cell *c, double x)
{
    sine_pick(c, x, SINE);
}

VD_INLINE vd sine_cell_fast(vd x, const sine_cell *c)
{
    return sine_fast(x, c);
}

VD_INLINE vd sine_cell_slow(vd x)
{
    return vd_sin(x);
}

VD_INLINE void cosine_cell_pick(cosine_cell *c, double x)
{
    sine_pick(c, x, COSINE);
}

VD_INLINE vd cosine_cell_fast(vd x, const cosine_cell *c)
{
    return sine_fast(x, c);
}

VD_INLINE vd cosine_cell_slow(vd x)
{
    return vd_cos(x);
}

VD_KERNEL1_CELLS(SIN, sine_cell)
VD_KERNEL1_CELLS(COS, cosine_cell)
VD_KERNEL1_CELLS(TAN, tangent_cell)

JF_CLAIM(sin, value, 0.72)
JF_CLAIM(cos, value, 0.72)
JF_CLAIM(tan, value, 0.80)
