/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers are rounded as MPFR rounds them: random ones of every length and
 * size, halfway points between doubles, and their neighbours. */
#include "t_tree.h"

#include <math.h>
#include <stdio.h>

#include "../support/mpfr.h"

static double value_of(const char *text)
{
    jf_expr *const expr = parse_text(text);

    if (!expr)
        return nan("");
    assert_int_equal(expr->root->kind, JF_NODE_NUMBER);
    const double value = expr->root->number;
    jf_expr_free(expr);
    return value;
}

#if TEST_HAS_MPFR
static uint64_t seed = 1;

static int pick(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

// Rounded to 53 bits, or fewer below 2^-1022, as IEEE 754 says.
static double mpfr_value_of(const char *text, int base)
{
    mpfr_t x;

    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
    mpfr_init2(x, 53);
    mpfr_subnormalize(x, mpfr_strtofr(x, text, NULL, base, MPFR_RNDN),
                      MPFR_RNDN);
    const double value = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clear(x);
    mpfr_set_emin(mpfr_get_emin_min());
    mpfr_set_emax(mpfr_get_emax_max());
    return value;
}

static void check(const char *text, int base)
{
    const double wanted = mpfr_value_of(text, base);
    const double got = value_of(text);

    const bool zero = strspn(text, "0.") == strcspn(text, "e");

    if (isinf(wanted) || (wanted == 0 && !zero))
        assert_true(isnan(got));
    else if (wanted != got)
        fail_msg("%s: %a, not %a", text, got, wanted);
}

static void write_digits(char **s, int n)
{
    for (int i = 0; i < n; i++)
        *(*s)++ = (char)('0' + pick(10));
}

static void test_random(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[200], *s = text;
        write_digits(&s, 1 + pick(i % 10 ? 20 : 60));
        if (pick(2)) {
            *s++ = '.';
            write_digits(&s, pick(25));
        }
        *s = '\0';
        if (pick(3))
            sprintf(s, "e%d", pick(700) - 350);
        check(text, 10);
    }
}

// Exact decimal of a halfway point: as long as such texts get.
static void test_halfway(void **state)
{
    char text[2000];
    mpfr_t x;
    (void)state;

    mpfr_init2(x, 54);
    for (int i = 0; i < 600; i++) {
        const int exponent = i % 3 ? pick(2000) - 1020 : -1074 + pick(60);
        const double low = ldexp(0.5 + ldexp(pick(1 << 30), -31), exponent);
        const double high = nextafter(low, HUGE_VAL);
        mpfr_set_d(x, low, MPFR_RNDN);
        mpfr_add_d(x, x, (high - low) / 2, MPFR_RNDN);
        if (high - low < 0x1p-1073)
            continue; // the half is no double
        mpfr_snprintf(text, sizeof text - 9, "%.1080Rf", x);
        check(text, 10);
        strcat(text, "1");
        check(text, 10);
    }
    mpfr_clear(x);
}

static void test_hexadecimal(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        char text[80];
        sprintf(text, "0x%x%08x%08x.%x%08xp%d", pick(16), pick(1 << 30),
                pick(1 << 30), pick(16), pick(1 << 30), pick(900) - 450);
        check(text, 16);
    }
}
#endif

static void test_long(void **state)
{
    char *const text = malloc(60001);
    (void)state;

    memset(text, '0', 60000);
    text[60000] = '\0';
    memcpy(text, "0.", 2);
    memcpy(text + 59990, "1e59989", 8); // the place 59989 behind the point
    assert_true(value_of(text) == 1);
    memset(text, '0', 60000);
    text[60000] = '\0';
    memcpy(text, "1.", 2);
    text[59999] = '1';
    assert_true(value_of(text) == 1);
    memcpy(text, "9007199254740993.", 17); // a halfway point, and more
    assert_true(value_of(text) == 9007199254740994);
    text[59999] = '0';
    assert_true(value_of(text) == 9007199254740992);
    free(text);
}

static void test_limits(void **state)
{
    (void)state;
    assert_true(value_of("1.7976931348623158e308") == 0x1.fffffffffffffp1023);
    assert_true(isnan(value_of("1.7976931348623159e308")));
    assert_true(value_of("3e-324") == 0x1p-1074);
    assert_true(isnan(value_of("2e-324")));
    assert_true(value_of("0e999999999999999999") == 0);
    assert_true(isnan(value_of("1e999999999999999999")));
    assert_true(isnan(value_of("1e-999999999999999999")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        mpfr_unit_test(test_random),      mpfr_unit_test(test_halfway),
        mpfr_unit_test(test_hexadecimal), cmocka_unit_test(test_long),
        cmocka_unit_test(test_limits),
    };

    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
