/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_NEON_BITS_H
#define JF_NEON_BITS_H

#include <stdint.h>

/* The bits of x; one pattern stands for every NaN. */
uint64_t bits_of(double x);

/* A line for each kernel whose results are the same on every machine: a hash
 * of them, over special values in all combinations and random ones. */
void print_kernels(void);

#endif
