/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds of Taylor coefficients hold: those of random programs and of single
 * functions, at random points of random intervals, by differences of MPFR's
 * values with 1900 bits.  And they are as tight as a proof needs. */
#define EXACTLY_BITS 1900
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "../support/exactly.h"
#include "../support/program.h"
#include "sight/taylor.h"

enum { N = JF_TAYLOR, STEP = -80 };

static char text[1 << 16];

static void any_interval(dice *d, double *a, double *b)
{
    *a = pick(d, 4) ? uniform(d, -6, 6) : ldexp(uniform(d, -1, 1), pick(d, 20));
    *b = *a + fmax(fabs(*a), 1e-3) * ldexp(1, -pick(d, 12));
}

// |f^(k)(x)|/k!, k = 0 .. N, by forward differences with a step that is small
// beside the double-precision bounds, and large beside 2^-1900.
static bool coefficients(const jf_ir *ir, double x, exactly *e, double *coef)
{
    mpfr_t at, value[N + 1];
    bool all = true;

    mpfr_init2(at, EXACTLY_BITS);
    for (int i = 0; i <= N; i++) {
        mpfr_init2(value[i], EXACTLY_BITS);
        mpfr_set_d(at, i, MPFR_RNDN);
        mpfr_mul_2si(at, at, STEP, MPFR_RNDN);
        mpfr_add_d(at, at, x, MPFR_RNDN);
        all = all && exactly_run(ir, at, e) == KNOWN;
        mpfr_set(value[i], e->value[ir->result], MPFR_RNDN);
    }
    for (int k = 0; k <= N; k++) {
        coef[k] = fabs(mpfr_get_d(value[0], MPFR_RNDN));
        for (int i = 0; i + k < N; i++) {
            mpfr_sub(value[i], value[i + 1], value[i], MPFR_RNDN);
            mpfr_mul_2si(value[i], value[i], -STEP, MPFR_RNDN);
            mpfr_div_ui(value[i], value[i], (unsigned long)k + 1, MPFR_RNDN);
        }
    }
    for (int i = 0; i <= N; i++)
        mpfr_clear(value[i]);
    mpfr_clear(at);
    return all;
}

// The differences err by N steps of the next coefficient, and by 1900 bits.
static void check_point(const jf_ir *ir, double a, double b, double x,
                        const double *bound, exactly *e)
{
    double coef[N + 1];

    if (!coefficients(ir, x, e, coef))
        return;
    double unit = 1;
    for (int k = 0; k <= N; k++, unit *= b / 2 - a / 2)
        if (coef[k] > bound[k] / unit * (1 + 0x1p-20) + 1e-60) {
            jf_ir_print(ir, text, sizeof text);
            fail_msg("order %d at %.17g: %g, bound %g over %.17g %.17g\n%s", k,
                     x, coef[k], bound[k], a, b, text);
        }
}

// Returns how many of n random intervals had bounds.
static int check_program(const jf_ir *ir, dice *d, int n)
{
    double bound[N + 1], rounding;
    int bounded = 0;
    exactly e;

    exactly_init(&e, ir->nins);
    for (int i = 0; i < n; i++) {
        double a, b;
        any_interval(d, &a, &b);
        if (!jf_sight_taylor(ir, a, b, false, bound, &rounding) ||
            !(bound[N] < HUGE_VAL))
            continue;
        bounded++;
        for (int k = 0; k < 2; k++)
            check_point(ir, a, b, uniform(d, a, b), bound, &e);
    }
    exactly_clear(&e);
    return bounded;
}

static void random_programs(void **state)
{
    dice d = {31};
    int bounded = 0;

    (void)state;
    for (int i = effort(1500); i > 0; i--) {
        jf_ir ir;
        random_program(&ir, &d, 3 + pick(&d, 9), JF_OP_ERF);
        bounded += check_program(&ir, &d, 2);
        jf_ir_clear(&ir);
    }
    assert_true(bounded > effort(1500) / 4);
}

// op(x) and op(3 x - x^2/2), or with a constant.
static void single(jf_ir *ir, jf_op op, dice *d)
{
    static const double usual[] = {0.5, -1.5, 2, -3, 1.0 / 3, 7};
    const double k = op == JF_OP_JN ? pick(d, 5) : usual[pick(d, 6)];

    *ir = (jf_ir){0};
    jf_ref x = jf_ir_add(ir, JF_OP_VAR, 0, 0, 0);
    if (pick(d, 2)) {
        const jf_ref half = jf_ir_const(ir, 0.5), three = jf_ir_const(ir, 3);
        const jf_ref square = jf_ir_add(ir, JF_OP_MUL, x, x, 0);
        const jf_ref less = jf_ir_add(ir, JF_OP_MUL, square, half, 0);
        x = jf_ir_add(ir, JF_OP_SUB, jf_ir_add(ir, JF_OP_MUL, x, three, 0),
                      less, 0);
    }
    const jf_ref c = jf_ir_const(ir, k);
    const bool turned = op == JF_OP_JN || pick(d, 4) == 0;
    ir->result = jf_ir_add(ir, op, turned && jf_op_operands(op) == 2 ? c : x,
                           turned ? x : c, x);
}

static void every_function(void **state)
{
    dice d = {32};

    (void)state;
    for (jf_op op = JF_OP_NEG; op < JF_NOP; op++) {
        if (op == JF_OP_POLY || op == JF_OP_BETA || op == JF_OP_NEXTAFTER)
            continue;
        for (int i = effort(op < JF_OP_ERF ? 60 : 12); i > 0; i--) {
            jf_ir ir;
            single(&ir, op, &d);
            check_program(&ir, &d, 2);
            jf_ir_clear(&ir);
        }
    }
}

// Si' = sin(x)/x, and so on: what MPFR has not, by its slope, which it has.
static void integrals(void **state)
{
    static const struct {
        jf_op op, wave;
        bool over; // divided by x; else of pi/2 x^2
    } rows[] = {{JF_OP_SI, JF_OP_SIN, true},
                {JF_OP_CI, JF_OP_COS, true},
                {JF_OP_EI, JF_OP_EXP, true},
                {JF_OP_FRESNEL_S, JF_OP_SIN, false},
                {JF_OP_FRESNEL_C, JF_OP_COS, false}};
    dice d = {33};

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int i = effort(40); i > 0; i--) {
            double bound[N + 1], shifted[N + 1] = {0}, rounding, a, b;
            jf_ir whole = {0}, slope = {0};
            exactly e;
            jf_ir_add(&whole, JF_OP_VAR, 0, 0, 0);
            whole.result = jf_ir_add(&whole, rows[k].op, 0, 0, 0);
            const jf_ref x = jf_ir_add(&slope, JF_OP_VAR, 0, 0, 0);
            const jf_ref u = jf_ir_add(&slope, JF_OP_MUL, x, x, 0);
            const jf_ref v =
                jf_ir_add(&slope, JF_OP_MUL, u,
                          jf_ir_const(&slope, 1.5707963267948966), 0);
            const jf_ref wave =
                jf_ir_add(&slope, rows[k].wave, rows[k].over ? x : v, 0, 0);
            slope.result =
                rows[k].over ? jf_ir_add(&slope, JF_OP_DIV, wave, x, 0) : wave;
            any_interval(&d, &a, &b);
            exactly_init(&e, slope.nins);
            if (jf_sight_taylor(&whole, a, b, false, bound, &rounding)) {
                for (int j = 1; j <= N; j++)
                    shifted[j - 1] = j * bound[j] / (b / 2 - a / 2);
                shifted[N] = HUGE_VAL;
                check_point(&slope, a, b, uniform(&d, a, b), shifted, &e);
            }
            exactly_clear(&e);
            jf_ir_clear(&whole);
            jf_ir_clear(&slope);
        }
}

static void read_program(const char *program, jf_ir *ir)
{
    int line;

    assert_int_equal(jf_ir_read(ir, program, &line), JF_OK);
}

// What is smooth is known to be, and tightly; what is not, is not.
static void examples(void **state)
{
    static const struct {
        const char *program;
        double a, b, most; // of the last coefficient, with its unit; 0: none
    } rows[] = {
        {"%0 = var\n%1 = exp %0\nret %1\n", 0, 1, 2.72 / 2.43e18 / 1048576},
        {"%0 = var\n%1 = sin %0\nret %1\n", -40, 40,
         1.01 / 2.43e18 * 0x1p60 * 9.6e13},
        {"%0 = var\n%1 = mul %0 %0\n%2 = neg %1\n%3 = exp %2\nret %3\n", 0, 0.5,
         1e-3},
        {"%0 = var\n%1 = sqrt %0\nret %1\n", 1, 2, 0.01},
        {"%0 = var\n%1 = sqrt %0\nret %1\n", 0, 2, 0},
        {"%0 = var\n%1 = abs %0\nret %1\n", -1, 1, 0},
        {"%0 = var\n%1 = abs %0\nret %1\n", 0, 1, 1e-280},
        {"%0 = var\n%1 = floor %0\nret %1\n", 0.1, 0.9, 1e-280},
        {"%0 = var\n%1 = floor %0\nret %1\n", 0.1, 1.9, 0},
        {"%0 = var\n%1 = const 1\n%2 = div %1 %0\nret %2\n", -1, 1, 0},
        {"%0 = var\n%1 = sin %0\n%2 = div %1 %0\nret %2\n", -1, 1, 1e-18},
        {"%0 = var\n%1 = zeta %0\nret %1\n", 2, 3, 0},
        // 1/(1 + e^x), 1/cosh(x)^2, x^3/(e^x - 1): far out they are nothing
        {"%0 = var\n%1 = exp %0\n%2 = const 1\n%3 = add %1 %2\n%4 = div %2 %3\n"
         "ret %4\n",
         700, 800, 1e-240},
        {"%0 = var\n%1 = cosh %0\n%2 = mul %1 %1\n%3 = const 1\n%4 = div %3 "
         "%2\n"
         "ret %4\n",
         400, 800, 1e-240},
        {"%0 = var\n%1 = exp %0\n%2 = const 1\n%3 = sub %1 %2\n%4 = mul %0 %0\n"
         "%5 = div %4 %3\nret %5\n",
         600, 800, 1e-200},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double bound[N + 1], rounding;
        jf_ir ir;
        read_program(rows[i].program, &ir);
        bool bounded =
            jf_sight_taylor(&ir, rows[i].a, rows[i].b, false, bound, &rounding);
        jf_ir_clear(&ir);
        bounded = bounded && bound[N] < HUGE_VAL;
        assert_int_equal(bounded, rows[i].most > 0);
        if (bounded && bound[N] > rows[i].most)
            fail_msg("row %zu: %g", i, bound[N]);
    }
}

// max(x, x + (x-1)(x-2)): ranges overlap right of 2, where it is x^2 - 2x + 2;
// floor(x^2 - x) is 2 from 2 to 2.3.
static void nothing_switches_between_marks(void **state)
{
    static const char corner[] = "%0 = var\n%1 = const 1\n%2 = const 2\n"
                                 "%3 = sub %0 %1\n%4 = sub %0 %2\n"
                                 "%5 = mul %3 %4\n%6 = add %0 %5\n"
                                 "%7 = max %0 %6\nret %7\n";
    static const char steps[] = "%0 = var\n%1 = mul %0 %0\n%2 = sub %1 %0\n"
                                "%3 = floor %2\nret %3\n";
    double bound[N + 1], rounding;
    jf_ir ir;

    (void)state;
    read_program(corner, &ir);
    assert_true(!jf_sight_taylor(&ir, 2, 3, false, bound, &rounding) ||
                bound[1] == HUGE_VAL);
    assert_true(jf_sight_taylor(&ir, 2, 3, true, bound, &rounding));
    assert_true(bound[0] >= 5 && bound[1] >= 4 * 0.5 && bound[2] >= 0.25);
    assert_true(bound[2] < 1 && bound[N] < 1e-100);
    jf_ir_clear(&ir);
    read_program(steps, &ir);
    assert_true(!jf_sight_taylor(&ir, 2, 2.3, false, bound, &rounding) ||
                bound[1] == HUGE_VAL);
    assert_true(jf_sight_taylor(&ir, 2, 2.3, true, bound, &rounding));
    assert_true(bound[0] >= 2 && bound[0] < 2.001 && bound[1] < 1e-100);
    jf_ir_clear(&ir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_programs),
        cmocka_unit_test(every_function),
        cmocka_unit_test(integrals),
        cmocka_unit_test(examples),
        cmocka_unit_test(nothing_switches_between_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
