/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions on intervals.
 *
 * Idea: all but sin, cos, tan and cosh are monotonic on their domain: the
 *   kernel's values at the two ends, widened by twice its claim in doubles
 *   (apply.h), and cut off at the function's own bounds.  A row of a table
 *   says the rest.  Where the value is known exactly, as exp(0) or log2(8), it
 *   is not widened.
 *   sin and cos: the extrema within [a, b] lie at integers of x/pi - 1/2 or
 *   x/pi; which, is decided with x/pi rounded outwards, so that an extremum
 *   may be taken for one that is within when it is next to it.  Then the slope,
 *   at most 1, keeps the range from growing more than the width.
 * Error: 2 doubles beyond the true range; 4 where the claim is above 1.
 * Cost: two values of the kernel, 20 to 60 ns. */
#include "sight/apply.h"

#include "eval/kernels.h"
#include "sight/tables/constants.inc"

typedef struct shape {
    double from, to; // the domain
    double lo, hi;   // the values
    double at, is;   // exactly
    bool falling;
    bool open_from, open_to; // a pole there, or no value
} shape;

enum { STEPS = 2 }; // all claims are below 1

// clang-format off
static const shape shapes[JF_NOP] = {
    [JF_OP_ASIN]  = {-1, 1, -HALF_PI_UP, HALF_PI_UP, 0, 0, false, false, false},
    [JF_OP_ACOS]  = {-1, 1, 0, PI_UP, 1, 0, true, false, false},
    [JF_OP_ATAN]  = {-HUGE_VAL, HUGE_VAL, -HALF_PI_UP, HALF_PI_UP, 0, 0,
                     false, false, false},
    [JF_OP_SINH]  = {-HUGE_VAL, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 0, 0,
                     false, false, false},
    [JF_OP_COSH]  = {0, HUGE_VAL, 1, HUGE_VAL, 0, 1, false, false, false},
    [JF_OP_TANH]  = {-HUGE_VAL, HUGE_VAL, -1, 1, 0, 0, false, false, false},
    [JF_OP_ASINH] = {-HUGE_VAL, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 0, 0,
                     false, false, false},
    [JF_OP_ACOSH] = {1, HUGE_VAL, 0, HUGE_VAL, 1, 0, false, false, false},
    [JF_OP_ATANH] = {-1, 1, -HUGE_VAL, HUGE_VAL, 0, 0, false, true, true},
    [JF_OP_EXP]   = {-HUGE_VAL, HUGE_VAL, 0, HUGE_VAL, 0, 1,
                     false, false, false},
    [JF_OP_EXP2]  = {-HUGE_VAL, HUGE_VAL, 0, HUGE_VAL, 0, 1,
                     false, false, false},
    [JF_OP_EXP10] = {-HUGE_VAL, HUGE_VAL, 0, HUGE_VAL, 0, 1,
                     false, false, false},
    [JF_OP_EXPM1] = {-HUGE_VAL, HUGE_VAL, -1, HUGE_VAL, 0, 0,
                     false, false, false},
    [JF_OP_LOG]   = {0, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 1, 0,
                     false, true, false},
    [JF_OP_LOG2]  = {0, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 1, 0,
                     false, true, false},
    [JF_OP_LOG10] = {0, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 1, 0,
                     false, true, false},
    [JF_OP_LOG1P] = {-1, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 0, 0,
                     false, true, false},
    [JF_OP_CBRT]  = {-HUGE_VAL, HUGE_VAL, -HUGE_VAL, HUGE_VAL, 0, 0,
                     false, false, false},
    [JF_OP_ERF]   = {-HUGE_VAL, HUGE_VAL, -1, 1, 0, 0, false, false, false},
    [JF_OP_ERFC]  = {-HUGE_VAL, HUGE_VAL, 0, 2, 0, 1, true, false, false},
};
// clang-format on

jf_range jf_range_kernel(jf_op op, double a, double b, int steps)
{
    const double fa = jf_kernel_scalar(op, a, 0, 0);
    const double fb = a == b ? fa : jf_kernel_scalar(op, b, 0, 0);

    return jf_range_widen(jf_range_of(fmin(fa, fb), fmax(fa, fb)), steps);
}

jf_range jf_range_lipschitz(jf_range ends, jf_range x, double slope)
{
    const double rise = jf_mul_up(jf_add_up(x.hi, -x.lo), slope);

    if (!(rise < HUGE_VAL))
        return jf_range_all;
    // |f(x) - f(a)| + |f(b) - f(x)| <= rise
    return jf_range_of(
        fmin(ends.lo,
             jf_down(jf_add_down(ends.lo, jf_add_down(ends.hi, -rise)) / 2)),
        fmax(ends.hi, jf_up(jf_add_up(ends.hi, jf_add_up(ends.lo, rise)) / 2)));
}

// Values of elementary functions that are doubles.
static bool is_exact(jf_op op, double x, double y)
{
    int e;

    switch (op) {
    case JF_OP_EXP2:
        return floor(x) == x && fabs(x) < 1023;
    case JF_OP_LOG2:
        return frexp(x, &e) == 0.5;
    case JF_OP_LOG10:
        return floor(y) == y && y > 0 && y <= 22 &&
               jf_kernel_scalar(JF_OP_EXP10, y, 0, 0) == x;
    case JF_OP_CBRT:
        return fabs(x) < 0x1p53 && floor(y) == y && y * y * y == x;
    default:
        return false;
    }
}

static jf_range value_at(jf_op op, const shape *s, double x)
{
    if (x == s->at)
        return jf_range_point(s->is);
    const double y = jf_kernel_scalar(op, x, 0, 0);
    const jf_range point = jf_range_point(y);
    const jf_range v =
        is_exact(op, x, y) ? point : jf_range_widen(point, STEPS);
    return jf_range_meet(v, s->lo, s->hi);
}

static jf_range monotonic(jf_op op, jf_range a)
{
    const shape *const s = &shapes[op];
    const unsigned out = a.lo < s->from || a.hi > s->to ||
                                 (s->open_from && a.lo == s->from) ||
                                 (s->open_to && a.hi == s->to)
                             ? JF_SEEN_UNDEFINED
                             : 0;

    if (a.hi < s->from || a.lo > s->to || (s->open_from && a.hi == s->from) ||
        (s->open_to && a.lo == s->to))
        return jf_range_none();
    const double from = fmax(a.lo, s->from), to = fmin(a.hi, s->to);
    const jf_range left = value_at(op, s, from);
    const jf_range right = from == to ? left : value_at(op, s, to);
    return s->falling ? (jf_range){right.lo, left.hi, out}
                      : (jf_range){left.lo, right.hi, out};
}

// The first and the last integer that x/pi + shift may be, for x within a.
static jf_range turns(jf_range a, double shift)
{
    const double lo = a.lo / PI_DOWN + shift, hi = a.hi / PI_DOWN + shift;

    // pi, quotient and sum are rounded, each by 2^-53 of what it is
    return jf_range_of(ceil(lo - 0x1p-50 * (fabs(lo) + 1)),
                       floor(hi + 0x1p-50 * (fabs(hi) + 1)));
}

static jf_range wave(jf_op op, jf_range a)
{
    const jf_range whole = jf_range_of(-1, 1);
    // sin is greatest and least where x/pi - 1/2 is even and odd
    const jf_range n = turns(a, op == JF_OP_SIN ? -0.5 : 0);

    if (op == JF_OP_SIN && a.lo == 0 && a.hi == 0)
        return jf_range_point(0);
    if (op == JF_OP_COS && a.lo == 0 && a.hi == 0)
        return jf_range_point(1);
    if (isinf(a.lo) || isinf(a.hi) || a.hi - a.lo > 6.2832)
        return whole;
    const jf_range ends = jf_range_kernel(op, a.lo, a.hi, STEPS);
    jf_range r = ends;
    if (!jf_range_thin(a) && n.lo <= n.hi) {
        const bool single = n.lo == n.hi;
        const bool even = fmod(n.lo, 2) == 0;
        const jf_range near = jf_range_lipschitz(ends, a, 1);
        r = jf_range_of(single && even ? ends.lo : -1,
                        single && !even ? ends.hi : 1);
        r = jf_range_meet(r, near.lo, near.hi);
    }
    if (op == JF_OP_SIN && a.lo == 0 && a.hi < 3)
        r.lo = 0;
    if (op == JF_OP_SIN && a.hi == 0 && a.lo > -3)
        r.hi = 0;
    return jf_range_meet(r, -1, 1);
}

static jf_range tangent(jf_range a)
{
    const jf_range n = turns(a, -0.5);

    if (a.lo == 0 && a.hi == 0)
        return jf_range_point(0);
    if (jf_range_thin(a)) // no double is a pole
        return jf_range_kernel(JF_OP_TAN, a.lo, a.hi, STEPS);
    if (isinf(a.lo) || isinf(a.hi) || n.lo <= n.hi)
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    const double left = jf_kernel_scalar(JF_OP_TAN, a.lo, 0, 0);
    const double right = jf_kernel_scalar(JF_OP_TAN, a.hi, 0, 0);
    jf_range r = jf_range_widen(jf_range_of(left, right), STEPS);
    r.lo = a.lo == 0 ? 0 : r.lo;
    r.hi = a.hi == 0 ? 0 : r.hi;
    return r;
}

jf_range jf_range_elementary(jf_op op, jf_range a)
{
    switch (op) {
    case JF_OP_SIN:
    case JF_OP_COS:
        return wave(op, a);
    case JF_OP_TAN:
        return tangent(a);
    case JF_OP_COSH:
        return monotonic(op, jf_range_abs(a));
    default:
        return monotonic(op, a);
    }
}
