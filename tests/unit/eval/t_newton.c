/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that stand for divisions and roots on AVX2, done one by one for two
 * vectors of one double: with operands that no abscissae would make of two
 * copies in a pair, and with every estimate that CPUs may give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/hard.h"
#include "base/fma.h"
#include "eval/native/vec.h"

typedef struct bench {
    jf_vec v;
    jf_vec_pool pool;
    int a, b, d; // operands and result
    double value[2][100];
    uint64_t watched[2][2][20]; // what the guard saw: of each copy, kind
    int nwatched[2][2];
    dice dice;
} bench;

static void clear(bench *t)
{
    static const jf_divider divider = {8, 12, 1};

    t->pool.n = 0;
    jf_vec_init(&t->v, false, &divider, &t->pool);
    t->a = jf_vec_block(&t->v, 0);
    t->b = jf_vec_block(&t->v, JF_BLOCK * 8);
}

static double fetch(bench *t, int value, int copy)
{
    double k;

    return value < 0                           ? 0
           : jf_vec_is_const(&t->v, value, &k) ? k
                                               : t->value[copy][value];
}

// Any that the manuals allow: within 1.5 2^-12, and rounded to single precision
static double estimate(dice *d, double a)
{
    static const double end[] = {-1, 1, 0};
    const double error = pick(d, 2) ? uniform(d, -1, 1) : end[pick(d, 3)];

    return (float)((1 + error * 0x1.7FFp-12) / sqrt(a));
}

static double do_step(bench *t, const jf_vec_step *s, int copy)
{
    const double a = fetch(t, s->a, s->other & JF_OTHER_A ? !copy : copy);
    const double b = fetch(t, s->b, s->other & JF_OTHER_B ? !copy : copy);
    const double c = fetch(t, s->c, copy);

    switch (s->op) {
    case JF_VEC_PRODUCT:
    case JF_VEC_MUL:
        return a * b;
    case JF_VEC_DIV:
        return a / b;
    case JF_VEC_SQRT:
        return sqrt(a);
    case JF_VEC_FMA:
        return jf_fma(a, b, c);
    case JF_VEC_FNMA:
        return jf_fma(-a, b, c);
    case JF_VEC_ADDQ:
        return double_of(bits_of(a) + bits_of(b));
    case JF_VEC_TO_SINGLE:
        return (float)a;
    case JF_VEC_TO_DOUBLE:
        return a;
    case JF_VEC_RSQRT12:
        return estimate(&t->dice, a);
    default:
        fail_msg("step %d", s->op);
        return 0;
    }
}

static void watch(bench *t, int kind, int copy, double a)
{
    t->watched[copy][kind][t->nwatched[copy][kind]++] = bits_of(a);
}

static void run(bench *t, bool divider)
{
    memset(t->nwatched, 0, sizeof t->nwatched);
    for (int i = 0; i < t->v.nstep; i++)
        for (int copy = 0; copy < 2; copy++) {
            const jf_vec_step *const s = &t->v.step[i];
            const bool newton = s->when == JF_NEWTON ||
                                s->when == (copy ? JF_SECOND : JF_FIRST);
            if (s->when != JF_ALL &&
                (divider ? s->when != JF_DIVIDER : !newton))
                continue;
            if (s->op == JF_VEC_WATCH_DIVISION || s->op == JF_VEC_WATCH_ROOT)
                watch(t, s->op == JF_VEC_WATCH_ROOT, copy,
                      fetch(t, s->a, copy));
            else
                t->value[copy][s->d] = do_step(t, s, copy);
        }
}

static bool beyond(uint64_t seen, uint64_t limit)
{
    return (int32_t)seen > (int32_t)limit ||
           (int32_t)(seen >> 32) > (int32_t)(limit >> 32);
}

// Whether the guard of one copy lets its operands pass.
static bool passes(const bench *t, int copy)
{
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < t->nwatched[copy][kind]; i++)
            if (beyond(t->watched[copy][kind][i],
                       t->pool.bits[t->v.limit[kind] / 32]))
                return false;
    return true;
}

// The results of both copies are those of the divider, if the guards pass.
static bool check(bench *t, const double *a, const double *b)
{
    double want[2];

    for (int copy = 0; copy < 2; copy++) {
        t->value[copy][t->a] = a[copy];
        t->value[copy][t->b] = b[copy];
    }
    run(t, true);
    for (int copy = 0; copy < 2; copy++)
        want[copy] = t->value[copy][t->d];
    run(t, false);
    if (!passes(t, 0) || !passes(t, 1))
        return false;
    for (int copy = 0; copy < 2; copy++)
        if (!same_bits(t->value[copy][t->d], want[copy]))
            fail_msg("%a, %a beside %a, %a: %a, not %a", a[copy], b[copy],
                     a[!copy], b[!copy], t->value[copy][t->d], want[copy]);
    return true;
}

/* Divisors b in [1, 1.51) with b m = 1 +- 2^-105 for the middle m of two
 * doubles: what divides 2^106 - 2 or 2^106 + 2 (near_ties.py). */
static double near_tie(dice *d)
{
    static const double b[] = {
        0x1.014ca35e947b6p+0, 0x1.024a3bd98da02p+0, 0x1.0699d36aec84ep+0,
        0x1.09107683ee29ep+0, 0x1.0af911aa26396p+0, 0x1.0d03f8a57cc76p+0,
        0x1.10af85de838cep+0, 0x1.10d10000221a2p+0, 0x1.125e52b034982p+0,
        0x1.15efb8b10aa42p+0, 0x1.1d3799c32581ep+0, 0x1.1f98ea5d9b262p+0,
        0x1.20a8f5bbf2106p+0, 0x1.2af4d6bc06922p+0, 0x1.2bf5907e316d2p+0,
        0x1.2e93952a2ed6ep+0, 0x1.30a0dd90e13a2p+0, 0x1.34d8fe343ef42p+0,
        0x1.379cb88f092f2p+0, 0x1.3a324a526d5eep+0, 0x1.3a7a1d01d1ec2p+0,
        0x1.3d75d54b37492p+0, 0x1.403e897077b16p+0, 0x1.4a6fb45f5d782p+0,
        0x1.4cad5a5fa03eep+0, 0x1.55f2490c86132p+0, 0x1.56a8cb0234262p+0,
        0x1.59aa11aaecb86p+0, 0x1.6026c81a85766p+0, 0x1.63baaac17d1e2p+0,
        0x1.63dd0554d0122p+0, 0x1.6d6422e5cf246p+0, 0x1.6f0f27bf434d6p+0,
        0x1.6fae7ba173812p+0, 0x1.7641c46f799eep+0, 0x1.78cb7d5d6e322p+0,
        0x1.7f52093014f0ep+0, 0x1.806c89fcb9452p+0, 0x1.81efe51ead722p+0,
    };

    return b[pick(d, (int)(sizeof b / sizeof *b))];
}

static double divisor(dice *d)
{
    const double b =
        pick(d, 3) ? hard_significand(d) : ldexp(near_tie(d), pick(d, 9) - 4);

    return ldexp(b, pick(d, 4) ? 0 : pick(d, 1000) - 500);
}

static void reciprocals(void **state)
{
    bench *const t = *state;
    int passed = 0;

    clear(t);
    t->d = jf_vec_recip(&t->v, t->b);
    for (int i = effort(300000); i > 0; i--) {
        const double b[2] = {divisor(&t->dice),
                             divisor(&t->dice) * (pick(&t->dice, 2) ? 1 : -1)};
        passed += check(t, b, b);
    }
    assert_true(passed > effort(100000));
}

static void quotients(void **state)
{
    bench *const t = *state;
    int passed = 0;

    clear(t);
    t->d = jf_vec_divide(&t->v, t->a, t->b);
    for (int i = effort(300000); i > 0; i--) {
        double a[2], b[2];
        for (int k = 0; k < 2; k++) {
            hard_quotient(&t->dice, &a[k], &b[k]);
            if (pick(&t->dice, 3) == 0)
                b[k] = divisor(&t->dice);
        }
        passed += check(t, a, b);
    }
    assert_true(passed > effort(100000));
}

static void quotients_by_constants(void **state)
{
    bench *const t = *state;
    int passed = 0;

    for (int i = effort(3000); i > 0; i--) {
        double a[2], b;
        hard_quotient(&t->dice, &a[0], &b);
        clear(t);
        t->d = jf_vec_divide(&t->v, t->a, jf_vec_const(&t->v, b));
        if (!t->v.guarded) // all ones
            continue;
        for (int k = 0; k < 20; k++) {
            a[0] = ldexp(b * hard_significand(&t->dice), pick(&t->dice, 9));
            a[1] = jf_fma(b, a[0] / b, b * a[0] * 0x1p-53);
            passed += check(t, a, a);
        }
    }
    assert_true(passed > effort(20000));
}

static void roots(void **state)
{
    bench *const t = *state;
    int passed = 0;

    clear(t);
    t->d = jf_vec_root(&t->v, t->a);
    for (int i = effort(600000); i > 0; i--) {
        const double a[2] = {hard_root(&t->dice), hard_root(&t->dice)};
        passed += check(t, a, a);
    }
    assert_true(passed > effort(100000));
}

// What passes and what does not: no more, no less, but for a few.
static void guards(void **state)
{
    static const double good[] = {1,        -1,        0x1p-500, 0x1p500, 3,
                                  -0x1p500, 0x1.8p200, -1e-9,    1.1};
    static const double bad[] = {
        0,         -0.0,      0x1p-501,  0x1.8p500,
        INFINITY,  -INFINITY, NAN,       0x1.FFFFFFFFFFFFFp0,
        0x1p-1074, 0x1p1023,  -0x1p-501, -0x1p-1030};
    bench *const t = *state;

    clear(t);
    t->d = jf_vec_recip(&t->v, t->b);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(check(t, good, (double[2]){good[i], 1}));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(check(t, bad, (double[2]){bad[i], 1}));
        assert_false(check(t, bad, (double[2]){1, bad[i]}));
    }
    clear(t);
    t->d = jf_vec_root(&t->v, t->a);
    for (int e = -120; e <= 119; e++)
        assert_true(check(t, (double[2]){ldexp(1.5, e), 1}, good));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(check(t, (double[2]){bad[i], 1}, good));
    assert_false(check(t, (double[2]){0x1.8p-121, 1}, good));
    assert_false(check(t, (double[2]){0x1.8p120, 1}, good));
    assert_false(check(t, (double[2]){-2, 1}, good));
}

int main(void)
{
    static bench all = {.dice = {11}};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(reciprocals, &all),
        cmocka_unit_test_prestate(quotients, &all),
        cmocka_unit_test_prestate(quotients_by_constants, &all),
        cmocka_unit_test_prestate(roots, &all),
        cmocka_unit_test_prestate(guards, &all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
