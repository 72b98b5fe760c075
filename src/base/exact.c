/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of doubles as one long fixed-point integer.
 *
 * Every double is an integer multiple of 2^-1074 below 2^1024, so 2098 bits
 * hold any of them and a few limbs more hold any sum that a computer can form
 * [Kulisch2013].  A limb carries 32 bits of payload in 64: a double, cut into
 * three limbs, is added without looking at carries, and carries are propagated
 * only when the spare bits could run out [Neal2015].
 *
 * Normal form: limbs 0 to 66 in [0, 2^32), the top limb takes the sign and the
 *            rest.  It is unique, so two ways to the same sum give one pattern.
 * Roundoff:  none before jf_exact_round, which rounds once, to nearest even.
 * Bounds:    a limb stays below 2^61: `pending` counts contributions of less
 *            than 2^32 and may not pass LIMIT + 2^20.  The whole holds sums,
 *            k times sums included, up to 2^1118: 2^94 of the largest double.
 * Cost:      an addition is 3 shifts and 3 updates in memory (6 ns), a merge
 *            or a rounding 80 ns, on a 2 GHz-class core.
 * Fails on:  nothing; NaN and infinities are counted beside the sum.
 * Rejected:  expansions of doubles (Shewchuk): they lose the exactness at
 *            overflow, and two of them do not merge by adding components.
 *            Payloads of more bits: 32 leaves 2^28 additions between two
 *            propagations, and the shifts cost the same.
 */
#include "base/exact.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    TOP = JF_EXACT_LIMBS - 1,
    SCALE = 1088,       // limb 0 weighs 2^-SCALE
    LOWEST = 14,        // the bit of 2^-1074
    OVERFLOW_LIMB = 66, // a bit from here on is 2^1024 or more
    LIMIT = 1 << 28
};

static const uint64_t PAYLOAD = 0xFFFFFFFF;

// >> on int64_t floors with every compiler in use.
void jf_exact_normalise(jf_exact *sum)
{
    int64_t carry = 0;

    for (int i = 0; i < TOP; i++) {
        const int64_t t = sum->limb[i] + carry;
        sum->limb[i] = (int64_t)((uint64_t)t & PAYLOAD);
        carry = t >> 32;
    }
    sum->limb[TOP] += carry;
    sum->pending = 0;
}

static void count_special(jf_exact *sum, double x)
{
    if (isnan(x))
        sum->nan++;
    else if (x > 0)
        sum->pinf++;
    else
        sum->ninf++;
}

void jf_exact_add(jf_exact *sum, double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    const unsigned field = (unsigned)(bits >> 52) & 0x7FF;
    if (field == 0x7FF) {
        count_special(sum, x);
        return;
    }
    // x = m 2^(e - 1075), and bit 0 of m is bit e + 13 of the sum
    const uint64_t m = (bits & 0xFFFFFFFFFFFFF) | (uint64_t)(field > 0) << 52;
    const unsigned bit = field + (field == 0) + 13, shift = bit & 31;
    int64_t *const limb = sum->limb + (bit >> 5);
    const int64_t sign = -(int64_t)(bits >> 63); // 0 or -1
    limb[0] += ((int64_t)(m << shift & PAYLOAD) ^ sign) - sign;
    limb[1] += ((int64_t)(m >> (32 - shift) & PAYLOAD) ^ sign) - sign;
    limb[2] += ((int64_t)(m >> 32 >> (32 - shift)) ^ sign) - sign;
    if (++sum->pending >= LIMIT)
        jf_exact_normalise(sum);
}

void jf_exact_merge(jf_exact *sum, const jf_exact *other, int64_t k)
{
    jf_exact term = *other;

    if (k == 0)
        return;
    jf_exact_normalise(&term);
    for (int i = 0; i < JF_EXACT_LIMBS; i++)
        sum->limb[i] += k * term.limb[i];
    sum->nan += term.nan;
    sum->pinf += k > 0 ? term.pinf : term.ninf;
    sum->ninf += k > 0 ? term.ninf : term.pinf;
    sum->pending += k > 0 ? k : -k;
    if (sum->pending >= LIMIT)
        jf_exact_normalise(sum);
}

// In normal form limbs are below 2^32 but for the top one, which any 2^58
// additions of doubles leave below 2^27: 2^30 of them stay below 2^63.
void jf_exact_store(const jf_exact *sum, int64_t *words)
{
    jf_exact normal = *sum;

    jf_exact_normalise(&normal);
    memcpy(words, normal.limb, sizeof normal.limb);
    words += JF_EXACT_LIMBS;
    words[0] = normal.nan;
    words[1] = normal.pinf;
    words[2] = normal.ninf;
}

void jf_exact_load(jf_exact *sum, const int64_t *words)
{
    memcpy(sum->limb, words, sizeof sum->limb);
    words += JF_EXACT_LIMBS;
    sum->nan = words[0];
    sum->pinf = words[1];
    sum->ninf = words[2];
    jf_exact_normalise(sum);
}

// Bits bit to bit + 63 of a normal form that is not negative; LOWEST - 1 and
// all those above it exist.
static uint64_t window(const jf_exact *a, int bit)
{
    const int i = bit / 32, shift = bit % 32;
    const uint64_t low = (uint64_t)a->limb[i] | (uint64_t)a->limb[i + 1] << 32;
    const uint64_t high = i + 2 <= TOP ? (uint64_t)a->limb[i + 2] : 0;

    return low >> shift | high << 32 << (32 - shift);
}

static bool any_below(const jf_exact *a, int bit)
{
    uint64_t any = (uint64_t)a->limb[bit / 32] & ((1ULL << bit % 32) - 1);

    for (int i = 0; i < bit / 32; i++)
        any |= (uint64_t)a->limb[i];
    return any != 0;
}

// The highest bit set below OVERFLOW_LIMB, or -1.
static int highest_bit(const jf_exact *a)
{
    int i = OVERFLOW_LIMB - 1, bit = 0;

    while (i >= 0 && a->limb[i] == 0)
        i--;
    if (i < 0)
        return -1;
    while (a->limb[i] >> bit > 1)
        bit++;
    return 32 * i + bit;
}

static double round_magnitude(const jf_exact *a)
{
    const int high = highest_bit(a);

    if (a->limb[TOP] != 0 || a->limb[OVERFLOW_LIMB] != 0)
        return HUGE_VAL;
    if (high <= LOWEST + 52) // 53 bits hold it all
        return high < 0 ? 0 : ldexp((double)window(a, LOWEST), LOWEST - SCALE);
    const int last = high - 52; // of the result
    const uint64_t w = window(a, last - 1), half = w & 1;
    const uint64_t m = w >> 1;
    const bool up = half && ((m & 1) || any_below(a, last - 1));
    return ldexp((double)(m + up), last - SCALE);
}

static double round_finite(const jf_exact *sum)
{
    jf_exact a = *sum;

    jf_exact_normalise(&a);
    if (a.limb[TOP] >= 0)
        return round_magnitude(&a);
    for (int i = 0; i < JF_EXACT_LIMBS; i++)
        a.limb[i] = -a.limb[i];
    jf_exact_normalise(&a);
    return -round_magnitude(&a);
}

double jf_exact_round(const jf_exact *sum)
{
    if (sum->nan > 0 || (sum->pinf > 0 && sum->ninf > 0))
        return nan("");
    if (sum->pinf > 0)
        return HUGE_VAL;
    return sum->ninf > 0 ? -HUGE_VAL : round_finite(sum);
}

double jf_exact_round2(const jf_exact *sum, double *lo)
{
    const double hi = jf_exact_round(sum);
    jf_exact rest = *sum;

    *lo = 0;
    if (isfinite(hi)) {
        jf_exact_add(&rest, -hi);
        *lo = jf_exact_round(&rest);
    }
    return hi;
}
