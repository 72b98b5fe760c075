/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Special functions on intervals, but for Bessel's (bessel.c).
 *
 * Idea: on pieces where the function is known to be monotonic, the kernel's
 *   values at the ends, widened by twice its claim.  Elsewhere those values and
 *   the largest slope, cut off by a bound for the whole piece:
 *       gamma, lgamma: log|gamma| is convex between poles, so greatest at ends;
 *         |gamma(x)| >= pi/gamma(1 - x) by reflection ([DLMF2010], 5.5.3);
 *       Si, Ci: slopes |sin x/x| and |cos x/x|; |Ci| <= 1/x and
 *         |Si - pi/2| <= 1/x, since |E1(ix)| <= 1/x (turn the path by pi/2);
 *       S, C: slopes of 1; |S - 1/2|, |C - 1/2| <= 1/(pi x) by the same way;
 *       zeta below -2: 2 (2 pi)^-u gamma(u) zeta(u), u = 1 - s, which is
 *         log-convex in u, so greatest at ends (25.4.1).
 * Error: first order in the width where the slope decides. */
#include "sight/apply.h"

#include "eval/kernels.h"
#include "sight/tables/constants.inc"

enum {
    GAMMA_STEPS = 2, // claims 0.70, 0.90
    ZETA_STEPS = 4,
    SI_STEPS = 3,
    CI_STEPS = 4,
    EI_STEPS = 4,
    K_STEPS = 4,
    E_STEPS = 2,
    FRESNEL_STEPS = 3,
    BETA_STEPS = 6,
};

static double value(jf_op op, double x)
{
    return jf_kernel_scalar(op, x, 0, 0);
}

static double above(jf_op op, double x, int steps)
{
    return jf_range_widen(jf_range_point(value(op, x)), steps).hi;
}

static double below(jf_op op, double x, int steps)
{
    return jf_range_widen(jf_range_point(value(op, x)), steps).lo;
}

/* ---- gamma */

// Falls to GAMMA_TURN, then rises; x >= 0.
static jf_range gamma_positive(jf_op op, jf_range a)
{
    const unsigned seen = a.lo == 0 ? JF_SEEN_UNDEFINED : 0;
    jf_range r = jf_range_kernel(op, a.lo + 0.0, a.hi, GAMMA_STEPS);

    if (jf_range_thin(a) && (a.lo == 1 || a.lo == 2))
        return jf_range_point(op == JF_OP_GAMMA ? 1 : 0);
    if (a.lo < GAMMA_TURN && a.hi > GAMMA_TURN)
        r.lo = below(op, GAMMA_TURN, GAMMA_STEPS);
    r.lo = fmin(r.lo, DBL_MAX);
    return jf_range_marked(r, seen);
}

// No pole within; x < 0.  |gamma| or log|gamma|.
static jf_range gamma_negative(jf_op op, jf_range a)
{
    const double slip = op == JF_OP_LGAMMA ? 0x1p-52 : 0; // claim "unit"
    const jf_range mirror =
        jf_range_sub(jf_range_point(1), a); // 1 - x is above 1
    const jf_range pi = jf_range_of(PI_DOWN, PI_UP);
    const double fa = value(op, a.lo), fb = value(op, a.hi);
    jf_range r;

    if (op == JF_OP_GAMMA) {
        r = jf_range_widen(
            jf_range_of(fmin(fabs(fa), fabs(fb)), fmax(fabs(fa), fabs(fb))),
            GAMMA_STEPS);
        if (!jf_range_thin(a))
            r.lo = jf_range_div(pi, gamma_positive(op, mirror)).lo;
        return jf_range_meet(r, 0, HUGE_VAL);
    }
    r = jf_range_widen(jf_range_of(fmin(fa, fb), fmax(fa, fb)), GAMMA_STEPS);
    r = jf_range_of(jf_add_down(r.lo, -slip), jf_add_up(r.hi, slip));
    if (!jf_range_thin(a)) // log pi > 1.144
        r.lo = fmin(r.lo, jf_add_down(1.144, -gamma_positive(op, mirror).hi));
    return r;
}

jf_range jf_range_gamma(jf_op op, jf_range a)
{
    const bool pole = a.lo <= 0 && floor(fmin(a.hi, 0)) >= a.lo;

    if (a.lo > 0 || (a.lo == 0 && a.hi > 0))
        return gamma_positive(op, a);
    if (!pole) {
        const jf_range r = gamma_negative(op, a);
        const bool minus = op == JF_OP_GAMMA && fmod(floor(a.lo), 2) != 0;
        return minus ? jf_range_neg(r) : r;
    }
    if (jf_range_thin(a))
        return jf_range_none();
    if (op == JF_OP_GAMMA)
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    const jf_range mirror = jf_range_sub(jf_range_point(1), a);
    const double most =
        gamma_positive(op, jf_range_of(fmax(mirror.lo, 1), mirror.hi)).hi;
    return (jf_range){fmin(-0.122, jf_add_down(1.144, -most)), HUGE_VAL,
                      JF_SEEN_UNDEFINED};
}

jf_range jf_range_beta(jf_op op, jf_range a, jf_range b)
{
    if (a.lo < 0 || b.lo < 0)
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    if (a.hi == 0 || b.hi == 0)
        return jf_range_none();
    // falls in both arguments
    const unsigned seen = a.lo == 0 || b.lo == 0 ? JF_SEEN_UNDEFINED : 0;
    const double most = seen ? HUGE_VAL : jf_kernel_scalar(op, a.lo, b.lo, 0);
    const double least =
        isinf(a.hi) || isinf(b.hi) ? 0 : jf_kernel_scalar(op, a.hi, b.hi, 0);
    jf_range r = jf_range_widen(jf_range_of(least, most), BETA_STEPS);
    r = jf_range_meet(r, 0, HUGE_VAL);
    r.lo = fmin(r.lo, DBL_MAX);
    return jf_range_marked(r, seen);
}

/* ---- zeta */

// A bound of |zeta(s)|, s <= -2.
static double reflected(double s)
{
    const double u = jf_up(1 - s);
    const double size =
        value(JF_OP_LGAMMA, u) - u * 1.8378770664093453; // log 2 pi

    // zeta(u) <= zeta(3) < 1.21; the exponent errs by 2^-50 of its terms
    return 2.42 * above(JF_OP_EXP, size + 0x1p-40 * (1 + fabs(size) + u), 2) *
           1.0001;
}

static jf_range zeta_far(jf_range a)
{
    if (isinf(a.lo))
        return jf_range_all;
    if (jf_range_thin(a))
        return fmod(a.lo, 2) == 0
                   ? jf_range_point(0)
                   : jf_range_kernel(JF_OP_ZETA, a.lo, a.hi, ZETA_STEPS);
    const double most = fmax(reflected(a.lo), reflected(a.hi));
    return isfinite(most) ? jf_range_of(-most, most) : jf_range_all;
}

static jf_range zeta_middle(jf_range a) // falls on [-2, 1) and (1, inf]
{
    const double least =
        a.hi == 1 ? -HUGE_VAL : below(JF_OP_ZETA, a.hi, ZETA_STEPS);
    const double most =
        a.lo == 1 ? HUGE_VAL : above(JF_OP_ZETA, a.lo, ZETA_STEPS);

    return jf_range_of(a.lo == -2 ? fmin(least, 0) : least,
                       a.lo == -2 ? 0 : most);
}

static jf_range zeta(jf_range a)
{
    if (a.lo == 1 && a.hi == 1)
        return jf_range_none();
    if (a.lo < 1 && a.hi > 1)
        return jf_range_marked(jf_range_all, JF_SEEN_UNDEFINED | JF_SEEN_JUMP);
    if (a.lo >= 1)
        return jf_range_marked(jf_range_meet(zeta_middle(a), 1, HUGE_VAL),
                               a.lo == 1 ? JF_SEEN_UNDEFINED : 0);
    const unsigned seen = a.hi == 1 ? JF_SEEN_UNDEFINED : 0;
    if (a.lo >= -2)
        return jf_range_marked(zeta_middle(a), seen);
    const jf_range left = zeta_far(jf_range_of(a.lo, fmin(a.hi, -2)));
    if (a.hi <= -2)
        return left;
    return jf_range_marked(
        jf_range_hull(left, zeta_middle(jf_range_of(-2, a.hi))), seen);
}

/* ---- Si, Ci, S, C */

static jf_range si_positive(jf_range a)
{
    const jf_range ends = jf_range_kernel(JF_OP_SI, a.lo, a.hi, SI_STEPS);
    jf_range r = ends;

    if (a.hi > PI_DOWN && !jf_range_thin(a))
        r = jf_range_meet(
            jf_range_lipschitz(ends, a, a.lo > 1 ? jf_div_up(1, a.lo) : 1), 0,
            SI_MOST_UP);
    if (a.lo > 3) {
        const double far = jf_div_up(1, a.lo);
        r = jf_range_meet(r, jf_add_down(HALF_PI_DOWN, -far),
                          jf_add_up(HALF_PI_UP, far));
    }
    return a.lo == 0 ? jf_range_of(0, a.hi == 0 ? 0 : r.hi) : r;
}

static jf_range fresnel_positive(jf_op op, jf_range a)
{
    const bool sine = op == JF_OP_FRESNEL_S;
    const jf_range ends = jf_range_kernel(op, a.lo, a.hi, FRESNEL_STEPS);
    jf_range r = ends;

    if (a.hi > (sine ? ROOT_2_DOWN : 1) && !jf_range_thin(a))
        r = jf_range_meet(jf_range_lipschitz(ends, a, 1), 0,
                          sine ? FRESNEL_S_MOST_UP : FRESNEL_C_MOST_UP);
    if (a.lo > 1) {
        const double far = jf_div_up(1, jf_mul_down(PI_DOWN, a.lo));
        r = jf_range_meet(r, jf_add_down(0.5, -far), jf_add_up(0.5, far));
    }
    return a.lo == 0 ? jf_range_of(0, a.hi == 0 ? 0 : r.hi) : r;
}

// Of an odd function from its values for x >= 0.
static jf_range odd(jf_op op, jf_range a, jf_range (*positive)(jf_op, jf_range))
{
    if (a.lo >= 0)
        return positive(op, a);
    if (a.hi <= 0)
        return jf_range_neg(positive(op, jf_range_neg(a)));
    return jf_range_hull(positive(op, jf_range_of(0, a.hi)),
                         jf_range_neg(positive(op, jf_range_of(0, -a.lo))));
}

static jf_range integral_positive(jf_op op, jf_range a)
{
    return op == JF_OP_SI ? si_positive(a) : fresnel_positive(op, a);
}

static jf_range ci(jf_range a)
{
    const double table_end = 24; // beyond, the claim is for the amplitude 1/x
    const unsigned seen = a.lo <= 0 ? JF_SEEN_UNDEFINED : 0;
    jf_range r;

    if (a.hi <= 0)
        return jf_range_none();
    a.lo = fmax(a.lo, 0);
    r = jf_range_kernel(JF_OP_CI, a.lo, a.hi, CI_STEPS);
    if (a.hi > table_end) {
        const double slip = jf_mul_up(0x1p-50, 1 / fmax(a.lo, table_end));
        r = jf_range_of(jf_add_down(r.lo, -slip), jf_add_up(r.hi, slip));
    }
    if (a.hi > HALF_PI_DOWN && !jf_range_thin(a)) {
        if (a.lo > 0)
            r = jf_range_lipschitz(r, a, jf_div_up(1, a.lo));
        r.hi = fmin(a.lo > 0 ? r.hi : HUGE_VAL, CI_MOST_UP);
    }
    if (a.lo > 0)
        r = jf_range_meet(r, -jf_div_up(1, a.lo), jf_div_up(1, a.lo));
    return jf_range_marked(r, seen);
}

/* ---- Ei, li: fall to the pole, then rise */

static jf_range valley(jf_op op, jf_range a, double pole, double from)
{
    unsigned seen = a.lo < from ? JF_SEEN_UNDEFINED : 0;

    if (a.hi < from || (a.lo == pole && a.hi == pole))
        return jf_range_none();
    a.lo = fmax(a.lo, from);
    jf_range r = jf_range_kernel(op, a.lo, a.hi, EI_STEPS);
    if (jf_range_has(a, pole)) {
        r.lo = -HUGE_VAL;
        seen |= JF_SEEN_UNDEFINED;
    }
    if (a.hi < pole) // Ei and li are negative there
        r.hi = fmin(r.hi, 0);
    r.lo = fmin(r.lo, DBL_MAX);
    return jf_range_marked(r, seen);
}

/* ---- elliptic */

static jf_range elliptic(jf_op op, jf_range a)
{
    const bool first = op == JF_OP_ELLIPTIC_K;
    const unsigned seen =
        a.hi > 1 || (first && a.hi == 1) ? JF_SEEN_UNDEFINED : 0;

    if (a.lo > 1 || (first && a.lo == 1))
        return jf_range_none();
    a.hi = fmin(a.hi, 1);
    jf_range r = jf_range_kernel(op, a.lo, a.hi, first ? K_STEPS : E_STEPS);
    return jf_range_marked(jf_range_meet(r, first ? 0 : 1, HUGE_VAL), seen);
}

static jf_range complement(jf_range p) // falls
{
    const unsigned seen = p.lo <= 0 ? JF_SEEN_UNDEFINED : 0;

    if (p.hi <= 0)
        return jf_range_none();
    const jf_range r =
        jf_range_kernel(JF_OP_ELLIPTIC_KC, fmax(p.lo, 0), p.hi, K_STEPS);
    return jf_range_marked(jf_range_meet(r, 0, HUGE_VAL), seen);
}

jf_range jf_range_special(jf_op op, jf_range a)
{
    switch (op) {
    case JF_OP_ZETA:
        return zeta(a);
    case JF_OP_CI:
        return ci(a);
    case JF_OP_EI:
        return valley(op, a, 0, -HUGE_VAL);
    case JF_OP_LI:
        return valley(op, a, 1, 0);
    case JF_OP_ELLIPTIC_K:
    case JF_OP_ELLIPTIC_E:
        return elliptic(op, a);
    case JF_OP_ELLIPTIC_KC:
        return complement(a);
    case JF_OP_AIRY_AI:
    case JF_OP_AIRY_BI:
        return jf_range_airy(op, a);
    case JF_OP_LAMBERTW:
        return jf_range_lambertw(a);
    case JF_OP_RGAMMA:
        return jf_range_rgamma(a);
    default:
        return odd(op, a, integral_positive);
    }
}
