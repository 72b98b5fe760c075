/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program is said to err by is no less than what it errs by: random
 * programs at random points, against MPFR.  And constants that are no doubles
 * count, but short ones do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "../support/exactly.h"
#include "../support/program.h"
#include "sight/sight.h"

enum { ROOM = 64 };

static char text[1 << 16];

// |computed - exact|; negative where there is nothing to compare.
static double error_at(const jf_ir *ir, double x, exactly *e)
{
    double value[ROOM];
    mpfr_t at;
    double error = -1;
    const double computed = run_program(ir, x, value);

    mpfr_init2(at, EXACTLY_BITS);
    mpfr_set_d(at, x, MPFR_RNDN);
    if (isfinite(computed) && exactly_run(ir, at, e) == KNOWN) {
        mpfr_sub_d(at, e->value[ir->result], computed, MPFR_RNDN);
        error = fabs(mpfr_get_d(at, MPFR_RNDA));
    }
    mpfr_clear(at);
    return error;
}

static void random_programs(void **state)
{
    dice d = {47};
    int compared = 0;

    (void)state;
    for (int i = effort(4000); i > 0; i--) {
        jf_ir ir;
        exactly e;
        double fixed;
        random_program(&ir, &d, 3 + pick(&d, 9), JF_OP_ERF);
        exactly_init(&e, ir.nins);
        const double x = uniform(&d, -6, 6), error = error_at(&ir, x, &e);
        const double own = jf_sight_rounding(&ir, x, &fixed);
        if (error >= 0 && isfinite(own)) {
            compared++;
            if (error > 2 * own) { // the value need not be in the middle
                jf_ir_print(&ir, text, sizeof text);
                fail_msg("at %.17g: %g, not %g\n%s", x, error, own, text);
            }
        }
        exactly_clear(&e);
        jf_ir_clear(&ir);
    }
    assert_true(compared > effort(4000) / 4);
}

// a - b x of constants a, b, at x = 1.
static double fixed_of(double a, double b)
{
    jf_ir ir = {0};
    double fixed;

    const jf_ref x = jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
    const jf_ref k = jf_ir_const(&ir, a), m = jf_ir_const(&ir, b);
    const jf_ref product = jf_ir_add(&ir, JF_OP_MUL, m, x, 0);
    ir.result = jf_ir_add(&ir, JF_OP_SUB, k, product, 0);
    jf_sight_rounding(&ir, 1, &fixed);
    jf_ir_clear(&ir);
    return fixed;
}

static void constants(void **state)
{
    (void)state;
    assert_true(fixed_of(1, 0.5) == 0);
    assert_true(fixed_of(3, 12345678) == 0);
    // 0.9999 is 5.1e-17 off its double
    assert_true(fixed_of(1, 0.9999) > 5.1e-17);
    assert_true(fixed_of(1, 0.9999) < 4e-16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_programs),
        cmocka_unit_test(constants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
