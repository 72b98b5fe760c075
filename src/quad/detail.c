/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ends of a piece: whether f fades, follows a law, or cannot be told. */
#include "quad/destate.h"
#include "rule/de.h"

#include <float.h>
#include <math.h>

// Positions in the window that are measured from one end, outermost last.
static int collect(const jf_de_state *s, int side)
{
    const jf_de_room *const room = s->room;
    const int stride = jf_de_stride(s->level);
    const bool far = isinf(side ? s->piece->b : s->piece->a);
    const int from = side ? s->first : s->last, to = side ? s->last : s->first;
    const int step = side ? stride : -stride;
    int n = 0;

    for (int i = from; side ? i <= to : i >= to; i += step) {
        const jf_de_node *const node = &room->node[i];
        if (!room->known[i] || node->side != side || !(node->distance > 0))
            continue;
        const double l = jf_tail_log(node->distance), y = room->y[i];
        const double g = fabs(y * node->distance);
        const double ln = jf_de_usable(g)   ? jf_tail_log(g)
                          : jf_de_usable(y) ? jf_tail_log(fabs(y)) + l
                                            : -HUGE_VAL;
        s->room->point[n++] =
            (jf_tail_point){far ? l : -l, ln, (y > 0) - (y < 0)};
    }
    return n;
}

static double start_of(const jf_de_piece *p, int side)
{
    const bool far = isinf(side ? p->b : p->a);
    const bool finite = isfinite(p->a) && isfinite(p->b);
    const double size = finite ? p->b - p->a : p->scale;

    return far ? jf_tail_log(size) : -jf_tail_log(size);
}

// Whether g has become so small, and falls so fast, that nothing is missing.
static bool fades(const jf_tail_point *p, int n, double abs)
{
    static const double LITTLE = 1e-19, FALL = 2;

    return n >= 4 && p[n - 1].ln < jf_tail_log(LITTLE * abs) &&
           p[n - 1].ln < p[n - 1 - n / 4].ln - FALL;
}

// Whether f is 0 beyond the window, at the nearest of the abscissae there.
static bool drops(const jf_de_state *s, int side)
{
    const int stride = jf_de_stride(s->level);
    const int i = side ? s->last + stride : s->first - stride;

    return i >= 0 && i < JF_DE_SIZE && s->room->known[i] &&
           s->room->y[i] == 0; // not merely small: a step, or underflow
}

// Where an overflow inside f is more likely than a step: the law goes on.
static bool far_out(const jf_de_state *s, int side)
{
    static const double FAR = 0x1p100;
    const int i = side ? s->last : s->first;

    return isinf(side ? s->piece->b : s->piece->a) &&
           fabs(s->room->node[i].x) > FAR;
}

static void judge_tail(jf_de_state *s, int side, double abs)
{
    const int n = collect(s, side);
    jf_tail *const tail = &s->piece->tail[side];

    *tail = (jf_tail){.kind = JF_TAIL_NOTHING};
    if (n == 0) // f has no value other than 0 on this side
        tail->kind = JF_TAIL_UNCLEAR;
    if (n == 0 || fades(s->room->point, n, abs))
        return;
    const bool dropped = drops(s, side);
    if (!dropped || far_out(s, side))
        *tail = jf_tail_fit(n, s->room->point, start_of(s->piece, side));
    if (dropped && !(tail->kind == JF_TAIL_LAW || tail->power)) {
        const double last = jf_tail_exp(s->room->point[n - 1].ln);
        *tail = (jf_tail){.kind = JF_TAIL_UNCLEAR, .sign = 1, .rest = 4 * last};
    }
}

double jf_de_sum_beyond(const jf_de_state *s, int side, int level)
{
    static const double FAR = 60, LITTLE = 1e-24;
    const jf_tail *const tail = &s->piece->tail[side];
    const int stride = jf_de_stride(level), middle = JF_DE_LAST;
    double sum = 0, more = 0, ratio = 0;

    if (tail->kind != JF_TAIL_LAW)
        return 0;
    int i = side ? s->last - middle : middle - s->first;
    i = (i / stride + 1) * stride; // the first of this level's beyond
    for (; i < FAR * JF_DE_STEPS; i += stride) {
        double slope;
        const double t = (double)i / JF_DE_STEPS, before = more;
        const double l = jf_de_depth(s->piece, side, t, &slope);
        more = jf_tail_at(tail, l) * slope;
        sum += more;
        if (fabs(more) <= LITTLE * fabs(sum))
            return sum;
        ratio = more / before;
    }
    // what falls slowly, 1/(x ln(x)^1.3), does so geometrically by now
    return sum + more * ratio / (1 - ratio);
}

// The nearest of the abscissae beyond the window, if it has no value; else -1.
// Far out that may be an overflow inside f.
static int undefined_beyond(const jf_de_state *s, int side)
{
    const jf_de_room *const room = s->room;
    const int stride = jf_de_stride(s->level);
    const int i = side ? s->last + stride : s->first - stride;
    const bool there = i >= 0 && i < JF_DE_SIZE && room->known[i] &&
                       fabs(room->node[i].x) <= JF_DE_FAR_OUT;

    return there && !isfinite(room->y[i]) ? i : -1;
}

// Whether f runs into an overflow as it grows, rather than inside itself:
// ln |f| would be too large at the next abscissa if it went on by the same
// step, or as the same power of the distance.
static bool overflows(const jf_de_state *s, int side)
{
    const int i = side ? s->last : s->first, stride = jf_de_stride(s->level);
    const int step = side ? stride : -stride;
    const jf_de_room *const room = s->room;
    static const double MOST = 709;

    if (i - step < 0 || i - step >= JF_DE_SIZE ||
        !jf_de_usable(room->y[i - step]))
        return false;
    const double now = jf_tail_log(fabs(room->y[i]));
    const double then = jf_tail_log(fabs(room->y[i - step]));
    const double ratio = room->node[i].distance / room->node[i - step].distance;
    const double next = room->node[i + step].distance / room->node[i].distance;
    if (2 * now - then > MOST)
        return true;
    if (!(then > 0 && now > then && isfinite(next)))
        return false;
    const double power = jf_tail_log(now / then) / jf_tail_log(ratio);
    return now * jf_tail_exp(power * jf_tail_log(next)) > MOST;
}

// To grow too fast is a matter of the range's own ends, and not of overflow
// inside f.  A tail that is not clear and has no values beyond is a stretch
// without any.
static void blame_stretch(jf_de_state *s, int side)
{
    jf_de_piece *const p = s->piece;
    jf_tail *const tail = &p->tail[side];
    const bool inner = !p->near[side] && isfinite(side ? p->b : p->a);
    const int beyond = undefined_beyond(s, side);

    if (tail->kind == JF_TAIL_DIVERGES &&
        (inner ? !tail->power : beyond >= 0 && !overflows(s, side)))
        *tail = (jf_tail){.kind = JF_TAIL_UNCLEAR, .rest = HUGE_VAL};
    if (tail->kind == JF_TAIL_UNCLEAR && beyond >= 0)
        jf_de_blame(s, beyond);
}

double jf_de_tail_error(const jf_de_state *s, int side)
{
    static const double LITTLE = 1e-30;
    const jf_de_piece *const p = s->piece;
    const jf_tail *const tail = &p->tail[side];
    // between two pieces f is finite, and what is missing a few roundings wide
    const bool inner = !p->near[side] && isfinite(side ? p->b : p->a);

    switch (tail->kind) {
    case JF_TAIL_NOTHING:
        return 0;
    case JF_TAIL_LAW:
        return fabs(s->extra[side]) * tail->doubt;
    case JF_TAIL_DIVERGES:
        return HUGE_VAL;
    default:
        return tail->endless && !inner && tail->rest > LITTLE * p->abs
                   ? HUGE_VAL
                   : tail->rest;
    }
}

// From the end inwards, the first abscissa known at a distance of at least d.
static int nearest(const jf_de_state *s, int side, double d)
{
    const int stride = jf_de_stride(s->level);
    const int step = side ? -stride : stride;
    int i =
        side ? JF_DE_SIZE - 1 - jf_de_leftmost(stride) : jf_de_leftmost(stride);

    while (i >= 0 && i < JF_DE_SIZE &&
           (!s->room->known[i] || s->room->node[i].distance < d))
        i += step;
    return i >= 0 && i < JF_DE_SIZE ? i : -1;
}

// f at the smallest distance that can be told from the end without views, if it
// does not change any more from there on.
static double end_value(const jf_de_state *s, int side)
{
    const jf_de_piece *const p = s->piece;
    const jf_tail *const tail = &p->tail[side];
    const double c = side ? p->b : p->a, LITTLE = 1e-2;
    const bool smooth = tail->kind == JF_TAIL_NOTHING ||
                        (tail->kind == JF_TAIL_LAW && fabs(tail->e - 1) < 0.1);

    if (!smooth || isinf(c) ||
        p->rest[side] != 0) // known beyond its last place
        return (double)NAN;
    const int i = nearest(s, side, 8 * DBL_EPSILON * fabs(c));
    const int closest = nearest(s, side, 0);
    if (i < 0)
        return (double)NAN;
    const double y = s->room->y[i];
    return fabs(y - s->room->y[closest]) <= LITTLE * fabs(y) ? y : (double)NAN;
}

void jf_de_judge_tails(jf_de_state *s, double abs)
{
    for (int side = 0; side < 2; side++) {
        judge_tail(s, side, abs);
        blame_stretch(s, side);
        s->piece->end[side] = end_value(s, side);
    }
}
