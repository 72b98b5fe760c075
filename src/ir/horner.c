/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of monomials become Horner forms, evaluated with fma.
 *
 * A sum is flattened into c0 + c1 t + ... + cn t^n, where t is any value that
 * all its terms share: x, or sin(x), or exp(-x).  Products of sums stay as
 * they were typed: (x-1)^8 is accurate, its expansion is not.
 *
 * Roundoff: Horner with fma rounds n times; the error is below
 *           n u sum |ck t^k| (u = 2^-53), which is the bound of the typed form
 *           too.  A coefficient such as 1/5 of x^5/5 is rounded once.
 * Even polynomials are taken in s = t*t: half the steps, the same bound, for
 *           the rounding of s counts k times in s^k.
 * Left alone: one term only; gaps (x^50 + 1), where Horner would multiply by t
 *           many times what pow does at once; degrees beyond 64; like terms
 *           whose coefficients do not add up exactly: (x-1) + 1e-20 is not
 *           x - 1; coefficients that overflow, or underflow; a product of t
 *           and something else plus a constant, which is better an fma.
 * Fails on: infinite t: Horner gives inf - inf more seldom than the typed form
 *           does, so an overflow can look better than it was.  Terms typed so
 *           that the first cancel exactly (1 - x + x^2/1e9 near 1) lose that:
 *           the bound holds, but the typed form is far below its own.
 *           The sign of a zero sum. */
#include "ir/ir.h"

#include <math.h>
#include <stdlib.h>

typedef struct polynomial {
    jf_ref base; // t, or -1: not known yet
    int degree;
    int budget; // values left to look at: shared ones are met often
    double coef[JF_POLY_DEGREE_MAX + 1]; // from the constant upwards
} polynomial;

typedef struct monomial {
    double coef;
    int power;
} monomial;

static bool take_base(polynomial *p, jf_ref r)
{
    if (p->base < 0)
        p->base = r;
    return p->base == r;
}

static bool is_small_integer(double k)
{
    return k >= 0 && k <= JF_POLY_DEGREE_MAX && k == floor(k);
}

static bool read_monomial(const jf_ir *ir, jf_ref r, polynomial *p, monomial *m,
                          int depth);

// Neither overflow nor underflow: the coefficient has all its digits.
static bool is_safe(double coef)
{
    return isnormal(coef);
}

static bool read_product(const jf_ir *ir, const jf_ins *ins, polynomial *p,
                         monomial *m, int depth)
{
    monomial a, b;

    if (!read_monomial(ir, ins->operand[0], p, &a, depth + 1) ||
        !read_monomial(ir, ins->operand[1], p, &b, depth + 1))
        return false;
    *m = (monomial){a.coef * b.coef, a.power + b.power};
    return m->power <= JF_POLY_DEGREE_MAX &&
           (is_safe(m->coef) || a.coef == 0 || b.coef == 0);
}

static bool read_quotient(const jf_ir *ir, const jf_ins *ins, polynomial *p,
                          monomial *m, int depth)
{
    const jf_ins *const divisor = &ir->ins[ins->operand[1]];

    if (divisor->op != JF_OP_CONST ||
        !read_monomial(ir, ins->operand[0], p, m, depth + 1))
        return false;
    const bool zero = m->coef == 0 && divisor->k != 0;
    m->coef /= divisor->k;
    return zero || is_safe(m->coef);
}

static bool read_power(const jf_ir *ir, const jf_ins *ins, polynomial *p,
                       monomial *m)
{
    const jf_ins *const exponent = &ir->ins[ins->operand[1]];

    if (exponent->op != JF_OP_CONST || !is_small_integer(exponent->k))
        return false;
    *m = (monomial){1, (int)exponent->k};
    return take_base(p, ins->operand[0]);
}

enum { DEPTH_MAX = 128, BUDGET = 4096 };

// c t^k?  Any value that is nothing simpler may become the base t.
static bool read_monomial(const jf_ir *ir, jf_ref r, polynomial *p, monomial *m,
                          int depth)
{
    const jf_ins *const ins = &ir->ins[r];
    const jf_ref base = p->base;

    if (depth > DEPTH_MAX || p->budget-- <= 0)
        return false;
    switch (ins->op) {
    case JF_OP_CONST:
        *m = (monomial){ins->k, 0};
        return true;
    case JF_OP_NEG:
        if (!read_monomial(ir, ins->operand[0], p, m, depth + 1))
            return false;
        m->coef = -m->coef;
        return true;
    case JF_OP_MUL:
        if (read_product(ir, ins, p, m, depth))
            return true;
        break;
    case JF_OP_DIV:
        if (read_quotient(ir, ins, p, m, depth))
            return true;
        break;
    case JF_OP_POW:
        if (read_power(ir, ins, p, m))
            return true;
        break;
    default:
        break;
    }
    p->base = base; // what failed may have taken one
    *m = (monomial){1, 1};
    return take_base(p, r);
}

// Exactly, or not at all.
static bool add_term(polynomial *p, double sign, monomial m)
{
    const double a = p->coef[m.power], b = sign * m.coef;
    const double sum = a + b;
    const double bb = sum - a; // TwoSum: the error of sum is e
    const double e = (a - (sum - bb)) + (b - bb);

    p->coef[m.power] = sum;
    if (m.power > p->degree)
        p->degree = m.power;
    return e == 0; // NaN if the sum is not finite
}

static bool read_sum(const jf_ir *ir, jf_ref r, double sign, polynomial *p,
                     int depth)
{
    const jf_ins *const ins = &ir->ins[r];
    monomial m;

    if (depth > DEPTH_MAX || p->budget-- <= 0)
        return false;
    switch (ins->op) {
    case JF_OP_ADD:
    case JF_OP_SUB:
        return read_sum(ir, ins->operand[0], sign, p, depth + 1) &&
               read_sum(ir, ins->operand[1],
                        ins->op == JF_OP_ADD ? sign : -sign, p, depth + 1);
    case JF_OP_NEG:
        return read_sum(ir, ins->operand[0], -sign, p, depth + 1);
    default:
        return read_monomial(ir, r, p, &m, 0) && add_term(p, sign, m);
    }
}

static int nterm(const polynomial *p)
{
    int n = 0;

    for (int k = 0; k <= p->degree; k++)
        n += p->coef[k] != 0;
    return n;
}

static bool is_even(const polynomial *p)
{
    for (int k = 1; k <= p->degree; k += 2)
        if (p->coef[k] != 0)
            return false;
    return p->degree >= 4;
}

// p(t) = q(t*t): keeps every second coefficient.
static void halve(polynomial *p)
{
    p->degree /= 2;
    for (int k = 0; k <= p->degree; k++)
        p->coef[k] = p->coef[2 * k];
}

// In the old program; the base is an old reference.
static bool find(const jf_ir *in, jf_ref r, polynomial *p)
{
    *p = (polynomial){.base = -1, .budget = BUDGET};
    if (in->ins[r].op != JF_OP_ADD && in->ins[r].op != JF_OP_SUB)
        return false;
    if (!read_sum(in, r, 1, p, 0) || p->base < 0)
        return false;
    while (p->degree > 0 && p->coef[p->degree] == 0)
        p->degree--;
    return p->degree >= 1 && nterm(p) >= 2 &&
           (p->degree >= 2 || in->ins[p->base].op != JF_OP_MUL);
}

static jf_ref emit(jf_ir *out, jf_ref base, const polynomial *p)
{
    double descending[JF_POLY_DEGREE_MAX + 1];

    for (int k = 0; k <= p->degree; k++)
        descending[k] = p->coef[p->degree - k];
    return jf_ir_poly(out, base, p->degree + 1, descending);
}

// param: for each old reference, the new one.
static jf_ref horner(jf_ir *out, const jf_ir *in, jf_ref old,
                     const jf_ref operand[3], void *param)
{
    jf_ref *const map = param;
    polynomial p;

    map[old] = -1;
    if (!out->nomem && find(in, old, &p)) {
        jf_ref base = map[p.base];
        if (is_even(&p)) {
            halve(&p);
            base = jf_ir_add(out, JF_OP_MUL, base, base, 0);
        }
        if (p.degree <= 2 * nterm(&p))
            map[old] = emit(out, base, &p);
    }
    if (map[old] < 0)
        map[old] = jf_ir_copy(out, in, old, operand);
    return map[old];
}

void jf_ir_horner(jf_ir *ir)
{
    jf_ref *const map = malloc(((size_t)ir->nins + 1) * sizeof *map);

    if (!map || ir->nomem)
        ir->nomem = true;
    else
        jf_ir_rewrite(ir, horner, map);
    free(map);
}
