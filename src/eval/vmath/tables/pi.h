/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by tools/gen_vmath_trig.py; do not edit. */
// clang-format off
#ifndef JF_EVAL_VMATH_TABLES_PI_H
#define JF_EVAL_VMATH_TABLES_PI_H

/* pi in three parts */
#define PI_HI 0x1.921fb54442d18p+1
#define PI_MID 0x1.1a62633145c07p-53
#define PI_LO -0x1.f1976b7ed8fbcp-109
#define PI_INVERSE 0x1.45f306dc9c883p-2

#endif
