/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_DECIMAL_H
#define JF_CLI_DECIMAL_H

#include <stddef.h>

/* A number >= 0 as decimal digits in fixed positions, exactly: every double,
 * and every sum of a few of them, has such digits. */
enum {
    JF_DECIMAL_WHOLE = 312, /* digits before the point */
    JF_DECIMAL_FRACTION = 1080,
    JF_DECIMAL_DIGITS = JF_DECIMAL_WHOLE + JF_DECIMAL_FRACTION
};
typedef struct jf_decimal {
    unsigned char digit[JF_DECIMAL_DIGITS]; /* most significant first */
} jf_decimal;

/* The finite number |x|. */
void jf_decimal_set(jf_decimal *d, double x);

/* The number 0.d1 d2 d3 ... * 10^exponent, of a string of digits. */
void jf_decimal_set_digits(jf_decimal *d, const char *digits, int exponent);

int jf_decimal_compare(const jf_decimal *a, const jf_decimal *b);
void jf_decimal_add(jf_decimal *a, const jf_decimal *b);

/* |a - b| */
void jf_decimal_distance(jf_decimal *a, const jf_decimal *b);

/* Rounds up to one digit: the least d * 10^e >= a with 1 <= d <= 9.  Returns d,
 * 0 for zero. */
int jf_decimal_round_up(const jf_decimal *a, int *e);

#endif
