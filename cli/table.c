/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a fixed rule converges.  With the exact value V the error is |S_n - V|,
 * without it the change |S_n - S_(n/2)|; the order is log2 of the quotient of
 * two successive ones, so for a smooth integrand 4 for Simpson. */
#include "cli/table.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/report.h"

enum { ROW_MAX = 54, TEXT_SIZE = 32 };

typedef struct row {
    int64_t n;
    int64_t neval;
    double value;
} row;

typedef struct table {
    int nrow;
    row row[ROW_MAX];
    const char *method;
    bool stopped; // in a row that is not there
    bool exact_known;
    double exact;
} table;

static int stop(const jf_ui *ui, const jf_answer *answer)
{
    if (answer->result.status == JF_FIXED)
        return 0;
    jf_report_outcome(ui, &ui->err, answer);
    jf_out_put(&ui->err, "\n");
    jf_report_notes(ui, &ui->err, answer, "  ");
    return jf_status_exit(answer->result.status);
}

static int fill(const jf_ui *ui, const jf_problem *problem, table *t)
{
    const int64_t most = ui->request->panels > 0 ? ui->request->panels : 32;
    jf_request request = *ui->request;
    jf_ui inner = *ui;
    jf_answer answer;
    jf_failure failure;
    int exit_code = 0;

    if (*ui->request->table)
        request.method = ui->request->table;
    else if (!request.method)
        request.method = "simpson";
    inner.request = &request;
    for (int64_t n = 1; n <= most && exit_code == 0; n *= 2) {
        if (jf_problem_solve(problem, &inner, n, &answer, &failure) != JF_OK)
            return jf_report_failure(ui, &failure, false);
        exit_code = stop(ui, &answer);
        if (exit_code != 0) {
            t->stopped = answer.result.status == JF_INTERRUPTED ||
                         answer.result.status == JF_UNCONVERGED;
            break;
        }
        t->row[t->nrow++] = (row){n, answer.result.neval, answer.result.value};
        t->method = answer.result.method;
    }
    return exit_code;
}

// NaN where there is nothing to compare with.
static double error_of(const table *t, int i)
{
    if (t->exact_known)
        return fabs(t->row[i].value - t->exact);
    return i > 0 ? fabs(t->row[i].value - t->row[i - 1].value) : (double)NAN;
}

static double order_of(const table *t, int i)
{
    const double now = error_of(t, i);
    const double before = i > 0 ? error_of(t, i - 1) : (double)NAN;

    return now > 0 && before > 0 ? log2(before / now) : (double)NAN;
}

// Digits of a value; final ones stay, so that a column can be compared.
static int put_value(char *text, double x)
{
    return snprintf(text, TEXT_SIZE, "%#.12g", x);
}

static int widest_value(const table *t)
{
    char text[TEXT_SIZE];
    int widest = 13; // 2.09439510239

    for (int i = 0; i < t->nrow; i++) {
        const int n = put_value(text, t->row[i].value);
        widest = n > widest ? n : widest;
    }
    return widest;
}

static void put_row(const jf_out *out, const table *t, int i, int width)
{
    const row *const r = &t->row[i];
    char value[TEXT_SIZE], error[TEXT_SIZE] = "-", order[TEXT_SIZE] = "-";
    char line[6 * TEXT_SIZE];

    put_value(value, r->value);
    if (!isnan(error_of(t, i)))
        snprintf(error, sizeof error, "%.2e", error_of(t, i));
    if (!isnan(order_of(t, i)))
        snprintf(order, sizeof order, "%.3f", order_of(t, i));
    snprintf(line, sizeof line, "%7lld  %6lld  %*s  %8s  %5s\n",
             (long long)r->n, (long long)r->neval, width, value, error, order);
    jf_out_put(out, line);
}

// "S_n", by the name that books give to a rule
static const char *symbol(const char *method)
{
    static const char *const symbols[] = {"S_n", "T_n", "M_n", "B_n", "G_n"};

    assert(method); // set with the first row, and there is one
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if ((symbols[i][0] | 0x20) == method[0])
            return symbols[i];
    return "I_n";
}

// A word, right-aligned by the columns that it takes on a terminal.
static void put_title(const jf_out *out, const char *title, int width)
{
    jf_out_pad(out, width - (int)jf_text_width(title, strlen(title)));
    jf_out_put(out, title);
}

static void put_table(const jf_out *out, const table *t)
{
    const int width = widest_value(t);

    put_title(out, "n", 7);
    put_title(out, jf_text(JF_TEXT_CLI_TABLE_POINTS, out->lang), 8);
    put_title(out, symbol(t->method), width + 2);
    put_title(out,
              jf_text(t->exact_known ? JF_TEXT_CLI_TABLE_ERROR
                                     : JF_TEXT_CLI_TABLE_CHANGE,
                      out->lang),
              10);
    put_title(out, jf_text(JF_TEXT_CLI_TABLE_ORDER, out->lang), 7);
    jf_out_put(out, "\n");
    for (int i = 0; i < t->nrow; i++)
        put_row(out, t, i, width);
}

// --exact V
static jf_status read_exact(const jf_ui *ui, const jf_problem *problem,
                            const jf_source *source, table *t,
                            jf_failure *failure)
{
    if (!ui->request->exact)
        return JF_OK;
    t->exact_known = true;
    return jf_problem_value(problem, ui->request, jf_piece_of(source),
                            &t->exact, failure);
}

int jf_table_run(const jf_ui *ui, const jf_problem *problem)
{
    const char *const exact = ui->request->exact ? ui->request->exact : "";
    const jf_source source = {.text = exact, .length = strlen(exact)};
    jf_failure failure;
    table t = {.nrow = 0};

    if (read_exact(ui, problem, &source, &t, &failure) != JF_OK)
        return jf_report_failure(ui, &failure, false);
    const int exit_code = fill(ui, problem, &t);
    if (exit_code == 0 || (t.stopped && t.nrow > 0))
        put_table(&ui->out, &t);
    return exit_code;
}
