/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Increments that cancel against each other: x - sin(x), exp(x) - 1 - x.
 *
 * Idea: where the increments of a sum cancel to first order next to c, its
 *   Taylor series is computed there, by the usual recurrences: of y = f(a) with
 *   y' = a' g, k y_k = sum i a_i g_(k-i) [Knuth1997, section 4.7].
 *   Coefficients below their own errors are 0; the first that is not, of d^m,
 *   begins a polynomial that takes the place of the difference for small d.
 *   Constants are doubtful as they are for anchors.
 * Radius: the smallest root of a ratio to the leading coefficient stands for
 *   that of convergence; the polynomial is used where a geometric series of
 *   that ratio has its rest below 2^-54, with a quarter in hand.  It is an
 *   estimate, not a bound.
 * Error: a few ulp of the sum within the radius; beyond it what the difference
 *   has: 1/d^(m-1) ulp about.
 * Cost: the program's series once, 32^2 products an operation, when some sum
 *   needs it; 0.1 ms for a dozen operations.
 * Fails on: operations without a series here (special functions, steps, roots
 *   of 0), and sums that rules make, not the text.  (x - sin(x))/x^3 is 0/0
 *   when both underflow. */
#include "ir/distance.h"

#include <stdlib.h>

enum { N = 32 };

typedef struct jf_series {
    bool known;
    double s[N], e[N]; // coefficients, and what they may be off
} series;

static const double u = 0x1p-52; // more than a rounding

static void clear(series *y)
{
    *y = (series){.known = true};
}

// y_k = sign/k sum i a_i g_(k-i)
static void chain(series *y, const series *a, const series *g, int k,
                  double sign)
{
    double sum = 0, err = 0, size = 0;

    for (int i = 1; i <= k; i++) {
        const double p = i * a->s[i] * g->s[k - i];
        sum += p;
        size += fabs(p);
        err += i * (a->e[i] * (fabs(g->s[k - i]) + g->e[k - i]) +
                    fabs(a->s[i]) * g->e[k - i]);
    }
    y->s[k] = sign * sum / k;
    y->e[k] = (err + 4 * u * size) / k;
}

static void multiply(series *y, const series *a, const series *b)
{
    clear(y);
    for (int k = 0; k < N; k++)
        for (int i = 0; i <= k; i++) {
            const double p = a->s[i] * b->s[k - i];
            y->s[k] += p;
            y->e[k] += a->e[i] * (fabs(b->s[k - i]) + b->e[k - i]) +
                       fabs(a->s[i]) * b->e[k - i] +
                       (p == rint(p) ? 0 : 4 * u * fabs(p));
        }
}

static void divide(series *y, const series *a, const series *b)
{
    clear(y);
    y->known = b->s[0] != 0;
    for (int k = 0; k < N && y->known; k++) {
        double sum = a->s[k], err = a->e[k], size = fabs(sum);
        for (int i = 1; i <= k; i++) {
            const double p = b->s[i] * y->s[k - i];
            sum -= p;
            size += fabs(p);
            err += b->e[i] * fabs(y->s[k - i]) + fabs(b->s[i]) * y->e[k - i];
        }
        y->s[k] = sum / b->s[0];
        y->e[k] =
            (err + fabs(y->s[k]) * b->e[0] + 4 * u * size) / fabs(b->s[0]);
    }
}

static void add(series *y, const series *a, const series *b, double sign)
{
    clear(y);
    for (int k = 0; k < N; k++) {
        y->s[k] = a->s[k] + sign * b->s[k];
        const bool exact = y->s[k] == rint(y->s[k]);
        y->e[k] = a->e[k] + b->e[k] + (exact ? 0 : u * fabs(y->s[k]));
    }
}

static void constant(series *y, double k, double err)
{
    clear(y);
    y->s[0] = k;
    y->e[0] = err;
}

// Sine and cosine, or the hyperbolic ones.
static void waves(const jf_distance *w, const series *a, const jf_pair *at,
                  bool hyperbolic, series *sine, series *cosine)
{
    const jf_op first = hyperbolic ? JF_OP_SINH : JF_OP_SIN;
    const jf_op second = hyperbolic ? JF_OP_COSH : JF_OP_COS;

    clear(sine);
    clear(cosine);
    sine->s[0] = jf_pair_anchor(w, first, at, &sine->e[0]).hi;
    cosine->s[0] = jf_pair_anchor(w, second, at, &cosine->e[0]).hi;
    for (int k = 1; k < N; k++) {
        chain(sine, a, cosine, k, 1);
        chain(cosine, a, sine, k, hyperbolic ? 1 : -1);
    }
}

// y' = a'/b
static void integral(series *y, const series *a, const series *b, jf_pair at)
{
    series one, g;

    constant(&one, 1, 0);
    divide(&g, &one, b);
    constant(y, at.k.hi, at.err);
    y->known = g.known;
    for (int k = 1; k < N && y->known; k++)
        chain(y, a, &g, k, 1);
}

static void exponential(series *y, const series *a, double k, double err)
{
    constant(y, k, err);
    for (int i = 1; i < N; i++)
        chain(y, a, y, i, 1);
}

// a^p for a constant p: products, or exp(p log(a)).
static void power(series *y, const series *a, double p, jf_pair at)
{
    series log, factor, t;

    if (p >= 1 && p <= N && p == rint(p)) {
        *y = *a;
        for (int i = 1; i < (int)p; i++) {
            multiply(&t, y, a);
            *y = t;
        }
        return;
    }
    integral(&log, a, a, jf_pair_lost(0));
    constant(&factor, p, 0);
    multiply(&t, &log, &factor);
    exponential(y, &t, at.k.hi, at.err);
    y->known = log.known && a->s[0] > 0;
}

static void wave_of(const jf_distance *w, jf_op op, const series *a,
                    const jf_pair *at, series *y)
{
    const bool hyperbolic =
        op == JF_OP_SINH || op == JF_OP_COSH || op == JF_OP_TANH;
    series s, c;

    waves(w, a, at, hyperbolic, &s, &c);
    if (op == JF_OP_TAN || op == JF_OP_TANH)
        divide(y, &s, &c);
    else
        *y = op == JF_OP_SIN || op == JF_OP_SINH ? s : c;
}

// log, log1p, atan: y' = a'/(...)
static void integral_of(jf_op op, const series *a, jf_pair at, series *y)
{
    series one, below = *a;

    constant(&one, 1, 0);
    if (op == JF_OP_LOG1P) {
        add(&below, &one, a, 1);
    } else if (op == JF_OP_ATAN) {
        series square;
        multiply(&square, a, a);
        add(&below, &one, &square, 1);
    }
    integral(y, a, &below, at);
    y->known = y->known && (op == JF_OP_ATAN || below.s[0] > 0);
}

// The operations that are no arithmetic.
static void function_of(const jf_distance *w, int r, const series *a, series *y)
{
    const jf_ins *const ins = &w->in->ins[r];
    const jf_pair at = w->pair[r];

    switch (ins->op) {
    case JF_OP_SQRT:
        power(y, a, 0.5, at);
        break;
    case JF_OP_POW:
        if (w->in->ins[ins->operand[1]].op == JF_OP_CONST)
            power(y, a, w->in->ins[ins->operand[1]].k, at);
        break;
    case JF_OP_EXP:
        exponential(y, a, at.k.hi, at.err);
        break;
    case JF_OP_LOG:
    case JF_OP_LOG1P:
    case JF_OP_ATAN:
        integral_of(ins->op, a, at, y);
        break;
    case JF_OP_SIN:
    case JF_OP_COS:
    case JF_OP_TAN:
    case JF_OP_SINH:
    case JF_OP_COSH:
    case JF_OP_TANH:
        wave_of(w, ins->op, a, &w->pair[ins->operand[0]], y);
        break;
    default:
        break;
    }
}

static void series_of(const jf_distance *w, int r, series *all)
{
    const jf_ins *const ins = &w->in->ins[r];
    const series *const a = &all[ins->operand[0]];
    const series *const b = &all[ins->operand[1]];
    const jf_pair at = w->pair[r];
    series *const y = &all[r];

    y->known = false;
    for (int k = 0; k < jf_op_operands(ins->op); k++)
        if (!all[ins->operand[k]].known)
            return;
    switch (ins->op) {
    case JF_OP_VAR:
        constant(y, at.k.hi, at.err + fabs(at.k.lo));
        y->s[1] = w->side;
        break;
    case JF_OP_CONST:
        constant(y, at.k.hi, at.err);
        y->known = isfinite(ins->k);
        break;
    case JF_OP_NEG:
        add(y, &(series){.known = true}, a, -1);
        break;
    case JF_OP_ADD:
    case JF_OP_SUB:
        add(y, a, b, ins->op == JF_OP_ADD ? 1 : -1);
        break;
    case JF_OP_MUL:
        multiply(y, a, b);
        break;
    case JF_OP_DIV:
        divide(y, a, b);
        break;
    default:
        function_of(w, r, a, y);
        break;
    }
}

// The first coefficient beyond the anchor that is not 0, or 0: none is known.
static int leading(const series *y)
{
    for (int k = 1; k < N / 2; k++)
        if (fabs(y->s[k]) > y->e[k])
            return y->e[k] < 0x1p-30 * fabs(y->s[k]) ? k : 0;
    return 0;
}

static double radius(const jf_distance *w, const series *y, int m)
{
    double least = 0x1p100;

    for (int k = m + 1; k < N; k++) {
        const double ratio = (fabs(y->s[k]) + y->e[k]) / fabs(y->s[m]);
        if (ratio > 0)
            least = fmin(least, w->scalar(JF_OP_POW, ratio, -1.0 / (k - m), 0));
    }
    return 0.75 * least * w->scalar(JF_OP_EXP2, -54.0 / (N - m), 0, 0);
}

// d^m (s_m + s_(m+1) d + ...) where d is small, else `far`.
static jf_ref expansion(jf_distance *w, const series *y, int m, jf_ref far)
{
    const jf_ref d = jf_put(w, JF_OP_VAR, 0, 0, 0);
    double coef[N];
    for (int k = m; k < N; k++) // from the highest
        coef[N - 1 - k] = fabs(y->s[k]) > y->e[k] ? y->s[k] : 0;
    jf_ref sum = jf_put_poly(w, d, N - m, coef);
    for (int k = 0; k < m; k++)
        sum = jf_put_mul(w, sum, d);
    const jf_ref limit = jf_put_num(w, radius(w, y, m));
    const jf_ref small = jf_put(w, JF_OP_LT, d, limit, 0);
    return jf_put(w, JF_OP_SELECT, small, sum, far);
}

// Whether the increments cancel next to c.
static bool cancels(const jf_distance *w, const jf_ins *ins, jf_ref d)
{
    const double a = jf_pair_probe(w, w->pair[ins->operand[0]].d);
    const double b = jf_pair_probe(w, w->pair[ins->operand[1]].d);

    return fabs(jf_pair_probe(w, d)) < 0x1p-30 * fmax(fabs(a), fabs(b));
}

static bool extend(jf_distance *w, int n)
{
    if (!w->series)
        w->series = malloc((size_t)w->in->nins * sizeof *w->series);
    if (!w->series)
        w->out->nomem = true;
    while (w->series && w->nseries < n) {
        series_of(w, w->nseries, w->series);
        w->nseries++;
    }
    return w->series;
}

jf_pair jf_pair_expanded(jf_distance *w, int r, jf_pair y)
{
    const jf_ins *const ins = &w->in->ins[r];

    if ((ins->op != JF_OP_ADD && ins->op != JF_OP_SUB) || !cancels(w, ins, y.d))
        return y;
    w->pair[r] = y;
    if (!extend(w, r + 1))
        return y;
    const series *const sum = &w->series[r];
    const int m = sum->known ? leading(sum) : 0;
    if (m > 1) {
        y.d = expansion(w, sum, m, y.d);
        y.v = y.k.hi == 0 ? y.d : y.v;
        y.linear = false;
    }
    return y;
}
