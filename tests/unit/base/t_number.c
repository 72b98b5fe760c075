/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing doubles: the digits of Python's repr, whatever the locale says:
 * t_number number_reference.tsv. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/random.h"
#include "base/read.h"

#include <jifen/integrate.h>

static const char *table;

static void assert_prints(double x, const char *expected)
{
    char text[40];

    assert_int_equal(jf_double_print(x, text, sizeof text), strlen(expected));
    assert_string_equal(text, expected);
}

static void check_table(void)
{
    FILE *const file = fopen(table, "r");
    char line[128], expected[64];
    unsigned long long bits;
    int n = 0;

    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        assert_int_equal(sscanf(line, "%llx %62s", &bits, expected + 1), 2);
        assert_prints(double_of(bits), expected + 1);
        if (*localeconv()->decimal_point == '.')
            assert_true(
                same_bits(jf_double_read(expected + 1, NULL), double_of(bits)));
        if (bits == 0)
            continue;
        expected[0] = '-';
        assert_prints(-double_of(bits), expected);
        n++;
    }
    fclose(file);
    assert_true(n > 3000);
}

static void test_table(void **unused)
{
    (void)unused;
    check_table();
}

static void test_table_with_a_decimal_comma(void **unused)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8",
                                        "fr_FR.UTF-8", "fr_FR.utf8", "de_DE"};
    bool found = false;

    (void)unused;
    for (int i = 0; i < 5 && !found; i++)
        found = setlocale(LC_ALL, names[i]) != NULL;
    if (!found)
        print_message("# no locale with a decimal comma here\n");
    check_table();
    setlocale(LC_ALL, "C");
}

static void test_special_values(void **unused)
{
    (void)unused;
    assert_prints(NAN, "nan");
    assert_prints(-NAN, "nan");
    assert_prints(INFINITY, "inf");
    assert_prints(-INFINITY, "-inf");
    assert_prints(0.0, "0");
    assert_prints(-0.0, "-0");
}

static void test_random_ones_are_read_back(void **unused)
{
    dice d = {1};
    char text[40];

    (void)unused;
    for (int i = 0; i < effort(50000); i++) {
        const double x = any_double(&d);
        jf_double_print(x, text, sizeof text);
        assert_true(same_bits(jf_double_read(text, NULL), x));
    }
}

static double mended(const char *text, double r)
{
    return jf_double_mend(text, text + strlen(text), r);
}

static double moved(dice *d, double x)
{
    const double y = double_of(bits_of(x) + (uint64_t)pick(d, 7) - 3);

    return isfinite(y) && signbit(y) == signbit(x) ? y : x;
}

// From wherever the search begins.
static void test_neighbours_are_mended(void **unused)
{
    dice d = {2};
    char text[2000];

    (void)unused;
    for (int i = 0; i < effort(20000); i++) {
        const double x =
            i % 3 ? any_double(&d) : ldexp(1, pick(&d, 2098) - 1074);
        const double y = i % 2 ? x : moved(&d, x);
        if (!isfinite(y))
            continue;
        snprintf(text, sizeof text, "%.*e", 16 + pick(&d, 9), y);
        assert_true(same_bits(mended(text, moved(&d, y)), y));
    }
    assert_true(mended("17.5", 17.5) == 17.5);
    assert_true(mended("0.0000175e6", nextafter(17.5, 18)) == 17.5);
    assert_true(mended("1e400", 1) == HUGE_VAL);
    assert_true(mended("1e-400", 1) == 0);
    assert_true(isnan(mended("nan", (double)NAN)));
    assert_true(mended("0x1p4", 3) == 3);
    assert_true(mended("2.4703282292062327e-324", 0x1p-1074) == 0);
    assert_true(mended("2.4703282292062328e-324", 0) == 0x1p-1074);
    assert_true(mended("1.7976931348623158e308", HUGE_VAL) ==
                0x1.fffffffffffffp1023);
    assert_true(mended("1.7976931348623159e308", 0x1.ffffffffffffep1023) ==
                HUGE_VAL);
}

static void assert_scans(const char *text, double x, int length)
{
    char *end;

    assert_true(same_bits(jf_double_scan(text, &end), x));
    assert_int_equal(end - text, length);
}

static void test_scanned_as_by_strtod(void **unused)
{
    static const char *const texts[] = {
        "",
        "x",
        "-",
        "+.",
        "0",
        "-0",
        " 12",
        "\t-1.5e3z",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1e 5",
        "1e5e5",
        "1.2.3",
        "1e99999999999",
        "-1e-99999999999",
        "0x",
        "0xg",
        "0x1",
        "0x.8p1",
        "-0x1.8p+3q",
        "0X1P-1074",
        "0x1p-1075",
        "0x1.8p-1075",
        "0x1.8p-1074",
        "0x1.fffffffffffff8p0",
        "0x1.00000000000008p0",
        "0x1.000000000000080000000001p0",
        "0x1p1024",
        "inf",
        "-infinity",
        "infinit",
        "9007199254740993",
        "0.000000000000000000000000000000000000000000000000000001",
        "12345678901234567890123456789012345678901234567890e-40",
        "4.9e-324",
        "2e-324",
        "1.8e308",
        "1.7976931348623157e308",
    };

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *end;
        const double x = strtod(texts[i], &end);
        assert_scans(texts[i], x, (int)(end - texts[i]));
    }
    assert_scans("-nan)", -(double)NAN, 4);
}

static void test_scanned_from_what_is_printed(void **unused)
{
    dice d = {4};
    char text[1200];

    (void)unused;
    for (int i = 0; i < effort(20000); i++) {
        const double x = any_double(&d);
        if (!isfinite(x))
            continue;
        const int n =
            i % 2 ? snprintf(text, sizeof text, "%a", x)
                  : snprintf(text, sizeof text, "%.*e", 16 + pick(&d, 9), x);
        assert_scans(text, x, n);
    }
}

// Exactly between two doubles; and a hair more, beyond what is stored.
static void test_middles_are_even(void **unused)
{
    dice d = {3};
    char text[2600];

    (void)unused;
    for (int i = 0; i < effort(1000); i++) {
        const int e = pick(&d, 2040) - 1020;
        const double low =
            ldexp((double)((roll(&d) >> 12) | 1ULL << 52), e - 52);
        const double high = nextafter(low, HUGE_VAL);
        if (!isfinite(high))
            continue;
        // 54 bits: exact in a long double of 64 or more
        const long double middle = (long double)low + (high - low) / 2;
        const int n = snprintf(text, sizeof text, "%.1080Lf", middle);
        const double even = bits_of(low) % 2 ? high : low;
        assert_true(mended(text, low) == even);
        assert_true(mended(text, high) == even);
        memset(text + n, '0', 900);
        strcpy(text + n + 900, "1");
        assert_true(mended(text, low) == high);
    }
}

// As snprintf: the length is told, and what fits is written.
static void test_small_buffers(void **unused)
{
    static const double numbers[] = {0.1,  -1234.5678, 1e300,     -1.25e-300,
                                     1e15, NAN,        -INFINITY, 0.00001234};

    (void)unused;
    for (int i = 0; i < 8; i++) {
        char whole[40], part[40];
        const size_t length = jf_double_print(numbers[i], whole, sizeof whole);
        assert_int_equal(length, strlen(whole));
        assert_int_equal(jf_double_print(numbers[i], NULL, 0), length);
        for (size_t size = 1; size < sizeof part; size++) {
            memset(part, '#', sizeof part);
            assert_int_equal(jf_double_print(numbers[i], part, size), length);
            const size_t kept = length < size ? length : size - 1;
            assert_memory_equal(part, whole, kept);
            assert_int_equal(part[kept], '\0');
            if (kept + 1 < sizeof part)
                assert_int_equal(part[kept + 1], '#');
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_table_with_a_decimal_comma),
        cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_random_ones_are_read_back),
        cmocka_unit_test(test_neighbours_are_mended),
        cmocka_unit_test(test_middles_are_even),
        cmocka_unit_test(test_scanned_as_by_strtod),
        cmocka_unit_test(test_scanned_from_what_is_printed),
        cmocka_unit_test(test_small_buffers),
    };

    table = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
