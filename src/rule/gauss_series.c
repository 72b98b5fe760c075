/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes and weights of Gauss-Legendre rules from asymptotic series.
 *
 * The nodes are cos t where the phase of the oscillating function P_n(cos t)
 * passes a multiple of pi.  Seen as a function of its own count k, an angle t
 * has a series in powers of v^2 = 1/(n + 1/2)^2, without any iteration:
 *
 *   interior  t = s + sum v^2m G_m(cot s),       s = (k - 1/4) pi v
 *   boundary  t = s (1 + sum v^2m h_m(s^2)),     s = j v,  J_0(j) = 0
 *
 * G_m and h_m are polynomials that tools/gen_gauss.py derives, in fractions,
 * from the differential equation of the phase.  The weight is the derivative
 * -dx/dk of the node by its count, because (dP_n/dt)^2 sin t at a zero is the
 * Wronskian times the slope of the phase: the same coefficients serve, and
 * dj/dk = 2/(j J_1(j)^2).  The first terms are Tricomi's [Tricomi1950]; that
 * series for all nodes exist, of the accuracy of the doubles, was found in
 * another way by [Bogaert2014].
 *
 * Angles are measured from the nearer of the end and the centre, so that both
 * 1 - x and x come from a small angle and x keeps its relative accuracy.
 *
 * Truncation: for n > 100 the next term of the interior series is below 3e-19
 *            of a weight, 2e-20 of an angle, after the 16 outermost nodes; the
 *            boundary series is better.
 * Roundoff:  leading terms have 106 bits and corrections 53, so that before
 *            the last rounding the relative error is about 1e-19: nodes and
 *            weights are within 0.501 ulp (tests/unit/rule/t_gauss.c).
 * Cost:      about 200 operations, no iteration and no elementary function: 20
 *            to 35 ns a node on a 2 GHz-class core.
 * Fails on:  small n: 5 digits at n = 2.  src/rule/gauss_recurrence.c mends it.
 * Rejected:  Newton's method on expansions of P_n [HaleTownsend2013]: they
 *            too need two regimes, and evaluate a dozen terms of cosines in
 *            each step, where here the angle comes out at once.
 */
#include "rule/gauss_node.h"

#include "rule/tables/gauss.inc"

_Static_assert((int)INTERIOR_ORDERS == JF_GAUSS_INTERIOR, "see gauss_node.h");
_Static_assert((int)BOUNDARY_TERMS == JF_GAUSS_BOUNDARY, "see gauss_node.h");

typedef struct circle {
    jf_dd sin, cos;
} circle;

// 0 <= a.hi < 13/8; relative errors about 2^-66, of the cosine only while it
// is not small.
static circle sincos_of(jf_dd a)
{
    const int j = (int)(16 * a.hi + 0.5);
    const jf_dd sj = sine[j], cj = cosine[j];
    const double r = a.hi - j / 16.0, q = r * r; // |r| <= 1/32, exact
    // sin r - r and cos r - 1
    const double s =
        a.lo +
        r * q * (-1. / 6 + q * (1. / 120 + q * (-1. / 5040 + q / 362880)));
    const double c =
        -r * a.lo + q * (-0.5 + q * (1. / 24 + q * (-1. / 720 + q / 40320)));
    const jf_dd sin_part = jf_dd_two_product(sj.hi, r);
    const jf_dd cos_part = jf_dd_two_product(cj.hi, r);
    const jf_dd s0 = jf_dd_two_sum(sj.hi, cos_part.hi);
    const jf_dd c0 = jf_dd_two_sum(cj.hi, -sin_part.hi);

    return (circle){
        .sin = jf_dd_normal(s0.hi, s0.lo + cos_part.lo + sj.lo + cj.lo * r +
                                       sj.hi * c + cj.hi * s),
        .cos = jf_dd_normal(c0.hi, c0.lo - sin_part.lo + cj.lo - sj.lo * r +
                                       cj.hi * c - sj.hi * s),
    };
}

// The sine and cosine of an angle that is e larger, |e| < 1e-4.
static circle rotate(circle a, double e)
{
    const double s = e * (1 - e * e / 6), c = -e * e / 2;

    return (circle){
        .sin = jf_dd_normal(a.sin.hi, a.sin.lo + a.cos.hi * s + a.sin.hi * c),
        .cos = jf_dd_normal(a.cos.hi, a.cos.lo - a.sin.hi * s + a.cos.hi * c),
    };
}

// c[0] + c[1] x + ... and with weights 1, 3, 5 ...: (d/dy) y p(y^2), x = y^2
typedef struct sums {
    double value, slope;
} sums;

static sums evaluate(int n, const double *c, double x)
{
    sums p = {0, 0};

    for (int i = n - 1; i >= 0; i--) {
        p.value = p.value * x + c[i];
        p.slope = p.slope * x + (2 * i + 1) * c[i];
    }
    return p;
}

// value (1 + e), rounded once
static double grown(jf_dd value, double e)
{
    return value.hi + (value.lo + value.hi * e);
}

static jf_gauss_node boundary_node(const jf_gauss_series *p, int64_t k)
{
    const jf_dd s = jf_dd_mul(p->v, bessel_zero[k - 1]);
    const sums h = evaluate(BOUNDARY_TERMS, p->boundary, s.hi * s.hi);
    const circle t = sincos_of(jf_dd_normal(s.hi, s.lo + s.hi * h.value));
    const jf_dd dj = jf_dd_mul(p->v, bessel_slope[k - 1]);

    return (jf_gauss_node){
        .x = t.cos.hi,
        .weight = grown(jf_dd_mul(t.sin, dj), h.slope),
    };
}

static jf_gauss_node interior_node(const jf_gauss_series *p, int64_t k)
{
    const double from_end = (double)k - 0.25;
    const double from_centre = 0.5 * (double)(p->n + 1 - 2 * k);
    const int near_end = from_end < from_centre;
    const circle a = sincos_of(
        jf_dd_mul(p->step, (jf_dd){near_end ? from_end : from_centre, 0}));
    // t = s + v r g(r^2), dt/ds = 1 - (v^2 + r^2) (r g(r^2))'
    const double r =
        p->v.hi * (near_end ? a.cos.hi / a.sin.hi : a.sin.hi / a.cos.hi);
    const sums g = evaluate(INTERIOR_ORDERS, p->interior, r * r);
    const double shift = p->v.hi * r * g.value;
    const circle t = rotate(a, near_end ? shift : -shift);
    const double growth = -(p->v.hi * p->v.hi + r * r) * g.slope;

    return (jf_gauss_node){
        .x = near_end ? t.cos.hi : t.sin.hi,
        .weight = grown(jf_dd_mul(p->step, near_end ? t.sin : t.cos), growth),
    };
}

void jf_gauss_series_init(jf_gauss_series *p, int64_t n)
{
    const jf_dd one = {1, 0}, scale = {(double)n + 0.5, 0};

    *p = (jf_gauss_series){.n = n, .v = jf_dd_div(one, scale)};
    p->step = jf_dd_mul(p->v, pi);
    const double vv = p->v.hi * p->v.hi;
    // v^2m c^(2j+1) = v r^(2j+1) v^2(m-j-1), r = v c
    for (int j = 0; j < INTERIOR_ORDERS; j++)
        for (int m = INTERIOR_ORDERS - 1; m >= j; m--)
            p->interior[j] = p->interior[j] * vv + interior[m][j];
    for (int i = 0; i < BOUNDARY_TERMS; i++)
        for (int m = BOUNDARY_ORDERS - 1; m >= 0; m--)
            p->boundary[i] = (p->boundary[i] + boundary[m][i]) * vv;
}

jf_gauss_node jf_gauss_series_node(const jf_gauss_series *p, int64_t k)
{
    return k <= NBESSEL ? boundary_node(p, k) : interior_node(p, k);
}
