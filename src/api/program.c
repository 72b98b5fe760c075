/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a parsed expression to numbers: a value, or a program. */
#include "eval/program.h"
#include "base/sight.h"
#include "base/sweep.h"
#include "eval/scaled.h"
#include "expr/ast.h"
#include "ir/ir.h"
#include "ir/phase.h"
#include "sight/literal.h"
#include "sight/near.h"
#include "sight/sight.h"
#include "sight/taylor.h"
#include "sight/waves.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct jf_program {
    jf_ir typed; // as it was typed, but for what is computed twice
    jf_ir ir;
    jf_code *code;
};

static jf_status unbound(const jf_name *name, jf_diag *diag)
{
    *diag = (jf_diag){
        .status = JF_SYNTAX,
        .begin = name->begin,
        .end = name->end,
        .problem =
            jf_message_make(JF_TEXT_QUAD_NO_VALUE, name->text, NULL, NULL),
        .hint = jf_message_make(JF_TEXT_QUAD_HINT_PARAMETER, name->text, NULL,
                                NULL),
    };
    return JF_SYNTAX;
}

static bool find_value(const char *name, size_t n, const jf_binding *binding,
                       double *value)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(binding[i].name, name) == 0) {
            *value = binding[i].value;
            return true;
        }
    return false;
}

// The value of each name of the tree; *variable is the index of the variable.
static jf_status bind(const jf_expr *expr, const char *name, size_t nbinding,
                      const jf_binding *binding, double *value,
                      size_t *variable, jf_diag *diag)
{
    *variable = SIZE_MAX;
    for (size_t i = 0; i < expr->nname; i++) {
        value[i] = (double)NAN;
        if (name && strcmp(expr->name[i].text, name) == 0)
            *variable = i;
        else if (!find_value(expr->name[i].text, nbinding, binding, &value[i]))
            return unbound(&expr->name[i], diag);
    }
    return JF_OK;
}

static jf_status out_of_memory(jf_diag *diag)
{
    *diag = (jf_diag){.status = JF_NOMEM};
    return JF_NOMEM;
}

// Binds and builds.
static jf_status build(const jf_expr *expr, const char *name, size_t nbinding,
                       const jf_binding *binding, jf_ir *ir, jf_diag *diag)
{
    double *const value = calloc(expr->nname + 1, sizeof *value);
    size_t variable;

    *ir = (jf_ir){0};
    if (!value)
        return out_of_memory(diag);
    jf_status status =
        bind(expr, name, nbinding, binding, value, &variable, diag);
    if (status == JF_OK) {
        status = jf_ir_build(ir, expr, variable, value);
        if (status == JF_OK)
            status = jf_ir_tidy(ir, jf_kernel_scalar);
        if (status != JF_OK)
            out_of_memory(diag);
    }
    free(value);
    return status;
}

jf_status jf_expr_value(const jf_expr *expr, size_t nbinding,
                        const jf_binding *binding, double *value, jf_diag *diag)
{
    jf_ir ir;
    const jf_status status = build(expr, NULL, nbinding, binding, &ir, diag);

    // without a variable everything has been folded
    *value = status == JF_OK ? ir.ins[ir.result].k : (double)NAN;
    jf_ir_clear(&ir);
    return status;
}

jf_status jf_expr_compile(const jf_expr *expr, const char *variable,
                          size_t nbinding, const jf_binding *binding,
                          jf_program **program, jf_diag *diag)
{
    jf_program *const p = calloc(1, sizeof *p);

    *program = NULL;
    if (!p)
        return out_of_memory(diag);
    jf_status status =
        build(expr, variable, nbinding, binding, &p->typed, diag);
    if (status == JF_OK) {
        jf_ir_clone(&p->ir, &p->typed);
        status = jf_ir_optimise(&p->ir, jf_kernel_scalar);
        if (status == JF_OK)
            status = jf_code_compile(&p->ir, jf_cpu_isa(), &p->code);
        if (status != JF_OK)
            out_of_memory(diag);
    }
    if (status == JF_OK)
        *program = p;
    else
        jf_program_free(p);
    return status;
}

void jf_program_free(jf_program *program)
{
    if (!program)
        return;
    jf_ir_clear(&program->typed);
    jf_ir_clear(&program->ir);
    jf_code_free(program->code);
    free(program);
}

// What one thread needs.
typedef struct worker {
    const jf_program *program;
    jf_machine *machine;
} worker;

static void *attach(void *param)
{
    const jf_program *const program = param;
    worker *const w = malloc(sizeof *w);

    if (!w)
        return NULL;
    *w = (worker){program, jf_machine_new(program->code)};
    if (w->machine)
        return w;
    free(w);
    return NULL;
}

static jf_status eval(void *param, size_t n, const double *x, double *y)
{
    const worker *const w = param;

    jf_machine_run(w->machine, n, x, y);
    return jf_scaled_mend(&w->program->typed, n, x, y);
}

static void detach(void *param)
{
    worker *const w = param;

    jf_machine_free(w->machine);
    free(w);
}

static void prepare(void *param, int64_t n)
{
    jf_code_prepare(((const jf_program *)param)->code, n);
}

static void add(void *param, int nblock, const double *start, double step,
                jf_lanes *lanes)
{
    jf_machine_sweep(((const worker *)param)->machine, nblock, start, step,
                     lanes);
}

static const jf_sweep sweep = {prepare, add};

static jf_status waves(const void *param, int size, jf_wave *wave, int *n)
{
    return jf_waves_open(&((const jf_program *)param)->typed, size, wave, n);
}

static jf_range range(const void *param, double a, double b)
{
    return jf_sight_range(&((const jf_program *)param)->typed, a, b);
}

static double rounding(const void *param, double x, double *fixed)
{
    return jf_sight_rounding(&((const jf_program *)param)->typed, x, fixed);
}

static long marks(const void *param, double a, double b, size_t size,
                  jf_mark *mark)
{
    return jf_sight_marks(&((const jf_program *)param)->typed, a, b, size,
                          mark);
}

static jf_status near(const void *param, double c, double tail, int side,
                      jf_view *view)
{
    const jf_program *const program = param;

    *view = (jf_view){.owned = NULL};
    if (!isfinite(c) || !isfinite(tail))
        return JF_USAGE;
    return jf_near_open(&program->typed, &(jf_place){c, tail, side}, view);
}

static bool taylor(const void *param, double a, double b, bool between,
                   double *coef, double *rounding)
{
    return jf_sight_taylor(&((const jf_program *)param)->typed, a, b, between,
                           coef, rounding);
}

static jf_status literal(const void *param, int i, jf_view *view)
{
    return jf_literal_open(&((const jf_program *)param)->typed, i, view);
}

static double turns(const void *param, double a, double b)
{
    return jf_ir_turns(&((const jf_program *)param)->typed, a, b);
}

static const jf_sight sight = {.range = range,
                               .rounding = rounding,
                               .marks = marks,
                               .near = near,
                               .waves = waves,
                               .taylor = taylor,
                               .literal = literal,
                               .turns = turns};

jf_integrand jf_program_integrand(const jf_program *program)
{
    // attach reads the program and never writes to it
    return (jf_integrand){
        .param = (void *)(uintptr_t)program,
        .eval = eval,
        .attach = attach,
        .detach = detach,
        .sweep = &sweep,
        .sight = &sight,
    };
}

size_t jf_program_print_marks(const jf_program *program, double a, double b,
                              char *buffer, size_t size)
{
    return jf_sight_print(&program->typed, a, b, buffer, size);
}

size_t jf_program_print(const jf_program *program, char *buffer, size_t size)
{
    return jf_ir_print(&program->ir, buffer, size);
}
