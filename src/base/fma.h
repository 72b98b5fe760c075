/* SPDX-License-Identifier: GPL-3.0-or-later */
/* a*b + c, rounded once, on every machine.
 *
 * fma() is that by the instruction, and by the C libraries of Linux and others
 * where the CPU lacks it.  Windows' x64 begins without the instruction, and the
 * libraries there round twice; so jf_fma takes their place. */
#ifndef JF_BASE_FMA_H
#define JF_BASE_FMA_H

#include <math.h>

#if defined(_WIN32) && !defined(__FMA__)
/* By the instruction where the CPU has it.  Thread-safe. */
double jf_fma(double a, double b, double c);
#else
static inline double jf_fma(double a, double b, double c)
{
    return fma(a, b, c);
}
#endif

/* The same without floating-point instructions but for special values. */
double jf_fma_soft(double a, double b, double c);

#endif
