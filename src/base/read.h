/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers from text, rounded to the nearest double (of two, the even one) on
 * every system.  The C libraries of Linux do so; that of Windows does not. */
#ifndef JF_BASE_READ_H
#define JF_BASE_READ_H

#include <stdlib.h>

/* The double nearest to the decimal number that begins text, and ends before
 * `end`; r is one not far from it.  What is no decimal number leaves r. */
double jf_double_mend(const char *text, const char *end, double r);

/* As strtod, in the locale of the program, but for capitals in "inf" and "nan"
 * and for what may stand in parentheses after "nan". */
double jf_double_scan(const char *text, char **end);

static inline double jf_double_read(const char *text, char **end)
{
#ifdef _WIN32
    return jf_double_scan(text, end);
#else
    return strtod(text, end);
#endif
}

#endif
