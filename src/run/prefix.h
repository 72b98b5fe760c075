/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a work after its first tasks, and going on from there. */
#ifndef JF_RUN_PREFIX_H
#define JF_RUN_PREFIX_H

#include "quad/keep.h"

/* Fills *first: how many tasks are done already, and in the job.  JF_USAGE when
 * what is to be continued does not fit. */
jf_status jf_prefix_load(const jf_executor *executor, const jf_work *work,
                         int64_t *first);

/* Whether it is time to save, and this work can be. */
bool jf_prefix_due(const jf_executor *executor, const jf_work *work);

/* Saves the job, which is that of the first ntask tasks. */
void jf_prefix_save(const jf_executor *executor, const jf_work *work,
                    int64_t ntask);

#endif
