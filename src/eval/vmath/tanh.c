/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tanh x.
 *
 * Idea: a table of t = tanh c, as double-doubles, for c = 0, 1/32 .. 20, and
 *   Taylor's series about the nearest c, r = |x| - c being exact:
 *
 *     tanh(c + r) = t + a1 r + ... + a8 r^8,   |r| <= 1/64.
 *
 *   As tanh' = 1 - tanh^2, every a_n is a polynomial in t: with u = t^2 and
 *   w = 1 - u, a1 = w, a2 = -t w, and further w, or t w, times a polynomial in
 *   u.  So only t is looked up.  Up to 0.328 it is x + x^3 P(x^2), P of degree
 *   8.  From 20 on all a_n are 0, and the sum is 1.
 * Errors, in ULP: the series 2^-58.8 of t, 0.03 at most; the roundings below
 *   the leading part |r|/c <= 1/21 each, near 0 x^2/3 <= 1/28; the last sum
 *   0.5.
 * Cost: ten operations in a cell, eleven near 0; 45 and two lookups elsewhere.
 *   In order, 0.37 ns a value on AVX-512, 0.59 on AVX2 (libmvec: 1.30, 2.09);
 *   in no order 1.8 and 3.0.  The table takes 10 KiB.
 * Rejected: (e^2x - 1)/(e^2x + 1) in double-doubles with a division: by count
 *   30 operations and 16 cycles of the divider. */
#include <math.h>

#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/scale.h"
#include "eval/vmath/tables.h"
#include "eval/vmath/tables/tanh.inc"
#include "eval/vmath/tables/tanh_table.inc"

enum { TANH_POWERS = 8, TANH_NEAR = 10, TANH_DEGREE = 8, TANH_MASK = 1023 };
#define TANH_FAR  20.
#define TANH_STEP 0x1p-5

typedef struct tanh_piece {
    vd c, hi, lo, a[TANH_POWERS];
} tanh_piece;

/* x, but TANH_FAR where it is more; the next c, and its place in the table. */
typedef struct tanh_step {
    vd x, c;
    vl n;
} tanh_step;

// For x >= 0, or NaN: x stays, c is without meaning, n is in the table.
VD_INLINE tanh_step tanh_step_of(vd x)
{
    const vd shift = vd_set(0x1.8p52 * TANH_STEP); // its last bit is a step
    const vd near = vd_min(x, vd_set(TANH_FAR));
    const vd sum = vd_add(near, shift);
    const vl n = vl_and(vl_bits(sum), vl_set(TANH_MASK));
    const vl last = vl_set((int64_t)(TANH_FAR / TANH_STEP));

    // by integers, for minima of NaN differ between machines
    return (tanh_step){near, vd_sub(sum, shift),
                       vl_select(vl_gt(n, last), last, n)};
}

VD_INLINE vd polynomial(vd u, const double *coefficient, int degree)
{
    vd p = vd_set(coefficient[0]);

    for (int i = 1; i <= degree; i++)
        p = vd_fma(p, u, vd_set(coefficient[i]));
    return p;
}

VD_INLINE tanh_piece tanh_piece_of(vd c, vd t, vd rest)
{
    const vd u = vd_mul(t, t), w = vd_fnma(t, t, vd_set(1)), v = vd_mul(t, w);

    return (tanh_piece){c,
                        t,
                        rest,
                        {w, vd_neg(v), vd_mul(w, polynomial(u, tanh_power3, 1)),
                         vd_mul(v, polynomial(u, tanh_power4, 1)),
                         vd_mul(w, polynomial(u, tanh_power5, 2)),
                         vd_mul(v, polynomial(u, tanh_power6, 2)),
                         vd_mul(w, polynomial(u, tanh_power7, 3)),
                         vd_mul(v, polynomial(u, tanh_power8, 3))}};
}

VD_INLINE vd tanh_piece_value(vd x, const tanh_piece *f)
{
    const vd r = vd_sub(x, f->c);
    vd p = f->a[TANH_POWERS - 1];

    for (int i = TANH_POWERS - 2; i >= 0; i--)
        p = vd_fma(p, r, f->a[i]);
    return vd_add(f->hi, vd_fma(p, r, f->lo));
}

// -0 gives +0.
VD_INLINE vd tanh_near_value(vd x)
{
    const vd u = vd_mul(x, x);

    return vd_fma(vd_mul(x, u), polynomial(u, tanh_near, TANH_DEGREE), x);
}

typedef struct tanh_cell {
    double least, most;
    int near;
    tanh_piece f;
} tanh_cell;

VD_INLINE void tanh_cell_ends(tanh_cell *cell, double x, double c)
{
    const double half = (0.5 - 0x1p-20) * TANH_STEP;
    const double least = cell->near ? 0x1p-300 : c - half;
    const double most = cell->near     ? TANH_NEAR * TANH_STEP + half
                        : c < TANH_FAR ? c + half
                                       : 0x1p1000;

    cell->least = x > 0 ? least : -most;
    cell->most = x > 0 ? most : -least;
}

VD_INLINE void tanh_cell_pick(tanh_cell *cell, double x)
{
    const tanh_step s = tanh_step_of(vd_set(fabs(x)));
    const int64_t n = vl_first(s.n);
    const double side = x > 0 ? 1 : -1, c = (double)n * TANH_STEP;

    // NaN gives some cell or other; it holds what its ends say
    cell->near = n <= TANH_NEAR;
    tanh_cell_ends(cell, x, c);
    cell->f = tanh_piece_of(vd_set(side * c), vd_set(side * jf_tanh_at[n]),
                            vd_set(side * jf_tanh_at_rest[n]));
}

VD_INLINE vd tanh_cell_fast(vd x, const tanh_cell *cell)
{
    return cell->near ? tanh_near_value(x) : tanh_piece_value(x, &cell->f);
}

VD_INLINE vd tanh_cell_slow(vd x)
{
    const tanh_step s = tanh_step_of(vd_abs(x));
    const tanh_piece f = tanh_piece_of(s.c, vd_lookup(jf_tanh_at, s.n),
                                       vd_lookup(jf_tanh_at_rest, s.n));
    const vm near = vd_lt(s.c, vd_set((TANH_NEAR + 0.5) * TANH_STEP));
    vd y = tanh_piece_value(s.x, &f);

    if (vm_any(near))
        y = vd_select(near, tanh_near_value(s.x), y);
    return vd_copysign(y, x);
}

VD_KERNEL1_CELLS(TANH, tanh_cell)

JF_CLAIM(tanh, value, 0.60)
