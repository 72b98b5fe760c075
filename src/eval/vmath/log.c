/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log, log2, log10, log1p: idea, error and reference in vmath/log.h.
 *
 * log1p: the piece is that of 1 + x, rounded; r = c 2^-k x + (c 2^-k - 1) in
 *   one fma.  The difference is exact up to k = 39 and then off by 2^-54,
 *   where the value is 27 and more.
 * Exact: values that are integers, log2 of powers of 2, log10 of powers of 10.
 *   The sum hi + ... is within 2^-59 of the integer, hence rounded to it.
 * Cells: a piece at one exponent; the region next to 1.
 * Seen: log 0.551, log1p 0.560, log2 0.582, log10 0.583 ULP, each in 2e6
 *   values, a third of them from 0.9 to 1.2.
 * Cost: 0.26 to 0.29 ns a point on AVX-512, 0.33 to 0.37 on AVX2 (Xeon of
 *   2.1 GHz); glibc's vector log takes 0.8 and 1.1.  In disorder, 1.2 and 2.1.
 * Rejected: pieces of half the width, for one operation less: twice as many
 *   cells to change between, and tables of twice the size.  Adding r to hi with
 *   the rest of the sum, for 0.51 ULP: four operations more. */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/log.h"

#include "eval/vmath/tables/log_other.inc"

// r = c x + shift
typedef struct log_cell {
    double least, most, c, shift, hi, lo;
    int near;
} log_cell;

static const log_cell NO_CELL = {1, 0, 1, 0, 0, 0, 0};

VD_INLINE vd fast(vd x, const log_cell *cell, const log_base *base)
{
    const vd r = vd_fma(x, vd_set(cell->c), vd_set(cell->shift));

    return cell->near ? log_near(r, base)
                      : log_sum(r, vd_set(cell->hi), vd_set(cell->lo), base);
}

// Away from the ends of the range, where c/2^k would not be normal.
VD_INLINE log_cell pick(double x, const log_base *base)
{
    if (!(x >= 0x1p-1000 && x <= 0x1p1000))
        return NO_CELL;
    if (x >= 1 + LOG_NEAR_LEAST && x < 1 + LOG_NEAR_END)
        return (log_cell){.least = 1 + LOG_NEAR_LEAST,
                          .most = 1 + LOG_NEAR_END - 0x1p-52,
                          .c = 1,
                          .shift = -1,
                          .near = 1};
    const log_piece p = log_around(x, base);
    return (log_cell){p.least, p.most, p.c, -1, p.hi, p.lo, 0};
}

VD_INLINE vm within(vd x, double least, double end)
{
    return vm_and(vd_le(vd_set(least), x), vd_lt(x, vd_set(end)));
}

// The logarithm of 2^-more x, positive and normal, away from 1.
VD_INLINE vd away(vd x, double more, const log_base *base)
{
    const log_place p = log_find(x, vd_set(more), base);
    const vd r = vd_fma(log_reduced(x, &p), p.c, vd_set(-1));

    return log_sum(r, p.hi, p.lo, base);
}

/* y, but as Annex F of C has it where x is not positive and finite. */
VD_INLINE vd ends(vd y, vd x)
{
    const vd zero = vd_set(0), huge = vd_set(HUGE_VAL);
    const vd other = vd_select(vd_lt(x, zero), vd_set(NAN), x);
    const vd end = vd_select(vd_eq(x, zero), vd_neg(huge), other);

    return vd_select(vm_and(vd_lt(zero, x), vd_lt(x, huge)), y, end);
}

// y, but for lanes that are subnormal, or not positive and finite.
VD_INLINE vd seldom(vd y, vd x, const log_base *base)
{
    const vm subnormal = vd_lt(x, vd_set(0x1p-1022));
    const vd up = away(vd_mul(x, vd_set(0x1p64)), -64, base);

    return ends(vd_select(subnormal, up, y), x);
}

// The branch is one of time only: seldom() leaves the other lanes alone.
VD_INLINE vd slow(vd x, const log_base *base)
{
    const vd near = log_near(vd_sub(x, vd_set(1)), base);
    const vm beside = within(x, 1 + LOG_NEAR_LEAST, 1 + LOG_NEAR_END);
    const vd y = vd_select(beside, near, away(x, 0, base));
    const vm usual = within(x, 0x1p-1022, HUGE_VAL);

    return vm_any(vm_not(usual)) ? seldom(y, x, base) : y;
}

#define LOG_KERNEL(id, cell, base)                \
    typedef log_cell cell;                        \
                                                  \
    static void cell##_pick(cell *c, double x)    \
    {                                             \
        *c = pick(x, &(base));                    \
    }                                             \
                                                  \
    VD_INLINE vd cell##_fast(vd x, const cell *c) \
    {                                             \
        return fast(x, c, &(base));               \
    }                                             \
                                                  \
    VD_INLINE vd cell##_slow(vd x)                \
    {                                             \
        return slow(x, &(base));                  \
    }                                             \
                                                  \
    VD_KERNEL1_CELLS(id, cell)

LOG_KERNEL(LOG, ln_cell, log_e)
LOG_KERNEL(LOG2, log2_cell, log_2)
LOG_KERNEL(LOG10, log10_cell, log_10)

/* ---- log1p */

typedef log_cell log1p_cell;

// From -1 to 2^39 the ends of the pieces of 1 + x, less 1, are doubles.
static void log1p_cell_pick(log1p_cell *cell, double x)
{
    *cell = NO_CELL;
    if (!(x > -1 && x < 0x1p39))
        return;
    const log_piece p = log_around(1 + x, &log_e);
    *cell = (log_cell){p.least - 1, p.most - 1, p.c, p.c - 1, p.hi, p.lo, 0};
    // -0, so that the sign of 0 stays
    if (x >= LOG_NEAR_LEAST && x < LOG_NEAR_END)
        *cell = (log_cell){.least = LOG_NEAR_LEAST,
                           .most = LOG_NEAR_END - 0x1p-56,
                           .c = 1,
                           .shift = -0.0,
                           .near = 1};
}

VD_INLINE vd log1p_cell_fast(vd x, const log1p_cell *cell)
{
    return fast(x, cell, &log_e);
}

// y, but for huge lanes, and those that are not above -1 and finite.
VD_INLINE vd log1p_seldom(vd y, vd x)
{
    const vm huge = vd_le(vd_set(0x1p1000), x);
    const vd z = vd_select(huge, away(x, 0, &log_e), y);

    return ends(z, vd_add(vd_set(1), x));
}

VD_INLINE vd log1p_cell_slow(vd x)
{
    const vd one = vd_set(1);
    const log_place p = log_find(vd_add(one, x), vd_set(0), &log_e);
    const vd c = log_factor(&p);
    const vd r = vd_fma(x, c, vd_sub(c, one));
    const vm beside = within(x, LOG_NEAR_LEAST, LOG_NEAR_END);
    const vd y =
        vd_select(beside, log_near(x, &log_e), log_sum(r, p.hi, p.lo, &log_e));
    const vm usual = within(x, -1 + 0x1p-53, 0x1p1000);

    return vm_any(vm_not(usual)) ? log1p_seldom(y, x) : y;
}

VD_KERNEL1_CELLS(LOG1P, log1p_cell)

JF_CLAIM(log, value, 0.62)
JF_CLAIM(log2, value, 0.62)
JF_CLAIM(log10, value, 0.62)
JF_CLAIM(log1p, value, 0.62)
