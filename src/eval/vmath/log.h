/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core of the logarithms.
 *
 * Idea [Tang1990]: x = 2^k z, 1 - 2^-9 <= z < 2 - 2^-8, falls in the piece
 *   around 1 + j/128.  With c near 1/(1 + j/128), of 14 bits, r = c z - 1 is at
 *   most 2^-8, and
 *
 *       log x = (k log 2 + log 1/c) + log(1 + r) = hi + (lo + r w(r)).
 *
 *   hi is a multiple of 2^-42 below 2^10, hence a sum without rounding; w has
 *   degree 5.  Next to 1, -33/512 <= x - 1 < 17/256 (ends of pieces), where
 *   those sums would lose digits, log x = r + r^2 p(r) with r = x - 1, exactly,
 *   and p of degree 10.  Other bases: own tables; w and p times 1/log(base).
 * Error: in units of 2^-62, r is off by 1, w by 2 at r = -2^-8, r w + lo by 2,
 *   the polynomial by 1/4: 5.3.  Away from 1, |log x| > 1/16, so that is 0.08
 *   ULP and the last rounding; log2 0.09, log10 0.11 ULP.  Next to 1, p, q and
 *   r q (see log_near) are each off by 1: 0.1 ULP.
 * Cost: 8 operations a vector in whole cells, 14 next to 1. */
#ifndef JF_EVAL_VMATH_LOG_H
#define JF_EVAL_VMATH_LOG_H

#include <math.h>
#include <string.h>

#include "base/fma.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/tables.h"
#include "eval/vmath/tables/log_table.inc"

/* Of a base B: log_B 2 = two_hi + two_lo, 1/log B = lead_hi + lead_lo, and
 * log_B 1/c = hi + lo for each piece.  Polynomials from the highest power. */
typedef struct log_base {
    double two_hi, two_lo, lead_hi, lead_lo;
    const double *hi, *lo;
    const double *piece; // LOG_PIECE of them
    const double *near;  // LOG_NEAR of them
} log_base;

enum { LOG_PIECE = 5, LOG_NEAR = 11, LOG_CUBIC = 6, LOG_BITS = 7 };
#define LOG_PIECES     (INT64_C(1) << LOG_BITS)
#define LOG_NEAR_LEAST (-33.0 / 512) /* x - 1 */
#define LOG_NEAR_END   (17.0 / 256)

#include "eval/vmath/tables/log.inc"

/* Where a positive normal double lies, and what is known there. */
typedef struct log_place {
    vl power;     // the bits of 2^k
    vd c, hi, lo; // hi and lo with k log_B 2
} log_place;

VD_INLINE vd log_horner(vd x, const double *coef, int n)
{
    vd y = vd_set(coef[0]);

    for (int i = 1; i < n; i++)
        y = vd_fma(y, x, vd_set(coef[i]));
    return y;
}

/* k of the bits of 2^k, -1023 to 1024. */
VD_INLINE vd log_exponent(vl power)
{
    const vl big = vl_bits(vd_set(0x1p52));

    return vd_sub(vd_bits(vl_or(vl_shr(power, 52), big)),
                  vd_set(0x1p52 + 1023));
}

/* x must be positive and normal for the result to make sense; more is added to
 * k, for an argument that was scaled before. */
VD_INLINE log_place log_find(vd x, vd more, const log_base *base)
{
    const int shift = 52 - LOG_BITS;
    const vl half = vl_set(INT64_C(1) << (shift - 1));
    const vl t = vl_add(vl_bits(x), half);
    const vl j = vl_and(vl_shr(t, shift), vl_set(LOG_PIECES - 1));
    const vl power = vl_and(t, vl_set(INT64_C(0x7FF) << 52));
    const vd k = vd_add(log_exponent(power), more);

    return (log_place){
        .power = power,
        .c = vd_lookup(jf_log_c, j),
        .hi = vd_fma(k, vd_set(base->two_hi), vd_lookup(base->hi, j)),
        .lo = vd_fma(k, vd_set(base->two_lo), vd_lookup(base->lo, j)),
    };
}

/* c/2^k, for k from -1022 to 1000. */
VD_INLINE vd log_factor(const log_place *p)
{
    const vl power = vl_sub(vl_set(INT64_C(2046) << 52), p->power);

    return vd_mul(p->c, vd_bits(power));
}

/* z = x/2^k */
VD_INLINE vd log_reduced(vd x, const log_place *p)
{
    return vd_bits(vl_sub(vl_bits(x), vl_sub(p->power, vl_bits(vd_set(1)))));
}

/* hi + (lo + log_B(1 + r)), for r in a piece. */
VD_INLINE vd log_sum(vd r, vd hi, vd lo, const log_base *base)
{
    const vd p = log_horner(r, base->piece, LOG_PIECE);
    const vd w = vd_fma(r, p, vd_set(base->lead_hi));

    return vd_add(hi, vd_fma(r, w, lo));
}

/* log_B(1 + r), for r next to 0; the sign of 0 stays. */
VD_INLINE vd log_near(vd r, const log_base *base)
{
    const vd p = log_horner(r, base->near, LOG_NEAR);
    const vd q = vd_mul(r, vd_fma(r, p, vd_set(base->lead_lo)));

    return vd_fma(r, vd_set(base->lead_hi), q);
}

/* hi + (lo + log(1 + r)), for r in a piece, with all rests of sums kept. */
VD_INLINE vdd log_sum_dd(vdd r, vd hi, vd lo)
{
    const vd half = vd_set(-0.5);
    const vdd square = vdd_product(r.hi, r.hi);
    const vdd linear = vdd_fast_sum(hi, r.hi);
    const vdd s = vdd_fast_sum(linear.hi, vd_mul(square.hi, half));
    const vd p = log_horner(r.hi, log_cubic, LOG_CUBIC);
    const vd cubic = vd_mul(vd_mul(r.hi, square.hi), p);
    const vd small = vd_fma(square.lo, half, vd_fnma(r.hi, r.lo, r.lo));
    const vd rests = vd_add(vd_add(linear.lo, s.lo), vd_add(small, lo));

    return vdd_fast_sum(s.hi, vd_add(cubic, rests));
}

/* log x, relatively to 2^-68, next to 1 too; 2^-900 <= x <= 2^900. */
VD_INLINE vdd log_dd(vdd x)
{
    const log_place p = log_find(x.hi, vd_set(0), &log_e);
    const vdd z = vdd_product(log_reduced(x.hi, &p), p.c);
    const vd rest = vd_fma(x.lo, log_factor(&p), z.lo);
    const vdd r = vdd_fast_sum(vd_sub(z.hi, vd_set(1)), rest);

    return log_sum_dd(r, p.hi, p.lo);
}

/* What cells are made of: the piece around x, from least to most, c divided by
 * 2^k.  The same numbers as in log_find, without vectors. */
typedef struct log_piece {
    double least, most, c, hi, lo;
} log_piece;

VD_INLINE uint64_t log_bits(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

VD_INLINE double log_double(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

VD_INLINE log_piece log_around(double x, const log_base *base)
{
    const int shift = 52 - LOG_BITS;
    const uint64_t size = UINT64_C(1) << shift, half = size / 2;
    const uint64_t t = (log_bits(x) + half) & -size;
    const uint64_t j = (t >> shift) % LOG_PIECES, power = t >> 52;
    const double k = (double)power - 1023;

    return (log_piece){
        .least = log_double(t - half),
        .most = log_double(t + half - 1),
        .c = jf_log_c[j] * log_double((2046 - power) << 52),
        .hi = jf_fma(k, base->two_hi, base->hi[j]),
        .lo = jf_fma(k, base->two_lo, base->lo[j]),
    };
}

#endif
