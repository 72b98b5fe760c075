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

bool jf_rounding_is_limit(const jf_mark *mark, double limit)
{
    const bool singular =
        mark->kind == JF_MARK_BRANCH || mark->kind == JF_MARK_POLE;
    const double apart = fabs((mark->x - limit) + mark->tail);

    return singular && apart <= mark->doubt + jf_rounding_of_limit(limit, 1);
}

// Whether f is known at that distance from a jump, on both sides: to less than
// a quarter of it.
static bool is_known_beside(const jf_integrand *f, double x, double distance,
                            double jump)
{
    double left, right;

    jf_rounding_at(f, x - distance, &left);
    jf_rounding_at(f, x + distance, &right);
    return fmax(left, right) < jump / 4;
}

double jf_rounding_of_jump(const jf_integrand *f, double x, double jump)
{
    enum { FAR = 39 };
    const double step = 2 * DBL_EPSILON * fabs(x);
    int low = -1, high = FAR; // not known at 2^low steps, known at 2^high

    // next to it f may be on either side; a difference that is nowhere known is
    // no jump
    if (!(jump > 0) || !is_known_beside(f, x, ldexp(step, FAR), jump))
        return 0;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (is_known_beside(f, x, ldexp(step, middle), jump))
            high = middle;
        else
            low = middle;
    }
    return high == 0 ? 0 : jump * ldexp(step, high);
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
