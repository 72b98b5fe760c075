/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passes on random programs.  fold, cse and dce keep every bit.  The
 * others may round elsewhere: what they make is held against the value of the
 * original program, computed by MPFR, with a bound that follows from the
 * original's operations.
 *
 * The bound.  Let M be the value of the program with every sum, difference and
 * constant taken by its absolute value.  Each operation is off by at most
 * e u M, u = 2^-53, where e grows by 1 with each rounding; a power counts n
 * times what is below it.  Where nothing is subtracted M is the value itself,
 * and quotients and roots may be followed too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../support/mpfr.h"
#include "../support/program.h"

enum { SIZE = 400, PRECISION = 300 };

// ---- bit for bit

static void fold(jf_ir *ir)
{
    jf_ir_fold(ir, jf_kernel_scalar);
}

static void copy(jf_ir *to, const jf_ir *from)
{
    *to = (jf_ir){0};
    for (int i = 0; i < from->nins; i++)
        jf_ir_copy(to, from, i, from->ins[i].operand);
    to->result = from->result;
}

static void show(const char *what, const jf_ir *ir)
{
    static char text[1 << 16];

    jf_ir_print(ir, text, sizeof text);
    print_message("%s:\n%s", what, text);
}

// Counts the values that are numbers: NaN everywhere would prove nothing.
static int compare_bits(const jf_ir *before, const jf_ir *after, dice *d)
{
    double value[SIZE];
    int nnumber = 0;

    for (int i = 0; i < 12; i++) {
        const double x = any_double(d);
        const double a = run_program(before, x, value);
        const double b = run_program(after, x, value);
        if (!same_bits(a, b)) {
            show("before", before);
            show("after", after);
            fail_msg("at %a: %a, then %a", x, a, b);
        }
        nnumber += !isnan(a);
    }
    return nnumber;
}

static void keeps_bits(void (*pass)(jf_ir *), jf_op end, uint64_t seed)
{
    dice d = {seed};
    const int rounds = effort(4000);
    int nnumber = 0, nshorter = 0;

    for (int round = 0; round < rounds; round++) {
        jf_ir before, after;
        random_program(&before, &d, 2 + pick(&d, 40), end);
        copy(&after, &before);
        pass(&after);
        assert_true(jf_ir_valid(&after));
        nnumber += compare_bits(&before, &after, &d);
        nshorter += after.nins < before.nins;
        jf_ir_clear(&before);
        jf_ir_clear(&after);
    }
    assert_true(nnumber > rounds); // of 12 a round
    assert_true(nshorter > 0 || pass == fold);
}

static void cse_keeps_bits(void **state)
{
    (void)state;
    keeps_bits(jf_ir_cse, JF_OP_ZETA, 1);
    keeps_bits(jf_ir_cse, JF_OP_SIN, 2);
}

static void dce_keeps_bits(void **state)
{
    (void)state;
    keeps_bits(jf_ir_dce, JF_OP_ZETA, 3);
    keeps_bits(jf_ir_dce, JF_OP_SIN, 4);
}

static void fold_keeps_bits(void **state)
{
    (void)state;
    keeps_bits(fold, JF_OP_ZETA, 5);
    keeps_bits(fold, JF_OP_SIN, 6);
}

// One operation on a variable and a constant, or on signs: all of fold's rules
// at every special value.
static void fold_keeps_bits_of_each_operation(void **state)
{
    dice d = {7};

    (void)state;
    for (int op = JF_OP_NEG; op < JF_NOP; op++)
        for (int i = 0; i < 20 * NSPECIAL; i++) {
            jf_ir before = {0}, after;
            jf_ref v[4];
            if (op == JF_OP_POLY || (op >= JF_OP_JN && op <= JF_OP_BESSEL_K))
                continue;
            v[0] = jf_ir_add(&before, JF_OP_VAR, 0, 0, 0);
            v[1] = jf_ir_const(&before, special_doubles[i / 20]);
            v[2] = jf_ir_add(&before, JF_OP_NEG, v[pick(&d, 2)], 0, 0);
            v[3] = jf_ir_add(&before, JF_OP_ABS, v[pick(&d, 3)], 0, 0);
            before.result = jf_ir_add(&before, (jf_op)op, v[pick(&d, 4)],
                                      v[pick(&d, 4)], v[pick(&d, 4)]);
            if (pick(&d, 2))
                before.result =
                    jf_ir_add(&before, JF_OP_NEG, before.result, 0, 0);
            copy(&after, &before);
            fold(&after);
            compare_bits(&before, &after, &d);
            jf_ir_clear(&before);
            jf_ir_clear(&after);
        }
}

// ---- within a bound

static jf_ref power(jf_ir *ir, jf_ref base, double n)
{
    return jf_ir_add(ir, JF_OP_POW, base, jf_ir_const(ir, n), 0);
}

static jf_ref term(jf_ir *ir, dice *d, jf_ref base, int n)
{
    const jf_ref k = jf_ir_const(ir, uniform(d, 0.1, 4));
    jf_ref r = base;

    if (n == 0)
        return k;
    if (n < 4 && pick(d, 2))
        for (int i = 1; i < n; i++)
            r = jf_ir_add(ir, JF_OP_MUL, pick(d, 2) ? r : base,
                          pick(d, 2) ? base : r, 0);
    else
        r = power(ir, base, n);
    switch (pick(d, 4)) {
    case 0:
        return r;
    case 1:
        return jf_ir_add(ir, JF_OP_DIV, r, k, 0);
    case 2:
        return jf_ir_add(ir, JF_OP_MUL, k, r, 0);
    default:
        return jf_ir_add(ir, JF_OP_MUL, r, k, 0);
    }
}

static jf_ref sum(jf_ir *ir, dice *d, jf_ref a, jf_ref b, bool differences)
{
    const jf_op op = differences && pick(d, 2) ? JF_OP_SUB : JF_OP_ADD;

    return jf_ir_add(ir, op, a, b, 0);
}

static jf_ref typed_polynomial(jf_ir *ir, dice *d, jf_ref base,
                               bool differences)
{
    jf_ref r = term(ir, d, base, pick(d, 6));

    for (int n = 1 + pick(d, 5); n > 0; n--)
        r = sum(ir, d, r, term(ir, d, base, pick(d, 6)), differences);
    return r;
}

static jf_ref positive_operation(jf_ir *ir, dice *d, jf_ref a, jf_ref b)
{
    static const double exponents[] = {-2, -1, -0.5, 0.5, 1.5};

    switch (pick(d, 3)) {
    case 0:
        return jf_ir_add(ir, JF_OP_DIV, a, b, 0);
    case 1:
        return jf_ir_add(ir, JF_OP_SQRT, a, 0, 0);
    default:
        return power(ir, a, exponents[pick(d, 5)]);
    }
}

static jf_ref signed_operation(jf_ir *ir, dice *d, jf_ref a)
{
    return pick(d, 2) ? jf_ir_add(ir, JF_OP_NEG, a, 0, 0)
                      : power(ir, a, pick(d, 5));
}

static jf_ref part(jf_ir *ir, dice *d, jf_ref a, jf_ref b, bool differences)
{
    switch (pick(d, 5)) {
    case 0:
        return sum(ir, d, a, b, differences);
    case 1:
        return jf_ir_add(ir, JF_OP_MUL, a, b, 0);
    case 2:
        return differences ? signed_operation(ir, d, a)
                           : positive_operation(ir, d, a, b);
    default:
        return typed_polynomial(ir, d, a, differences);
    }
}

// Parts of parts; a result of several of them.
static void random_formula(jf_ir *ir, dice *d, bool differences)
{
    jf_ref made[8];
    const int n = 2 + pick(d, 6);

    *ir = (jf_ir){0};
    made[0] = jf_ir_add(ir, JF_OP_VAR, 0, 0, 0);
    for (int i = 1; i < n; i++)
        made[i] = part(ir, d, made[pick(d, i)], made[pick(d, i)], differences);
    for (int i = 1; i < n; i++)
        made[0] = sum(ir, d, made[0], made[i], differences);
    ir->result = made[0];
}

#if TEST_HAS_MPFR
typedef struct bound {
    double m; // the value of absolute values
    double e; // in units of u m
} bound;

static bound bound_of(const jf_ins *ins, const bound *all, const jf_ir *ir,
                      double x)
{
    const bound a = all[ins->operand[0]], b = all[ins->operand[1]];

    switch (ins->op) {
    case JF_OP_VAR:
        return (bound){fabs(x), 0};
    case JF_OP_CONST:
        return (bound){fabs(ins->k), 0};
    case JF_OP_NEG:
        return a;
    case JF_OP_ADD:
    case JF_OP_SUB:
        return (bound){a.m + b.m, fmax(a.e, b.e) + 1};
    case JF_OP_MUL:
        return (bound){a.m * b.m, a.e + b.e + 1};
    case JF_OP_DIV:
        return (bound){a.m / b.m, a.e + b.e + 1};
    case JF_OP_SQRT:
        return (bound){sqrt(a.m), a.e / 2 + 1};
    default: {
        const double n = ir->ins[ins->operand[1]].k;
        return (bound){pow(a.m, n), fabs(n) * (a.e + 1) + 1};
    }
    }
}

// False where something over- or underflows.
static bool find_bound(const jf_ir *ir, double x, bound *result)
{
    bound all[SIZE] = {{0}};

    for (int i = 0; i < ir->nins; i++) {
        all[i] = bound_of(&ir->ins[i], all, ir, x);
        if (all[i].m != 0 && !(all[i].m > 1e-250 && all[i].m < 1e250))
            return false;
    }
    *result = all[ir->result];
    return true;
}

static void true_operation(mpfr_ptr r, const jf_ins *ins, mpfr_t *value,
                           double x)
{
    const mpfr_srcptr a = value[ins->operand[0]], b = value[ins->operand[1]];

    switch (ins->op) {
    case JF_OP_VAR:
        mpfr_set_d(r, x, MPFR_RNDN);
        break;
    case JF_OP_CONST:
        mpfr_set_d(r, ins->k, MPFR_RNDN);
        break;
    case JF_OP_NEG:
        mpfr_neg(r, a, MPFR_RNDN);
        break;
    case JF_OP_ADD:
        mpfr_add(r, a, b, MPFR_RNDN);
        break;
    case JF_OP_SUB:
        mpfr_sub(r, a, b, MPFR_RNDN);
        break;
    case JF_OP_MUL:
        mpfr_mul(r, a, b, MPFR_RNDN);
        break;
    case JF_OP_DIV:
        mpfr_div(r, a, b, MPFR_RNDN);
        break;
    case JF_OP_SQRT:
        mpfr_sqrt(r, a, MPFR_RNDN);
        break;
    default:
        mpfr_pow(r, a, b, MPFR_RNDN);
        break;
    }
}

static double true_error(const jf_ir *ir, double x, double y)
{
    mpfr_t value[SIZE];

    for (int i = 0; i < ir->nins; i++) {
        mpfr_init2(value[i], PRECISION);
        true_operation(value[i], &ir->ins[i], value, x);
    }
    mpfr_sub_d(value[ir->result], value[ir->result], y, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(value[ir->result], MPFR_RNDN));
    for (int i = 0; i < ir->nins; i++)
        mpfr_clear(value[i]);
    return error;
}

// Returns 1 if the value was followed.
static int compare_values(const jf_ir *before, const jf_ir *after, double x)
{
    double value[SIZE];
    bound b;

    if (!find_bound(before, x, &b))
        return 0;
    const double y = run_program(after, x, value);
    const double error = true_error(before, x, y);
    if (!(error <= (2 * b.e + 2) * 0x1p-53 * b.m)) {
        show("before", before);
        show("after", after);
        fail_msg("at %a: error %g u, e = %g", x, error / (0x1p-53 * b.m), b.e);
    }
    return 1;
}

static int count(const jf_ir *ir, jf_op op)
{
    int n = 0;

    for (int i = 0; i < ir->nins; i++)
        n += ir->ins[i].op == op;
    return n;
}

static void stays_accurate(bool differences, uint64_t seed)
{
    dice d = {seed};
    const int rounds = effort(3000);
    int nvalue = 0, npoly = 0, nfma = 0;

    for (int round = 0; round < rounds; round++) {
        jf_ir before, after;
        random_formula(&before, &d, differences);
        copy(&after, &before);
        assert_int_equal(jf_ir_optimise(&after, jf_kernel_scalar), JF_OK);
        for (int i = 0; i < 4; i++)
            nvalue += compare_values(&before, &after,
                                     uniform(&d, differences ? -3 : 0.1, 3));
        npoly += count(&after, JF_OP_POLY);
        nfma += count(&after, JF_OP_FMA) + count(&after, JF_OP_FNMA);
        jf_ir_clear(&before);
        jf_ir_clear(&after);
    }
    assert_true(nvalue > 3 * rounds);
    assert_true(npoly > rounds / 2);
    assert_true(nfma > rounds / 20);
}

static void optimise_stays_accurate_without_cancellation(void **state)
{
    (void)state;
    stays_accurate(false, 8);
}

static void optimise_stays_accurate_with_differences(void **state)
{
    (void)state;
    stays_accurate(true, 9);
}
#endif

// ---- all passes

static void optimise_does_not_grow_a_program(void **state)
{
    dice d = {10};

    (void)state;
    for (int round = effort(500); round > 0; round--) {
        jf_ir ir;
        random_formula(&ir, &d, true);
        for (int i = 0, before = ir.nins; i < 3; i++, before = ir.nins) {
            assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
            assert_in_range(ir.nins, 1, before);
        }
        jf_ir_clear(&ir);
    }
}

// Shared values that unfold to 2^120 terms.
static void horner_ends_on_shared_sums(void **state)
{
    jf_ir ir = {0};
    jf_ref r = jf_ir_add(&ir, JF_OP_VAR, 0, 0, 0);
    double value[SIZE];

    (void)state;
    for (int i = 0; i < 120; i++)
        r = jf_ir_add(&ir, JF_OP_ADD, r, r, 0);
    ir.result = r;
    assert_int_equal(jf_ir_optimise(&ir, jf_kernel_scalar), JF_OK);
    assert_true(run_program(&ir, 1, value) == 0x1p120); // exact
    jf_ir_clear(&ir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cse_keeps_bits),
        cmocka_unit_test(dce_keeps_bits),
        cmocka_unit_test(fold_keeps_bits),
        cmocka_unit_test(fold_keeps_bits_of_each_operation),
        mpfr_unit_test(optimise_stays_accurate_without_cancellation),
        mpfr_unit_test(optimise_stays_accurate_with_differences),
        cmocka_unit_test(optimise_does_not_grow_a_program),
        cmocka_unit_test(horner_ends_on_shared_sums),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
