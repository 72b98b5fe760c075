/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a long range the mass of an integrand is. */
#ifndef JF_QUAD_LOCATE_H
#define JF_QUAD_LOCATE_H

#include <stdbool.h>
#include <stdint.h>

#include <jifen/integrate.h>

/* A peak that is narrow beside its distance from 0 and from the ends: half
 * as high at `width` from x, about. */
typedef struct jf_feature {
    double x, width;
    double mass; /* width times height */
} jf_feature;

enum { JF_FEATURE_MAX = 24 };

typedef struct jf_findings {
    int n;
    jf_feature feature[JF_FEATURE_MAX]; /* ascending in x */
    double mass;                        /* about the integral of |f| */
    bool complete; /* bounds exclude that more than `share` was missed */
    int64_t neval;
} jf_findings;

/* Looks at f over [a, b], a < b, both may be infinite, until what may be
 * missed is below `share` of the mass, or the effort is spent.  param is what
 * f->eval wants.  JF_OK, JF_NOMEM, or what eval returned. */
jf_status jf_locate(const jf_integrand *f, void *param, double a, double b,
                    double share, jf_findings *findings);

/* The distance d from c, to the right for side 1, at which |f d| is largest;
 * only distances up to `most` count.  Where it only grows, |c| or 1. */
jf_status jf_locate_scale(const jf_integrand *f, void *param, double c,
                          int side, double most, double *scale, int64_t *neval);

#endif
