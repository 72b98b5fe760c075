/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native code against the register machine, bit for bit: random programs of
 * arithmetic and functions, with abscissae of every kind; operands that are
 * hard to round.  Without it, where the environment or the system says so: the
 * linker puts two functions below in the place of the system's (--wrap). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/environment.h"
#include "../support/hard.h"
#include "../support/program.h"
#include "base/os.h"
#include "eval/native/native.h"
#include "eval/program.h"

enum { BLOCKS = 4 };

static bool no_memory, no_seal; // what the system forbids

void *__real_jf_os_code_new(size_t size);
bool __real_jf_os_code_seal(void *code, size_t size);
void *__wrap_jf_os_code_new(size_t size);
bool __wrap_jf_os_code_seal(void *code, size_t size);

void *__wrap_jf_os_code_new(size_t size)
{
    return no_memory ? NULL : __real_jf_os_code_new(size);
}

bool __wrap_jf_os_code_seal(void *code, size_t size)
{
    return !no_seal && __real_jf_os_code_seal(code, size);
}

static const jf_isa isas[] = {JF_ISA_AVX2, JF_ISA_AVX512};
enum { NISA = sizeof isas / sizeof *isas };

static bool offered(jf_isa isa)
{
    return jf_kernels_of(isa) && jf_cpu_offers(isa);
}

typedef struct sweep {
    int nblock;
    double start[BLOCKS], step;
} sweep;

// What the register machine makes of it; sums begin at -0, whose sign shows.
static void run_machine(const jf_ir *ir, jf_isa isa, const sweep *s,
                        jf_lanes *lanes)
{
    jf_code *code;

    assert_int_equal(jf_code_compile(ir, isa, &code), JF_OK);
    jf_machine *const machine = jf_machine_new(code);
    assert_non_null(machine);
    jf_machine_sweep(machine, s->nblock, s->start, s->step, lanes);
    jf_machine_free(machine);
    jf_code_free(code);
}

static void clear(jf_lanes *lanes)
{
    *lanes = (jf_lanes){.part = {0}};
    for (int i = 0; i < JF_LANES_PARTS; i++)
        lanes->part[i] = -0.0;
}

static void compare(const jf_ir *ir, jf_isa isa, const sweep *s,
                    const jf_lanes *want, const jf_lanes *got)
{
    static char text[1 << 20];

    for (int i = 0; i < JF_LANES_PARTS; i++)
        if (!same_bits(got->part[i], want->part[i])) {
            jf_ir_print(ir, text, sizeof text);
            fail_msg("%s, lane %d of %d blocks from %a by %a: %a, not %a\n%s",
                     jf_cpu_isa_text(isa), i, s->nblock, s->start[0], s->step,
                     got->part[i], want->part[i], text);
        }
}

// Whether there is native code, which then gives the same sums.
static bool check_for(const jf_divider *divider, const jf_ir *ir, jf_isa isa,
                      int nsweep, const sweep *sweeps)
{
    jf_native *const native = jf_native_compile(ir, isa, divider);

    if (!native)
        return false;
    jf_native_frame *const frame = jf_native_frame_new(native);
    assert_non_null(frame);
    for (int i = 0; i < nsweep; i++) {
        jf_lanes want, got;
        clear(&want);
        clear(&got);
        run_machine(ir, isa, &sweeps[i], &want);
        jf_native_sweep(frame, sweeps[i].nblock, sweeps[i].start,
                        sweeps[i].step, &got);
        compare(ir, isa, &sweeps[i], &want, &got);
    }
    jf_native_frame_free(frame);
    jf_native_free(native);
    return true;
}

// For one divider after the other: so slow that Newton's method is used
// throughout, one that takes its share, one that takes all; whatever this CPU's
// is like.
static bool check(const jf_ir *ir, jf_isa isa, int nsweep, const sweep *sweeps)
{
    static const jf_divider dividers[] = {{1000, 1000, 1}, {16, 24, 3}, {0}};
    static int turn;

    return check_for(&dividers[turn++ % 3], ir, isa, nsweep, sweeps);
}

static double no_nan(dice *d)
{
    const double x = any_double(d);

    return isnan(x) ? -0.25 : x;
}

// No abscissa is NaN.  One value throughout, ranges that people ask for, or
// anything.
static void any_sweep(dice *d, sweep *s)
{
    const int kind = pick(d, 3);

    s->nblock = 1 + pick(d, BLOCKS);
    s->step = kind == 0   ? -0.0
              : kind == 1 ? ldexp(uniform(d, 0, 1), -pick(d, 30))
                          : no_nan(d);
    if (isinf(s->step))
        s->step = 0x1p1023;
    for (int i = 0; i < BLOCKS; i++)
        s->start[i] = kind == 1 ? uniform(d, -3, 3) : no_nan(d);
}

static void random_programs(jf_op end, bool optimised, int most, uint64_t seed)
{
    enum { NSWEEP = 12 };
    dice d = {seed};
    int nprogram = 0, nnative = 0;

    for (int round = effort(300); round > 0; round--) {
        sweep sweeps[NSWEEP];
        jf_ir ir;
        random_program(&ir, &d, 1 + pick(&d, most), end);
        if (optimised)
            assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
        for (int i = 0; i < NSWEEP; i++)
            any_sweep(&d, &sweeps[i]);
        for (int i = 0; i < NISA; i++)
            if (offered(isas[i])) {
                nprogram++;
                nnative += check(&ir, isas[i], NSWEEP, sweeps);
            }
        jf_ir_clear(&ir);
    }
    assert_true(nnative * 100 >= nprogram * 95); // long programs have none
}

static void native_code_does_what_the_machine_does(void **state)
{
    (void)state;
    random_programs(JF_OP_SIN, false, 12, 1);
    random_programs(JF_OP_SIN, true, 40, 2);
    random_programs(JF_OP_SIN, false, 120, 3);
}

static void kernels_are_called_between(void **state)
{
    (void)state;
    random_programs(JF_OP_ZETA, false, 20, 4);
    random_programs(JF_OP_ZETA, true, 60, 5);
    random_programs(JF_OP_NEXTAFTER, true, 30, 6);
}

// The whole sweep has one abscissa: Newton's vectors and the divider's have it.
static void check_point(const char *text, double x)
{
    const sweep s = {.nblock = 1, .start = {x}, .step = -0.0};
    jf_ir ir;
    int line;

    assert_int_equal(jf_ir_read(&ir, text, &line), JF_OK);
    for (int i = 0; i < 3 * NISA; i++) // for each divider
        if (offered(isas[i % NISA]))
            assert_true(check(&ir, isas[i % NISA], 1, &s));
    jf_ir_clear(&ir);
}

// Near the ends of the range, where a step would underflow or overflow.
static double extreme(dice *d)
{
    const double x = hard_significand(d);

    return ldexp(pick(d, 2) ? x : -x,
                 pick(d, 2) ? 1023 - pick(d, 4) : pick(d, 120) - 1074);
}

static void results_that_are_hard_to_round(void **state)
{
    char text[200];
    dice d = {7};

    (void)state;
    for (int i = effort(1000); i > 0; i--) {
        double a, b;
        hard_quotient(&d, &a, &b);
        if (i % 2)
            *(pick(&d, 2) ? &a : &b) = extreme(&d);
        check_point("%0 = var\n%1 = sqrt %0\nret %1\n",
                    i % 2 ? fabs(extreme(&d)) : hard_root(&d));
        check_point("%0 = var\n%1 = recip %0\nret %1\n", b);
        snprintf(text, sizeof text,
                 "%%0 = var\n%%1 = const %a\n%%2 = div %%1 %%0\nret %%2\n", a);
        check_point(text, b);
        snprintf(text, sizeof text,
                 "%%0 = var\n%%1 = const %a\n%%2 = div %%0 %%1\nret %%2\n", b);
        check_point(text, a);
    }
}

// Subnormal reciprocals next to the middle of two doubles: b times an odd
// number of half steps is 2^k - 1.
static void subnormal_reciprocals(void **state)
{
    static const double b[] = {
        0x1.7a6b0778d60c1p+1022,
        0x1.fc94266515bc9p+1022,
        0x1.0000000000001p+1023,
        0x1.8ed7746fdc14bp+1023,
    };

    (void)state;
    for (size_t i = 0; i < sizeof b / sizeof *b; i++)
        check_point("%0 = var\n%1 = recip %0\nret %1\n", b[i]);
}

// Vectors of four in turn have a and b, or others: each pair that shares a
// division holds both.
static void check_neighbours(const double *a, const double *b)
{
    static const char format[] =
        "%%0 = var\n%%1 = const 0.125\n%%2 = mul %%0 %%1\n%%3 = floor %%2\n"
        "%%4 = const -8\n%%5 = fma %%3 %%4 %%0\n%%6 = const 4\n"
        "%%7 = lt %%5 %%6\n%%8 = const %a\n%%9 = const %a\n"
        "%%10 = const %a\n%%11 = const %a\n%%12 = select %%7 %%8 %%9\n"
        "%%13 = select %%7 %%10 %%11\n%%14 = recip %%13\n"
        "%%15 = div %%12 %%13\n%%16 = abs %%12\n%%17 = sqrt %%16\nret %%%d\n";
    const sweep s = {.nblock = 1, .start = {0}, .step = 1};
    char text[1000];

    for (int result = 14; result <= 17; result++) {
        jf_ir ir;
        int line;
        snprintf(text, sizeof text, format, a[0], a[1], b[0], b[1], result);
        assert_int_equal(jf_ir_read(&ir, text, &line), JF_OK);
        for (int i = 0; i < NISA; i++)
            if (offered(isas[i]))
                assert_true(check(&ir, isas[i], 1, &s));
        jf_ir_clear(&ir);
    }
}

static void neighbours_do_not_matter(void **state)
{
    static const double odd[] = {0, -0.0, INFINITY, NAN, 0x1p-1074, 0x1p1023};
    dice d = {8};

    (void)state;
    for (int i = effort(300); i > 0; i--) {
        double a[2], b[2];
        hard_quotient(&d, &a[0], &b[0]);
        hard_quotient(&d, &a[1], &b[1]);
        if (i % 3 == 0)
            *(pick(&d, 2) ? a : b) = odd[pick(&d, 6)];
        if (i % 3 == 1)
            b[1] = extreme(&d);
        check_neighbours(a, b);
    }
}

// One vector among many that Newton's method cannot do, in any place.
static void guards_watch_every_vector(void **state)
{
    static const char *const texts[] = {
        "%0 = var\n%1 = recip %0\nret %1\n",
        "%0 = var\n%1 = sqrt %0\nret %1\n",
        "%0 = var\n%1 = const 3\n%2 = div %0 %1\nret %2\n",
        "%0 = var\n%1 = const 3\n%2 = div %1 %0\nret %2\n",
        ("%0 = var\n%1 = sqrt %0\n%2 = fma %0 %0 %1\n%3 = div %1 %2\n"
         "ret %3\n"),
    };

    for (int k = 0; k < 5 * JF_BLOCK; k++) {
        const sweep s = {.nblock = 1, .start = {-(k % JF_BLOCK)}, .step = 1};
        jf_ir ir;
        int line;
        (void)state;
        assert_int_equal(jf_ir_read(&ir, texts[k / JF_BLOCK], &line), JF_OK);
        for (int i = 0; i < NISA; i++)
            if (offered(isas[i]))
                assert_true(check(&ir, isas[i], 1, &s));
        jf_ir_clear(&ir);
    }
}

// ---- when there is none

static jf_code *prepared(int64_t n)
{
    jf_ir ir;
    jf_code *code;
    int line;

    assert_int_equal(
        jf_ir_read(&ir, "%0 = var\n%1 = mul %0 %0\nret %1\n", &line), JF_OK);
    assert_int_equal(jf_code_compile(&ir, jf_cpu_isa(), &code), JF_OK);
    jf_ir_clear(&ir); // the code takes nothing of it
    jf_code_prepare(code, n);
    return code;
}

// x^2 over 256 abscissae, whoever does it.
static void check_sum(const jf_code *code)
{
    jf_machine *const machine = jf_machine_new(code);
    jf_lanes lanes = {.part = {0}};
    double sum = 0;

    assert_non_null(machine);
    jf_machine_sweep(machine, 1, (double[1]){0}, 1, &lanes);
    for (int i = 0; i < JF_LANES_PARTS; i++)
        sum += lanes.part[i];
    assert_true(sum == 255.0 * 256 * 511 / 6); // exact
    jf_machine_free(machine);
}

static void check_prepared(int64_t n, bool native)
{
    jf_code *const code = prepared(n);
    const bool possible =
        jf_cpu_isa() == JF_ISA_AVX2 || jf_cpu_isa() == JF_ISA_AVX512;

    assert_int_equal(jf_code_is_native(code), native && possible);
    check_sum(code);
    jf_code_free(code);
}

static void large_jobs_alone_have_it(void **state)
{
    (void)state;
    check_prepared(1000, false);
    check_prepared(1000000, true);
}

static void the_environment_can_forbid_it(void **state)
{
    (void)state;
    set_environment("JIFEN_JIT", "0");
    check_prepared(1000000, false);
    set_environment("JIFEN_JIT", "1");
    check_prepared(1000000, true);
    set_environment("JIFEN_JIT", NULL);
}

static void the_system_can_forbid_it(void **state)
{
    (void)state;
    no_memory = true;
    check_prepared(1000000, false);
    no_memory = false;
    no_seal = true;
    check_prepared(1000000, false);
    no_seal = false;
    check_prepared(1000000, true);
}

static void *prepare_and_sum(void *code)
{
    jf_code_prepare(code, 1000000);
    check_sum(code);
    return NULL;
}

static void threads_may_prepare_at_once(void **state)
{
    enum { THREADS = 4 };
    pthread_t thread[THREADS];

    (void)state;
    for (int round = 0; round < 20; round++) {
        jf_code *const code = prepared(0);
        for (int i = 0; i < THREADS; i++)
            assert_int_equal(
                pthread_create(&thread[i], NULL, prepare_and_sum, code), 0);
        for (int i = 0; i < THREADS; i++)
            pthread_join(thread[i], NULL);
        jf_code_free(code);
    }
}

// Too many values at once for any registers, or for the whole compiler.
static void long_programs(void **state)
{
    const sweep s = {.nblock = 2, .start = {0.5, -1}, .step = 0x1p-7};

    (void)state;
    for (int n = 1; n < 600; n += n / 3 + 1)
        for (int k = 0; k < NISA; k++) {
            jf_ir ir = {0};
            jf_ref v[600], sum;
            jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
            for (int i = 0; i < n; i++)
                v[i] = jf_ir_poly(&ir, 0, 2, (double[2]){i + 1.5, i});
            sum = v[n - 1];
            for (int i = n - 1; i-- > 0;)
                sum = jf_ir_add(&ir, JF_OP_SUB, sum, v[i], 0);
            ir.result = sum;
            if (offered(isas[k]))
                assert_true(check(&ir, isas[k], 1, &s) || n > 100);
            jf_ir_clear(&ir);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(native_code_does_what_the_machine_does),
        cmocka_unit_test(kernels_are_called_between),
        cmocka_unit_test(results_that_are_hard_to_round),
        cmocka_unit_test(subnormal_reciprocals),
        cmocka_unit_test(neighbours_do_not_matter),
        cmocka_unit_test(guards_watch_every_vector),
        cmocka_unit_test(long_programs),
        cmocka_unit_test(large_jobs_alone_have_it),
        cmocka_unit_test(the_environment_can_forbid_it),
        cmocka_unit_test(the_system_can_forbid_it),
        cmocka_unit_test(threads_may_prepare_at_once),
    };

    set_environment("JIFEN_JIT", NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
