/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error that is printed beside a value, against the error that it has:
 * t_estimate closed_forms.tsv.
 *
 * gk: a value that is called converged, and one that is not, lies within its
 * error, always.  Fixed rules: always where f is smooth or singular at an end
 * and N is 32 or more; elsewhere (jumps, kinks, peaks, oscillation: panels may
 * be wider than what they should see) below the rates that are stated here. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/truth.h"

enum { SMOOTH_FROM = 32, RATE_FROM = 100 };

static const char *table;

typedef struct row {
    char *kind, *text, *a, *b, *value;
} row;

typedef struct tally {
    int n, outside;   // all pairs of a row and an N
    int many, missed; // N >= RATE_FROM
    int smooth;       // failures where there may be none
} tally;

static bool is_smooth(const row *r)
{
    return strcmp(r->kind, "smooth") == 0 ||
           strcmp(r->kind, "polynomial") == 0 ||
           strcmp(r->kind, "singular") == 0;
}

// Whether the truth lies within the error; no result may lie about its status.
static bool holds(const row *r, const jf_result *result)
{
    double magnitude;

    if (result->status == JF_UNDEFINED)
        return isnan(result->value);
    if (result->status == JF_UNCONVERGED && isnan(result->value))
        return result->abserr == HUGE_VAL; // nothing is claimed
    assert_true(isfinite(result->value) != 0);
    assert_true(result->abserr >= 0);
    return distance(result->value, r->value, &magnitude) <= result->abserr;
}

static void complain(const row *r, const char *method, int64_t n,
                     const jf_result *result)
{
    print_message("# %s %s..%s %s %lld: %.17g +- %.3g, not %s\n", r->text, r->a,
                  r->b, method, (long long)n, result->value, result->abserr,
                  r->value);
}

static void judge(const row *r, const jf_program *program, const char *method,
                  int64_t n, tally *t)
{
    const jf_options options = options_for(method, n);
    const jf_result result =
        integral_of(program, number(r->a), number(r->b), &options);
    const bool good = holds(r, &result);

    assert_true(result.status == JF_FIXED || result.status == JF_UNDEFINED);
    t->n++;
    t->outside += !good;
    t->many += n >= RATE_FROM;
    t->missed += n >= RATE_FROM && !good;
    if (!good && n >= SMOOTH_FROM && is_smooth(r)) {
        complain(r, method, n, &result);
        t->smooth++;
    }
}

static void judge_all(const row *r, const char *method, tally *t)
{
    static const int sizes[] = {1,   2,   3,   4,   5,   6,   7,    8,    9,
                                10,  13,  17,  31,  32,  33,  64,   100,  127,
                                128, 255, 256, 257, 500, 999, 1000, 1024, 2000};
    jf_program *const program = compiled(r->text);

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (method[0] != 'g' || sizes[i] <= 500)
            judge(r, program, method, sizes[i], t);
    jf_program_free(program);
}

static void judge_rule(const char *method, double rate)
{
    FILE *const file = opened(table);
    char line[512], *column[5];
    tally t = {0};

    while (read_row(file, line, sizeof line, 5, column)) {
        const row r = {column[0], column[1], column[2], column[3], column[4]};
        if (strcmp(r.kind, "hard") != 0) // for gk alone
            judge_all(&r, method, &t);
    }
    fclose(file);
    print_message("# %s: %d of %d outside, %d of %d from N = %d on\n", method,
                  t.outside, t.n, t.missed, t.many, RATE_FROM);
    assert_true(t.many > 900);
    assert_int_equal(t.smooth, 0);
    assert_true(t.missed <= rate * t.many);
}

static void test_simpson(void **unused)
{
    (void)unused;
    judge_rule("simpson", 0.012);
}

static void test_trapezoid(void **unused)
{
    (void)unused;
    judge_rule("trapezoid", 0.015);
}

static void test_midpoint(void **unused)
{
    (void)unused;
    judge_rule("midpoint", 0.03);
}

static void test_boole(void **unused)
{
    (void)unused;
    judge_rule("boole", 0.02);
}

static void test_gauss(void **unused)
{
    (void)unused;
    judge_rule("gauss", 0.015);
}

static void test_gk(void **unused)
{
    FILE *const file = opened(table);
    char line[512], *column[5];
    int n = 0, converged = 0, outside = 0;

    (void)unused;
    while (read_row(file, line, sizeof line, 5, column)) {
        const row r = {column[0], column[1], column[2], column[3], column[4]};
        const jf_result result = integral(r.text, r.a, r.b, NULL, 0);
        n++;
        converged += result.status == JF_CONVERGED;
        if (!holds(&r, &result)) {
            complain(&r, "gk", 0, &result);
            outside++;
        }
    }
    fclose(file);
    print_message("# gk: %d of %d converged\n", converged, n);
    assert_true(n >= 150);
    assert_int_equal(outside, 0);
    // what is limited by rounding may come out on either side
    assert_true(converged >= n - n / 10);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simpson),  cmocka_unit_test(test_trapezoid),
        cmocka_unit_test(test_midpoint), cmocka_unit_test(test_boole),
        cmocka_unit_test(test_gauss),    cmocka_unit_test(test_gk),
    };

    table = argc > 1 ? argv[1] : NULL;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
