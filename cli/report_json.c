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
static void put_string(FILE *file, const char *text, size_t length)
{
    uint32_t code;

    putc('"', file);
    for (size_t i = 0; i < length;) {
        const size_t n = jf_decode_character(text + i, length - i, &code);
        if (code == '"' || code == '\\')
            fprintf(file, "\\%c", (int)code);
        else if (code < 0x20 || code == 0x7F)
            fprintf(file, "\\u%04x", (unsigned)code);
        else if (code == 0xFFFD)
            fputs("\xEF\xBF\xBD", file);
        else
            fwrite(text + i, 1, n, file);
        i += n;
    }
    putc('"', file);
}

static void put_text(FILE *file, const char *text)
{
    put_string(file, text, strlen(text));
}

static void put_number(FILE *file, double x)
{
    char text[40];

    if (!isfinite(x)) {
        fputs("null", file);
        return;
    }
    jf_double_print(x == 0 ? 0.0 : x, text, sizeof text); // no -0
    fputs(text, file);
}

static void put_expression(FILE *file, const jf_expr *expr)
{
    char *const text = jf_report_expression(expr);

    put_text(file, text ? text : "");
    free(text);
}

static void put_message(const jf_out *out, const jf_message *message)
{
    char text[1024];

    jf_message_format(message, out->lang, text, sizeof text);
    put_text(out->file, text);
}

static void put_range(FILE *file, const jf_problem *p)
{
    fputs(",\"ranges\":[", file);
    if (p->variable) {
        fputs("{\"var\":", file);
        put_text(file, p->variable);
        fputs(",\"from\":", file);
        put_expression(file, p->limit[0]);
        fputs(",\"to\":", file);
        put_expression(file, p->limit[1]);
        putc('}', file);
    }
    fputs("],\"params\":{", file);
    for (int i = 0; i < p->nbinding; i++) {
        fputs(i > 0 ? "," : "", file);
        put_text(file, p->binding[i].name);
        putc(':', file);
        put_number(file, p->binding[i].value);
    }
    putc('}', file);
}

static void put_tolerance(FILE *file, const jf_answer *answer)
{
    fputs(",\"tolerance\":", file);
    if (answer->options.panels > 0 || !answer->problem->variable) {
        fputs("null", file);
        return;
    }
    fputs("{\"abs\":", file);
    put_number(file, answer->options.atol);
    fputs(",\"rel\":", file);
    put_number(file, answer->options.rtol);
    putc('}', file);
}

static void put_notes_of(const jf_out *out, const jf_expr *expr, int *n)
{
    for (size_t i = 0; expr && i < jf_expr_nnote(expr); i++) {
        fputs((*n)++ > 0 ? "," : "", out->file);
        put_message(out, jf_expr_note(expr, i));
    }
}

static void put_one_note(const jf_out *out, const jf_message *note, int *n)
{
    if (note->id == JF_TEXT_NONE)
        return;
    fputs((*n)++ > 0 ? "," : "", out->file);
    put_message(out, note);
}

static void put_notes(const jf_out *out, const jf_answer *answer)
{
    const jf_problem *const p = answer->problem;
    const jf_result *const result = &answer->result;
    int n = 0;

    fputs(",\"notes\":[", out->file);
    put_one_note(out, &result->cause, &n);
    put_one_note(out, &result->hint, &n);
    for (int i = 0; i < p->job->nnote; i++)
        put_one_note(out, &p->job->note[i], &n);
    put_notes_of(out, p->integrand, &n);
    put_notes_of(out, p->limit[0], &n);
    put_notes_of(out, p->limit[1], &n);
    for (int i = 0; i < p->nbinding; i++)
        put_notes_of(out, p->value[i], &n);
    for (int i = 0; i < result->nnote; i++)
        put_one_note(out, &result->note[i], &n);
    putc(']', out->file);
}

static void put_part(FILE *file, const jf_portion *part)
{
    if (!(part->share > 0))
        return;
    fputs(",\"part\":{\"share\":", file);
    put_number(file, part->share);
    fputs(",\"from\":", file);
    put_number(file, part->from);
    fputs(",\"to\":", file);
    put_number(file, part->to);
    fputs(",\"value\":", file);
    put_number(file, part->value);
    fputs(",\"error\":", file);
    put_number(file, part->abserr);
    putc('}', file);
}

void jf_report_json(const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;
    const jf_problem *const p = answer->problem;
    FILE *const file = out->file;

    fputs("{\"jifen\":1,\"integrand\":", file);
    put_expression(file, p->integrand);
    put_range(file, p);
    fprintf(file, ",\"status\":\"%s\"", jf_status_name(result->status));
    fputs(",\"value\":", file);
    put_number(file, result->value);
    fputs(",\"error\":", file);
    put_number(file, result->abserr);
    fputs(",\"error_kind\":\"estimate\"", file);
    put_part(file, &result->part);
    put_tolerance(file, answer);
    fputs(",\"method\":", file);
    if (result->method)
        put_text(file, result->method);
    else
        fputs("null", file);
    fprintf(file, ",\"evaluations\":%lld,\"threads\":%d,\"seconds\":%.3g",
            (long long)result->neval, result->threads, answer->seconds);
    put_notes(out, answer);
    fputs("}\n", file);
}

void jf_report_json_failure(const jf_out *out, const jf_failure *failure)
{
    const jf_source *const source = failure->source;
    FILE *const file = out->file;
    const jf_diag *const diag = &failure->diag;

    fprintf(file, "{\"jifen\":1,\"status\":\"%s\",\"value\":null,\"message\":",
            jf_status_name(diag->status));
    put_message(out, &diag->problem);
    if (diag->hint.id != JF_TEXT_NONE) {
        fputs(",\"hint\":", file);
        put_message(out, &diag->hint);
    }
    if (source) {
        if (source->name)
            fprintf(file, ",\"line\":%ld", source->line);
        fputs(",\"text\":", file);
        put_string(file, source->text, source->length);
        fprintf(file, ",\"column\":%zu",
                jf_text_chars(source->text, diag->begin) + 1);
    }
    fputs("}\n", file);
}
