/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of an integrand towards an end, from the values close to it.
 *
 * In the logarithm l of the distance the integral is that of g = f d.  For a
 * power, g = C e^(-e l), ln g is a straight line; with a logarithm's power,
 * g = C l^k e^(-e l), it is one with k ln l added, and k ln(l + s) where the
 * logarithm is that of 40 x.  Either is laid through as many places in the
 * outer half of what was seen as it has constants, and held to all others.
 * The one that fits within rounding is the law, and what lies beyond the range
 * of doubles follows from it: 8 % of x^-0.99 over 0 .. 1, 1/709 of
 * 1 / (x ln^2 x).
 *
 * Diverges: e <= 0 within its own uncertainty, or e = 0 and k >= -1; or g
 *           grows all the way.  It takes six decades of distance that fit.
 * Doubt:    10 times what the misfit can change, through the slope as well.
 * Fails on: laws that begin to hold beyond the last abscissa. */
#include "quad/tail.h"
#include "base/fma.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const double LN2_HIGH = 0x1.62e42fefa39efp-1;
static const double LN2_LOW = 0x1.abc9e3b39803fp-56;

double jf_tail_log(double x)
{
    enum { TERMS = 12 };
    int exponent;
    double m = frexp(x, &exponent);

    if (m < 0.70710678) { // so that |ln m| <= ln(2) / 2
        m *= 2;
        exponent--;
    }
    const double s = (m - 1) / (m + 1), s2 = s * s;
    double sum = 0;
    for (int i = TERMS; i >= 1; i--)
        sum = (sum + 1.0 / (2 * i + 1)) * s2;
    const double small = 2 * s + 2 * s * sum;
    return exponent * LN2_HIGH + (small + exponent * LN2_LOW);
}

double jf_tail_exp(double x)
{
    enum { TERMS = 15 };

    if (!(x > -745))
        return x != x ? x : 0;
    if (x > 710)
        return HUGE_VAL;
    const double n = floor(x / LN2_HIGH + 0.5);
    const double r = jf_fma(-n, LN2_HIGH, x) - n * LN2_LOW;
    double sum = 1;
    for (int i = TERMS; i >= 1; i--)
        sum = 1 + sum * r / i;
    return ldexp(sum, (int)n);
}

double jf_tail_at(const jf_tail *tail, double l)
{
    const double more =
        tail->k != 0 ? tail->k * jf_tail_log(l + tail->shift) : 0;

    return tail->sign * jf_tail_exp(tail->c - tail->e * l + more);
}

// ln |g| at the places that are judged.
enum { MOST = 512, FEWEST = 5, LEAST = 8 };
typedef struct curve {
    int n;
    double l[MOST], y[MOST];
} curve;

static double residue(const curve *v, const jf_tail *t, int i)
{
    const double more = t->k != 0 ? t->k * jf_tail_log(v->l[i] + t->shift) : 0;

    return v->y[i] - (t->c - t->e * v->l[i] + more);
}

static double misfit(const curve *v, const jf_tail *t)
{
    double most = 0;

    for (int i = 0; i < v->n; i++)
        most = fmax(most, fabs(residue(v, t, i)));
    return most;
}

// Through the middle and the last place.
static void fit_power(const curve *v, jf_tail *t)
{
    const int i = v->n / 2, j = v->n - 1;

    t->k = 0;
    t->e = -(v->y[j] - v->y[i]) / (v->l[j] - v->l[i]);
    t->c = v->y[j] + t->e * v->l[j];
    t->misfit = misfit(v, t) + 4 * DBL_EPSILON;
}

// For the shift that it has: through the first place and the last, and if e is
// not 0 through the middle.
static void fit_logarithm(const curve *v, bool flat, jf_tail *t)
{
    const int j = v->n - 1, i = j / 2;
    const double l1 = v->l[i] - v->l[0], l2 = v->l[j] - v->l[i];
    const double y1 = v->y[i] - v->y[0], y2 = v->y[j] - v->y[i];
    const double m0 = jf_tail_log(v->l[0] + t->shift);
    const double m1 = jf_tail_log(v->l[i] + t->shift);
    const double m2 = jf_tail_log(v->l[j] + t->shift);
    const double determinant = l1 * (m2 - m1) - l2 * (m1 - m0);

    t->k = flat ? (y1 + y2) / (m2 - m0) : (l1 * y2 - l2 * y1) / determinant;
    t->e = flat ? 0 : (t->k * (m2 - m1) - y2) / l2;
    t->c = v->y[j] + t->e * v->l[j] - t->k * m2;
}

// The shift as well: with it the law holds at one place more.
static bool fit_shift(const curve *v, bool flat, jf_tail *t)
{
    enum { ROUNDS = 60 };
    static const double FROM = 1, TO = 64; // of l + shift, beside l
    const int at = flat ? (v->n - 1) / 2 : 3 * (v->n - 1) / 4;
    double low = FROM, high = TO * v->l[v->n - 1], before = 0;

    for (int i = 0; i < ROUNDS; i++) { // the ends, and bisection
        const double u = i == 0 ? low : i == 1 ? high : sqrt(low * high);
        t->shift = u - v->l[0];
        fit_logarithm(v, flat, t);
        const double r = residue(v, t, at);
        if (i == 0)
            before = r;
        else if (i == 1 && !(before * r < 0))
            return false;
        else if (i > 1)
            *(before * r > 0 ? &low : &high) = u;
    }
    t->misfit = misfit(v, t) + 4 * DBL_EPSILON;
    return true;
}

static bool grows(const curve *v)
{
    static const double GROWTH = 5; // as a factor, e^5

    for (int i = 1; i < v->n; i++)
        if (v->y[i] < v->y[i - 1])
            return false;
    return v->y[v->n - 1] - v->y[0] > GROWTH;
}

static void decide_power(const curve *v, jf_tail *t)
{
    const double span = v->l[v->n - 1] - v->l[v->n / 2];
    const double slope = 4 * t->misfit / span;

    if (t->misfit > 1e-3) {
        t->kind = JF_TAIL_UNCLEAR;
    } else if (t->e <= slope) {
        t->kind = JF_TAIL_DIVERGES;
        t->power = true;
    } else {
        t->kind = JF_TAIL_LAW;
        t->doubt = 10 * (t->misfit + slope / t->e);
    }
}

// spread: how far a misfit moves k.
static void decide_logarithm(const curve *v, double spread, jf_tail *t)
{
    const double last = v->l[v->n - 1] + t->shift;
    const double k = spread * t->misfit, e = k / last;

    if (t->misfit > 1e-7 || k > 0.1) {
        t->kind = JF_TAIL_UNCLEAR;
    } else if (t->e > e) {
        t->kind = JF_TAIL_LAW;
        t->doubt = 10 * (k + e / t->e);
    } else if (t->e < -e || t->k >= -1 - k) {
        t->kind = JF_TAIL_DIVERGES;
        t->power = true;
    } else {
        t->kind = JF_TAIL_LAW;
        t->doubt = 10 * (k - k / (t->k + 1));
        if (t->e != 0) { // it is, but it was found along with k
            t->c -= t->e * v->l[v->n - 1];
            t->e = 0;
            t->doubt *= 10;
        }
    }
}

// The largest |g| at l from `from` on, below `to`.
static double largest(int n, const jf_tail_point *p, double from, double to)
{
    double most = -HUGE_VAL;

    for (int i = 0; i < n; i++)
        if (p[i].l >= from && p[i].l < to)
            most = fmax(most, p[i].ln);
    return jf_tail_exp(most);
}

// What may be missing if no law holds.  Where g falls by e^-1 in 2, it is a few
// times the last g; else as if it fell no more than it did.
static double guess_rest(int n, const jf_tail_point *p, double start)
{
    const double end = p[n - 1].l, span = fmax(end - start, 1);
    const double last = largest(n, p, end - 2, HUGE_VAL);
    const double before = largest(n, p, end - 4, end - 2);
    const double early = largest(n, p, end - 6, end - 4);

    if (last < before / 2.7 && before < early / 2.7)
        return 8 * last;
    return 4 * span * largest(n, p, end - span / 4, HUGE_VAL);
}

static void gather(int n, const jf_tail_point *p, double from, int least,
                   curve *v, jf_tail *t)
{
    v->n = 0;
    t->sign = p[n - 1].sign;
    int first = n;
    while (first > 0 && (p[first - 1].l >= from || first > n - least))
        first--;
    const int stride = (n - first + MOST - 1) / MOST;
    for (int i = n - 1 - (n - 1 - first) / (stride + !stride) * stride;
         i < n && stride > 0; i += stride) {
        if (p[i].sign == 0 || p[i].sign != t->sign) {
            t->sign = 0;
            return;
        }
        v->l[v->n] = p[i].l;
        v->y[v->n++] = p[i].ln;
    }
}

// The laws with a logarithm, the simplest first.
static const struct {
    bool flat, shifted;
    double spread; // how far a misfit moves k ...
    int power;     // ... by this power of how far ln(l + shift) goes
} forms[] = {
    {true, false, 2, 1},
    {false, false, 100, 2},
    {true, true, 100, 3},
    {false, true, 1000, 4},
};

static bool fit_form(const curve *v, size_t form, jf_tail *t)
{
    t->shift = 0;
    if (forms[form].shifted)
        return fit_shift(v, forms[form].flat, t);
    fit_logarithm(v, forms[form].flat, t);
    t->misfit = misfit(v, t) + 4 * DBL_EPSILON;
    return true;
}

static double spread_of(const curve *v, size_t form, const jf_tail *t)
{
    const double w =
        jf_tail_log((v->l[v->n - 1] + t->shift) / (v->l[0] + t->shift));
    double spread = forms[form].spread;

    for (int i = 0; i < forms[form].power; i++)
        spread /= w;
    return spread;
}

static jf_tail best_law(const curve *v, jf_tail t)
{
    static const double WIDE = 100, GOOD = 1e-12;
    jf_tail other = t;

    fit_power(v, &t);
    decide_power(v, &t);
    if (!(v->l[0] > WIDE / 2 && v->l[v->n - 1] > WIDE))
        return t;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (t.misfit <= GOOD)
            break;
        if (fit_form(v, i, &other) && other.misfit < t.misfit / 10) {
            t = other;
            decide_logarithm(v, spread_of(v, i, &t), &t);
        }
    }
    return t;
}

// A law in the last part of what was seen, down to an eighth, that falls like a
// power and has little beyond: where f is smooth at the end, and turns within
// the outer half.
static void fit_close(int n, const jf_tail_point *p, double start, jf_tail *law)
{
    static const double FALLS = 0.1;
    const double span = p[n - 1].l - start;
    jf_tail t = *law;
    curve v;

    for (int part = 4; part <= 8; part *= 2) {
        t.from = p[n - 1].l - span / part;
        gather(n, p, t.from, FEWEST, &v, &t);
        if (t.sign == 0 || v.n < FEWEST)
            return;
        fit_power(&v, &t);
        decide_power(&v, &t);
        if (t.kind == JF_TAIL_LAW && t.e > FALLS) {
            t.from = v.l[0];
            *law = t;
            return;
        }
    }
}

jf_tail jf_tail_fit(int n, const jf_tail_point *p, double start)
{
    static const double SIX_DECADES = 13.8;
    jf_tail t = {.kind = JF_TAIL_UNCLEAR, .endless = true};
    curve v;

    if (n < 2) {
        t.rest = n > 0 ? 8 * jf_tail_exp(p[0].ln) : 0;
        return t;
    }
    const double span = p[n - 1].l - start;
    t.endless = false;
    t.rest = guess_rest(n, p, start);
    t.from = p[n - 1].l - span / 2;
    gather(n, p, t.from, LEAST, &v, &t);
    if (t.sign == 0 || v.n < FEWEST)
        return t;
    jf_tail law = best_law(&v, t);
    if (law.kind == JF_TAIL_DIVERGES && span / 2 < SIX_DECADES)
        law.kind = JF_TAIL_UNCLEAR;
    if (law.kind == JF_TAIL_UNCLEAR && grows(&v)) {
        law.kind = JF_TAIL_DIVERGES;
        law.power = false;
    }
    law.endless =
        law.kind == JF_TAIL_UNCLEAR && law.e * (p[n - 1].l - v.l[0]) < 1;
    if (law.kind == JF_TAIL_UNCLEAR)
        fit_close(n, p, start, &law);
    law.doubt = fmin(law.doubt, 1);
    return law;
}
