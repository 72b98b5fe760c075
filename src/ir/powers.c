/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers that have a better form than pow.
 *
 *     x^2 = x*x, x^(1/2) = sqrt(x), x^-1 = 1/x         rounded once
 *     x^b = pown     with a kernel for constant exponents: whole b up to 64,
 *                    others up to 16; 0.6 ULP (eval/vmath/pow.c)
 *     2^x = exp2(x), 10^x = exp10(x)
 *     c^x = exp2(k x), c = 2^k and k a power of two: k x is exact
 *
 * Other bases stay with pow, whose kernel takes the logarithm of a constant
 * base once.
 *
 * sqrt(-inf) is NaN where pow(-inf, 1/2) is +inf; abscissae are finite, and an
 * inner infinity of that sign is no value that anybody wants.
 * Rejected: products that round each time: x*x*x and x*sqrt(x) err by 1.29
 *   ULP below the cube root of 4, (x*x)*(x*x) by 1.9 below that of 2, 1/(x*x)
 *   and 1/sqrt(x) by 1.5 above 1.
 * Polynomials have become Horner forms before this pass. */
#include "ir/ir.h"

#include <math.h>

enum { PN_MAX = 64, SERIES_MAX = 16 }; // as in eval/vmath/pow.c

static bool is_for_pown(double n)
{
    const double a = fabs(n);

    return a == floor(a) ? a >= 2 && a <= PN_MAX : a <= SERIES_MAX;
}

static jf_ref constant_exponent(jf_ir *out, jf_ref x, jf_ref exponent)
{
    const double n = out->ins[exponent].k;

    // n is compared with the exponents themselves: no rounding is involved
    if (n == 2)
        return jf_ir_add(out, JF_OP_MUL, x, x, 0);
    if (n == 0.5)
        return jf_ir_add(out, JF_OP_SQRT, x, 0, 0);
    if (n == -1)
        return jf_ir_add(out, JF_OP_DIV, jf_ir_const(out, 1), x, 0);
    if (is_for_pown(n))
        return jf_ir_add(out, JF_OP_POWN, x, exponent, 0);
    return -1;
}

// Whether base = 2^k, where k is a power of two but for its sign.
static bool is_power_of_two(double base, double *k)
{
    int e, rest;

    if (frexp(base, &e) != 0.5 || e == 1)
        return false;
    *k = e - 1;
    return fabs(frexp(*k, &rest)) == 0.5;
}

static jf_ref constant_base(jf_ir *out, double base, jf_ref x)
{
    double k;

    if (base == 10)
        return jf_ir_add(out, JF_OP_EXP10, x, 0, 0);
    if (base == 2)
        return jf_ir_add(out, JF_OP_EXP2, x, 0, 0);
    if (!is_power_of_two(base, &k))
        return -1;
    x = jf_ir_add(out, JF_OP_MUL, x, jf_ir_const(out, k), 0);
    return jf_ir_add(out, JF_OP_EXP2, x, 0, 0);
}

static jf_ref simplify(jf_ir *out, const jf_ir *in, jf_ref old,
                       const jf_ref operand[3], void *param)
{
    jf_ref better = -1;

    (void)param;
    if (in->ins[old].op == JF_OP_POW && !out->nomem) {
        const jf_ins base = out->ins[operand[0]];
        const jf_ins exponent = out->ins[operand[1]];
        if (exponent.op == JF_OP_CONST)
            better = constant_exponent(out, operand[0], operand[1]);
        else if (base.op == JF_OP_CONST)
            better = constant_base(out, base.k, operand[1]);
    }
    return better >= 0 ? better : jf_ir_copy(out, in, old, operand);
}

void jf_ir_powers(jf_ir *ir)
{
    jf_ir_rewrite(ir, simplify, NULL);
}
