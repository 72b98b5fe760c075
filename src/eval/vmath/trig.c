/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sine, cosine and tangent (vmath/reduce.h, sine.h, tangent.h).
 *
 * Idea: sines and cosines of the multiples k h, h = pi/32, are in a table, each
 *   as a sum of two doubles [Tang1991].  With t = x - k HI exact (HI: h,
 *   rounded) and d = k (h - HI), which is below 2^-31,
 *
 *     sin(x) = S + (S_lo - d C + t (C' + t (S' c2 + t (C' s3 + ...))))
 *
 *   where S and C are sin and cos of k h, S' and C' those of k h - d, and c2,
 *   s3 ... the coefficients of cos and sin on half a cell: seven fma and a sum,
 *   of which all constants belong to the cell.  The cosine is 16 cells ahead.
 *   Within 3.5 h of a zero, n pi/2, the function is r + r^3 p(r^2), as odd as
 *   it should be, with r = x - n pi/2 in two doubles.
 *   tan = sin/cos, the two being left as sums of two: one quotient and what
 *   corrects it.  Near its zeros and poles it is r + r^3 q(r^2), or -1 over
 *   that.
 * Errors: for a result above sin(3.5 h) = 0.337, in units of its last place,
 *   2^-54 or more: the last sum 0.5; what is added to S is below 2^-4, its
 *   rounding 0.06, those of C' and of the factor of t 0.05 each, the
 *   polynomial 0.05: 0.71.  Near zeros, r^3 p(r^2) is below 0.02 r: 0.53.
 *   Seen, of 3 10^6 values: sin and cos 0.70, tan 0.68.
 * Cost:   nanoseconds a value on AVX-512 and AVX2 (Xeon of 2.6 GHz), from L1 to
 *   L1, in order on 0 .. 1: sin 0.28 and 0.42, cos 0.31 and 0.44, tan 0.76 and
 *   1.07; in no order at all: sin 1.7 and 3.5, tan 3.3 and 6.1.  Loops over
 *   glibc's vectors, with abscissae and sum: sin 1.3 and 1.7, tan 1.7 and 2.8.
 * Fails:  nowhere; NaN for infinities.  Beyond 2^22, one lane after the other
 *   is reduced: some 85 ns a value.
 * Rejected: one polynomial a quadrant: 13 operations for a sine and 17 for a
 *   cosine, against 9.  Cells of pi/64, which save one more: half as many
 *   groups lie in one cell.  Multiples of pi taken away, and of pi and half a
 *   pi: then sin and cos of one argument share nothing. */
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

// Those from `from` to `to`, one vector after the other.
VD_ONCE void sincos_vectors(size_t from, size_t to, const jf_kernel_args *args)
{
    vd sine, cosine;

    for (size_t i = from; i < to; i += VL) {
        vd_sincos(vd_load(args->operand[0] + i), &sine, &cosine);
        vd_store(args->d + i, sine);
        vd_store(args->d2 + i, cosine);
    }
}

VD_INLINE void sincos_group(size_t i, const sincos_cell *c,
                            const jf_kernel_args *args)
{
    vd sine, cosine;

    for (size_t k = i; k < i + VD_GROUP * VL; k += VL) {
        sincos_cell_fast(vd_load(args->operand[0] + k), c, &sine, &cosine);
        vd_store(args->d + k, sine);
        vd_store(args->d2 + k, cosine);
    }
}

// Sines to d, cosines to d2.
VD_KERNEL(SINCOS)
{
    const double *const x = args->operand[0];
    const size_t group = VD_GROUP * VL;
    double near = x[0];
    sincos_cell c;

    for (size_t i = 0; i < n;) {
        if (VD_CELLS && n - i >= group) {
            sincos_cell_pick(&c, near);
            for (; i + group <= n && vd_group_within(x + i, c.least, c.most);
                 i += group)
                sincos_group(i, &c, args);
        }
        if (i >= n)
            break;
        const size_t end = n - i < group ? n : i + group;
        near = x[end - 1];
        sincos_vectors(i, end, args);
        i = end;
    }
}
VD_KERNEL1_CELLS(TAN, tangent_cell)

JF_CLAIM(sin, value, 0.72)
JF_CLAIM(cos, value, 0.72)
JF_CLAIM(tan, value, 0.80)
