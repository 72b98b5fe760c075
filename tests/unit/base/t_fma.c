/* SPDX-License-Identifier: GPL-3.0-or-later */
/* a*b + c, rounded once: by integers as by the C library or the instruction.
 * The library's is held to MPFR where there is one, and what jf_fma chose to
 * the integers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/hard.h"
#include "../support/mpfr.h"
#include "base/fma.h"

#if TEST_HAS_MPFR
static double truth(double a, double b, double c)
{
    mpfr_t x, y, z;

    mpfr_inits2(53, x, y, z, (mpfr_ptr)0);
    mpfr_set_d(x, a, MPFR_RNDN);
    mpfr_set_d(y, b, MPFR_RNDN);
    mpfr_set_d(z, c, MPFR_RNDN);
    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
    mpfr_subnormalize(x, mpfr_fma(x, x, y, z, MPFR_RNDN), MPFR_RNDN);
    const double value = mpfr_get_d(x, MPFR_RNDN);
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
    mpfr_clears(x, y, z, (mpfr_ptr)0);
    return value;
}

#else // what jf_fma makes of it
#define truth jf_fma
#endif

static void check(double a, double b, double c)
{
    const double soft = jf_fma_soft(a, b, c);
    const double wanted = truth(a, b, c);

    if (!same_bits(soft, wanted))
        fail_msg("%a * %a + %a is %a, not %a", a, b, c, soft, wanted);
    if (!same_bits(jf_fma(a, b, c), wanted))
        fail_msg("%a * %a + %a is %a, not %a", a, b, c, jf_fma(a, b, c),
                 wanted);
}

static double moved(dice *d, double x)
{
    return double_of(bits_of(x) + (uint64_t)(int64_t)(pick(d, 5) - 2));
}

static void any_operands(void **state)
{
    dice d = {1};

    (void)state;
    for (int i = 0; i < effort(200000); i++)
        check(any_double(&d), any_double(&d), any_double(&d));
}

// The product's leading bits cancel, all of them or nearly.
static void cancellation(void **state)
{
    dice d = {2};

    (void)state;
    for (int i = 0; i < effort(200000); i++) {
        const double a = in_range(&d), b = in_range(&d);
        check(a, b, -a * b);
        check(a, b, -moved(&d, a * b));
    }
}

// c far below or above the product: only its being there tells.
static void far_operands(void **state)
{
    dice d = {3};

    (void)state;
    for (int i = 0; i < effort(200000); i++) {
        const double a = hard_significand(&d), b = hard_significand(&d);
        const double c = ldexp(hard_significand(&d), pick(&d, 360) - 180);
        check(a, b, pick(&d, 2) ? c : -c);
    }
}

// Halfway between two doubles, or with a hair beside it.
static void ties(void **state)
{
    dice d = {4};

    (void)state;
    for (int i = 0; i < effort(100000); i++) {
        const double a = hard_significand(&d);
        const double half = ldexp(pick(&d, 2) ? 1 : -1, -53 - pick(&d, 3));
        check(a, 1, half);
        check(a, half, a);
        check(1 + half, a, half);
        check(a, half, 1);
        check(moved(&d, a), half, moved(&d, a));
    }
}

// Below 2^-1022 and beside 2^1024.
static void ends_of_the_range(void **state)
{
    dice d = {5};

    (void)state;
    for (int i = 0; i < effort(200000); i++) {
        const bool low = pick(&d, 2);
        const int sum = low ? -960 - pick(&d, 180) : 1015 + pick(&d, 12);
        const int first = sum / 2 + pick(&d, 100) - 50;
        const double a = ldexp(hard_significand(&d), first);
        const double b = ldexp(hard_significand(&d), sum - first);
        const double c = low ? double_of(roll(&d) >> (12 + pick(&d, 52)))
                             : double_of(bits_of(0x1p1020) + (roll(&d) >> 10));
        check(a, b, pick(&d, 2) ? c : -c);
        check(a, b, pick(&d, 2) ? 0 : -0.0);
        check(-a, b, c);
    }
}

// Half of the least double, and 2^-105 of that more or less: the product of
// two factors of 2^105 + 1, or of 2^105 - 1.
static void a_hair_beside_half_of_the_least(void **state)
{
    static const double factors[][2] = {
        {0x1.9939800033273p+52, 0x1.404b25a15c2bbp+52},
        {0x1.5a5e440e8d0bfp+52, 0x1.7a6b0778d60c1p+52},
    };

    (void)state;
    for (int i = 0; i < 4; i++) {
        const double *const f = factors[i / 2];
        const double a = ldexp(f[0], -600), b = ldexp(f[1], -580);
        for (int k = -9; k < 10; k++)
            check(i % 2 ? -a : a, b, k * 0x1p-1074);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_operands),
        cmocka_unit_test(cancellation),
        cmocka_unit_test(far_operands),
        cmocka_unit_test(ties),
        cmocka_unit_test(ends_of_the_range),
        cmocka_unit_test(a_hair_beside_half_of_the_least),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
