/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/prefix.h"
#include "run/watch.h"

typedef struct prefix {
    const jf_work *work;
    int64_t ntask;
} prefix;

static void visit(void *param, jf_state *state)
{
    prefix *const p = param;
    int64_t all = p->work->ntask;

    jf_state_mark(state, "tasks");
    jf_state_whole(state, "all", all, all, &all);
    jf_state_whole(state, "done", 1, all, &p->ntask);
    p->work->keep(p->work->job, state);
}

jf_status jf_prefix_load(const jf_executor *executor, const jf_work *work,
                         int64_t *first)
{
    prefix p = {work, 0};

    *first = 0;
    if (!work->keep || !jf_keep_load(executor, visit, &p))
        return jf_keep_is_damaged(executor) ? JF_USAGE : JF_OK;
    *first = p.ntask;
    jf_watch_skip(executor->watcher, work, p.ntask);
    return JF_OK;
}

bool jf_prefix_due(const jf_executor *executor, const jf_work *work)
{
    return work->keep && jf_keep_due(executor);
}

void jf_prefix_save(const jf_executor *executor, const jf_work *work,
                    int64_t ntask)
{
    prefix p = {work, ntask};

    if (work->keep)
        jf_keep_save(executor, visit, &p);
}
