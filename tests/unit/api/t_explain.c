/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation: its pieces cover the range without gaps and add up to the
 * value, its sentences are there in both languages, and asking for it changes
 * no bit of the result. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../support/integral.h"

static jf_result explained(const char *integrand, double a, double b,
                           const char *method, jf_explanation *explanation)
{
    jf_program *const program = compiled(integrand);
    jf_options options;

    jf_options_init(&options);
    options.method = method;
    const jf_result plain = integral_of(program, a, b, &options);
    options.explain = explanation;
    const jf_result result = integral_of(program, a, b, &options);
    assert_memory_equal(&plain.value, &result.value, sizeof plain.value);
    assert_memory_equal(&plain.abserr, &result.abserr, sizeof plain.abserr);
    assert_int_equal(plain.neval, result.neval);
    jf_program_free(program);
    return result;
}

static bool has(const jf_explanation *e, jf_step_kind kind)
{
    for (int i = 0; i < e->nstep; i++)
        if (e->step[i].kind == kind)
            return true;
    return false;
}

static void check_sentences(const jf_explanation *e)
{
    char text[JF_NLANG][512];

    assert_true(e->nstep > 0 && e->nstep <= JF_STEPS_MAX);
    for (int i = 0; i < e->nstep; i++) {
        for (int lang = 0; lang < JF_NLANG; lang++) {
            const size_t n = jf_message_format(&e->step[i].text, (jf_lang)lang,
                                               text[lang], sizeof text[lang]);
            assert_true(n > 0 && n < sizeof text[lang]);
            assert_null(strchr(text[lang], '{'));
        }
        assert_string_not_equal(text[JF_LANG_EN], text[JF_LANG_ZH]);
        assert_true(i == 0 || e->step[i - 1].kind <= e->step[i].kind);
    }
}

static void check_pieces(const jf_explanation *e, double a, double b,
                         const jf_result *r)
{
    double value = 0, abserr = 0;

    assert_true(e->npiece > 0);
    assert_true(e->piece[0].from == a);
    for (int i = 0; i < e->npiece; i++) {
        assert_true(i == 0 || e->piece[i].from == e->piece[i - 1].to);
        assert_true((e->piece[i].from < e->piece[i].to) == (a < b));
        assert_true(e->piece[i].method[0] != '\0');
        value += e->piece[i].value;
        abserr += e->piece[i].abserr;
    }
    if (e->nmore > 0)
        return;
    assert_true(e->piece[e->npiece - 1].to == b);
    if (r->status == JF_CONVERGED)
        assert_true(fabs(value - r->value) <= r->abserr + abserr);
}

static void test_pieces_and_sentences(void **unused)
{
    static const struct {
        const char *integrand;
        double a, b;
        const char *method;
        int npiece; // 0: any number
    } rows[] = {
        {"exp(x)", 0, 1, NULL, 1},
        {"exp(x)", 1, 0, NULL, 1},
        {"abs(x-1/3)", 0, 1, NULL, 2},
        {"abs(x-1/3)", 1, 0, NULL, 2},
        {"floor(8*x)*exp(x)", 0, 1, "gk", 1},
        {"sqrt(x)*ln(x)", 0, 1, NULL, 1},
        {"1/sqrt(abs(x-0.3))", 0, 1, NULL, 2},
        {"1/sqrt(abs(x-0.3))", 0, 1, "de", 0},
        {"exp(-x^2)", -HUGE_VAL, HUGE_VAL, NULL, 1},
        {"exp(-abs(x-2))", HUGE_VAL, -HUGE_VAL, NULL, 2},
        {"sin(x)/x", 0, HUGE_VAL, NULL, 2},
        {"sin(1/x)", 1, 0, NULL, 2},
        {"sin(x)/(1+x^2)", -HUGE_VAL, HUGE_VAL, "osc", 3},
        {"floor(100*x)", 0, 1, NULL, JF_PIECES_MAX},
    };
    jf_explanation e;

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const jf_result r = explained(rows[i].integrand, rows[i].a, rows[i].b,
                                      rows[i].method, &e);
        assert_int_equal(r.status, JF_CONVERGED);
        if (rows[i].npiece)
            assert_int_equal(e.npiece, rows[i].npiece);
        check_pieces(&e, rows[i].a, rows[i].b, &r);
        check_sentences(&e);
        assert_true(has(&e, JF_STEP_METHOD) && has(&e, JF_STEP_ERROR) &&
                    has(&e, JF_STEP_CHECK));
        assert_true(has(&e, JF_STEP_FOUND) ==
                    (rows[i].method == NULL || rows[i].method[0] == 'o'));
    }
    assert_int_equal(e.nmore, 100 - JF_PIECES_MAX);
}

static void test_what_has_no_value(void **unused)
{
    static const struct {
        const char *integrand;
        jf_status status;
    } rows[] = {
        {"1/x", JF_DIVERGENT},
        {"sqrt(x-1/2)", JF_UNDEFINED},
    };
    jf_explanation e;

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const jf_result r = explained(rows[i].integrand, 0, 1, NULL, &e);
        assert_true(r.status == rows[i].status || r.status == JF_UNCONVERGED);
        check_sentences(&e);
        check_pieces(&e, 0, 1, &r);
        assert_true(has(&e, JF_STEP_FOUND));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_and_sentences),
        cmocka_unit_test(test_what_has_no_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
