/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Airy's functions, modified Bessel functions, Lambert's W and 1/gamma on
 * intervals.
 *
 * Idea: the kernel's values at the ends where the function is monotonic:
 *       I_n (x >= 0), K_n, W; Ai from -1 on, Bi from -2 on;
 *   for x < 0, Ai^2 + Bi^2 rises with x ([DLMF2010], 9.8(iii)), so that at the
 *   right end it bounds all that is before; 1/gamma rises to its only extremum
 *   for x >= 0, and |1/gamma(x)| <= gamma(1 - x)/pi for x < 0 (5.5.3).
 * Error: what oscillates is known by its amplitude alone. */
#include "sight/apply.h"

#include "eval/kernels.h"
#include "sight/tables/constants.inc"

enum { STEPS = 8 };                     // claims up to 3
static const double RELATIVE = 0x1p-48; // covers what bounds are made of

static double at(jf_op op, double x)
{
    return jf_kernel_scalar(op, x, 0, 0);
}

/* ---- Airy */

// A bound of |Ai| and |Bi| up to x, x <= 0.
static double amplitude(double x)
{
    return (fabs(at(JF_OP_AIRY_AI, x)) + fabs(at(JF_OP_AIRY_BI, x))) *
           (1 + RELATIVE);
}

static jf_range monotonic(jf_op op, jf_range a)
{
    const jf_range r = jf_range_kernel(op, a.lo, a.hi, STEPS);
    // 3 ulp of the amplitude, which is below 1, for x < 0
    const double slip = a.lo < 0 ? 0x1p-50 : 0;
    return jf_range_of(jf_add_down(r.lo, -slip), jf_add_up(r.hi, slip));
}

// x <= -1: between the amplitudes; and where x is narrow, by the slope, which
// is at most 0.593 |x|^(1/4) there: that of sqrt(Ai'^2 + Bi'^2) is largest at
// -1.
static jf_range waving(jf_op op, jf_range x)
{
    static const double SLOPE = 0.6;
    const double most = amplitude(x.hi), slope = SLOPE * sqrt(sqrt(-x.lo));
    const jf_range all = jf_range_of(-most, most);

    if (isinf(x.lo))
        return all;
    const jf_range near =
        jf_range_lipschitz(monotonic(op, x), x, slope * (1 + RELATIVE));
    return jf_range_meet(all, near.lo, near.hi);
}

jf_range jf_range_airy(jf_op op, jf_range a)
{
    const double from = op == JF_OP_AIRY_AI ? -1 : -2;
    const jf_range right = jf_range_of(fmax(a.lo, from), a.hi);
    const jf_range left = waving(op, jf_range_of(a.lo, fmin(a.hi, from)));

    if (a.lo >= from)
        return jf_range_meet(monotonic(op, right),
                             op == JF_OP_AIRY_AI && a.lo >= 0 ? 0 : -1,
                             HUGE_VAL);
    return a.hi <= from ? left : jf_range_hull(left, monotonic(op, right));
}

/* ---- modified Bessel functions */

static jf_range ends(jf_op op, double n, double left, double right)
{
    const double f = jf_kernel_scalar(op, n, left, 0);
    const double g = jf_kernel_scalar(op, n, right, 0);

    if (isnan(f) || isnan(g)) // the order is too large for the kernel
        return jf_range_all;
    jf_range r = jf_range_widen(jf_range_of(fmin(f, g), fmax(f, g)), STEPS);
    r.lo = fmin(r.lo, DBL_MAX);
    return r;
}

static jf_range first_kind(double n, jf_range x)
{
    const bool whole = floor(n) == n, odd = fmod(n, 2) != 0;
    const unsigned seen = !whole && x.lo < 0 ? JF_SEEN_UNDEFINED : 0;

    if (!whole && (n < 0 || x.hi < 0))
        return jf_range_none();
    if (whole && odd)
        return ends(JF_OP_BESSEL_I, n, x.lo, x.hi);
    const jf_range size =
        whole ? jf_range_abs(x) : jf_range_of(fmax(x.lo, 0), x.hi);
    const jf_range r = ends(JF_OP_BESSEL_I, n, size.lo, size.hi);
    return jf_range_marked(jf_range_meet(r, 0, HUGE_VAL), seen);
}

static jf_range second_kind(double n, jf_range x)
{
    const unsigned seen = x.lo <= 0 ? JF_SEEN_UNDEFINED : 0;

    if (floor(n) != n || x.hi <= 0)
        return jf_range_none();
    const jf_range r = ends(JF_OP_BESSEL_K, n, fmax(x.lo, 0), x.hi);
    return jf_range_marked(jf_range_meet(r, 0, HUGE_VAL), seen);
}

jf_range jf_range_modified(jf_op op, jf_range n, jf_range x)
{
    if (!jf_range_thin(n))
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    return op == JF_OP_BESSEL_I ? first_kind(n.lo, x) : second_kind(n.lo, x);
}

/* ---- W, 1/gamma */

jf_range jf_range_lambertw(jf_range a)
{
    const double branch = MINUS_INVERSE_E;
    const unsigned seen = a.lo < branch ? JF_SEEN_UNDEFINED : 0;

    if (a.hi < branch)
        return jf_range_none();
    const double left = at(JF_OP_LAMBERTW, fmax(a.lo, jf_up(branch)));
    const double right = at(JF_OP_LAMBERTW, fmax(a.hi, jf_up(branch)));
    jf_range r = jf_range_widen(jf_range_of(left, right), STEPS);
    if (a.lo <= branch)
        r.lo = -1;
    r.lo = fmin(r.lo, DBL_MAX);
    return jf_range_marked(jf_range_meet(r, -1, HUGE_VAL), seen);
}

static jf_range rgamma_positive(jf_range a)
{
    jf_range r = jf_range_kernel(JF_OP_RGAMMA, a.lo, a.hi, STEPS);

    if (a.lo < GAMMA_TURN && a.hi > GAMMA_TURN)
        r = jf_range_hull(
            r, jf_range_kernel(JF_OP_RGAMMA, GAMMA_TURN, GAMMA_TURN, STEPS));
    return jf_range_meet(r, 0, HUGE_VAL);
}

jf_range jf_range_rgamma(jf_range a)
{
    if (a.lo >= 0)
        return rgamma_positive(a);
    if (jf_range_thin(a) && floor(a.lo) != a.lo)
        return jf_range_kernel(JF_OP_RGAMMA, a.lo, a.lo, STEPS);
    const double most =
        at(JF_OP_GAMMA, jf_up(1 - a.lo)) * (1 / PI_DOWN) * (1 + 0x1p-40);
    const jf_range left =
        isfinite(most) ? jf_range_of(-most, most) : jf_range_all;
    return a.hi <= 0
               ? left
               : jf_range_hull(left, rgamma_positive(jf_range_of(0, a.hi)));
}
