/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide characters are, and where the caret stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jifen/text.h>

#include "base/utf8.h"
#include "base/width.h"

static void test_utf8(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char s[JF_UTF8_MAX];
        uint32_t back;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        const size_t n = jf_utf8_write(c, s);
        if (jf_utf8_read(s, n, &back) != n || back != c ||
            (n > 1 && jf_utf8_read(s, n - 1, &back) != 0))
            fail_msg("U+%04X", (unsigned)c);
    }
}

static void test_bad_utf8(void **state)
{
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x80\x80",
                                      "\xED\xA0\x80",
                                      "\xF0\x80\x80\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF8\x88\x80",
                                      "\xFF",
                                      "\xC3(",
                                      "\xE2\x82(",
                                      "\xFE"};
    uint32_t code;
    (void)state;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(jf_utf8_read(bad[i], strlen(bad[i]), &code), 0);
        assert_int_equal(code, 0xFFFD);
    }
}

// Values from UAX 11 and the Unicode character database.
static void test_width(void **state)
{
    static const struct {
        const char *text;
        size_t chars, width;
    } cases[] = {
        {"", 0, 0},       {"abc", 3, 3},        {"积分", 2, 4},
        {"（ｘ）", 3, 6}, {"ｱ", 1, 1},          {"e\xCC\x81", 2, 1},
        {"π∞√±", 4, 4},   {"한글", 2, 4},       {"\xF0\xA0\x80\x80", 1, 2},
        {"₩￦", 2, 3},    {"x\xFF\xFEy", 4, 4}, {"、。《》", 4, 8},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t n = strlen(cases[i].text);
        assert_int_equal(jf_text_chars(cases[i].text, n), cases[i].chars);
        assert_int_equal(jf_text_width(cases[i].text, n), cases[i].width);
    }
}

static void test_hidden(void **state)
{
    static const uint32_t yes[] = {0,      0x1B,   0x7F,   0x9B,
                                   0x200E, 0x202E, 0x2066, 0x2028};
    static const uint32_t no[] = {' ', '~', 0xA0, 0x3C0, 0x4E00, 0x3000};
    (void)state;

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(jf_char_hidden(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(jf_char_hidden(no[i]));
}

static void check(const char *text, size_t begin, size_t end,
                  const char *wanted)
{
    const jf_diag diag = {
        .status = JF_SYNTAX,
        .begin = begin,
        .end = end,
        .problem = jf_message_make(JF_TEXT_EXPR_EMPTY, NULL, NULL, NULL)};
    char got[1024];

    const size_t n = jf_diag_format(&diag, text, text ? strlen(text) : 0,
                                    JF_LANG_EN, got, sizeof got);
    assert_string_equal(got, wanted);
    assert_int_equal(n, strlen(wanted));
    assert_int_equal(jf_diag_format(&diag, text, text ? strlen(text) : 0,
                                    JF_LANG_EN, got, 8),
                     n);
    assert_string_equal(got, "error: ");
}

static void test_caret(void **state)
{
    (void)state;
    check("x+y", 1, 2, "error: column 2: nothing was typed\n  x+y\n   ^\n");
    check("x+y", 3, 3, "error: column 4: nothing was typed\n  x+y\n     ^\n");
    check("x+y", 0, 3, "error: column 1: nothing was typed\n  x+y\n  ^~~\n");
    check("积分x", 6, 7,
          "error: column 3: nothing was typed\n  积分x\n      ^\n");
    check("积分x", 3, 6,
          "error: column 2: nothing was typed\n  积分x\n    ^~\n");
    check("e\xCC\x81+", 3, 4,
          "error: column 3: nothing was typed\n  e\xCC\x81+\n   ^\n");
    check("a\tb\n", 2, 3,
          "error: column 3: nothing was typed\n  a b \n    ^\n");
    check("a\x1B[1m", 1, 2,
          "error: column 2: nothing was typed\n  a?[1m\n   ^\n");
    check("x", 5, 9, "error: column 2: nothing was typed\n  x\n   ^\n");
    check("", 0, 0, "error: nothing was typed\n");
    check(NULL, 0, 0, "error: nothing was typed\n");
}

static void test_long_text(void **state)
{
    static char text[70000], lines[1024];
    const jf_diag diag = {.begin = 40000, .end = 40001};
    (void)state;

    for (size_t i = 0; i < sizeof text; i++) // combining accents: no width
        text[i] = "\xCC\x81"[i % 2];
    jf_diag_format(&diag, text, sizeof text, JF_LANG_EN, lines, sizeof lines);
    memset(text, 'x', sizeof text);
    text[40000] = '!';
    jf_diag_format(&diag, text, sizeof text, JF_LANG_EN, lines, sizeof lines);
    const char *const echo = strchr(lines, '\n') + 1;
    const char *const caret = strchr(echo, '\n') + 1;
    assert_int_equal(caret - echo, 2 + 76 + 1);
    assert_int_equal(strchr(echo, '!') - echo, strchr(caret, '^') - caret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),  cmocka_unit_test(test_bad_utf8),
        cmocka_unit_test(test_width), cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_caret), cmocka_unit_test(test_long_text),
    };

    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
