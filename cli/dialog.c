/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog: integrand, lower limit, upper limit, panels; then the answer, and
 * the next integrand.
 *
 * The questions follow from what is missing.  A job is put together from the
 * answers so far and given to jf_problem_init; what that misses is asked for,
 * and what it finds wrong is asked for again with the old text in place.  So a
 * whole job typed at the first question is not asked for its limits, and a
 * letter without a value becomes a question where it is met. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/help.h"
#include "cli/line.h"
#include "cli/report.h"
#include "cli/run.h"

enum {
    SLOT_INTEGRAND,
    SLOT_LOWER,
    SLOT_UPPER,
    SLOT_PANELS,
    SLOT_PARAM,
    NSLOT = SLOT_PARAM + JF_PARAM_MAX,
    DEFAULT_SIZE = 64,
    PROMPT_SIZE = 256,
    PROMPT_COLUMNS = 16
};

// A question with its answer; `offer` is what Enter stands for.
typedef struct slot {
    char *text;
    jf_source source;
    char offer[DEFAULT_SIZE];
    char name[JF_ARG_MAX]; // of a parameter
    jf_source name_source;
    int indent; // columns of the prompt
} slot;

typedef struct dialog {
    const jf_ui *ui;
    jf_line *line;
    jf_job *job;
    slot slot[NSLOT];
} dialog;

typedef enum outcome {
    READY, // the problem is understood
    WRONG, // the integrand's line must be typed again, *failure says why
    ENDED  // nobody answers any more
} outcome;

static void format_prompt(const dialog *d, int at, char *prompt)
{
    static const jf_text_id labels[] = {
        JF_TEXT_CLI_ASK_INTEGRAND, JF_TEXT_CLI_ASK_LOWER, JF_TEXT_CLI_ASK_UPPER,
        JF_TEXT_CLI_ASK_PANELS, JF_TEXT_CLI_ASK_PARAM};
    const slot *const s = &d->slot[at];
    const jf_message label = jf_message_make(
        labels[at < SLOT_PARAM ? at : SLOT_PARAM], s->name, NULL, NULL);
    size_t n = jf_message_format(&label, d->ui->out.lang, prompt, PROMPT_SIZE);

    if (at != SLOT_INTEGRAND && s->offer[0])
        n += (size_t)snprintf(prompt + n, PROMPT_SIZE - n, " [%s]", s->offer);
    const int gap = PROMPT_COLUMNS - (int)jf_text_width(prompt, n);
    snprintf(prompt + n, PROMPT_SIZE - n,
             "%*s= ", at == SLOT_INTEGRAND || gap < 1 ? 1 : gap, "");
}

// Asks one question.  False at the end of the input.
static bool ask(dialog *d, int at, size_t cursor)
{
    char prompt[PROMPT_SIZE];
    slot *const s = &d->slot[at];
    char *const before = s->text;

    format_prompt(d, at, prompt);
    s->indent = (int)jf_text_width(prompt, strlen(prompt));
    s->text = jf_line_ask(d->line, prompt, before, cursor);
    free(before);
    if (s->text && at != SLOT_INTEGRAND && !*s->text) {
        free(s->text);
        s->text = strdup(s->offer);
    }
    if (!s->text)
        return false;
    s->source = (jf_source){.text = s->text, .length = strlen(s->text)};
    return true;
}

static void forget(dialog *d, int at)
{
    free(d->slot[at].text);
    d->slot[at].text = NULL;
    d->slot[at].source = (jf_source){0};
}

// The slot of a parameter that has no value yet: its own, if it was asked for
// before, else one that no parameter of this job uses.
static int param_slot(dialog *d, const char *name)
{
    int unused = SLOT_PARAM;

    for (int i = SLOT_PARAM; i < NSLOT; i++)
        if (strcmp(d->slot[i].name, name) == 0)
            return i;
    while (unused < NSLOT - 1 && d->slot[unused].text)
        unused++;
    slot *const s = &d->slot[unused];
    forget(d, unused);
    snprintf(s->name, sizeof s->name, "%s", name);
    s->offer[0] = '\0';
    s->name_source = (jf_source){.text = s->name, .length = strlen(s->name)};
    return unused;
}

static int slot_of(dialog *d, const jf_failure *failure)
{
    const jf_source *const source = failure->source;

    switch (failure->part) {
    case JF_PART_LOWER:
    case JF_PART_UPPER: {
        const int at = failure->part == JF_PART_LOWER ? SLOT_LOWER : SLOT_UPPER;
        const bool ours = failure->missing || source == &d->slot[at].source;
        return ours ? at : SLOT_INTEGRAND;
    }
    case JF_PART_PARAM:
        if (failure->missing)
            return param_slot(d, failure->name);
        for (int i = SLOT_PARAM; i < NSLOT; i++)
            if (source == &d->slot[i].source)
                return i;
        return SLOT_INTEGRAND;
    default:
        return SLOT_INTEGRAND;
    }
}

// Puts the answer where it belongs in the job.
static void enter(dialog *d, int at)
{
    const slot *const s = &d->slot[at];
    jf_job *const job = d->job;

    if (at == SLOT_LOWER || at == SLOT_UPPER) {
        job->limit[at - SLOT_LOWER] = jf_piece_of(&s->source);
        return;
    }
    int i = 0;
    while (i < job->nparam && job->param[i].value.source != &s->source)
        i++;
    if (i == JF_PARAM_MAX)
        return;
    job->param[i] =
        (jf_param){jf_piece_of(&s->name_source), jf_piece_of(&s->source)};
    job->nparam = i == job->nparam ? i + 1 : job->nparam;
}

// Asks until the job makes a problem.
static outcome settle(dialog *d, jf_problem *problem, jf_failure *failure)
{
    while (jf_problem_init(problem, d->job, d->ui->request, JF_NEED_LIMITS,
                           failure) != JF_OK) {
        const int at = slot_of(d, failure);
        size_t cursor = 0;
        if (at == SLOT_INTEGRAND)
            return WRONG;
        if (!failure->missing) {
            jf_report_under(&d->ui->out, failure, d->slot[at].indent);
            cursor = failure->diag.begin;
        }
        do {
            if (!ask(d, at, cursor))
                return ENDED;
        } while (!*d->slot[at].text);
        enter(d, at);
    }
    return READY;
}

static bool ask_panels(dialog *d, int64_t *panels)
{
    jf_failure failure;

    *panels = 0;
    if (!ask(d, SLOT_PANELS, 0))
        return false;
    while (jf_problem_panels(jf_piece_of(&d->slot[SLOT_PANELS].source), panels,
                             &failure) != JF_OK) {
        jf_report_under(&d->ui->out, &failure, d->slot[SLOT_PANELS].indent);
        if (!ask(d, SLOT_PANELS, failure.diag.begin))
            return false;
    }
    return true;
}

static void offer_expression(slot *s, const jf_expr *expr)
{
    if (s->text && expr && jf_expr_print(expr, NULL, 0) < DEFAULT_SIZE)
        jf_expr_print(expr, s->offer, DEFAULT_SIZE);
}

// What was answered now is offered next time.
static void remember(dialog *d, const jf_problem *problem)
{
    const slot *const panels = &d->slot[SLOT_PANELS];

    offer_expression(&d->slot[SLOT_LOWER], problem->limit[0]);
    offer_expression(&d->slot[SLOT_UPPER], problem->limit[1]);
    for (int i = 0; i < problem->job->nparam; i++)
        for (int at = SLOT_PARAM; at < NSLOT; at++)
            if (problem->job->param[i].value.source == &d->slot[at].source)
                offer_expression(&d->slot[at], problem->value[i]);
    if (panels->text && strlen(panels->text) < DEFAULT_SIZE)
        snprintf(d->slot[SLOT_PANELS].offer, DEFAULT_SIZE, "%s", panels->text);
}

static void forget_answers(dialog *d)
{
    for (int i = 0; i < NSLOT; i++)
        forget(d, i);
}

// "?", "? sin", "ex", ":q" at the first question
static bool run_command(const dialog *d, const char *text)
{
    const size_t mark = text[0] == '?'                ? 1
                        : strncmp(text, "？", 3) == 0 ? 3
                                                      : 0;

    if (mark > 0) {
        const char *const topic = text + mark + strspn(text + mark, " ");
        if (!*topic)
            jf_out_say(&d->ui->out, JF_TEXT_CLI_DIALOG_HELP,
                       jf_console_end_keys(), NULL, NULL);
        else if (!jf_help_functions(d->ui, topic))
            jf_out_say(&d->ui->out, JF_TEXT_CLI_NO_FUNCTION, topic, NULL, NULL);
        return true;
    }
    if (strcmp(text, "ex") != 0)
        return false;
    jf_out_say(&d->ui->out, JF_TEXT_CLI_DIALOG_EXAMPLES, NULL, NULL, NULL);
    return true;
}

static bool is_farewell(const char *text)
{
    static const char *const words[] = {"", ":q", "quit", "exit"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

// Reads an integrand, or a whole job, until one is understood.
static outcome ask_job(dialog *d, jf_problem *problem)
{
    slot *const s = &d->slot[SLOT_INTEGRAND];
    size_t cursor = 0;
    jf_failure failure;

    for (;;) {
        if (!ask(d, SLOT_INTEGRAND, cursor))
            return ENDED;
        s->text[strcspn(s->text, "\r\n")] = '\0';
        if (is_farewell(s->text + strspn(s->text, " ")))
            return ENDED;
        if (run_command(d, s->text)) {
            forget(d, SLOT_INTEGRAND);
            continue;
        }
        *d->job = (jf_job){.nparam = 0};
        outcome now = WRONG;
        if (jf_job_add(d->job, &s->source, d->ui->request->strict, &failure) ==
            JF_OK)
            now = settle(d, problem, &failure);
        if (now != WRONG)
            return now;
        jf_report_under(&d->ui->out, &failure, s->indent);
        cursor = failure.source ? failure.diag.begin : 0;
    }
}

static int solve(dialog *d, jf_problem *problem, bool whole)
{
    int64_t panels = 0;
    int exit_code = 0;

    if (problem->variable && !whole && !ask_panels(d, &panels))
        exit_code = -1;
    remember(d, problem);
    if (exit_code == 0) {
        jf_out_put(&d->ui->out, "\n");
        exit_code = jf_run_problem(d->ui, problem, panels, NULL);
        jf_out_put(&d->ui->out, "\n");
    }
    jf_problem_clear(problem);
    return exit_code;
}

static bool open_dialog(dialog *d, const jf_ui *ui, jf_job *job)
{
    *d = (dialog){.ui = ui, .job = job, .line = jf_line_open(&ui->out)};
    snprintf(d->slot[SLOT_LOWER].offer, DEFAULT_SIZE, "0");
    snprintf(d->slot[SLOT_UPPER].offer, DEFAULT_SIZE, "1");
    snprintf(d->slot[SLOT_PANELS].offer, DEFAULT_SIZE, "%s",
             jf_text(JF_TEXT_CLI_AUTOMATIC, ui->out.lang));
    return d->line != NULL;
}

static void close_dialog(dialog *d)
{
    forget_answers(d);
    jf_line_close(d->line);
}

int jf_run_dialog(const jf_ui *ui)
{
    jf_job job = {.nparam = 0};
    jf_problem problem;
    dialog d;

    if (!open_dialog(&d, ui, &job))
        return jf_status_exit(JF_NOMEM);
    jf_out_say(&ui->out, JF_TEXT_CLI_BANNER, JIFEN_VERSION, NULL, NULL);
    while (ask_job(&d, &problem) == READY) {
        const bool whole = !d.slot[SLOT_UPPER].text;
        if (solve(&d, &problem, whole) < 0)
            break;
        forget_answers(&d);
    }
    close_dialog(&d);
    return 0;
}

int jf_run_questions(const jf_ui *ui, jf_job *job)
{
    jf_problem problem;
    jf_failure failure;
    dialog d;
    int exit_code;

    if (!open_dialog(&d, ui, job))
        return jf_status_exit(JF_NOMEM);
    const outcome now = settle(&d, &problem, &failure);
    if (now == READY)
        exit_code = solve(&d, &problem, ui->request->panels > 0);
    else if (now == WRONG)
        exit_code = jf_report_failure(ui, &failure, false);
    else
        exit_code = jf_status_exit(JF_SYNTAX);
    close_dialog(&d);
    return exit_code < 0 ? jf_status_exit(JF_SYNTAX) : exit_code;
}
