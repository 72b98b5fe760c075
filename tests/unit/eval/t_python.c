/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions that mean in Python what they mean here, bit for bit:
 *
 *     t_eval_python python_reference.tsv
 *
 * Rows of the file: text, x, y, value (tools/gen_python_reference.py).  Each
 * is parsed, built, optimised, and run on every instruction set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/random.h"
#include "eval/program.h"

typedef struct row {
    char text[64];
    double x, y, value;
} row;

static const char *path;

static bool read_row(FILE *file, row *r)
{
    char line[256], x[40], y[40], value[40];

    while (fgets(line, sizeof line, file)) {
        if (*line == '#')
            continue;
        assert_int_equal(
            sscanf(line, "%63[^\t]\t%39s\t%39s\t%39s", r->text, x, y, value),
            4);
        r->x = strtod(x, NULL);
        r->y = strtod(y, NULL);
        r->value = strtod(value, NULL);
        return true;
    }
    return false;
}

// The value of each name, and which of them is x.
static size_t bind(const jf_expr *tree, double y, double value[2])
{
    size_t variable = SIZE_MAX;

    assert_in_range(tree->nname, 0, 2);
    for (size_t i = 0; i < tree->nname; i++) {
        value[i] = y;
        if (strcmp(tree->name[i].text, "x") == 0)
            variable = i;
    }
    return variable;
}

static void build(const row *r, jf_ir *ir)
{
    double value[2];
    jf_expr *tree;
    jf_diag diag;

    if (jf_expr_parse(r->text, strlen(r->text), NULL, &tree, &diag) != JF_OK)
        fail_msg("not understood: %s", r->text);
    const size_t variable = bind(tree, r->y, value);
    assert_int_equal(jf_ir_build(ir, tree, variable, value), JF_OK);
    jf_expr_free(tree);
}

static void run(const row *r, const jf_ir *ir, jf_isa isa)
{
    jf_code *code;
    double y;

    assert_int_equal(jf_code_compile(ir, isa, &code), JF_OK);
    jf_machine *const machine = jf_machine_new(code);
    assert_non_null(machine);
    jf_machine_run(machine, 1, &r->x, &y);
    jf_machine_free(machine);
    jf_code_free(code);
    if (!same_bits(y, r->value))
        fail_msg("%s of %a, %a: %a, in Python %a", r->text, r->x, r->y, y,
                 r->value);
}

static void texts_have_the_value_of_python(void **state)
{
    FILE *const file = fopen(path, "r");
    int n = 0;
    row r;

    (void)state;
    assert_non_null(file);
    for (; read_row(file, &r); n++) {
        jf_ir ir;
        build(&r, &ir);
        run(&r, &ir, JF_ISA_GENERIC);
        assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
        for (int isa = 0; isa < JF_NISA; isa++)
            if (jf_kernels_of((jf_isa)isa) && jf_cpu_offers((jf_isa)isa))
                run(&r, &ir, (jf_isa)isa);
        jf_ir_clear(&ir);
    }
    assert_in_range(n, 5000, 100000);
    fclose(file);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_the_value_of_python),
    };

    path = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
