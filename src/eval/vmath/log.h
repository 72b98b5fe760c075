/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core of the logarithms.
 *
 * Idea [Tang1990]: x = 2^k z, z in 1 - 2^-9 .. 2, falls in the piece around
 *   1 + j/128.  With c near 1/(1 + j/128), of few bits, r = c z - 1 is at most
 *   2^-8, and
 *
 *       log x = (k log 2 + log 1/c) + log(1 + r) = hi + (lo + r w(r)).
 *
 *   hi is a multiple of 2^-42 below 2^10, hence a sum without rounding; w has
 *   degree 5.  Next to 1, -31/512 <= x - 1 < 17/256 (ends of pieces), where
 *   hi + ... would lose digits, log x = r + r^2 p(r) with r = x - 1, exactly,
 *   and p of degree 10.  Other bases: tables, w and p times 1/log(base).
 * Error: outside of that region |log x| >= 1/16.  In units of 2^-62: rounding of
 *   r 1, w times r 2, the last but one sum 1 to 2, w itself 1/4; together at
 *   most 2^-59.7, 0.08 ULP of 1/16 and less elsewhere, and the last rounding.
 *   Next to 1, r^2 p <= |r|/31 has two roundings of 2^-53: 0.07 ULP, likewise.
 * Cost: whole cells 8 operations a vector, next to 1 14 operations. */
#ifndef JF_EVAL_VMATH_LOG_H
#define JF_EVAL_VMATH_LOG_H

#include <math.h>
#include <string.h>

#include "eval/vmath/dd.h"

/* Of a base B: log_B 2 = two_hi + two_lo, 1/log B = lead_hi + lead_lo, and
 * log_B 1/c = hi + lo for each piece.  Polynomials from the highest power. */
typedef struct log_base {
    double two_hi, two_lo, lead_hi, lead_lo;
    const double *hi, *lo;
    const double *piece; // LOG_PIECE of them
    const double *near;  // LOG_NEAR of them
} log_base;

enum { LOG_PIECE = 5, LOG_NEAR = 11, LOG_BITS = 7 };
#define LOG_PIECES     (INT64_C(1) << LOG_BITS)
#define LOG_NEAR_LEAST (-31.0 / 512) /* x - 1 */
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
        .c = vd_lookup(log_c, j),
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
        .c = log_c[j] * log_double((2046 - power) << 52),
        .hi = fma(k, base->two_hi, base->hi[j]),
        .lo = fma(k, base->two_lo, base->lo[j]),
    };
}

#endif
