/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checkpoint.h"
#include "cli/console.h"

// What a variable of the environment holds, "" where it is not set.
static const char *environment(const char *name)
{
    const char *const value = getenv(name);

    return value ? value : "";
}

static bool is_language(const char *s)
{
    return strcmp(s, "zh") == 0 || strcmp(s, "en") == 0;
}

// "zh", "zh_CN.UTF-8", "zh-Hans" are Chinese; anything else is English.
static jf_lang language_of(const char *s)
{
    return strncmp(s, "zh", 2) == 0 ? JF_LANG_ZH : JF_LANG_EN;
}

static jf_lang choose_language(const jf_request *request)
{
    static const char *const names[] = {"JIFEN_LANG", "LC_ALL", "LC_MESSAGES",
                                        "LANG"};

    if (request->lang && is_language(request->lang))
        return language_of(request->lang);
    if (request->classic && !*environment("JIFEN_LANG"))
        return JF_LANG_ZH;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const value = environment(names[i]);
        if (*value && !(i == 0 && strcmp(value, "auto") == 0))
            return language_of(value);
    }
    const char *const desktop = jf_console_language();
    return language_of(desktop ? desktop : "");
}

static bool wants_color(const jf_request *request, FILE *file)
{
    const char *const when = request->color ? request->color : "auto";

    if (strcmp(when, "auto") != 0)
        return strcmp(when, "never") != 0;
    if (*environment("NO_COLOR"))
        return false;
    if (*environment("FORCE_COLOR") ||
        strcmp(environment("CLICOLOR_FORCE"), "1") == 0)
        return true;
    return strcmp(environment("TERM"), "dumb") != 0 &&
           jf_console_is_terminal(file);
}

static jf_out open_stream(const jf_request *request, FILE *file, bool silent)
{
    return (jf_out){
        .file = silent ? NULL : file,
        .lang = choose_language(request),
        .unicode = !request->ascii && jf_console_is_utf8(),
        .colored =
            wants_color(request, file) &&
            (!jf_console_is_terminal(file) || jf_console_set_color(file)),
    };
}

static jf_showing choose_showing(const jf_request *request)
{
    const char *const when = request->progress ? request->progress : "auto";

    if (strcmp(when, "json") == 0)
        return JF_SHOW_JSON;
    if (strcmp(when, "always") == 0)
        return JF_SHOW_LINE;
    return strcmp(when, "auto") == 0 && !request->quiet &&
                   strcmp(environment("TERM"), "dumb") != 0 &&
                   jf_console_is_terminal(stderr)
               ? JF_SHOW_LINE
               : JF_SHOW_NOTHING;
}

// Launchers put pipes or terminals of their own between a rank and whoever
// started them: the one kind of output for all is that of a pipe.
void jf_ui_init(jf_ui *ui, const jf_request *request, jf_ranks *ranks)
{
    const bool silent = jf_ranks_number(ranks) > 0;
    const bool terminal = !ranks && jf_console_is_terminal(stdout);

    *ui = (jf_ui){
        .request = request,
        .out = open_stream(request, stdout, silent),
        .err = open_stream(request, stderr, silent),
        .style = request->json                 ? JF_STYLE_JSON
                 : terminal && !request->quiet ? JF_STYLE_TEXT
                                               : JF_STYLE_NUMBER,
        .showing = silent ? JF_SHOW_NOTHING : choose_showing(request),
        .interactive = terminal && jf_console_is_terminal(stdin),
        .ranks = ranks,
    };
}

void jf_ui_guard(const jf_ui *ui)
{
    const jf_lang lang = ui->out.lang;

    jf_console_guard(jf_text(JF_TEXT_CLI_CRASHED, lang),
                     jf_text(JF_TEXT_CLI_PRESS_ENTER, lang));
}

void jf_ui_pause(const jf_ui *ui)
{
    jf_out_say(&ui->out, JF_TEXT_CLI_PRESS_ENTER, NULL, NULL, NULL);
    jf_out_flush(&ui->out);
    for (int c = 0; c != EOF && c != '\n';)
        c = jf_console_read(stdin);
}

static bool is_one_of(const char *value, const char *const *allowed)
{
    for (; *allowed; allowed++)
        if (strcmp(value, *allowed) == 0)
            return true;
    return false;
}

// The first word, or option that changes digits, beside --resume.
static const char *beside_resume(const jf_request *request)
{
    const jf_option *option = NULL;

    if (!request->resume)
        return NULL;
    for (size_t i = 0; (option = jf_checkpoint_option(i)); i++)
        if (jf_checkpoint_given(option, request))
            return option->name;
    return request->nword > 0 ? request->word[0] : NULL;
}

static jf_status check_combination(const jf_request *request, jf_diag *diag)
{
    const char *const kept = request->resume ? "--resume" : "--checkpoint";
    const bool keeping = request->resume || request->checkpoint;
    const char *const other = request->file      ? "-f"
                              : request->table   ? "--table"
                              : request->show    ? "--show"
                              : request->classic ? "--classic"
                                                 : beside_resume(request);
    const bool alone =
        request->checkpoint && !request->resume &&
        (request->nword == 0 || strcmp(request->word[0], "-") == 0);
    const struct {
        bool wrong;
        jf_text_id id;
        const char *option, *other;
    } rows[] = {
        {request->exact && !request->table, JF_TEXT_CLI_NEEDS, "--exact",
         "--table"},
        {request->json && request->table, JF_TEXT_CLI_TOGETHER, "--json",
         "--table"},
        {request->output && request->json, JF_TEXT_CLI_TOGETHER, "-o",
         "--json"},
        {request->output && request->table, JF_TEXT_CLI_TOGETHER, "-o",
         "--table"},
        {request->file && request->nword > 0, JF_TEXT_CLI_TOGETHER, "-f",
         request->nword > 0 ? request->word[0] : NULL},
        {keeping && other, JF_TEXT_CLI_TOGETHER, kept, other},
        {alone, JF_TEXT_CLI_CHECKPOINT_ONE, kept, NULL},
        {request->save_every > 0 && !keeping, JF_TEXT_CLI_NEEDS, "--save-every",
         "--checkpoint"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].wrong)
            continue;
        *diag = (jf_diag){.status = JF_USAGE,
                          .problem = jf_message_make(rows[i].id, rows[i].option,
                                                     rows[i].other, NULL)};
        return JF_USAGE;
    }
    return JF_OK;
}

jf_status jf_ui_check(const jf_request *request, jf_diag *diag)
{
    static const char *const langs[] = {"zh", "en", "auto", NULL};
    static const char *const whens[] = {"", "auto", "always", "never", NULL};
    static const char *const shows[] = {"auto", "always", "json", "never",
                                        NULL};
    static const char *const stages[] = {"ir", "marks", NULL};
    const struct {
        const char *option, *value, *const *allowed, *names;
    } rows[] = {
        {"--lang", request->lang, langs, "zh, en, auto"},
        {"--color", request->color, whens, "auto, always, never"},
        {"--progress", request->progress, shows, "auto, always, json, never"},
        {"--show", request->show, stages, "ir, marks"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].value || is_one_of(rows[i].value, rows[i].allowed))
            continue;
        *diag = (jf_diag){
            .status = JF_USAGE,
            .problem = jf_message_make(JF_TEXT_CLI_BAD_CHOICE, rows[i].option,
                                       rows[i].value, rows[i].names)};
        return JF_USAGE;
    }
    return check_combination(request, diag);
}

int jf_ui_close(const jf_ui *ui, int exit_code)
{
    const bool written = jf_out_flush(&ui->out);

    if (!written && !jf_console_pipe_closed())
        jf_out_say(&ui->err, JF_TEXT_CLI_CANNOT_WRITE, NULL, NULL, NULL);
    jf_out_flush(&ui->err);
    return written ? exit_code : jf_status_exit(JF_IO);
}

static void format_traffic(const jf_traffic *traffic, char *text, size_t size)
{
    snprintf(text, size, "%lld + %lld, %lld", (long long)traffic->letters,
             (long long)traffic->acts, (long long)traffic->bytes);
}

void jf_ui_tell_traffic(const jf_ui *ui)
{
    jf_traffic most, all;
    char count[16], texts[2][64];

    if (!ui->ranks || ui->request->verbose < 2)
        return;
    jf_ranks_traffic(ui->ranks, &most, &all);
    snprintf(count, sizeof count, "%d", jf_ranks_count(ui->ranks));
    format_traffic(&most, texts[0], sizeof texts[0]);
    format_traffic(&all, texts[1], sizeof texts[1]);
    jf_out_say(&ui->err, JF_TEXT_CLI_TRAFFIC, count, texts[0], texts[1]);
    jf_out_put(&ui->err, "\n");
}

int jf_ui_worse(int a, int b)
{
    static const int order[] = {0, 1, 3, 4, 2, 5, 130};
    int rank_a = 0, rank_b = 0;

    for (int i = 0; i < (int)(sizeof order / sizeof *order); i++) {
        rank_a = order[i] == a ? i : rank_a;
        rank_b = order[i] == b ? i : rank_b;
    }
    return rank_a > rank_b ? a : b;
}
