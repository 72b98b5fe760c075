/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How src/rule/gauss.c gets one node. */
#ifndef JF_RULE_GAUSS_NODE_H
#define JF_RULE_GAUSS_NODE_H

#include <stdint.h>

#include "base/dd.h"

typedef struct jf_gauss_node {
    double x, weight;
} jf_gauss_node;

enum { JF_GAUSS_INTERIOR = 6, JF_GAUSS_BOUNDARY = 9 };

/* What all nodes of the rule with n nodes share. */
typedef struct jf_gauss_series {
    int64_t n;
    jf_dd v, step;                      /* 1 / (n + 1/2), and pi times it */
    double interior[JF_GAUSS_INTERIOR]; /* coefficients with v put in */
    double boundary[JF_GAUSS_BOUNDARY];
} jf_gauss_series;

void jf_gauss_series_init(jf_gauss_series *series, int64_t n);

/* The k-th node, counted from 1 at the right end; 2k <= n + 1, so x >= 0.
 * Good to the last bit from n = 100 on, to 5 digits and better below. */
jf_gauss_node jf_gauss_series_node(const jf_gauss_series *series, int64_t k);

/* The node of the rule with n nodes next to the guess x; good to the last bit
 * for x from jf_gauss_series_node.  Costs n steps. */
jf_gauss_node jf_gauss_polish(int n, double x);

#endif
