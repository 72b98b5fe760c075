/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Principal values with random parameters against their closed forms, in long
 * doubles: the truth lies within the error, and nearly all converge.  What has
 * none is named, and an integral that has one says so. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

typedef long double wide;

static const wide PI = 3.14159265358979323846264338327950288L;

// What a truth in long doubles may be wrong by, relative to its largest term.
static const wide DOUBT = 64 * 1.0842021724855044e-19L;

static wide log_ratio(wide a, wide b)
{
    return logl(fabsl(a / b));
}

// The parameters p, the limits, and the integral with the largest of its terms.
typedef struct sample {
    double p[3];
    double a, b;
    wide truth, largest;
} sample;

static double power(dice *d, double least, double most)
{
    return pow(10, uniform(d, least, most));
}

static void around(dice *d, double c, sample *s)
{
    s->a = c - power(d, -4, 2);
    s->b = c + power(d, -4, 2);
}

static void simple(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -3, 3);

    around(d, c, s);
    s->truth = log_ratio((wide)s->b - c, (wide)c - s->a);
    s->largest = 1;
}

static void two(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -3, 3);
    const double e = s->p[1] = c + power(d, -3, 1);

    s->a = c - power(d, -2, 1);
    s->b = e + power(d, -2, 1);
    const wide at_e = log_ratio((wide)s->b - e, (wide)e - s->a);
    const wide at_c = log_ratio((wide)s->b - c, (wide)c - s->a);
    s->truth = (at_e - at_c) / ((wide)e - c);
    s->largest = (fabsl(at_e) + fabsl(at_c) + 1) / ((wide)e - c);
}

static void irrational(dice *d, sample *s)
{
    const double p = s->p[0] = power(d, -2, 2);
    const wide root = sqrtl(p);

    s->a = sqrt(p) * uniform(d, 0, 0.999);
    s->b = sqrt(p) + power(d, -3, 2);
    s->truth = (log_ratio(s->b - root, s->b + root) -
                log_ratio(s->a - root, s->a + root)) /
               (2 * root);
    s->largest = 10 / root;
}

static void third_order(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -3, 3);

    s->a = c - power(d, -1, 1);
    s->b = c + power(d, -1, 1);
    const wide l = (wide)s->a - c, r = (wide)s->b - c;
    s->truth = (1 / (l * l) - 1 / (r * r)) / 2;
    s->largest = 1 / (l * l) + 1 / (r * r);
}

static void tangent(dice *d, sample *s)
{
    s->p[0] = uniform(d, 0.5, 5);
    s->a = uniform(d, -3, 3);
    s->b = s->a + uniform(d, 0.5, 5);
    const wide w = s->p[0];
    s->truth = log_ratio(cosl(w * s->a), cosl(w * s->b)) / w;
    s->largest = 10 / w;
}

static void with_root(dice *d, sample *s)
{
    const double c = s->p[0] = power(d, -2, 2);
    const wide r = sqrtl(c);

    s->a = 0;
    s->b = c + power(d, -2, 2);
    const wide q = sqrtl(s->b);
    s->truth = 2 * q + r * log_ratio(q - r, q + r);
    s->largest = 2 * q + 10 * r;
}

static void with_power(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -3, 3);
    const wide n = (wide)(s->p[1] = uniform(d, -0.8, 2)) + 1;

    around(d, c, s);
    const wide l = (wide)c - s->a, r = (wide)s->b - c;
    const wide smooth = (powl(r, n) + powl(l, n)) / n;
    s->truth = log_ratio(r, l) + smooth;
    s->largest = 10 + smooth;
}

static void with_logarithm(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -3, 3);

    around(d, c, s);
    const wide l = (wide)c - s->a, r = (wide)s->b - c;
    const wide log_l = logl(l), log_r = logl(r);
    s->truth =
        (log_r * log_r - log_l * log_l) / 2 + r * (log_r - 1) + l * (log_l - 1);
    s->largest = 100 + fabsl(r * log_r) + fabsl(l * log_l);
}

static void beside_kink(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -1, 1);
    const double k = s->p[1] = c + power(d, -3, 0);

    s->a = c - power(d, -2, 1);
    s->b = k + power(d, -2, 1);
    const wide jump = (wide)c - k;
    s->truth = (wide)s->b - k - ((wide)k - s->a) +
               jump * (log_ratio((wide)s->b - c, (wide)k - c) -
                       log_ratio((wide)k - c, (wide)c - s->a));
    s->largest = 100;
}

static void beside_peak(dice *d, sample *s)
{
    const double c = s->p[0] = uniform(d, -2, 2);
    const double e = s->p[1] = c + power(d, -1, 0);
    const wide w = s->p[2] = power(d, -5, -1);

    s->a = c - power(d, -1, 1);
    s->b = e + power(d, -1, 1);
    s->truth = log_ratio((wide)s->b - c, (wide)c - s->a) +
               tanhl(((wide)s->b - e) / w) - tanhl(((wide)s->a - e) / w);
    s->largest = 10;
}

static void on_the_line(dice *d, sample *s)
{
    const wide t = s->p[0] = uniform(d, -9, 9);

    s->a = -HUGE_VAL;
    s->b = HUGE_VAL;
    s->truth = -PI * t / (1 + t * t);
    s->largest = 1;
}

static void gaussian(dice *d, sample *s)
{
    s->a = -HUGE_VAL;
    s->b = HUGE_VAL;
    s->p[0] = uniform(d, 0.1, 10);
    s->truth = 0; // odd
    s->largest = 1;
}

static void at_infinity(dice *d, sample *s)
{
    const wide k = s->p[0] = uniform(d, -3, 3);
    const wide w = s->p[1] = power(d, -2, 2);

    s->a = -HUGE_VAL;
    s->b = HUGE_VAL;
    s->truth = PI * k / w;
    s->largest = 10 + fabsl(s->truth);
}

static void half_line(dice *d, sample *s)
{
    const wide p = s->p[0] = uniform(d, 0.1, 0.9);

    s->a = 0;
    s->b = HUGE_VAL;
    s->truth = PI / tanl(PI * p);
    s->largest = 10;
}

static const struct {
    const char *text;
    int use[5]; // which parameter
    void (*draw)(dice *d, sample *s);
} families[] = {
    {"1/(x-(%.17g))", {0}, simple},
    {"1/((x-(%.17g))*(x-(%.17g)))", {0, 1}, two},
    {"1/(x^2-%.17g)", {0}, irrational},
    {"1/(x-(%.17g))^3", {0}, third_order},
    {"tan(%.17g*x)", {0}, tangent},
    {"sqrt(x)/(x-%.17g)", {0}, with_root},
    {"1/(x-(%.17g))+abs(x-(%.17g))^(%.17g)", {0, 0, 1}, with_power},
    {"ln(abs(x-(%.17g)))*(1+(x-(%.17g)))/(x-(%.17g))",
     {0, 0, 0},
     with_logarithm},
    {"abs(x-(%.17g))/(x-(%.17g))", {1, 0}, beside_kink},
    {"1/(x-(%.17g))+1/%.17g/cosh((x-(%.17g))/%.17g)^2",
     {0, 2, 1, 2},
     beside_peak},
    {"1/((x-(%.17g))*(1+x^2))", {0}, on_the_line},
    {"exp(-%.17g*x^2)/x", {0}, gaussian},
    {"(x+(%.17g))/(x^2+%.17g^2)", {0, 1}, at_infinity},
    {"x^(%.17g-1)/(1-x)", {0}, half_line},
};

static void write_text(const char *pattern, const int *use, const sample *s,
                       char *text, size_t size)
{
    snprintf(text, size, pattern, s->p[use[0]], s->p[use[1]], s->p[use[2]],
             s->p[use[3]], s->p[use[4]]);
}

static jf_result principal_of(const char *text, double a, double b,
                              const double *point, size_t npoint)
{
    jf_program *const program = compiled(text);
    jf_options options = options_for(NULL, 0);

    options.principal = true;
    options.point = point;
    options.npoint = npoint;
    const jf_result r = integral_of(program, a, b, &options);
    jf_program_free(program);
    return r;
}

static void test_closed_forms(void **unused)
{
    enum { EACH = 12 };
    dice d = {16};
    int n = 0, converged = 0;

    (void)unused;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (int k = 0; k < effort(EACH); k++) {
            sample s = {.a = 0};
            char text[256];
            families[i].draw(&d, &s);
            write_text(families[i].text, families[i].use, &s, text,
                       sizeof text);
            const jf_result r = principal_of(text, s.a, s.b, NULL, 0);
            const wide off = fabsl(s.truth - (wide)r.value);
            n++;
            if (r.status != JF_CONVERGED)
                continue;
            converged++;
            if (!(off <= r.abserr + DOUBT * s.largest))
                fail_msg("%s from %.17g to %.17g: %.17g +- %g, not %.17Lg",
                         text, s.a, s.b, r.value, r.abserr, s.truth);
        }
    assert_true(converged >= n * 0.97);
}

// Whose value is known, and their ± small.
static void test_known(void **unused)
{
    static const struct {
        const char *text, *a, *b;
        double value;
    } rows[] = {
        {"1/x", "-1", "1", 0},
        {"1/x", "-1", "2", 0.69314718055994531},
        {"1/(x^2-1)", "0", "2", -0.54930614433405485},
        {"exp(x)/x", "-1", "1", 2.1145017507514570},
        {"1/ln(x)", "0", "2", 1.0451637801174928},
        {"1/cbrt(x)^3", "-1", "2", 0.69314718055994531},
        {"ln(abs(x))/x", "-1", "2", 0.24022650695910071},
        {"1/x+1/sqrt(abs(x))", "-1", "1", 4},
        {"zeta(x)", "0.5", "1.5", 0.57681311015472117},
        {"x^2/sin(x)^3", "-1", "1", 0},
        {"cos(x)/(x-1)", "-inf", "inf", -2.6435590640814483},
        {"x/(1+x^2)", "-inf", "inf", 0},
        {"exp(x)", "0", "1", 1.7182818284590452},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const jf_result r = principal_of(rows[i].text, number(rows[i].a),
                                         number(rows[i].b), NULL, 0);
        if (r.status != JF_CONVERGED || !(r.abserr <= 1e-12) ||
            !(fabs(r.value - rows[i].value) <= r.abserr + 4e-16))
            fail_msg("%s: %.17g +- %g", rows[i].text, r.value, r.abserr);
    }
}

// There is no value, and no hint at one; or there is, and the hint.
static void test_divergent(void **unused)
{
    static const struct {
        const char *text, *a, *b;
        double value; // with pv; NaN: there is one
    } rows[] = {
        {"1/x^2", "-1", "1", HUGE_VAL},
        {"-1/abs(x)", "-1", "1", -HUGE_VAL},
        {"1/x^3+1/x^2", "-1", "1", HUGE_VAL},
        {"exp(1/x)", "-1", "1", HUGE_VAL},
        {"1/x", "0", "1", HUGE_VAL},
        {"1/(x*(x-1))", "-1", "1", -HUGE_VAL},
        {"1/x", "-1", "inf", HUGE_VAL},
        {"1/x", "-1", "1", (double)NAN},
        {"tan(x)", "0", "2", (double)NAN},
        {"1/x^3", "-1", "1", (double)NAN},
        {"1/(x*(x-1))", "-1", "3", (double)NAN},
        {"1/(x*(1+x^2))", "-inf", "inf", (double)NAN},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const double a = number(rows[i].a), b = number(rows[i].b);
        const jf_result plain =
            integral(rows[i].text, rows[i].a, rows[i].b, NULL, 0);
        const jf_result r = principal_of(rows[i].text, a, b, NULL, 0);
        const bool exists = isnan(rows[i].value);
        if (plain.status != JF_DIVERGENT ||
            (plain.hint.id == JF_TEXT_QUAD_HINT_PV) != exists)
            fail_msg("%s: status %d, hint %d", rows[i].text, plain.status,
                     plain.hint.id);
        if (exists ? r.status != JF_CONVERGED
                   : r.status != JF_DIVERGENT || r.value != rows[i].value)
            fail_msg("%s: pv: status %d, %g", rows[i].text, r.status, r.value);
    }
}

// 1/(x - c) times a smooth function, of which nothing is told.
static jf_status hidden(void *param, size_t n, const double *x, double *y)
{
    const double c = *(const double *)param;

    for (size_t i = 0; i < n; i++)
        y[i] = (1 + x[i]) / (x[i] - c);
    return JF_OK;
}

static void test_callback(void **unused)
{
    jf_options options = options_for(NULL, 0);

    (void)unused;
    for (double c = -0.75; c < 0.8; c += 0.15) {
        const double points[] = {c, 0.5};
        const jf_integrand f = {.param = &c, .eval = hidden};
        jf_result r;
        options.principal = true;
        options.point = points;
        options.npoint = 2;
        assert_int_equal(jf_integrate(&f, -1, 1, &options, &r), JF_OK);
        const wide truth =
            2 + (1 + (wide)c) * log_ratio(1 - (wide)c, 1 + (wide)c);
        if (r.status != JF_CONVERGED ||
            !(fabsl(truth - (wide)r.value) <= r.abserr) || !(r.abserr <= 1e-11))
            fail_msg("%g: %.17g +- %g, not %.17Lg", c, r.value, r.abserr,
                     truth);
    }
}

// A pole that is given next to the one that is there is that one.
static void test_given(void **unused)
{
    static const double near_pole[] = {1.5708, 0.3};
    const jf_result r = principal_of("tan(x)", 0, 2, near_pole, 2);

    (void)unused;
    assert_int_equal(r.status, JF_CONVERGED);
    assert_true(fabs(r.value - 0.87671710853190833) <= r.abserr);
    assert_true(r.abserr <= 1e-12);
}

static void test_same_bits(void **unused)
{
    static const char *const texts[] = {"tan(x)", "1/(x*(x-1)*(x-1.001))",
                                        "exp(sin(20*x))/(x^2-2)"};

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        jf_program *const program = compiled(texts[i]);
        jf_options options = options_for(NULL, 0);
        options.principal = true;
        options.threads = 1;
        const jf_result one = integral_of(program, -1.25, 5, &options);
        options.threads = 4;
        const jf_result four = integral_of(program, -1.25, 5, &options);
        jf_program_free(program);
        assert_int_equal(one.status, JF_CONVERGED);
        assert_true(same_bits(one.value, four.value));
        assert_true(same_bits(one.abserr, four.abserr));
        assert_true(one.neval == four.neval);
    }
}

static void test_turned(void **unused)
{
    const jf_result r = principal_of("exp(x)/x", -1, 2, NULL, 0);
    const jf_result turned = principal_of("exp(x)/x", 2, -1, NULL, 0);

    (void)unused;
    assert_true(turned.value == -r.value); // exact: the same sum
}

static void test_refused(void **unused)
{
    jf_program *const program = compiled("1/x");
    jf_options options = options_for("gk", 0);

    (void)unused;
    options.principal = true;
    const jf_result r = integral_of(program, -1, 1, &options);
    assert_int_equal(r.status, JF_USAGE);
    assert_int_equal(r.cause.id, JF_TEXT_QUAD_PV_METHOD);
    jf_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms), cmocka_unit_test(test_known),
        cmocka_unit_test(test_divergent),    cmocka_unit_test(test_callback),
        cmocka_unit_test(test_given),        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_turned),       cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
