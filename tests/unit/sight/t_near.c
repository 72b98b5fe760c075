/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs in the distance from a point, against MPFR: from d = 1e-300 on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "../support/program.h"
#include "../support/random.h"
#include "../support/real.h"
#include "eval/kernels.h"
#include "eval/program.h"
#include "sight/near.h"

#include <jifen/expr.h>

// Where: a double, or a number that is none, with or without its tail.
typedef enum point { EXACT, PI_TIMES, E, ROOT } point;

typedef struct form {
    const char *text;
    double c;    // or the factor of pi, or what the root is of
    double ulps; // in which an ulp of d counts as well
    point point;
    bool tail;
    double largest;  // d
    double smallest; // d; below 1e-154 its square underflows
} form;

// clang-format off
static const form forms[] = {
    {"1-x", 1, 1, EXACT, false, 0.1, 1e-300},
    {"x^2-1", 1, 4, EXACT, false, 0.1, 1e-300},
    {"x^2-1", -1, 4, EXACT, false, 0.1, 1e-300},
    {"1-x^2", 1, 4, EXACT, false, 0.1, 1e-300},
    {"1/sqrt(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"(1-x)^(-0.99)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"log(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"log(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"x^x-1", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(1-x^4)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sin(pi*x)", 0, 4, EXACT, false, 0.1, 1e-300},
    {"sin(pi*x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sin(pi*x)", 2, 4, EXACT, false, 0.1, 1e-300},
    {"sin(pi*x)", 7, 4, EXACT, false, 0.1, 1e-300},
    {"cos(pi*x/2)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sin(x)", 1, 4, PI_TIMES, false, 0.1, 1e-300},
    {"tan(x)", 0.5, 4, PI_TIMES, false, 0.1, 1e-300},
    {"1/tan(x)", 0.5, 4, PI_TIMES, false, 0.1, 1e-300},
    {"1/tan(x)", 1, 4, PI_TIMES, true, 0.1, 1e-300},
    {"acos(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"acos(x)", -1, 4, EXACT, false, 0.1, 1e-300},
    {"asin(x)-pi/2", 1, 4, EXACT, false, 0.1, 1e-300},
    {"asin(x)+pi/2", -1, 4, EXACT, false, 0.1, 1e-300},
    {"sqrt(2-x)", 2, 4, EXACT, false, 0.1, 1e-300},
    {"x^3-8", 2, 4, EXACT, false, 0.1, 1e-300},
    {"(x-2)*(x-3)", 2, 4, EXACT, false, 0.1, 1e-300},
    {"(x-2)*(x-3)", 3, 4, EXACT, false, 0.1, 1e-300},
    {"x*(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"x*(1-x)", 0, 4, EXACT, false, 0.1, 1e-300},
    {"1/(x*log(x)^2)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"log(log(x))", 1, 8, E, true, 0.1, 1e-300},
    {"log(log(x))", 1, 8, E, false, 0.1, 1e-300},
    {"exp(x)-1", 0, 4, EXACT, false, 0.1, 1e-300},
    {"exp(x)-e", 1, 4, EXACT, false, 0.1, 1e-300},
    {"1-cos(x)", 0, 4, EXACT, false, 0.1, 1e-300},
    {"1-cos(x)", 2, 4, PI_TIMES, false, 0.1, 1e-300},
    {"1-sin(x)", 0.5, 4, PI_TIMES, true, 0.1, 1e-300},
    {"1+cos(x)", 1, 4, PI_TIMES, false, 0.1, 1e-300},
    {"x^2-2", 2, 4, ROOT, true, 0.1, 1e-300},
    {"x^2-2", 2, 4, ROOT, false, 0.1, 1e-300},
    {"abs(x-1)^(-0.5)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sqrt(abs(x^2-1))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"gamma(x)", 0, 4, EXACT, false, 0.1, 1e-300},
    {"gamma(x)", -1, 8, EXACT, false, 0.1, 1e-300},
    {"gamma(x)", -2, 8, EXACT, false, 0.1, 1e-300},
    {"lgamma(x)", 0, 8, EXACT, false, 0.1, 1e-300},
    {"lgamma(x)", -3, 8, EXACT, false, 0.1, 1e-300},
    {"(1-x)^0.3333", 1, 4, EXACT, false, 0.1, 1e-300},
    {"cbrt(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"cbrt(x)-2", 8, 4, EXACT, false, 0.1, 1e-300},
    {"atanh(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"atanh(x)", -1, 4, EXACT, false, 0.1, 1e-300},
    {"acosh(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"log1p(-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"tanh(x)-tanh(2)", 2, 8, EXACT, false, 0.1, 1e-300},
    {"tanh(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sinh(x)-sinh(1)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"cosh(x)-1", 0, 4, EXACT, false, 0.1, 1e-300},
    {"cosh(x)-cosh(3)", 3, 8, EXACT, false, 0.1, 1e-300},
    {"asinh(x)-asinh(2)", 2, 8, EXACT, false, 0.1, 1e-300},
    {"atan(x)-pi/4", 1, 8, EXACT, false, 0.1, 1e-300},
    {"acosh(x)-acosh(3)", 3, 8, EXACT, false, 0.1, 1e-300},
    {"atanh(x)-atanh(0.25)", 0.25, 8, EXACT, false, 0.1, 1e-300},
    {"atanh(x)-atanh(0.75)", 0.75, 8, EXACT, false, 0.1, 1e-300},
    {"asin(x)-asin(0.25)", 0.25, 8, EXACT, false, 0.1, 1e-300},
    {"acos(x)-acos(0.75)", 0.75, 8, EXACT, false, 0.1, 1e-300},
    {"hypot(x,3)-5", 4, 8, EXACT, false, 0.1, 1e-300},
    {"2^x-8", 3, 4, EXACT, false, 0.1, 1e-300},
    {"log2(x)-3", 8, 4, EXACT, false, 0.1, 1e-300},
    {"log10(x)-2", 100, 4, EXACT, false, 0.1, 1e-300},
    {"erfc(x)-1", 0, 4, EXACT, false, 0.1, 1e-300},
    {"sqrt(x)-3", 9, 4, EXACT, false, 0.1, 1e-300},
    {"1/x-1/4", 4, 4, EXACT, false, 0.1, 1e-300},
    {"x/(1+x)-1/2", 1, 8, EXACT, false, 0.1, 1e-300},
    {"x^(3/2)-8", 4, 8, EXACT, false, 0.1, 1e-300},
    {"x^(-3)-1/8", 2, 8, EXACT, false, 0.1, 1e-300},
    {"x^100-1", 1, 16, EXACT, false, 0.1, 1e-300},
    {"x^70-1", -1, 8, EXACT, false, 0.1, 1e-300},
    {"tan(x)-1", 0.25, 8, PI_TIMES, false, 0.1, 1e-300},
    {"x^x-1", 0, 8, EXACT, false, 0.1, 1e-300},
    {"x*(2-x)-1", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sqrt(x*(2-x))-1", 1, 8, EXACT, false, 0.1, 1e-300},
    {"exp(-x)-exp(-2*x)", 0, 8, EXACT, false, 60, 1e-300},
    {"frac(x)", 3, 4, EXACT, false, 0.1, 1e-300},
    {"x-floor(x)", 3, 4, EXACT, false, 5, 1e-300},
    {"1-frac(x)", 3, 4, EXACT, false, 0.1, 1e-300},
    {"ceil(x)-x", -2, 4, EXACT, false, 5, 1e-300},
    {"mod(x,3)", 6, 4, EXACT, false, 7, 1e-300},
    {"3-mod(x,3)", 6, 4, EXACT, false, 0.1, 1e-300},
    {"trunc(x)-x", 2, 4, EXACT, false, 0.1, 1e-300},
    {"round(x)-x", 3.5, 4, EXACT, false, 0.1, 1e-300},
    {"fmod(x,2)", -4, 4, EXACT, false, 0.1, 1e-300},
    {"min(x,1)-1", 1, 4, EXACT, false, 0.1, 1e-300},
    {"1/max(x-1,1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"(1-x)^-0.5 if x < 1 else log(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"sign(x-1)*log(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"heaviside(x-2)*(x-2)", 2, 4, EXACT, false, 0.1, 1e-300},
    {"sinc(x)", 0, 4, EXACT, false, 0.1, 1e-300},
    {"atan2(x, -1)-pi", 0, 4, EXACT, false, 0.1, 1e-300},
    {"arcsec(x)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"x^3-3*x+2", -2, 8, EXACT, false, 0.1, 1e-300},
    {"1/(exp(x)-1)", 0, 8, EXACT, false, 0.1, 1e-300},
    {"log(sin(x))", 1, 8, PI_TIMES, false, 0.1, 1e-300},
    {"sqrt(tan(x))", 0.5, 8, PI_TIMES, false, 0.1, 1e-300},
    {"1/sqrt(cos(x)-cos(1))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt((1-x)*(1-0.5*x^2))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"(x^3-1)^(-0.25)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"1/sqrt(x*(1-x))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"asin(sqrt(x))-pi/2", 1, 8, EXACT, false, 0.1, 1e-300},
    {"log(tan(pi*x/4))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(1-sin(x))", 0.5, 8, PI_TIMES, false, 0.1, 1e-150},
    {"log(cos(x))", 0.5, 8, PI_TIMES, false, 0.1, 1e-300},
    {"1/sqrt(-log(x))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(-log(sin(x)))", 0.5, 8, PI_TIMES, false, 0.1, 1e-150},
    {"exp(-1/(1-x^2))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"log(x)/(1-x)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"(x^2-1)/(x-1)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(x^2-4)", 2, 8, EXACT, false, 0.1, 1e-300},
    {"1/sqrt(9-x^2)", 3, 8, EXACT, false, 0.1, 1e-300},
    {"1/sqrt(9-x^2)", -3, 8, EXACT, false, 0.1, 1e-300},
    {"log(abs(x-0.3))", 0.3, 8, EXACT, false, 0.1, 1e-300},
    {"abs(0.1-x)^(-0.9)", 0.1, 8, EXACT, false, 0.1, 1e-300},
    {"1/(1-x)^2", 1, 8, EXACT, false, 0.1, 1e-300},
    {"1/(x^2-5*x+6)", 2, 8, EXACT, false, 0.1, 1e-300},
    {"1/(x^2-5*x+6)", 3, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(1-tanh(x)^2)", 0, 8, EXACT, false, 0.1, 1e-300},
    {"log(sinh(x))", 0, 8, EXACT, false, 0.1, 1e-300},
    {"log(1-exp(x-2))", 2, 8, EXACT, false, 0.1, 1e-300},
    {"log(1-exp(-x))", 0, 8, EXACT, false, 0.1, 1e-300},
    {"1/sqrt(1-cos(x))", 2, 8, PI_TIMES, false, 0.1, 1e-150},
    {"log(2-2*cos(x))", 0, 8, EXACT, false, 0.1, 1e-150},
    {"(2-x)^(-0.5)*(x-1)^(-0.5)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"(2-x)^(-0.5)*(x-1)^(-0.5)", 2, 8, EXACT, false, 0.1, 1e-300},
    {"acos(x^2)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"asin(1-x)-pi/2", 0, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(sec(x)-1)", 0, 8, EXACT, false, 0.1, 1e-150},
    {"1/sqrt(exp(1-x)-1)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"log(log(1/x))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"sqrt(1-x^2)/(1-x)", 1, 8, EXACT, false, 0.1, 1e-300},
    {"atanh(x^2)", -1, 8, EXACT, false, 0.1, 1e-300},
    {"x^(1/(1-x))", 1, 8, EXACT, false, 0.1, 1e-300},
    {"atan(exp(x))-atan(exp(30))", 30, 64, EXACT, false, 60, 1e-300},
    {"x-sin(x)", 0, 16, EXACT, false, 0.5, 1e-300},
    {"exp(x)-1-x", 0, 16, EXACT, false, 0.5, 1e-300},
    {"x^3-3*x+2", 1, 16, EXACT, false, 0.5, 1e-300},
    {"1-x^2/2-cos(x)", 0, 64, EXACT, false, 0.5, 1e-300},
    {"log(x)-x+1", 1, 16, EXACT, false, 0.9, 1e-300},
    {"tan(x)-sin(x)", 0, 16, EXACT, false, 1.4, 1e-300},
    {"(x-1)-atan(x-1)", 1, 16, EXACT, false, 0.3, 1e-300},
    {"sqrt(1+x)-1-x/2", 0, 16, EXACT, false, 0.3, 1e-300},
    {"sinh(x)-tanh(x)", 0, 16, EXACT, false, 0.3, 1e-300},
    {"expm1(x-1)", 1, 4, EXACT, false, 0.1, 1e-300},
    {"exp(x)-exp(3)", 3, 8, EXACT, false, 0.1, 1e-300},
    {"erf(1-x)", 1, 4, EXACT, false, 0.1, 1e-300},
};
// clang-format on

static void real_point(mpfr_t x, const form *f)
{
    if (f->point == E)
        mpfr_set_si(x, 1, MPFR_RNDN), mpfr_exp(x, x, MPFR_RNDN);
    else if (f->point == PI_TIMES)
        mpfr_const_pi(x, MPFR_RNDN), mpfr_mul_d(x, x, f->c, MPFR_RNDN);
    else
        mpfr_set_d(x, f->c, MPFR_RNDN);
    if (f->point == ROOT)
        mpfr_sqrt(x, x, MPFR_RNDN);
}

static jf_place place_of(const form *f, int side)
{
    jf_place place = {.side = side};
    mpfr_t x;

    mpfr_init2(x, 300);
    real_point(x, f);
    place.c = mpfr_get_d(x, MPFR_RNDN);
    mpfr_sub_d(x, x, place.c, MPFR_RNDN);
    if (f->tail)
        place.tail = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clear(x);
    return place;
}

// As it was typed: nothing is rounded yet.
static void read_text(jf_ir *ir, const char *text)
{
    static const char *const names[] = {"x"};
    const jf_expr_options options = {.nname = 1, .name = names};
    const double value[] = {NAN};
    jf_expr *expr;
    jf_diag diag;

    if (jf_expr_parse(text, strlen(text), &options, &expr, &diag) != JF_OK)
        fail_msg("%s", text);
    const size_t variable = expr->nname ? 0 : SIZE_MAX;
    assert_int_equal(jf_ir_build(ir, expr, variable, value), JF_OK);
    jf_expr_free(expr);
}

// f(c + side d), or of d (1 + 2^-60).
static void real_value(const jf_ir *ir, const form *f, int side, double d,
                       bool moved, mpfr_t y)
{
    const mpfr_prec_t bits = 300 + (mpfr_prec_t)(4.5 * fabs(log2(d)));
    mpfr_t *const value = malloc((size_t)ir->nins * sizeof *value);
    mpfr_t x, step;

    mpfr_inits2(bits, x, step, (mpfr_ptr)0);
    for (int i = 0; i < ir->nins; i++)
        mpfr_init2(value[i], bits);
    real_point(x, f);
    mpfr_set_d(step, side * d, MPFR_RNDN);
    mpfr_add(x, x, step, MPFR_RNDN);
    mpfr_mul_2si(step, step, -60, MPFR_RNDN);
    if (moved)
        mpfr_add(x, x, step, MPFR_RNDN);
    run_real(ir, x, value);
    mpfr_set(y, value[ir->result], MPFR_RNDN);
    for (int i = 0; i < ir->nins; i++)
        mpfr_clear(value[i]);
    mpfr_clears(x, step, (mpfr_ptr)0);
    free(value);
}

// The error in ulps of the truth, or of what an ulp of d makes of it.
static double error_of(const jf_ir *ir, const form *f, int side, double d,
                       double got)
{
    mpfr_t truth, moved;
    double error;

    mpfr_inits2(300, truth, moved, (mpfr_ptr)0);
    real_value(ir, f, side, d, false, truth);
    real_value(ir, f, side, d, true, moved);
    const double rounded = mpfr_get_d(truth, MPFR_RNDN);
    if (isnan(rounded) || isinf(rounded) || fabs(rounded) < 0x1p-1000) {
        error = same_bits(got, rounded) ||
                        (fabs(rounded) < 0x1p-1000 && fabs(got) < 0x1p-999)
                    ? 0
                    : HUGE_VAL;
    } else {
        mpfr_sub(moved, moved, truth, MPFR_RNDN);
        mpfr_div(moved, moved, truth, MPFR_RNDN);
        const double condition = fabs(mpfr_get_d(moved, MPFR_RNDN)) * 0x1p60;
        mpfr_d_sub(moved, got, truth, MPFR_RNDN);
        mpfr_div(moved, moved, truth, MPFR_RNDN);
        error = fabs(mpfr_get_d(moved, MPFR_RNDN)) * 0x1p53 / (1 + condition);
    }
    mpfr_clears(truth, moved, (mpfr_ptr)0);
    return isnan(error) ? HUGE_VAL : error;
}

enum { NDISTANCE = 40 };

static void any_distances(dice *random, const form *f, double *d)
{
    const double top = log(f->largest), bottom = log(f->smallest);

    d[0] = f->smallest;
    d[1] = f->largest;
    for (int i = 2; i < NDISTANCE; i++)
        d[i] = exp(uniform(random, i % 2 ? -30 : bottom, top));
}

static void run_view(const jf_ir *ir, const jf_place *place, size_t n,
                     const double *d, double *y)
{
    jf_view view;

    assert_int_equal(jf_near_open(ir, place, &view), JF_OK);
    void *const worker = view.f.attach(view.f.param);
    assert_non_null(worker);
    assert_int_equal(view.f.eval(worker, n, d, y), JF_OK);
    view.f.detach(worker);
    view.free(view.owned);
}

static void check_form(const form *f, int side, dice *random)
{
    const jf_place place = place_of(f, side);
    double d[NDISTANCE], y[NDISTANCE], worst = 0, worst_d = 0;
    jf_ir ir, tidy;

    read_text(&ir, f->text);
    jf_ir_clone(&tidy, &ir);
    assert_int_equal(jf_ir_tidy(&tidy, jf_kernel_scalar), JF_OK);
    any_distances(random, f, d);
    run_view(&tidy, &place, NDISTANCE, d, y);
    for (int i = 0; i < NDISTANCE; i++) {
        const double error = error_of(&ir, f, side, d[i], y[i]);
        if (error > worst) {
            worst = error;
            worst_d = d[i];
        }
    }
    jf_ir_clear(&tidy);
    jf_ir_clear(&ir);
    if (worst > f->ulps)
        fail_msg("%s at %g, side %d, d = %g: %g ulp", f->text, place.c, side,
                 worst_d, worst);
}

static void forms_keep_their_digits(void **state)
{
    dice d = {1};

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (int side = -1; side <= 1; side += 2)
            check_form(&forms[i], side, &d);
}

static void far_away_the_plain_program_is_asked(void **state)
{
    const jf_place place = {.c = 1, .side = 1};
    const double d[] = {1000, 1e300};
    double y[2];
    jf_ir ir;

    (void)state;
    read_text(&ir, "x*exp(x)/exp(2*x) - 1/e"); // exponents of 1e300
    run_view(&ir, &place, 2, d, y);
    assert_true(fabs(y[0] + exp(-1)) < 1e-15 && isnan(y[1]));
    jf_ir_clear(&ir);
    read_text(&ir, "x*exp(-x) - 1/e");
    run_view(&ir, &place, 2, d, y);
    assert_true(fabs(y[0] + exp(-1)) < 1e-15 && fabs(y[1] + exp(-1)) < 1e-15);
    jf_ir_clear(&ir);
    read_text(&ir, "x/exp(x) - 1/e");
    run_view(&ir, &place, 2, d, y);
    assert_true(fabs(y[0] + exp(-1)) < 1e-15 && fabs(y[1] + exp(-1)) < 1e-15);
    jf_ir_clear(&ir);
}

// ---- random programs: about as good as the plain one, far from the point

// A condition on what may well be 0.
static bool is_undecided(const jf_ins *ins, const double *value,
                         const double *error)
{
    const int a = ins->operand[0], b = ins->operand[1];

    if (ins->op == JF_OP_SELECT)
        return value[a] != 0 && fabs(value[a]) <= error[a];
    return (ins->op == JF_OP_EQ || ins->op == JF_OP_NE) &&
           value[a] != value[b] &&
           fabs(value[a] - value[b]) <= error[a] + error[b];
}

// How far a value may be off: its operands', and its own rounding.
static double spread(const jf_ir *ir, const jf_ins *ins, const double *value,
                     const double *error, double at)
{
    const int n = jf_op_operands(ins->op);
    double most = 0;

    if (is_undecided(ins, value, error))
        return HUGE_VAL;
    for (int corner = 0; corner < 1 << n; corner++) {
        double x[3] = {0};
        for (int k = 0; k < n; k++) {
            const double e = error[ins->operand[k]];
            x[k] = value[ins->operand[k]] + (corner >> k & 1 ? e : -e);
        }
        const double y = ins->op == JF_OP_POLY
                             ? run_poly(ir, ins, x[0])
                             : jf_kernel_scalar(ins->op, x[0], x[1], x[2]);
        if (!(fabs(y - at) <= most)) // NaN for good
            most = fabs(y - at) + 0 * most;
    }
    return most;
}

// Of a polynomial: of the sum of the absolute values of its terms.
static double size_of(const jf_ir *ir, const jf_ins *ins, double x)
{
    double y = 0;

    for (int i = 0; i < ins->ncoef; i++)
        y = y * fabs(x) + fabs(ir->coef[ins->coef + i]);
    return y;
}

// The plain program's value, and about how far it may be off.
static double bounded_value(const jf_ir *ir, double x, double size,
                            double *bound)
{
    double value[64], error[64];

    run_program(ir, x, value);
    for (int i = 0; i < ir->nins; i++) {
        const jf_ins *const ins = &ir->ins[i];
        double rounding = fabs(value[i]);
        error[i] = 0;
        if (ins->op == JF_OP_VAR)
            rounding = size;
        else if (ins->op != JF_OP_CONST)
            error[i] = spread(ir, ins, value, error, value[i]);
        if (ins->op == JF_OP_POLY)
            rounding = ins->ncoef * size_of(ir, ins, value[ins->operand[0]]);
        error[i] += 0x1p-51 * rounding + 0x1p-1070;
    }
    *bound = error[ir->result];
    return value[ir->result];
}

static void report(const jf_ir *ir, const jf_place *place, double d,
                   double want, double got, double bound)
{
    static char text[1 << 16], near[1 << 20];

    jf_ir_print(ir, text, sizeof text);
    jf_near_print(ir, place, near, sizeof near);
    fail_msg("c = %a, side %d, d = %a: %.17g, not %.17g, bound %g\n%s=>\n%s",
             place->c, place->side, d, got, want, bound, text, near);
}

// How many values could be compared.
static int check_program(const jf_ir *ir, dice *random)
{
    enum { N = 16 };
    const jf_place place = {.c = (double)(pick(random, 81) - 40) / 8,
                            .side = pick(random, 2) ? 1 : -1};
    double d[N], y[N];
    int compared = 0;

    // c + side d is exact, so that both see the same
    for (int i = 0; i < N; i++)
        d[i] = ldexp(1 + pick(random, 1 << 20), -20 - pick(random, 16));
    run_view(ir, &place, N, d, y);
    for (int i = 0; i < N; i++) {
        const double x = place.c + place.side * d[i];
        double bound;
        const double want = bounded_value(ir, x, fabs(place.c) + d[i], &bound);
        if (!isfinite(want) || !(bound < 0x1p-10 * fabs(want)))
            continue;
        compared++;
        if (!(fabs(y[i] - want) <= 16 * bound))
            report(ir, &place, d[i], want, y[i], bound);
    }
    return compared;
}

// What looks at the last bit of a value tells nothing of a real function; and
// nobody types polynomials of high degree with any coefficients.
static bool is_fit(const jf_ir *ir)
{
    for (int i = 0; i < ir->nins; i++)
        if (ir->ins[i].op == JF_OP_ULP || ir->ins[i].op == JF_OP_NEXTAFTER ||
            ir->ins[i].ncoef > 6)
            return false;
    return true;
}

static void random_programs_agree_with_the_plain_ones(void **state)
{
    dice random = {7};
    int compared = 0, rounds = 0;

    (void)state;
    for (int i = effort(4000); i > 0; i--, rounds++) {
        jf_ir ir;
        random_program(&ir, &random, 3 + pick(&random, 20),
                       pick(&random, 3) ? JF_OP_ZETA : JF_NOP);
        assert_int_equal(jf_ir_tidy(&ir, jf_kernel_scalar), JF_OK);
        if (is_fit(&ir))
            compared += check_program(&ir, &random);
        jf_ir_clear(&ir);
    }
    assert_true(compared > 2 * rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_keep_their_digits),
        cmocka_unit_test(far_away_the_plain_program_is_asked),
        cmocka_unit_test(random_programs_agree_with_the_plain_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
