/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written comes back, bit for bit; what is cut, changed or foreign is a
 * failure, or reads as other numbers, but never goes beyond its end. */
#include "base/state.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/random.h"

enum { NREAL = 9, NWHOLE = 7 };

static dice chance = {1};

typedef struct numbers {
    double real[NREAL];
    int64_t whole[NWHOLE];
    int64_t small;
    jf_exact sum;
    char text[16];
} numbers;

static void visit(jf_state *s, numbers *n)
{
    jf_state_mark(s, "numbers");
    jf_state_reals(s, "real", NREAL, n->real);
    jf_state_wholes(s, "whole", NWHOLE, n->whole);
    jf_state_whole(s, "small", -5, 5, &n->small);
    jf_state_exact(s, "sum", &n->sum);
    jf_state_text(s, "text", n->text, sizeof n->text);
}

static numbers some(int number)
{
    numbers n = {
        .real = {0, -0.0, 1, -0x1p-1074, 0x1.fffffffffffffp1023, HUGE_VAL,
                 -HUGE_VAL, (double)NAN, 0x1.921fb54442d18p1},
        .whole = {0, 1, -1, INT64_MAX, -INT64_MAX, 10, -99},
        .small = -5,
        .text = "a b: {1}",
    };

    for (int i = 0; i < number; i++)
        jf_exact_add(&n.sum, ldexp(number % 3 - 0.7, 40 * (i % 50) - 1000));
    if (number % 4 == 3)
        jf_exact_add(&n.sum, (double)NAN);
    if (number % 4 == 2)
        jf_exact_add(&n.sum, -HUGE_VAL);
    return n;
}

static bool same(const numbers *a, const numbers *b)
{
    jf_exact p = a->sum, q = b->sum;

    jf_exact_normalise(&p);
    jf_exact_normalise(&q);
    return memcmp(a->real, b->real, sizeof a->real) == 0 &&
           memcmp(a->whole, b->whole, sizeof a->whole) == 0 &&
           a->small == b->small && memcmp(&p, &q, sizeof p) == 0 &&
           strcmp(a->text, b->text) == 0;
}

static bool read_back(const char *text, size_t length, numbers *n)
{
    // a block of its own, so that reading beyond it shows
    char *const copy = malloc(length + !length);
    jf_state s = {.reading = true, .next = copy, .end = copy + length};

    memcpy(copy, text, length);
    *n = (numbers){.small = 0};
    visit(&s, n);
    const bool good = !s.failed && s.next == s.end;
    free(copy);
    return good;
}

static void test_all_comes_back(void **unused)
{
    (void)unused;
    for (int i = 0; i < 200; i++) {
        numbers n = some(i), other;
        jf_state s = {0};
        visit(&s, &n);
        assert_false(s.failed);
        assert_true(read_back(s.text, s.length, &other));
        assert_true(same(&n, &other));
        jf_state_clear(&s);
    }
}

static void test_the_text_is_this(void **unused)
{
    static const char text[] = "real 0 8000000000000000 3ff0000000000000\n"
                               "whole 0 -7 9223372036854775807\n"
                               "sum 0 0 1 34 1 3\n"
                               "sum 0 0 0 34 34 ";
    double x[] = {0, -0.0, 1};
    int64_t n[] = {0, -7, INT64_MAX};
    jf_exact three = {.pending = 0}, minus = three;
    jf_state s = {0};

    (void)unused;
    jf_exact_add(&three, 3);
    jf_exact_add(&three, -HUGE_VAL);
    jf_exact_add(&minus, -1);
    jf_state_reals(&s, "real", 3, x);
    jf_state_wholes(&s, "whole", 3, n);
    jf_state_exact(&s, "sum", &three);
    jf_state_exact(&s, "sum", &minus);
    assert_memory_equal(s.text, text, sizeof text - 1);
    assert_memory_equal(s.text + s.length - 18, " ffffffffffffffff\n", 18);
    jf_state_clear(&s);
}

static void test_what_is_cut_is_refused(void **unused)
{
    numbers n = some(33), other;
    jf_state s = {0};

    (void)unused;
    visit(&s, &n);
    for (size_t length = 0; length < s.length; length++)
        assert_false(read_back(s.text, length, &other));
    jf_state_clear(&s);
}

// A changed byte is another number at most.
static void test_what_is_changed(void **unused)
{
    numbers n = some(33), other;
    jf_state s = {0};
    int refused = 0;

    (void)unused;
    visit(&s, &n);
    for (int i = 0; i < 20000; i++) {
        const size_t at = (size_t)pick(&chance, (int)s.length);
        const char before = s.text[at];
        s.text[at] = (char)pick(&chance, 256);
        if (!read_back(s.text, s.length, &other))
            refused++;
        else
            assert_true(s.text[at] == before || !same(&n, &other));
        s.text[at] = before;
    }
    assert_in_range(refused, 10000, 19999);
    jf_state_clear(&s);
}

static void test_numbers_that_are_none(void **unused)
{
    static const char *const wholes[] = {
        "w 6\n",  "w -6\n", "w\n",    "w \n",  "w -\n",
        "w  1\n", "w 1 \n", "w 1.\n", "w a\n", "w 9223372036854775808\n",
        "v 1\n",  "w 1",    "w1\n",   "",      "w 99999999999999999999999\n"};
    static const char *const sums[] = {
        "s 0 0 0 0 1\n",           "s 0 0 0 68 1 1\n",
        "s 0 0 0 -1 1 1\n",        "s 0 0 0 0 69 1\n",
        "s 0 0 0 0 -1\n",          "s 0 0 0 10 1 100000000\n",
        "s 0 0 0 67 1 40000000\n", "s 0 0 0 67 1 ffffffffbfffffff\n",
        "s 0 0 0 0 1 g\n",         "s 0 0 0 0 1 12345678123456789\n"};
    int64_t x = 3;
    jf_exact sum;

    (void)unused;
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
        jf_state s = {.reading = true,
                      .next = wholes[i],
                      .end = wholes[i] + strlen(wholes[i])};
        jf_state_whole(&s, "w", -5, 5, &x);
        assert_true(s.failed);
        assert_true(x == 3);
    }
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        jf_state s = {
            .reading = true, .next = sums[i], .end = sums[i] + strlen(sums[i])};
        jf_state_exact(&s, "s", &sum);
        assert_true(s.failed);
    }
}

static void test_a_long_text_is_refused(void **unused)
{
    static const char line[] = "name 12345678\n";
    char text[8] = "before";
    jf_state s = {.reading = true, .next = line, .end = line + sizeof line - 1};

    (void)unused;
    jf_state_text(&s, "name", text, sizeof text);
    assert_true(s.failed);
    assert_string_equal(text, "before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_comes_back),
        cmocka_unit_test(test_the_text_is_this),
        cmocka_unit_test(test_what_is_cut_is_refused),
        cmocka_unit_test(test_what_is_changed),
        cmocka_unit_test(test_numbers_that_are_none),
        cmocka_unit_test(test_a_long_text_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
