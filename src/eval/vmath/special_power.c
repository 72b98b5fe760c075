/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x^y as Annex F of C has it at the ends of the ranges of x and y.  Out of the
 * kernels, where it would stand a dozen times. */
#include "eval/vmath/special_power.h"

#include <math.h>

static int is_odd(double y)
{
    return floor(y) == y && floor(y / 2) != y / 2;
}

static double special_power(double x, double y)
{
    const double a = fabs(x);

    // == is exact here: these are cases, not results
    if (y == 0 || x == 1)
        return 1;
    if (isnan(x) || isnan(y))
        return x + y;
    if (isinf(y))
        return a == 1 ? 1 : (a > 1) == (y > 0) ? HUGE_VAL : 0;
    const double value = (a > 1) == (y > 0) ? HUGE_VAL : 0;
    return signbit(x) && is_odd(y) ? -value : value;
}

void jf_special_powers(int lanes, double *value, const double *x,
                       const double *y)
{
    for (int i = 0; i < lanes; i++)
        if (!(fabs(x[i]) < HUGE_VAL) || !(fabs(y[i]) < HUGE_VAL) || x[i] == 0)
            value[i] = special_power(x[i], y[i]);
}
