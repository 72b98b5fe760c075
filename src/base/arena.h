/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that lives and dies together: a parsed expression, an IR.
 * Everything taken from an arena is freed with it, at once. */
#ifndef JF_BASE_ARENA_H
#define JF_BASE_ARENA_H

#include <stddef.h>

typedef struct jf_arena_block jf_arena_block;

/* {0} is an empty arena.  Not thread-safe. */
typedef struct jf_arena {
    jf_arena_block *last;
} jf_arena;

/* size bytes, zeroed, aligned for any type; NULL when memory is out. */
void *jf_arena_alloc(jf_arena *arena, size_t size);

/* The same for n objects of `size` bytes; NULL too when n * size overflows. */
void *jf_arena_array(jf_arena *arena, size_t n, size_t size);

/* A copy of length bytes with a NUL after them. */
char *jf_arena_text(jf_arena *arena, const char *text, size_t length);

/* Frees everything; the arena is empty again. */
void jf_arena_clear(jf_arena *arena);

#endif
