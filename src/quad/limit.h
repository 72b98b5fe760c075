/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_QUAD_LIMIT_H
#define JF_QUAD_LIMIT_H

#include <stdbool.h>

#include <jifen/integrate.h>

/* An integrand with one worker's parameter, on [a, b]. */
typedef struct jf_limit_site {
    const jf_integrand *f;
    void *param;
    double a, b;
} jf_limit_site;

/* The limit of f at x from within [a, b], and an estimate of its error; at a
 * jump the mean of both sides, with half the jump as the error.  False when f
 * has none that can be seen: it grows without bound, or has no value nearby. */
bool jf_limit_at(const jf_limit_site *site, double x, double *limit,
                 double *error);

/* Whether f has a finite value near x, on either side.  Where it has not, the
 * integrand is undefined on a whole stretch. */
bool jf_limit_finite_near(const jf_limit_site *site, double x);

#endif
