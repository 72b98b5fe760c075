/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All roots of g - level on [a, b], for one level or many.
 *
 * Idea: branch and prune [Moore1966].  A piece whose range holds no level is
 *   dropped; one where g is continuous and its slope keeps clear of 0 has one
 *   root for each level between its ends (solve.c); others are cut in two, by
 *   size of their exponents where these differ much, so that 0 and infinity
 *   are 64 cuts away.  Pieces wait in a queue, wide ones first: when the effort
 *   runs out, roots are missing where they crowd, not at the far end.
 *   What cannot be cut any more (two adjacent doubles), or is no wider than
 *   rounding makes it, is kept aside; neighbours of this kind are one cluster,
 *   and stand for one root: the sign of g on both sides tells a crossing; of a
 *   touch, the extremum is found by the sign of the slope, and it counts if g
 *   is 0 there to within rounding.
 * Error: see solve.c.  A double root is found to about a double, by the slope.
 *   A touch that rounding cannot tell from a near miss counts as a root.
 * Cost: some 50 evaluations for a double root, 10 for a simple one.
 * Fails on: roots in large numbers beside each other (sin(1/x) at 0): the
 *   budget ends, and that is told. */
#include "sight/roots.h"

#include <stdlib.h>

#include "sight/tape.h"

enum { LEVELS_MAX = 4096 }; // of one piece

typedef struct piece {
    double lo, hi;
} piece;

typedef struct pieces {
    piece *piece;
    size_t n, cap;
} pieces;

typedef struct search {
    const jf_ir *g;
    const jf_levels *levels;
    bool crossing;
    double a, b;
    jf_range whole; // what is searched
    jf_range *room;
    pieces queue, cluster;
    jf_roots *roots;
} search;

static void *grow(void *array, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return array;
    const size_t room = 2 * *cap + 16;
    void *const p = realloc(array, room * size);
    *cap = p ? room : *cap;
    return p;
}

void jf_roots_add(jf_roots *roots, jf_root root)
{
    jf_root *const room =
        grow(roots->root, roots->n, &roots->cap, sizeof *room);

    if (!room) {
        roots->nomem = true;
        return;
    }
    roots->root = room;
    room[roots->n++] = root;
}

void jf_roots_clear(jf_roots *roots)
{
    free(roots->root);
    roots->root = NULL;
    roots->n = roots->cap = 0;
}

static void push(search *s, pieces *to, double lo, double hi)
{
    piece *const room = grow(to->piece, to->n, &to->cap, sizeof *room);

    if (!room) {
        s->roots->nomem = true;
        return;
    }
    to->piece = room;
    room[to->n++] = (piece){lo, hi};
}

// Doubles in the order of the reals, as integers.
static int64_t rank_of(double x)
{
    int64_t bits;

    x += 0.0; // -0 is 0
    memcpy(&bits, &x, sizeof bits);
    return bits >= 0 ? bits : INT64_MIN - bits;
}

static double of_rank(int64_t rank)
{
    const int64_t bits = rank >= 0 ? rank : INT64_MIN - rank;
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

static double split(double lo, double hi)
{
    const double middle = lo / 2 + hi / 2;

    if (lo < 0 && hi > 0 &&
        (isinf(lo) || isinf(hi) || -lo / 4 > hi || hi / 4 > -lo))
        return 0;
    if (lo >= 0 ? hi / 8 > lo : lo / 8 < hi && hi <= 0)
        return of_rank(rank_of(lo) / 2 + rank_of(hi) / 2);
    return middle;
}

static bool is_indivisible(piece p)
{
    return p.hi <= jf_up(p.lo);
}

static jf_range above_at(const search *s, double x, jf_dd level)
{
    jf_tape_values(s->g, jf_range_point(x), s->room);
    return jf_above_level(s->room[s->g->result], level);
}

/* ---- one piece */

// The root may lie beyond an end of the whole, but not far.  Next to 0 values
// underflow: 0 is meant.
static void add_root(search *s, jf_root root)
{
    if (fabs(root.x) < DBL_MIN)
        root = (jf_root){0, 0};
    const double inside = fmin(fmax(root.x, s->a), s->b);
    const double tail = (root.x - inside) + root.tail;

    if (fabs(tail) > 1.5 * (jf_up(fabs(inside)) - fabs(inside)))
        return;
    jf_roots_add(s->roots,
                 (jf_root){inside, inside == root.x ? root.tail : tail});
}

static int side(jf_range above)
{
    return jf_range_empty(above) ? 0 : (above.lo > 0) - (above.hi < 0);
}

// Whether g is the level itself at an end of p, and at which; else *x is p.hi.
static bool exact_end(search *s, piece p, jf_dd level, double *x)
{
    const jf_range left = above_at(s, p.lo, level);
    const jf_range right = above_at(s, p.hi, level);
    const bool at_left = left.lo == 0 && left.hi == 0;

    *x = at_left ? p.lo : p.hi;
    return at_left || (right.lo == 0 && right.hi == 0);
}

// One level of a monotonic piece.  *from: no root of later levels is below.
static void solve_level(search *s, piece p, bool rising, double n, double *from)
{
    const jf_dd level = jf_level(s->levels, n);
    const int left = side(above_at(s, p.lo, level));
    const int right = side(above_at(s, p.hi, level));
    double x;

    s->roots->budget -= 2;
    if (left * right > 0)
        return;
    if (left * right < 0) {
        const jf_root root =
            jf_root_solve(s->g, level, jf_range_of(*from, p.hi), rising,
                          s->room, &s->roots->budget);
        *from = fmin(fmax(jf_down(root.x), p.lo), p.hi);
        add_root(s, root);
    } else if (exact_end(s, p, level, &x)) {
        add_root(s, (jf_root){x, 0});
    } else { // a root, or none, as near to the end as rounding lets tell
        push(s, &s->cluster, left == 0 ? p.lo : p.hi, right == 0 ? p.hi : p.lo);
    }
}

// All roots of a monotonic piece, from left to right.
static void solve(search *s, piece p, bool rising, jf_range n)
{
    double from = p.lo;
    const double count = n.hi - n.lo + 1;

    for (double k = 0; k < count && !s->roots->nomem; k++) {
        const double number = rising ? n.lo + k : n.hi - k;
        if (number != 0 || !s->levels->but_zero)
            solve_level(s, p, rising, number, &from);
    }
}

// Whether rounding alone keeps the piece from being decided.
static bool is_undecidable(search *s, piece p, jf_range r)
{
    const double size = fmax(fabs(p.lo), fabs(p.hi));
    const double range = fmin(s->b - s->a, 1);

    if (!(p.hi - p.lo <= fmax(0x1p-10 * size, 0x1p-20 * range)))
        return false;
    jf_tape_values(s->g, jf_range_point(p.lo / 2 + p.hi / 2), s->room);
    const jf_range v = s->room[s->g->result];
    const jf_range n = jf_levels_within(s->levels, v);
    return !v.seen && n.lo <= n.hi && v.hi > v.lo &&
           r.hi - r.lo <= 8 * (v.hi - v.lo);
}

static void examine(search *s, piece p)
{
    jf_range slope;
    const jf_range r =
        jf_tape_range(s->g, jf_range_of(p.lo, p.hi), s->room, &slope);
    const bool smooth = r.seen == 0;

    s->roots->budget--;
    if (jf_range_empty(r) || (jf_range_thin(r) && p.lo < p.hi))
        return;
    const jf_range n = jf_levels_within(s->levels, r);
    if (n.lo > n.hi)
        return;
    // where levels crowd, the wider parts come first
    const bool few = n.hi - n.lo < LEVELS_MAX;
    if (smooth && few && (slope.lo > 0 || slope.hi < 0)) {
        solve(s, p, slope.lo > 0, n);
    } else if (is_indivisible(p) || (smooth && is_undecidable(s, p, r))) {
        push(s, &s->cluster, p.lo, p.hi);
    } else {
        const double middle = split(p.lo, p.hi);
        push(s, &s->queue, p.lo, middle);
        push(s, &s->queue, middle, p.hi);
    }
}

/* ---- clusters */

static int by_place(const void *p, const void *q)
{
    const piece *const a = p, *const b = q;

    return a->lo != b->lo ? (a->lo > b->lo) - (a->lo < b->lo)
                          : (a->hi > b->hi) - (a->hi < b->hi);
}

// A sign change within p, by bisection.
static double find_crossing(search *s, piece p, jf_dd level, int left)
{
    while (!is_indivisible(p)) {
        const double m = split(p.lo, p.hi);
        const jf_range v = above_at(s, m, level);
        jf_dd wide;
        const bool has_wide = jf_wide_value(s->g, (jf_dd){m, 0}, &wide);
        const double value =
            has_wide ? jf_dd_add(wide, (jf_dd){-level.hi, -level.lo}).hi
                     : v.lo / 2 + v.hi / 2;
        s->roots->budget--;
        if (value == 0)
            return m;
        *((value > 0) == (left > 0) ? &p.lo : &p.hi) = m;
    }
    return p.hi;
}

static double slope_at(search *s, double x)
{
    const jf_look look = jf_tape_look(s->g, jf_range_point(x), s->room);

    s->roots->budget--;
    return look.slope.lo / 2 + look.slope.hi / 2;
}

// Where the slope changes its sign, by bisection.
static double find_extremum(search *s, piece p)
{
    const double left = slope_at(s, p.lo);

    while (!is_indivisible(p)) {
        const double m = split(p.lo, p.hi);
        const double slope = slope_at(s, m);
        if (slope == 0)
            return m;
        *((slope > 0) == (left > 0) ? &p.lo : &p.hi) = m;
    }
    return p.lo;
}

// Whether g may be the level there.
static bool is_root(search *s, double x, jf_dd level)
{
    return jf_range_has(above_at(s, x, level), 0);
}

// From p outwards to where the sides can be told, or to the ends of the whole.
static piece out_of_noise(search *s, piece p, jf_dd level)
{
    const int most = 60;
    const double width = fmax(p.hi - p.lo, jf_up(p.hi) - p.hi);
    double w = width;
    piece q = p;

    for (int i = 0; i < most && side(above_at(s, q.lo, level)) == 0; i++) {
        q.lo = fmax(q.lo - w, s->whole.lo);
        w *= 2;
    }
    w = width;
    for (int i = 0; i < most && side(above_at(s, q.hi, level)) == 0; i++) {
        q.hi = fmin(q.hi + w, s->whole.hi);
        w *= 2;
    }
    return q;
}

// The number between two doubles that needs the fewest bits.
static double roundest(piece p)
{
    double step, x;
    int e;

    if (p.lo <= 0 && p.hi >= 0)
        return 0;
    frexp(fmax(fabs(p.lo), fabs(p.hi)), &e);
    do {
        step = ldexp(1, e--);
        x = ceil(p.lo / step) * step;
    } while (x > p.hi && step > 0x1p-1000);
    return x;
}

// Between q.lo and q.hi, whose sides are known where they can be.
static void settle_smooth(search *s, piece p, piece q, jf_dd level)
{
    const int left = side(above_at(s, q.lo, level));
    const int right = side(above_at(s, q.hi, level));
    double x = roundest(q);

    if (s->crossing && left * right > 0)
        return;
    if (exact_end(s, (piece){x, x}, level, &x)) {
        add_root(s, (jf_root){x, 0});
        return;
    }
    if (left * right < 0) {
        x = find_crossing(s, q, level, left);
        exact_end(s, (piece){jf_down(x), x}, level, &x);
        const jf_root near = jf_root_refine(s->g, level, x, s->room);
        const bool better = fabs(near.x - x) <= 4 * (jf_up(x) - x);
        add_root(s, better ? near : (jf_root){x, 0});
        return;
    }
    if (!exact_end(s, p, level, &x))
        x = find_extremum(s, q);
    if (is_root(s, x, level))
        add_root(s, (jf_root){x, 0});
}

// Returns how far to the right all is settled.
static double settle(search *s, piece p)
{
    jf_range slope;
    const jf_range r =
        jf_tape_range(s->g, jf_range_of(p.lo, p.hi), s->room, &slope);
    const jf_range n = jf_levels_within(s->levels, r);
    double x;

    if (n.lo > n.hi || (n.lo == 0 && s->levels->but_zero))
        return p.hi;
    if (n.hi > n.lo) // more than one between two doubles
        s->roots->incomplete = true;
    const jf_dd level = jf_level(s->levels, n.lo);
    if (r.seen) {
        if (exact_end(s, p, level, &x))
            add_root(s, (jf_root){x, 0});
        return p.hi;
    }
    const piece q = out_of_noise(s, p, level);
    settle_smooth(s, p, q, level);
    return q.hi;
}

static void settle_clusters(search *s)
{
    pieces *const c = &s->cluster;
    double done = -HUGE_VAL;
    size_t end;

    if (c->n == 0)
        return;
    qsort(c->piece, c->n, sizeof *c->piece, by_place);
    for (size_t i = 0; i < c->n; i = end) {
        piece all = c->piece[i];
        for (end = i + 1; end < c->n; end++) {
            // between pieces that rounding leaves open, some are decided
            const double near = 8 * (all.hi - all.lo);
            if (c->piece[end].lo > jf_up(jf_up(all.hi)) + near)
                break;
            all.hi = fmax(all.hi, c->piece[end].hi);
        }
        if (all.hi > done)
            done = settle(s, all);
    }
}

void jf_roots_find(const jf_ir *g, const jf_levels *levels, bool crossing,
                   double a, double b, jf_roots *roots)
{
    const size_t n = 2 * ((size_t)g->result + 1);
    // a little more, so that signs are known on both sides of roots at the ends
    const jf_range more = jf_range_widen(jf_range_of(a, b), 4);
    const jf_range whole = jf_range_meet(more, -DBL_MAX, DBL_MAX);
    search s = {.g = g,
                .levels = levels,
                .crossing = crossing,
                .a = a,
                .b = b,
                .whole = whole,
                .room = malloc(n * sizeof *s.room),
                .roots = roots};

    if (s.room)
        push(&s, &s.queue, whole.lo, whole.hi);
    else
        roots->nomem = true;
    for (size_t i = 0; i < s.queue.n && !roots->nomem; i++) {
        if (roots->budget <= 0) {
            roots->incomplete = true;
            break;
        }
        examine(&s, s.queue.piece[i]);
    }
    if (!roots->nomem)
        settle_clusters(&s);
    free(s.queue.piece);
    free(s.cluster.piece);
    free(s.room);
}
