/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortest decimal that reads back as the same double: the first of 1
 * to 17 significant digits that does, in plain notation where that is short.
 * The C library's printing and reading are correctly rounded; its decimal
 * point follows the locale, so a foreign one is replaced. */
#include <jifen/integrate.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/read.h"

static void set_decimal_point(char *s)
{
    for (; *s; s++)
        if (!strchr("0123456789+-einfa", *s))
            *s = '.';
}

static bool reads_back(const char *text, double x)
{
    return jf_double_read(text, NULL) ==
           x; // the printed text is the same number
}

// Adds 1 to the last digit of "d.ddde±xx"; of all nines it makes no number.
static void step_up(char *text)
{
    char *s = strchr(text, 'e') - 1;

    while (s > text && (*s < '0' || *s >= '9')) {
        if (*s == '9')
            *s = '0';
        s--;
    }
    ++*s;
}

// "d.ddde±xx" with the shortest number of significant digits.  Below a power
// of two doubles are twice as dense as above it: there the nearest decimal may
// be another double's, and the one above it this one's.
static void shortest(double x, char *text, size_t size)
{
    int exponent;
    const bool lopsided = frexp(x, &exponent) == 0.5; // exactly

    for (int precision = 0; precision <= 16; precision++) {
        snprintf(text, size, "%.*e", precision, x);
        if (reads_back(text, x))
            break;
        if (lopsided && (step_up(text), reads_back(text, x)))
            break;
    }
    set_decimal_point(text);
}

// Splits "d.ddde±xx" into its significant digits and its exponent.
static int split(const char *text, char *digits)
{
    int n = 0;
    const char *s = text;

    for (; *s != 'e'; s++)
        if (*s != '.')
            digits[n++] = *s;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return (int)strtol(s + 1, NULL, 10);
}

static int plain(const char *sign, const char *digits, int exponent,
                 char *buffer, size_t size)
{
    const int n = (int)strlen(digits);

    if (exponent < 0)
        return snprintf(buffer, size, "%s0.%.*s%s", sign, -exponent - 1, "0000",
                        digits);
    if (n <= exponent + 1)
        return snprintf(buffer, size, "%s%s%.*s", sign, digits,
                        exponent + 1 - n, "0000000000000000");
    return snprintf(buffer, size, "%s%.*s.%s", sign, exponent + 1, digits,
                    digits + exponent + 1);
}

size_t jf_double_print(double x, char *buffer, size_t size)
{
    const char *const sign = signbit(x) ? "-" : "";
    char text[40], digits[24] = "";

    if (isnan(x))
        return (size_t)snprintf(buffer, size, "nan");
    if (isinf(x))
        return (size_t)snprintf(buffer, size, "%sinf", sign);
    shortest(fabs(x), text, sizeof text);
    const int exponent = split(text, digits);
    if (exponent >= -5 && exponent <= 15)
        return (size_t)plain(sign, digits, exponent, buffer, size);
    return (size_t)snprintf(buffer, size, "%s%c%s%se%d", sign, digits[0],
                            digits[1] ? "." : "", digits + 1, exponent);
}
