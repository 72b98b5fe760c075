/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping and continuing: whatever state was saved, by any number of threads,
 * and continued by any other, the result is that of one run; a state of another
 * integral, or one that is cut or changed, is refused or harmless. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/integral.h"
#include "../support/random.h"

enum { STATES_MAX = 4000 };

// Every state that was saved, and a stop at the `last`-th look.
typedef struct shelf {
    int n, looks, last;
    char *text[STATES_MAX];
    size_t length[STATES_MAX];
} shelf;

static shelf shared;
static dice chance = {1};

static void save(void *param, const char *state, size_t length)
{
    shelf *const s = param;

    assert_in_range(s->n, 0, STATES_MAX - 1);
    s->text[s->n] = malloc(length);
    memcpy(s->text[s->n], state, length);
    s->length[s->n++] = length;
}

static bool look(void *param, const jf_progress *p)
{
    shelf *const s = param;

    (void)p;
    return ++s->looks != s->last;
}

static void clear(shelf *s)
{
    for (int i = 0; i < s->n; i++)
        free(s->text[i]);
    *s = (shelf){.n = 0};
}

static jf_options keeping(jf_options o, shelf *s, int threads)
{
    clear(s);
    o.save = save;
    o.save_param = s;
    o.save_every = 1e-9; // whenever it can
    o.threads = threads;
    return o;
}

static jf_options from(jf_options o, const shelf *s, int i, int threads)
{
    o.state = s->text[i];
    o.state_length = s->length[i];
    o.threads = threads;
    return o;
}

static bool holds(const shelf *s, int i, const char *line)
{
    const size_t n = strlen(line);

    for (size_t k = 0; k + n <= s->length[i]; k++)
        if (memcmp(s->text[i] + k, line, n) == 0)
            return true;
    return false;
}

static bool same_message(const jf_message *a, const jf_message *b)
{
    return a->id == b->id && strcmp(a->arg[0], b->arg[0]) == 0 &&
           strcmp(a->arg[1], b->arg[1]) == 0;
}

static bool same(const jf_result *a, const jf_result *b)
{
    bool notes = a->nnote == b->nnote;

    for (int i = 0; notes && i < a->nnote; i++)
        notes = same_message(&a->note[i], &b->note[i]);
    return notes && a->status == b->status && same_bits(a->value, b->value) &&
           same_bits(a->abserr, b->abserr) && a->neval == b->neval &&
           a->panels == b->panels && a->trust == b->trust &&
           strcmp(a->method, b->method) == 0 &&
           same_bits(a->tolerance, b->tolerance) &&
           same_message(&a->cause, &b->cause) &&
           same_message(&a->hint, &b->hint);
}

// Jobs that can be kept on the way, and one that has holes, one that has no
// value, one that does not converge.
static const struct {
    const char *text, *method;
    double a, b;
    int64_t n;
    int states; // at least, on the way
} jobs[] = {
    {"exp(x)*sin(9*x)", "simpson", 0, 3, 500001, 10},
    {"exp(x)*sin(9*x)", "simpson", 3, 0, 2200001, 10},
    {"sin(x)/x", "trapezoid", -1, 3, 400000, 4},
    {"x^2", "boole", 1, 2, 150001, 5},
    {"sqrt(x)", "midpoint", 0, 2, 700003, 8},
    {"1/(x-1)", "simpson", 0, 4, 400000, 8},
    {"log(x)", "trapezoid", 0, 1, 300000, 3},
    {"exp(x)", "gauss", 0, 1, 12000, 9},
    {"sin(x)/x", "gauss", -1, 1, 12001, 9},
    {"log(x-0.3)", "gauss", 0, 1, 12001, 9},
    {"abs(sin(40*x))*sqrt(x)", "gk", 0, 1, 0, 5},
    {"sin(2e3*x^2)", "gk", 0, 1, 0, 5},
    {"sqrt(abs(x-1/3))+1/(1+1e6*(x-0.7)^2)", "gk", -1, 1, 0, 5},
    {"abs(x-1/3)^0.3", "gk", -1, 2, 0, 5},
    {"zeta(2+x^2)*cos(300*x)", NULL, 0, 3, 0, 5},
};
enum { NJOB = sizeof jobs / sizeof *jobs };

static void test_every_state_continues(void **unused)
{
    (void)unused;
    for (int k = 0; k < NJOB; k++) {
        jf_program *const f = compiled(jobs[k].text);
        const jf_options o = options_for(jobs[k].method, jobs[k].n);
        const jf_result whole = integral_of(f, jobs[k].a, jobs[k].b, &o);
        for (int threads = 1; threads <= 5; threads += 2) {
            const jf_options kept = keeping(o, &shared, threads);
            const jf_result r = integral_of(f, jobs[k].a, jobs[k].b, &kept);
            assert_true(same(&r, &whole));
            assert_true(threads > 1 || shared.n >= jobs[k].states);
            assert_true(holds(&shared, 0, "\nbegun\n"));
            assert_true(holds(&shared, shared.n - 1, "\nfinished\n"));
            for (int i = 0; i < shared.n; i += 1 + shared.n / 9) {
                const jf_options again = from(o, &shared, i, 4 - threads / 2);
                const jf_result s =
                    integral_of(f, jobs[k].a, jobs[k].b, &again);
                assert_true(same(&s, &whole));
            }
        }
        jf_program_free(f);
    }
    clear(&shared);
}

// Stopped again and again, each time a little later, and always continued: one
// run after all.
static void test_a_chain_of_stops(void **unused)
{
    (void)unused;
    for (int k = 0; k < NJOB; k++) {
        jf_program *const f = compiled(jobs[k].text);
        const jf_options o = options_for(jobs[k].method, jobs[k].n);
        const jf_result whole = integral_of(f, jobs[k].a, jobs[k].b, &o);
        char *state = NULL;
        size_t length = 0;
        int links = 0;
        for (;; links++) {
            jf_options kept = keeping(o, &shared, 1 + links % 3);
            kept.save_every = 1e9; // at the stop only
            kept.state = state;
            kept.state_length = length;
            kept.watch = look;
            kept.watch_param = &shared;
            shared.last = 2 + links;
            const jf_result r = integral_of(f, jobs[k].a, jobs[k].b, &kept);
            if (shared.n > 0) {
                free(state);
                length = shared.length[shared.n - 1];
                state = malloc(length);
                memcpy(state, shared.text[shared.n - 1], length);
            }
            if (r.status != JF_INTERRUPTED) {
                // without a value nothing more is evaluated after the stop
                assert_true(whole.status == JF_UNDEFINED || same(&r, &whole));
                assert_int_equal(r.status, whole.status);
                break;
            }
            assert_in_range(links, 0, 1000);
        }
        assert_true(links > 0 || whole.status == JF_UNDEFINED);
        free(state);
        jf_program_free(f);
    }
    clear(&shared);
}

// Methods that keep nothing on the way begin again, and have the result at once
// when they are finished.
static void test_methods_that_begin_again(void **unused)
{
    static const char *const texts[] = {"exp(-x^2)", "sin(x)/x", "1/sqrt(x)"};
    static const char *const names[] = {"de", "osc", NULL};

    (void)unused;
    for (int k = 0; k < 3; k++)
        for (int m = 0; m < 3; m++) {
            jf_program *const f = compiled(texts[k]);
            const jf_options o = options_for(names[m], 0);
            const jf_result whole = integral_of(f, 0, HUGE_VAL, &o);
            const jf_options kept = keeping(o, &shared, 2);
            if (whole.status == JF_USAGE) { // it has no waves
                jf_program_free(f);
                continue;
            }
            integral_of(f, 0, HUGE_VAL, &kept);
            assert_int_equal(shared.n, 2);
            for (int i = 0; i < 2; i++) {
                jf_options again = from(o, &shared, i, 1);
                again.watch = look;
                again.watch_param = &shared;
                shared.looks = 0;
                const jf_result r = integral_of(f, 0, HUGE_VAL, &again);
                assert_true(same(&r, &whole));
                assert_true(!names[m] || (shared.looks == 0) == (i == 1));
            }
            jf_program_free(f);
        }
    clear(&shared);
}

static void test_other_integrals_are_refused(void **unused)
{
    const double points[] = {0.25, 0.75};
    const struct {
        const char *method;
        double a, b, rtol, atol;
        int64_t n, most;
        size_t npoint;
    } rows[] = {
        {"gk", 0, 1, 1e-12, 0, 0, 0, 1},
        {"auto", 0, 1, 1e-12, 0, 0, 0, 1},
        {"gk", 0, 2, 1e-12, 0, 0, 0, 1},
        {"gk", -0.0, 1, 1e-12, 0, 0, 0, 1},
        {"gk", 0, 1, 1e-11, 0, 0, 0, 1},
        {"gk", 0, 1, 1e-12, 1e-9, 0, 0, 1},
        {"gk", 0, 1, 1e-12, 0, 0, 100000, 1},
        {"gk", 0, 1, 1e-12, 0, 0, 0, 2},
        {"gk", 0, 1, 1e-12, 0, 0, 0, 0},
        {"simpson", 0, 1, 1e-12, 0, 9, 0, 0},
    };
    jf_program *const f = compiled("sqrt(x)");
    jf_options o = options_for("gk", 0);

    (void)unused;
    o.point = points;
    o.npoint = 1;
    const jf_options kept = keeping(o, &shared, 1);
    integral_of(f, 0, 1, &kept);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int k = 0; k < shared.n; k += 3) {
            jf_options other = from(o, &shared, k, 1);
            other.method = rows[i].method;
            other.panels = rows[i].n;
            other.rtol = rows[i].rtol;
            other.atol = rows[i].atol;
            other.max_neval = rows[i].most;
            other.npoint = rows[i].npoint;
            const jf_result r = integral_of(f, rows[i].a, rows[i].b, &other);
            assert_true((r.status != JF_USAGE) == (i == 0));
            if (i > 0)
                assert_int_equal(r.cause.id, JF_TEXT_QUAD_OTHER_STATE);
        }
    jf_program_free(f);
    clear(&shared);
}

// Bytes changed, left out or doubled: refused or harmless, never a crash or a
// job without end.
static void test_damaged_states(void **unused)
{
    static const int used[] = {0, 5, 7, 9, 10, 14};
    int refused = 0;

    (void)unused;
    for (size_t u = 0; u < sizeof used / sizeof *used; u++) {
        const int k = used[u];
        jf_program *const f = compiled(jobs[k].text);
        jf_options o = options_for(jobs[k].method, jobs[k].n);
        const jf_options kept = keeping(o, &shared, 1);
        integral_of(f, jobs[k].a, jobs[k].b, &kept);
        for (int i = 0; i < effort(60); i++) {
            const int which =
                pick(&chance, 8) == 0 ? shared.n - 1 : pick(&chance, shared.n);
            const size_t n = shared.length[which];
            const size_t at = (size_t)pick(&chance, (int)n);
            const int act = i % 3;
            char *const text = malloc(n + 1);
            memcpy(text, shared.text[which], n);
            text[at] = (char)pick(&chance, 256);
            if (act == 1)
                memmove(text + at, text + at + 1, n - at - 1);
            jf_options again = o;
            again.state = text;
            again.state_length = act == 1 ? n - 1 : act == 2 ? at : n;
            again.threads = 2;
            const jf_result r = integral_of(f, jobs[k].a, jobs[k].b, &again);
            refused += r.status == JF_USAGE;
            free(text);
        }
        jf_program_free(f);
    }
    assert_true(refused > 6 * effort(60) / 4);
    clear(&shared);
}

static void test_foreign_texts(void **unused)
{
    static const char *const texts[] = {
        "", "\n", "state 2\n", "state 1\n", "state 1\nmethod simpson\n", "x"};
    jf_program *const f = compiled("x");
    jf_options o = options_for("simpson", 10);

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        o.state = texts[i];
        o.state_length = strlen(texts[i]);
        const jf_result r = integral_of(f, 0, 1, &o);
        assert_int_equal(r.status, JF_USAGE);
        assert_true(r.cause.id == JF_TEXT_QUAD_BAD_STATE ||
                    r.cause.id == JF_TEXT_QUAD_OTHER_STATE);
    }
    jf_program_free(f);
}

// A run that goes on counts its own evaluations, and knows what was there.
typedef struct seen {
    double before, share;
    int64_t neval;
    int calls;
} seen;

static bool notice(void *param, const jf_progress *p)
{
    seen *const s = param;

    if (s->calls++ == 0)
        *s = (seen){p->before, p->share, p->neval, 1};
    return true;
}

static void test_progress_goes_on(void **unused)
{
    enum { TILE = 1 << 16, NTILE = 10 };
    jf_program *const f = compiled("x");
    jf_options o = options_for("midpoint", TILE * NTILE);

    (void)unused;
    o = keeping(o, &shared, 1);
    integral_of(f, 0, 1, &o);
    assert_int_equal(shared.n, NTILE + 2);
    for (int i = 1; i < NTILE; i++) {
        seen s = {0};
        jf_options again =
            from(options_for("midpoint", TILE * NTILE), &shared, i, 1);
        again.watch = notice;
        again.watch_param = &s;
        integral_of(f, 0, 1, &again);
        assert_true(s.before == (double)i / NTILE);
        assert_true(s.share == (i + 1.0) / NTILE);
        assert_true(s.neval == TILE);
        assert_int_equal(s.calls, NTILE - i);
    }
    jf_program_free(f);
    clear(&shared);
}

static void test_an_empty_range(void **unused)
{
    jf_program *const f = compiled("x");
    const jf_options o = options_for("simpson", 10);
    const jf_options kept = keeping(o, &shared, 1);

    (void)unused;
    integral_of(f, 1, 1, &kept);
    assert_int_equal(shared.n, 2);
    for (int i = 0; i < 2; i++) {
        const jf_options again = from(o, &shared, i, 1);
        const jf_result r = integral_of(f, 1, 1, &again);
        assert_int_equal(r.status, JF_FIXED);
        assert_true(r.value == 0);
    }
    jf_program_free(f);
    clear(&shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_state_continues),
        cmocka_unit_test(test_a_chain_of_stops),
        cmocka_unit_test(test_methods_that_begin_again),
        cmocka_unit_test(test_other_integrals_are_refused),
        cmocka_unit_test(test_damaged_states),
        cmocka_unit_test(test_foreign_texts),
        cmocka_unit_test(test_progress_goes_on),
        cmocka_unit_test(test_an_empty_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
