/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting operations, and anchors.
 *
 * Each operation is evaluated at one distance when it is put, 2^-100: as all
 * forms are accurate there, its value tells on which side of a jump, and in
 * which branch, the distances next to c are.
 *
 * Anchors err: by what is not known of c and of the typed constants, carried on
 * to first order by numerical derivatives, and by their own rounding.  A kernel
 * is taken to err by 2 ulp; the claims are below 1. */
#include "base/fma.h"
#include "ir/distance.h"

#include <float.h>
#include <stdlib.h>

static const double probe_distance = 0x1p-100;

static bool is_num(const jf_distance *w, jf_ref r, double k)
{
    // -0 counts as 0: increments have no sign of zero to keep
    return !w->out->nomem && w->out->ins[r].op == JF_OP_CONST &&
           w->out->ins[r].k == k;
}

static bool reserve(jf_distance *w)
{
    const int room = 2 * w->out->nins + 16;

    if (w->out->nomem || w->out->nins < w->cap)
        return !w->out->nomem;
    double *const p = realloc(w->probe, (size_t)room * sizeof *p);
    if (p) {
        w->probe = p;
        w->cap = room;
    } else {
        w->out->nomem = true;
    }
    return p;
}

static jf_ref noted(jf_distance *w, jf_ref r, double probe)
{
    if (!w->out->nomem)
        w->probe[r] = probe;
    return r;
}

jf_ref jf_put(jf_distance *w, jf_op op, jf_ref a, jf_ref b, jf_ref c)
{
    if (!reserve(w))
        return 0;
    const jf_ref r = jf_ir_add(w->out, op, a, b, c);
    if (w->out->nomem)
        return r;
    const double *const at = w->probe;
    return noted(w, r,
                 op == JF_OP_VAR ? probe_distance
                                 : w->scalar(op, at[a], at[b], at[c]));
}

jf_ref jf_put_num(jf_distance *w, double k)
{
    return reserve(w) ? noted(w, jf_ir_const(w->out, k), k) : 0;
}

jf_ref jf_put_poly(jf_distance *w, jf_ref x, int n, const double *coef)
{
    if (!reserve(w))
        return 0;
    double y = coef[0];
    for (int i = 1; i < n; i++)
        y = jf_fma(y, w->probe[x], coef[i]);
    return noted(w, jf_ir_poly(w->out, x, n, coef), y);
}

jf_ref jf_put_call(jf_distance *w, jf_op op, jf_ref a)
{
    return jf_put(w, op, a, 0, 0);
}

jf_ref jf_put_add(jf_distance *w, jf_ref a, jf_ref b)
{
    if (is_num(w, a, 0))
        return b;
    return is_num(w, b, 0) ? a : jf_put(w, JF_OP_ADD, a, b, 0);
}

jf_ref jf_put_sub(jf_distance *w, jf_ref a, jf_ref b)
{
    if (is_num(w, b, 0))
        return a;
    return is_num(w, a, 0) ? jf_put_call(w, JF_OP_NEG, b)
                           : jf_put(w, JF_OP_SUB, a, b, 0);
}

// A factor of 0 is the increment of a constant: nothing, even of an infinity.
jf_ref jf_put_mul(jf_distance *w, jf_ref a, jf_ref b)
{
    if (is_num(w, a, 0) || is_num(w, b, 1))
        return a;
    if (is_num(w, b, 0) || is_num(w, a, 1))
        return b;
    return jf_put(w, JF_OP_MUL, a, b, 0);
}

jf_ref jf_put_div(jf_distance *w, jf_ref a, jf_ref b)
{
    return is_num(w, a, 0) || is_num(w, b, 1) ? a
                                              : jf_put(w, JF_OP_DIV, a, b, 0);
}

jf_ref jf_put_scaled(jf_distance *w, double k, jf_ref a)
{
    return jf_put_mul(w, jf_put_num(w, k), a);
}

jf_ref jf_put_plus(jf_distance *w, double k, jf_ref a)
{
    return jf_put_add(w, jf_put_num(w, k), a);
}

static jf_ref put_doubtful(jf_distance *w, jf_dd k, double err)
{
    const double own = fabs(k.lo) + err;

    return reserve(w) ? noted(w, jf_ir_doubtful(w->out, k.hi, own), k.hi) : 0;
}

jf_ref jf_put_anchored(jf_distance *w, jf_dd k, double err, jf_ref a)
{
    return jf_put_add(w, put_doubtful(w, k, err), a);
}

jf_ref jf_put_times(jf_distance *w, const jf_pair *b, jf_ref a)
{
    return jf_put_mul(w, put_doubtful(w, b->k, b->err), a);
}

// ---- anchors

double jf_pair_probe(const jf_distance *w, jf_ref r)
{
    return !w->out->nomem && isfinite(w->probe[r]) ? w->probe[r] : 0;
}

bool jf_pair_settle(jf_dd *k, double *err)
{
    if (isfinite(k->hi) && fabs(k->hi) > *err) {
        if (isfinite(k->lo))
            return true;
        k->lo = 0; // overflow on the way
        *err += fabs(k->hi) * DBL_EPSILON;
        return true;
    }
    *k = (jf_dd){0, 0};
    *err = 0;
    return false;
}

jf_pair jf_pair_lost(jf_ref v)
{
    return (jf_pair){{0, 0}, 0, v, v, false};
}

jf_pair jf_pair_make(jf_dd k, double err, jf_ref v, jf_ref d)
{
    if (isnan(k.hi))
        return jf_pair_lost(v);
    // settled: an anchor of 0 is exactly 0
    return (jf_pair){k, err, v, k.hi == 0 ? v : d, false};
}

static double doubt(double x)
{
    return jf_ir_is_short(x) ? 0 : jf_ir_ulp(x);
}

jf_pair jf_pair_number(jf_distance *w, double k)
{
    const jf_ref v = jf_put_num(w, k);

    if (!isfinite(k))
        return jf_pair_lost(v);
    jf_pair y = jf_pair_make((jf_dd){k, 0}, doubt(k), v, jf_put_num(w, 0));
    y.linear = true;
    return y;
}

jf_pair jf_pair_constant(jf_distance *w, const jf_ins *ins)
{
    jf_pair y = jf_pair_number(w, ins->k);

    if (y.k.hi != 0 && ins->err > y.err) {
        y.err = ins->err;
        y.v = put_doubtful(w, y.k, y.err);
    }
    return y;
}

bool jf_pair_is_number(const jf_distance *w, jf_pair a)
{
    return !w->out->nomem && w->out->ins[a.v].op == JF_OP_CONST;
}

jf_pair jf_pair_step(jf_distance *w, jf_ref v)
{
    const double k = jf_pair_probe(w, v);

    return jf_pair_make((jf_dd){k, 0}, 0, v, jf_put_plus(w, -k, v));
}

bool jf_pair_is_integer(jf_pair a, double offset, double *n)
{
    *n = rint(a.k.hi - offset);
    return fabs(*n) < 0x1p52 && a.err < 0x1p-12 &&
           fabs((a.k.hi - offset - *n) + a.k.lo) <= a.err;
}

jf_ref jf_pair_unless(jf_distance *w, const jf_pair *u, double limit,
                      jf_ref far, jf_ref near)
{
    if (u->linear)
        return near;
    const jf_ref size = jf_put_call(w, JF_OP_ABS, u->v);
    const jf_ref small = jf_put(w, JF_OP_LT, size, jf_put_num(w, limit), 0);
    return jf_put(w, JF_OP_SELECT, small, far, near);
}

// The derivative with respect to operand i.
static double slope(const jf_distance *w, jf_op op, const double x[3], int i)
{
    const double size = fabs(x[i]);
    const double h = fmax(0x1p-18 * fmin(size, 1), 0x1p-30 * size);
    double right[3] = {x[0], x[1], x[2]}, left[3] = {x[0], x[1], x[2]};

    right[i] += h;
    left[i] -= h;
    const double rise = w->scalar(op, right[0], right[1], right[2]) -
                        w->scalar(op, left[0], left[1], left[2]);
    return rise / (right[i] - left[i]);
}

jf_dd jf_pair_anchor(const jf_distance *w, jf_op op, const jf_pair *u,
                     double *err)
{
    const int n = jf_op_operands(op);
    double x[3] = {0};
    bool zero = true;

    for (int i = 0; i < n; i++) {
        x[i] = u[i].k.hi;
        zero = zero && x[i] == 0;
    }
    jf_dd k = {w->scalar(op, x[0], x[1], x[2]), 0};
    // what a kernel makes of 0 is 0, 1, infinite, or correctly rounded
    *err = zero && k.hi == rint(k.hi) ? 0 : 2 * jf_ir_ulp(k.hi);
    for (int i = 0; i < n; i++)
        if (u[i].k.lo != 0 || u[i].err != 0) {
            const double s = slope(w, op, x, i);
            k = jf_dd_add(k, jf_dd_two_product(s, u[i].k.lo));
            // the slope has about 30 bits
            *err += fabs(s) * (u[i].err + 0x1p-30 * fabs(u[i].k.lo));
        }
    if (!isfinite(*err) || !isfinite(k.hi))
        return (jf_dd){(double)NAN, 0};
    jf_pair_settle(&k, err);
    return k;
}
