/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that may be several words written together. */
#ifndef JF_EXPR_SPLIT_H
#define JF_EXPR_SPLIT_H

#include "expr/parser.h"

enum { JF_SPLIT_MAX = 80 }; /* bytes of what a word is split into */

/* The word as a product with its signs put in: "x*e", "x*sin(x)".  Letters
 * that mean nothing by themselves may occur `weak` times. */
bool jf_split_product(const jf_parser *p, const jf_token *token, int weak,
                      char product[JF_SPLIT_MAX]);

/* Two ways to see a function and its argument in a word: exp2x is exp2(x) or
 * exp(2*x). */
bool jf_split_call(const jf_parser *p, const jf_token *token,
                   char one[JF_SPLIT_MAX], char other[JF_SPLIT_MAX]);

#endif
