/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_SHORTEN_H
#define JF_CLI_SHORTEN_H

enum { JF_SHORTEN_SIZE = 40 };

/* A value and its error as a person reads them; text, not numbers. */
typedef struct jf_short_number {
    char value[JF_SHORTEN_SIZE];
    char error[JF_SHORTEN_SIZE]; /* empty where the error is not known */
} jf_short_number;

/* The shortest decimal within max(abserr / 4, half an ulp) of value, and one
 * digit of error, such that [value - error, value + error] as printed encloses
 * [value - abserr, value + abserr].  value must be finite; abserr >= 0, or not
 * finite for unknown: then the decimal is the shortest that reads back. */
jf_short_number jf_shorten(double value, double abserr);

/* x with two significant digits ("4.7e-13", "0.05"), for a tolerance or a
 * duration; buffer of JF_SHORTEN_SIZE. */
void jf_shorten_brief(double x, char *buffer);

#endif
