/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reduction of huge arguments by multiples of pi/2 [PayneHanek1983].
 *
 * Idea: x = M 2^e with an integer M of 53 bits, and only x/(pi/2) modulo 4
 *   matters, that is, x/pi modulo 2.  Of the bits of 1/pi, those that give
 *   multiples of 2 are left out; the next 256 are enough for all that follows.
 *   With i the word of 32 bits that the first of them is in, and s = e - 32 i
 *   from 1 to 32,
 *
 *     x/pi = (M 2^s) (256 bits from word i) 2^-256   modulo 2.
 *
 * Errors: the bits left out at the end are worth less than 2^85 2^-256, hence
 *   2^-171.  No double is nearer than 2^-62 to a multiple of pi/2, relative to
 *   pi/2 [Muller2016]: 108 bits of the rest are good, and about 100 are kept.
 * Cost: one lane after the other, in integers, hence out of line. */
#include "eval/vmath/huge.h"

#include <math.h>
#include <stdint.h>

#include "base/fma.h"
#include "eval/vmath/tables/huge.inc"
#include "eval/vmath/tables/pi.h"

enum { WORDS = 8 };

/* M 2^s times WORDS words from w, modulo 2^(32 (WORDS + 1)); the lowest word
 * of the product comes first. */
static void multiply(const uint32_t *w, uint64_t m, int s, uint32_t *product)
{
    const uint64_t high = m >> (32 - s);
    const uint64_t digit[] = {m << s & UINT32_MAX, high & UINT32_MAX,
                              high >> 32};
    uint64_t sum = 0;

    for (int i = 0; i <= WORDS; i++) {
        uint64_t carry = 0;
        for (int k = 0; k < 3; k++) {
            const int j = WORDS - 1 - (i - k);
            if (j < 0 || j >= WORDS)
                continue;
            const uint64_t p = digit[k] * w[j];
            sum += p & UINT32_MAX;
            carry += p >> 32;
        }
        product[i] = (uint32_t)sum;
        sum = (sum >> 32) + carry;
    }
}

static void double_all(uint32_t *product)
{
    for (int i = WORDS; i > 0; i--)
        product[i] = product[i] << 1 | product[i - 1] >> 31;
    product[0] <<= 1;
}

/* The fraction, as a number from -1/2 to 1/2, times half of pi. */
static void times_half_pi(const uint32_t *fraction, jf_huge_rest *rest)
{
    const int negative = fraction[WORDS - 1] >> 31 != 0;
    uint64_t carry = (uint64_t)negative;
    double hi = 0, lo = 0, unit = 0x1p-256;

    for (int i = 0; i < WORDS; i++, unit *= 0x1p32) {
        carry += negative ? ~fraction[i] : fraction[i];
        const double v = (double)(uint32_t)carry * unit;
        const double sum = v + hi;
        lo += hi - (sum - v);
        hi = sum;
        carry >>= 32;
    }
    const double p = hi * (PI_HI / 2);
    const double error = jf_fma(hi, PI_HI / 2, -p);
    const double q = error + jf_fma(lo, PI_HI / 2, hi * (PI_MID / 2));
    const double sign = negative ? -1 : 1;
    rest->hi = sign * (p + q);
    rest->lo = sign * (q - (p + q - p));
}

jf_huge_rest jf_huge_reduce(double x)
{
    jf_huge_rest rest = {0, NAN, 0};
    uint32_t product[WORDS + 1];
    int e;

    if (!isfinite(x))
        return rest;
    const uint64_t m = (uint64_t)ldexp(frexp(fabs(x), &e), 53);
    e -= 53;
    const int i = (e + 31) / 32; // word 0 is a zero before the point
    multiply(pi_inverse + i, m, e - 32 * (i - 1), product);
    double_all(product);
    times_half_pi(product, &rest);
    rest.n = (int)((product[WORDS] + (product[WORDS - 1] >> 31)) & 3);
    if (x < 0) {
        rest.n = -rest.n & 3;
        rest.hi = -rest.hi;
        rest.lo = -rest.lo;
    }
    return rest;
}

void jf_huge_reduce_lanes(int lanes, double end, double *x, double *count,
                          double *turns, double *less)
{
    for (int i = 0; i < lanes; i++) {
        if (x[i] >= -end && x[i] <= end)
            continue;
        const jf_huge_rest h = jf_huge_reduce(x[i]);
        x[i] = h.hi;
        count[i] = h.n * 0x1p-1074;
        turns[i] = 0;
        less[i] = -h.lo;
    }
}
