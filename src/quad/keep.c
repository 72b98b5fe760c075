/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace of saving, where nobody has set it: a hundredth of the time at most,
 * but of small states at least every 3 s: a disk that takes its time is then
 * waited for. */
#include "quad/keep.h"
#include "base/os.h"

#include <math.h>

static const double EVERY = 2, SELDOM = 3, SHARE = 0.01; // s, s

enum { SMALL = 1 << 16 };

// Of several processes one does it.
static bool saves(const jf_keeper *k)
{
    return k && k->options->save && !k->watcher->led;
}

bool jf_keep_due(const jf_executor *executor)
{
    const jf_keeper *const k = executor->keeper;

    return saves(k) && k->watcher->progress.seconds >= k->next;
}

static double pause(const jf_options *o, double cost, size_t size)
{
    const double cheap = cost / SHARE;

    if (o->save_every > 0)
        return o->save_every;
    return fmax(EVERY, size < SMALL ? fmin(cheap, SELDOM) : cheap);
}

void jf_keep_save(const jf_executor *executor, jf_visit visit, void *param)
{
    jf_keeper *const k = executor->keeper;
    jf_state state = {0};

    if (!saves(k))
        return;
    const double start = jf_os_seconds();
    jf_state_copy(&state, k->head.text, k->head.length);
    visit(param, &state);
    if (!state.failed)
        k->options->save(k->options->save_param, state.text, state.length);
    const double now = jf_os_seconds();
    k->next =
        now - k->watcher->start + pause(k->options, now - start, state.length);
    jf_state_clear(&state);
}

bool jf_keep_load(const jf_executor *executor, jf_visit visit, void *param)
{
    jf_keeper *const k = executor->keeper;

    if (!k || !k->given)
        return false;
    k->given = false;
    visit(param, &k->from);
    k->damaged = k->from.failed || k->from.next != k->from.end;
    return !k->damaged;
}

bool jf_keep_is_damaged(const jf_executor *executor)
{
    return executor->keeper && executor->keeper->damaged;
}
