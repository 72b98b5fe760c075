/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the fixed rules against sums made independently, to 34 digits:
 * t_reference simpson_reference.tsv.  These are the rules' own sums, so that
 * only rounding remains. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/truth.h"

static const char *table;

enum { LARGE = 1000000 };

// Worst relative errors of rows with and without N = 10^6.
typedef struct worst {
    double large, other;
    int nlarge, nother;
} worst;

// The integral of |f| over that of f, where they differ by much.
static double cancellation(const char *text)
{
    return strcmp(text, "cos(100*x)") == 0 ? 125 : 1;
}

static void compare(char **column, worst *w)
{
    const int64_t n = strtoll(column[4], NULL, 10);
    const jf_result r = integral(column[0], column[1], column[2], column[3], n);
    double magnitude;
    const double d = distance(r.value, column[5], &magnitude) /
                     (magnitude * cancellation(column[0]));

    assert_int_equal(r.status, JF_FIXED);
    assert_int_equal(r.panels, n);
    if (n == LARGE) {
        w->large = fmax(w->large, d);
        w->nlarge++;
    } else {
        w->other = fmax(w->other, d);
        w->nother++;
    }
    if (d > 3e-16)
        print_message("# %s %s..%s %s %s: %g\n", column[0], column[1],
                      column[2], column[3], column[4], d);
}

static void test_table(void **unused)
{
    FILE *const file = opened(table);
    char line[512], *column[6];
    worst w = {0};

    (void)unused;
    while (read_row(file, line, sizeof line, 6, column))
        compare(column, &w);
    fclose(file);
    print_message("# worst: %.3g at N = 10^6, %.3g elsewhere\n", w.large,
                  w.other);
    assert_int_equal(w.nlarge, 6);
    assert_true(w.nother >= 46);
    assert_true(w.large <= 3e-16);
    assert_true(w.other <= 4e-16);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};

    table = argc > 1 ? argv[1] : NULL;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
