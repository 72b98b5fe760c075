/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core of the exponential family: b^x for b = e, 2, 10.
 *
 * Idea: [Tang1989] with larger tables.  With h = log_b(2)/64 and n the integer
 *   nearest to x/h, n = 64 k + j,
 *
 *     c = n h rounded to a double,  c + rest = n h,  r = x - c  (exact)
 *     b^x = 2^k T (1 - rest log b) b^r,   T = 2^(j/64) from a table
 *         = 2^k (hi + (lo + r (p1 + r (p2 + ... + r p5)))),
 *
 *   where hi + lo = T (1 - rest log b) and p_i = hi times a coefficient of b^r.
 *   All but r is the same for all x of one n: an exp_piece.  With the piece in
 *   registers a value takes seven operations.
 * Errors, in ULP of the result: the polynomial 2^-59.3 = 0.006 to 0.012; p1 and
 *   two roundings in the part below hi, each |r| log b / 2 <= 2^-8.5; the last
 *   sum 0.5.  Together less than 0.53.
 *   Exact: r (x and c agree within a factor of two, or c = 0) and, for b = 2,
 *   the product n h.  A result that is a double is met exactly, since the sum
 *   before the last rounding is off by 2^-58 at most.
 * Cost: finding a piece takes two lookups and 16 operations.  e^x in blocks of
 *   256 in order: 0.30 ns a value on AVX-512, 0.52 on AVX2 (libmvec, 3 ULP:
 *   0.57, 0.81); in no order: 1.0 and 1.9.
 * Fails on: arguments in no order, whose lookups take most of the time.
 * Rejected, by count: 32 steps and degree 6, an operation more for cells twice
 *   as wide; 256 and degree 4, an operation less, but a cell is left after
 *   0.0027.  n h in two parts with trailing zeros, and r rounded: two
 *   operations for r instead of one. */
#ifndef JF_EVAL_VMATH_EXP_H
#define JF_EVAL_VMATH_EXP_H

#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/scale.h"
#include "eval/vmath/tables.h"

enum { EXP_STEPS_LOG2 = 6, EXP_STEPS = 1 << EXP_STEPS_LOG2, EXP_POWERS = 5 };

/* What belongs to b; made by the generator. */
typedef struct exp_base {
    double per_unit;        /* 1/h */
    double step, step_rest; /* h, and what is missing */
    double log;             /* of b */
    double normal;          /* for |x| up to here, b^x is normal */
    double over, under;     /* beyond them it is infinite, 0 */
    double cells;           /* for |x| up to here there are cells */
    double power[EXP_POWERS];
} exp_base;

#include "eval/vmath/tables/exp.inc"
#include "eval/vmath/tables/exp_table.inc"

/* A function about c: hi + (lo + r (p[0] + r p[1] + ...)), r = x - c. */
typedef struct exp_piece {
    vd c, hi, lo, p[EXP_POWERS];
} exp_piece;

/* The step n of x, as a double, as an integer (above are other bits), and with
 * k in place; c and rest. */
typedef struct exp_step {
    vd n, c, rest;
    vl bits, k;
} exp_step;

/* The part of n that is k, in place. */
VD_INLINE vl exp_exponent(vl n)
{
    return vl_shl(vl_and(n, vl_set(-EXP_STEPS)), 52 - EXP_STEPS_LOG2);
}

/* For any x; without meaning where b^x is infinite, 0 or NaN. */
VD_INLINE exp_step exp_step_of(vd x, const exp_base *b)
{
    const vd shift = vd_set(0x1.8p52); // the sum's last bit counts units
    const vd sum = vd_fma(x, vd_set(b->per_unit), shift);
    const vd n = vd_sub(sum, shift), h = vd_set(b->step);
    const vd c = vd_mul(n, h), rest = vd_fms(n, h, c);
    const vl bits = vl_bits(sum);

    return (exp_step){n, c, vd_fma(n, vd_set(b->step_rest), rest), bits,
                      exp_exponent(bits)};
}

/* 2^(j/64), where n = 64 k + j. */
VD_INLINE vdd exp_two_at(vl n)
{
    const vl j = vl_and(n, vl_set(EXP_STEPS - 1));

    return (vdd){vd_lookup(jf_exp_two, j), vd_lookup(jf_exp_two_rest, j)};
}

/* The same when all lanes are equal. */
VD_INLINE vdd exp_two_at_first(vl n)
{
    const int64_t j = vl_first(n) & (EXP_STEPS - 1);

    return (vdd){vd_set(jf_exp_two[j]), vd_set(jf_exp_two_rest[j])};
}

/* b^x 2^-k about c; two is 2^(j/64). */
VD_INLINE exp_piece exp_piece_of(const exp_step *s, vdd two, const exp_base *b)
{
    const vd rest = vd_mul(s->rest, vd_set(-b->log));
    const vd lo = vd_fma(two.hi, rest, two.lo);
    const vd whole = vd_add(two.hi, lo); // far from 0, lo is many ulps
    exp_piece f = {s->c, two.hi, lo, {whole}};

    for (int i = 0; i < EXP_POWERS; i++)
        f.p[i] = vd_mul(whole, vd_set(b->power[i]));
    return f;
}

VD_INLINE void exp_piece_scale(exp_piece *f, vd factor)
{
    f->hi = vd_mul(f->hi, factor);
    f->lo = vd_mul(f->lo, factor);
    for (int i = 0; i < EXP_POWERS; i++)
        f->p[i] = vd_mul(f->p[i], factor);
}

/* All but hi; in the order of the formula. */
VD_INLINE vd exp_piece_rest(vd x, const exp_piece *f)
{
    const vd r = vd_sub(x, f->c);
    vd p = f->p[EXP_POWERS - 1];

    for (int i = EXP_POWERS - 2; i >= 0; i--)
        p = vd_fma(p, r, f->p[i]);
    return vd_fma(p, r, f->lo);
}

VD_INLINE vd exp_piece_value(vd x, const exp_piece *f)
{
    return vd_add(f->hi, exp_piece_rest(x, f));
}

/* (hi + lo) 2^k with k in place: hi in [1, 2), |lo| <= hi/64. */
typedef struct exp_parts {
    vd hi, lo;
    vl k;
} exp_parts;

/* e^(x.hi + x.lo), for |x.lo| <= 2^-30: relative error 2^-58. */
VD_INLINE exp_parts exp_parts_of(vdd x)
{
    const exp_step s = exp_step_of(x.hi, &exp_e);
    const exp_piece f = exp_piece_of(&s, exp_two_at(s.bits), &exp_e);
    const vd rest = exp_piece_rest(x.hi, &f);

    return (exp_parts){f.hi, vd_fma(vd_add(f.hi, rest), x.lo, rest), s.k};
}

/* What b^x is, given its parts: rounded once, also where it is subnormal, and
 * infinite, 0 or NaN where it has to be. */
VD_INLINE vd exp_finish(vd x, exp_parts y, const exp_base *b)
{
    const vm usual = vd_le(vd_abs(x), vd_set(b->normal));

    if (!vm_any(vm_not(usual)))
        return vd_times_two_to(vd_add(y.hi, y.lo), y.k);
    vd v = vd_scale_sum(y.hi, y.lo, y.k);
    v = vd_select(vd_lt(vd_set(b->over), x), vd_set(HUGE_VAL), v);
    v = vd_select(vd_lt(x, vd_set(b->under)), vd_set(0), v);
    return vd_select(vd_eq(x, x), v, x);
}

/* e^(x.hi + x.lo), finished. */
VD_INLINE vd vd_exp_sum(vdd x)
{
    return exp_finish(x.hi, exp_parts_of(x), &exp_e);
}

/* The x whose step is n, without the ends: 1/h rounds, and so does its product
 * with x, both by far less than 2^-20 of a step.  None at all unless some. */
VD_INLINE void exp_step_ends(vd n, const exp_base *b, int some, double *least,
                             double *most)
{
    const double m = vd_first(n), half = 0.5 - 0x1p-20;

    *least = some ? (m - half) * b->step : 1;
    *most = some ? (m + half) * b->step : 0;
}

/* What steps -n to n of e^x have in common with |x| of one sign. */
VD_INLINE double exp_near_most(int n)
{
    return (n + 0.5 - 0x1p-20) * exp_e.step;
}

/* ... from 2^-300, below which come zeros and subnormals. */
VD_INLINE void exp_near_ends(double x, int n, double *least, double *most)
{
    *least = x > 0 ? 0x1p-300 : -exp_near_most(n);
    *most = x > 0 ? exp_near_most(n) : -0x1p-300;
}

#endif
