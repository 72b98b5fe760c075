/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The range of a program over an interval.
 *
 * Idea: each operation on intervals, rounded outwards [Moore1966].  That is
 *   tight where x occurs once; where it occurs more often, as in x - sin(x),
 *   the operands are taken to vary on their own, and the range comes out too
 *   wide by a multiple of the width w.  So a second pass finds the slopes, by
 *   forward differentiation on intervals:
 *     a slope of one sign: f is monotonic, and the range is that of its values
 *       at the two ends;
 *     else the mean value form f(m) + f'(X) (X - m), which is too wide by w^2
 *       alone.
 *   Both need f to be continuous, not smooth: where the derivative jumps, all
 *   that lies between its limits is taken.
 * Error: rounding moves each bound by a few units in the last place.
 * Cost: the values twice (2 ns for a sum to 60 ns for a sine), slopes as much
 *   again.  Measured in docs/design/0012-ranges.md.
 * Fails on: infinite ranges, where only the first pass counts; slopes of
 *   zeta, the elliptic integrals and beta, which are not known.
 * Rejected: affine arithmetic: an allocation an operation, and no better once
 *   intervals are small; second derivatives: twice the work for a range that
 *   bisecting makes as tight. */
#include <stdlib.h>

#include "sight/apply.h"
#include "sight/sight.h"
#include "sight/tape.h"

enum { ROOM = 64 }; // operations whose values fit the stack

void jf_tape_values(const jf_ir *ir, jf_range x, jf_range *value)
{
    for (int i = 0; i <= ir->result; i++)
        value[i] = ir->ins[i].op == JF_OP_VAR
                       ? x
                       : jf_range_apply(ir, &ir->ins[i], value);
}

void jf_tape_slopes(const jf_ir *ir, const jf_range *value, jf_range *slope)
{
    for (int i = 0; i <= ir->result; i++)
        slope[i] = ir->ins[i].op == JF_OP_VAR
                       ? jf_range_point(1)
                       : jf_slope_apply(ir, value, slope, i);
}

jf_look jf_tape_look(const jf_ir *ir, jf_range x, jf_range *room)
{
    jf_range *const slope = room + ir->result + 1;

    jf_tape_values(ir, x, room);
    jf_tape_slopes(ir, room, slope);
    return (jf_look){room[ir->result], slope[ir->result]};
}

// Whether some value that depends on x goes several ways.
static bool is_tangled(const jf_ir *ir)
{
    uint64_t seen[ROOM / 4] = {0}; // the first 1024 operations

    for (int i = 0; i <= ir->result; i++) {
        const jf_ins *const ins = &ir->ins[i];
        for (int k = 0; k < jf_op_operands(ins->op); k++) {
            const jf_ref r = ins->operand[k];
            if (ir->ins[r].op == JF_OP_CONST ||
                (k == 1 && r == ins->operand[0]))
                continue;
            if (r >= 16 * ROOM || seen[r / 64] >> r % 64 & 1)
                return true;
            seen[r / 64] |= (uint64_t)1 << r % 64;
        }
    }
    return false;
}

static jf_range value_at(const jf_ir *ir, double x, jf_range *room)
{
    jf_tape_values(ir, jf_range_point(x), room);
    return room[ir->result];
}

// f rises.  An infinite end bounds nothing.
static jf_range between_ends(const jf_ir *ir, jf_range x, jf_range *room)
{
    jf_range r = jf_range_all;

    if (isfinite(x.lo))
        r.lo = value_at(ir, x.lo, room).lo;
    if (isfinite(x.hi))
        r.hi = value_at(ir, x.hi, room).hi;
    return r;
}

static jf_range falling_between_ends(const jf_ir *ir, jf_range x,
                                     jf_range *room)
{
    jf_range r = jf_range_all;

    if (isfinite(x.hi))
        r.lo = value_at(ir, x.hi, room).lo;
    if (isfinite(x.lo))
        r.hi = value_at(ir, x.lo, room).hi;
    return r;
}

static jf_range mean_value(const jf_ir *ir, jf_range x, jf_range slope,
                           jf_range *room)
{
    const double middle = x.lo / 2 + x.hi / 2;
    const jf_range m = jf_range_point(middle);
    const jf_range f = value_at(ir, middle, room);

    return jf_range_add(f, jf_range_mul(slope, jf_range_sub(x, m)));
}

jf_range jf_tape_range(const jf_ir *ir, jf_range x, jf_range *room,
                       jf_range *slope)
{
    jf_range better;

    *slope = jf_range_all;
    jf_tape_values(ir, x, room);
    const jf_range r = room[ir->result];
    if (r.seen || jf_range_empty(r) || jf_range_thin(x))
        return r;
    jf_range *const slopes = room + ir->result + 1;
    jf_tape_slopes(ir, room, slopes);
    *slope = slopes[ir->result];
    if (slope->lo >= 0)
        better = between_ends(ir, x, room);
    else if (slope->hi <= 0)
        better = falling_between_ends(ir, x, room);
    else if (isfinite(slope->lo) && isfinite(slope->hi) && isfinite(x.lo) &&
             isfinite(x.hi))
        better = mean_value(ir, x, *slope, room);
    else
        return r;
    return jf_range_meet(r, better.lo, better.hi);
}

static jf_range finished(jf_range r)
{
    r.lo += 0.0; // not -0
    r.hi += 0.0;
    if (!jf_range_empty(r) && (isinf(r.lo) || isinf(r.hi)))
        r.seen |= JF_SEEN_UNBOUNDED;
    return r;
}

jf_range jf_sight_range(const jf_ir *typed, double a, double b)
{
    const size_t n = 2 * ((size_t)typed->result + 1);
    const jf_range x = {fmin(a, DBL_MAX), fmax(b, -DBL_MAX), 0};
    jf_range stack[2 * ROOM], slope;
    jf_range *const room = n <= 2 * ROOM ? stack : malloc(n * sizeof *room);

    if (!room)
        return jf_range_marked(jf_range_all, JF_SEEN_ALL);
    jf_range r;
    if (is_tangled(typed)) {
        r = jf_tape_range(typed, x, room, &slope);
    } else {
        jf_tape_values(typed, x, room);
        r = room[typed->result];
    }
    if (room != stack)
        free(room);
    return finished(r);
}
