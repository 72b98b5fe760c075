/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions against MPFR, and against themselves.
 *
 *     t_vmath vmath/FILE.c
 *
 * The claims JF_CLAIM(function, value, ulp) at the foot of the file are held
 * against MPFR: in every binade, all over the usual range, next to the points
 * where something happens (branches, zeros, ends of the domain).  Each sample
 * goes through the widest kernels of this CPU, in order and in dense runs, so
 * that whole cells are met, and one by one through the generic ones: all must
 * give the same bits. */
#include "../support/claims.h"
#include "../support/random.h"
#include "base/cpu.h"
#include "eval/kernels.h"

enum { BLOCK = 256, POINTS = 12 };

typedef int (*mpfr_one)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
typedef int (*mpfr_two)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

typedef struct subject {
    jf_op op;
    mpfr_one one;
    double least, most;   /* the usual range */
    double point[POINTS]; /* where something happens; 0 ends the list */
    double period;        /* ... and at all multiples of this */
    mpfr_two two;
    void (*pairs)(dice *d, double *x, double *y);
} subject;

static int lgamma_of(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t rounding)
{
    int sign;

    return mpfr_lgamma(y, &sign, x, rounding);
}

// Powers that are in range, more often than not; near 1; of integers.
static void power_pairs(dice *d, double *x, double *y)
{
    switch (pick(d, 5)) {
    case 0:
        *x = any_double(d);
        *y = any_double(d);
        break;
    case 1:
        *x = 1 + ldexp(uniform(d, -1, 1), -pick(d, 53));
        *y = uniform(d, -760, 760) / (*x == 1 ? 1 : log(*x));
        break;
    case 2:
        *x = pick(d, 2000) - 1000;
        *y = pick(d, 600) - 300;
        break;
    case 3:
        *x = ldexp(uniform(d, 1, 2), pick(d, 2100) - 1074);
        *y = uniform(d, -760, 760) / (*x == 1 ? 1 : log(*x));
        break;
    default:
        *x = uniform(d, 0, 20);
        *y = uniform(d, -20, 20);
    }
}

// Exponents of n and n + 1/2; most powers are in range.
static void whole_power_pairs(dice *d, double *x, double *y)
{
    if (pick(d, 16) == 0) {
        power_pairs(d, x, y);
        return;
    }
    *y = pick(d, 4) ? pick(d, 266) / 2. - 66 : pick(d, 20) / 2. - 4;
    *x = ldexp(uniform(d, 1, 2), pick(d, (int)(2400 / (fabs(*y) + 2))) -
                                     (int)(1200 / (fabs(*y) + 2)));
    if (pick(d, 4) == 0)
        *x = pick(d, 200) * pick(d, 3);
    if (pick(d, 2))
        *x = -*x;
}

// Of like size, more often than not, all over the binades.
static void like_pairs(dice *d, double *x, double *y)
{
    if (pick(d, 4) == 0) {
        *x = any_double(d);
        *y = any_double(d);
    } else {
        *x = ldexp(uniform(d, -1, 1), pick(d, 2096) - 1073);
        *y = ldexp(*x * uniform(d, 1, 2), pick(d, 80) - 40);
        if (pick(d, 2))
            *y = -*y;
    }
}

#define PI_2 0x1.921fb54442d18p+0

// clang-format off
static const subject SUBJECTS[] = {
    {JF_OP_SIN,   mpfr_sin,   -100, 100, {0}, PI_2, 0, 0},
    {JF_OP_COS,   mpfr_cos,   -100, 100, {0}, PI_2, 0, 0},
    {JF_OP_TAN,   mpfr_tan,   -100, 100, {0}, PI_2 / 2, 0, 0},
    {JF_OP_ASIN,  mpfr_asin,  -1, 1, {0.5, -0.5, 1, -1, 0x1p-27}, 0, 0, 0},
    {JF_OP_ACOS,  mpfr_acos,  -1, 1, {0.5, -0.5, 1, -1, 0x1p-54}, 0, 0, 0},
    {JF_OP_ATAN,  mpfr_atan,  -10, 10, {1, -1, 0.4142135623730950, 2.414213562373095, 0x1p-27, 0x1p53}, 0, 0, 0},
    {JF_OP_SINH,  mpfr_sinh,  -20, 20, {1, 22, -22, 709.78, 710.475860073944, 0x1p-27}, 0, 0, 0},
    {JF_OP_COSH,  mpfr_cosh,  -20, 20, {1, 22, -22, 709.78, 710.475860073944, 0x1p-27}, 0, 0, 0},
    {JF_OP_TANH,  mpfr_tanh,  -20, 20, {1, 19.06, -19.06, 22, 0x1p-27}, 0, 0, 0},
    {JF_OP_ASINH, mpfr_asinh, -20, 20, {0.1259765625, -0.1259765625, 0x1p30, 0x1p-27}, 0, 0, 0},
    {JF_OP_ACOSH, mpfr_acosh, 1, 20, {1, 1.015625, 2, 0x1p30, 0x1p1023}, 0, 0, 0},
    {JF_OP_ATANH, mpfr_atanh, -1, 1, {0.1259765625, -0.1259765625, 1, -1, 0x1p-27}, 0, 0, 0},
    {JF_OP_EXP,   mpfr_exp,   -745, 709, {709.782712893384, -708.396418532264, -745.1332191019411, 0x1p-54, 1}, 0.34657359027997264, 0, 0},
    {JF_OP_EXP2,  mpfr_exp2,  -1074, 1023, {1024, -1022, -1074, -1075, 0x1p-54}, 0.5, 0, 0},
    {JF_OP_EXP10, mpfr_exp10, -323, 308, {308.2547155599167, -307.6526555685888, -323.3062153431158}, 1, 0, 0},
    {JF_OP_EXPM1, mpfr_expm1, -40, 709, {709.782712893384, -36.7368005696771, 0x1p-54, 0.34657, -0.34657}, 0.34657359027997264, 0, 0},
    {JF_OP_LOG,   mpfr_log,   0, 20, {1, 0.935546875, 1.06640625, 0x1p-1022}, 0, 0, 0},
    {JF_OP_LOG2,  mpfr_log2,  0, 20, {1, 0.935546875, 1.06640625, 0x1p-1022}, 0, 0, 0},
    {JF_OP_LOG10, mpfr_log10, 0, 20, {1, 0.935546875, 1.06640625, 10, 0x1p-1022}, 0, 0, 0},
    {JF_OP_LOG1P, mpfr_log1p, -1, 20, {-1, -0.064453125, 0.06640625, 0x1p-54, 0x1p53}, 0, 0, 0},
    {JF_OP_CBRT,  mpfr_cbrt,  -1000, 1000, {1, 8, 27, 64, 125, 1000, 0x1p-1022}, 0, 0, 0},
    {JF_OP_ERF,   mpfr_erf,   -6, 6, {0.84375, 1, 1.25, 5.863584748755168, 6, 0x1p-28}, 0, 0, 0},
    {JF_OP_ERFC,  mpfr_erfc,  -6, 28, {0.84375, 1, 1.25, -5.863584748755168, 26.543258451, 27.226017111108366, 0x1p-56}, 0, 0, 0},
    {JF_OP_GAMMA, mpfr_gamma, -20, 171.6, {1, 2, 171.6243769563027, -170.5674972726612, 1.4616321449683623, 0x1p-1022, -184}, 1, 0, 0},
    {JF_OP_LGAMMA, lgamma_of, -20, 200, {1, 2, -2.457024738220801, -2.7476826467274127, -3.1435808883499798, 0x1p1000, 2.5563481638716906e305}, 1, 0, 0},
    {JF_OP_POW,   0, 0, 0, {0}, 0, mpfr_pow, power_pairs},
    {JF_OP_POWN,  0, 0, 0, {0}, 0, mpfr_pow, whole_power_pairs},
    {JF_OP_HYPOT, 0, 0, 0, {0}, 0, mpfr_hypot, like_pairs},
    {JF_OP_ATAN2, 0, 0, 0, {0}, 0, mpfr_atan2, like_pairs},
};
// clang-format on

static double near(const subject *s, dice *d)
{
    int n = 0;
    double x;

    while (n < POINTS && s->point[n] != 0)
        n++;
    const int i = pick(d, n + (s->period != 0 ? n + 1 : 0));
    if (i < n)
        x = s->point[i];
    else
        x = s->period * (double)(roll(d) >> (11 + pick(d, 53)));
    if (pick(d, 2))
        return x + x * ldexp(uniform(d, -1, 1), -pick(d, 53));
    x = double_of(bits_of(x) + roll(d) % 129 - 64);
    return isfinite(x) ? x : 1;
}

static double sample(const subject *s, dice *d)
{
    switch (pick(d, 3)) {
    case 0:
        return any_double(d);
    case 1:
        return uniform(d, s->least, s->most);
    default:
        return s->point[0] == 0 && s->period == 0 ? uniform(d, -2, 2)
                                                  : near(s, d);
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return isnan(x) - isnan(y) ? isnan(x) - isnan(y) : (x > y) - (x < y);
}

// A block as integrals have it: in order, or the neighbourhood of one sample.
static void fill(const subject *s, dice *d, double *x, double *y)
{
    const double from = sample(s, d);
    const double step = ldexp(from, -6 - pick(d, 20));
    const int dense = pick(d, 4) == 0;
    const double fine = ldexp(1, -4 - pick(d, 40));
    const int kept = pick(d, 3);

    for (int i = 0; i < BLOCK; i++) {
        if (s->pairs)
            s->pairs(d, x + i, y + i);
        else
            x[i] = dense ? from + step * i : sample(s, d);
    }
    if (dense && pick(d, 2)) // a stranger, who has a cell of its own or none
        x[pick(d, BLOCK / 8) * 8 + 7] = pick(d, 2) ? (double)NAN : sample(s, d);
    if (!s->pairs && !dense)
        qsort(x, BLOCK, sizeof *x, ascending);
    for (int i = 1; s->pairs && dense && i < BLOCK; i++) {
        x[i] = x[0] + x[0] * (kept == 0 ? 0 : fine) * i;
        y[i] = y[0] - y[0] * (kept == 1 ? 0 : fine) * i / 2;
    }
}

static void judge_sample(const subject *s, double x, double y, double got)
{
    const char *const name = jf_op_text(s->op);
    claim *const unit = look_for_claim(name, "unit");
    mpfr_t truth, a, b;

    mpfr_init2(truth, PRECISION);
    mpfr_init2(a, 53);
    mpfr_init2(b, 53);
    mpfr_set_d(a, x, MPFR_RNDN);
    mpfr_set_d(b, y, MPFR_RNDN);
    if (s->two)
        s->two(truth, a, b, MPFR_RNDN);
    else
        s->one(truth, a, MPFR_RNDN);
    if (unit && fabs(mpfr_get_d(truth, MPFR_RNDN)) < 0.5 && x < 0)
        note_error(unit, error_of(got, truth, 0.75), x, y);
    else
        note_error(find_claim(name, "value"), error_of(got, truth, 0), x, y);
    mpfr_clears(truth, a, b, (mpfr_ptr)0);
}

static jf_isa widest(void)
{
    jf_isa isa = JF_ISA_GENERIC;

    for (int i = 0; i < JF_NISA; i++)
        if (jf_cpu_offers((jf_isa)i) && jf_kernels_of((jf_isa)i))
            isa = (jf_isa)i;
    return isa;
}

// One by one, it is the same.
static void agree_alone(jf_op op, const double *x, const double *y,
                        const double *got)
{
    for (int i = 0; i < BLOCK; i++) {
        const double alone = jf_kernel_scalar(op, x[i], y[i], 0);
        if (!same_bits(got[i], alone))
            fail_msg("%s(%a, %a) is %a in a block, %a alone", jf_op_text(op),
                     x[i], y[i], got[i], alone);
    }
}

static void try_block(const subject *s, const double *x, const double *y)
{
    double got[BLOCK];
    const jf_kernel_args args = {.d = got, .operand = {x, y}};

    jf_kernels_of(widest())->op[s->op](BLOCK, &args);
    agree_alone(s->op, x, y, got);
    for (int i = 0; i < BLOCK; i++)
        judge_sample(s, x[i], y[i], got[i]);
}

static const subject *find_subject(const char *name)
{
    for (size_t i = 0; i < sizeof SUBJECTS / sizeof *SUBJECTS; i++)
        if (strcmp(jf_op_text(SUBJECTS[i].op), name) == 0)
            return SUBJECTS + i;
    fail_msg("nothing is known about %s", name);
    return NULL;
}

static void claims_hold(void **state)
{
    double x[BLOCK], y[BLOCK] = {0};
    dice d = {1};

    (void)state;
    forget_errors();
    assert_true(nclaim > 0);
    for (int i = 0; i < nclaim; i++) {
        const subject *const s = find_subject(claims[i].function);
        if (strcmp(claims[i].kind, "value") != 0)
            continue;
        for (int n = effort(20000); n > 0; n -= BLOCK) {
            fill(s, &d, x, y);
            try_block(s, x, y);
        }
    }
    judge_claims("MPFR");
}

// Slow walks over the ends of cells, with strangers in between.
static void cells_agree(void **state)
{
    double x[BLOCK], got[BLOCK];
    const jf_kernel_args args = {.d = got, .operand = {x, x}};
    dice d = {2};

    (void)state;
    for (int i = 0; i < nclaim; i++) {
        const subject *const s = find_subject(claims[i].function);
        for (int n = s->pairs ? 0 : effort(2000); n > 0; n--) {
            const double middle =
                ldexp(uniform(&d, s->least, s->most), -pick(&d, 8));
            const double from = pick(&d, 8) ? middle : 0;
            const double step =
                ldexp((s->most - s->least) / BLOCK, -pick(&d, 24));
            for (int k = 0; k < BLOCK; k++)
                x[k] = from + (k - BLOCK / 2) * step;
            if (pick(&d, 2))
                x[pick(&d, BLOCK)] = pick(&d, 2) ? -0.0 : (double)NAN;
            jf_kernels_of(widest())->op[s->op](BLOCK, &args);
            agree_alone(s->op, x, x, got);
        }
    }
}

// The same for pairs; one of the two may be the same for all.
static void fill_run(const subject *s, dice *d, double *x, double *y)
{
    const double step = ldexp(1, -6 - pick(d, 16));
    const int kept = pick(d, 3);

    s->pairs(d, x, y);
    for (int i = 1; i < BLOCK; i++) {
        x[i] = x[0] + x[0] * (kept == 0 ? 0 : step) * i;
        y[i] = y[0] - y[0] * (kept == 1 ? 0 : step) * i / 2;
    }
    for (int i = pick(d, 3); i > 0 && pick(d, 2); i--) {
        x[pick(d, BLOCK)] = any_double(d);
        y[pick(d, BLOCK)] = kept == 1 ? y[0] : any_double(d);
    }
}

static void cells_of_pairs_agree(void **state)
{
    double x[BLOCK], y[BLOCK], got[BLOCK];
    const jf_kernel_args args = {.d = got, .operand = {x, y}};
    dice d = {2};

    (void)state;
    for (int i = 0; i < nclaim; i++) {
        const subject *const s = find_subject(claims[i].function);
        for (int n = s->pairs ? effort(3000) : 0; n > 0; n--) {
            fill_run(s, &d, x, y);
            jf_kernels_of(widest())->op[s->op](BLOCK, &args);
            agree_alone(s->op, x, y, got);
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_hold),
        cmocka_unit_test(cells_agree),
        cmocka_unit_test(cells_of_pairs_agree),
    };

    for (int i = 1; i < argc; i++)
        read_claims(argv[i]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
