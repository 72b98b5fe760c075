/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jf_integrate at the edges of what can be asked: bad requests, odd ranges,
 * integrands without values, integrands that fail.  A result is always whole:
 * converged and fixed ones have a finite value. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"

static const char *const rules[] = {"simpson", "trapezoid", "midpoint",
                                    "boole",   "gauss",     NULL};
enum { NRULE = sizeof rules / sizeof *rules };

static void assert_whole(const jf_result *r)
{
    assert_true(r->status >= JF_CONVERGED && r->status <= JF_INTERRUPTED);
    assert_true(r->abserr >= 0);
    if (r->status == JF_CONVERGED || r->status == JF_FIXED)
        assert_true(fabs(r->value) <= DBL_MAX);
    if (r->status == JF_CONVERGED)
        assert_true(r->abserr <= r->tolerance || r->value == 0);
    if (r->status == JF_UNDEFINED) {
        assert_true(isnan(r->value) != 0);
        assert_true(r->abserr == HUGE_VAL);
        assert_int_not_equal(r->cause.id, JF_TEXT_NONE);
    }
    if (r->status == JF_UNCONVERGED)
        assert_int_not_equal(r->cause.id, JF_TEXT_NONE);
}

// --- requests ---------------------------------------------------------------

static jf_status ask(double a, double b, const char *method, int64_t n,
                     jf_result *r)
{
    jf_program *const program = compiled("x");
    const jf_integrand f = jf_program_integrand(program);
    const jf_options options = options_for(method, n);
    const jf_status status = jf_integrate(&f, a, b, &options, r);

    jf_program_free(program);
    return status;
}

static void refused(double a, double b, const char *method, int64_t n,
                    jf_text_id cause)
{
    jf_result r;

    assert_int_equal(ask(a, b, method, n, &r), JF_USAGE);
    assert_int_equal(r.status, JF_USAGE);
    assert_int_equal(r.cause.id, cause);
    assert_true(isnan(r.value) != 0);
    assert_true(r.abserr == HUGE_VAL);
    assert_int_equal(r.neval, 0);
}

static void test_bad_requests(void **unused)
{
    (void)unused;
    refused(0, 1, "simson", 4, JF_TEXT_QUAD_UNKNOWN_METHOD);
    refused(0, 1, "", 0, JF_TEXT_QUAD_UNKNOWN_METHOD);
    refused(0, 1, "simpson", 0, JF_TEXT_QUAD_NEEDS_PANELS);
    refused(0, 1, "gk", 4, JF_TEXT_QUAD_NO_PANELS);
    refused(0, 1, "boole", -1, JF_TEXT_QUAD_PANELS_RANGE);
    refused(0, 1, NULL, -5, JF_TEXT_QUAD_PANELS_RANGE);
    refused(0, 1, "simpson", JF_PANELS_MAX + 1, JF_TEXT_QUAD_PANELS_RANGE);
    refused(0, 1, "gauss", INT64_C(1) << 26, JF_TEXT_QUAD_PANELS_RANGE);
    refused(NAN, 1, "simpson", 4, JF_TEXT_QUAD_LIMIT_NAN);
    refused(0, NAN, NULL, 0, JF_TEXT_QUAD_LIMIT_NAN);
    refused(0, INFINITY, "simpson", 4, JF_TEXT_QUAD_INFINITE_FIXED);
    refused(-INFINITY, 0, "gk", 0, JF_TEXT_QUAD_INFINITE_GK);
}

static void test_options_may_be_left_out(void **unused)
{
    jf_program *const program = compiled("x");
    const jf_integrand f = jf_program_integrand(program);
    jf_result r;

    (void)unused;
    assert_int_equal(jf_integrate(&f, 0, 2, NULL, &r), JF_OK);
    assert_int_equal(r.status, JF_CONVERGED);
    assert_true(r.value == 2);
    assert_string_equal(r.method, "gk21");
    jf_program_free(program);
}

// Tolerances that make no sense neither hang nor lie.
static void test_odd_tolerances(void **unused)
{
    static const double odd[] = {0, -1, NAN, INFINITY, 1e-300, 1};
    jf_program *const program = compiled("exp(x)*sqrt(x)");

    (void)unused;
    for (int i = 0; i < 36; i++) {
        jf_options o = options_for(NULL, 0);
        o.rtol = odd[i / 6];
        o.atol = odd[i % 6];
        const jf_result r = integral_of(program, 0, 1, &o);
        assert_true(fabs(r.value - 1.25563008255186363) <= r.abserr);
        assert_true(r.status == JF_CONVERGED || r.status == JF_UNCONVERGED);
    }
    for (int64_t most = 1; most < 10000; most *= 3) {
        jf_options o = options_for(NULL, 0);
        o.max_neval = most;
        const jf_result r = integral_of(program, 0, 1, &o);
        assert_whole(&r);
        assert_true(fabs(r.value - 1.25563008255186363) <= r.abserr);
    }
    jf_program_free(program);
}

// --- ranges -----------------------------------------------------------------

static void test_empty_range(void **unused)
{
    (void)unused;
    for (int i = 0; i < NRULE; i++) {
        const jf_result r = integral("1/x", "0", "0", rules[i], rules[i] != 0);
        assert_int_equal(r.status, rules[i] ? JF_FIXED : JF_CONVERGED);
        assert_true(r.value == 0 && r.abserr == 0);
    }
}

// f = 1: the length of the range, where a double can hold it.
static void test_lengths(void **unused)
{
    static const double ranges[][2] = {
        {0, 0x1p-1074},           {0, 0x1p-1073},
        {-0x1p-1074, 0x1p-1074},  {0, 1e-310},
        {0x1p-1022, 0x1.8p-1022}, {1e-300, 2e-300},
        {1, 1 + DBL_EPSILON},     {-DBL_MAX / 2, DBL_MAX / 2},
        {1e300, 1.7e308},         {-1e308, 0x1p1000},
        {DBL_MAX / 2, DBL_MAX},   {1e15, 1e15 + 1},
    };
    jf_program *const program = compiled("1");

    (void)unused;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int k = 0; k < NRULE; k++)
            for (int64_t n = 1; n < 40; n += 3) {
                const double length = ranges[i][1] - ranges[i][0];
                const jf_options o = options_for(rules[k], rules[k] ? n : 0);
                const jf_result r =
                    integral_of(program, ranges[i][0], ranges[i][1], &o);
                assert_whole(&r);
                assert_true(fabs(r.value - length) <= r.abserr);
                if (rules[k])
                    assert_true(fabs(r.value - length) <=
                                4 * DBL_EPSILON * length + 0x1p-1074);
            }
    jf_program_free(program);
}

// Longer than any double: there is no value, but the status says so.
static void test_too_long(void **unused)
{
    jf_program *const one = compiled("1"), *const odd = compiled("x/1e300");

    (void)unused;
    for (int k = 0; k < NRULE; k++) {
        const jf_options o = options_for(rules[k], rules[k] ? 5 : 0);
        jf_result r = integral_of(one, -DBL_MAX, DBL_MAX, &o);
        assert_whole(&r);
        assert_int_equal(r.status, JF_UNDEFINED);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_TOO_LARGE);
        r = integral_of(odd, -DBL_MAX, DBL_MAX, &o);
        assert_whole(&r);
        if (r.status == JF_FIXED)
            assert_true(fabs(r.value) <= r.abserr);
    }
    jf_program_free(one);
    jf_program_free(odd);
}

// --- integrands -------------------------------------------------------------

static void test_huge_and_tiny_values(void **unused)
{
    static const char *const texts[] = {
        "1e308",           "-1.7e308*x",   "1e308*sin(100*x)",
        "1e-320*x",        "x*5e-324",     "1e200*x**2*1e100",
        "exp(700*x)",      "exp(-800*x)",  "1/x",
        "1/(x-0.3)",       "1e308/x",      "tan(2*x)",
        "x**1000*exp(-x)", "gamma(171*x)",
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int k = 0; k < NRULE; k++)
            for (int64_t n = 1; n < 3000; n = 3 * n + 1) {
                const jf_result r =
                    integral(texts[i], "0", "1", rules[k], rules[k] ? n : 0);
                assert_whole(&r);
            }
}

static void test_no_value_on_a_stretch(void **unused)
{
    static const char *const texts[] = {
        "sqrt(x-0.5)", "log(x-2)", "sqrt((x-0.5)^2-0.01)",
        "0/0+x",       "sqrt(-x)", "asin(3*x)",
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int k = 0; k < NRULE; k++) {
            const jf_result r =
                integral(texts[i], "0", "1", rules[k], rules[k] ? 100 : 0);
            assert_whole(&r);
            assert_int_equal(r.status, JF_UNDEFINED);
            assert_true(r.place >= 0 && r.place <= 1);
        }
}

// A stretch that is narrow, but not narrower than the scan.
static void test_a_narrow_stretch_is_found(void **unused)
{
    static const char *const texts[] = {"sqrt((x-0.3)^2-1e-7)",
                                        "1+0*sqrt(abs(x-0.3)-0.0001)"};

    (void)unused;
    for (int i = 0; i < 2; i++) {
        const jf_result r = integral(texts[i], "0", "1", NULL, 0);
        assert_int_equal(r.status, JF_UNDEFINED);
        assert_true(fabs(r.place - 0.3) < 0.001);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_NOT_REAL);
    }
}

static void test_divergent_ones_do_not_converge(void **unused)
{
    static const char *const texts[][3] = {
        {"1/x", "0", "1"},       {"1/x", "-1", "1"},
        {"1/x", "-1", "2"},      {"1/x^2", "-1", "1"},
        {"1/(x-0.3)", "0", "1"}, {"1/(x-0.3)^2", "0", "1"},
        {"tan(x)", "0", "3"},    {"1/(x*log(x))", "0", "0.5"},
        {"1/sin(x)", "0", "3"},  {"x^(-1.001)", "0", "1"},
        {"1/(1-x)", "0", "1"},   {"1/abs(x-0.37)", "0", "1"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const jf_result r =
            integral(texts[i][0], texts[i][1], texts[i][2], NULL, 0);
        assert_whole(&r);
        assert_int_not_equal(r.status, JF_CONVERGED);
    }
}

// --- integrands that fail ---------------------------------------------------

typedef struct faulty {
    int64_t left; // evaluations until it fails
    jf_status status;
} faulty;

static jf_status fail_later(void *param, size_t n, const double *x, double *y)
{
    faulty *const f = param;

    for (size_t i = 0; i < n; i++)
        y[i] = sqrt(x[i]);
    f->left -= (int64_t)n;
    return f->left < 0 ? f->status : JF_OK;
}

static void test_a_failure_of_the_integrand_comes_through(void **unused)
{
    (void)unused;
    for (int k = 0; k < NRULE; k++)
        for (int64_t left = 0; left < 20000; left = 3 * left + 100) {
            faulty fault = {left, JF_INTERRUPTED};
            const jf_integrand f = {.param = &fault, .eval = fail_later};
            jf_options o = options_for(rules[k], rules[k] ? 20000 : 0);
            jf_result r;
            o.threads = 1;
            const jf_status status = jf_integrate(&f, 0, 1, &o, &r);
            if (fault.left >= 0)
                continue; // it got away
            assert_int_equal(status, JF_INTERRUPTED);
            assert_int_equal(r.status, JF_INTERRUPTED);
            assert_true(isnan(r.value) != 0);
        }
}

static void *no_memory(void *param)
{
    (void)param;
    return NULL;
}

static void test_no_memory_for_a_worker(void **unused)
{
    faulty fault = {INT64_MAX, JF_OK};
    const jf_integrand f = {&fault, fail_later, no_memory, NULL, NULL, NULL};

    (void)unused;
    for (int k = 0; k < NRULE; k++) {
        const jf_options o = options_for(rules[k], rules[k] ? 10 : 0);
        jf_result r;
        assert_int_equal(jf_integrate(&f, 0, 1, &o, &r), JF_NOMEM);
        assert_int_equal(r.status, JF_NOMEM);
    }
}

static void test_small_jobs_start_no_thread(void **unused)
{
    (void)unused;
    for (int k = 0; k < NRULE; k++) {
        const jf_result r =
            integral("sin(x)", "0", "1", rules[k], rules[k] ? 5000 : 0);
        assert_int_equal(r.threads, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_requests),
        cmocka_unit_test(test_options_may_be_left_out),
        cmocka_unit_test(test_odd_tolerances),
        cmocka_unit_test(test_empty_range),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_huge_and_tiny_values),
        cmocka_unit_test(test_no_value_on_a_stretch),
        cmocka_unit_test(test_a_narrow_stretch_is_found),
        cmocka_unit_test(test_divergent_ones_do_not_converge),
        cmocka_unit_test(test_a_failure_of_the_integrand_comes_through),
        cmocka_unit_test(test_no_memory_for_a_worker),
        cmocka_unit_test(test_small_jobs_start_no_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
