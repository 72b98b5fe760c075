/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimal arithmetic for the few operations that printing needs.  A
 * double is a dyadic rational, so its decimal expansion ends: after 1074 digits
 * at most, which the C library's "%.1080f" writes without rounding. */
#include "cli/decimal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void jf_decimal_set(jf_decimal *d, double x)
{
    char text[JF_DECIMAL_DIGITS + 8];
    const int n = snprintf(text, sizeof text, "%0*.*f", JF_DECIMAL_DIGITS + 1,
                           JF_DECIMAL_FRACTION, fabs(x));

    // one byte for the decimal point, whatever the locale makes of it
    for (int i = 0; i < JF_DECIMAL_WHOLE; i++)
        d->digit[i] = (unsigned char)(text[i] - '0');
    for (int i = 0; i < JF_DECIMAL_FRACTION; i++)
        d->digit[JF_DECIMAL_WHOLE + i] =
            (unsigned char)(text[n - JF_DECIMAL_FRACTION + i] - '0');
}

void jf_decimal_set_digits(jf_decimal *d, const char *digits, int exponent)
{
    const int first = JF_DECIMAL_WHOLE - exponent;

    memset(d, 0, sizeof *d);
    for (int i = 0; digits[i]; i++)
        d->digit[first + i] = (unsigned char)(digits[i] - '0');
}

int jf_decimal_compare(const jf_decimal *a, const jf_decimal *b)
{
    return memcmp(a->digit, b->digit, sizeof a->digit);
}

void jf_decimal_add(jf_decimal *a, const jf_decimal *b)
{
    int carry = 0;

    for (int i = JF_DECIMAL_DIGITS - 1; i >= 0; i--) {
        const int sum = a->digit[i] + b->digit[i] + carry;
        carry = sum >= 10;
        a->digit[i] = (unsigned char)(sum - 10 * carry);
    }
}

void jf_decimal_distance(jf_decimal *a, const jf_decimal *b)
{
    const int order = jf_decimal_compare(a, b);
    const jf_decimal big = order >= 0 ? *a : *b;
    const jf_decimal *const small = order >= 0 ? b : a;
    jf_decimal result;
    int borrow = 0;

    for (int i = JF_DECIMAL_DIGITS - 1; i >= 0; i--) {
        const int difference = big.digit[i] - small->digit[i] - borrow;
        borrow = difference < 0;
        result.digit[i] = (unsigned char)(difference + 10 * borrow);
    }
    *a = result;
}

int jf_decimal_round_up(const jf_decimal *a, int *e)
{
    int i = 0, rest = 0;

    *e = 0;
    while (i < JF_DECIMAL_DIGITS && a->digit[i] == 0)
        i++;
    if (i == JF_DECIMAL_DIGITS)
        return 0;
    for (int k = i + 1; k < JF_DECIMAL_DIGITS; k++)
        rest |= a->digit[k];
    *e = JF_DECIMAL_WHOLE - 1 - i;
    const int d = a->digit[i] + (rest != 0);
    if (d < 10)
        return d;
    ++*e;
    return 1;
}
