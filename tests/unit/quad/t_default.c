/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the default makes of integrals that one method alone gets wrong, or does
 * not get. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"

// A peak so narrow that samples of the amplitude are 0 on both sides of it.
static void lonely_peak(void **state)
{
    const double truth = 0.77630157977050031;
    const jf_result r =
        integral("exp(-(x-1000)^2)*cos(x)", "0", "inf", NULL, 0);

    (void)state;
    assert_int_equal(r.status, JF_CONVERGED);
    assert_true(fabs(r.value - truth) <= r.abserr + 1e-16);
}

// sin(1/x) and its kin, without being told which method.
static void endless(void **state)
{
    static const struct {
        const char *text;
        double value;
    } of[] = {{"sin(1/x)", 0.50406706190692837199},
              {"x*sin(1/x)", 0.37853001712416130988},
              {"sin(1/x)/x", 0.62471325642771360429},
              {"cos(ln(x)/x)/x", 0.32336743167777876140}};

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const jf_result r = integral(of[i].text, "0", "1", NULL, 0);
        assert_int_equal(r.status, JF_CONVERGED);
        assert_true(fabs(r.value - of[i].value) <= r.abserr + 1e-16);
        assert_true(r.abserr < 1e-11);
    }
}

// Jumps between two doubles: 8 floor(exp(8)) - log(2980!), and a smaller one.
static void many_jumps(void **state)
{
    static const struct {
        const char *text;
        double value;
    } of[] = {{"floor(exp(x))", 2976.0390273044784},
              {"(exp(x)-floor(exp(x)))*sin(x+exp(x))", 0.09865170447836521}};

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const jf_result r = integral(of[i].text, "0", "8", NULL, 0);
        assert_int_equal(r.status, JF_CONVERGED);
        assert_true(fabs(r.value - of[i].value) <= r.abserr + 1e-16);
        assert_true(r.abserr <= 1e-12 * fabs(r.value));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lonely_peak),
        cmocka_unit_test(endless),
        cmocka_unit_test(many_jumps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
