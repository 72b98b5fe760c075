/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of doubles without any rounding error. */
#ifndef JF_BASE_EXACT_H
#define JF_BASE_EXACT_H

#include <stdint.h>

/* A fixed-point number that covers the whole range of doubles: limb i weighs
 * 2^(32 i - 1088).  Plain memory: copied by assignment; {0} is the number 0.
 * Adding and merging are exact, hence associative and commutative: the order
 * cannot matter. */
enum { JF_EXACT_LIMBS = 68 };
typedef struct jf_exact {
    int64_t limb[JF_EXACT_LIMBS];
    int64_t pending;         /* additions since carries were propagated */
    int64_t nan, pinf, ninf; /* how many of each were added */
} jf_exact;

/* sum += x */
void jf_exact_add(jf_exact *sum, double x);

/* sum += k * other, exactly; |k| <= 2^20. */
void jf_exact_merge(jf_exact *sum, const jf_exact *other, int64_t k);

/* A sum as JF_EXACT_WORDS whole numbers, to be kept, sent, and added up one by
 * one with those of other sums, 2^30 at most: load takes what comes of it.
 * Equal sums store equal words. */
enum { JF_EXACT_WORDS = JF_EXACT_LIMBS + 3 };
void jf_exact_store(const jf_exact *sum, int64_t *words);
void jf_exact_load(jf_exact *sum, const int64_t *words);

/* Brings the limbs to their normal form: limbs 0 to 66 in [0, 2^32), the sign
 * in the last one, nothing pending.  Equal sums have equal normal forms. */
void jf_exact_normalise(jf_exact *sum);

/* The value rounded to nearest, ties to even.  NaN if a NaN, or infinities of
 * both signs, were added; overflow gives an infinity. */
double jf_exact_round(const jf_exact *sum);

/* hi = the rounded value, *lo = the rest of it, rounded. */
double jf_exact_round2(const jf_exact *sum, double *lo);

#endif
