/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tanh-sinh, exp-sinh and sinh-sinh quadrature [TakahasiMori1974] of a piece.
 *
 * The substitution of denode.c makes of the piece the whole t-axis, and of
 * most integrands, singular at the ends or not, one that falls off doubly
 * exponentially: its trapezoid sum with step h errs by about exp(-c/h), so
 * that halving h doubles the digits.  Steps 1/2, 1/4, 1/8, 1/16 ... 1/128; old
 * values are used again.  f is asked by distance from the ends where somebody
 * can answer (base/sight.h), and then down to 1e-308.
 *
 * Beyond the last abscissa with a usable value the law of quad/tail.h goes on
 * where there is one: it is summed on the same grid, so that the sum has no
 * cut, and shifts of rounded abscissae are corrected by it.
 *
 * Error:    with d1, d2, d3 the last three changes between levels and r the
 *           slowest fall among them, 2 max(d1, d2 r, d3 r^2) r / (1 - r): right
 *           for errors that fall geometrically, far too large for those that
 *           square.  Slow falls (r > 1/16) count four times more: such changes
 *           are erratic.
 * Tails:    the law's share times its doubt; without a law, what the last
 *           quarter suggests.
 * Roundoff: 2u of the sum of |f w|; and `noise`, the variation of f times the
 *           roundoff of an abscissa, as in panel.c.
 * Cost:     100 to 200 abscissae where f is analytic, 1600 at most.
 * Fails on: features between the abscissae; oscillation that the outer nodes
 *           do not resolve ends with an error that says so. */
#include "quad/de.h"
#include "base/dd.h"
#include "base/sight.h"
#include "quad/attach.h"
#include "quad/limit.h"
#include "rule/de.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { LEVELS = 7, FIRST = 3, COARSEST = 64, SIZE = JF_DE_SIZE };

_Static_assert(JF_DE_COUNT == JF_DE_LAST + 1, "the table's length");

// Values missing beyond are an overflow inside f.
static const double FAR_OUT = 1e100;

struct jf_de_room {
    jf_de_node node[SIZE];
    double y[SIZE];
    bool known[SIZE];
    double x[SIZE], fx[SIZE]; // a batch ...
    int index[SIZE];          // ... and where it belongs
    jf_tail_point point[SIZE]; // for the tails
};

jf_de_room *jf_de_room_new(void)
{
    return malloc(sizeof(jf_de_room));
}

void jf_de_room_free(jf_de_room *room)
{
    free(room);
}

// Integrands: by distance from a, from b, by abscissa.
enum { PLAIN = 2, NEYE = 3 };
typedef struct eye {
    const jf_integrand *f;
    void *param;
    jf_view view;
} eye;

typedef struct state {
    jf_de_piece *piece;
    jf_de_room *room;
    eye eye[NEYE];
    bool seen[2];
    int first, last;       // window of usable values, as positions
    double sum[LEVELS];    // of the levels, with step
    double extra[2];       // of those, by law beyond the window
    double moved;          // misfit of what was corrected by law
    int level;             // the finest so far
} state;

static int stride_of(int level)
{
    return COARSEST >> level;
}

// --- views ------------------------------------------------------------------

static jf_status open_view(state *s, const jf_integrand *f, int side)
{
    const jf_de_piece *const p = s->piece;
    const double c = side ? p->b : p->a;
    eye *const e = &s->eye[side];

    if (!p->near[side] || isinf(c) || !f->sight || !f->sight->near)
        return JF_OK;
    const jf_status status = f->sight->near(f->param, c, p->rest[side],
                                            side ? -1 : 1, &e->view);
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

static void close_views(state *s)
{
    for (int side = 0; side < 2; side++)
        if (s->seen[side]) {
            jf_detach(s->eye[side].f, s->eye[side].param);
            if (s->eye[side].view.free)
                s->eye[side].view.free(s->eye[side].view.owned);
        }
}

// --- values -----------------------------------------------------------------

static int eye_of(const jf_de_node *node, const jf_de_piece *p)
{
    if (!node->viewed)
        return PLAIN;
    return isinf(p->a) ? 1 : isinf(p->b) ? 0 : node->side;
}

static jf_status evaluate_by(state *s, int k, int stride)
{
    jf_de_room *const room = s->room;
    size_t n = 0;

    for (int i = JF_DE_LAST % stride; i < SIZE; i += stride) {
        if (room->known[i] || !jf_de_node_at(s->piece, s->seen,
                                             i - JF_DE_LAST, &room->node[i]))
            continue;
        if (eye_of(&room->node[i], s->piece) != k)
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

static jf_status evaluate_level(state *s, int level)
{
    jf_status status = JF_OK;

    for (int k = 0; status == JF_OK && k < NEYE; k++)
        if (k == PLAIN || s->seen[k])
            status = evaluate_by(s, k, stride_of(level));
    s->level = level;
    return status;
}

static bool usable(double y)
{
    return isfinite(y) && fabs(y) >= DBL_MIN;
}

// The window: from the outside, values that are 0, or none, do not count.
static void find_window(state *s)
{
    const jf_de_room *const room = s->room;
    const int stride = stride_of(s->level);
    int i = JF_DE_LAST % stride, j = SIZE - 1 - JF_DE_LAST % stride;

    while (i < SIZE && !(room->known[i] && usable(room->y[i])))
        i += stride;
    while (j >= 0 && !(room->known[j] && usable(room->y[j])))
        j -= stride;
    s->first = i;
    s->last = j;
}

static void blame(jf_de_piece *p, int i, const jf_de_room *room)
{
    const jf_de_node *const node = &room->node[i];

    p->bad = true;
    p->bad_infinite = isinf(room->y[i]);
    p->bad_x = !node->viewed ? node->x
               : node->side  ? p->b - node->distance
                             : p->a + node->distance;
}

// Whether the nearest of the abscissae beyond the window has no value.  Far out
// that may be an overflow inside f.
static bool undefined_beyond(const state *s, int side)
{
    const int stride = stride_of(s->level);
    const int i = side ? s->last + stride : s->first - stride;

    if (i < 0 || i >= SIZE || !s->room->known[i] || isfinite(s->room->y[i]))
        return false;
    if (fabs(s->room->node[i].x) > FAR_OUT)
        return false;
    blame(s->piece, i, s->room);
    return true;
}

// Limits in the place of values that are not finite within the window.
static void repair(state *s)
{
    jf_de_room *const room = s->room;
    const jf_de_piece *const p = s->piece;

    for (int i = s->first; i <= s->last && !p->bad; i++) {
        double uncertain;
        if (!room->known[i] || isfinite(room->y[i]))
            continue;
        const jf_de_node *const node = &room->node[i];
        const double x = node->x, reach = fmax(node->distance, p->scale);
        const jf_limit_site site = {s->eye[PLAIN].f, s->eye[PLAIN].param,
                                    fmax(p->a, x - reach),
                                    fmin(p->b, x + reach)};
        if (node->viewed || !jf_limit_at(&site, x, &room->y[i], &uncertain)) {
            blame(s->piece, i, room);
        }
    }
}

// --- tails ------------------------------------------------------------------

// Positions in the window that are measured from one end, outermost last.
static int collect(const state *s, int side)
{
    const jf_de_room *const room = s->room;
    const int stride = stride_of(s->level);
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
        const double ln = usable(g)   ? jf_tail_log(g)
                          : usable(y) ? jf_tail_log(fabs(y)) + l
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

static void judge_tail(state *s, int side, double abs)
{
    const int n = collect(s, side);
    jf_tail *const tail = &s->piece->tail[side];

    *tail = (jf_tail){.kind = JF_TAIL_NOTHING};
    if (n == 0) // f has no value other than 0 on this side
        tail->kind = JF_TAIL_UNCLEAR;
    if (n == 0 || fades(s->room->point, n, abs))
        return;
    *tail = jf_tail_fit(n, s->room->point, start_of(s->piece, side));
}

// The law's sum beyond the window, on the grid of a level, without the step.
static double sum_beyond(const state *s, int side, int level)
{
    static const double FAR = 60, LITTLE = 1e-24;
    const jf_tail *const tail = &s->piece->tail[side];
    const int stride = stride_of(level), middle = JF_DE_LAST;
    double sum = 0;

    if (tail->kind != JF_TAIL_LAW)
        return 0;
    int i = side ? s->last - middle : middle - s->first;
    i = (i / stride + 1) * stride; // the first of this level's beyond
    for (; i < FAR * JF_DE_STEPS; i += stride) {
        double slope;
        const double t = (double)i / JF_DE_STEPS;
        const double l = jf_de_depth(s->piece, side, t, &slope);
        const double more = jf_tail_at(tail, l) * slope;
        sum += more;
        if (fabs(more) <= LITTLE * fabs(sum))
            break;
    }
    return sum;
}

// --- sums -------------------------------------------------------------------

// f w.  By law where the abscissa was moved by rounding and the law holds; then
// *misfit is the error of that, else it is negative.
static double term(const state *s, int i, double *misfit)
{
    const jf_de_node *const node = &s->room->node[i];
    const jf_tail *const tail = &s->piece->tail[node->side];
    double y = s->room->y[i] * node->weight[0] * node->weight[1];

    *misfit = -1;
    if (node->viewed || tail->kind != JF_TAIL_LAW ||
        node->weight[0] == node->distance)
        return y;
    const bool finite = isfinite(node->side ? s->piece->b : s->piece->a);
    if (!finite || -jf_tail_log(node->distance) < tail->from)
        return y;
    // f ~ d^(e - 1): to where the weight thinks it is
    const double moved = jf_tail_log(node->weight[0] / node->distance);
    y *= jf_tail_exp((tail->e - 1) * moved);
    *misfit = fabs(y * moved) * fmin(1, tail->misfit);
    return y;
}

static double sum_level(state *s, int level, double *abs)
{
    const int stride = stride_of(level);
    const double step = (double)stride / JF_DE_STEPS;
    jf_dd sum = {0, 0};

    *abs = s->moved = 0;
    for (int i = JF_DE_LAST % stride; i < SIZE; i += stride) {
        double misfit;
        if (i < s->first || i > s->last || !s->room->known[i])
            continue;
        const double y = term(s, i, &misfit);
        const jf_dd t = jf_dd_two_sum(sum.hi, y);
        sum = (jf_dd){t.hi, sum.lo + t.lo};
        *abs += fabs(y);
        s->moved += fmax(misfit, 0);
    }
    for (int side = 0; side < 2; side++) {
        s->extra[side] = step * sum_beyond(s, side, level);
        *abs += fabs(s->extra[side]) / step;
    }
    *abs *= step;
    s->moved *= step;
    return step * (sum.hi + sum.lo) + (s->extra[0] + s->extra[1]);
}

// The shift of an abscissa: as the smaller of the two next to a change of f, over
// all of the octaves between them.  An exponent's roundoff counts |ln d| times
// as much.
static double common_shift(const jf_de_node *p, const jf_de_node *q)
{
    const double l = jf_tail_log(fmax(p->distance, DBL_MIN));
    const double m = jf_tail_log(fmax(q->distance, DBL_MIN));

    return fmin(p->shift, q->shift) * fmax(1, fabs(l - m)) *
           fmax(1, fmax(fabs(l), fabs(m)));
}

static double noise(const state *s)
{
    const jf_de_room *const room = s->room;
    const int stride = stride_of(s->level);
    int before = -1;
    double sum = 0;

    for (int i = JF_DE_LAST % stride; i < SIZE; i += stride) {
        double misfit;
        if (i < s->first || i > s->last || !room->known[i])
            continue;
        term(s, i, &misfit);
        if (before >= 0 && misfit < 0)
            sum += fabs(room->y[i] - room->y[before]) *
                   common_shift(&room->node[i], &room->node[before]);
        before = i;
    }
    return sum;
}

// --- error ------------------------------------------------------------------

// Of the trapezoid sum; *slow: the changes do not fall as they should.
static double rule_error(const state *s, double abs, bool *slow)
{
    static const double SLOWEST = 0.9, SLOW = 1.0 / 16;
    const double roundoff = 4 * DBL_EPSILON * abs;
    double change[LEVELS], ratio = 1e-3, most = 0, power = 1;
    int n = 0;

    for (int k = s->level; k > 0 && n < 3; k--)
        change[n++] = fabs(s->sum[k] - s->sum[k - 1]);
    for (int i = 0; i + 1 < n; i++)
        if (change[i] > roundoff)
            ratio = fmax(ratio, change[i] / fmax(change[i + 1], change[i]));
    ratio = fmin(ratio, SLOWEST);
    for (int i = 0; i < n; i++, power *= ratio)
        most = fmax(most, change[i] * power);
    *slow = ratio > SLOW && most > roundoff;
    if (most <= roundoff)
        return 0;
    return (*slow ? 8 : 2) * most * ratio / (1 - ratio);
}

static double tail_error(const state *s, int side)
{
    const jf_tail *const tail = &s->piece->tail[side];

    switch (tail->kind) {
    case JF_TAIL_NOTHING:
        return 0;
    case JF_TAIL_LAW:
        return fabs(s->extra[side]) * tail->doubt;
    case JF_TAIL_DIVERGES:
        return HUGE_VAL;
    default:
        return tail->rest;
    }
}

// Whether f runs into an overflow as it grows, rather than inside itself: ln |f|
// would be too large at the next abscissa if it went on by the same step, or
// by the same factor.
static bool overflows(const state *s, int side)
{
    const int i = side ? s->last : s->first, stride = stride_of(s->level);
    const int before = side ? i - stride : i + stride;
    static const double MOST = 709;

    if (before < 0 || before >= SIZE || !usable(s->room->y[before]))
        return false;
    const double now = jf_tail_log(fabs(s->room->y[i]));
    const double then = jf_tail_log(fabs(s->room->y[before]));
    return 2 * now - then > MOST || (then > 0 && now * (now / then) > MOST);
}

// A tail that is not clear and has no values beyond is a stretch without any.
static void blame_stretch(state *s)
{
    for (int side = 0; side < 2; side++) {
        jf_tail *const tail = &s->piece->tail[side];
        // to grow too fast is a matter of the range's own ends
        const bool inner =
            !s->piece->near[side] && isfinite(side ? s->piece->b : s->piece->a);
        const bool unclear =
            tail->kind == JF_TAIL_UNCLEAR ||
            (tail->kind == JF_TAIL_DIVERGES &&
             (inner ? !tail->power : !overflows(s, side)) &&
             undefined_beyond(s, side));
        if (unclear && !undefined_beyond(s, side))
            tail->kind = JF_TAIL_UNCLEAR;
    }
}

// No value but 0 anywhere: whether there are places without one.
static void look_for_values(state *s)
{
    jf_de_piece *const p = s->piece;

    for (int i = 0; i < SIZE; i++) {
        const jf_de_node *const node = &s->room->node[i];
        if (!s->room->known[i] || isfinite(s->room->y[i]))
            continue;
        if (fabs(node->x) > FAR_OUT) {
            p->tail[node->side] =
                (jf_tail){.kind = JF_TAIL_UNCLEAR, .rest = HUGE_VAL};
            p->error = HUGE_VAL;
        } else if (!p->bad) {
            blame(p, i, s->room);
        }
    }
}

// Sums of all levels so far, and what they say.
static void judge(state *s, bool *slow)
{
    jf_de_piece *const p = s->piece;
    double abs = 0;

    find_window(s);
    p->bad = false;
    p->tail[0] = p->tail[1] = (jf_tail){.kind = JF_TAIL_NOTHING};
    repair(s);
    *slow = false;
    if (p->bad || s->first > s->last) { // or f is 0 wherever it was asked
        p->value = p->abs = p->noise = 0;
        p->error = p->bad ? HUGE_VAL : 0;
        look_for_values(s);
        return;
    }
    sum_level(s, s->level, &abs);
    for (int side = 0; side < 2; side++)
        judge_tail(s, side, abs);
    for (int k = 0; k <= s->level; k++)
        s->sum[k] = sum_level(s, k, &abs);
    p->value = s->sum[s->level];
    p->abs = abs;
    p->noise = noise(s);
    p->error = rule_error(s, abs, slow) + tail_error(s, 0) + tail_error(s, 1) +
               s->moved + DBL_EPSILON * abs;
    if (isnan(p->error) || isnan(p->value))
        p->error = HUGE_VAL;
    blame_stretch(s);
}

static bool finished(const state *s, double rtol, bool slow)
{
    static const double SHARE = 1.0 / 16;
    const jf_de_piece *const p = s->piece;
    const double target =
        fmax(SHARE * rtol * fabs(p->value), 2 * DBL_EPSILON * p->abs);

    if (s->level == LEVELS - 1)
        return true;
    if (s->level <= FIRST + p->bad)
        return false;
    if (p->bad)
        return true;
    if (p->error <= target)
        return true;
    // no hope of much: to halve the piece is better
    return s->level > FIRST + 1 && slow && p->error > 1e-2 * p->abs;
}

static jf_status run_levels(state *s, double rtol)
{
    jf_status status = JF_OK;
    bool slow;

    for (int level = FIRST; level < LEVELS; level++) {
        status = evaluate_level(s, level);
        if (status != JF_OK)
            break;
        judge(s, &slow);
        if (finished(s, rtol, slow))
            break;
    }
    return status;
}

jf_status jf_de_evaluate(const jf_integrand *f, void *param, double rtol,
                         jf_de_room *room, jf_de_piece *piece)
{
    state s = {.piece = piece, .room = room};

    s.eye[PLAIN].f = f;
    s.eye[PLAIN].param = param;
    piece->neval = 0;
    piece->bad = false;
    for (int i = 0; i < SIZE; i++)
        room->known[i] = false;
    jf_status status = open_view(&s, f, 0);
    if (status == JF_OK)
        status = open_view(&s, f, 1);
    if (status == JF_OK)
        status = run_levels(&s, rtol);
    close_views(&s);
    return status;
}
