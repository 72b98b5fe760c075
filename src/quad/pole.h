/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window [c - reach, c + reach] about a pole c, clear of anything else. */
#ifndef JF_QUAD_POLE_H
#define JF_QUAD_POLE_H

#include "quad/pair.h"
#include "quad/tail.h"

/* --- even.c --- */

/* The principal value over [c - h, c + h], if f(c + d) + f(c - d) is an even
 * polynomial there, to rounding. */
typedef struct jf_even {
    bool good;
    double value, abserr;
    double noise;     /* of abserr, what rounding has to do with */
    double magnitude; /* integral of the sizes of both terms, at the nodes */
} jf_even;

jf_status jf_even_rule(const jf_pair *pair, double h, jf_even *even,
                       int64_t *neval);

/* --- pole.c --- */

/* How f behaves towards c from each side, and the sum of both sides; the noise
 * of the pair is measured. */
typedef struct jf_pole_laws {
    jf_tail side[2], sum;
    bool pole; /* f is not integrable on one side at least */
} jf_pole_laws;

jf_status jf_pole_judge(jf_pair *pair, double reach, jf_pole_laws *laws,
                        int64_t *neval);

typedef struct jf_pole_value {
    jf_status status; /* JF_CONVERGED, JF_UNCONVERGED, JF_DIVERGENT */
    double value, abserr, noise;
    double magnitude; /* integral of |f|, but for what is next to c */
    int64_t neval;
} jf_pole_value;

/* The principal value over the window.  executor NULL: only whether there is
 * one, and the value is that of a smaller window. */
jf_status jf_pole_integrate(const jf_pair *pair, double reach,
                            const jf_pole_laws *laws, const jf_options *options,
                            jf_executor *executor, jf_pole_value *value);

#endif
