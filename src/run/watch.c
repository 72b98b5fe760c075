/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/watch.h"
#include "base/os.h"

#include <jifen/ranks.h>

#include <math.h>

static bool is_timed(const jf_options *options)
{
    return options->watch || options->timeout > 0 || options->save;
}

void jf_watch_begin(jf_watcher *w, const jf_options *options)
{
    *w = (jf_watcher){
        .options = options,
        .start = is_timed(options) ? jf_os_seconds() : 0,
        .led = jf_ranks_number(options->ranks) > 0,
        .progress = {.value = (double)NAN, .abserr = HUGE_VAL},
    };
}

// Tasks cost about the same; neval * ntask may be more than 2^63.
static int64_t evaluations(const jf_work *work, int64_t ntask)
{
    const double share = (double)ntask / (double)work->ntask;

    return ntask == work->ntask ? work->neval
                                : (int64_t)((double)work->neval * share);
}

// The clock costs more than all the rest, 30 ns, and a tile of x*x 20 us: it is
// read when the pace so far says that a millisecond has gone by.
static void read_clock(jf_watcher *w)
{
    const double often = w->options->save_every;
    const double pause = often > 0 && often < 1e-3 ? often : 1e-3;
    jf_progress *const p = &w->progress;

    if (p->neval < w->look)
        return;
    p->seconds = jf_os_seconds() - w->start;
    const double pace = p->seconds > 0 ? (double)p->neval / p->seconds : 0;
    w->look = p->neval + (int64_t)(pause * pace);
}

bool jf_watch_goes_on(jf_watcher *w, const jf_work *work, int64_t begun)
{
    if (!w || !is_timed(w->options))
        return true;
    const jf_options *const o = w->options;
    jf_progress *const p = &w->progress;
    const int64_t ntask = begun < work->ntask ? begun : work->ntask;

    p->share = work->whole ? (double)ntask / (double)work->ntask : (double)NAN;
    p->neval = w->neval + evaluations(work, ntask);
    read_clock(w);
    if (o->timeout > 0 && !w->led && p->seconds >= o->timeout)
        w->stop = JF_STOP_TIME;
    if (o->watch && !o->watch(o->watch_param, p))
        w->stop = JF_STOP_ASKED;
    return w->stop == JF_STOP_NONE;
}

void jf_watch_skip(jf_watcher *w, const jf_work *work, int64_t ntask)
{
    if (!w)
        return;
    w->neval -= evaluations(work, ntask);
    w->progress.before = (double)ntask / (double)work->ntask;
}

bool jf_watch_stopped(const jf_watcher *w)
{
    return w && w->stop != JF_STOP_NONE;
}

void jf_watch_count(jf_watcher *w, const jf_work *work, int64_t ntask,
                    jf_ran *ran)
{
    ran->ntask = ntask;
    ran->neval = work->ntask > 0 ? evaluations(work, ntask) : 0;
    if (w)
        w->neval += ran->neval;
}
