/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions: special values, as in Annex F of C, and results that
 * are exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/random.h"
#include "eval/kernels.h"

#define PI_2    0x1.921fb54442d18p+0
#define HARDEST 0x1.6ac5b262ca1ffp+849 /* nearest to a multiple of pi/2 */

enum { BLOCK = 64 };

typedef struct special_row {
    jf_op op;
    double x, y, value;
} special_row;

#define INF  HUGE_VAL
#define NONE ((double)NAN)

// clang-format off
static const special_row SPECIAL[] = {
    /* exp */
    {JF_OP_EXP, 0, 0, 1},
    {JF_OP_EXP, -INF, 0, 0},
    {JF_OP_EXP, INF, 0, INF},
    {JF_OP_EXP, -0.0, 0, 1},
    {JF_OP_EXP, NONE, 0, NONE},
    {JF_OP_EXP, 0x1.62e42fefa39efp+9, 0, 0x1.fffffffffff2ap+1023},
    {JF_OP_EXP, 0x1.62e42fefa39f0p+9, 0, INF},
    {JF_OP_EXP, -0x1.74910d52d3051p+9, 0, 0x1p-1074},
    {JF_OP_EXP, -0x1.74910d52d3052p+9, 0, 0},
    {JF_OP_EXP2, 10, 0, 1024},
    {JF_OP_EXP2, -1022, 0, 0x1p-1022},
    {JF_OP_EXP2, -1023, 0, 0x1p-1023},
    {JF_OP_EXP2, -1074, 0, 0x1p-1074},
    {JF_OP_EXP2, -1075, 0, 0},
    {JF_OP_EXP2, -0x1.0cbffffffffffp+10, 0, 0x1p-1074},
    {JF_OP_EXP2, 1023, 0, 0x1p1023},
    {JF_OP_EXP2, 1024, 0, INF},
    {JF_OP_EXP2, -INF, 0, 0},
    {JF_OP_EXP2, INF, 0, INF},
    {JF_OP_EXP2, NONE, 0, NONE},
    {JF_OP_EXP10, -0.0, 0, 1},
    {JF_OP_EXP10, -INF, 0, 0},
    {JF_OP_EXP10, INF, 0, INF},
    {JF_OP_EXP10, NONE, 0, NONE},
    {JF_OP_EXP10, 3, 0, 1e3},
    {JF_OP_EXP10, -1, 0, 1e-1},
    {JF_OP_EXP10, 308, 0, 1e308},
    {JF_OP_EXP10, 309, 0, INF},
    {JF_OP_EXP10, -323, 0, 1e-323},
    {JF_OP_EXP10, -324, 0, 0},
    {JF_OP_EXPM1, 0, 0, 0},
    {JF_OP_EXPM1, -0.0, 0, -0.0},
    {JF_OP_EXPM1, 0x1p-1074, 0, 0x1p-1074},
    {JF_OP_EXPM1, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_EXPM1, -INF, 0, -1},
    {JF_OP_EXPM1, -1e300, 0, -1},
    {JF_OP_EXPM1, INF, 0, INF},
    {JF_OP_EXPM1, 710, 0, INF},
    {JF_OP_EXPM1, NONE, 0, NONE},
    {JF_OP_SINH, 0, 0, 0},
    {JF_OP_SINH, -0.0, 0, -0.0},
    {JF_OP_SINH, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_SINH, -INF, 0, -INF},
    {JF_OP_SINH, INF, 0, INF},
    {JF_OP_SINH, -711, 0, -INF},
    {JF_OP_SINH, NONE, 0, NONE},
    {JF_OP_COSH, -0.0, 0, 1},
    {JF_OP_COSH, -INF, 0, INF},
    {JF_OP_COSH, INF, 0, INF},
    {JF_OP_COSH, -711, 0, INF},
    {JF_OP_COSH, NONE, 0, NONE},
    {JF_OP_TANH, 0, 0, 0},
    {JF_OP_TANH, -0.0, 0, -0.0},
    {JF_OP_TANH, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_TANH, -INF, 0, -1},
    {JF_OP_TANH, INF, 0, 1},
    {JF_OP_TANH, 1e300, 0, 1},
    {JF_OP_TANH, NONE, 0, NONE},
    /* log */
    {JF_OP_LOG, 1, 0, 0},
    {JF_OP_LOG, 0, 0, -INF},
    {JF_OP_LOG, -0.0, 0, -INF},
    {JF_OP_LOG, -1, 0, NONE},
    {JF_OP_LOG, -0x1p-1074, 0, NONE},
    {JF_OP_LOG, -INF, 0, NONE},
    {JF_OP_LOG, INF, 0, INF},
    {JF_OP_LOG, NONE, 0, NONE},
    {JF_OP_LOG2, 1, 0, 0},
    {JF_OP_LOG2, 0x1p-1074, 0, -1074},
    {JF_OP_LOG2, 0x1p-1022, 0, -1022},
    {JF_OP_LOG2, 0.5, 0, -1},
    {JF_OP_LOG2, 8, 0, 3},
    {JF_OP_LOG2, 0x1p1023, 0, 1023},
    {JF_OP_LOG2, 0, 0, -INF},
    {JF_OP_LOG2, -INF, 0, NONE},
    {JF_OP_LOG2, INF, 0, INF},
    {JF_OP_LOG10, 1, 0, 0},
    {JF_OP_LOG10, 10, 0, 1},
    {JF_OP_LOG10, 1000, 0, 3},
    {JF_OP_LOG10, 1e15, 0, 15},
    {JF_OP_LOG10, 1e22, 0, 22},
    {JF_OP_LOG10, -0.0, 0, -INF},
    {JF_OP_LOG10, -1, 0, NONE},
    {JF_OP_LOG10, INF, 0, INF},
    {JF_OP_LOG1P, 0, 0, 0},
    {JF_OP_LOG1P, -0.0, 0, -0.0},
    {JF_OP_LOG1P, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_LOG1P, -1, 0, -INF},
    {JF_OP_LOG1P, -1 - 0x1p-52, 0, NONE},
    {JF_OP_LOG1P, -INF, 0, NONE},
    {JF_OP_LOG1P, INF, 0, INF},
    {JF_OP_LOG1P, NONE, 0, NONE},
    {JF_OP_ASINH, 0, 0, 0},
    {JF_OP_ASINH, -0.0, 0, -0.0},
    {JF_OP_ASINH, 0x1p-1074, 0, 0x1p-1074},
    {JF_OP_ASINH, INF, 0, INF},
    {JF_OP_ASINH, -INF, 0, -INF},
    {JF_OP_ASINH, NONE, 0, NONE},
    {JF_OP_ACOSH, 1, 0, 0},
    {JF_OP_ACOSH, 1 - 0x1p-53, 0, NONE},
    {JF_OP_ACOSH, -INF, 0, NONE},
    {JF_OP_ACOSH, INF, 0, INF},
    {JF_OP_ACOSH, NONE, 0, NONE},
    {JF_OP_ATANH, 0, 0, 0},
    {JF_OP_ATANH, -0.0, 0, -0.0},
    {JF_OP_ATANH, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_ATANH, 1, 0, INF},
    {JF_OP_ATANH, -1, 0, -INF},
    {JF_OP_ATANH, 1 + 0x1p-52, 0, NONE},
    {JF_OP_ATANH, -INF, 0, NONE},
    {JF_OP_ATANH, NONE, 0, NONE},
    /* trig */
    {JF_OP_SIN, 0, 0, 0},
    {JF_OP_SIN, -0.0, 0, -0.0},
    {JF_OP_SIN, 0x1p-1074, 0, 0x1p-1074},
    {JF_OP_SIN, INF, 0, NONE},
    {JF_OP_SIN, -INF, 0, NONE},
    {JF_OP_SIN, 2 * PI_2, 0, 0x1.1a62633145c07p-53},
    {JF_OP_SIN, 1e22, 0, -0x1.b453ab76bf397p-1},
    {JF_OP_SIN, 0x1.fffffffffffffp+1023, 0, 0x1.452fc98b34e97p-8},
    {JF_OP_COS, PI_2, 0, 0x1.1a62633145c07p-54},
    {JF_OP_COS, HARDEST, 0, -0x1.14ae72e6ba22fp-61},
    {JF_OP_COS, -HARDEST, 0, -0x1.14ae72e6ba22fp-61},
    {JF_OP_COS, 0x1.fffffffffffffp+1023, 0, -0x1.fffe62ecfab75p-1},
    {JF_OP_TAN, 2 * PI_2, 0, -0x1.1a62633145c07p-53},
    {JF_OP_TAN, PI_2, 0, 0x1.d02967c31cdb5p+53},
    {JF_OP_TAN, HARDEST, 0, -0x1.d9ba9a7975636p+60},
    {JF_OP_COS, 0, 0, 1},
    {JF_OP_COS, -0.0, 0, 1},
    {JF_OP_COS, 0x1p-1074, 0, 1},
    {JF_OP_COS, INF, 0, NONE},
    {JF_OP_COS, NONE, 0, NONE},
    {JF_OP_TAN, 0, 0, 0},
    {JF_OP_TAN, -0.0, 0, -0.0},
    {JF_OP_TAN, -0x1p-1074, 0, -0x1p-1074},
    {JF_OP_TAN, INF, 0, NONE},
    {JF_OP_TAN, -INF, 0, NONE},
    {JF_OP_ASIN, 0, 0, 0},
    {JF_OP_ASIN, -0.0, 0, -0.0},
    {JF_OP_ASIN, 1, 0, PI_2},
    {JF_OP_ASIN, -1, 0, -PI_2},
    {JF_OP_ASIN, 0x1.0000000000001p+0, 0, NONE},
    {JF_OP_ASIN, -2, 0, NONE},
    {JF_OP_ASIN, INF, 0, NONE},
    {JF_OP_ACOS, 1, 0, 0},
    {JF_OP_ACOS, -1, 0, 2 * PI_2},
    {JF_OP_ACOS, 0, 0, PI_2},
    {JF_OP_ACOS, 0x1.0000000000001p+0, 0, NONE},
    {JF_OP_ACOS, -INF, 0, NONE},
    {JF_OP_ATAN, 0, 0, 0},
    {JF_OP_ATAN, -0.0, 0, -0.0},
    {JF_OP_ATAN, 0x1p-1074, 0, 0x1p-1074},
    {JF_OP_ATAN, INF, 0, PI_2},
    {JF_OP_ATAN, -INF, 0, -PI_2},
    {JF_OP_ATAN2, 0, -0.0, 2 * PI_2},
    {JF_OP_ATAN2, -0.0, -0.0, -2 * PI_2},
    {JF_OP_ATAN2, 0, 0, 0},
    {JF_OP_ATAN2, -0.0, 0, -0.0},
    {JF_OP_ATAN2, 0, -1, 2 * PI_2},
    {JF_OP_ATAN2, -0.0, -1, -2 * PI_2},
    {JF_OP_ATAN2, 0, 1, 0},
    {JF_OP_ATAN2, -0.0, 1, -0.0},
    {JF_OP_ATAN2, -1, 0, -PI_2},
    {JF_OP_ATAN2, -1, -0.0, -PI_2},
    {JF_OP_ATAN2, 1, 0, PI_2},
    {JF_OP_ATAN2, 1, -0.0, PI_2},
    {JF_OP_ATAN2, 1, -INF, 2 * PI_2},
    {JF_OP_ATAN2, -1, -INF, -2 * PI_2},
    {JF_OP_ATAN2, 1, INF, 0},
    {JF_OP_ATAN2, -1, INF, -0.0},
    {JF_OP_ATAN2, INF, 1, PI_2},
    {JF_OP_ATAN2, -INF, -1, -PI_2},
    {JF_OP_ATAN2, INF, -INF, 1.5 * PI_2},
    {JF_OP_ATAN2, -INF, -INF, -1.5 * PI_2},
    {JF_OP_ATAN2, INF, INF, PI_2 / 2},
    {JF_OP_ATAN2, -INF, INF, -PI_2 / 2},
    {JF_OP_ATAN2, NONE, 1, NONE},
    {JF_OP_ATAN2, 1, NONE, NONE},
    {JF_OP_ATAN2, INF, NONE, NONE},
    /* pow */
    {JF_OP_POW, 2, 10, 1024},
    {JF_OP_POW, 3, 5, 243},
    {JF_OP_POW, 1.5, 4, 5.0625},
    {JF_OP_POW, 4, 0.5, 2},
    {JF_OP_POW, 2, -3, 0.125},
    {JF_OP_POW, -3, 3, -27},
    {JF_OP_POW, -2, 10, 1024},
    {JF_OP_POW, 10, 22, 1e22},
    {JF_OP_POW, 10, -1, 0.1},
    {JF_OP_POW, 0x1p-1074, 0.5, 0x1p-537},
    {JF_OP_POW, 2, -1074, 0x1p-1074},
    {JF_OP_POW, 2, 1023, 0x1p1023},
    {JF_OP_POW, 2, 1024, INF},
    {JF_OP_POW, 2, -1075, 0},
    {JF_OP_POW, -2, -1075, -0.0},
    {JF_OP_POW, 9, 1.5, 27},
    {JF_OP_POW, 0x1.fffffffffffffp1023, 1, 0x1.fffffffffffffp1023},
    {JF_OP_POW, 0, -3, INF},
    {JF_OP_POW, -0.0, -3, -INF},
    {JF_OP_POW, 0, -2, INF},
    {JF_OP_POW, -0.0, -2.5, INF},
    {JF_OP_POW, 0, -INF, INF},
    {JF_OP_POW, -0.0, -INF, INF},
    {JF_OP_POW, 0, 3, 0},
    {JF_OP_POW, -0.0, 3, -0.0},
    {JF_OP_POW, -0.0, 2, 0},
    {JF_OP_POW, -0.0, 0.5, 0},
    {JF_OP_POW, -0.0, 0x1p53, 0},
    {JF_OP_POW, -1, INF, 1},
    {JF_OP_POW, -1, -INF, 1},
    {JF_OP_POW, 1, NONE, 1},
    {JF_OP_POW, 1, -INF, 1},
    {JF_OP_POW, NONE, 0, 1},
    {JF_OP_POW, NONE, -0.0, 1},
    {JF_OP_POW, INF, 0, 1},
    {JF_OP_POW, -1, 0.5, NONE},
    {JF_OP_POW, -8, 1/3., NONE},
    {JF_OP_POW, -INF, 0.5, INF},
    {JF_OP_POW, 0.5, -INF, INF},
    {JF_OP_POW, -0.5, -INF, INF},
    {JF_OP_POW, 2, -INF, 0},
    {JF_OP_POW, -2, -INF, 0},
    {JF_OP_POW, 0.5, INF, 0},
    {JF_OP_POW, 2, INF, INF},
    {JF_OP_POW, -2, INF, INF},
    {JF_OP_POW, -INF, -3, -0.0},
    {JF_OP_POW, -INF, -2, 0},
    {JF_OP_POW, -INF, -2.5, 0},
    {JF_OP_POW, -INF, 3, -INF},
    {JF_OP_POW, -INF, 2, INF},
    {JF_OP_POW, -INF, 2.5, INF},
    {JF_OP_POW, INF, -1, 0},
    {JF_OP_POW, INF, 1, INF},
    {JF_OP_POW, NONE, 1, NONE},
    {JF_OP_POW, 2, NONE, NONE},
    {JF_OP_POW, 0, NONE, NONE},
    {JF_OP_POW, NONE, INF, NONE},
    {JF_OP_POW, -1, 0x1p53, 1},
    {JF_OP_POW, -1, 0x1p53 - 1, -1},
    {JF_OP_POW, -2, 1e300, INF},
    {JF_OP_POW, 0x1.fffffffffffffp-1, 0x1p1023, 0},
    {JF_OP_POW, 0x1.0000000000001p0, 0x1p1023, INF},
    {JF_OP_POW, 0.7, 0x1p-1074, 1},
    {JF_OP_POWN, 3, 5, 243},
    {JF_OP_POWN, 1.5, 4, 5.0625},
    {JF_OP_POWN, 4, 1.5, 8},
    {JF_OP_POWN, 4, 2.5, 32},
    {JF_OP_POWN, 2, -3, 0.125},
    {JF_OP_POWN, -3, 3, -27},
    {JF_OP_POWN, 7, 18, 1628413597910449},
    {JF_OP_POWN, 2, 64, 0x1p64},
    {JF_OP_POWN, 0, 3, 0},
    {JF_OP_POWN, -0.0, 3, -0.0},
    {JF_OP_POWN, -0.0, -3, -INF},
    {JF_OP_POWN, 0, 2.5, 0},
    {JF_OP_POWN, -1, 2.5, NONE},
    {JF_OP_POWN, INF, 3, INF},
    {JF_OP_POWN, -INF, 3, -INF},
    {JF_OP_POWN, -INF, -3, -0.0},
    {JF_OP_POWN, 1e200, 2, INF},
    {JF_OP_POWN, 1e-200, 2, 0},
    {JF_OP_POWN, -1e200, 3, -INF},
    {JF_OP_POWN, 1e-200, -2, INF},
    {JF_OP_POWN, NONE, 3, NONE},
    {JF_OP_POWN, NONE, 0, 1},
    {JF_OP_POWN, 2, 0.25, 0x1.306fe0a31b715p0},
    /* erf */
    {JF_OP_ERF, 0, 0, 0},
    {JF_OP_ERF, -0.0, 0, -0.0},
    {JF_OP_ERF, INF, 0, 1},
    {JF_OP_ERF, -INF, 0, -1},
    {JF_OP_ERF, 6.5, 0, 1},
    {JF_OP_ERF, -1e300, 0, -1},
    {JF_OP_ERF, NONE, 0, NONE},
    {JF_OP_ERFC, 0, 0, 1},
    {JF_OP_ERFC, -0.0, 0, 1},
    {JF_OP_ERFC, INF, 0, 0},
    {JF_OP_ERFC, -INF, 0, 2},
    {JF_OP_ERFC, -6.5, 0, 2},
    {JF_OP_ERFC, 28, 0, 0},
    {JF_OP_ERFC, 1e300, 0, 0},
    {JF_OP_ERFC, NONE, 0, NONE},
    /* gamma */
    {JF_OP_GAMMA, 0, 0, INF},
    {JF_OP_GAMMA, -0.0, 0, -INF},
    {JF_OP_GAMMA, 0x1p-1074, 0, INF},
    {JF_OP_GAMMA, -0x1p-1074, 0, -INF},
    {JF_OP_GAMMA, -1, 0, NONE},
    {JF_OP_GAMMA, -2, 0, NONE},
    {JF_OP_GAMMA, -200, 0, NONE},
    {JF_OP_GAMMA, -0x1p60, 0, NONE},
    {JF_OP_GAMMA, -200.5, 0, -0.0},
    {JF_OP_GAMMA, -201.5, 0, 0},
    {JF_OP_GAMMA, 172, 0, INF},
    {JF_OP_GAMMA, INF, 0, INF},
    {JF_OP_GAMMA, -INF, 0, NONE},
    {JF_OP_GAMMA, NONE, 0, NONE},
    {JF_OP_GAMMA, 1, 0, 0x1.0000000000000p+0},
    {JF_OP_GAMMA, 2, 0, 0x1.0000000000000p+0},
    {JF_OP_GAMMA, 3, 0, 0x1.0000000000000p+1},
    {JF_OP_GAMMA, 4, 0, 0x1.8000000000000p+2},
    {JF_OP_GAMMA, 6, 0, 0x1.e000000000000p+6},
    {JF_OP_GAMMA, 11, 0, 0x1.baf8000000000p+21},
    {JF_OP_GAMMA, 18, 0, 0x1.437eeecd80000p+48},
    {JF_OP_GAMMA, 19, 0, 0x1.6beecca730000p+52},
    {JF_OP_GAMMA, 20, 0, 0x1.b02b930689000p+56},
    {JF_OP_GAMMA, 21, 0, 0x1.0e1b3be415a00p+61},
    {JF_OP_GAMMA, 22, 0, 0x1.6283be9b5c620p+65},
    {JF_OP_GAMMA, 23, 0, 0x1.e77526159f06cp+69},
    {JF_OP_LGAMMA, 1, 0, 0},
    {JF_OP_LGAMMA, 2, 0, 0},
    {JF_OP_LGAMMA, 0, 0, INF},
    {JF_OP_LGAMMA, -0.0, 0, INF},
    {JF_OP_LGAMMA, -1, 0, INF},
    {JF_OP_LGAMMA, -3, 0, INF},
    {JF_OP_LGAMMA, -0x1p60, 0, INF},
    {JF_OP_LGAMMA, 0x1p1020, 0, INF},
    {JF_OP_LGAMMA, INF, 0, INF},
    {JF_OP_LGAMMA, -INF, 0, INF},
    {JF_OP_LGAMMA, NONE, 0, NONE},
    /* roots */
    {JF_OP_CBRT, 27, 0, 3},
    {JF_OP_CBRT, -27, 0, -3},
    {JF_OP_CBRT, 1e18, 0, 1e6},
    {JF_OP_CBRT, 2197, 0, 13},
    {JF_OP_CBRT, 0x1p-1074, 0, 0x1p-358},
    {JF_OP_CBRT, 0x1p1023, 0, 0x1p341},
    {JF_OP_CBRT, 0, 0, 0},
    {JF_OP_CBRT, -0.0, 0, -0.0},
    {JF_OP_CBRT, INF, 0, INF},
    {JF_OP_CBRT, -INF, 0, -INF},
    {JF_OP_CBRT, NONE, 0, NONE},
    {JF_OP_CBRT, 343000, 0, 70},
    {JF_OP_CBRT, -0.001953125, 0, -0.125},
    {JF_OP_CBRT, 4913, 0, 17},
    {JF_OP_HYPOT, 3, 4, 5},
    {JF_OP_HYPOT, -5, 12, 13},
    {JF_OP_HYPOT, 0, 0, 0},
    {JF_OP_HYPOT, -0.0, -0.0, 0},
    {JF_OP_HYPOT, -0.0, 3, 3},
    {JF_OP_HYPOT, INF, NONE, INF},
    {JF_OP_HYPOT, NONE, -INF, INF},
    {JF_OP_HYPOT, NONE, 1, NONE},
    {JF_OP_HYPOT, 1, NONE, NONE},
    {JF_OP_HYPOT, 3 * 0x1p900, 4 * 0x1p900, 5 * 0x1p900},
    {JF_OP_HYPOT, 3 * 0x1p-1074, 4 * 0x1p-1074, 5 * 0x1p-1074},
    {JF_OP_HYPOT, 0x1p1023, 0x1p1023, 0x1.6a09e667f3bcdp1023},
    {JF_OP_HYPOT, 0x1.8p1023, 0x1.8p1023, INF},
    {JF_OP_HYPOT, 0x1p-1074, 0, 0x1p-1074},
    {JF_OP_HYPOT, 0x1p1023, 0x1p-1074, 0x1p1023},
    {JF_OP_HYPOT, 9007199254740991, 0, 9007199254740991},
    {JF_OP_HYPOT, 20 * 0x1p-600, 21 * 0x1p-600, 29 * 0x1p-600},
};
// clang-format on

// 10^n is a double up to n = 22; the others lie between doubles.
static void powers_of_ten(void **state)
{
    char text[8];

    (void)state;
    for (int n = -323; n <= 308; n++) {
        snprintf(text, sizeof text, "1e%d", n);
        const double got = jf_kernel_scalar(JF_OP_EXP10, n, 0, 0);
        const double error = ulps_between(got, strtod(text, NULL));
        if (error > (n < 0 || n > 22))
            fail_msg("exp10(%d) is %a", n, got);
    }
}

static void powers_of_two(void **state)
{
    (void)state;
    for (int n = -1080; n <= 1024; n++)
        if (jf_kernel_scalar(JF_OP_EXP2, n, 0, 0) != ldexp(1, n))
            fail_msg("exp2(%d) is not exact", n);
}

static bool has_value(const special_row *r, double got)
{
    if (same_bits(got, r->value))
        return true;
    printf("# %s(%a, %a) = %a, not %a\n", jf_op_text(r->op), r->x, r->y, got,
           r->value);
    return false;
}

// Among equal neighbours that are nothing special, by all kernels there are.
static int count_bad_in_company(const special_row *r)
{
    double x[BLOCK], y[BLOCK], got[BLOCK];
    const jf_kernel_args args = {.d = got, .operand = {x, y}};
    int bad = 0;

    for (int i = 0; i < BLOCK; i++) {
        x[i] = i == BLOCK / 3 ? r->x : 1;
        y[i] = i == BLOCK / 3 ? r->y : 0.25;
    }
    for (int isa = 0; isa < JF_NISA; isa++)
        if (jf_cpu_offers((jf_isa)isa) && jf_kernels_of((jf_isa)isa)) {
            jf_kernels_of((jf_isa)isa)->op[r->op](BLOCK, &args);
            bad += !has_value(r, got[BLOCK / 3]);
        }
    return bad;
}

static void special_values(void **state)
{
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++) {
        const special_row *const r = SPECIAL + i;
        bad += !has_value(r, jf_kernel_scalar(r->op, r->x, r->y, 0));
        bad += count_bad_in_company(r);
    }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_of_ten),
        cmocka_unit_test(powers_of_two),
        cmocka_unit_test(special_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
