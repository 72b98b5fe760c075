/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scan over the steps that hands out slots.  A value leaves its slot after
 * its last use; when none is free, the one whose next use is farthest goes to
 * memory [Belady1966].  Constants and blocks have a place in memory anyway and
 * are read from there, as operands, as long as an instruction can: it costs
 * nothing on the ports that bind. */
#include "eval/native/alloc.h"

static jf_vec_value *value_of(jf_alloc *al, int value)
{
    return &al->v->value[value];
}

static jf_vec_ins *put(jf_alloc *al, jf_x86_op op)
{
    if (al->n == JF_VEC_INS) {
        al->v->failed = true;
        al->n = 0; // what is written from here on is not used
    }
    jf_vec_ins *const ins = &al->ins[al->n++];
    *ins = (jf_vec_ins){.op = (uint8_t)op, .imm = -1};
    return ins;
}

// ---- uses

static bool reads(const jf_vec_step *s, int value)
{
    return s->a == value || s->b == value || s->c == value || s->d == value;
}

static void find_last_uses(jf_vec *v)
{
    for (int i = 0; i < v->nvalue; i++) {
        v->value[i].last_use = v->value[i].slot = -1;
        if (v->value[i].home == JF_HOME_SPILL)
            v->value[i].home = JF_HOME_NONE;
    }
    for (int i = 0; i < v->nstep; i++) {
        const jf_vec_step *const s = &v->step[i];
        const int used[4] = {s->a, s->b, s->c, s->d};
        for (int k = 0; k < 4; k++)
            if (used[k] >= 0)
                v->value[used[k]].last_use = i;
    }
}

static int next_use(const jf_alloc *al, int value)
{
    int i = al->step + 1;

    while (i < al->v->nstep && !reads(&al->v->step[i], value))
        i++;
    return i;
}

// ---- slots

static jf_operand slot_operand(int slot)
{
    return (jf_operand){JF_OPERAND_SLOT, slot};
}

static jf_operand memory_operand(const jf_vec_value *value)
{
    const int kind = value->home == JF_HOME_CONST   ? JF_OPERAND_CONST
                     : value->home == JF_HOME_BLOCK ? JF_OPERAND_BLOCK
                                                    : JF_OPERAND_SPILL;

    return (jf_operand){kind, value->offset};
}

static void spill(jf_alloc *al, int slot)
{
    jf_vec_value *const value = value_of(al, al->owner[slot]);

    value->slot = -1;
    al->owner[slot] = -1;
    if (value->home != JF_HOME_NONE)
        return;
    if (!al->may_spill || al->nspill == JF_SPILLS_MAX) {
        al->v->failed = true;
        return;
    }
    value->home = JF_HOME_SPILL;
    value->offset = al->spill_offset + al->nspill++ * al->spill_size;
    jf_vec_ins *const ins = put(al, JF_X86_STORE);
    ins->d = slot_operand(slot);
    ins->r = memory_operand(value);
}

// A free slot, made free if need be; pinned until the step ends.
static int take_slot(jf_alloc *al)
{
    int best = -1, farthest = -1;

    for (int i = 0; i < al->nslot; i++) {
        if (al->pinned[i])
            continue;
        const int use =
            al->owner[i] < 0 ? JF_VEC_STEPS + 1 : next_use(al, al->owner[i]);
        if (use > farthest) {
            best = i;
            farthest = use;
        }
    }
    if (best < 0) {
        al->v->failed = true;
        return 0;
    }
    if (al->owner[best] >= 0)
        spill(al, best);
    al->pinned[best] = true;
    return best;
}

static void own(jf_alloc *al, int slot, int value)
{
    al->owner[slot] = value;
    value_of(al, value)->slot = slot;
}

static void load(jf_alloc *al, int slot, jf_operand from)
{
    const bool broadcast = al->v->wide && from.kind == JF_OPERAND_CONST;
    jf_vec_ins *const ins = put(al, broadcast ? JF_X86_BROADCAST : JF_X86_LOAD);

    ins->d = slot_operand(slot);
    ins->r = from;
}

// ---- operands of the step under way

static bool in_register(jf_alloc *al, int value)
{
    return value_of(al, value)->home == JF_HOME_FIXED ||
           value_of(al, value)->slot >= 0;
}

static jf_operand operand(jf_alloc *al, int value)
{
    const jf_vec_value *const it = value_of(al, value);

    if (it->home == JF_HOME_FIXED)
        return (jf_operand){JF_OPERAND_FIXED, it->offset};
    if (it->slot < 0)
        return memory_operand(it);
    al->pinned[it->slot] = true;
    return slot_operand(it->slot);
}

static jf_operand register_operand(jf_alloc *al, int value)
{
    if (!in_register(al, value)) {
        const int slot = take_slot(al);
        load(al, slot, memory_operand(value_of(al, value)));
        own(al, slot, value);
    }
    return operand(al, value);
}

// Pins what is in slots, so that fetching one operand does not evict another.
static void pin_operands(jf_alloc *al, const jf_vec_step *s)
{
    const int used[4] = {s->a, s->b, s->c, s->d};

    for (int i = 0; i < al->nslot; i++)
        al->pinned[i] = false;
    for (int k = 0; k < 4; k++)
        if (used[k] >= 0 && value_of(al, used[k])->slot >= 0)
            al->pinned[value_of(al, used[k])->slot] = true;
}

static bool dies(jf_alloc *al, int value)
{
    const jf_vec_value *const it = value_of(al, value);

    return it->slot >= 0 && it->last_use == al->step;
}

static void release(jf_alloc *al, int value)
{
    if (value < 0 || !dies(al, value))
        return;
    const int slot = value_of(al, value)->slot;
    al->owner[slot] = -1;
    al->pinned[slot] = false;
    value_of(al, value)->slot = -1;
}

static void release_operands(jf_alloc *al, const jf_vec_step *s)
{
    release(al, s->a);
    release(al, s->b);
    release(al, s->c);
}

// The slot for the step's value: a new one, or the one that it has already.
static jf_operand result(jf_alloc *al, const jf_vec_step *s)
{
    jf_vec_value *const it = value_of(al, s->d);

    if (it->slot < 0)
        own(al, take_slot(al), s->d);
    it->home = JF_HOME_NONE; // what was spilled is stale
    return slot_operand(it->slot);
}

// ---- forms

static jf_vec_ins *put_step(jf_alloc *al, const jf_vec_step *s)
{
    const jf_vec_row *const row = &jf_vec_rows[s->op];
    jf_vec_ins *const ins = put(al, (jf_x86_op)row->instruction);

    ins->change = row->change;
    ins->when = s->when;
    ins->other = s->other;
    ins->imm = s->imm;
    return ins;
}

// d = op(a, b), b maybe in memory.
static void place_binary(jf_alloc *al, const jf_vec_step *s, bool commuting)
{
    const bool swap =
        commuting && !in_register(al, s->a) && in_register(al, s->b);
    const int first = swap ? s->b : s->a, second = swap ? s->a : s->b;
    const jf_operand a = register_operand(al, first);
    const jf_operand b = operand(al, second);

    release_operands(al, s);
    const jf_operand d = result(al, s);
    jf_vec_ins *const ins = put_step(al, s);
    ins->d = d;
    ins->s = a;
    ins->r = b;
}

static void place_unary(jf_alloc *al, const jf_vec_step *s)
{
    const jf_operand a = operand(al, s->a);

    release_operands(al, s);
    const jf_operand d = result(al, s);
    jf_vec_ins *const ins = put_step(al, s);
    ins->d = d;
    ins->r = a;
}

static void place_blendv(jf_alloc *al, const jf_vec_step *s)
{
    const jf_operand a = register_operand(al, s->a);
    const jf_operand mask = register_operand(al, s->c);
    const jf_operand b = operand(al, s->b);

    release_operands(al, s);
    const jf_operand d = result(al, s);
    jf_vec_ins *const ins = put_step(al, s);
    ins->d = d;
    ins->s = a;
    ins->r = b;
    ins->imm = (int16_t)mask.n; // emit.c makes it the register's number
}

// A slot for the result that holds `value` already: its own, if it is the
// result.
static int overwrite(jf_alloc *al, int value, int d)
{
    if (value == d || dies(al, value)) {
        const int slot = value_of(al, value)->slot;
        value_of(al, value)->slot = -1;
        return slot;
    }
    const jf_operand from = operand(al, value);
    const int slot = take_slot(al);
    if (from.kind == JF_OPERAND_SLOT || from.kind == JF_OPERAND_FIXED) {
        jf_vec_ins *const ins = put(al, JF_X86_MOVE);
        ins->d = slot_operand(slot);
        ins->r = from;
    } else {
        load(al, slot, from);
    }
    return slot;
}

// Of a, b, c the one whose register becomes the result's: the result, or one
// that dies, or one in memory, which has to be loaded anyway; c rather than the
// others.
static int choose_home(jf_alloc *al, const int *v, int d)
{
    static const int order[3] = {2, 0, 1};

    for (int k = 0; k < 3; k++)
        if (v[order[k]] == d)
            return order[k];
    for (int k = 0; k < 3; k++)
        if (dies(al, v[order[k]]))
            return order[k];
    for (int k = 0; k < 3; k++)
        if (!in_register(al, v[order[k]]))
            return order[k];
    return 2;
}

// a*b + c, where one of the three is overwritten and one may be in memory.
static void place_fused(jf_alloc *al, const jf_vec_step *s)
{
    const int v[3] = {s->a, s->b, s->c};
    const int home = choose_home(al, v, s->d);
    int first = home == 0 ? 1 : 0, second = home == 2 ? 1 : 2;

    if (!in_register(al, v[first])) { // the second may be in memory
        if (in_register(al, v[second])) {
            const int t = first;
            first = second;
            second = t;
        } else {
            register_operand(al, v[first]);
        }
    }
    const jf_operand a = operand(al, v[first]), b = operand(al, v[second]);
    const int slot = overwrite(al, v[home], s->d);
    release_operands(al, s);
    al->pinned[slot] = true;
    own(al, slot, s->d);
    jf_vec_ins *const ins = put_step(al, s);
    ins->op = home == 2     ? JF_X86_FMA231  // d = a*b + d
              : second == 2 ? JF_X86_FMA213  // d = a*d + c
                            : JF_X86_FMA132; // d = d*b + c
    ins->d = slot_operand(slot);
    ins->s = a;
    ins->r = b;
}

static void place_ternary(jf_alloc *al, const jf_vec_step *s)
{
    const jf_operand b = register_operand(al, s->b);
    const jf_operand c = operand(al, s->c);
    const int slot = overwrite(al, s->a, s->d);

    release_operands(al, s);
    al->pinned[slot] = true;
    own(al, slot, s->d);
    jf_vec_ins *const ins = put_step(al, s);
    ins->d = slot_operand(slot);
    ins->s = b;
    ins->r = c;
}

// Comparisons and tests that set a mask.
static void place_mask(jf_alloc *al, const jf_vec_step *s, int kind)
{
    const jf_operand a = register_operand(al, s->a);
    const jf_operand b = operand(al, s->b);
    jf_vec_ins *const ins = put_step(al, s);

    ins->d.kind = kind;
    ins->s = a;
    ins->r = b;
    ins->mask = kind == JF_OPERAND_GUARD ? JF_OPERAND_GUARD : JF_OPERAND_NONE;
    release_operands(al, s);
}

static int guard_register(const jf_vec *v, jf_vec_op op)
{
    const bool second =
        op == JF_VEC_MOST || (op == JF_VEC_WATCH_ROOT && v->watched[0]);

    return second ? JF_FIXED_MOST : JF_FIXED_LEAST;
}

static void place_range(jf_alloc *al, const jf_vec_step *s)
{
    const jf_operand a = operand(al, s->a);
    jf_vec_ins *const ins = put_step(al, s);

    ins->d.kind = ins->s.kind = JF_OPERAND_FIXED;
    ins->d.n = ins->s.n = guard_register(al->v, (jf_vec_op)s->op);
    ins->r = a;
    release_operands(al, s);
}

static void place_store(jf_alloc *al, const jf_vec_step *s)
{
    const jf_operand a = register_operand(al, s->a);
    jf_vec_ins *const ins = put_step(al, s);

    ins->d = a;
    ins->r = memory_operand(value_of(al, s->b));
    release_operands(al, s);
}

// To and from memory, if registers are scarce.
static void move_sum(jf_alloc *al, jf_x86_op op, jf_operand t)
{
    if (al->sum_in_memory) {
        jf_vec_ins *const ins = put(al, op);
        ins->d = t;
        ins->r.kind = JF_OPERAND_LANES;
    }
}

static void place_sum(jf_alloc *al, const jf_vec_step *s)
{
    const bool product = s->op == JF_VEC_SUM_PRODUCT;
    const jf_operand a =
        product ? register_operand(al, s->a) : operand(al, s->a);
    const jf_operand b = product ? operand(al, s->b) : a;
    const jf_operand lanes = {JF_OPERAND_LANES, 0};
    const jf_operand t =
        al->sum_in_memory ? slot_operand(take_slot(al)) : lanes;

    move_sum(al, JF_X86_LOAD, t);
    jf_vec_ins *const ins = put_step(al, s);
    ins->d = t;
    ins->s = product ? a : t;
    ins->r = b;
    move_sum(al, JF_X86_STORE, t);
    release_operands(al, s);
}

static void place_step(jf_alloc *al, const jf_vec_step *s)
{
    const int form = jf_vec_rows[s->op].form;

    switch (form) {
    case JF_FORM_BINARY:
    case JF_FORM_COMMUTING:
    case JF_FORM_MASKED:
        place_binary(al, s, form == JF_FORM_COMMUTING);
        break;
    case JF_FORM_UNARY:
    case JF_FORM_PICK:
        place_unary(al, s);
        break;
    case JF_FORM_FUSED:
        place_fused(al, s);
        break;
    case JF_FORM_BLENDV:
        place_blendv(al, s);
        break;
    case JF_FORM_TERNARY:
        place_ternary(al, s);
        break;
    case JF_FORM_MASK:
        place_mask(al, s, JF_OPERAND_MASK);
        break;
    case JF_FORM_GUARD:
        place_mask(al, s, JF_OPERAND_GUARD);
        break;
    case JF_FORM_RANGE:
        place_range(al, s);
        break;
    case JF_FORM_STORE:
        place_store(al, s);
        break;
    default:
        place_sum(al, s);
    }
    if (form == JF_FORM_MASKED || form == JF_FORM_PICK)
        al->ins[al->n - 1].mask = JF_OPERAND_MASK;
}

bool jf_alloc_run(jf_alloc *al)
{
    jf_vec *const v = al->v;

    find_last_uses(v);
    al->n = al->nspill = 0;
    al->tail = -1;
    for (int i = 0; i < al->nslot; i++)
        al->owner[i] = -1;
    for (int i = 0; i < v->nstep && !v->failed; i++) {
        const jf_vec_step *const s = &v->step[i];
        al->step = i;
        if (al->tail < 0 && jf_vec_rows[s->op].form >= JF_FORM_STORE)
            al->tail = al->n;
        pin_operands(al, s);
        place_step(al, s);
        if (s->d >= 0)
            release(al, s->d); // nobody reads it
    }
    return !v->failed;
}
