/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program tells of the function that it computes: the answers to
 * base/sight.h, for a program as it was typed (jf_ir_tidy).  Thread-safe. */
#ifndef JF_SIGHT_SIGHT_H
#define JF_SIGHT_SIGHT_H

#include "base/sight.h"
#include "ir/ir.h"

/* Encloses the values over [a, b].  Continuity is meant of the points where
 * there is a value: JF_SEEN_JUMP is not set for the two sides of a hole alone,
 * which JF_SEEN_UNDEFINED tells of.  Out of memory: all flags are set. */
jf_range jf_sight_range(const jf_ir *typed, double a, double b);

/* How far rounding may move the value at x, and by how much more it may be
 * wrong because constants are (see jf_sight).  HUGE_VAL: no bound is known, or
 * memory is out. */
double jf_sight_rounding(const jf_ir *typed, double x, double *fixed);

/* The marks within [a, b]: see jf_sight.  -1, too, when memory is out.  After
 * the last one written comes one whose x is NaN, if the count is -1 and there
 * is room. */
long jf_sight_marks(const jf_ir *typed, double a, double b, size_t size,
                    jf_mark *mark);

/* Range and marks over [a, b] as text, as snprintf writes. */
size_t jf_sight_print(const jf_ir *typed, double a, double b, char *buffer,
                      size_t size);

#endif
