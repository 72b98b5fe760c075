/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erf and erfc.
 *
 * Idea: with c the multiple of 1/64 next to x, and t = x - c, exactly,
 *
 *       erf(x) = erf(c) + erf'(c) t q(t),   q(t) = 1 - c t + (2 c^2 - 1)/3 t^2
 *                                                  + ... + k6 t^6,
 *
 *   Taylor's series: the derivatives of exp(-x^2) are Hermite polynomials
 *   ([DLMF2010], 18.5.5), so q follows from c, and three numbers are looked up:
 *   erf(c) in two parts and the slope.  In a cell all that is constant.
 *   |x| < 1/4: x (2/sqrt(pi) + x^2 p(x^2)), the first coefficient in two parts.
 *   erfc for x < 2: the same with 1 - erf(c) in two parts.  From 2 on it is
 *   exp(-x^2) g(1/x^2)/x as a product of double-doubles; g(w) = 1/sqrt(pi) + w
 *   p(w), and p one of two polynomials of degree 17.
 * Error: erf: the truncated series 2^-61; the part below erf(c) is at most 2^-5
 *   of the sum, and errs by 2 of its ULP: 0.06 ULP, and the last rounding, 0.57
 *   ULP.  Next to the least normal double 2/sqrt(pi) x loses its second part:
 *   0.78 ULP there.  erfc: at 2 the series ends at 2^-57.5, and the lower part
 *   is 2^-5 of the sum: 0.65 ULP; from 2 on, e^x 2^-58, g 2^-55.5: 0.66 seen.
 * Cost: Midpoint sums, everything included, on AVX-512 and AVX2 of 2.1 GHz: erf
 *   0.55 and 0.85 ns a point in cells, 2 and 4 ns out of order; erfc alike, and
 *   from 2 on 5 and 7.5 ns.
 * Rejected: polynomials with coefficients from a table: wider cells, but ten
 *   lookups instead of three when the arguments are in no order.  A single
 *   polynomial for g from 2 on: degree 27. */
#include <float.h>
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/ddmore.h"
#include "eval/vmath/exp.h"
#include "eval/vmath/tables.h"

#include "eval/vmath/tables/erf.inc"
#include "eval/vmath/tables/erf_table.inc"

enum { STEPS = 64, LAST_ROW = 384, COLUMNS = 3, POWERS = 6 };

static const double SMALL = 0x1p-2, BELOW_SMALL = 0x1.fffffffffffffp-3,
                    LAST = 6, FAR = 2, BELOW_FAR = 0x1.fffffffffffffp0,
                    ZERO = 27.25;
static const double TO_INTEGER = 0x1.8p52; // added, it rounds to an integer

/* ---- erf in powers of the distance from a centre */

// q(t) = 1 + k[0] t + k[1] t^2 + ...: k[n - 1] = (-1)^n H_n(c)/(n + 1)!
VD_INLINE void hermite(vd c, vd *k)
{
    const vd v = vd_mul(c, c);
    const vd k5 = vd_fma(v, vd_set(-2.0 / 45), vd_set(2.0 / 9));
    const vd k6 = vd_fma(v, vd_set(4.0 / 315), vd_set(-2.0 / 21));

    k[0] = vd_neg(c);
    k[1] = vd_fma(v, vd_set(2.0 / 3), vd_set(-1.0 / 3));
    k[2] = vd_mul(c, vd_fma(v, vd_set(-1.0 / 3), vd_set(0.5)));
    k[3] = vd_fma(v, vd_fma(v, vd_set(2.0 / 15), vd_set(-0.4)), vd_set(0.1));
    k[4] = vd_mul(c, vd_fma(v, k5, vd_set(-1.0 / 6)));
    k[5] = vd_fma(v, vd_fma(v, k6, vd_set(1.0 / 7)), vd_set(-1.0 / 42));
}

VD_INLINE vd shape(vd t, const vd *k)
{
    vd q = k[POWERS - 1];

    for (int i = POWERS - 2; i >= 0; i--)
        q = vd_fma(q, t, k[i]);
    return vd_fma(q, t, vd_set(1));
}

// What is known at the centre next to x, and where x is.
typedef struct erf_place {
    vd t, hi, lo, slope, k[POWERS];
} erf_place;

VD_INLINE void find_place(erf_place *p, vd x)
{
    const vd a = vd_min(vd_abs(x), vd_set(LAST)); // NaN stays
    // Not a second minimum: clang 14 takes min(6, min(NaN, 6)) for NaN.
    const vd known = vd_select(vd_eq(x, x), a, vd_set(0));
    const vd sign = vd_copysign(vd_set(1), x);
    const vd magic = vd_set(TO_INTEGER);
    const vd shifted = vd_fma(known, vd_set(STEPS), magic);
    const vl row = vl_sub(vl_bits(shifted), vl_bits(magic));
    const vl at = vl_add(row, vl_shl(row, 1));
    const vd step = vd_mul(sign, vd_set(1.0 / STEPS));
    const vd c = vd_mul(vd_sub(shifted, magic), step);

    p->t = vd_fms(a, sign, c);
    p->hi = vd_mul(sign, vd_lookup(jf_erf_row, at));
    p->lo = vd_mul(sign, vd_lookup(jf_erf_row + 1, at));
    p->slope = vd_lookup(jf_erf_row + 2, at);
    hermite(c, p->k);
}

/* ---- erf */

VD_INLINE vd erf_small_factor(vd x)
{
    enum { N = sizeof erf_small / sizeof *erf_small };
    const vd z = vd_mul(x, x);
    vd q = vd_set(erf_small[N - 1]);

    for (int i = N - 2; i >= 0; i--)
        q = vd_fma(q, z, vd_set(erf_small[i]));
    return vd_fma(q, z, vd_set(erf_small_first[1]));
}

VD_INLINE vd erf_near_zero(vd x)
{
    const vd rest = vd_mul(x, erf_small_factor(x));

    return vd_fma(x, vd_set(erf_small_first[0]), rest);
}

VD_INLINE vd erf_cell_slow(vd x)
{
    const vm small = vd_lt(vd_abs(x), vd_set(SMALL));
    erf_place p;

    find_place(&p, x);
    const vd s = vd_fma(vd_mul(p.slope, p.t), shape(p.t, p.k), p.lo);
    return vd_select(small, erf_near_zero(x), vd_add(p.hi, s));
}

typedef struct erf_cell {
    double least, most;
    int small;
    double centre, hi, lo, slope, k[POWERS];
} erf_cell;

// The cell of the magnitudes from low to high, on the side of x.
static void set_range(erf_cell *cell, double x, double low, double high)
{
    cell->least = x < 0 ? -high : low;
    cell->most = x < 0 ? -low : high;
}

// What find_place() finds for x, |x| < LAST, as constants.
static void set_place(erf_cell *cell, double x)
{
    erf_place p;

    find_place(&p, vd_set(x));
    cell->centre = x - vd_first(p.t);
    cell->hi = vd_first(p.hi);
    cell->lo = vd_first(p.lo);
    cell->slope = vd_first(p.slope);
    for (int i = 0; i < POWERS; i++)
        cell->k[i] = vd_first(p.k[i]);
}

// The points next to the ends of a cell are left to the slow form, which
// might count them to the neighbour.
static const double HALF = 0.5 / STEPS - 0x1p-40;

static void erf_cell_pick(erf_cell *cell, double x)
{
    const double size = fabs(x);

    *cell = (erf_cell){.least = 1, .most = 0};
    if (size < SMALL) {
        cell->small = 1;
        set_range(cell, 1, -BELOW_SMALL, BELOW_SMALL);
    } else if (size >= SMALL && size < LAST) {
        set_place(cell, x);
        const double middle = fabs(cell->centre);
        set_range(cell, x, fmax(middle - HALF, SMALL), middle + HALF);
    } else if (size >= LAST) {
        cell->hi = copysign(1, x);
        set_range(cell, x, LAST, DBL_MAX);
    }
}

// The polynomial of a cell, as the slow form has it.
VD_INLINE vd in_cell(vd x, const erf_cell *cell)
{
    const vd t = vd_sub(x, vd_set(cell->centre));
    vd k[POWERS];

    for (int i = 0; i < POWERS; i++)
        k[i] = vd_set(cell->k[i]);
    const vd step = vd_mul(vd_set(cell->slope), t);
    const vd s = vd_fma(step, shape(t, k), vd_set(cell->lo));
    return vd_add(vd_set(cell->hi), s);
}

VD_INLINE vd erf_cell_fast(vd x, const erf_cell *cell)
{
    return cell->small ? erf_near_zero(x) : in_cell(x, cell);
}

VD_KERNEL1_CELLS(ERF, erf_cell)

/* ---- erfc */

// What is known about 1 - erf(x) instead: changes the sign of the slope, too.
VD_INLINE void complement(vd *hi, vd *lo, vd *slope)
{
    const vdd one = vdd_fast_sum(vd_set(1), vd_neg(*hi));

    *hi = one.hi;
    *lo = vd_sub(one.lo, *lo);
    *slope = vd_neg(*slope);
}

VD_INLINE vd erfc_middle(vd x)
{
    erf_place p;

    find_place(&p, x);
    complement(&p.hi, &p.lo, &p.slope);
    const vd s = vd_fma(vd_mul(p.slope, p.t), shape(p.t, p.k), p.lo);
    return vd_add(p.hi, s);
}

// x exp(x^2) erfc(x), for 1/x^2 = w
VD_INLINE vdd scaled(vd w, vm near)
{
    enum { N = sizeof erfc_power / sizeof *erfc_power };
    const vd t = vd_sub(
        w, vd_select(near, vd_set(erfc_centre[0]), vd_set(erfc_centre[1])));
    vd p = vd_set(0);

    for (int i = N - 1; i >= 0; i--)
        p = vd_fma(p, t,
                   vd_select(near, vd_set(erfc_power[i][0]),
                             vd_set(erfc_power[i][1])));
    const vd s = vd_fma(w, p, vd_set(erfc_first[1]));
    return vdd_fast_sum(vd_set(erfc_first[0]), s);
}

// exp(-x^2) scaled(1/x^2)/x, for FAR <= x <= ZERO
VD_INLINE vd erfc_far(vd x)
{
    const vd y = vd_div(vd_set(1), x), e = vd_fnma(x, y, vd_set(1));
    const vd v = vd_mul(y, y);
    const vdd g =
        scaled(vd_fma(v, vd_add(e, e), v), vd_lt(x, vd_set(erfc_split)));
    vdd q = vdd_product(g.hi, y);
    q.lo = vd_fma(g.lo, y, vd_fma(q.hi, e, q.lo));

    const vdd square = vdd_product(x, x);
    const vdd power = {vd_neg(square.hi), vd_neg(square.lo)};
    const exp_parts parts = exp_parts_of(power);
    const vdd f = vdd_fast_sum(parts.hi, parts.lo);
    vdd r = vdd_product(f.hi, q.hi);
    r.lo = vd_fma(f.lo, q.hi, vd_fma(f.hi, q.lo, r.lo));
    return vdd_scale(r, parts.k);
}

typedef erf_cell erfc_cell;

VD_INLINE vd erfc_cell_slow(vd x)
{
    const vm far = vd_le(vd_set(FAR), x);
    vd y = x;

    if (vm_any(vm_not(far)))
        y = erfc_middle(x);
    if (vm_any(far)) {
        const vd inside = vd_min(vd_max(x, vd_set(FAR)), vd_set(ZERO));
        y = vd_select(far, erfc_far(inside), y);
    }
    return y;
}

static void erfc_cell_pick(erfc_cell *cell, double x)
{
    *cell = (erfc_cell){.least = 1, .most = 0};
    if (x <= -LAST) {
        cell->hi = 2;
        set_range(cell, x, LAST, DBL_MAX);
    } else if (x < FAR) {
        set_place(cell, x);
        vd hi = vd_set(cell->hi), lo = vd_set(cell->lo);
        vd slope = vd_set(cell->slope);
        complement(&hi, &lo, &slope);
        cell->hi = vd_first(hi);
        cell->lo = vd_first(lo);
        cell->slope = vd_first(slope);
        set_range(cell, 1, cell->centre - HALF, cell->centre + HALF);
        cell->most = fmin(cell->most, BELOW_FAR);
    }
}

VD_INLINE vd erfc_cell_fast(vd x, const erfc_cell *cell)
{
    return in_cell(x, cell);
}

VD_KERNEL1_CELLS(ERFC, erfc_cell)

JF_CLAIM(erf, value, 0.79)
JF_CLAIM(erfc, value, 0.79)
