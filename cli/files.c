/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of jobs: named by -f, or dropped on the program on a desktop. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/csv.h"
#include "cli/report.h"
#include "cli/run.h"

int jf_run_file(const jf_ui *ui, const char *path, const char *name)
{
    const bool dash = strcmp(path, "-") == 0;
    const bool first = jf_ranks_number(ui->ranks) == 0;
    FILE *const file = dash ? stdin : first ? jf_console_open_file(path) : NULL;
    char opened = file != NULL;
    const jf_diag diag = {
        .status = JF_IO,
        .problem = jf_message_make(JF_TEXT_CLI_CANNOT_OPEN, name, NULL, NULL)};

    jf_ranks_share(ui->ranks, 1, &opened);
    if (!opened)
        return jf_report_diag(ui, &diag);
    const int exit_code = jf_run_batch(ui, file, name);
    if (file && !dash)
        fclose(file);
    return exit_code;
}

static const char *name_of(const char *path)
{
    const char *name = path;

    for (const char *s = path; *s; s++)
        if (*s == '/' || *s == '\\' || *s == ':')
            name = s + 1;
    return name;
}

// "jobs.txt" -> "jobs.results.csv"
static char *results_path(const char *path)
{
    static const char end[] = ".results.csv";
    const char *const name = name_of(path), *const dot = strrchr(name, '.');
    const size_t n = dot && dot > name ? (size_t)(dot - path) : strlen(path);
    char *const results = malloc(n + sizeof end);

    if (results)
        snprintf(results, n + sizeof end, "%.*s%s", (int)n, path, end);
    return results;
}

static int save(const jf_ui *ui, const jf_csv *csv, const char *path)
{
    jf_diag diag;

    if (jf_csv_save(csv, path, &diag) != JF_OK)
        return jf_report_diag(ui, &diag);
    jf_out_say(&ui->out, JF_TEXT_CLI_SAVED, name_of(path), NULL, NULL);
    return 0;
}

static int run_dropped(const jf_ui *ui, const char *path)
{
    char *const results = results_path(path);
    jf_csv csv;
    jf_ui with_csv = *ui;

    if (!results)
        return jf_status_exit(JF_NOMEM);
    jf_csv_open(&csv, ui->out.lang);
    with_csv.csv = &csv;
    int exit_code = jf_run_file(&with_csv, path, name_of(path));
    if (exit_code != jf_status_exit(JF_IO))
        exit_code = jf_ui_worse(exit_code, save(ui, &csv, results));
    jf_csv_close(&csv);
    free(results);
    return exit_code;
}

int jf_run_dropped(const jf_ui *ui)
{
    const jf_request *const request = ui->request;
    int exit_code = 0;

    for (size_t i = 0; i < request->nword; i++)
        exit_code = jf_ui_worse(exit_code, run_dropped(ui, request->word[i]));
    return exit_code;
}
