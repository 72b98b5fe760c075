/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits: those that exist are found, with an error that covers what is found;
 * those that do not are not invented. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "quad/limit.h"

typedef struct kase {
    const char *text;
    double a, b, x, limit; // NaN: none
} kase;

static const double NONE = NAN;

// clang-format off
static const kase cases[] = {
    {"sin(x)/x",              0,  1, 0, 1},
    {"sin(x)/x",             -1,  1, 0, 1},
    {"sin(x)/x",             -1,  0, 0, 1},
    {"(1-cos(x))/x^2",       -1,  1, 0, 0.5},
    {"(exp(x)-1)/x",          0, 20, 0, 1},
    {"(x^2-1)/(x-1)",         0,  3, 1, 2},
    {"(sqrt(x)-1)/(x-1)",     0,  3, 1, 0.5},
    {"log(x)/(x-1)",          0,  2, 1, 1},
    {"x*log(x)",              0,  1, 0, 0},
    {"sqrt(x)*log(x)",        0,  1, 0, 0},
    {"sin(x)/sqrt(x)",        0,  1, 0, 0},
    {"x^2*sin(1/x)/1",        0,  1, 0, 0},
    {"exp(-1/x)",             0,  1, 0, 0},
    {"tan(x)/x",             -1,  1, 0, 1},
    {"1e300*sin(x)/x",        0,  1, 0, 1e300},
    {"1e-300*sin(x)/x",       0,  1, 0, 1e-300},
    {"sin(x)/x*0",            0,  1, 0, 0},
    {"abs(x)/x",             -1,  1, 0, 0},    // a jump: the mean
    {"abs(x)/x",              0,  1, 0, 1},
    {"atan(1/x)",            -1,  1, 0, 0},
    {"1/x",                   0,  1, 0, NONE},
    {"1/x",                  -1,  1, 0, NONE},
    {"1/x^2",                -1,  1, 0, NONE},
    {"log(x)",                0,  1, 0, NONE},
    {"log(log(1/x))",         0, .5, 0, NONE},
    {"x^(-0.01)",             0,  1, 0, NONE},
    {"1/sqrt(1-x)",           0,  1, 1, NONE},
    {"sin(1/x)",              0,  1, 0, NONE},
    {"cos(1/x)",             -1,  1, 0, NONE},
    {"1+1e-9/x",              0,  1, 0, NONE}, // a weak pole
    {"sqrt(x)/sqrt(-x)",     -1,  1, 0, NONE}, // no value on either side
    {"tan(x)",                0,  2, 1.5707963267948966, NONE},
};
// clang-format on

// The site of a program that has been attached.
static bool find(const kase *k, double *limit, double *error)
{
    jf_program *const program = compiled(k->text);
    const jf_integrand f = jf_program_integrand(program);
    void *const machine = f.attach(f.param);
    const jf_limit_site site = {&f, machine, k->a, k->b};

    assert_non_null(machine);
    const bool found = jf_limit_at(&site, k->x, limit, error);
    f.detach(machine);
    jf_program_free(program);
    return found;
}

static void test_cases(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kase *const k = &cases[i];
        double limit = NONE, error = NONE;
        const bool found = find(k, &limit, &error);
        const double most = fmax(1e-8 * fabs(k->limit), 2);
        if (found == isnan(k->limit) ||
            (found && !(fabs(limit - k->limit) <= error && error <= most)))
            print_message("# %s at %g on %g..%g: %d %g +- %g\n", k->text, k->x,
                          k->a, k->b, found, limit, error);
        assert_true(found != isnan(k->limit));
        if (found) {
            assert_true(fabs(limit - k->limit) <= error);
            assert_true(error <= most);
        }
    }
}

static void test_a_stretch_is_told_from_a_point(void **unused)
{
    const char *const texts[] = {"1/x", "sqrt(x-0.5)"};

    (void)unused;
    for (int i = 0; i < 2; i++) {
        jf_program *const program = compiled(texts[i]);
        const jf_integrand f = jf_program_integrand(program);
        void *const machine = f.attach(f.param);
        const jf_limit_site site = {&f, machine, 0, 1};
        assert_true(jf_limit_finite_near(&site, 0) == (i == 0));
        f.detach(machine);
        jf_program_free(program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_a_stretch_is_told_from_a_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
