/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that the double-exponential rules want. */
#include "quad/attach.h"
#include "quad/destate.h"
#include "quad/limit.h"

#include <float.h>
#include <math.h>

static jf_status open_view(jf_de_state *s, const jf_integrand *f, int side)
{
    const jf_de_piece *const p = s->piece;
    const double c = side ? p->b : p->a;
    jf_de_eye *const e = &s->eye[side];

    if (!p->near[side] || isinf(c) || !f->sight || !f->sight->near)
        return JF_OK;
    const jf_status status =
        f->sight->near(f->param, c, p->rest[side], side ? -1 : 1, &e->view);
    if (status != JF_OK)
        return status == JF_USAGE ? JF_OK : status;
    e->f = &e->view.f;
    if (!jf_attach(e->f, &e->param)) {
        if (e->view.free)
            e->view.free(e->view.owned);
        return JF_NOMEM;
    }
    s->seen[side] = true;
    return JF_OK;
}

jf_status jf_de_open(jf_de_state *s, const jf_integrand *f, void *param)
{
    s->eye[JF_DE_PLAIN].f = f;
    s->eye[JF_DE_PLAIN].param = param;
    const jf_status status = open_view(s, f, 0);
    return status == JF_OK ? open_view(s, f, 1) : status;
}

void jf_de_close(jf_de_state *s)
{
    for (int side = 0; side < 2; side++)
        if (s->seen[side]) {
            jf_detach(s->eye[side].f, s->eye[side].param);
            if (s->eye[side].view.free)
                s->eye[side].view.free(s->eye[side].view.owned);
        }
}

// --- values -----------------------------------------------------------------

int jf_de_eye_of(const jf_de_node *node, const jf_de_piece *p)
{
    if (!node->viewed)
        return JF_DE_PLAIN;
    return isinf(p->a) ? 1 : isinf(p->b) ? 0 : node->side;
}

static jf_status evaluate_by(jf_de_state *s, int k, int stride)
{
    jf_de_room *const room = s->room;
    size_t n = 0;

    for (int i = jf_de_leftmost(stride); i < JF_DE_SIZE; i += stride) {
        if (room->known[i] ||
            !jf_de_node_at(s->piece, s->seen, i - JF_DE_LAST, &room->node[i]))
            continue;
        if (jf_de_eye_of(&room->node[i], s->piece) != k)
            continue;
        room->index[n] = i;
        room->x[n++] = room->node[i].x;
    }
    if (n == 0)
        return JF_OK;
    const jf_status status =
        s->eye[k].f->eval(s->eye[k].param, n, room->x, room->fx);
    s->piece->neval += (int64_t)n;
    for (size_t j = 0; status == JF_OK && j < n; j++) {
        room->y[room->index[j]] = room->fx[j];
        room->known[room->index[j]] = true;
    }
    return status;
}

jf_status jf_de_ask(jf_de_state *s, int level)
{
    jf_status status = JF_OK;

    for (int k = 0; status == JF_OK && k < JF_DE_NEYE; k++)
        if (k == JF_DE_PLAIN || s->seen[k])
            status = evaluate_by(s, k, jf_de_stride(level));
    s->level = level;
    return status;
}

bool jf_de_usable(double y)
{
    return isfinite(y) && fabs(y) >= DBL_MIN;
}

static void trim(jf_de_state *s)
{
    const jf_de_room *const room = s->room;
    const int stride = jf_de_stride(s->level);
    int i = jf_de_leftmost(stride), j = JF_DE_SIZE - 1 - jf_de_leftmost(stride);

    while (i < JF_DE_SIZE && !(room->known[i] && jf_de_usable(room->y[i])))
        i += stride;
    while (j >= 0 && !(room->known[j] && jf_de_usable(room->y[j])))
        j -= stride;
    s->first = i;
    s->last = j;
}

void jf_de_blame(jf_de_state *s, int i)
{
    const jf_de_node *const node = &s->room->node[i];
    jf_de_piece *const p = s->piece;

    p->bad = true;
    p->bad_infinite = isinf(s->room->y[i]);
    p->bad_x = !node->viewed ? node->x
               : node->side  ? p->b - node->distance
                             : p->a + node->distance;
}

// Limits in the place of values that are not finite within the window.
static void repair(jf_de_state *s)
{
    jf_de_room *const room = s->room;
    const jf_de_piece *const p = s->piece;

    for (int i = s->first; i <= s->last && !p->bad; i++) {
        double uncertain;
        if (!room->known[i] || isfinite(room->y[i]))
            continue;
        const jf_de_node *const node = &room->node[i];
        const double x = node->x, reach = fmax(node->distance, p->scale);
        const jf_limit_site site = {
            s->eye[JF_DE_PLAIN].f, s->eye[JF_DE_PLAIN].param,
            fmax(p->a, x - reach), fmin(p->b, x + reach)};
        if (node->viewed || !jf_limit_at(&site, x, &room->y[i], &uncertain)) {
            jf_de_blame(s, i);
        }
    }
}

void jf_de_find_window(jf_de_state *s)
{
    trim(s);
    repair(s);
}

void jf_de_blame_all(jf_de_state *s)
{
    jf_de_piece *const p = s->piece;
    bool any = false;

    for (int i = 0; i < JF_DE_SIZE; i++) {
        const jf_de_node *const node = &s->room->node[i];
        any |= s->room->known[i];
        if (!s->room->known[i] || isfinite(s->room->y[i]))
            continue;
        if (fabs(node->x) > JF_DE_FAR_OUT) {
            p->tail[node->side] =
                (jf_tail){.kind = JF_TAIL_UNCLEAR, .rest = HUGE_VAL};
            p->error = HUGE_VAL;
        } else if (!p->bad) {
            jf_de_blame(s, i);
        }
    }
    if (!any) // too narrow for any abscissa
        p->error = HUGE_VAL;
}
