/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oscillation that does not die away, or not surely, or is none. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"

static void test_divergent(void **unused)
{
    static const char *const texts[] = {
        "sin(x)",
        "x*sin(3*x)",
        "cos(x)*atan(x)",
        "x*cos(x^2)",
        "exp(x)*sin(exp(x))",
        "sin(log(x))/x",
        "x^2*sin(x)/(x^2+1)",
        "x^2*sin(x)/sqrt(x^4+1)", // overflows on the way
        "x^(1/x)*cos(pi*x)",
        "x*besselj(0,x)",
        "exp(x/10)*cos(x)",
        "sin(x)*(0.001+1/x)",
        "sin(x)/x+sin(2*x)",
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const jf_result r = integral(texts[i], "1", "inf", "osc", 0);
        if (r.status != JF_DIVERGENT)
            fail_msg("%s: %s", texts[i], jf_status_name(r.status));
        assert_true(isnan(r.value));
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_OSC_LASTS);
    }
    const jf_result near = integral("sin(1/x)/x^2", "0", "1", "osc", 0);
    assert_int_equal(near.status, JF_DIVERGENT);
    assert_true(near.place == 0);
}

static void test_not_converged(void **unused)
{
    static const char *const texts[] = {
        "sin(x)*(1+1/log(x+1))", // diverges
        "sin(x)/(x-5)",          // a pole
        "sin(x)*sign(sin(x))/x", // diverges
        "sin(x)*(1+sin(x))/x",   // diverges
        "sin(x)/log(log(x+9))",  // converges, but who knows
        "sqrt(10-x)*sin(x)",     // is not real
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const jf_result r = integral(texts[i], "1", "inf", "osc", 0);
        if (r.status == JF_CONVERGED)
            fail_msg("%s: %.17g", texts[i], r.value);
    }
}

static void test_refused(void **unused)
{
    static const char *const texts[] = {"exp(-x)", "tan(x)/x", "abs(sin(x))"};

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const jf_result r = integral(texts[i], "1", "inf", "osc", 0);
        assert_int_equal(r.status, JF_USAGE);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_OSC_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_divergent),
        cmocka_unit_test(test_not_converged),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
