/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each pass, before and after: the cases of tests/ir/.
 *
 *     t_ir_golden [--record] FILE ...
 *
 * A file holds comments (#), blank lines and cases:
 *
 *     case x * 1 is x
 *     pass fold dce          the passes to run, in order; "none" for none
 *     %0 = var               the program: IR text,
 *     %1 = const 1           or one line "typed TEXT", an expression in x
 *     %2 = mul %0 %1
 *     ret %2
 *     =>                     what it becomes; "=> unchanged" for the same
 *     %0 = var
 *     ret %0
 *
 * A blank line or the end of the file ends a case.  --record replaces what
 * follows => by what the passes make today; read it before it is committed. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval/kernels.h"
#include "ir/ir.h"

enum { LINE_MAX_ = 256, TEXT_MAX_ = 16384 };

typedef struct golden {
    char title[LINE_MAX_], passes[LINE_MAX_], typed[LINE_MAX_];
    char before[TEXT_MAX_], after[TEXT_MAX_];
    bool unchanged;
    enum { OUTSIDE, BEFORE, AFTER } place;
} golden;

static int ncase, nfailed;

static void none(jf_ir *ir)
{
    (void)ir;
}

static void fold(jf_ir *ir)
{
    jf_ir_fold(ir, jf_kernel_scalar);
}

static void optimise(jf_ir *ir)
{
    (void)jf_ir_optimise(ir, jf_kernel_scalar);
}

static const struct {
    const char *name;
    void (*run)(jf_ir *);
} passes[] = {
    {"none", none},
    {"fold", fold},
    {"cse", jf_ir_cse},
    {"horner", jf_ir_horner},
    {"cancel", jf_ir_cancel},
    {"powers", jf_ir_powers},
    {"contract", jf_ir_contract},
    {"dce", jf_ir_dce},
    {"optimise", optimise},
};

static bool run_pass(const char *name, jf_ir *ir)
{
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        if (strcmp(passes[i].name, name) == 0) {
            passes[i].run(ir);
            return jf_ir_valid(ir);
        }
    return false;
}

static bool run_passes(const char *names, jf_ir *ir)
{
    char list[LINE_MAX_];
    bool good = true;

    snprintf(list, sizeof list, "%s", names);
    for (char *name = strtok(list, " "); name; name = strtok(NULL, " "))
        good = good && run_pass(name, ir);
    return good;
}

static bool build(const char *typed, jf_ir *ir)
{
    jf_expr *tree;
    jf_diag diag;

    if (jf_expr_parse(typed, strlen(typed), NULL, &tree, &diag) != JF_OK)
        return false;
    const bool good =
        tree->nname <= 1 && jf_ir_build(ir, tree, 0, NULL) == JF_OK;
    jf_expr_free(tree);
    return good;
}

static void show(const char *what, const char *text)
{
    printf("# %s:\n", what);
    while (*text) {
        const size_t n = strcspn(text, "\n");
        printf("#     %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static bool read_program(const char *text, jf_ir *ir)
{
    int line;

    if (jf_ir_read(ir, text, &line) == JF_OK)
        return true;
    printf("# line %d is wrong\n", line);
    show("in this program", text);
    return false;
}

// The program as it is printed, whatever its comments and blanks.
static bool canonical(const char *text, char *out)
{
    jf_ir ir;

    if (!read_program(text, &ir))
        return false;
    jf_ir_print(&ir, out, TEXT_MAX_);
    jf_ir_clear(&ir);
    return true;
}

// What the case becomes, and what it was.
static bool compute(const golden *g, char *before, char *after)
{
    jf_ir ir = {0};
    bool good = *g->typed ? build(g->typed, &ir) : read_program(g->before, &ir);

    if (good) {
        jf_ir_print(&ir, before, TEXT_MAX_);
        good = run_passes(g->passes, &ir);
        jf_ir_print(&ir, after, TEXT_MAX_);
    }
    jf_ir_clear(&ir);
    return good;
}

static void check(const golden *g)
{
    static char before[TEXT_MAX_], got[TEXT_MAX_], want[TEXT_MAX_];
    bool good = compute(g, before, got);

    if (good && g->unchanged)
        memcpy(want, before, sizeof want);
    else
        good = good && canonical(g->after, want);
    if (good && strcmp(got, want) != 0) {
        show("expected", want);
        show("but it became", got);
        good = false;
    }
    nfailed += !good;
    printf("%sok %d - %s\n", good ? "" : "not ", ++ncase, g->title);
}

static void record(const golden *g, FILE *out)
{
    static char before[TEXT_MAX_], got[TEXT_MAX_];

    if (!compute(g, before, got))
        printf("# cannot run: %s\n", g->title);
    else if (!*g->typed && strcmp(before, got) == 0)
        fputs("=> unchanged\n", out);
    else
        fprintf(out, "=>\n%s", got);
}

static void end_case(golden *g, FILE *out)
{
    if (g->place == AFTER && out)
        record(g, out);
    else if (g->place == AFTER)
        check(g);
    *g = (golden){.place = OUTSIDE};
}

static bool take_word(const char *line, const char *word, char *rest)
{
    const size_t n = strlen(word);

    if (strncmp(line, word, n) != 0 || line[n] != ' ')
        return false;
    snprintf(rest, LINE_MAX_, "%.*s", (int)strcspn(line + n + 1, "\n"),
             line + n + 1);
    return true;
}

static void take_line(golden *g, const char *line)
{
    char *const text = g->place == AFTER ? g->after : g->before;

    if (take_word(line, "case", g->title))
        g->place = BEFORE;
    else if (strncmp(line, "=>", 2) == 0)
        g->place = AFTER, g->unchanged = strstr(line, "unchanged") != NULL;
    else if (!take_word(line, "pass", g->passes) &&
             !take_word(line, "typed", g->typed) && g->place != OUTSIDE)
        strncat(text, line, TEXT_MAX_ - strlen(text) - 1);
}

static void run_file(FILE *in, FILE *out)
{
    static golden g;
    char line[LINE_MAX_];

    g = (golden){.place = OUTSIDE};
    while (fgets(line, sizeof line, in)) {
        if (*line == '\n')
            end_case(&g, out);
        else
            take_line(&g, line);
        if (out && g.place != AFTER)
            fputs(line, out);
    }
    end_case(&g, out);
}

int main(int argc, char **argv)
{
    const bool recording = argc > 1 && strcmp(argv[1], "--record") == 0;

    for (int i = 1 + recording; i < argc; i++) {
        FILE *const in = fopen(argv[i], "r");
        FILE *const out = recording ? tmpfile() : NULL;
        if (!in || (recording && !out))
            return 2;
        printf("# %s\n", argv[i]);
        run_file(in, out);
        fclose(in);
        if (out) {
            FILE *const file = fopen(argv[i], "w");
            rewind(out);
            for (int c; file && (c = getc(out)) != EOF;)
                putc(c, file);
            if (!file || fclose(file) != 0 || fclose(out) != 0)
                return 2;
        }
    }
    printf("1..%d\n", ncase);
    return nfailed > 0 || (ncase == 0 && !recording);
}
