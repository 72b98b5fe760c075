/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which words are options and which are operands. */
#include "cli/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static jf_status read(jf_request *request, const char *const *words,
                      jf_diag *diag)
{
    char *argv[16] = {(char *)(void *)"jifen"};
    int argc = 1;

    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(void *)words[argc - 1];
    return jf_request_read(request, argc, argv, diag);
}

static void takes_a_negative_number_for_an_operand(void **data)
{
    static const char *const operands[] = {
        "-1",      "-.5",     "-pi",         "-inf",      "-e",  "-x",
        "-x^2",    "-2x",     "-(1+x)",      "-max(x,0)", "-oo", "-1..1",
        "-pi..pi", "-sin(x)", "-x^2;0..1",   "-sqrt(2)",  "−1",  "-n*x",
        "--x",     "--1",     "-hypot(x,1)", "-j*x",      "-1/2"};

    (void)data;
    for (size_t i = 0; i < sizeof operands / sizeof *operands; i++) {
        const char *const words[] = {operands[i], NULL};
        jf_request request;
        jf_diag diag;
        assert_int_equal(read(&request, words, &diag), JF_OK);
        assert_int_equal(request.nword, 1);
        assert_string_equal(request.word[0], operands[i]);
        jf_request_clear(&request);
    }
}

static void reads_times(void **data)
{
    static const struct {
        const char *text;
        double seconds;
    } rows[] = {{"10", 10},    {"0.5s", 0.5},   {"250ms", 0.25},
                {"2min", 120}, {"1.5m", 90},    {"1h", 3600},
                {"0", 0},      {"1e-3s", 1e-3}, {"2*60s", 120}};

    (void)data;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const words[] = {"--timeout", rows[i].text, NULL};
        jf_request request;
        jf_diag diag;
        assert_int_equal(read(&request, words, &diag), JF_OK);
        assert_true(request.timeout == rows[i].seconds);
        jf_request_clear(&request);
    }
}

static void finds_options_anywhere(void **data)
{
    static const char *const words[] = {"-n",          "1e6",     "x",   "-qv",
                                        "--json",      "0",       "-j3", "1",
                                        "--rtol=1e-8", "-mgauss", NULL};
    jf_request request;
    jf_diag diag;

    (void)data;
    assert_int_equal(read(&request, words, &diag), JF_OK);
    assert_int_equal(request.panels, 1000000);
    assert_int_equal(request.threads, 3);
    assert_int_equal(request.verbose, 1);
    assert_true(request.quiet && request.json);
    assert_true(request.rtol == 1e-8); // the very number
    assert_string_equal(request.method, "gauss");
    assert_int_equal(request.nword, 3);
    jf_request_clear(&request);
}

static void ends_options_at_two_dashes(void **data)
{
    static const char *const words[] = {"-q", "--", "--json", "-n", NULL};
    jf_request request;
    jf_diag diag;

    (void)data;
    assert_int_equal(read(&request, words, &diag), JF_OK);
    assert_true(request.quiet && !request.json);
    assert_int_equal(request.nword, 2);
    jf_request_clear(&request);
}

static void lets_a_choice_stand_alone(void **data)
{
    static const char *const with[] = {"--table", "gauss", "x", NULL};
    static const char *const without[] = {"--table", "x", "0", NULL};
    jf_request request;
    jf_diag diag;

    (void)data;
    assert_int_equal(read(&request, with, &diag), JF_OK);
    assert_string_equal(request.table, "gauss");
    assert_int_equal(request.nword, 1);
    jf_request_clear(&request);
    assert_int_equal(read(&request, without, &diag), JF_OK);
    assert_string_equal(request.table, "");
    assert_int_equal(request.nword, 2);
    jf_request_clear(&request);
}

static void refuses_what_is_no_option(void **data)
{
    static const struct {
        const char *word;
        jf_text_id problem;
        const char *suggestion;
    } rows[] = {
        {"--jsn", JF_TEXT_CLI_UNKNOWN_OPTION, "--json"},
        {"--panel=3", JF_TEXT_CLI_UNKNOWN_OPTION, "--panels"},
        {"-json", JF_TEXT_CLI_UNKNOWN_OPTION, "--json"},
        {"--json=1", JF_TEXT_CLI_TAKES_NONE, ""},
        {"--panels", JF_TEXT_CLI_NO_ARGUMENT, ""},
        {"-n", JF_TEXT_CLI_NO_ARGUMENT, ""},
        {"-n1.5", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"-n0", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"--panels=-3", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"--panels=1e17", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"--panels=many", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"--tol=-1", JF_TEXT_CLI_BAD_REAL, ""},
        {"--tol=inf", JF_TEXT_CLI_BAD_REAL, ""},
        {"--max-evals=0", JF_TEXT_CLI_BAD_WHOLE, ""},
        {"--timeout=s", JF_TEXT_CLI_BAD_TIME, ""},
        {"--timeout=-1s", JF_TEXT_CLI_BAD_TIME, ""},
        {"--timeout=1d", JF_TEXT_CLI_BAD_TIME, ""},
        {"--timeout=inf", JF_TEXT_CLI_BAD_TIME, ""},
    };

    (void)data;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const words[] = {rows[i].word, NULL};
        jf_request request;
        jf_diag diag;
        assert_int_equal(read(&request, words, &diag), JF_USAGE);
        assert_int_equal(diag.problem.id, rows[i].problem);
        assert_string_equal(diag.hint.arg[0], rows[i].suggestion);
        jf_request_clear(&request);
    }
}

static void reads_on_after_a_mistake(void **data)
{
    static const char *const words[] = {"--jsn", "--lang", "zh", NULL};
    jf_request request;
    jf_diag diag;

    (void)data;
    assert_int_equal(read(&request, words, &diag), JF_USAGE);
    assert_string_equal(request.lang, "zh");
    jf_request_clear(&request);
}

static void has_a_table_without_twins(void **data)
{
    (void)data;
    for (size_t i = 0; jf_option_at(i); i++) {
        const jf_option *const a = jf_option_at(i);
        assert_true(a->name || a->letter);
        for (size_t k = 0; k < i; k++) {
            const jf_option *const b = jf_option_at(k);
            assert_true(!a->letter || a->letter != b->letter);
            assert_true(!a->name || !b->name || strcmp(a->name, b->name) != 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_negative_number_for_an_operand),
        cmocka_unit_test(reads_times),
        cmocka_unit_test(finds_options_anywhere),
        cmocka_unit_test(ends_options_at_two_dashes),
        cmocka_unit_test(lets_a_choice_stand_alone),
        cmocka_unit_test(refuses_what_is_no_option),
        cmocka_unit_test(reads_on_after_a_mistake),
        cmocka_unit_test(has_a_table_without_twins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
