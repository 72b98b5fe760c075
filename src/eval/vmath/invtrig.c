/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arcus functions (vmath/atan.h, atan2.h, asin.h).
 *
 * Idea: f(c + t) = f(c) + (f(c)_lo + t (a1 + t (a2 + ...))) about the middle c
 *   of a cell, t exact, f(c) from a table in two doubles [Tang1991].  The terms
 *   are Taylor's, from a recurrence that begins with f'(c), also in the table:
 *   f' = 1/(1 + x^2) or (1 - x^2)^(-1/2) obeys an equation with polynomials in
 *   x.  The first term left out is spread over those below by a Chebyshev
 *   polynomial.  So no form looks up more than three numbers.
 *   atan: 32 cells in each binade of 1/8 .. 8; nearer to 0, z + z^3 p(z^2);
 *     farther away, pi/2 less that of z = 1/x.
 *   atan2: the lesser of |x| and |y| over the greater, with the error of the
 *     quotient, which f'(c) brings into its atan; then from the nearest half
 *     axis.
 *   asin, acos: cells about multiples of 1/64, to 48.5/64; asin is odd near 0;
 *     for greater |x|, acos(|x|) = 2 asin(s) with s^2 = (1 - |x|)/2, s + s^3
 *     p(s^2) and the error of the root.
 * Errors: the last sum 0.5 ULP; what is added to f(c) is less than 1/64 of it
 *   (atan), or 1/40 (asin, acos): its roundings 0.05 at most.  Away, 1/x, its
 *   cube and the sum are up to 1/8 and add 0.03 each.  Seen, of 3 10^6:
 *   atan 0.59, asin 0.56, acos 0.57, atan2 0.52.  A quotient y/x that is
 *   subnormal is rounded once, and the angle is that.
 * Cost:   nanoseconds a value on AVX-512 and AVX2 (Xeon of 2.6 GHz), from L1 to
 *   L1, in order on 0 .. 1: atan 0.32 and 0.44, asin 0.61 and 0.85, acos 0.59
 *   and 0.68 (near 1, with root and quotient: 1.3 and 1.2); atan2 3.1 and 5.4;
 *   in no order: atan 2.3 and 5.0.  Loops over glibc's vectors, with abscissae
 *   and sum: atan 2.9 and 4.7, asin 2.8 and 4.6, atan2 3.9 and 5.7.
 * Fails:  nowhere; NaN beyond 1 for asin and acos.
 * Rejected: (x - c)/(1 + c x) as the argument of one polynomial: a quotient. */
#include "eval/claims.h"
#include "eval/vmath/asin.h"
#include "eval/vmath/atan.h"
#include "eval/vmath/atan2.h"

VD_KERNEL1_CELLS(ATAN, atan_cell)
VD_KERNEL1_CELLS(ASIN, asin_cell)
VD_KERNEL1_CELLS(ACOS, acos_cell)
VD_KERNEL2(ATAN2, vd_atan2(a, b))

JF_CLAIM(atan, value, 0.60)
JF_CLAIM(asin, value, 0.62)
JF_CLAIM(acos, value, 0.62)
JF_CLAIM(atan2, value, 0.62)
