/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pow, and pown: powers with one exponent b for all abscissae.
 *
 * pow goes by logarithm and exponential: power.h.  If all bases are equal, as
 *   in 3^x, the logarithm is computed once.
 * pown, b whole, |b| <= 64: x is multiplied up by squaring, in double-doubles
 *   [Dekker1971],
 *       (h + l)^2 = h^2 + 2 h l,   (h + l) x = h x + l x
 *   each product with its error by fma; 2^-98 for x^64.  For b < 0 the quotient
 *   1/h is mended by its remainder.  Rounded once: 0.51 ULP.
 * pown, other b, |b| <= 16: in a cell of the logarithm x = c (1 + r), and
 *       x^b = c^b (1 + b r + b (b-1)/2 r^2 + ...)
 *   with c^b, a double-double by power.h, for the whole cell.  |b r| < 0.043;
 *   the sum behind the 1 is rounded a few times: 0.5 + |b|/250 ULP.
 * What is not well inside the range (zeros, infinities, negative x for the
 *   series) goes the general way, lane by lane the same choice.
 *
 * Cost: cycles of 2.6 GHz a point on AVX-512 and AVX2 (Sapphire Rapids), in
 *   order: x^x 2.0 and 3.1, 3^x 1.2 and 1.7, x^3 0.9 and 1.4, x^20 1.3 and 2.1,
 *   x^2.5 1.0 and 1.3; libmvec's pow takes 7 and 13.  In no order at all: 6 and
 *   10.
 * Fails on: nothing known.  Negative bases are as slow as disordered ones.
 * Rejected: x^2 sqrt(x) with the error of the root for x^2.5, as accurate: the
 *   root alone takes 2 cycles a point.  Coefficients multiplied by c^b for the
 *   cell, an operation less: the choice of a cell takes longer. */
#include "base/fma.h"
#include "eval/claims.h"
#include "eval/vmath/power.h"

enum { SERIES_MAX = 11, SERIES_EXPONENT_MAX = 16 };

/* ---- groups of vectors */

// A NaN anywhere makes the sum one.
VD_INLINE int within_cell(const vdd *t, const exp_cell *c)
{
    if (!VD_CELLS)
        return 0;
    vd a = t[0].hi, b = a, sum = a;
    for (int i = 1; i < VD_GROUP; i++) {
        a = vd_min(a, t[i].hi);
        b = vd_max(b, t[i].hi);
        sum = vd_add(sum, t[i].hi);
    }
    const vm in = vm_and(vd_le(vd_set(c->least), a), vd_le(b, vd_set(c->most)));
    return !vm_any(vm_not(vm_and(in, vd_eq(sum, sum))));
}

VD_ONCE void finish_vectors(size_t n, double *d, const double *high,
                            const double *low, const double *x, const double *y)
{
    for (size_t i = 0; i < n; i += VL) {
        const vdd t = {vd_load(high + i), vd_load(low + i)};
        vd_store(d + i, finish(t, vd_load(x + i), vd_load(y + i)));
    }
}

// Seldom, hence by memory: four times in line it would be long.
VD_INLINE void finish_slow(double *d, const vdd *t, const double *x,
                           const double *y)
{
    double high[VD_GROUP * VL], low[VD_GROUP * VL];

    for (int i = 0; i < VD_GROUP; i++) {
        vd_store(high + i * VL, t[i].hi);
        vd_store(low + i * VL, t[i].lo);
    }
    finish_vectors((size_t)VD_GROUP * VL, d, high, low, x, y);
}

// x is positive and finite, or NaN.
VD_INLINE void finish_group(double *d, const vdd *t, const double *x,
                            const double *y, exp_cell *c)
{
    double last[VL];

    if (!within_cell(t, c)) {
        vd_store(last, t[VD_GROUP - 1].hi);
        if (VD_CELLS)
            exp_pick(c, last[VL - 1]);
        if (!within_cell(t, c)) {
            finish_slow(d, t, x, y);
            return;
        }
    }
    for (int i = 0; i < VD_GROUP; i++)
        vd_store(d + i * VL, exp_fast(t[i], c));
}

VD_ONCE void power_vectors(size_t n, double *d, const double *x,
                           const double *y)
{
    for (size_t i = 0; i < n; i += VL)
        vd_store(d + i, power(vd_load(x + i), vd_load(y + i)));
}

// Whether a group is in the cell, perhaps after a new choice.
VD_INLINE int within_log_cell(const double *x, log_cell *c)
{
    if (!VD_CELLS || vd_group_within(x, c->least, c->most))
        return VD_CELLS;
    log_pick(c, x[VD_GROUP * VL - 1]);
    return vd_group_within(x, c->least, c->most);
}

VD_ONCE void power_groups(size_t n, double *d, const double *x, const double *y)
{
    const size_t group = (size_t)VD_GROUP * VL;
    exp_cell e = {.least = 1, .most = 0};
    log_cell c = {.least = 1, .most = 0};
    size_t i = 0;

    for (; i + group <= n; i += group) {
        vdd t[VD_GROUP];
        if (!within_log_cell(x + i, &c)) {
            power_vectors(group, d + i, x + i, y + i);
            continue;
        }
        for (int k = 0; k < VD_GROUP; k++)
            t[k] = times(log_fast(vd_load(x + i + k * VL), &c),
                         vd_load(y + i + k * VL));
        finish_group(d + i, t, x + i, y + i, &e);
    }
    power_vectors(n - i, d + i, x + i, y + i);
}

// One base, positive and finite, for all.
VD_ONCE void constant_base(size_t n, double *d, const double *x,
                           const double *y)
{
    const size_t group = (size_t)VD_GROUP * VL;
    const vdd a = log_slow(vd_set(x[0]));
    exp_cell e = {.least = 1, .most = 0};
    size_t i = 0;

    for (; i + group <= n; i += group) {
        vdd t[VD_GROUP];
        for (int k = 0; k < VD_GROUP; k++)
            t[k] = times(a, vd_load(y + i + k * VL));
        finish_group(d + i, t, x + i, y + i, &e);
    }
    power_vectors(n - i, d + i, x + i, y + i);
}

// Bit for bit.
VD_INLINE int all_equal(size_t n, const double *x)
{
    const vl first = vl_bits(vd_set(x[0]));
    vl differs = vl_xor(vl_bits(vd_load(x)), first);

    if (x[n - 1] != x[0]) // nearly always, if they are not equal
        return 0;
    for (size_t i = VL; i < n; i += VL)
        differs = vl_or(differs, vl_xor(vl_bits(vd_load(x + i)), first));
    return !vm_any(vm_not(vl_eq(differs, vl_set(0))));
}

VD_KERNEL(POW)
{
    const double *const x = args->operand[0], *const y = args->operand[1];

    if (x[0] > 0 && x[0] < HUGE_VAL && all_equal(n, x))
        constant_base(n, args->d, x, y);
    else
        power_groups(n, args->d, x, y);
}

/* ---- x^b, one b for all: whole b */

enum { PN_MAX = 64 };

typedef struct exponent {
    double b;
    int n; // |b|, if b is whole and the way is a chain of products
    int negative;
    int degree; // of a series
    double coef[SERIES_MAX + 2];
} exponent;

VD_INLINE vdd dd_square(vdd a)
{
    const vdd p = vdd_product(a.hi, a.hi);

    return (vdd){p.hi, vd_fma(vd_add(a.hi, a.hi), a.lo, p.lo)};
}

VD_INLINE void square_all(int m, vdd *a)
{
    for (int i = 0; i < m; i++)
        a[i] = dd_square(a[i]);
}

VD_INLINE void times_all(int m, vdd *a, const vd *x)
{
    for (int i = 0; i < m; i++)
        a[i] = times(a[i], x[i]);
}

// a = x^n, the bits of n from the highest down.
VD_INLINE void chain(int m, vdd *a, const vd *x, int n)
{
    int bit = 1;

    while (2 * bit <= n)
        bit *= 2;
    for (int i = 0; i < m; i++)
        a[i] = n == 0   ? (vdd){vd_set(1), vd_set(0)}
               : n == 1 ? (vdd){x[i], vd_set(0)}
                        : vdd_product(x[i], x[i]);
    if (bit > 1 && (n & bit / 2))
        times_all(m, a, x);
    for (bit /= 4; bit > 0; bit /= 2) {
        square_all(m, a);
        if (n & bit)
            times_all(m, a, x);
    }
}

VD_INLINE vd reciprocal_of(vdd a)
{
    const vd y = vd_div(vd_set(1), a.hi);
    const vd rest = vd_fnma(a.lo, y, vd_fnma(a.hi, y, vd_set(1)));

    return vd_fma(y, rest, y);
}

// The general way, out of line.
VD_INLINE vd power_seldom(vd x, double b)
{
    double p[VL], y[VL];

    vd_store(p, x);
    vd_store(y, vd_set(b));
    power_vectors(VL, p, p, y);
    return vd_load(p);
}

// Whether nothing over- or underflowed on the way.
VD_INLINE vm is_sound(vd value)
{
    const vd a = vd_abs(value);

    return vm_and(vd_le(vd_set(0x1p-900), a), vd_le(a, vd_set(0x1p900)));
}

VD_INLINE void chain_vectors(int m, double *d, const double *from,
                             const exponent *e)
{
    vd x[VD_GROUP], value[VD_GROUP];
    vdd a[VD_GROUP];
    vm sound = vd_eq(vd_set(0), vd_set(0));

    for (int i = 0; i < m; i++)
        x[i] = vd_load(from + i * VL);
    chain(m, a, x, e->n);
    for (int i = 0; i < m; i++) {
        value[i] = e->negative ? reciprocal_of(a[i]) : vd_add(a[i].hi, a[i].lo);
        sound = vm_and(sound, is_sound(value[i]));
    }
    if (vm_any(vm_not(sound)))
        for (int i = 0; i < m; i++)
            value[i] = vd_select(is_sound(value[i]), value[i],
                                 power_seldom(x[i], e->b));
    for (int i = 0; i < m; i++)
        vd_store(d + i * VL, value[i]);
}

VD_ONCE void chain_vector(double *d, const double *x, const exponent *e)
{
    chain_vectors(1, d, x, e);
}

VD_INLINE void chain_groups(size_t n, double *d, const double *x,
                            const exponent *e)
{
    const size_t group = (size_t)VD_GROUP * VL;
    size_t i = 0;

    for (; i + group <= n; i += group)
        chain_vectors(VD_GROUP, d + i, x + i, e);
    for (; i < n; i += VL)
        chain_vector(d + i, x + i, e);
}

/* ---- x^b, one b for all: other b */

typedef struct series_cell {
    log_cell log;
    double high, low; // c^b
} series_cell;

// The binomial series of (1+r)^b.  The first term that is left out, c r^m, is
// spread over the others, as Chebyshev's polynomial of degree m has it.
static int expand_series(exponent *e)
{
    double *const c = e->coef;

    c[1] = e->b;
    for (int m = 2; m <= SERIES_MAX + 1; m++) {
        c[m] = c[m - 1] * ((e->b - (m - 1)) * INVERSES[m]);
        if (m < 5 || !(fabs(c[m]) < SERIES_LIMIT[m]))
            continue;
        c[m - 2] += c[m] * SERIES_SPREAD[0][m];
        c[m - 4] -= c[m] * SERIES_SPREAD[1][m];
        e->degree = m - 1;
        return 1;
    }
    return 0;
}

VD_INLINE vd series_of(vd r, vd high, vd low, const exponent *e)
{
    vd q = vd_set(e->coef[e->degree]);

    for (int k = e->degree - 1; k >= 1; k--)
        q = vd_fma(q, r, vd_set(e->coef[k]));
    return vd_add(high, vd_fma(high, vd_mul(q, r), low));
}

VD_INLINE vd series_slow(vd x, const exponent *e)
{
    const vd b = vd_set(e->b);
    const log_place a = log_find(x);
    const vdd t = times((vdd){a.high, a.low}, b);
    const vdd c = exp_pair(t);
    const vd value = series_of(a.r, c.hi, c.lo, e);
    const vm within =
        vm_and(vd_le(vd_set(LOG_LEAST), x), vd_le(x, vd_set(LOG_MOST)));
    const vm sound = vm_and(within, vd_le(vd_abs(t.hi), vd_set(EXP_MOST)));

    return vm_any(vm_not(sound))
               ? vd_select(sound, value, power_seldom(x, e->b))
               : value;
}

VD_ONCE void series_vectors(size_t n, double *d, const double *x,
                            const exponent *e)
{
    for (size_t i = 0; i < n; i += VL)
        vd_store(d + i, series_slow(vd_load(x + i), e));
}

static void series_pick(series_cell *c, double x, const exponent *e)
{
    double lane[VL];
    exp_cell power;

    log_pick(&c->log, x);
    const double hi = c->log.high * e->b;
    const double lo = jf_fma(c->log.low, e->b, jf_fma(c->log.high, e->b, -hi));
    exp_pick(&power, hi);
    if (power.least > power.most)
        c->log.most = -1;
    const vdd t = {vd_set(hi), vd_set(lo)};
    const vdd v = exp_in_cell(t, &power);
    const vdd sum = vdd_fast_sum(v.hi, v.lo);
    vd_store(lane, sum.hi);
    c->high = lane[0];
    vd_store(lane, sum.lo);
    c->low = lane[0];
}

VD_INLINE int within_series_cell(const double *x, series_cell *c,
                                 const exponent *e)
{
    if (!VD_CELLS || vd_group_within(x, c->log.least, c->log.most))
        return VD_CELLS;
    series_pick(c, x[VD_GROUP * VL - 1], e);
    return vd_group_within(x, c->log.least, c->log.most);
}

VD_INLINE void series_groups(size_t n, double *d, const double *x,
                             const exponent *e, int degree)
{
    const size_t group = (size_t)VD_GROUP * VL;
    series_cell c = {.log = {.least = 1, .most = 0}};
    size_t i = 0;

    for (; i + group <= n; i += group) {
        if (!within_series_cell(x + i, &c, e)) {
            series_vectors(group, d + i, x + i, e);
            continue;
        }
        const vd inverse = vd_set(c.log.inverse), one = vd_set(1);
        vd r[VD_GROUP], q[VD_GROUP];
        for (int j = 0; j < VD_GROUP; j++) {
            r[j] = vd_fms(vd_load(x + i + j * VL), inverse, one);
            q[j] = vd_set(e->coef[degree]);
        }
        for (int k = degree - 1; k >= 1; k--)
            for (int j = 0; j < VD_GROUP; j++)
                q[j] = vd_fma(q[j], r[j], vd_set(e->coef[k]));
        const vd high = vd_set(c.high), low = vd_set(c.low);
        for (int j = 0; j < VD_GROUP; j++) {
            const vd p = vd_fma(high, vd_mul(q[j], r[j]), low);
            vd_store(d + i + j * VL, vd_add(high, p));
        }
    }
    series_vectors(n - i, d + i, x + i, e);
}

/* ---- which way */

typedef enum way { GENERAL, CHAIN, SERIES } way;

static way read_exponent(double b, exponent *e)
{
    const double a = fabs(b);

    *e = (exponent){.b = b, .negative = b < 0};
    if (a <= PN_MAX && a == floor(a)) {
        e->n = (int)a;
        return a >= 2 ? CHAIN : GENERAL;
    }
    return a <= SERIES_EXPONENT_MAX && expand_series(e) ? SERIES : GENERAL;
}

// For exponents that differ, which the IR does not write.
static void pown_lanes(size_t n, double *d, const double *x, const double *y)
{
    double base[VL], value[VL], same[VL];
    exponent e;

    for (size_t i = 0; i < n; i++) {
        const way w = read_exponent(y[i], &e);
        vd_store(base, vd_set(x[i]));
        vd_store(same, vd_set(y[i]));
        if (w == CHAIN)
            chain_vector(value, base, &e);
        else if (w == SERIES)
            series_vectors(VL, value, base, &e);
        else
            power_vectors(VL, value, base, same);
        d[i] = value[0];
    }
}

VD_KERNEL(POWN)
{
    const double *const x = args->operand[0], *const y = args->operand[1];
    exponent e;

    if (!all_equal(n, y)) {
        pown_lanes(n, args->d, x, y);
        return;
    }
    switch (read_exponent(y[0], &e)) {
    case CHAIN:
        chain_groups(n, args->d, x, &e);
        break;
    case SERIES:
        // unrolled for the usual small exponents
        if (e.degree == 5)
            series_groups(n, args->d, x, &e, 5);
        else
            series_groups(n, args->d, x, &e, e.degree);
        break;
    default:
        power_groups(n, args->d, x, y);
    }
}

JF_CLAIM(pow, value, 0.51)
JF_CLAIM(pown, value, 0.60)
