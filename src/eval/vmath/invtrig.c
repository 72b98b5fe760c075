/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/claims.h"
#include "eval/vmath/asin.h"
#include "eval/vmath/atan.h"
#include "eval/vmath/atan2.h"

VD_KERNEL1_CELLS(ATAN, atan_cell)
VD_KERNEL1_CELLS(ASIN, asin_cell)
VD_KERNEL1_CELLS(ACOS, acos_cell)
VD_KERNEL2(ATAN2, vd_atan2(a, b))

JF_CLAIM(atan, value, 0.60)
JF_CLAIM(asin, value, 0.62)
JF_CLAIM(acos, value, 0.62)
JF_CLAIM(atan2, value, 0.62)
