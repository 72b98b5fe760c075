/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Native code against the register machine, bit for bit: random programs of
 * arithmetic and functions, with abscissae of every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/program.h"
#include "eval/native/native.h"
#include "eval/program.h"

enum { BLOCKS = 4 };

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
    for (int i = 0; i < JF_LANES; i++)
        lanes->part[i] = -0.0;
}

static void compare(const jf_ir *ir, jf_isa isa, const sweep *s,
                    const jf_lanes *want, const jf_lanes *got)
{
    static char text[1 << 20];

    for (int i = 0; i < JF_LANES; i++)
        if (!same_bits(got->part[i], want->part[i])) {
            jf_ir_print(ir, text, sizeof text);
            fail_msg("%s, lane %d of %d blocks from %a by %a: %a, not %a\n%s",
                     jf_cpu_isa_text(isa), i, s->nblock, s->start[0], s->step,
                     got->part[i], want->part[i], text);
        }
}

// Whether there is native code, which then gives the same sums.
static bool check(const jf_ir *ir, jf_isa isa, int nsweep, const sweep *sweeps)
{
    jf_native *const native = jf_native_compile(ir, isa);

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

static double no_nan(dice *d)
{
    const double x = any_double(d);

    return isnan(x) ? -0.25 : x;
}

// No abscissa is NaN.  One value throughout; ranges that people ask for; anything.
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(native_code_does_what_the_machine_does),
        cmocka_unit_test(kernels_are_called_between),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
