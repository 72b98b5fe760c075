/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Blocks double: most expressions are short, and each page that is touched
// first costs more than all that is done with it.
enum { FIRST_SIZE = 512, MOST_SIZE = 8192 };

struct jf_arena_block {
    jf_arena_block *previous;
    size_t size, used;
    max_align_t data[];
};

static jf_arena_block *grow(jf_arena *arena, size_t size)
{
    jf_arena_block *const last = arena->last;
    size_t room = !last                        ? FIRST_SIZE
                  : last->size < MOST_SIZE / 2 ? 2 * last->size
                                               : MOST_SIZE;

    if (room < size)
        room = size;
    jf_arena_block *const block = calloc(1, sizeof *block + room);
    if (!block)
        return NULL;
    block->previous = last;
    block->size = room;
    arena->last = block;
    return block;
}

void *jf_arena_alloc(jf_arena *arena, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    jf_arena_block *block = arena->last;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + unit - 1) / unit * unit;
    if (!block || block->size - block->used < size)
        block = grow(arena, size);
    if (!block)
        return NULL;
    void *const p = (char *)block->data + block->used;
    block->used += size;
    return p;
}

void *jf_arena_array(jf_arena *arena, size_t n, size_t size)
{
    return size && n > SIZE_MAX / size ? NULL : jf_arena_alloc(arena, n * size);
}

char *jf_arena_text(jf_arena *arena, const char *text, size_t length)
{
    char *const copy = jf_arena_alloc(arena, length + 1);

    return copy ? memcpy(copy, text, length) : NULL;
}

void jf_arena_clear(jf_arena *arena)
{
    while (arena->last) {
        jf_arena_block *const block = arena->last;
        arena->last = block->previous;
        free(block);
    }
}
