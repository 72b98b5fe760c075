/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/input.h"

#include <stdlib.h>
#include <string.h>

#include <jifen/expr.h>

// No job is as long: what is beyond it is dropped, and the parser refuses the
// rest, so that a file without line ends takes no memory.
enum { LINE_BYTES_MAX = 4 * JF_EXPR_LENGTH_MAX };

typedef struct line {
    char *text;
    size_t length, size;
} line;

static bool append(line *l, char c)
{
    if (l->length == LINE_BYTES_MAX)
        return true;
    if (l->length + 1 >= l->size) {
        const size_t size = l->size ? 2 * l->size : 128;
        char *const text = realloc(l->text, size);
        if (!text)
            return false;
        l->text = text;
        l->size = size;
    }
    l->text[l->length++] = c;
    l->text[l->length] = '\0';
    return true;
}

static void drop_byte_order_mark(line *l)
{
    if (l->length < 3 || memcmp(l->text, "\xEF\xBB\xBF", 3) != 0)
        return;
    l->length -= 3;
    memmove(l->text, l->text + 3, l->length + 1);
}

jf_input_status jf_input_next(jf_input *input, char **text, size_t *length)
{
    line l = {.text = calloc(1, 128), .size = 128};
    bool any = false;
    int c = EOF;

    *text = NULL;
    *length = 0;
    if (!l.text)
        return JF_INPUT_FAILED;
    while ((c = getc(input->file)) != EOF && c != '\n') {
        any = true;
        if (append(&l, (char)c))
            continue;
        free(l.text);
        return JF_INPUT_FAILED;
    }
    if (c == EOF && (!any || ferror(input->file))) {
        free(l.text);
        return ferror(input->file) ? JF_INPUT_FAILED : JF_INPUT_END;
    }
    if (l.length > 0 && l.text[l.length - 1] == '\r')
        l.text[--l.length] = '\0';
    if (++input->line == 1)
        drop_byte_order_mark(&l);
    *text = l.text;
    *length = l.length;
    return JF_INPUT_LINE;
}
