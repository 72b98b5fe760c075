/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "cli/checkpoint.h"
#include "cli/console.h"
#include "cli/problem.h"
#include "cli/progress.h"

enum { THREAD_MAX = 4096 };

static const jf_piece nowhere;

static jf_options options_of(const jf_ui *ui, int64_t panels)
{
    const jf_request *const request = ui->request;
    jf_options options;

    jf_options_init(&options);
    options.method = request->method;
    options.panels = panels > 0 ? panels : request->panels;
    options.threads =
        request->threads > THREAD_MAX ? THREAD_MAX : (int)request->threads;
    options.max_neval = request->max_neval;
    options.timeout = request->timeout;
    options.principal = request->principal;
    options.native = !request->interpreted;
    options.ranks = ui->ranks;
    if (request->rtol >= 0)
        options.rtol = request->rtol;
    if (request->atol >= 0)
        options.atol = request->atol;
    return options;
}

static jf_status fail_at(jf_failure *failure, const jf_diag *diag)
{
    jf_failure_set(failure, diag->status, JF_PART_OTHER, nowhere,
                   diag->problem);
    failure->diag.hint = diag->hint;
    return diag->status;
}

// No limits and no name without a value: a plain value.
static jf_status calculate(const jf_problem *problem, jf_answer *answer,
                           jf_failure *failure)
{
    jf_result *const result = &answer->result;
    jf_diag diag;
    const jf_status status =
        jf_expr_value(problem->integrand, (size_t)problem->nbinding,
                      problem->binding, &result->value, &diag);

    if (status != JF_OK)
        return fail_at(failure, &diag);
    result->status = isfinite(result->value) ? JF_OK : JF_UNDEFINED;
    result->abserr = HUGE_VAL;
    if (isnan(result->value))
        result->cause =
            jf_message_make(JF_TEXT_CLI_NO_REAL_VALUE, NULL, NULL, NULL);
    result->place = (double)NAN;
    result->neval = result->threads = 1;
    return JF_OK;
}

// Kept in a checkpoint, if there is one.
static jf_status compute(const jf_problem *problem, const jf_integrand *f,
                         jf_view *view, jf_options *options, jf_result *result,
                         jf_failure *failure)
{
    jf_checkpoint *const c = view->ui->checkpoint;
    jf_status status =
        c ? jf_checkpoint_begin(c, problem, view, options, failure) : JF_OK;

    if (status != JF_OK)
        return status;
    status = jf_integrate(f, problem->a, problem->b, options, result);
    if (c)
        jf_checkpoint_end(c, result);
    if (status != JF_OK) {
        jf_failure_set(failure, status, JF_PART_OTHER, nowhere, result->cause);
        failure->diag.hint = result->hint;
    }
    return status;
}

static jf_status integrate(const jf_problem *problem, const jf_ui *ui,
                           jf_answer *answer, jf_failure *failure)
{
    jf_options options = answer->options;
    jf_view view;
    jf_program *program;
    jf_diag diag;
    jf_status status = jf_expr_compile(problem->integrand, problem->variable,
                                       (size_t)problem->nbinding,
                                       problem->binding, &program, &diag);

    if (status != JF_OK)
        return fail_at(failure, &diag);
    const jf_integrand f = jf_program_integrand(program);
    options.point = problem->point;
    options.npoint = (size_t)problem->npoint;
    if (ui->request->explain || ui->request->verbose > 0)
        options.explain = &answer->explanation;
    jf_view_begin(&view, ui, &options);
    status = compute(problem, &f, &view, &options, &answer->result, failure);
    jf_view_end(&view);
    jf_program_free(program);
    return status;
}

jf_status jf_problem_solve(const jf_problem *problem, const jf_ui *ui,
                           int64_t panels, jf_answer *answer,
                           jf_failure *failure)
{
    const double start = jf_console_seconds();

    *answer =
        (jf_answer){.problem = problem, .options = options_of(ui, panels)};
    const jf_status status = problem->variable
                                 ? integrate(problem, ui, answer, failure)
                                 : calculate(problem, answer, failure);
    answer->seconds = jf_console_seconds() - start;
    return status;
}
