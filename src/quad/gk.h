/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of an adaptive Gauss-Kronrod integration, shared by gk.c, which
 * refines it, panel.c, which judges a panel, and scan.c, which looks between
 * the abscissae. */
#ifndef JF_QUAD_GK_H
#define JF_QUAD_GK_H

#include "base/exact.h"
#include "quad/method.h"

typedef struct jf_gk_panel {
    double a, b;
    bool broken[2];      /* whether a, b are known breakpoints */
    double value, abs;   /* integrals of f and of |f| */
    double raw;          /* the error as the rules see it */
    double ripple;       /* what f has beyond a polynomial of degree 19 */
    double error;        /* and as it is believed, roundoff included */
    double gap;          /* error of what lies between the outer abscissae of
                          * this panel and of its neighbours */
    double shift;        /* of the value, by the jump at b: jumps.c */
    double noise;        /* effect of rounded abscissae */
    double end[2];       /* the interpolating polynomial at a and at b */
    double parent_value; /* value and raw of the panel that was halved */
    double parent_raw;   /* HUGE_VAL: it had none */
    int vain;            /* how often in a row halving changed nothing */
    double bad_x;        /* an abscissa that had no value */
    bool bad;            /* and no limit: there is no estimate */
    bool pole;           /* no value at bad_x, which is no abscissa of ours */
    bool scanned;        /* scan.c has looked at it ... */
    bool unseen;         /* ... and found what the rule did not see */
} jf_gk_panel;

struct jf_gk_worker;

/* The panels of a round are evaluated in chunks. */
enum {
    JF_GK_PANELS_MAX = 1 << 18,
    JF_GK_CHUNK = 64,
    JF_GK_CHUNKS_MAX = 2 * JF_GK_PANELS_MAX / JF_GK_CHUNK
};

typedef struct jf_gk_state {
    const jf_problem *problem;
    jf_executor *executor;
    jf_gk_panel *panel;
    int64_t npanel;
    jf_gk_panel **work;  /* the panels that this round is about */
    jf_gk_panel *before; /* what they were before they were halved */
    int64_t nwork;
    int64_t room;                /* for so many of each */
    bool done[JF_GK_CHUNKS_MAX]; /* chunks of work, by this process */
    jf_status (*do_panel)(struct jf_gk_worker *, jf_gk_panel *);
    double value, error, abs, tolerance;
    int64_t neval, max_neval;
    int threads;
    bool spent;   /* out of budget */
    bool stopped; /* before the work was done */
} jf_gk_state;

typedef struct jf_gk_worker {
    jf_gk_state *state;
    const jf_problem *problem;
    void *param; /* of the integrand, for this thread */
} jf_gk_worker;

/* --- jumps.c --- */

/* For n panels, ascending, whose gaps are judged: moves jumps at breakpoints to
 * where they are, next to the double that they are known by.  JF_OK or
 * JF_NOMEM. */
jf_status jf_gk_place_jumps(const jf_problem *problem,
                            jf_gk_panel *const *panel, int64_t n);

/* --- panel.c --- */

/* f at the 21 abscissae x of a panel, ascending, limits in the place of values
 * that are not finite; *error is that of the limits.  *bad: one has none. */
jf_status jf_gk_values(const jf_gk_worker *worker, jf_gk_panel *panel,
                       double *x, double *y, double *error, bool *bad);

/* Fills the estimate of a panel. */
jf_status jf_gk_evaluate(jf_gk_worker *worker, jf_gk_panel *panel);

/* Corrects the errors of two halves by what halving changed. */
void jf_gk_judge(jf_gk_panel *left, jf_gk_panel *right);

/* Sets the gaps of n panels that stand in ascending order. */
void jf_gk_judge_gaps(jf_gk_panel *const *panel, int64_t n);

/* Whether the halves of a panel could tell their abscissae apart. */
bool jf_gk_wide(const jf_gk_panel *panel);

/* --- gkcarry.c --- */

/* How the panels of a round are carried to other processes. */
extern const jf_carry jf_gk_carry;

/* --- gk.c --- */

/* Room for npanel panels and as many in work.  Panels may move, and work with
 * them; what `before` holds is lost.  False: no memory, and no panels. */
bool jf_gk_reserve(jf_gk_state *state, int64_t npanel);

/* do_panel for each panel in state->work, by the executor; neval evaluations
 * in all.  When state->stopped is set some of them have not been done. */
jf_status jf_gk_for_each(jf_gk_state *state,
                         jf_status (*do_panel)(jf_gk_worker *, jf_gk_panel *),
                         int64_t neval);

/* Replaces each panel in state->work by its halves, and evaluates them.  False
 * when the budget does not allow it (state->spent), on a stop (the panels are
 * whole again), or on a bad *status. */
bool jf_gk_halve_all(jf_gk_state *state, jf_status *status);

/* --- gkkeep.c --- */

/* Saves the panels, as they are where a round begins, and the evaluations that
 * were made until then. */
void jf_gk_keep(jf_gk_state *state, int64_t neval);

/* True if panels of an earlier run have been read, and refining may go on. */
bool jf_gk_resume(jf_gk_state *state);

#endif
