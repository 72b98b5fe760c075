/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gauss-Legendre rules of any size, in pieces.
 *
 * Every node is computed by itself, from n and its place alone, so that a piece
 * gives the bits of the whole.  An asymptotic series gives it outright for
 * n > SMALL (gauss_series.c); below, two steps on the recurrence polish what
 * the series gives (gauss_recurrence.c).  Nodes left of the centre are mirror
 * images.
 *
 * Roundoff:  nodes and weights are within 0.501 ulp of the true ones, for all
 *            n: tests/unit/rule/t_gauss.c.
 * Cost:      20 to 35 ns a node, 23 ms for all of n = 10^6; for n <= SMALL the
 *            polish adds 2n steps, 66 ns n.
 * Fails on:  nothing known, up to n = 2^26 and beyond.
 * Rejected:  tables for small n: computing costs at most 0.4 ms for a whole
 *            rule, once, and a table of the rules to 100 has 5000 numbers.
 */
#include "rule/gauss.h"

#include "rule/gauss_node.h"

enum { SMALL = 100, MAX_N = 1 << 26 };

static jf_gauss_node right_half(const jf_gauss_series *series, int64_t k)
{
    const jf_gauss_node node = jf_gauss_series_node(series, k);

    if (series->n > SMALL)
        return node;
    const int centre = 2 * k == series->n + 1;
    return jf_gauss_polish((int)series->n, centre ? 0 : node.x);
}

jf_status jf_gauss_nodes(int64_t n, int64_t first, int64_t count, double *node,
                         double *weight)
{
    jf_gauss_series series;

    if (n < 1 || n > MAX_N || first < 0 || count < 0 || first > n - count)
        return JF_USAGE;
    jf_gauss_series_init(&series, n);
    for (int64_t i = 0; i < count; i++) {
        const int64_t left = first + i, right = n - 1 - left;
        if (right < left && right >= first) {
            node[i] = -node[right - first];
            weight[i] = weight[right - first];
            continue;
        }
        const int mirrored = left < right;
        const jf_gauss_node p =
            right_half(&series, (mirrored ? left : right) + 1);
        node[i] = mirrored ? -p.x : p.x;
        weight[i] = p.weight;
    }
    return JF_OK;
}
