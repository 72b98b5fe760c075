/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_CLI_REPORT_H
#define JF_CLI_REPORT_H

#include "cli/problem.h"
#include "cli/ui.h"

/* Writes an answer in the style of the ui and returns its exit code.  where:
 * the line it came from, NULL for the words of a command line. */
int jf_report_answer(const jf_ui *ui, const jf_answer *answer,
                     const jf_source *where);

/* Writes a failure, and in a batch a value in its place ("nan").  Returns the
 * exit code. */
int jf_report_failure(const jf_ui *ui, const jf_failure *failure, bool batch);

/* A failure that is about no text. */
int jf_report_diag(const jf_ui *ui, const jf_diag *diag);

/* Writes "-:3:1: error: ..." or "error: column 1: ...", the line, a caret
 * under the span, and the hint. */
void jf_report_place(const jf_out *out, const jf_failure *failure);

/* A caret and the problem, under a text that stands `indent` columns in. */
void jf_report_under(const jf_out *out, const jf_failure *failure, int indent);

/* The same three-line report whatever the style; without notes when quiet. */
void jf_report_text(const jf_ui *ui, const jf_out *out,
                    const jf_answer *answer);
void jf_report_notes(const jf_ui *ui, const jf_out *out,
                     const jf_answer *answer, const char *indent);

/* The sentences of --explain, if it was given; and the pieces, if several. */
void jf_report_explain(const jf_ui *ui, const jf_out *out,
                       const jf_answer *answer);
void jf_report_pieces(const jf_out *out, const jf_answer *answer);

/* The i-th thing to say about an answer: cause,
 * hint, notes.  NULL after the last. */
const jf_message *jf_report_remark(const jf_answer *answer, size_t i);

void jf_report_json(const jf_ui *ui, const jf_out *out,
                    const jf_answer *answer);
void jf_report_json_failure(const jf_out *out, const jf_failure *failure);

/* The sign and the words of an outcome that is not a plain success, coloured:
 * "NOT CONVERGED: ...", with what may be known of the cause. */
void jf_report_outcome(const jf_ui *ui, const jf_out *out,
                       const jf_answer *answer);

/* Canonical text of an expression; a new string for free, NULL: no memory. */
char *jf_report_expression(const jf_expr *expr);

/* A share of 1 in per cent, rounded down, in a buffer of JF_SHORTEN_SIZE. */
void jf_report_percent(double share, char *text);

/* "Simpson" for "simpson". */
jf_text_id jf_report_method(const char *method);

#endif
