/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composite Simpson sums over 0 .. 1 at 160 bits, for
 * tools/gen_simpson_reference.py:
 *
 *     simpson_mpfr WHICH N
 *
 * prints S = 1/(6N) sum (f(i/N) + 4 f((i + 1/2)/N) + f((i+1)/N)), i < N, of the
 * integrand number WHICH of the table below, to 40 digits.  Rounding: abscissae
 * and values within a few 2^-160, the sum at 220 bits.
 */
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>

enum { BITS = 160, SUM_BITS = 220 };

static void sine(mpfr_t y, const mpfr_t x)
{
    mpfr_sin(y, x, MPFR_RNDN);
}

static void gauss(mpfr_t y, const mpfr_t x)
{
    mpfr_sqr(y, x, MPFR_RNDN);
    mpfr_neg(y, y, MPFR_RNDN);
    mpfr_exp(y, y, MPFR_RNDN);
}

static void polynomial(mpfr_t y, const mpfr_t x)
{
    mpfr_add_ui(y, x, 3, MPFR_RNDN);
    mpfr_mul(y, y, x, MPFR_RNDN);
    mpfr_add_ui(y, y, 1, MPFR_RNDN);
}

static void witch(mpfr_t y, const mpfr_t x)
{
    mpfr_sqr(y, x, MPFR_RNDN);
    mpfr_add_ui(y, y, 1, MPFR_RNDN);
    mpfr_ui_div(y, 1, y, MPFR_RNDN);
}

static void circle(mpfr_t y, const mpfr_t x)
{
    // (1 - x)(1 + x) keeps the digits near 1
    mpfr_t t;

    mpfr_init2(t, BITS);
    mpfr_ui_sub(t, 1, x, MPFR_RNDN);
    mpfr_add_ui(y, x, 1, MPFR_RNDN);
    mpfr_mul(y, y, t, MPFR_RNDN);
    mpfr_sqrt(y, y, MPFR_RNDN);
    mpfr_clear(t);
}

static void power(mpfr_t y, const mpfr_t x)
{
    mpfr_pow(y, x, x, MPFR_RNDN); // 1 at 0
}

static void (*const integrands[])(mpfr_t, const mpfr_t) = {
    sine, gauss, polynomial, witch, circle, power,
};

static void sum(mpfr_t s, void (*f)(mpfr_t, const mpfr_t), unsigned long n)
{
    mpfr_t x, y;

    mpfr_inits2(BITS, x, y, (mpfr_ptr)0);
    mpfr_set_zero(s, 1);
    for (unsigned long j = 0; j <= 2 * n; j++) {
        mpfr_set_ui(x, j, MPFR_RNDN);
        mpfr_div_ui(x, x, 2 * n, MPFR_RNDN);
        f(y, x);
        mpfr_mul_ui(y, y, j % 2 ? 4 : j == 0 || j == 2 * n ? 1 : 2, MPFR_RNDN);
        mpfr_add(s, s, y, MPFR_RNDN);
    }
    mpfr_div_ui(s, s, 6 * n, MPFR_RNDN);
    mpfr_clears(x, y, (mpfr_ptr)0);
}

int main(int argc, char **argv)
{
    const size_t count = sizeof integrands / sizeof *integrands;
    const size_t which = argc == 3 ? strtoul(argv[1], NULL, 10) : count;
    const unsigned long n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    mpfr_t s;

    if (which >= count || n == 0) {
        fprintf(stderr, "usage: simpson_mpfr WHICH N\n");
        return 2;
    }
    mpfr_init2(s, SUM_BITS);
    sum(s, integrands[which], n);
    mpfr_printf("%.40Rg\n", s);
    mpfr_clear(s);
    return 0;
}
