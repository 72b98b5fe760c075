/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/report.h"
#include "base/read.h"
#include "quad/attach.h"
#include "quad/limit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// x to nine digits: enough to find the place, and to read.
static double shortened(double x)
{
    char text[40];

    snprintf(text, sizeof text, "%.8e", x);
    return jf_double_read(text, NULL);
}

jf_message jf_report_message(jf_text_id id, double x)
{
    char text[40];

    jf_double_print(shortened(x), text, sizeof text);
    return jf_message_make(id, text, NULL, NULL);
}

void jf_report_note(jf_result *result, const jf_message *note)
{
    if (result->nnote < JF_NOTE_MAX)
        result->note[result->nnote++] = *note;
}

// In doubt (no memory for a worker's state) the point is blamed alone.
static bool finite_near(const jf_problem *problem, double x)
{
    const jf_integrand *const f = problem->f;
    void *param;

    if (!jf_attach(f, &param))
        return true;
    const jf_limit_site site = {f, param, problem->a, problem->b};
    const bool finite = jf_limit_finite_near(&site, x);
    jf_detach(f, param);
    return finite;
}

void jf_report_undefined(const jf_problem *problem, double x, jf_result *result)
{
    const bool point = finite_near(problem, x);

    result->status = JF_UNDEFINED;
    result->value = (double)NAN;
    result->abserr = HUGE_VAL;
    result->place = x;
    result->cause = jf_report_message(
        point ? JF_TEXT_QUAD_NOT_FINITE : JF_TEXT_QUAD_NOT_REAL, x);
    result->hint = jf_message_make(point ? JF_TEXT_QUAD_HINT_OPEN
                                         : JF_TEXT_QUAD_HINT_RANGE,
                                   NULL, NULL, NULL);
}

bool jf_report_bad(const jf_problem *problem, const jf_grid_sums *sums,
                   jf_result *result)
{
    if (sums->bad < 0)
        return true;
    jf_report_undefined(problem, sums->bad_x, result);
    return false;
}

bool jf_report_value(double value, jf_result *result)
{
    if (isfinite(value)) {
        result->status = JF_FIXED;
        result->value = value;
        return true;
    }
    result->status = JF_UNDEFINED;
    result->cause = jf_message_make(JF_TEXT_QUAD_TOO_LARGE, NULL, NULL, NULL);
    return false;
}

void jf_report_error(double error, jf_result *result)
{
    result->abserr = isnan(error) ? HUGE_VAL : error;
}

bool jf_report_affordable(const jf_problem *problem, int64_t neval,
                          jf_result *result)
{
    const int64_t most = problem->options->max_neval;
    char need[24], allowed[24];

    if (most <= 0 || neval <= most)
        return true;
    snprintf(need, sizeof need, "%lld", (long long)neval);
    snprintf(allowed, sizeof allowed, "%lld", (long long)most);
    result->cause = jf_message_make(JF_TEXT_QUAD_TOO_MANY, need, allowed, NULL);
    result->hint = jf_message_make(JF_TEXT_QUAD_HINT_FEWER, NULL, NULL, NULL);
    return false;
}

void jf_report_stopped(const jf_executor *executor, jf_result *result)
{
    const bool asked = executor->watcher->stop == JF_STOP_ASKED;

    result->status = asked ? JF_INTERRUPTED : JF_UNCONVERGED;
    result->cause = jf_message_make(
        asked ? JF_TEXT_QUAD_STOPPED : JF_TEXT_QUAD_TIMEOUT, NULL, NULL, NULL);
}

void jf_report_part(const jf_problem *problem, double to, double share,
                    jf_result *result)
{
    result->part = (jf_portion){
        .share = share,
        .from = problem->a,
        .to = to,
        .value = result->value,
        .abserr = result->abserr,
    };
    result->value = (double)NAN;
    result->abserr = HUGE_VAL;
}

static void note_limit(const jf_repair *repair, jf_result *result)
{
    char x[40], limit[40];

    jf_double_print(repair->x, x, sizeof x);
    const bool zero = fabs(repair->limit) <= repair->error;
    const double shown = zero ? 0 : shortened(repair->limit);
    jf_double_print(shown, limit, sizeof limit);
    const jf_message note =
        jf_message_make(JF_TEXT_QUAD_LIMIT_TAKEN, x, limit, NULL);
    jf_report_note(result, &note);
}

void jf_report_repairs(const jf_grid_sums *sums, jf_result *result)
{
    enum { SHOWN = 3 };

    for (int i = 0; i < sums->nrepair && i < SHOWN; i++)
        note_limit(&sums->repair[i], result);
    if (sums->nrepair > SHOWN) {
        const jf_message more = jf_report_message(
            JF_TEXT_QUAD_LIMITS_MORE, (double)(sums->nrepair - SHOWN));
        jf_report_note(result, &more);
    }
}
