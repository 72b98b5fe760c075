/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers, angles and hypotenuses of intervals.
 *
 * Idea: for a > 0, a^b is monotonic in a and in b: its extreme values over a
 *   rectangle are at the corners.  A whole exponent takes |a| and a sign.  Of
 *   a negative base and an exponent that varies, only the values at whole
 *   exponents are real: they are within +-|a|^b.  The angle of a rectangle
 *   that does not meet the cut is greatest and least at corners, too.
 * Error: 2 doubles beyond the true range (claims of 0.51 and 0.62), none where
 *   the power of a double is a double by repeated exact products.  Up to the
 *   sixth power it is made of products rounded outwards, 5 ulp at most, at a
 *   sixth of the kernel's cost. */
#include "sight/apply.h"

#include "eval/kernels.h"
#include "sight/tables/constants.inc"

enum { STEPS = 2, EXACT_MAX = 64, PRODUCT_MAX = 6 };

// x^n for x >= 0 and n = 1, 2 ..., rounded down: n - 1 times.
static double power_down(double x, int n)
{
    double p = x;

    for (int i = 1; i < n; i++)
        p = jf_mul_down(p, x);
    return p;
}

static double power_up(double x, int n)
{
    double p = x;

    for (int i = 1; i < n; i++)
        p = jf_mul_up(p, x);
    return p;
}

// a >= 0, n = 1, 2 ... PRODUCT_MAX
static jf_range small_power(jf_range a, int n)
{
    return jf_range_of(power_down(fabs(a.lo), n), power_up(fabs(a.hi), n));
}

// x^n is a double, and *power is it.
static bool is_exact(double x, double n, double *power)
{
    double p = 1;

    if (!(n >= 0 && n <= EXACT_MAX) || floor(n) != n)
        return false;
    for (int i = 0; i < (int)n; i++) {
        const jf_dd next = jf_dd_two_product(p, x);
        if (next.lo != 0 || !(fabs(next.hi) > 0x1p-960) || isinf(next.hi))
            return false;
        p = next.hi;
    }
    *power = p;
    return true;
}

// One corner, a >= 0; -0 is 0.
static jf_range corner(double a, double b)
{
    double exact;

    a = fabs(a);
    if (b == 0 || a == 1)
        return jf_range_point(1);
    if (a == 0 || isinf(a) || isinf(b))
        return jf_range_point(jf_kernel_scalar(JF_OP_POW, a, b, 0));
    if (is_exact(a, b, &exact))
        return jf_range_point(exact);
    const double v = jf_kernel_scalar(JF_OP_POW, a, b, 0);
    return jf_range_meet(jf_range_widen(jf_range_point(v), STEPS), 0, HUGE_VAL);
}

static jf_range tame(jf_range r)
{
    r.lo = fmin(r.lo, DBL_MAX);
    r.hi = fmax(r.hi, -DBL_MAX);
    return r;
}

// a >= 0
static jf_range power_of_positive(jf_range a, jf_range b)
{
    jf_range r = jf_range_hull(corner(a.lo, b.lo), corner(a.hi, b.hi));

    if (!jf_range_thin(a) && !jf_range_thin(b)) {
        r = jf_range_hull(r, corner(a.lo, b.hi));
        r = jf_range_hull(r, corner(a.hi, b.lo));
    }
    if (a.lo == 0 && b.lo < 0)
        r.seen |= JF_SEEN_UNDEFINED;
    if (a.lo == 0 && b.lo <= 0 && b.hi >= 0 && !jf_range_thin(b))
        r.seen |= JF_SEEN_JUMP;
    return tame(r);
}

static jf_range whole_power(jf_range a, double n)
{
    const jf_range b = jf_range_point(n);
    const bool even = fmod(n, 2) == 0;
    const bool small = n >= 1 && n <= PRODUCT_MAX;

    if (a.lo == 0 && a.hi == 0 && n < 0)
        return jf_range_none();
    if (even || a.lo >= 0)
        return small ? small_power(jf_range_abs(a), (int)n)
                     : power_of_positive(jf_range_abs(a), b);
    if (a.hi <= 0) {
        a = jf_range_neg(a);
        return jf_range_neg(small ? small_power(a, (int)n)
                                  : power_of_positive(a, b));
    }
    if (small)
        return jf_range_of(-power_up(-a.lo, (int)n), power_up(a.hi, (int)n));
    if (n < 0)
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    return jf_range_of(-power_of_positive(jf_range_point(-a.lo), b).hi,
                       power_of_positive(jf_range_point(a.hi), b).hi);
}

jf_range jf_range_pow(jf_op op, jf_range a, jf_range b)
{
    (void)op;
    if (jf_range_thin(b) && floor(b.lo) == b.lo)
        return whole_power(a, b.lo);
    const bool holds_whole = floor(b.hi) >= b.lo;
    if (a.hi < 0 && !holds_whole)
        return jf_range_none();
    if (a.lo == 0 && a.hi == 0 && b.hi < 0)
        return jf_range_none();
    if (a.lo >= 0)
        return power_of_positive(a, b);
    jf_range r = a.hi < 0 ? (jf_range){HUGE_VAL, -HUGE_VAL, 0}
                          : power_of_positive(jf_range_of(0, a.hi), b);
    if (holds_whole) {
        const jf_range size =
            power_of_positive(jf_range_of(fmax(-a.hi, 0), -a.lo), b);
        r = jf_range_hull(r, jf_range_of(-size.hi, size.hi));
        r.seen |= JF_SEEN_JUMP;
    }
    return jf_range_marked(r, JF_SEEN_UNDEFINED);
}

static jf_range angle_at(double y, double x)
{
    // 0 has no sign here
    const double v = jf_kernel_scalar(JF_OP_ATAN2, y + 0.0, x + 0.0, 0);

    return y == 0 && x > 0 ? jf_range_point(0)
                           : jf_range_widen(jf_range_point(v), STEPS);
}

jf_range jf_range_angle(jf_op op, jf_range y, jf_range x)
{
    jf_range r;

    (void)op;
    if (x.lo <= 0 && jf_range_has(y, 0)) {
        const jf_range all = jf_range_of(-PI_UP, PI_UP);
        return jf_range_marked(all, JF_SEEN_JUMP);
    }
    r = jf_range_hull(angle_at(y.lo, x.lo), angle_at(y.hi, x.hi));
    if (!jf_range_thin(y) && !jf_range_thin(x)) {
        r = jf_range_hull(r, angle_at(y.lo, x.hi));
        r = jf_range_hull(r, angle_at(y.hi, x.lo));
    }
    return jf_range_meet(r, -PI_UP, PI_UP);
}

static double hypot_at(double a, double b, bool up)
{
    if (a == 0 || b == 0)
        return a + b;
    const double v = jf_kernel_scalar(JF_OP_HYPOT, a, b, 0);
    const jf_range r = jf_range_widen(jf_range_point(v), STEPS);
    return up ? r.hi : fmin(r.lo, DBL_MAX);
}

jf_range jf_range_hypot(jf_op op, jf_range a, jf_range b)
{
    (void)op;
    a = jf_range_abs(a);
    b = jf_range_abs(b);
    return jf_range_of(hypot_at(a.lo, b.lo, false), hypot_at(a.hi, b.hi, true));
}
