/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog of the program that jifen began as: four questions, each on a line
 * of its own, the time that it took, and the value.  Output is the same on a
 * pipe, for those who feed it four lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/report.h"
#include "cli/run.h"

enum { NQUESTION = 4 };

typedef struct answers {
    char *text[NQUESTION];
    jf_source source[NQUESTION];
} answers;

static bool ask(const jf_ui *ui, answers *a, jf_failure *failure)
{
    static const jf_text_id questions[NQUESTION] = {
        JF_TEXT_CLI_CLASSIC_INTEGRAND, JF_TEXT_CLI_CLASSIC_LOWER,
        JF_TEXT_CLI_CLASSIC_UPPER, JF_TEXT_CLI_CLASSIC_PANELS};
    const jf_piece nowhere = {0};
    jf_input input;
    size_t length;
    bool all = jf_input_share(&input, stdin, ui->ranks);

    for (int i = 0; all && i < NQUESTION; i++) {
        jf_out_say(&ui->out, questions[i], NULL, NULL, NULL);
        jf_out_put(&ui->out, "\n");
        jf_out_flush(&ui->out);
        all = jf_input_next(&input, &a->text[i], &length) == JF_INPUT_LINE;
        a->source[i] = (jf_source){.text = a->text[i], .length = length};
    }
    jf_input_clear(&input);
    if (!all)
        jf_failure_set(
            failure, JF_SYNTAX, JF_PART_OTHER, nowhere,
            jf_message_make(JF_TEXT_CLI_INPUT_ENDED, NULL, NULL, NULL));
    return all;
}

// "2.0" as the article's program writes it is "2" here: the shortest decimal.
static int print(const jf_ui *ui, const jf_answer *answer)
{
    char seconds[32], value[40];

    snprintf(seconds, sizeof seconds, "%.6f", answer->seconds);
    jf_double_print(answer->result.value, value, sizeof value);
    jf_out_say(&ui->out, JF_TEXT_CLI_CLASSIC_RESULT, seconds, value, NULL);
    const int exit_code = jf_status_exit(answer->result.status);
    if (exit_code != 0) {
        jf_report_outcome(ui, &ui->err, answer);
        jf_out_put(&ui->err, "\n");
    }
    jf_report_notes(ui, &ui->err, answer, "");
    return exit_code;
}

static jf_status solve(const jf_ui *ui, const jf_problem *problem,
                       const answers *a, jf_answer *answer, jf_failure *failure)
{
    int64_t panels;
    jf_status status =
        jf_problem_panels(jf_piece_of(&a->source[3]), &panels, failure);

    if (status == JF_OK)
        status = jf_problem_solve(problem, ui, panels, answer, failure);
    return status;
}

int jf_run_classic(const jf_ui *ui)
{
    answers a = {.text = {NULL}};
    jf_job job = {.nparam = 0};
    jf_problem problem;
    jf_answer answer;
    jf_failure failure;
    int exit_code;

    bool ok = ask(ui, &a, &failure);
    job.integrand = jf_piece_of(&a.source[0]);
    job.limit[0] = jf_piece_of(&a.source[1]);
    job.limit[1] = jf_piece_of(&a.source[2]);
    ok = ok && jf_problem_init(&problem, &job, ui->request, JF_NEED_LIMITS,
                               &failure) == JF_OK;
    if (!ok) {
        exit_code = jf_report_failure(ui, &failure, false);
    } else {
        ok = solve(ui, &problem, &a, &answer, &failure) == JF_OK;
        exit_code =
            ok ? print(ui, &answer) : jf_report_failure(ui, &failure, false);
        jf_problem_clear(&problem);
    }
    for (int i = 0; i < NQUESTION; i++)
        free(a.text[i]);
    return exit_code;
}
