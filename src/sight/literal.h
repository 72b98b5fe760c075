/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_SIGHT_LITERAL_H
#define JF_SIGHT_LITERAL_H

#include "base/sight.h"
#include "ir/ir.h"

/* The program with the i-th of its constants that are rounded larger by
 * JF_LITERAL_CHANGE of their errors.  JF_OK; JF_NOMEM; JF_USAGE: there are no
 * more. */
jf_status jf_literal_open(const jf_ir *typed, int i, jf_view *view);

#endif
