/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reduction of huge arguments by multiples of pi [PayneHanek1983].
 *
 * Idea: x = M 2^e with an integer M of 53 bits, and only x/pi modulo 2 matters.
 *   Of the bits of 1/pi, those that give multiples of 2 are left out; the next
 *   256 are enough for all that follows.  With i the word of 32 bits that the
 *   first of them is in, and s = e - 32 i from 1 to 32,
 *
 *     x/pi = (M 2^s) (256 bits from word i) 2^-256   modulo 2.
 *
 * Errors: the bits left out at the end are worth less than 2^85 2^-256 = 2^-171.
 *   No double is nearer than 2^-62 to a multiple of pi/2, relative to pi
 *   [Muller2016]: 109 bits of the rest are good, and as many are kept.
 * Cost:   some 50 ns, integers of 64 bits: for single lanes, out of line. */
#include "eval/vmath/huge.h"

#include <math.h>
#include <stdint.h>

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

/* The fraction, from -1/2 to 1/2, times pi. */
static void times_pi(uint32_t *fraction, jf_huge_rest *rest)
{
    const int negative = fraction[WORDS - 1] >> 31 != 0;
    uint64_t carry = (uint64_t)negative;
    double hi = 0, lo = 0;

    for (int i = 0; i < WORDS; i++) {
        carry += negative ? ~fraction[i] : fraction[i];
        const double v = ldexp((double)(uint32_t)carry, 32 * (i - WORDS));
        const double sum = v + hi;
        lo += hi - (sum - v);
        hi = sum;
        carry >>= 32;
    }
    const double p = hi * PI_HI;
    const double q = fma(hi, PI_HI, -p) + fma(lo, PI_HI, hi * PI_MID);
    const double sign = negative ? -1 : 1;
    rest->hi = sign * (p + q);
    rest->lo = sign * (q - (p + q - p));
}

static void double_it(uint32_t *product)
{
    for (int i = WORDS; i > 0; i--)
        product[i] = product[i] << 1 | product[i - 1] >> 31;
    product[0] <<= 1;
}

jf_huge_rest jf_huge_reduce(double x, jf_turns turns)
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
    if (turns == JF_TURNS_HALF)
        double_it(product);
    // the fraction as a number from -1/2 to 1/2, the rest being an integer,
    // or an integer and a half
    if (turns == JF_TURNS_ODD)
        product[WORDS - 1] ^= UINT32_C(1) << 31;
    else
        product[WORDS] += product[WORDS - 1] >> 31;
    times_pi(product, &rest);
    rest.parity = product[WORDS] & 1;
    const double scale = turns == JF_TURNS_HALF ? 0.5 : 1;
    rest.hi *= x < 0 ? -scale : scale;
    rest.lo *= x < 0 ? -scale : scale;
    // -(n + 1/2) = (-n - 1) + 1/2
    if (x < 0 && turns == JF_TURNS_ODD)
        rest.parity = 1 - rest.parity;
    return rest;
}
