/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes either parse, and then print to a text that parses and prints the
 * same; or they do not, and then the diag points into them and can be shown.
 * The first byte chooses the options. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/expr.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"x", "K", "speed"};

static char *print(const jf_expr *expr)
{
    const size_t n = jf_expr_print(expr, NULL, 0);
    char *const text = malloc(n + 1);

    if (!text || jf_expr_print(expr, text, n + 1) != n || strlen(text) != n)
        abort();
    return text;
}

static void check_print(const jf_expr *expr, jf_expr_options options)
{
    char *const once = print(expr);
    jf_expr *again;
    jf_diag diag;

    options.degrees = false; // the print says radians() already
    if (strlen(once) <= JF_EXPR_LENGTH_MAX) {
        if (jf_expr_parse(once, strlen(once), &options, &again, &diag)) {
            // parentheses that were not typed may be too many
            if (diag.problem.id != JF_TEXT_EXPR_TOO_DEEP)
                abort();
        } else {
            char *const twice = print(again);
            if (strcmp(once, twice) || jf_expr_nnote(again) > 0)
                abort();
            free(twice);
        }
        jf_expr_free(again);
    }
    free(once);
}

static void check_diag(const jf_diag *diag, const char *text, size_t size)
{
    char lines[4096];

    if (diag->begin > diag->end || diag->end > size)
        abort();
    for (jf_lang lang = 0; lang < JF_NLANG; lang++)
        jf_diag_format(diag, text, size, lang, lines, sizeof lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const jf_expr_options options = {.nname = data[0] & 1 ? 3 : 0,
                                     .name = names,
                                     .degrees = data[0] & 2,
                                     .strict = (data[0] & 12) == 12};
    const char *const text = (const char *)data + 1;
    jf_expr *expr;
    jf_diag diag;

    if (jf_expr_parse(text, size - 1, &options, &expr, &diag) == JF_OK)
        check_print(expr, options);
    else
        check_diag(&diag, text, size - 1);
    jf_expr_free(expr);
    return 0;
}
