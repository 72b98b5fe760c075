/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface of <jifen/expr.h>, and the limits at and beyond them. */
#include "t_tree.h"

#include <stdio.h>

#include "expr/parser.h"

static char *repeat(const char *s, int n)
{
    char *const text = malloc(strlen(s) * (size_t)n + 1);

    text[0] = '\0';
    for (int i = 0; i < n; i++)
        strcpy(text + strlen(s) * (size_t)i, s);
    return text;
}

// n times open, an x, n times close: what is wrong with it, or "ok".
static const char *parse_nested(const char *open, const char *close, int n)
{
    const size_t size = (strlen(open) + strlen(close)) * (size_t)n + 2;
    char *const text = malloc(size), *const left = repeat(open, n),
                *const right = repeat(close, n);
    static char message[512];
    jf_expr *expr;
    jf_diag diag;

    snprintf(text, size, "%sx%s", left, right);
    const jf_status status =
        jf_expr_parse(text, strlen(text), NULL, &expr, &diag);
    jf_message_format(&diag.problem, JF_LANG_EN, message, sizeof message);
    assert_int_equal(status == JF_OK, expr != NULL);
    jf_expr_free(expr);
    free(text);
    free(left);
    free(right);
    return status == JF_OK ? "ok" : message;
}

static void check_deep(const char *open, const char *close, int most)
{
    assert_string_equal(parse_nested(open, close, most), "ok");
    assert_non_null(
        strstr(parse_nested(open, close, most + 1), "more than 256"));
}

static void test_depth(void **state)
{
    (void)state;
    check_deep("(", ")", JF_EXPR_DEPTH_MAX);
    check_deep("-", "", JF_EXPR_DEPTH_MAX);
    check_deep("x^", "", JF_EXPR_DEPTH_MAX);
    check_deep("sin(", ")", JF_EXPR_DEPTH_MAX);
    check_deep("sin ", "", JF_EXPR_DEPTH_MAX);
    check_deep("x+", "", JF_EXPR_DEPTH_MAX);
    check_deep("x ", "", JF_EXPR_DEPTH_MAX);
    check_deep("x?1:", "", JF_EXPR_DEPTH_MAX);
    check_deep("{1 if x;", "}", JF_EXPR_DEPTH_MAX);
    check_deep("(|", "|)", JF_EXPR_DEPTH_MAX / 2);
    check_deep("√", "", JF_EXPR_DEPTH_MAX);
}

// max(...) of eight sums: 1 + 8 * 255 nodes in a shallow tree.
static void test_nodes(void **state)
{
    char *const sum = repeat("x+", 127); // with its last x: 255 nodes
    char *const text = malloc(1 << 16);
    jf_expr *expr;
    jf_diag diag;
    (void)state;

    for (int extra = 0; extra < 2; extra++) {
        text[0] = '\0';
        for (int i = 0; i < 64; i++) { // 64 * 255 + 63 = 16383 nodes
            strcat(text, i % 8 ? "+(" : i ? ")+((" : "((");
            strcat(text, sum);
            strcat(text, "x)");
        }
        strcat(text, extra ? ")*x" : ")");
        const jf_status status =
            jf_expr_parse(text, strlen(text), NULL, &expr, &diag);
        assert_int_equal(status, extra ? JF_SYNTAX : JF_OK);
        if (extra)
            assert_int_equal(diag.problem.id, JF_TEXT_EXPR_TOO_MANY_NODES);
        jf_expr_free(expr);
    }
    free(sum);
    free(text);
}

static void test_length(void **state)
{
    char *const text = malloc(JF_EXPR_LENGTH_MAX + 1);
    jf_expr *expr;
    jf_diag diag;
    (void)state;

    memset(text, ' ', JF_EXPR_LENGTH_MAX + 1);
    text[0] = 'x';
    assert_int_equal(
        jf_expr_parse(text, JF_EXPR_LENGTH_MAX, NULL, &expr, &diag), JF_OK);
    jf_expr_free(expr);
    assert_int_equal(
        jf_expr_parse(text, JF_EXPR_LENGTH_MAX + 1, NULL, &expr, &diag),
        JF_SYNTAX);
    assert_null(expr);
    assert_int_equal(diag.problem.id, JF_TEXT_EXPR_TOO_LONG);
    free(text);
}

static void test_name_count(void **state)
{
    char text[8192];
    jf_expr *expr;
    jf_diag diag;
    (void)state;

    for (int n = JF_EXPR_NAME_MAX; n <= JF_EXPR_NAME_MAX + 1; n++) {
        char *s = text + sprintf(text, "max(");
        for (int i = 0; i < n; i++)
            s += sprintf(s, "%sa%d", i == 0 ? "" : i % 32 ? "+" : ",", i);
        strcpy(s, ")");
        const jf_status status =
            jf_expr_parse(text, strlen(text), NULL, &expr, &diag);
        assert_int_equal(status, n > JF_EXPR_NAME_MAX ? JF_SYNTAX : JF_OK);
        if (expr)
            assert_int_equal(jf_expr_nname(expr), JF_EXPR_NAME_MAX);
        jf_expr_free(expr);
    }
    assert_int_equal(diag.problem.id, JF_TEXT_EXPR_TOO_MANY_NAMES);
}

// A chain clones its middle operands: its size is bounded all the same.
static void test_chain(void **state)
{
    char text[4096] = "";
    (void)state;

    for (int i = 0; i < 60; i++)
        strcat(text, "0<(");
    strcat(text, "x");
    for (int i = 0; i < 60; i++)
        strcat(text, ")<1");
    assert_null(parse_text(text));
}

static void test_empty(void **state)
{
    jf_expr *expr;
    jf_diag diag;
    (void)state;

    assert_int_equal(jf_expr_parse("", 0, NULL, &expr, &diag), JF_SYNTAX);
    assert_int_equal(diag.problem.id, JF_TEXT_EXPR_EMPTY);
    assert_int_equal(jf_expr_parse(" \t ", 3, NULL, &expr, &diag), JF_SYNTAX);
    assert_int_equal(diag.problem.id, JF_TEXT_EXPR_EMPTY);
    jf_expr_free(NULL);
}

static void test_names(void **state)
{
    const char text[] = "a*sin(x)+π*a_1-ａ";
    jf_expr *const expr = parse_text(text);
    size_t begin, end;
    (void)state;

    assert_int_equal(jf_expr_nname(expr), 3);
    assert_string_equal(jf_expr_name(expr, 0), "a");
    assert_string_equal(jf_expr_name(expr, 1), "x");
    assert_string_equal(jf_expr_name(expr, 2), "a_1");
    jf_expr_name_span(expr, 2, &begin, &end);
    assert_memory_equal(text + begin, "a_1", end - begin);
    assert_int_equal(end - begin, 3);
    assert_null(jf_expr_variable(expr));
    jf_expr_free(expr);
}

static void test_variable(void **state)
{
    static const char *const cases[][2] = {
        {"x dx", "x"},        {"t^2dt", "t"},  {"cos(θ) dθ", "θ"},
        {"2 dx_1", "x_1"},    {"x*d", NULL},   {"x*dy*x", NULL},
        {"sin(x)/x dx", "x"}, {"dθ dθ", NULL},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        jf_expr *const expr = parse_text(cases[i][0]);
        const char *const got = expr ? jf_expr_variable(expr) : NULL;
        if (cases[i][1])
            assert_string_equal(got, cases[i][1]);
        else
            assert_null(got);
        jf_expr_free(expr);
    }
}

// Every node's range is a part of the text that parses to that node.
static void check_spans(const char *text, const jf_expr *expr,
                        const jf_node *node)
{
    jf_expr *part;
    jf_diag diag;

    assert_int_equal(jf_expr_parse(text + node->begin, node->end - node->begin,
                                   NULL, &part, &diag),
                     JF_OK);
    assert_true(same_tree(expr, node, part, part->root));
    jf_expr_free(part);
    for (int i = 0; i < node->noperand; i++)
        check_spans(text, expr, node->operand[i]);
}

static void test_spans(void **state)
{
    static const char *const cases[] = {
        "sin(x)/(x+1)^2-3", "（ｘ＋１）×ｓｉｎ（２ｘ）", "-x^2+|x-1|*2!",
        "2x(x+1) y^3",      "max(x, 1, (2))<3 or x>0",
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        jf_expr *const expr = parse_text(cases[i]);
        assert_non_null(expr);
        check_spans(cases[i], expr, expr->root);
        jf_expr_free(expr);
    }
}

static void test_notes(void **state)
{
    jf_expr *const expr = parse_text("log(x)+log(x)+sinx+log(y)");
    (void)state;

    assert_int_equal(jf_expr_nnote(expr), 3);
    assert_int_equal(jf_expr_note(expr, 0)->id, JF_TEXT_EXPR_NOTE_LOG);
    assert_string_equal(jf_expr_note(expr, 0)->arg[0], "log(x)");
    assert_string_equal(jf_expr_note(expr, 0)->arg[1], "ln(x)");
    assert_int_equal(jf_expr_note(expr, 1)->id, JF_TEXT_EXPR_NOTE_READ_AS);
    assert_string_equal(jf_expr_note(expr, 2)->arg[1], "ln(y)");
    jf_expr_free(expr);
}

// The example in the usage column parses to the function with its name.
static void test_functions(void **state)
{
    static const char *const names[] = {"x", "y", "n", "m", "base"};
    const jf_expr_options options = {.nname = 5, .name = names};
    (void)state;

    assert_int_equal(jf_function_count(), JF_NFUNCTION);
    assert_null(jf_function_info_at(jf_function_count()));
    for (size_t i = 0; i < jf_function_count(); i++) {
        const jf_function_info *const info = jf_function_info_at(i);
        char text[64], print[64];
        jf_expr *expr;
        jf_diag diag;
        snprintf(text, sizeof text, "%s", info->usage);
        char *const dots = strstr(text, ", ...");
        if (dots)
            strcpy(dots, ")");
        assert_int_equal(
            jf_expr_parse(text, strlen(text), &options, &expr, &diag), JF_OK);
        jf_expr_print(expr, print, sizeof print);
        assert_string_equal(print, text);
        assert_memory_equal(print, info->name, strlen(info->name));
        assert_int_equal(expr->root->function, i);
        assert_true(info->help[JF_LANG_EN][0] && info->help[JF_LANG_ZH][0]);
        jf_expr_free(expr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_depth),     cmocka_unit_test(test_nodes),
        cmocka_unit_test(test_length),    cmocka_unit_test(test_name_count),
        cmocka_unit_test(test_chain),     cmocka_unit_test(test_empty),
        cmocka_unit_test(test_names),     cmocka_unit_test(test_variable),
        cmocka_unit_test(test_spans),     cmocka_unit_test(test_notes),
        cmocka_unit_test(test_functions),
    };

    return cmocka_run_group_tests_name("expr", tests, NULL, NULL);
}
