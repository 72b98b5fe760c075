/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_EXPR_NUMBER_H
#define JF_EXPR_NUMBER_H

#include <stdbool.h>

#include <jifen/text.h>

#include "expr/fold.h"

/* Whether a number begins here: a digit, or a point with a digit after it. */
bool jf_number_begins(const jf_unit *unit);

/* Reads the longest number at unit (decimal "1_000.5e-3" or hexadecimal
 * "0x1.8p3"), correctly rounded whatever the locale.  *end is behind it.
 * Returns JF_TEXT_NONE, or the problem with it. */
jf_text_id jf_number_read(const jf_unit *unit, double *value,
                          const jf_unit **end);

#endif
