/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JF_RULE_GAUSS_H
#define JF_RULE_GAUSS_H

#include <stdint.h>

#include <jifen/status.h>

/* The Gauss-Legendre rule with n nodes on [-1, 1], 1 <= n <= 2^26; degree
 * 2n - 1.  Fills the nodes with index first <= i < first + count, counted from
 * 0 at -1 upwards: node[0 .. count) ascending, weight[0 .. count) positive.
 * Costs O(count) once `n` is large, so that a big rule can be made in pieces,
 * by several threads, without holding it in memory.
 * Any piece gives the bits that the whole would give.  Node i is exactly the
 * negative of node n-1-i.  JF_USAGE for n or a piece out of range. */
jf_status jf_gauss_nodes(int64_t n, int64_t first, int64_t count, double *node,
                         double *weight);

#endif
