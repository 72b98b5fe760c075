/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an integrand behaves towards an end, and what lies beyond the last
 * abscissa that a double can hold. */
#ifndef JF_QUAD_TAIL_H
#define JF_QUAD_TAIL_H

#include <stdbool.h>

/* Towards a finite end l is -ln d, d the distance; towards infinity ln d.  g is
 * f d, so that the integral is that of g over l. */
typedef enum jf_tail_kind {
    JF_TAIL_NOTHING, /* nothing that matters is beyond */
    JF_TAIL_LAW,     /* ln |g| = c - e l + k ln(l + shift) */
    JF_TAIL_DIVERGES,
    JF_TAIL_UNCLEAR /* none of these can be told */
} jf_tail_kind;

typedef struct jf_tail {
    jf_tail_kind kind;
    int sign;       /* of f; 0: it has none */
    double c, e, k; /* of a law; of a divergent one, as far as known */
    double shift;
    bool power;    /* divergent as a power, e and k are known */
    double from;   /* the law is known to hold from this l on */
    double misfit; /* of ln |g| from there */
    double doubt;  /* relative error of what is extrapolated */
    double rest;   /* unclear: about as much may be missing ... */
    bool endless;  /* ... or any amount, as g hardly falls */
} jf_tail;

/* ln x for a normal x > 0, and e^x, to some 4 units in the last place. */
double jf_tail_log(double x);
double jf_tail_exp(double x);

/* Of g: its sign, and ln |g|, -HUGE_VAL for 0. */
typedef struct jf_tail_point {
    double l, ln;
    int sign;
} jf_tail_point;

/* Judges g at n places l, ascending; start is the l at which the end's
 * behaviour may begin to show. */
jf_tail jf_tail_fit(int n, const jf_tail_point *point, double start);

/* g by the law; 0 where it underflows. */
double jf_tail_at(const jf_tail *tail, double l);

#endif
