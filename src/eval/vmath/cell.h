/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole cells at once.
 *
 * Idea: a function is approximated piece by piece: a quadrant, an entry of a
 *   table, an interval with a polynomial.  Abscissae come in order, so nearly
 *   always 32 neighbours share one piece.  Then its constants are loaded once
 *   and broadcast, and neither index nor lookup nor select is left over.
 * Law: fast(x, cell) and slow(x) give the same bits for every x within
 *   [cell.least, cell.most], and NaN for NaN; so a lane still depends on
 *   nothing but itself, and only the time depends on its neighbours.
 * Cost: a minimum and a maximum a vector.  Arguments in no order at all pay for
 *   the choice of a new cell once a group.
 *
 * VD_KERNEL1_CELLS(ID, T) makes the kernel of ID from a struct T and
 *
 *     T   { double least, most; ... }
 *     void T_pick(T *cell, double x)       the cell that holds x; when there
 *                                          is none (NaN): least > most
 *     vd T_fast(vd x, const T *cell)       for x in the cell
 *     vd T_slow(vd x)                      for any x
 */
#ifndef JF_EVAL_VMATH_CELL_H
#define JF_EVAL_VMATH_CELL_H

#include "eval/vmath/kernel.h"

enum { VD_GROUP = 4 }; // vectors

/* Old CPUs, one double at a time, do without: the fast forms are a third of
 * the code. */
enum { VD_CELLS = VL > 1 };

/* Whether all lanes of a group lie in [least, most].  A NaN may be passed over:
 * min and max keep the first operand then. */
VD_INLINE int vd_group_within(const double *x, double least, double most)
{
    if (!VD_CELLS)
        return 0;
    vd a = vd_load(x), b = a;
    for (int i = 1; i < VD_GROUP; i++) {
        const vd v = vd_load(x + i * VL);
        a = vd_min(a, v);
        b = vd_max(b, v);
    }
    const vm in = vm_and(vd_le(vd_set(least), a), vd_le(b, vd_set(most)));
    return !vm_any(vm_not(in));
}

// Picks and slow forms are long, so they stand in a kernel once; where there is
// no whole group left, nothing is picked.
#define VD_KERNEL1_CELLS(id, cell)                                  \
    VD_KERNEL(id)                                                   \
    {                                                               \
        const double *const x = args->operand[0];                   \
        const size_t group = VD_GROUP * VL;                         \
        double near = x[0];                                         \
                                                                    \
        for (size_t i = 0; i < n;) {                                \
            if (VD_CELLS && n - i >= group) {                       \
                cell c;                                             \
                cell##_pick(&c, near);                              \
                for (; i + group <= n &&                            \
                       vd_group_within(x + i, c.least, c.most);     \
                     i += group)                                    \
                    for (size_t k = i; k < i + group; k += VL)      \
                        vd_store(args->d + k,                       \
                                 cell##_fast(vd_load(x + k), &c));  \
            }                                                       \
            if (i >= n)                                             \
                break;                                              \
            const size_t end = n - i < group ? n : i + group;       \
            near = x[end - 1];                                      \
            for (; i < end; i += VL)                                \
                vd_store(args->d + i, cell##_slow(vd_load(x + i))); \
        }                                                           \
    }

#endif
