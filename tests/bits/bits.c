/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the bits of many integrals: bits THREADS...  A line for each
 * integral; another, marked, for a number of threads that does not agree with
 * the first.  tests/bits/run.py compares. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/support/integral.h"
#include "../unit/support/random.h"

typedef struct kase {
    const char *text, *a, *b, *method;
    int64_t n;
} kase;

/* "exact" integrands use arithmetic and square roots alone: their bits are the
 * same on every machine. */
// clang-format off
static const kase exact[] = {
    {"x**2+3*x+1",            "0", "1",   "simpson",   1000000},
    {"1/(1+x*x)",             "0", "1",   "simpson",   1000000},
    {"1/(1+x*x)",             "0", "1",   "simpson",    199999},
    {"1/(1+x*x)",            "-5", "7",   "trapezoid",  234567},
    {"sqrt(1-x*x)",           "0", "1",   "simpson",    100000},
    {"sqrt(1-x*x)",          "-1", "1",   "boole",       73331},
    {"sqrt(x)/(1+x)",         "0", "9",   "midpoint",  300007},
    {"1/sqrt(x)",             "0", "1",   "midpoint",  400001},
    {"abs(x-0.3)",            "0", "1",   "simpson",    131073},
    {"x**5-x/3",             "-3", "2",   "boole",       65536},
    {"(x*x-1)/(x-1)",         "0", "3",   "simpson",    100000},
    {"(x**3-x)/(x*(x-1)*(x-0.5))*(x-0.5)", "0", "2", "trapezoid", 200000},
    {"floor(x)*x",            "0", "9.5", "simpson",    200000},
    {"1/(0.0001+x*x)",       "-1", "2",   "gauss",       20000},
    {"sqrt(x)",               "0", "1",   "gauss",       20001},
    {"x/(1+x**4)",           "-2", "3",   "simpson",         1},
    {"x/(1+x**4)",           "-2", "3",   "simpson",         7},
    {"x/(1+x**4)",           "-2", "3",   "midpoint",       10},
    {"x/(1+x**4)",           "-2", "3",   "gauss",          17},
    {"1/(1+x*x)",             "0", "1",   "gk",              0},
    {"sqrt(abs(x-0.3))",      "0", "1",   "gk",              0},
    {"x*(1000*x-floor(1000*x))", "0", "1", "gk",             0},
    {"1/x",                  "-1", "1",   "gk",              0},
    {"1/x",                   "0", "1",   "simpson",   1000000},
    {"sqrt(x-0.5)",           "0", "1",   "simpson",   1000000},
};
static const kase library[] = {
    {"sin(x)/x",              "0", "1",   "simpson",   1000000},
    {"sin(x)",                "0", "pi",  "simpson",    100001},
    {"exp(-x*x)",            "-3", "4",   "trapezoid",  199999},
    {"x**x",                  "0", "1",   "simpson",    100000},
    {"log(x)",                "0", "1",   "midpoint",   200000},
    {"sin(x)/x+sin(x-1)/(x-1)", "-1", "2", "boole",      60000},
    {"(1-cos(x))/x**2",      "-1", "1",   "simpson",    100000},
    {"tan(x)*exp(x)",         "0", "1.5", "gauss",       20000},
    {"cos(100*x)+erf(x)",     "0", "2",   "gk",              0},
    {"sin(1/x)",              "0", "1",   "gk",              0},
    {"x*sin(1/x)",            "0", "1",   "gk",              0},
    {"exp(x)-floor(exp(x))",  "0", "7",   "gk",              0},
    {"gamma(x)*sinh(x)",      "1", "5",   "gk",              0},
};
// clang-format on

// What may not depend on anything; returns the number of threads.
static int describe(const kase *k, int threads, char *text, size_t size)
{
    jf_program *const program = compiled(k->text);
    jf_options options = options_for(k->method, k->n);

    options.threads = threads;
    options.max_neval = 1000000;
    const jf_result r =
        integral_of(program, number(k->a), number(k->b), &options);
    snprintf(text, size,
             "%s\t%s\t%s\t%s\t%" PRId64 "\t%s\t%016" PRIx64 "\t%016" PRIx64
             "\t%" PRId64 "\t%" PRId64 "\t%d\t%.9g",
             k->text, k->a, k->b, k->method, k->n, jf_status_name(r.status),
             isnan(r.value) ? 0 : bits_of(r.value), bits_of(r.abserr), r.neval,
             r.panels, r.nnote, isnan(r.place) ? 0 : r.place);
    jf_program_free(program);
    return r.threads;
}

// Whether all numbers of threads agree; *most is how many threads worked.
static int compare(const char *mark, const kase *k, int n, char **threads,
                   int *most)
{
    char first[512], other[512];
    int agree = 1;

    for (int i = 0; i < n; i++) {
        const int used = describe(k, atoi(threads[i]), i ? other : first, 512);
        *most = used > *most ? used : *most;
        if (i > 0 && strcmp(first, other) != 0) {
            printf("DIFFERS at %s threads\t%s\n", threads[i], other);
            agree = 0;
        }
    }
    printf("%s\t%s\n", mark, first);
    return agree;
}

int main(int argc, char **argv)
{
    int agree = 1, most = 0;

    if (argc < 2)
        return 2;
    printf("isa\t%s\n", jf_isa_name());
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        agree &= compare("exact", &exact[i], argc - 1, argv + 1, &most);
    for (size_t i = 0; i < sizeof library / sizeof *library; i++)
        agree &= compare("library", &library[i], argc - 1, argv + 1, &most);
    printf("threads\t%d\n", most);
    return agree ? 0 : 1;
}
