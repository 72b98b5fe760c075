/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From operations of the IR to vector instructions, with the bits of the
 * kernels in eval/kernels_tmpl.c.  Any NaN is as good as any other. */
#include "eval/native/vec.h"

#include <math.h>

static const uint64_t sign_bit = UINT64_C(1) << 63;

// As vcmppd numbers them; false for NaN but for the last two.
enum { EQ_OQ = 0, LT_OS = 1, LE_OS = 2, UNORD = 3, NE_UQ = 4 };
enum { LT_OQ = 17, LE_OQ = 18 };

static bool may_be_nan(const jf_vec *v, int a)
{
    double k;

    return !jf_vec_is_const(v, a, &k) || isnan(k);
}

// test(a, b) ? yes : no
static int choose(jf_vec *v, int test, int a, int b, int yes, int no)
{
    if (v->wide) {
        jf_vec_do_imm(v, JF_VEC_MASK, test, a, b);
        return jf_vec_do(v, JF_VEC_BLENDM, no, yes, -1);
    }
    const int bits = jf_vec_do_imm(v, JF_VEC_BITS, test, a, b);
    return jf_vec_do(v, JF_VEC_BLENDV, no, yes, bits);
}

static int truth(jf_vec *v, int test, int a, int b)
{
    const int one = jf_vec_const(v, 1);

    if (v->wide) {
        jf_vec_do_imm(v, JF_VEC_MASK, test, a, b);
        return jf_vec_do(v, JF_VEC_PICK, one, -1, -1);
    }
    const int bits = jf_vec_do_imm(v, JF_VEC_BITS, test, a, b);
    return jf_vec_do(v, JF_VEC_AND, bits, one, -1);
}

// y, or NaN where b is NaN.
static int unless_nan(jf_vec *v, int b, int y)
{
    if (!may_be_nan(v, b))
        return y;
    if (v->wide)
        return choose(v, UNORD, b, b, b, y);
    const int bits = jf_vec_do_imm(v, JF_VEC_BITS, UNORD, b, b);
    return jf_vec_do(v, JF_VEC_OR, y, bits, -1); // all bits set is a NaN
}

static int with_sign(jf_vec *v, int a, int b)
{
    if (v->wide) {
        enum { C_CHOOSES_B_OR_A = 0xD8 };
        const int mask = jf_vec_bits(v, sign_bit);
        const int y = jf_vec_do(v, JF_VEC_TERNLOG, a, b, mask);
        v->step[v->nstep - 1].imm = C_CHOOSES_B_OR_A;
        return unless_nan(v, b, y);
    }
    const int size = jf_vec_do(v, JF_VEC_AND, a, jf_vec_bits(v, ~sign_bit), -1);
    const int sign = jf_vec_do(v, JF_VEC_AND, b, jf_vec_bits(v, sign_bit), -1);
    return unless_nan(v, b, jf_vec_do(v, JF_VEC_OR, size, sign, -1));
}

static int sign(jf_vec *v, int a)
{
    const int zero = jf_vec_const(v, 0);
    const int y = choose(v, LT_OQ, a, zero, jf_vec_const(v, -1), a);

    return choose(v, LT_OQ, zero, a, jf_vec_const(v, 1), y);
}

static int poly(jf_vec *v, int n, const double *coef, int x)
{
    // exact: 1 x + c is x + c, and (x + 0) x + c is x x + c for c other than 0
    const bool monic = n > 1 && coef[0] == 1;
    const bool square = monic && n > 2 && coef[1] == 0 && coef[2] != 0;
    int y = square  ? x
            : monic ? jf_vec_do(v, JF_VEC_ADD, x, jf_vec_const(v, coef[1]), -1)
                    : jf_vec_const(v, coef[0]);

    for (int i = monic ? 2 : 1; i < n; i++)
        y = jf_vec_do(v, JF_VEC_FMA, y, x, jf_vec_const(v, coef[i]));
    return y;
}

// The test of a comparison, or -1.
static int test_of(jf_op op)
{
    switch (op) {
    case JF_OP_LT:
        return LT_OQ;
    case JF_OP_LE:
        return LE_OQ;
    case JF_OP_EQ:
        return EQ_OQ;
    case JF_OP_NE:
        return NE_UQ;
    default:
        return -1;
    }
}

enum { DOWN = 9, UP = 10, TO_ZERO = 11, TO_NEAREST = 8 }; // no exceptions

static int rounded(jf_vec *v, int mode, int a)
{
    return jf_vec_do_imm(v, JF_VEC_ROUND, mode, a, -1);
}

static int unary(jf_vec *v, const jf_ir *ir, const jf_ins *ins, int a)
{
    switch (ins->op) {
    case JF_OP_NEG:
        return jf_vec_do(v, JF_VEC_XOR, a, jf_vec_bits(v, sign_bit), -1);
    case JF_OP_ABS:
        return jf_vec_do(v, JF_VEC_AND, a, jf_vec_bits(v, ~sign_bit), -1);
    case JF_OP_SQRT:
        return jf_vec_root(v, a);
    case JF_OP_RECIP:
        return jf_vec_recip(v, a);
    case JF_OP_FLOOR:
        return rounded(v, DOWN, a);
    case JF_OP_CEIL:
        return rounded(v, UP, a);
    case JF_OP_TRUNC:
        return rounded(v, TO_ZERO, a);
    case JF_OP_RINT:
        return rounded(v, TO_NEAREST, a);
    case JF_OP_SIGN:
        return sign(v, a);
    case JF_OP_POLY:
        return poly(v, ins->ncoef, ir->coef + ins->coef, a);
    default:
        v->failed = true;
        return a;
    }
}

int jf_vec_lower(jf_vec *v, const jf_ir *ir, const jf_ins *ins,
                 const int operand[3])
{
    const int a = operand[0], b = operand[1], c = operand[2];

    if (test_of(ins->op) >= 0)
        return unless_nan(v, a,
                          unless_nan(v, b, truth(v, test_of(ins->op), a, b)));
    switch (ins->op) {
    case JF_OP_ADD:
        return jf_vec_do(v, JF_VEC_ADD, a, b, -1);
    case JF_OP_SUB:
        return jf_vec_do(v, JF_VEC_SUB, a, b, -1);
    case JF_OP_MUL:
        return jf_vec_do(v, JF_VEC_MUL, a, b, -1);
    case JF_OP_DIV:
        return jf_vec_divide(v, a, b);
    case JF_OP_MIN: // the instruction gives its second operand on NaN
        return unless_nan(v, b, jf_vec_do(v, JF_VEC_MIN, b, a, -1));
    case JF_OP_MAX:
        return unless_nan(v, b, jf_vec_do(v, JF_VEC_MAX, b, a, -1));
    case JF_OP_COPYSIGN:
        return with_sign(v, a, b);
    case JF_OP_FMA:
        return jf_vec_do(v, JF_VEC_FMA, a, b, c);
    case JF_OP_FMS:
        return jf_vec_do(v, JF_VEC_FMS, a, b, c);
    case JF_OP_FNMA:
        return jf_vec_do(v, JF_VEC_FNMA, a, b, c);
    case JF_OP_SELECT:
        return unless_nan(v, a, choose(v, NE_UQ, a, jf_vec_const(v, 0), b, c));
    default:
        return unary(v, ir, ins, a);
    }
}
