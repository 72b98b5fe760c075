/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers: x^y = exp(y ln x), the parts that kernels are made of.
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
 *   last rounding 0.51 ULP, for subnormal results too.  Exact results are
 *   exact.
 * Cells: one of ln (a range of x) and one of exp (a range of y ln x), each with
 *   its own choice between broadcast constants and lookups.
 * Special: zeros, infinities and NaN go lane by lane, as in Annex F of C. */
#ifndef JF_EVAL_VMATH_POWER_H
#define JF_EVAL_VMATH_POWER_H

#include "base/fma.h"
#include "eval/vmath/cell.h"
#include "eval/vmath/dd.h"
#include "eval/vmath/special_power.h"
#include "eval/vmath/tables.h"

#include <math.h>
#include <string.h>

#include "eval/vmath/tables/pow.inc"
#include "eval/vmath/tables/pow_table.inc"

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

typedef struct log_place {
    vd r, high, low;
} log_place;

// For x positive and finite; any numbers for others.
VD_INLINE log_place log_find(vd x)
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

    return (log_place){
        vd_fms(z, vd_lookup(jf_pow_log_inverse, cell), vd_set(1)),
        vd_fma(k, vd_set(LN2[0]), vd_lookup(jf_pow_log_high, cell)),
        vd_fma(k, vd_set(LN2[1]), vd_lookup(jf_pow_log_low, cell)),
    };
}

VD_INLINE vdd log_slow(vd x)
{
    const log_place a = log_find(x);

    return log_of(a.r, a.high, a.low);
}

VD_INLINE double double_of_bits(int64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

// Cells lie within [LOG_LEAST, LOG_MOST] as a whole.
VD_INLINE void log_pick(log_cell *c, double x)
{
    const int64_t offset = (EXPONENT_BIAS << 52) - LOG_FIRST;
    int64_t bits;

    *c = (log_cell){.least = 1, .most = 0};
    if (!(x > LOG_LEAST && x < LOG_MOST))
        return;
    memcpy(&bits, &x, sizeof bits);
    const int64_t place = bits + offset;
    const int64_t first = (place >> 44 << 44) - offset;
    const int64_t k = (place >> 52) - EXPONENT_BIAS;
    const int i = (int)(place >> 44 & 255);
    const double least = double_of_bits(first);
    const double most = double_of_bits(first + (INT64_C(1) << 44) - 1);
    if (least < LOG_LEAST || most > LOG_MOST)
        return;
    *c = (log_cell){
        .least = least,
        .most = most,
        .inverse = jf_pow_log_inverse[i] * double_of_bits((1023 - k) << 52),
        .high = jf_fma((double)k, LN2[0], jf_pow_log_high[i]),
        .low = jf_fma((double)k, LN2[1], jf_pow_log_low[i]),
    };
}

/* ---- exp(hi + lo) */

#define EXP_MOST 600. // where nothing over- or underflows
#define SHIFTER  0x1.8p52

typedef struct exp_cell {
    double least, most;
    double step, step_low; // k ln2/128
    double high, low;      // 2^(k/128)
} exp_cell;

// T exp(t - step), where T = high + low = exp(step); to be added up.
VD_INLINE vdd exp_of(vdd t, vd step, vd step_low, vd high, vd low)
{
    const vd r = vd_add(vd_sub(t.hi, step), vd_sub(t.lo, step_low));
    vd q = vd_set(EXP_TAIL[3]);

    for (int i = 2; i >= 0; i--)
        q = vd_fma(q, r, vd_set(EXP_TAIL[i]));
    const vd p = vd_fma(vd_mul(r, r), q, r);
    return (vdd){high, vd_fma(high, p, low)};
}

VD_INLINE vdd exp_in_cell(vdd t, const exp_cell *c)
{
    return exp_of(t, vd_set(c->step), vd_set(c->step_low), vd_set(c->high),
                  vd_set(c->low));
}

VD_INLINE vd exp_fast(vdd t, const exp_cell *c)
{
    const vdd v = exp_in_cell(t, c);

    return vd_add(v.hi, v.lo);
}

// exp t = v 2^e, where v is in [0.99, 2.01] and n = 2^7 e.
VD_INLINE vdd exp_find(vdd t, vl *n)
{
    const vd shifter = vd_set(SHIFTER);
    const vd shifted = vd_fma(t.hi, vd_set(STEPS[0]), shifter);
    const vd k = vd_sub(shifted, shifter);
    const vl whole = vl_sub(vl_bits(shifted), vl_bits(shifter));
    const vl i = vl_and(whole, vl_set(127));

    *n = vl_sub(whole, i);
    return exp_of(t, vd_mul(k, vd_set(STEP[0])), vd_mul(k, vd_set(STEP[1])),
                  vd_lookup(jf_pow_exp_high, i), vd_lookup(jf_pow_exp_low, i));
}

// v 2^e, |e| < 1100, n = 2^7 e, in two steps.
VD_INLINE vd scale_down(vd v, vl n)
{
    const vl e = vl_shr(vl_add(n, vl_set(4096 << 7)), 7);
    const vl half = vl_shr(e, 1), rest = vl_sub(e, half);
    const vl bias = vl_set(2048 - 1023);

    v = vd_mul(v, vd_bits(vl_shl(vl_sub(half, bias), 52)));
    return vd_mul(v, vd_bits(vl_shl(vl_sub(rest, bias), 52)));
}

// The same, rounded once: where the result is subnormal, v is added to a number
// such that the ulp of the sum is that of the result.
VD_INLINE vd scale(vdd v, vl n)
{
    const vd half = vd_set(0.5);
    const vdd s = vdd_fast_sum(v.hi, v.lo);
    const vd value = scale_down(s.hi, n);
    const vd power = vd_bits(vl_sub(vl_set(INT64_C(1) << 52), vl_shl(n, 45)));
    // s may be anything from 0.99 to 2.01, but the sum stays in its binade
    const vd unit =
        vd_select(vd_lt(power, vd_set(4)), vd_sub(power, half), power);
    const vdd w = vdd_sum(unit, s.hi);
    const vd cut = vd_sub(vd_add(w.hi, vd_add(w.lo, s.lo)), unit);
    const vm tiny = vd_le(value, vd_set(0x1p-1022));

    return vd_select(tiny, scale_down(cut, n), value);
}

// For |t| below 760; any number beyond.
VD_INLINE vd exp_slow(vdd t)
{
    vl n;
    const vdd v = exp_find(t, &n);
    const vm usual = vd_lt(vd_abs(t.hi), vd_set(700));

    if (vm_any(vm_not(usual)))
        return scale(v, n);
    return vd_bits(vl_add(vl_bits(vd_add(v.hi, v.lo)), vl_shl(n, 45)));
}

// As a double-double, for |t| up to EXP_MOST.
VD_INLINE vdd exp_pair(vdd t)
{
    vl n;
    const vdd v = exp_find(t, &n);
    const vdd s = vdd_fast_sum(v.hi, v.lo);
    const vd power =
        vd_bits(vl_add(vl_set(INT64_C(1023) << 52), vl_shl(n, 45)));

    return (vdd){vd_mul(s.hi, power), vd_mul(s.lo, power)};
}

VD_INLINE void exp_pick(exp_cell *c, double t)
{
    *c = (exp_cell){.least = 1, .most = 0};
    if (!(fabs(t) <= EXP_MOST))
        return;
    const double k = jf_fma(t, STEPS[0], SHIFTER) - SHIFTER;
    const int i = (int)k & 127;
    const double power =
        double_of_bits((int64_t)((int)k - i + 128 * 1023) << 45);
    // well within k +- 1/2, where exp_slow chooses k too
    c->least = (k - 0.4999) / STEPS[0];
    c->most = (k + 0.4999) / STEPS[0];
    c->step = k * STEP[0];
    c->step_low = k * STEP[1];
    c->high = jf_pow_exp_high[i] * power;
    c->low = jf_pow_exp_low[i] * power;
}

/* ---- x^y for all x and y */

VD_INLINE vd special_lanes(vd value, vd x, vd y)
{
    double v[VL], a[VL], b[VL];

    vd_store(v, value);
    vd_store(a, x);
    vd_store(b, y);
    jf_special_powers(VL, v, a, b);
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

#endif
