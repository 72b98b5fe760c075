/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log_dd of vmath/log.h, for the functions that need more than a double of a
 * logarithm, against MPFR: in every binade, and closer and closer to 1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/random.h"
#include "eval/vmath/log.h"

// |log_dd(x) / log(x) - 1|
static double error_at(double hi, double lo)
{
    mpfr_t truth, got;

    mpfr_init2(truth, 240);
    mpfr_init2(got, 240);
    mpfr_set_d(truth, hi, MPFR_RNDN);
    mpfr_add_d(truth, truth, lo, MPFR_RNDN);
    mpfr_log(truth, truth, MPFR_RNDN);
    const vdd y = log_dd((vdd){vd_set(hi), vd_set(lo)});
    mpfr_set_d(got, y.hi, MPFR_RNDN);
    mpfr_add_d(got, got, y.lo, MPFR_RNDN);
    mpfr_sub(got, got, truth, MPFR_RNDN);
    mpfr_div(got, got, truth, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(got, MPFR_RNDN));
    mpfr_clears(truth, got, (mpfr_ptr)0);
    return error;
}

static void error_is_small(void **state)
{
    double worst = 0, worst_x = 0;
    dice d = {7};

    (void)state;
    for (int n = effort(20000); n > 0; n--) {
        const double near = 1 + ldexp(uniform(&d, -1, 1), -pick(&d, 52));
        const double far = ldexp(uniform(&d, 1, 2), pick(&d, 1800) - 900);
        const double hi = pick(&d, 2) && near > 0 ? near : far;
        const double lo = hi * ldexp(uniform(&d, -1, 1), -54);
        const double error = hi == 1 && lo == 0 ? 0 : error_at(hi, lo);
        if (!(error <= worst)) {
            worst = error;
            worst_x = hi;
        }
    }
    printf("# log_dd: 2^%.2f, worst at %a\n", log2(worst), worst_x);
    assert_true(worst <= 0x1p-68);
}

static void logarithm_of_one(void **state)
{
    const vdd y = log_dd((vdd){vd_set(1), vd_set(0)});

    (void)state;
    assert_true(y.hi == 0 && y.lo == 0 && !signbit(y.hi));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_is_small),
        cmocka_unit_test(logarithm_of_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
