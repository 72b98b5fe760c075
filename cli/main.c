/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse -> plan -> run -> report */
#include <string.h>

#include "cli/console.h"
#include "cli/csv.h"
#include "cli/help.h"
#include "cli/report.h"
#include "cli/run.h"
#include "cli/shell.h"

static int run_functions(const jf_ui *ui)
{
    const char *const text =
        ui->request->nword > 0 ? ui->request->word[0] : NULL;
    const jf_diag diag = {
        .status = JF_USAGE,
        .problem = jf_message_make(JF_TEXT_CLI_NO_FUNCTION, text, NULL, NULL)};

    return jf_help_functions(ui, text) ? 0 : jf_report_diag(ui, &diag);
}

// The things that jifen tells about itself.  False when none was asked for.
static bool tell(const jf_ui *ui)
{
    const jf_request *const request = ui->request;
    const struct {
        bool asked;
        void (*tell)(const jf_ui *ui);
    } rows[] = {
        {request->help, jf_help_short},
        {request->help_all, jf_help_options},
        {request->version, jf_help_version},
        {request->examples, jf_help_examples},
        {request->method && strcmp(request->method, "list") == 0,
         jf_help_methods},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].asked)
            continue;
        rows[i].tell(ui);
        return true;
    }
    return false;
}

static int run(const jf_ui *ui)
{
    const jf_request *const request = ui->request;
    const bool dash = request->nword == 1 && strcmp(request->word[0], "-") == 0;

    if (tell(ui))
        return 0;
    if (request->functions)
        return run_functions(ui);
    if (request->classic)
        return jf_run_classic(ui);
    if (request->checkpoint || request->resume)
        return jf_run_kept(ui);
    if (request->file)
        return jf_run_file(ui, request->file, request->file);
    if (request->nword > 0 && !dash)
        return jf_run_words(ui);
    if (ui->interactive && !dash && ui->style == JF_STYLE_TEXT)
        return jf_run_dialog(ui);
    return jf_run_batch(ui, stdin, "-");
}

// -o: the results also become a file.
static int run_and_save(const jf_ui *ui)
{
    jf_csv csv;
    jf_ui with_csv = *ui;
    jf_diag diag;

    jf_csv_open(&csv, ui->out.lang);
    with_csv.csv = &csv;
    int exit_code = run(&with_csv);
    if (jf_ranks_number(ui->ranks) == 0 &&
        jf_csv_save(&csv, ui->request->output, &diag) != JF_OK)
        exit_code = jf_ui_worse(exit_code, jf_report_diag(ui, &diag));
    jf_csv_close(&csv);
    return exit_code;
}

// Nothing but files?
static bool is_dropped(const jf_request *request)
{
    size_t i = 0;

    while (i < request->nword && jf_console_is_file(request->word[i]))
        i++;
    return i > 0 && i == request->nword;
}

// In a window that closes with the program, nobody could read what is written
// last, so it waits.
static int run_window(const jf_ui *ui)
{
    int exit_code;
    const bool own = ui->interactive && jf_console_is_own();
    const bool dropped = own && is_dropped(ui->request);

    if (own)
        jf_console_set_title(jf_text(JF_TEXT_CLI_TITLE, ui->out.lang));
    if (dropped)
        exit_code = jf_run_dropped(ui);
    else
        exit_code = ui->request->output ? run_and_save(ui) : run(ui);
    if (dropped || (own && exit_code == jf_status_exit(JF_IO)))
        jf_ui_pause(ui);
    return exit_code;
}

int main(int argc, char **argv)
{
    jf_request request;
    jf_ranks *ranks;
    jf_ui ui;
    jf_diag diag = {.status = JF_NOMEM};

    jf_console_open(&argc, &argv);
    jf_status status = jf_request_read(&request, argc, argv, &diag);
    if (status == JF_OK)
        status = jf_shell_join(&request, &diag);
    jf_diag strayed;
    const jf_status met = jf_ranks_open(&ranks, &strayed);
    jf_ui_init(&ui, &request, ranks);
    jf_ui_guard(&ui);
    if (status == JF_OK)
        status = jf_ui_check(&request, &diag);
    if (status == JF_OK && met != JF_OK) {
        status = met;
        diag = strayed;
    }
    int exit_code =
        status == JF_OK ? run_window(&ui) : jf_report_diag(&ui, &diag);
    if (met == JF_OK)
        jf_ui_tell_traffic(&ui);
    exit_code = jf_ui_close(&ui, exit_code);
    jf_ranks_close(ranks);
    jf_request_clear(&request);
    return exit_code;
}
