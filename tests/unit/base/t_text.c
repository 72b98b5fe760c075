/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jifen/text.h>

static bool has(const char *text, int argument)
{
    const char mark[] = {'{', (char)('1' + argument), '}', '\0'};

    return strstr(text, mark) != NULL;
}

static void test_languages_are_complete(void **state)
{
    (void)state;
    for (int id = 1; id < JF_NTEXT; id++) {
        const char *const en = jf_text((jf_text_id)id, JF_LANG_EN);
        const char *const zh = jf_text((jf_text_id)id, JF_LANG_ZH);
        if (!*en || !*zh)
            fail_msg("row %d: '%s' '%s'", id, en, zh);
        for (int argument = 0; argument < 9; argument++)
            if (has(en, argument) != has(zh, argument))
                fail_msg("row %d, {%d}: '%s' '%s'", id, argument + 1, en, zh);
    }
}

static void test_arguments(void **state)
{
    const jf_message m =
        jf_message_make(JF_TEXT_EXPR_HINT_OR, "a{2}", "b", NULL);
    char buffer[64];
    (void)state;

    assert_int_equal(jf_message_format(&m, JF_LANG_EN, buffer, 64), 15);
    assert_string_equal(buffer, "write a{2} or b");
    assert_int_equal(jf_message_format(&m, JF_LANG_EN, buffer, 8), 15);
    assert_string_equal(buffer, "write a");
    assert_int_equal(jf_message_format(&m, JF_LANG_EN, NULL, 0), 15);
}

static void test_arguments_are_cut_at_characters(void **state)
{
    char text[JF_ARG_MAX + 10];
    (void)state;

    for (int shift = 0; shift < 3; shift++) {
        memset(text, 'x', sizeof text);
        for (size_t i = (size_t)shift; i + 4 < sizeof text; i += 3)
            memcpy(text + i, "积", 3);
        text[sizeof text - 1] = '\0';
        const jf_message m =
            jf_message_make(JF_TEXT_EXPR_HINT_TRY, text, NULL, NULL);
        const size_t n = strlen(m.arg[0]);
        assert_true(n < JF_ARG_MAX && n > JF_ARG_MAX - 4);
        assert_int_equal((n - (size_t)shift) % 3, 0);
    }
}

static void test_unknown(void **state)
{
    (void)state;
    assert_string_equal(jf_text(JF_NTEXT, JF_LANG_EN), "");
    assert_string_equal(jf_text(JF_TEXT_NONE, JF_LANG_ZH), "");
    assert_string_equal(jf_text(JF_TEXT_EXPR_EMPTY, JF_NLANG), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages_are_complete),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_arguments_are_cut_at_characters),
        cmocka_unit_test(test_unknown),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
