/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/claims.h"
#include "eval/vmath/atan.h"

VD_KERNEL1_CELLS(ATAN, atan_cell)

JF_CLAIM(atan, value, 0.60)
