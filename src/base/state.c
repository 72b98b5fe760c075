/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing here depends on a locale, a C library or the order of bytes.  What is
 * read is not trusted: a number that is too long, a limb that is too large or a
 * line that ends early is a failure. */
#include "base/state.h"

#include <stdlib.h>
#include <string.h>

enum { TOP = JF_EXACT_LIMBS - 1 };

void jf_state_clear(jf_state *state)
{
    free(state->text);
    *state = (jf_state){0};
}

void jf_state_copy(jf_state *s, const char *bytes, size_t n)
{
    while (!s->failed && s->size - s->length < n) {
        const size_t size = s->size ? 2 * s->size : 4096;
        char *const text = realloc(s->text, size);
        s->failed = !text;
        s->text = text ? text : s->text;
        s->size = text ? size : s->size;
    }
    if (s->failed)
        return;
    memcpy(s->text + s->length, bytes, n);
    s->length += n;
}

// Writes these bytes, or reads just these.
static void fixed(jf_state *s, const char *bytes)
{
    const size_t n = strlen(bytes);

    if (!s->reading) {
        jf_state_copy(s, bytes, n);
    } else if (!s->failed && (size_t)(s->end - s->next) >= n &&
               memcmp(s->next, bytes, n) == 0) {
        s->next += n;
    } else {
        s->failed = true;
    }
}

static void write_digits(jf_state *s, uint64_t x, unsigned base)
{
    char digits[20];
    size_t i = sizeof digits;

    do
        digits[--i] = "0123456789abcdef"[x % base];
    while (x /= base);
    jf_state_copy(s, digits + i, sizeof digits - i);
}

// The value of a digit; `base` where there is none.
static unsigned digit(const jf_state *s, unsigned base)
{
    const char c = s->next < s->end ? *s->next : ' ';
    const unsigned value = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                  : base;

    return value < base ? value : base;
}

static uint64_t read_digits(jf_state *s, unsigned base)
{
    uint64_t x = 0;

    s->failed |= digit(s, base) == base;
    for (unsigned d; !s->failed && (d = digit(s, base)) < base; s->next++) {
        s->failed = x > (UINT64_MAX - d) / base;
        x = x * base + d;
    }
    return x;
}

static void bits(jf_state *s, uint64_t *x)
{
    fixed(s, " ");
    if (!s->reading)
        write_digits(s, *x, 16);
    else if (!s->failed)
        *x = read_digits(s, 16);
}

static void whole(jf_state *s, int64_t *x)
{
    fixed(s, " ");
    if (!s->reading) {
        fixed(s, *x < 0 ? "-" : "");
        write_digits(s, *x < 0 ? -(uint64_t)*x : (uint64_t)*x, 10);
        return;
    }
    const bool negative = !s->failed && s->next < s->end && *s->next == '-';
    s->next += negative;
    const uint64_t size = s->failed ? 0 : read_digits(s, 10);
    s->failed |= size > INT64_MAX;
    if (!s->failed)
        *x = negative ? -(int64_t)size : (int64_t)size;
}

void jf_state_mark(jf_state *s, const char *name)
{
    fixed(s, name);
    fixed(s, "\n");
}

void jf_state_wholes(jf_state *s, const char *name, size_t n, int64_t *x)
{
    fixed(s, name);
    for (size_t i = 0; i < n && !s->failed; i++)
        whole(s, &x[i]);
    fixed(s, "\n");
}

void jf_state_whole(jf_state *s, const char *name, int64_t least, int64_t most,
                    int64_t *x)
{
    int64_t read = *x;

    jf_state_wholes(s, name, 1, &read);
    s->failed |= s->reading && (read < least || read > most);
    if (!s->failed)
        *x = read;
}

void jf_state_reals(jf_state *s, const char *name, size_t n, double *x)
{
    uint64_t word;

    fixed(s, name);
    for (size_t i = 0; i < n && !s->failed; i++) {
        memcpy(&word, &x[i], sizeof word);
        bits(s, &word);
        memcpy(&x[i], &word, sizeof word);
    }
    fixed(s, "\n");
}

// The limbs from the first to the last that is not 0.
static void find_limbs(const jf_exact *sum, int64_t *first, int64_t *n)
{
    int64_t end = JF_EXACT_LIMBS;

    for (*first = 0; *first < end && sum->limb[*first] == 0; ++*first)
        ;
    while (end > *first && sum->limb[end - 1] == 0)
        end--;
    *n = end - *first;
}

static bool is_normal(int64_t i, uint64_t limb)
{
    const uint64_t most = (uint64_t)1 << 30;

    return i < TOP ? limb >> 32 == 0 : limb + most < 2 * most;
}

void jf_state_exact(jf_state *s, const char *name, jf_exact *sum)
{
    int64_t first = 0, n = 0,
            *const numbers[] = {&sum->nan, &sum->pinf, &sum->ninf, &first, &n};

    if (s->reading)
        *sum = (jf_exact){.pending = 0};
    else
        jf_exact_normalise(sum);
    find_limbs(sum, &first, &n);
    fixed(s, name);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        whole(s, numbers[i]);
    s->failed |= first < 0 || n < 0 || n > JF_EXACT_LIMBS - first;
    for (int64_t i = first; i < first + n && !s->failed; i++) {
        uint64_t limb = (uint64_t)sum->limb[i];
        bits(s, &limb);
        s->failed |= !is_normal(i, limb);
        sum->limb[i] = (int64_t)limb;
    }
    fixed(s, "\n");
}

static void read_text(jf_state *s, char *text, size_t size)
{
    const char *const end =
        s->failed ? NULL : memchr(s->next, '\n', (size_t)(s->end - s->next));
    const size_t n = end ? (size_t)(end - s->next) : 0;

    s->failed |= !end || n >= size;
    if (s->failed)
        return;
    memcpy(text, s->next, n);
    text[n] = '\0';
    s->next = end;
}

void jf_state_text(jf_state *s, const char *name, char *text, size_t size)
{
    fixed(s, name);
    fixed(s, " ");
    if (s->reading)
        read_text(s, text, size);
    else
        for (const char *c = text; *c; c++)
            jf_state_copy(s, *c == '\n' ? " " : c, 1);
    fixed(s, "\n");
}
