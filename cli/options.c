/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line's words, sorted into options and operands.
 *
 * Options may stand anywhere.  A word that starts with '-' is an option when
 * it is one of the table, with a value that such an option can have; else it
 * is an operand when it reads as an expression or a range (-pi, -x, -1..1,
 * -max(x,0)), or cannot have been meant as an option.  What is left is an
 * unknown option.  After "--" everything is an operand. */
#include "cli/options.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"

static const jf_option table[] = {
#define JF_OPTION(name, letter, kind, field, argument, group, help) \
    {name,                                                          \
     letter,                                                        \
     JF_KIND_##kind,                                                \
     offsetof(jf_request, field),                                   \
     argument,                                                      \
     JF_GROUP_##group,                                              \
     JF_TEXT_CLI_OPT_##help},
#include "cli/options.def"
};

enum { NOPTION = sizeof table / sizeof *table };

const jf_option *jf_option_at(size_t i)
{
    return i < NOPTION ? &table[i] : NULL;
}

// The words of the command line and how far they are read.
typedef struct reader {
    jf_request *request;
    int argc, next;
    char **argv;
    jf_status status;
    jf_diag *diag;
} reader;

static void fail(reader *r, jf_message problem, jf_message hint)
{
    if (r->status != JF_OK)
        return;
    r->status = JF_USAGE;
    *r->diag = (jf_diag){.status = JF_USAGE, .problem = problem, .hint = hint};
}

static bool parses(const char *text, size_t length)
{
    jf_expr *expr;
    jf_diag diag;

    if (jf_expr_parse(text, length, NULL, &expr, &diag) != JF_OK)
        return false;
    jf_expr_free(expr);
    return true;
}

// NaN when the text is no number.
static double number(const char *text, size_t length)
{
    jf_expr *expr;
    jf_diag diag;
    double value = (double)NAN;

    if (jf_expr_parse(text, length, NULL, &expr, &diag) != JF_OK)
        return value;
    if (jf_expr_value(expr, 0, NULL, &value, &diag) != JF_OK)
        value = (double)NAN;
    jf_expr_free(expr);
    return value;
}

int64_t jf_option_whole(const char *text, size_t length, int64_t most)
{
    const double value = number(text, length);

    if (!(value >= 1 && value <= (double)most) || value != floor(value))
        return 0;
    return (int64_t)value;
}

static const jf_option *find_long(const char *name, size_t length)
{
    for (size_t i = 0; i < NOPTION; i++)
        if (table[i].name && strlen(table[i].name) == length &&
            memcmp(table[i].name, name, length) == 0)
            return &table[i];
    return NULL;
}

static const jf_option *find_short(char letter)
{
    for (size_t i = 0; i < NOPTION; i++)
        if (table[i].letter == letter)
            return &table[i];
    return NULL;
}

static bool takes_value(const jf_option *option)
{
    return option->kind == JF_KIND_TEXT || option->kind == JF_KIND_PATH ||
           option->kind == JF_KIND_WHOLE || option->kind == JF_KIND_REAL ||
           option->kind == JF_KIND_TIME;
}

// Seconds from "10", "0.5s", "2min"; NaN when the text is no time.
static double duration(const char *text, size_t length)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"min", 60}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t n = strlen(units[i].name);
        if (length > n && memcmp(text + length - n, units[i].name, n) == 0)
            return units[i].seconds * number(text, length - n);
    }
    return number(text, length);
}

static void bad_value(reader *r, const jf_option *option, const char *value)
{
    const jf_text_id problem =
        option->kind == JF_KIND_WHOLE  ? JF_TEXT_CLI_BAD_WHOLE
        : option->kind == JF_KIND_TIME ? JF_TEXT_CLI_BAD_TIME
                                       : JF_TEXT_CLI_BAD_REAL;
    fail(r, jf_message_make(problem, option->name, value, "9007199254740992"),
         jf_message_make(JF_TEXT_NONE, NULL, NULL, NULL));
}

static void set_number(reader *r, const jf_option *option, const char *value)
{
    char *const field = (char *)r->request + option->offset;
    const size_t length = strlen(value);

    if (option->kind == JF_KIND_WHOLE) {
        const int64_t whole = jf_option_whole(value, length, JF_PANELS_MAX);
        if (whole == 0)
            bad_value(r, option, value);
        memcpy(field, &whole, sizeof whole);
    } else {
        const double real = option->kind == JF_KIND_TIME
                                ? duration(value, length)
                                : number(value, length);
        if (!(real >= 0 && real < HUGE_VAL))
            bad_value(r, option, value);
        memcpy(field, &real, sizeof real);
    }
}

// value: what the option was given, or NULL.
static void set(reader *r, const jf_option *option, const char *value)
{
    char *const field = (char *)r->request + option->offset;

    switch (option->kind) {
    case JF_KIND_FLAG:
        *(bool *)field = true;
        break;
    case JF_KIND_COUNT:
        ++*(int *)(void *)field;
        break;
    case JF_KIND_TEXT:
    case JF_KIND_PATH:
        *(const char **)(void *)field = value;
        break;
    case JF_KIND_CHOICE:
        *(const char **)(void *)field = value ? value : "";
        break;
    case JF_KIND_PLAIN:
        *(const char **)(void *)field = "never";
        break;
    case JF_KIND_WHOLE:
    case JF_KIND_REAL:
    case JF_KIND_TIME:
        set_number(r, option, value);
        break;
    }
}

static bool is_method(const char *word)
{
    for (size_t i = 0; jf_method_name(i); i++)
        if (strcmp(jf_method_name(i), word) == 0)
            return true;
    return false;
}

// The next word, where it is one that a CHOICE can have.
static const char *choice(reader *r, const jf_option *option)
{
    const char *const word = r->next < r->argc ? r->argv[r->next] : "";
    const bool when = strcmp(word, "auto") == 0 ||
                      strcmp(word, "always") == 0 || strcmp(word, "never") == 0;

    if (strcmp(option->name, "color") == 0 ? !when : !is_method(word))
        return NULL;
    r->next++;
    return word;
}

// attached: what follows in the same word, or NULL.
static void take(reader *r, const jf_option *option, const char *attached)
{
    if (attached)
        set(r, option, attached);
    else if (option->kind == JF_KIND_CHOICE)
        set(r, option, choice(r, option));
    else if (!takes_value(option))
        set(r, option, NULL);
    else if (r->next < r->argc)
        set(r, option, r->argv[r->next++]);
    else
        fail(r,
             jf_message_make(JF_TEXT_CLI_NO_ARGUMENT, r->argv[r->next - 1],
                             option->argument, NULL),
             jf_message_make(JF_TEXT_NONE, NULL, NULL, NULL));
}

static void unknown(reader *r, const char *word)
{
    const char *const name = word + (word[1] == '-' ? 2 : 1);
    const size_t length = strcspn(name, "=");
    jf_nearest nearest = {.text = name, .length = length};
    char suggestion[32] = "--";

    for (size_t i = 0; i < NOPTION; i++)
        if (table[i].name)
            jf_nearest_try(&nearest, table[i].name);
    if (nearest.found)
        strncat(suggestion, nearest.found, sizeof suggestion - 3);
    fail(r, jf_message_make(JF_TEXT_CLI_UNKNOWN_OPTION, word, NULL, NULL),
         jf_message_make(nearest.found ? JF_TEXT_CLI_DID_YOU_MEAN
                                       : JF_TEXT_CLI_SEE_HELP,
                         suggestion, NULL, NULL));
}

// "--name" or "--name=value"; "--x" and "--1" can be operands.
static bool read_long(reader *r, const char *word)
{
    const char *const name = word + 2;
    const size_t length = strcspn(name, "=");
    const jf_option *const option = find_long(name, length);
    const char *const value = name[length] == '=' ? name + length + 1 : NULL;

    if (!option && isalpha((unsigned char)name[0]) && length > 1)
        unknown(r, word);
    else if (!option)
        return false;
    else if (value && !takes_value(option) && option->kind != JF_KIND_CHOICE)
        fail(r,
             jf_message_make(JF_TEXT_CLI_TAKES_NONE, option->name, NULL, NULL),
             jf_message_make(JF_TEXT_NONE, NULL, NULL, NULL));
    else
        take(r, option, value);
    return true;
}

// Can the rest of "-nREST" be the value of such an option?
static bool is_attached(const jf_option *option, const char *rest)
{
    if (option->kind == JF_KIND_WHOLE)
        return isdigit((unsigned char)*rest);
    if (option->kind == JF_KIND_PATH) // -oo is minus infinity
        return strpbrk(rest, "./\\") != NULL;
    return rest[strspn(rest, "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0';
}

// "-q", "-qv", "-n", "-n100", "-vn100"
static bool read_short(reader *r, const char *word, bool commit)
{
    for (const char *s = word + 1; *s; s++) {
        const jf_option *const option = find_short(*s);
        if (!option)
            return false;
        if (takes_value(option) && s[1] && !is_attached(option, s + 1))
            return false;
        if (commit)
            take(r, option, takes_value(option) && s[1] ? s + 1 : NULL);
        if (takes_value(option))
            break;
    }
    return true;
}

// "-pi", "-1..1", "-x^2;0..1": what stands before the first range or ';'
static bool is_operand(const char *word)
{
    const char *const dots = strstr(word, "..");
    const char *const semicolon = strchr(word, ';');
    size_t length = strlen(word);

    if (dots)
        length = (size_t)(dots - word);
    if (semicolon && (size_t)(semicolon - word) < length)
        length = (size_t)(semicolon - word);
    return parses(word, length);
}

// Letters and dashes only, so that nothing but an option was meant.
static bool looks_like_option(const char *word)
{
    const size_t length = strcspn(word, "=");

    for (size_t i = 1; i < length; i++)
        if (!isalpha((unsigned char)word[i]) && word[i] != '-')
            return false;
    return length > 1;
}

static void read_dashed(reader *r, const char *word)
{
    if (word[1] == '-' && read_long(r, word))
        return;
    if (find_long(word + 1, strlen(word + 1))) // -json
        unknown(r, word);
    else if (read_short(r, word, false))
        read_short(r, word, true);
    else if (is_operand(word) || !looks_like_option(word))
        r->request->word[r->request->nword++] = word;
    else
        unknown(r, word);
}

jf_status jf_request_read(jf_request *request, int argc, char **argv,
                          jf_diag *diag)
{
    reader r = {.request = request, .argc = argc, .argv = argv, .diag = diag};
    bool options = true;

    *request = (jf_request){.rtol = -1, .atol = -1};
    request->word = malloc((size_t)(argc + 1) * sizeof *request->word);
    if (!request->word)
        return JF_NOMEM;
    for (r.next = 1; r.next < argc;) {
        const char *const word = argv[r.next++];
        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options && word[0] == '-' && word[1])
            read_dashed(&r, word);
        else
            request->word[request->nword++] = word;
    }
    return r.status;
}

void jf_request_clear(jf_request *request)
{
    free(request->word);
    free(request->joined);
    *request = (jf_request){.rtol = -1, .atol = -1};
}
