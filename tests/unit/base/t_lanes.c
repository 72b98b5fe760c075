/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernels of base/lanes.h: those of every instruction set that this
 * machine has against the generic ones, bit for bit; and the generic ones
 * against their contract. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/random.h"
#include "base/cpu.h"
#include "base/dd.h"
#include "base/exact.h"
#include "base/fma.h"
#include "base/lanes.h"

extern const jf_lanes_kernels jf_lanes_kernels_generic;
#if defined(__x86_64__)
extern const jf_lanes_kernels jf_lanes_kernels_avx2;
extern const jf_lanes_kernels jf_lanes_kernels_avx512;
#elif defined(__aarch64__)
extern const jf_lanes_kernels jf_lanes_kernels_neon;
#endif

static const struct {
    jf_isa isa;
    const jf_lanes_kernels *kernels;
} sets[] = {
    {JF_ISA_GENERIC, &jf_lanes_kernels_generic},
#if defined(__x86_64__)
    {JF_ISA_AVX2, &jf_lanes_kernels_avx2},
    {JF_ISA_AVX512, &jf_lanes_kernels_avx512},
#elif defined(__aarch64__)
    {JF_ISA_NEON, &jf_lanes_kernels_neon},
#endif
};
enum { NSET = sizeof sets / sizeof *sets, N = 300 };

static void same_array(size_t n, const double *a, const double *b)
{
    for (size_t i = 0; i < n; i++)
        assert_true(same_bits(a[i], b[i]));
}

static void same_lanes(const jf_lanes *a, const jf_lanes *b)
{
    same_array(JF_LANES_PARTS, a->part, b->part);
    same_array(JF_LANES, a->sum, b->sum);
    same_array(JF_LANES, a->carry, b->carry);
    same_array(JF_LANES, a->abs, b->abs);
}

static void check_fill(const jf_lanes_kernels *k, size_t n, dice *d)
{
    const double base = uniform(d, -2, 2), step = uniform(d, 0, 0.02);
    const double limit = pick(d, 2) ? base + step * (double)n / 2 : 100;
    double x[N + 1], y[N + 1];

    x[n] = y[n] = 12345; // not to be touched
    k->fill(n, base, step, limit, x);
    for (size_t i = 0; i < n; i++)
        y[i] = fmin(jf_fma((double)i, step, base), limit);
    same_array(n + 1, x, y);
}

// Whatever the size of index, limit and step: from 100 bits, rounded once.
static void check_starts(const jf_lanes_kernels *k, dice *d)
{
    const jf_dd step = jf_dd_div((jf_dd){uniform(d, 1, 2), 0}, (jf_dd){3, 0});
    const double tiny = ldexp(1, -pick(d, 60));
    const jf_lanes_grid grid = {uniform(d, -1, 1), pick(d, 2) / 2.0,
                                step.hi * tiny, step.lo * tiny};
    const double j = JF_LANES_BLOCK * (double)(roll(d) >> (14 + pick(d, 50)));
    double x[JF_LANES_STARTS_PAD], y[JF_LANES_STARTS_PAD];

    k->starts(&grid, j, x);
    jf_lanes_kernels_generic.starts(&grid, j, y);
    same_array(JF_LANES_STARTS, x, y);
    for (int i = 0; i < JF_LANES_STARTS; i++) {
        const jf_dd index = jf_dd_two_sum(j + i * JF_LANES_FILL, grid.offset);
        const jf_dd h = {grid.step_hi, grid.step_lo};
        const jf_dd exact = jf_dd_add((jf_dd){grid.a, 0}, jf_dd_mul(index, h));
        const double off = jf_dd_add(exact, (jf_dd){-x[i], 0}).hi;
        assert_true(fabs(off) <= (0x1p-53 + 0x1p-90) * fabs(exact.hi) +
                                     0x1p-98 * fabs(index.hi * h.hi));
    }
}

static void check_sums(const jf_lanes_kernels *k, size_t n, dice *d)
{
    jf_lanes a = {{0}, {0}, {0}, {0}}, b = a;
    double y[N];

    for (int block = 0; block < 4; block++) {
        for (size_t i = 0; i < n; i++)
            y[i] = pick(d, 9) ? uniform(d, -1, 1) * ldexp(1, pick(d, 80))
                              : any_double(d);
        k->add(n, y, &a);
        jf_lanes_kernels_generic.add(n, y, &b);
        same_lanes(&a, &b);
        const int any = pick(d, 2);
        assert_int_equal(k->fold(any, &a),
                         jf_lanes_kernels_generic.fold(any, &b));
        same_lanes(&a, &b);
    }
}

static void test_each_set_against_generic(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int s = 0; s < NSET; s++) {
        if (!jf_cpu_offers(sets[s].isa))
            continue;
        print_message("# %s\n", jf_cpu_isa_text(sets[s].isa));
        for (size_t n = 0; n <= JF_LANES_FILL; n++)
            for (int i = 0; i < effort(3); i++) {
                check_fill(sets[s].kernels, n, &d);
                check_sums(sets[s].kernels, n, &d);
                check_starts(sets[s].kernels, &d);
            }
    }
}

// Element i belongs to lane i mod 16; sum + carry is the exact sum of parts.
static void test_the_contract(void **unused)
{
    const jf_lanes_kernels *const k = &jf_lanes_kernels_generic;
    jf_lanes lanes = {{0}, {0}, {0}, {0}};
    jf_exact exact[JF_LANES] = {{{0}, 0, 0, 0, 0}};
    dice d = {2};

    (void)unused;
    for (int block = 0; block < 100; block++) {
        double y[JF_LANES], abs[JF_LANES];
        for (int i = 0; i < JF_LANES; i++) {
            y[i] = uniform(&d, -1, 1) * ldexp(1, pick(&d, 40));
            abs[i] = lanes.abs[i] + fabs(y[i]);
            jf_exact_add(&exact[i], y[i]);
        }
        k->add(JF_LANES, y, &lanes);
        same_array(JF_LANES, lanes.part, y);
        assert_int_equal(k->fold(0, &lanes), 1);
        same_array(JF_LANES, lanes.abs, abs);
    }
    for (int i = 0; i < JF_LANES; i++) {
        jf_exact_add(&exact[i], -lanes.sum[i]);
        assert_true(fabs(jf_exact_round(&exact[i]) - lanes.carry[i]) <=
                    0x1p-100 * lanes.abs[i]);
        assert_true(lanes.part[i] == 0);
    }
}

// Whichever part it is that is not finite.
static void test_what_is_not_finite_is_dropped(void **unused)
{
    static const double odd[] = {INFINITY, -INFINITY, NAN};

    (void)unused;
    for (int s = 0; s < NSET; s++)
        for (int i = 0; i < 3 * JF_LANES_PARTS; i++) {
            jf_lanes lanes = {{0}, {1}, {0}, {0}};
            if (!jf_cpu_offers(sets[s].isa))
                continue;
            lanes.part[(i + 1) % JF_LANES_PARTS] = 1;
            lanes.part[i / 3] = odd[i % 3];
            assert_int_equal(sets[s].kernels->fold(0, &lanes), 0);
            assert_true(lanes.sum[0] == 1 && lanes.part[i / 3] == 0);
            lanes.part[i / 3] = odd[i % 3];
            assert_int_equal(sets[s].kernels->fold(1, &lanes), 1);
            assert_true(!isfinite(lanes.sum[i / 3 % JF_LANES]));
        }
}

static void test_the_choice(void **unused)
{
    (void)unused;
    assert_true(jf_cpu_offers(JF_ISA_GENERIC) != 0);
    assert_true(jf_cpu_offers(jf_cpu_isa()) != 0);
    for (int s = 0; s < NSET; s++)
        if (sets[s].isa == jf_cpu_isa())
            assert_ptr_equal(jf_lanes_kernels_get(), sets[s].kernels);
    assert_true(jf_cpu_cores() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_set_against_generic),
        cmocka_unit_test(test_the_contract),
        cmocka_unit_test(test_what_is_not_finite_is_dropped),
        cmocka_unit_test(test_the_choice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
