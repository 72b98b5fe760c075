/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first panels of bounded.c: one between two breakpoints; octaves of the
 * distance towards a point where f is singular, and towards infinity.
 *
 * Idea: next to c, f is d^a times something smooth, maybe with logarithms, as a
 *   function of the distance d.  On an octave [d/2, d] that is as smooth as it
 *   is on [1/2, 1]: the Kronrod rule errs by 5.8^-31.  f is asked by distance
 *   (base/sight.h), so 1 - x next to 1 keeps its digits.
 * Beyond: 64 octaves at least are laid, so that nothing hides within 2^-64 of
 *   what was looked at; then the integrals over octaves must fall in a constant
 *   proportion q, and the rest is their geometric series.  How much q still
 *   changes is the doubt: a power gives q to rounding; with a logarithm it
 *   drifts as 1/k^2, and octaves go on until it does not matter.  A drift that
 *   speeds up is a slower law that emerges: 1/d under 10^20.  Where the
 *   range of f shows that nothing is left (exp(-x) from 1024 on), they end.
 *   What has no law after 128 octaves, d^-0.98 log(d), is left to de.c, which
 *   knows more of them.
 * Fails on: what de.c is not sure of either.
 * Rejected: the substitution d = exp(u), six times fewer panels: bounds of
 *   exp(u) over a panel take away what it gains. */
#include "base/next.h"
#include "quad/bounded.h"

#include <float.h>
#include <math.h>

enum { LEAST = 64 };

// A piece of the range.
typedef struct piece {
    double a, b;
    bool broken[2];
} piece;

// --- chains -----------------------------------------------------------------

enum { LAST = 4 };

// Integrals over the last octaves.
static void last_octaves(const jf_bounded *s, int chain, double v[LAST],
                         double *rounding)
{
    const int first = s->chain[chain].n - LAST;

    v[0] = v[1] = v[2] = v[3] = *rounding = 0;
    for (int i = 0; i < s->n; i++) {
        const jf_bounded_panel *const p = &s->panel[i];
        if (p->chain != chain || p->octave < first)
            continue;
        v[p->octave - first] += p->gk.value;
        *rounding += p->rounding + DBL_EPSILON * p->gk.abs;
    }
}

// What a chain leaves out, from its last octaves; false: no law.
static bool extrapolate(jf_chain *chain, const double v[LAST], double rounding)
{
    static const double SLOWEST = 1 - 0x1p-10, FASTER = 1.25;
    const double q = v[3] / v[2], before = v[2] / v[1], first = v[1] / v[0];

    chain->remainder = chain->doubt = 0;
    chain->steady = true;
    chain->emerging = false;
    if (v[3] == 0)
        return true;
    if (!(q > 0 && q < SLOWEST && before > 0))
        return false;
    const double least = 16 * DBL_EPSILON; // rounding of q
    const double drift = 2 * chain->n * fmax(fabs(q - before) - least / 2, 0);
    chain->remainder = v[3] * (q / (1 - q));
    chain->doubt = fabs(v[3]) * (drift + 3 * least) / ((1 - q) * (1 - q)) +
                   chain->remainder / v[3] * rounding;
    chain->steady = drift <= least;
    chain->emerging =
        !chain->steady && (fabs(q - before) > FASTER * fabs(before - first) ||
                           (q > before && q + drift >= 1));
    return chain->doubt < HUGE_VAL;
}

// By a method that knows more laws.  JF_USAGE: it is not sure either.
static jf_status ask_de(jf_bounded *s, jf_chain *c)
{
    jf_options options = *s->problem->options;
    jf_problem beyond = {.f = c->site ? &c->site->view.f : s->problem->f,
                         .a = c->site     ? 0
                              : c->to < 0 ? -HUGE_VAL
                                          : c->last,
                         .b = c->site || c->to < 0 ? c->last : HUGE_VAL,
                         .options = &options};
    jf_result r = {.status = JF_USAGE};

    options.explain = NULL;
    options.atol = fmax(options.atol, DBL_EPSILON * s->abs);
    const jf_status status =
        jf_method_de.run(&jf_method_de, &beyond, s->executor, &r);
    s->neval += r.neval;
    if (status != JF_OK)
        return status;
    c->remainder = r.value;
    c->doubt = r.abserr;
    return r.status == JF_CONVERGED ? JF_OK : JF_USAGE;
}

jf_status jf_bounded_finish(jf_bounded *s, bool *known)
{
    double v[LAST], rounding;
    jf_status status = JF_OK;

    *known = true;
    for (int i = 0; i < s->nchain && status == JF_OK; i++) {
        jf_chain *const c = &s->chain[i];
        *known &= !c->open;
        if (c->open) {
            status = ask_de(s, c);
        } else if (c->n >= LAST) { // else nothing is left
            last_octaves(s, i, v, &rounding);
            status = extrapolate(c, v, rounding) ? JF_OK : JF_USAGE;
        }
    }
    return status;
}

// Whether enough octaves have been laid: their law is known, or a slow one that
// is not steady within as many again.  JF_USAGE: they oscillate.
static jf_status judge(jf_bounded *s, double abs, bool *enough)
{
    enum { ROUGH = 10 };
    jf_chain *const c = &s->chain[s->nchain];
    double v[LAST], rounding;

    *enough = false;
    if (c->nrough > ROUGH)
        return JF_USAGE;
    if (c->n < LEAST)
        return JF_OK;
    last_octaves(s, s->nchain, v, &rounding);
    const bool law = extrapolate(c, v, rounding);
    if (!law && !(v[3] / v[2] > 0 && v[2] / v[1] > 0))
        return JF_USAGE;
    *enough =
        law && (c->steady ||
                (!c->emerging &&
                 c->doubt <= 4 * DBL_EPSILON * (abs + fabs(c->remainder))));
    c->open = !*enough && c->n >= 2 * LEAST;
    *enough |= c->open;
    if (c->open)
        c->remainder = c->doubt = 0;
    return JF_OK;
}

static jf_status add_octave(jf_bounded *s, jf_site *site, double a, double b,
                            double *abs)
{
    static const double MATTERS = 0x1p-30;
    jf_chain *const chain = &s->chain[s->nchain];
    const jf_bounded_panel panel = {.gk = {.a = a, .b = b},
                                    .site = site,
                                    .chain = s->nchain,
                                    .octave = chain->n++};
    const jf_status status = jf_bounded_add(s, &panel);

    if (status == JF_OK && s->panel[s->n - 1].bound < HUGE_VAL) {
        const jf_bounded_panel *const p = &s->panel[s->n - 1];
        *abs += p->gk.abs;
        chain->nrough += p->bound > fmax(p->gk.abs, MATTERS * *abs) &&
                         !jf_bounded_is_tame(site ? &site->problem : s->problem,
                                             a, a + (b - a) / 16);
    }
    return status;
}

static bool begin_chain(jf_bounded *s, double to, double beside)
{
    if (s->nchain == JF_SITES)
        return false;
    s->chain[s->nchain] = (jf_chain){.to = to, .beside = beside};
    return true;
}

// From x = m to the point c, or a little beside it.
static jf_status lay_inward(jf_bounded *s, double c, int side, double m)
{
    jf_site *site = NULL;
    double abs = 0, d = 0;

    jf_status status = begin_chain(s, c, jf_next(c, side * HUGE_VAL))
                           ? jf_site_open(s, c, side, &site)
                           : JF_USAGE;
    if (status == JF_OK) {
        s->chain[s->nchain].site = site;
        d = fabs(m - c) - side * site->tail;
    }
    for (bool enough = false; !enough && status == JF_OK; d /= 2) {
        s->chain[s->nchain].last = d / 2;
        status = add_octave(s, site, d / 2, d, &abs);
        if (status == JF_OK)
            status = judge(s, abs, &enough);
        enough |= !(d > DBL_MIN * 0x1p30);
    }
    s->nchain++;
    return status;
}

// Whether all that lies beyond x is 0, or next to it.
static bool is_nothing_beyond(const jf_problem *p, double x)
{
    if (!p->f->sight->range)
        return false;
    const jf_range r = x > 0 ? p->f->sight->range(p->f->param, x, HUGE_VAL)
                             : p->f->sight->range(p->f->param, -HUGE_VAL, x);
    return r.seen == 0 && fmax(-r.lo, r.hi) <= 0x1p-1060;
}

// From c + side d to infinity.
static jf_status lay_outward(jf_bounded *s, double c, int side, double d)
{
    enum { ASK = 16 };
    jf_status status =
        begin_chain(s, side * HUGE_VAL, c + side * 2 * d) ? JF_OK : JF_USAGE;
    double abs = 0;

    for (bool enough = false; !enough && status == JF_OK; d *= 2) {
        const double near = c + side * d, far = c + side * 2 * d;
        if (s->chain[s->nchain].n < ASK &&
            is_nothing_beyond(s->problem, near)) {
            s->chain[s->nchain].n = 0; // of interest for what is beyond
            break;
        }
        s->chain[s->nchain].last = far;
        status = add_octave(s, NULL, fmin(near, far), fmax(near, far), &abs);
        if (status == JF_OK)
            status = judge(s, abs, &enough);
        enough |= !(d < DBL_MAX / 32);
    }
    s->nchain++;
    return status;
}

// --- the range --------------------------------------------------------------

// Next to a kink f is as smooth as elsewhere; a singular point shows at any
// distance.
static bool is_singular(const jf_problem *p, double c, double to)
{
    static const double CLOSE = 0x1p-30, WIDE = 0x1p-40;
    const double reach = fmax(CLOSE * fabs(to - c), WIDE * fabs(c));
    const double end = to > c ? fmin(c + reach, to) : fmax(c - reach, to);

    return !jf_bounded_is_tame(p, fmin(c, end), fmax(c, end));
}

static jf_status lay_plain(jf_bounded *s, double a, double b, bool left,
                           bool right)
{
    const jf_bounded_panel panel = {
        .gk = {.a = a, .b = b, .broken = {left, right}},
        .chain = -1,
        .octave = -1};

    return jf_bounded_add(s, &panel);
}

static jf_status lay_finite(jf_bounded *s, const piece *it)
{
    const double a = it->a, b = it->b, m = a / 2 + b / 2;
    const bool smooth = jf_bounded_is_smooth(s->problem, a, b, true);
    const bool left = !smooth && is_singular(s->problem, a, b);
    const bool right = !smooth && is_singular(s->problem, b, a);
    jf_status status = JF_OK;

    if (!(m > a && m < b))
        return JF_USAGE;
    if (!left && !right)
        return lay_plain(s, a, b, it->broken[0], it->broken[1]);
    status = left ? lay_inward(s, a, 1, m)
                  : lay_plain(s, a, m, it->broken[0], false);
    if (status != JF_OK)
        return status;
    return right ? lay_inward(s, b, -1, m)
                 : lay_plain(s, m, b, false, it->broken[1]);
}

// From c, finite: a first piece as long as c is large, then octaves.
static jf_status lay_half(jf_bounded *s, double c, int side, bool broken)
{
    int e;

    frexp(fmax(fabs(c), 1), &e);
    const double d = ldexp(1, e), m = c + side * d;
    const piece first = {.a = fmin(c, m),
                         .b = fmax(c, m),
                         .broken = {side > 0 && broken, side < 0 && broken}};

    if (!(d < DBL_MAX / 16))
        return JF_USAGE;
    const jf_status status = lay_finite(s, &first);
    return status == JF_OK ? lay_outward(s, c, side, d) : status;
}

static jf_status lay_piece(jf_bounded *s, const piece *it)
{
    if (isinf(it->a) && isinf(it->b)) {
        const jf_status status = lay_half(s, 0, -1, false);
        return status == JF_OK ? lay_half(s, 0, 1, false) : status;
    }
    if (isinf(it->a))
        return lay_half(s, it->b, -1, it->broken[1]);
    if (isinf(it->b))
        return lay_half(s, it->a, 1, it->broken[0]);
    return lay_finite(s, it);
}

jf_status jf_bounded_lay(jf_bounded *s)
{
    const jf_problem *const p = s->problem;
    jf_status status = JF_OK;

    if (p->npoint >= JF_BOUNDED_MOST / 2)
        return JF_USAGE;
    for (size_t i = 0; i <= p->npoint && status == JF_OK; i++) {
        const piece it = {.a = i == 0 ? p->a : p->point[i - 1],
                          .b = i == p->npoint ? p->b : p->point[i],
                          .broken = {i > 0, i < p->npoint}};
        status = lay_piece(s, &it);
    }
    return status;
}
