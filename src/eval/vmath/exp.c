/* SPDX-License-Identifier: GPL-3.0-or-later */
/* e^x, 2^x, 10^x and e^x - 1.  The idea stands in vmath/exp.h.
 *
 * e^x - 1: the piece of e^x less 2^-k, as a double-double, times 2^k.  What is
 *   added to its leading part is |r|/|x| of it; that part's roundings are small
 *   where |x| is large against r.  Near 0 (ten steps) it is x + x^2 Q(x), Q of
 *   degree 8 and the second part at most |x|/19 of the first.
 * Errors of e^x - 1, in ULP: 0.5 for the last sum; beside 0.1, where it is a
 *   ninth of e^x, the polynomial's 2^-59.3 of e^x is 0.1, and each of four
 *   roundings in the part below hi 0.03.  Seen in a million values: 0.617.
 * Cells: a step of 1/64 of a factor of two, 0.0108 wide for e^x; for e^x - 1
 *   also both sides of 0, up to 2^-300, below which come zeros and subnormals.
 * Cost: e^x - 1 in order, 0.34 ns a value on AVX-512, 0.48 on AVX2 (libmvec:
 *   0.67, 1.11). */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/exp.h"

typedef struct exp_cell {
    double least, most;
    exp_piece f;
} exp_cell;

VD_INLINE void power_pick(exp_cell *cell, double x, const exp_base *b)
{
    const exp_step s = exp_step_of(vd_set(x), b);

    exp_step_ends(s.n, b, fabs(x) <= b->cells, &cell->least, &cell->most);
    cell->f = exp_piece_of(&s, exp_two_at_first(s.bits), b);
    exp_piece_scale(&cell->f, vd_two_to(s.k));
}

VD_INLINE vd power_slow(vd x, const exp_base *b)
{
    const exp_step s = exp_step_of(x, b);
    const exp_piece f = exp_piece_of(&s, exp_two_at(s.bits), b);

    return exp_finish(x, (exp_parts){f.hi, exp_piece_rest(x, &f), s.k}, b);
}

#define POWER_KERNEL(ID, cell, base)              \
    typedef exp_cell cell;                        \
                                                  \
    VD_INLINE void cell##_pick(cell *c, double x) \
    {                                             \
        power_pick(c, x, &base);                  \
    }                                             \
                                                  \
    VD_INLINE vd cell##_fast(vd x, const cell *c) \
    {                                             \
        return exp_piece_value(x, &c->f);         \
    }                                             \
                                                  \
    VD_INLINE vd cell##_slow(vd x)                \
    {                                             \
        return power_slow(x, &base);              \
    }                                             \
                                                  \
    VD_KERNEL1_CELLS(ID, cell)

POWER_KERNEL(EXP, power_e, exp_e)
POWER_KERNEL(EXP2, power_2, exp_2)
POWER_KERNEL(EXP10, power_10, exp_10)

/* ---- e^x - 1 */

enum { EXPM1_NEAR = 9, EXPM1_DEGREE = 8 };
#define EXPM1_LOWEST (-45.) // from here on it is -1

typedef struct expm1_cell {
    double least, most;
    int near;
    exp_piece f;
} expm1_cell;

// -0 gives +0.
VD_INLINE vd expm1_near_value(vd x)
{
    vd q = vd_set(expm1_near[0]);

    for (int i = 1; i <= EXPM1_DEGREE; i++)
        q = vd_fma(q, x, vd_set(expm1_near[i]));
    return vd_fma(vd_mul(x, x), q, x);
}

// (e^x - 1) 2^-k about c.
VD_INLINE exp_piece expm1_piece_of(const exp_step *s, vdd two)
{
    // 2^-200 changes nothing anymore
    const vl most = vl_set(200 * EXPONENT_ONE);
    const vl k = vl_select(vl_gt(s->k, most), most, s->k);
    const vd one = vd_bits(vl_sub(vl_set(EXPONENT_BIAS), k));
    exp_piece f = exp_piece_of(s, two, &exp_e);
    const vdd hi = vdd_sum(f.hi, vd_neg(one));

    f.hi = hi.hi;
    f.lo = vd_add(hi.lo, f.lo);
    return f;
}

VD_INLINE void expm1_cell_pick(expm1_cell *cell, double x)
{
    const exp_step s = exp_step_of(vd_set(x), &exp_e);
    const int usual = x > EXPM1_LOWEST + 1 && x <= exp_e.cells;

    cell->near = fabs(x) < exp_near_most(EXPM1_NEAR);
    if (cell->near)
        exp_near_ends(x, EXPM1_NEAR, &cell->least, &cell->most);
    else
        exp_step_ends(s.n, &exp_e, usual, &cell->least, &cell->most);
    cell->f = expm1_piece_of(&s, exp_two_at_first(s.bits));
    exp_piece_scale(&cell->f, vd_two_to(s.k));
}

VD_INLINE vd expm1_cell_fast(vd x, const expm1_cell *cell)
{
    return cell->near ? expm1_near_value(x) : exp_piece_value(x, &cell->f);
}

VD_INLINE vd expm1_cell_slow(vd x)
{
    const vd above = vd_max(x, vd_set(EXPM1_LOWEST));
    const exp_step s = exp_step_of(above, &exp_e);
    const exp_piece f = expm1_piece_of(&s, exp_two_at(s.bits));
    const vm near = vd_lt(vd_abs(s.n), vd_set(EXPM1_NEAR + 0.5));
    vd y = vd_times_two_to(exp_piece_value(above, &f), s.k);

    if (vm_any(near))
        y = vd_select(near, vd_copysign(expm1_near_value(x), x), y);
    if (vm_any(vm_not(vd_le(above, vd_set(exp_e.normal))))) {
        y = vd_select(near, y, vd_scale(exp_piece_value(above, &f), s.k));
        y = vd_select(vd_lt(vd_set(exp_e.over), x), vd_set(HUGE_VAL), y);
        y = vd_select(vd_eq(x, x), y, x);
    }
    return y;
}

VD_KERNEL1_CELLS(EXPM1, expm1_cell)

JF_CLAIM(exp, value, 0.53)
JF_CLAIM(exp2, value, 0.53)
JF_CLAIM(exp10, value, 0.53)
JF_CLAIM(expm1, value, 0.72)
