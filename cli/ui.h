/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_UI_H
#define JF_CLI_UI_H

#include <stdbool.h>

#include "cli/options.h"
#include "cli/out.h"

/* How answers are written. */
typedef enum jf_style {
    JF_STYLE_TEXT,   /* three lines, for a person */
    JF_STYLE_NUMBER, /* the bare number; all else goes to the error stream */
    JF_STYLE_JSON
} jf_style;

/* How a long integration is shown, on the error stream. */
typedef enum jf_showing {
    JF_SHOW_NOTHING,
    JF_SHOW_LINE, /* one line that is drawn again and again */
    JF_SHOW_JSON  /* an object a second */
} jf_showing;

/* The two streams of the program, and what was asked of it. */
typedef struct jf_ui {
    const jf_request *request;
    jf_out out, err;
    jf_style style;
    jf_showing showing;
    bool interactive;   /* a person at both ends: may be asked */
    jf_ranks *ranks;    /* processes that compute together, or NULL; rank 0
                         * alone writes, and no person is asked */
    struct jf_csv *csv; /* where each result also becomes a row, or NULL */
    struct jf_checkpoint *checkpoint; /* where the job is kept, or NULL */
} jf_ui;

/* Looks at the request, the environment and the terminal.  The request may be
 * one that jf_request_read refused. */
void jf_ui_init(jf_ui *ui, const jf_request *request, jf_ranks *ranks);

/* From now on a crash is told in the ui's language. */
void jf_ui_guard(const jf_ui *ui);

/* Waits for Enter, and says so. */
void jf_ui_pause(const jf_ui *ui);

/* Checks the values of --lang, --color, --show, and what goes together. */
jf_status jf_ui_check(const jf_request *request, jf_diag *diag);

/* Writes everything out; returns the exit code, 5 where writing failed. */
int jf_ui_close(const jf_ui *ui, int exit_code);

/* With -vv, what the ranks have sent each other. */
void jf_ui_tell_traffic(const jf_ui *ui);

/* The worse of two exit codes: 130 > 5 > 2 > 4 > 3 > 1 > 0. */
int jf_ui_worse(int a, int b);

#endif
