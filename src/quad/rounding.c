/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/rounding.h"
#include "base/sight.h"

#include <float.h>
#include <math.h>

double jf_rounding_at(const jf_integrand *f, double x, double *fixed)
{
    *fixed = 0;
    if (!f->sight || !f->sight->rounding)
        return 0;
    const double r = f->sight->rounding(f->param, x, fixed);
    if (isfinite(*fixed) && isfinite(r))
        return r;
    return *fixed = 0;
}

double jf_rounding_join(double a, double b)
{
    const double most = fmax(a, b), q = most > 0 ? fmin(a, b) / most : 0;

    return most * sqrt(1 + q * q);
}

// Numbers of up to 33 bits mean themselves, as in jf_ir_const.
double jf_rounding_of_limit(double limit, double y)
{
    int e;

    if (!isfinite(limit) || !isfinite(y))
        return 0;
    const double m = ldexp(frexp(limit, &e), 33);
    if (m == rint(m) || limit == rint(limit))
        return 0;
    return fabs(y) * ldexp(0.5, e - DBL_MANT_DIG);
}

double jf_rounding_of_jump(const jf_integrand *f, double x, double jump)
{
    enum { ROUNDS = 40 };
    double step = 2 * DBL_EPSILON * fabs(x), left, right;

    // next to it f may be on either side
    for (int i = 0; jump > 0 && i < ROUNDS; i++, step *= 2) {
        jf_rounding_at(f, x - step, &left);
        jf_rounding_at(f, x + step, &right);
        if (fmax(left, right) < jump / 4)
            return i == 0 ? 0 : jump * step;
    }
    return 0;
}

void jf_rounding_allow(double rounding, double abs, double *error,
                       double *tolerance)
{
    static const double MOST = 1e-9;
    const double more = rounding - DBL_EPSILON * abs;

    if (!(more > 0 && *error < HUGE_VAL))
        return;
    *error += more;
    *tolerance = fmax(*tolerance, fmin(4 * rounding, MOST * abs));
}
