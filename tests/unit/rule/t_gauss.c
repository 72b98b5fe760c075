/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes and weights against 40 digits (tools/gen_gauss_reference.py, the file
 * is the program's argument), and against what defines a Gauss rule. */
#include "rule/gauss.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/mpfr.h"
#include "base/exact.h"
#include "rule/gauss_node.h"

static const char *reference_path;

typedef struct rule {
    int64_t n;
    double *node, *weight;
} rule;

static rule make(int64_t n)
{
    const size_t size = (size_t)n * sizeof(double);
    const rule r = {n, malloc(size), malloc(size)};

    assert_non_null(r.node);
    assert_non_null(r.weight);
    assert_int_equal(jf_gauss_nodes(n, 0, n, r.node, r.weight), JF_OK);
    return r;
}

static void clear(rule *r)
{
    free(r->node);
    free(r->weight);
}

static double ulp_of(double x)
{
    int exponent;

    frexp(x, &exponent);
    return ldexp(1, exponent - 53);
}

#if TEST_HAS_MPFR
// The claim of src/rule/gauss.c: half an ulp for the last rounding and the rest
// for everything before it.
static const double CLAIM_ULP = 0.501;

static double error_ulp(double x, const char *digits)
{
    mpfr_t truth;

    mpfr_init2(truth, 160);
    assert_int_equal(mpfr_set_str(truth, digits, 10, MPFR_RNDN), 0);
    const double exact = mpfr_get_d(truth, MPFR_RNDN);
    mpfr_d_sub(truth, x, truth, MPFR_RNDN);
    const double difference = fabs(mpfr_get_d(truth, MPFR_RNDN));
    mpfr_clear(truth);
    return difference == 0 ? 0 : difference / ulp_of(exact);
}

static void test_reference(void **unused)
{
    char line[256], x_digits[80], w_digits[80];
    long long n, k;
    int rows = 0;
    double worst_x = 0, worst_w = 0;
    FILE *file = fopen(reference_path, "r");

    (void)unused;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        assert_int_equal(
            sscanf(line, "%lld %lld %79s %79s", &n, &k, x_digits, w_digits), 4);
        double x, w;
        assert_int_equal(jf_gauss_nodes(n, n - k, 1, &x, &w), JF_OK);
        worst_x = fmax(worst_x, error_ulp(x, x_digits));
        worst_w = fmax(worst_w, error_ulp(w, w_digits));
        if (worst_x > CLAIM_ULP || worst_w > CLAIM_ULP)
            fail_msg("n = %lld, place %lld: %.17g %.17g", n, k, x, w);
        rows++;
    }
    fclose(file);
    print_message("# %d rows, worst node %.4f ulp, weight %.4f ulp\n", rows,
                  worst_x, worst_w);
    assert_true(rows > 600);
}

// Two methods that have nothing but the rule in common.
#endif

static void test_series_against_recurrence(void **unused)
{
    static const int sizes[] = {101, 102, 103, 111, 128, 200, 255, 333, 1001};

    (void)unused;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        rule r = make(sizes[s]);
        for (int i = sizes[s] / 2; i < sizes[s]; i++) {
            const jf_gauss_node p = jf_gauss_polish(sizes[s], r.node[i]);
            assert_true(fabs(p.x - r.node[i]) <= ulp_of(p.x));
            assert_true(fabs(p.weight - r.weight[i]) <= ulp_of(p.weight));
        }
        clear(&r);
    }
}

static void test_weights_sum_to_2(void **unused)
{
    static const int64_t sizes[] = {1, 2, 17, 100, 101, 4096, 100003, 1000000};

    (void)unused;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        rule r = make(sizes[s]);
        jf_exact sum = {0};
        for (int64_t i = 0; i < r.n; i++)
            jf_exact_add(&sum, r.weight[i]);
        jf_exact_add(&sum, -2);
        // each weight is within 0.501 ulp, at most 1.002 2^-53 of itself
        assert_true(fabs(jf_exact_round(&sum)) <= 2 * 1.002 * 0x1p-53);
        clear(&r);
    }
}

static double error_of_power(const rule *r, int power)
{
    jf_exact sum = {0};

    for (int64_t i = 0; i < r->n; i++)
        jf_exact_add(&sum, r->weight[i] * pow(r->node[i], power));
    return jf_exact_round(&sum) - (power % 2 ? 0 : 2.0 / (power + 1));
}

static void test_degree(void **unused)
{
    (void)unused;
    for (int n = 1; n <= 120; n++) {
        rule r = make(n);
        for (int p = 0; p < 2 * n; p++) {
            // p half ulps from the node, 3 from weight, power and product, 1
            // from the truth
            const double bound = (1.1 * p + 4) * 0x1p-53 * 2 / (p + 1);
            assert_true(fabs(error_of_power(&r, p)) <= bound);
        }
        if (n <= 20) // the next power misses by 2^-2n and more
            assert_true(error_of_power(&r, 2 * n) < -ldexp(1, -2 * n - 2));
        clear(&r);
    }
}

static void test_pieces_give_the_same_bits(void **unused)
{
    static const int64_t sizes[] = {1, 2, 33, 99, 100, 101, 129, 5000};
    double node[64], weight[64];

    (void)unused;
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        rule r = make(sizes[s]);
        for (int64_t length = 1; length <= 64; length += 21) {
            for (int64_t i = 0; i < r.n; i += length) {
                const int64_t count = i + length <= r.n ? length : r.n - i;
                const size_t size = (size_t)count * sizeof(double);
                jf_gauss_nodes(r.n, i, count, node, weight);
                assert_memory_equal(node, r.node + i, size);
                assert_memory_equal(weight, r.weight + i, size);
            }
        }
        clear(&r);
    }
}

static void test_symmetry_and_order(void **unused)
{
    static const int64_t more[] = {1000, 99999, 1000000};

    (void)unused;
    for (int64_t s = 1; s <= 203; s++) {
        rule r = make(s <= 200 ? s : more[s - 201]);
        for (int64_t i = 0; i < r.n; i++) {
            const double mirror = -r.node[r.n - 1 - i] + 0.0; // no -0
            assert_memory_equal(&r.node[i], &mirror, sizeof mirror);
            assert_true(r.weight[i] == r.weight[r.n - 1 - i]);
            assert_true(r.weight[i] > 0 && fabs(r.node[i]) < 1);
            assert_true(i == 0 || r.node[i - 1] < r.node[i]);
        }
        clear(&r);
    }
}

static void test_usage(void **unused)
{
    const int64_t largest = 1 << 26;
    double x, w;

    (void)unused;
    assert_int_equal(jf_gauss_nodes(0, 0, 0, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(-1, 0, 1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(largest + 1, 0, 1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, -1, 1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, 5, 1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, 0, -1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, INT64_MAX, 1, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, 1, INT64_MAX, &x, &w), JF_USAGE);
    assert_int_equal(jf_gauss_nodes(5, 5, 0, &x, &w), JF_OK);
    assert_int_equal(jf_gauss_nodes(largest, largest - 1, 1, &x, &w), JF_OK);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        mpfr_unit_test(test_reference),
        cmocka_unit_test(test_series_against_recurrence),
        cmocka_unit_test(test_weights_sum_to_2),
        cmocka_unit_test(test_degree),
        cmocka_unit_test(test_pieces_give_the_same_bits),
        cmocka_unit_test(test_symmetry_and_order),
        cmocka_unit_test(test_usage),
    };

    reference_path = argc > 1 ? argv[1] : "gauss_reference.tsv";
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
#if TEST_HAS_MPFR
    mpfr_free_cache();
#endif
    return failed;
}
