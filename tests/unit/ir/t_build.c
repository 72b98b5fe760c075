/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each function of functions.def, typed, built and run, against MPFR's value
 * of its definition, in its domain and out of it.  Functions that are an
 * operation of eval's own making need only be the right one: they are held
 * against that, bit for bit (tests of their values stand elsewhere). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/mpfr.h"
#include "../support/program.h"
#include "eval/scalar.h"
#include "eval/special.h"

enum { PRECISION = 240, SIZE = 1200 };
#define RND MPFR_RNDN

#if TEST_HAS_MPFR
// ---- definitions that MPFR has not

static int inverse_of(int (*f)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t), mpfr_ptr r,
                      mpfr_srcptr x)
{
    mpfr_ui_div(r, 1, x, RND);
    return f(r, r, RND);
}

static int true_asec(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    (void)rnd;
    return inverse_of(mpfr_acos, r, x);
}

static int true_acsc(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    (void)rnd;
    return inverse_of(mpfr_asin, r, x);
}

// pi/2 - arctan x, in (0, pi)
static int true_acot(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_t half_pi;

    mpfr_init2(half_pi, 2048);
    mpfr_const_pi(half_pi, rnd);
    mpfr_div_ui(half_pi, half_pi, 2, rnd);
    mpfr_set_prec(r, 2048);
    mpfr_atan(r, x, rnd);
    mpfr_sub(r, half_pi, r, rnd);
    mpfr_clear(half_pi);
    return 0;
}

static int true_log(mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr base, mpfr_rnd_t rnd)
{
    mpfr_t divisor;

    mpfr_init2(divisor, PRECISION);
    mpfr_log(divisor, base, rnd);
    mpfr_log(r, x, rnd);
    mpfr_div(r, r, divisor, rnd);
    mpfr_clear(divisor);
    return 0;
}

static int in_degrees(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_const_pi(r, rnd);
    mpfr_ui_div(r, 180, r, rnd);
    return mpfr_mul(r, r, x, rnd);
}

static int in_radians(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_const_pi(r, rnd);
    mpfr_div_ui(r, r, 180, rnd);
    return mpfr_mul(r, r, x, rnd);
}

static int true_sinc(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    if (mpfr_zero_p(x))
        return mpfr_set_ui(r, 1, rnd);
    mpfr_sin(r, x, rnd);
    return mpfr_div(r, r, x, rnd);
}

// NaN at the poles but 0, and at -inf.
static int true_gamma(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    if (mpfr_cmp_ui(x, 0) < 0 && (mpfr_integer_p(x) || mpfr_inf_p(x)))
        mpfr_set_nan(r);
    else
        mpfr_gamma(r, x, rnd);
    return 0;
}

static int true_factorial(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_add_ui(r, x, 1, rnd);
    return true_gamma(r, r, rnd);
}

static int true_lgamma(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    int sign;

    return mpfr_lgamma(r, &sign, x, rnd);
}

static int true_heaviside(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    if (mpfr_nan_p(x))
        mpfr_set_nan(r);
    else
        mpfr_set_d(r, mpfr_zero_p(x) ? 0.5 : mpfr_sgn(x) > 0, rnd);
    return 0;
}

static int true_sign(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_set(r, x, rnd);
    if (!mpfr_nan_p(x) && !mpfr_zero_p(x))
        mpfr_set_si(r, mpfr_sgn(x), rnd);
    return 0;
}

static int true_frac(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd)
{
    mpfr_set_prec(r, 2200);
    mpfr_floor(r, x);
    return mpfr_sub(r, x, r, rnd);
}

#define INTEGER(name)                                                 \
    static int true_##name(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd) \
    {                                                                 \
        (void)rnd;                                                    \
        return mpfr_##name(r, x);                                     \
    }
INTEGER(floor)
INTEGER(ceil)
INTEGER(trunc)
INTEGER(roundeven)

// x - y floor(x/y): fmod is exact, and so is the sum with this precision.
static int true_mod(mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rnd)
{
    mpfr_set_prec(r, 2200);
    mpfr_fmod(r, x, y, rnd);
    if (mpfr_zero_p(r))
        mpfr_setsign(r, r, mpfr_signbit(y), rnd);
    else if (!mpfr_nan_p(r) && mpfr_signbit(r) != mpfr_signbit(y))
        mpfr_add(r, r, y, rnd);
    return 0;
}

static bool either_nan(mpfr_srcptr x, mpfr_srcptr y)
{
    return mpfr_nan_p(x) || mpfr_nan_p(y);
}

static int true_min(mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rnd)
{
    if (either_nan(x, y))
        mpfr_set_nan(r);
    else
        mpfr_set(r, mpfr_less_p(y, x) ? y : x, rnd);
    return 0;
}

static int true_max(mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rnd)
{
    if (either_nan(x, y))
        mpfr_set_nan(r);
    else
        mpfr_set(r, mpfr_less_p(x, y) ? y : x, rnd);
    return 0;
}

static double copysign_of(double x, double y)
{
    return isnan(y) ? y : copysign(x, y);
}

// ---- the table

typedef struct truth {
    double ulp; // allowed, 0: the same bits
    int (*one)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
    int (*two)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
    double (*same)(double);
    double (*same2)(double, double);
} truth;

#define ONE(ulp, f)              \
    {                            \
        ulp, f, NULL, NULL, NULL \
    }
#define TWO(ulp, f)              \
    {                            \
        ulp, NULL, f, NULL, NULL \
    }
#define SAME(f)                \
    {                          \
        0, NULL, NULL, f, NULL \
    }
#define SAME2(f)               \
    {                          \
        0, NULL, NULL, NULL, f \
    }

// clang-format off
static const truth truths[JF_NFUNCTION] = {
    [JF_FN_SIN] = ONE(1, mpfr_sin),     [JF_FN_COS] = ONE(1, mpfr_cos),
    [JF_FN_TAN] = ONE(1, mpfr_tan),     [JF_FN_COT] = ONE(2, mpfr_cot),
    [JF_FN_SEC] = ONE(2, mpfr_sec),     [JF_FN_CSC] = ONE(2, mpfr_csc),
    [JF_FN_ASIN] = ONE(1, mpfr_asin),   [JF_FN_ACOS] = ONE(1, mpfr_acos),
    [JF_FN_ATAN] = ONE(1, mpfr_atan),   [JF_FN_ACOT] = ONE(1, true_acot),
    [JF_FN_ASEC] = ONE(3, true_asec),   [JF_FN_ACSC] = ONE(3, true_acsc),
    [JF_FN_ATAN2] = TWO(1, mpfr_atan2),
    [JF_FN_SINH] = ONE(2, mpfr_sinh),   [JF_FN_COSH] = ONE(2, mpfr_cosh),
    [JF_FN_TANH] = ONE(2, mpfr_tanh),   [JF_FN_COTH] = ONE(3, mpfr_coth),
    [JF_FN_SECH] = ONE(3, mpfr_sech),   [JF_FN_CSCH] = ONE(3, mpfr_csch),
    [JF_FN_ASINH] = ONE(2, mpfr_asinh), [JF_FN_ACOSH] = ONE(2, mpfr_acosh),
    [JF_FN_ATANH] = ONE(2, mpfr_atanh),
    [JF_FN_EXP] = ONE(1, mpfr_exp),     [JF_FN_EXP2] = ONE(1, mpfr_exp2),
    [JF_FN_EXP10] = ONE(1, mpfr_exp10), [JF_FN_EXPM1] = ONE(1, mpfr_expm1),
    [JF_FN_LN] = ONE(1, mpfr_log),      [JF_FN_LOG] = TWO(3, true_log),
    [JF_FN_LOG2] = ONE(1, mpfr_log2),   [JF_FN_LG] = ONE(2, mpfr_log10),
    [JF_FN_LOG1P] = ONE(1, mpfr_log1p), [JF_FN_SQRT] = ONE(0, mpfr_sqrt),
    [JF_FN_CBRT] = ONE(4, mpfr_cbrt),   [JF_FN_POW] = TWO(1, mpfr_pow),
    [JF_FN_HYPOT] = TWO(1, mpfr_hypot), [JF_FN_ABS] = ONE(0, mpfr_abs),
    [JF_FN_SIGN] = ONE(0, true_sign),
    [JF_FN_HEAVISIDE] = ONE(0, true_heaviside),
    [JF_FN_MIN] = TWO(0, true_min),     [JF_FN_MAX] = TWO(0, true_max),
    [JF_FN_FLOOR] = ONE(0, true_floor), [JF_FN_CEIL] = ONE(0, true_ceil),
    [JF_FN_TRUNC] = ONE(0, true_trunc), [JF_FN_ROUND] = ONE(0, true_roundeven),
    [JF_FN_FRAC] = ONE(0, true_frac),   [JF_FN_MOD] = TWO(0, true_mod),
    [JF_FN_FMOD] = TWO(0, mpfr_fmod),
    [JF_FN_REMAINDER] = TWO(0, mpfr_remainder),
    [JF_FN_COPYSIGN] = SAME2(copysign_of),
    [JF_FN_NEXTAFTER] = SAME2(nextafter),
    [JF_FN_ULP] = SAME(jf_scalar_ulp),
    [JF_FN_DEGREES] = ONE(2, in_degrees), [JF_FN_RADIANS] = ONE(2, in_radians),
    [JF_FN_SINC] = ONE(2, true_sinc),
    [JF_FN_ERF] = ONE(1, mpfr_erf),     [JF_FN_ERFC] = ONE(4, mpfr_erfc),
    [JF_FN_GAMMA] = ONE(10, true_gamma), [JF_FN_LGAMMA] = ONE(4, true_lgamma),
    [JF_FN_FACTORIAL] = ONE(20, true_factorial),
    [JF_FN_BETA] = SAME2(jf_special_beta), [JF_FN_ZETA] = SAME(jf_special_zeta),
    [JF_FN_SI] = SAME(jf_special_si),   [JF_FN_CI] = SAME(jf_special_ci),
    [JF_FN_EI] = SAME(jf_special_ei),   [JF_FN_LI] = SAME(jf_special_li),
    [JF_FN_J0] = SAME(jf_special_j0),   [JF_FN_J1] = SAME(jf_special_j1),
    [JF_FN_JN] = SAME2(jf_special_jn),  [JF_FN_Y0] = SAME(jf_special_y0),
    [JF_FN_Y1] = SAME(jf_special_y1),   [JF_FN_YN] = SAME2(jf_special_yn),
    [JF_FN_ELLIPTIC_K] = SAME(jf_special_elliptic_k),
    [JF_FN_ELLIPTIC_E] = SAME(jf_special_elliptic_e),
    [JF_FN_FRESNEL_S] = SAME(jf_special_fresnel_s),
    [JF_FN_FRESNEL_C] = SAME(jf_special_fresnel_c),
    [JF_FN_ELLIPTIC_KC] = SAME(jf_special_elliptic_kc),
    [JF_FN_AIRY_AI] = SAME(jf_special_airy_ai),
    [JF_FN_AIRY_BI] = SAME(jf_special_airy_bi),
    [JF_FN_BESSEL_I] = SAME2(jf_special_bessel_i),
    [JF_FN_BESSEL_K] = SAME2(jf_special_bessel_k),
    [JF_FN_LAMBERTW] = SAME(jf_special_lambertw),
    [JF_FN_RGAMMA] = SAME(jf_special_rgamma),
};
// clang-format on

static double true_value(const truth *t, double x, double y)
{
    mpfr_t r, a, b;

    if (t->same)
        return t->same(x);
    if (t->same2)
        return t->same2(x, y);
    mpfr_init2(r, PRECISION);
    mpfr_init2(a, 53);
    mpfr_init2(b, 53);
    mpfr_set_d(a, x, RND);
    mpfr_set_d(b, y, RND);
    if (t->one)
        t->one(r, a, RND);
    else
        t->two(r, a, b, RND);
    const double value = mpfr_get_d(r, RND);
    mpfr_clears(r, a, b, (mpfr_ptr)0);
    return value;
}
#endif

// ---- typed, built, run

static void build(jf_ir *ir, const char *text, double y)
{
    const double value[2] = {0, y};
    jf_expr *tree;
    jf_diag diag;

    assert_int_equal(jf_expr_parse(text, strlen(text), NULL, &tree, &diag),
                     JF_OK);
    assert_in_range(tree->nname, 0, 2); // x, then y
    assert_int_equal(jf_ir_build(ir, tree, 0, value), JF_OK);
    assert_true(jf_ir_valid(ir));
    jf_expr_free(tree);
}

#if TEST_HAS_MPFR
static void check(const char *text, const truth *t, const jf_ir *ir, double x,
                  double y)
{
    double value[SIZE];
    const double got = run_program(ir, x, value);
    const double want = true_value(t, x, y);
    const bool good =
        t->ulp == 0 ? same_bits(got, want) : ulps_between(got, want) <= t->ulp;

    if (!good)
        fail_msg("%s of %a, %a: %a, not %a (%g ULP)", text, x, y, got, want,
                 ulps_between(got, want));
}

static const double points[] = {
    0.0,   -0.0,         0x1p-40,  -0x1p-40,  1e-300, 0.25,
    -0.25, 0.5,          -0.5,     0.75,      -0.75,  1.0,
    -1.0,  0x1.00001p+0, 1.5,      -1.5,      2.0,    -2.0,
    2.5,   -2.5,         3.0,      -3.0,      3.75,   -3.75,
    10.0,  -10.5,        0x1.9p+6, -100.25,   700.5,  -700.5,
    1e10,  0x1p60,       INFINITY, -INFINITY, NAN,    -0x1.00001p+0,
};
enum { NPOINT = sizeof points / sizeof *points };

static void try_points(const char *text, const truth *t, bool of_y)
{
    for (int j = 0; j < (of_y ? NPOINT : 1); j++) {
        jf_ir typed, optimised;
        build(&typed, text, points[j]);
        build(&optimised, text, points[j]);
        assert_int_equal(jf_ir_optimise(&optimised, jf_kernel_scalar), JF_OK);
        for (int i = 0; i < NPOINT; i++) {
            check(text, t, &typed, points[i], points[j]);
            // x^2, x^3 ... are products there, a rounding more
            if (strncmp(text, "pow", 3) != 0)
                check(text, t, &optimised, points[i], points[j]);
        }
        jf_ir_clear(&typed);
        jf_ir_clear(&optimised);
    }
}

static void each_function_is_what_it_says(void **state)
{
    (void)state;
    for (int i = 0; i < JF_NFUNCTION; i++) {
        const jf_function_row *const row = jf_function_row_of((jf_function)i);
        const bool of_y = row->max_operands > 1;
        char text[64];
        snprintf(text, sizeof text, of_y ? "%s(x, y)" : "%s(x)",
                 row->info.name);
        const truth *const t = &truths[i];
        if (!t->one && !t->two && !t->same && !t->same2)
            fail_msg("no truth for %s", row->info.name);
        try_points(text, t, of_y);
    }
}
#endif

static double typed_value(const char *text, double x, double y)
{
    double value[SIZE];
    jf_ir ir;

    build(&ir, text, y);
    const double result = run_program(&ir, x, value);
    jf_ir_clear(&ir);
    return result;
}

static void any_number_of_operands(void **state)
{
    static const char most[] = "max(x,1,2,3,4,5,6,7,8,9,10,11,12,13,14,y)";

    (void)state;
    assert_true(typed_value("min(x)", -3, 0) == -3); // these are exact
    assert_true(typed_value("hypot(x)", -3, 0) == 3);
    assert_true(typed_value("min(x, y, -7)", -3, -5) == -7);
    assert_true(typed_value("max(x, y, -7)", -3, -5) == -3);
    assert_true(typed_value("hypot(x, y, 12)", 3, 4) == 13);
    assert_true(typed_value(most, 0, 15) == 15);
    assert_true(typed_value(most, 16, 15) == 16);
    assert_true(isnan(typed_value("min(1, sqrt(x))", -1, 0)));
    assert_true(isnan(typed_value("max(sqrt(x), 1)", -1, 0)));
}

#if TEST_HAS_MPFR
// Near 1, arccos(1/x) has lost half of its digits.
static void arcsec_keeps_its_digits(void **state)
{
    jf_ir sec, csc;

    (void)state;
    build(&sec, "arcsec(x)", 0);
    build(&csc, "arccsc(x)", 0);
    for (int i = -52; i < 1024; i++)
        for (int sign = -1; sign <= 1; sign += 2) {
            const double x = sign * (i < 0 ? 1 + ldexp(1, i) : ldexp(1.5, i));
            check("arcsec", &truths[JF_FN_ASEC], &sec, x, 0);
            check("arccsc", &truths[JF_FN_ACSC], &csc, x, 0);
        }
    jf_ir_clear(&sec);
    jf_ir_clear(&csc);
}
#endif

static void logarithms_to_2_and_10_are_exact_for_powers(void **state)
{
    (void)state;
    for (int n = -1074; n < 1024; n++)
        assert_true(typed_value("log(x, 2)", ldexp(1, n), 0) == n); // exact
    for (int n = 0; n <= 22; n++) {
        const double power = typed_value("10^x", n, 0);
        assert_true(typed_value("log(x, 10)", power, 0) == n); // exact
    }
}

// The passes make exp10 of it: 10^3 is 1000, not 1000.0000000000001.
static void powers_of_ten_are_exact(void **state)
{
    double value[SIZE], power = 1;
    jf_ir ir;

    (void)state;
    build(&ir, "10^x", 0);
    assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
    assert_int_equal(ir.ins[ir.result].op, JF_OP_EXP10);
    for (int n = 0; n <= 22; n++, power *= 10)
        assert_true(run_program(&ir, n, value) == power); // both exact
    jf_ir_clear(&ir);
}

static void nest(char *text, const char *left, const char *right, int depth)
{
    text[0] = '\0';
    for (int i = 0; i < depth; i++)
        strcat(text, left);
    strcat(text, "x");
    for (int i = 0; i < depth; i++)
        strcat(text, right);
}

static int deepest(char *text, const char *left, const char *right)
{
    jf_expr *tree = NULL;
    jf_diag diag;
    int depth = JF_EXPR_DEPTH_MAX + 1;

    do
        nest(text, left, right, --depth);
    while (jf_expr_parse(text, strlen(text), NULL, &tree, &diag) != JF_OK);
    jf_expr_free(tree);
    return depth;
}

// As deep as the parser allows.
static void the_deepest_trees_are_built(void **state)
{
    static const struct {
        const char *left, *right;
        double step; // what a level adds to |f(1/2)|
    } nests[] = {{"1+(", ")", 1}, {"-(", ")", 0}, {"abs(", ")", 0}};
    static char text[8 * JF_EXPR_DEPTH_MAX];
    double value[SIZE];

    (void)state;
    for (size_t k = 0; k < sizeof nests / sizeof *nests; k++) {
        const int depth = deepest(text, nests[k].left, nests[k].right);
        const double want = 0.5 + nests[k].step * depth;
        jf_ir ir;
        assert_in_range(depth, JF_EXPR_DEPTH_MAX / 2 - 2, JF_EXPR_DEPTH_MAX);
        build(&ir, text, 0);
        assert_in_range(ir.nins, depth, SIZE);
        assert_true(fabs(run_program(&ir, 0.5, value)) == want); // exact
        assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
        assert_true(fabs(run_program(&ir, 0.5, value)) == want);
        jf_ir_clear(&ir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        mpfr_unit_test(each_function_is_what_it_says),
        cmocka_unit_test(any_number_of_operands),
        mpfr_unit_test(arcsec_keeps_its_digits),
        cmocka_unit_test(logarithms_to_2_and_10_are_exact_for_powers),
        cmocka_unit_test(powers_of_ten_are_exact),
        cmocka_unit_test(the_deepest_trees_are_built),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
