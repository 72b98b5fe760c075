/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Bessel functions J and Y of any integer order.
 *
 * Idea: f(k+1) = (2k/x) f(k) - f(k-1) holds for both.  Upwards it is stable
 *   for Y always and for J below the turning point k = x; beyond the turning
 *   point J dies out, and the recurrence is run downwards from far above
 *   (Miller) and scaled to the larger of J0 and J1.  In double-double the
 *   recurrence adds nothing to the errors of J0, J1, Y0, Y1.  Where x is small
 *   against the order, the power series.
 * Reference: [DLMF2010], 10.6.1, 10.74(iv), 10.2.2, 10.7.4, 10.20.4.
 * Error: that of the orders 0 and 1: 1.6 ULP of the value beyond the turning
 *   point, 1.6 ULP of the amplitude sqrt(J^2 + Y^2) before it.
 * Cost: 20 ns an order.
 * Fails on: orders above 2^20 that neither underflow nor may be taken as 0 or
 *   1: NaN.
 */
#include "eval/special.h"

#include <math.h>
#include <stdbool.h>

#include "eval/claims.h"
#include "eval/special/bessel.h"
#include "eval/special/gamma.h"
#include "eval/vmath/one.h"

static const double ORDER_MAX = 0x1p20;
static const double LARGE = 0x1p300;
static const int LARGE_EXPONENT = 300;

static jf_dd scale_down(jf_dd a)
{
    return (jf_dd){a.hi / LARGE, a.lo / LARGE};
}

// (2k/x) a - b
static jf_dd step(double k, jf_dd two_over_x, jf_dd a, jf_dd b)
{
    return jf_dd_sub(jf_dd_mul(jf_dd_mul(jf_dd_of(k), two_over_x), a), b);
}

// A lower bound of log |Y_n(x)| and -log |J_n(x)|, but for powers of n, x < n:
// n (atanh r - r), where atanh r - r > r^3/3.
static double decay(double n, double x)
{
    const double r = sqrt((n - x) / n * (1 + x / n));

    if (r < 0.1)
        return n * r * r * r / 3;
    return n * (jf_one_log((1 + r) * (n / x)) - r);
}

// f(n) from f(0) and f(1), upwards.
static double ascend(double n, double x, jf_dd f0, jf_dd f1)
{
    const int overflow = 5; // 2^1500
    const jf_dd two_over_x = jf_dd_div(jf_dd_of(2), jf_dd_of(x));
    jf_dd below = f0, here = f1;
    int scalings = 0;

    for (double k = 1; k < n && scalings < overflow; k++) {
        const jf_dd above = step(k, two_over_x, here, below);
        below = here;
        here = above;
        if (fabs(here.hi) > LARGE) {
            below = scale_down(below);
            here = scale_down(here);
            scalings++;
        }
    }
    return ldexp(here.hi, scalings * LARGE_EXPONENT);
}

// An order so high that f = 0 there spoils J_n(x) by less than 2^-80.
static double start(double n, double x)
{
    double below = 0, here = 1;

    while (here < 0x1p40) {
        const double above = 2 * n / x * here - below;
        below = here;
        here = above;
        n++;
    }
    return n;
}

// J_n(x), n > x, from above.
static double descend(double n, double x)
{
    const jf_dd two_over_x = jf_dd_div(jf_dd_of(2), jf_dd_of(x));
    jf_dd above = jf_dd_of(0), here = jf_dd_of(1), wanted = jf_dd_of(0);
    int scalings = 0, scalings_wanted = 0;

    for (double k = start(n, x); k > 0; k--) {
        if (k == n) {
            wanted = here;
            scalings_wanted = scalings;
        }
        const jf_dd below = step(k, two_over_x, here, above);
        above = here;
        here = below;
        if (fabs(here.hi) > LARGE) {
            above = scale_down(above);
            here = scale_down(here);
            scalings++;
        }
    }
    const bool by0 = fabs(here.hi) > fabs(above.hi);
    const jf_dd ratio = jf_dd_div(wanted, by0 ? here : above);
    const jf_dd j = by0 ? jf_bessel_j0(x) : jf_bessel_j1(x);
    return ldexp(jf_dd_mul(ratio, j).hi,
                 (scalings_wanted - scalings) * LARGE_EXPONENT);
}

// log(x/2), where x/2 may be too small for a double
static jf_dd log_half(double x)
{
    return jf_dd_sub(jf_dd_log(jf_dd_of(x)), jf_dd_ln2);
}

// J_n(x), x^2 <= (n + 1)/2
static double series(double n, double x)
{
    const double w = -0.25 * x * x;
    double term = 1, sum = 0;

    for (double k = 1; fabs(term) > 0x1p-60; k++) {
        term *= w / (k * (n + k));
        sum += term;
    }
    jf_gamma_parts parts = {jf_dd_of(1), jf_dd_mul(jf_dd_of(n), log_half(x))};
    parts = jf_gamma_div(parts, jf_gamma_positive(jf_dd_of(n + 1)));
    parts.factor = jf_dd_mul(parts.factor, jf_dd_two_sum(1, sum));
    return jf_gamma_value(parts);
}

// Y_n(x), x < 2^-30
static double y_pole(double n, double x)
{
    jf_gamma_parts parts = jf_gamma_positive(jf_dd_of(n));

    parts.log = jf_dd_sub(parts.log, jf_dd_mul(jf_dd_of(n), log_half(x)));
    parts.factor = jf_dd_div(parts.factor, jf_dd_pi);
    return -jf_gamma_value(parts);
}

// So far out that the order only turns the phase.
static double turned(double n, double f0, double f1)
{
    const double value = fmod(n, 2) == 0 ? f0 : f1;

    return fmod(n, 4) < 2 ? value : -value;
}

// n >= 0, x > 0
static double j_positive(double n, double x)
{
    const double underflow = 800;

    if (n <= 1)
        return n == 0 ? jf_special_j0(x) : jf_special_j1(x);
    if (x * 0x1p-60 > n * n)
        return turned(n, jf_special_j0(x), jf_special_j1(x));
    if (x < n && decay(n, x) > underflow)
        return 0;
    if (x * x <= 0.5 * (n + 1))
        return series(n, x);
    if (n > ORDER_MAX)
        return nan("");
    if (x < n)
        return descend(n, x);
    return ascend(n, x, jf_bessel_j0(x), jf_bessel_j1(x));
}

// n >= 0, x > 0
static double y_positive(double n, double x)
{
    const double overflow = 800;

    if (n <= 1)
        return n == 0 ? jf_special_y0(x) : jf_special_y1(x);
    if (x * 0x1p-60 > n * n)
        return turned(n, jf_special_y0(x), jf_special_y1(x));
    if (x < n && decay(n, x) > overflow)
        return -HUGE_VAL;
    if (x < 0x1p-30)
        return y_pole(n, x);
    if (n > ORDER_MAX)
        return nan("");
    return ascend(n, x, jf_bessel_y0(x), jf_bessel_y1(x));
}

static bool is_order(double n)
{
    return isfinite(n) && floor(n) == n;
}

static bool is_odd(double n)
{
    return fmod(n, 2) != 0;
}

double jf_special_jn(double n, double x)
{
    if (isnan(x) || !is_order(n))
        return nan("");
    const double sign = is_odd(n) && (n < 0) != (x < 0) ? -1 : 1;
    if (x == 0)
        return n == 0 ? 1 : 0;
    if (isinf(x))
        return 0;
    return sign * j_positive(fabs(n), fabs(x));
}

double jf_special_yn(double n, double x)
{
    if (isnan(x) || x < 0 || !is_order(n))
        return nan("");
    const double sign = is_odd(n) && n < 0 ? -1 : 1;
    if (x == 0)
        return -sign * HUGE_VAL;
    if (isinf(x))
        return 0;
    return sign * y_positive(fabs(n), x);
}

JF_CLAIM(jn, value, 1.6)
JF_CLAIM(jn, amplitude, 1.6)
JF_CLAIM(yn, value, 1.6)
JF_CLAIM(yn, amplitude, 1.6)
