/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program as a sum of terms, each an amplitude times a sine, a cosine or a
 * Bessel function of a phase.
 *
 * Sums, differences, products, quotients and small integer powers are expanded;
 * a product of two waves becomes two by
 *     2 cos a cos b = cos(a - b) + cos(a + b),
 * and sin a is cos(a - pi/2).  Phases that are linear in x are kept as two
 * numbers, so that equal ones meet: sin(x)^2 leaves 1/2 and cos(2 x)/2.  A
 * slope that is no more than the rounding of those it was made of is 0.  Terms
 * with the same phase are added, those without a phase as well.
 *
 * What oscillates or jumps in another way (|sin x|, cos(7 cos x), floor x, a
 * wave in a divisor) stays in the amplitude, which is then `rough`.
 *
 * Cost:     a few microseconds; products of k waves make 2^(k-1) terms.
 * Fails on: products with Bessel functions; more than 128 terms.  Then nothing
 *           is known. */
#include "ir/phase.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { POOL = 2048, POWER_MAX = 8 };

typedef struct wave {
    jf_ref amp;
    jf_ref phase;  // not linear
    jf_ref bessel; // the function's value, or -1
    bool wavy, rough, linear;
    double w, c, scale; // w x + c; scale: of the slopes it was made of
    int q;
} wave;

typedef struct span {
    int first, n;
} span;

typedef struct builder {
    jf_ir *ir;
    const bool *varies; // operation depends on x
    const bool *waves;  // and oscillates or jumps
    wave *pool;
    int n;
    bool failed;
} builder;

static span put(builder *b, const wave *w)
{
    if (b->n == POOL)
        b->failed = true;
    if (b->failed)
        return (span){0, 0};
    b->pool[b->n] = *w;
    return (span){b->n++, 1};
}

static span plain(builder *b, jf_ref r, bool rough)
{
    return put(b, &(wave){.amp = r, .bessel = -1, .rough = rough});
}

static jf_ref op2(builder *b, jf_op op, jf_ref x, jf_ref y)
{
    return jf_ir_add(b->ir, op, x, y, 0);
}

static jf_ref times(builder *b, jf_ref x, double k)
{
    return op2(b, JF_OP_MUL, x, jf_ir_const(b->ir, k));
}

// --- phases -----------------------------------------------------------------

// Whether it is x^2 + c.
static bool square(const jf_ir *ir, const jf_ins *ins, double *c)
{
    const jf_ins *const u = &ir->ins[ins->operand[0]];
    double k;

    if (!jf_ir_constant(ir, ins->operand[1], c))
        return false;
    if (ins->op == JF_OP_SUB)
        *c = -*c;
    const bool power = u->op == JF_OP_POW || u->op == JF_OP_POWN;
    return ir->ins[u->operand[0]].op == JF_OP_VAR &&
           ((u->op == JF_OP_MUL && u->operand[0] == u->operand[1]) ||
            (power && jf_ir_constant(ir, u->operand[1], &k) && k == 2));
}

// Zeros of sums w x + c, and of x^2 + c.
static void find_spots(const jf_ir *ir, jf_phases *p)
{
    double w, c;

    for (int i = 0; i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        if ((ins->op != JF_OP_ADD && ins->op != JF_OP_SUB) ||
            p->nspot + 2 > JF_SPOT_MAX)
            continue;
        if (jf_ir_line(ir, i, &w, &c)) {
            if (w != 0 && c != 0)
                p->spot[p->nspot++] = -c / w;
        } else if (square(ir, ins, &c) && c < 0) {
            p->spot[p->nspot++] = sqrt(-c);
            p->spot[p->nspot++] = -sqrt(-c);
        }
    }
}

static jf_ref phase_of(builder *b, const wave *w)
{
    if (!w->linear)
        return w->phase;
    const jf_ref x = jf_ir_add(b->ir, JF_OP_VAR, 0, 0, 0);
    const jf_ref wx = times(b, x, w->w);
    return w->c == 0 ? wx : op2(b, JF_OP_ADD, wx, jf_ir_const(b->ir, w->c));
}

// Multiplies by cos(phase - q pi/2), the phase being a constant now.
static void settle(builder *b, wave *w, double phase)
{
    const jf_ref c = jf_ir_const(b->ir, phase);
    const jf_op op = w->q % 2 ? JF_OP_SIN : JF_OP_COS;

    w->wavy = w->linear = false;
    if (phase == 0 && w->q % 2) // cos(pi/2) is exactly 0
        w->amp = c;
    else if (phase == 0)
        w->amp = times(b, w->amp, 1 - w->q);
    else
        w->amp = times(b, op2(b, JF_OP_MUL, w->amp, op2(b, op, c, 0)),
                       w->q < 2 ? 1 : -1);
}

static bool vanishes(const wave *w)
{
    return fabs(w->w) <= 8 * DBL_EPSILON * w->scale;
}

// cos(-t) = cos t: slopes are positive.
static void turn(wave *w)
{
    if (!(w->linear && w->w < 0))
        return;
    w->w = -w->w;
    w->c = -w->c;
    w->q = -w->q & 3;
}

// Half of the product of two waves: that with the sum of the phases, or with
// their difference.
static wave combine(builder *b, const wave *u, const wave *v, int sign)
{
    wave r = {
        .amp = times(b, op2(b, JF_OP_MUL, u->amp, v->amp), 0.5),
        .bessel = -1,
        .wavy = true,
        .rough = u->rough || v->rough,
        .linear = u->linear && v->linear,
        .q = (u->q + sign * v->q) & 3,
    };
    if (r.linear) {
        r.w = u->w + sign * v->w;
        r.c = u->c + sign * v->c;
        r.scale = u->scale + v->scale;
        if (vanishes(&r))
            settle(b, &r, r.c);
        turn(&r);
    } else if (sign < 0 && !u->linear && !v->linear && u->phase == v->phase) {
        settle(b, &r, 0);
    } else {
        const jf_ref left = phase_of(b, u);
        r.phase =
            op2(b, sign < 0 ? JF_OP_SUB : JF_OP_ADD, left, phase_of(b, v));
    }
    return r;
}

// --- operations -------------------------------------------------------------

static bool is_zero(const builder *b, const wave *w)
{
    double k;

    return !b->ir->nomem && jf_ir_constant(b->ir, w->amp, &k) && k == 0;
}

static void multiply(builder *b, const wave *u, const wave *v)
{
    if (u->wavy && v->wavy) {
        if (u->bessel >= 0 || v->bessel >= 0) {
            b->failed = true;
            return;
        }
        for (int sign = -1; sign <= 1; sign += 2) {
            const wave w = combine(b, u, v, sign);
            if (!is_zero(b, &w))
                put(b, &w);
        }
        return;
    }
    wave r = u->wavy ? *u : *v;
    r.amp = op2(b, JF_OP_MUL, u->amp, v->amp);
    r.rough = u->rough || v->rough;
    put(b, &r);
}

static span product(builder *b, span u, span v)
{
    const int first = b->n;

    for (int i = 0; i < u.n; i++)
        for (int j = 0; j < v.n && !b->failed; j++) {
            const wave left = b->pool[u.first + i];
            const wave right = b->pool[v.first + j];
            multiply(b, &left, &right);
        }
    return (span){first, b->n - first};
}

static span expand(builder *b, jf_ref r);

static span sum(builder *b, const jf_ins *ins)
{
    const span u = expand(b, ins->operand[0]);
    const span v = expand(b, ins->operand[1]);
    const int first = b->n;

    for (int i = 0; i < u.n; i++) {
        const wave w = b->pool[u.first + i];
        put(b, &w);
    }
    for (int i = 0; i < v.n; i++) {
        wave w = b->pool[v.first + i];
        if (ins->op == JF_OP_SUB)
            w.amp = jf_ir_add(b->ir, JF_OP_NEG, w.amp, 0, 0);
        put(b, &w);
    }
    return (span){first, b->n - first};
}

static span negative(builder *b, span u)
{
    for (int i = 0; i < u.n; i++) {
        wave *const w = &b->pool[u.first + i];
        w->amp = jf_ir_add(b->ir, JF_OP_NEG, w->amp, 0, 0);
    }
    return u;
}

static span quotient(builder *b, const jf_ins *ins)
{
    const jf_ref below = ins->operand[1];
    const bool rough = b->waves[below];
    const span u = expand(b, ins->operand[0]);

    for (int i = 0; i < u.n; i++) {
        wave *const w = &b->pool[u.first + i];
        w->amp = op2(b, JF_OP_DIV, w->amp, below);
        w->rough = w->rough || rough;
    }
    return u;
}

static span power(builder *b, const jf_ins *ins, jf_ref r)
{
    double n;

    if (!jf_ir_constant(b->ir, ins->operand[1], &n) || n != floor(n) || n < 2 ||
        n > POWER_MAX)
        return plain(b, r, true);
    const span base = expand(b, ins->operand[0]);
    span u = base;
    for (int i = 1; i < (int)n; i++)
        u = product(b, u, base);
    return u;
}

// A wave of one value; an argument that oscillates itself is left alone.
static span function(builder *b, jf_ref r, jf_ref argument, bool bessel, int q)
{
    if (b->waves[argument])
        return plain(b, r, true);
    wave w = {
        .amp = jf_ir_const(b->ir, 1),
        .phase = argument,
        .bessel = bessel ? r : -1,
        .wavy = true,
        .q = q,
    };
    w.linear = jf_ir_line(b->ir, argument, &w.w, &w.c);
    w.scale = fabs(w.w);
    if (!bessel)
        turn(&w);
    return put(b, &w);
}

// Bessel functions look like cos(g - (2 n + 1) pi/4) (Y: a quarter later),
// which is not in quarters; 1 is as good as 0.
static span bessel_of(builder *b, jf_ref r, const jf_ins *ins, int argument)
{
    double order;

    if (argument == 1 && !jf_ir_constant(b->ir, ins->operand[0], &order))
        return plain(b, r, true);
    return function(b, r, ins->operand[argument], true, 1);
}

// Airy functions look like cos(2/3 |u|^(3/2)), a quarter turned, for u < 0, and
// fall more slowly than finished() has it: by |g|^(-1/6).
static span airy_of(builder *b, jf_ref r, jf_ref u)
{
    if (b->waves[u])
        return plain(b, r, true);
    const jf_ref size =
        jf_ir_add(b->ir, JF_OP_SQRT, op2(b, JF_OP_MUL, u, u), 0, 0);
    const jf_ref root = jf_ir_add(b->ir, JF_OP_SQRT, size, 0, 0);
    const jf_ref phase =
        times(b, op2(b, JF_OP_MUL, size, root), 0x1.5555555555555p-1);
    const jf_ref slower = jf_ir_add(b->ir, JF_OP_CBRT, phase, 0, 0);
    return put(b, &(wave){
                      .amp = slower,
                      .phase = phase,
                      .bessel = op2(b, JF_OP_DIV, r, slower),
                      .wavy = true,
                      .q = 1,
                  });
}

// sinc(x) is x == 0 ? 1 : sin(x)/x, and one point is nothing.
static span choice(builder *b, jf_ref r, const jf_ins *ins)
{
    const jf_op op = b->ir->ins[ins->operand[0]].op;

    if (op == JF_OP_EQ)
        return expand(b, ins->operand[2]);
    if (op == JF_OP_NE)
        return expand(b, ins->operand[1]);
    return plain(b, r, true);
}

static span expand(builder *b, jf_ref r)
{
    const jf_ins ins = b->ir->ins[r]; // a copy: the array may move

    if (b->failed || b->ir->nomem)
        return (span){0, 0};
    if (!b->waves[r])
        return plain(b, r, false);
    switch (ins.op) {
    case JF_OP_ADD:
    case JF_OP_SUB:
        return sum(b, &ins);
    case JF_OP_NEG:
        return negative(b, expand(b, ins.operand[0]));
    case JF_OP_MUL: {
        const span left = expand(b, ins.operand[0]);
        return product(b, left, expand(b, ins.operand[1]));
    }
    case JF_OP_DIV:
        return quotient(b, &ins);
    case JF_OP_POW:
    case JF_OP_POWN:
        return power(b, &ins, r);
    case JF_OP_COS:
    case JF_OP_SIN:
        return function(b, r, ins.operand[0], false, ins.op == JF_OP_SIN);
    case JF_OP_J0:
    case JF_OP_J1:
    case JF_OP_Y0:
    case JF_OP_Y1:
        return bessel_of(b, r, &ins, 0);
    case JF_OP_JN:
    case JF_OP_YN:
        return bessel_of(b, r, &ins, 1);
    case JF_OP_AIRY_AI:
    case JF_OP_AIRY_BI:
        return airy_of(b, r, ins.operand[0]);
    case JF_OP_SELECT:
        return choice(b, r, &ins);
    default:
        return plain(b, r, true);
    }
}

// --- the whole --------------------------------------------------------------

static bool restless(jf_op op)
{
    switch (op) {
    case JF_OP_SIN:
    case JF_OP_COS:
    case JF_OP_TAN:
    case JF_OP_J0:
    case JF_OP_J1:
    case JF_OP_Y0:
    case JF_OP_Y1:
    case JF_OP_JN:
    case JF_OP_YN:
    case JF_OP_AIRY_AI:
    case JF_OP_AIRY_BI:
    case JF_OP_RGAMMA:
    case JF_OP_FLOOR:
    case JF_OP_CEIL:
    case JF_OP_TRUNC:
    case JF_OP_RINT:
    case JF_OP_MOD:
    case JF_OP_FMOD:
    case JF_OP_REMAINDER:
    case JF_OP_FLOORDIV:
    case JF_OP_SIGN:
    case JF_OP_LT:
    case JF_OP_LE:
    case JF_OP_EQ:
    case JF_OP_NE:
    case JF_OP_SELECT:
    case JF_OP_SI:
    case JF_OP_CI:
    case JF_OP_FRESNEL_S:
    case JF_OP_FRESNEL_C:
    case JF_OP_ULP:
    case JF_OP_NEXTAFTER:
        return true;
    default:
        return false;
    }
}

static void mark(const jf_ir *ir, bool *varies, bool *waves)
{
    for (int i = 0; i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        varies[i] = ins->op == JF_OP_VAR;
        waves[i] = false;
        for (int k = 0; k < jf_op_operands(ins->op); k++) {
            varies[i] = varies[i] || varies[ins->operand[k]];
            waves[i] = waves[i] || waves[ins->operand[k]];
        }
        waves[i] = waves[i] || (varies[i] && restless(ins->op));
    }
}

static bool alike(const wave *u, const wave *v)
{
    if (!u->wavy || !v->wavy)
        return !u->wavy && !v->wavy;
    return u->bessel < 0 && v->bessel < 0 && (u->q - v->q) % 2 == 0 &&
           u->linear == v->linear &&
           (u->linear ? u->w == v->w && u->c == v->c : u->phase == v->phase);
}

// Adds terms of the same phase; returns how many are left.
static int merge(builder *b, span all, wave *out)
{
    int n = 0;

    for (int i = 0; i < all.n; i++) {
        const wave *const w = &b->pool[all.first + i];
        int k = 0;
        while (k < n && !alike(&out[k], w))
            k++;
        if (k == n && n == JF_PHASE_MAX)
            return 0;
        if (k == n) {
            out[n++] = *w;
            continue;
        }
        const bool opposite = w->wavy && w->q != out[k].q;
        out[k].amp =
            op2(b, opposite ? JF_OP_SUB : JF_OP_ADD, out[k].amp, w->amp);
        out[k].rough = out[k].rough || w->rough;
    }
    return n;
}

static jf_phase_term finished(builder *b, const wave *w)
{
    jf_phase_term t = {
        .amplitude = w->amp,
        .whole = w->amp,
        .wavy = w->wavy,
        .rough = w->rough,
        .bessel = w->bessel >= 0,
        .linear = w->linear,
        .slope = -1,
        .rate = w->w,
        .offset = w->c,
        .quarter = w->q,
    };

    if (!w->wavy)
        return t;
    t.phase = phase_of(b, w);
    if (!t.linear)
        t.slope = jf_ir_derivative(b->ir, t.phase);
    if (t.bessel) {
        const jf_ref size = jf_ir_add(b->ir, JF_OP_ABS, t.phase, 0, 0);
        const jf_ref root = jf_ir_add(b->ir, JF_OP_SQRT, size, 0, 0);
        t.amplitude = op2(b, JF_OP_DIV, w->amp, root);
        t.whole = op2(b, JF_OP_MUL, w->amp, w->bessel);
        return t;
    }
    const jf_op op = w->q % 2 ? JF_OP_SIN : JF_OP_COS;
    const jf_ref f = jf_ir_add(b->ir, op, t.phase, 0, 0);
    t.whole = times(b, op2(b, JF_OP_MUL, w->amp, f), w->q < 2 ? 1 : -1);
    return t;
}

static void finish(builder *b, span all, jf_ref result, jf_phases *p)
{
    wave term[JF_PHASE_MAX];
    const int n = b->failed ? 0 : merge(b, all, term);
    int nwavy = 0;

    for (int i = 0; i < n; i++)
        nwavy += term[i].wavy;
    for (int i = 0; i < n && nwavy > 0; i++) {
        if (!term[i].wavy && term[i].rough) {
            p->n = 0; // something oscillates, nobody knows how
            return;
        }
        p->term[p->n++] = finished(b, &term[i]);
    }
    if (p->n == 1)
        p->term[0].whole = result;
}

jf_status jf_ir_phases(const jf_ir *typed, jf_phases *p)
{
    const size_t n = (size_t)typed->nins + 1;
    bool *const flags = calloc(2 * n, sizeof *flags);
    wave *const pool = malloc(POOL * sizeof *pool);

    jf_ir_clone(&p->ir, typed);
    p->n = p->nspot = 0;
    if (!p->ir.nomem)
        find_spots(typed, p);
    if (flags && pool && !p->ir.nomem) {
        builder b = {&p->ir, flags, flags + n, pool, 0, false};
        mark(typed, flags, flags + n);
        const span all = expand(&b, typed->result);
        finish(&b, all, typed->result, p);
    }
    const bool good = flags && pool && !p->ir.nomem;
    free(flags);
    free(pool);
    return good ? JF_OK : JF_NOMEM;
}
