/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers with a constant exponent or base, as they come out of all passes and
 * run in blocks: within 1 ULP of MPFR's value, in every binade; where the power
 * is a double, that double. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/random.h"
#include "base/cpu.h"
#include "eval/kernels.h"
#include "eval/program.h"

enum { N = 700, PRECISION = 200 };

static double worst, worst_x, worst_k;

// x^k, or k^x.
static jf_code *compiled(double k, bool of_base)
{
    jf_ir ir = {0};
    jf_code *code;
    const jf_ref x = jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
    const jf_ref c = jf_ir_const(&ir, k);

    ir.result = jf_ir_add(&ir, JF_OP_POW, of_base ? c : x, of_base ? x : c, 0);
    assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
    assert_int_equal(jf_code_compile(&ir, jf_cpu_isa(), &code), JF_OK);
    jf_ir_clear(&ir);
    return code;
}

// In units of the last place of the truth; 0 for the same special value.
static double error_of(double got, double x, double k, bool of_base)
{
    mpfr_t base, exponent, truth;
    double error = 0;
    int e;

    mpfr_init2(base, 53);
    mpfr_init2(exponent, 53);
    mpfr_init2(truth, PRECISION);
    mpfr_set_d(base, of_base ? k : x, MPFR_RNDN);
    mpfr_set_d(exponent, of_base ? x : k, MPFR_RNDN);
    const int inexact = mpfr_pow(truth, base, exponent, MPFR_RNDN);
    const double rounded = mpfr_get_d(truth, MPFR_RNDN);
    const bool exact = !inexact && mpfr_cmp_d(truth, rounded) == 0;
    if (!same_bits(got, rounded)) {
        frexp(rounded, &e);
        mpfr_sub_d(truth, truth, got, MPFR_RNDN);
        mpfr_mul_2si(truth, truth, e < -1021 ? 1074 : 53 - e, MPFR_RNDN);
        error = fabs(mpfr_get_d(truth, MPFR_RNDN));
        if (exact || !isfinite(rounded) || !isfinite(got))
            error = HUGE_VAL;
    }
    mpfr_clears(base, exponent, truth, (mpfr_ptr)0);
    return error;
}

static void judge(double k, bool of_base, const double *x)
{
    jf_code *const code = compiled(k, of_base);
    jf_machine *const machine = jf_machine_new(code);
    double y[N];

    jf_machine_run(machine, N, x, y);
    for (int i = 0; i < N; i++) {
        const double error = error_of(y[i], x[i], k, of_base);
        if (error > worst) {
            worst = error;
            worst_x = x[i];
            worst_k = k;
        }
        if (!(error <= 1))
            fail_msg("%s %a, x %a: %a errs by %g ULP",
                     of_base ? "base" : "exponent", k, x[i], y[i], error);
    }
    jf_machine_free(machine);
    jf_code_free(code);
}

static void say(const char *what)
{
    print_message("# %s: %.3f ULP at most, at %a for %a\n", what, worst,
                  worst_x, worst_k);
    worst = 0;
}

// Such that x^k is in range, mostly; whole numbers; in order or not.
static void bases(dice *d, double k, double *x)
{
    const double range = fmin(1070, 1070 / fabs(k));
    const double from = exp2(uniform(d, -range, range));
    const int kind = pick(d, 4);

    for (int i = 0; i < N; i++) {
        const double size = exp2(uniform(d, -range, range) * 1.1);
        x[i] = kind == 0   ? from + from * 0x1p-14 * i
               : kind == 1 ? (pick(d, 2) ? -size : size)
               : kind == 2 ? pick(d, 400) - 100
                           : uniform(d, 0.5, 2);
    }
    x[N / 2] = any_double(d);
    x[N / 3] = special_doubles[pick(d, NSPECIAL)];
    // 1/sqrt(-0), and sqrt(-inf): the pass says what becomes of these
    for (int i = 0; i < N; i++)
        if (k == 0.5 && (x[i] == -HUGE_VAL || x[i] == 0))
            x[i] = 1;
}

static void exponents_are_within_1_ulp(void **state)
{
    static const double others[] = {0.1,  1. / 3, 2.2,  -0.5, -1.5, 65,
                                    64.5, -65,    1e-5, 100,  -0.1, 1000};
    double x[N];
    dice d = {1};

    (void)state;
    for (int round = effort(2); round > 0; round--) {
        for (int twice = -132; twice <= 132; twice++)
            if (twice != 0) {
                bases(&d, twice / 2., x);
                judge(twice / 2., false, x);
            }
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
            bases(&d, others[i], x);
            judge(others[i], false, x);
        }
    }
    say("x^k");
}

static void bases_are_within_1_ulp(void **state)
{
    static const double base[] = {
        2,   4,    0.5, 0.25, 16,  10,    3,   0.7,     8,
        100, 1e10, 0.1, 1e-3, 1.5, 1e300, 256, 0x1p-16, 0x1.0000000000001p0};
    double x[N];
    dice d = {2};

    (void)state;
    for (int round = effort(4); round > 0; round--)
        for (size_t k = 0; k < sizeof base / sizeof *base; k++) {
            const double range = fmin(1090 / fabs(log2(base[k])), 1e20);
            const double from = uniform(&d, -range, range);
            const double step = ldexp(range, -pick(&d, 30) - 9);
            const int kind = pick(&d, 3);
            for (int i = 0; i < N; i++)
                x[i] = kind == 0   ? from + step * i
                       : kind == 1 ? uniform(&d, -range, range)
                                   : pick(&d, 200) - 100;
            x[N / 2] = any_double(&d);
            judge(base[k], true, x);
        }
    say("k^x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponents_are_within_1_ulp),
        cmocka_unit_test(bases_are_within_1_ulp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
