/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_QUAD_POINTS_H
#define JF_QUAD_POINTS_H

#include <stddef.h>

/* Puts n numbers, none of them NaN, in ascending order, each once; returns how
 * many are left. */
size_t jf_points_sort(double *x, size_t n);

#endif
