/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Bessel functions J and Y of the orders 0 and 1.
 *
 * Idea: up to 8 pi, one polynomial per quarter period, centred at the zero or
 *   at the extremum that lies there; near 0 polynomials in x^2, with the
 *   logarithm and the pole of Y taken out; beyond, for chi = x - pi/4 - n pi/2,
 *       J = sqrt(2/(pi x)) (P cos chi - Q sin chi)
 *       Y = sqrt(2/(pi x)) (P sin chi + Q cos chi),
 *   x^2 (P - 1) and x Q tabulated in 1/x^2.  cos chi and sin chi are (cos x +-
 *   sin x)/sqrt(2): x - pi/4 is never rounded.  Sum and scaling are done in
 *   double-double, so that only sin x and cos x add to the last rounding.
 * Reference: [DLMF2010], 10.8.1, 10.8.2, 10.17.3, 10.17.4; the cells are in the
 *   manner of [Harrison2009].
 * Error: 1.5 ULP of the value up to 8 pi, zeros included; beyond, 1.2 ULP of
 *   the amplitude sqrt(2/(pi x)).
 * Fails on: relative accuracy next to the zeros beyond 8 pi.
 */
#include "eval/special/bessel.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special.h"
#include "eval/special/cells.h"
#include "eval/special/tables/bessel.inc"
#include "eval/vmath/one.h"

static const double J_SMALL = 1, Y0_SMALL = 0.6, Y1_SMALL = 1;
static const double POLE_ONLY = 0x1p-500; // below, Y1 is -2/(pi x)

typedef struct waves {
    jf_dd j, y;
} waves;

// (1 + p) (a + b) + small
static jf_dd wave(double a, double b, double p, double small)
{
    const jf_dd sum = jf_dd_two_sum(a, b);

    return jf_dd_add(sum, (jf_dd){p * sum.hi + small, 0});
}

// J and Y for chi = x - pi/4; x >= bessel_last
static waves far(const jf_cells *p_cells, const jf_cells *q_cells, double x)
{
    const double u = 1 / x;
    const double p = u * u * jf_cells_at(p_cells, u * u); // P - 1
    const double q = u * jf_cells_at(q_cells, u * u);
    const double c = jf_one_cos(x), s = jf_one_sin(x);
    const jf_dd j = wave(c, s, p, -q * (s - c));
    const jf_dd y = wave(s, -c, p, q * (c + s));
    const jf_dd scale = jf_dd_div(inverse_sqrt_pi, jf_dd_sqrt((jf_dd){x, 0}));

    return (waves){jf_dd_mul(scale, j), jf_dd_mul(scale, y)};
}

static waves far0(double x)
{
    return far(&p0_cells, &q0_cells, x);
}

// A quarter period later: J1 is where Y0 was, Y1 where -J0 was.
static waves far1(double x)
{
    const waves w = far(&p1_cells, &q1_cells, x);

    return (waves){w.y, {-w.j.hi, -w.j.lo}};
}

jf_dd jf_bessel_j0(double x)
{
    if (x < J_SMALL)
        return jf_cells_pair_at(&j0_small_cells, x * x);
    if (x < bessel_last)
        return jf_cells_pair_at(&j0_cells, x);
    return far0(x).j;
}

jf_dd jf_bessel_j1(double x)
{
    if (x < J_SMALL)
        return jf_dd_mul(jf_dd_of(x), jf_cells_pair_at(&j1_small_cells, x * x));
    if (x < bessel_last)
        return jf_cells_pair_at(&j1_cells, x);
    return far1(x).j;
}

jf_dd jf_bessel_y0(double x)
{
    if (x < Y0_SMALL) {
        const jf_dd factor = jf_dd_mul(two_over_pi, jf_dd_of(jf_one_log(x)));
        return jf_dd_add(jf_dd_mul(factor, jf_bessel_j0(x)),
                         jf_cells_pair_at(&y0_small_cells, x * x));
    }
    if (x < bessel_last)
        return jf_cells_pair_at(&y0_cells, x);
    return far0(x).y;
}

// 2/pi (log(x) J1 - 1/x) and an odd series
static jf_dd y1_small(double x)
{
    const jf_dd log_part = jf_dd_mul(jf_dd_of(jf_one_log(x)), jf_bessel_j1(x));
    const jf_dd pole = jf_dd_div(jf_dd_of(1), jf_dd_of(x));
    const jf_dd singular = jf_dd_mul(two_over_pi, jf_dd_sub(log_part, pole));
    const double rest = x * jf_cells_at(&y1_small_cells, x * x);

    return jf_dd_add(singular, jf_dd_of(rest));
}

jf_dd jf_bessel_y1(double x)
{
    if (x < Y1_SMALL)
        return y1_small(x);
    if (x < bessel_last)
        return jf_cells_pair_at(&y1_cells, x);
    return far1(x).y;
}

double jf_special_j0(double x)
{
    if (isnan(x))
        return x;
    return isinf(x) ? 0 : jf_bessel_j0(fabs(x)).hi;
}

double jf_special_j1(double x)
{
    if (isnan(x) || x == 0)
        return x;
    if (isinf(x))
        return 0;
    return x < 0 ? -jf_bessel_j1(-x).hi : jf_bessel_j1(x).hi;
}

double jf_special_y0(double x)
{
    if (isnan(x) || x < 0)
        return nan("");
    if (x == 0)
        return -HUGE_VAL;
    return isinf(x) ? 0 : jf_bessel_y0(x).hi;
}

double jf_special_y1(double x)
{
    if (isnan(x) || x < 0)
        return nan("");
    if (isinf(x))
        return 0;
    if (x < POLE_ONLY)
        return -two_over_pi.hi / x;
    return jf_bessel_y1(x).hi;
}

JF_CLAIM(j0, value, 1.5)
JF_CLAIM(j0, amplitude, 1.2)
JF_CLAIM(j1, value, 1.5)
JF_CLAIM(j1, amplitude, 1.2)
JF_CLAIM(y0, value, 1.5)
JF_CLAIM(y0, amplitude, 1.2)
JF_CLAIM(y1, value, 1.5)
JF_CLAIM(y1, amplitude, 1.2)
