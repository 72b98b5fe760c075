/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The IR as text: what is printed reads back, what is wrong is refused with
 * its line, and jf_ir_valid knows a broken program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/program.h"

static char *print(const jf_ir *ir)
{
    const size_t n = jf_ir_print(ir, NULL, 0);
    char *const text = malloc(n + 1);

    assert_non_null(text);
    assert_int_equal(jf_ir_print(ir, text, n + 1), n);
    assert_int_equal(strlen(text), n);
    return text;
}

static void assert_same_program(const jf_ir *a, const jf_ir *b)
{
    assert_int_equal(a->nins, b->nins);
    assert_int_equal(a->result, b->result);
    for (int i = 0; i < a->nins; i++) {
        const jf_ins *const p = &a->ins[i], *const q = &b->ins[i];
        assert_int_equal(p->op, q->op);
        assert_true(same_bits(p->k, q->k));
        assert_memory_equal(p->operand, q->operand, sizeof p->operand);
        assert_int_equal(p->ncoef, q->ncoef);
        for (int k = 0; k < p->ncoef; k++)
            assert_true(same_bits(a->coef[p->coef + k], b->coef[q->coef + k]));
    }
}

static void printed_programs_read_back(void **state)
{
    dice d = {1};
    int line;

    (void)state;
    for (int round = effort(2000); round > 0; round--) {
        jf_ir ir, back;
        random_program(&ir, &d, 1 + pick(&d, 60), JF_NOP);
        assert_true(jf_ir_valid(&ir));
        char *const text = print(&ir);
        assert_int_equal(jf_ir_read(&back, text, &line), JF_OK);
        assert_true(jf_ir_valid(&back));
        assert_same_program(&ir, &back);
        char *const again = print(&back);
        assert_string_equal(text, again);
        free(text);
        free(again);
        jf_ir_clear(&ir);
        jf_ir_clear(&back);
    }
}

static void every_operation_has_its_own_text(void **state)
{
    (void)state;
    for (int i = 0; i < JF_NOP; i++) {
        assert_in_range(jf_op_operands((jf_op)i), 0, 3);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(jf_op_text((jf_op)i), jf_op_text((jf_op)j));
    }
}

static void a_short_buffer_takes_what_fits(void **state)
{
    static const char whole[] = "%0 = var\n%1 = sin %0\nret %1\n";
    char buffer[64];
    jf_ir ir;
    int line;

    (void)state;
    assert_int_equal(jf_ir_read(&ir, whole, &line), JF_OK);
    for (size_t size = 0; size <= sizeof whole; size++) {
        memset(buffer, '~', sizeof buffer);
        assert_int_equal(jf_ir_print(&ir, buffer, size), sizeof whole - 1);
        if (size > 0) {
            assert_memory_equal(buffer, whole, size - 1);
            assert_int_equal(buffer[size - 1], '\0');
        }
        assert_int_equal(buffer[size], '~');
    }
    jf_ir_clear(&ir);
}

static void blanks_comments_and_numbers(void **state)
{
    static const char text[] =
        "# a comment\r\n\n  %0 = var # x\r\n"
        "\t%1=const 0x1.8p+1\n%2 = const -inf\n%3 = const nan\n"
        "%4 = poly %0:1 -0 1e-320#coefficients\n%5=fma %0%1 %4\n"
        "ret %5 # done\n\n# after all";
    jf_ir ir;
    int line;

    (void)state;
    assert_int_equal(jf_ir_read(&ir, text, &line), JF_OK);
    assert_int_equal(ir.nins, 6);
    assert_true(ir.ins[1].k == 3); // exact
    assert_true(isinf(ir.ins[2].k) && ir.ins[2].k < 0);
    assert_true(isnan(ir.ins[3].k));
    assert_true(signbit(ir.coef[1]));
    assert_true(ir.coef[2] == 1e-320);
    assert_int_equal(ir.ins[5].operand[2], 4);
    jf_ir_clear(&ir);
}

static const struct {
    int line;
    const char *text;
} wrong[] = {
    {1, ""},
    {2, "# nothing\n"},
    {1, "ret %0\n"},
    {2, "%0 = var\n"},
    {1, "%0 = var"},
    {2, "%0 = var\nret %1\n"},
    {2, "%0 = var\nret\n"},
    {2, "%0 = var\nret 0\n"},
    {2, "%0 = var\nreturn %0\n"},
    {2, "%0 = var\nret %0 %0\n"},
    {3, "%0 = var\nret %0\nret %0\n"},
    {3, "%0 = var\nret %0\n%1 = sin %0\n"},
    {1, "%1 = var\nret %1\n"},
    {2, "%0 = var\n%2 = sin %0\nret %2\n"},
    {2, "%0 = var\n%0 = sin %0\nret %0\n"},
    {1, "%0 = sin %0\nret %0\n"},
    {2, "%0 = var\n%1 = sin %1\nret %1\n"},
    {2, "%0 = var\n%1 = sin %2\nret %1\n"},
    {2, "%0 = var\n%1 = sin %-1\nret %1\n"},
    {2, "%0 = var\n%1 = sin % 0\nret %1\n"},
    {2, "%0 = var\n%1 = sin %99999999999999999999\nret %1\n"},
    {2, "%0 = var\n%1 = sin\nret %1\n"},
    {2, "%0 = var\n%1 = sin %0 %0\nret %1\n"},
    {2, "%0 = var\n%1 = add %0\nret %1\n"},
    {2, "%0 = var\n%1 = sine %0\nret %1\n"},
    {2, "%0 = var\n%1 = si_ %0\nret %1\n"},
    {2, "%0 = var\n%1 = SIN %0\nret %1\n"},
    {2, "%0 = var\n%1 sin %0\nret %1\n"},
    {2, "%0 = var\n%1 =\nret %1\n"},
    {1, "%0 = const\nret %0\n"},
    {1, "%0 = const\n5\nret %0\n"},
    {1, "%0 = const x\nret %0\n"},
    {1, "%0 = const 1 2\nret %0\n"},
    {1, "%0 = const 0,5\nret %0\n"},
    {2, "%0 = var\n%1 = poly %0\nret %1\n"},
    {2, "%0 = var\n%1 = poly %0 :\nret %1\n"},
    {2, "%0 = var\n%1 = poly %0 :\n1 2\nret %1\n"},
    {2, "%0 = var\n%1 = poly %0 1 2\nret %1\n"},
    {2, "%0 = var\n%1 = poly : 1 2\nret %1\n"},
    {2, "%0 = var\n%1 = poly %0 : 1 a\nret %1\n"},
    {3, "# first\n\n%0 = vary\nret %0\n"},
};

static void errors_tell_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        jf_ir ir;
        int line = -1;
        const jf_status status = jf_ir_read(&ir, wrong[i].text, &line);
        if (status != JF_SYNTAX || line != wrong[i].line)
            print_message("line %d, status %d: %s\n", line, (int)status,
                          wrong[i].text);
        assert_int_equal(status, JF_SYNTAX);
        assert_int_equal(line, wrong[i].line);
        assert_null(ir.ins); // nothing is left to clear
        assert_null(ir.coef);
    }
}

static void polynomials_end_at_degree_64(void **state)
{
    char text[1024] = "%0 = var\n%1 = poly %0 :";
    jf_ir ir;
    int line;

    (void)state;
    for (int n = 1; n <= JF_POLY_DEGREE_MAX + 2; n++) {
        char whole[1024];
        strcat(text, " 1");
        snprintf(whole, sizeof whole, "%s\nret %%1\n", text);
        const bool fits = n <= JF_POLY_DEGREE_MAX + 1;
        assert_int_equal(jf_ir_read(&ir, whole, &line),
                         fits ? JF_OK : JF_SYNTAX);
        assert_int_equal(ir.ncoef, fits ? n : 0);
        jf_ir_clear(&ir);
    }
}

// Any bytes: no crash, and only what is valid is read.
static void mutated_texts_are_safe(void **state)
{
    dice d = {2};
    int line, good = 0;

    (void)state;
    for (int round = effort(4000); round > 0; round--) {
        jf_ir ir, back;
        random_program(&ir, &d, 1 + pick(&d, 12), JF_NOP);
        char *const text = print(&ir);
        for (int k = pick(&d, 4); k >= 0; k--)
            text[pick(&d, (int)strlen(text))] =
                "%0123456789 =:#-e.nret\n"[pick(&d, 23)];
        if (jf_ir_read(&back, text, &line) == JF_OK) {
            assert_true(jf_ir_valid(&back));
            good++;
        }
        free(text);
        jf_ir_clear(&ir);
        jf_ir_clear(&back);
    }
    assert_true(good > 0);
}

static void break_it(jf_ir *ir, int how)
{
    jf_ins *const sine = &ir->ins[1], *const poly = &ir->ins[2];

    switch (how) {
    case 0:
        ir->result = -1;
        break;
    case 1:
        ir->result = ir->nins;
        break;
    case 2:
        ir->nomem = true;
        break;
    case 3:
        ir->nins = 0;
        break;
    case 4:
        sine->operand[0] = 1;
        break;
    case 5:
        sine->operand[0] = 2;
        break;
    case 6:
        sine->operand[0] = -1;
        break;
    case 7:
        sine->operand[1] = 1;
        break; // an unused slot
    case 8:
        sine->op = JF_NOP;
        break;
    case 9:
        sine->ncoef = 1;
        break;
    case 10:
        poly->ncoef = 0;
        break;
    case 11:
        poly->ncoef = ir->ncoef + 1;
        break;
    case 12:
        poly->coef = 1;
        break;
    case 13:
        poly->coef = -1;
        break;
    default:
        poly->op = JF_OP_COS;
        break;
    }
}

static void broken_programs_are_not_valid(void **state)
{
    static const char text[] =
        "%0 = var\n%1 = sin %0\n%2 = poly %1 : 1 2 3\nret %2\n";
    int line;

    (void)state;
    for (int how = 0; how < 15; how++) {
        jf_ir ir;
        assert_int_equal(jf_ir_read(&ir, text, &line), JF_OK);
        assert_true(jf_ir_valid(&ir));
        break_it(&ir, how);
        if (jf_ir_valid(&ir))
            fail_msg("breakage %d is not seen", how);
        jf_ir_clear(&ir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_programs_read_back),
        cmocka_unit_test(every_operation_has_its_own_text),
        cmocka_unit_test(a_short_buffer_takes_what_fits),
        cmocka_unit_test(blanks_comments_and_numbers),
        cmocka_unit_test(errors_tell_their_line),
        cmocka_unit_test(polynomials_end_at_degree_64),
        cmocka_unit_test(mutated_texts_are_safe),
        cmocka_unit_test(broken_programs_are_not_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
