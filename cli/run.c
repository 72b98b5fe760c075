/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/report.h"
#include "cli/shell.h"
#include "cli/table.h"

int jf_run_problem(const jf_ui *ui, const jf_problem *problem, int64_t panels,
                   const jf_source *where)
{
    jf_answer answer;
    jf_failure failure;

    if (ui->request->table && problem->variable)
        return jf_table_run(ui, problem);
    if (jf_problem_solve(problem, ui, panels, &answer, &failure) == JF_OK)
        return jf_report_answer(ui, &answer, where);
    if (where) {
        const jf_piece piece = jf_piece_of(where);
        failure.source = where;
        failure.diag.begin = piece.begin;
        failure.diag.end = piece.end;
    }
    return jf_report_failure(ui, &failure, where != NULL);
}

// --show
static size_t print_stage(const jf_ui *ui, const jf_problem *p,
                          const jf_program *program, char *text, size_t size)
{
    if (strcmp(ui->request->show, "ir") == 0)
        return jf_program_print(program, text, size);
    return jf_program_print_marks(program, p->a < p->b ? p->a : p->b,
                                  p->a < p->b ? p->b : p->a, text, size);
}

static int show(const jf_ui *ui, const jf_problem *problem)
{
    jf_program *program;
    jf_diag diag;

    if (jf_expr_compile(problem->integrand, problem->variable,
                        (size_t)problem->nbinding, problem->binding, &program,
                        &diag) != JF_OK)
        return jf_report_diag(ui, &diag);
    const size_t size = print_stage(ui, problem, program, NULL, 0) + 1;
    char *const text = malloc(size);
    if (text) {
        print_stage(ui, problem, program, text, size);
        jf_out_copy(&ui->out, text, strlen(text));
    }
    free(text);
    jf_program_free(program);
    return text ? 0 : jf_status_exit(JF_NOMEM);
}

// Appends a word as a shell has to be given it.
static void append_word(char *command, size_t size, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_./:=+,@%-";
    const char shell[] = {jf_console_quote(), '\0'};
    const char *const quote = word[strspn(word, plain)] ? shell : "";
    const size_t n = strlen(command);

    snprintf(command + n, size - n, " %s%s%s", quote, word, quote);
}

// Hints with the whole command, where that fits: "give it one: jifen 'a*x^2' 0
// 1 a=2", "like this: jifen 'x^2' 0 1".
static void complete_hint(const jf_request *request, jf_failure *failure)
{
    const bool value = failure->diag.hint.id == JF_TEXT_CLI_GIVE_VALUE;
    char command[2 * JF_ARG_MAX] = "jifen", setting[JF_ARG_MAX + 2];

    if (!failure->missing || failure->part == JF_PART_INTEGRAND ||
        failure->part == JF_PART_UPPER)
        return;
    for (size_t i = 0; i < request->nword; i++)
        append_word(command, sizeof command, request->word[i]);
    snprintf(setting, sizeof setting, "%s=2", failure->name);
    if (value) {
        append_word(command, sizeof command, setting);
    } else {
        append_word(command, sizeof command, "0");
        append_word(command, sizeof command, "1");
    }
    if (strlen(command) < JF_ARG_MAX)
        failure->diag.hint = jf_message_make(value ? JF_TEXT_CLI_GIVE_COMMAND
                                                   : JF_TEXT_CLI_ADD_COMMAND,
                                             command, NULL, NULL);
}

// A name such as x2, where cmd.exe may have taken the '^' of x^2 away.
static bool suspect_power(const char *name, jf_failure *failure)
{
    char power[JF_ARG_MAX];

    if (!jf_console_eats_carets() || !jf_shell_guess_power(name, power))
        return false;
    failure->diag.hint =
        jf_message_make(JF_TEXT_CLI_CARET_EATEN, power, name, NULL);
    return true;
}

// The same of a name that has no value, or cannot have one ("ex").
static bool suspect_name(jf_failure *failure)
{
    const jf_message problem = failure->diag.problem;

    if (problem.id == JF_TEXT_EXPR_UNKNOWN_NAME)
        return suspect_power(problem.arg[0], failure);
    return failure->missing && failure->part == JF_PART_PARAM &&
           suspect_power(failure->name, failure);
}

// Nobody named the variable, and it looks like the rest of a power: to
// integrate over it would be a wrong answer that nobody sees.
static bool suspect_variable(const jf_problem *problem, jf_failure *failure)
{
    const char *const name = problem->variable;

    if (!name || problem->job->variable.source ||
        jf_expr_variable(problem->integrand) || !suspect_power(name, failure))
        return false;
    const jf_message hint = failure->diag.hint;
    jf_failure_set(failure, JF_SYNTAX, JF_PART_OTHER, problem->job->integrand,
                   jf_message_make(JF_TEXT_CLI_NO_VALUE, name, NULL, NULL));
    failure->diag.hint = hint;
    return true;
}

static int run_job(const jf_ui *ui, jf_job *job)
{
    const jf_request *const request = ui->request;
    const jf_need need = request->show && strcmp(request->show, "ir") == 0
                             ? JF_NEED_NONE
                             : JF_NEED_LIMITS;
    jf_problem problem;
    jf_failure failure;

    if (jf_problem_init(&problem, job, request, need, &failure) != JF_OK) {
        const bool limits = failure.missing && (failure.part == JF_PART_LOWER ||
                                                failure.part == JF_PART_UPPER);
        if (limits && ui->interactive && ui->style == JF_STYLE_TEXT &&
            !ui->checkpoint)
            return jf_run_questions(ui, job);
        if (!suspect_name(&failure))
            complete_hint(request, &failure);
        return jf_report_failure(ui, &failure, false);
    }
    int exit_code;
    if (suspect_variable(&problem, &failure))
        exit_code = jf_report_failure(ui, &failure, false);
    else
        exit_code = request->show ? show(ui, &problem)
                                  : jf_run_problem(ui, &problem, 0, NULL);
    jf_problem_clear(&problem);
    return exit_code;
}

int jf_run_words(const jf_ui *ui)
{
    const jf_request *const request = ui->request;
    jf_source *const source = calloc(request->nword, sizeof *source);
    jf_job job = {.nparam = 0};
    jf_failure failure;
    int exit_code;

    if (!source)
        return jf_status_exit(JF_NOMEM);
    for (size_t i = 0; i < request->nword; i++) {
        const char *const word = request->word[i];
        source[i] = (jf_source){.text = word, .length = strlen(word)};
        if (jf_job_add(&job, &source[i], request->strict, &failure) == JF_OK)
            continue;
        exit_code = jf_report_failure(ui, &failure, false);
        free(source);
        return exit_code;
    }
    exit_code = run_job(ui, &job);
    free(source);
    return exit_code;
}
