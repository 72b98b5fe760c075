/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs from a pipe: one a line, blank lines and # comments left out.
 *
 * An integrand without limits takes its lower limit, its upper limit and its
 * number of panels from the three lines that follow, as the article's program
 * did.  When the line after it is a job of its own, the limits were forgotten:
 * that is said, and the line is not eaten.
 *
 * A line without a free name ("2*pi") is a plain value, except when the input
 * is four lines of which the last is a whole number: then it is the article's
 * way with a constant integrand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/input.h"
#include "cli/report.h"
#include "cli/run.h"

enum { AHEAD_MAX = 5, NANSWER = 3 };

typedef struct batch {
    const jf_ui *ui;
    const char *name;
    jf_input input;
    int nahead;
    jf_source ahead[AHEAD_MAX]; /* lines read, but not used yet */
    bool failed;                /* the input cannot be read */
    long njob;
} batch;

static void free_line(jf_source *line)
{
    free((void *)line->text);
    *line = (jf_source){0};
}

static bool read_line(batch *b, jf_source *line)
{
    char *text;
    size_t length;
    const jf_input_status status = jf_input_next(&b->input, &text, &length);

    b->failed |= status == JF_INPUT_FAILED;
    *line = (jf_source){b->name, b->input.line, text, length};
    return status == JF_INPUT_LINE;
}

static bool is_comment(const jf_source *line)
{
    const jf_piece piece = jf_piece_of(line);

    return !jf_piece_is_empty(piece) && line->text[piece.begin] == '#';
}

static bool is_blank(const jf_source *line)
{
    return jf_piece_is_empty(jf_piece_of(line));
}

// Reads ahead until n lines wait; blank ones count when keep_blank.
static bool look_ahead(batch *b, int n, bool keep_blank)
{
    while (b->nahead < n) {
        jf_source line;
        if (!read_line(b, &line))
            return false;
        if (is_comment(&line) || (is_blank(&line) && !keep_blank))
            free_line(&line);
        else
            b->ahead[b->nahead++] = line;
    }
    return true;
}

// The first of the lines that wait; it is the caller's to free.
static jf_source take(batch *b)
{
    const jf_source line = b->ahead[0];

    b->nahead--;
    memmove(&b->ahead[0], &b->ahead[1], (size_t)b->nahead * sizeof *b->ahead);
    return line;
}

// Does a line hold more than one expression?
static bool is_job(const jf_ui *ui, const jf_source *line)
{
    jf_job job = {.nparam = 0};
    jf_failure failure;

    return jf_job_add(&job, line, ui->request->strict, &failure) != JF_OK ||
           job.limit[0].source || job.nparam > 0;
}

// A failure without a place is about the whole line.
static int fail(const batch *b, const jf_source *line, jf_failure *failure)
{
    const jf_piece piece = jf_piece_of(line);

    if (!failure->source) {
        failure->source = line;
        failure->diag.begin = piece.begin;
        failure->diag.end = piece.end;
    }
    return jf_report_failure(b->ui, failure, true);
}

static int fail_line(const batch *b, const jf_source *line, jf_text_id problem,
                     jf_text_id hint)
{
    jf_failure failure;

    jf_failure_set(&failure, JF_SYNTAX, JF_PART_OTHER, jf_piece_of(line),
                   jf_message_make(problem, NULL, NULL, NULL));
    failure.diag.hint = jf_message_make(hint, NULL, NULL, NULL);
    return fail(b, line, &failure);
}

static int run_answers(const batch *b, jf_job *job, const jf_source *line,
                       const jf_source *answer)
{
    jf_problem problem;
    jf_failure failure;
    int64_t panels;

    for (int i = 0; i < 2; i++) {
        job->limit[i] = jf_piece_of(&answer[i]);
        if (is_blank(&answer[i]))
            return fail_line(b, &answer[i],
                             i == 0 ? JF_TEXT_CLI_EMPTY_LOWER
                                    : JF_TEXT_CLI_EMPTY_UPPER,
                             JF_TEXT_NONE);
    }
    if (jf_problem_panels(jf_piece_of(&answer[2]), &panels, &failure) != JF_OK)
        return fail(b, &answer[2], &failure);
    if (jf_problem_init(&problem, job, b->ui->request, JF_NEED_LIMITS,
                        &failure) != JF_OK)
        return fail(b, line, &failure);
    const int exit_code = jf_run_problem(b->ui, &problem, panels, line);
    jf_problem_clear(&problem);
    return exit_code;
}

// The article's way: the limits and the panels stand on lines of their own.
static int ask_lines(batch *b, jf_job *job, const jf_source *line)
{
    static const jf_text_id ended[NANSWER] = {JF_TEXT_CLI_NO_LIMITS,
                                              JF_TEXT_CLI_ENDED_UPPER,
                                              JF_TEXT_CLI_ENDED_PANELS};
    jf_source answer[NANSWER] = {{0}};
    int n = 0, exit_code;

    while (n < NANSWER && look_ahead(b, 1, true) &&
           !is_job(b->ui, &b->ahead[0]))
        answer[n++] = take(b);
    if (n == NANSWER)
        exit_code = run_answers(b, job, line, answer);
    else
        exit_code = fail_line(b, n == 0 ? line : &answer[n - 1], ended[n],
                              n == 0 ? JF_TEXT_CLI_ADD_RANGE : JF_TEXT_NONE);
    for (int i = 0; i < n; i++)
        free_line(&answer[i]);
    return exit_code;
}

// Four lines, of which the last is a whole number, and nothing else?
static bool is_four_answers(batch *b)
{
    if (b->njob > 1 || look_ahead(b, NANSWER + 1, false) ||
        b->nahead != NANSWER)
        return false;
    for (int i = 0; i < NANSWER; i++)
        if (is_job(b->ui, &b->ahead[i]))
            return false;
    const jf_source *const last = &b->ahead[NANSWER - 1];
    const jf_piece piece = jf_piece_of(last);
    const size_t length = piece.end - piece.begin;
    return strspn(last->text + piece.begin, "0123456789") >= length &&
           jf_option_whole(last->text + piece.begin, length, JF_PANELS_MAX) > 0;
}

static int run_line(batch *b, const jf_source *line)
{
    const jf_request *const request = b->ui->request;
    jf_job job = {.nparam = 0};
    jf_problem problem;
    jf_failure failure;

    b->njob++;
    if (jf_job_add(&job, line, request->strict, &failure) != JF_OK)
        return fail(b, line, &failure);
    if (jf_problem_init(&problem, &job, request, JF_NEED_LIMITS, &failure) !=
        JF_OK) {
        if (failure.missing && failure.part == JF_PART_LOWER)
            return ask_lines(b, &job, line);
        return fail(b, line, &failure);
    }
    const bool constant = !problem.variable && is_four_answers(b);
    const int exit_code =
        constant ? 0 : jf_run_problem(b->ui, &problem, 0, line);
    jf_problem_clear(&problem);
    if (!constant)
        return exit_code;
    if (job.nnote < JF_JOB_NOTE_MAX)
        job.note[job.nnote++] =
            jf_message_make(JF_TEXT_CLI_READ_AS_ANSWERS, NULL, NULL, NULL);
    return ask_lines(b, &job, line);
}

// Rank 0 decides: it alone sees whether anybody reads what is written.
static bool goes_on(const jf_ui *ui, int exit_code)
{
    char on = jf_out_flush(&ui->out) && !jf_console_interrupted() &&
              exit_code != jf_status_exit(JF_INTERRUPTED);

    jf_ranks_share(ui->ranks, 1, &on);
    return on;
}

int jf_run_batch(const jf_ui *ui, FILE *file, const char *name)
{
    batch b = {.ui = ui, .name = name};
    int exit_code = 0;

    b.failed = !jf_input_share(&b.input, file, ui->ranks);
    while (!b.failed && look_ahead(&b, 1, false)) {
        jf_source line = take(&b);
        if (!is_blank(&line))
            exit_code = jf_ui_worse(exit_code, run_line(&b, &line));
        free_line(&line);
        if (!goes_on(ui, exit_code))
            break;
    }
    jf_input_clear(&b.input);
    while (b.nahead > 0) {
        jf_source line = take(&b);
        free_line(&line);
    }
    if (jf_console_interrupted())
        return jf_ui_worse(exit_code, jf_status_exit(JF_INTERRUPTED));
    if (b.failed) {
        const jf_diag diag = {.status = JF_IO,
                              .problem = jf_message_make(
                                  JF_TEXT_CLI_CANNOT_READ, NULL, NULL, NULL)};
        return jf_ui_worse(exit_code, jf_report_diag(ui, &diag));
    }
    if (b.njob == 0 && !ui->request->quiet) {
        jf_out_say(&ui->err,
                   file == stdin ? JF_TEXT_CLI_NO_JOBS : JF_TEXT_CLI_FILE_EMPTY,
                   name, NULL, NULL);
        jf_out_put(&ui->err, "\n");
    }
    return exit_code;
}
