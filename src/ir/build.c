/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the tree to operations.
 *
 * Most functions of the language are an operation of the IR; the others are
 * written in terms of them here, each in the form that loses least:
 *     cot x = 1/tan x                   likewise sec, csc, coth, sech, csch
 *     arccot x = atan2(1, x)            in (0, pi)
 *     arcsec x = atan2(r, +-1)          r = sqrt(|x|-1) sqrt(|x|+1), sign of x
 *     arccsc x = atan2(+-1, r)
 *     log_b x = ln x / ln b             but log2 and log10 have their own
 * Truths become 1 and 0.  At most one operand of an add() is itself a call:
 * compilers differ in the order of two, and the program would differ too.
 * Rejected: arcsec x = arccos(1/x), which near 1 loses half of the digits to
 * the rounding of 1/x. */
#include "ir/ir.h"

#include <stdint.h>
#include <string.h>

typedef struct builder {
    jf_ir *ir;
    size_t variable;
    const double *value;
} builder;

static jf_ref add(builder *b, jf_op op, jf_ref x, jf_ref y, jf_ref z)
{
    return jf_ir_add(b->ir, op, x, y, z);
}

static jf_ref one(builder *b)
{
    return jf_ir_const(b->ir, 1);
}

static jf_ref inverse(builder *b, jf_ref x)
{
    return add(b, JF_OP_DIV, one(b), x, 0);
}

static jf_ref times(builder *b, jf_ref x, double k)
{
    return add(b, JF_OP_MUL, x, jf_ir_const(b->ir, k), 0);
}

// x < 0 ? 0 : x > 0 ? 1 : x + 1/2, which is 1/2 at 0 and NaN for NaN.
static jf_ref heaviside(builder *b, jf_ref x)
{
    const jf_ref zero = jf_ir_const(b->ir, 0);
    const jf_ref half = add(b, JF_OP_ADD, x, jf_ir_const(b->ir, 0.5), 0);
    const jf_ref positive = add(b, JF_OP_LT, zero, x, 0);
    const jf_ref rest = add(b, JF_OP_SELECT, positive, one(b), half);

    return add(b, JF_OP_SELECT, add(b, JF_OP_LT, x, zero, 0), zero, rest);
}

static jf_ref sinc(builder *b, jf_ref x)
{
    const jf_ref zero = jf_ir_const(b->ir, 0);
    const jf_ref quotient = add(b, JF_OP_DIV, add(b, JF_OP_SIN, x, 0, 0), x, 0);

    const jf_ref at_zero = add(b, JF_OP_EQ, x, zero, 0);
    return add(b, JF_OP_SELECT, at_zero, one(b), quotient);
}

static jf_ref frac(builder *b, jf_ref x)
{
    return add(b, JF_OP_SUB, x, add(b, JF_OP_FLOOR, x, 0, 0), 0);
}

static bool is_value(const builder *b, jf_ref r, double k)
{
    const jf_ir *const ir = b->ir;

    return !ir->nomem && ir->ins[r].op == JF_OP_CONST && ir->ins[r].k == k;
}

static jf_ref log_base(builder *b, jf_ref x, jf_ref base)
{
    if (is_value(b, base, 2))
        return add(b, JF_OP_LOG2, x, 0, 0);
    if (is_value(b, base, 10))
        return add(b, JF_OP_LOG10, x, 0, 0);
    const jf_ref dividend = add(b, JF_OP_LOG, x, 0, 0);
    return add(b, JF_OP_DIV, dividend, add(b, JF_OP_LOG, base, 0, 0), 0);
}

// The leg opposite to the angle whose secant is x; NaN for |x| < 1.
static jf_ref leg(builder *b, jf_ref x)
{
    const jf_ref a = add(b, JF_OP_ABS, x, 0, 0);
    const jf_ref less = add(b, JF_OP_SUB, a, one(b), 0);
    const jf_ref more = add(b, JF_OP_ADD, a, one(b), 0);
    const jf_ref root = add(b, JF_OP_SQRT, less, 0, 0);

    return add(b, JF_OP_MUL, root, add(b, JF_OP_SQRT, more, 0, 0), 0);
}

static jf_ref arcsec(builder *b, jf_ref x, bool of_complement)
{
    const jf_ref opposite = leg(b, x);
    const jf_ref adjacent = add(b, JF_OP_COPYSIGN, one(b), x, 0);

    return of_complement ? add(b, JF_OP_ATAN2, adjacent, opposite, 0)
                         : add(b, JF_OP_ATAN2, opposite, adjacent, 0);
}

static jf_ref factorial(builder *b, jf_ref x)
{
    return add(b, JF_OP_GAMMA, add(b, JF_OP_ADD, x, one(b), 0), 0, 0);
}

// How a function becomes operations.
typedef enum recipe {
    PLAIN,   // op(x, y)
    FOLDED,  // op(op(x, y), z) ...; op(x, x) of one operand is |x| or x
    INVERSE, // 1 / op(x)
    EXPANDED // the function in `expand`
} recipe;

typedef struct lowering {
    recipe recipe;
    jf_op op;
} lowering;

// clang-format off
static const lowering lowerings[JF_NFUNCTION] = {
    [JF_FN_SIN]   = {PLAIN, JF_OP_SIN},    [JF_FN_COS]   = {PLAIN, JF_OP_COS},
    [JF_FN_TAN]   = {PLAIN, JF_OP_TAN},    [JF_FN_COT]   = {INVERSE, JF_OP_TAN},
    [JF_FN_SEC]   = {INVERSE, JF_OP_COS},  [JF_FN_CSC]   = {INVERSE, JF_OP_SIN},
    [JF_FN_ASIN]  = {PLAIN, JF_OP_ASIN},   [JF_FN_ACOS]  = {PLAIN, JF_OP_ACOS},
    [JF_FN_ATAN]  = {PLAIN, JF_OP_ATAN},   [JF_FN_ACOT]  = {EXPANDED, JF_OP_ATAN2},
    [JF_FN_ASEC]  = {EXPANDED, JF_OP_ATAN2}, [JF_FN_ACSC] = {EXPANDED, JF_OP_ATAN2},
    [JF_FN_ATAN2] = {PLAIN, JF_OP_ATAN2},
    [JF_FN_SINH]  = {PLAIN, JF_OP_SINH},   [JF_FN_COSH]  = {PLAIN, JF_OP_COSH},
    [JF_FN_TANH]  = {PLAIN, JF_OP_TANH},   [JF_FN_COTH]  = {INVERSE, JF_OP_TANH},
    [JF_FN_SECH]  = {INVERSE, JF_OP_COSH}, [JF_FN_CSCH]  = {INVERSE, JF_OP_SINH},
    [JF_FN_ASINH] = {PLAIN, JF_OP_ASINH},  [JF_FN_ACOSH] = {PLAIN, JF_OP_ACOSH},
    [JF_FN_ATANH] = {PLAIN, JF_OP_ATANH},
    [JF_FN_EXP]   = {PLAIN, JF_OP_EXP},    [JF_FN_EXP2]  = {PLAIN, JF_OP_EXP2},
    [JF_FN_EXP10] = {PLAIN, JF_OP_EXP10},  [JF_FN_EXPM1] = {PLAIN, JF_OP_EXPM1},
    [JF_FN_LN]    = {PLAIN, JF_OP_LOG},    [JF_FN_LOG]   = {EXPANDED, JF_OP_LOG},
    [JF_FN_LOG2]  = {PLAIN, JF_OP_LOG2},   [JF_FN_LG]    = {PLAIN, JF_OP_LOG10},
    [JF_FN_LOG1P] = {PLAIN, JF_OP_LOG1P},  [JF_FN_SQRT]  = {PLAIN, JF_OP_SQRT},
    [JF_FN_CBRT]  = {PLAIN, JF_OP_CBRT},   [JF_FN_POW]   = {PLAIN, JF_OP_POW},
    [JF_FN_HYPOT] = {FOLDED, JF_OP_HYPOT}, [JF_FN_ABS]   = {PLAIN, JF_OP_ABS},
    [JF_FN_SIGN]  = {PLAIN, JF_OP_SIGN},
    [JF_FN_HEAVISIDE] = {EXPANDED, JF_OP_LT},
    [JF_FN_MIN]   = {FOLDED, JF_OP_MIN},   [JF_FN_MAX]   = {FOLDED, JF_OP_MAX},
    [JF_FN_FLOOR] = {PLAIN, JF_OP_FLOOR},  [JF_FN_CEIL]  = {PLAIN, JF_OP_CEIL},
    [JF_FN_TRUNC] = {PLAIN, JF_OP_TRUNC},  [JF_FN_ROUND] = {PLAIN, JF_OP_RINT},
    [JF_FN_FRAC]  = {EXPANDED, JF_OP_FLOOR},
    [JF_FN_MOD]   = {PLAIN, JF_OP_MOD},    [JF_FN_FMOD]  = {PLAIN, JF_OP_FMOD},
    [JF_FN_REMAINDER] = {PLAIN, JF_OP_REMAINDER},
    [JF_FN_COPYSIGN]  = {PLAIN, JF_OP_COPYSIGN},
    [JF_FN_NEXTAFTER] = {PLAIN, JF_OP_NEXTAFTER},
    [JF_FN_ULP]   = {PLAIN, JF_OP_ULP},
    [JF_FN_DEGREES] = {EXPANDED, JF_OP_MUL},
    [JF_FN_RADIANS] = {EXPANDED, JF_OP_MUL},
    [JF_FN_SINC]  = {EXPANDED, JF_OP_SIN},
    [JF_FN_ERF]   = {PLAIN, JF_OP_ERF},    [JF_FN_ERFC]  = {PLAIN, JF_OP_ERFC},
    [JF_FN_GAMMA] = {PLAIN, JF_OP_GAMMA},  [JF_FN_LGAMMA] = {PLAIN, JF_OP_LGAMMA},
    [JF_FN_FACTORIAL] = {EXPANDED, JF_OP_GAMMA},
    [JF_FN_BETA]  = {PLAIN, JF_OP_BETA},   [JF_FN_ZETA]  = {PLAIN, JF_OP_ZETA},
    [JF_FN_SI]    = {PLAIN, JF_OP_SI},     [JF_FN_CI]    = {PLAIN, JF_OP_CI},
    [JF_FN_EI]    = {PLAIN, JF_OP_EI},     [JF_FN_LI]    = {PLAIN, JF_OP_LI},
    [JF_FN_J0]    = {PLAIN, JF_OP_J0},     [JF_FN_J1]    = {PLAIN, JF_OP_J1},
    [JF_FN_JN]    = {PLAIN, JF_OP_JN},     [JF_FN_Y0]    = {PLAIN, JF_OP_Y0},
    [JF_FN_Y1]    = {PLAIN, JF_OP_Y1},     [JF_FN_YN]    = {PLAIN, JF_OP_YN},
    [JF_FN_ELLIPTIC_K] = {PLAIN, JF_OP_ELLIPTIC_K},
    [JF_FN_ELLIPTIC_E] = {PLAIN, JF_OP_ELLIPTIC_E},
    [JF_FN_FRESNEL_S]  = {PLAIN, JF_OP_FRESNEL_S},
    [JF_FN_FRESNEL_C]  = {PLAIN, JF_OP_FRESNEL_C},
    [JF_FN_ELLIPTIC_KC] = {PLAIN, JF_OP_ELLIPTIC_KC},
    [JF_FN_AIRY_AI]  = {PLAIN, JF_OP_AIRY_AI},
    [JF_FN_AIRY_BI]  = {PLAIN, JF_OP_AIRY_BI},
    [JF_FN_BESSEL_I] = {PLAIN, JF_OP_BESSEL_I},
    [JF_FN_BESSEL_K] = {PLAIN, JF_OP_BESSEL_K},
    [JF_FN_LAMBERTW] = {PLAIN, JF_OP_LAMBERTW},
    [JF_FN_RGAMMA]   = {PLAIN, JF_OP_RGAMMA},
};
// clang-format on

static jf_ref expand(builder *b, jf_function function, const jf_ref x[2])
{
    switch (function) {
    case JF_FN_ACOT:
        return add(b, JF_OP_ATAN2, one(b), x[0], 0);
    case JF_FN_ASEC:
    case JF_FN_ACSC:
        return arcsec(b, x[0], function == JF_FN_ACSC);
    case JF_FN_LOG:
        return log_base(b, x[0], x[1]);
    case JF_FN_HEAVISIDE:
        return heaviside(b, x[0]);
    case JF_FN_FRAC:
        return frac(b, x[0]);
    case JF_FN_DEGREES:
        return times(b, x[0], 0x1.ca5dc1a63c1f8p+5); // 180/pi
    case JF_FN_RADIANS:
        return times(b, x[0], 0x1.1df46a2529d39p-6); // pi/180
    case JF_FN_SINC:
        return sinc(b, x[0]);
    default:
        return factorial(b, x[0]);
    }
}

static jf_ref fold_operands(builder *b, jf_op op, int n, const jf_ref *x)
{
    jf_ref r = x[0];

    for (int i = 1; i < n; i++)
        r = add(b, op, r, x[i], 0);
    return n == 1 && op == JF_OP_HYPOT ? add(b, JF_OP_ABS, r, 0, 0) : r;
}

enum { OPERAND_MAX = 16 };

static jf_ref call(builder *b, jf_function function, int n, const jf_ref *x)
{
    const lowering how = lowerings[function];

    switch (how.recipe) {
    case PLAIN:
        return add(b, how.op, x[0], n > 1 ? x[1] : 0, 0);
    case FOLDED:
        return fold_operands(b, how.op, n, x);
    case INVERSE:
        return inverse(b, add(b, how.op, x[0], 0, 0));
    default:
        return expand(b, function, x);
    }
}

// e^x is meant to be exp(x), not a power of the double nearest to e.
static bool is_power_of_e(const jf_node *node)
{
    const bool power =
        node->kind == JF_NODE_POW ||
        (node->kind == JF_NODE_CALL && node->function == JF_FN_POW);
    const char *const label = power ? node->operand[0]->label : NULL;

    return label && strcmp(label, "e") == 0;
}

static jf_ref operator_of(builder *b, const jf_node *node, const jf_ref *x)
{
    static const struct {
        jf_op op;
        bool swapped;
    } ops[] = {
        [JF_NODE_NEG] = {JF_OP_NEG, false},
        [JF_NODE_ADD] = {JF_OP_ADD, false},
        [JF_NODE_SUB] = {JF_OP_SUB, false},
        [JF_NODE_MUL] = {JF_OP_MUL, false},
        [JF_NODE_DIV] = {JF_OP_DIV, false},
        [JF_NODE_FLOORDIV] = {JF_OP_FLOORDIV, false},
        [JF_NODE_MOD] = {JF_OP_MOD, false},
        [JF_NODE_POW] = {JF_OP_POW, false},
        [JF_NODE_LT] = {JF_OP_LT, false},
        [JF_NODE_LE] = {JF_OP_LE, false},
        [JF_NODE_GT] = {JF_OP_LT, true},
        [JF_NODE_GE] = {JF_OP_LE, true},
        [JF_NODE_EQ] = {JF_OP_EQ, false},
        [JF_NODE_NE] = {JF_OP_NE, false},
    };

    switch (node->kind) {
    case JF_NODE_NOT:
        return add(b, JF_OP_EQ, x[0], jf_ir_const(b->ir, 0), 0);
    case JF_NODE_AND:
        return add(b, JF_OP_SELECT, x[0], x[1], x[0]);
    case JF_NODE_OR:
        return add(b, JF_OP_SELECT, x[0], x[0], x[1]);
    case JF_NODE_SELECT:
        return add(b, JF_OP_SELECT, x[0], x[1], x[2]);
    default:
        break;
    }
    const bool swapped = ops[node->kind].swapped;
    return add(b, ops[node->kind].op, x[swapped],
               node->noperand > 1 ? x[!swapped] : 0, 0);
}

static jf_ref build(builder *b, const jf_node *node)
{
    jf_ref x[OPERAND_MAX] = {0};

    // the parser bounds the depth by JF_EXPR_DEPTH_MAX
    for (int i = 0; i < node->noperand && i < OPERAND_MAX; i++)
        x[i] = build(b, node->operand[i]);
    if (is_power_of_e(node))
        return add(b, JF_OP_EXP, x[1], 0, 0);
    switch (node->kind) {
    case JF_NODE_NUMBER:
        return jf_ir_const(b->ir, node->number);
    case JF_NODE_NAME:
        return node->name == b->variable
                   ? add(b, JF_OP_VAR, 0, 0, 0)
                   : jf_ir_const(b->ir, b->value[node->name]);
    case JF_NODE_CALL:
        return call(b, node->function, node->noperand, x);
    default:
        return operator_of(b, node, x);
    }
}

jf_status jf_ir_build(jf_ir *ir, const jf_expr *tree, size_t variable,
                      const double *value)
{
    builder b = {ir, variable, value};

    *ir = (jf_ir){0};
    ir->result = build(&b, tree->root);
    return ir->nomem ? JF_NOMEM : JF_OK;
}
