/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows how far an integration has come, and lets Ctrl-C stop it. */
#ifndef JF_CLI_PROGRESS_H
#define JF_CLI_PROGRESS_H

#include "cli/ui.h"

typedef struct jf_view {
    const jf_ui *ui;
    double timeout; /* of the integration; 0: none */
    double next;    /* when to show something, in seconds */
    int columns;    /* of the line that stands on the terminal */
} jf_view;

/* From now on Ctrl-C stops the integration that is made with these options
 * instead of the program.  The view stays until jf_view_end, which takes the
 * line away. */
void jf_view_begin(jf_view *view, const jf_ui *ui, jf_options *options);
void jf_view_end(jf_view *view);

/* Takes the line away for now, so that something else can be written. */
void jf_view_erase(jf_view *view);

#endif
