/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the value that a program computes at an abscissa may be from what was
 * meant.
 *
 * Idea: the program on intervals (interval.h), from the abscissa itself, which
 *   is exact.  Half the width of what comes out is a bound of all rounding on
 *   the way, and of what cancels.  A second time each constant comes with its
 *   error (ir.h), and what the width grows by is a bound of their effect: next
 *   to 0, 1 - 0.9999 cos(x) has 12 digits, since 0.9999 is no double.
 * Error: too large by the factor that intervals are in arithmetic, 2 to 4; more
 *   where errors of one value would cancel.  A single value may err by twice as
 *   much, since it need not be in the middle; many values do not.
 * Cost: twice as a range, once where all constants are exact. */
#include <stdlib.h>

#include "sight/apply.h"
#include "sight/sight.h"

enum { ROOM = 64 };

static bool is_doubtful(const jf_ins *ins)
{
    return ins->op == JF_OP_CONST && ins->err > 0 && isfinite(ins->k);
}

static jf_range doubtful(const jf_ins *ins)
{
    return jf_range_of(jf_add_down(ins->k, -ins->err),
                       jf_add_up(ins->k, ins->err));
}

// *any: whether constants with an error were met.
static double half_width(const jf_ir *ir, double x, bool doubts,
                         jf_range *value, bool *any)
{
    jf_range r = jf_range_none();

    *any = false;
    for (int i = 0; i <= ir->result; i++) {
        const jf_ins *const ins = &ir->ins[i];
        const bool found = is_doubtful(ins);
        *any |= found;
        r = ins->op == JF_OP_VAR ? jf_range_point(x)
            : found && doubts    ? doubtful(ins)
                                 : jf_range_apply(ir, ins, value);
        value[i] = r;
    }
    const bool known = !jf_range_empty(r) && !(r.seen & JF_SEEN_UNDEFINED);
    return known ? r.hi / 2 - r.lo / 2 : HUGE_VAL;
}

double jf_sight_rounding(const jf_ir *typed, double x, double *fixed)
{
    jf_range stack[ROOM];
    jf_range *const room =
        typed->result < ROOM
            ? stack
            : malloc(((size_t)typed->result + 1) * sizeof *room);
    bool any;

    *fixed = 0;
    if (!room)
        return HUGE_VAL;
    const double own = half_width(typed, x, false, room, &any);
    if (any && own < HUGE_VAL)
        *fixed = half_width(typed, x, true, room, &any) - own;
    if (room != stack)
        free(room);
    return own;
}
