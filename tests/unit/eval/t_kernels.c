/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kernel of each instruction set that this CPU offers, bit for bit
 * against the generic one, which is run for one value at a time: whatever the
 * value, the lane it stands in, and its neighbours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/hard.h"
#include "base/cpu.h"
#include "eval/kernels.h"
#include "eval/scalar.h"

enum { ROW = 304, GUARD = 8 };

static double coef[JF_POLY_DEGREE_MAX + 1];

// The truth: the generic kernel on one value.
static double one(jf_op op, const double *a, int ncoef)
{
    double d;
    const jf_kernel_args args = {
        .d = &d, .operand = {a, a + 1, a + 2}, .coef = coef, .ncoef = ncoef};

    jf_kernels_of(JF_ISA_GENERIC)->op[op](1, &args);
    return d;
}

typedef struct rows {
    double operand[3][ROW], want[ROW];
    int ncoef;
} rows;

static void fill_rows(rows *r, jf_op op, dice *d)
{
    r->ncoef = 1 + pick(d, JF_POLY_DEGREE_MAX + 1);
    for (int i = 0; i < r->ncoef; i++)
        coef[i] = any_double(d);
    for (int i = 0; i < ROW; i++) {
        double a[3];
        for (int k = 0; k < 3; k++)
            a[k] = r->operand[k][i] = any_double(d);
        r->want[i] = one(op, a, r->ncoef);
    }
}

static void compare(const rows *r, jf_isa isa, jf_op op, size_t from, size_t n,
                    const double *got)
{
    for (size_t i = 0; i < n; i++)
        if (!same_bits(got[i], r->want[from + i]))
            fail_msg("%s %s, %d of %d: (%a, %a, %a) is %a, not %a",
                     jf_cpu_isa_text(isa), jf_op_text(op), (int)i, (int)n,
                     r->operand[0][from + i], r->operand[1][from + i],
                     r->operand[2][from + i], got[i], r->want[from + i]);
}

// `from` shifts each value through all lanes, and off the alignment.
static void run(const rows *r, jf_isa isa, jf_op op, size_t from, size_t n,
                double *d)
{
    const jf_kernel_args args = {
        .d = d,
        .operand = {r->operand[0] + from, r->operand[1] + from,
                    r->operand[2] + from},
        .coef = coef,
        .ncoef = r->ncoef,
    };

    jf_kernels_of(isa)->op[op](n, &args);
}

static void try_rows(const rows *r, jf_isa isa, jf_op op)
{
    double d[ROW + GUARD];

    for (size_t from = 0; from < JF_KERNEL_UNIT; from++)
        for (size_t n = 0; from + n <= ROW; n += from ? 296 : 8) {
            for (int i = 0; i < GUARD; i++)
                d[n + (size_t)i] = 1234.5;
            run(r, isa, op, from, n, d);
            compare(r, isa, op, from, n, d);
            for (int i = 0; i < GUARD; i++)
                assert_true(d[n + (size_t)i] == 1234.5); // untouched
        }
}

// The result may take the place of an operand.
static void try_in_place(const rows *r, jf_isa isa, jf_op op)
{
    for (int k = 0; k < jf_op_operands(op); k++) {
        rows copy = *r;
        run(&copy, isa, op, 0, ROW, copy.operand[k]);
        compare(r, isa, op, 0, ROW, copy.operand[k]);
    }
}

static bool offered(jf_isa isa)
{
    return jf_kernels_of(isa) && jf_cpu_offers(isa);
}

static bool is_leaf(jf_op op)
{
    return op == JF_OP_CONST || op == JF_OP_VAR;
}

static void kernels_give_the_bits_of_the_generic_ones(void **state)
{
    static rows r;
    dice d = {1};

    (void)state;
    for (int op = 0; op < JF_NOP; op++)
        for (int n = is_leaf((jf_op)op) ? 0 : effort(6); n > 0; n--) {
            fill_rows(&r, (jf_op)op, &d);
            for (int isa = 0; isa < JF_NISA; isa++)
                if (offered((jf_isa)isa)) {
                    try_rows(&r, (jf_isa)isa, (jf_op)op);
                    try_in_place(&r, (jf_isa)isa, (jf_op)op);
                }
        }
}

// Every special value with every other.
static void kernels_agree_on_special_values(void **state)
{
    static rows r;
    int row = 0;

    (void)state;
    r.ncoef = 1;
    for (int op = JF_OP_NEG; op < JF_NOP; op++)
        for (int i = 0; i < NSPECIAL * NSPECIAL; i++) {
            const double a[3] = {special_doubles[i % NSPECIAL],
                                 special_doubles[i / NSPECIAL],
                                 special_doubles[(i * 7 + 3) % NSPECIAL]};
            for (int k = 0; k < 3; k++)
                r.operand[k][row] = a[k];
            r.want[row] = one((jf_op)op, a, 1);
            if (++row < ROW && i + 1 < NSPECIAL * NSPECIAL)
                continue;
            for (int isa = 0; isa < JF_NISA; isa++)
                if (offered((jf_isa)isa))
                    try_in_place(&r, (jf_isa)isa, (jf_op)op);
            row = 0;
        }
}

// One number among NaN, infinities, subnormals: in each lane.
static void a_lane_does_not_depend_on_its_neighbours(void **state)
{
    static const double neighbours[] = {NAN,       INFINITY, -INFINITY,
                                        0x1p-1074, 1e308,    0.0};
    enum { WIDTH = 32 };
    dice d = {2};

    (void)state;
    for (int op = JF_OP_NEG; op < JF_NOP; op++)
        for (int i = 0; i < 6 * WIDTH; i++) {
            double operand[3][WIDTH], got[WIDTH];
            double a[3];
            for (int k = 0; k < 3; k++) {
                for (int j = 0; j < WIDTH; j++)
                    operand[k][j] = neighbours[i % 6];
                operand[k][i / 6] = a[k] = uniform(&d, 0.1, 3);
            }
            coef[0] = 3;
            coef[1] = -2;
            const double want = one((jf_op)op, a, 2);
            for (int isa = 0; isa < JF_NISA; isa++) {
                const jf_kernel_args args = {
                    .d = got,
                    .operand = {operand[0], operand[1], operand[2]},
                    .coef = coef,
                    .ncoef = 2};
                if (!offered((jf_isa)isa))
                    continue;
                jf_kernels_of((jf_isa)isa)->op[op](WIDTH, &args);
                assert_true(same_bits(got[i / 6], want));
            }
        }
}

// ---- quotients and roots, which one instruction set makes by other means

// Rows in which all is in range, or one operand is not.
static void fill_quotients(rows *r, jf_op op, dice *d)
{
    for (int i = 0; i < ROW; i++) {
        double a[3] = {0};
        hard_quotient(d, &a[0], &a[1]);
        if (op == JF_OP_RECIP)
            a[0] = pick(d, 2) ? a[1] : in_range(d);
        if (pick(d, 300) == 0)
            a[pick(d, 2)] = any_double(d);
        for (int k = 0; k < 3; k++)
            r->operand[k][i] = a[k];
        r->want[i] = op == JF_OP_RECIP ? 1 / a[0] : a[0] / a[1];
    }
}

static void quotients_are_correctly_rounded(void **state)
{
    static rows r;
    dice d = {3};
    double got[ROW];

    (void)state;
    for (int n = effort(6000); n > 0; n--) {
        const jf_op op = n % 2 ? JF_OP_DIV : JF_OP_RECIP;
        fill_quotients(&r, op, &d);
        for (int isa = 0; isa < JF_NISA; isa++)
            if (offered((jf_isa)isa)) {
                run(&r, (jf_isa)isa, op, 0, ROW, got);
                compare(&r, (jf_isa)isa, op, 0, ROW, got);
            }
    }
}

// Some rows with an operand that the method cannot do.
static void fill_roots(rows *r, dice *d)
{
    const bool some = pick(d, 2);

    for (int i = 0; i < ROW; i++) {
        const double a =
            some && pick(d, 200) == 0 ? any_double(d) : hard_root(d);
        r->operand[0][i] = r->operand[1][i] = r->operand[2][i] = a;
        r->want[i] = sqrt(a);
    }
}

static void roots_are_correctly_rounded(void **state)
{
    static rows r;
    dice d = {4};
    double got[ROW];

    (void)state;
    for (int n = effort(3000); n > 0; n--) {
        fill_roots(&r, &d);
        for (int isa = 0; isa < JF_NISA; isa++)
            if (offered((jf_isa)isa)) {
                run(&r, (jf_isa)isa, JF_OP_SQRT, 0, ROW, got);
                compare(&r, (jf_isa)isa, JF_OP_SQRT, 0, ROW, got);
            }
    }
}

static void tables_are_complete(void **state)
{
    (void)state;
    assert_true(jf_cpu_offers(JF_ISA_GENERIC));
    for (int isa = 0; isa < JF_NISA; isa++)
        for (int op = 0; op < JF_NOP && offered((jf_isa)isa); op++)
            assert_int_equal(jf_kernels_of((jf_isa)isa)->op[op] == NULL,
                             is_leaf((jf_op)op));
    assert_non_null(jf_kernels_of(jf_cpu_isa()));
}

// ---- the arithmetic itself, on the generic kernels

static const struct {
    jf_op op;
    double a, b, c, value;
} facts[] = {
    {JF_OP_NEG, 0.0, 0, 0, -0.0},
    {JF_OP_ABS, -0.0, 0, 0, 0.0},
    {JF_OP_SQRT, -0.0, 0, 0, -0.0},
    {JF_OP_SQRT, -1, 0, 0, NAN},
    {JF_OP_FLOOR, -0.5, 0, 0, -1},
    {JF_OP_CEIL, -0.5, 0, 0, -0.0},
    {JF_OP_TRUNC, -1.5, 0, 0, -1},
    {JF_OP_RINT, 0.5, 0, 0, 0},
    {JF_OP_RINT, 1.5, 0, 0, 2},
    {JF_OP_RINT, 2.5, 0, 0, 2},
    {JF_OP_RINT, -0.5, 0, 0, -0.0},
    {JF_OP_RINT, -2.5, 0, 0, -2},
    {JF_OP_RINT, 0x1.fffffffffffffp-2, 0, 0, 0},
    {JF_OP_RINT, 0x1p52 + 1, 0, 0, 0x1p52 + 1},
    {JF_OP_SIGN, -0.0, 0, 0, -0.0},
    {JF_OP_SIGN, 0x1p-1074, 0, 0, 1},
    {JF_OP_SIGN, -INFINITY, 0, 0, -1},
    {JF_OP_SIGN, NAN, 0, 0, NAN},
    {JF_OP_ADD, -0.0, 0.0, 0, 0.0},
    {JF_OP_SUB, INFINITY, INFINITY, 0, NAN},
    {JF_OP_MUL, 0x1p-1074, 0.5, 0, 0},
    {JF_OP_MUL, 0x1.8p-1074, 1, 0, 0x1p-1073},
    {JF_OP_DIV, 1, -0.0, 0, -INFINITY},
    {JF_OP_MIN, 0.0, -0.0, 0, 0.0},
    {JF_OP_MIN, -0.0, 0.0, 0, -0.0},
    {JF_OP_MIN, 2, 1, 0, 1},
    {JF_OP_MIN, NAN, 1, 0, NAN},
    {JF_OP_MIN, 1, NAN, 0, NAN},
    {JF_OP_MAX, 2, 1, 0, 2},
    {JF_OP_MAX, NAN, 1, 0, NAN},
    {JF_OP_MAX, 1, NAN, 0, NAN},
    {JF_OP_COPYSIGN, 3, -0.0, 0, -3},
    {JF_OP_COPYSIGN, NAN, -1, 0, NAN},
    {JF_OP_COPYSIGN, 3, NAN, 0, NAN},
    {JF_OP_LT, -0.0, 0.0, 0, 0},
    {JF_OP_LT, NAN, 1, 0, NAN},
    {JF_OP_LE, -0.0, 0.0, 0, 1},
    {JF_OP_LE, NAN, NAN, 0, NAN},
    {JF_OP_EQ, -0.0, 0.0, 0, 1},
    {JF_OP_EQ, NAN, NAN, 0, NAN},
    {JF_OP_NE, 1, NAN, 0, NAN},
    {JF_OP_NE, 1, 1, 0, 0},
    {JF_OP_FMA, 1 + 0x1p-52, 1 - 0x1p-52, -1, -0x1p-104},
    {JF_OP_FMS, 1 + 0x1p-52, 1 - 0x1p-52, 1, -0x1p-104},
    {JF_OP_FNMA, 1 + 0x1p-52, 1 - 0x1p-52, 1, 0x1p-104},
    {JF_OP_FNMA, 0, 1, -0.0, -0.0},
    {JF_OP_SELECT, 0, 1, 2, 2},
    {JF_OP_SELECT, -0.0, 1, 2, 2},
    {JF_OP_SELECT, 0x1p-1074, 1, 2, 1},
    {JF_OP_SELECT, NAN, 1, 2, NAN},
    {JF_OP_ULP, 1, 0, 0, 0x1p-52},
    {JF_OP_ULP, 0, 0, 0, 0x1p-1074},
    {JF_OP_ULP, -0x1p-1022, 0, 0, 0x1p-1074},
    {JF_OP_ULP, 0x1.fffffffffffffp+1023, 0, 0, 0x1p971},
    {JF_OP_ULP, -INFINITY, 0, 0, INFINITY},
    {JF_OP_NEXTAFTER, 0, 1, 0, 0x1p-1074},
    {JF_OP_NEXTAFTER, 1, 0, 0, 1 - 0x1p-53},
    {JF_OP_NEXTAFTER, 0.0, -0.0, 0, -0.0},
    {JF_OP_REMAINDER, 0x1.8p-905, 0x1p-1074, 0, 0},
    {JF_OP_REMAINDER, -0x1.8p-905, 0x1p-1074, 0, -0.0},
    {JF_OP_REMAINDER, -0x1.bcf78579c301cp-863, 0x1p-1022, 0, -0.0},
    {JF_OP_POW, -8, 0x1.5555555555555p-2, 0, NAN},
    {JF_OP_POW, -2, 3, 0, -8},
    {JF_OP_ATAN2, 0.0, -1, 0, 0x1.921fb54442d18p+1},
    {JF_OP_ATAN2, -0.0, -1, 0, -0x1.921fb54442d18p+1},
    {JF_OP_GAMMA, 0, 0, 0, INFINITY},
    {JF_OP_GAMMA, -3, 0, 0, NAN},
    {JF_OP_GAMMA, 5, 0, 0, 24},
    {JF_OP_LGAMMA, -3, 0, 0, INFINITY},
    {JF_OP_EXP10, 3, 0, 0, 1000},
};

static void facts_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const double got =
            jf_kernel_scalar(facts[i].op, facts[i].a, facts[i].b, facts[i].c);
        if (!same_bits(got, facts[i].value))
            fail_msg("%s %a %a %a is %a, not %a", jf_op_text(facts[i].op),
                     facts[i].a, facts[i].b, facts[i].c, got, facts[i].value);
    }
}

// Written anew, because C libraries were seen to differ.
static void neighbours_are_those_of_the_library(void **state)
{
    dice d = {7};

    (void)state;
    for (int i = 0; i < effort(100000); i++) {
        const double x = any_double(&d), y = any_double(&d);
        assert_true(same_bits(jf_scalar_nextafter(x, y), nextafter(x, y)));
        const double up = nextafter(fabs(x), HUGE_VAL);
        if (isfinite(up))
            assert_true(jf_scalar_ulp(x) == up - fabs(x));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_complete),
        cmocka_unit_test(facts_hold),
        cmocka_unit_test(neighbours_are_those_of_the_library),
        cmocka_unit_test(kernels_give_the_bits_of_the_generic_ones),
        cmocka_unit_test(quotients_are_correctly_rounded),
        cmocka_unit_test(roots_are_correctly_rounded),
        cmocka_unit_test(kernels_agree_on_special_values),
        cmocka_unit_test(a_lane_does_not_depend_on_its_neighbours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
