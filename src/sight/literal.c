/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it changes that numbers are rounded: 0.1 is meant, and 0.1 + 2^-57.4
 * computed.
 *
 * Idea: the program is compiled again with one of its numbers changed by 2^13
 *   times what rounding may have done.  The integral of
 *   that tells how much the rounding matters, with its sign: a peak that is
 *   shifted has the same area, though each value of f has changed.
 * Rejected: the bound that taylor.c finds on the way, alone: of
 *   7.32/cosh((10x - 0.77)/1.26e-6)^2 it made the error 45 times as large. */
#include "sight/literal.h"
#include "eval/program.h"

#include <math.h>
#include <stdlib.h>

// The operation that holds the i-th; NULL: there is none.
static jf_ins *find(jf_ir *ir, int i)
{
    for (int r = 0; r < ir->nins; r++)
        if (ir->ins[r].op == JF_OP_CONST && ir->ins[r].err > 0 && i-- == 0)
            return &ir->ins[r];
    return NULL;
}

static void *attach(void *param)
{
    return jf_machine_new(param);
}

static void detach(void *machine)
{
    jf_machine_free(machine);
}

static jf_status eval(void *machine, size_t n, const double *x, double *y)
{
    jf_machine_run(machine, n, x, y);
    return JF_OK;
}

static void free_code(void *code)
{
    jf_code_free(code);
}

jf_status jf_literal_open(const jf_ir *typed, int i, jf_view *view)
{
    jf_ir ir;
    jf_code *code = NULL;

    *view = (jf_view){.owned = NULL};
    jf_ir_clone(&ir, typed);
    jf_ins *const ins = ir.nomem ? NULL : find(&ir, i);
    jf_status status = ir.nomem ? JF_NOMEM : ins ? JF_OK : JF_USAGE;
    if (ins)
        ins->k += JF_LITERAL_CHANGE * ins->err;
    if (status == JF_OK)
        status = jf_code_of_typed(&ir, &code);
    jf_ir_clear(&ir);
    if (status == JF_OK)
        *view = (jf_view){.f = {.param = code,
                                .eval = eval,
                                .attach = attach,
                                .detach = detach},
                          .owned = code,
                          .free = free_code};
    return status;
}
