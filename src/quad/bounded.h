/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Kronrod panels, each with a bound of the error that the rule makes:
 * bounded.c refines them, octaves.c lays them out. */
#ifndef JF_QUAD_BOUNDED_H
#define JF_QUAD_BOUNDED_H

#include "base/sight.h"
#include "quad/gk.h"

/* Between the breakpoints of the problem; f answers `taylor`.  JF_USAGE: there
 * is no bound for every panel, or it takes too many; result->neval tells what
 * that cost. */
extern const jf_method jf_method_bounded;

/* f as a function of the distance from a point. */
typedef struct jf_site {
    jf_view view;
    jf_problem problem; /* of the view */
    jf_gk_worker worker;
    double tail;  /* the point lies so far beyond a double, */
    double doubt; /* and so far rounded numbers may move it */
} jf_site;

/* Octaves of the distance, [2^-k d, 2^(1-k) d] or [2^k d, 2^(k+1) d], towards a
 * singular end or infinity. */
typedef struct jf_chain {
    double to, beside;       /* where they go; and a place on the way */
    jf_site *site;           /* NULL: in x */
    double last;             /* where the last octave ends, in x or distance */
    int n;                   /* octaves ... */
    int nrough;              /* ... and those that a bound says nothing of */
    double remainder, doubt; /* of what lies beyond the last one */
    bool steady;             /* the doubt is rounding */
    bool emerging;           /* a slower law, from below a faster one */
    bool open;               /* de.c has to tell what lies beyond */
    jf_gk_panel end;         /* ends.c: what is next to `to`, its gap, shift */
} jf_chain;

typedef struct jf_bounded_panel {
    jf_gk_panel gk;    /* in x, or in the distance from a site */
    jf_site *site;     /* NULL: in x */
    int chain, octave; /* -1: none */
    double bound, rounding;
    int depth, extra; /* halvings in all, and for the sake of noise */
} jf_bounded_panel;

enum { JF_BOUNDED_FEW = 8, JF_BOUNDED_MOST = 1 << 15, JF_SITES = 16 };

typedef struct jf_bounded {
    const jf_problem *problem;
    jf_executor *executor;
    jf_site plain; /* f itself; without a view */
    jf_site site[JF_SITES];
    jf_chain chain[JF_SITES];
    int nsite, nchain;
    jf_bounded_panel few[JF_BOUNDED_FEW];
    jf_bounded_panel *panel; /* few, or on the heap */
    int n, room;
    bool many;    /* panels: it was asked whether there are waves */
    bool known;   /* bounds tell of all of it */
    double width; /* of all panels */
    double value, abs, bound, rounding, error, tolerance;
    int64_t neval;
} jf_bounded;

/* --- bounded.c --- */

/* Adds a panel, and evaluates it if there is a bound for it. */
jf_status jf_bounded_add(jf_bounded *s, const jf_bounded_panel *panel);

/* Whether f is known to be smooth on [a, b] (between: no mark is inside); and,
 * of a short one between marks, to be nearly a polynomial but for some units in
 * the last place at the ends. */
bool jf_bounded_is_smooth(const jf_problem *problem, double a, double b,
                          bool between);
bool jf_bounded_is_tame(const jf_problem *problem, double a, double b);

/* --- site.c --- */

/* f by the distance from c, or from where it is singular next to c; the site is
 * one of those of `s`.  JF_OK; JF_NOMEM; JF_USAGE: it is not to be had. */
jf_status jf_site_open(jf_bounded *s, double c, int side, jf_site **site);

/* --- ends.c --- */

/* Fills the gaps of panels and of the ends of chains.  False: no memory. */
bool jf_bounded_judge_ends(jf_bounded *s);

/* --- octaves.c --- */

/* Lays panels over the whole range.  JF_USAGE: it cannot be done. */
jf_status jf_bounded_lay(jf_bounded *s);

/* Finds what lies beyond the chains; *known: by bounds, all of it.  JF_USAGE:
 * it follows no law. */
jf_status jf_bounded_finish(jf_bounded *s, bool *known);

#endif
