/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An adaptive integration is kept where a round begins: what it does from there
 * depends on its panels alone, and on the evaluations that were spent.  Their
 * order in memory is kept too. */
#include "quad/gk.h"
#include "quad/keep.h"

#include <limits.h>
#include <math.h>

static bool is_sound(const jf_gk_state *s, const jf_gk_panel *p)
{
    return p->a >= s->problem->a && p->a < p->b && p->b <= s->problem->b;
}

static void visit_panel(jf_gk_panel *p, jf_state *state)
{
    double *const reals[] = {
        &p->a,      &p->b,      &p->value,        &p->abs,
        &p->raw,    &p->error,  &p->gap,          &p->noise,
        &p->end[0], &p->end[1], &p->parent_value, &p->parent_raw,
        &p->bad_x,  &p->ripple, &p->shift};
    bool *const flags[] = {&p->broken[0], &p->broken[1], &p->bad,
                           &p->pole,      &p->scanned,   &p->unseen};
    enum { NREAL = sizeof reals / sizeof *reals };
    enum { NFLAG = sizeof flags / sizeof *flags };
    double x[NREAL];
    int64_t seen = (int64_t)p->vain << NFLAG;

    for (int i = 0; i < NREAL; i++)
        x[i] = *reals[i];
    for (int i = 0; i < NFLAG; i++)
        seen |= (int64_t)*flags[i] << i;
    jf_state_reals(state, "panel", NREAL, x);
    jf_state_whole(state, "seen", 0, INT_MAX, &seen);
    for (int i = 0; i < NREAL; i++)
        *reals[i] = x[i];
    for (int i = 0; i < NFLAG; i++)
        *flags[i] = seen >> i & 1;
    p->vain = (int)(seen >> NFLAG);
}

// For panels that are not there yet, though their number is.
static bool make_room(jf_gk_state *s)
{
    const int64_t n = s->npanel;

    s->npanel = 0;
    const bool done = jf_gk_reserve(s, n);
    s->npanel = n;
    return done;
}

static void visit(void *param, jf_state *state)
{
    jf_gk_state *const s = param;

    jf_state_mark(state, "rounds");
    jf_state_whole(state, "evaluations", 0, INT64_MAX, &s->neval);
    jf_state_whole(state, "panels", 1, JF_GK_PANELS_MAX, &s->npanel);
    if (state->reading && !state->failed)
        state->failed = !make_room(s);
    for (int64_t i = 0; i < s->npanel && !state->failed; i++) {
        if (state->reading)
            s->panel[i] = (jf_gk_panel){.a = 0};
        visit_panel(&s->panel[i], state);
        state->failed |= !is_sound(s, &s->panel[i]);
    }
}

void jf_gk_keep(jf_gk_state *s, int64_t neval)
{
    const int64_t now = s->neval;

    s->neval = neval;
    jf_keep_save(s->executor, visit, s);
    s->neval = now;
}

bool jf_gk_resume(jf_gk_state *s)
{
    return jf_keep_load(s->executor, visit, s);
}
