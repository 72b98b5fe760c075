/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the bits of many integrals: bits LIST THREADS...  A line for each
 * integral of LIST; another, marked, for a number of threads that does not
 * agree with the first.  run.py compares. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/support/integral.h"
#include "../unit/support/random.h"

enum { LINE = 512, NCOLUMN = 5 };

typedef struct kase {
    const char *text, *a, *b, *method;
    int64_t n;
} kase;

// What may not depend on anything; returns the number of threads.
static int describe(const jf_program *program, const kase *k, int threads,
                    char *text, size_t size)
{
    jf_options options = options_for(k->method, k->n);

    options.threads = threads;
    options.max_neval = k->n > 0 ? 0 : 1000000; // fixed rules: no limit
    const jf_result r =
        integral_of(program, number(k->a), number(k->b), &options);
    snprintf(text, size,
             "%s\t%s\t%s\t%s\t%" PRId64 "\t%s\t%016" PRIx64 "\t%016" PRIx64
             "\t%" PRId64 "\t%" PRId64 "\t%d\t%.9g",
             k->text, k->a, k->b, k->method, k->n, jf_status_name(r.status),
             isnan(r.value) ? 0 : bits_of(r.value), bits_of(r.abserr), r.neval,
             r.panels, r.nnote, isnan(r.place) ? 0 : r.place);
    return r.threads;
}

// Whether all numbers of threads agree; *most is how many threads worked.
static bool compare(const kase *k, int n, char **threads, int *most)
{
    jf_program *const program = compiled(k->text);
    char first[2 * LINE], other[2 * LINE];
    bool agree = true;

    for (int i = 0; i < n; i++) {
        const int used = describe(program, k, atoi(threads[i]),
                                  i ? other : first, sizeof first);
        *most = used > *most ? used : *most;
        if (i > 0 && strcmp(first, other) != 0) {
            printf("DIFFERS at %s threads\t%s\n", threads[i], other);
            agree = false;
        }
    }
    printf("%s\n", first);
    jf_program_free(program);
    return agree;
}

int main(int argc, char **argv)
{
    char line[LINE], *column[NCOLUMN];
    bool agree = true;
    int most = 0;

    if (argc < 3)
        return 2;
    FILE *const list = opened(argv[1]);
    printf("isa\t%s\n", jf_isa_name());
    while (read_row(list, line, sizeof line, NCOLUMN, column)) {
        const kase k = {column[0], column[1], column[2], column[3],
                        strtoll(column[4], NULL, 10)};
        agree &= compare(&k, argc - 2, argv + 2, &most);
    }
    fclose(list);
    printf("threads\t%d\n", most);
    return agree ? 0 : 1;
}
