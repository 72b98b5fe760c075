/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encoder: bytes that GNU as makes of the same instructions.  With --list
 * the table is printed, for x86_as.py to ask the assembler that is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "eval/native/x86.h"

enum { NARROW = false, WIDE = true };

static const struct {
    const char *bytes, *text;
    bool wide;
    jf_x86_op op;
    jf_x86_args args;
} rows[] = {
    // clang-format off
    {"c5ed58cb", "vaddpd ymm1, ymm2, ymm3",
     NARROW, JF_X86_ADD, {.d = 1, .s = 2, .r = 3, .imm = -1}},
    {"c53d58ff", "vaddpd ymm15, ymm8, ymm7",
     NARROW, JF_X86_ADD, {.d = 15, .s = 8, .r = 7, .imm = -1}},
    {"c4c10559dc", "vmulpd ymm3, ymm15, ymm12",
     NARROW, JF_X86_MUL, {.d = 3, .s = 15, .r = 12, .imm = -1}},
    {"c5755c08", "vsubpd ymm9, ymm1, [rax+0]",
     NARROW, JF_X86_SUB, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .imm = -1}},
    {"c5755c4840", "vsubpd ymm9, ymm1, [rax+64]",
     NARROW, JF_X86_SUB, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .disp = 64, .imm = -1}},
    {"c5755e8840200000", "vdivpd ymm9, ymm1, [rax+8256]",
     NARROW, JF_X86_DIV, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .disp = 8256, .imm = -1}},
    {"c5f55d5500", "vminpd ymm2, ymm1, [rbp+0]",
     NARROW, JF_X86_MIN, {.d = 2, .s = 1, .r = -1, .base = JF_RBP, .imm = -1}},
    {"c5f55f53c0", "vmaxpd ymm2, ymm1, [rbx-64]",
     NARROW, JF_X86_MAX, {.d = 2, .s = 1, .r = -1, .base = JF_RBX, .disp = -64, .imm = -1}},
    {"c4c175545500", "vandpd ymm2, ymm1, [r13+0]",
     NARROW, JF_X86_AND, {.d = 2, .s = 1, .r = -1, .base = JF_R13, .imm = -1}},
    {"c4c12d555614", "vandnpd ymm2, ymm10, [r14+20]",
     NARROW, JF_X86_ANDNOT, {.d = 2, .s = 10, .r = -1, .base = JF_R14, .disp = 20, .imm = -1}},
    {"c4c12d569600100000", "vorpd ymm2, ymm10, [r14+4096]",
     NARROW, JF_X86_OR, {.d = 2, .s = 10, .r = -1, .base = JF_R14, .disp = 4096, .imm = -1}},
    {"c5ad57537f", "vxorpd ymm2, ymm10, [rbx+127]",
     NARROW, JF_X86_XOR, {.d = 2, .s = 10, .r = -1, .base = JF_RBX, .disp = 127, .imm = -1}},
    {"c57d51dc", "vsqrtpd ymm11, ymm4",
     NARROW, JF_X86_SQRT, {.d = 11, .r = 4, .imm = -1}},
    {"c5fd514820", "vsqrtpd ymm1, [rax+32]",
     NARROW, JF_X86_SQRT, {.d = 1, .r = -1, .base = JF_RAX, .disp = 32, .imm = -1}},
    {"c57d10b800080000", "vmovupd ymm15, [rax+2048]",
     NARROW, JF_X86_LOAD, {.d = 15, .r = -1, .base = JF_RAX, .disp = 2048, .imm = -1}},
    {"c4c17d11aec0000000", "vmovupd [r14+192], ymm5",
     NARROW, JF_X86_STORE, {.d = 5, .r = -1, .base = JF_R14, .disp = 192, .imm = -1}},
    {"c5fd28e5", "vmovapd ymm4, ymm5",
     NARROW, JF_X86_MOVE, {.d = 4, .r = 5, .imm = -1}},
    {"c4c27d196500", "vbroadcastsd ymm4, qword ptr [r13+0]",
     NARROW, JF_X86_BROADCAST, {.d = 4, .r = -1, .base = JF_R13, .imm = -1}},
    {"c4627d19a3e8030000", "vbroadcastsd ymm12, qword ptr [rbx+1000]",
     NARROW, JF_X86_BROADCAST, {.d = 12, .r = -1, .base = JF_RBX, .disp = 1000, .imm = -1}},
    {"c4e28598f6", "vfmadd132pd ymm6, ymm15, ymm6",
     NARROW, JF_X86_FMA132, {.d = 6, .s = 15, .r = 6, .imm = -1}},
    {"c4c2959af0", "vfmsub132pd ymm6, ymm13, ymm8",
     NARROW, JF_X86_FMA132, {.d = 6, .s = 13, .r = 8, .opcode_change = 2, .imm = -1}},
    {"c4c2a59cf2", "vfnmadd132pd ymm6, ymm11, ymm10",
     NARROW, JF_X86_FMA132, {.d = 6, .s = 11, .r = 10, .opcode_change = 4, .imm = -1}},
    {"c4e285a8de", "vfmadd213pd ymm3, ymm15, ymm6",
     NARROW, JF_X86_FMA213, {.d = 3, .s = 15, .r = 6, .imm = -1}},
    {"c4c295aad8", "vfmsub213pd ymm3, ymm13, ymm8",
     NARROW, JF_X86_FMA213, {.d = 3, .s = 13, .r = 8, .opcode_change = 2, .imm = -1}},
    {"c4c2a5acda", "vfnmadd213pd ymm3, ymm11, ymm10",
     NARROW, JF_X86_FMA213, {.d = 3, .s = 11, .r = 10, .opcode_change = 4, .imm = -1}},
    {"c4e285b8c6", "vfmadd231pd ymm0, ymm15, ymm6",
     NARROW, JF_X86_FMA231, {.d = 0, .s = 15, .r = 6, .imm = -1}},
    {"c4c295bac0", "vfmsub231pd ymm0, ymm13, ymm8",
     NARROW, JF_X86_FMA231, {.d = 0, .s = 13, .r = 8, .opcode_change = 2, .imm = -1}},
    {"c4c2a5bcc2", "vfnmadd231pd ymm0, ymm11, ymm10",
     NARROW, JF_X86_FMA231, {.d = 0, .s = 11, .r = 10, .opcode_change = 4, .imm = -1}},
    {"c4e2b5a87060", "vfmadd213pd ymm6, ymm9, [rax+96]",
     NARROW, JF_X86_FMA213, {.d = 6, .s = 9, .r = -1, .base = JF_RAX, .disp = 96, .imm = -1}},
    {"c4c37d09f10b", "vroundpd ymm6, ymm9, 11",
     NARROW, JF_X86_ROUND, {.d = 6, .r = 9, .imm = 11}},
    {"62f1ed4858cb", "vaddpd zmm1, zmm2, zmm3",
     WIDE, JF_X86_ADD, {.d = 1, .s = 2, .r = 3, .imm = -1}},
    {"6261bd4858ff", "vaddpd zmm31, zmm8, zmm7",
     WIDE, JF_X86_ADD, {.d = 31, .s = 8, .r = 7, .imm = -1}},
    {"62c1ad4059cc", "vmulpd zmm17, zmm26, zmm12",
     WIDE, JF_X86_MUL, {.d = 17, .s = 26, .r = 12, .imm = -1}},
    {"62d1854059dc", "vmulpd zmm3, zmm31, zmm12",
     WIDE, JF_X86_MUL, {.d = 3, .s = 31, .r = 12, .imm = -1}},
    {"6271f5485c08", "vsubpd zmm9, zmm1, [rax+0]",
     WIDE, JF_X86_SUB, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .imm = -1}},
    {"6271f5485c4801", "vsubpd zmm9, zmm1, [rax+64]",
     WIDE, JF_X86_SUB, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .disp = 64, .imm = -1}},
    {"6271f5485e8840200000", "vdivpd zmm9, zmm1, [rax+8256]",
     WIDE, JF_X86_DIV, {.d = 9, .s = 1, .r = -1, .base = JF_RAX, .disp = 8256, .imm = -1}},
    {"62f1f5485d5500", "vminpd zmm2, zmm1, [rbp+0]",
     WIDE, JF_X86_MIN, {.d = 2, .s = 1, .r = -1, .base = JF_RBP, .imm = -1}},
    {"62f1f5485f53ff", "vmaxpd zmm2, zmm1, [rbx-64]",
     WIDE, JF_X86_MAX, {.d = 2, .s = 1, .r = -1, .base = JF_RBX, .disp = -64, .imm = -1}},
    {"62d1f548545500", "vandpd zmm2, zmm1, [r13+0]",
     WIDE, JF_X86_AND, {.d = 2, .s = 1, .r = -1, .base = JF_R13, .imm = -1}},
    {"62d1ad48559614000000", "vandnpd zmm2, zmm10, [r14+20]",
     WIDE, JF_X86_ANDNOT, {.d = 2, .s = 10, .r = -1, .base = JF_R14, .disp = 20, .imm = -1}},
    {"62d1ad48565640", "vorpd zmm2, zmm10, [r14+4096]",
     WIDE, JF_X86_OR, {.d = 2, .s = 10, .r = -1, .base = JF_R14, .disp = 4096, .imm = -1}},
    {"62f1ad4857537f", "vxorpd zmm2, zmm10, [rbx+8128]",
     WIDE, JF_X86_XOR, {.d = 2, .s = 10, .r = -1, .base = JF_RBX, .disp = 8128, .imm = -1}},
    {"6271fd4851dc", "vsqrtpd zmm11, zmm4",
     WIDE, JF_X86_SQRT, {.d = 11, .r = 4, .imm = -1}},
    {"62f1fd48518820000000", "vsqrtpd zmm1, [rax+32]",
     WIDE, JF_X86_SQRT, {.d = 1, .r = -1, .base = JF_RAX, .disp = 32, .imm = -1}},
    {"6261fd48107820", "vmovupd zmm31, [rax+2048]",
     WIDE, JF_X86_LOAD, {.d = 31, .r = -1, .base = JF_RAX, .disp = 2048, .imm = -1}},
    {"62d1fd48116e03", "vmovupd [r14+192], zmm5",
     WIDE, JF_X86_STORE, {.d = 5, .r = -1, .base = JF_R14, .disp = 192, .imm = -1}},
    {"62f1fd4828e5", "vmovapd zmm4, zmm5",
     WIDE, JF_X86_MOVE, {.d = 4, .r = 5, .imm = -1}},
    {"62d2fd48196500", "vbroadcastsd zmm4, qword ptr [r13+0]",
     WIDE, JF_X86_BROADCAST, {.d = 4, .r = -1, .base = JF_R13, .imm = -1}},
    {"6272fd4819637d", "vbroadcastsd zmm12, qword ptr [rbx+1000]",
     WIDE, JF_X86_BROADCAST, {.d = 12, .r = -1, .base = JF_RBX, .disp = 1000, .imm = -1}},
    {"62f2854098f6", "vfmadd132pd zmm6, zmm31, zmm6",
     WIDE, JF_X86_FMA132, {.d = 6, .s = 31, .r = 6, .imm = -1}},
    {"62d295409af0", "vfmsub132pd zmm6, zmm29, zmm8",
     WIDE, JF_X86_FMA132, {.d = 6, .s = 29, .r = 8, .opcode_change = 2, .imm = -1}},
    {"62d2a5409cf2", "vfnmadd132pd zmm6, zmm27, zmm10",
     WIDE, JF_X86_FMA132, {.d = 6, .s = 27, .r = 10, .opcode_change = 4, .imm = -1}},
    {"62f28540a8de", "vfmadd213pd zmm3, zmm31, zmm6",
     WIDE, JF_X86_FMA213, {.d = 3, .s = 31, .r = 6, .imm = -1}},
    {"62d29540aad8", "vfmsub213pd zmm3, zmm29, zmm8",
     WIDE, JF_X86_FMA213, {.d = 3, .s = 29, .r = 8, .opcode_change = 2, .imm = -1}},
    {"62d2a540acda", "vfnmadd213pd zmm3, zmm27, zmm10",
     WIDE, JF_X86_FMA213, {.d = 3, .s = 27, .r = 10, .opcode_change = 4, .imm = -1}},
    {"62f28540b8c6", "vfmadd231pd zmm0, zmm31, zmm6",
     WIDE, JF_X86_FMA231, {.d = 0, .s = 31, .r = 6, .imm = -1}},
    {"62d29540bac0", "vfmsub231pd zmm0, zmm29, zmm8",
     WIDE, JF_X86_FMA231, {.d = 0, .s = 29, .r = 8, .opcode_change = 2, .imm = -1}},
    {"62d2a540bcc2", "vfnmadd231pd zmm0, zmm27, zmm10",
     WIDE, JF_X86_FMA231, {.d = 0, .s = 27, .r = 10, .opcode_change = 4, .imm = -1}},
    {"62f2b548a8b060000000", "vfmadd213pd zmm6, zmm9, [rax+96]",
     WIDE, JF_X86_FMA213, {.d = 6, .s = 9, .r = -1, .base = JF_RAX, .disp = 96, .imm = -1}},
    {"62d3fd4809f10b", "vrndscalepd zmm6, zmm9, 11",
     WIDE, JF_X86_ROUND, {.d = 6, .r = 9, .imm = 11}},
    {"c5ddc25d2011", "vcmppd ymm3, ymm4, [rbp+32], 17",
     NARROW, JF_X86_CMP, {.d = 3, .s = 4, .r = -1, .base = JF_RBP, .disp = 32, .imm = 17}},
    {"c4c35d4bdc90", "vblendvpd ymm3, ymm4, ymm12, ymm9",
     NARROW, JF_X86_BLENDV, {.d = 3, .s = 4, .r = 12, .imm = 144}},
    {"c4e35d4b586010", "vblendvpd ymm3, ymm4, [rax+96], ymm1",
     NARROW, JF_X86_BLENDV, {.d = 3, .s = 4, .r = -1, .base = JF_RAX, .disp = 96, .imm = 16}},
    {"c4c17d5adc", "vcvtpd2ps xmm3, ymm12",
     NARROW, JF_X86_TO_SINGLE, {.d = 3, .r = 12, .imm = -1}},
    {"c57c5adc", "vcvtps2pd ymm11, xmm4",
     NARROW, JF_X86_TO_DOUBLE, {.d = 11, .r = 4, .imm = -1}},
    {"c4417852ca", "vrsqrtps xmm9, xmm10",
     NARROW, JF_X86_RSQRT12, {.d = 9, .r = 10, .imm = -1}},
    {"c57852ca", "vrsqrtps xmm9, xmm2",
     NARROW, JF_X86_RSQRT12, {.d = 9, .r = 2, .imm = -1}},
    {"c5bdd47d40", "vpaddq ymm7, ymm8, [rbp+64]",
     NARROW, JF_X86_ADDQ, {.d = 7, .s = 8, .r = -1, .base = JF_RBP, .disp = 64, .imm = -1}},
    {"c4c105d4f9", "vpaddq ymm7, ymm15, ymm9",
     NARROW, JF_X86_ADDQ, {.d = 7, .s = 15, .r = 9, .imm = -1}},
    {"c4c24d3df5", "vpmaxsd ymm6, ymm6, ymm13",
     NARROW, JF_X86_MAXD, {.d = 6, .s = 6, .r = 13, .imm = -1}},
    {"c5cd667560", "vpcmpgtd ymm6, ymm6, [rbp+96]",
     NARROW, JF_X86_GTD, {.d = 6, .s = 6, .r = -1, .base = JF_RBP, .disp = 96, .imm = -1}},
    {"c4427d17f6", "vptest ymm14, ymm14",
     NARROW, JF_X86_ANYBIT, {.d = 14, .r = 14, .imm = -1}},
    {"62f1ed58584d01", "vaddpd zmm1, zmm2, qword ptr [rbp+8]{1to8}",
     WIDE, JF_X86_ADD, {.d = 1, .s = 2, .r = -1, .base = JF_RBP, .disp = 8, .broadcast = 1, .imm = -1}},
    {"62e1ed5859657f", "vmulpd zmm20, zmm2, qword ptr [rbp+1016]{1to8}",
     WIDE, JF_X86_MUL, {.d = 20, .s = 2, .r = -1, .base = JF_RBP, .disp = 1016, .broadcast = 1, .imm = -1}},
    {"62e1ed5859a500040000", "vmulpd zmm20, zmm2, qword ptr [rbp+1024]{1to8}",
     WIDE, JF_X86_MUL, {.d = 20, .s = 2, .r = -1, .base = JF_RBP, .disp = 1024, .broadcast = 1, .imm = -1}},
    {"62e28d50bc6502", "vfnmadd231pd zmm20, zmm30, qword ptr [rbp+16]{1to8}",
     WIDE, JF_X86_FMA231, {.d = 20, .s = 30, .r = -1, .base = JF_RBP, .disp = 16, .opcode_change = 4, .broadcast = 1, .imm = -1}},
    {"6291dd48c2d111", "vcmppd k2, zmm4, zmm25, 17",
     WIDE, JF_X86_CMP, {.d = 2, .s = 4, .r = 25, .imm = 17}},
    {"62f18d59c24d031d", "vcmppd k1{k1}, zmm14, qword ptr [rbp+24]{1to8}, 29",
     WIDE, JF_X86_CMP, {.d = 1, .s = 14, .r = -1, .base = JF_RBP, .mask = 1, .disp = 24, .broadcast = 1, .imm = 29}},
    {"62d2bd4365f8", "vblendmpd zmm7{k3}, zmm24, zmm8",
     WIDE, JF_X86_BLENDM, {.d = 7, .s = 24, .r = 8, .mask = 3, .imm = -1}},
    {"62f2fdcd197d05", "vbroadcastsd zmm7{k5}{z}, qword ptr [rbp+40]",
     WIDE, JF_X86_BROADCAST, {.d = 7, .r = -1, .base = JF_RBP, .disp = 40, .mask = 5, .zero = 1, .imm = -1}},
    {"62f3bd50257d06d8", "vpternlogq zmm7, zmm24, qword ptr [rbp+48]{1to8}, 0xd8",
     WIDE, JF_X86_TERNLOG, {.d = 7, .s = 24, .r = -1, .base = JF_RBP, .disp = 48, .broadcast = 1, .imm = 216}},
    {"62a2fd484ce8", "vrcp14pd zmm21, zmm16",
     WIDE, JF_X86_RCP14, {.d = 21, .r = 16, .imm = -1}},
    {"6212fd484ecf", "vrsqrt14pd zmm9, zmm31",
     WIDE, JF_X86_RSQRT14, {.d = 9, .r = 31, .imm = -1}},
    {"62b3dd4850e20a", "vrangepd zmm4, zmm4, zmm18, 10",
     WIDE, JF_X86_RANGE, {.d = 4, .s = 4, .r = 18, .imm = 10}},
    {"62f2ed51274d07", "vptestmq k1{k1}, zmm18, qword ptr [rbp+56]{1to8}",
     WIDE, JF_X86_TEST, {.d = 1, .s = 18, .r = -1, .base = JF_RBP, .mask = 1, .disp = 56, .broadcast = 1, .imm = -1}},
    // clang-format on
};
enum { NROW = sizeof rows / sizeof *rows };

static const char integer_text[] =
    "push rbx; push r13; mov rbx, rdi; mov r12, rsi; mov edi, 256; "
    "movabs rax, 0x123456789abcdef0; lea rbp, [rbx+8256]; lea rsi, [rbx+64]; "
    "add r13, 8; add r12, -1; add rcx, 256; call rax; call r9; "
    "pop r13; pop rbx";
static const char integer_bytes[] =
    "5341554889fb4989f4bf0001000048b8f0debc9a78563412488dab402000"
    "00488d73404983c5084983c4ff4881c100010000ffd041ffd1415d5b";

static void put_integers(jf_x86 *e)
{
    jf_x86_push(e, JF_RBX);
    jf_x86_push(e, JF_R13);
    jf_x86_move(e, JF_RBX, JF_RDI);
    jf_x86_move(e, JF_R12, JF_RSI);
    jf_x86_move_imm(e, JF_RDI, 256);
    jf_x86_move_imm(e, JF_RAX, UINT64_C(0x123456789abcdef0));
    jf_x86_lea(e, JF_RBP, JF_RBX, 8256);
    jf_x86_lea(e, JF_RSI, JF_RBX, 64);
    jf_x86_add(e, JF_R13, 8);
    jf_x86_add(e, JF_R12, -1);
    jf_x86_add(e, JF_RCX, 256);
    jf_x86_call(e, JF_RAX);
    jf_x86_call(e, JF_R9);
    jf_x86_pop(e, JF_R13);
    jf_x86_pop(e, JF_RBX);
}

static void expect(const jf_x86 *e, const char *bytes, const char *text)
{
    char got[256] = "";

    for (size_t i = 0; i < e->n; i++)
        snprintf(got + 2 * i, 3, "%02x", e->code[i]);
    if (strcmp(got, bytes) != 0)
        fail_msg("%s: %s, not %s", text, got, bytes);
}

static void bytes_are_those_of_the_assembler(void **state)
{
    uint8_t code[100];

    (void)state;
    for (int i = 0; i < NROW; i++) {
        jf_x86 e = {.code = code, .size = sizeof code, .wide = rows[i].wide};
        jf_x86_vector(&e, rows[i].op, &rows[i].args);
        expect(&e, rows[i].bytes, rows[i].text);
    }
    jf_x86 e = {.code = code, .size = sizeof code};
    put_integers(&e);
    expect(&e, integer_bytes, integer_text);
}

// jnc over a byte, that byte, jnz back to the start.
static void jumps_reach_their_targets(void **state)
{
    uint8_t code[100];
    jf_x86 e = {.code = code, .size = sizeof code};

    (void)state;
    const size_t over = jf_x86_jump(&e, JF_CARRY_CLEAR);
    jf_x86_byte(&e, 0x90);
    jf_x86_land(&e, over);
    jf_x86_jump_back(&e, JF_NOT_ZERO, 0);
    jf_x86_jump_back(&e, JF_ALWAYS, 6);
    expect(&e,
           "0f8301000000"
           "90"
           "0f85f3ffffff"
           "e9f4ffffff",
           "jumps");
}

static void what_does_not_fit_is_noted(void **state)
{
    uint8_t code[4] = {0, 0, 0, 0x5A};
    jf_x86 e = {.code = code, .size = 3};

    (void)state;
    for (int i = 0; i < 3; i++)
        jf_x86_byte(&e, 1);
    assert_false(e.full);
    const size_t jump = jf_x86_jump(&e, JF_ALWAYS);
    jf_x86_land(&e, jump);
    assert_true(e.full);
    assert_int_equal(e.n, 3);
    assert_int_equal(code[3], 0x5A);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_those_of_the_assembler),
        cmocka_unit_test(jumps_reach_their_targets),
        cmocka_unit_test(what_does_not_fit_is_noted),
    };

    if (argc > 1 && strcmp(argv[1], "--list") == 0) {
        for (int i = 0; i < NROW; i++)
            printf("%s\t%s\n", rows[i].bytes, rows[i].text);
        printf("%s\t%s\n", integer_bytes, integer_text);
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
