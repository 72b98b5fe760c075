/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asinh, acosh, atanh, of |x|, by the pieces of vmath/log.h.
 *
 * asinh x = log a, a = x + sqrt(x^2 + 1); acosh x the same with x^2 - 1:
 *   The radicand u is a double-double, s its root, rounded; what is left,
 *   (u - s^2)/2s, goes to the low part of a.  2s = a +- 1/a, and c is 1/a to
 *   2^-8, so c/(1 +- c^2) is as near to 1/2s as that correction needs, and
 *   belongs to the piece.  From 2^30 on a is 2x.
 * atanh x = (log(1 + x) - log(1 - x))/2: two pieces, each as in log1p, and no
 *   quotient; the difference of their hi is exact.
 * Next to 0, |x| <= 129/1024: x + x^3 p(x^2).  acosh next to 1, up to 65/64:
 *   sqrt(2t) (1 + t p(t)), t = x - 1, the root with what is left.
 * Error: in units of 2^-62, before the last rounding: 5.3 by the account of
 *   log.h, asinh and acosh 3 more from the low part of a.  All values are above
 *   1/8 there: 0.07 ULP.  Below that, x^3 p <= x/190 has a few roundings:
 *   0.02 ULP.  acosh next to 1: 0.03 ULP.  Seen: 0.53 ULP in 2e6 values.
 * Cost: whole cells of asinh and acosh 25 operations a vector and the root,
 *   which takes longer; of atanh 19; next to 0 10.  Xeon of 2.1 GHz, ns a point
 *   on AVX-512 (AVX2): asinh 0.92 (0.93), atanh 0.45 (0.63); in disorder, 2.4
 *   (3.7) and 2.1 (3.4).
 * Fails on: acosh up to 65/64 has no cells, and pays for a division.
 * Rejected: atanh x = log1p(2x/(1 - x))/2: a division, and its rest. */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/log.h"

#include "eval/vmath/tables/invhyper.inc"

enum { ASINH_SMALL = 6, ATANH_SMALL = 7, ACOSH_BESIDE = 6 };
#define SMALL  (129.0 / 1024)
#define BESIDE (1 + 0x1p-6)
#define HUGE_A 0x1p30

// By what the inverse of a may be wrong, and more.
#define MARGIN 0x1p-40

typedef struct hyper_cell {
    double least, most, sign, c, d, hi, lo;
    int small;
} hyper_cell;

static const hyper_cell NO_CELL = {.least = 1, .most = 0};

// To the side of x; a cell from 0 would hold -0 and +0.
static hyper_cell small_cell(double x)
{
    if (x > 0)
        return (hyper_cell){
            .least = 0x1p-1022, .most = SMALL, .sign = 1, .small = 1};
    return (hyper_cell){
        .least = -SMALL, .most = -0x1p-1022, .sign = -1, .small = 1};
}

// A cell of |x|, as one of x.
static void turn(hyper_cell *cell, double x)
{
    const double least = cell->least;

    cell->sign = 1;
    if (x > 0)
        return;
    cell->sign = -1;
    cell->least = -cell->most;
    cell->most = -least;
}

VD_INLINE vd odd(vd x, const double *coef, int n)
{
    const vd v = vd_mul(x, x);

    return vd_fma(vd_mul(x, v), log_horner(v, coef, n), x);
}

/* ---- asinh and acosh: log(a), a = x + s + (u - s^2)/2s */

typedef struct grown {
    vdd a;   // x + s
    vd rest; // u - s^2
} grown;

VD_INLINE grown asinh_grown(vd x)
{
    const vd one = vd_set(1);
    const vdd p = vdd_product(x, x);
    const vdd u = vdd_fast_sum(vd_max(p.hi, one), vd_min(p.hi, one));
    const vd s = vd_sqrt(u.hi);
    const vd rest = vd_add(vd_fnma(s, s, u.hi), vd_add(u.lo, p.lo));

    return (grown){vdd_fast_sum(s, x), rest};
}

// Next to 1, p.lo is large beside u, which is made a double-double again.
VD_INLINE grown acosh_grown(vd x)
{
    const vdd p = vdd_product(x, x);
    const vdd w = vdd_fast_sum(p.hi, vd_set(-1));
    const vdd u = vdd_fast_sum(w.hi, vd_add(w.lo, p.lo));
    const vd s = vd_sqrt(u.hi);
    const vd rest = vd_add(vd_fnma(s, s, u.hi), u.lo);

    return (grown){vdd_fast_sum(x, s), rest};
}

VD_INLINE vd log_grown(const grown *g, vd c, vd d, vd hi, vd lo)
{
    const vd small = vd_fma(g->rest, d, g->a.lo);
    const vd r = vd_fma(small, c, vd_fma(g->a.hi, c, vd_set(-1)));

    return log_sum(r, hi, lo, &log_e);
}

// x from 2^30 on; g is of another x there.  side: 1 for asinh, -1 for acosh.
VD_INLINE vd log_any(vd x, grown g, double side)
{
    const vd zero = vd_set(0), one = vd_set(1);
    const vm huge = vd_le(vd_set(HUGE_A), x);
    const vd more = vd_select(huge, vd_set(65), zero);

    g.a.hi = vd_select(huge, vd_mul(x, vd_set(0x1p-64)), g.a.hi);
    g.a.lo = vd_select(huge, zero, g.a.lo);
    g.rest = vd_select(huge, zero, g.rest);
    const log_place p = log_find(g.a.hi, more, &log_e);
    const vd c = log_factor(&p);
    const vd cc = vd_mul(vd_mul(c, c), vd_set(side));
    const vd d = vd_select(huge, zero, vd_div(c, vd_add(one, cc)));

    return log_grown(&g, c, d, p.hi, p.lo);
}

/* The cell of a = x +- sqrt(x^2 + side), where 2x = a - side/a. */
static hyper_cell grown_cell(double a, double side)
{
    const log_piece p = log_around(a, &log_e);
    const double from = (p.least - side / p.least) / 2;
    const double to = (p.most - side / p.most) / 2;

    return (hyper_cell){.least = from * (1 + MARGIN),
                        .most = to * (1 - MARGIN),
                        .c = p.c,
                        .d = p.c / (1 + p.c * p.c * side),
                        .hi = p.hi,
                        .lo = p.lo};
}

VD_INLINE vd fast(const grown *g, const hyper_cell *cell)
{
    const vd y = log_grown(g, vd_set(cell->c), vd_set(cell->d),
                           vd_set(cell->hi), vd_set(cell->lo));

    return vd_mul(y, vd_set(cell->sign));
}

VD_INLINE vd fast_odd(vd x, const double *coef, int n, const hyper_cell *cell)
{
    return vd_mul(odd(x, coef, n), vd_set(cell->sign));
}

typedef hyper_cell asinh_cell, acosh_cell;

static void asinh_cell_pick(asinh_cell *cell, double x)
{
    const double b = fabs(x);

    *cell = b <= SMALL ? small_cell(x) : NO_CELL;
    if (!(b > SMALL && b < HUGE_A))
        return;
    *cell = grown_cell(b + sqrt(b * b + 1), 1);
    cell->least = fmax(cell->least, SMALL + 0x1p-50);
    cell->most = fmin(cell->most, HUGE_A - 1);
    turn(cell, x);
}

VD_INLINE vd asinh_cell_fast(vd x, const asinh_cell *cell)
{
    const vd b = vd_abs(x);

    if (cell->small)
        return fast_odd(b, asinh_small, ASINH_SMALL, cell);
    const grown g = asinh_grown(b);
    return fast(&g, cell);
}

VD_INLINE vd asinh_cell_slow(vd x)
{
    const vd b = vd_abs(x);
    const vd small = odd(b, asinh_small, ASINH_SMALL);
    const vd large = log_any(b, asinh_grown(vd_min(b, vd_set(HUGE_A))), 1);
    const vd y = vd_select(vd_le(b, vd_set(SMALL)), small, large);
    const vm finite = vd_lt(b, vd_set(HUGE_VAL));

    return vd_select(finite, vd_copysign(y, x), x);
}

VD_KERNEL1_CELLS(ASINH, asinh_cell)

static void acosh_cell_pick(acosh_cell *cell, double x)
{
    *cell = NO_CELL;
    if (!(x > BESIDE && x < HUGE_A))
        return;
    *cell = grown_cell(x + sqrt(x * x - 1), -1);
    cell->least = fmax(cell->least, BESIDE + 0x1p-50);
    cell->most = fmin(cell->most, HUGE_A - 1);
    cell->sign = 1;
}

VD_INLINE vd acosh_cell_fast(vd x, const acosh_cell *cell)
{
    const grown g = acosh_grown(x);

    return fast(&g, cell);
}

// acosh(1 + t); 0/0 is avoided at 0.
VD_INLINE vd beside(vd t)
{
    const vd b = vd_add(t, t), s = vd_sqrt(b);
    const vd p = log_horner(t, acosh_beside, ACOSH_BESIDE);
    const vd twice = vd_max(vd_add(s, s), vd_set(0x1p-500));
    const vd rest = vd_div(vd_fnma(s, s, b), twice);

    return vd_add(s, vd_fma(vd_mul(s, t), p, rest));
}

// The branch is one of time only: the other lanes keep their values.
VD_INLINE vd acosh_cell_slow(vd x)
{
    const vd one = vd_set(1), huge = vd_set(HUGE_VAL);
    const vm close = vd_le(x, vd_set(BESIDE));
    vd y = log_any(x, acosh_grown(vd_min(x, vd_set(HUGE_A))), -1);

    if (vm_any(close))
        y = vd_select(close, beside(vd_sub(x, one)), y);
    const vd end = vd_select(vd_lt(x, one), vd_set(NAN), x);
    return vd_select(vm_and(vd_le(one, x), vd_lt(x, huge)), y, end);
}

VD_KERNEL1_CELLS(ACOSH, acosh_cell)

/* ---- atanh: here c is of 1 + |x|, and d is the c of 1 - |x| */

VD_INLINE vd half_quotient(vd x, vd c, vd d, vd hi, vd lo)
{
    const vd one = vd_set(1);
    const vd r = vd_fma(x, c, vd_sub(c, one));
    const vd q = vd_fnma(x, d, vd_sub(d, one));
    const vd up = vd_fma(r, log_horner(r, log_e.piece, LOG_PIECE), one);
    const vd down = vd_fma(q, log_horner(q, log_e.piece, LOG_PIECE), one);

    return vd_add(hi, vd_fnma(q, down, vd_fma(r, up, lo)));
}

typedef hyper_cell atanh_cell;

static void atanh_cell_pick(atanh_cell *cell, double x)
{
    const double b = fabs(x);

    *cell = b <= SMALL ? small_cell(x) : NO_CELL;
    if (!(b > SMALL && b < 1))
        return;
    const log_piece up = log_around(1 + b, &log_e);
    const log_piece down = log_around(1 - b, &log_e);
    const double least = fmax(up.least - 1, 1 - down.most);
    *cell = (hyper_cell){.least = fmax(least, SMALL + 0x1p-50),
                         .most = fmin(up.most - 1, 1 - down.least),
                         .c = up.c,
                         .d = down.c,
                         .hi = up.hi - down.hi,
                         .lo = up.lo - down.lo};
    turn(cell, x);
}

VD_INLINE vd atanh_cell_fast(vd x, const atanh_cell *cell)
{
    const vd b = vd_abs(x);

    if (cell->small)
        return fast_odd(b, atanh_small, ATANH_SMALL, cell);
    const vd y = half_quotient(b, vd_set(cell->c), vd_set(cell->d),
                               vd_set(cell->hi), vd_set(cell->lo));
    return vd_mul(y, vd_set(cell->sign / 2));
}

VD_INLINE vd atanh_cell_slow(vd x)
{
    const vd b = vd_abs(x), one = vd_set(1), zero = vd_set(0);
    const vd small = odd(b, atanh_small, ATANH_SMALL);
    const log_place up = log_find(vd_add(one, b), zero, &log_e);
    const log_place down = log_find(vd_sub(one, b), zero, &log_e);
    const vd twice =
        half_quotient(b, log_factor(&up), log_factor(&down),
                      vd_sub(up.hi, down.hi), vd_sub(up.lo, down.lo));
    const vd large = vd_mul(twice, vd_set(0.5));
    const vd y = vd_select(vd_le(b, vd_set(SMALL)), small, large);
    const vd pole = vd_select(vd_eq(b, one), vd_set(HUGE_VAL), vd_set(NAN));
    const vd z = vd_select(vd_lt(b, one), y, pole);

    return vd_select(vd_eq(x, x), vd_copysign(z, x), x);
}

VD_KERNEL1_CELLS(ATANH, atanh_cell)

JF_CLAIM(asinh, value, 0.60)
JF_CLAIM(acosh, value, 0.60)
JF_CLAIM(atanh, value, 0.60)
