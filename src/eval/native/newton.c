/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotients, reciprocals and square roots: the divider for some vectors of a
 * group, Newton's method for the others, at the same time.
 *
 * Both are correctly rounded, so it does not matter who does what; fit.c
 * chooses how many vectors go to the divider.  AVX2 has ways of its own
 * (newton_avx2.c).  The iterations and their proofs
 * stand in eval/vmath/div.h and sqrt.h; by a constant, whose reciprocal is one,
 * a quotient takes three operations [Brisebarre2004].
 *
 * Guards are cheaper here, since they look at results.  A reciprocal or root
 * whose low 51 bits are 0 may come from an operand of all ones, or is 0,
 * infinite, or the NaN of an invalid operation: 1/0, or a step that overflowed.
 * For a reciprocal there is only one more case, a subnormal result, where the
 * proof fails (t_native.c has wrong ones); while it is normal, so are all steps
 * but those whose rounding is no coarser than that of the smallest normal
 * number.  A quotient also needs operands in [2^-500, 2^500].
 *
 * A guard that fails sends its group to a second version of the program, in
 * which the divider does all.
 *
 * Cost: 1/(1+x^2), cycles a point of a Xeon: 0.68, with one vector of four
 *   divided; the divider alone would take 1.7.  Dividers differ (base/cpu.h):
 *   that of Zen 5 takes nearly all, 0.17 ns a point where 0.40 were needed
 *   while it was taken for a Xeon's. */
#include "eval/native/newton.h"

#include <math.h>

enum { GE_OQ = 29 };
static const uint64_t low_bits = UINT64_MAX >> 13;
static const uint64_t exponent_bits = UINT64_C(0x7FF) << 52;

int jf_newton_begin(jf_vec *v, int divider, int remaining)
{
    v->guarded = true;
    v->load.ndivide++;
    v->load.divider += divider;
    v->load.remaining += remaining;
    v->when = JF_NEWTON;
    return jf_vec_const(v, 1);
}

// The other copies' way to the same value.
static int end(jf_vec *v, jf_vec_op op, int d, int a, int b)
{
    v->when = JF_DIVIDER;
    jf_vec_again(v, op, d, a, b, -1);
    v->when = JF_ALL;
    return d;
}

static void check_bits(jf_vec *v, int y, uint64_t bits)
{
    jf_vec_do(v, JF_VEC_TEST, y, jf_vec_bits(v, bits), -1);
}

static void check_range(jf_vec *v, int a)
{
    v->ranged = true;
    v->small = jf_vec_const(v, 0x1p-500);
    v->large = jf_vec_const(v, 0x1p500);
    jf_vec_do(v, JF_VEC_LEAST, a, -1, -1);
    jf_vec_do(v, JF_VEC_MOST, a, -1, -1);
}

static int newton_recip(jf_vec *v, int b, int one)
{
    int y = jf_vec_do(v, JF_VEC_RCP14, b, -1, -1);

    for (int i = 0; i < 3; i++) {
        const int e = jf_vec_do(v, JF_VEC_FNMA, b, y, one);
        y = jf_vec_do(v, JF_VEC_FMA, e, y, y);
    }
    check_bits(v, y, low_bits);
    return y;
}

static int correct(jf_vec *v, int a, int b, int y)
{
    const int q = jf_vec_do(v, JF_VEC_MUL, a, y, -1);
    const int r = jf_vec_do(v, JF_VEC_FNMA, b, q, a);

    return jf_vec_do(v, JF_VEC_FMA, r, y, q);
}

bool jf_newton_in_range(double k)
{
    return fabs(k) >= 0x1p-500 && fabs(k) <= 0x1p500;
}

static bool is_power_of_two(double k)
{
    int exponent;

    return fabs(frexp(k, &exponent)) == 0.5; // exact
}

static bool all_ones(double k)
{
    int exponent;

    return fabs(frexp(k, &exponent)) == 1 - 0x1p-53; // exact
}

// By a constant: its reciprocal is one, too.
static int divide_by(jf_vec *v, int a, int b, double k)
{
    const int y = jf_vec_const(v, 1 / k);

    if (!v->wide)
        return jf_narrow_divide(v, a, b, y);
    jf_newton_begin(v, v->divider->quotient, 0);
    check_range(v, a);
    return end(v, JF_VEC_DIV, correct(v, a, b, y), a, b);
}

int jf_vec_divide(jf_vec *v, int a, int b)
{
    double k = 1, dividend = 1;
    const bool by_constant = jf_vec_is_const(v, b, &k);
    const bool constant = jf_vec_is_const(v, a, &dividend);

    if (!v->divider || !jf_newton_in_range(k) ||
        !jf_newton_in_range(dividend) || all_ones(k))
        return jf_vec_do(v, JF_VEC_DIV, a, b, -1);
    if (by_constant)
        return divide_by(v, a, b, k);
    if (!v->wide)
        return jf_narrow_divide(v, a, b, -1);
    const int one = jf_newton_begin(v, v->divider->quotient, 0);
    const int y = newton_recip(v, b, one);
    check_range(v, b);
    if (!constant)
        check_range(v, a);
    const int d = constant && is_power_of_two(dividend)
                      ? jf_vec_do(v, JF_VEC_MUL, a, y, -1) // exact
                      : correct(v, a, b, y);
    return end(v, JF_VEC_DIV, d, a, b);
}

int jf_vec_recip(jf_vec *v, int b)
{
    if (!v->divider)
        return jf_vec_do(v, JF_VEC_DIV, jf_vec_const(v, 1), b, -1);
    if (!v->wide)
        return jf_narrow_recip(v, b);
    const int one = jf_newton_begin(v, v->divider->quotient, 0);
    const int y = newton_recip(v, b, one);
    check_bits(v, y, exponent_bits);
    return end(v, JF_VEC_DIV, y, one, b);
}

static int fma3(jf_vec *v, int a, int b, int c)
{
    return jf_vec_do(v, JF_VEC_FMA, a, b, c);
}

static int mul2(jf_vec *v, int a, int b)
{
    return jf_vec_do(v, JF_VEC_MUL, a, b, -1);
}

static int newton_root(jf_vec *v, int a, int one)
{
    const int half = jf_vec_const(v, 0.5);
    const int y0 = jf_vec_do(v, JF_VEC_RSQRT14, a, -1, -1);
    const int e = jf_vec_do(v, JF_VEC_FNMA, mul2(v, a, y0), y0, one);
    const int p = mul2(v, e, fma3(v, e, jf_vec_const(v, 0.375), half));
    const int y = fma3(v, y0, p, y0);
    const int g1 = mul2(v, a, y), h1 = mul2(v, y, half);
    const int r = jf_vec_do(v, JF_VEC_FNMA, g1, h1, half);
    const int g2 = fma3(v, g1, r, g1), h2 = fma3(v, h1, r, h1);

    return fma3(v, jf_vec_do(v, JF_VEC_FNMA, g2, g2, a), h2, g2);
}

int jf_vec_root(jf_vec *v, int a)
{
    if (!v->divider)
        return jf_vec_do(v, JF_VEC_SQRT, a, -1, -1);
    if (!v->wide)
        return jf_narrow_root(v, a);
    const int g = newton_root(v, a, jf_newton_begin(v, v->divider->root, 0));
    jf_vec_do_imm(v, JF_VEC_CHECK, GE_OQ, a, jf_vec_const(v, 0x1p-500));
    check_bits(v, g, low_bits);
    return end(v, JF_VEC_SQRT, g, a, -1);
}
