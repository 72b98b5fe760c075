/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles as whole numbers of the same bits. */
#ifndef JF_BASE_WORDS_H
#define JF_BASE_WORDS_H

#include <stdint.h>
#include <string.h>

static inline int64_t jf_word_of(double x)
{
    int64_t word;

    memcpy(&word, &x, sizeof word);
    return word;
}

static inline double jf_double_of(int64_t word)
{
    double x;

    memcpy(&x, &word, sizeof x);
    return x;
}

#endif
