/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks of typed integrands: where they are known in closed form, by MPFR;
 * where they were put by chance; where there is none; where there are too
 * many.  A tail is held to what base/sight.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <float.h>
#include <mpfr.h>

#include "../support/integral.h"
#include "../support/random.h"
#include "base/sight.h"

enum { BITS = 240, MOST = 1 << 16 };
#define RND MPFR_RNDN

typedef struct found {
    long n;
    jf_mark mark[MOST];
} found;

static void look(const char *text, double a, double b, found *f)
{
    jf_program *const program = compiled(text);
    const jf_integrand g = jf_program_integrand(program);

    f->n = g.sight->marks(g.param, a, b, MOST, f->mark);
    jf_program_free(program);
}

// |x + tail - truth| in units of the last place of x.
static double distance_of(const jf_mark *m, mpfr_srcptr truth)
{
    mpfr_t d;

    mpfr_init2(d, BITS);
    mpfr_sub_d(d, truth, m->x, RND);
    mpfr_sub_d(d, d, m->tail, RND);
    const double size = fabs(mpfr_get_d(d, RND));
    mpfr_clear(d);
    return size == 0 ? 0
                     : size / (nextafter(fabs(m->x), HUGE_VAL) - fabs(m->x));
}

static void check_mark(const char *text, const jf_mark *m, mpfr_srcptr truth,
                       bool exactly)
{
    const double most = m->tail != 0 ? 0x1p-44 : exactly ? 0 : 2;
    const double error = distance_of(m, truth);

    if (!(error <= most))
        fail_msg("%s: mark at %.17g + %.17g is %g ulp away from %.17g", text,
                 m->x, m->tail, error, mpfr_get_d(truth, RND));
}

/* ---- closed forms: the mark number k */

static void multiple_of_pi(mpfr_ptr r, long k, double start, double step)
{
    mpfr_const_pi(r, RND);
    mpfr_mul_d(r, r, start + step * (double)k, RND);
}

static void pi_k(mpfr_ptr r, long k)
{
    multiple_of_pi(r, k, 0, 1);
}

static void log_k(mpfr_ptr r, long k)
{
    mpfr_set_si(r, k + 1, RND);
    mpfr_log(r, r, RND);
}

static void inverse_k(mpfr_ptr r, long k)
{
    mpfr_set_si(r, 100 - k, RND);
    mpfr_ui_div(r, 1, r, RND);
}

// 0.1 lies above 1/10
static void tenths_down(mpfr_ptr r, long k)
{
    inverse_k(r, 90 + k);
}

static void tenths_k(mpfr_ptr r, long k)
{
    mpfr_set_d(r, 0.3, RND);
    mpfr_mul_si(r, r, k, RND);
}

static void sixths_k(mpfr_ptr r, long k)
{
    multiple_of_pi(r, k, 0.5, 1);
    mpfr_div_ui(r, r, 3, RND);
}

static void root_2_k(mpfr_ptr r, long k)
{
    mpfr_sqrt_ui(r, 2, RND);
    mpfr_mul_si(r, r, 2 * k - 1, RND);
}

static void odd_k(mpfr_ptr r, long k)
{
    multiple_of_pi(r, k, -1.5, 1);
}

static void from_minus_5(mpfr_ptr r, long k)
{
    mpfr_set_si(r, k - 5, RND);
}

static void eighth_k(mpfr_ptr r, long k)
{
    multiple_of_pi(r, k, 0.25, 1);
}

static void even_k(mpfr_ptr r, long k)
{
    multiple_of_pi(r, k, -2, 2);
}

static void half_k(mpfr_ptr r, long k)
{
    mpfr_set_d(r, (double)k + 0.5, RND);
}

static void ln_2(mpfr_ptr r, long k)
{
    (void)k;
    mpfr_const_log2(r, RND);
}

static void tan_of(mpfr_ptr r, long k)
{
    (void)k;
    mpfr_set_d(r, 1.5, RND);
    mpfr_tan(r, r, RND);
}

static void zero(mpfr_ptr r, long k)
{
    mpfr_set_si(r, k, RND);
}

static void one(mpfr_ptr r, long k)
{
    mpfr_set_si(r, k + 1, RND);
}

static void two_sided(mpfr_ptr r, long k)
{
    mpfr_set_si(r, 4 * k - 2, RND);
}

static void third(mpfr_ptr r, long k)
{
    (void)k;
    mpfr_set_d(r, 1.0 / 3, RND);
}

typedef struct known {
    const char *text;
    double a, b;
    long n;
    jf_mark_kind kind;
    void (*truth)(mpfr_ptr r, long k);
    bool exactly; // a mark without a tail is the truth
} known;

static const known closed_forms[] = {
    {"abs(sin(x))", 0, 100, 32, JF_MARK_KINK, pi_k, true},
    {"floor(exp(x))", 0, 8, 2980, JF_MARK_JUMP, log_k, true},
    {"frac(1/x)", 0.01, 1, 100, JF_MARK_JUMP, inverse_k, true},
    {"x%0.3", 0, 1, 4, JF_MARK_JUMP, tenths_k, true},
    {"sign(cos(3x))", 0, 5, 5, JF_MARK_JUMP, sixths_k, true},
    {"1/(x^2-2)", -3, 3, 2, JF_MARK_POLE, root_2_k, true},
    {"log(abs(2-x^2)) if x<9 else x", -3, 3, 2, JF_MARK_BRANCH, root_2_k, true},
    {"tan(x)", -5, 5, 4, JF_MARK_POLE, odd_k, true},
    {"gamma(x)", -5, 5, 6, JF_MARK_POLE, from_minus_5, true},
    {"x*gamma(x)^3", -5.5, 2, 6, JF_MARK_POLE, from_minus_5, true},
    {"min(sin(x),cos(x))", 0, 10, 3, JF_MARK_KINK, eighth_k, true},
    {"1/(1-cos(x))", -7, 7, 3, JF_MARK_POLE, even_k, false},
    {"sin(x)^-2", -7, 7, 5, JF_MARK_POLE, NULL, true},
    {"round(x)", 0, 3, 3, JF_MARK_JUMP, half_k, true},
    {"asin(x/2)", -3, 3, 2, JF_MARK_BRANCH, two_sided, true},
    {"1/(exp(x)-2)", 0, 1, 1, JF_MARK_POLE, ln_2, true},
    {"abs(atan(x)-1.5)", -HUGE_VAL, HUGE_VAL, 1, JF_MARK_KINK, tan_of, false},
    {"1/sin(x)", 0, 3.141592653589793, 2, JF_MARK_POLE, pi_k, true},
    {"frac(1/x)", 0.1, 0.15, 4, JF_MARK_JUMP, tenths_down, true},
    {"sqrt(1-x)", 0, 1, 1, JF_MARK_BRANCH, one, true},
    {"(1-x)^-0.99", 0, 1, 1, JF_MARK_POLE, one, true},
    {"1/(x^2-2*x+1)", 0, 3, 1, JF_MARK_POLE, one, true},
    {"1/(x^3-3*x^2+3*x-1)", 0, 3, 1, JF_MARK_POLE, one, true},
    {"1/(x-1)^2", 0, HUGE_VAL, 1, JF_MARK_POLE, one, true},
    {"abs((x-1)^3)", -10, 10, 1, JF_MARK_KINK, one, true},
    {"exp(-1/x^2)", -1, 1, 1, JF_MARK_POLE, zero, true},
    {"sin(x)/x", -1, 1, 1, JF_MARK_POLE, zero, true},
    {"1/(x-sin(x))", -1, 1, 1, JF_MARK_POLE, zero, true},
    {"x^x", 0, 2, 1, JF_MARK_BRANCH, zero, true},
    {"log(x)*sqrt(x)", 0, HUGE_VAL, 1, JF_MARK_BRANCH, zero, true},
    {"x if x<1/3 else 1", 0, 1, 1, JF_MARK_JUMP, third, true},
    {"1/(1-3*x*1e200)", 0, 1e-190, 1, JF_MARK_POLE, NULL, true},
};

static void closed_forms_are_met(void **state)
{
    static found f;
    mpfr_t truth;

    (void)state;
    mpfr_init2(truth, BITS);
    for (size_t i = 0; i < sizeof closed_forms / sizeof *closed_forms; i++) {
        const known *const c = &closed_forms[i];
        look(c->text, c->a, c->b, &f);
        if (f.n != c->n)
            fail_msg("%s: %ld marks, not %ld", c->text, f.n, c->n);
        for (long k = 0; k < f.n; k++) {
            assert_int_equal(f.mark[k].kind, c->kind);
            assert_true(f.mark[k].x >= c->a && f.mark[k].x <= c->b);
            assert_true(k == 0 || f.mark[k].x > f.mark[k - 1].x);
            if (!c->truth)
                continue;
            c->truth(truth, k);
            check_mark(c->text, &f.mark[k], truth, c->exactly);
        }
    }
    mpfr_clear(truth);
}

// Smooth, or not so where nobody looks.
static void smooth_ones_have_none(void **state)
{
    static const char *const texts[] = {
        "abs(x^2)",
        "abs(exp(x)-x)",
        "abs(x^2-2*x+1)",
        "max(x^3,x^3-cos(x)+1)-x^3",
        "sqrt(x^2+1)",
        "1/(1+x^2)",
        "log(x^2+1e-9)",
        "sign(x^2+x^4)",
        "max(x,x-1)",
        "floor(x/100+0.5)",
        "1/(2+cos(x))",
        "x^3-5*x",
        "cbrt(2+sin(x))",
        "x%100+50 if x<-200 else 3",
        "sqrt(x-5) if x>20 else x",
        "1/(x^2-2*x+1.0000001)",
        "tan(atan(x)/2)",
        "1/gamma(x^2+0.5)",
        "exp(x)/erfc(x/9)",
        "min(x^2,-1)",
    };
    static found f;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        look(texts[i], -10, 10, &f);
        if (f.n != 0)
            fail_msg("%s: %ld marks, the first at %.17g", texts[i], f.n,
                     f.mark[0].x);
    }
}

// Conditions within conditions: those that no other one hides.
static void nested_conditions(void **state)
{
    dice d = {11};
    static found f;

    (void)state;
    for (int i = effort(200); i > 0; i--) {
        const double t[3] = {uniform(&d, -4, 4), uniform(&d, -4, 4),
                             uniform(&d, -4, 4)};
        char text[400];
        snprintf(text, sizeof text,
                 "(1 if x<(%.17g) else x) if x>(%.17g) else"
                 " (sqrt(x-(%.17g)) if x>(%.17g) else 2)",
                 t[0], t[1], t[2], t[2]);
        look(text, -5, 5, &f);
        // t1 always; t0 if it is above, t2 (one mark for two) if below
        const long n = 1 + (t[0] > t[1]) + (t[2] < t[1]);
        if (f.n != n)
            fail_msg("%s: %ld marks, not %ld", text, f.n, n);
        for (long k = 0; k < f.n; k++)
            assert_true(f.mark[k].x == t[0] || f.mark[k].x == t[1] ||
                        f.mark[k].x == t[2]);
    }
}

// Products of a few (x - r), multiplied out or not, r of few bits.
static void roots_put_by_chance(void **state)
{
    dice d = {12};
    static found f;

    (void)state;
    for (int i = effort(300); i > 0; i--) {
        double r = (double)pick(&d, 129) / 32 - 2;
        double s = (double)pick(&d, 129) / 32 - 2;
        char text[400];
        const int way = pick(&d, 3);
        if (r > s) {
            const double swap = r;
            r = s;
            s = swap;
        }
        snprintf(text, sizeof text,
                 way == 0   ? "1/(x^2-(%.17g)*x+(%.17g))"
                 : way == 1 ? "log(x*x+(%.17g)-(%.17g)*x)"
                            : "1/((x-(%.17g))*(x-(%.17g)))",
                 way == 0   ? r + s
                 : way == 1 ? r * s
                            : r,
                 way == 0   ? r * s
                 : way == 1 ? r + s
                            : s);
        look(text, -3, 3, &f);
        if (f.n != 1 + (r < s) || f.mark[0].x != r || f.mark[0].tail != 0 ||
            f.mark[f.n - 1].x != s || f.mark[f.n - 1].tail != 0)
            fail_msg("%s: %ld marks, %.17g + %g ... for %.17g, %.17g", text,
                     f.n, f.mark[0].x, f.mark[0].tail, r, s);
    }
}

// sin(c x + s) and exp(c x) - s, c and s of all bits.
static void waves_put_by_chance(void **state)
{
    dice d = {13};
    static found f;
    mpfr_t truth, c;

    (void)state;
    mpfr_inits2(BITS, truth, c, (mpfr_ptr)0);
    for (int i = effort(200); i > 0; i--) {
        const double k = uniform(&d, 0.5, 20), s = uniform(&d, 1.3, 3);
        char text[400];
        snprintf(text, sizeof text, "1/(exp(%.17g*x)-%.17g)", k, s);
        look(text, -20, 20, &f);
        assert_int_equal(f.n, 1);
        mpfr_set_d(truth, s, RND);
        mpfr_log(truth, truth, RND);
        mpfr_div_d(truth, truth, k, RND);
        check_mark(text, &f.mark[0], truth, true);
        snprintf(text, sizeof text, "abs(sin(%.17g*x+%.17g))", k, s);
        look(text, 0, 5, &f);
        assert_int_equal(f.n, (long)floor((5 * k + s) / acos(-1)));
        for (long n = 0; n < f.n; n++) {
            mpfr_const_pi(truth, RND);
            mpfr_mul_si(truth, truth, n + 1, RND);
            mpfr_sub_d(truth, truth, s, RND);
            mpfr_div_d(truth, truth, k, RND);
            check_mark(text, &f.mark[n], truth, true);
        }
    }
    mpfr_clears(truth, c, (mpfr_ptr)0);
}

// More than can be had: what there is, is right, and wide steps come first.
static void too_many(void **state)
{
    static found f;
    long n = 0, wide = 0;

    (void)state;
    look("floor(1/x)", 0, 1, &f);
    assert_int_equal(f.n, -1);
    for (; n < MOST && !isnan(f.mark[n].x); n++) {
        const double inverse = 1 / (f.mark[n].x + f.mark[n].tail);
        // 0 itself is a pole
        assert_true(fabs(inverse - rint(inverse)) <= 0x1p-50 * inverse ||
                    f.mark[n].kind == JF_MARK_POLE);
        wide += f.mark[n].x >= 0.01;
    }
    assert_true(wide >= 100); // all of those
    look("sign(sin(1/x))", 0, 1, &f);
    assert_int_equal(f.n, -1);
    look("ulp(x)", 0, 1, &f); // jumps that are not looked for
    assert_int_equal(f.n, 0);
}

// A size that is too small: the count is still right.
static void room_for_fewer(void **state)
{
    jf_program *const program = compiled("abs(sin(x))");
    const jf_integrand g = jf_program_integrand(program);
    jf_mark mark[4] = {{0}};

    (void)state;
    mark[3].x = 77;
    assert_int_equal(g.sight->marks(g.param, 0, 100, 3, mark), 32);
    assert_true(mark[3].x == 77);
    assert_true(mark[2].x > 6.28 && mark[2].x < 6.29);
    assert_int_equal(g.sight->marks(g.param, 0, 100, 0, NULL), 32);
    jf_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_forms_are_met),
        cmocka_unit_test(smooth_ones_have_none),
        cmocka_unit_test(nested_conditions),
        cmocka_unit_test(roots_put_by_chance),
        cmocka_unit_test(waves_put_by_chance),
        cmocka_unit_test(too_many),
        cmocka_unit_test(room_for_fewer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
