/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_CSV_H
#define JF_CLI_CSV_H

#include "cli/bytes.h"
#include "cli/problem.h"

/* Results as a table that spreadsheets open: a row a job, columns by name.
 * Names and statuses are never translated, messages are. */
typedef struct jf_csv {
    jf_lang lang;
    jf_bytes bytes;
} jf_csv;

void jf_csv_open(jf_csv *csv, jf_lang lang);
void jf_csv_close(jf_csv *csv);

/* where: the line it came from, NULL for the words of a command line. */
void jf_csv_add_answer(jf_csv *csv, const jf_answer *answer,
                       const jf_source *where);
void jf_csv_add_failure(jf_csv *csv, const jf_failure *failure);

/* Writes the table to a file.  An older table of results is replaced; any other
 * file stays as it is, and *diag says so. */
jf_status jf_csv_save(const jf_csv *csv, const char *path, jf_diag *diag);

#endif
