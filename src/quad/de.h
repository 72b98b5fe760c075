/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-exponential quadrature of one piece of a range. */
#ifndef JF_QUAD_DE_H
#define JF_QUAD_DE_H

#include "quad/tail.h"

#include <jifen/integrate.h>

/* [a, b], a < b; one end or both may be infinite, and then scale, and for both
 * centre, say where f has most of its mass: at distances about `scale` from
 * the finite end, or from the centre. */
typedef struct jf_de_piece {
    double a, b;
    double centre, scale;
    double rest[2]; /* the ends are a + rest[0] and b + rest[1] exactly */
    bool near[2];   /* ask for f as a function of the distance from there */

    /* Filled by jf_de_evaluate. */
    double value, abs; /* integrals of f and |f| */
    double error;      /* estimate: of the rule, of the tails, roundoff */
    double noise;      /* effect of rounded abscissae */
    double rounding;   /* of rounding inside of f */
    jf_tail tail[2];
    double end[2]; /* f a few roundings from a and b; NaN where it is singular
                    * there, or asked by distance */
    bool bad;      /* f has no value at bad_x, a stretch maybe */
    double bad_x;  /* an abscissa */
    bool bad_infinite; /* it is infinite there */
    int64_t neval;
} jf_de_piece;

/* Relative to where it stands, a piece as narrow as that has too few abscissae,
 * unless f is asked by distance. */
#define JF_DE_NARROW 0x1p-40

/* Storage of a worker. */
typedef struct jf_de_room jf_de_room;
jf_de_room *jf_de_room_new(void);
void jf_de_room_free(jf_de_room *room);

/* Integrates f over the piece; param is what f->eval wants.  Ends when the
 * error is below rtol of the value, or rounding, or when finer steps do not
 * help.  JF_OK, or what eval returned. */
jf_status jf_de_evaluate(const jf_integrand *f, void *param, double rtol,
                         jf_de_room *room, jf_de_piece *piece);

/* --- denode.c --- */

/* Abscissae and weights of a piece, on the grid t = i / 128. */
enum { JF_DE_LAST = 871, JF_DE_SIZE = 2 * JF_DE_LAST + 1 };

typedef struct jf_de_node {
    int side;         /* the end that it is measured from: 0 is a, 1 is b */
    double distance;  /* from there (from the centre: to an infinite end) */
    double x;         /* where f is asked: an abscissa, or a distance ... */
    bool viewed;      /* ... from a finite end */
    double shift;     /* by how much rounding may have moved it */
    double weight[2]; /* their product is the weight for the step 1 */
} jf_de_node;

/* False where a double cannot hold it.  seen: the ends that there is a view
 * from. */
bool jf_de_node_at(const jf_de_piece *piece, const bool *seen, int i,
                   jf_de_node *node);

/* Toward end `side`: the l of quad/tail.h and dl/dt at |t|, for any t. */
double jf_de_depth(const jf_de_piece *piece, int side, double t, double *slope);

#endif
