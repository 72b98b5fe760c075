/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_PROBLEM_H
#define JF_CLI_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/job.h"
#include "cli/options.h"
#include "cli/ui.h"

/* A job understood: everything parsed, every name with its meaning. */
typedef struct jf_problem {
    const jf_job *job;
    jf_expr *integrand, *limit[2];
    jf_expr *name[JF_PARAM_MAX + 1]; /* of parameters; the variable's last */
    jf_expr *value[JF_PARAM_MAX];
    int nbinding;
    jf_binding binding[JF_PARAM_MAX];
    const char *variable; /* NULL: nothing to integrate, a plain value */
    double a, b;
    int npoint;
    jf_expr *breakpoint[JF_POINT_MAX];
    double point[JF_POINT_MAX];
    jf_source at; /* of the request's breakpoints */
} jf_problem;

/* What jf_problem_init is to do without limits. */
typedef enum jf_need {
    JF_NEED_LIMITS, /* ask for them (JF_PART_LOWER, _UPPER, missing), unless
                     * there is no free name either */
    JF_NEED_NONE    /* never mind */
} jf_need;

/* Understands a job, which must outlive the problem.  On a failure *failure
 * tells which part to ask for again; the problem is then empty, but must stay
 * where it is as long as the failure is looked at. */
jf_status jf_problem_init(jf_problem *problem, const jf_job *job,
                          const jf_request *request, jf_need need,
                          jf_failure *failure);
void jf_problem_clear(jf_problem *problem);

/* The value of one more expression, with the problem's parameters. */
jf_status jf_problem_value(const jf_problem *problem, const jf_request *request,
                           jf_piece piece, double *value, jf_failure *failure);

/* A number of panels from a piece, 0 for none ("auto", "自动", empty). */
jf_status jf_problem_panels(jf_piece piece, int64_t *panels,
                            jf_failure *failure);

/* What came of a problem. */
typedef struct jf_answer {
    const jf_problem *problem;
    jf_options options; /* as they were used */
    jf_result result;
    jf_explanation explanation; /* empty, unless the request wants it */
    double seconds;
} jf_answer;

/* Computes, showing how far it is; Ctrl-C stops it.  panels > 0 wins over the
 * request.  A refusal (JF_USAGE) or another failure is in *failure. */
jf_status jf_problem_solve(const jf_problem *problem, const jf_ui *ui,
                           int64_t panels, jf_answer *answer,
                           jf_failure *failure);

#endif
