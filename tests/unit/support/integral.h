/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrals as people type them, through the public API. */
#ifndef TEST_INTEGRAL_H
#define TEST_INTEGRAL_H

#include <jifen/jifen.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline jf_expr *parsed(const char *text)
{
    static const char *const names[] = {"x"};
    const jf_expr_options options = {.nname = 1, .name = names};
    jf_expr *expr = NULL;
    jf_diag diag;

    if (jf_expr_parse(text, strlen(text), &options, &expr, &diag) != JF_OK) {
        fprintf(stderr, "not understood: %s\n", text);
        exit(2);
    }
    return expr;
}

static inline double number(const char *text)
{
    jf_expr *const expr = parsed(text);
    jf_diag diag;
    double value;

    jf_expr_value(expr, 0, NULL, &value, &diag);
    jf_expr_free(expr);
    return value;
}

/* The program of a text in x; for jf_program_free. */
static inline jf_program *compiled(const char *text)
{
    jf_expr *const expr = parsed(text);
    jf_program *program;
    jf_diag diag;

    if (jf_expr_compile(expr, "x", 0, NULL, &program, &diag) != JF_OK)
        exit(2);
    jf_expr_free(expr);
    return program;
}

static inline jf_result integral_of(const jf_program *program, double a,
                                    double b, const jf_options *options)
{
    const jf_integrand f = jf_program_integrand(program);
    jf_result result;

    jf_integrate(&f, a, b, options, &result);
    return result;
}

/* method NULL and n 0: automatic. */
static inline jf_options options_for(const char *method, int64_t n)
{
    jf_options options;

    jf_options_init(&options);
    options.method = method;
    options.panels = n;
    return options;
}

static inline jf_result integral(const char *text, const char *a, const char *b,
                                 const char *method, int64_t n)
{
    jf_program *const program = compiled(text);
    const jf_options options = options_for(method, n);
    const jf_result result =
        integral_of(program, number(a), number(b), &options);

    jf_program_free(program);
    return result;
}

/* Reads a line of columns separated by tabs; comments are passed over.  False
 * at the end. */
static inline bool read_row(FILE *file, char *line, int size, int ncolumn,
                            char **column)
{
    do {
        if (!fgets(line, size, file))
            return false;
    } while (line[0] == '#');
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < ncolumn; i++) {
        column[i] = line;
        line += strcspn(line, "\t");
        if (*line)
            *line++ = '\0';
    }
    return true;
}

static inline FILE *opened(const char *path)
{
    FILE *const file = path ? fopen(path, "r") : NULL;

    if (!file) {
        fprintf(stderr, "cannot read %s\n", path ? path : "nothing");
        exit(2);
    }
    return file;
}

#endif
