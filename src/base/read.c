/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The double nearest to a decimal number, from one that is near.
 *
 * jf_double_scan computes that one in long double, of 64 bits at least: 19
 * digits times a power of 10, a few units of 2^-64 off.  What is hexadecimal is
 * exact so far, and its one rounding the right one.
 *
 * The number d 10^e is compared with the middles between r and its neighbours;
 * r moves on while the number is beyond one.  Both sides are integers after
 * multiplication by powers of 2 and 10, so nothing is rounded.
 *
 * Roundoff: none but the rounding that is asked for.
 * Cost:     0.5 us for 17 digits, 20 us for 800, and as much for each step.
 * Fails on: nothing; digits beyond the 800th count as one, as the middle of
 *           two doubles has 767 at most.
 * Why:      strtod() of mingw-w64 10 misses doubles next to some powers of 2:
 *           3.839223843572815e-239 is 2^-792 there, not the double below it.
 *           jf_double_print asks whether digits suffice.  And it is 14 kB.
 */
#include "base/read.h"

#include <assert.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static_assert(LDBL_MANT_DIG >= 64 && LDBL_MAX_EXP >= 16384, "long double");

// 10^1200 2^1100, the most that a number of 800 digits meets, has 5090 bits.
enum { LIMBS = 176, DIGITS = 800, FAR = 330 };

typedef struct big {
    int n; // limbs in use; the highest is not 0
    uint32_t limb[LIMBS];
} big;

typedef struct decimal {
    int n; // digits; the first is not 0
    int exponent;
    char digit[DIGITS + 1];
} decimal;

static void multiply_add(big *b, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;

    for (int i = 0; i < b->n; i++) {
        carry += (uint64_t)b->limb[i] * factor;
        b->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        b->limb[b->n++] = (uint32_t)carry;
}

static void times_power_of_10(big *b, int n)
{
    for (; n >= 9; n -= 9)
        multiply_add(b, 1000000000, 0);
    for (; n > 0; n--)
        multiply_add(b, 10, 0);
}

static void times_power_of_2(big *b, int n)
{
    const int words = n / 32;

    memmove(b->limb + words, b->limb, (size_t)b->n * sizeof *b->limb);
    memset(b->limb, 0, (size_t)words * sizeof *b->limb);
    b->n += words;
    multiply_add(b, (uint32_t)1 << n % 32, 0);
}

static int compare_big(const big *a, const big *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (int i = a->n - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

// The sign of d - m 2^e, m > 0.
static int compare(const decimal *d, uint64_t m, int e)
{
    big a = {0},
        b = {.n = m >> 32 ? 2 : 1, .limb = {(uint32_t)m, (uint32_t)(m >> 32)}};

    for (int i = 0; i < d->n; i++)
        multiply_add(&a, 10, (uint32_t)(d->digit[i] - '0'));
    times_power_of_10(d->exponent > 0 ? &a : &b, abs(d->exponent));
    times_power_of_2(e < 0 ? &a : &b, abs(e));
    return compare_big(&a, &b);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void push(decimal *d, char c)
{
    if (c == '0' && d->n == 0)
        return;
    if (d->n < DIGITS)
        d->digit[d->n++] = c;
    else {
        d->exponent++;
        if (c != '0') // there is something more
            d->digit[DIGITS - 1] |= 1;
    }
}

// False for what is no decimal number.  Between digits, anything that is no
// exponent is a decimal point.
static bool take(const char *s, const char *end, decimal *d)
{
    bool fraction = false;
    int any = 0;

    for (; s < end && *s != 'e' && *s != 'E'; s++) {
        if (is_digit(*s)) {
            push(d, *s);
            d->exponent -= fraction;
            any++;
        } else if (*s == 'x' || *s == 'X') { // hexadecimal: no trouble there
            return false;
        } else if (*s != '-' && *s != '+' && *s != ' ') {
            fraction = true;
        }
    }
    if (s < end) {
        const long e = strtol(s + 1, NULL, 10);
        d->exponent += e < -100000 ? -100000 : e > 100000 ? 100000 : (int)e;
    }
    return any > 0;
}

static double move(double r, int step)
{
    int64_t bits;

    memcpy(&bits, &r, sizeof bits);
    bits += step;
    memcpy(&r, &bits, sizeof r);
    return r;
}

// Beyond the middle between r and its neighbour above (1) or below (-1); r is
// neither negative nor infinite.
static bool beyond(const decimal *d, double r, int side)
{
    int e;
    uint64_t m = (uint64_t)ldexp(frexp(r, &e), 53);
    const bool edge = side < 0 && m == (uint64_t)1 << 52 && e > -1021;

    e = r == 0 ? -1074 : e - 53;
    if (e < -1074) {
        m >>= -1074 - e;
        e = -1074;
    }
    const bool odd = m & 1;
    // below a power of two, doubles are twice as dense
    m = edge ? 4 * m - 1 : 2 * m + (uint64_t)side;
    const int sign = side * compare(d, m, e - (edge ? 2 : 1));
    return sign > 0 || (sign == 0 && odd);
}

double jf_double_mend(const char *text, const char *end, double r)
{
    decimal d = {0};
    double size = fabs(r);

    if (!take(text, end, &d))
        return r;
    if (d.n == 0)
        return copysign(0, r);
    const int place = d.n + d.exponent; // 10^place is above the number
    if (place > FAR || place < -FAR)
        return copysign(place > 0 ? HUGE_VAL : 0, r);
    if (isinf(size))
        size = 0x1.fffffffffffffp1023;
    while (isfinite(size) && beyond(&d, size, 1))
        size = move(size, 1);
    while (size > 0 && isfinite(size) && beyond(&d, size, -1))
        size = move(size, -1);
    return copysign(size, r);
}

// m base^exponent
typedef struct scaled {
    bool any; // digits
    uint64_t m;
    int exponent;
} scaled;

static int digit_of(char c, int base)
{
    const char *const digits = "0123456789abcdef0123456789ABCDEF";
    const char *const s = c ? strchr(digits, c) : NULL;
    const int digit = s ? (int)(s - digits) % 16 : base;

    return digit < base ? digit : -1;
}

// Of digits beyond those that m holds, one is left: whether they are all 0.
static const char *scan_digits(const char *s, int base, scaled *x)
{
    const char point = *localeconv()->decimal_point;
    bool fraction = false;

    for (;; s++) {
        const int digit = digit_of(*s, base);
        if (digit < 0) {
            if (fraction || *s != point)
                return s;
            fraction = true;
            continue;
        }
        x->any = true;
        if (x->m >> 59 == 0) {
            x->m = x->m * (uint64_t)base + (uint64_t)digit;
            x->exponent -= fraction;
        } else {
            x->m |= digit != 0;
            x->exponent += !fraction;
        }
    }
}

// What stands after digits: "e-12" and, in hexadecimal, "p-12".
static const char *scan_exponent(const char *s, char letter, int *exponent)
{
    if ((*s | 32) != letter || // in lower case
        !is_digit(s[1 + (s[1] == '-' || s[1] == '+')]))
        return s;
    char *end;
    const long e = strtol(s + 1, &end, 10);
    *exponent += e < -100000 ? -100000 : e > 100000 ? 100000 : (int)e;
    return end;
}

static double value_of(uint64_t m, int base, int exponent)
{
    const int most = 4000; // 2^most and 10^most are numbers, and far away
    long double power = 1, factor = base;

    if (m == 0)
        return 0;
    for (int n = abs(exponent) < most ? abs(exponent) : most; n > 0; n /= 2) {
        if (n % 2)
            power *= factor;
        factor *= factor;
    }
    const long double x = (long double)m;
    return (double)(exponent < 0 ? x / power : x * power);
}

static double scan_word(const char *s, const char **end)
{
    static const char *const words[] = {"infinity", "inf", "nan"};

    for (int i = 0; i < 3; i++) {
        const size_t n = strlen(words[i]);
        if (strncmp(s, words[i], n) == 0) {
            *end = s + n;
            return i < 2 ? HUGE_VAL : (double)NAN;
        }
    }
    return 0;
}

// A number without a sign; *end is left where there is none.
static double scan(const char *s, const char **end)
{
    const bool hex = s[0] == '0' && (s[1] | 32) == 'x';
    scaled x = {0};

    const char *stop = scan_digits(hex ? s + 2 : s, hex ? 16 : 10, &x);
    if (!x.any && !hex)
        return scan_word(s, end);
    if (!x.any) { // the 0 before x
        *end = s + 1;
        return 0;
    }
    x.exponent *= hex ? 4 : 1;
    stop = scan_exponent(stop, hex ? 'p' : 'e', &x.exponent);
    *end = stop;
    const double r = value_of(x.m, hex ? 2 : 10, x.exponent);
    return hex ? r : jf_double_mend(s, stop, r);
}

double jf_double_scan(const char *text, char **end)
{
    const char *s = text + strspn(text, " \t\n\v\f\r"), *stop = NULL;
    const bool negative = *s == '-';

    const double r = scan(s + (*s == '-' || *s == '+'), &stop);
    if (end) // as strtod has it, a pointer to what may be written to
        memcpy(end, stop ? (const void *)&stop : (const void *)&text,
               sizeof *end);
    return negative && stop ? -r : r;
}
