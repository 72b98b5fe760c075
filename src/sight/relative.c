/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taylor coefficients of huge values, relative to the value itself.
 *
 * Those of exp(1000 x) overflow where it does, and 1/(1 + exp(1000 x)) would
 * have no bound just where it is next to nothing.  But |u^(k)/u| of exp, cosh,
 * their products, powers and quotients does not depend on how large u is.  So
 * values beyond 2^300 are carried like that, and turned back when they are
 * smaller again.  A sum is known where one of its terms prevails. */
#include "sight/relative.h"

static const double LARGE = 0x1p300;

static double least(jf_range u)
{
    return u.lo > 0 ? u.lo : u.hi < 0 ? -u.hi : 0;
}

static double most(jf_range u)
{
    return fmax(-u.lo, u.hi);
}

bool jf_relative_begin(jf_op op, const jf_series *u, jf_range v, jf_series *r)
{
    jf_outer g;

    if (!(most(v) > LARGE) ||
        !jf_taylor_outer(op, jf_range_point(0), jf_range_point(1), &g))
        return false;
    if (op != JF_OP_EXP && op != JF_OP_EXP2 && op != JF_OP_EXP10 &&
        op != JF_OP_COSH)
        return false;
    jf_series_compose(u, &g, 1, r);
    r->relative = true;
    return true;
}

void jf_relative_end(jf_range v, jf_series *r)
{
    const double size = most(v);

    r->coef[0] = 1;
    if (size > LARGE)
        return;
    for (int k = 0; k <= JF_TAYLOR; k++)
        r->coef[k] *= size;
    r->rounding = fmin(r->rounding, 1) * size;
    r->relative = false;
}

// Of a value that does not come near 0.
static bool make_relative(const jf_series *u, jf_range value, jf_series *r)
{
    const double size = least(value);

    *r = *u;
    r->relative = true;
    if (u->relative)
        return true;
    for (int k = 1; k <= u->degree; k++)
        r->coef[k] /= size;
    r->coef[0] = 1;
    r->rounding /= size;
    return size > 0;
}

static void power(const jf_series *u, double a, jf_series *r)
{
    jf_outer g;

    jf_taylor_power(a, jf_range_point(1), &g);
    jf_series_compose(u, &g, 1, r);
    r->relative = true;
}

// a is huge, and b much less, or of the same sign.
static bool sum(const jf_series *a, jf_range va, const jf_series *b,
                jf_range vb, bool same_sign, jf_series *r)
{
    const double size = least(va);
    const bool small = most(vb) <= size / 2;

    if (!a->relative || !(small || (same_sign && b->relative)))
        return false;
    *r = *a;
    r->degree = JF_TAYLOR;
    for (int k = 1; k <= JF_TAYLOR; k++)
        r->coef[k] =
            2 * (a->coef[k] + (b->relative ? b->coef[k] : b->coef[k] / size));
    return true;
}

static bool product(const jf_series *a, const jf_series *b, jf_series *r)
{
    jf_series_product(a, b, r);
    r->relative = true;
    return true;
}

static bool quotient(const jf_series *a, jf_range va, const jf_series *b,
                     jf_range vb, jf_series *r)
{
    jf_series top, below, inverse;

    if (!make_relative(b, vb, &below))
        return false;
    power(&below, -1, &inverse);
    if (make_relative(a, va, &top))
        return product(&top, &inverse, r);
    // a has zeros: what is left is an ordinary value
    const double size = 1 / least(vb);
    for (int k = 0; k <= JF_TAYLOR; k++)
        inverse.coef[k] *= size;
    jf_series_product(a, &inverse, r);
    return true;
}

bool jf_relative_apply(const jf_ins *ins, const jf_range *value,
                       const jf_series *series, jf_series *r)
{
    const jf_ref i = ins->operand[0], j = ins->operand[1];
    const jf_series *const a = &series[i], *const b = &series[j];
    const bool same = value[i].lo > 0 ? value[j].lo >= 0 : value[j].hi <= 0;
    jf_series left, right;
    jf_outer g;

    switch (ins->op) {
    case JF_OP_NEG:
        *r = *a;
        return true;
    case JF_OP_ADD:
    case JF_OP_SUB: {
        const bool adds = same == (ins->op == JF_OP_ADD);
        return sum(a, value[i], b, value[j], adds, r) ||
               sum(b, value[j], a, value[i], adds, r);
    }
    case JF_OP_MUL:
        return make_relative(a, value[i], &left) &&
               make_relative(b, value[j], &right) && product(&left, &right, r);
    case JF_OP_DIV:
        return quotient(a, value[i], b, value[j], r);
    case JF_OP_RECIP:
        power(a, -1, r);
        return true;
    case JF_OP_SQRT:
        power(a, 0.5, r);
        return true;
    case JF_OP_POW:
    case JF_OP_POWN:
        if (!a->relative || !jf_range_thin(value[j]) || b->degree > 0)
            return false;
        power(a, value[j].lo, r);
        return true;
    case JF_OP_LOG:
        if (!jf_taylor_outer(JF_OP_LOG, jf_range_point(1), jf_range_point(0),
                             &g))
            return false;
        jf_series_compose(a, &g, 0, r);
        return true;
    default:
        return false;
    }
}
