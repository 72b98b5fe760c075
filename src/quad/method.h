/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface of all methods, and their list: registry.c. */
#ifndef JF_QUAD_METHOD_H
#define JF_QUAD_METHOD_H

#include <stdbool.h>

#include "quad/executor.h"

#include <jifen/integrate.h>

/* a < b, finite unless the method takes infinite ranges; the caller has dealt
 * with everything else.  point: the breakpoints, ascending, all different,
 * a < point < b. */
typedef struct jf_problem {
    const jf_integrand *f;
    double a, b;
    const double *point;
    size_t npoint;
    const jf_options *options;
} jf_problem;

typedef struct jf_method {
    const char *name;   /* what people type: "simpson" */
    const char *report; /* what is reported: "simpson", "gk21" */
    bool fixed;         /* wants a number of panels */
    bool infinite;      /* takes infinite ranges */
    bool kept;          /* can be continued; a fixed one always */
    jf_text_id help;
    int64_t max_panels; /* of a fixed method */
    const void *data;   /* what tells it from others of its family */
    /* Fills *result (initialised by the caller: NaN, HUGE_VAL).  Returns JF_OK
     * when there is an outcome in result->status. */
    jf_status (*run)(const struct jf_method *method, const jf_problem *problem,
                     jf_executor *executor, jf_result *result);
} jf_method;

/* NULL beyond the last. */
const jf_method *jf_method_at(size_t i);
/* NULL if there is none of that name. */
const jf_method *jf_method_find(const char *name);
/* The static name of which `name` is a copy, among those that are reported;
 * NULL if it is none. */
const char *jf_method_report_find(const char *name);

extern const jf_method jf_method_simpson, jf_method_trapezoid,
    jf_method_midpoint, jf_method_boole, jf_method_gauss, jf_method_gk,
    jf_method_de, jf_method_osc, jf_method_ooura, jf_method_periodic,
    jf_method_auto;

#endif
