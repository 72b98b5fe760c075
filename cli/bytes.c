/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bytes.h"

#include <stdlib.h>
#include <string.h>

void jf_bytes_put(jf_bytes *b, const char *bytes, size_t n)
{
    while (!b->failed && b->size - b->length < n) {
        const size_t size = b->size ? 2 * b->size : 4096;
        char *const text = realloc(b->text, size);
        b->failed = !text;
        b->text = text ? text : b->text;
        b->size = text ? size : b->size;
    }
    if (b->failed)
        return;
    memcpy(b->text + b->length, bytes, n);
    b->length += n;
}
