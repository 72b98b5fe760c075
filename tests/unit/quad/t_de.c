/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-exponential quadrature against closed forms with random parameters:
 * the truth lies within the error, always, and most integrals converge. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/integral.h"
#include "../support/random.h"

#include "base/sight.h"

enum { PRECISION = 200 };

// One of the functions below, with its parameters, as an integrand that can
// also be asked by distance and for intervals.
typedef struct curve {
    double p, q, c, w;
    double (*value)(const struct curve *, double x);
    double (*near_a)(const struct curve *, double d); // from the lower end
    double (*near_b)(const struct curve *, double d); // from the upper end
    bool bell; // value falls with |x - c|
} curve;

typedef struct side_of {
    const curve *curve;
    double c;
    int side;
} side_of;

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    const curve *const f = param;

    for (size_t i = 0; i < n; i++)
        y[i] = f->value(f, x[i]);
    return JF_OK;
}

static jf_status eval_near(void *param, size_t n, const double *d, double *y)
{
    const side_of *const s = param;
    const curve *const f = s->curve;
    curve moved = *f;

    moved.c = f->c - s->c; // the distance is the abscissa
    for (size_t i = 0; i < n; i++)
        y[i] = f->bell        ? f->value(&moved, s->side * d[i])
               : s->side == 1 ? f->near_a(f, d[i])
                              : f->near_b(f, d[i]);
    return JF_OK;
}

static jf_status near(const void *param, double c, double tail, int side,
                      jf_view *view)
{
    const curve *const f = param;

    if (tail != 0 || (!f->bell && !(side == 1 ? f->near_a : f->near_b)))
        return JF_USAGE;
    side_of *const s = malloc(sizeof *s);
    if (!s)
        return JF_NOMEM;
    *s = (side_of){f, c, side};
    *view = (jf_view){{.param = s, .eval = eval_near}, s, free};
    return JF_OK;
}

// Of a bell, exactly but for rounding; of others nothing is known.
static jf_range range(const void *param, double a, double b)
{
    const curve *const f = param;
    const double x = fmin(fmax(f->c, a), b);
    const double far = f->c - a > b - f->c ? a : b;

    if (!f->bell)
        return (jf_range){-HUGE_VAL, HUGE_VAL, JF_SEEN_UNBOUNDED};
    return (jf_range){fmax(0, f->value(f, far) * (1 - 1e-12)),
                      f->value(f, x) * (1 + 1e-12) + 0x1p-1074, 0};
}

static const jf_sight sight = {.range = range, .near = near};

typedef struct tally {
    int n, converged, outside, named;
} tally;

static jf_result integrate(const curve *f, double a, double b, bool sees)
{
    const jf_integrand g = {.param = (void *)(uintptr_t)f,
                            .eval = eval,
                            .sight = sees ? &sight : NULL};
    const jf_options options = options_for("de", 0);
    jf_result result;

    assert_int_equal(jf_integrate(&g, a, b, &options, &result), JF_OK);
    return result;
}

// The values of f itself are good to `loss` only.
static void judge(const curve *f, double a, double b, bool sees,
                  const mpfr_t truth, double loss, tally *t)
{
    const jf_result r = integrate(f, a, b, sees);
    mpfr_t difference;

    t->n++;
    t->converged += r.status == JF_CONVERGED;
    t->named += r.status == JF_DIVERGENT;
    mpfr_init2(difference, PRECISION);
    mpfr_sub_d(difference, truth, r.value, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    const double size = fabs(mpfr_get_d(truth, MPFR_RNDN));
    mpfr_clear(difference);

    if (r.status == JF_CONVERGED && !(error <= r.abserr + loss * size)) {
        t->outside++;
        print_message("# p %a q %a c %a w %a: %.17g +- %.3g, off by %.3g\n",
                      f->p, f->q, f->c, f->w, r.value, r.abserr, error);
    }
}

static void conclude(const char *what, const tally *t, double share)
{
    print_message("# %s: %d of %d converged\n", what, t->converged, t->n);
    assert_int_equal(t->outside, 0);
    assert_true(t->converged >= share * t->n);
}

// x^p (1 - x)^q

static double beta(const curve *f, double x)
{
    return pow(x, f->p) * pow(1 - x, f->q);
}

static double beta_near_b(const curve *f, double d)
{
    return pow(1 - d, f->p) * pow(d, f->q);
}

static void beta_truth(const curve *f, mpfr_t truth)
{
    mpfr_t p, q;

    mpfr_inits2(PRECISION, p, q, (mpfr_ptr)0);
    mpfr_set_d(p, f->p, MPFR_RNDN);
    mpfr_set_d(q, f->q, MPFR_RNDN);
    mpfr_add_ui(p, p, 1, MPFR_RNDN);
    mpfr_add_ui(q, q, 1, MPFR_RNDN);
    mpfr_beta(truth, p, q, MPFR_RNDN);
    mpfr_clears(p, q, (mpfr_ptr)0);
}

static void judge_beta(bool sees, double share)
{
    dice d = {sees};
    tally t = {0};
    mpfr_t truth;

    mpfr_init2(truth, PRECISION);
    for (int i = 0; i < effort(400); i++) {
        const curve f = {.p = uniform(&d, -0.97, 3),
                         .q = uniform(&d, -0.97, 3),
                         .value = beta,
                         .near_a = beta,
                         .near_b = beta_near_b};
        beta_truth(&f, truth);
        judge(&f, 0, 1, sees, truth, 4e-16, &t);
    }
    mpfr_clear(truth);
    conclude(sees ? "beta by distance" : "beta", &t, share);
}

static void test_beta_by_distance(void **unused)
{
    (void)unused;
    judge_beta(true, 0.99);
}

// Near 1 the abscissae are rounded: not all can be had.
static void test_beta(void **unused)
{
    (void)unused;
    judge_beta(false, 0.8);
}

// x^p e^(-q x), 0 .. inf

static double decay(const curve *f, double x)
{
    return pow(x, f->p) * exp(-f->q * x);
}

static void test_gamma(void **unused)
{
    dice d = {3};
    tally t = {0};
    mpfr_t truth, p, q;

    (void)unused;
    mpfr_inits2(PRECISION, truth, p, q, (mpfr_ptr)0);
    for (int i = 0; i < effort(400); i++) {
        const curve f = {.p = uniform(&d, -0.95, 12),
                         .q = pow(10, uniform(&d, -6, 6)),
                         .value = decay};
        mpfr_set_d(p, f.p, MPFR_RNDN);
        mpfr_add_ui(p, p, 1, MPFR_RNDN);
        mpfr_set_d(q, f.q, MPFR_RNDN);
        mpfr_gamma(truth, p, MPFR_RNDN);
        mpfr_pow(q, q, p, MPFR_RNDN);
        mpfr_div(truth, truth, q, MPFR_RNDN);
        judge(&f, 0, INFINITY, false, truth, 4e-16, &t);
    }
    mpfr_clears(truth, p, q, (mpfr_ptr)0);
    conclude("gamma", &t, 0.99);
}

// Bells: of z = (x - c) / w

static double gauss(const curve *f, double x)
{
    const double z = (x - f->c) / f->w;

    return exp(-z * z);
}

static double cauchy(const curve *f, double x)
{
    const double z = (x - f->c) / f->w;

    return 1 / (1 + z * z);
}

static double sech2(const curve *f, double x)
{
    const double z = cosh((x - f->c) / f->w);

    return 1 / (z * z);
}

// The integral over -inf .. inf is w times the square root of pi, pi, or 2.
static void bell_truth(int kind, const curve *f, mpfr_t truth)
{
    if (kind == 2)
        mpfr_set_ui(truth, 2, MPFR_RNDN);
    else
        mpfr_const_pi(truth, MPFR_RNDN);
    if (kind == 0)
        mpfr_sqrt(truth, truth, MPFR_RNDN);
    mpfr_mul_d(truth, truth, f->w, MPFR_RNDN);
}

static void judge_bells(bool sees, double share)
{
    static double (*const value[])(const curve *, double) = {gauss, cauchy,
                                                             sech2};
    dice d = {4};
    tally t = {0};
    mpfr_t truth;

    mpfr_init2(truth, PRECISION);
    for (int i = 0; i < effort(300); i++) {
        const double size = pow(10, uniform(&d, -6, 6));
        const double far =
            sees ? pow(10, uniform(&d, -3, 5)) : uniform(&d, 0, 3);
        const curve f = {.c = pick(&d, 2) ? size * far : -size * far,
                         .w = size,
                         .value = value[i % 3],
                         .bell = true};
        bell_truth(i % 3, &f, truth);
        judge(&f, -INFINITY, INFINITY, sees, truth, 4e-16, &t);
    }
    mpfr_clear(truth);
    conclude(sees ? "bells, bounded" : "bells", &t, share);
}

static void test_bells_far_away(void **unused)
{
    (void)unused;
    judge_bells(true, 0.95);
}

static void test_bells_of_a_callback(void **unused)
{
    (void)unused;
    judge_bells(false, 0.95);
}

// x^p (-ln x)^q, 0 .. 1

static double logarithm(const curve *f, double x)
{
    return pow(x, f->p) * pow(-log(x), f->q);
}

static double logarithm_near_b(const curve *f, double d)
{
    return pow(1 - d, f->p) * pow(-log1p(-d), f->q);
}

static void test_logarithms(void **unused)
{
    dice d = {5};
    tally t = {0};
    mpfr_t truth, p, q;

    (void)unused;
    mpfr_inits2(PRECISION, truth, p, q, (mpfr_ptr)0);
    for (int i = 0; i < effort(300); i++) {
        const curve f = {.p = uniform(&d, -0.9, 3),
                         .q = uniform(&d, -0.9, 5),
                         .value = logarithm,
                         .near_a = logarithm,
                         .near_b = logarithm_near_b};
        mpfr_set_d(p, f.p, MPFR_RNDN);
        mpfr_add_ui(p, p, 1, MPFR_RNDN);
        mpfr_set_d(q, f.q, MPFR_RNDN);
        mpfr_add_ui(q, q, 1, MPFR_RNDN);
        mpfr_gamma(truth, q, MPFR_RNDN);
        mpfr_pow(p, p, q, MPFR_RNDN);
        mpfr_div(truth, truth, p, MPFR_RNDN);
        judge(&f, 0, 1, true, truth, 4e-16, &t);
    }
    mpfr_clears(truth, p, q, (mpfr_ptr)0);
    conclude("logarithms", &t, 0.98);
}

// x^-p on 1 .. inf and 0 .. 1

static double power(const curve *f, double x)
{
    return pow(x, -f->p);
}

static void test_slow_tails(void **unused)
{
    dice d = {6};
    tally t = {0};
    mpfr_t truth;

    (void)unused;
    mpfr_init2(truth, PRECISION);
    for (int i = 0; i < effort(200); i++) {
        const curve f = {.p = 1 + pow(10, uniform(&d, -2, 0.5)),
                         .value = power};
        mpfr_set_d(truth, f.p, MPFR_RNDN);
        mpfr_sub_ui(truth, truth, 1, MPFR_RNDN);
        mpfr_ui_div(truth, 1, truth, MPFR_RNDN);
        judge(&f, 1, INFINITY, false, truth, 4e-16, &t);
    }
    mpfr_clear(truth);
    conclude("slow tails", &t, 0.98);
}

static void test_divergent_powers_are_named(void **unused)
{
    dice d = {7};

    (void)unused;
    for (int i = 0; i < effort(200); i++) {
        const double away = i % 20 ? pow(10, uniform(&d, -2, 0.5)) : 0;
        const curve high = {.p = 1 + away, .value = power};
        const curve low = {.p = 1 - away, .value = power};
        const jf_result r = integrate(&high, 0, 1, false);
        const jf_result far = integrate(&low, 1, INFINITY, false);
        assert_int_equal(r.status, JF_DIVERGENT);
        assert_int_equal(far.status, JF_DIVERGENT);
        assert_true(r.value == HUGE_VAL && far.value == HUGE_VAL);
        assert_true(r.place == 0 && far.place == HUGE_VAL);
        assert_int_not_equal(r.cause.id, JF_TEXT_NONE);
    }
}

// 1 / (x ln^p x), 3 .. inf: the logarithm alone decides.
static double iterated(const curve *f, double x)
{
    return 1 / (x * pow(log(x), f->p));
}

static void test_logarithms_decide(void **unused)
{
    const curve square = {.p = 2, .value = iterated};
    const curve once = {.p = 1, .value = iterated};
    const jf_result r = integrate(&square, 3, INFINITY, false);

    (void)unused;
    assert_true(fabs(r.value - 1 / log(3)) <= r.abserr);
    assert_true(r.abserr < 1e-6);
    assert_int_equal(integrate(&once, 3, INFINITY, false).status, JF_DIVERGENT);
}

// sin(q x) / x^p: what does not settle is not called converged.
static double waves(const curve *f, double x)
{
    return sin(f->q * x) * pow(x, -f->p);
}

static void test_oscillating_tails_do_not_converge(void **unused)
{
    dice d = {8};

    (void)unused;
    for (int i = 0; i < effort(60); i++) {
        const curve f = {.p = uniform(&d, 0, 1.2),
                         .q = pow(10, uniform(&d, -2, 2)),
                         .value = waves};
        const jf_result r = integrate(&f, 0, INFINITY, false);
        assert_int_equal(r.status, JF_UNCONVERGED);
        assert_int_not_equal(r.cause.id, JF_TEXT_NONE);
    }
}

static void test_nothing_is_told_of_a_stretch_without_values(void **unused)
{
    const char *const text[] = {"sqrt(x)", "log(x)", "asin(x+3)", "log(x)/x"};

    (void)unused;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        assert_int_equal(integral(text[i], "-1", "1", "de", 0).status,
                         JF_UNDEFINED);
}

static void test_limits_reversed_and_halves_add_up(void **unused)
{
    const jf_result all = integral("exp(-x*x/(1+x))", "0", "inf", NULL, 0);
    const jf_result back = integral("exp(-x*x/(1+x))", "inf", "0", NULL, 0);
    const jf_result one = integral("exp(-x*x/(1+x))", "0", "2", "de", 0);
    const jf_result two = integral("exp(-x*x/(1+x))", "2", "inf", NULL, 0);

    (void)unused;
    assert_true(all.value == -back.value);
    assert_true(fabs(all.value - one.value - two.value) <=
                all.abserr + one.abserr + two.abserr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beta_by_distance),
        cmocka_unit_test(test_beta),
        cmocka_unit_test(test_gamma),
        cmocka_unit_test(test_bells_far_away),
        cmocka_unit_test(test_bells_of_a_callback),
        cmocka_unit_test(test_logarithms),
        cmocka_unit_test(test_slow_tails),
        cmocka_unit_test(test_divergent_powers_are_named),
        cmocka_unit_test(test_logarithms_decide),
        cmocka_unit_test(test_oscillating_tails_do_not_converge),
        cmocka_unit_test(test_nothing_is_told_of_a_stretch_without_values),
        cmocka_unit_test(test_limits_reversed_and_halves_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
