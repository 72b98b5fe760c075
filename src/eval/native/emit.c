/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The function: for each block, for each segment, for each four vectors.
 *
 * Four vectors at a time: interleaved step by step if the registers hold four
 * copies of the program (fit.c), else as two pairs, else one by one.  Copies
 * hide the latency of chains; what is left the CPU hides by itself.
 *
 * Where a guard fails (newton.c), a group is started again in a second version
 * of the program: nothing has been stored or summed by then.
 *
 * Integer registers: rbx the frame, rbp its pool, rax the frame plus the place
 * in the block, rcx turns left; r12 blocks left, r13 their starts, r14 the
 * lanes. */
#include "eval/native/emit.h"

#include <stdint.h>

/* As JF_KERNEL_ABI says: no vector register has to be given back. */
static const int argument[4] = {JF_RDI, JF_RSI, JF_RDX, JF_RCX};
static const int saved[] = {JF_RBX, JF_RBP, JF_R12, JF_R13, JF_R14};
enum { NSAVED = sizeof saved / sizeof *saved };
enum { FRAME = JF_RBX, POOL = JF_RBP, CURSOR = JF_RAX, TURNS = JF_RCX };
enum { BLOCKS = JF_R12, STARTS = JF_R13, LANES = JF_R14 };
enum { GUARD = 1, FIRST_MASK = 2 }; // k registers

static int width(const jf_emit *e) // of a vector, in bytes
{
    return e->x86.wide ? 64 : 32;
}

/* Four vectors of a turn are, with AVX-512, two of the first half of the block
 * and two of the second, else four of the half under way: one for each vector
 * of lanes. */
enum { TURN = JF_LANES * (int)sizeof(double) };

static int place_of(const jf_emit *e, int vector)
{
    const int half = JF_LANES_HALF * (int)sizeof(double);

    return e->x86.wide ? vector / 2 * half + vector % 2 * width(e)
                       : vector * width(e);
}

static const jf_x86_args plain = {.mask = 0, .imm = -1};

static void load_store(jf_emit *e, jf_x86_op op, int reg, int base, int disp)
{
    jf_x86_args a = plain;

    a.d = reg;
    a.r = -1;
    a.base = base;
    a.disp = disp;
    jf_x86_vector(&e->x86, op, &a);
}

// ---- the function

// vzeroupper: the kernels may hold code of older kinds.
static void zero_upper(jf_emit *e)
{
    jf_x86_bytes(&e->x86, 3, (const uint8_t[]){0xC5, 0xF8, 0x77});
}

static int lanes_of(const jf_emit *e, int vector)
{
    return e->half * TURN + vector * width(e);
}

static void move_lanes(jf_emit *e, jf_x86_op op)
{
    for (int i = 0; i < e->nlanes; i++)
        load_store(e, op, e->reg[i], LANES, lanes_of(e, i));
}

size_t jf_emit_begin(jf_emit *e)
{
    static const uint8_t endbr64[] = {0xF3, 0x0F, 0x1E, 0xFA};
    static const int home[4] = {FRAME, BLOCKS, STARTS, LANES};

    for (int i = 0; i < 32; i++)
        e->reg[i] = i;
    jf_x86_bytes(&e->x86, 4, endbr64);
    // five registers and the return address: the stack is at 16 again
    for (int i = 0; i < NSAVED; i++)
        jf_x86_push(&e->x86, saved[i]);
    for (int i = 0; i < 4; i++)
        jf_x86_move(&e->x86, home[i], argument[i]);
    jf_x86_lea(&e->x86, POOL, FRAME, e->layout->pool);
    e->half = 0;
    e->nlanes = JF_EMIT_VECTORS;
    if (e->single)
        move_lanes(e, JF_X86_LOAD);
    return e->x86.n;
}

void jf_emit_end(jf_emit *e, size_t begin)
{
    jf_x86_add(&e->x86, STARTS, sizeof(double));
    jf_x86_add(&e->x86, BLOCKS, -1);
    jf_x86_jump_back(&e->x86, JF_NOT_ZERO, begin);
    if (e->single)
        move_lanes(e, JF_X86_STORE);
    zero_upper(e);
    for (int i = NSAVED; i-- > 0;)
        jf_x86_pop(&e->x86, saved[i]);
    jf_x86_byte(&e->x86, 0xC3);
}

void jf_emit_call(jf_emit *e, jf_kernel kernel, int args, bool first)
{
    if (first)
        zero_upper(e);
    jf_x86_move_imm(&e->x86, argument[0], JF_BLOCK);
    jf_x86_lea(&e->x86, argument[1], FRAME, args);
    jf_x86_move_imm(&e->x86, JF_RAX, (uintptr_t)kernel);
    jf_x86_call(&e->x86, JF_RAX);
}

// ---- instructions

// `vector` is the number within the turn, its copy that within the group.
static int copy_of(const jf_emit *e, int vector)
{
    return vector % e->copies;
}

static int slot_register(const jf_emit *e, int slot, int vector)
{
    return e->reg[e->nfixed + slot * e->copies + copy_of(e, vector)];
}

// Those that hold one thing throughout a segment come after the lanes.
static int fixed_register(const jf_emit *e, int n)
{
    return e->reg[e->nlanes + n];
}

static int register_of(const jf_emit *e, jf_operand o, int vector)
{
    switch (o.kind) {
    case JF_OPERAND_SLOT:
        return slot_register(e, o.n, vector);
    case JF_OPERAND_FIXED:
        return fixed_register(e, o.n);
    case JF_OPERAND_LANES:
        return e->reg[vector];
    case JF_OPERAND_MASK:
        return FIRST_MASK + copy_of(e, vector);
    case JF_OPERAND_GUARD:
        return GUARD;
    default:
        return 0;
    }
}

static void set_memory(const jf_emit *e, jf_x86_args *a, jf_operand o,
                       bool broadcast, int vector)
{
    a->r = -1;
    switch (o.kind) {
    case JF_OPERAND_CONST:
        a->base = POOL;
        a->disp = o.n;
        a->broadcast = broadcast;
        break;
    case JF_OPERAND_BLOCK:
        a->base = CURSOR;
        a->disp = o.n + place_of(e, vector);
        break;
    case JF_OPERAND_SPILL:
        a->base = FRAME;
        a->disp = o.n + copy_of(e, vector) * width(e);
        break;
    case JF_OPERAND_LANES: // as memory, if at all
        a->base = LANES;
        a->disp = lanes_of(e, vector);
        break;
    default:
        a->r = register_of(e, o, vector);
    }
}

static int partner(int vector)
{
    return vector ^ 1;
}

static void put_ins(jf_emit *e, const jf_vec_ins *ins, int vector)
{
    jf_x86_args a = {
        .d = register_of(e, ins->d, vector),
        .s = register_of(e, ins->s, vector),
        .imm = ins->imm,
        .opcode_change = ins->change,
    };
    const jf_operand mask = {ins->mask, 0};

    if (ins->other & JF_OTHER_A)
        a.s = register_of(e, ins->s, partner(vector));
    set_memory(e, &a, ins->r, e->x86.wide && ins->op != JF_X86_BROADCAST,
               ins->other & JF_OTHER_B ? partner(vector) : vector);
    if (ins->mask != JF_OPERAND_NONE) {
        a.mask = register_of(e, mask, vector);
        a.zero = ins->op == JF_X86_BROADCAST;
    }
    if (ins->op == JF_X86_BLENDV)
        a.imm = slot_register(e, ins->imm, vector) << 4;
    jf_x86_vector(&e->x86, (jf_x86_op)ins->op, &a);
}

// ---- groups

static bool divides(const jf_emit *e, int vector)
{
    return vector < e->ndivider;
}

static bool has_to_do(const jf_vec_ins *ins, int vector, bool divider)
{
    const int half = vector % 2 ? JF_SECOND : JF_FIRST;

    return ins->when == JF_ALL ||
           (divider ? ins->when == JF_DIVIDER
                    : ins->when == JF_NEWTON || ins->when == half);
}

// Instructions `from` to `to`, for the vectors of the group that begins with
// `vector`; all with the divider, or as it was decided.
static void put_range(jf_emit *e, int from, int to, int vector, bool divider)
{
    for (int i = from; i < to; i++) {
        const jf_vec_ins *const ins = &e->alloc.ins[i];
        for (int k = vector; k < vector + e->copies; k++) {
            if (has_to_do(ins, k, divider || divides(e, k)))
                put_ins(e, ins, k);
        }
    }
}

static void broadcast(jf_emit *e, int fixed, int base, int disp)
{
    load_store(e, JF_X86_BROADCAST, fixed_register(e, fixed), base, disp);
}

static void open_mask(jf_emit *e, const jf_vec *v)
{
    static const uint8_t kxnorb_k1[] = {0xC5, 0xF5, 0x46, 0xC9};

    jf_x86_bytes(&e->x86, 4, kxnorb_k1);
    if (v->ranged) {
        broadcast(e, JF_FIXED_LEAST, POOL, v->value[v->large].offset);
        broadcast(e, JF_FIXED_MOST, POOL, v->value[v->small].offset);
    }
}

static void check_limit(jf_emit *e, int fixed, int offset, int test)
{
    const jf_vec_ins ins = {
        .op = JF_X86_CMP,
        .mask = JF_OPERAND_GUARD,
        .imm = (int16_t)test,
        .d = {JF_OPERAND_GUARD, 0},
        .s = {JF_OPERAND_FIXED, fixed},
        .r = {JF_OPERAND_CONST, offset},
    };

    put_ins(e, &ins, 0);
}

static size_t close_mask(jf_emit *e, const jf_vec *v)
{
    enum { LE = 18, GE = 29 };
    static const uint8_t kortestb_k1[] = {0xC5, 0xF9, 0x98, 0xC9};

    if (v->ranged) {
        check_limit(e, JF_FIXED_LEAST, v->value[v->small].offset, GE);
        check_limit(e, JF_FIXED_MOST, v->value[v->large].offset, LE);
    }
    jf_x86_bytes(&e->x86, 4, kortestb_k1);
    return jf_x86_jump(&e->x86, JF_CARRY_CLEAR);
}

// With AVX2 there are no masks: the greatest of what is watched, of each kind.
static void put_watch(jf_emit *e, const jf_vec *v, jf_x86_op op)
{
    int fixed = JF_FIXED_LEAST;

    for (int kind = 0; kind < 2; kind++)
        if (v->watched[kind]) {
            jf_x86_args a = plain;
            a.d = a.s = fixed_register(e, fixed++);
            a.r = -1;
            a.base = POOL;
            a.disp = v->limit[kind];
            if (op == JF_X86_LOAD)
                a.s = 0;
            jf_x86_vector(&e->x86, op, &a);
        }
}

static size_t close_watch(jf_emit *e, const jf_vec *v)
{
    jf_x86_args a = plain;

    put_watch(e, v, JF_X86_GTD);
    a.d = a.s = fixed_register(e, JF_FIXED_LEAST);
    a.r = fixed_register(e, JF_FIXED_MOST);
    if (v->watched[0] && v->watched[1])
        jf_x86_vector(&e->x86, JF_X86_OR, &a);
    a.s = 0;
    a.r = a.d;
    jf_x86_vector(&e->x86, JF_X86_ANYBIT, &a);
    return jf_x86_jump(&e->x86, JF_NOT_ZERO);
}

static void open_guard(jf_emit *e, const jf_vec *v)
{
    if (v->wide)
        open_mask(e, v);
    else
        put_watch(e, v, JF_X86_LOAD);
}

// Jumps when something is wrong; returns the jump.
static size_t close_guard(jf_emit *e, const jf_vec *v)
{
    return v->wide ? close_mask(e, v) : close_watch(e, v);
}

// What a group that was left has to do, and where it comes back.
typedef struct detour {
    size_t jump, back;
    int vector;
} detour;

static void put_group(jf_emit *e, const jf_vec *v, int vector, detour *way)
{
    const jf_alloc *const al = &e->alloc;
    const bool guarded = v->guarded && vector + e->copies > e->ndivider;

    way->jump = 0;
    if (guarded)
        open_guard(e, v);
    put_range(e, 0, al->tail, vector, false);
    if (guarded)
        way->jump = close_guard(e, v);
    put_range(e, al->tail, al->n, vector, false);
    way->vector = vector;
    way->back = e->x86.n;
}

static void put_detours(jf_emit *e, const detour *detours, int n)
{
    const size_t over = jf_x86_jump(&e->x86, JF_ALWAYS);

    for (int i = 0; i < n; i++)
        if (detours[i].jump) {
            jf_x86_land(&e->x86, detours[i].jump);
            put_range(e, 0, e->alloc.n, detours[i].vector, true);
            jf_x86_jump_back(&e->x86, JF_ALWAYS, detours[i].back);
        }
    jf_x86_land(&e->x86, over);
}

// ---- segments

static void prepare_registers(jf_emit *e, const jf_vec *v)
{
    if (v->x >= 0) {
        broadcast(e, JF_FIXED_STEP, FRAME, e->layout->step);
        broadcast(e, JF_FIXED_START, STARTS, 0);
    }
    for (int i = 0; i < e->nheld; i++)
        load_store(e, JF_X86_LOAD, fixed_register(e, e->first_held + i), POOL,
                   e->held[i]);
    jf_x86_move(&e->x86, CURSOR, FRAME);
}

static void put_loop(jf_emit *e, const jf_vec *v, int turns)
{
    detour detours[JF_EMIT_VECTORS];
    int n = 0;

    jf_x86_move_imm(&e->x86, TURNS, (uint64_t)turns);
    const size_t loop = e->x86.n;
    for (int i = 0; i < JF_EMIT_VECTORS; i += e->copies)
        put_group(e, v, i, &detours[n++]);
    jf_x86_add(&e->x86, CURSOR, TURN);
    jf_x86_add(&e->x86, TURNS, -1);
    jf_x86_jump_back(&e->x86, JF_NOT_ZERO, loop);
    if (v->guarded && e->ndivider < JF_EMIT_VECTORS)
        put_detours(e, detours, n);
}

bool jf_emit_segment(jf_emit *e, jf_vec *v, bool last)
{
    const int halves = e->x86.wide ? 1 : 2; // to go through one by one
    const int turns = JF_BLOCK / JF_LANES / (e->x86.wide ? 2 : 1);

    if (v->failed || !jf_emit_fit(e, v, last))
        return false;
    prepare_registers(e, v);
    if (!last || e->single) {
        put_loop(e, v, turns);
        return !e->x86.full;
    }
    for (e->half = 0; e->half < halves; e->half++) {
        move_lanes(e, JF_X86_LOAD);
        put_loop(e, v, turns / halves);
        move_lanes(e, JF_X86_STORE);
    }
    return !e->x86.full;
}
