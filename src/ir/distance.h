/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files distance*.c share: values as an anchor and an increment, and
 * how operations are put.  distance.c tells the idea. */
#ifndef JF_IR_DISTANCE_H
#define JF_IR_DISTANCE_H

#include "base/dd.h"
#include "ir/ir.h"

/* The value u of an operation as a function of the distance d: u = k + D(d).
 * k is finite.  Where it is u(c), D goes to 0 with d and does not cancel.
 * Where nothing better is known k is 0, and the increment is the value. */
typedef struct jf_pair {
    jf_dd k;
    double err;  /* k is u(c) to within so much; 0: k is exact */
    jf_ref v, d; /* the value, the increment; one and the same if k is 0 */
    bool linear; /* D is a multiple of d: v is no better than k + D */
} jf_pair;

typedef struct jf_distance {
    const jf_ir *in;
    jf_ir *out;
    jf_ir_scalar scalar;
    double *probe; /* the value of each operation of *out very close to c */
    int cap;
    jf_pair *pair;         /* of each operation of *in */
    double c, tail, c_err; /* the point, and what is not known of it */
    int side;
    struct jf_series
        *series; /* of the first nseries operations of *in; or NULL */
    int nseries;
} jf_distance;

/* Appends an operation; those of arithmetic with constants are simplified. */
jf_ref jf_put(jf_distance *w, jf_op op, jf_ref a, jf_ref b, jf_ref c);
jf_ref jf_put_num(jf_distance *w, double k);
jf_ref jf_put_add(jf_distance *w, jf_ref a, jf_ref b);
jf_ref jf_put_sub(jf_distance *w, jf_ref a, jf_ref b);
jf_ref jf_put_mul(jf_distance *w, jf_ref a, jf_ref b);
jf_ref jf_put_div(jf_distance *w, jf_ref a, jf_ref b);
/* From the highest coefficient. */
jf_ref jf_put_poly(jf_distance *w, jf_ref x, int n, const double *coef);
jf_ref jf_put_call(jf_distance *w, jf_op op, jf_ref a);
jf_ref jf_put_scaled(jf_distance *w, double k, jf_ref a); /* k a */
jf_ref jf_put_plus(jf_distance *w, double k, jf_ref a);   /* k + a */
/* The same with anchors that err. */
jf_ref jf_put_anchored(jf_distance *w, jf_dd k, double err, jf_ref a);
jf_ref jf_put_times(jf_distance *w, const jf_pair *b, jf_ref a);

/* The value at the probe distance; 0 if it is not finite. */
double jf_pair_probe(const jf_distance *w, jf_ref r);

/* Makes an anchor of 0 that is not finite, or not larger than its error; then
 * false comes back. */
bool jf_pair_settle(jf_dd *k, double *err);

/* A pair of a settled anchor; d is not looked at if that is 0 or NaN. */
jf_pair jf_pair_make(jf_dd k, double err, jf_ref v, jf_ref d);

/* A constant, exact or known to an ulp; and one of the program. */
jf_pair jf_pair_number(jf_distance *w, double k);
jf_pair jf_pair_constant(jf_distance *w, const jf_ins *ins);

/* Of a value that has no anchor. */
jf_pair jf_pair_lost(jf_ref v);

/* Of a value that is constant but for jumps: its anchor is taken very close to
 * c, and the difference is exact. */
jf_pair jf_pair_step(jf_distance *w, jf_ref v);

bool jf_pair_is_number(const jf_distance *w, jf_pair a);

/* op at the anchors of its operands: by its kernel, and to first order in what
 * these have beyond a double.  Settled; NaN if there is none. */
jf_dd jf_pair_anchor(const jf_distance *w, jf_op op, const jf_pair *u,
                     double *err);

/* near, but far where |u| is below the limit: there u has come so far from its
 * anchor that its value is more accurate than its increment. */
jf_ref jf_pair_unless(jf_distance *w, const jf_pair *u, double limit,
                      jf_ref far, jf_ref near);

/* The integer that k is but for its error, which is small, and `offset`. */
bool jf_pair_is_integer(jf_pair a, double offset, double *n);

/* A rule makes the pair of an operation from those of its operands. */
typedef jf_pair (*jf_pair_rule)(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_apply(jf_distance *w, jf_op op, jf_pair a, jf_pair b,
                      jf_pair c);

/* The pair of operation r of *in, with a series in place of increments that
 * cancel next to c. */
jf_pair jf_pair_expanded(jf_distance *w, int r, jf_pair y);

/* distance_arith.c */
jf_pair jf_pair_neg(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_sum(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_product(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_quotient(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_fused(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_sqrt(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_cbrt(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_hypot(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_power(jf_distance *w, jf_op op, const jf_pair *u);

/* distance_steps.c */
jf_pair jf_pair_abs(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_sign(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_copysign(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_floor(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_trunc(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_rint(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_compare(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_minmax(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_select(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_floordiv(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_mod(jf_distance *w, jf_op op, const jf_pair *u);

/* distance_trig.c */
jf_pair jf_pair_sine(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_tan(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_atan(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_atan2(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_arc(jf_distance *w, jf_op op, const jf_pair *u);

/* distance_exp.c */
jf_pair jf_pair_exp(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_log(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_log1p(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_hyper(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_tanh(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_asinh(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_acosh(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_atanh(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_gamma(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_erfc(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_li(jf_distance *w, jf_op op, const jf_pair *u);
jf_pair jf_pair_elliptic(jf_distance *w, jf_op op, const jf_pair *u);

/* Any operation: its value at the values, the increment by difference. */
jf_pair jf_pair_plain(jf_distance *w, jf_op op, const jf_pair *u);

#endif
