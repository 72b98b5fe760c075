/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"

enum { INDENT_SIZE = 1024 }; // a file's name and a line

static void put_error_label(const jf_out *out)
{
    jf_out_say_color(out, JF_RED, JF_TEXT_CLI_ERROR);
    jf_out_say(out, JF_TEXT_CLI_COLON, NULL, NULL, NULL);
}

static void put_problem(const jf_out *out, const jf_diag *diag)
{
    if (diag->problem.id != JF_TEXT_NONE)
        jf_out_message(out, &diag->problem);
    else if (diag->status == JF_NOMEM)
        jf_out_say(out, JF_TEXT_CLI_NO_MEMORY, NULL, NULL, NULL);
    else
        jf_out_put(out, jf_status_text(diag->status));
    jf_out_put(out, "\n");
}

static void put_hint(const jf_out *out, const jf_diag *diag)
{
    if (diag->hint.id == JF_TEXT_NONE)
        return;
    jf_out_pad(out, 2);
    jf_out_message(out, &diag->hint);
    jf_out_put(out, "\n");
}

// The line as it was typed and the caret under it, then the hint: what the
// library writes after its first line.
static void put_echo(const jf_out *out, const jf_source *source,
                     const jf_diag *diag)
{
    const size_t size =
        jf_diag_format(diag, source->text, source->length, out->lang, NULL, 0) +
        1;
    char *const text = malloc(size);

    if (text) {
        jf_diag_format(diag, source->text, source->length, out->lang, text,
                       size);
        const char *const rest = strchr(text, '\n') + 1;
        jf_out_copy(out, rest, strlen(rest));
    }
    free(text);
}

void jf_report_place(const jf_out *out, const jf_failure *failure)
{
    const jf_source *const source = failure->source;
    const jf_diag *const diag = &failure->diag;
    char column[24] = "", place[64];

    if (source)
        snprintf(column, sizeof column, "%zu",
                 jf_text_chars(source->text, diag->begin) + 1);
    if (source && source->name) {
        snprintf(place, sizeof place, ":%ld:%s: ", source->line, column);
        jf_out_copy(out, source->name, strlen(source->name));
        jf_out_put(out, place);
    }
    put_error_label(out);
    if (source && !source->name)
        jf_out_say(out, JF_TEXT_CLI_COLUMN, column, NULL, NULL);
    put_problem(out, diag);
    if (source)
        put_echo(out, source, diag);
    else
        put_hint(out, diag);
}

void jf_report_under(const jf_out *out, const jf_failure *failure, int indent)
{
    const jf_source *const source = failure->source;
    const jf_diag *const diag = &failure->diag;

    if (source) {
        const size_t length =
            diag->end > diag->begin ? diag->end - diag->begin : 0;
        jf_out_pad(out, indent + (int)jf_text_width(source->text, diag->begin));
        jf_out_put(out, "^");
        for (size_t i = 1;
             i < jf_text_width(source->text + diag->begin, length); i++)
            jf_out_put(out, "~");
    }
    jf_out_pad(out, 2);
    put_problem(out, diag);
    put_hint(out, diag);
}

// Goes on to the next n messages; NULL when the one sought is beyond them.
static const jf_message *pick(const jf_message *first, size_t n, size_t *i)
{
    if (*i < n)
        return first + *i;
    *i -= n;
    return NULL;
}

const jf_message *jf_report_remark(const jf_answer *answer, size_t i)
{
    const jf_problem *const p = answer->problem;
    const jf_result *const result = &answer->result;
    const jf_expr *const exprs[] = {p->integrand, p->limit[0], p->limit[1]};
    const jf_message *found =
        pick(&result->cause, result->cause.id != JF_TEXT_NONE, &i);

    if (!found)
        found = pick(&result->hint, result->hint.id != JF_TEXT_NONE, &i);
    if (!found)
        found = pick(p->job->note, (size_t)p->job->nnote, &i);
    for (int k = 0; k < 3 + p->nbinding && !found; k++) {
        const jf_expr *const expr = k < 3 ? exprs[k] : p->value[k - 3];
        const size_t n = expr ? jf_expr_nnote(expr) : 0;
        if (i < n)
            return jf_expr_note(expr, i);
        i -= n;
    }
    return found ? found : pick(result->note, (size_t)result->nnote, &i);
}

int jf_report_failure(const jf_ui *ui, const jf_failure *failure, bool batch)
{
    if (ui->csv)
        jf_csv_add_failure(ui->csv, failure);
    if (ui->style == JF_STYLE_JSON)
        jf_report_json_failure(&ui->out, failure);
    else
        jf_report_place(&ui->err, failure);
    if (batch && ui->style == JF_STYLE_NUMBER)
        jf_out_put(&ui->out, "nan\n");
    return jf_status_exit(failure->diag.status);
}

int jf_report_diag(const jf_ui *ui, const jf_diag *diag)
{
    const jf_failure failure = {.diag = *diag};

    return jf_report_failure(ui, &failure, false);
}

static void put_number(const jf_out *out, double value)
{
    char text[40];

    jf_double_print(value == 0 ? 0.0 : value, text, sizeof text); // no -0
    jf_out_put(out, text);
    jf_out_put(out, "\n");
}

// The bare number on the output, and a line on the error stream where it is
// not a plain success.
static void report_number(const jf_ui *ui, const jf_answer *answer,
                          const jf_source *where)
{
    const jf_result *const result = &answer->result;
    const int exit_code = jf_status_exit(result->status);
    char indent[INDENT_SIZE] = "";

    put_number(&ui->out, result->value);
    if (ui->request->verbose > 0) {
        jf_report_text(ui, &ui->err, answer);
        return;
    }
    if (ui->request->quiet)
        return;
    if (where && where->name)
        snprintf(indent, sizeof indent, "%s:%ld: ", where->name, where->line);
    if (exit_code != 0) {
        jf_out_copy(&ui->err, indent, strlen(indent));
        jf_report_outcome(ui, &ui->err, answer);
        jf_out_put(&ui->err, "\n");
    }
    jf_report_notes(ui, &ui->err, answer, indent);
    jf_report_explain(ui, &ui->err, answer);
}

int jf_report_answer(const jf_ui *ui, const jf_answer *answer,
                     const jf_source *where)
{
    if (ui->csv)
        jf_csv_add_answer(ui->csv, answer, where);
    if (ui->style == JF_STYLE_JSON)
        jf_report_json(ui, &ui->out, answer);
    else if (ui->style == JF_STYLE_TEXT)
        jf_report_text(ui, &ui->out, answer);
    else
        report_number(ui, answer, where);
    return jf_status_exit(answer->result.status);
}
