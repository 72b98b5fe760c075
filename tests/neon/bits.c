/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints what has to be the same wherever jifen runs: how texts are read, the
 * operations made of them, the bits of integrals of exact operations by every
 * method and several numbers of threads, hashes of the kernels' results.
 *
 * The first line is the instruction set; the rest is compared, between
 * instruction sets, compilers and machines, by compare.sh.  Integrals of
 * functions are in tests/bits/list.tsv. */
#include "bits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/jifen.h>

typedef struct example {
    const char *text;
    double a, b;
} example;

static const example examples[] = {
    {"4/(1+x**2)", 0, 1},
    {"x^2+3x+1", 0, 1},
    {"sqrt(1-x^2)", -1, 1},
    {"√x/(1+√x)", 0, 3},
    {"１／（１＋２５ｘ²）", -1, 1},
    {"x^5 - 2x^4 + x^3/3 + 0.3x - 1", -1, 2},
    {"|x - 1/3| · 1e-300", 0, 1},
    {"floor(5x) + ceil(3x) - trunc(7x) + round(9x)", -1, 1},
    {"min(x, 1-x) * max(x^2, 1/2)", 0, 1},
    {"x if x < 1/3 else (1-x if x ≥ 2/3 else 1/3)", 0, 1},
    {"(x > 0.25) + (x != 0.5) + (x == 0.75)", 0, 1},
    {"sign(x) * copysign(sqrt(abs(x)), x - 1/4)", -1, 1},
    {"x % 0.3 + x // 0.7 + fmod(x, 0.4)", -2, 2},
    {"(x^2-1)/(x-1)", 0, 2}, // a limit is to be found
    {"1/x", 0, 1},           // there is none
    {"sqrt(x)", -1, 1},      // no value on a half
    {"copysign(1, sqrt(x))", -1, 1},
    {"copysign(1, (x-x)/(x-x))", 0, 1},
};

static const struct {
    const char *method;
    int64_t panels; // enough for several threads
} rules[] = {
    {"simpson", 70000},   {"simpson", 17},  {"trapezoid", 140000},
    {"midpoint", 140000}, {"boole", 35000}, {"gauss", 70000},
    {"gauss", 21},        {"gk", 0},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

uint64_t bits_of(double x)
{
    uint64_t bits;

    if (x != x) // not equal to itself: a NaN
        return UINT64_C(0x7FF8000000000000);
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static void print_integral(const jf_integrand *f, const example *e, size_t rule,
                           int threads)
{
    jf_options options;
    jf_result r;

    jf_options_init(&options);
    options.method = rules[rule].method;
    options.panels = rules[rule].panels;
    options.threads = threads;
    const jf_status status = jf_integrate(f, e->a, e->b, &options, &r);
    printf("%s %" PRId64 " -j%d: %s %s %016" PRIx64 " +- %016" PRIx64
           " at %016" PRIx64 ", %" PRId64 " values, %d threads\n",
           options.method, options.panels, threads, jf_status_name(status),
           jf_status_name(r.status), bits_of(r.value), bits_of(r.abserr),
           bits_of(r.place), r.neval, r.threads);
}

static void print_example(const example *e)
{
    char text[4096];
    jf_expr *expr;
    jf_program *program = NULL;
    jf_diag diag;

    if (jf_expr_parse(e->text, strlen(e->text), NULL, &expr, &diag) != JF_OK ||
        jf_expr_compile(expr, "x", 0, NULL, &program, &diag) != JF_OK) {
        fprintf(stderr, "bits: '%s' was not understood\n", e->text);
        exit(EXIT_FAILURE);
    }
    jf_expr_print(expr, text, sizeof text);
    printf("\n%s\n", text);
    jf_program_print(program, text, sizeof text);
    printf("%s", text);
    const jf_integrand f = jf_program_integrand(program);
    for (size_t rule = 0; rule < COUNT(rules); rule++)
        for (int threads = 1; threads <= 3; threads++)
            print_integral(&f, e, rule, threads);
    jf_program_free(program);
    jf_expr_free(expr);
}

// Bytes beyond ASCII, which are negative numbers on some machines only.
static void print_refusals(void)
{
    static const char *const texts[] = {"1+×2",  "sin(x)＋＊", "x$\xFF\x80",
                                        "１/2x", "正弦(x)",    "\xE2\x88"};
    char text[4096];
    jf_expr *expr;
    jf_diag diag;

    for (size_t i = 0; i < COUNT(texts); i++) {
        const size_t length = strlen(texts[i]);
        const jf_status status =
            jf_expr_parse(texts[i], length, NULL, &expr, &diag);
        jf_expr_free(expr);
        printf("\n%s\n", jf_status_name(status));
        if (status == JF_OK)
            continue;
        jf_diag_format(&diag, texts[i], length, JF_LANG_ZH, text, sizeof text);
        printf("%s", text);
    }
}

int main(void)
{
    printf("isa %s\n", jf_isa_name());
    print_kernels();
    for (size_t i = 0; i < COUNT(examples); i++)
        print_example(&examples[i]);
    print_refusals();
    return EXIT_SUCCESS;
}
