/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges contain what they say: values of random programs at random points of
 * random intervals, by MPFR; of single operations likewise, and by their
 * kernels where MPFR has no such function.  No tolerance: the program is meant
 * over the reals.  And they are tight where that was promised. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <float.h>
#include <stdio.h>

#include "../support/exactly.h"
#include "../support/program.h"
#include "sight/sight.h"

static char text[1 << 16];

// Numbers as people meet them more often than others.
static double any_end(dice *d)
{
    switch (pick(d, 5)) {
    case 0:
        return any_double(d);
    case 1:
        return (double)pick(d, 33) / 4 - 4;
    case 2:
        return ldexp(uniform(d, -1, 1), pick(d, 80) - 40);
    default:
        return uniform(d, -6, 6);
    }
}

static void any_interval(dice *d, double *a, double *b)
{
    double x;

    do {
        *a = any_end(d);
        *b = any_end(d);
    } while (isnan(*a) || isnan(*b));
    switch (pick(d, 5)) {
    case 0:
        *b = *a;
        break;
    case 1:
        *b = nextafter(*a, HUGE_VAL);
        break;
    case 2:
        *b = *a + fabs(*a) * ldexp(1, -pick(d, 50));
        break;
    default:
        break;
    }
    if (*a > *b) {
        x = *a;
        *a = *b;
        *b = x;
    }
    *a = fmin(*a, DBL_MAX);
    *b = fmax(*b, -DBL_MAX);
}

// A double of [a, b], ends and whole numbers included.
static double any_point(dice *d, double a, double b)
{
    double x;

    switch (pick(d, 6)) {
    case 0:
        x = a;
        break;
    case 1:
        x = b;
        break;
    case 2:
        x = any_double(d);
        break;
    case 3:
        x = rint(4 * uniform(d, fmax(a, -1e6), fmin(b, 1e6))) / 4;
        break;
    default:
        x = uniform(d, fmax(a, -1e3), fmin(b, 1e3));
        break;
    }
    if (!(x >= a && x <= b) || isinf(x))
        x = isinf(a) ? b : a;
    return isinf(x) ? 0 : x;
}

static void complain(const jf_ir *ir, jf_range r, double a, double b, double x,
                     const char *what, mpfr_srcptr v)
{
    jf_ir_print(ir, text, sizeof text);
    fail_msg("%s at %a = %.17g: %.20g, range %.17g %.17g %u over %a %a\n%s",
             what, x, x, mpfr_get_d(v, MPFR_RNDN), r.lo, r.hi, r.seen, a, b,
             text);
}

static void check_point(const jf_ir *ir, jf_range r, double a, double b,
                        double x, exactly *e)
{
    mpfr_t at;

    mpfr_init2(at, 53);
    mpfr_set_d(at, x, MPFR_RNDN);
    const known state = exactly_run(ir, at, e);
    const mpfr_srcptr v = e->value[ir->result];
    mpfr_clear(at);
    if (state == UNDEFINED && !(r.seen & JF_SEEN_UNDEFINED))
        complain(ir, r, a, b, x, "undefined", v);
    if (state != KNOWN)
        return;
    if (!(mpfr_cmp_d(v, r.lo) >= 0 && mpfr_cmp_d(v, r.hi) <= 0))
        complain(ir, r, a, b, x, "outside", v);
    if (!(r.seen & JF_SEEN_UNBOUNDED) && (isinf(r.lo) || isinf(r.hi)))
        complain(ir, r, a, b, x, "unbounded", v);
}

static void check_program(const jf_ir *ir, dice *d, int nround)
{
    exactly e;

    exactly_init(&e, ir->nins);
    for (int i = 0; i < nround; i++) {
        double a, b;
        any_interval(d, &a, &b);
        const jf_range r = jf_sight_range(ir, a, b);
        for (int k = 0; k < 4; k++)
            check_point(ir, r, a, b, any_point(d, a, b), &e);
    }
    exactly_clear(&e);
}

static void random_programs(int n, int most, jf_op end, uint64_t seed)
{
    dice d = {seed};

    for (int i = effort(n); i > 0; i--) {
        jf_ir ir;
        random_program(&ir, &d, 2 + pick(&d, most), end);
        check_program(&ir, &d, 4);
        jf_ir_clear(&ir);
    }
}

static void programs_of_arithmetic(void **state)
{
    (void)state;
    random_programs(6000, 12, JF_OP_SIN, 1);
}

static void programs_of_functions(void **state)
{
    (void)state;
    random_programs(2500, 9, JF_OP_ERF, 2);
    random_programs(300, 8, JF_OP_NEXTAFTER, 3);
}

// As typed: tidied, so that values are shared.
static void tidied_programs(void **state)
{
    dice d = {4};

    (void)state;
    for (int i = effort(1000); i > 0; i--) {
        jf_ir ir;
        random_program(&ir, &d, 4 + pick(&d, 16), JF_OP_ERF);
        assert_int_equal(jf_ir_tidy(&ir, jf_kernel_scalar), JF_OK);
        check_program(&ir, &d, 4);
        jf_ir_clear(&ir);
    }
}

/* ---- one operation */

// op(x, k), op(k, x) or op(x, x + k)
static void single(jf_ir *ir, jf_op op, dice *d)
{
    const bool order = op == JF_OP_JN || op == JF_OP_YN;
    double k = order ? pick(d, 12) - 4 : any_constant(d);

    *ir = (jf_ir){0};
    const jf_ref x = jf_ir_add(ir, JF_OP_VAR, 0, 0, 0);
    if (isnan(k))
        k = 3;
    const jf_ref c = jf_ir_const(ir, k);
    const jf_ref sum = jf_ir_add(ir, JF_OP_ADD, x, c, 0);
    if (op == JF_OP_POLY) {
        ir->result = jf_ir_poly(ir, x, 4, (double[4]){k, -1, 2, -0.5});
        return;
    }
    const int way = order ? 1 : pick(d, 3);
    ir->result = jf_ir_add(ir, op, way == 1 ? c : x,
                           way == 0   ? c
                           : way == 1 ? x
                                      : sum,
                           sum);
}

static void every_operation(void **state)
{
    dice d = {5};

    (void)state;
    for (jf_op op = JF_OP_NEG; op < JF_NOP; op++)
        for (int i = effort(op < JF_OP_ERF ? 150 : 40); i > 0; i--) {
            jf_ir ir;
            single(&ir, op, &d);
            check_program(&ir, &d, 4);
            jf_ir_clear(&ir);
        }
}

// The kernel errs by this at most, in doubles; near zeros, in units of 1.
static const struct {
    jf_op op;
    double most;
} by_kernel[] = {
    {JF_OP_SI, 1e30},       {JF_OP_CI, 23},
    {JF_OP_ELLIPTIC_K, 1},  {JF_OP_ELLIPTIC_E, 1},
    {JF_OP_FRESNEL_S, 1e9}, {JF_OP_FRESNEL_C, 1e9},
    {JF_OP_J0, 25},         {JF_OP_J1, 25},
    {JF_OP_Y0, 25},         {JF_OP_Y1, 25},
    {JF_OP_ULP, 1e300},     {JF_OP_LAMBERTW, 1e300},
    {JF_OP_RGAMMA, 1e3},    {JF_OP_ELLIPTIC_KC, 1e300},
};

// Those whose error is that of an amplitude, or which have an order.
static void modified_lie_within(void **state)
{
    static const jf_op ops[] = {JF_OP_AIRY_AI, JF_OP_AIRY_BI, JF_OP_BESSEL_I,
                                JF_OP_BESSEL_K};
    dice d = {61};

    (void)state;
    for (int i = effort(20000); i > 0; i--) {
        const jf_op op = ops[pick(&d, 4)];
        const bool order = jf_op_operands(op) == 2;
        const double n = pick(&d, 8) - 3;
        jf_ir ir = {0};
        double a = uniform(&d, -30, 30), b = a + uniform(&d, 0, 9);
        if (pick(&d, 4) == 0)
            any_interval(&d, &a, &b);
        jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
        const jf_ref c = jf_ir_const(&ir, n);
        ir.result = jf_ir_add(&ir, op, order ? c : 0, 0, 0);
        const double x = any_point(&d, a, b);
        const double y = jf_kernel_scalar(op, order ? n : x, x, 0);
        const double slack = 0x1p-49 * fabs(y) + (x < 0 ? 0x1p-50 : 0);
        const jf_range r = jf_sight_range(&ir, a, b);
        jf_ir_clear(&ir);
        if (isfinite(y) ? y < r.lo - slack || y > r.hi + slack
                        : isnan(y) && !(r.seen & JF_SEEN_UNDEFINED))
            fail_msg("%s(%g, %.17g) = %.17g, range %.17g %.17g %u over %a %a",
                     jf_op_text(op), n, x, y, r.lo, r.hi, r.seen, a, b);
    }
}

static void kernels_lie_within(void **state)
{
    dice d = {6};

    (void)state;
    for (size_t k = 0; k < sizeof by_kernel / sizeof *by_kernel; k++)
        for (int i = effort(4000); i > 0; i--) {
            const jf_op op = by_kernel[k].op;
            jf_ir ir = {0};
            double a, b;
            jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
            ir.result = jf_ir_add(&ir, op, 0, 0, 0);
            any_interval(&d, &a, &b);
            const double x = any_point(&d, a, b);
            const double y = jf_kernel_scalar(op, x, 0, 0);
            const jf_range r = jf_sight_range(&ir, a, b);
            const double slack = 0x1p-50 * fabs(y);
            jf_ir_clear(&ir);
            if (fabs(x) > by_kernel[k].most)
                continue;
            if (isfinite(y)
                    ? y < r.lo - slack || y > r.hi + slack
                    : !(r.seen & (JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED)))
                fail_msg("%s(%.17g) = %.17g, range %.17g %.17g %u over %a %a",
                         jf_op_text(op), x, y, r.lo, r.hi, r.seen, a, b);
        }
}

/* ---- flags */

static jf_range range_of(const char *program, double a, double b)
{
    jf_ir ir;
    int line;

    assert_int_equal(jf_ir_read(&ir, program, &line), JF_OK);
    const jf_range r = jf_sight_range(&ir, a, b);
    jf_ir_clear(&ir);
    return r;
}

// Two values of a step function: it jumps between them.
static void steps_jump(void **state)
{
    static const jf_op ops[] = {
        JF_OP_FLOOR, JF_OP_CEIL, JF_OP_TRUNC, JF_OP_RINT, JF_OP_SIGN,
        JF_OP_LT,    JF_OP_LE,   JF_OP_EQ,    JF_OP_NE,   JF_OP_FLOORDIV};
    dice d = {7};

    (void)state;
    for (int i = effort(20000); i > 0; i--) {
        const jf_op op = ops[pick(&d, sizeof ops / sizeof *ops)];
        const double k = (double)pick(&d, 16) / 4 + 0.25;
        jf_ir ir = {0};
        double a, b;
        jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
        ir.result = jf_ir_add(&ir, op, 0, jf_ir_const(&ir, k), 0);
        any_interval(&d, &a, &b);
        const double x = any_point(&d, a, b), y = any_point(&d, a, b);
        const jf_range r = jf_sight_range(&ir, a, b);
        jf_ir_clear(&ir);
        if (jf_kernel_scalar(op, x, k, 0) != jf_kernel_scalar(op, y, k, 0) &&
            !(r.seen & JF_SEEN_JUMP))
            fail_msg("%s %g jumps between %a and %a", jf_op_text(op), k, x, y);
    }
}

// A remainder jumps where its quotient takes the next integer.
static void remainders_jump(void **state)
{
    static const struct {
        jf_op op, round;
    } rests[] = {{JF_OP_MOD, JF_OP_FLOOR},
                 {JF_OP_FMOD, JF_OP_TRUNC},
                 {JF_OP_REMAINDER, JF_OP_RINT}};
    dice d = {8};

    (void)state;
    for (int i = effort(5000); i > 0; i--) {
        const int k = pick(&d, 3);
        const double divisor = uniform(&d, 0.5, 4);
        const double a = uniform(&d, -20, 20), b = uniform(&d, a, a + 4);
        jf_ir ir = {0};
        jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
        ir.result =
            jf_ir_add(&ir, rests[k].op, 0, jf_ir_const(&ir, divisor), 0);
        const jf_range r = jf_sight_range(&ir, a, b);
        jf_ir_clear(&ir);
        const bool jumps =
            jf_kernel_scalar(rests[k].round, a / divisor, 0, 0) !=
            jf_kernel_scalar(rests[k].round, b / divisor, 0, 0);
        if (jumps != !!(r.seen & JF_SEEN_JUMP))
            fail_msg("%s %.17g over %.17g %.17g: %u", jf_op_text(rests[k].op),
                     divisor, a, b, r.seen);
    }
}

// Next to zeros where the kernel's error is that of the amplitude.
static void bessel_zeros_far_out(void **state)
{
    static const jf_op ops[] = {JF_OP_J0, JF_OP_J1, JF_OP_Y0,
                                JF_OP_Y1, JF_OP_JN, JF_OP_YN};
    dice d = {9};
    exactly e;

    (void)state;
    exactly_init(&e, 3);
    for (int i = effort(60); i > 0; i--) {
        const jf_op op = ops[pick(&d, 6)];
        const double n = 2 + pick(&d, 8);
        const bool order = op == JF_OP_JN || op == JF_OP_YN;
        double lo = uniform(&d, 26, 190), hi = lo + 3;
        jf_ir ir = {0};
        jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
        const jf_ref c = jf_ir_const(&ir, n);
        ir.result = jf_ir_add(&ir, op, order ? c : 0, 0, 0);
        const double a = order ? n : lo;
        const double left = jf_kernel_scalar(op, a, lo, 0);
        while (nextafter(lo, hi) < hi) {
            const double m = lo / 2 + hi / 2;
            const double v = jf_kernel_scalar(op, order ? n : m, m, 0);
            *((v > 0) == (left > 0) ? &lo : &hi) = m;
        }
        check_point(&ir, jf_sight_range(&ir, lo, lo), lo, lo, lo, &e);
        check_point(&ir, jf_sight_range(&ir, lo, hi), lo, hi, hi, &e);
        jf_ir_clear(&ir);
    }
    exactly_clear(&e);
}

typedef struct flagged {
    const char *program;
    double a, b;
    double lo, hi;
    unsigned seen;
} flagged;

static const flagged cases[] = {
    // sqrt(x)
    {"%0 = var\n%1 = sqrt %0\nret %1\n", -4, 4, 0, 2, JF_SEEN_UNDEFINED},
    {"%0 = var\n%1 = sqrt %0\nret %1\n", -4, -1, HUGE_VAL, -HUGE_VAL,
     JF_SEEN_UNDEFINED},
    {"%0 = var\n%1 = sqrt %0\nret %1\n", 4, 9, 2, 3, 0},
    // 1/x
    {"%0 = var\n%1 = recip %0\nret %1\n", 0, 2, 0.5, HUGE_VAL,
     JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED},
    {"%0 = var\n%1 = recip %0\nret %1\n", -1, 2, -HUGE_VAL, HUGE_VAL,
     JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED | JF_SEEN_JUMP},
    {"%0 = var\n%1 = recip %0\nret %1\n", 2, HUGE_VAL, 0, 0.5, 0},
    // x^2, x x, x^-2, x^3
    {"%0 = var\n%1 = mul %0 %0\nret %1\n", -1, 2, 0, 4, 0},
    {"%0 = var\n%1 = const 2\n%2 = pow %0 %1\nret %2\n", -3, 2, 0, 9, 0},
    {"%0 = var\n%1 = const 3\n%2 = pow %0 %1\nret %2\n", -3, 2, -27, 8, 0},
    {"%0 = var\n%1 = const -2\n%2 = pow %0 %1\nret %2\n", -2, 1, 0.25, HUGE_VAL,
     JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED},
    // x (1 - x) rises, falls; x^3 - x^2 + x rises: its ends are its range
    {"%0 = var\n%1 = const 1\n%2 = sub %1 %0\n%3 = mul %0 %2\nret %3\n", 0,
     0.25, 0, 0.1875, 0},
    {"%0 = var\n%1 = mul %0 %0\n%2 = mul %1 %0\n%3 = sub %2 %1\n%4 = add %3 "
     "%0\n"
     "ret %4\n",
     1, 2, 1, 6, 0},
    // log(x)/exp(x), decided conditions
    {"%0 = var\n%1 = const 0\n%2 = lt %1 %0\n%3 = log %0\n"
     "%4 = select %2 %3 %1\nret %4\n",
     -2, 0, 0, 0, 0},
    {"%0 = var\n%1 = floor %0\nret %1\n", 1, 1.5, 1, 1, 0},
    {"%0 = var\n%1 = floor %0\nret %1\n", 0.5, 1, 0, 1, JF_SEEN_JUMP},
    // |x|, sign, min
    {"%0 = var\n%1 = abs %0\nret %1\n", -3, 2, 0, 3, 0},
    {"%0 = var\n%1 = sign %0\nret %1\n", -3, 2, -1, 1, JF_SEEN_JUMP},
    // sin, cos on wide and infinite ranges; exp(-x^2)
    {"%0 = var\n%1 = sin %0\nret %1\n", 0, HUGE_VAL, -1, 1, 0},
    {"%0 = var\n%1 = cos %0\nret %1\n", -1, 1, 0x1.14a280fb5068bp-1, 1, 0},
    {"%0 = var\n%1 = mul %0 %0\n%2 = neg %1\n%3 = exp %2\nret %3\n", -HUGE_VAL,
     HUGE_VAL, 0, 1, 0},
    // x % 3 within one period
    {"%0 = var\n%1 = const 3\n%2 = mod %0 %1\nret %2\n", 4, 5, 1, 2, 0},
    {"%0 = var\n%1 = const 3\n%2 = mod %0 %1\nret %2\n", 4, 7, 0, 3,
     JF_SEEN_JUMP},
    // gamma
    {"%0 = var\n%1 = gamma %0\nret %1\n", -0.5, 2, -HUGE_VAL, HUGE_VAL,
     JF_SEEN_UNDEFINED | JF_SEEN_UNBOUNDED | JF_SEEN_JUMP},
    {"%0 = var\n%1 = gamma %0\nret %1\n", 1, 2, 0x1.c56dc82a74aefp-1, 1, 0},
    // sin(x)/x; x - floor(x)
    {"%0 = var\n%1 = sin %0\n%2 = div %1 %0\nret %2\n", -1, 1,
     0x1.aed548f090ceep-1, 1, JF_SEEN_UNDEFINED},
    {"%0 = var\n%1 = floor %0\n%2 = sub %0 %1\nret %2\n", 0.5, 7, 0, 1,
     JF_SEEN_JUMP},
    // y = 0/x is 0 where it is
    {"%0 = var\n%1 = const 0\n%2 = div %1 %0\nret %2\n", -1, 1, 0, 0,
     JF_SEEN_UNDEFINED},
};

// Within some doubles of the true ends, and not within them.
static void ranges_are_tight(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flagged *const c = &cases[i];
        const jf_range r = range_of(c->program, c->a, c->b);
        if (r.seen != c->seen || ulps_between(r.lo, c->lo) > 4 ||
            ulps_between(r.hi, c->hi) > 4)
            fail_msg("%.17g %.17g %u, not %.17g %.17g %u over %g %g of\n%s",
                     r.lo, r.hi, r.seen, c->lo, c->hi, c->seen, c->a, c->b,
                     c->program);
    }
}

// The mean value form: too wide by the square of the width.
static void ranges_shrink_fast(void **state)
{
    // x - sin(x) + cos(3 x) at its minimum and beside it
    static const char program[] =
        "%0 = var\n%1 = sin %0\n%2 = sub %0 %1\n%3 = const 3\n%4 = mul %0 %3\n"
        "%5 = cos %4\n%6 = add %2 %5\nret %6\n";

    (void)state;
    for (double w = 0x1p-4; w > 0x1p-20; w /= 2) {
        const double m = 0.9937; // close to it
        const jf_range r = range_of(program, m - w, m + w);
        const jf_range at = range_of(program, m, m);
        assert_true(r.lo > at.lo - 20 * (w * w + w * 0.01));
        assert_true(r.hi < at.hi + 20 * (w * w + w * 0.01));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_of_arithmetic),
        cmocka_unit_test(programs_of_functions),
        cmocka_unit_test(tidied_programs),
        cmocka_unit_test(every_operation),
        cmocka_unit_test(kernels_lie_within),
        cmocka_unit_test(modified_lie_within),
        cmocka_unit_test(steps_jump),
        cmocka_unit_test(remainders_jump),
        cmocka_unit_test(bessel_zeros_far_out),
        cmocka_unit_test(ranges_are_tight),
        cmocka_unit_test(ranges_shrink_fast),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
