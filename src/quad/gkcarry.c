/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panels of a round, carried to other processes: a record is the number of
 * a chunk and its panels as they lie in memory, since all processes of a job
 * are the same program.  There are no sums: panels are added up when all are
 * there. */
#include "quad/gk.h"

#include <string.h>

_Static_assert(sizeof(jf_gk_panel) % sizeof(int64_t) == 0, "whole words");

enum { PANEL_WORDS = sizeof(jf_gk_panel) / sizeof(int64_t) };

static int64_t chunk_size(const jf_gk_state *s, int64_t chunk)
{
    const int64_t left = s->nwork - chunk * JF_GK_CHUNK;

    return left < JF_GK_CHUNK ? left : JF_GK_CHUNK;
}

static size_t get_records(const void *job, int64_t *record)
{
    const jf_gk_state *const s = job;
    size_t n = 0;

    for (int64_t chunk = 0; chunk * JF_GK_CHUNK < s->nwork; chunk++) {
        if (!s->done[chunk])
            continue;
        if (record)
            record[n] = chunk;
        n++;
        for (int64_t i = 0; i < chunk_size(s, chunk); i++, n += PANEL_WORDS)
            if (record)
                memcpy(record + n, s->work[chunk * JF_GK_CHUNK + i],
                       sizeof(jf_gk_panel));
    }
    return n;
}

static void put_records(void *job, size_t n, const int64_t *record)
{
    jf_gk_state *const s = job;
    const int64_t *const end = record + n;

    while (record < end) {
        const int64_t chunk = *record++;
        s->done[chunk] = true;
        for (int64_t i = 0; i < chunk_size(s, chunk);
             i++, record += PANEL_WORDS)
            memcpy(s->work[chunk * JF_GK_CHUNK + i], record,
                   sizeof(jf_gk_panel));
    }
}

const jf_carry jf_gk_carry = {
    .get_records = get_records,
    .put_records = put_records,
    .bulk = 1 + JF_GK_CHUNK * PANEL_WORDS,
};
