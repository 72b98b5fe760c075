/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule/kronrod.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/exact.h"
#include "rule/gauss.h"

enum { LAST = JF_GK21_NPOINT - 1 };

static double error_of_power(const double *weight, int power)
{
    jf_exact sum = {0};

    for (int i = 0; i <= LAST; i++)
        jf_exact_add(&sum, weight[i] * pow(jf_gk21_node[i], power));
    return jf_exact_round(&sum) - (power % 2 ? 0 : 2.0 / (power + 1));
}

// p half ulps from the node, 3 from weight, power and product, 1 from the truth
static double roundoff(int p)
{
    return (1.1 * p + 4) * 0x1p-53 * 2 / (p + 1);
}

static void assert_degree(const double *weight, int degree)
{
    for (int p = 0; p <= degree; p++)
        assert_true(fabs(error_of_power(weight, p)) <= roundoff(p));
    assert_true(fabs(error_of_power(weight, degree + 1)) >
                4 * roundoff(degree + 1));
}

static void test_degree(void **unused)
{
    (void)unused;
    assert_degree(jf_gk21_weight, 31);
    assert_degree(jf_gk21_gauss, 19);
}

static void test_order_and_signs(void **unused)
{
    (void)unused;
    for (int i = 0; i <= LAST; i++) {
        assert_true(i == 0 || jf_gk21_node[i - 1] < jf_gk21_node[i]);
        assert_true(jf_gk21_weight[i] > 0);
        assert_true(i % 2 ? jf_gk21_gauss[i] > 0 : jf_gk21_gauss[i] == 0);
        assert_true(jf_gk21_node[i] == -jf_gk21_node[LAST - i]);
        assert_true(jf_gk21_weight[i] == jf_gk21_weight[LAST - i]);
        assert_true(jf_gk21_gauss[i] == jf_gk21_gauss[LAST - i]);
    }
}

// Both are the nearest doubles, made in ways that share nothing.
static void test_gauss_rule_is_the_one_of_gauss_c(void **unused)
{
    double node[10], weight[10];

    (void)unused;
    assert_int_equal(jf_gauss_nodes(10, 0, 10, node, weight), JF_OK);
    for (int i = 0; i < 10; i++) {
        assert_true(node[i] == jf_gk21_node[2 * i + 1]);
        assert_true(weight[i] == jf_gk21_gauss[2 * i + 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_degree),
        cmocka_unit_test(test_order_and_signs),
        cmocka_unit_test(test_gauss_rule_is_the_one_of_gauss_c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
