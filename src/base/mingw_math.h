/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Included before every file for Windows (meson.build).  mingw's isnan() and
 * its like are functions of some 60 bytes in line, hundreds of times, and call
 * a float's function in a branch not taken; the compiler's are an instruction.
 */
#ifndef JF_BASE_MINGW_MATH_H
#define JF_BASE_MINGW_MATH_H

#include <math.h>

#undef isfinite
#undef isinf
#undef isnan
#undef isnormal
#undef signbit
#define isfinite(x) __builtin_isfinite(x)
#define isinf(x)    __builtin_isinf(x)
#define isnan(x)    __builtin_isnan(x)
#define isnormal(x) __builtin_isnormal(x)
#define signbit(x)  __builtin_signbit(x)

#endif
