/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One JSON object a job.  Keys and statuses are never translated; a number that
 * JSON cannot hold is null.  Messages are in the language of the ui. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/decode.h"
#include "cli/report.h"

// What is not UTF-8 becomes U+FFFD: JSON text must be valid.
static void put_string(const jf_out *out, const char *text, size_t length)
{
    uint32_t code;
    char escape[8];

    jf_out_put(out, "\"");
    for (size_t i = 0; i < length;) {
        const size_t n = jf_decode_character(text + i, length - i, &code);
        if (code == '"' || code == '\\')
            jf_out_put(out, code == '"' ? "\\\"" : "\\\\");
        else if (code < 0x20 || code == 0x7F) {
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)code);
            jf_out_put(out, escape);
        } else if (code == 0xFFFD)
            jf_out_put(out, "\xEF\xBF\xBD");
        else
            jf_out_copy(out, text + i, n);
        i += n;
    }
    jf_out_put(out, "\"");
}

static void put_text(const jf_out *out, const char *text)
{
    put_string(out, text, strlen(text));
}

static void put_number(const jf_out *out, double x)
{
    char text[40];

    if (!isfinite(x)) {
        jf_out_put(out, "null");
        return;
    }
    jf_double_print(x == 0 ? 0.0 : x, text, sizeof text); // no -0
    jf_out_put(out, text);
}

static void put_expression(const jf_out *out, const jf_expr *expr)
{
    char *const text = jf_report_expression(expr);

    put_text(out, text ? text : "");
    free(text);
}

static void put_message(const jf_out *out, const jf_message *message)
{
    char text[1024];

    jf_message_format(message, out->lang, text, sizeof text);
    put_text(out, text);
}

static void put_points(const jf_out *out, const jf_problem *p)
{
    if (p->npoint == 0)
        return;
    jf_out_put(out, ",\"points\":");
    for (int i = 0; i < p->npoint; i++) {
        jf_out_put(out, i > 0 ? "," : "[");
        put_expression(out, p->breakpoint[i]);
    }
    jf_out_put(out, "]");
}

static void put_range(const jf_out *out, const jf_problem *p)
{
    jf_out_put(out, ",\"ranges\":[");
    if (p->variable) {
        jf_out_put(out, "{\"var\":");
        put_text(out, p->variable);
        jf_out_put(out, ",\"from\":");
        put_expression(out, p->limit[0]);
        jf_out_put(out, ",\"to\":");
        put_expression(out, p->limit[1]);
        put_points(out, p);
        jf_out_put(out, "}");
    }
    jf_out_put(out, "],\"params\":{");
    for (int i = 0; i < p->nbinding; i++) {
        jf_out_put(out, i > 0 ? "," : "");
        put_text(out, p->binding[i].name);
        jf_out_put(out, ":");
        put_number(out, p->binding[i].value);
    }
    jf_out_put(out, "}");
}

static void put_tolerance(const jf_out *out, const jf_answer *answer)
{
    jf_out_put(out, ",\"tolerance\":");
    if (answer->options.panels > 0 || !answer->problem->variable) {
        jf_out_put(out, "null");
        return;
    }
    jf_out_put(out, "{\"abs\":");
    put_number(out, answer->options.atol);
    jf_out_put(out, ",\"rel\":");
    put_number(out, answer->options.rtol);
    jf_out_put(out, "}");
}

static void put_notes(const jf_out *out, const jf_answer *answer)
{
    jf_out_put(out, ",\"notes\":[");
    for (size_t i = 0; jf_report_remark(answer, i); i++) {
        jf_out_put(out, i > 0 ? "," : "");
        put_message(out, jf_report_remark(answer, i));
    }
    jf_out_put(out, "]");
}

static void put_part(const jf_out *out, const jf_portion *part)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {
        {",\"part\":{\"share\":", part->share},
        {",\"from\":", part->from},
        {",\"to\":", part->to},
        {",\"value\":", part->value},
        {",\"error\":", part->abserr},
    };

    if (!(part->share > 0))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        jf_out_put(out, rows[i].name);
        put_number(out, rows[i].value);
    }
    jf_out_put(out, "}");
}

// Stable words for what prevented an answer.
static const char *cause_name(jf_text_id id)
{
    static const struct {
        jf_text_id id;
        const char *name;
    } rows[] = {
        {JF_TEXT_QUAD_NOT_FINITE, "not_finite"},
        {JF_TEXT_QUAD_NOT_REAL, "not_real"},
        {JF_TEXT_CLI_NO_REAL_VALUE, "not_real"},
        {JF_TEXT_QUAD_TOO_LARGE, "too_large"},
        {JF_TEXT_QUAD_OVERFLOW, "overflow"},
        {JF_TEXT_QUAD_UNDERFLOW, "underflow"},
        {JF_TEXT_QUAD_BUDGET, "budget"},
        {JF_TEXT_QUAD_STOPPED, "stopped"},
        {JF_TEXT_QUAD_TIMEOUT, "timeout"},
        {JF_TEXT_QUAD_ROUNDOFF, "roundoff"},
        {JF_TEXT_QUAD_NARROW, "narrow"},
        {JF_TEXT_QUAD_ALL_ZERO, "all_zero"},
        {JF_TEXT_QUAD_NEAR_POWER, "power"},
        {JF_TEXT_QUAD_FAR_POWER, "power"},
        {JF_TEXT_QUAD_NEAR_LOG, "power_and_log"},
        {JF_TEXT_QUAD_FAR_LOG, "power_and_log"},
        {JF_TEXT_QUAD_NEAR_GROWS, "grows"},
        {JF_TEXT_QUAD_FAR_GROWS, "grows"},
        {JF_TEXT_QUAD_FAR_OSCILLATES, "oscillates"},
        {JF_TEXT_QUAD_OSC_LASTS, "oscillates"},
        {JF_TEXT_QUAD_OSC_UNSURE, "oscillates"},
        {JF_TEXT_QUAD_OSC_SLOW, "oscillates"},
        {JF_TEXT_QUAD_END_UNCLEAR, "end_unclear"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].id == id)
            return rows[i].name;
    return "other";
}

// A place may be infinite, which JSON has no number for.
static void put_place(const jf_out *out, double x)
{
    if (isinf(x))
        put_text(out, x > 0 ? "inf" : "-inf");
    else
        put_number(out, x);
}

static void put_cause(const jf_out *out, const jf_result *result)
{
    if (result->cause.id == JF_TEXT_NONE)
        return;
    jf_out_put(out, ",\"cause\":");
    put_text(out, cause_name(result->cause.id));
    jf_out_put(out, ",\"place\":");
    put_place(out, result->place);
}

static void put_pieces(const jf_out *out, const jf_explanation *e)
{
    char more[40];

    jf_out_put(out, ",\"pieces\":[");
    for (int i = 0; i < e->npiece; i++) {
        const jf_result_piece *const piece = &e->piece[i];
        jf_out_put(out, i > 0 ? ",{\"from\":" : "{\"from\":");
        put_place(out, piece->from);
        jf_out_put(out, ",\"to\":");
        put_place(out, piece->to);
        jf_out_put(out, ",\"value\":");
        put_number(out, piece->value);
        jf_out_put(out, ",\"error\":");
        put_number(out, piece->abserr);
        jf_out_put(out, ",\"method\":");
        put_text(out, piece->method);
        jf_out_put(out, "}");
    }
    snprintf(more, sizeof more, "],\"more_pieces\":%lld", (long long)e->nmore);
    jf_out_put(out, e->nmore > 0 ? more : "]");
}

// What -v and --explain add.
static void put_explanation(const jf_ui *ui, const jf_out *out,
                            const jf_explanation *e)
{
    if (ui->request->verbose > 0)
        put_pieces(out, e);
    if (!ui->request->explain)
        return;
    jf_out_put(out, ",\"explain\":[");
    for (int i = 0; i < e->nstep; i++) {
        jf_out_put(out, i > 0 ? "," : "");
        put_message(out, &e->step[i].text);
    }
    jf_out_put(out, "]");
}

void jf_report_json(const jf_ui *ui, const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;
    const jf_problem *const p = answer->problem;
    char work[96];

    jf_out_put(out, "{\"jifen\":1,\"integrand\":");
    put_expression(out, p->integrand);
    put_range(out, p);
    if (answer->options.principal)
        jf_out_put(out, ",\"principal\":true");
    jf_out_put(out, ",\"status\":");
    put_text(out, jf_status_name(result->status));
    jf_out_put(out, ",\"value\":");
    put_number(out, result->value);
    jf_out_put(out, ",\"error\":");
    put_number(out, result->abserr);
    jf_out_put(out, ",\"error_kind\":\"estimate\",\"trust\":");
    if (result->trust != JF_TRUST_NONE)
        put_text(out, jf_trust_name(result->trust));
    else
        jf_out_put(out, "null");
    put_cause(out, result);
    put_part(out, &result->part);
    put_tolerance(out, answer);
    jf_out_put(out, ",\"method\":");
    if (result->method)
        put_text(out, result->method);
    else
        jf_out_put(out, "null");
    snprintf(work, sizeof work, ",\"evaluations\":%lld,\"threads\":%d",
             (long long)result->neval, result->threads);
    jf_out_put(out, work);
    snprintf(work, sizeof work, ",\"ranks\":%d",
             jf_ranks_count(answer->options.ranks));
    if (answer->options.ranks)
        jf_out_put(out, work);
    snprintf(work, sizeof work, ",\"seconds\":%.3g", answer->seconds);
    jf_out_put(out, work);
    put_notes(out, answer);
    put_explanation(ui, out, &answer->explanation);
    jf_out_put(out, "}\n");
}

void jf_report_json_failure(const jf_out *out, const jf_failure *failure)
{
    const jf_source *const source = failure->source;
    const jf_diag *const diag = &failure->diag;
    char place[40];

    jf_out_put(out, "{\"jifen\":1,\"status\":");
    put_text(out, jf_status_name(diag->status));
    jf_out_put(out, ",\"value\":null,\"message\":");
    put_message(out, &diag->problem);
    if (diag->hint.id != JF_TEXT_NONE) {
        jf_out_put(out, ",\"hint\":");
        put_message(out, &diag->hint);
    }
    if (source) {
        if (source->name) {
            snprintf(place, sizeof place, ",\"line\":%ld", source->line);
            jf_out_put(out, place);
        }
        jf_out_put(out, ",\"text\":");
        put_string(out, source->text, source->length);
        snprintf(place, sizeof place, ",\"column\":%zu",
                 jf_text_chars(source->text, diag->begin) + 1);
        jf_out_put(out, place);
    }
    jf_out_put(out, "}\n");
}
