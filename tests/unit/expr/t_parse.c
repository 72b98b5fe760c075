/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the cases of tests/expr/ that the command line names.  Lines:
 *
 *     # comment
 *     @ names a b | degrees | strict     options from here on; "@" alone: none
 *     text <TAB> canonical               [<TAB> note, in English]
 *     ~ text <TAB> text                  both have the same tree
 *     : text                             is wrong, and the next lines say how:
 *     e English line, z Chinese line
 *
 * \xHH stands for a byte, \t for a tab.  Whatever parses is printed and
 * parsed again, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jifen/expr.h>

enum { LINE = 4096, NAMES = 8 };

typedef struct suite {
    FILE *file;
    int line, ncase, nbad;
    char names[LINE];
    const char *name[NAMES];
    jf_expr_options options;
} suite;

static void complain(suite *s, const char *what, const char *wanted,
                     const char *got)
{
    s->nbad++;
    print_error("line %d: %s\nwanted: %s\n   got: %s\n", s->line, what, wanted,
                got);
}

// \xHH and \t, in place.
static size_t unescape(char *text)
{
    char *to = text;

    for (const char *s = text; *s; s++) {
        unsigned byte;
        if (s[0] == '\\' && s[1] == 'x' && sscanf(s + 2, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            s += 3;
        } else if (s[0] == '\\' && s[1] == 't') {
            *to++ = '\t';
            s++;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
    return (size_t)(to - text);
}

static void set_options(suite *s, char *line)
{
    s->options = (jf_expr_options){.name = s->name};
    strcpy(s->names, line);
    for (char *word = strtok(s->names, " "); word; word = strtok(NULL, " "))
        if (!strcmp(word, "degrees"))
            s->options.degrees = true;
        else if (!strcmp(word, "strict"))
            s->options.strict = true;
        else if (strcmp(word, "names"))
            s->name[s->options.nname++] = word;
}

// Parses and prints; the diag instead when it is wrong.
static jf_expr *parse(const suite *s, const char *text, size_t length,
                      char printed[LINE])
{
    jf_expr *expr;
    jf_diag diag;

    if (jf_expr_parse(text, length, &s->options, &expr, &diag) == JF_OK)
        jf_expr_print(expr, printed, LINE);
    else
        jf_diag_format(&diag, text, length, JF_LANG_EN, printed, LINE);
    return expr;
}

static void check_notes(suite *s, const jf_expr *expr, const char *wanted)
{
    char note[LINE] = "";

    if (jf_expr_nnote(expr) > 0)
        jf_message_format(jf_expr_note(expr, 0), JF_LANG_EN, note, sizeof note);
    if (strcmp(note, wanted))
        complain(s, "note", wanted, note);
}

static void check_again(suite *s, const char *printed)
{
    char again[LINE];
    suite plain = *s;

    plain.options.degrees = false; // the print says radians() already
    jf_expr_free(parse(&plain, printed, strlen(printed), again));
    if (strcmp(again, printed))
        complain(s, "printed and parsed again", printed, again);
}

static void check_canonical(suite *s, char *line)
{
    char *wanted = strchr(line, '\t'), printed[LINE];

    *wanted++ = '\0';
    char *note = strchr(wanted, '\t');
    if (note)
        *note++ = '\0';
    jf_expr *const expr = parse(s, line, unescape(line), printed);
    if (strcmp(printed, wanted))
        complain(s, line, wanted, printed);
    if (expr) {
        check_notes(s, expr, note ? note : "");
        check_again(s, printed);
    }
    jf_expr_free(expr);
}

static void check_same(suite *s, char *line)
{
    char *other = strchr(line, '\t'), one[LINE], two[LINE];

    *other++ = '\0';
    jf_expr_free(parse(s, line, strlen(line), one));
    jf_expr_free(parse(s, other, strlen(other), two));
    if (strcmp(one, two))
        complain(s, line, two, one);
}

static bool get_line(suite *s, char line[LINE])
{
    if (!fgets(line, LINE, s->file))
        return false;
    s->line++;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

// The lines that begin with `mark`, put together.
static void collect(suite *s, char mark, char text[LINE])
{
    char line[LINE];
    int c;

    text[0] = '\0';
    while ((c = getc(s->file)) == mark) {
        get_line(s, line);
        strcat(text, line + 1);
        strcat(text, "\n");
    }
    ungetc(c, s->file);
}

static void check_error(suite *s, char *line)
{
    const size_t length = unescape(line);
    jf_expr *expr;
    jf_diag diag;

    if (jf_expr_parse(line, length, &s->options, &expr, &diag) == JF_OK) {
        complain(s, line, "an error", "none");
        jf_expr_free(expr);
    }
    for (jf_lang lang = 0; lang < JF_NLANG; lang++) {
        char wanted[LINE], got[LINE];
        collect(s, "ez"[lang], wanted);
        jf_diag_format(&diag, line, length, lang, got, sizeof got);
        if (strcmp(got, wanted))
            complain(s, line, wanted, got);
    }
}

static void check_line(suite *s, char *line)
{
    if (line[0] == '#' || !line[0])
        return;
    if (line[0] == '@') {
        set_options(s, line + 1);
        return;
    }
    s->ncase++;
    if (!strncmp(line, ": ", 2))
        check_error(s, line + 2);
    else if (!strncmp(line, "~ ", 2))
        check_same(s, line + 2);
    else if (strchr(line, '\t'))
        check_canonical(s, line);
    else
        complain(s, "no such kind of line", "", line);
}

static void test_file(void **state)
{
    suite s = {.file = fopen(*state, "r")};
    char line[LINE];

    assert_non_null(s.file);
    while (get_line(&s, line))
        check_line(&s, line);
    fclose(s.file);
    print_message("# %d cases in %s\n", s.ncase, (const char *)*state);
    assert_true(s.ncase > 0);
    assert_int_equal(s.nbad, 0);
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[8];
    int n = 0;

    for (; n < 8 && n + 1 < argc; n++)
        tests[n] = (struct CMUnitTest){.name = strrchr(argv[n + 1], '/') + 1,
                                       .test_func = test_file,
                                       .initial_state = argv[n + 1]};
    return _cmocka_run_group_tests("parse", tests, (size_t)n, NULL, NULL);
}
