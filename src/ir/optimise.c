/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the passes.  Folding comes again after powers, which leaves
 * constants behind; and so does cse after everything that makes new values. */
#include "ir/ir.h"

jf_status jf_ir_tidy(jf_ir *ir, jf_ir_scalar scalar)
{
    jf_ir_fold(ir, scalar);
    jf_ir_cse(ir);
    jf_ir_dce(ir);
    return ir->nomem ? JF_NOMEM : JF_OK;
}

jf_status jf_ir_optimise(jf_ir *ir, jf_ir_scalar scalar)
{
    jf_ir_fold(ir, scalar);
    jf_ir_cse(ir);
    jf_ir_cancel(ir);
    jf_ir_cse(ir);
    jf_ir_dce(ir);
    jf_ir_horner(ir);
    jf_ir_powers(ir);
    jf_ir_fold(ir, scalar);
    jf_ir_cse(ir);
    jf_ir_dce(ir); // dead users would keep products from being contracted
    jf_ir_contract(ir);
    jf_ir_cse(ir);
    jf_ir_dce(ir);
    return ir->nomem ? JF_NOMEM : JF_OK;
}
