/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gamma and lgamma.
 *
 * Idea: Stirling's series ([DLMF2010], 5.11.1) from z = 8 on,
 *
 *       log gamma(z) = (z - 1/2) (log z - 1) + (log(2 pi) - 1)/2 + s(1/z),
 *
 *   all but s as double-doubles; s is a polynomial.  Below 8, z = a + 8, and
 *   gamma(a) = gamma(z)/P, P = a (a + 1) ... (a + 7) = u (u + 6) (u + 10)
 *   (u + 12) with u = a (a + 7).  Negative arguments by reflection (5.5.3),
 *   gamma(-a) = -pi/(a sin(pi a) gamma(a)); the distance from a to the nearest
 *   integer is exact, so the poles are met as they are.  Each way ends in one
 *   quotient of double-doubles, times a power of two or under a logarithm.
 *   Next to its zeros 1 and 2, lgamma is (x - 1) (x - 2) times a polynomial of
 *   degree 27.  Below 2^-60, gamma(x) = 1/x and lgamma(x) = -log|x|.
 * Error: s 2^-59.5, e^x 2^-58: gamma is within 0.54 ULP for x > 0, hence exact
 *   at 1, 2, ... 23, where it is a double.  For x < 0 the sine's polynomial
 *   adds 0.12; 0.64 seen.  lgamma has an absolute error of 2^-58 |1 + lgamma|
 *   before it is rounded, and 2^-55 for x < 0, so next to its negative zeros it
 *   is right to 0.5 units of 1 (2^-53), 0.27 seen, but not to units of its own.
 *   Next to 1 and 2: 0.78 ULP seen.
 * Cost: on AVX-512 and AVX2 of 2.1 GHz, ns a point: gamma 8.5 and 14, for x < 0
 *   11 and 18; lgamma 8 and 13, for x < 0 12 and 20, from 8 on 4 and 5, next to
 *   its zeros 2 and 3.5.
 * Rejected: gamma(0) without a value, since its sides differ: the sign of the
 *   zero tells them apart, and 1/x does the same.  Tables of polynomials as for
 *   erf: thirteen gathers a vector are slower than all of this. */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/ddlog.h"
#include "eval/vmath/ddmore.h"
#include "eval/vmath/exp.h"
#include "eval/vmath/kernel.h"

#include "eval/vmath/tables/gamma.inc"

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

static const double SERIES = 8, TINY = 0x1p-60, BEYOND = 190;

VD_INLINE vd horner(vd x, const double *power, int n)
{
    vd y = vd_set(power[n - 1]);

    for (int i = n - 2; i >= 0; i--)
        y = vd_fma(y, x, vd_set(power[i]));
    return y;
}

VD_INLINE vdd parts(const double *p)
{
    return vdd_set(p[0], p[1]);
}

/* ---- what gamma and lgamma have in common */

// gamma(a) = gamma(z)/product with z >= 8, for a >= 0
typedef struct shifted {
    vdd z, product;
} shifted;

VD_INLINE shifted shift(vd a)
{
    const vm small = vd_lt(a, vd_set(SERIES));
    const vd b = vd_select(small, a, vd_set(1)); // keeps products in range
    const vdd u = vdd_mul((vdd){b, vd_set(0)}, vdd_sum(vd_set(7), b));
    const vdd v = vdd_mul(u, vdd_add_one(u, vd_set(6)));
    const vdd w =
        vdd_mul(vdd_add_one(u, vd_set(10)), vdd_add_one(u, vd_set(12)));
    const vdd one = vdd_set(1, 0), same = {a, vd_set(0)};

    return (shifted){vdd_select(small, vdd_sum(vd_set(SERIES), b), same),
                     vdd_select(small, vdd_mul(v, w), one)};
}

// log gamma(z), z >= 8
VD_INLINE vdd stirling(vdd z)
{
    const vd y = vd_div(vd_set(1), z.hi);
    const vd p = horner(vd_mul(y, y), stirling_power, COUNT(stirling_power));
    const vdd log = vdd_add_one(vdd_log(z, vd_set(0)), vd_set(-1));
    const vdd main = vdd_mul(vdd_add_one(z, vd_set(-0.5)), log);
    const vdd rest = vdd_add_one(parts(stirling_constant), vd_mul(p, y));

    return vdd_add(main, rest);
}

// sin(pi d), 0 <= d <= 1/2
VD_INLINE vdd sine(vd d)
{
    const vdd w = vdd_product(d, d);
    const vd p = horner(w.hi, sine_power, COUNT(sine_power));
    const vdd cube = vdd_mul(w, parts(sine_cube));
    const vdd q = vdd_add_one(cube, vd_mul(vd_mul(w.hi, w.hi), p));

    return vdd_mul((vdd){d, vd_set(0)}, vdd_add(parts(pi_parts), q));
}

// gamma(-size) = -pi/(a sin(pi size) gamma(a)), a = size
typedef struct mirror {
    vd nearest, d; // an integer, and from there to size
    vdd under;     // |a sin(pi size)|
} mirror;

VD_INLINE mirror reflect(vd size, vd a)
{
    const vd n = vd_rint(size), d = vd_sub(size, n);

    return (mirror){n, d, vdd_mul(sine(vd_abs(d)), (vdd){a, vd_set(0)})};
}

/* ---- gamma */

// The sign of gamma(-a), as that of a double: minus that of sin(pi a).
VD_INLINE vd mirror_sign(const mirror *m)
{
    const vd half = vd_mul(m->nearest, vd_set(0.5));
    const vm even = vd_eq(vd_rint(half), half);

    return vd_select(even, vd_neg(m->d), m->d);
}

VD_INLINE vd vd_gamma(vd x)
{
    const vm negative = vd_lt(x, vd_set(0));
    const vd size = vd_abs(x), a = vd_min(vd_set(BEYOND), size);
    const shifted s = shift(a);
    const exp_parts e = exp_parts_of(stirling(s.z));
    vdd over = vdd_fast_sum(e.hi, e.lo), under = s.product;
    vl k = e.k;
    vd sign = x;

    if (vm_any(negative)) {
        const mirror m = reflect(size, a);
        const vdd down = vdd_mul(m.under, over);
        over = vdd_select(negative, vdd_mul(parts(pi_parts), under), over);
        under = vdd_select(negative, down, under);
        k = vl_select(negative, vl_sub(vl_set(0), k), k);
        sign = vd_select(negative, mirror_sign(&m), sign);
    }
    const vd value = vdd_scale(vdd_div(over, under), k);
    const vm tiny = vd_lt(size, vd_set(TINY));
    const vd y =
        vd_select(tiny, vd_div(vd_set(1), x), vd_copysign(value, sign));
    const vm pole = vm_and(negative, vd_eq(vd_rint(x), x));
    const vd none = vd_select(vd_eq(x, x), vd_set((double)NAN), x);
    return vd_select(vm_or(pole, vd_ne(x, x)), none, y);
}

VD_KERNEL1(GAMMA, vd_gamma(a))

/* ---- lgamma */

// near_least <= x <= near_most
VD_INLINE vd lgamma_near(vd x)
{
    const vd t = vd_sub(x, vd_set(near_middle));
    const vd p = horner(t, near_power, COUNT(near_power));
    const vd s = vd_fma(t, p, vd_set(near_first[1]));
    const vdd q = vdd_fast_sum(vd_set(near_first[0]), s);
    const vdd two = vdd_fast_sum(vd_set(-2), x);
    const vdd zeros = vdd_mul((vdd){vd_sub(x, vd_set(1)), vd_set(0)}, two);

    return vdd_mul(zeros, q).hi;
}

VD_INLINE vd lgamma_away(vd x, vd a)
{
    const vm negative = vd_lt(x, vd_set(0)), tiny = vd_lt(a, vd_set(TINY));
    if (!vm_any(vd_lt(x, vd_set(SERIES)))) // what follows would add 0
        return stirling((vdd){a, vd_set(0)}).hi;

    const shifted s = shift(a);
    const vdd up = {vd_mul(a, vd_set(0x1p64)), vd_set(0)};
    const vd more = vd_select(tiny, vd_set(-64), vd_set(0));
    vdd factor = s.product;

    if (vm_any(negative)) {
        const vdd over = vdd_mul(parts(pi_parts), factor);
        const vdd q = vdd_div(over, reflect(a, a).under);
        factor = vdd_select(negative, q, factor);
    }
    const vdd log = vdd_log(vdd_select(tiny, up, factor), more);
    const vdd main = vdd_select(tiny, vdd_set(0, 0), stirling(s.z));
    const vd y = vdd_add(main, vdd_neg(log)).hi;
    return vd_select(vm_and(negative, vm_not(tiny)), vd_neg(y), y);
}

VD_INLINE vd vd_lgamma(vd x)
{
    const vd a = vd_abs(x), zero = vd_set(0);
    const vm near =
        vm_and(vd_le(vd_set(near_least), x), vd_le(x, vd_set(near_most)));
    vd y = x;

    if (vm_any(vm_not(near)))
        y = lgamma_away(x, a);
    if (vm_any(near))
        y = vd_select(near, lgamma_near(x), y);
    const vm pole = vm_and(vd_le(x, zero), vd_eq(vd_rint(x), x));
    const vm large = vd_lt(vd_set(lgamma_last), a);
    y = vd_select(vm_or(pole, large), vd_set(HUGE_VAL), y);
    return vd_select(vd_eq(x, x), y, x);
}

VD_KERNEL1(LGAMMA, vd_lgamma(a))

JF_CLAIM(gamma, value, 0.70)
JF_CLAIM(lgamma, value, 0.90)
JF_CLAIM(lgamma, unit, 0.50)
