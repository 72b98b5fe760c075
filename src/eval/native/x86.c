/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encodings of [Intel2023], volume 2, chapter 2. */
#include "eval/native/x86.h"

#include <string.h>

typedef enum form { N, T, S, H } form;

static const struct row {
    uint8_t prefix, map, opcode, w, form;
} rows[] = {
#define JF_X86(id, prefix, map, opcode, w, form) {prefix, map, opcode, w, form},
#include "eval/native/x86.def"
};

void jf_x86_byte(jf_x86 *e, unsigned byte)
{
    if (e->n < e->size)
        e->code[e->n++] = (uint8_t)byte;
    else
        e->full = true;
}

void jf_x86_bytes(jf_x86 *e, int n, const uint8_t *bytes)
{
    for (int i = 0; i < n; i++)
        jf_x86_byte(e, bytes[i]);
}

static void put32(jf_x86 *e, uint32_t value)
{
    for (int i = 0; i < 32; i += 8)
        jf_x86_byte(e, value >> i & 0xFF);
}

static unsigned bit(int value, int i)
{
    return (unsigned)value >> i & 1;
}

// Prefixes hold the complements of the registers' upper bits.
static unsigned not_bit(int value, int i)
{
    return bit(value, i) ^ 1;
}

static void put_vex(jf_x86 *e, const struct row *row, const jf_x86_args *a)
{
    const unsigned b = a->r < 0 ? not_bit(a->base, 3) : not_bit(a->r, 3);
    const unsigned full = row->form != H;
    const unsigned rest = (~(unsigned)a->s & 15) << 3 | full << 2 | row->prefix;

    if (b && row->map == 1 && !row->w) {
        jf_x86_byte(e, 0xC5);
        jf_x86_byte(e, not_bit(a->d, 3) << 7 | rest);
        return;
    }
    jf_x86_byte(e, 0xC4);
    jf_x86_byte(e, not_bit(a->d, 3) << 7 | 1u << 6 | b << 5 | row->map);
    jf_x86_byte(e, (unsigned)row->w << 7 | rest);
}

static void put_evex(jf_x86 *e, const struct row *row, const jf_x86_args *a)
{
    const unsigned b = a->r < 0 ? not_bit(a->base, 3) : not_bit(a->r, 3);
    const unsigned x = a->r < 0 ? 1 : not_bit(a->r, 4);

    jf_x86_byte(e, 0x62);
    jf_x86_byte(e, not_bit(a->d, 3) << 7 | x << 6 | b << 5 |
                       not_bit(a->d, 4) << 4 | row->map);
    jf_x86_byte(e,
                1u << 7 | (~(unsigned)a->s & 15) << 3 | 1u << 2 | row->prefix);
    jf_x86_byte(e, (unsigned)a->zero << 7 | 2u << 5 |
                       (unsigned)a->broadcast << 4 | not_bit(a->s, 4) << 3 |
                       (unsigned)a->mask);
}

// ModRM and displacement; unit: what a displacement of 8 bits counts.
static void put_memory(jf_x86 *e, int reg, int base, int disp, int unit)
{
    const unsigned low = ((unsigned)reg & 7) << 3 | ((unsigned)base & 7);
    const int small = disp / unit;

    if (disp == 0 && (base & 7) != JF_RBP) {
        jf_x86_byte(e, low);
    } else if (disp % unit == 0 && small >= -128 && small <= 127) {
        jf_x86_byte(e, 0x40 | low);
        jf_x86_byte(e, (unsigned)small & 0xFF);
    } else {
        jf_x86_byte(e, 0x80 | low);
        put32(e, (uint32_t)disp);
    }
}

void jf_x86_vector(jf_x86 *e, jf_x86_op op, const jf_x86_args *a)
{
    const struct row *const row = &rows[op];
    const int unit = !e->wide ? 1 : a->broadcast || row->form == S ? 8 : 64;

    (e->wide ? put_evex : put_vex)(e, row, a);
    jf_x86_byte(e, row->opcode + (unsigned)a->opcode_change);
    if (a->r < 0)
        put_memory(e, a->d, a->base, a->disp, unit);
    else
        jf_x86_byte(e, 0xC0 | ((unsigned)a->d & 7) << 3 | ((unsigned)a->r & 7));
    if (a->imm >= 0)
        jf_x86_byte(e, (unsigned)a->imm);
}

void jf_x86_push(jf_x86 *e, int r)
{
    if (r >= 8)
        jf_x86_byte(e, 0x41);
    jf_x86_byte(e, 0x50 | ((unsigned)r & 7));
}

void jf_x86_pop(jf_x86 *e, int r)
{
    if (r >= 8)
        jf_x86_byte(e, 0x41);
    jf_x86_byte(e, 0x58 | ((unsigned)r & 7));
}

// REX.W with the upper bits of ModRM's registers.
static void put_rex(jf_x86 *e, int reg, int base)
{
    jf_x86_byte(e, 0x48 | bit(reg, 3) << 2 | bit(base, 3));
}

void jf_x86_move(jf_x86 *e, int d, int s)
{
    put_rex(e, s, d);
    jf_x86_byte(e, 0x89);
    jf_x86_byte(e, 0xC0 | ((unsigned)s & 7) << 3 | ((unsigned)d & 7));
}

void jf_x86_move_imm(jf_x86 *e, int d, uint64_t value)
{
    const bool whole = value > UINT32_MAX;

    if (whole)
        put_rex(e, 0, d);
    else if (d >= 8)
        jf_x86_byte(e, 0x41);
    jf_x86_byte(e, 0xB8 | ((unsigned)d & 7));
    put32(e, (uint32_t)value);
    if (whole)
        put32(e, (uint32_t)(value >> 32));
}

void jf_x86_lea(jf_x86 *e, int d, int base, int disp)
{
    put_rex(e, d, base);
    jf_x86_byte(e, 0x8D);
    put_memory(e, d, base, disp, 1);
}

void jf_x86_add(jf_x86 *e, int d, int value)
{
    const bool small = value >= -128 && value <= 127;

    put_rex(e, 0, d);
    jf_x86_byte(e, small ? 0x83 : 0x81);
    jf_x86_byte(e, 0xC0 | ((unsigned)d & 7));
    if (small)
        jf_x86_byte(e, (unsigned)value & 0xFF);
    else
        put32(e, (uint32_t)value);
}

void jf_x86_call(jf_x86 *e, int r)
{
    if (r >= 8)
        jf_x86_byte(e, 0x41);
    jf_x86_byte(e, 0xFF);
    jf_x86_byte(e, 0xD0 | ((unsigned)r & 7));
}

static void put_jump(jf_x86 *e, int condition)
{
    if (condition == JF_ALWAYS) {
        jf_x86_byte(e, 0xE9);
    } else {
        jf_x86_byte(e, 0x0F);
        jf_x86_byte(e, 0x80 | (unsigned)condition);
    }
}

size_t jf_x86_jump(jf_x86 *e, int condition)
{
    put_jump(e, condition);
    put32(e, 0);
    return e->n;
}

// Distances count from the end of the jump, where its last four bytes end.
static void set_distance(jf_x86 *e, size_t jump, size_t target)
{
    const uint32_t distance = (uint32_t)(target - jump);

    for (int i = 0; i < 4 && !e->full; i++)
        e->code[jump - 4 + (size_t)i] = (uint8_t)(distance >> 8 * i);
}

void jf_x86_land(jf_x86 *e, size_t jump)
{
    set_distance(e, jump, e->n);
}

void jf_x86_jump_back(jf_x86 *e, int condition, size_t target)
{
    const size_t jump = jf_x86_jump(e, condition);

    set_distance(e, jump, target);
}
