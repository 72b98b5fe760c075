/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Truths of more digits than a double has. */
#ifndef TEST_TRUTH_H
#define TEST_TRUTH_H

#include <math.h>

#if TEST_HAS_MPFR
#include <mpfr.h>
#else
#include <quadmath.h>
#endif

/* |value - truth|, truth being a decimal; *magnitude is |truth|. */
static inline double distance(double value, const char *truth,
                              double *magnitude)
{
#if TEST_HAS_MPFR
    mpfr_t exact, x;

    mpfr_inits2(200, exact, x, (mpfr_ptr)0);
    mpfr_set_str(exact, truth, 10, MPFR_RNDN);
    mpfr_set_d(x, value, MPFR_RNDN);
    *magnitude = fabs(mpfr_get_d(exact, MPFR_RNDN));
    mpfr_sub(x, x, exact, MPFR_RNDN);
    const double difference = fabs(mpfr_get_d(x, MPFR_RNDN));
    mpfr_clears(exact, x, (mpfr_ptr)0);
    return difference;
    ;
#else // 113 bits are enough
    const __float128 exact = strtoflt128(truth, NULL);

    *magnitude = (double)fabsq(exact);
    return (double)fabsq((__float128)value - exact);
#endif
}

#endif
