/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Airy functions Ai and Bi.
 *
 * Idea: for -10 <= x <= 10 the two power series in x^3, in double-double, which
 *   leaves 20 digits of what cancels for x < 0; Ai falls too fast for that, and
 *   is sqrt(x/3)/pi K_1/3(z), z = 2/3 x^(3/2), from 2 on (besselk.c).  Beyond,
 *   the asymptotic series in 1/z, whose terms fall down to exp(-2z):
 *       Bi(x)  = exp(z)/(sqrt(pi) x^(1/4)) (1 + u_1/z + u_2/z^2 ...)
 *       Ai(-x) = (P cos(z - pi/4) + Q sin(z - pi/4))/(sqrt(pi) x^(1/4))
 *       Bi(-x) = (Q cos(z - pi/4) - P sin(z - pi/4))/(sqrt(pi) x^(1/4)),
 *   P and Q with the even and the odd terms, signs alternating.  z is a
 *   double-double, and enters exp, sin and cos as one.
 * Reference: [DLMF2010], 9.4.1, 9.4.3, 9.6.2, 9.7.2, 9.7.7 - 9.7.11.
 * Error: 3 ULP of the value for x >= 0; for x < 0, 3 ULP of the amplitude
 *   sqrt(Ai^2 + Bi^2).
 * Cost: 1 us; 3 us next to -10.
 * Fails on: the phase below -2^35, where z has too few digits: it is lost
 *   wholly at -2^69.  Below -2^600 the value is taken as 0.
 */
#include "eval/special.h"

#include <math.h>
#include <stdbool.h>

#include "eval/claims.h"
#include "eval/special/bessel.h"
#include "eval/special/gamma.h"
#include "eval/special/tables/airy.inc"
#include "eval/vmath/one.h"

static const double SERIES = 10, DECAY = 2;
static const double RANGE = 110; // beyond, Ai is 0 and Bi overflows
static const double LOST = 0x1p600;

// a f + b g, the solutions that begin as 1 and as x
static double series(jf_dd a, jf_dd b, double x)
{
    const jf_dd cube = jf_dd_mul(jf_dd_two_product(x, x), jf_dd_of(x));
    jf_dd f = a, g = jf_dd_mul(b, jf_dd_of(x));
    jf_dd sum = jf_dd_add(f, g);

    if (fabs(x) < 0x1p-60)
        return sum.hi;
    for (double k = 3; fabs(f.hi) + fabs(g.hi) > 0x1p-80; k += 3) {
        f = jf_dd_mul(f, jf_dd_div(cube, jf_dd_of((k - 1) * k)));
        g = jf_dd_mul(g, jf_dd_div(cube, jf_dd_of(k * (k + 1))));
        sum = jf_dd_add(sum, jf_dd_add(f, g));
    }
    return sum.hi;
}

// 2/3 x^(3/2)
static jf_dd phase(double x)
{
    const jf_dd power = jf_dd_mul(jf_dd_of(x), jf_dd_sqrt(jf_dd_of(x)));

    return jf_dd_div((jf_dd){2 * power.hi, 2 * power.lo}, jf_dd_of(3));
}

// P and Q of z, or with all signs positive P + Q.
static void expand(double z, bool alternating, double *p, double *q)
{
    double *const part[2] = {p, q};
    double u = 1;

    *p = *q = 0;
    for (int k = 1; u > 0x1p-58; k++) {
        u *= (6.0 * k - 5) * (6.0 * k - 1) / (72.0 * k * z);
        *part[k % 2] += alternating && k % 4 > 1 ? -u : u;
    }
    *p += 1;
}

static double decaying(double x)
{
    const jf_dd z = phase(x);
    const jf_dd scale = jf_dd_div(jf_dd_sqrt(jf_dd_of(x / 3)), jf_dd_pi);
    const double k = jf_bessel_k_scaled(1.0 / 3, z.hi);

    return jf_gamma_value(
        (jf_gamma_parts){jf_dd_mul(scale, jf_dd_of(k)), {-z.hi, -z.lo}});
}

static double growing(double x)
{
    const jf_dd z = phase(x);
    const jf_dd root = jf_dd_sqrt(jf_dd_sqrt(jf_dd_of(x)));
    double p, q;

    expand(z.hi, false, &p, &q);
    const jf_dd factor = jf_dd_mul(inverse_root_pi, jf_dd_two_sum(p, q));
    return jf_gamma_value((jf_gamma_parts){jf_dd_div(factor, root), z});
}

// Ai(-x), or Bi(-x)
static double oscillating(double x, bool second)
{
    const jf_dd z = phase(x);
    const double c0 = jf_one_cos(z.hi), s0 = jf_one_sin(z.hi);
    const double c1 = jf_one_cos(z.lo), s1 = jf_one_sin(z.lo);
    const double c = c0 * c1 - s0 * s1, s = s0 * c1 + c0 * s1;
    const double scale = inverse_root_2pi.hi / sqrt(sqrt(x));
    double p, q;

    expand(z.hi, true, &p, &q);
    return second ? scale * ((c + s) * q + (c - s) * p)
                  : scale * ((c + s) * p + (s - c) * q);
}

double jf_special_airy_ai(double x)
{
    if (isnan(x))
        return x;
    if (x > RANGE || x < -LOST)
        return 0;
    if (x > DECAY)
        return decaying(x);
    return x < -SERIES ? oscillating(-x, false) : series(ai_value, ai_slope, x);
}

double jf_special_airy_bi(double x)
{
    if (isnan(x))
        return x;
    if (x > RANGE)
        return HUGE_VAL;
    if (x > SERIES)
        return growing(x);
    if (x < -LOST)
        return 0;
    return x < -SERIES ? oscillating(-x, true) : series(bi_value, bi_slope, x);
}

JF_CLAIM(airy_ai, value, 3.0)
JF_CLAIM(airy_ai, amplitude, 3.0)
JF_CLAIM(airy_bi, value, 1.5)
JF_CLAIM(airy_bi, amplitude, 3.0)
