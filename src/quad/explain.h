/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a result came about, in words and pieces: each method tells its own part.
 * Nothing here does anything where nobody asked (options->explain is NULL), but
 * texts of arguments are made before: they want jf_explain_wanted(). */
#ifndef JF_QUAD_EXPLAIN_H
#define JF_QUAD_EXPLAIN_H

#include "base/sight.h"
#include "quad/method.h"

enum { JF_EXPLAIN_SIZE = 40 };

bool jf_explain_wanted(const jf_problem *problem);

/* Adds a sentence; beyond JF_STEPS_MAX it is dropped.  NULL: no argument. */
void jf_explain_step(const jf_problem *problem, jf_step_kind kind,
                     jf_text_id text, const char *arg1, const char *arg2);

/* The same with numbers as arguments, written as they are. */
void jf_explain_count(const jf_problem *problem, jf_step_kind kind,
                      jf_text_id text, int64_t n);
void jf_explain_place(const jf_problem *problem, jf_step_kind kind,
                      jf_text_id text, double x, int64_t n);

/* x >= 0 with two digits, rounded upwards. */
const char *jf_explain_above(double x, char text[JF_EXPLAIN_SIZE]);

/* The first few of n abscissae: "0, 0.5, 1, ...". */
void jf_explain_list(const jf_problem *problem, jf_step_kind kind,
                     jf_text_id text, size_t n, const double *x);

/* Begins with new pieces: those between the breakpoints, empty; or none. */
void jf_explain_lay(const jf_problem *problem, const char *method);
void jf_explain_begin(const jf_problem *problem);

/* Adds to the piece that x is inside of. */
void jf_explain_add(const jf_problem *problem, double x, double value,
                    double abserr);

/* One more piece, in its place by `from`. */
void jf_explain_piece(const jf_problem *problem, const jf_result_piece *piece);

/* A result of one piece, where the method told of none. */
void jf_explain_lone_piece(const jf_problem *problem, const jf_result *result);

/* To begin with.  NULL is allowed here and below. */
void jf_explain_clear(jf_explanation *explanation);

/* The sentences in the order of their kinds; pieces from b to a if `reversed`.
 */
void jf_explain_finish(jf_explanation *explanation, bool reversed);

#endif
