/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table begins with a byte order mark, without which a Chinese Excel takes
 * UTF-8 for GBK.  Texts stand in quotes; one that a spreadsheet would compute
 * ("-x^2") gets a blank before it.  The table is kept in memory and written
 * when it is complete, so that no half of one is ever found. */
#include "cli/csv.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/report.h"

static const char head[] = "\xEF\xBB\xBF"
                           "line,integrand,variable,from,to,parameters,"
                           "value,error,status,message\r\n";

static void put(jf_csv *csv, const char *bytes, size_t n)
{
    jf_bytes_put(&csv->bytes, bytes, n);
}

static void put_text(jf_csv *csv, const char *text)
{
    put(csv, text, strlen(text));
}

void jf_csv_open(jf_csv *csv, jf_lang lang)
{
    *csv = (jf_csv){.lang = lang};
    put(csv, head, sizeof head - 1);
}

void jf_csv_close(jf_csv *csv)
{
    free(csv->bytes.text);
    *csv = (jf_csv){.lang = csv->lang};
}

// ---- cells

// What a spreadsheet would take for a formula: "-x", "-1-x", but not "-1e-3".
static bool is_formula(const char *text, size_t length)
{
    bool number = length > 1 && isdigit((unsigned char)text[1]);

    for (size_t i = 1; i < length; i++)
        number = number && text[i] && strchr("0123456789.e+-", text[i]);
    return length > 0 && text[0] && strchr("=+-@", text[0]) && !number;
}

static void put_quoted(jf_csv *csv, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        put(csv, text[i] == '"' ? "\"\"" : text + i, text[i] == '"' ? 2 : 1);
}

static void put_cell(jf_csv *csv, const char *text, size_t length)
{
    if (length == 0)
        return;
    put_text(csv, is_formula(text, length) ? "\" " : "\"");
    put_quoted(csv, text, length);
    put_text(csv, "\"");
}

static void put_expression(jf_csv *csv, const jf_expr *expr)
{
    char *const text = expr ? jf_report_expression(expr) : NULL;

    if (text)
        put_cell(csv, text, strlen(text));
    free(text);
}

// Empty where there is none.
static void put_number(jf_csv *csv, double x)
{
    char text[40];

    if (isnan(x))
        return;
    jf_double_print(x == 0 ? 0.0 : x, text, sizeof text); // no -0
    put_text(csv, text);
}

static void put_line(jf_csv *csv, const jf_source *source)
{
    char text[24];

    if (!source || !source->name)
        return;
    snprintf(text, sizeof text, "%ld", source->line);
    put_text(csv, text);
}

// Adds a message to a cell of messages, which the first one opens.
static void put_message(jf_csv *csv, const jf_message *message, bool *open)
{
    char text[1024];

    if (message->id == JF_TEXT_NONE)
        return;
    jf_message_format(message, csv->lang, text, sizeof text);
    put_text(csv, *open ? "; " : "\"");
    put_quoted(csv, text, strlen(text));
    *open = true;
}

// "a=2, b=pi"
static void put_params(jf_csv *csv, const jf_problem *p)
{
    for (int i = 0; i < p->nbinding; i++) {
        char *const value = jf_report_expression(p->value[i]);
        put_text(csv, i == 0 ? "\"" : ", ");
        put_text(csv, p->binding[i].name);
        put_text(csv, "=");
        put_text(csv, value ? value : "");
        free(value);
    }
    put_text(csv, p->nbinding > 0 ? "\"" : "");
}

// ---- rows

void jf_csv_add_answer(jf_csv *csv, const jf_answer *answer,
                       const jf_source *where)
{
    const jf_problem *const p = answer->problem;
    const jf_result *const result = &answer->result;
    const char *const variable = p->variable ? p->variable : "";
    bool open = false;

    put_line(csv, where);
    put_text(csv, ",");
    put_expression(csv, p->integrand);
    put_text(csv, ",");
    put_cell(csv, variable, strlen(variable));
    put_text(csv, ",");
    put_expression(csv, p->limit[0]);
    put_text(csv, ",");
    put_expression(csv, p->limit[1]);
    put_text(csv, ",");
    put_params(csv, p);
    put_text(csv, ",");
    put_number(csv, result->value);
    put_text(csv, ",");
    put_number(csv, isfinite(result->abserr) ? result->abserr : (double)NAN);
    put_text(csv, ",");
    put_text(csv, jf_status_name(result->status));
    put_text(csv, ",");
    for (size_t i = 0; jf_report_remark(answer, i); i++)
        put_message(csv, jf_report_remark(answer, i), &open);
    put_text(csv, open ? "\"\r\n" : "\r\n");
}

void jf_csv_add_failure(jf_csv *csv, const jf_failure *failure)
{
    const jf_source *const source = failure->source;
    const jf_diag *const diag = &failure->diag;
    bool open = false;

    put_line(csv, source);
    put_text(csv, ",");
    if (source)
        put_cell(csv, source->text, source->length);
    put_text(csv, ",,,,,,,");
    put_text(csv, jf_status_name(diag->status));
    put_text(csv, ",");
    put_message(csv, &diag->problem, &open);
    put_message(csv, &diag->hint, &open);
    put_text(csv, open ? "\"\r\n" : "\r\n");
}

// ---- the file

// May the file be replaced: is it a table of results, or not there at all?
// Editors change the ends of lines.
static bool is_ours(const char *path)
{
    char start[sizeof head - sizeof "\r\n"];
    FILE *const file = jf_console_open_file(path);

    if (!file)
        return errno == ENOENT;
    const bool same = fread(start, 1, sizeof start, file) == sizeof start &&
                      memcmp(start, head, sizeof start) == 0;
    fclose(file);
    return same;
}

jf_status jf_csv_save(const jf_csv *csv, const char *path, jf_diag *diag)
{
    jf_text_id problem;

    *diag = (jf_diag){.status = csv->bytes.failed ? JF_NOMEM : JF_OK};
    if (csv->bytes.failed)
        return JF_NOMEM;
    if (!is_ours(path))
        problem = JF_TEXT_CLI_NOT_OVERWRITTEN;
    else if (!jf_console_save(path, csv->bytes.text, csv->bytes.length))
        problem = JF_TEXT_CLI_CANNOT_SAVE;
    else
        return JF_OK;
    *diag = (jf_diag){.status = JF_IO,
                      .problem = jf_message_make(problem, path, NULL, NULL)};
    return JF_IO;
}
