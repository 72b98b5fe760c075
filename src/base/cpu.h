/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which instruction set the kernels use: the widest that this CPU and its
 * operating system offer, capped by the environment variable JIFEN_ISA
 * (generic, avx2, avx512, neon), chosen once.  Thread-safe. */
#ifndef JF_BASE_CPU_H
#define JF_BASE_CPU_H

// clang-format off
#define JF_ISA_MAP(X) \
    /* id      name, as in JIFEN_ISA */ \
    X(GENERIC, "generic") \
    X(NEON,    "neon")    \
    X(AVX2,    "avx2")    \
    X(AVX512,  "avx512")
// clang-format on

typedef enum jf_isa {
#define JF_ISA_ENUM(id, name) JF_ISA_##id,
    JF_ISA_MAP(JF_ISA_ENUM)
#undef JF_ISA_ENUM
        JF_NISA
} jf_isa;

jf_isa jf_cpu_isa(void);
const char *jf_cpu_isa_text(jf_isa isa);

/* Whether this build and this CPU can run an instruction set at all. */
int jf_cpu_offers(jf_isa isa);

/* For how many cycles the divider is busy with one vector of that instruction
 * set, and how many operations start in its stead. */
typedef struct jf_divider {
    int quotient, root, ops;
} jf_divider;

/* Of JF_ISA_AVX2 or JF_ISA_AVX512, and this CPU; chooses speed, never bits. */
jf_divider jf_cpu_divider(jf_isa isa);

/* The number of cores that this process may use, at least 1: by its affinity,
 * and by the time that its container or batch system grants. */
int jf_cpu_cores(void);

/* That time alone, in cores; HUGE_VAL where it is not limited. */
double jf_cpu_quota(void);

#endif
