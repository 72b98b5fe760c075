/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The IR as text, one operation a line, and back:
 *
 *     %0 = var
 *     %1 = const 0.5
 *     %2 = poly %0 : 1 0 -2
 *     %3 = mul %1 %2
 *     ret %3
 *
 * Lines are numbered from 0 in order; '#' begins a comment.  Numbers are the
 * shortest decimals that read back as the same double. */
#include "base/read.h"
#include "ir/ir.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    char *buffer;
    size_t size, length;
} writer;

static void put(writer *w, const char *s)
{
    for (; *s; s++, w->length++)
        if (w->length + 1 < w->size)
            w->buffer[w->length] = *s;
}

static void put_ref(writer *w, jf_ref r)
{
    char text[16];

    snprintf(text, sizeof text, "%%%d", r);
    put(w, text);
}

static void put_number(writer *w, double x)
{
    char text[40];

    jf_double_print(x, text, sizeof text);
    put(w, " ");
    put(w, text);
}

static void put_ins(writer *w, const jf_ir *ir, const jf_ins *ins)
{
    put(w, jf_op_text(ins->op));
    for (int k = 0; k < jf_op_operands(ins->op); k++) {
        put(w, " ");
        put_ref(w, ins->operand[k]);
    }
    if (ins->op == JF_OP_CONST)
        put_number(w, ins->k);
    if (ins->op == JF_OP_POLY)
        put(w, " :");
    for (int k = 0; k < ins->ncoef; k++)
        put_number(w, ir->coef[ins->coef + k]);
    put(w, "\n");
}

size_t jf_ir_print(const jf_ir *ir, char *buffer, size_t size)
{
    writer w = {buffer, size, 0};

    for (int i = 0; i < ir->nins; i++) {
        put_ref(&w, i);
        put(&w, " = ");
        put_ins(&w, ir, &ir->ins[i]);
    }
    put(&w, "ret ");
    put_ref(&w, ir->result);
    put(&w, "\n");
    if (size > 0)
        buffer[w.length < size ? w.length : size - 1] = '\0';
    return w.length;
}

static void skip_blanks(const char **s)
{
    while (**s == ' ' || **s == '\t' || **s == '\r')
        ++*s;
}

static bool skip_char(const char **s, char c)
{
    skip_blanks(s);
    if (**s != c)
        return false;
    ++*s;
    return true;
}

// "%12", a value that stands above line `limit`.
static bool read_ref(const char **s, int limit, jf_ref *r)
{
    char *end;

    if (!skip_char(s, '%') || !isdigit((unsigned char)**s))
        return false;
    const long n = strtol(*s, &end, 10);
    *s = end;
    *r = (jf_ref)(n < limit ? n : 0);
    return n < limit;
}

static bool read_number(const char **s, double *x)
{
    char *end;

    skip_blanks(s);
    *x = jf_double_read(*s, &end);
    if (end == *s)
        return false;
    *s = end;
    return true;
}

static bool read_op(const char **s, jf_op *op)
{
    size_t n = 0;

    skip_blanks(s);
    while (isalnum((unsigned char)(*s)[n]) || (*s)[n] == '_')
        n++;
    for (int i = 0; i < JF_NOP; i++) {
        const char *const text = jf_op_text((jf_op)i);
        if (strlen(text) == n && memcmp(text, *s, n) == 0) {
            *op = (jf_op)i;
            *s += n;
            return true;
        }
    }
    return false;
}

static bool at_end(const char *s)
{
    skip_blanks(&s);
    return *s == '\n' || *s == '\0' || *s == '#';
}

static bool read_poly(jf_ir *ir, const char **s, jf_ref x)
{
    double coef[JF_POLY_DEGREE_MAX + 1];
    int n = 0;

    if (!skip_char(s, ':'))
        return false;
    while (n <= JF_POLY_DEGREE_MAX && !at_end(*s) && read_number(s, &coef[n]))
        n++;
    if (n > 0)
        jf_ir_poly(ir, x, n, coef);
    return n > 0;
}

static bool read_ins(jf_ir *ir, const char *s)
{
    jf_ref r = 0, operand[3] = {0};
    jf_op op;
    double k;

    if (!read_ref(&s, ir->nins + 1, &r) || r != ir->nins ||
        !skip_char(&s, '=') || !read_op(&s, &op))
        return false;
    for (int i = 0; i < jf_op_operands(op); i++)
        if (!read_ref(&s, ir->nins, &operand[i]))
            return false;
    if (op == JF_OP_POLY) {
        if (!read_poly(ir, &s, operand[0]))
            return false;
    } else if (op == JF_OP_CONST) {
        // at_end: strtod would go on to the next line
        if (at_end(s) || !read_number(&s, &k))
            return false;
        jf_ir_const(ir, k);
    } else {
        jf_ir_add(ir, op, operand[0], operand[1], operand[2]);
    }
    return at_end(s);
}

static bool read_line(jf_ir *ir, const char *s, bool *done)
{
    skip_blanks(&s);
    if (at_end(s))
        return true;
    if (*done)
        return false;
    if (strncmp(s, "ret", 3) != 0)
        return read_ins(ir, s);
    s += 3;
    *done = true;
    return read_ref(&s, ir->nins, &ir->result) && at_end(s);
}

jf_status jf_ir_read(jf_ir *ir, const char *text, int *line)
{
    bool done = false, good = true;

    *ir = (jf_ir){0};
    *line = 1;
    for (const char *s = text; *s && good && !ir->nomem;) {
        good = read_line(ir, s, &done);
        s += strcspn(s, "\n");
        if (good && *s == '\n') {
            s++;
            ++*line;
        }
    }
    if (good && done && !ir->nomem)
        return JF_OK;
    const jf_status status = ir->nomem ? JF_NOMEM : JF_SYNTAX;
    jf_ir_clear(ir);
    return status;
}
