/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of memory, everywhere.  Each job is run with its k-th allocation
 * failing, for k = 0, 1, 2 ... until it succeeds; once with only that one
 * failing, and once with all from there on.  It has to end with JF_NOMEM and
 * nothing left behind, or with the very answer that it gives undisturbed: a
 * worker thread less is no failure.
 *
 * The linker puts the functions below in the place of malloc and the like
 * (--wrap); the C library's own allocations are not touched. */
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/jifen.h>

#include "base/sight.h"
#include "eval/program.h"

enum { NEVER = -1, LIMIT = 5000 };

static atomic_long countdown = NEVER; // allocations until one fails
static atomic_long nlive;             // blocks that are not freed
static bool once;                     // only one fails

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
void __wrap_free(void *p);

static bool fails(void)
{
    const long left = atomic_load(&countdown);

    if (left == NEVER)
        return false;
    if (left > 0)
        atomic_fetch_sub(&countdown, 1);
    else if (once)
        atomic_store(&countdown, NEVER);
    return left == 0;
}

static void *counted(void *p)
{
    if (p)
        atomic_fetch_add(&nlive, 1);
    return p;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : counted(__real_calloc(n, size));
}

void *__wrap_realloc(void *p, size_t size)
{
    if (fails())
        return NULL;
    return p ? __real_realloc(p, size) : counted(__real_realloc(p, size));
}

void __wrap_free(void *p)
{
    if (p)
        atomic_fetch_sub(&nlive, 1);
    __real_free(p);
}

// ---- the jobs

typedef struct job {
    const char *title;
    jf_status (*run)(const struct job *job, double *answer);
    const char *text;
    double a, b;
    jf_options options;
} job;

static jf_status integrate(const jf_program *program, const job *j,
                           double *answer)
{
    const jf_integrand f = jf_program_integrand(program);
    jf_result result;
    const jf_status status = jf_integrate(&f, j->a, j->b, &j->options, &result);

    *answer = result.value;
    return status;
}

// Next to j->b: all that is done for a value.
static jf_status look_near(const jf_program *program, const job *j,
                           double *answer)
{
    const jf_integrand f = jf_program_integrand(program);
    const double d = 0.25;
    jf_view view;

    jf_status status = f.sight->near(f.param, j->b, 0, -1, &view);
    if (status != JF_OK)
        return view.free ? JF_INTERNAL : status;
    void *const worker = view.f.attach(view.f.param);
    status = worker ? view.f.eval(worker, 1, &d, answer) : JF_NOMEM;
    view.f.detach(worker);
    view.free(view.owned);
    return status;
}

typedef jf_status (*user)(const jf_program *program, const job *j,
                          double *answer);

static jf_status run_program(const job *j, user use, double *answer)
{
    static const jf_binding binding = {"a", 1.5};
    jf_program *program = NULL;
    jf_expr *expr = NULL;
    jf_diag diag;

    jf_status status =
        jf_expr_parse(j->text, strlen(j->text), NULL, &expr, &diag);
    if (status == JF_OK)
        status = jf_expr_compile(expr, "x", 1, &binding, &program, &diag);
    if (status != JF_OK && diag.status != status)
        status = JF_INTERNAL;
    if (status == JF_OK)
        status = use(program, j, answer);
    jf_program_free(program);
    jf_expr_free(expr);
    return status;
}

static jf_status run_integral(const job *j, double *answer)
{
    return run_program(j, integrate, answer);
}

static jf_status run_near(const job *j, double *answer)
{
    return run_program(j, look_near, answer);
}

static jf_status run_value(const job *j, double *answer)
{
    jf_expr *expr = NULL;
    jf_diag diag;

    jf_status status =
        jf_expr_parse(j->text, strlen(j->text), NULL, &expr, &diag);
    if (status == JF_OK)
        status = jf_expr_value(expr, 0, NULL, answer, &diag);
    jf_expr_free(expr);
    return status;
}

// A wrong text stays wrong, or there is no memory to tell.
static jf_status run_refusal(const job *j, double *answer)
{
    jf_expr *expr = NULL;
    jf_diag diag;
    const jf_status status =
        jf_expr_parse(j->text, strlen(j->text), NULL, &expr, &diag);

    *answer = (double)diag.begin;
    jf_expr_free(expr);
    return status == JF_SYNTAX ? JF_OK : status == JF_OK ? JF_INTERNAL : status;
}

static jf_status run_code(const jf_ir *ir, double *answer)
{
    const double x = 0.25;
    jf_code *code;

    if (jf_code_compile(ir, jf_cpu_isa(), &code) != JF_OK)
        return code ? JF_INTERNAL : JF_NOMEM;
    jf_machine *const machine = jf_machine_new(code);
    if (machine)
        jf_machine_run(machine, 1, &x, answer);
    jf_machine_free(machine);
    jf_code_free(code);
    return machine ? JF_OK : JF_NOMEM;
}

// Reads IR, runs a pass alone, compiles.
static jf_status run_pass(const job *j, void (*pass)(jf_ir *), double *answer)
{
    jf_ir ir;
    int line;

    jf_status status = jf_ir_read(&ir, j->text, &line);
    if (status == JF_OK) {
        pass(&ir);
        status = ir.nomem ? JF_NOMEM : run_code(&ir, answer);
    }
    jf_ir_clear(&ir);
    return status;
}

static void fold(jf_ir *ir)
{
    jf_ir_fold(ir, jf_kernel_scalar);
}

static void optimise(jf_ir *ir)
{
    const jf_status status = jf_ir_optimise(ir, jf_kernel_scalar);

    if ((status == JF_NOMEM) != ir->nomem)
        abort();
}

#define PASS_JOB(name, pass)                                  \
    static jf_status run_##name(const job *j, double *answer) \
    {                                                         \
        return run_pass(j, pass, answer);                     \
    }
PASS_JOB(fold, fold)
PASS_JOB(cse, jf_ir_cse)
PASS_JOB(horner, jf_ir_horner)
PASS_JOB(powers, jf_ir_powers)
PASS_JOB(contract, jf_ir_contract)
PASS_JOB(dce, jf_ir_dce)
PASS_JOB(optimise, optimise)

// Something for every pass, and more than one growth of the arrays.
#define PROGRAM                                                        \
    "%0 = var\n%1 = const 2\n%2 = pow %0 %1\n%3 = mul %1 %0\n"         \
    "%4 = add %2 %3\n%5 = const 1\n%6 = add %4 %5\n%7 = sin %0\n"      \
    "%8 = sin %0\n%9 = mul %7 %6\n%10 = add %9 %8\n%11 = neg %10\n"    \
    "%12 = neg %11\n%13 = const 3\n%14 = mul %13 %5\n%15 = neg %14\n"  \
    "%16 = mul %15 %0\n%17 = poly %7 : 1 2 3\n%18 = poly %8 : 1 2 3\n" \
    "%19 = sub %12 %16\n%20 = add %19 %17\n%21 = div %20 %18\n"        \
    "%22 = const 10\n%23 = pow %22 %7\n%24 = const -0.5\n"             \
    "%25 = pow %23 %24\n%26 = mul %25 %21\n%27 = neg %26\n"            \
    "%28 = const 4\n%29 = div %27 %28\n%30 = pow %29 %28\n"            \
    "%31 = poly %30 : 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18\n"  \
    "%32 = select %1 %31 %0\n%33 = add %32 %30\n%34 = abs %33\n"       \
    "%35 = abs %34\n%36 = log1p %35\n%37 = cos %36\nret %37\n"

// A state that cannot be made is not saved, and the job goes on.
static void discard(void *param, const char *state, size_t length)
{
    (void)param, (void)state, (void)length;
}

static const job jobs[] = {
    {"in the distance from a point",
     run_near,
     "a*sqrt(1 - x^4) + floor(x)*tan(exp(x) - e) + (log(x) - x + 1)",
     0,
     1,
     {.threads = 1}},
    {"simpson, one thread",
     run_integral,
     "sin(x)/(1 + x^2)",
     0,
     1,
     {.panels = 1000, .threads = 1}},
    {"simpson, three threads",
     run_integral,
     "exp(-a*x)*(x^2 + x + 1)",
     0,
     1,
     {.panels = 300000, .threads = 3}},
    {"trapezoid",
     run_integral,
     "max(x, 0.5, a*x) + hypot(x, 1, 2)",
     0,
     1,
     {.panels = 100, .method = "trapezoid", .threads = 1}},
    {"boole, sin(x)/x from 0",
     run_integral,
     "sin(x)/x",
     0,
     1,
     {.panels = 64, .method = "boole", .threads = 1}},
    {"gauss",
     run_integral,
     "x^2.5 + log(x + 1, 2)",
     0,
     1,
     {.panels = 500, .method = "gauss", .threads = 2}},
    {"gk",
     run_integral,
     "sqrt(abs(x - 0.3)) if x < a else 2x",
     0,
     1,
     {.rtol = 1e-9, .threads = 1}},
    {"gk, two threads",
     run_integral,
     "cos(50x) + arcsec(2 + x)",
     0,
     3,
     {.rtol = 1e-12, .threads = 2}},
    {"simpson, kept",
     run_integral,
     "a*x",
     0,
     1,
     {.panels = 150000, .threads = 1, .save = discard, .save_every = 1e-9}},
    {"gk, kept",
     run_integral,
     "sqrt(x)",
     0,
     1,
     {.method = "gk",
      .rtol = 1e-9,
      .threads = 1,
      .save = discard,
      .save_every = 1e-9}},
    {"a value", run_value, "pi/2 + sqrt(2)^3 - e^(1/3)", 0, 0, {0}},
    {"a long text",
     run_value,
     "1+2-3*4/5+6^7-8//9%10+(((11)))+sin(12)+max(1,2,3,4,5,6,7,8,9,10)"
     "+(1 if 2 < 3 <= 4 else 5)+|6|+2pi+sqrt 7",
     0,
     0,
     {0}},
    {"a wrong text", run_refusal, "1 + arcsn(x) * (2", 0, 0, {0}},
    {"an ambiguous text", run_refusal, "1/2x", 0, 0, {0}},
    {"fold", run_fold, PROGRAM, 0, 0, {0}},
    {"cse", run_cse, PROGRAM, 0, 0, {0}},
    {"horner", run_horner, PROGRAM, 0, 0, {0}},
    {"powers", run_powers, PROGRAM, 0, 0, {0}},
    {"contract", run_contract, PROGRAM, 0, 0, {0}},
    {"dce", run_dce, PROGRAM, 0, 0, {0}},
    {"optimise", run_optimise, PROGRAM, 0, 0, {0}},
};

// ---- the test

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

// One run with the k-th allocation failing; false ends the title's test.
static bool survives(const job *j, long k, double truth, bool *reached)
{
    double answer = 0;

    atomic_store(&nlive, 0);
    atomic_store(&countdown, k);
    const jf_status status = j->run(j, &answer);
    *reached = atomic_load(&countdown) == (once ? NEVER : 0);
    atomic_store(&countdown, NEVER);
    const long leaked = atomic_load(&nlive);
    const bool good =
        leaked == 0 && ((status == JF_OK && same(answer, truth)) ||
                        (status == JF_NOMEM && *reached));
    if (!good)
        printf("# allocation %ld: status %d, answer %.17g, %ld leaked\n", k,
               (int)status, answer, leaked);
    return good;
}

static bool test(const job *j)
{
    double truth = 0;
    bool reached = true;
    long k = 0;

    atomic_store(&countdown, NEVER);
    if (j->run(j, &truth) != JF_OK || isnan(truth)) {
        printf("# it fails undisturbed\n");
        return false;
    }
    for (; reached && k < LIMIT; k++)
        if (!survives(j, k, truth, &reached))
            return false;
    printf("# %ld allocations\n", k - 1);
    return k > 1 && k < LIMIT;
}

int main(void)
{
    const int n = sizeof jobs / sizeof *jobs;
    int nfailed = 0, number = 0;

    setvbuf(stdout, NULL, _IONBF, 0);
    printf("1..%d\n", 2 * n);
    for (int mode = 0; mode < 2; mode++)
        for (int i = 0; i < n; i++) {
            once = mode == 0;
            const bool good = test(&jobs[i]);
            nfailed += !good;
            printf("%sok %d - %s, %s\n", good ? "" : "not ", ++number,
                   jobs[i].title, once ? "one fails" : "all fail from there");
        }
    return nfailed > 0;
}
