/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/explain.h"
#include "base/read.h"
#include "quad/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool jf_explain_wanted(const jf_problem *p)
{
    return p->options->explain != NULL;
}

// --- sentences --------------------------------------------------------------

void jf_explain_step(const jf_problem *p, jf_step_kind kind, jf_text_id text,
                     const char *arg1, const char *arg2)
{
    jf_explanation *const e = p->options->explain;

    if (e && e->nstep < JF_STEPS_MAX)
        e->step[e->nstep++] =
            (jf_step){kind, jf_message_make(text, arg1, arg2, NULL)};
}

void jf_explain_count(const jf_problem *p, jf_step_kind kind, jf_text_id text,
                      int64_t n)
{
    char number[24];

    snprintf(number, sizeof number, "%lld", (long long)n);
    jf_explain_step(p, kind, text, number, NULL);
}

void jf_explain_place(const jf_problem *p, jf_step_kind kind, jf_text_id text,
                      double x, int64_t n)
{
    char place[JF_EXPLAIN_SIZE], number[24];

    jf_double_print(x, place, sizeof place);
    snprintf(number, sizeof number, "%lld", (long long)n);
    jf_explain_step(p, kind, text, place, number);
}

const char *jf_explain_above(double x, char text[JF_EXPLAIN_SIZE])
{
    // two digits may be 5 % too few
    snprintf(text, JF_EXPLAIN_SIZE, "%.1e", 1.06 * x);
    jf_double_print(jf_double_read(text, NULL), text, JF_EXPLAIN_SIZE);
    return text;
}

void jf_explain_list(const jf_problem *p, jf_step_kind kind, jf_text_id text,
                     size_t n, const double *x)
{
    enum { SHOWN = 5 };
    char list[JF_ARG_MAX] = "", number[24];
    size_t length = 0;

    if (n == 0 || !jf_explain_wanted(p))
        return;
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        const jf_message short_x = jf_report_message(JF_TEXT_NONE, x[i]);
        length += (size_t)snprintf(list + length, sizeof list - length, "%s%s",
                                   i > 0 ? ", " : "", short_x.arg[0]);
    }
    if (n > SHOWN)
        snprintf(list + length, sizeof list - length, ", ...");
    snprintf(number, sizeof number, "%zu", n);
    jf_explain_step(p, kind, text, number, list);
}

// --- pieces -----------------------------------------------------------------

void jf_explain_begin(const jf_problem *p)
{
    jf_explanation *const e = p->options->explain;

    if (e)
        e->npiece = 0, e->nmore = 0;
}

void jf_explain_piece(const jf_problem *p, const jf_result_piece *piece)
{
    jf_explanation *const e = p->options->explain;

    if (!e)
        return;
    int i = e->npiece;
    while (i > 0 && e->piece[i - 1].from > piece->from)
        i--;
    const bool full = e->npiece == JF_PIECES_MAX;
    e->nmore += full;
    if (i == JF_PIECES_MAX)
        return;
    e->npiece += !full;
    memmove(&e->piece[i + 1], &e->piece[i],
            (size_t)(e->npiece - i - 1) * sizeof *piece);
    e->piece[i] = *piece;
}

void jf_explain_lay(const jf_problem *p, const char *method)
{
    jf_explain_begin(p);
    for (size_t i = 0; i <= p->npoint && jf_explain_wanted(p); i++) {
        const jf_result_piece piece = {.from = i == 0 ? p->a : p->point[i - 1],
                                       .to =
                                           i == p->npoint ? p->b : p->point[i],
                                       .method = method};
        jf_explain_piece(p, &piece);
    }
}

void jf_explain_add(const jf_problem *p, double x, double value, double abserr)
{
    jf_explanation *const e = p->options->explain;

    for (int i = 0; e && i < e->npiece; i++) {
        jf_result_piece *const piece = &e->piece[i];
        if (x < piece->from || x > piece->to)
            continue;
        piece->value += value;
        piece->abserr += abserr;
        return;
    }
}

void jf_explain_lone_piece(const jf_problem *p, const jf_result *result)
{
    const jf_explanation *const e = p->options->explain;
    const jf_result_piece piece = {.from = p->a,
                                   .to = p->b,
                                   .value = result->value,
                                   .abserr = result->abserr,
                                   .method = result->method};

    if (e && e->npiece == 0)
        jf_explain_piece(p, &piece);
}

// --- the whole --------------------------------------------------------------

void jf_explain_clear(jf_explanation *e)
{
    if (e)
        e->nstep = e->npiece = 0, e->nmore = 0;
}

static void sort_steps(jf_explanation *e)
{
    for (int i = 1; i < e->nstep; i++) {
        const jf_step step = e->step[i];
        int k = i;
        for (; k > 0 && e->step[k - 1].kind > step.kind; k--)
            e->step[k] = e->step[k - 1];
        e->step[k] = step;
    }
}

static void reverse(jf_explanation *e)
{
    for (int i = 0, k = e->npiece - 1; i <= k; i++, k--) {
        const jf_result_piece left = e->piece[i], right = e->piece[k];
        e->piece[i] = (jf_result_piece){right.to, right.from, -right.value,
                                        right.abserr, right.method};
        e->piece[k] = (jf_result_piece){left.to, left.from, -left.value,
                                        left.abserr, left.method};
    }
}

void jf_explain_finish(jf_explanation *e, bool reversed)
{
    if (!e)
        return;
    sort_steps(e);
    if (reversed)
        reverse(e);
}
