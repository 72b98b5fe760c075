/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/scalar.h"

#include <math.h>

#include "base/next.h"

double jf_scalar_mod(double x, double y)
{
    const double r = y == 0 ? (double)NAN : fmod(x, y);

    if (r == 0) // exact: fmod does not round
        return copysign(0, y);
    return (r < 0) == (y < 0) ? r : r + y;
}

double jf_scalar_floordiv(double x, double y)
{
    const double r = y == 0 ? (double)NAN : fmod(x, y);
    double q = (x - r) / y;

    if (r != 0 && (r < 0) != (y < 0))
        q -= 1;
    if (q == 0)
        return copysign(0, x / y);
    // q is an integer but for the rounding of x - r and of the quotient
    const double whole = floor(q);
    return q - whole > 0.5 ? whole + 1 : whole;
}

double jf_scalar_remainder(double x, double y)
{
    const double r = remainder(x, y);

    // some libraries lose the sign of 0 where y is near the least double
    return r == 0 ? copysign(0, x) : r;
}

double jf_scalar_nextafter(double x, double y)
{
    return jf_next(x, y);
}

double jf_scalar_ulp(double x)
{
    const double a = fabs(x);

    if (!isfinite(a))
        return a;
    return ldexp(1, (a < 0x1p-1022 ? -1022 : ilogb(a)) - 52);
}
