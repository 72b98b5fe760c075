/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digits of an answer.
 *
 * A digit beyond the error says nothing, so the value v with error estimate err
 * is printed as the shortest decimal d that reads back as v or has
 * |d - v| <= err / 4.  What that rounding changed is added to the error: the
 * printed one is err + |d - v|, rounded up to one digit.  So the printed
 * interval encloses the computed one, and is wider by a quarter and a rounding
 * at most.
 *
 * The decimal nearest to v with k significant digits is what the C library
 * prints, correctly rounded; so the first k for which it is near enough gives
 * the shortest.  k = 0 is the number 0 itself, which is right when the value is
 * lost in its error.  All comparisons are exact (decimal.c): 4 |d - v| <= err
 * without dividing.
 *
 * Cost: about 0.1 ms, once an answer. */
#include "cli/shorten.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/decimal.h"

// 0.DIGITS * 10^exponent; no digits for zero
typedef struct digits {
    char digit[20];
    int exponent;
} digits;

// |x| to k >= 1 significant digits, final zeros left out
static digits round_to(double x, int k)
{
    char text[40];
    digits d = {.exponent = 0};
    int n = 0;

    snprintf(text, sizeof text, "%.*e", k - 1, fabs(x));
    for (const char *s = text; *s != 'e'; s++)
        if (*s >= '0' && *s <= '9')
            d.digit[n++] = *s;
    while (n > 1 && d.digit[n - 1] == '0')
        n--;
    d.digit[n] = '\0';
    d.exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
    return d;
}

// Is x > 0 the double nearest to the number at this distance above or below it?
static bool reads_back(double x, const jf_decimal *distance, bool above)
{
    int e;
    const double gap = x - nextafter(x, 0);
    // above a power of two, doubles are half as dense as below
    const bool wide = above && x > DBL_MIN && frexp(x, &e) == 0.5;
    jf_decimal twice = *distance, most;

    jf_decimal_add(&twice, &twice);
    jf_decimal_set(&most, wide ? 2 * gap : gap);
    const int order = jf_decimal_compare(&twice, &most);
    // of two at one distance, the even one is read
    return order < 0 || (order == 0 && fmod(x / gap, 2) == 0);
}

// Is 4 distance <= err?
static bool near_enough(const jf_decimal *distance, const jf_decimal *err)
{
    jf_decimal four = *distance;

    jf_decimal_add(&four, &four);
    jf_decimal_add(&four, &four);
    return jf_decimal_compare(&four, err) <= 0;
}

// As jf_double_print lays out: plain from 1e-5 to 1e15, else d.ddde-20.
static void lay_out(const digits *d, bool negative, char *text)
{
    const int n = (int)strlen(d->digit), e = d->exponent;
    const char *const sign = negative ? "-" : "";

    if (n == 0)
        snprintf(text, JF_SHORTEN_SIZE, "0");
    else if (e < -4 || e > 16)
        snprintf(text, JF_SHORTEN_SIZE, "%s%c%s%se%d", sign, d->digit[0],
                 n > 1 ? "." : "", d->digit + 1, e - 1);
    else if (e <= 0)
        snprintf(text, JF_SHORTEN_SIZE, "%s0.%.*s%s", sign, -e, "0000",
                 d->digit);
    else if (n <= e)
        snprintf(text, JF_SHORTEN_SIZE, "%s%s%.*s", sign, d->digit, e - n,
                 "0000000000000000");
    else
        snprintf(text, JF_SHORTEN_SIZE, "%s%.*s.%s", sign, e, d->digit,
                 d->digit + e);
}

// One digit: 0.01, 3, 200, 4e-16
static void lay_out_error(int digit, int e, char *text)
{
    if (digit == 0)
        snprintf(text, JF_SHORTEN_SIZE, "0");
    else if (e < -3 || e > 4)
        snprintf(text, JF_SHORTEN_SIZE, "%de%d", digit, e);
    else if (e < 0)
        snprintf(text, JF_SHORTEN_SIZE, "0.%.*s%d", -e - 1, "00", digit);
    else
        snprintf(text, JF_SHORTEN_SIZE, "%d%.*s", digit, e, "0000");
}

// Sets *distance to |d - value| of the digits that it returns.
static digits shortest(double value, const jf_decimal *err,
                       jf_decimal *distance)
{
    jf_decimal exact;
    digits d = {.exponent = 0};

    jf_decimal_set(&exact, value);
    *distance = exact;
    for (int k = 1; k <= 17 && !near_enough(distance, err); k++) {
        d = round_to(value, k);
        jf_decimal_set_digits(distance, d.digit, d.exponent);
        const bool above = jf_decimal_compare(distance, &exact) > 0;
        jf_decimal_distance(distance, &exact);
        if (reads_back(fabs(value), distance, above))
            break;
    }
    return d;
}

jf_short_number jf_shorten(double value, double abserr)
{
    const bool known = abserr >= 0 && abserr < HUGE_VAL;
    jf_short_number number = {.error = ""};
    jf_decimal err, distance;
    int e;

    jf_decimal_set(&err, known ? abserr : 0);
    const digits d = shortest(value, &err, &distance);
    lay_out(&d, value < 0, number.value);
    if (!known)
        return number;
    jf_decimal_add(&err, &distance);
    const int digit = jf_decimal_round_up(&err, &e);
    lay_out_error(digit, e, number.error);
    return number;
}

void jf_shorten_brief(double x, char *buffer)
{
    if (!isfinite(x)) { // it has no digits
        snprintf(buffer, JF_SHORTEN_SIZE, "inf");
        return;
    }
    const digits d = round_to(x, 2);
    if (d.digit[0] == '0')
        snprintf(buffer, JF_SHORTEN_SIZE, "0");
    else
        lay_out(&d, x < 0, buffer);
}
