/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/random.h"
#include "base/arena.h"

enum { MANY = 2000 };

// Pieces are zeroed, aligned, and do not overlap.
static void test_pieces(void **unused)
{
    static unsigned char *piece[MANY];
    static size_t size[MANY];
    jf_arena arena = {0};
    dice d = {1};

    (void)unused;
    for (int i = 0; i < MANY; i++) {
        size[i] = (size_t)(pick(&d, 50) ? pick(&d, 200) : pick(&d, 50000));
        piece[i] = jf_arena_alloc(&arena, size[i]);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(piece[i][k], 0);
        memset(piece[i], i % 255 + 1, size[i]);
    }
    for (int i = 0; i < MANY; i++)
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(piece[i][k], i % 255 + 1);
    jf_arena_clear(&arena);
    assert_null(arena.last);
    assert_non_null(jf_arena_alloc(&arena, 1)); // it may be used again
    jf_arena_clear(&arena);
    jf_arena_clear(&arena);
}

static void test_what_cannot_be_had(void **unused)
{
    jf_arena arena = {0};

    (void)unused;
    assert_null(jf_arena_alloc(&arena, SIZE_MAX));
    assert_null(jf_arena_alloc(&arena, SIZE_MAX - 3));
    assert_null(jf_arena_array(&arena, SIZE_MAX / 4, 8));
    assert_null(jf_arena_array(&arena, SIZE_MAX, SIZE_MAX));
    assert_non_null(jf_arena_array(&arena, 0, SIZE_MAX));
    assert_non_null(jf_arena_array(&arena, SIZE_MAX, 0));
    jf_arena_clear(&arena);
}

static void test_text(void **unused)
{
    jf_arena arena = {0};
    const char *const typed = "sin(x)/x";

    (void)unused;
    assert_string_equal(jf_arena_text(&arena, typed, 6), "sin(x)");
    assert_string_equal(jf_arena_text(&arena, typed, 0), "");
    jf_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_what_cannot_be_had),
        cmocka_unit_test(test_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
