/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of an adaptive Gauss-Kronrod integration, shared by gk.c, which
 * refines it, and scan.c, which looks between its abscissae. */
#ifndef JF_QUAD_GK_H
#define JF_QUAD_GK_H

#include "base/exact.h"
#include "quad/method.h"

typedef struct jf_gk_panel {
    double a, b;
    double value, error, abs; /* integral of f, |K - G|, integral of |f| */
    double bad_x;             /* an abscissa that had no value */
    bool bad;                 /* and no limit: there is no estimate */
    bool mended;              /* but a limit */
    bool scanned;             /* scan.c has looked at it ... */
    bool unseen;              /* ... and found what the rule did not see */
} jf_gk_panel;

struct jf_gk_worker;

typedef struct jf_gk_state {
    const jf_problem *problem;
    jf_executor *executor;
    jf_gk_panel *panel;
    int64_t npanel;
    jf_gk_panel **work; /* the panels that this round is about */
    int64_t nwork;
    jf_status (*do_panel)(struct jf_gk_worker *, jf_gk_panel *);
    double value, error, abs, tolerance;
    int64_t neval, max_neval;
    int threads;
    bool stuck, spent; /* nothing left to halve; out of budget */
} jf_gk_state;

typedef struct jf_gk_worker {
    jf_gk_state *state;
    const jf_problem *problem;
    void *param; /* of the integrand, for this thread */
} jf_gk_worker;

/* The 21 abscissae of a panel, ascending. */
void jf_gk_abscissae(const jf_gk_panel *panel, double *x);

/* do_panel for each panel in state->work, by the executor; neval evaluations
 * in all. */
jf_status jf_gk_for_each(jf_gk_state *state,
                         jf_status (*do_panel)(jf_gk_worker *, jf_gk_panel *),
                         int64_t neval);

/* Replaces each panel in state->work by its halves, and evaluates them.  False
 * when the budget does not allow it (state->spent), or on a bad *status. */
bool jf_gk_halve_all(jf_gk_state *state, jf_status *status);

#endif
