/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One root, to the last bit and beyond.
 *
 * Idea: Newton's method with the slope from forward differentiation, kept
 *   within a bracket; a step that leaves the bracket, or does not halve it in
 *   three, is replaced by a bisection.  The sign of g at a double is known from
 *   its range there; where that contains 0 the root is as near as doubles say.
 *   Then one more step from there, with g known to many more bits, gives the
 *   tail: either g at x is known well enough as it is (1 - x; sin near pi: the
 *   relative error is small, and so is the value), or as a double-double.
 * Error: of the step, 2^-98 of x or better, else no tail is given. */
#include "sight/roots.h"
#include "sight/tape.h"

static const double TAIL_GOOD = 0x1p-98;

jf_dd jf_level(const jf_levels *levels, double n)
{
    return jf_dd_add(levels->base, jf_dd_mul((jf_dd){n, 0}, levels->step));
}

jf_range jf_above_level(jf_range value, jf_dd level)
{
    const double lo = level.lo < 0 ? jf_down(level.hi) : level.hi;
    const double hi = level.lo > 0 ? jf_up(level.hi) : level.hi;

    return jf_range_sub(value, jf_range_of(lo, hi));
}

jf_range jf_levels_within(const jf_levels *levels, jf_range r)
{
    double first = levels->first, last = levels->last;

    if (first < last) {
        const jf_range above = jf_above_level(r, levels->base);
        const jf_range step = jf_range_widen(jf_range_point(levels->step.hi),
                                             levels->step.lo != 0);
        const jf_range n = jf_range_div(above, step);
        first = fmax(first, ceil(n.lo));
        last = fmin(last, floor(n.hi));
        if (first == last && first == 0 && levels->but_zero)
            return jf_range_none();
        return jf_range_of(first, last);
    }
    const jf_range above = jf_above_level(r, jf_level(levels, first));
    return jf_range_has(above, 0) ? jf_range_point(first) : jf_range_none();
}

static double middle(jf_range r)
{
    return r.lo / 2 + r.hi / 2;
}

// Between two doubles; by their exponents where these differ much.
static double split(double a, double b)
{
    const double m = a / 2 + b / 2;

    if (a > 0 && b / 16 > a)
        return sqrt(a) * sqrt(b);
    if (b < 0 && a / 16 < b)
        return -sqrt(-a) * sqrt(-b);
    return m > a && m < b ? m : a;
}

typedef struct bracket {
    double a, b;
} bracket;

// Whether x is a root, as far as its sign tells; else the bracket shrinks.
static bool meets(bracket *k, double x, jf_range v, bool rising)
{
    const bool above = v.lo > 0, below = v.hi < 0;

    if (above == rising && above != below)
        k->b = x;
    else if (above != below)
        k->a = x;
    return above == below;
}

jf_root jf_root_solve(const jf_ir *g, jf_dd level, jf_range x, bool rising,
                      jf_range *room, long *budget)
{
    const int most = 200;
    bracket k = {x.lo, x.hi};
    double at = x.lo, width = k.b - k.a;

    for (int i = 1; i < most; i++) {
        const jf_look look = jf_tape_look(g, jf_range_point(at), room);
        const jf_range v = jf_above_level(look.value, level);
        const double newton = at - middle(v) / middle(look.slope);
        --*budget;
        if (meets(&k, at, v, rising) || k.b <= jf_up(k.a))
            break;
        const bool slow = i % 3 == 0 && !(k.b - k.a <= width / 2);
        width = i % 3 == 0 ? k.b - k.a : width;
        at = !slow && newton > k.a && newton < k.b ? newton : split(k.a, k.b);
        if (at == k.a)
            break;
    }
    const jf_root near = jf_root_refine(g, level, at, room);
    // a wild correction means that the slope is not to be trusted
    return near.x >= jf_down(x.lo) && near.x <= jf_up(x.hi) ? near
                                                            : (jf_root){at, 0};
}

// g - level at x, where it is known well enough for a tail.
static bool find_value(const jf_ir *g, jf_dd level, double x, jf_range v,
                       double slope, jf_dd *value)
{
    const double unsure = (v.hi - v.lo) / fabs(slope);

    if (unsure <= TAIL_GOOD * fabs(x)) {
        *value = (jf_dd){middle(v), 0};
        return true;
    }
    if (!jf_wide_value(g, (jf_dd){x, 0}, value))
        return false;
    *value = jf_dd_add(*value, (jf_dd){-level.hi, -level.lo});
    return true;
}

jf_root jf_root_refine(const jf_ir *g, jf_dd level, double x, jf_range *room)
{
    jf_dd at = {x, 0}, value;

    for (int i = 0; i < 3; i++) { // again from the double that is nearest
        const jf_look look = jf_tape_look(g, jf_range_point(at.hi), room);
        const jf_range v = jf_above_level(look.value, level);
        const double slope = middle(look.slope);
        if ((v.lo == 0 && v.hi == 0) || !isfinite(middle(v)))
            return (jf_root){at.hi, 0};
        if (!isfinite(slope) || slope == 0)
            return (jf_root){at.hi, 0};
        if (find_value(g, level, at.hi, v, slope, &value))
            at = jf_dd_two_sum(at.hi, -value.hi / slope);
        else
            at = (jf_dd){at.hi - middle(v) / slope, 0};
        if (!isfinite(at.hi))
            return (jf_root){x, 0};
    }
    return (jf_root){at.hi, at.lo};
}
