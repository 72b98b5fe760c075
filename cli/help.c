/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"

enum { OPTION_COLUMN = 26, FUNCTION_COLUMN = 22, METHOD_COLUMN = 14 };

// The texts quote words as POSIX shells do: 'x^2', but not the one of "rule's".
static void quote_as_shell(char *text)
{
    for (char *s = text; *s; s++)
        if (*s == '\'' && s > text &&
            !(isalpha((unsigned char)s[-1]) && isalpha((unsigned char)s[1])))
            *s = jf_console_quote();
}

static void say(const jf_ui *ui, jf_text_id id)
{
    char *const text = strdup(jf_text(id, ui->out.lang));

    if (text) {
        quote_as_shell(text);
        jf_out_fill(&ui->out, text, JIFEN_VERSION, NULL, NULL);
    }
    free(text);
}

// text, then spaces up to a column; two at least
static void put_column(const jf_out *out, const char *text, int column)
{
    const int gap = column - (int)jf_text_width(text, strlen(text));

    jf_out_put(out, text);
    jf_out_pad(out, gap > 2 ? gap : 2);
}

void jf_help_short(const jf_ui *ui)
{
    say(ui, JF_TEXT_CLI_HELP);
}

void jf_help_version(const jf_ui *ui)
{
    say(ui, JF_TEXT_CLI_VERSION);
}

void jf_help_examples(const jf_ui *ui)
{
    say(ui, JF_TEXT_CLI_EXAMPLES);
}

static void put_option(const jf_out *out, const jf_option *option)
{
    char head[64];

    snprintf(head, sizeof head, "  %c%c%s%s%s%s%s", option->letter ? '-' : ' ',
             option->letter ? option->letter : ' ',
             option->letter && option->name ? ", " : "  ",
             option->name ? "--" : "", option->name ? option->name : "",
             option->argument ? " " : "",
             option->argument ? option->argument : "");
    put_column(out, head, OPTION_COLUMN);
    jf_out_say(out, option->help, NULL, NULL, NULL);
    jf_out_put(out, "\n");
}

void jf_help_options(const jf_ui *ui)
{
    static const jf_text_id titles[JF_NGROUP] = {
        [JF_GROUP_COMPUTE] = JF_TEXT_CLI_GROUP_COMPUTE,
        [JF_GROUP_READ] = JF_TEXT_CLI_GROUP_READ,
        [JF_GROUP_PRINT] = JF_TEXT_CLI_GROUP_PRINT,
        [JF_GROUP_OTHER] = JF_TEXT_CLI_GROUP_OTHER,
    };

    say(ui, JF_TEXT_CLI_USAGE);
    for (int group = 0; group < JF_NGROUP; group++) {
        jf_out_put(&ui->out, "\n");
        say(ui, titles[group]);
        for (size_t i = 0; jf_option_at(i); i++)
            if (jf_option_at(i)->group == (jf_option_group)group)
                put_option(&ui->out, jf_option_at(i));
    }
    jf_out_put(&ui->out, "\n");
    say(ui, JF_TEXT_CLI_MORE);
}

void jf_help_methods(const jf_ui *ui)
{
    char head[64];

    for (size_t i = 0; jf_method_name(i); i++) {
        snprintf(head, sizeof head, "  %s", jf_method_name(i));
        put_column(&ui->out, head, METHOD_COLUMN);
        jf_out_put(&ui->out, jf_method_help(i, ui->out.lang));
        jf_out_put(&ui->out, "\n");
    }
}

static bool contains(const jf_function_info *info, const char *text)
{
    if (!text || strstr(info->name, text) || strstr(info->aliases, text) ||
        strstr(info->usage, text))
        return true;
    for (int lang = 0; lang < JF_NLANG; lang++)
        if (strstr(info->help[lang], text))
            return true;
    return false;
}

bool jf_help_functions(const jf_ui *ui, const char *text)
{
    bool any = false;
    char head[96];

    for (size_t i = 0; i < jf_function_count(); i++) {
        const jf_function_info *const info = jf_function_info_at(i);
        if (!contains(info, text))
            continue;
        any = true;
        snprintf(head, sizeof head, "  %s", info->usage);
        put_column(&ui->out, head, FUNCTION_COLUMN);
        jf_out_put(&ui->out, info->help[ui->out.lang]);
        if (*info->aliases)
            jf_out_say(&ui->out, JF_TEXT_CLI_ALSO, info->aliases, NULL, NULL);
        jf_out_put(&ui->out, "\n");
    }
    return any;
}
