/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_SIGHT_LITERAL_H
#define JF_SIGHT_LITERAL_H

#include "base/sight.h"
#include "ir/ir.h"

/* Whether a constant is hardly the number that was meant, 0.1 or pi, but the
 * double next to it. */
bool jf_literal_is_rounded(const jf_ins *ins);

/* The program with its i-th such constant larger by JF_LITERAL_CHANGE of it.
 * JF_OK; JF_NOMEM; JF_USAGE: there are no more. */
jf_status jf_literal_open(const jf_ir *typed, int i, jf_view *view);

#endif
