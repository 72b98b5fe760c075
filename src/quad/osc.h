/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integration of what oscillates: osc.c, the method; oscline.c, a wave on its
 * way to an end; oscpiece.c, half periods; osctail.c, infinitely many;
 * oscfinite.c, a finite range; filon.c, one with no end of half periods. */
#ifndef JF_QUAD_OSC_H
#define JF_QUAD_OSC_H

#include "base/sight.h"
#include "quad/method.h"

/* The way to an end of the range, infinite or not, in a variable u > 0 that
 * goes to infinity: x = side u, or x = end - side/u. */
typedef struct jf_osc_line {
    double end;
    int side; /* 1: x increases with u */
} jf_osc_line;

double jf_osc_place(const jf_osc_line *line, double u);

/* Writes n places.  x and u may be the same array. */
void jf_osc_places(const jf_osc_line *line, size_t n, const double *u,
                   double *x);

/* A function with one thread's parameter. */
typedef struct jf_osc_function {
    const jf_integrand *f;
    void *param;
} jf_osc_function;

/* --- oscline.c --- */

typedef enum jf_osc_fate {
    JF_OSC_UNKNOWN,
    JF_OSC_DIES, /* half periods become as small as one likes */
    JF_OSC_LASTS /* they do not */
} jf_osc_fate;

/* What a wave does from u = from on. */
typedef struct jf_osc_course {
    bool oscillates; /* more and more half periods towards the end */
    int direction;   /* of the phase: 1 or -1 */
    double monotone; /* from this u on the phase is monotonic */
    double calm;     /* and from this one on half periods only get smaller */
    jf_osc_fate fate;
} jf_osc_course;

/* JF_OK or JF_NOMEM; *neval grows by the evaluations made. */
jf_status jf_osc_survey(const jf_wave *wave, const jf_osc_line *line,
                        double from, jf_osc_course *course, int64_t *neval);

/* Whether a wave of f oscillates for ever towards a finite end of the range,
 * where its phase is infinite: sin(1/x) at 0.  JF_OK or JF_NOMEM. */
jf_status jf_osc_endless(const jf_problem *problem, bool *endless);

/* Whether f turns so often on a finite range, at a constant rate, that filon.c
 * is for it.  JF_OK or JF_NOMEM. */
jf_status jf_osc_rapid(const jf_problem *problem, bool *rapid);

/* Zeros of cos(g - quarter pi/2), one after the other: u[0 .. n), ascending,
 * beyond `from` or, for index > 0, beyond the last one found, whose u is
 * `from`.  `first` is the number of the first zero: cut number 0 is
 * jf_osc_first().  JF_OK, JF_NOMEM, or JF_USAGE: cannot be found. */
double jf_osc_first(const jf_wave *wave, const jf_osc_course *course,
                    double phase);
jf_status jf_osc_cuts(const jf_wave *wave, const jf_osc_line *line,
                      const jf_osc_course *course, double from, double first,
                      int64_t n, double *u, int64_t *neval);

/* The phase at a place. */
double jf_osc_phase(const jf_osc_function *phase, double x);

/* Whether the phase is infinite at x, finite.  JF_OK or JF_NOMEM. */
jf_status jf_osc_is_endless(const jf_wave *wave, double x, bool *endless);

/* --- oscpiece.c --- */

typedef struct jf_osc_piece {
    double a, b; /* a < b */
    double value, abs, error, noise;
    int64_t neval;
    double bad_x;
    bool bad; /* no value at bad_x */
} jf_osc_piece;

/* Fills the pieces' values, whose a and b are set; none is cut into more than
 * `most` panels.  *threads grows. */
enum { JF_OSC_POINTS = 21, JF_OSC_PANELS = 64 };
typedef struct jf_osc_work {
    const jf_integrand *f;
    jf_executor *executor;
    int most; /* a power of 2, at most JF_OSC_PANELS */
} jf_osc_work;
jf_status jf_osc_evaluate(const jf_osc_work *work, int64_t n,
                          jf_osc_piece *piece, int *threads);

/* --- osctail.c --- */

/* Where to start an extrapolation, and how many pieces it takes. */
enum { JF_OSC_WINDOW = 40 };

typedef struct jf_osc_sum {
    double value, error; /* error without noise */
    int64_t used;        /* pieces that it is made of */
} jf_osc_sum;

/* The sum of infinitely many pieces of which n are given, with the start of
 * the extrapolation at least `calm`; error HUGE_VAL: too few. */
jf_osc_sum jf_osc_extrapolate(int64_t n, const jf_osc_piece *piece,
                              int64_t calm);

/* --- oscfinite.c --- */

/* What has been added up: pieces of the range, and their errors. */
typedef struct jf_osc_total {
    const jf_problem *problem;
    jf_executor *executor;
    int nwave;
    jf_wave *wave;
    double value, rest; /* a double-double */
    double abs, error;
    double noise2; /* the sum of squares of noises */
    double floor;  /* of the errors of parts that other methods could do */
    int64_t neval, max_neval, panels;
    int threads;
    bool spent;       /* out of evaluations: something is missing */
    bool stuck;       /* a wave could not be followed */
    int64_t slow;     /* so many half periods do not settle, or 0 */
    bool lasts;       /* a wave does not die away ... */
    bool linear;      /* whose phase is linear */
    bool unsure;      /* or perhaps does not, or another one makes up for it */
    double place;     /* where that is */
    jf_result failed; /* of the part that has no value; status JF_OK: none */
} jf_osc_total;

/* --- filon.c --- */

/* Whether all waves have a constant rate and a smooth amplitude, as far as is
 * known, so that jf_filon() can add the integral from a to b to the total,
 * whatever the rate; no mark is inside.  JF_OK, JF_NOMEM. */
bool jf_filon_is_fit(const jf_osc_total *total, double a, double b);
jf_status jf_filon(jf_osc_total *total, double a, double b);

/* --- oscfinite.c --- */

/* Whether somebody wants the job to end: what was added since is of no use. */
bool jf_osc_stopped(const jf_osc_total *total);

/* How to evaluate n pieces within what is left of the evaluations. */
jf_osc_work jf_osc_allow(const jf_osc_total *total, const jf_integrand *f,
                         int64_t n);

void jf_osc_add(jf_osc_total *total, double value, double error);
void jf_osc_add_piece(jf_osc_total *total, const jf_osc_piece *piece);

/* Adds the integral of f over [a, b] by the methods for what does not
 * oscillate.  b or a may be infinite.  JF_OK, or a failure. */
jf_status jf_osc_plain(jf_osc_total *total, const jf_integrand *f, double a,
                       double b);

/* The same, finite, of the integrand itself, however often it oscillates. */
jf_status jf_osc_finite(jf_osc_total *total, double a, double b);

/* --- oscend.c --- */

/* A wave on its way to an end: zeros u[0 .. n], and the pieces between them, of
 * which the first belong to the finite range. */
typedef struct jf_osc_tail {
    const jf_wave *wave;
    const jf_integrand *f;
    jf_osc_course course;
    double first; /* phase at u[0] */
    double *u;
    jf_osc_piece *piece;
    int64_t n, cap, skip;
    jf_osc_sum sum;
} jf_osc_tail;

/* {0} before it is opened; owns its tails, one for each wave. */
typedef struct jf_osc_end {
    jf_osc_line line;
    bool open;    /* something oscillates for ever, or it is infinite */
    double from;  /* u to begin at */
    double start; /* u where the tails begin */
    jf_osc_tail *tail;
} jf_osc_end;

/* Looks where the tails begin: *x is the end, and then that place.  `other` is
 * the other side of what is left of the range. */
jf_status jf_osc_end_open(jf_osc_total *total, jf_osc_end *end, int side,
                          double other, double *x);

/* Adds what is no wave, and makes the first estimates of the others. */
jf_status jf_osc_end_begin(jf_osc_total *total, jf_osc_end *end);

/* The sum of the estimates. */
double jf_osc_end_sum(const jf_osc_total *total, const jf_osc_end *end);

/* Makes each of them better than target, if that can be, and adds them. */
jf_status jf_osc_end_finish(jf_osc_total *total, jf_osc_end *end,
                            double target);

void jf_osc_end_clear(const jf_osc_total *total, jf_osc_end *end);

#endif
