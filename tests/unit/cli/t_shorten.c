/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The truth is rational arithmetic of GMP on the texts as printed. */
#include "cli/shorten.h"

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

#include "../support/mpfr.h"

#if TEST_HAS_MPFR // and GMP with it
#include <gmp.h>

enum { TRIES = 3000 };

static uint64_t state = 88172645463325252u;

static uint64_t random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static double random_unit(void)
{
    return (double)(random_bits() >> 11) * 0x1p-53;
}

static double random_finite(void)
{
    for (;;) {
        const uint64_t bits = random_bits();
        double x;
        memcpy(&x, &bits, sizeof x);
        if (isfinite(x))
            return x;
    }
}

// The number that a decimal such as "-1.25e-7" stands for, exactly.
static void set_decimal(mpq_t q, const char *text)
{
    char digits[64];
    int n = 0;
    long exponent = 0;
    bool fraction = false;

    for (; *text && *text != 'e'; text++) {
        if (*text == '.') {
            fraction = true;
            continue;
        }
        digits[n++] = *text;
        exponent -= fraction;
    }
    digits[n] = '\0';
    exponent += *text ? strtol(text + 1, NULL, 10) : 0;
    assert_int_equal(mpq_set_str(q, digits, 10), 0);
    mpq_t power;
    mpq_init(power);
    mpz_ui_pow_ui(mpq_numref(power), 10, (unsigned long)labs(exponent));
    if (exponent < 0)
        mpq_div(q, q, power);
    else
        mpq_mul(q, q, power);
    mpq_clear(power);
}

static int significant_digits(const char *text)
{
    int n = 0, count = 0;

    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (n == 0 && *text == '0'))
            continue;
        n++;
        count = *text != '0' ? n : count;
    }
    return count;
}

// Is the decimal within max(abserr / 4, half an ulp) of the value?
static bool is_near(const char *text, double value, double abserr)
{
    mpq_t d, v, e;
    const mpq_t *const distance = (const mpq_t *)&d;

    mpq_inits(d, v, e, NULL);
    set_decimal(d, text);
    mpq_set_d(v, value);
    mpq_set_d(e, abserr);
    mpq_sub(d, d, v);
    mpq_abs(d, d);
    mpq_div_2exp(e, e, 2);
    const bool near = mpq_cmp(*distance, e) <= 0;
    mpq_clears(d, v, e, NULL);
    return near || strtod(text, NULL) == value;
}

static void check_enclosure(const char *text, const char *error, double value,
                            double abserr)
{
    mpq_t d, p, v, e, printed, computed;

    mpq_inits(d, p, v, e, printed, computed, NULL);
    set_decimal(d, text);
    set_decimal(p, error);
    mpq_set_d(v, value);
    mpq_set_d(e, abserr);
    mpq_sub(printed, d, p);
    mpq_sub(computed, v, e);
    assert_true(mpq_cmp(printed, computed) <= 0);
    mpq_add(printed, d, p);
    mpq_add(computed, v, e);
    assert_true(mpq_cmp(printed, computed) >= 0);
    mpq_clears(d, p, v, e, printed, computed, NULL);
}

// No decimal with fewer digits would have done.
static void check_shortest(const char *text, double value, double abserr)
{
    char candidate[40];
    const int n = significant_digits(text);

    if (n > 0)
        assert_false(is_near("0", value, abserr));
    for (int k = 1; k < n; k++) {
        snprintf(candidate, sizeof candidate, "%.*e", k - 1, value);
        assert_false(is_near(candidate, value, abserr));
    }
}

// One digit, and with one less it would not enclose.
static void check_error_digit(const char *text, const char *error, double value,
                              double abserr)
{
    mpq_t d, v, e, p, ninth;

    assert_true(significant_digits(error) <= 1);
    mpq_inits(d, v, e, p, ninth, NULL);
    set_decimal(d, text);
    mpq_set_d(v, value);
    mpq_set_d(e, abserr);
    mpq_sub(d, d, v);
    mpq_abs(d, d);
    mpq_add(e, e, d);
    set_decimal(p, error);
    // The next smaller digit is at least p/2, the 9 below a 1 is 0.9 p.
    const char *const digit = error + strspn(error, "0.");
    const unsigned long k = *digit ? (unsigned long)(*digit - '0') : 0;
    mpq_set_ui(ninth, k < 2 ? 9 : k - 1, k < 2 ? 10 : k);
    mpq_canonicalize(ninth);
    mpq_mul(p, p, ninth);
    if (k > 0)
        assert_true(mpq_cmp(e, p) > 0);
    else
        assert_int_equal(mpq_sgn(e), 0);
    mpq_clears(d, v, e, p, ninth, NULL);
}

static void check(double value, double abserr)
{
    const jf_short_number n = jf_shorten(value, abserr);

    assert_true(is_near(n.value, value, abserr));
    check_enclosure(n.value, n.error, value, abserr);
    check_shortest(n.value, value, abserr);
    check_error_digit(n.value, n.error, value, abserr);
}

static void encloses_for_any_double(void **data)
{
    (void)data;
    for (int i = 0; i < TRIES; i++) {
        const double value = random_finite();
        const double relative = exp2(-60 + 64 * random_unit());
        const double abserr = fabs(value) * relative;
        if (isfinite(abserr))
            check(value, abserr);
        check(value, 0);
    }
}

static void encloses_near_round_numbers(void **data)
{
    (void)data;
    for (int i = 0; i < TRIES; i++) {
        const double whole = (double)(int64_t)(random_bits() % 2001) - 1000;
        const double scale = pow(10, (double)(int64_t)(random_bits() % 9) - 4);
        const double value =
            nextafter(whole * scale, random_unit() < 0.5 ? -1e9 : 1e9);
        check(value, 0x1p-52 * fabs(value));
        check(value, random_unit() * scale);
        check(whole * scale, pow(10, -random_unit() * 20));
    }
}

static void keeps_to_its_limits(void **data)
{
    static const double values[] = {0, 0x1p-1074, 0x1p-1022, 0x1p1023, 1, -1};

    (void)data;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        check(values[i], 0);
        check(values[i], 0x1p-1074);
        check(values[i], 1);
        check(values[i], 0x1p1023);
    }
    check(0x1.fffffffffffffp1023, 0x1.fffffffffffffp1023);
}
#endif

static void reads_as_agreed(void **data)
{
    static const struct {
        double value, abserr;
        const char *text, *error;
    } rows[] = {
        {0.946083070367183, 1.7e-16, "0.946083070367183", "2e-16"},
        {3.141592653589793, 4e-16, "3.141592653589793", "6e-16"},
        {2.000016591, 4e-6, "2.000017", "5e-6"},
        {0.5012, 0.008, "0.5", "0.01"},
        {1e-17, 1e-16, "0", "2e-16"},
        {-0.0, 0, "0", "0"},
        {1234567, 300, "1234600", "400"},
        {1e22, 0, "1e22", "0"},
        {0.00001, 0, "0.00001", "9e-22"},
        {1e-6, 0, "1e-6", "5e-23"},
        {-2.5, 0.0625, "-2.5", "0.07"},
        {9.96, 0.5, "10", "0.6"},
        {2, HUGE_VAL, "2", ""},
        {2, (double)NAN, "2", ""},
    };

    (void)data;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const jf_short_number n = jf_shorten(rows[i].value, rows[i].abserr);
        assert_string_equal(n.value, rows[i].text);
        assert_string_equal(n.error, rows[i].error);
    }
}

static void is_brief(void **data)
{
    static const struct {
        double x;
        const char *text;
    } rows[] = {{4.73e-13, "4.7e-13"}, {1e-12, "1e-12"}, {0, "0"},
                {0.05, "0.05"},        {120, "120"},     {0.999, "1"}};
    char text[JF_SHORTEN_SIZE];

    (void)data;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        jf_shorten_brief(rows[i].x, text);
        assert_string_equal(text, rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        mpfr_unit_test(encloses_for_any_double),
        mpfr_unit_test(encloses_near_round_numbers),
        mpfr_unit_test(keeps_to_its_limits),
        cmocka_unit_test(reads_as_agreed),
        cmocka_unit_test(is_brief),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
