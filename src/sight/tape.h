/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole program on an interval: the values and the slopes of all its
 * operations, up to the result. */
#ifndef JF_SIGHT_TAPE_H
#define JF_SIGHT_TAPE_H

#include "ir/ir.h"
#include "sight/interval.h"

/* value[0 .. ir->result] for the variable within x. */
void jf_tape_values(const jf_ir *ir, jf_range x, jf_range *value);

/* slope[0 .. ir->result] from the values: enclosures of the derivative, or of
 * its limits from both sides where it jumps.  Those of a value that may jump or
 * be undefined mean nothing.  No flags; never empty. */
void jf_tape_slopes(const jf_ir *ir, const jf_range *value, jf_range *slope);

/* slope[at], from the values, and the slopes of the operands. */
jf_range jf_slope_apply(const jf_ir *ir, const jf_range *value,
                        const jf_range *slope, jf_ref at);

/* The result alone, and its slope.  Needs room for 2 (ir->result + 1). */
typedef struct jf_look {
    jf_range value, slope;
} jf_look;
jf_look jf_tape_look(const jf_ir *ir, jf_range x, jf_range *room);

/* The result within x, as tight as value and slope together make it; *slope is
 * all reals where it was not needed or means nothing.  Room as above. */
jf_range jf_tape_range(const jf_ir *ir, jf_range x, jf_range *room,
                       jf_range *slope);

#endif
