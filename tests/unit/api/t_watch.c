/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watching and stopping: what a stopped rule has covered is the integral there,
 * the same bits for any number of threads; an adaptive method keeps its last
 * whole round; limits are kept; nothing changes where nobody stops. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

enum { TILE = 1 << 16, LARGE_TILE = 1 << 18 };

// Counts the calls, and says no at the `last`-th.
typedef struct viewer {
    int last, calls;
    bool orderly; // time, share and evaluations never fell
    jf_progress seen;
} viewer;

static bool look(void *param, const jf_progress *p)
{
    viewer *const v = param;

    assert_true(v->calls < v->last); // never again after the no
    v->orderly &= p->seconds >= v->seen.seconds && p->neval >= v->seen.neval &&
                  (isnan(p->share) || p->share >= v->seen.share);
    v->seen = *p;
    return ++v->calls < v->last;
}

static jf_options watched(const char *method, int64_t n, viewer *v, int last)
{
    jf_options o = options_for(method, n);

    *v = (viewer){.last = last, .orderly = true};
    o.threads = 1;
    o.watch = look;
    o.watch_param = v;
    return o;
}

static bool same_part(const jf_portion *p, const jf_portion *q)
{
    return same_bits(p->share, q->share) && same_bits(p->from, q->from) &&
           same_bits(p->to, q->to) && same_bits(p->value, q->value) &&
           same_bits(p->abserr, q->abserr);
}

static const struct {
    const char *name;
    int nstep;
    bool open;
} rules[] = {{"simpson", 2, false},
             {"trapezoid", 1, false},
             {"midpoint", 1, true},
             {"boole", 4, false}};
enum { NRULE = sizeof rules / sizeof *rules };

// The panels that whole tiles hold, and what the rule says of those alone.
static void check_part(const jf_program *program, int rule, int64_t n,
                       int64_t tile, int tiles, const jf_result *r)
{
    const int64_t points = tile * tiles - !rules[rule].open;
    const int64_t covered = points / rules[rule].nstep;
    const jf_portion *const p = &r->part;

    assert_true(isnan(r->value) != 0);
    assert_true(r->abserr == HUGE_VAL);
    assert_true(r->panels == n);
    assert_true(p->share == (double)covered / (double)n);
    assert_true(p->from == 1);
    assert_true(fabs(p->to - (1 + 2 * p->share)) <= 0x1p-51);
    const jf_options o = options_for(rules[rule].name, covered);
    const jf_result direct = integral_of(program, 1, p->to, &o);
    assert_int_equal(direct.status, JF_FIXED);
    assert_true(fabs(direct.value - p->value) <= 4e-16);
    // ln(to) - cos(to) + cos(1)
    const long double truth = logl(p->to) - cosl(p->to) + cosl(1);
    assert_true(fabsl(p->value - truth) <= p->abserr);
    assert_true(p->abserr < 1e-12 ||
                strcmp(rules[rule].name, "trapezoid") == 0 ||
                strcmp(rules[rule].name, "midpoint") == 0);
}

static void test_the_part_is_what_it_says(void **unused)
{
    jf_program *const program = compiled("1/x + sin(x)");

    (void)unused;
    for (int rule = 0; rule < NRULE; rule++)
        for (int large = 0; large < 2; large++)
            for (int tiles = 1; tiles < 4; tiles++) {
                const int64_t n = large ? 5000001 : 400001;
                viewer v;
                jf_options o = watched(rules[rule].name, n, &v, tiles);
                const jf_result r = integral_of(program, 1, 3, &o);
                const int64_t points = n * rules[rule].nstep;
                assert_int_equal(r.status, JF_INTERRUPTED);
                assert_int_equal(r.cause.id, JF_TEXT_QUAD_STOPPED);
                check_part(program, rule, n,
                           points < 1 << 22 ? TILE : LARGE_TILE, tiles, &r);
                assert_true(v.orderly);
                assert_int_equal(v.calls, tiles);
                assert_true(v.seen.share > 0 && v.seen.share < 1);
                assert_true(isnan(v.seen.value) != 0);
            }
    jf_program_free(program);
}

// With several threads the stop comes where it comes: one thread stopped at the
// same tile has the same bits.
static void test_threads_do_not_change_the_part(void **unused)
{
    static const int threads[] = {2, 3, 7};
    static const int64_t n = 3000001;
    jf_program *const program = compiled("exp(-x)*cos(3*x)");

    (void)unused;
    for (int rule = 0; rule < NRULE; rule++)
        for (int i = 0; i < 3; i++)
            for (int last = 1; last < 4; last++) {
                viewer v;
                jf_options o = watched(rules[rule].name, n, &v, last);
                o.threads = threads[i];
                const jf_result many = integral_of(program, 0, 5, &o);
                if (many.status == JF_FIXED)
                    continue; // all others were faster
                assert_int_equal(many.status, JF_INTERRUPTED);
                const double points =
                    many.part.share * (double)(n * rules[rule].nstep);
                const int tile =
                    n * rules[rule].nstep <= 1 << 22 ? TILE : LARGE_TILE;
                o = watched(rules[rule].name, n, &v, (int)ceil(points / tile));
                o.threads = 1;
                const jf_result one = integral_of(program, 0, 5, &o);
                assert_true(same_part(&many.part, &one.part));
            }
    jf_program_free(program);
}

static void test_reversed_limits(void **unused)
{
    jf_program *const program = compiled("x^2");
    viewer v;
    jf_options o = watched("simpson", 300000, &v, 3);
    const jf_result forth = integral_of(program, -1, 2, &o);

    (void)unused;
    o = watched("simpson", 300000, &v, 3);
    const jf_result back = integral_of(program, 2, -1, &o);
    assert_true(forth.part.from == -1 && back.part.to == -1);
    assert_true(forth.part.to == back.part.from);
    assert_true(forth.part.value == -back.part.value);
    assert_true(isnan(back.value) != 0);
    jf_program_free(program);
}

// A hole is mended where it stands in what is covered, also in the last block.
static void test_a_part_with_holes(void **unused)
{
    // 0 is the abscissa 65533, 65534 ... 65537 of 400001, and x is exact
    jf_program *const program = compiled("sin(x)/x");

    (void)unused;
    for (int64_t at = TILE - 3; at < TILE + 2; at++) {
        const double a = -(double)at / TILE;
        const double b = (double)(400000 - at) / TILE;
        viewer v;
        jf_options o = watched("trapezoid", 400000, &v, 1);
        const jf_result r = integral_of(program, a, b, &o);
        o = options_for("trapezoid", TILE - 1);
        const jf_result direct = integral_of(program, a, r.part.to, &o);
        assert_int_equal(r.status, JF_INTERRUPTED);
        assert_true(r.part.to == (double)(TILE - 1 - at) / TILE);
        assert_true(fabs(direct.value - r.part.value) <= 1e-15);
    }
    jf_program_free(program);
}

static void test_nobody_stops(void **unused)
{
    static const char *const methods[] = {"simpson", "gauss", "gk"};
    jf_program *const program = compiled("sqrt(x)*sin(10*x)");

    (void)unused;
    for (int i = 0; i < 3; i++) {
        viewer v;
        const int64_t n = i == 2 ? 0 : 200000;
        const jf_options plain = options_for(methods[i], n);
        jf_options o = watched(methods[i], n, &v, 1 << 30);
        o.timeout = 1e6;
        const jf_result a = integral_of(program, 0, 3, &plain);
        const jf_result b = integral_of(program, 0, 3, &o);
        assert_int_equal(a.status, b.status);
        assert_true(same_bits(a.value, b.value));
        assert_true(same_bits(a.abserr, b.abserr));
        assert_true(a.neval == b.neval && a.part.share == 0);
        assert_true(v.calls > 0 && v.orderly && v.seen.neval <= a.neval);
        assert_true(i == 2 ? isnan(v.seen.share) != 0 : v.seen.share == 1);
    }
    jf_program_free(program);
}

// The last no comes too late: everything is done.
static void test_a_late_no(void **unused)
{
    jf_program *const program = compiled("x");
    viewer v;
    const jf_options o = watched("trapezoid", 4 * TILE - 1, &v, 4);
    const jf_result r = integral_of(program, 0, 1, &o);

    (void)unused;
    assert_int_equal(r.status, JF_FIXED);
    assert_true(fabs(r.value - 0.5) <= r.abserr);
    jf_program_free(program);
}

// Gauss-Legendre has no part; its value stands before its error is known.
static void test_gauss(void **unused)
{
    jf_program *const program = compiled("exp(x)");

    (void)unused;
    for (int last = 1; last < 60; last++) {
        viewer v;
        const jf_options o = watched("gauss", 65536, &v, last);
        const jf_result r = integral_of(program, 0, 1, &o);
        if (last == 57) { // 16 + 33 + 8 tiles
            assert_int_equal(r.status, JF_FIXED);
            break;
        }
        assert_int_equal(r.status, JF_INTERRUPTED);
        assert_true(r.part.share == 0);
        assert_true(r.abserr == HUGE_VAL);
        assert_true(last < 16 ? isnan(r.value) != 0
                              : fabs(r.value - (exp(1) - 1)) <= 1e-15);
        assert_true(r.neval >= (int64_t)last * 4000 && r.neval < last * 4200);
    }
    jf_program_free(program);
}

// Stopped anywhere, what is there encloses the truth, and a longer run has no
// larger error.
static void test_adaptive(void **unused)
{
    jf_program *const program = compiled("abs(sin(40*x))*sqrt(x)");
    jf_options o = options_for("gk", 0);
    const jf_result whole = integral_of(program, 0, 1, &o);
    int64_t neval = 0;
    int last = 1;

    (void)unused;
    for (;; last++) {
        viewer v;
        o = watched("gk", 0, &v, last);
        const jf_result r = integral_of(program, 0, 1, &o);
        if (r.status != JF_INTERRUPTED) {
            assert_true(same_bits(r.value, whole.value));
            break;
        }
        assert_true(fabs(r.value - whole.value) <= r.abserr + whole.abserr);
        assert_true(r.abserr < HUGE_VAL && r.abserr > 0);
        assert_true(r.neval >= neval && r.part.share == 0);
        neval = r.neval;
    }
    assert_true(last > 10);
    jf_program_free(program);
}

// A stopped round leaves no trace: the bits are those of the round before, and
// threads do not change them.
static void test_adaptive_rounds(void **unused)
{
    jf_program *const program = compiled("sin(3e5*x^2)");
    double value[64];
    int nvalue = 0;

    (void)unused;
    for (int last = 1; last < 400; last += 3) {
        viewer v;
        const jf_options o = watched("gk", 0, &v, last);
        const jf_result r = integral_of(program, 0, 1, &o);
        if (nvalue == 0 || !same_bits(value[nvalue - 1], r.value))
            value[nvalue++] = r.value;
        assert_in_range(nvalue, 1, 40);
    }
    for (int last = 1; last < 100; last += 7) {
        viewer v;
        jf_options o = watched("gk", 0, &v, last);
        o.threads = 3;
        const jf_result r = integral_of(program, 0, 1, &o);
        bool known = r.status != JF_INTERRUPTED;
        for (int i = 0; i < nvalue; i++)
            known |= same_bits(value[i], r.value);
        assert_true(known);
    }
    jf_program_free(program);
}

static void test_timeout(void **unused)
{
    static const char *const methods[] = {"simpson", "gauss", "gk"};
    jf_program *const program = compiled("sin(1/x)");

    (void)unused;
    for (int i = 0; i < 3; i++) {
        jf_options o = options_for(methods[i], i == 2 ? 0 : 1 << 20);
        o.timeout = 1e-9; // over before it is looked at first
        const jf_result r = integral_of(program, 1e-3, 1, &o);
        assert_int_equal(r.status, JF_UNCONVERGED);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_TIMEOUT);
        assert_true((i == 2) == (isnan(r.value) == 0));
        assert_true((i == 0) == (r.part.share > 0));
        o.timeout = 0; // none
        const jf_result all = integral_of(program, 1e-3, 1, &o);
        assert_true(all.status == JF_FIXED || all.status == JF_CONVERGED);
    }
    jf_program_free(program);
}

static void test_evaluations(void **unused)
{
    static const struct {
        const char *method;
        int64_t n, need;
    } rows[] = {{"simpson", 1000, 2001},
                {"trapezoid", 1000, 1001},
                {"midpoint", 1000, 1000},
                {"boole", 1000, 4001},
                {"gauss", 1000, 3501},
                {"simpson", JF_PANELS_MAX, 2 * JF_PANELS_MAX + 1}};
    jf_program *const program = compiled("cos(x)");
    const jf_integrand f = jf_program_integrand(program);

    (void)unused;
    for (int i = 0; i < 6; i++) {
        jf_options o = options_for(rows[i].method, rows[i].n);
        jf_result r;
        char need[24];
        o.max_neval = rows[i].need - 1;
        assert_int_equal(jf_integrate(&f, 0, 1, &o, &r), JF_USAGE);
        assert_int_equal(r.cause.id, JF_TEXT_QUAD_TOO_MANY);
        snprintf(need, sizeof need, "%lld", (long long)rows[i].need);
        assert_string_equal(r.cause.arg[0], need);
        o.max_neval = rows[i].need;
        if (rows[i].n > 1000)
            continue;
        assert_int_equal(jf_integrate(&f, 0, 1, &o, &r), JF_OK);
        assert_true(r.neval == rows[i].need);
    }
    for (int64_t most = 168; most < 40000; most += 1 + most / 3) {
        jf_options o = options_for("gk", 0);
        o.max_neval = most;
        const jf_result r = integral_of(program, 0, 1, &o);
        assert_true(r.neval <= most);
        assert_true(fabs(r.value - sin(1)) <= r.abserr);
    }
    jf_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_part_is_what_it_says),
        cmocka_unit_test(test_threads_do_not_change_the_part),
        cmocka_unit_test(test_reversed_limits),
        cmocka_unit_test(test_a_part_with_holes),
        cmocka_unit_test(test_nobody_stops),
        cmocka_unit_test(test_a_late_no),
        cmocka_unit_test(test_gauss),
        cmocka_unit_test(test_adaptive),
        cmocka_unit_test(test_adaptive_rounds),
        cmocka_unit_test(test_timeout),
        cmocka_unit_test(test_evaluations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
