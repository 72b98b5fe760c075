/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cauchy principal values. */
#ifndef JF_QUAD_PRINCIPAL_H
#define JF_QUAD_PRINCIPAL_H

#include "quad/method.h"

/* The principal value of a problem whose options ask for it, or the integral
 * itself where there is no pole.  Fills *result as a method does. */
jf_status jf_principal_run(const jf_problem *problem, jf_executor *executor,
                           jf_result *result);

/* Whether an integral that diverges has a principal value: no more than a look
 * at each pole. */
jf_status jf_principal_exists(const jf_problem *problem, bool *exists);

#endif
