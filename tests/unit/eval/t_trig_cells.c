/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The law of cells (vmath/cell.h), for the circular functions and their
 * inverses: within a cell, and at its very ends, the fast form gives the bits
 * of the slow one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/random.h"

#define JF_ISA_SUFFIX generic
#include "eval/vmath/asin.h"
#include "eval/vmath/atan.h"
#include "eval/vmath/sine.h"
#include "eval/vmath/tangent.h"

enum { TRIES = 3000, WITHIN = 12 };

#define H 0x1.921fb54442d18p-5 /* half a cell of the sine */

// Near the multiples of a step, and all over.
static double place(dice *d, double step)
{
    const int k = pick(d, 2000) - 1000;

    switch (pick(d, 4)) {
    case 0:
        return uniform(d, -0x1p22, 0x1p22);
    case 1:
        return ldexp(uniform(d, -1, 1), pick(d, 60) - 40);
    case 2:
        return step * k * (1 + ldexp(uniform(d, -1, 1), -pick(d, 53)));
    default:
        return double_of(bits_of(step * k) + roll(d) % 9 - 4);
    }
}

// The ends, what is next to them, and what is between.
static void places_within(dice *d, double least, double most, double *x)
{
    const double from = fmax(least, -0x1p400), to = fmin(most, 0x1p400);

    x[0] = least;
    x[1] = most;
    x[2] = nextafter(least, most);
    x[3] = nextafter(most, least);
    for (int i = 4; i < WITHIN; i++)
        x[i] = fmin(fmax(uniform(d, from, to), least), most);
}

static void compare(const char *name, double x, double fast, double slow)
{
    if (!same_bits(fast, slow))
        fail_msg("%s(%a) is %a fast, %a slow", name, x, fast, slow);
}

#define LAW(name, cell, pick_cell, fast, slow)     \
    static void name##_obeys(void **state)         \
    {                                              \
        dice d = {1};                              \
        int cells = 0, all = effort(TRIES);        \
                                                   \
        (void)state;                               \
        for (int i = 0; i < all; i++) {            \
            double x[WITHIN];                      \
            cell c;                                \
            pick_cell;                             \
            if (!(c.least <= c.most))              \
                continue;                          \
            cells++;                               \
            places_within(&d, c.least, c.most, x); \
            for (int k = 0; k < WITHIN; k++)       \
                compare(#name, x[k], fast, slow);  \
        }                                          \
        assert_true(cells > all / 2);              \
    }

// clang-format off
LAW(sin, sine_cell, sine_pick(&c, place(&d, H), SINE), sine_fast(x[k], &c), vd_sin(x[k]))
LAW(cos, sine_cell, sine_pick(&c, place(&d, H), COSINE), sine_fast(x[k], &c), vd_cos(x[k]))
LAW(tan, tangent_cell, tangent_cell_pick(&c, place(&d, H)), tangent_cell_fast(x[k], &c), vd_tan(x[k]))
LAW(atan, atan_cell, atan_cell_pick(&c, place(&d, 0x1p-9)), atan_cell_fast(x[k], &c), vd_atan(x[k]))
LAW(asin, asin_cell, asin_cell_pick(&c, place(&d, 0x1p-7)), asin_cell_fast(x[k], &c), vd_asin(x[k]))
LAW(acos, acos_cell, acos_cell_pick(&c, place(&d, 0x1p-7)), acos_cell_fast(x[k], &c), vd_acos(x[k]))
// clang-format on

static void sincos_is_both(void **state)
{
    dice d = {1};

    (void)state;
    for (int i = effort(TRIES); i > 0; i--) {
        const double x = pick(&d, 3) ? place(&d, H) : any_double(&d);
        sincos_cell c;
        double sine, cosine;
        vd_sincos(x, &sine, &cosine);
        compare("sin", x, sine, vd_sin(x));
        compare("cos", x, cosine, vd_cos(x));
        sincos_cell_pick(&c, x);
        if (!(c.least <= x && x <= c.most))
            continue;
        sincos_cell_fast(x, &c, &sine, &cosine);
        compare("sin", x, sine, vd_sin(x));
        compare("cos", x, cosine, vd_cos(x));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sin_obeys),      cmocka_unit_test(cos_obeys),
        cmocka_unit_test(tan_obeys),      cmocka_unit_test(atan_obeys),
        cmocka_unit_test(asin_obeys),     cmocka_unit_test(acos_obeys),
        cmocka_unit_test(sincos_is_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
