/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cube roots, and hypot.
 *
 * cbrt: |x| = 2^(3q) z with z in [1, 8), which is cut into 192 cells, 64 an
 *   octave.  With c the middle of the cell and r = (z - c)/c, |r| < 2^-7,
 *       cbrt(x) = 2^q cbrt(c) (1 + r/3 - r^2/9 + ... )
 *   where cbrt(c) is a double-double: only the last addition rounds visibly.
 *   The polynomial of degree 6 errs by 2^-59.7: 0.51 ULP in all.  A cube has
 *   its root exactly.
 * hypot: x^2 + y^2 as a double-double [Dekker1971], rounded once, and its root:
 *   the first rounding is at most 2^-53 of the sum, half of that of the root,
 *   so 1 ULP in all.  If the result is a double, the root is it: the rounding
 *   of the sum cannot move the root by half an ulp.  Scaled by 2^+-600 if the
 *   greater leg is out of [2^-400, 2^500]; subnormal results lose nothing more,
 *   for there the first error is that of a finer unit.
 *
 * Cost: cbrt 0.8 and 1.1 cycles a point on AVX-512 and AVX2 in order, 5 and 8
 *   in no order; hypot 2.2 and 4.4, which is what its square root takes, while
 *   all the rest runs beside it: so it has no form for cells.
 * Rejected for hypot: a correction of the root by its remainder (0.5 ULP, one
 *   more division). */
#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/tables.h"

#include <math.h>
#include <string.h>

#include "eval/vmath/tables/roots.inc"
#include "eval/vmath/tables/roots_table.inc"

enum { CELLS_AN_OCTAVE = 64 };

/* ---- cube roots */

typedef struct cbrt_cell {
    double least, most;
    double centre, inverse, high, low; // those of x, signed and scaled
} cbrt_cell;

VD_INLINE vd cbrt_of(vd x, vd centre, vd inverse, vd high, vd low)
{
    const vd r = vd_mul(vd_sub(x, centre), inverse);
    vd q = vd_set(CBRT_TAIL[5]);

    for (int i = 4; i >= 0; i--)
        q = vd_fma(q, r, vd_set(CBRT_TAIL[i]));
    return vd_add(high, vd_fma(high, vd_mul(q, r), low));
}

VD_INLINE vd cbrt_cell_fast(vd x, const cbrt_cell *c)
{
    return cbrt_of(x, vd_set(c->centre), vd_set(c->inverse), vd_set(c->high),
                   vd_set(c->low));
}

// a is 2^(3q) z, with z in [1, 8): z and 2^q; 3q is e - e mod 3.
VD_INLINE vd split(vd a, vd *power)
{
    const vd two52 = vd_set(0x1p52);
    const vl bits = vl_bits(a);
    // the exponent, made positive by a multiple of 3
    const vl e = vl_add(vl_shr(bits, 52), vl_set(1200 - 1023));
    const vd k = vd_sub(vd_bits(vl_or(e, vl_bits(two52))), two52);
    // e + 1/2 is at least 1/6 away from multiples of 3: rounding is harmless
    const vd third =
        vd_mul(vd_add(k, vd_set(0.5)), vd_set(0x1.5555555555555p-2));
    const vl q =
        vl_sub(vl_bits(vd_add(vd_floor(third), two52)), vl_bits(two52));
    const vl shift = vl_sub(vl_add(q, vl_add(q, q)), vl_set(1200));

    *power = vd_bits(vl_shl(vl_add(q, vl_set(1023 - 400)), 52));
    return vd_bits(vl_sub(bits, vl_shl(shift, 52)));
}

VD_INLINE vd cbrt_cell_slow(vd x)
{
    const vd a = vd_abs(x);
    const vm tiny = vd_lt(a, vd_set(0x1p-1022));
    vd power;
    const vd z = split(vd_select(tiny, vd_mul(a, vd_set(0x1p54)), a), &power);
    const vl first = vl_shl(vl_set(1023), 6);
    const vl cell = vl_and(vl_sub(vl_shr(vl_bits(z), 46), first), vl_set(255));
    const vl i = vl_select(vl_gt(cell, vl_set(191)), vl_set(0), cell);
    const vd root =
        cbrt_of(z, vd_lookup(jf_cbrt_centre, i), vd_lookup(jf_cbrt_inverse, i),
                vd_lookup(jf_cbrt_high, i), vd_lookup(jf_cbrt_low, i));
    const vd unscaled = vd_select(tiny, vd_set(0x1p-18), vd_set(1));
    const vd value = vd_mul(vd_mul(root, power), unscaled);
    const vm usual = vm_and(vd_lt(vd_set(0), a), vd_lt(a, vd_set(HUGE_VAL)));

    // 0, infinities and NaN are their own roots
    return vd_select(usual, vd_copysign(value, x), x);
}

static double power_of_two(int k)
{
    const uint64_t bits = (uint64_t)(1023 + k) << 52;
    double power;

    memcpy(&power, &bits, sizeof power);
    return power;
}

static void cbrt_cell_pick(cbrt_cell *c, double x)
{
    const double a = fabs(x);
    uint64_t bits;

    *c = (cbrt_cell){.least = 1, .most = 0};
    if (!(a >= 0x1p-900 && a < 0x1p900))
        return;
    memcpy(&bits, &a, sizeof bits);
    const int e = (int)(bits >> 52) - 1023 + 1200;
    const int i = e % 3 * CELLS_AN_OCTAVE + (int)(bits >> 46 & 63);
    const double unit = power_of_two(e / 3 * 3 - 1200);
    const double half = power_of_two(e - 1200 - 7);
    const double middle = jf_cbrt_centre[i] * unit;
    const double least = middle - half;
    const double most = middle + half * (1 - 0x1p-45); // the last double
    const double root = copysign(power_of_two(e / 3 - 400), x);
    c->least = x > 0 ? least : -most;
    c->most = x > 0 ? most : -least;
    c->centre = copysign(middle, x);
    c->inverse =
        copysign(jf_cbrt_inverse[i] * power_of_two(1200 - e / 3 * 3), x);
    c->high = jf_cbrt_high[i] * root;
    c->low = jf_cbrt_low[i] * root;
}

VD_KERNEL1_CELLS(CBRT, cbrt_cell)

/* ---- hypot */

VD_INLINE vd hypot_of(vd x, vd y)
{
    const vd infinity = vd_set(HUGE_VAL), one = vd_set(1);
    const vd a = vd_abs(x), b = vd_abs(y);
    const vd greater = vd_max(a, b);
    const vm large = vd_lt(vd_set(0x1p500), greater);
    const vm small = vd_lt(greater, vd_set(0x1p-400));
    const vd down = vd_set(0x1p-600), up = vd_set(0x1p600);
    const vd scale = vd_select(large, down, vd_select(small, up, one));
    const vd back = vd_select(large, up, vd_select(small, down, one));
    const vd u = vd_mul(a, scale), v = vd_mul(b, scale);
    const vdd p = vdd_product(u, u), q = vdd_product(v, v);
    const vdd s = vdd_sum(p.hi, q.hi);
    const vd sum = vd_add(s.hi, vd_add(s.lo, vd_add(p.lo, q.lo)));
    const vm endless = vm_or(vd_eq(a, infinity), vd_eq(b, infinity));

    return vd_select(endless, infinity, vd_mul(vd_sqrt(sum), back));
}

VD_KERNEL2(HYPOT, hypot_of(a, b))

JF_CLAIM(cbrt, value, 0.51)
JF_CLAIM(hypot, value, 1.00)
