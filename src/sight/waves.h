/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_SIGHT_WAVES_H
#define JF_SIGHT_WAVES_H

#include "base/sight.h"
#include "ir/ir.h"

/* `waves` of base/sight.h, of a program as it was typed; takes nothing of
 * it. */
jf_status jf_waves_open(const jf_ir *typed, int size, jf_wave *wave, int *n);

#endif
