/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO essay */
#include "eval/native/newton.h"

enum { DIVISION = 8, ROOT = 12 }; // cycles of the divider for four doubles

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

enum { ONES = 9 }; // that much below is

// [2^-500, 2^500], either sign; the last 33 bits not 2^33 - 8 or more.
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

// [2^-120, 2^120], without all ones.
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
    const int one = jf_newton_begin(v, DIVISION, DIVISION / 2);

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
    const int one = jf_newton_begin(v, DIVISION, y < 0 ? DIVISION / 2 : 0);
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
    const int one = jf_newton_begin(v, ROOT, 0);
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
