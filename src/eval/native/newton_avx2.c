/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotients, reciprocals and roots on AVX2: two divisions by one, and roots
 * from the estimate in single precision.  As on AVX-512 (newton.c) some vectors
 * of four are done this way and others by the divider, all correctly rounded.
 *
 * Reciprocals: with b' of the other vector of a pair, every line rounded,
 *
 *     p = b b'    y = b' (1/p)    e = 1 - b y    z = y + e y    y' = y + e z
 *
 * Proof: Scale b to [1, 2).  1/p with p = P 2^k is off by 2^-53 (1/P + P/2) at
 *   most, relatively, y by a rounding more: |e| <= (3 + b) 2^-54.  Unless 1/b
 *   is a double, it is off all middles m of two doubles (odd multiples of
 *   2^-54): 1 - b m = k 2^-106, k not 0.  Before it is rounded, y' is off by
 *   e (z - 1/b), |z - 1/b| < 2^-54 (1 + 2^-48), and by the rounding of e, which
 *   is exact while |e| <= 2^-52 or the last bit of b is 0; else off by 2^-105.
 *   It rounds as 1/b does if both are less than |k| 2^-106 / b where y stands
 *   at m +- (2j + 1) 2^-54, so |e| = b (2j + 1) 2^-54 nearly.  That is
 *       (2j + 1) b^2 < 4 |k|, less 8 if e was rounded.
 *   j = 0: true but for k = 1 and b all ones.  j = 1: then b <= 3/2.  If k is
 *   even, so is the last bit of b, e is exact, and 27/4 < 8.  If k is odd, |k|
 *   is 5 or more, as 2^106 - k has no such divisors for k = +-1, +-3 (that is
 *   what near_ties.py looks for), and 27/4 + 8 < 20.  j = 2 needs b = 1, whose
 *   reciprocal is exact.
 *   One step only, y' = z, is not enough: t_newton.c has a b that fails.
 *
 * Quotients: from z, q = a z, r = a - b q, q' = q + r z.  Proof: if a/b is next
 *   to a middle, q is one of its neighbours, since |a z - a/b| is at most one
 *   half ulp (a > b) or one (a < b; where it is one, a and b are all ones but
 *   for a few, and a/b is next to a double).  r is exact, and q' is off by half
 *   an ulp times |1 - b z|: less than the distance of the middle if |1 - b z| <
 *   2^-52 / b.  As it is b 2^-54 + 7 2^-106 at most, only b within 2^-51 of 2
 *   can fail.  A constant b has z = 1/b.
 *
 * Roots: the iteration and the proof of eval/vmath/sqrt.h.  The estimate is off
 *   by 1.5 2^-12, as all manuals promise, and 2^-25 for a in single precision;
 *   y by 2^-32.9; g2 and h2 by 2^-65.2 more than there, so |2s t| < 5 + 2^-10,
 *   where 6 would do.  What else CPUs differ in does not matter.
 *
 * Guards: no operand may be outside [2^-500, 2^500], of roots [2^-120, 2^120],
 *   and none all ones: only from a number of all ones, 4^k (1 - 2^-53), comes
 *   the root that may be wrong.  One addition of integers makes the upper or
 *   the lower half of such an operand large; the guard keeps the greatest
 *   halves and looks at them once a group.
 *
 * Cost, everything included (Xeon), and by the divider alone, ns a point:
 *     1/(1+x^2) 0.41 and 0.59; x/(1+x^2) 0.47 and 0.59; x/3 0.25 and 0.58;
 *     sqrt(1-x^2) 0.54 and 0.88.  A reciprocal takes 5 operations, its half of
 *     a division and 3 for the guard; a root 17 and 2.
 * Rejected: one division for four: the error of their product takes another
 *   step, and operands have half the range.  Reciprocals from the estimate in
 *   single precision: twice as many operations. */
#include "eval/native/newton.h"

static int fma3(jf_vec *v, int a, int b, int c)
{
    return jf_vec_do(v, JF_VEC_FMA, a, b, c);
}

static int fnma3(jf_vec *v, int a, int b, int c)
{
    return jf_vec_do(v, JF_VEC_FNMA, a, b, c);
}

static int mul2(jf_vec *v, int a, int b)
{
    return jf_vec_do(v, JF_VEC_MUL, a, b, -1);
}

// ---- guards

// Bits of 2^e.
static uint64_t power(int e)
{
    return (uint64_t)(e + 1023) << 52;
}

static const uint64_t top_bits = UINT64_C(0x8000000080000000);

// So far below all ones operands must be: the sum of the lower half counts by
// ones for roots, by twos for divisions.
enum { ONES = 9 };

// [2^-500, 2^500], either sign; not the last 31 bits all ones, or nearly.
static void watch_division(jf_vec *v, int a)
{
    const uint64_t least = 2 * power(-500), most = 2 * power(500);
    const int twice = jf_vec_do(v, JF_VEC_ADDQ, a, a, -1); // drops the sign
    const int offset = jf_vec_bits(v, top_bits - least);

    v->watched[0] = true;
    v->limit[0] = jf_vec_place(v, top_bits - least + most - ONES);
    jf_vec_do(v, JF_VEC_WATCH_DIVISION,
              jf_vec_do(v, JF_VEC_ADDQ, twice, offset, -1), -1, -1);
}

// [2^-120, 2^120]; not the last 32 bits all ones, or nearly.
static void watch_root(jf_vec *v, int a)
{
    const uint64_t least = power(-120), most = power(120);
    const int offset = jf_vec_bits(v, top_bits - least);

    v->watched[1] = true;
    v->limit[1] = jf_vec_place(v, top_bits - least + most - ONES);
    jf_vec_do(v, JF_VEC_WATCH_ROOT, jf_vec_do(v, JF_VEC_ADDQ, a, offset, -1),
              -1, -1);
}

// ---- one division for two

static void again(jf_vec *v, jf_vec_when when, jf_vec_op op, int d, int a,
                  int b, int other)
{
    v->when = when;
    jf_vec_again(v, op, d, a, b, -1);
    v->step[v->nstep - 1].other = (uint8_t)other;
}

// y = 1/b, almost: by 1/(b b') of both.
static void share_division(jf_vec *v, int y, int b, int one)
{
    v->paired = true;
    again(v, JF_FIRST, JF_VEC_PRODUCT, y, b, b, JF_OTHER_B);
    again(v, JF_FIRST, JF_VEC_DIV, y, one, y, 0);
    again(v, JF_SECOND, JF_VEC_PRODUCT, y, y, b, JF_OTHER_A | JF_OTHER_B);
    again(v, JF_FIRST, JF_VEC_PRODUCT, y, y, b, JF_OTHER_B);
    v->when = JF_NEWTON;
}

int jf_narrow_recip(jf_vec *v, int b)
{
    const int one =
        jf_newton_begin(v, v->divider->quotient, v->divider->quotient / 2);

    watch_division(v, b);
    v->when = JF_DIVIDER;
    const int d = jf_vec_do(v, JF_VEC_DIV, one, b, -1);
    share_division(v, d, b, one);
    const int e = fnma3(v, b, d, one);
    jf_vec_again(v, JF_VEC_FMA, d, e, fma3(v, e, d, d), d);
    v->when = JF_ALL;
    return d;
}

static int paired_recip(jf_vec *v, int b, int one)
{
    const int y = jf_vec_new(v);

    share_division(v, y, b, one);
    const int e = fnma3(v, b, y, one);
    return fma3(v, e, y, y);
}

int jf_narrow_divide(jf_vec *v, int a, int b, int y)
{
    const int one = jf_newton_begin(v, v->divider->quotient,
                                    y < 0 ? v->divider->quotient / 2 : 0);
    double k;

    if (!jf_vec_is_const(v, a, &k))
        watch_division(v, a);
    if (y < 0) {
        watch_division(v, b);
        y = paired_recip(v, b, one);
    }
    v->when = JF_DIVIDER;
    const int d = jf_vec_do(v, JF_VEC_DIV, a, b, -1);
    v->when = JF_NEWTON;
    jf_vec_again(v, JF_VEC_MUL, d, a, y, -1);
    jf_vec_again(v, JF_VEC_FMA, d, fnma3(v, b, d, a), y, d);
    v->when = JF_ALL;
    return d;
}

// ---- roots

static int estimate(jf_vec *v, int a)
{
    const int single = jf_vec_do(v, JF_VEC_TO_SINGLE, a, -1, -1);
    const int y = jf_vec_do(v, JF_VEC_RSQRT12, single, -1, -1);

    return jf_vec_do(v, JF_VEC_TO_DOUBLE, y, -1, -1);
}

int jf_narrow_root(jf_vec *v, int a)
{
    const int one = jf_newton_begin(v, v->divider->root, 0);
    const int half = jf_vec_const(v, 0.5);

    watch_root(v, a);
    const int y0 = estimate(v, a);
    const int e = fnma3(v, mul2(v, a, y0), y0, one);
    const int p = mul2(v, e, fma3(v, e, jf_vec_const(v, 0.375), half));
    const int y = fma3(v, y0, p, y0);
    v->when = JF_DIVIDER;
    const int g = jf_vec_do(v, JF_VEC_SQRT, a, -1, -1);
    v->when = JF_NEWTON;
    jf_vec_again(v, JF_VEC_MUL, g, a, y, -1);
    const int h = mul2(v, y, half), r = fnma3(v, g, h, half);
    jf_vec_again(v, JF_VEC_FMA, g, g, r, g);
    const int h2 = fma3(v, h, r, h);
    jf_vec_again(v, JF_VEC_FMA, g, fnma3(v, g, g, a), h2, g);
    v->when = JF_ALL;
    return g;
}
