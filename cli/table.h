/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_TABLE_H
#define JF_CLI_TABLE_H

#include "cli/problem.h"
#include "cli/ui.h"

/* --table: the values of a fixed rule for n = 1, 2, 4 ... with their errors and
 * the observed order.  Returns the exit code; a failure has been reported. */
int jf_table_run(const jf_ui *ui, const jf_problem *problem);

#endif
