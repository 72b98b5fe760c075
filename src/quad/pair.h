/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An integrand at equal distances left and right of a point. */
#ifndef JF_QUAD_PAIR_H
#define JF_QUAD_PAIR_H

#include "base/sight.h"
#include "quad/executor.h"

enum { JF_PAIR_BATCH = 64, JF_PAIR_PLACES = 6 };

/* f at c + tail -+ d: index 0 is the left side.  About infinity, d is 1/|x| and
 * the values are those of f(-+1/d) / d^2, so that integrals over d are those
 * over x. */
typedef struct jf_pair {
    const jf_integrand *f;
    double c, tail;
    bool far;        /* about infinity */
    bool seen[2];    /* the view tells */
    jf_view view[2]; /* of the distance */
    double
        noise[JF_PAIR_PLACES]; /* relative errors of values by rounding ... */
    double reach;              /* ... at distances below that; 0: unknown */
    /* Of the worker in whose thread values are asked. */
    void *plain, *viewed[2];
} jf_pair;

/* JF_OK or JF_NOMEM; after a failure there is nothing to close.  Closing what
 * is {0} does nothing. */
jf_status jf_pair_open(jf_pair *pair, const jf_integrand *f, double c,
                       double tail, bool far);
void jf_pair_close(jf_pair *pair);

/* y[0][i], y[1][i] at distances d[i] > 0, n <= JF_PAIR_BATCH. */
jf_status jf_pair_ask(const jf_pair *pair, size_t n, const double *d,
                      double y[2][JF_PAIR_BATCH]);

/* Measures `noise`, at distances below reach. */
jf_status jf_pair_measure(jf_pair *pair, double reach, int64_t *neval);

/* What the sum of two values, their sizes added up, may be wrong by at the
 * distance d. */
double jf_pair_noise(const jf_pair *pair, double d, double size);

/* The nearest and the farthest distance that can be asked. */
double jf_pair_nearest(const jf_pair *pair);

/* Integrates the sum of both sides, weighted (1, 1: principal value; 1, 0: the
 * left side alone), over distances from d to e, to an error of atol, if it can
 * be had, or of rtol. */
typedef struct jf_pair_sum {
    double value, abserr;
    int64_t neval;
} jf_pair_sum;

jf_status jf_pair_integrate(const jf_pair *pair, const double weight[2],
                            double d, double e, double atol,
                            const jf_options *options, jf_executor *executor,
                            jf_pair_sum *sum);

#endif
