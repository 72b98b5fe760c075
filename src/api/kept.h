/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of what is kept: the settings before it, the result after it. */
#ifndef JF_API_KEPT_H
#define JF_API_KEPT_H

#include "quad/keep.h"
#include "quad/method.h"

/* For options that have `save` or `state`, or neither.  A state that is not
 * of this integral is refused: JF_USAGE, and the cause in *result.  *done: it
 * is that of a finished one, and *result is filled. */
jf_status jf_kept_open(jf_keeper *keeper, const jf_watcher *watcher,
                       const jf_method *method, double a, double b,
                       jf_result *result, bool *done);

/* What came of the method: saves the result, unless the job was stopped.
 * Returns status, or JF_USAGE with a cause when the state did not fit. */
jf_status jf_kept_end(jf_keeper *keeper, jf_status status, jf_result *result);

/* Also after a failure. */
void jf_kept_close(jf_keeper *keeper);

#endif
