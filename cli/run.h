/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_RUN_H
#define JF_CLI_RUN_H

#include "cli/problem.h"
#include "cli/ui.h"

/* Solves a problem and reports what came of it, or prints its table; returns
 * the exit code.  where: the line it came from, NULL for words. */
int jf_run_problem(const jf_ui *ui, const jf_problem *problem, int64_t panels,
                   const jf_source *where);

/* The words of the command line as one job. */
int jf_run_words(const jf_ui *ui);

/* The same, kept in a file, or what was kept in one. */
int jf_run_kept(const jf_ui *ui);

/* The lines of a file as jobs; goes on after a bad one.  name: what messages
 * call the file. */
int jf_run_batch(const jf_ui *ui, FILE *file, const char *name);

/* The same of a file by its path; "-" is standard input. */
int jf_run_file(const jf_ui *ui, const char *path, const char *name);

/* Files that were dropped on the program: runs each, and writes its results
 * beside it. */
int jf_run_dropped(const jf_ui *ui);

/* The article's four questions on the output, answers from the input, its two
 * result lines. */
int jf_run_classic(const jf_ui *ui);

/* Questions and answers, one integral after the other. */
int jf_run_dialog(const jf_ui *ui);

/* Asks for what a job lacks and computes it. */
int jf_run_questions(const jf_ui *ui, jf_job *job);

#endif
