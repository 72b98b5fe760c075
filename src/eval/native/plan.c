/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations are put as late as the longest chain of calls lets them: then
 * there are as few segments as can be, what is used late needs no block, and
 * abscissae are made anew rather than kept.
 *
 * Blocks are handed out in the order of events (the calls before a segment,
 * one after the other, then the segment); one is free again after the event
 * that reads it last, and that event may write to it: kernels and segments
 * read a vector before they write it. */
#include "eval/native/plan.h"

#include <stdlib.h>
#include <string.h>

bool jf_plan_is_call(const jf_plan *plan, int i)
{
    return (int)plan->ir->ins[i].op >= JF_OP_FIRST_FUNCTION;
}

static jf_op op_of(const jf_plan *p, int i)
{
    return p->ir->ins[i].op;
}

// The longest chain of calls down to the result.
static int count_calls(const jf_plan *p, int *depth)
{
    for (int i = 0; i <= p->ir->result; i++) {
        const jf_ins *const ins = &p->ir->ins[i];
        depth[i] = 0;
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            if (depth[ins->operand[k]] > depth[i])
                depth[i] = depth[ins->operand[k]];
        depth[i] += jf_plan_is_call(p, i);
    }
    return depth[p->ir->result];
}

static void place_operations(jf_plan *p)
{
    for (int i = 0; i < p->ir->nins; i++)
        p->place[i] = JF_PLAN_NOWHERE;
    p->place[p->ir->result] = p->nsegment - 1;
    for (int i = p->ir->result; i >= 0; i--) {
        const jf_ins *const ins = &p->ir->ins[i];
        if (p->place[i] == JF_PLAN_NOWHERE)
            continue;
        const int latest = p->place[i] - jf_plan_is_call(p, i);
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            if (p->place[ins->operand[k]] > latest)
                p->place[ins->operand[k]] = latest;
    }
}

// A sine and a cosine of one value are one call, where the first is wanted.
static void join_partners(jf_plan *p)
{
    for (int i = 0; i <= p->ir->result; i++) {
        const jf_ref other = jf_ir_partner(p->ir, i);
        if (other >= 0 && p->place[i] != JF_PLAN_NOWHERE &&
            p->place[other] < p->place[i])
            p->place[i] = p->place[other];
    }
}

// Events: calls before segment s, in order, then s itself.
static int event_of(const jf_plan *p, int segment, int call)
{
    return (segment + 1) * (p->ir->nins + 1) - (call < 0 ? 0 : p->ir->nins) +
           (call < 0 ? 0 : call);
}

static int reader(const jf_plan *p, int user)
{
    return jf_plan_is_call(p, user) ? event_of(p, p->place[user], user)
                                    : event_of(p, p->place[user], -1);
}

// The last event that reads each value from a block, or -1.
static void find_last_reads(const jf_plan *p, int *last)
{
    for (int i = 0; i <= p->ir->result; i++)
        last[i] = -1;
    for (int i = 0; i <= p->ir->result; i++) {
        const jf_ins *const ins = &p->ir->ins[i];
        if (p->place[i] == JF_PLAN_NOWHERE)
            continue;
        for (int k = 0; k < jf_op_operands(ins->op); k++) {
            const int r = ins->operand[k];
            const bool crosses = jf_plan_is_call(p, i) ||
                                 jf_plan_is_call(p, r) ||
                                 p->place[r] < p->place[i];
            if (crosses && reader(p, i) > last[r])
                last[r] = reader(p, i);
        }
    }
    if (jf_plan_is_call(p, p->ir->result))
        last[p->ir->result] = event_of(p, p->nsegment - 1, -1);
}

// Abscissae are stored for calls alone, and where the first one needs them.
static void place_variable(jf_plan *p, int i, int *last)
{
    int first = JF_PLAN_NOWHERE;

    for (int u = i + 1; u <= p->ir->result; u++) {
        const jf_ins *const ins = &p->ir->ins[u];
        if (p->place[u] == JF_PLAN_NOWHERE || !jf_plan_is_call(p, u))
            continue;
        for (int k = 0; k < jf_op_operands(ins->op); k++)
            if (ins->operand[k] == i && p->place[u] - 1 < first)
                first = p->place[u] - 1;
    }
    p->place[i] = first;
    if (first == JF_PLAN_NOWHERE)
        last[i] = -1;
}

static int take_block(jf_plan *p, int *busy, int from, int until)
{
    int b = 0;

    while (b < p->nblock && busy[b] > from)
        b++;
    if (b == p->nblock)
        p->nblock++;
    busy[b] = until;
    return b;
}

static void add_fill(jf_plan *p, int i)
{
    if (p->block[i] >= 0)
        return;
    p->block[i] = p->nblock++;
    p->fill[p->nfill++] = (jf_plan_fill){p->block[i], p->ir->ins[i].k};
}

// Blocks of constants are busy for good.
static void fill_constants(jf_plan *p, int *busy)
{
    for (int i = 0; i <= p->ir->result; i++)
        for (int k = 0; k < jf_op_operands(op_of(p, i)); k++) {
            const int r = p->ir->ins[i].operand[k];
            if (p->place[i] != JF_PLAN_NOWHERE && jf_plan_is_call(p, i) &&
                op_of(p, r) == JF_OP_CONST)
                add_fill(p, r);
        }
    for (int b = 0; b < p->nblock; b++)
        busy[b] = INT32_MAX;
}

static void add_call(jf_plan *p, int i, const jf_kernels *kernels, int *busy,
                     int last)
{
    const jf_ins *const ins = &p->ir->ins[i];
    jf_plan_call *const call = &p->call[p->ncall++];

    *call =
        (jf_plan_call){.segment = p->place[i], .kernel = kernels->op[ins->op]};
    for (int k = 0; k < jf_op_operands(ins->op); k++)
        call->operand[k] = p->block[ins->operand[k]];
    call->d = p->block[i] =
        take_block(p, busy, event_of(p, p->place[i], i), last);
}

static void add_pair(jf_plan *p, int i, int partner, jf_kernel sincos,
                     int *busy, const int *last)
{
    const bool sine = op_of(p, i) == JF_OP_SIN;
    const int event = event_of(p, p->place[i], i);

    p->block[i] = take_block(p, busy, event, last[i]);
    p->block[partner] = take_block(p, busy, event, last[partner]);
    p->call[p->ncall++] = (jf_plan_call){
        .segment = p->place[i],
        .kernel = sincos,
        .d = p->block[sine ? i : partner],
        .d2 = p->block[sine ? partner : i],
        .operand = {p->block[p->ir->ins[i].operand[0]]},
    };
}

static void add_calls(jf_plan *p, int segment, jf_isa isa, int *busy,
                      const int *last)
{
    for (int i = 0; i <= p->ir->result; i++) {
        if (p->place[i] != segment || !jf_plan_is_call(p, i) ||
            p->block[i] >= 0)
            continue;
        const jf_ref partner = jf_ir_partner(p->ir, i);
        if (partner >= 0 && p->place[partner] == segment)
            add_pair(p, i, partner, jf_fused_of(isa)->sincos, busy, last);
        else
            add_call(p, i, jf_kernels_of(isa), busy, last[i]);
    }
}

static void place_blocks(jf_plan *p, jf_isa isa, int *busy, const int *last)
{
    for (int s = 0; s < p->nsegment; s++) {
        add_calls(p, s, isa, busy, last);
        for (int i = 0; i <= p->ir->result; i++)
            if (p->place[i] == s && !jf_plan_is_call(p, i) && last[i] >= 0 &&
                op_of(p, i) != JF_OP_CONST)
                p->block[i] = take_block(p, busy, event_of(p, s, -1), last[i]);
    }
}

bool jf_plan_init(jf_plan *p, const jf_ir *ir, jf_isa isa)
{
    const size_t n = (size_t)ir->nins;
    int *const work =
        calloc(n, 4 * sizeof(int) + sizeof *p->call + sizeof *p->fill);

    *p = (jf_plan){.ir = ir, .memory = work};
    if (!work)
        return false;
    p->fill = (jf_plan_fill *)work; // the strictest alignment first
    p->call = (jf_plan_call *)(p->fill + n);
    p->place = (int *)(p->call + n);
    p->block = p->place + n;
    int *const last = p->block + n, *const busy = last + n;
    for (size_t i = 0; i < n; i++)
        p->block[i] = -1;
    p->nsegment = count_calls(p, last) + 1;
    place_operations(p);
    join_partners(p);
    find_last_reads(p, last);
    for (int i = 0; i <= ir->result; i++)
        if (op_of(p, i) == JF_OP_VAR)
            place_variable(p, i, last);
    fill_constants(p, busy);
    place_blocks(p, isa, busy, last);
    return true;
}

void jf_plan_clear(jf_plan *plan)
{
    free(plan->memory);
}
