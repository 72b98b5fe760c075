/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers that have a cheaper form than pow.
 *
 *     x^2 = x*x            rounded once, as pow is at best
 *     x^3 = x*x*x          2 roundings: 1 ULP
 *     x^4 = (x*x)*(x*x)    3 roundings: 1.5 ULP
 *     x^-1 = 1/x, x^-2 = 1/(x*x)                       1 ULP
 *     x^(1/2) = sqrt(x), x^(-1/2) = 1/sqrt(x)          1 ULP
 *     x^(3/2) = x*sqrt(x)                              1 ULP
 *     2^x = exp2(x), 10^x = exp10(x)
 *
 * sqrt(-inf) is NaN where pow(-inf, 1/2) is +inf; abscissae are finite, and an
 * inner infinity of that sign is no value that anybody wants.  1/sqrt(-0) is
 * -inf where pow(-0, -1/2) is +inf: neither is a value.
 * Rejected: longer chains of multiplications; they drift n/2 ULP off, while
 * pow keeps 1.  Polynomials have become Horner forms before this pass. */
#include "ir/ir.h"

static jf_ref square(jf_ir *out, jf_ref x)
{
    return jf_ir_add(out, JF_OP_MUL, x, x, 0);
}

static jf_ref inverse(jf_ir *out, jf_ref x)
{
    return jf_ir_add(out, JF_OP_DIV, jf_ir_const(out, 1), x, 0);
}

static jf_ref constant_exponent(jf_ir *out, jf_ref x, double n)
{
    // n is compared with the exponents themselves: no rounding is involved
    if (n == 2)
        return square(out, x);
    if (n == 3)
        return jf_ir_add(out, JF_OP_MUL, square(out, x), x, 0);
    if (n == 4)
        return square(out, square(out, x));
    if (n == -1)
        return inverse(out, x);
    if (n == -2)
        return inverse(out, square(out, x));
    if (n == 0.5)
        return jf_ir_add(out, JF_OP_SQRT, x, 0, 0);
    if (n == -0.5)
        return inverse(out, jf_ir_add(out, JF_OP_SQRT, x, 0, 0));
    if (n == 1.5)
        return jf_ir_add(out, JF_OP_MUL, x, jf_ir_add(out, JF_OP_SQRT, x, 0, 0),
                         0);
    return -1;
}

static jf_ref constant_base(jf_ir *out, double base, jf_ref x)
{
    if (base == 2)
        return jf_ir_add(out, JF_OP_EXP2, x, 0, 0);
    if (base == 10)
        return jf_ir_add(out, JF_OP_EXP10, x, 0, 0);
    return -1;
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
            better = constant_exponent(out, operand[0], exponent.k);
        else if (base.op == JF_OP_CONST)
            better = constant_base(out, base.k, operand[1]);
    }
    return better >= 0 ? better : jf_ir_copy(out, in, old, operand);
}

void jf_ir_powers(jf_ir *ir)
{
    jf_ir_rewrite(ir, simplify, NULL);
}
