/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jf_integrate: check, choose the method, call it. */
#include "api/kept.h"
#include "base/cpu.h"
#include "quad/explain.h"
#include "quad/method.h"
#include "quad/points.h"
#include "run/run.h"
#include "run/watch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void jf_options_init(jf_options *options)
{
    *options = (jf_options){.rtol = 1e-12, .native = 1};
}

static jf_message plain(jf_text_id id)
{
    return jf_message_make(id, NULL, NULL, NULL);
}

static jf_status refuse(jf_result *result, jf_message cause, jf_message hint)
{
    result->cause = cause;
    result->hint = hint;
    return JF_USAGE;
}

// "simpson, trapezoid, ..."
static void list_methods(char *text, size_t size)
{
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; jf_method_at(i) && n < size; i++)
        n += (size_t)snprintf(text + n, size - n, "%s%s", i ? ", " : "",
                              jf_method_at(i)->name);
}

static jf_status find_method(const jf_options *o, const jf_method **method,
                             jf_result *result)
{
    char list[JF_ARG_MAX];
    const char *const name = o->method   ? o->method
                             : o->panels ? "simpson"
                                         : "auto";

    *method = jf_method_find(name);
    if (*method)
        return JF_OK;
    list_methods(list, sizeof list);
    return refuse(
        result, jf_message_make(JF_TEXT_QUAD_UNKNOWN_METHOD, name, NULL, NULL),
        jf_message_make(JF_TEXT_QUAD_HINT_METHODS, list, NULL, NULL));
}

static jf_status check_panels(const jf_method *m, const jf_options *o,
                              jf_result *result)
{
    char most[24];
    const jf_message none = plain(JF_TEXT_NONE);

    if (!m->fixed)
        return o->panels == 0 ? JF_OK
                              : refuse(result,
                                       jf_message_make(JF_TEXT_QUAD_NO_PANELS,
                                                       m->name, NULL, NULL),
                                       none);
    if (o->panels == 0)
        return refuse(
            result,
            jf_message_make(JF_TEXT_QUAD_NEEDS_PANELS, m->name, NULL, NULL),
            none);
    if (o->panels > 0 && o->panels <= m->max_panels)
        return JF_OK;
    snprintf(most, sizeof most, "%lld", (long long)m->max_panels);
    return refuse(result,
                  jf_message_make(JF_TEXT_QUAD_PANELS_RANGE, most, NULL, NULL),
                  none);
}

static jf_status check_limits(const jf_method *m, double a, double b,
                              jf_result *result)
{
    if (isnan(a) || isnan(b))
        return refuse(result, plain(JF_TEXT_QUAD_LIMIT_NAN),
                      plain(JF_TEXT_NONE));
    if (m->infinite || (isfinite(a) && isfinite(b)))
        return JF_OK;
    if (m->fixed)
        return refuse(result, plain(JF_TEXT_QUAD_INFINITE_FIXED),
                      plain(JF_TEXT_QUAD_HINT_FINITE));
    return refuse(
        result, jf_message_make(JF_TEXT_QUAD_INFINITE_GK, m->name, NULL, NULL),
        plain(JF_TEXT_QUAD_HINT_DE));
}

static jf_status check_principal(const jf_method *m, const jf_options *o,
                                 jf_result *result)
{
    if (!o->principal || m == &jf_method_auto)
        return JF_OK;
    return refuse(result, plain(JF_TEXT_QUAD_PV_METHOD),
                  plain(JF_TEXT_QUAD_HINT_PV_METHOD));
}

static jf_status check_points(const jf_method *m, const jf_options *o,
                              jf_result *result)
{
    char most[24];

    if (m->fixed && o->npoint > 0)
        return refuse(result, plain(JF_TEXT_QUAD_FIXED_POINTS),
                      plain(JF_TEXT_QUAD_HINT_FIXED_POINTS));
    if (o->npoint <= JF_POINTS_MAX)
        return JF_OK;
    snprintf(most, sizeof most, "%d", JF_POINTS_MAX);
    return refuse(result,
                  jf_message_make(JF_TEXT_QUAD_POINTS_MAX, most, NULL, NULL),
                  plain(JF_TEXT_NONE));
}

// From a to a: 0, whatever the integrand.
static jf_status empty_range(const jf_method *m, jf_result *result)
{
    result->status = m->fixed ? JF_FIXED : JF_CONVERGED;
    result->value = 0;
    result->abserr = 0;
    result->threads = 1;
    return JF_OK;
}

// The limits stood the other way round.
static void reverse(jf_result *result)
{
    const jf_portion part = result->part;

    result->value = -result->value;
    result->part.from = part.to;
    result->part.to = part.from;
    result->part.value = -part.value;
}

// The breakpoints of options within (a, b), in order and each once, go to
// point; returns how many there are.
static size_t select_points(const jf_options *o, double a, double b,
                            double *point)
{
    size_t n = 0;

    for (size_t i = 0; i < o->npoint; i++)
        if (o->point[i] > a && o->point[i] < b)
            point[n++] = o->point[i];
    return jf_points_sort(point, n);
}

// What no method tells.
static void explain(const jf_problem *problem, const jf_result *result)
{
    if (result->status == JF_CONVERGED && result->trust <= JF_TRUST_ESTIMATED)
        jf_explain_step(problem, JF_STEP_CHECK, JF_TEXT_EXPLAIN_ESTIMATED, NULL,
                        NULL);
    jf_explain_lone_piece(problem, result);
}

static jf_status integrate(const jf_method *m, const jf_integrand *f, double a,
                           double b, jf_executor *executor, jf_result *result)
{
    const jf_options *const o = executor->watcher->options;
    jf_problem problem = {.f = f, .a = fmin(a, b), .b = fmax(a, b)};
    double *const point = calloc(o->npoint + 1, sizeof *point);

    if (!point)
        return JF_NOMEM;
    problem.options = o;
    problem.point = point;
    problem.npoint = select_points(o, problem.a, problem.b, point);
    if (m != &jf_method_auto)
        jf_explain_step(&problem, JF_STEP_METHOD, JF_TEXT_EXPLAIN_ASKED,
                        m->name, NULL);
    const jf_status status = m->run(m, &problem, executor, result);
    if (status == JF_OK)
        explain(&problem, result);
    free(point);
    if (a > b)
        reverse(result);
    jf_explain_finish(o->explain, a > b);
    return status;
}

// Continues what was saved, if anything, and saves it again.
static jf_status continue_it(const jf_method *m, const jf_integrand *f,
                             double a, double b, jf_executor *executor,
                             jf_result *result)
{
    jf_keeper keeper;
    bool done;
    jf_status status =
        jf_kept_open(&keeper, executor->watcher, m, a, b, result, &done);

    if (status == JF_OK && !done) {
        executor->keeper = m->fixed || m->kept ? &keeper : NULL;
        status = a == b ? empty_range(m, result)
                        : integrate(m, f, a, b, executor, result);
        status = jf_kept_end(&keeper, status, result);
    }
    jf_kept_close(&keeper);
    return status;
}

static jf_status run(const jf_method *m, const jf_integrand *f, double a,
                     double b, const jf_options *o, jf_result *result)
{
    const int n = o->threads > 0 ? o->threads
                  : o->ranks     ? jf_ranks_cores(o->ranks)
                                 : 0; // by cores
    jf_ranks_executor self = {o->ranks, n};
    jf_executor executor = o->ranks ? jf_run_ranks(&self) : jf_run_threads(n);
    jf_watcher watcher;

    jf_watch_begin(&watcher, o);
    executor.watcher = &watcher;
    const jf_status status = continue_it(m, f, a, b, &executor, result);
    if (!o->ranks || status == JF_OK)
        return status;
    if (status == JF_NOMEM) // others may wait for this one
        jf_ranks_abort(o->ranks, status);
    return jf_ranks_astray(o->ranks) ? refuse(result, plain(JF_TEXT_RUN_ASTRAY),
                                              plain(JF_TEXT_RUN_HINT_ASTRAY))
                                     : status;
}

jf_status jf_integrate(const jf_integrand *f, double a, double b,
                       const jf_options *options, jf_result *result)
{
    const jf_method *method;
    jf_options defaults;

    *result = (jf_result){
        .status = JF_USAGE,
        .value = (double)NAN,
        .abserr = HUGE_VAL,
        .magnitude = (double)NAN,
        .method = "",
        .place = (double)NAN,
    };
    if (!options) {
        jf_options_init(&defaults);
        options = &defaults;
    }
    jf_explain_clear(options->explain);
    jf_status status = find_method(options, &method, result);
    if (status == JF_OK) {
        result->method = method->report;
        status = check_panels(method, options, result);
    }
    if (status == JF_OK)
        status = check_limits(method, a, b, result);
    if (status == JF_OK)
        status = check_points(method, options, result);
    if (status == JF_OK)
        status = check_principal(method, options, result);
    if (status == JF_OK)
        status = run(method, f, a, b, options, result);
    if (status != JF_OK)
        result->status = status;
    if (result->status == JF_CONVERGED && result->trust == JF_TRUST_NONE)
        result->trust = JF_TRUST_ESTIMATED;
    if (result->status != JF_CONVERGED)
        result->trust = JF_TRUST_NONE;
    return status;
}

const char *jf_trust_name(jf_trust trust)
{
    static const char *const names[] = {"", "estimated", "verified", "proved"};

    return names[trust];
}

const char *jf_method_name(size_t i)
{
    const jf_method *const method = jf_method_at(i);

    return method ? method->name : NULL;
}

const char *jf_method_help(size_t i, jf_lang lang)
{
    const jf_method *const method = jf_method_at(i);

    return method ? jf_text(method->help, lang) : NULL;
}

int jf_core_count(void)
{
    return jf_cpu_cores();
}

const char *jf_isa_name(void)
{
    return jf_cpu_isa_text(jf_cpu_isa());
}
