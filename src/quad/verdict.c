/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a double-exponential integration found, in words. */
#include "base/sight.h"
#include "quad/explain.h"
#include "quad/pieces.h"
#include "quad/report.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

// "^x" to three decimals; nothing where x is 1.
static void exponent_text(double x, char *text, size_t size)
{
    const double rounded = floor(x * 1000 + 0.5) / 1000;

    text[0] = '\0';
    if (rounded != 1) { // exact: it has been rounded
        text[0] = '^';
        jf_double_print(rounded, text + 1, size - 1);
    }
}

jf_message jf_pieces_behaviour(const jf_tail *tail, double at)
{
    const bool far = isinf(at), flat = fabs(tail->k) < 1e-3;
    const double p = far ? 1 + tail->e : 1 - tail->e;
    char place[40], power[40], log_power[40];

    jf_double_print(at, place, sizeof place);
    exponent_text(p, power, sizeof power);
    exponent_text(tail->k, log_power, sizeof log_power);
    if (!tail->power || (far && p < 5e-4))
        return jf_message_make(far ? JF_TEXT_QUAD_FAR_GROWS
                                   : JF_TEXT_QUAD_NEAR_GROWS,
                               place, NULL, NULL);
    if (flat)
        return jf_message_make(far ? JF_TEXT_QUAD_FAR_POWER
                                   : JF_TEXT_QUAD_NEAR_POWER,
                               place, power, NULL);
    return jf_message_make(far ? JF_TEXT_QUAD_FAR_LOG : JF_TEXT_QUAD_NEAR_LOG,
                           place, power, log_power);
}

// Infinite, with a sign if all ends that diverge agree on it.
static bool report_divergent(const jf_pieces *s, jf_result *result)
{
    const jf_tail *first = NULL;
    int plus = 0, minus = 0;

    for (int i = 0; i < s->n; i++)
        for (int side = 0; side < 2; side++) {
            const jf_de_piece *const p = &s->part[i].de;
            const jf_tail *const tail = &p->tail[side];
            const double at = side ? p->b : p->a;
            if (tail->kind != JF_TAIL_DIVERGES)
                continue;
            plus += tail->sign > 0;
            minus += tail->sign < 0;
            if (!first || at < result->place) {
                first = tail;
                result->place = at;
            }
        }
    if (!first)
        return false;
    result->status = JF_DIVERGENT;
    result->value = !minus ? HUGE_VAL : !plus ? -HUGE_VAL : (double)NAN;
    result->cause = jf_pieces_behaviour(first, result->place);
    return true;
}

static void report_bad(double x, bool infinite, jf_result *result)
{
    result->status = JF_UNDEFINED;
    result->value = (double)NAN;
    result->abserr = HUGE_VAL;
    result->place = x;
    result->cause = jf_report_message(
        infinite ? JF_TEXT_QUAD_NOT_FINITE : JF_TEXT_QUAD_NOT_REAL, x);
    result->hint = jf_message_make(JF_TEXT_QUAD_HINT_RANGE, NULL, NULL, NULL);
}

// An end whose tail is a riddle, and matters most.
static const jf_tail *unclear_end(const jf_pieces *s, double *at)
{
    const jf_tail *worst = NULL;

    for (int i = 0; i < s->n; i++)
        for (int side = 0; side < 2; side++) {
            const jf_de_piece *const p = &s->part[i].de;
            const jf_tail *const tail = &p->tail[side];
            const bool doubtful =
                tail->kind == JF_TAIL_UNCLEAR ||
                (tail->kind == JF_TAIL_LAW && tail->doubt > 1e-2);
            if (!doubtful ||
                (isfinite(s->tolerance) && p->error <= s->tolerance / 2) ||
                (worst && !(tail->rest > worst->rest)))
                continue;
            worst = tail;
            *at = side ? p->b : p->a;
        }
    return worst;
}

static const jf_de_piece *worst_piece(const jf_pieces *s)
{
    const jf_de_piece *w = &s->part[0].de;

    for (int i = 1; i < s->n; i++)
        if (s->part[i].de.error > w->error)
            w = &s->part[i].de;
    return w;
}

static void give_up(const jf_pieces *s, jf_result *result)
{
    const jf_de_piece *const w = worst_piece(s);
    const double reach = fmax(fabs(w->a), fabs(w->b));
    const jf_tail *const tail = unclear_end(s, &result->place);

    result->status = JF_UNCONVERGED;
    if (tail) {
        char place[40];
        jf_double_print(result->place, place, sizeof place);
        result->cause = jf_message_make(tail->sign || isfinite(result->place)
                                            ? JF_TEXT_QUAD_END_UNCLEAR
                                            : JF_TEXT_QUAD_FAR_OSCILLATES,
                                        place, NULL, NULL);
    } else if (s->spent) {
        result->cause =
            jf_report_message(JF_TEXT_QUAD_BUDGET, (double)s->neval);
    } else if (w->error > 8 * (DBL_EPSILON * w->abs + w->noise) &&
               isfinite(reach)) {
        result->place = w->a / 2 + w->b / 2;
        result->cause = jf_report_message(JF_TEXT_QUAD_NARROW, result->place);
        result->hint = jf_message_make(JF_TEXT_QUAD_HINT_GK, NULL, NULL, NULL);
    } else {
        result->cause =
            jf_message_make(JF_TEXT_QUAD_ROUNDOFF, NULL, NULL, NULL);
    }
}

// f was 0 at all abscissae.  That it is 0, or underflows, is known where its
// bounds say so; in an infinite range samples alone do not show it.
static void report_zero(const jf_pieces *s, jf_result *result)
{
    const jf_problem *const p = s->problem;
    const jf_sight *const sight = p->f->sight;
    double most =
        isinf(p->a) || isinf(p->b) ? HUGE_VAL : DBL_TRUE_MIN * (p->b - p->a);

    if (sight && sight->range) {
        const jf_range range = sight->range(p->f->param, p->a, p->b);
        const double bound = fmax(fabs(range.lo), fabs(range.hi));
        most = bound == 0 || range.lo > range.hi ? 0 : bound * (p->b - p->a);
    }
    result->abserr = most > 0 ? fmax(most, DBL_TRUE_MIN) : 0;
    result->status = most <= DBL_MIN ? JF_CONVERGED : JF_UNCONVERGED;
    if (result->status == JF_UNCONVERGED) {
        result->abserr = HUGE_VAL;
        result->cause =
            jf_message_make(JF_TEXT_QUAD_ALL_ZERO, NULL, NULL, NULL);
    }
}

static const char *name_of(double a, double b)
{
    return isinf(a) && isinf(b)   ? "sinh-sinh"
           : isinf(a) || isinf(b) ? "exp-sinh"
                                  : "tanh-sinh";
}

static void explain(const jf_pieces *s, const jf_result *result)
{
    const jf_problem *const p = s->problem;

    jf_explain_begin(p);
    for (int i = 0; i < s->n && jf_explain_wanted(p); i++) {
        const jf_de_piece *const it = &s->part[i].de;
        const bool none = it->bad || it->tail[0].kind == JF_TAIL_DIVERGES ||
                          it->tail[1].kind == JF_TAIL_DIVERGES;
        const jf_result_piece piece = {.from = it->a,
                                       .to = it->b,
                                       .value = none ? (double)NAN : it->value,
                                       .abserr = it->error + it->noise,
                                       .method = name_of(it->a, it->b)};
        jf_explain_piece(p, &piece);
    }
    jf_explain_count(p, JF_STEP_METHOD, JF_TEXT_EXPLAIN_DE, s->n);
    if (result->status == JF_DIVERGENT)
        jf_explain_place(p, JF_STEP_METHOD, JF_TEXT_EXPLAIN_LAW, result->place,
                         0);
    else if (isfinite(result->abserr))
        jf_explain_step(p, JF_STEP_ERROR, JF_TEXT_EXPLAIN_DE_ERROR, NULL, NULL);
}

static void judge(const jf_pieces *s, jf_result *result)
{
    const jf_problem *const p = s->problem;

    result->neval = s->neval;
    result->panels = s->n;
    result->threads = s->threads;
    result->tolerance = s->tolerance;
    if (s->n == 1)
        result->method = name_of(p->a, p->b);
    for (int i = 0; i < s->n; i++)
        if (s->part[i].de.bad) {
            report_bad(s->part[i].de.bad_x, s->part[i].de.bad_infinite, result);
            return;
        }
    if (report_divergent(s, result))
        return;
    if (!jf_report_value(s->value, result)) {
        double at;
        if (unclear_end(s, &at)) // and so without a value
            give_up(s, result);
        return;
    }
    jf_report_error(s->error, result);
    if (s->abs == 0 && !s->stopped && s->error == 0) {
        report_zero(s, result);
        return;
    }
    if (s->stopped)
        jf_report_stopped(s->executor, result);
    else if (s->settled && !s->spent)
        result->status = JF_CONVERGED;
    else
        give_up(s, result);
}

void jf_pieces_report(const jf_pieces *s, jf_result *result)
{
    judge(s, result);
    explain(s, result);
}
