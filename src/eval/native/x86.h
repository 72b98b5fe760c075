/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of x86-64 instructions: vectors of doubles (VEX, 256 bits; EVEX, 512
 * bits) and the few of the integer registers that loops and calls need.
 *
 * What does not fit any more is dropped and noted in `full`.  Registers are
 * numbers: vectors 0 to 15 (VEX) or 31 (EVEX), integers as below. */
#ifndef JF_EVAL_NATIVE_X86_H
#define JF_EVAL_NATIVE_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum jf_x86_op {
#define JF_X86(id, prefix, map, opcode, w, form) JF_X86_##id,
#include "eval/native/x86.def"
    JF_X86_NOP
} jf_x86_op;

// clang-format off
enum {
    JF_RAX, JF_RCX, JF_RDX, JF_RBX, JF_RSP, JF_RBP, JF_RSI, JF_RDI,
    JF_R8, JF_R9, JF_R10, JF_R11, JF_R12, JF_R13, JF_R14, JF_R15
};
// clang-format on

typedef struct jf_x86 {
    uint8_t *code;
    size_t n, size;
    bool full;
    bool wide; /* 512 bits, EVEX */
} jf_x86;

typedef struct jf_x86_args {
    int d, s;          /* first operand; second (vvvv), 0 when unused */
    int r;             /* third, a register, or -1: memory at base + disp */
    int base, disp;    /* base: not rsp, r12 */
    bool broadcast;    /* one double from memory, to all lanes (EVEX) */
    int mask;          /* of EVEX; 0: none */
    bool zero;         /* lanes outside the mask become 0 */
    int imm;           /* the last byte, or -1 */
    int opcode_change; /* FMS, FNMA, FNMS */
} jf_x86_args;

void jf_x86_vector(jf_x86 *e, jf_x86_op op, const jf_x86_args *args);

void jf_x86_byte(jf_x86 *e, unsigned byte);
void jf_x86_bytes(jf_x86 *e, int n, const uint8_t *bytes);

void jf_x86_push(jf_x86 *e, int r);
void jf_x86_pop(jf_x86 *e, int r);
void jf_x86_move(jf_x86 *e, int d, int s);              /* 64 bits */
void jf_x86_move_imm(jf_x86 *e, int d, uint64_t value); /* the shortest */
void jf_x86_lea(jf_x86 *e, int d, int base, int disp);
void jf_x86_add(jf_x86 *e, int d, int value);
void jf_x86_call(jf_x86 *e, int r);

/* Jumps.  Forward: the place returned goes to jf_x86_land once the target is
 * reached.  condition: the low half of the opcode, or JF_ALWAYS. */
enum { JF_ALWAYS = -1, JF_CARRY_CLEAR = 3, JF_NOT_ZERO = 5 };
size_t jf_x86_jump(jf_x86 *e, int condition);
void jf_x86_land(jf_x86 *e, size_t jump);
void jf_x86_jump_back(jf_x86 *e, int condition, size_t target);

#endif
