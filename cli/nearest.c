/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal string alignment, by dynamic programming on three rows: d[i][j] is
 * the distance of the first i letters of one text from the first j of the
 * other.  Texts of more than LONGEST letters are never near. */
#include "cli/nearest.h"

#include <string.h>

enum { LONGEST = 31 };

static int least(int a, int b, int c)
{
    const int d = a < b ? a : b;

    return d < c ? d : c;
}

static int distance(const char *a, size_t n, const char *b, size_t m)
{
    int rows[3][LONGEST + 1];
    int *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *const free_row = before;
        before = above;
        above = row;
        row = free_row;
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            const int replace = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(replace, above[j] + 1, row[j - 1] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
    }
    return row[m];
}

void jf_nearest_try(jf_nearest *nearest, const char *candidate)
{
    const size_t n = nearest->length, m = strlen(candidate);

    if (n > LONGEST || m > LONGEST)
        return;
    const int d = distance(nearest->text, n, candidate, m);
    const size_t twice = 2 * (size_t)d;
    if (d > 2 || twice > n || twice >= (m > 2 ? m : 3))
        return;
    if (!nearest->found || d < nearest->distance) {
        nearest->found = candidate;
        nearest->distance = d;
    }
}
