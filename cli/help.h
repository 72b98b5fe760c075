/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_HELP_H
#define JF_CLI_HELP_H

#include "cli/ui.h"

/* What jifen can tell about itself: one screen (-h), every option (--help),
 * the version, examples, methods (-m list).  All on the output. */
void jf_help_short(const jf_ui *ui);
void jf_help_options(const jf_ui *ui);
void jf_help_version(const jf_ui *ui);
void jf_help_examples(const jf_ui *ui);
void jf_help_methods(const jf_ui *ui);

/* The functions of the language whose name, alias or help contains `text`
 * (NULL: all).  False when there is none. */
bool jf_help_functions(const jf_ui *ui, const char *text);

#endif
