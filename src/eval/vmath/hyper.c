/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sinh x and cosh x.
 *
 * Idea: with the steps of vmath/exp.h, c the step next to |x| and r = |x| - c,
 *
 *     sinh |x| = sinh c cosh r + cosh c sinh r,
 *     cosh |x| = cosh c cosh r + sinh c sinh r:
 *
 *   pieces like those of e^x, whose coefficients alternate between the two.
 *   sinh c and cosh c come from e^c and e^-c, as double-doubles.  Near 0, up to
 *   0.298, sinh x is x + x^3 P(x^2), P of degree 4.
 * Errors, in ULP: as for e^x; in sinh the roundings below the leading part grow
 *   to r / tanh c <= 1/55 of an ULP each, and near 0 to x^2/6 <= 1/67.
 * Cost: seven operations in a cell, eight near 0; 60 and four lookups
 *   elsewhere.  In order, 0.43 ns a value on AVX-512, 0.58 on AVX2 (libmvec:
 *   0.92 and 1.34 for sinh, 0.68 and 1.52 for cosh); in no order 2.2 and 3.6.
 * Rejected, by count: e^x and e^-x for each x, summed in double-doubles: twice
 *   the operations. */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/exp.h"
#include "eval/vmath/tables/hyper.inc"

enum { SINH_NEAR = 27, SINH_DEGREE = 4 };
#define HYPER_MOST 710.5 // beyond, both are infinite

/* e^c and e^-c, both times 2^-k. */
typedef struct hyper_ends {
    vdd up, down;
} hyper_ends;

/* The bits of -n, as far as they are used. */
VD_INLINE vl opposite(vl n)
{
    return vl_sub(vl_set(0), n);
}

// 2^(m - k), where e^-c = 2^m T; far out, where e^-c is too small to matter,
// anything that is small.
VD_INLINE vd down_scale(const exp_step *s)
{
    const vl m = exp_exponent(opposite(s->bits));
    const vm far = vl_gt(s->k, vl_set(200 * EXPONENT_ONE));
    const vl small = vl_set(-400 * EXPONENT_ONE);

    return vd_two_to(vl_select(far, small, vl_sub(m, s->k)));
}

VD_INLINE hyper_ends hyper_ends_of(const exp_step *s, vdd up, vdd down)
{
    const vd scale = down_scale(s);
    const vd hi = vd_mul(down.hi, scale), lo = vd_mul(down.lo, scale);

    return (hyper_ends){{up.hi, vd_fnma(up.hi, s->rest, up.lo)},
                        {hi, vd_fma(hi, s->rest, lo)}};
}

VD_INLINE hyper_ends hyper_ends_at(const exp_step *s)
{
    return hyper_ends_of(s, exp_two_at(s->bits), exp_two_at(opposite(s->bits)));
}

VD_INLINE hyper_ends hyper_ends_at_first(const exp_step *s)
{
    return hyper_ends_of(s, exp_two_at_first(s->bits),
                         exp_two_at_first(opposite(s->bits)));
}

// 2 sinh c 2^-k
VD_INLINE vdd difference(const hyper_ends *e)
{
    const vdd d = vdd_sum(e->up.hi, vd_neg(e->down.hi));

    return vdd_fast_sum(d.hi, vd_add(d.lo, vd_sub(e->up.lo, e->down.lo)));
}

// 2 cosh c 2^-k
VD_INLINE vdd total(const hyper_ends *e)
{
    const vdd s = vdd_sum(e->up.hi, e->down.hi);

    return vdd_fast_sum(s.hi, vd_add(s.lo, vd_add(e->up.lo, e->down.lo)));
}

// The function with value f about c, whose derivative is g.
VD_INLINE exp_piece hyper_piece(vd c, vdd f, vd g)
{
    exp_piece piece = {c, f.hi, f.lo, {g}};

    for (int i = 1; i < EXP_POWERS; i++)
        piece.p[i] = vd_mul(i % 2 ? f.hi : g, vd_set(exp_e.power[i]));
    return piece;
}

VD_INLINE exp_piece sinh_piece(vd c, const hyper_ends *e)
{
    return hyper_piece(c, difference(e), total(e).hi);
}

VD_INLINE exp_piece cosh_piece(vd c, const hyper_ends *e)
{
    return hyper_piece(c, total(e), difference(e).hi);
}

// Half of the piece times 2^k: the piece holds 2 sinh or 2 cosh.
VD_INLINE vl half_exponent(const exp_step *s)
{
    return vl_sub(s->k, vl_set(EXPONENT_ONE));
}

// -0 gives +0.
VD_INLINE vd sinh_near_value(vd x)
{
    const vd u = vd_mul(x, x);
    vd p = vd_set(sinh_near[0]);

    for (int i = 1; i <= SINH_DEGREE; i++)
        p = vd_fma(p, u, vd_set(sinh_near[i]));
    return vd_fma(vd_mul(x, u), p, x);
}

// What is too large becomes infinite, and NaN stays.
VD_INLINE vd hyper_far(vd x, vd value, const exp_step *s)
{
    vd y = vd_scale(value, half_exponent(s));

    y = vd_select(vd_lt(vd_set(HYPER_MOST), x), vd_set(HUGE_VAL), y);
    return vd_select(vd_eq(x, x), y, x);
}

// For x >= 0.
VD_INLINE vd hyper_value(vd x, const exp_piece *f, const exp_step *s)
{
    const vd value = exp_piece_value(x, f);

    if (vm_any(vm_not(vd_le(x, vd_set(exp_e.normal)))))
        return hyper_far(x, value, s);
    return vd_times_two_to(value, half_exponent(s));
}

/* ---- cells: on the side of x, pieces turned round */

typedef struct hyper_cell {
    double least, most;
    int near;
    exp_piece f;
} hyper_cell;

// The piece of an even or odd function, about c for side 1, -c for -1.
VD_INLINE void turn(exp_piece *f, double side, int odd)
{
    const vd s = vd_set(side);

    f->c = vd_mul(f->c, s);
    if (odd) {
        f->hi = vd_mul(f->hi, s);
        f->lo = vd_mul(f->lo, s);
    }
    for (int i = odd; i < EXP_POWERS; i += 2)
        f->p[i] = vd_mul(f->p[i], s);
}

VD_INLINE void hyper_cell_set(hyper_cell *cell, double x, const exp_step *s,
                              const exp_piece *f, int odd)
{
    double least, most;

    exp_step_ends(s->n, &exp_e, fabs(x) <= exp_e.cells, &least, &most);
    cell->least = x > 0 ? least : -most;
    cell->most = x > 0 ? most : -least;
    cell->f = *f;
    exp_piece_scale(&cell->f, vd_two_to(half_exponent(s)));
    turn(&cell->f, x > 0 ? 1 : -1, odd);
}

VD_INLINE void sinh_cell_pick(hyper_cell *cell, double x)
{
    const exp_step s = exp_step_of(vd_set(fabs(x)), &exp_e);
    const hyper_ends e = hyper_ends_at_first(&s);
    const exp_piece f = sinh_piece(s.c, &e);

    hyper_cell_set(cell, x, &s, &f, 1);
    cell->near = fabs(x) < exp_near_most(SINH_NEAR);
    if (cell->near)
        exp_near_ends(x, SINH_NEAR, &cell->least, &cell->most);
}

VD_INLINE vd sinh_cell_fast(vd x, const hyper_cell *cell)
{
    return cell->near ? sinh_near_value(x) : exp_piece_value(x, &cell->f);
}

VD_INLINE vd sinh_cell_slow(vd x)
{
    const vd a = vd_abs(x);
    const exp_step s = exp_step_of(a, &exp_e);
    const hyper_ends e = hyper_ends_at(&s);
    const exp_piece f = sinh_piece(s.c, &e);
    const vm near = vd_lt(s.n, vd_set(SINH_NEAR + 0.5));
    vd y = hyper_value(a, &f, &s);

    if (vm_any(near))
        y = vd_select(near, sinh_near_value(a), y);
    return vd_copysign(y, x);
}

VD_INLINE void cosh_cell_pick(hyper_cell *cell, double x)
{
    const exp_step s = exp_step_of(vd_set(fabs(x)), &exp_e);
    const hyper_ends e = hyper_ends_at_first(&s);
    const exp_piece f = cosh_piece(s.c, &e);

    hyper_cell_set(cell, x, &s, &f, 0);
}

VD_INLINE vd cosh_cell_fast(vd x, const hyper_cell *cell)
{
    return exp_piece_value(x, &cell->f);
}

VD_INLINE vd cosh_cell_slow(vd x)
{
    const vd a = vd_abs(x);
    const exp_step s = exp_step_of(a, &exp_e);
    const hyper_ends e = hyper_ends_at(&s);
    const exp_piece f = cosh_piece(s.c, &e);

    return hyper_value(a, &f, &s);
}

typedef hyper_cell sinh_cell, cosh_cell;

VD_KERNEL1_CELLS(SINH, sinh_cell)
VD_KERNEL1_CELLS(COSH, cosh_cell)

JF_CLAIM(sinh, value, 0.56)
JF_CLAIM(cosh, value, 0.53)
