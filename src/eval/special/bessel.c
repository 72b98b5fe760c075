/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Bessel functions J and Y of the orders 0 and 1.
 *
 * Idea: up to 8 pi, one polynomial per quarter period, centred at the zero or
 *   at the extremum that lies there; near 0 polynomials in x^2, with the
 *   logarithm and the pole of Y taken out; beyond, with chi = x - pi/4 - n pi/2,
 *       J = sqrt(2/(pi x)) (P cos chi - Q sin chi)
 *       Y = sqrt(2/(pi x)) (P sin chi + Q cos chi),
 *   x^2 (P - 1) and x Q tabulated in 1/x^2.  cos chi and sin chi are (cos x +-
 *   sin x)/sqrt(2): x - pi/4 is never rounded.  Sum and scaling are done in
 *   double-double, so that only sin x and cos x add to the last rounding.
 * Reference: [DLMF, 10.8.1, 10.8.2, 10.17.3, 10.17.4]; the cells are in the
 *   manner of [Harrison2009].
 * Error: 2 ULP of the value up to 8 pi, zeros included; beyond, 2.5 ULP of the
 *   amplitude sqrt(2/(pi x)).
 * Fails on: relative accuracy next to the zeros beyond 8 pi.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/special/cells.h"
#include "eval/special/claims.h"
#include "eval/special/dd.h"
#include "eval/special/tables/bessel.inc"

static const double J_SMALL = 1, Y0_SMALL = 0.6, Y1_SMALL = 1;

typedef struct waves {
    double j, y;
} waves;

// (1 + p) (a + b) + small
static jf_dd wave(double a, double b, double p, double small)
{
    const jf_dd sum = jf_dd_sum(a, b);

    return jf_dd_add(sum, (jf_dd){p * sum.hi + small, 0});
}

// J and Y for chi = x - pi/4; x >= bessel_last
static waves far(const jf_cells *p_cells, const jf_cells *q_cells, double x)
{
    const double u = 1 / x;
    const double p = u * u * jf_cells_at(p_cells, u * u); // P - 1
    const double q = u * jf_cells_at(q_cells, u * u);
    const double c = cos(x), s = sin(x);
    const jf_dd j = wave(c, s, p, -q * (s - c));
    const jf_dd y = wave(s, -c, p, q * (c + s));
    const jf_dd scale = jf_dd_div(inverse_sqrt_pi, jf_dd_sqrt((jf_dd){x, 0}));

    return (waves){jf_dd_mul(scale, j).hi, jf_dd_mul(scale, y).hi};
}

static waves far0(double x)
{
    return far(&p0_cells, &q0_cells, x);
}

// A quarter period later: J1 is where Y0 was, Y1 where -J0 was.
static waves far1(double x)
{
    const waves w = far(&p1_cells, &q1_cells, x);

    return (waves){w.y, -w.j};
}

double jf_special_j0(double x)
{
    x = fabs(x);
    if (isinf(x))
        return 0;
    if (x < J_SMALL)
        return jf_cells_at(&j0_small_cells, x * x);
    if (x < bessel_last)
        return jf_cells_at(&j0_cells, x);
    return far0(x).j;
}

// x > 0
static double j1_positive(double x)
{
    if (isinf(x))
        return 0;
    if (x < J_SMALL)
        return x * jf_cells_at(&j1_small_cells, x * x);
    if (x < bessel_last)
        return jf_cells_at(&j1_cells, x);
    return far1(x).j;
}

double jf_special_j1(double x)
{
    if (isnan(x) || x == 0)
        return x;
    return x < 0 ? -j1_positive(-x) : j1_positive(x);
}

double jf_special_y0(double x)
{
    if (isnan(x) || x < 0)
        return NAN;
    if (x == 0)
        return -HUGE_VAL;
    if (isinf(x))
        return 0;
    if (x < Y0_SMALL)
        return two_over_pi * log(x) * jf_cells_at(&j0_small_cells, x * x) +
               jf_cells_at(&y0_small_cells, x * x);
    if (x < bessel_last)
        return jf_cells_at(&y0_cells, x);
    return far0(x).y;
}

double jf_special_y1(double x)
{
    if (isnan(x) || x < 0)
        return NAN;
    if (x == 0)
        return -HUGE_VAL;
    if (isinf(x))
        return 0;
    if (x < Y1_SMALL)
        return x * jf_cells_at(&y1_small_cells, x * x) +
               two_over_pi * (log(x) * j1_positive(x) - 1 / x);
    if (x < bessel_last)
        return jf_cells_at(&y1_cells, x);
    return far1(x).y;
}

JF_CLAIM(j0, value, 2.0)
JF_CLAIM(j0, amplitude, 2.5)
JF_CLAIM(j1, value, 2.0)
JF_CLAIM(j1, amplitude, 2.5)
JF_CLAIM(y0, value, 2.0)
JF_CLAIM(y0, amplitude, 2.5)
JF_CLAIM(y1, value, 2.0)
JF_CLAIM(y1, amplitude, 2.5)
