/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the mass of an integrand is, in a range of any length.
 *
 * First |f| is asked at abscissae that stand logarithmically, over the whole
 * range of doubles on both sides of 0 and of the finite ends, and evenly if
 * the range is finite: what is wide beside these shows.  A peak such as
 * exp(-(x - 1000)^2) does not.  Where the integrand answers for intervals
 * (base/sight.h), branch and bound finds it: of all intervals the one with the
 * largest bound on |f| times width is halved, geometrically while it spans
 * several octaves, until
 *   - bound times width is below a share of the mass found so far, or
 *   - the bound is no more than 1.5 times the least |f| sampled in it: there f
 *     is as the samples say.
 * Each halving samples |f| in the middle, so a peak that a bound hints at is
 * approached, and then sampled.
 *
 * Then narrow peaks are climbed, and their width is measured.
 *
 * Cost:     3000 to 10000 evaluations; bounds: a few hundred where one peak
 *           has to be found, 4000 at most.
 * Fails on: callbacks with narrow peaks far from 0; bounds so wide that
 *           the effort is spent (`complete` is false then).
 * Rejected: uniform grids: no spacing fits 2000 octaves. */
#include "quad/locate.h"
#include "base/sight.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { SAMPLES_MAX = 1 << 16, NODES_MAX = 4096, BATCH = 512, FINE = 40 };

typedef struct sample {
    double x, y; // y is |f|, -1 where it has no value
} sample;

// An interval of the search, and |f| at its ends.
typedef struct node {
    double l, r, yl, yr;
    double weight; // bound times width
    double bound;
} node;

typedef struct search {
    const jf_integrand *f;
    void *param;
    double a, b, share;
    int n;
    sample *sample;
    int nheap, nbound;
    node *heap;
    jf_findings *findings;
    jf_status status;
} search;

// --- samples ----------------------------------------------------------------

static double size_of(double y)
{
    return isfinite(y) ? fabs(y) : -1;
}

// Adds n samples at x, and their values.
static void ask(search *s, int n, const double *x)
{
    double y[BATCH];

    if (s->status != JF_OK || n == 0)
        return;
    s->status = s->f->eval(s->param, (size_t)n, x, y);
    s->findings->neval += n;
    for (int i = 0; s->status == JF_OK && i < n && s->n < SAMPLES_MAX; i++)
        s->sample[s->n++] = (sample){x[i], size_of(y[i])};
}

static double value_at(search *s, double x)
{
    double y = 0;

    if (s->status == JF_OK)
        s->status = s->f->eval(s->param, 1, &x, &y);
    s->findings->neval++;
    return s->status == JF_OK ? fmax(size_of(y), 0) : 0;
}

static double ask_one(search *s, double x)
{
    const double y = value_at(s, x);

    if (s->n < SAMPLES_MAX)
        s->sample[s->n++] = (sample){x, y};
    return y;
}

// The abscissae c + side 2^k (1 + j / many) within [a, b].
static void probe(search *s, double c, int side)
{
    double x[BATCH];
    int n = 0;

    for (int k = -1074; k <= 1023; k++) {
        const int many = abs(k) <= FINE ? 8 : 1;
        for (int j = 0; j < many; j++) {
            const double at = c + side * ldexp(1 + (double)j / many, k);
            if (!(at > s->a && at < s->b) || at == c || isinf(at))
                continue;
            x[n++] = at;
            if (n == BATCH) {
                ask(s, n, x);
                n = 0;
            }
        }
    }
    ask(s, n, x);
}

// A finite range, as densely as gk's scan.
static void probe_evenly(search *s)
{
    enum { EVEN = 8192 };
    const double step = s->b / EVEN - s->a / EVEN;
    double x[BATCH];
    int n = 0;

    if (isinf(step))
        return;
    for (int i = 1; i < EVEN; i++) {
        x[n++] = s->a + i * step;
        if (n == BATCH) {
            ask(s, n, x);
            n = 0;
        }
    }
    ask(s, n, x);
}

static int by_place(const void *p, const void *q)
{
    const sample *const a = p, *const b = q;

    return (a->x > b->x) - (a->x < b->x);
}

static void sort(search *s)
{
    int n = 0;

    qsort(s->sample, (size_t)s->n, sizeof *s->sample, by_place);
    for (int i = 0; i < s->n; i++)
        if (i == 0 || s->sample[i].x != s->sample[n - 1].x)
            s->sample[n++] = s->sample[i];
    s->n = n;
}

// By trapezoids.
static double mass_of(const search *s)
{
    double sum = 0;

    for (int i = 1; i < s->n; i++) {
        const sample *const p = &s->sample[i - 1], *const q = p + 1;
        sum += (fmax(p->y, 0) / 2 + fmax(q->y, 0) / 2) * (q->x - p->x);
    }
    return sum;
}

// --- branch and bound -------------------------------------------------------

static double middle(double l, double r)
{
    const double least = fmax(fmin(fabs(l), fabs(r)), 0x1p-1074);
    const double most = fmin(fmax(fabs(l), fabs(r)), DBL_MAX);

    if (l < 0 && r > 0)
        return 0;
    if (most > 4 * least) { // halve the octaves
        const double m = sqrt(least) * sqrt(most);
        return l < 0 || r <= 0 ? -m : m;
    }
    return l / 2 + r / 2;
}

static void push(search *s, node it)
{
    int i = s->nheap++;

    while (i > 0 && s->heap[(i - 1) / 2].weight < it.weight) {
        s->heap[i] = s->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    s->heap[i] = it;
}

static node pop(search *s)
{
    const node top = s->heap[0], it = s->heap[--s->nheap];
    int i = 0;

    for (int child; (child = 2 * i + 1) < s->nheap; i = child) {
        if (child + 1 < s->nheap &&
            s->heap[child + 1].weight > s->heap[child].weight)
            child++;
        if (s->heap[child].weight <= it.weight)
            break;
        s->heap[i] = s->heap[child];
    }
    s->heap[i] = it;
    return top;
}

// Whether what was sampled is what there is; or it cannot be divided.
static bool is_settled(const node *it, double middle_y)
{
    static const double ALIKE = 1.5;
    const double least = fmin(middle_y, fmin(isinf(it->l) ? HUGE_VAL : it->yl,
                                             isinf(it->r) ? HUGE_VAL : it->yr));
    const double m = middle(it->l, it->r);

    return it->bound <= ALIKE * least || !(m > it->l && m < it->r);
}

static void add_interval(search *s, double l, double r, double yl, double yr)
{
    const jf_range range = s->f->sight->range(s->f->param, l, r);
    const double bound =
        range.lo > range.hi ? 0 : fmax(fabs(range.lo), fabs(range.hi));
    const double width = fmin(r, DBL_MAX) / 2 - fmax(l, -DBL_MAX) / 2;
    // below that it is 0, rounded outward
    const double weight = bound < 0x1p-1070 ? 0 : 2 * (bound * width);

    s->nbound++;
    if (weight > 0 || isnan(weight))
        push(s, (node){l, r, yl, yr, isnan(weight) ? HUGE_VAL : weight, bound});
}

static void divide(search *s)
{
    const node it = pop(s);
    const double m = middle(it.l, it.r);
    const double y = m > it.l && m < it.r ? ask_one(s, m) : 0;

    if (is_settled(&it, y))
        return;
    // a peak that was not known makes the mass larger
    s->findings->mass =
        fmax(s->findings->mass, y * fmin(it.r / 2 - it.l / 2, 1e-6 * fabs(m)));
    add_interval(s, it.l, m, it.yl, y);
    add_interval(s, m, it.r, y, it.yr);
}

// Until the heaviest interval that is left is light.
static void search_bounds(search *s)
{
    static const double COUNT = 64; // of light intervals, all together

    s->findings->complete = false;
    if (!s->f->sight || !s->f->sight->range || !(s->findings->mass < HUGE_VAL))
        return;
    const double ya = isinf(s->a) ? 0 : ask_one(s, s->a);
    const double yb = isinf(s->b) ? 0 : ask_one(s, s->b);
    add_interval(s, s->a, s->b, ya, yb);
    while (s->status == JF_OK && s->nheap > 0 && s->nheap + 2 < NODES_MAX &&
           s->nbound < NODES_MAX && s->n < SAMPLES_MAX) {
        if (s->heap[0].weight <= s->share / COUNT * s->findings->mass) {
            s->findings->complete = true;
            break;
        }
        divide(s);
    }
    s->findings->complete |= s->nheap == 0;
}

// --- peaks ------------------------------------------------------------------

// From the best of three neighbours to the top: the bracket shrinks around the
// largest of nine.
static jf_feature climb(search *s, double l, double x, double r)
{
    enum { ROUNDS = 24, POINTS = 9 };
    double best = x, y = 0;

    for (int round = 0; round < ROUNDS && r > l; round++) {
        const double step = (r - l) / (POINTS - 1);
        for (int i = 0; i < POINTS; i++) {
            const double at = l + i * step;
            const double value = at > s->a && at < s->b ? value_at(s, at) : 0;
            if (value > y) {
                y = value;
                best = at;
            }
        }
        l = fmax(l, best - step);
        r = fmin(r, best + step);
    }
    return (jf_feature){best, 0, y};
}

// The shorter distance on either side at which f has halved.
static void measure(search *s, jf_feature *peak)
{
    const double height = peak->mass;
    int exponent;

    frexp(fmax(fabs(peak->x) * DBL_EPSILON, DBL_MIN), &exponent);
    for (int k = exponent; k < 1024; k++) {
        const double d = ldexp(1, k);
        const double right = peak->x + d, left = peak->x - d;
        const double yr = right < s->b ? value_at(s, right) : 0;
        const double yl = left > s->a ? value_at(s, left) : 0;
        if (yr <= height / 2 && yl <= height / 2) {
            peak->width = d;
            break;
        }
    }
    peak->mass = height * peak->width;
}

static double room_of(const search *s, double x)
{
    double d = fabs(x);

    if (isfinite(s->a))
        d = fmin(d, x - s->a);
    if (isfinite(s->b))
        d = fmin(d, s->b - x);
    return d;
}

// Keeps the heaviest.
static void keep(jf_findings *findings, const jf_feature *peak)
{
    int least = 0;

    for (int i = 0; i < findings->n; i++) {
        jf_feature *const other = &findings->feature[i];
        if (fabs(other->x - peak->x) <=
            4 * fmax(other->width, peak->width)) { // the same
            if (peak->mass > other->mass)
                *other = *peak;
            return;
        }
        if (other->mass < findings->feature[least].mass)
            least = i;
    }
    if (findings->n < JF_FEATURE_MAX)
        findings->feature[findings->n++] = *peak;
    else if (peak->mass > findings->feature[least].mass)
        findings->feature[least] = *peak;
}

static int by_x(const void *p, const void *q)
{
    const jf_feature *const a = p, *const b = q;

    return (a->x > b->x) - (a->x < b->x);
}

// Local maxima of the samples; those that may matter are climbed.
static void find_peaks(search *s)
{
    enum { CLIMBS = 200 };
    static const double NARROW = 1.0 / 4;
    jf_findings *const found = s->findings;
    const int n = s->n;
    int climbs = 0;

    for (int i = 1; i + 1 < n && climbs < CLIMBS; i++) {
        const sample l = s->sample[i - 1], m = s->sample[i];
        const sample r = s->sample[i + 1];
        if (!(m.y > 0 && m.y >= l.y && m.y > r.y) || l.y < 0 || r.y < 0 ||
            m.y * (r.x - l.x) < s->share * found->mass)
            continue;
        climbs++;
        jf_feature peak = climb(s, l.x, m.x, r.x);
        measure(s, &peak);
        if (peak.width < NARROW * room_of(s, peak.x) &&
            peak.mass >= s->share * found->mass)
            keep(found, &peak);
    }
    qsort(found->feature, (size_t)found->n, sizeof(jf_feature), by_x);
}

jf_status jf_locate(const jf_integrand *f, void *param, double a, double b,
                    double share, jf_findings *findings)
{
    search s = {.f = f,
                .param = param,
                .a = a,
                .b = b,
                .share = share,
                .findings = findings};

    *findings = (jf_findings){.n = 0};
    s.sample = malloc(SAMPLES_MAX * sizeof *s.sample);
    s.heap = malloc(NODES_MAX * sizeof *s.heap);
    if (!s.sample || !s.heap)
        s.status = JF_NOMEM;
    for (int side = -1; side <= 1; side += 2) {
        probe(&s, 0, side);
        if (isfinite(a) && a != 0)
            probe(&s, a, side);
        if (isfinite(b) && b != 0)
            probe(&s, b, side);
    }
    probe_evenly(&s);
    if (s.status == JF_OK) {
        sort(&s);
        findings->mass = mass_of(&s);
        search_bounds(&s);
        sort(&s);
        findings->mass = fmax(findings->mass, mass_of(&s));
        find_peaks(&s);
    }
    free(s.sample);
    free(s.heap);
    return s.status;
}

jf_status jf_locate_scale(const jf_integrand *f, void *param, double c,
                          int side, double most, double *scale, int64_t *neval)
{
    enum { FROM = -1022, COUNT = 2046, BORDER = 8, HUGE_FROM = 100 };
    double x[COUNT], y[COUNT], best = 0;
    int n = 0, at = 0, first = COUNT, last = 0, seen = 0;

    for (int k = 0; k < COUNT && ldexp(1, FROM + k) <= most; k++)
        x[n++] = c + side * ldexp(1, FROM + k);
    *scale = c != 0 ? fabs(c) : 1;
    const jf_status status = f->eval(param, (size_t)n, x, y);
    *neval += n;
    for (int k = 0; status == JF_OK && k < n; k++) {
        const double d = ldexp(1, FROM + k), mass = size_of(y[k]) * d;
        if (x[k] == c || !isfinite(x[k]) || !(mass >= 0 && mass < HUGE_VAL))
            continue;
        first = k < first ? k : first;
        last = k;
        seen = mass > 0 ? k : seen;
        if (mass > best) {
            best = mass;
            at = k;
        }
    }
    // where |f d| only grows towards an end there is no scale; an overflow
    // inside f may end it: x/(1+x^1.9) is 0 beyond 1e162
    const bool cut = FROM + at > HUGE_FROM && at >= seen - 1;
    if (at > first + BORDER && at < last - BORDER && !cut)
        *scale = ldexp(1, FROM + at);
    else // it may grow beyond doubles before it comes there
        *scale = fmin(*scale, ldexp(1, FROM + last - BORDER / 2));
    return status;
}
