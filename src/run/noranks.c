/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where there is no plug-in for MPI, no process meets others: jf_ranks is
 * always NULL, and what takes one is never reached. */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

jf_status jf_ranks_open(jf_ranks **ranks, jf_diag *diag)
{
    (void)diag;
    *ranks = NULL;
    return JF_OK;
}

void jf_ranks_close(jf_ranks *ranks)
{
    (void)ranks;
}

int jf_ranks_number(const jf_ranks *ranks)
{
    (void)ranks;
    return 0;
}

int jf_ranks_count(const jf_ranks *ranks)
{
    (void)ranks;
    return 1;
}

int jf_ranks_cores(const jf_ranks *ranks)
{
    (void)ranks;
    return 1;
}

void jf_ranks_share(jf_ranks *ranks, size_t n, char *bytes)
{
    (void)ranks, (void)n, (void)bytes;
}

char *jf_ranks_copy(jf_ranks *ranks, const char *bytes, size_t *n)
{
    char *const copy = calloc(*n + 1, 1);

    (void)ranks;
    return copy ? memcpy(copy, bytes, *n) : NULL;
}

void jf_ranks_traffic(jf_ranks *ranks, jf_traffic *most, jf_traffic *all)
{
    (void)ranks;
    *most = *all = (jf_traffic){0};
}

bool jf_ranks_astray(const jf_ranks *ranks)
{
    (void)ranks;
    return false;
}

void jf_ranks_abort(jf_ranks *ranks, jf_status status)
{
    (void)ranks;
    exit(jf_status_exit(status));
}

jf_executor jf_run_ranks(jf_ranks_executor *self)
{
    return jf_run_threads(self->nthread);
}
