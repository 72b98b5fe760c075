/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double-double arithmetic against MPFR: about 2^-104 of relative error, of
 * the operands' size where a sum cancels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../support/random.h"
#include "base/dd.h"

static jf_dd random_dd(dice *d)
{
    const double hi = uniform(d, -1, 1) * ldexp(1, pick(d, 200) - 100);

    return jf_dd_two_sum(hi, hi * uniform(d, -1, 1) * 0x1p-54);
}

static void set(mpfr_t x, jf_dd a)
{
    mpfr_set_d(x, a.hi, MPFR_RNDN);
    mpfr_add_d(x, x, a.lo, MPFR_RNDN);
}

typedef struct pair {
    mpfr_t x, y, z;
} pair;

// |a - z| is at most bound, and a is normal.
static void assert_near(jf_dd a, mpfr_t z, double bound)
{
    mpfr_t difference;

    mpfr_init2(difference, 2000);
    set(difference, a);
    mpfr_sub(difference, difference, z, MPFR_RNDN);
    assert_true(fabs(mpfr_get_d(difference, MPFR_RNDA)) <= bound);
    assert_true(a.hi + a.lo == a.hi);
    mpfr_clear(difference);
}

static void check(dice *d, pair *p)
{
    const jf_dd a = random_dd(d);
    jf_dd b = random_dd(d);

    if (pick(d, 4) == 0) // nearly cancelling
        b = (jf_dd){-a.hi, a.lo * uniform(d, -1, 1)};
    set(p->x, a);
    set(p->y, b);
    mpfr_add(p->z, p->x, p->y, MPFR_RNDN);
    assert_near(jf_dd_add(a, b), p->z, 0x1p-104 * (fabs(a.hi) + fabs(b.hi)));
    mpfr_mul(p->z, p->x, p->y, MPFR_RNDN);
    assert_near(jf_dd_mul(a, b), p->z, 0x1p-102 * fabs(a.hi * b.hi));
    mpfr_div(p->z, p->x, p->y, MPFR_RNDN);
    assert_near(jf_dd_div(a, b), p->z, 0x1p-101 * fabs(a.hi / b.hi));
    mpfr_set_d(p->z, a.hi, MPFR_RNDN);
    mpfr_add_d(p->z, p->z, b.hi, MPFR_RNDN);
    assert_near(jf_dd_two_sum(a.hi, b.hi), p->z, 0);
    mpfr_set_d(p->z, a.hi, MPFR_RNDN);
    mpfr_mul_d(p->z, p->z, b.hi, MPFR_RNDN);
    assert_near(jf_dd_two_product(a.hi, b.hi), p->z, 0);
}

static void test_arithmetic(void **unused)
{
    dice d = {1};
    pair p;

    (void)unused;
    mpfr_inits2(2000, p.x, p.y, p.z, (mpfr_ptr)0);
    for (int i = 0; i < effort(20000); i++)
        check(&d, &p);
    mpfr_clears(p.x, p.y, p.z, (mpfr_ptr)0);
}

static void check_integer(int64_t n)
{
    const jf_dd a = jf_dd_integer(n);
    mpfr_t z;

    mpfr_init2(z, 2000);
    mpfr_set_si(z, (long)n, MPFR_RNDN);
    assert_near(a, z, 0);
    mpfr_clear(z);
}

static void test_integers(void **unused)
{
    dice d = {2};

    (void)unused;
    for (int i = 0; i < effort(20000); i++) {
        const int64_t n = (int64_t)(roll(&d) >> (1 + pick(&d, 63)));
        check_integer(n);
        check_integer(-n);
    }
    for (int64_t n = 1; n < INT64_MAX / 2; n *= 2) {
        check_integer(n - 1);
        check_integer(n + 1);
        check_integer(-n);
    }
    check_integer(INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_integers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
