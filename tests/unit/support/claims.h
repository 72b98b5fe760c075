/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The claims JF_CLAIM(function, kind, ulp) of source files (eval/claims.h), and
 * how to hold functions to them: read_claims, then note_error for each value,
 * then judge_claims. */
#ifndef TEST_CLAIMS_H
#define TEST_CLAIMS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <mpfr.h>

enum { PRECISION = 160, CLAIMS_MAX = 64 };

typedef struct claim {
    char function[16], kind[16];
    double ulp;
    double worst, worst_x, worst_y; /* seen */
    int tried;
} claim;

static claim claims[CLAIMS_MAX];
static int nclaim;

static inline void read_claims(const char *path)
{
    char line[256];
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        claim *c = claims + nclaim;
        if (sscanf(line, "JF_CLAIM(%15[a-z0-9_], %15[a-z], %lf)", c->function,
                   c->kind, &c->ulp) == 3) {
            nclaim++;
            assert_true(nclaim < CLAIMS_MAX);
        }
    }
    fclose(file);
}

/* NULL when nothing is claimed. */
static inline claim *look_for_claim(const char *name, const char *kind)
{
    for (int i = 0; i < nclaim; i++)
        if (strcmp(claims[i].function, name) == 0 &&
            strcmp(claims[i].kind, kind) == 0)
            return claims + i;
    return NULL;
}

static inline claim *find_claim(const char *name, const char *kind)
{
    claim *const found = look_for_claim(name, kind);

    if (!found)
        fail_msg("no claim for %s, kind %s", name, kind);
    return found;
}

/* The unit in the last place of doubles as large as v. */
static inline double ulp_of(double v)
{
    int e;

    frexp(v, &e);
    return ldexp(1, e - 53 < -1074 ? -1074 : e - 53);
}

/* |got - truth| in units of the last place of the amplitude, or the truth. */
static inline double error_of(double got, const mpfr_t truth, double amplitude)
{
    const double rounded = mpfr_get_d(truth, MPFR_RNDN);
    mpfr_t difference;

    if (!isfinite(rounded) || !isfinite(got))
        return got == rounded || (isnan(rounded) && isnan(got)) ? 0 : HUGE_VAL;
    mpfr_init2(difference, PRECISION);
    mpfr_sub_d(difference, truth, got, MPFR_RNDN);
    mpfr_div_d(difference, difference,
               ulp_of(amplitude > 0 ? amplitude : rounded), MPFR_RNDN);
    const double error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return error;
}

static inline void note_error(claim *c, double error, double x, double y)
{
    c->tried++;
    if (!(error <= c->worst)) {
        c->worst = error;
        c->worst_x = x;
        c->worst_y = y;
    }
}

static inline void judge_claims(const char *against)
{
    int bad = 0;

    for (int i = 0; i < nclaim; i++) {
        const claim *c = claims + i;
        if (c->tried == 0)
            continue;
        printf("# %s %s %s: %.3f of %.2f ULP, %d values, worst at %a %a\n",
               against, c->function, c->kind, c->worst, c->ulp, c->tried,
               c->worst_x, c->worst_y);
        bad += !(c->worst <= c->ulp);
    }
    assert_int_equal(bad, 0);
}

static inline void forget_errors(void)
{
    for (int i = 0; i < nclaim; i++) {
        claims[i].worst = -1;
        claims[i].tried = 0;
    }
}

#endif
