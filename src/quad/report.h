/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a method writes into its result besides numbers. */
#ifndef JF_QUAD_REPORT_H
#define JF_QUAD_REPORT_H

#include "quad/grid.h"
#include "quad/method.h"

/* A message with one number for an argument. */
jf_message jf_report_message(jf_text_id id, double x);

/* Adds a note; beyond JF_NOTE_MAX it is dropped. */
void jf_report_note(jf_result *result, const jf_message *note);

/* The integrand has no value at x, where it gave y: makes the result
 * `undefined`, and tells a point from a stretch. */
void jf_report_undefined(const jf_problem *problem, double x,
                         jf_result *result);

/* True if the sums are good; else the result is made `undefined`. */
bool jf_report_bad(const jf_problem *problem, const jf_grid_sums *sums,
                   jf_result *result);

/* True if the value is finite, and then the result is `fixed`. */
bool jf_report_value(double value, jf_result *result);

/* Sets abserr; HUGE_VAL where it is not a number. */
void jf_report_error(double error, jf_result *result);

/* False, and a refusal, if a fixed rule is not allowed its evaluations. */
bool jf_report_affordable(const jf_problem *problem, int64_t neval,
                          jf_result *result);

/* The job was stopped: the status says by whom, and the cause why. */
void jf_report_stopped(const jf_executor *executor, jf_result *result);

/* Makes what a fixed rule found the value of a part, from a to `to`. */
void jf_report_part(const jf_problem *problem, double to, double share,
                    jf_result *result);

/* A note for each of the first limits that were taken. */
void jf_report_repairs(const jf_grid_sums *sums, jf_result *result);

#endif
