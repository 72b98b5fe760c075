/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program at one point in double-doubles, for the tails of roots.
 *
 * Idea: exp, sine and cosine by taking away multiples of ln 2 or pi/2, these
 *   in three doubles, and Taylor's series; log from its double by a step of
 *   Newton's; the rest from these.  Operations that round to integers, and
 *   functions that are not in the list, end the attempt.
 * Error: some 2^-100 of what is added up: no claim is made, the tail is what
 *   makes an abscissa better, not a bound.
 * Cost: 10 to 1000 ns an operation; only roots are worth it. */
#include <stdlib.h>

#include "eval/kernels.h"
#include "eval/special/dd.h"
#include "sight/roots.h"
#include "sight/tables/constants.inc"

enum { ROOM = 64, TERMS = 27 };

static const jf_dd ONE = {1, 0};
static const double WAVE_MAX = 1e6;

static jf_dd negated(jf_dd a)
{
    return (jf_dd){-a.hi, -a.lo};
}

static bool is_less(jf_dd a, jf_dd b)
{
    return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo);
}

// a - n c, c in three doubles
static jf_dd reduce(jf_dd a, double n, const double part[3])
{
    for (int i = 0; i < 3; i++)
        a = jf_dd_add(a, negated(jf_dd_two_product(n, part[i])));
    return a;
}

static jf_dd exponential(jf_dd a)
{
    static const double ln2[] = {LN_2, LN_2_REST, LN_2_LAST};
    const double n = floor(a.hi / LN_2 + 0.5);
    const jf_dd r = reduce(a, n, ln2);
    jf_dd term = ONE, sum = ONE;

    for (int k = 1; k < TERMS; k++) {
        term = jf_dd_div(jf_dd_mul(term, r), (jf_dd){k, 0});
        sum = jf_dd_add(sum, term);
    }
    return (jf_dd){ldexp(sum.hi, (int)n), ldexp(sum.lo, (int)n)};
}

// sin(r) or cos(r), |r| <= pi/4
static jf_dd taylor(jf_dd r, bool cosine)
{
    const jf_dd square = negated(jf_dd_mul(r, r));
    jf_dd term = cosine ? ONE : r, sum = term;

    for (int k = cosine ? 1 : 2; k < TERMS; k += 2) {
        const jf_dd divisor = {(double)(k * (k + 1)), 0};
        term = jf_dd_div(jf_dd_mul(term, square), divisor);
        sum = jf_dd_add(sum, term);
    }
    return sum;
}

// sin(a + turns pi/2)
static bool wave(jf_dd a, int turns, jf_dd *y)
{
    const double n = floor(a.hi / HALF_PI_DOWN + 0.5);
    const double half_pi[] = {HALF_PI_DOWN, PI_REST / 2, PI_LAST / 2};

    if (!(fabs(a.hi) < WAVE_MAX))
        return false;
    const jf_dd r = reduce(a, n, half_pi);
    const int quarter = (int)(fmod(n, 4) + 4 + turns) % 4;
    *y = taylor(r, quarter % 2 != 0);
    if (quarter >= 2)
        *y = negated(*y);
    return true;
}

static bool tangent(jf_dd a, jf_dd *y)
{
    jf_dd s, c;

    if (!wave(a, 0, &s) || !wave(a, 1, &c))
        return false;
    *y = jf_dd_div(s, c);
    return true;
}

static bool whole_power(jf_dd a, int n, jf_dd *y)
{
    jf_dd p = ONE;

    for (int i = 0; i < abs(n); i++)
        p = jf_dd_mul(p, a);
    *y = n < 0 ? jf_dd_div(ONE, p) : p;
    return true;
}

// y + log(1 + e) with 1 + e = a exp(-y), e a few units of 2^-53
static bool logarithm(jf_dd a, jf_dd *y)
{
    if (!(a.hi > 0x1p-400 && a.hi < 0x1p400))
        return false;
    const double near = jf_kernel_scalar(JF_OP_LOG, a.hi, 0, 0);
    const jf_dd quotient = jf_dd_mul(a, exponential((jf_dd){-near, 0}));
    const jf_dd e = jf_dd_add(quotient, (jf_dd){-1, 0});
    const jf_dd rest = jf_dd_add(e, (jf_dd){-0.5 * e.hi * e.hi, 0});
    *y = jf_dd_add((jf_dd){near, 0}, rest);
    return true;
}

static bool power(jf_dd a, jf_dd b, jf_dd *y)
{
    if (b.lo == 0 && floor(b.hi) == b.hi && fabs(b.hi) <= 64)
        return whole_power(a, (int)b.hi, y);
    if (!logarithm(a, y))
        return false;
    *y = jf_dd_mul(*y, b);
    if (!(fabs(y->hi) < 700))
        return false;
    *y = exponential(*y);
    return true;
}

static bool root(jf_dd a, jf_dd *y)
{
    if (!(a.hi > 0))
        return false;
    *y = jf_dd_sqrt(a);
    return true;
}

// (e^a + s e^-a)/2
static jf_dd hyperbolic(jf_dd a, double s)
{
    const jf_dd e = exponential(a);
    const jf_dd other = jf_dd_div((jf_dd){s, 0}, e);

    return jf_dd_mul(jf_dd_add(e, other), (jf_dd){0.5, 0});
}

static bool growth(jf_op op, jf_dd a, jf_dd *y)
{
    const bool small = fabs(a.hi) < 0.5; // e^a - 1 and sinh would cancel

    if (!(fabs(a.hi) < 300))
        return false;
    switch (op) {
    case JF_OP_EXP:
        *y = exponential(a);
        return true;
    case JF_OP_EXP2:
        *y = exponential(jf_dd_mul(a, (jf_dd){LN_2, LN_2_REST}));
        return true;
    case JF_OP_EXPM1:
        *y = jf_dd_add(exponential(a), (jf_dd){-1, 0});
        return !small;
    case JF_OP_SINH:
        *y = hyperbolic(a, -1);
        return !small;
    case JF_OP_COSH:
        *y = hyperbolic(a, 1);
        return true;
    default:
        *y = jf_dd_div(hyperbolic(a, -1), hyperbolic(a, 1));
        return !small;
    }
}

static bool one(jf_op op, jf_dd a, jf_dd *y)
{
    switch (op) {
    case JF_OP_NEG:
        *y = negated(a);
        return true;
    case JF_OP_ABS:
        *y = a.hi < 0 ? negated(a) : a;
        return true;
    case JF_OP_SQRT:
        return root(a, y);
    case JF_OP_RECIP:
        *y = jf_dd_div(ONE, a);
        return true;
    case JF_OP_SIN:
        return wave(a, 0, y);
    case JF_OP_COS:
        return wave(a, 1, y);
    case JF_OP_TAN:
        return tangent(a, y);
    case JF_OP_LOG:
        return logarithm(a, y);
    case JF_OP_EXP:
    case JF_OP_EXP2:
    case JF_OP_EXPM1:
    case JF_OP_SINH:
    case JF_OP_COSH:
    case JF_OP_TANH:
        return growth(op, a, y);
    default:
        return false;
    }
}

static bool two(jf_op op, jf_dd a, jf_dd b, jf_dd *y)
{
    switch (op) {
    case JF_OP_ADD:
        *y = jf_dd_add(a, b);
        return true;
    case JF_OP_SUB:
        *y = jf_dd_add(a, negated(b));
        return true;
    case JF_OP_MUL:
        *y = jf_dd_mul(a, b);
        return true;
    case JF_OP_DIV:
        *y = jf_dd_div(a, b);
        return true;
    case JF_OP_MIN:
        *y = is_less(a, b) ? a : b;
        return true;
    case JF_OP_MAX:
        *y = is_less(a, b) ? b : a;
        return true;
    case JF_OP_POW:
    case JF_OP_POWN:
        return power(a, b, y);
    case JF_OP_LT:
        *y = (jf_dd){is_less(a, b), 0};
        return true;
    case JF_OP_LE:
        *y = (jf_dd){!is_less(b, a), 0};
        return true;
    default:
        return false;
    }
}

static bool apply(const jf_ir *g, const jf_ins *ins, const jf_dd *v, jf_dd *y)
{
    const jf_dd a = v[ins->operand[0]];
    const double *const coef = g->coef + ins->coef;

    switch (ins->op) {
    case JF_OP_CONST:
        *y = (jf_dd){ins->k, 0};
        return true;
    case JF_OP_SELECT:
        *y = v[ins->operand[a.hi != 0 ? 1 : 2]];
        return true;
    case JF_OP_POLY:
        *y = (jf_dd){coef[0], 0};
        for (int i = 1; i < ins->ncoef; i++)
            *y = jf_dd_add(jf_dd_mul(*y, a), (jf_dd){coef[i], 0});
        return true;
    default:
        return jf_op_operands(ins->op) == 1
                   ? one(ins->op, a, y)
                   : two(ins->op, a, v[ins->operand[1]], y);
    }
}

bool jf_wide_value(const jf_ir *g, jf_dd x, jf_dd *value)
{
    jf_dd stack[ROOM];

    if (g->result >= ROOM)
        return false;
    for (int i = 0; i <= g->result; i++) {
        const jf_ins *const ins = &g->ins[i];
        stack[i] = (jf_dd){0, 0};
        if (ins->op == JF_OP_VAR)
            stack[i] = x;
        else if (!apply(g, ins, stack, &stack[i]) || !isfinite(stack[i].hi) ||
                 !isfinite(stack[i].lo))
            return false;
    }
    *value = stack[g->result];
    return true;
}
