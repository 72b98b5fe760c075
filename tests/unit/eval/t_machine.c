/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code and machine: random programs on every instruction set, bit for bit
 * against the program run one value and one operation at a time; every number
 * of abscissae; registers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/program.h"
#include "base/fma.h"
#include "eval/program.h"

enum { SIZE = 400, MOST = 2 * JF_BLOCK + 90 };

static bool offered(jf_isa isa)
{
    return jf_kernels_of(isa) && jf_cpu_offers(isa);
}

static jf_machine *start(const jf_ir *ir, jf_isa isa, jf_code **code)
{
    assert_int_equal(jf_code_compile(ir, isa, code), JF_OK);
    jf_machine *const machine = jf_machine_new(*code);
    assert_non_null(machine);
    return machine;
}

static void stop(jf_machine *machine, jf_code *code)
{
    jf_machine_free(machine);
    jf_code_free(code);
}

static jf_ir read_program(const char *text)
{
    jf_ir ir;
    int line;

    assert_int_equal(jf_ir_read(&ir, text, &line), JF_OK);
    return ir;
}

// Runs n of x; x stays, and y beyond n.
static void check_run(jf_machine *machine, const jf_ir *ir, size_t n,
                      const double *x)
{
    double copy[MOST + 8], y[MOST + 8], value[SIZE];

    assert_in_range(n, 0, MOST);
    for (size_t i = 0; i < MOST + 8; i++)
        y[i] = 1234.5;
    memcpy(copy, x, n * sizeof *x);
    jf_machine_run(machine, n, x, y);
    assert_memory_equal(copy, x, n * sizeof *x);
    for (size_t i = 0; i < n; i++) {
        const double want = run_program(ir, x[i], value);
        if (!same_bits(y[i], want))
            fail_msg("%d of %d: f(%a) is %a, not %a", (int)i, (int)n, x[i],
                     y[i], want);
    }
    for (size_t i = n; i < n + 8; i++)
        assert_true(y[i] == 1234.5); // untouched
}

static void check_program(const jf_ir *ir, size_t n, const double *x)
{
    for (int isa = 0; isa < JF_NISA; isa++) {
        jf_code *code;
        if (!offered((jf_isa)isa))
            continue;
        jf_machine *const machine = start(ir, (jf_isa)isa, &code);
        check_run(machine, ir, n, x);
        check_run(machine, ir, n, x); // constants have stayed
        stop(machine, code);
    }
}

static void random_programs(jf_op end, bool optimised, uint64_t seed)
{
    dice d = {seed};
    double x[MOST];

    for (int round = effort(250); round > 0; round--) {
        const size_t n = 1 + (size_t)pick(&d, pick(&d, 4) ? 40 : MOST);
        jf_ir ir;
        random_program(&ir, &d, 1 + pick(&d, 120), end);
        if (optimised)
            assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
        for (size_t i = 0; i < n; i++)
            x[i] = any_double(&d);
        check_program(&ir, n, x);
        jf_ir_clear(&ir);
    }
}

static void machines_do_what_programs_say(void **state)
{
    (void)state;
    random_programs(JF_OP_SIN, false, 1);
    random_programs(JF_OP_SIN, true, 2);
    random_programs(JF_OP_ZETA, false, 3);
    random_programs(JF_OP_ZETA, true, 4);
}

// The lanes after three blocks, value by value; a product is added by fma.
static void sum_up(const jf_ir *ir, const double *start, double step,
                   jf_lanes *lanes)
{
    const jf_ins *const last = &ir->ins[ir->result];
    double value[SIZE];

    for (int i = 0; i < 3 * JF_BLOCK; i++) {
        const int k = i % JF_BLOCK;
        double *const part =
            &lanes->part[k / JF_LANES_HALF * JF_LANES + k % JF_LANES];
        const double y =
            run_program(ir, jf_fma(k, step, start[i / JF_BLOCK]), value);
        *part = last->op == JF_OP_MUL ? jf_fma(value[last->operand[0]],
                                               value[last->operand[1]], *part)
                                      : *part + y;
    }
}

static void sweep_and_compare(jf_machine *machine, const char *who,
                              const double *start_of, double step,
                              const jf_lanes *want)
{
    jf_lanes got = {{0}, {0}, {0}, {0}};

    jf_machine_sweep(machine, 2, start_of, step, &got);
    jf_machine_sweep(machine, 1, start_of + 2, step, &got);
    for (int i = 0; i < JF_LANES_PARTS; i++)
        if (!same_bits(got.part[i], want->part[i]))
            fail_msg("%s, lane %d: %a, not %a", who, i, got.part[i],
                     want->part[i]);
}

// By the machine, and by native code where there is some.
static void check_sweep(const jf_ir *ir, jf_isa isa, dice *d)
{
    const double any = any_double(d);
    const double start_of[3] = {isnan(any) ? 1 : any, uniform(d, -2, 2), 0};
    const double step = uniform(d, 0, 1) * ldexp(1, -pick(d, 30));
    jf_lanes want = {{0}, {0}, {0}, {0}};
    jf_code *code;
    jf_machine *const machine = start(ir, isa, &code);

    sum_up(ir, start_of, step, &want);
    sweep_and_compare(machine, jf_cpu_isa_text(isa), start_of, step, &want);
    jf_code_prepare(code, INT64_MAX);
    jf_machine *const prepared = jf_machine_new(code);
    assert_non_null(prepared);
    sweep_and_compare(prepared, "native", start_of, step, &want);
    jf_machine_free(prepared);
    stop(machine, code);
}

// Short programs, too: they are what superinstructions are for.
static void sweeps_are_runs_and_sums(void **state)
{
    dice d = {6};

    (void)state;
    for (int round = effort(600); round > 0; round--) {
        jf_ir ir;
        random_program(&ir, &d, 1 + pick(&d, pick(&d, 2) ? 4 : 40),
                       pick(&d, 4) ? JF_OP_SIN : JF_OP_ZETA);
        if (pick(&d, 2))
            assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
        for (int isa = 0; isa < JF_NISA; isa++)
            if (offered((jf_isa)isa))
                check_sweep(&ir, (jf_isa)isa, &d);
        jf_ir_clear(&ir);
    }
}

static void sines_and_cosines_of_one_value(void **state)
{
    static const char *const texts[] = {
        "%0 = var\n%1 = sin %0\n%2 = cos %0\n%3 = sub %1 %2\nret %3\n",
        "%0 = var\n%1 = cos %0\n%2 = sin %0\n%3 = sub %1 %2\nret %3\n",
        "%0 = var\n%1 = cos %0\n%2 = mul %1 %1\n%3 = sin %0\nret %3\n",
        "%0 = var\n%1 = exp %0\n%2 = sin %1\n%3 = cos %1\n%4 = exp %3\n"
        "%5 = sin %4\n%6 = cos %4\n%7 = fma %2 %5 %6\nret %7\n",
        "%0 = var\n%1 = sin %0\n%2 = sin %0\n%3 = cos %0\n%4 = sin %0\n"
        "%5 = fma %1 %2 %4\n%6 = cos %0\n%7 = fma %5 %3 %6\nret %7\n",
    };
    dice d = {7};
    double x[MOST];

    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        jf_ir ir = read_program(texts[t]);
        for (int i = 0; i < MOST; i++)
            x[i] = i % 3 ? uniform(&d, -9, 9) : any_double(&d);
        check_program(&ir, MOST, x);
        for (int i = 0; i < MOST; i++)
            x[i] = 0.5 + i * 0x1p-14;
        check_program(&ir, MOST, x);
        for (int isa = 0; isa < JF_NISA; isa++)
            if (offered((jf_isa)isa))
                check_sweep(&ir, (jf_isa)isa, &d);
        jf_ir_clear(&ir);
    }
}

// Between neighbours that are no numbers, at any alignment.
static void every_number_of_abscissae(void **state)
{
    double x[MOST + 8];
    dice d = {5};

    (void)state;
    for (int i = 0; i < MOST + 8; i++)
        x[i] = i % 3 ? uniform(&d, -9, 9) : special_doubles[i % NSPECIAL];
    for (int isa = 0; isa < JF_NISA; isa++) {
        jf_ir ir = read_program("%0 = var\n%1 = exp %0\n%2 = const 0.1\n"
                                "%3 = fma %0 %1 %2\n%4 = poly %3 : 1 2 3\n"
                                "%5 = div %1 %4\nret %5\n");
        jf_code *code;
        if (offered((jf_isa)isa)) {
            jf_machine *const machine = start(&ir, (jf_isa)isa, &code);
            for (size_t n = 0; n <= 300; n++)
                check_run(machine, &ir, n, x + n % 8);
            for (size_t n = 2 * JF_BLOCK - 9; n <= 2 * JF_BLOCK + 9; n++)
                check_run(machine, &ir, n, x + n % 8);
            stop(machine, code);
        }
        jf_ir_clear(&ir);
    }
}

// The result is the variable, a constant, a value in use, not the last.
static void results_of_every_kind(void **state)
{
    static const char *const texts[] = {
        "%0 = var\nret %0\n",
        "%0 = const -0\nret %0\n",
        "%0 = var\n%1 = const nan\n%2 = sin %0\nret %1\n",
        "%0 = var\n%1 = sin %0\n%2 = cos %1\nret %0\n",
        "%0 = var\n%1 = sin %0\n%2 = cos %1\n%3 = exp %2\nret %1\n",
        "%0 = var\n%1 = mul %0 %0\nret %1\n",
        "%0 = var\n%1 = sin %0\n%2 = fma %1 %1 %1\nret %2\n",
        "%0 = var\n%1 = var\n%2 = sub %1 %0\nret %2\n",
        ("%0 = var\n%1 = sin %0\n%2 = select %0 %1 %0\n%3 = add %2 %1\n"
         "ret %3\n"),
    };
    double x[JF_BLOCK + 3];

    (void)state;
    for (int i = 0; i < JF_BLOCK + 3; i++)
        x[i] = special_doubles[i % NSPECIAL];
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        jf_ir ir = read_program(texts[k]);
        for (size_t n = 1; n <= JF_BLOCK + 3; n += 17)
            check_program(&ir, n, x);
        jf_ir_clear(&ir);
    }
}

static int registers_of(const jf_ir *ir)
{
    jf_code *code;

    assert_int_equal(jf_code_compile(ir, JF_ISA_GENERIC, &code), JF_OK);
    const int n = jf_code_nregister(code);
    jf_code_free(code);
    return n;
}

// A chain needs one register; its last value goes to y at once.
static void registers_are_used_again(void **state)
{
    jf_ir ir = {0};
    jf_ref r = jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);

    (void)state;
    for (int i = 0; i < 50; i++)
        r = ir.result = jf_ir_add(&ir, JF_OP_SIN, r, 0, 0);
    assert_int_equal(registers_of(&ir), 1);
    for (int i = 0; i < 50; i++)
        r = ir.result = jf_ir_add(&ir, JF_OP_MUL, r, r, 0);
    assert_int_equal(registers_of(&ir), 1);
    jf_ir_clear(&ir);
}

// n values, then their sum: all live at once, in two orders.
static void many_live_values(void **state)
{
    double x[40];

    (void)state;
    for (int i = 0; i < 40; i++)
        x[i] = 0.05 * i;
    for (int n = 1; n <= 80; n++)
        for (int order = 0; order < 2; order++) {
            jf_ir ir = {0};
            jf_ref v[80], sum;
            jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
            for (int i = 0; i < n; i++)
                v[i] = jf_ir_poly(&ir, 0, 2, (double[2]){i + 1, i});
            sum = v[order ? n - 1 : 0];
            for (int i = 1; i < n; i++)
                sum =
                    jf_ir_add(&ir, JF_OP_SUB, sum, v[order ? n - 1 - i : i], 0);
            ir.result = sum;
            check_program(&ir, 40, x);
            assert_in_range(registers_of(&ir), n - 1, n);
            jf_ir_clear(&ir);
        }
}

static void polynomials_of_every_degree(void **state)
{
    double x[83], coef[JF_POLY_DEGREE_MAX + 1];
    dice d = {6};

    (void)state;
    for (int degree = 0; degree <= JF_POLY_DEGREE_MAX; degree++) {
        jf_ir ir = {0};
        jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
        for (int k = 0; k <= degree; k++)
            coef[k] = uniform(&d, -2, 2);
        for (int i = 0; i < 83; i++)
            x[i] = i % 9 == 8 ? any_double(&d) : uniform(&d, -1.5, 1.5);
        ir.result = jf_ir_poly(&ir, 0, degree + 1, coef);
        check_program(&ir, 83, x);
        jf_ir_clear(&ir);
    }
}

// Two machines share the code; one's run is not seen by the other.
static void machines_are_independent(void **state)
{
    jf_ir ir = read_program("%0 = var\n%1 = const 3\n%2 = add %0 %1\n"
                            "%3 = mul %2 %0\nret %3\n");
    double x[JF_BLOCK], y[JF_BLOCK], z[JF_BLOCK];
    jf_code *code;

    (void)state;
    jf_machine *const a = start(&ir, jf_cpu_isa(), &code);
    jf_machine *const b = jf_machine_new(code);
    assert_non_null(b);
    jf_ir_clear(&ir); // the code takes nothing of it
    for (int i = 0; i < JF_BLOCK; i++)
        x[i] = i;
    jf_machine_run(a, JF_BLOCK, x, y);
    jf_machine_run(b, 3, x, z);
    jf_machine_free(a);
    jf_machine_run(b, JF_BLOCK, x, z);
    assert_memory_equal(y, z, sizeof y);
    assert_true(z[5] == 40); // exact
    stop(b, code);
    jf_code_free(NULL);
    jf_machine_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines_do_what_programs_say),
        cmocka_unit_test(sweeps_are_runs_and_sums),
        cmocka_unit_test(sines_and_cosines_of_one_value),
        cmocka_unit_test(every_number_of_abscissae),
        cmocka_unit_test(results_of_every_kind),
        cmocka_unit_test(registers_are_used_again),
        cmocka_unit_test(many_live_values),
        cmocka_unit_test(polynomials_of_every_degree),
        cmocka_unit_test(machines_are_independent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
