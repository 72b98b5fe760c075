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
#include "quad/destate.h"
#include "quad/rounding.h"
#include "rule/de.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { FIRST = 3 };

_Static_assert(JF_DE_COUNT == JF_DE_LAST + 1, "the table's length");

jf_de_room *jf_de_room_new(void)
{
    return malloc(sizeof(jf_de_room));
}

void jf_de_room_free(jf_de_room *room)
{
    free(room);
}

// --- sums -------------------------------------------------------------------

// f w.  By law where the abscissa was moved by rounding and the law holds; then
// *misfit is the error of that, else it is negative.
static double term(const jf_de_state *s, int i, double *misfit)
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

static double sum_level(jf_de_state *s, int level, double *abs)
{
    const int stride = jf_de_stride(level);
    const double step = (double)stride / JF_DE_STEPS;
    jf_dd sum = {0, 0};

    *abs = s->moved = 0;
    for (int i = jf_de_leftmost(stride); i < JF_DE_SIZE; i += stride) {
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
        s->extra[side] = step * jf_de_sum_beyond(s, side, level);
        *abs += fabs(s->extra[side]) / step;
    }
    *abs *= step;
    s->moved *= step;
    return step * (sum.hi + sum.lo) + (s->extra[0] + s->extra[1]);
}

// The shift of an abscissa: the smaller of the two next to a change of f,
// through all of the octaves between them.  An exponent's roundoff counts
// |ln d| times as much.
static double common_shift(const jf_de_node *p, const jf_de_node *q)
{
    const double l = jf_tail_log(fmax(p->distance, DBL_MIN));
    const double m = jf_tail_log(fmax(q->distance, DBL_MIN));

    return fmin(p->shift, q->shift) * fmax(1, fabs(l - m)) *
           fmax(1, fmax(fabs(l), fabs(m)));
}

static double noise(const jf_de_state *s)
{
    const jf_de_room *const room = s->room;
    const int stride = jf_de_stride(s->level);
    int before = -1;
    double sum = 0;

    for (int i = jf_de_leftmost(stride); i < JF_DE_SIZE; i += stride) {
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
static double rule_error(const jf_de_state *s, double abs, bool *slow)
{
    static const double SLOWEST = 0.9, SLOW = 1.0 / 16;
    const double roundoff = 4 * DBL_EPSILON * abs;
    double change[JF_DE_LEVELS], ratio = 1e-3, most = 0, power = 1;
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

// Of a piece so narrow that the roundings around its ends matter.
static double narrow_error(const jf_de_state *s)
{
    const jf_de_piece *const p = s->piece;
    const double width = p->b - p->a;
    const double reach =
        fmax(s->seen[0] ? 0 : fabs(p->a), s->seen[1] ? 0 : fabs(p->b));

    return isfinite(width) && width < JF_DE_NARROW * reach
               ? 32 * DBL_EPSILON * (reach / width) * p->abs
               : 0;
}

// Sums of all levels so far, and what they say.
static void judge(jf_de_state *s, bool *slow)
{
    jf_de_piece *const p = s->piece;
    double abs = 0;

    p->bad = false;
    jf_de_find_window(s);
    p->tail[0] = p->tail[1] = (jf_tail){.kind = JF_TAIL_NOTHING};
    *slow = false;
    if (p->bad || s->first > s->last) { // or f is 0 wherever it was asked
        p->value = p->abs = p->noise = 0;
        p->end[0] = p->end[1] = 0;
        p->error = p->bad ? HUGE_VAL : 0;
        jf_de_blame_all(s);
        return;
    }
    sum_level(s, s->level, &abs);
    jf_de_judge_tails(s, abs);
    for (int k = 0; k <= s->level; k++)
        s->sum[k] = sum_level(s, k, &abs);
    p->value = s->sum[s->level];
    p->abs = abs;
    p->noise = noise(s);
    p->error = rule_error(s, abs, slow) + jf_de_tail_error(s, 0) +
               jf_de_tail_error(s, 1) + s->moved + DBL_EPSILON * abs +
               narrow_error(s);
    if (isnan(p->error) || isnan(p->value) || p->bad)
        p->error = HUGE_VAL;
}

static bool finished(const jf_de_state *s, double rtol, bool slow)
{
    static const double SHARE = 1.0 / 16;
    const jf_de_piece *const p = s->piece;
    const double target =
        fmax(SHARE * rtol * fabs(p->value), 2 * DBL_EPSILON * p->abs);

    if (s->level == JF_DE_LEVELS - 1)
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

// On a coarse grid: it is a bound, and smooth on the scale of f.
static double rounding(const jf_de_state *s)
{
    enum { LEVEL = 1 };
    const jf_de_piece *const p = s->piece;
    const int stride = jf_de_stride(LEVEL);
    double sum = 0;

    for (int i = jf_de_leftmost(stride); i < JF_DE_SIZE; i += stride) {
        if (i < s->first || i > s->last || !s->room->known[i])
            continue;
        const jf_de_node *const node = &s->room->node[i];
        const jf_de_eye *const eye = &s->eye[jf_de_eye_of(node, p)];
        double fixed;
        const double varied = jf_rounding_at(eye->f, node->x, &fixed);
        sum += (varied + fixed) * node->weight[0] * node->weight[1];
    }
    return sum * stride / JF_DE_STEPS;
}

static jf_status run_levels(jf_de_state *s, double rtol)
{
    jf_status status = JF_OK;
    bool slow;

    for (int level = FIRST; level < JF_DE_LEVELS; level++) {
        status = jf_de_ask(s, level);
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
    jf_de_state s = {.piece = piece, .room = room};

    piece->neval = 0;
    piece->bad = false;
    for (int i = 0; i < JF_DE_SIZE; i++)
        room->known[i] = false;
    jf_status status = jf_de_open(&s, f, param);
    if (status == JF_OK)
        status = run_levels(&s, rtol);
    piece->rounding = piece->error < HUGE_VAL ? rounding(&s) : 0;
    jf_de_close(&s);
    return status;
}
