/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Common subexpressions: equal operations on equal operands become one, found
 * by hashing (value numbering).  a+b and b+a are equal: IEEE addition and
 * multiplication commute.  The value does not change.  -0 and +0 are different
 * constants. */
#include "ir/ir.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct table {
    jf_ref *slot; // reference + 1, 0: free
    size_t mask;
} table;

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static uint64_t hash(const jf_ir *ir, const jf_ins *ins)
{
    uint64_t h = mix((uint64_t)ins->op, bits_of(ins->k));

    for (int k = 0; k < 3; k++)
        h = mix(h, (uint64_t)ins->operand[k]);
    for (int k = 0; k < ins->ncoef; k++)
        h = mix(h, bits_of(ir->coef[ins->coef + k]));
    return h;
}

static bool equal(const jf_ir *ir, const jf_ins *a, const jf_ins *b)
{
    return a->op == b->op && bits_of(a->k) == bits_of(b->k) &&
           a->err == b->err &&
           memcmp(a->operand, b->operand, sizeof a->operand) == 0 &&
           a->ncoef == b->ncoef &&
           (a->ncoef == 0 || memcmp(ir->coef + a->coef, ir->coef + b->coef,
                                    (size_t)a->ncoef * sizeof *ir->coef) == 0);
}

static bool commutes(jf_op op)
{
    return op == JF_OP_ADD || op == JF_OP_MUL || op == JF_OP_EQ ||
           op == JF_OP_NE || op == JF_OP_FMA || op == JF_OP_FMS ||
           op == JF_OP_FNMA;
}

// Appends the operation, or finds the equal one that is there already.
static jf_ref share(jf_ir *out, const jf_ir *in, jf_ref old,
                    const jf_ref operand[3], void *param)
{
    const table *const seen = param;
    const bool swap = commutes(in->ins[old].op) && operand[0] > operand[1];
    const jf_ref sorted[3] = {operand[swap], operand[!swap], operand[2]};
    const jf_ref fresh = jf_ir_copy(out, in, old, sorted);

    if (out->nomem)
        return fresh;
    size_t i = (size_t)hash(out, &out->ins[fresh]) & seen->mask;
    for (; seen->slot[i]; i = (i + 1) & seen->mask) {
        const jf_ref there = seen->slot[i] - 1;
        if (equal(out, &out->ins[there], &out->ins[fresh])) {
            out->nins--; // fresh is the last one
            out->ncoef -= out->ins[fresh].ncoef;
            return there;
        }
    }
    seen->slot[i] = fresh + 1;
    return fresh;
}

void jf_ir_cse(jf_ir *ir)
{
    table seen = {.mask = 15};

    while (seen.mask < 2 * (size_t)ir->nins)
        seen.mask = 2 * seen.mask + 1;
    seen.slot = calloc(seen.mask + 1, sizeof *seen.slot);
    if (seen.slot)
        jf_ir_rewrite(ir, share, &seen);
    else
        ir->nomem = true;
    free(seen.slot);
}
