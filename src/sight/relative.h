/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_SIGHT_RELATIVE_H
#define JF_SIGHT_RELATIVE_H

#include "sight/taylor.h"

/* op(u), whose values v are huge; false: they are not, or op is not exp and its
 * like. */
bool jf_relative_begin(jf_op op, const jf_series *u, jf_range v, jf_series *r);

/* An operation with a relative operand; false: nothing is known. */
bool jf_relative_apply(const jf_ins *ins, const jf_range *value,
                       const jf_series *series, jf_series *r);

/* Turns the result back if its values v are no longer huge. */
void jf_relative_end(jf_range v, jf_series *r);

#endif
