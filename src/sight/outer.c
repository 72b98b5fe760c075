/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of the Taylor coefficients of single functions, |g^(k)(u)|/k! over an
 * interval of u.
 *
 * Idea: a formula for each family.
 *   exp, sin, cos, J_n      derivatives are bounded by exp, or by 1
 *   powers                  |binomial(a, k)| u^(a-k), at an end
 *   log, atan, asin ...     g' is a power of the distance to singular points r,
 *                           so that g_k <= r^-k / k: for asin, as its g' is
 *                           ((1-u)(1+u))^(-1/2), r is the lesser of both
 *   tan, tanh, gamma        Cauchy: a bound on a disc of radius r, over r^k.
 *                           |tan(x+iy)| <= max(1, |tan x|), |gamma(x+iy)| <=
 *                           gamma(x); |tanh(x+iy)| <= tan(r) for |y| <= r, and
 *                           tanh differs from 1 by 2/(exp(2x)+1)
 *   erf                     g' is a Hermite function: Cramer's inequality
 *                           [DLMF2010], 18.14.9, |H_n(u)| <= 1.09 2^(n/2)
 *                           sqrt(n!) exp(u^2/2)
 *   lgamma                  polygamma functions are sums of powers: compared
 *                           with integrals
 *   Si, Ci, Ei, S, C        g' is a quotient, or a sine of a square
 * Error: constants here are rounded up in their last digit; a few roundings
 *   are allowed for in taylor.c. */
#include "eval/kernels.h"
#include "sight/apply.h"
#include "sight/tables/constants.inc"
#include "sight/taylor.h"

enum { N = JF_TAYLOR };

static const double TINY = 0x1p-960;

static double kernel(jf_op op, double x)
{
    return jf_kernel_scalar(op, x, 0, 0);
}

static double most(jf_range u)
{
    return fmax(-u.lo, u.hi);
}

static double least(jf_range u)
{
    return u.lo > 0 ? u.lo : u.hi < 0 ? -u.hi : 0;
}

// size rate^k / k!
static bool exponential(double size, double rate, jf_outer *g)
{
    g->size = size = fmax(size, TINY);
    for (int k = 1; k <= N; k++) {
        size /= k;
        g->coef[k] = size;
    }
    g->scale = 1 / rate;
    g->family = JF_FAMILY_EXP;
    return true;
}

// size r^-k
static bool geometric(double size, double r, jf_outer *g)
{
    for (int k = 1; k <= N; k++)
        g->coef[k] = size;
    g->scale = r;
    g->size = size;
    g->family = JF_FAMILY_POWER;
    g->exponent = -1;
    return r > 0;
}

// size r^-k / k
static bool logarithmic(double size, double r, jf_outer *g)
{
    geometric(size, r, g);
    for (int k = 1; k <= N; k++)
        g->coef[k] /= k;
    g->family = JF_FAMILY_LOG;
    return r > 0;
}

void jf_taylor_power(double a, jf_range u, jf_outer *g)
{
    const jf_range size = jf_range_abs(u);
    const bool whole = floor(a) == a;
    const double low = fmax(jf_kernel_scalar(JF_OP_POW, size.lo, a, 0), TINY);
    double high = fmax(jf_kernel_scalar(JF_OP_POW, size.hi, a, 0), TINY);
    double binomial = 1;

    g->scale = whole && a >= 0 ? size.hi : size.lo;
    g->family = a < 0 && (whole || u.lo > 0) && size.lo > 0 ? JF_FAMILY_POWER
                                                            : JF_FAMILY_ANY;
    g->size = low;
    g->exponent = a;
    for (int k = 1; k <= N; k++) {
        binomial *= fabs(a - k + 1) / k;
        high = fmax(high * (g->scale / size.hi), TINY);
        // the greater end: the lower one from a < k on
        g->coef[k] = binomial == 0 ? 0
                     : k <= a      ? binomial * high
                     : size.lo > 0 ? binomial * low
                                   : HUGE_VAL; // of whole powers: never
        if (!whole && u.lo <= 0)
            g->coef[k] = HUGE_VAL;
    }
}

static bool tangent(jf_range v, jf_outer *g)
{
    // atan(t) >= t / (1 + t) for the distance to the next pole
    const double half = 0.5 / (1 + most(v));

    return geometric(1 / half, half, g); // 1/half > 1
}

static bool hyperbolic_tangent(jf_range u, jf_outer *g)
{
    static const double R = 1.25, TAN_R = 3.0096;
    const double far = least(u) - R;
    double size = TAN_R;

    if (far > 0)
        size = fmin(size, 2 / (kernel(JF_OP_EXP, 2 * far) - 1));
    return geometric(fmax(size, TINY), R, g);
}

static bool error_function(jf_range u, jf_outer *g)
{
    static const double CRAMER = 1.0865;
    const double m = least(u);
    const double bell = fmax(kernel(JF_OP_EXP, -m * m / 2), TINY);
    double size = TWO_OVER_ROOT_PI_UP * CRAMER * bell;

    g->family = JF_FAMILY_ANY;
    g->scale = 1; // 2^((k-1)/2) sqrt((k-1)!) / k!
    for (int k = 1; k <= N; k++) {
        g->coef[k] = size;
        size *= sqrt(2.0 * k) / (k + 1);
    }
    return true;
}

static bool gamma_function(jf_range u, jf_outer *g)
{
    const double r = fmin(1, u.lo / 2);

    if (!(u.lo > 0))
        return false;
    return geometric(
        fmax(kernel(JF_OP_GAMMA, u.lo - r), kernel(JF_OP_GAMMA, u.hi + r)), r,
        g);
}

// (u^-k + u^(1-k)/(k-1))/k
static bool log_gamma(jf_range u, jf_outer *g)
{
    if (!(u.lo > 0))
        return false;
    g->family = JF_FAMILY_ANY;
    g->scale = u.lo;
    g->coef[1] =
        u.lo * (fabs(kernel(JF_OP_LOG, u.lo)) + fabs(kernel(JF_OP_LOG, u.hi))) +
        1;
    for (int k = 2; k <= N; k++)
        g->coef[k] = (1 + u.lo / (k - 1)) / k;
    return true;
}

// g' = h(u)/u, where |h_k| <= size / k!
static bool over_argument(double size, jf_range u, jf_outer *g)
{
    const double r = least(u);
    double top = size, rest = 0;

    g->family = JF_FAMILY_ANY;
    g->scale = r;
    for (int k = 1; k <= N; k++) {
        rest += top;
        g->coef[k] = rest / k;
        top *= r / k;
    }
    return r > 0;
}

static bool sine_integral(jf_outer *g)
{
    exponential(1, 1, g);
    for (int k = 1; k <= N; k++)
        g->coef[k] /= k;
    g->family = JF_FAMILY_ANY;
    return true;
}

// g' = sin(pi/2 u^2)
static bool fresnel(jf_range u, jf_outer *g)
{
    const jf_series square = {.coef = {0, 2 * HALF_PI_UP * most(u), HALF_PI_UP},
                              .degree = 2};
    jf_outer wave;
    jf_series slope;

    exponential(1, 1, &wave);
    jf_series_compose(&square, &wave, 1, &slope);
    g->family = JF_FAMILY_ANY;
    g->scale = 1;
    for (int k = 1; k <= N; k++)
        g->coef[k] = slope.coef[k - 1] / k;
    return true;
}

static bool inverse_tangent(jf_range u, jf_outer *g)
{
    const double m = least(u);

    return logarithmic(1, sqrt(1 + m * m), g);
}

static bool inverse_hyperbolic_tangent(jf_range u, jf_outer *g)
{
    return logarithmic(1, jf_add_down(1, -most(u)), g);
}

static bool special(jf_op op, jf_range u, jf_outer *g)
{
    switch (op) {
    case JF_OP_ERF:
    case JF_OP_ERFC:
        return error_function(u, g);
    case JF_OP_GAMMA:
        return gamma_function(u, g);
    case JF_OP_LGAMMA:
        return log_gamma(u, g);
    case JF_OP_SI:
        return sine_integral(g);
    case JF_OP_CI:
        return over_argument(1, u, g);
    case JF_OP_EI:
        return over_argument(kernel(JF_OP_EXP, u.hi), u, g);
    case JF_OP_J0:
    case JF_OP_J1:
        return exponential(1, 1, g);
    case JF_OP_FRESNEL_S:
    case JF_OP_FRESNEL_C:
        return fresnel(u, g);
    default:
        return false;
    }
}

bool jf_taylor_outer(jf_op op, jf_range u, jf_range v, jf_outer *g)
{
    switch (op) {
    case JF_OP_SIN:
    case JF_OP_COS:
        return exponential(1, 1, g);
    case JF_OP_TAN:
        return tangent(v, g);
    case JF_OP_EXP:
        return exponential(v.hi, 1, g);
    case JF_OP_EXP2:
        return exponential(v.hi, LN_2_UP, g);
    case JF_OP_EXP10:
        return exponential(v.hi, LN_10_UP, g);
    case JF_OP_EXPM1:
        return exponential(v.hi + 1, 1, g);
    case JF_OP_SINH: // cosh <= |sinh| + 1
    case JF_OP_COSH:
        return exponential(most(v) + 1, 1, g);
    case JF_OP_TANH:
        return hyperbolic_tangent(u, g);
    case JF_OP_SQRT:
        jf_taylor_power(0.5, u, g);
        return u.lo > 0;
    case JF_OP_CBRT:
        jf_taylor_power(1.0 / 3, jf_range_abs(u), g);
        return least(u) > 0;
    case JF_OP_LOG:
        return logarithmic(1, u.lo, g);
    case JF_OP_LOG2:
        return logarithmic(1 / LN_2_DOWN, u.lo, g);
    case JF_OP_LOG10:
        return logarithmic(1 / LN_10_DOWN, u.lo, g);
    case JF_OP_LOG1P:
        return logarithmic(1, jf_add_down(1, u.lo), g);
    case JF_OP_ATAN:
        return inverse_tangent(u, g);
    case JF_OP_ASINH:
        return inverse_tangent(u, g);
    case JF_OP_ASIN:
    case JF_OP_ACOS:
    case JF_OP_ATANH:
        return inverse_hyperbolic_tangent(u, g);
    case JF_OP_ACOSH:
        return logarithmic(1, jf_add_down(u.lo, -1), g);
    default:
        return special(op, u, g);
    }
}
