/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fresnel integrals of sin and cos of pi t^2/2.
 *
 * Idea: up to 1, odd functions of x times a series in x^4; beyond,
 *       C(x) = 1/2 + f sin q - g cos q,  S(x) = 1/2 - f cos q - g sin q,
 *   q = pi x^2/2, with f and g tabulated up to 3 and pi x f, pi^2 x^3 g
 *   tabulated in 1/(pi x^2)^2 beyond.  x^2 is formed exactly, in two doubles,
 *   and reduced modulo 4 before it meets pi: x may be as large as it likes.
 * Reference: [DLMF2010], 7.2.7, 7.2.8, 7.5.2 - 7.5.4, 7.12.2, 7.12.3.
 * Error: f and g are below 0.3, the values above 0.3: 1.5 ULP.
 * Fails on: nothing known.
 */
#include "eval/special.h"

#include <math.h>

#include "eval/claims.h"
#include "eval/special/cells.h"
#include "eval/special/gamma.h"
#include "eval/special/tables/fresnel.inc"

static const double FAR = 3;
static const double BEYOND = 0x1p56; // 1/(pi x) is lost beside 1/2

typedef struct auxiliary {
    double f, g, sine, cosine;
} auxiliary;

// 1 < x < BEYOND
static auxiliary evaluate(double x)
{
    const jf_dd square = jf_dd_two_product(x, x);
    const jf_dd turns = {0.5 * fmod(square.hi, 4), 0.5 * square.lo};
    auxiliary a = {
        .sine = jf_sin_pi(turns).hi,
        .cosine = jf_sin_pi(jf_dd_add(turns, jf_dd_of(0.5))).hi,
    };

    if (x < FAR) {
        a.f = jf_cells_at(&fresnel_f_cells, x);
        a.g = jf_cells_at(&fresnel_g_cells, x);
        return a;
    }
    const double u = inverse_pi / x;
    const double v = u / x;
    a.f = u * jf_cells_at(&fresnel_f_far_cells, v * v);
    a.g = u * v * jf_cells_at(&fresnel_g_far_cells, v * v);
    return a;
}

// x > 0
static double s_positive(double x)
{
    if (x <= 1) {
        const jf_dd square = jf_dd_two_product(x, x);
        const jf_dd cube = jf_dd_mul(square, jf_dd_of(x));
        const double v = square.hi * square.hi;
        return jf_dd_mul(cube, jf_cells_pair_at(&fresnel_s_small_cells, v)).hi;
    }
    if (x >= BEYOND)
        return 0.5;
    const auxiliary a = evaluate(x);
    return 0.5 - (a.f * a.cosine + a.g * a.sine);
}

static double c_positive(double x)
{
    if (x <= 1) {
        const double square = x * x;
        return x * jf_cells_at(&fresnel_c_small_cells, square * square);
    }
    if (x >= BEYOND)
        return 0.5;
    const auxiliary a = evaluate(x);
    return 0.5 + (a.f * a.sine - a.g * a.cosine);
}

double jf_special_fresnel_s(double x)
{
    if (isnan(x) || x == 0)
        return x;
    return copysign(s_positive(fabs(x)), x);
}

double jf_special_fresnel_c(double x)
{
    if (isnan(x) || x == 0)
        return x;
    return copysign(c_positive(fabs(x)), x);
}

JF_CLAIM(fresnel_s, value, 1.5)
JF_CLAIM(fresnel_c, value, 1.5)
