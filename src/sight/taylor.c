/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of a program's Taylor coefficients over a whole interval, which is how
 * the error of a quadrature rule is bounded (quad/proof.c).
 *
 * Idea: majorants.  Each value u of the program carries bounds U_k of
 *   |u^(k)|/k! over the interval.  Sums add them, products convolve them, and a
 *   function g(u) whose own coefficients are bounded by G_k (outer.c) has those
 *   of G(U(t)), by Horner's scheme: Moore's Taylor arithmetic [Moore1966]
 *   without signs.  What depends on signs, values, comes from the ranges.
 *   The same walk tells what it may change that numbers are rounded.
 * Cost: some 200 multiplications for a product or a function, 20 where its
 *   argument is linear.
 * Error: everything is positive, and sums of products err by a few hundred
 *   roundings at most: one factor at the end allows for 2^10 times as many.
 *   What underflows is raised to TINY instead.
 * Loose where: 1/(1 + x^2) seems to have its poles nearer than i, at a distance
 *   of sqrt(1 + x^2) - |x|; so panels have to be up to three times narrower.
 * Fails on: removable singularities but sin(u)/u; zeta, li, beta, elliptic
 *   integrals, Y_n: not smooth as far as is known.
 * Overflow: coefficients of g are taken in units of its scale, the distance to
 *   what is singular; those of huge values are in relative.c.
 * Not tried: intervals instead of sizes, for wider panels and dearer products.
 * Rejected: complex balls around the panel, which want complex kernels. */
#include <stdlib.h>

#include "sight/apply.h"
#include "sight/relative.h"
#include "sight/tape.h"
#include "sight/taylor.h"

enum { N = JF_TAYLOR, ROOM = 48 };

static const double TINY = 0x1p-960;
static const double ROUNDING = 1 + 0x1p-30;

static double size_of(jf_range v)
{
    return fmax(-v.lo, v.hi);
}

static void constant(double size, jf_series *r)
{
    *r = (jf_series){.coef = {size}};
}

// A coefficient that underflowed would no longer be a bound; NaN stays.
static void lift(jf_series *s)
{
    for (int k = 0; k <= s->degree; k++)
        s->coef[k] = s->coef[k] < TINY ? TINY : s->coef[k];
}

static void sum(const jf_series *a, const jf_series *b, jf_series *r)
{
    for (int k = 0; k <= N; k++)
        r->coef[k] = a->coef[k] + b->coef[k];
    r->rounding = a->rounding + b->rounding;
    r->degree = a->degree > b->degree ? a->degree : b->degree;
    r->relative = false;
}

void jf_series_product(const jf_series *a, const jf_series *b, jf_series *r)
{
    const int degree = a->degree + b->degree;

    *r = (jf_series){.degree = degree < N ? degree : N,
                     .rounding =
                         a->coef[0] * b->rounding + b->coef[0] * a->rounding};
    for (int i = 0; i <= a->degree; i++)
        for (int k = 0; k <= b->degree && i + k <= N; k++)
            r->coef[i + k] += a->coef[i] * b->coef[k];
    lift(r);
}

static void compose_linear(double slope, const double *outer, double *coef)
{
    double power = 1;

    for (int k = 1; k <= N; k++) {
        power *= slope;
        coef[k] = outer[k] * (power < TINY ? TINY : power);
    }
}

// Horner's scheme in u without its value; coefficients beyond what the powers
// still to come leave room for are not computed.
static void compose_any(const double *u, int degree, const double *outer,
                        double *coef)
{
    for (int k = 1; k <= N; k++)
        coef[k] = 0;
    coef[0] = outer[N];
    for (int j = N - 1; j >= 0; j--) {
        for (int k = N - j; k > 0; k--) {
            double next = 0;
            for (int i = 1; i <= k && i <= degree; i++)
                next += u[i] * coef[k - i];
            coef[k] = next < TINY ? TINY : next; // NaN stays
        }
        coef[0] = j > 0 ? outer[j] : 0;
    }
}

// The sum over j = 1 .. k of (j of + (k - j)) u_j p_(k-j), over k: both
// recursions p' = c u' p/(1 - u) and p' = u' p are of this kind.
static void recur(const double *u, double of, bool pole, double *p)
{
    for (int k = 1; k <= N; k++) {
        double sum = 0;
        for (int j = 1; j <= k; j++)
            sum += (of * j + (pole ? k - j : 0)) * u[j] * p[k - j];
        sum /= k;
        p[k] = sum < TINY ? TINY : sum; // NaN stays
    }
}

static void compose_family(const double *u, const jf_outer *g, double *coef)
{
    double inverse[N + 1] = {1};

    coef[0] = 1;
    if (g->family == JF_FAMILY_EXP) {
        recur(u, 1, false, coef);
    } else if (g->family == JF_FAMILY_POWER) {
        recur(u, -g->exponent, true, coef);
    } else { // u'/(1 - u), integrated
        recur(u, 1, true, inverse);
        for (int k = 1; k <= N; k++) {
            coef[k] = 0;
            for (int j = 1; j <= k; j++)
                coef[k] += j * u[j] * inverse[k - j] / k;
        }
    }
    for (int k = 1; k <= N; k++)
        coef[k] *= g->size;
}

// The coefficients beyond the value.
static void scale(const jf_series *u, double scale, double *coef)
{
    for (int k = 1; k <= N; k++) {
        const double c = k <= u->degree ? u->coef[k] / scale : 0;
        coef[k] = k <= u->degree && c < TINY ? TINY : c;
    }
}

void jf_series_compose(const jf_series *u, const jf_outer *g, double size,
                       jf_series *r)
{
    double v[N + 1];

    if (u->degree == 0) {
        constant(size, r);
        return;
    }
    scale(u, g->scale, v);
    if (u->degree == 1)
        compose_linear(v[1], g->coef, r->coef);
    else if (g->family == JF_FAMILY_ANY)
        compose_any(v, u->degree, g->coef, r->coef);
    else
        compose_family(v, g, r->coef);
    r->coef[0] = size;
    r->rounding = g->coef[1] / g->scale * u->rounding;
    r->degree = N;
    r->relative = false;
    lift(r);
}

// ---- operations

typedef struct tape {
    const jf_ir *ir;
    double unit; // of the variable
    jf_range *value;
    jf_range *middle; // values there, where they decide something; or NULL
    jf_series *series;
} tape;

static bool reciprocal(const jf_series *u, jf_range range, jf_series *r)
{
    jf_outer g;

    if (jf_range_has(range, 0))
        return false;
    jf_taylor_power(-1, range, &g);
    jf_series_compose(u, &g, size_of(jf_range_div(jf_range_point(1), range)),
                      r);
    return true;
}

// sin(u)/u
static bool is_sine_over(const tape *t, const jf_ins *ins)
{
    const jf_ins *const above = &t->ir->ins[ins->operand[0]];

    return ins->op == JF_OP_DIV && above->op == JF_OP_SIN &&
           above->operand[0] == ins->operand[1];
}

static void sine_over(const jf_series *u, jf_series *r)
{
    jf_outer g = {.scale = 1, .family = JF_FAMILY_ANY};
    double factorial = 1;

    for (int k = 1; k <= N; k++) { // |(sin(u)/u)^(k)| <= 1/(k + 1)
        factorial *= k;
        g.coef[k] = 1 / (factorial * (k + 1));
    }
    jf_series_compose(u, &g, 1, r);
}

// Whether a value is a power of another one.
static bool is_power(const tape *t, jf_ref r, jf_ref *base, double *exponent)
{
    const jf_ins *const ins = &t->ir->ins[r];
    const jf_ref a = ins->operand[0], b = ins->operand[1];

    *base = a;
    *exponent = ins->op == JF_OP_MUL ? 2 : 0.5;
    if (ins->op == JF_OP_POW || ins->op == JF_OP_POWN) {
        *exponent = t->value[b].lo;
        return t->series[b].degree == 0 && jf_range_thin(t->value[b]);
    }
    return ins->op == JF_OP_SQRT || (ins->op == JF_OP_MUL && a == b);
}

// What a rounded exponent does to u^w or 1/u^w, of at most that size.
static double rounded_exponent(const tape *t, const jf_ins *power, double size)
{
    const double err = t->series[power->operand[1]].rounding;
    const jf_range u = t->value[power->operand[0]];

    return err > 0 ? size * err * size_of(jf_range_elementary(JF_OP_LOG, u))
                   : 0;
}

// 1/u: of 1/x^2 the poles would seem nearer by way of x^2.
static bool inverse_of(const tape *t, jf_ref u, jf_series *r)
{
    jf_ref base;
    double exponent;
    jf_outer g;

    if (jf_range_has(t->value[u], 0))
        return false;
    if (!is_power(t, u, &base, &exponent))
        return reciprocal(&t->series[u], t->value[u], r);
    jf_taylor_power(-exponent, t->value[base], &g);
    const double size = size_of(jf_range_div(jf_range_point(1), t->value[u]));
    const jf_ins *const power = &t->ir->ins[u];
    jf_series_compose(&t->series[base], &g, size, r);
    if (power->op == JF_OP_POW || power->op == JF_OP_POWN)
        r->rounding += rounded_exponent(t, power, size);
    return true;
}

static bool quotient(const tape *t, const jf_ins *ins, jf_series *r)
{
    const jf_ref a = ins->operand[0], b = ins->operand[1];
    jf_series inverse;

    if (is_sine_over(t, ins)) {
        sine_over(&t->series[b], r);
        return true;
    }
    if (!inverse_of(t, b, &inverse))
        return false;
    jf_series_product(&t->series[a], &inverse, r);
    return true;
}

static bool call(jf_op op, const jf_series *u, jf_range of, jf_range v,
                 jf_series *r)
{
    jf_outer g;

    if (!jf_taylor_outer(op, of, v, &g))
        return false;
    jf_series_compose(u, &g, size_of(v), r);
    return true;
}

// u^w = exp(w log u) where w varies
static bool power(const tape *t, const jf_ins *ins, jf_range v, jf_series *r)
{
    const jf_ref a = ins->operand[0], b = ins->operand[1];
    const jf_range u = t->value[a], w = t->value[b];
    jf_outer g;
    jf_series log, exponent;

    if (t->series[b].degree == 0 && jf_range_thin(w)) {
        jf_taylor_power(w.lo, u, &g);
        jf_series_compose(&t->series[a], &g, size_of(v), r);
        r->rounding += rounded_exponent(t, ins, size_of(v));
        return true;
    }
    if (u.lo <= 0)
        return false;
    const jf_range l = jf_range_elementary(JF_OP_LOG, u);
    if (!call(JF_OP_LOG, &t->series[a], u, l, &log))
        return false;
    jf_series_product(&log, &t->series[b], &exponent);
    return call(JF_OP_EXP, &exponent, jf_range_mul(l, w), v, r);
}

static bool angle(const tape *t, const jf_ins *ins, jf_range v, jf_series *r)
{
    const jf_range x = t->value[ins->operand[1]];
    jf_series q;

    if (x.lo <= 0 || !quotient(t, ins, &q))
        return false;
    const jf_range of = jf_range_div(t->value[ins->operand[0]], x);
    return call(JF_OP_ATAN, &q, of, v, r);
}

static bool hypotenuse(const tape *t, const jf_ins *ins, jf_range v,
                       jf_series *r)
{
    const jf_series *const a = &t->series[ins->operand[0]];
    const jf_series *const b = &t->series[ins->operand[1]];
    jf_series aa, bb, square;

    jf_series_product(a, a, &aa);
    jf_series_product(b, b, &bb);
    sum(&aa, &bb, &square);
    return call(JF_OP_SQRT, &square, jf_range_square(v), v, r);
}

// One of the operands, where it is always the same; -1: it is not.
static int chosen(const jf_ins *ins, const jf_range *value)
{
    const jf_range a = value[ins->operand[0]];
    const jf_range b = jf_op_operands(ins->op) > 1 ? value[ins->operand[1]] : a;

    switch (ins->op) {
    case JF_OP_ABS:
        return a.lo >= 0 || a.hi <= 0 ? 0 : -1;
    case JF_OP_COPYSIGN:
        return (a.lo >= 0 || a.hi <= 0) && (b.lo > 0 || b.hi < 0) ? 0 : -1;
    case JF_OP_MIN:
        return a.hi <= b.lo ? 0 : b.hi <= a.lo ? 1 : -1;
    case JF_OP_MAX:
        return a.hi <= b.lo ? 1 : b.hi <= a.lo ? 0 : -1;
    case JF_OP_SELECT:
        return !jf_range_has(a, 0) ? 1 : jf_range_thin(a) ? 2 : -1;
    default:
        return -1;
    }
}

// Where nothing switches the middle decides.
static int choice(const tape *t, const jf_ins *ins)
{
    const int k = chosen(ins, t->value);

    return k < 0 && t->middle ? chosen(ins, t->middle) : k;
}

// a - b q with one integer q
static bool remainder_of(const tape *t, const jf_ins *ins, jf_range v,
                         jf_series *r)
{
    const jf_series *const a = &t->series[ins->operand[0]];
    const jf_range q = jf_range_remainder(
        JF_OP_FLOORDIV, t->value[ins->operand[0]], t->value[ins->operand[1]]);
    jf_series factor, less;

    if (!jf_range_thin(q) || q.seen || v.seen || ins->op != JF_OP_MOD)
        return false;
    constant(size_of(q), &factor);
    jf_series_product(&factor, &t->series[ins->operand[1]], &less);
    sum(a, &less, r);
    return true;
}

static bool is_constant(const tape *t, const jf_ins *ins, jf_range v)
{
    bool flat = ins->op != JF_OP_VAR;

    for (int k = 0; k < jf_op_operands(ins->op); k++)
        flat &= t->series[ins->operand[k]].degree == 0;
    return flat || jf_range_thin(v); // a step
}

static bool is_relative(const tape *t, const jf_ins *ins)
{
    bool relative = false;

    for (int k = 0; k < jf_op_operands(ins->op); k++)
        relative |= t->series[ins->operand[k]].relative;
    return relative;
}

static bool apply(const tape *t, const jf_ins *ins, jf_range v, jf_series *r)
{
    const jf_ref a = ins->operand[0], b = ins->operand[1];
    const jf_series *const s = t->series;

    if (is_relative(t, ins))
        return jf_relative_apply(ins, t->value, s, r);
    switch (ins->op) {
    case JF_OP_VAR:
        *r = (jf_series){.coef = {0, t->unit}, .degree = 1};
        return true;
    case JF_OP_NEG:
        *r = s[a];
        return true;
    case JF_OP_ADD:
    case JF_OP_SUB:
        sum(&s[a], &s[b], r);
        return true;
    case JF_OP_MUL:
        jf_series_product(&s[a], &s[b], r);
        return true;
    case JF_OP_DIV:
        return quotient(t, ins, r);
    case JF_OP_RECIP:
        return inverse_of(t, a, r);
    case JF_OP_POW:
    case JF_OP_POWN:
        return power(t, ins, v, r);
    case JF_OP_ATAN2:
        return angle(t, ins, v, r);
    case JF_OP_HYPOT:
        return hypotenuse(t, ins, v, r);
    case JF_OP_MOD:
        return remainder_of(t, ins, v, r);
    case JF_OP_JN:
        return jf_range_thin(t->value[a]) &&
               call(JF_OP_J1, &s[b], t->value[b], v, r);
    default:
        return jf_op_operands(ins->op) == 1 &&
               (jf_relative_begin(ins->op, &s[a], v, r) ||
                call(ins->op, &s[a], t->value[a], v, r));
    }
}

// What is not known bounds nothing, and may be in a branch that is not taken.
static void unknown(jf_series *r)
{
    *r = (jf_series){.degree = N, .rounding = HUGE_VAL};
    for (int k = 0; k <= N; k++)
        r->coef[k] = HUGE_VAL;
}

static void put_series(const tape *t, const jf_ins *ins, jf_range v,
                       jf_series *r)
{
    if (v.seen & (JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED) || jf_range_empty(v)) {
        unknown(r);
        return;
    }
    const int k = choice(t, ins);
    if (k >= 0 && !v.seen)
        *r = t->series[ins->operand[k]];
    else if (is_constant(t, ins, v))
        constant(size_of(v), r);
    else if (v.seen || !apply(t, ins, v, r))
        unknown(r);
    if (r->relative)
        jf_relative_end(v, r);
    else
        r->coef[0] = size_of(v);
    if (ins->op == JF_OP_CONST)
        r->rounding = ins->err;
}

// The hole of sin(u)/u at 0 is none.
static jf_range value_of(const tape *t, const jf_ins *ins, jf_range x)
{
    jf_range v =
        ins->op == JF_OP_VAR ? x : jf_range_apply(t->ir, ins, t->value);

    if (is_sine_over(t, ins))
        v.seen = t->value[ins->operand[1]].seen;
    return v;
}

// The values of all operations at x; NULL: no memory.
static jf_range *middle_of(const tape *t, double x)
{
    const size_t n = (size_t)t->ir->result + 1;
    tape at = {.ir = t->ir, .value = malloc(n * sizeof *at.value)};

    for (size_t i = 0; at.value && i < n; i++)
        at.value[i] = value_of(&at, &t->ir->ins[i], jf_range_point(x));
    return at.value;
}

typedef enum switching { NEVER, BETWEEN_OPERANDS, BY_STEPS } switching;

static switching switching_of(jf_op op)
{
    switch (op) {
    case JF_OP_ABS:
    case JF_OP_COPYSIGN:
    case JF_OP_MIN:
    case JF_OP_MAX:
        return BETWEEN_OPERANDS;
    case JF_OP_SIGN:
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
    case JF_OP_FLOORDIV:
    case JF_OP_LT:
    case JF_OP_LE:
        return BY_STEPS;
    default:
        return NEVER;
    }
}

// An operation that cannot be told by ranges whether it switches, and does not:
// x + (x-1)(x-2) > x right of 2.
static void settle(tape *t, size_t i, double x)
{
    const jf_ins *const ins = &t->ir->ins[i];
    jf_range *const v = &t->value[i];
    const switching kind = switching_of(ins->op);

    if (kind == NEVER || (kind == BY_STEPS && jf_range_thin(*v)) ||
        (kind == BETWEEN_OPERANDS && chosen(ins, t->value) >= 0))
        return;
    if (!t->middle)
        t->middle = middle_of(t, x);
    if (!t->middle)
        return;
    if (kind == BY_STEPS && jf_range_thin(t->middle[i]))
        *v = (jf_range){t->middle[i].lo, t->middle[i].hi,
                        v->seen & ~(unsigned)JF_SEEN_JUMP};
    else if (ins->op == JF_OP_MIN || ins->op == JF_OP_MAX) {
        const int k = chosen(ins, t->middle);
        if (k >= 0)
            *v = t->value[ins->operand[k]];
    }
}

bool jf_sight_taylor(const jf_ir *typed, double a, double b, bool between,
                     double *coef, double *rounding)
{
    const size_t n = (size_t)typed->result + 1;
    jf_range values[ROOM];
    jf_series all[ROOM];
    const bool small = n <= ROOM;
    tape t = {.ir = typed,
              .unit = jf_up(b / 2 - a / 2),
              .value = small ? values : malloc(n * sizeof *t.value),
              .series = small ? all : malloc(n * sizeof *t.series)};
    bool known = t.value && t.series;

    if (known) {
        for (size_t i = 0; i < n; i++) {
            t.value[i] = value_of(&t, &typed->ins[i], jf_range_of(a, b));
            if (between)
                settle(&t, i, a / 2 + b / 2);
            put_series(&t, &typed->ins[i], t.value[i], &t.series[i]);
        }
        const jf_series *const last = &t.series[n - 1];
        for (int k = 0; k <= N; k++)
            coef[k] = last->coef[k] < HUGE_VAL && !last->relative
                          ? last->coef[k] * ROUNDING
                          : HUGE_VAL; // NaN, too
        // what is computed lies within the range as well, about
        *rounding = fmin(last->rounding, 2 * coef[0]);
        known = coef[0] < HUGE_VAL;
    }
    free(t.middle);
    if (!small) {
        free(t.value);
        free(t.series);
    }
    return known;
}
