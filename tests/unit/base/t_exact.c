/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The truth is a sum in MPFR that is wide enough to be exact, or integers. */
#include "base/exact.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../support/mpfr.h"

enum { PRECISION = 2400, NVALUE = 500, TRIES = 200 };

static const double TINY = 0x1p-1074;

static uint64_t state = 88172645463325252u;

static uint64_t random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static int64_t random_below(int64_t n)
{
    return (int64_t)(random_bits() >> 11) % n;
}

static double double_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

// Any finite double, every exponent field alike.
static double random_double(void)
{
    const uint64_t field = (uint64_t)random_below(0x7FF);

    return double_of((random_bits() & 0x800FFFFFFFFFFFFF) | field << 52);
}

static double random_subnormal(void)
{
    return double_of(random_bits() & 0x800FFFFFFFFFFFFF);
}

// Few exponents, so that sums cancel.
static double random_near_one(void)
{
    return ldexp((double)(random_below(1 << 20) - (1 << 19)),
                 (int)random_below(90) - 45);
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void assert_same(double actual, double expected)
{
    if (!same_bits(actual, expected))
        print_error("%a is not %a\n", actual, expected);
    assert_true(same_bits(actual, expected));
}

#if TEST_HAS_MPFR
static void assert_equals_mpfr(const jf_exact *sum, mpfr_t truth)
{
    double lo, hi;

    hi = mpfr_get_d(truth, MPFR_RNDN) + 0.0; // an exact 0 is +0
    assert_same(jf_exact_round(sum), hi);
    assert_same(jf_exact_round2(sum, &lo), hi);
    if (isfinite(hi)) {
        mpfr_t rest;
        mpfr_init2(rest, PRECISION);
        assert_int_equal(mpfr_sub_d(rest, truth, hi, MPFR_RNDN), 0);
        assert_same(lo, mpfr_get_d(rest, MPFR_RNDN) + 0.0);
        mpfr_clear(rest);
    } else {
        assert_same(lo, 0.0);
    }
}

static void compare_with_mpfr(double (*draw)(void))
{
    mpfr_t truth;

    mpfr_init2(truth, PRECISION);
    for (int t = 0; t < TRIES; t++) {
        jf_exact sum = {0};
        mpfr_set_zero(truth, 1);
        for (int i = 0; i < t; i++) {
            const double x = draw();
            jf_exact_add(&sum, x);
            assert_int_equal(mpfr_add_d(truth, truth, x, MPFR_RNDN), 0);
            assert_equals_mpfr(&sum, truth);
        }
    }
    mpfr_clear(truth);
}

static void test_random_sums(void **unused)
{
    (void)unused;
    compare_with_mpfr(random_double);
    compare_with_mpfr(random_subnormal);
    compare_with_mpfr(random_near_one);
}
#endif

static void test_one_double(void **unused)
{
    (void)unused;
    for (int i = 0; i < 100000; i++) {
        const double x = i % 8 ? random_double() : random_subnormal();
        jf_exact sum = {0};
        jf_exact_add(&sum, x);
        assert_same(jf_exact_round(&sum), x + 0.0);
    }
}

static double sum_of(size_t n, const double *x)
{
    jf_exact sum = {0};

    for (size_t i = 0; i < n; i++)
        jf_exact_add(&sum, x[i]);
    return jf_exact_round(&sum);
}

#define SUM(...)                                             \
    sum_of(sizeof((double[]){__VA_ARGS__}) / sizeof(double), \
           (double[]){__VA_ARGS__})

static void test_ties(void **unused)
{
    (void)unused;
    assert_same(SUM(1, 0x1p-53), 1);
    assert_same(SUM(1, 0x1p-53, TINY), 1 + 0x1p-52);
    assert_same(SUM(1, 0x1p-53, -TINY), 1);
    assert_same(SUM(1 + 0x1p-52, 0x1p-53), 1 + 0x1p-51);
    assert_same(SUM(-1 - 0x1p-52, -0x1p-53), -1 - 0x1p-51);
    assert_same(SUM(-1 - 0x1p-52, -0x1p-53, TINY), -1 - 0x1p-52);
    assert_same(SUM(2, -0x1p-53), 2);
    assert_same(SUM(2, -0x1p-53, -TINY), 2 - 0x1p-52);
    assert_same(SUM(DBL_MIN, -TINY), DBL_MIN - TINY);
    assert_same(SUM(DBL_MIN - TINY, TINY), DBL_MIN);
    assert_same(SUM(0.0, -0.0), 0.0);
}

static void test_cancellation(void **unused)
{
    (void)unused;
    assert_same(SUM(1e300, 1, -1e300), 1);
    assert_same(SUM(DBL_MAX, TINY, -DBL_MAX), TINY);
    assert_same(SUM(-DBL_MAX, -TINY, DBL_MAX), -TINY);
    assert_same(SUM(0.1, 0.2, -0.3), 0x1p-55);
}

static void test_overflow_and_back(void **unused)
{
    const double half_ulp = 0x1p970;

    (void)unused;
    assert_same(SUM(DBL_MAX, half_ulp), HUGE_VAL);
    assert_same(SUM(DBL_MAX, half_ulp, -TINY), DBL_MAX);
    assert_same(SUM(-DBL_MAX, -half_ulp), -HUGE_VAL);
    assert_same(SUM(DBL_MAX, DBL_MAX), HUGE_VAL);
    assert_same(SUM(DBL_MAX, DBL_MAX, -DBL_MAX), DBL_MAX);

    jf_exact sum = {0}, large = {0};
    for (int i = 0; i < 1 << 20; i++)
        jf_exact_add(&large, DBL_MAX);
    jf_exact_merge(&sum, &large, 1 << 20);
    assert_same(jf_exact_round(&sum), HUGE_VAL);
    jf_exact_add(&sum, 3);
    jf_exact_merge(&sum, &large, -(1 << 20));
    assert_same(jf_exact_round(&sum), 3);
}

static void test_specials(void **unused)
{
    double lo;
    jf_exact sum = {0}, negated = {0};

    (void)unused;
    assert_true(isnan(SUM(1, nan(""), 2)));
    assert_true(isnan(SUM(HUGE_VAL, -HUGE_VAL)));
    assert_true(isnan(SUM(HUGE_VAL, nan(""))));
    assert_same(SUM(DBL_MAX, HUGE_VAL, -1), HUGE_VAL);
    assert_same(SUM(-HUGE_VAL, 1), -HUGE_VAL);
    jf_exact_add(&sum, HUGE_VAL);
    jf_exact_merge(&negated, &sum, -5);
    assert_same(jf_exact_round2(&negated, &lo), -HUGE_VAL);
    assert_same(lo, 0);
    jf_exact_merge(&sum, &negated, 0);
    assert_same(jf_exact_round(&sum), HUGE_VAL);
    jf_exact_merge(&sum, &negated, 1);
    assert_true(isnan(jf_exact_round(&sum)));
    assert_int_equal(sum.pinf, 1);
    assert_int_equal(sum.ninf, 1);
}

static jf_exact normal_form(const jf_exact *sum)
{
    jf_exact normal = {0};

    jf_exact_merge(&normal, sum, 1);
    return normal;
}

static void assert_same_limbs(const jf_exact *a, const jf_exact *b)
{
    const jf_exact p = normal_form(a), q = normal_form(b);

    assert_memory_equal(p.limb, q.limb, sizeof p.limb);
}

static void shuffle(int n, double *x)
{
    for (int i = n - 1; i > 0; i--) {
        const int64_t j = random_below(i + 1);
        const double t = x[i];
        x[i] = x[j];
        x[j] = t;
    }
}

// The sum of x[0 .. n) by a random tree of merges.
static jf_exact tree(int n, const double *x)
{
    jf_exact sum = {0};

    if (n <= 3) {
        for (int i = 0; i < n; i++)
            jf_exact_add(&sum, x[i]);
        return sum;
    }
    const int cut = (int)random_below(n);
    const jf_exact left = tree(cut, x), right = tree(n - cut, x + cut);
    jf_exact_merge(&sum, &left, 1);
    jf_exact_merge(&sum, &right, 1);
    return sum;
}

static void test_any_order(void **unused)
{
    double x[NVALUE];
    jf_exact straight = {0};

    (void)unused;
    for (int i = 0; i < NVALUE; i++) {
        x[i] = i % 3 ? random_double() : random_near_one();
        jf_exact_add(&straight, x[i]);
    }
    for (int t = 0; t < TRIES; t++) {
        shuffle(NVALUE, x);
        const jf_exact sum = tree(NVALUE, x);
        assert_same_limbs(&sum, &straight);
    }
}

#if TEST_HAS_MPFR
static void test_factors(void **unused)
{
    mpfr_t truth, term;

    (void)unused;
    mpfr_inits2(PRECISION, truth, term, (mpfr_ptr)0);
    for (int t = 0; t < TRIES; t++) {
        jf_exact sum = {0};
        mpfr_set_zero(truth, 1);
        for (int i = 0; i < 20; i++) {
            jf_exact part = {0};
            const int64_t k = random_below((2 << 20) + 1) - (1 << 20);
            mpfr_set_zero(term, 1);
            for (int j = 0; j < i; j++) {
                const double x = t % 2 ? random_double() : random_near_one();
                jf_exact_add(&part, x);
                mpfr_add_d(term, term, x, MPFR_RNDN);
            }
            jf_exact_merge(&sum, &part, k);
            mpfr_mul_si(term, term, (long)k, MPFR_RNDN);
            mpfr_add(truth, truth, term, MPFR_RNDN);
            assert_equals_mpfr(&sum, truth);
        }
    }
    mpfr_clears(truth, term, (mpfr_ptr)0);
}
#endif

static void test_integers(void **unused)
{
    jf_exact sum = {0};
    int64_t truth = 0;

    (void)unused;
    for (int i = 0; i < 1000000; i++) {
        const int64_t x = random_below(1LL << 33) - (1LL << 32);
        jf_exact_add(&sum, (double)x);
        truth += x;
    }
    assert_same(jf_exact_round(&sum), (double)truth);
    assert_int_equal(sum.pending, 1000000);
}

// Limbs as full as additions can make them, just before the propagation.
static void test_carries_are_propagated_in_time(void **unused)
{
    const int64_t before = (1 << 28) - 2;
    const double full = 0x1.fffffffffffffp+50;
    const double both[] = {full, -full};

    (void)unused;
    for (int s = 0; s < 2; s++) {
        jf_exact one = {0}, sum = {0};
        jf_exact_add(&one, both[s]);
        for (int i = 0; i < JF_EXACT_LIMBS; i++)
            sum.limb[i] = one.limb[i] * before;
        sum.pending = before;
        jf_exact_add(&sum, both[s]);
        assert_int_equal(sum.pending, before + 1);
        jf_exact_add(&sum, both[s]);
        assert_int_equal(sum.pending, 0);
        assert_same(jf_exact_round(&sum), ldexp(both[s], 28));
        // the factor counts as so many additions
        sum.pending = before;
        jf_exact_merge(&sum, &one, s ? -2 : 2);
        assert_int_equal(sum.pending, 0);
    }
}

// What two parts store adds up, number by number, to what all of it stores.
static void test_parts_add_up_as_integers(void **unused)
{
    (void)unused;
    for (int i = 0; i < TRIES; i++) {
        jf_exact all = {{0}, 0, 0, 0, 0}, part[3] = {all, all, all};
        int64_t words[JF_EXACT_WORDS], sum[JF_EXACT_WORDS] = {0};
        for (int k = 0; k < NVALUE; k++) {
            const double x = i % 2 ? random_double() : random_near_one();
            jf_exact_add(&all, x);
            jf_exact_add(&part[random_below(3)], x);
        }
        if (i % 10 == 3)
            for (int k = 0; k < 3; k++) {
                const double x = k == 0 ? (double)NAN : k - 1.5;
                jf_exact_add(&all, x * (double)INFINITY);
                jf_exact_add(&part[k], x * (double)INFINITY);
            }
        for (int k = 0; k < 3; k++) {
            jf_exact_store(&part[k], words);
            for (int j = 0; j < JF_EXACT_WORDS; j++)
                sum[j] += words[j];
        }
        jf_exact_load(&part[0], sum);
        jf_exact_store(&part[0], sum);
        jf_exact_store(&all, words);
        assert_memory_equal(sum, words, sizeof sum);
        assert_same(jf_exact_round(&part[0]), jf_exact_round(&all));
    }
}

// The limbs of 2^30 sums, each as large as it can be, still fit.
static void test_there_is_room_for_many_parts(void **unused)
{
    jf_exact sum = {{0}, 0, 0, 0, 0}, loaded;
    int64_t words[JF_EXACT_WORDS];

    (void)unused;
    for (int k = 0; k < 1000; k++)
        jf_exact_add(&sum, k % 2 ? DBL_MAX : -TINY);
    jf_exact_store(&sum, words);
    for (int j = 0; j < JF_EXACT_LIMBS; j++) {
        assert_true(j == JF_EXACT_LIMBS - 1 ||
                    (words[j] >= 0 && words[j] < 1LL << 32));
        words[j] *= 1LL << 30;
    }
    jf_exact_load(&loaded, words);
    for (int k = 0; k < 1024; k++) // 2^30 times the sum, in steps
        jf_exact_merge(&loaded, &sum, -(1 << 20));
    assert_same(jf_exact_round(&loaded), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_add_up_as_integers),
        cmocka_unit_test(test_there_is_room_for_many_parts),
        cmocka_unit_test(test_one_double),
        mpfr_unit_test(test_random_sums),
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_cancellation),
        cmocka_unit_test(test_overflow_and_back),
        cmocka_unit_test(test_specials),
        cmocka_unit_test(test_any_order),
        mpfr_unit_test(test_factors),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_carries_are_propagated_in_time),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

#if TEST_HAS_MPFR
    mpfr_free_cache();
#endif
    return failed;
}
