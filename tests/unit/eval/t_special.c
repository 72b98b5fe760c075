/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Special functions against two independent truths.
 *
 *     t_special special_reference.tsv special/FILE.c ...
 *
 * The claims JF_CLAIM(function, kind, ulp) at the feet of the given files are
 * held against the reference values, which mpmath computed, and against MPFR
 * on random arguments where MPFR has the function. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/claims.h"
#include "eval/special.h"

typedef struct function {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
} function;

static const function FUNCTIONS[] = {
    {"beta", NULL, jf_special_beta},
    {"zeta", jf_special_zeta, NULL},
    {"si", jf_special_si, NULL},
    {"ci", jf_special_ci, NULL},
    {"ei", jf_special_ei, NULL},
    {"li", jf_special_li, NULL},
    {"j0", jf_special_j0, NULL},
    {"j1", jf_special_j1, NULL},
    {"jn", NULL, jf_special_jn},
    {"y0", jf_special_y0, NULL},
    {"y1", jf_special_y1, NULL},
    {"yn", NULL, jf_special_yn},
    {"elliptic_k", jf_special_elliptic_k, NULL},
    {"elliptic_e", jf_special_elliptic_e, NULL},
    {"fresnel_s", jf_special_fresnel_s, NULL},
    {"fresnel_c", jf_special_fresnel_c, NULL},
    {"elliptic_kc", jf_special_elliptic_kc, NULL},
    {"airy_ai", jf_special_airy_ai, NULL},
    {"airy_bi", jf_special_airy_bi, NULL},
    {"bessel_i", NULL, jf_special_bessel_i},
    {"bessel_k", NULL, jf_special_bessel_k},
    {"lambertw", jf_special_lambertw, NULL},
    {"rgamma", jf_special_rgamma, NULL},
};
enum { NFUNCTION = sizeof FUNCTIONS / sizeof *FUNCTIONS };

static const char *reference_path;

static const function *find_function(const char *name)
{
    for (int i = 0; i < NFUNCTION; i++)
        if (strcmp(FUNCTIONS[i].name, name) == 0)
            return FUNCTIONS + i;
    fail_msg("unknown function %s", name);
    return NULL;
}

static double call(const function *f, double x, double y)
{
    return f->one ? f->one(x) : f->two(x, y);
}

static void check_row(char *line)
{
    char name[16], kind[16], x[40], y[40], value[80], amplitude[40];
    mpfr_t truth;

    if (line[0] == '#')
        return;
    assert_int_equal(sscanf(line, "%15s %15s %39s %39s %79s %39s", name, kind,
                            x, y, value, amplitude),
                     6);
    const double a = strtod(x, NULL), b = strtod(y, NULL);
    const double scale = strtod(amplitude, NULL);
    mpfr_init2(truth, PRECISION);
    assert_int_equal(mpfr_set_str(truth, value, 10, MPFR_RNDN), 0);
    const double got = call(find_function(name), a, b);
    note_error(find_claim(name, kind), error_of(got, truth, scale), a, b);
    mpfr_clear(truth);
}

static void reference_values(void **state)
{
    char line[512];
    FILE *file = fopen(reference_path, "r");

    (void)state;
    assert_non_null(file);
    forget_errors();
    while (fgets(line, sizeof line, file))
        check_row(line);
    fclose(file);
    judge_claims("mpmath");
    for (int i = 0; i < nclaim; i++)
        assert_true(claims[i].tried >= 50);
}

/* ---- MPFR ---- */

static uint64_t seed;

/* Uniform in [0, 1): splitmix64. */
static double draw(void)
{
    uint64_t z = (seed += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double between(double a, double b)
{
    return a + (b - a) * draw();
}

typedef int (*mpfr_one)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
typedef int (*mpfr_order)(mpfr_ptr, long, mpfr_srcptr, mpfr_rnd_t);

static double modulus(long n, const mpfr_t x)
{
    mpfr_t j, y, a;

    mpfr_inits2(60, j, y, a, (mpfr_ptr)0);
    mpfr_abs(a, x, MPFR_RNDN);
    mpfr_jn(j, n, a, MPFR_RNDN);
    mpfr_yn(y, n, a, MPFR_RNDN);
    const double value =
        hypot(mpfr_get_d(j, MPFR_RNDN), mpfr_get_d(y, MPFR_RNDN));
    mpfr_clears(j, y, a, (mpfr_ptr)0);
    return value;
}

/* name(x) against f(x); order >= 0 asks for the amplitude from `far` on. */
static void compare_one(const char *name, mpfr_one f, double x, long order,
                        double far)
{
    mpfr_t truth, a;
    const bool oscillates = order >= 0 && fabs(x) >= far;

    mpfr_inits2(PRECISION, truth, a, (mpfr_ptr)0);
    mpfr_set_d(a, x, MPFR_RNDN);
    f(truth, a, MPFR_RNDN);
    const double scale = oscillates ? modulus(order, a) : 0;
    const double got = call(find_function(name), x, 0);
    note_error(find_claim(name, oscillates ? "amplitude" : "value"),
               error_of(got, truth, scale), x, 0);
    mpfr_clears(truth, a, (mpfr_ptr)0);
}

static void compare_order(const char *name, mpfr_order f, long n, double x)
{
    mpfr_t truth, a;
    const bool oscillates = x > (double)n;

    mpfr_inits2(PRECISION, truth, a, (mpfr_ptr)0);
    mpfr_set_d(a, x, MPFR_RNDN);
    f(truth, n, a, MPFR_RNDN);
    const double scale = oscillates ? modulus(n, a) : 0;
    const double got = call(find_function(name), (double)n, x);
    note_error(find_claim(name, oscillates ? "amplitude" : "value"),
               error_of(got, truth, scale), (double)n, x);
    mpfr_clears(truth, a, (mpfr_ptr)0);
}

static void compare_beta(double x, double y)
{
    mpfr_t truth, a, b;

    mpfr_inits2(PRECISION, truth, a, b, (mpfr_ptr)0);
    mpfr_set_d(a, x, MPFR_RNDN);
    mpfr_set_d(b, y, MPFR_RNDN);
    mpfr_beta(truth, a, b, MPFR_RNDN);
    note_error(find_claim("beta", "value"),
               error_of(jf_special_beta(x, y), truth, 0), x, y);
    mpfr_clears(truth, a, b, (mpfr_ptr)0);
}

/* pi/(2 agm(1, sqrt(1 - m))) */
static int mpfr_elliptic_k(mpfr_ptr k, mpfr_srcptr m, mpfr_rnd_t rounding)
{
    mpfr_t b, one;

    mpfr_init2(b, 1200);
    mpfr_init2(one, PRECISION);
    mpfr_ui_sub(b, 1, m, rounding);
    mpfr_sqrt(b, b, rounding);
    mpfr_set_ui(one, 1, rounding);
    mpfr_agm(b, one, b, rounding);
    mpfr_const_pi(k, rounding);
    mpfr_div(k, k, b, rounding);
    mpfr_div_2ui(k, k, 1, rounding);
    mpfr_clears(b, one, (mpfr_ptr)0);
    return 0;
}

static void mpfr_values(void **state)
{
    const double bessel_last = 25.132741228718345;

    (void)state;
    forget_errors();
    seed = 7;
    for (int i = 0; i < 250; i++) {
        const double x = i % 5 ? between(0, 40) : exp(between(-20, 8));
        compare_one("j0", mpfr_j0, x, 0, bessel_last);
        compare_one("j1", mpfr_j1, -x, 1, bessel_last);
        compare_one("y0", mpfr_y0, x, 0, bessel_last);
        compare_one("y1", mpfr_y1, x, 1, bessel_last);
        const long n = 2 + (long)(draw() * 40);
        compare_order("jn", mpfr_jn, n, between(0.01, 80));
        compare_order("yn", mpfr_yn, n, between(0.01, 80));
        compare_one("zeta", mpfr_zeta, between(-40, 40), -1, 0);
        compare_one("ei", mpfr_eint, between(-50, 100), -1, 0);
        compare_one("elliptic_k", mpfr_elliptic_k, 1 - exp(between(-36, 36)),
                    -1, 0);
        compare_beta(between(0, 30), exp(between(-9, 9)));
        compare_beta(between(-20, 0), between(-20, 20));
    }
    judge_claims("MPFR");
}

/* ---- special values ---- */

typedef struct special_row {
    const char *name;
    double x, y, value;
} special_row;

#define INF  HUGE_VAL
#define NONE ((double)NAN) /* must be NaN */

// clang-format off
static const special_row SPECIAL[] = {
    /* name        x        y     value */
    {"beta",       0,       2,     INF},
    {"beta",      -0.0,     2,    -INF},
    {"beta",      -1,       0.5,   INF},
    {"beta",      -2,       1,    -0.5},
    {"beta",       1,      -2,    -0.5},
    {"beta",      -3,       2,     1.0 / 6},
    {"beta",      -2,      -1,     INF},
    {"beta",      -0.5,    -0.5,   0},
    {"beta",       2.5,    -3.5,   0},
    {"beta",       INF,     1,     0},
    {"beta",       1,       INF,   0},
    {"beta",       INF,     INF,   0},
    {"beta",       INF,    -0.5,  -INF},
    {"beta",       INF,     0,     NONE},
    {"beta",      -INF,     1,     NONE},
    {"beta",       NONE,     1,     NONE},
    {"beta",       1,       NONE,   NONE},
    {"beta",       1,       1,     1},
    {"beta",       2,       3,     1.0 / 12},
    {"zeta",       0,       0,    -0.5},
    {"zeta",       1,       0,     INF},
    {"zeta",      -1,       0,    -1.0 / 12},
    {"zeta",      -2,       0,     0},
    {"zeta",      -200,     0,     0},
    {"zeta",      -1e300,   0,     0},
    {"zeta",      -401,     0,    -INF},
    {"zeta",      -403,     0,     INF},
    {"zeta",       INF,     0,     1},
    {"zeta",      -INF,     0,     NONE},
    {"zeta",       NONE,     0,     NONE},
    {"si",         0,       0,     0},
    {"si",         INF,     0,     0x1.921fb54442d18p+0},
    {"si",        -INF,     0,    -0x1.921fb54442d18p+0},
    {"si",         NONE,     0,     NONE},
    {"ci",         0,       0,    -INF},
    {"ci",        -1,       0,     NONE},
    {"ci",         INF,     0,     0},
    {"ci",        -INF,     0,     NONE},
    {"ci",         NONE,     0,     NONE},
    {"ei",         0,       0,    -INF},
    {"ei",         INF,     0,     INF},
    {"ei",        -INF,     0,     0},
    {"ei",        -1e300,   0,     0},
    {"ei",         1e300,   0,     INF},
    {"ei",         NONE,     0,     NONE},
    {"li",         0,       0,     0},
    {"li",         1,       0,    -INF},
    {"li",        -1,       0,     NONE},
    {"li",         INF,     0,     INF},
    {"li",        -INF,     0,     NONE},
    {"li",         NONE,     0,     NONE},
    {"j0",         0,       0,     1},
    {"j0",         INF,     0,     0},
    {"j0",        -INF,     0,     0},
    {"j0",         NONE,     0,     NONE},
    {"j1",         0,       0,     0},
    {"j1",         INF,     0,     0},
    {"j1",         NONE,     0,     NONE},
    {"y0",         0,       0,    -INF},
    {"y0",        -1,       0,     NONE},
    {"y0",         INF,     0,     0},
    {"y0",        -INF,     0,     NONE},
    {"y0",         NONE,     0,     NONE},
    {"y1",         0,       0,    -INF},
    {"y1",         5e-324,  0,    -INF},
    {"y1",        -1,       0,     NONE},
    {"y1",         INF,     0,     0},
    {"y1",         NONE,     0,     NONE},
    {"jn",         0,       0,     1},
    {"jn",         3,       0,     0},
    {"jn",         2.5,     1,     NONE},
    {"jn",         INF,     1,     NONE},
    {"jn",         NONE,     1,     NONE},
    {"jn",         2,       NONE,   NONE},
    {"jn",         2,       INF,   0},
    {"jn",         1e15,    1,     0},
    {"jn",         1e300,   1e299, 0},
    {"yn",         2,       0,    -INF},
    {"yn",        -3,       0,     INF},
    {"yn",         2,      -1,     NONE},
    {"yn",         0.5,     1,     NONE},
    {"yn",         2,       INF,   0},
    {"yn",         1e15,    1,    -INF},
    {"yn",        -1e15 - 1, 1,    INF},
    {"yn",         2,       NONE,   NONE},
    {"elliptic_k", 0,       0,     0x1.921fb54442d18p+0},
    {"elliptic_k", 1,       0,     INF},
    {"elliptic_k", 1.5,     0,     NONE},
    {"elliptic_k", INF,     0,     NONE},
    {"elliptic_k", -INF,    0,     0},
    {"elliptic_k", NONE,     0,     NONE},
    {"elliptic_kc", 1,      0,     0x1.921fb54442d18p+0},
    {"elliptic_kc", 0,      0,     INF},
    {"elliptic_kc", -1,     0,     NONE},
    {"elliptic_kc", INF,    0,     0},
    {"elliptic_kc", NONE,    0,     NONE},
    {"elliptic_e", 0,       0,     0x1.921fb54442d18p+0},
    {"elliptic_e", 1,       0,     1},
    {"elliptic_e", 1.5,     0,     NONE},
    {"elliptic_e", -INF,    0,     INF},
    {"elliptic_e", NONE,     0,     NONE},
    {"fresnel_s",  0,       0,     0},
    {"fresnel_s",  INF,     0,     0.5},
    {"fresnel_s", -INF,     0,    -0.5},
    {"fresnel_s",  NONE,     0,     NONE},
    {"fresnel_c",  0,       0,     0},
    {"fresnel_c",  INF,     0,     0.5},
    {"fresnel_c", -INF,     0,    -0.5},
    {"fresnel_c",  NONE,     0,     NONE},
    {"airy_ai",    0,       0,     0x1.6b8c7962715b8p-2},
    {"airy_ai",    INF,     0,     0},
    {"airy_ai",   -INF,     0,     0},
    {"airy_ai",    NONE,     0,     NONE},
    {"airy_bi",    INF,     0,     INF},
    {"airy_bi",   -INF,     0,     0},
    {"airy_bi",    NONE,     0,     NONE},
    {"bessel_i",   0,       0,     1},
    {"bessel_i",   0.5,     0,     0},
    {"bessel_i",  -3,       0,     0},
    {"bessel_i",   0.5,    -1,     NONE},
    {"bessel_i",  -0.5,     1,     NONE},
    {"bessel_i",   0,       INF,   INF},
    {"bessel_i",   1,      -INF,  -INF},
    {"bessel_i",   0,       720,   INF},
    {"bessel_i",   1e300,   1,     0},
    {"bessel_i",   NONE,     1,     NONE},
    {"bessel_i",   1,       NONE,   NONE},
    {"bessel_k",   0,       0,     INF},
    {"bessel_k",   2,       0,     INF},
    {"bessel_k",   0,      -1,     NONE},
    {"bessel_k",   0.5,     1,     NONE},
    {"bessel_k",   0,       INF,   0},
    {"bessel_k",   0,       800,   0},
    {"bessel_k",   1e15,    1,     INF},
    {"bessel_k",   1000,    1,     INF},
    {"bessel_k",   1,       NONE,   NONE},
    {"lambertw",   0,       0,     0},
    {"lambertw",   0x1.5bf0a8b145769p+1, 0, 1},
    {"lambertw",   INF,     0,     INF},
    {"lambertw",  -0.3679,  0,     NONE},
    {"lambertw",  -INF,     0,     NONE},
    {"lambertw",   NONE,     0,     NONE},
    {"rgamma",     0,       0,     0},
    {"rgamma",    -7,       0,     0},
    {"rgamma",    -1e300,   0,     0},
    {"rgamma",     1,       0,     1},
    {"rgamma",     5,       0,     1.0 / 24},
    {"rgamma",     INF,     0,     0},
    {"rgamma",    -INF,     0,     NONE},
    {"rgamma",     NONE,     0,     NONE},
};
// clang-format on

static void special_values(void **state)
{
    int bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++) {
        const special_row *row = SPECIAL + i;
        const double got = call(find_function(row->name), row->x, row->y);
        // Exact values, so that == is meant.
        if (isnan(row->value) ? isnan(got) : got == row->value)
            continue;
        printf("# %s(%g, %g) = %a, not %a\n", row->name, row->x, row->y, got,
               row->value);
        bad++;
    }
    assert_int_equal(bad, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_values),
        cmocka_unit_test(mpfr_values),
        cmocka_unit_test(special_values),
    };

    if (argc < 3)
        return 2;
    reference_path = argv[1];
    for (int i = 2; i < argc; i++)
        read_claims(argv[i]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
