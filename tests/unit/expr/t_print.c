/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing and parsing again gives the same tree, and no pair of parentheses
 * in the print could be left out, but around a sign.  The trees are random,
 * and their texts are written here with parentheses around everything. */
#include "t_tree.h"

#include <stdio.h>

enum { TEXT = 1 << 16, TREES = 4000 };

static uint64_t seed;

static int pick(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

static char *put(char *to, const char *text)
{
    strcpy(to, text);
    return to + strlen(text);
}

static char *write_random(char *to, int depth);

static char *write_call(char *to, int depth)
{
    static const char *const calls[] = {"sin(", "abs(", "max(",
                                        "if(",  "log(", "factorial("};
    static const int operands[] = {1, 1, 3, 3, 2, 1};
    const int f = pick(6);

    to = put(to, calls[f]);
    for (int i = 0; i < operands[f]; i++) {
        to = put(to, i > 0 ? "," : "");
        to = write_random(to, depth - 1);
    }
    return put(to, ")");
}

static char *write_leaf(char *to)
{
    static const char *const leaves[] = {"x",  "y",   "2",     "0.5",
                                         "pi", "1e9", "1e-30", "inf"};

    return put(to, leaves[pick(8)]);
}

static char *write_random(char *to, int depth)
{
    static const char *const signs[] = {
        "+",  "-", "*",  "/",  "//", "%",  "^",     "<",
        "<=", ">", ">=", "==", "!=", "**", " and ", " or "};
    const int kind = depth > 0 ? pick(8) : 8;

    if (kind == 8 || kind == 0)
        return write_leaf(to);
    if (kind == 1)
        return write_call(to, depth);
    if (kind == 2) {
        to = put(to, pick(3) ? "(-" : "(not ");
        return put(write_random(to, depth - 1), ")");
    }
    to = write_random(put(to, "("), depth - 1);
    to = put(to, signs[pick(16)]);
    return put(write_random(to, depth - 1), ")");
}

static void test_round_trip(void **state)
{
    char *const text = malloc(TEXT), *const print = malloc(TEXT);
    (void)state;

    for (int i = 0; i < TREES; i++) {
        write_random(text, 1 + pick(6));
        jf_expr *const a = parse_text(text);
        if (!a)
            fail_msg("%s", text);
        jf_expr_print(a, print, TEXT);
        jf_expr *const b = parse_text(print);
        if (!b || !same_tree(a, a->root, b, b->root))
            fail_msg("%s\n%s", text, print);
        jf_expr_free(a);
        jf_expr_free(b);
    }
    free(text);
    free(print);
}

// The ')' that closes the '(' at open.
static size_t find_close(const char *text, size_t open)
{
    size_t i = open;
    int depth = 0;

    do {
        depth += text[i] == '(';
        depth -= text[i] == ')';
        i++;
    } while (depth > 0);
    return i - 1;
}

static bool is_group(const char *text, size_t i)
{
    const char before = i > 0 ? text[i - 1] : ' ';

    return text[i] == '(' && !(before >= 'a' && before <= 'z') &&
           text[i + 1] != '-' && strncmp(text + i + 1, "not ", 4) != 0;
}

static void test_parentheses_are_needed(void **state)
{
    static char text[TEXT], print[TEXT], less[TEXT];
    (void)state;

    for (int i = 0; i < TREES / 4; i++) {
        write_random(text, 1 + pick(4));
        jf_expr *const a = parse_text(text);
        jf_expr_print(a, print, TEXT);
        for (size_t k = 0; print[k]; k++) {
            if (!is_group(print, k))
                continue;
            strcpy(less, print);
            less[k] = less[find_close(print, k)] = ' ';
            jf_expr *const b = parse_text(less);
            if (b && same_tree(a, a->root, b, b->root))
                fail_msg("%s\n%s", print, less);
            jf_expr_free(b);
        }
        jf_expr_free(a);
    }
}

static void test_size(void **state)
{
    jf_expr *const expr = parse_text("sin(x)+1");
    char buffer[5] = "....";
    (void)state;

    assert_int_equal(jf_expr_print(expr, NULL, 0), 8);
    assert_int_equal(jf_expr_print(expr, buffer, sizeof buffer), 8);
    assert_string_equal(buffer, "sin(");
    jf_expr_free(expr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_parentheses_are_needed),
        cmocka_unit_test(test_size),
    };

    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
