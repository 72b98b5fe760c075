/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dead code: operations that the result does not need are dropped.
 * The value does not change. */
#include "ir/ir.h"

#include <stdlib.h>

// One sweep from the end: a user stands below its operands.
static void mark(const jf_ir *ir, char *live)
{
    live[ir->result] = 1;
    for (int i = ir->nins - 1; i >= 0; i--) {
        const jf_ins *const ins = &ir->ins[i];
        for (int k = 0; live[i] && k < jf_op_operands(ins->op); k++)
            live[ins->operand[k]] = 1;
    }
}

static jf_ref keep_live(jf_ir *out, const jf_ir *in, jf_ref old,
                        const jf_ref operand[3], void *param)
{
    const char *const live = param;

    return live[old] ? jf_ir_copy(out, in, old, operand) : 0;
}

void jf_ir_dce(jf_ir *ir)
{
    char *const live = calloc((size_t)ir->nins + 1, 1);

    if (!live || ir->nomem) {
        ir->nomem = true;
    } else {
        mark(ir, live);
        jf_ir_rewrite(ir, keep_live, live);
    }
    free(live);
}
