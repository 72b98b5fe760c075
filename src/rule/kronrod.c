/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Gauss-Kronrod pair 10/21.
 *
 * Eleven nodes are put between and outside the ten of Gauss so that all
 * twenty-one together reach degree 31 [Kronrod1965].  The integrand's values at
 * Gauss's nodes then serve two rules, and their difference judges the weaker
 * one at no further cost.
 *
 * Reference: [Laurie1997] for what exists and how it may be computed;
 *            tools/gen_kronrod.py solves for Stieltjes' polynomial instead, in
 *            fractions, which is as good for one small pair.
 * Roundoff:  every number is the double nearest to the true one.
 */
#include "rule/kronrod.h"

#include "rule/tables/gk21.inc"
