/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers: x^y = exp(y ln x).
 *
 * Logarithm: x = 2^e z with z in [0.71, 1.42), which is cut into 256 cells.  A
 *   cell has a number 1/c of so few bits that r = z/c - 1 is a double; |r| is
 *   below 2^-8.5.  Then
 *       ln x = (e ln 2 + ln c) + r - r^2/2 + r^3 (1/3 - r/4 + ... + r^4/7)
 *   The parenthesis is a sum of numbers with no bits below 2^-42, exact, and a
 *   low part.  The first three terms are summed as a double-double, the rest is
 *   added to its low part.  The cell of 1 has c = 1: no digit is lost there.
 * Exponential: y ln x = k ln2/128 + r, |r| < 0.0037, and
 *       exp = 2^(k/128) (1 + r + r^2 (1/2 + r/6 + r^2/24 + r^3/120))
 *   with 2^(k/128) as a double-double; only the last addition rounds visibly.
 *
 * Error: the polynomial of ln errs by 2^-68 of ln x, its roundings (lo is below
 *   2^-17 of hi) by as much; y ln x is at most 745, so that the result is off
 *   by less than 2^-57 of itself, and 2^-61 for the polynomial of exp: with the
 *   last rounding 0.52 ULP.  Exact results are exact.  Subnormal results are
 *   rounded twice: 0.76 ULP.
 * Cells: one of ln (a range of x) and one of exp (a range of y ln x), each with
 *   its own choice between broadcast constants and lookups.  If all bases are
 *   equal, as in 3^x, ln x is computed once.
 * Special: zeros, infinities and NaN go lane by lane, as in Annex F of C.
 *
 * Powers with a constant exponent b = n or n + 1/2, PN_MAX at most, need no
 *   logarithm: x is multiplied up by squaring, in double-doubles [Dekker1971],
 *       (h + l)^2 = h^2 + 2 h l,   (h + l) x = h x + l x
 *   each product with its error by fma; 2^-98 for x^64.  For x^(n+1/2) the last
 *   factor is x^(3/2) = x s + s (x - s^2)/2, where s is the rounded root, and
 *   for negative n the quotient 1/h is mended by its remainder.  What is not
 *   well inside the range (zeros, infinities) goes the general way, lane by
 *   lane the same choice.
 *
 * Fails on: nothing known.  Negative bases are as slow as disordered ones. */
#include "eval/claims.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"

#include <math.h>
#include <string.h>

#include "eval/vmath/tables/pow.inc"

/* ---- ln x = hi + lo */

#define LOG_LEAST 0x1p-1000
#define LOG_MOST  0x1p+1000

// Cell i holds the bit patterns from LOG_FIRST + i 2^44: 1 is amid cell 150.
#define LOG_FIRST \
    (INT64_C(0x3FF0000000000000) - INT64_C(150) * (1LL << 44) - (1LL << 43))
#define EXPONENT_BIAS INT64_C(1024) // of our own: keeps patterns positive

typedef struct log_cell {
    double least, most;
    double inverse, high, low; // of x, not z
} log_cell;

// ln of c (1 + r), from r and ln c = high + low.
VD_INLINE vdd log_of(vd r, vd high, vd low)
{
    const vdd p = vdd_product(r, r);
    const vdd s = vdd_fast_sum(high, r);
    const vd half = vd_set(0.5);
    const vd hi = vd_fnma(half, p.hi, s.hi);
    const vd rest = vd_fnma(half, p.hi, vd_sub(s.hi, hi));
    vd q = vd_set(LOG_TAIL[4]);

    for (int i = 3; i >= 0; i--)
        q = vd_fma(q, r, vd_set(LOG_TAIL[i]));
    const vd lo = vd_add(vd_add(rest, s.lo), vd_fnma(half, p.lo, low));
    return (vdd){hi, vd_fma(vd_mul(r, p.hi), q, lo)};
}

VD_INLINE vdd log_fast(vd x, const log_cell *c)
{
    const vd r = vd_fms(x, vd_set(c->inverse), vd_set(1));

    return log_of(r, vd_set(c->high), vd_set(c->low));
}

// For x positive and finite; any pair of numbers for others.
VD_INLINE vdd log_slow(vd x)
{
    const vm tiny = vd_lt(x, vd_set(0x1p-1022));
    const vl bits = vl_bits(vd_select(tiny, vd_mul(x, vd_set(0x1p54)), x));
    const vl bias = vl_set(EXPONENT_BIAS << 52);
    const vl place = vl_add(bits, vl_sub(bias, vl_set(LOG_FIRST)));
    const vl cell = vl_and(vl_shr(place, 44), vl_set(255));
    const vl e = vl_shr(place, 52);
    const vd z = vd_bits(vl_sub(bits, vl_sub(vl_shl(e, 52), bias)));
    const vd offset = vd_select(tiny, vd_set(0x1p52 + EXPONENT_BIAS + 54),
                                vd_set(0x1p52 + EXPONENT_BIAS));
    const vd k = vd_sub(vd_bits(vl_or(e, vl_bits(vd_set(0x1p52)))), offset);
    const vd r = vd_fms(z, vd_lookup(LOG_INVERSE, cell), vd_set(1));

    return log_of(r, vd_fma(k, vd_set(LN2[0]), vd_lookup(LOG_HIGH, cell)),
                  vd_fma(k, vd_set(LN2[1]), vd_lookup(LOG_LOW, cell)));
}

static double double_of_bits(int64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

static void log_pick(log_cell *c, double x)
{
    int64_t bits;

    *c = (log_cell){.least = 1, .most = 0};
    if (!(x >= LOG_LEAST && x <= LOG_MOST))
        return;
    memcpy(&bits, &x, sizeof bits);
    const int64_t place = bits - LOG_FIRST + (EXPONENT_BIAS << 52);
    const int64_t first = place >> 44 << 44;
    const int64_t k = (place >> 52) - EXPONENT_BIAS;
    const int i = (int)(place >> 44 & 255);
    c->least = double_of_bits(first + LOG_FIRST - (EXPONENT_BIAS << 52));
    c->most = double_of_bits(first + LOG_FIRST - (EXPONENT_BIAS << 52) +
                             (1LL << 44) - 1);
    c->inverse = LOG_INVERSE[i] * double_of_bits((1023 - k) << 52);
    c->high = fma((double)k, LN2[0], LOG_HIGH[i]);
    c->low = fma((double)k, LN2[1], LOG_LOW[i]);
}

/* ---- exp(hi + lo) */

#define EXP_MOST 600. // in cells
#define SHIFTER  0x1.8p52

typedef struct exp_cell {
    double least, most;
    double step, step_low; // k ln2/128
    double high, low;      // 2^(k/128)
} exp_cell;

// T exp(t - step), where T = high + low = exp(step).
VD_INLINE vd exp_of(vdd t, vd step, vd step_low, vd high, vd low)
{
    const vd r = vd_add(vd_sub(t.hi, step), vd_sub(t.lo, step_low));
    vd q = vd_set(EXP_TAIL[3]);

    for (int i = 2; i >= 0; i--)
        q = vd_fma(q, r, vd_set(EXP_TAIL[i]));
    const vd p = vd_fma(vd_mul(r, r), q, r);
    return vd_add(high, vd_fma(high, p, low));
}

VD_INLINE vd exp_fast(vdd t, const exp_cell *c)
{
    return exp_of(t, vd_set(c->step), vd_set(c->step_low), vd_set(c->high),
                  vd_set(c->low));
}

// v 2^(n >> 7) with v in [1, 2], in two factors for |n >> 7| < 1100.
VD_INLINE vd scale(vd v, vl n)
{
    const vl e = vl_shr(vl_add(n, vl_set(4096 << 7)), 7);
    const vl half = vl_shr(e, 1);
    const vl bias = vl_set(2048 - 1023);
    const vl rest = vl_sub(e, half);

    v = vd_mul(v, vd_bits(vl_shl(vl_sub(half, bias), 52)));
    return vd_mul(v, vd_bits(vl_shl(vl_sub(rest, bias), 52)));
}

// For |t| below 760; any number beyond.
VD_INLINE vd exp_slow(vdd t)
{
    const vd shifter = vd_set(SHIFTER);
    const vd shifted = vd_fma(t.hi, vd_set(STEPS[0]), shifter);
    const vd k = vd_sub(shifted, shifter);
    const vl n = vl_sub(vl_bits(shifted), vl_bits(shifter));
    const vl i = vl_and(n, vl_set(127));
    const vd step = vd_mul(k, vd_set(STEP[0]));
    const vd step_low = vd_mul(k, vd_set(STEP[1]));
    const vd v = exp_of(t, step, step_low, vd_lookup(EXP_HIGH, i),
                        vd_lookup(EXP_LOW, i));
    const vm usual = vd_lt(vd_abs(t.hi), vd_set(700));

    if (vm_any(vm_not(usual)))
        return scale(v, n);
    return vd_bits(vl_add(vl_bits(v), vl_shl(vl_sub(n, i), 45)));
}

static void exp_pick(exp_cell *c, double t)
{
    *c = (exp_cell){.least = 1, .most = 0};
    if (!(fabs(t) <= EXP_MOST))
        return;
    const double k = fma(t, STEPS[0], SHIFTER) - SHIFTER;
    const int i = (int)k & 127;
    const double power =
        double_of_bits((int64_t)((int)k - i + 128 * 1023) << 45);
    // well within k +- 1/2, where exp_slow chooses k too
    c->least = (k - 0.4999) / STEPS[0];
    c->most = (k + 0.4999) / STEPS[0];
    c->step = k * STEP[0];
    c->step_low = k * STEP[1];
    c->high = EXP_HIGH[i] * power;
    c->low = EXP_LOW[i] * power;
}

/* ---- x^y for all x and y */

static int is_odd(double y)
{
    return floor(y) == y && floor(y / 2) != y / 2;
}

// x is 0, infinite or NaN, or y infinite or NaN.
static double special_power(double x, double y)
{
    const double a = fabs(x);

    // == is exact here: these are cases, not results
    if (y == 0 || x == 1)
        return 1;
    if (isnan(x) || isnan(y))
        return x + y;
    if (isinf(y))
        return a == 1 ? 1 : (a > 1) == (y > 0) ? HUGE_VAL : 0;
    const double value = (a > 1) == (y > 0) ? HUGE_VAL : 0;
    return signbit(x) && is_odd(y) ? -value : value;
}

static vd special_lanes(vd value, vd x, vd y)
{
    double v[VL], a[VL], b[VL];

    vd_store(v, value);
    vd_store(a, x);
    vd_store(b, y);
    for (int i = 0; i < VL; i++)
        if (!(fabs(a[i]) < HUGE_VAL) || !(fabs(b[i]) < HUGE_VAL) || a[i] == 0)
            v[i] = special_power(a[i], b[i]);
    return vd_load(v);
}

// The sign of a power of x < 0: NaN if y is no integer.
VD_INLINE vd with_sign_of_base(vd value, vm negative, vd y)
{
    const vd half = vd_mul(y, vd_set(0.5));
    const vm whole = vd_eq(vd_rint(y), y);
    const vm even = vd_eq(vd_rint(half), half);
    const vd sign = vd_select(even, value, vd_neg(value));

    return vd_select(negative, vd_select(whole, sign, vd_set((double)NAN)),
                     value);
}

VD_INLINE vdd times(vdd a, vd y)
{
    const vdd p = vdd_product(a.hi, y);

    return (vdd){p.hi, vd_fma(a.lo, y, p.lo)};
}

// From t = y ln |x| to the power.
VD_INLINE vd finish(vdd t, vd x, vd y)
{
    const vd infinity = vd_set(HUGE_VAL), zero = vd_set(0);
    const vm negative = vd_lt(x, zero);
    const vd a = vd_abs(x);
    const vm usual = vm_and(vm_and(vd_lt(zero, a), vd_lt(a, infinity)),
                            vd_lt(vd_abs(y), infinity));
    const vm far = vm_not(vd_lt(vd_abs(t.hi), vd_set(760)));
    vd value = exp_slow(t);

    if (vm_any(far)) {
        const vd end = vd_select(vd_lt(zero, t.hi), infinity, zero);
        value = vd_select(far, end, value);
    }
    if (vm_any(negative))
        value = with_sign_of_base(value, negative, y);
    return vm_any(vm_not(usual)) ? special_lanes(value, x, y) : value;
}

VD_INLINE vd power(vd x, vd y)
{
    return finish(times(log_slow(vd_abs(x)), y), x, y);
}

/* ---- groups of vectors */

// A NaN anywhere makes the sum one.
VD_INLINE int within_cell(const vdd *t, const exp_cell *c)
{
    vd a = t[0].hi, b = a, sum = a;

    for (int i = 1; i < VD_GROUP; i++) {
        a = vd_min(a, t[i].hi);
        b = vd_max(b, t[i].hi);
        sum = vd_add(sum, t[i].hi);
    }
    const vm in = vm_and(vd_le(vd_set(c->least), a), vd_le(b, vd_set(c->most)));
    return !vm_any(vm_not(vm_and(in, vd_eq(sum, sum))));
}

// x is positive and finite, or NaN.
VD_INLINE void finish_group(double *d, const vdd *t, const double *x,
                            const double *y, exp_cell *c)
{
    double last[VL];

    if (within_cell(t, c)) {
        for (int i = 0; i < VD_GROUP; i++)
            vd_store(d + i * VL, exp_fast(t[i], c));
        return;
    }
    for (int i = 0; i < VD_GROUP; i++) {
        const vd a = vd_load(x + i * VL), b = vd_load(y + i * VL);
        vd_store(d + i * VL, finish(t[i], a, b));
    }
    vd_store(last, t[VD_GROUP - 1].hi);
    exp_pick(c, last[VL - 1]);
}

VD_INLINE void power_vectors(size_t n, double *d, const double *x,
                             const double *y)
{
    for (size_t i = 0; i < n; i += VL)
        vd_store(d + i, power(vd_load(x + i), vd_load(y + i)));
}

VD_INLINE void power_groups(size_t n, double *d, const double *x,
                            const double *y)
{
    const size_t group = (size_t)VD_GROUP * VL;
    exp_cell e = {.least = 1, .most = 0};
    log_cell c;
    size_t i = 0;

    log_pick(&c, x[0]);
    for (; i + group <= n; i += group) {
        const double last = x[i + group - 1];
        if (vd_group_within(x + i, c.least, c.most)) {
            vdd t[VD_GROUP];
            for (int k = 0; k < VD_GROUP; k++)
                t[k] = times(log_fast(vd_load(x + i + k * VL), &c),
                             vd_load(y + i + k * VL));
            finish_group(d + i, t, x + i, y + i, &e);
        } else {
            power_vectors(group, d + i, x + i, y + i);
            log_pick(&c, last);
        }
    }
    power_vectors(n - i, d + i, x + i, y + i);
}

// One base, positive and finite, for all.
VD_INLINE void constant_base(size_t n, double *d, const double *x,
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

VD_INLINE int all_equal(size_t n, const double *x)
{
    const vd first = vd_set(x[0]);
    vm differs = vd_ne(vd_load(x), first);

    if (x[n - 1] != x[0]) // nearly always, if they are not equal
        return 0;
    for (size_t i = VL; i < n; i += VL)
        differs = vm_or(differs, vd_ne(vd_load(x + i), first));
    return !vm_any(differs);
}

VD_KERNEL(POW)
{
    const double *const x = args->operand[0], *const y = args->operand[1];

    if (x[0] > 0 && x[0] < HUGE_VAL && all_equal(n, x))
        constant_base(n, args->d, x, y);
    else
        power_groups(n, args->d, x, y);
}

/* ---- x^b for one b = n or n + 1/2 */

enum { PN_MAX = 64 };

typedef struct exponent {
    int n; // |b| without the half
    int half, negative;
} exponent;

static int read_exponent(double b, exponent *e)
{
    const double a = fabs(b);

    *e = (exponent){0};
    if (!(a <= PN_MAX) || 2 * a != floor(2 * a))
        return 0;
    *e = (exponent){(int)a, a != floor(a), b < 0};
    return e->half ? e->n >= 1 && !e->negative : e->n >= 2;
}

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

// (h + l) x^(3/2)
VD_INLINE vd times_three_halves(vdd a, vd x)
{
    const vd s = vd_sqrt(x);
    const vdd w = vdd_product(x, s);
    const vd rest = vd_mul(vd_mul(s, vd_set(0.5)), vd_fnma(s, s, x));
    const vd low = vd_fma(a.hi, vd_add(w.lo, rest), vd_mul(a.lo, w.hi));

    return vd_fma(a.hi, w.hi, low);
}

VD_INLINE vd reciprocal_of(vdd a)
{
    const vd y = vd_div(vd_set(1), a.hi);
    const vd rest = vd_fnma(a.lo, y, vd_fnma(a.hi, y, vd_set(1)));

    return vd_fma(y, rest, y);
}

VD_INLINE vd end_of_chain(vdd a, vd x, exponent e)
{
    return e.half       ? times_three_halves(a, x)
           : e.negative ? reciprocal_of(a)
                        : vd_add(a.hi, a.lo);
}

// Whether nothing over- or underflowed on the way.
VD_INLINE vm is_sound(vd value)
{
    const vd a = vd_abs(value);

    return vm_and(vd_le(vd_set(0x1p-900), a), vd_le(a, vd_set(0x1p900)));
}

VD_INLINE void pown_vectors(int m, double *d, const double *from, double b,
                            exponent e)
{
    vd x[VD_GROUP], value[VD_GROUP];
    vdd a[VD_GROUP];

    for (int i = 0; i < m; i++)
        x[i] = vd_load(from + i * VL);
    chain(m, a, x, e.n - e.half);
    vm sound = is_sound(value[0] = end_of_chain(a[0], x[0], e));
    for (int i = 1; i < m; i++) {
        value[i] = end_of_chain(a[i], x[i], e);
        sound = vm_and(sound, is_sound(value[i]));
    }
    if (vm_any(vm_not(sound)))
        for (int i = 0; i < m; i++)
            value[i] =
                vd_select(is_sound(value[i]), value[i], power(x[i], vd_set(b)));
    for (int i = 0; i < m; i++)
        vd_store(d + i * VL, value[i]);
}

// For exponents that differ, which the IR does not write.
static void pown_lanes(size_t n, double *d, const double *x, const double *y)
{
    double base[VL], value[VL];
    exponent e;

    for (size_t i = 0; i < n; i++) {
        vd_store(base, vd_set(x[i]));
        if (read_exponent(y[i], &e))
            pown_vectors(1, value, base, y[i], e);
        else
            vd_store(value, power(vd_set(x[i]), vd_set(y[i])));
        d[i] = value[0];
    }
}

VD_KERNEL(POWN)
{
    const double *const x = args->operand[0], *const y = args->operand[1];
    const size_t group = (size_t)VD_GROUP * VL;
    exponent e;
    size_t i = 0;

    if (!all_equal(n, y)) {
        pown_lanes(n, args->d, x, y);
    } else if (!read_exponent(y[0], &e)) {
        power_groups(n, args->d, x, y);
    } else {
        const double b = y[0];
        for (; i + group <= n; i += group)
            pown_vectors(VD_GROUP, args->d + i, x + i, b, e);
        for (; i < n; i += VL)
            pown_vectors(1, args->d + i, x + i, b, e);
    }
}

JF_CLAIM(pow, value, 0.76)
JF_CLAIM(pown, value, 0.76)
