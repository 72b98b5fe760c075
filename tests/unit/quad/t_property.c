/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold whatever the integral is: linearity, additivity over a split,
 * a sign for reversed limits, changes of variable. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

static const char *const rules[] = {"simpson", "trapezoid", "midpoint",
                                    "boole",   "gauss",     NULL};
enum { NRULE = sizeof rules / sizeof *rules };

static const char *const integrands[] = {
    "sin(x)", "exp(-x*x)",         "1/(2+x*x)", "abs(x-0.3)",
    "x**x",   "sqrt(x)*cos(20*x)", "x**3-2*x",  "1/sqrt(0.001+x)"};
enum { NINTEGRAND = sizeof integrands / sizeof *integrands };

// f, and numbers that change it.
typedef struct wrap {
    jf_integrand f;
    void *machine;
    double scale, stretch, shift; // scale * f(stretch * x + shift)
    const struct wrap *other;     // added
    double *x;
} wrap;

enum { BATCH = 8192 };

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    const wrap *const w = param;
    double t[BATCH] = {0}, z[BATCH];

    assert_true(n <= BATCH);
    for (size_t i = 0; i < n; i++)
        t[i] = w->stretch * x[i] + w->shift;
    const jf_status status = w->f.eval(w->machine, n, t, y);
    for (size_t i = 0; i < n; i++)
        y[i] *= w->scale;
    if (status != JF_OK || !w->other)
        return status;
    eval((void *)(uintptr_t)w->other, n, x, z);
    for (size_t i = 0; i < n; i++)
        y[i] += z[i];
    return JF_OK;
}

static wrap wrapped(const jf_program *program)
{
    const jf_integrand f = jf_program_integrand(program);

    return (wrap){
        .f = f, .machine = f.attach(f.param), .scale = 1, .stretch = 1};
}

static jf_result integrate(wrap *w, double a, double b, const char *rule,
                           int64_t n)
{
    const jf_integrand f = {.param = w, .eval = eval};
    jf_options options = options_for(rule, rule ? n : 0);
    jf_result result;

    options.threads = 1;
    assert_int_equal(jf_integrate(&f, a, b, &options, &result), JF_OK);
    return result;
}

static void test_reversed_limits(void **unused)
{
    dice d = {1};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const program = compiled(integrands[pick(&d, NINTEGRAND)]);
        const char *const rule = rules[pick(&d, NRULE)];
        const double a = uniform(&d, 0, 1), b = uniform(&d, 0, 4);
        const jf_options o = options_for(rule, rule ? 1 + pick(&d, 300) : 0);
        const jf_result there = integral_of(program, a, b, &o);
        const jf_result back = integral_of(program, b, a, &o);
        assert_true(same_bits(there.value, -back.value));
        assert_true(same_bits(there.abserr, back.abserr));
        assert_int_equal(there.status, back.status);
        jf_program_free(program);
    }
}

// The laws of tails are fitted to logarithms, which rounding does not scale;
// what they extrapolate is an error like others.
static bool same_error(const jf_result *scaled, double p,
                       const jf_result *plain)
{
    const double wanted = p * plain->abserr;

    return strcmp(plain->method, "tanh-sinh") == 0
               ? fabs(scaled->abserr - wanted) <= 1e-9 * wanted
               : same_bits(scaled->abserr, wanted);
}

// Powers of two scale every rounding.
static void test_scaling_by_powers_of_two_is_exact(void **unused)
{
    static const double powers[] = {0x1p-300, 0.125, 2, 0x1p40, 0x1p300};
    dice d = {2};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const program = compiled(integrands[pick(&d, NINTEGRAND)]);
        const char *const rule = rules[pick(&d, NRULE)];
        const double p = powers[pick(&d, 5)];
        const int64_t n = 1 + pick(&d, 300);
        wrap w = wrapped(program);
        const jf_result plain = integrate(&w, 0, 1.5, rule, n);
        w.scale = -p;
        const jf_result scaled = integrate(&w, 0, 1.5, rule, n);
        assert_true(same_bits(scaled.value, -p * plain.value));
        assert_true(same_error(&scaled, p, &plain));
        w.scale = 1;
        w.stretch = p;
        const jf_result narrow = integrate(&w, 0, 1.5 / p, rule, n);
        if (fabs(log2(p)) < 100) // gk: widths below 2^-1000 are not halved
            assert_true(same_bits(narrow.value, plain.value / p));
        w.f.detach(w.machine);
        jf_program_free(program);
    }
}

static void test_translation_is_exact_where_addition_is(void **unused)
{
    static const char *const texts[] = {"x**3-2*x+1", "1/(2+x*x)", "abs(x-1)",
                                        "sqrt(x+1)"};
    dice d = {3};

    (void)unused;
    for (int i = 0; i < effort(100); i++) {
        jf_program *const program = compiled(texts[pick(&d, 4)]);
        const char *const rule = rules[pick(&d, 4)]; // equal spacing
        const int64_t n = INT64_C(1) << pick(&d, 12);
        const double shift = pick(&d, 33) * 64 - 1024;
        wrap w = wrapped(program);
        const jf_result plain = integrate(&w, 0, 4, rule, n);
        w.shift = -shift;
        const jf_result moved = integrate(&w, shift, shift + 4, rule, n);
        assert_true(same_bits(plain.value, moved.value));
        w.f.detach(w.machine);
        jf_program_free(program);
    }
}

static void test_linearity(void **unused)
{
    dice d = {4};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const f = compiled(integrands[pick(&d, NINTEGRAND)]);
        jf_program *const g = compiled(integrands[pick(&d, NINTEGRAND)]);
        const char *const rule = rules[pick(&d, NRULE)];
        const int64_t n = 1 + pick(&d, 1000);
        wrap wf = wrapped(f), wg = wrapped(g);
        wf.scale = uniform(&d, -3, 3);
        wg.scale = uniform(&d, -3, 3);
        const jf_result a = integrate(&wf, 0, 2, rule, n);
        const jf_result b = integrate(&wg, 0, 2, rule, n);
        wf.other = &wg;
        const jf_result sum = integrate(&wf, 0, 2, rule, n);
        // a fixed rule is linear but for rounding; gk within its errors
        const double slack = rule ? 1e-14 : sum.abserr + a.abserr + b.abserr;
        assert_true(fabs(sum.value - (a.value + b.value)) <= slack);
        wf.f.detach(wf.machine);
        wg.f.detach(wg.machine);
        jf_program_free(f);
        jf_program_free(g);
    }
}

static void test_additivity(void **unused)
{
    dice d = {5};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const program = compiled(integrands[pick(&d, NINTEGRAND)]);
        const jf_options o = options_for(NULL, 0);
        const double a = uniform(&d, 0, 1), b = uniform(&d, 1, 3);
        const double c = uniform(&d, a, b);
        const jf_result whole = integral_of(program, a, b, &o);
        const jf_result left = integral_of(program, a, c, &o);
        const jf_result right = integral_of(program, c, b, &o);
        assert_true(fabs(whole.value - (left.value + right.value)) <=
                    whole.abserr + left.abserr + right.abserr);
        jf_program_free(program);
    }
}

// With N panels on each half, 2N on the whole: the same sums.
static void test_composite_rules_add_up(void **unused)
{
    dice d = {6};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const program = compiled(integrands[pick(&d, NINTEGRAND)]);
        const char *const rule = rules[pick(&d, 4)];
        const int64_t n = 1 + pick(&d, 500);
        const jf_options once = options_for(rule, n);
        const jf_options twice = options_for(rule, 2 * n);
        const jf_result whole = integral_of(program, 0, 2, &twice);
        const jf_result left = integral_of(program, 0, 1, &once);
        const jf_result right = integral_of(program, 1, 2, &once);
        assert_true(fabs(whole.value - (left.value + right.value)) <= 4e-15);
        jf_program_free(program);
    }
}

static void test_affine_change_of_variable(void **unused)
{
    dice d = {7};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        jf_program *const program = compiled(integrands[pick(&d, NINTEGRAND)]);
        const char *const rule = rules[pick(&d, NRULE)];
        const int64_t n = 1 + pick(&d, 1000);
        wrap w = wrapped(program);
        const jf_result plain = integrate(&w, 1, 2, rule, n);
        w.stretch = w.scale = uniform(&d, 0.1, 10);
        w.shift = uniform(&d, -0.5, 0.5);
        const double a = (1 - w.shift) / w.stretch;
        const double b = (2 - w.shift) / w.stretch;
        const jf_result mapped = integrate(&w, a, b, rule, n);
        const double slack = rule ? 2e-14 : plain.abserr + mapped.abserr;
        assert_true(fabs(plain.value - mapped.value) <= slack);
        w.f.detach(w.machine);
        jf_program_free(program);
    }
}

// Of f, as it is and robbed of its sweep: all that is found must be the same.
// None is a product at last, which a sweep adds with one rounding less.
static void compare_sweep(const char *text, double a, double b,
                          const jf_options *options)
{
    jf_program *const program = compiled(text);
    jf_integrand f = jf_program_integrand(program);
    jf_result swept, plain;

    assert_non_null(f.sweep);
    assert_int_equal(jf_integrate(&f, a, b, options, &swept), JF_OK);
    f.sweep = NULL;
    assert_int_equal(jf_integrate(&f, a, b, options, &plain), JF_OK);
    if (swept.status != plain.status || swept.nnote != plain.nnote ||
        !same_bits(swept.value, plain.value) ||
        !same_bits(swept.abserr, plain.abserr) ||
        !same_bits(swept.place, plain.place))
        fail_msg("%s from %g to %g, %s: %a +- %a swept, %a +- %a plain", text,
                 a, b, options->method, swept.value, swept.abserr, plain.value,
                 plain.abserr);
    jf_program_free(program);
}

static void test_a_sweep_changes_no_bit(void **state)
{
    static const char *const texts[] = {
        "x*x+1",     "1/(1+x*x)",  "sqrt(1-x*x)",          "x",
        "7",         "sin(x)/x",   "1+exp(-x*x)*sin(3*x)", "1/(x-0.5)",
        "1/(1+x)",   "abs(x-0.3)", "x if x<0.7 else 1/x",  "1e308*x+1.5e308",
        "sqrt(x)+x", "floor(9*x)",
    };
    static const char *const methods[] = {"simpson", "midpoint", "boole"};
    dice d = {5};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int k = 0; k < effort(3); k++) {
            jf_options options;
            jf_options_init(&options);
            options.method = methods[pick(&d, 3)];
            options.panels = 70000 + pick(&d, 300000);
            options.threads = 1 + pick(&d, 3);
            compare_sweep(texts[i], k % 3 == 0 ? -1 : 0, k % 2 ? 1 : 2.5,
                          &options);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reversed_limits),
        cmocka_unit_test(test_scaling_by_powers_of_two_is_exact),
        cmocka_unit_test(test_translation_is_exact_where_addition_is),
        cmocka_unit_test(test_linearity),
        cmocka_unit_test(test_additivity),
        cmocka_unit_test(test_composite_rules_add_up),
        cmocka_unit_test(test_affine_change_of_variable),
        cmocka_unit_test(test_a_sweep_changes_no_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
