/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for cmocka where there is none: the part of its interface that the
 * tests use, for one group of tests a program, reported as TAP.  A failed
 * assertion ends its test, in the thread that called it. */
#ifndef TEST_CMOCKA_H
#define TEST_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*test_func)(void **state);
    void *initial_state;
};

#define cmocka_unit_test(f) cmocka_unit_test_prestate(f, NULL)
#define cmocka_unit_test_prestate(f, state) \
    {                                       \
#f, f, state                        \
    }
#define cmocka_run_group_tests(tests, setup, teardown) \
    cmocka_run_group_tests_name("", tests, setup, teardown)
#define cmocka_run_group_tests_name(name, tests, setup, teardown)         \
    _cmocka_run_group_tests(name, tests, sizeof(tests) / sizeof *(tests), \
                            setup, teardown)

enum { UNIT_PASSED, UNIT_FAILED, UNIT_SKIPPED };

static jmp_buf unit_end; // where a test goes when it is over early

#define UNIT_INLINE static inline __attribute__((unused))

UNIT_INLINE int run_unit_test(const struct CMUnitTest *test)
{
    const int end = setjmp(unit_end);
    void *state = test->initial_state;

    if (end != 0)
        return end;
    test->test_func(&state);
    return UNIT_PASSED;
}

// Nobody sets a group up.
UNIT_INLINE int _cmocka_run_group_tests(const char *name,
                                        const struct CMUnitTest *tests,
                                        size_t n, void *setup, void *teardown)
{
    static const char *const say[] = {"ok", "not ok", "ok"};
    int nfailed = 0;

    (void)name, (void)setup, (void)teardown;
    printf("1..%d\n", (int)n);
    for (size_t i = 0; i < n; i++) {
        const int end = run_unit_test(tests + i);
        nfailed += end == UNIT_FAILED;
        printf("%s %d - %s%s\n", say[end], (int)i + 1, tests[i].name,
               end == UNIT_SKIPPED ? " # SKIP" : "");
        fflush(stdout);
    }
    return nfailed;
}

__attribute__((format(gnu_printf, 1, 2))) UNIT_INLINE void print_message(
    const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
}
#define print_error print_message

UNIT_INLINE _Noreturn void end_unit_test(const char *file, int line)
{
    fflush(stdout);
    fprintf(stderr, "%s:%d: failed\n", file, line);
    longjmp(unit_end, UNIT_FAILED);
}

#define skip() longjmp(unit_end, UNIT_SKIPPED)

#define fail_msg(...)                      \
    do {                                   \
        print_message(__VA_ARGS__);        \
        print_message("\n");               \
        end_unit_test(__FILE__, __LINE__); \
    } while (0)

#define assert_true(condition)                   \
    do {                                         \
        if (!(condition))                        \
            fail_msg("%s is false", #condition); \
    } while (0)
#define assert_false(condition) assert_true(!(condition))
#define assert_null(p)          assert_true((p) == NULL)
#define assert_non_null(p)      assert_true((p) != NULL)
#define assert_ptr_equal(a, b)  assert_true((const void *)(a) == (b))

// Each operand is evaluated once, as by functions.
#define assert_integers(a, relation, b)                                  \
    do {                                                                 \
        const long long a_ = (long long)(a), b_ = (long long)(b);        \
        if (!(a_ relation b_))                                           \
            fail_msg("%s %s %s: %lld, %lld", #a, #relation, #b, a_, b_); \
    } while (0)
#define assert_int_equal(a, b)     assert_integers(a, ==, b)
#define assert_int_not_equal(a, b) assert_integers(a, !=, b)
#define assert_in_range(value, least, most)          \
    do {                                             \
        const long long value_ = (long long)(value); \
        assert_integers(value_, >=, least);          \
        assert_integers(value_, <=, most);           \
    } while (0)

#define assert_string_equal(a, b)                           \
    do {                                                    \
        const char *const s_ = (a), *const t_ = (b);        \
        if (strcmp(s_, t_) != 0)                            \
            fail_msg("%s: \"%s\", not \"%s\"", #a, s_, t_); \
    } while (0)
#define assert_string_not_equal(a, b)   assert_true(strcmp(a, b) != 0)
#define assert_memory_equal(a, b, size) assert_true(memcmp(a, b, size) == 0)

#endif
