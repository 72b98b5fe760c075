/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program's value at one abscissa where doubles overflow on the way.
 *
 * x^150 exp(-x) at 800 is infinite times 0 in doubles, and 1e88 in fact.  Here
 * a value is m 2^e, |m| in [1/2, 1), with a whole exponent of its own.
 * Arithmetic is that of m; exp, powers, hyperbolic functions, gamma and I_n go
 * by logarithms in double-double (special/dd.h), so that large exponents cost
 * no digits; every other operation is its kernel, on operands and results that
 * fit doubles.  Where one does not, nothing is known and NaN is the answer, as
 * for a value that does not exist.
 *
 * Error: each operation a few units in the last place of its result.
 * Cost:  0.1 us an operation, for abscissae that gave no finite value alone.
 * Fails on: an underflow to 0 that something finite multiplies: that is a
 *        finite value, and nobody looks. */
#include "eval/scaled.h"

#include <math.h>
#include <stdlib.h>

#include "eval/kernels.h"
#include "eval/special/bessel.h"
#include "eval/special/gamma.h"

typedef struct scaled {
    double m; // 0, NaN, or 1/2 <= |m| < 1
    int64_t e;
} scaled;

static const scaled NOTHING = {(double)NAN, 0};
static const int64_t APART = 2000; // exponents that never meet

static scaled normal(double m, int64_t e)
{
    int shift = 0;

    if (!isfinite(m))
        return NOTHING;
    m = frexp(m, &shift);
    return (scaled){m, m == 0 ? 0 : e + shift};
}

static bool fits(scaled a)
{
    return a.m == 0 || (a.e > -1000 && a.e < 1024);
}

static double plain(scaled a)
{
    return a.e > APART    ? a.m * HUGE_VAL
           : a.e < -APART ? copysign(0, a.m)
                          : ldexp(a.m, (int)a.e);
}

static scaled add(scaled a, scaled b)
{
    if (a.m == 0 || isnan(b.m))
        return b;
    if (b.m == 0 || isnan(a.m))
        return a;
    if (a.e < b.e)
        return add(b, a);
    const int64_t down = a.e - b.e;
    return normal(a.m + (down > APART ? 0 : ldexp(b.m, (int)-down)), a.e);
}

static scaled negative(scaled a)
{
    return (scaled){-a.m, a.e};
}

static scaled times(scaled a, scaled b)
{
    return normal(a.m * b.m, a.e + b.e);
}

static scaled over(scaled a, scaled b)
{
    return b.m == 0 ? NOTHING : normal(a.m / b.m, a.e - b.e);
}

static scaled root(scaled a)
{
    const int64_t odd = a.e % 2 != 0;

    return a.m < 0 ? NOTHING
                   : normal(sqrt(odd ? 2 * a.m : a.m), (a.e - odd) / 2);
}

// exp(log), times a factor
static scaled grown(jf_dd log, double factor)
{
    static const double MOST = 1e8, LEAST = -9e8; // no product is in reach
    int exponent;

    if (isnan(log.hi) || log.hi > MOST)
        return NOTHING;
    if (log.hi < LEAST)
        return (scaled){0, 0};
    const jf_dd value = jf_dd_exp(log, &exponent);
    return normal(value.hi * factor, exponent);
}

static jf_dd logarithm(scaled a) // a > 0
{
    return jf_dd_add(jf_dd_log(jf_dd_of(a.m)),
                     jf_dd_mul(jf_dd_ln2, jf_dd_of((double)a.e)));
}

static scaled power(scaled a, scaled b)
{
    const double k = plain(b);

    if (!fits(b) || a.m == 0 || (a.m < 0 && floor(k) != k))
        return k > 0 && a.m == 0 ? a : NOTHING;
    const double sign = a.m < 0 && fmod(k, 2) != 0 ? -1 : 1;
    const jf_dd log = logarithm((scaled){fabs(a.m), a.e});
    return grown(jf_dd_mul(log, jf_dd_of(k)), sign);
}

static scaled of_parts(jf_gamma_parts p)
{
    return grown(p.log, p.factor.hi);
}

// Functions that overflow; false: it is none of them, or not large.
static bool large(jf_op op, scaled a, scaled *r)
{
    static const double FAR = 300;
    const double u = plain(a);

    switch (op) {
    case JF_OP_EXP:
    case JF_OP_EXPM1:
        *r = grown(jf_dd_of(u), 1);
        return fabs(u) > FAR && (op == JF_OP_EXP || u > 0);
    case JF_OP_EXP2:
        *r = grown(jf_dd_mul(jf_dd_ln2, jf_dd_of(u)), 1);
        return fabs(u) > FAR;
    case JF_OP_EXP10:
        *r = power((scaled){0.625, 4}, a); // 10
        return fabs(u) > FAR / 2;
    case JF_OP_SINH:
    case JF_OP_COSH:
        *r =
            grown(jf_dd_of(fabs(u)), op == JF_OP_SINH ? copysign(0.5, u) : 0.5);
        return fabs(u) > FAR;
    case JF_OP_GAMMA:
        if (!(u > FAR / 2 && u < 0x1p20))
            return false;
        *r = of_parts(jf_gamma_positive(jf_dd_of(u)));
        return true;
    default:
        return false;
    }
}

static scaled kernel(jf_op op, scaled a, scaled b, scaled c)
{
    const double y = jf_kernel_scalar(op, plain(a), plain(b), plain(c));

    return fits(a) && fits(b) && fits(c) ? normal(y, 0) : NOTHING;
}

static scaled polynomial(const jf_ir *ir, const jf_ins *ins, scaled x)
{
    scaled y = normal(ir->coef[ins->coef], 0);

    for (int i = 1; i < ins->ncoef; i++)
        y = add(times(y, x), normal(ir->coef[ins->coef + i], 0));
    return y;
}

static scaled two(jf_op op, scaled a, scaled b)
{
    const double n = plain(a), x = plain(b);

    switch (op) {
    case JF_OP_ADD:
        return add(a, b);
    case JF_OP_SUB:
        return add(a, negative(b));
    case JF_OP_MUL:
        return times(a, b);
    case JF_OP_DIV:
        return over(a, b);
    case JF_OP_POW:
    case JF_OP_POWN:
        return power(a, b);
    case JF_OP_BESSEL_I:
        if (x >= 36 && n * n <= x / 4 && x < 1e8)
            return of_parts(jf_bessel_i_far(n, x));
        return kernel(op, a, b, a);
    default:
        return kernel(op, a, b, a);
    }
}

static scaled apply(const jf_ir *ir, const jf_ins *ins, const scaled *value,
                    double x)
{
    const scaled a = value[ins->operand[0]], b = value[ins->operand[1]];
    const scaled c = value[ins->operand[2]];
    scaled r;

    switch (ins->op) {
    case JF_OP_CONST:
        return normal(ins->k, 0);
    case JF_OP_VAR:
        return normal(x, 0);
    case JF_OP_NEG:
        return negative(a);
    case JF_OP_ABS:
        return (scaled){fabs(a.m), a.e};
    case JF_OP_RECIP:
        return over((scaled){0.5, 1}, a);
    case JF_OP_SQRT:
        return root(a);
    case JF_OP_POLY:
        return polynomial(ir, ins, a);
    case JF_OP_SELECT:
        return isnan(a.m) ? NOTHING : a.m != 0 ? b : c;
    default:
        if (isnan(a.m))
            return NOTHING;
        if (large(ins->op, a, &r))
            return r;
        return jf_op_operands(ins->op) == 2 ? two(ins->op, a, b)
                                            : kernel(ins->op, a, a, a);
    }
}

static double value_at(const jf_ir *ir, scaled *value, double x)
{
    for (int i = 0; i <= ir->result; i++)
        value[i] = apply(ir, &ir->ins[i], value, x);
    return plain(value[ir->result]);
}

jf_status jf_scaled_mend(const jf_ir *ir, size_t n, const double *x, double *y)
{
    scaled *value = NULL;
    bool finite = true;

    for (size_t i = 0; i < n; i++)
        finite &= isfinite(y[i]) != 0;
    if (finite)
        return JF_OK;
    value = calloc((size_t)ir->nins, sizeof *value);
    if (!value)
        return JF_NOMEM;
    for (size_t i = 0; i < n; i++) {
        if (isfinite(y[i]) || !isfinite(x[i]))
            continue;
        const double better = value_at(ir, value, x[i]);
        if (!isnan(better))
            y[i] = better;
    }
    free(value);
    return JF_OK;
}
