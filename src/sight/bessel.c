/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bessel functions on intervals.
 *
 * Idea: monotonic up to the first extremum, which for an order n > 0 is beyond
 *   n ([DLMF2010], 10.21.3).  Further out, values at the ends and the slope,
 *       f0' = -f1,  f1' = f0 - f1/x,  fn' = (f(n-1) - f(n+1))/2,
 *   cut off by the amplitude: J^2 + Y^2 falls with x (Nicholson's integral,
 *   10.9.30), so that at the left end it bounds all that follows.  |J0| <= 1,
 *   |Jn| <= 1/sqrt(2) (10.14.1).  Negative x by parity.
 * Error: first order in the width where the slope decides; the kernels' own
 *   error is that of the amplitude. */
#include "sight/apply.h"

#include "eval/kernels.h"
#include "sight/tables/constants.inc"

enum { STEPS = 4 };                        // claims 1.5 and 1.6
static const double SLIP = 0x1p-50;        // of the amplitude: 1.6 ulp
static const double RELATIVE = 0x1p-48;    // covers what bounds are made of
static const double J_SLOPE_MOST = 0.8536; // (1 + 1/sqrt 2)/2

static double at(jf_op op, double n, double x)
{
    return jf_kernel_scalar(op, n, x, 0);
}

// A bound of |J_n| and |Y_n| from x on, x > 0.
static double amplitude(double n, double x)
{
    const double y = fabs(at(JF_OP_YN, n, x));

    if (!isfinite(y)) // NaN where the order is too large for the kernel
        return HUGE_VAL;
    return (fabs(at(JF_OP_JN, n, x)) + y) * (1 + RELATIVE);
}

// |f_n'| from x on, x > 0.
static double slope(double n, double x)
{
    return 0.5 * (amplitude(fabs(n - 1), x) + amplitude(n + 1, x)) *
           (1 + RELATIVE);
}

// The first extremum of f_n beyond 0, or what is below it.
static double turn(bool first_kind, double n)
{
    if (n == 0)
        return first_kind ? J0_TURN : Y0_TURN;
    if (n == 1)
        return first_kind ? J1_TURN : Y1_TURN;
    return n;
}

static jf_range end_values(jf_op op, double n, jf_range x)
{
    const double fa = at(op, n, x.lo);
    const double fb = jf_range_thin(x) ? fa : at(op, n, x.hi);
    const double from = n <= 1 ? 24 : n; // the claims are for the amplitude
    double slip = 0;

    if (!(isfinite(fa) || fa == -HUGE_VAL) || isnan(fb))
        return jf_range_all;
    if (x.hi > from && isfinite(x.hi))
        slip = SLIP * amplitude(n, fmax(x.lo, from));
    const jf_range r =
        jf_range_widen(jf_range_of(fmin(fa, fb), fmax(fa, fb)), STEPS);
    return jf_range_of(jf_add_down(r.lo, -slip), jf_add_up(r.hi, slip));
}

static double most_of_j(double n)
{
    return n == 0 ? 1 : 0.7071068;
}

// n >= 0, x >= 0
static jf_range j_positive(double n, jf_range x)
{
    const double most = most_of_j(n);
    jf_range r;

    if (x.lo == 0 && x.hi == 0)
        return jf_range_point(n == 0 ? 1 : 0);
    r = end_values(JF_OP_JN, n, x);
    if (x.hi > turn(true, n) && !jf_range_thin(x)) {
        const double far = x.lo > n ? amplitude(n, x.lo) : most;
        const double steep = x.lo > n + 1 ? slope(n, x.lo) : J_SLOPE_MOST;
        r = jf_range_lipschitz(r, x, fmin(steep, J_SLOPE_MOST));
        r = jf_range_meet(r, -far, far);
    } else if (n > 0) {
        r.lo = x.hi <= n ? fmax(r.lo, 0) : r.lo; // positive up to there
    }
    if (x.lo == 0 && n == 0)
        r.hi = 1;
    return jf_range_meet(r, n == 0 ? -J0_LEAST_OFF_UP : -most, most);
}

// n >= 0, x >= 0; at 0 it is -inf
static jf_range y_positive(double n, jf_range x)
{
    const bool rising = x.hi <= turn(false, n);
    jf_range r = end_values(JF_OP_YN, n, x);

    r.hi = fmax(r.hi, -DBL_MAX);
    if (rising || jf_range_thin(x))
        return x.lo == 0 ? jf_range_of(-HUGE_VAL, r.hi) : r;
    if (x.lo == 0)
        // rises to the turn, and stays below the amplitude there
        return jf_range_of(-HUGE_VAL, amplitude(n, turn(false, n)));
    const double far = amplitude(n, x.lo);
    r = jf_range_lipschitz(r, x, slope(n, x.lo));
    return jf_range_meet(r, -far, far);
}

static bool is_odd(double n)
{
    return fmod(n, 2) != 0;
}

static jf_range j_any(double order, jf_range x)
{
    const double n = fabs(order);
    const jf_range left = jf_range_of(fmax(-x.hi, 0), -x.lo);
    const jf_range right = jf_range_of(fmax(x.lo, 0), x.hi);
    jf_range r = jf_range_of(HUGE_VAL, -HUGE_VAL);

    if (x.hi >= 0)
        r = j_positive(n, right);
    if (x.lo < 0) {
        const jf_range mirror = j_positive(n, left);
        r = jf_range_hull(r, is_odd(n) ? jf_range_neg(mirror) : mirror);
    }
    return order < 0 && is_odd(n) ? jf_range_neg(r) : r;
}

static jf_range y_any(double order, jf_range x)
{
    const unsigned seen = x.lo <= 0 ? JF_SEEN_UNDEFINED : 0;
    const double n = fabs(order);

    if (x.hi <= 0)
        return jf_range_none();
    jf_range r = y_positive(n, jf_range_of(fmax(x.lo, 0), x.hi));
    if (order < 0 && is_odd(n))
        r = jf_range_neg(r);
    return jf_range_marked(r, seen);
}

jf_range jf_range_jn(jf_op op, jf_range n, jf_range x)
{
    const double whole = floor(n.hi);
    const bool j = op == JF_OP_JN;

    if (whole < n.lo)
        return jf_range_none();
    if (jf_range_thin(n) && isfinite(whole))
        return j ? j_any(whole, x) : y_any(whole, x);
    return jf_range_marked(j ? jf_range_of(-1, 1) : jf_range_all,
                           JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
}

jf_range jf_range_bessel(jf_op op, jf_range x)
{
    switch (op) {
    case JF_OP_J0:
    case JF_OP_J1:
        return j_any(op == JF_OP_J1, x);
    default:
        return y_any(op == JF_OP_Y1, x);
    }
}
