/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_NEON_BITS_H
#define JF_NEON_BITS_H

#include <stdint.h>

/* The bits of x; one pattern stands for every NaN. */
uint64_t bits_of(double x);

/* A line for each kernel: a hash of its results, over special values in all
 * combinations, random ones, and values in order. */
void print_kernels(void);

#endif
