/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libedit is loaded when the first question is asked, not linked: a program
 * that integrates once and ends pays nothing for it, and one whose machine
 * lacks it still works. */
#include "cli/line.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jifen/text.h>

#include "cli/console.h"
#include "cli/input.h"

#ifdef JF_HAVE_LIBEDIT
#include <histedit.h>

enum { HISTORY_MAX = 500 };

// What is used of libedit, by the names it has there.
typedef struct editor {
    EditLine *edit; // NULL: not to be had
    History *past;
    EditLine *(*init)(const char *, FILE *, FILE *, FILE *);
    int (*set)(EditLine *, int, ...);
    const char *(*gets)(EditLine *, int *);
    void (*push)(EditLine *, const char *);
    void (*end)(EditLine *);
    History *(*history_init)(void);
    int (*history)(History *, HistEvent *, int, ...);
    void (*history_end)(History *);
} editor;
#endif

struct jf_line {
    const jf_out *out;
    jf_input input;
#ifdef JF_HAVE_LIBEDIT
    editor e;
#endif
};

#ifdef JF_HAVE_LIBEDIT
// libedit asks for the prompt; a program has one prompt at a time.
static const char *current_prompt;

static char *prompt_of(EditLine *edit)
{
    (void)edit;
    return (char *)(void *)current_prompt;
}

// An object pointer becomes a function pointer as POSIX allows, not ISO C.
static bool find(void *library, const char *name, void *function)
{
    void *const address = jf_console_find(library, name);

    memcpy(function, &address, sizeof address);
    return address != NULL;
}

static bool find_all(editor *e, void *library)
{
    return library && find(library, "el_init", &e->init) &&
           find(library, "el_set", &e->set) &&
           find(library, "el_gets", &e->gets) &&
           find(library, "el_push", &e->push) &&
           find(library, "el_end", &e->end) &&
           find(library, "history_init", &e->history_init) &&
           find(library, "history", &e->history) &&
           find(library, "history_end", &e->history_end);
}

static void open_history(editor *e)
{
    char path[1024];
    HistEvent event;

    e->past = e->history_init();
    if (!e->past)
        return;
    e->history(e->past, &event, H_SETSIZE, HISTORY_MAX);
    e->history(e->past, &event, H_SETUNIQUE, 1);
    if (jf_console_state_path("history", path, sizeof path))
        e->history(e->past, &event, H_LOAD, path);
    e->set(e->edit, EL_HIST, e->history, e->past);
}

static void open_editor(editor *e)
{
    *e = (editor){.edit = NULL};
    const char *const terminal = getenv("TERM");
    if (!terminal || strcmp(terminal, "dumb") == 0 ||
        !find_all(e, jf_console_load("libedit.so.2")))
        return;
    setlocale(LC_CTYPE, "");
    e->edit = e->init("jifen", stdin, stdout, stderr);
    if (!e->edit)
        return;
    e->set(e->edit, EL_PROMPT, prompt_of);
    e->set(e->edit, EL_EDITOR, "emacs");
    e->set(e->edit, EL_SIGNAL, 1);
    open_history(e);
}

static void close_editor(editor *e)
{
    char path[1024];
    HistEvent event;

    if (!e->edit)
        return;
    if (e->past && jf_console_state_path("history", path, sizeof path))
        e->history(e->past, &event, H_SAVE, path);
    if (e->past)
        e->history_end(e->past);
    e->end(e->edit);
}

// Types the text for the person, then goes back to the cursor (Ctrl-B).
static void push_prefill(editor *e, const char *text, size_t cursor)
{
    const size_t length = strlen(text);
    const size_t back = jf_text_chars(text + cursor, length - cursor);
    char *const keys = malloc(length + back + 1);

    if (!keys)
        return;
    memcpy(keys, text, length);
    memset(keys + length, 'B' & 0x1F, back);
    keys[length + back] = '\0';
    e->push(e->edit, keys);
    free(keys);
}

static char *edit_line(editor *e, const char *prompt, const char *prefill,
                       size_t cursor)
{
    HistEvent event;
    int count = 0;

    current_prompt = prompt;
    if (prefill && cursor <= strlen(prefill))
        push_prefill(e, prefill, cursor);
    const char *const text = e->gets(e->edit, &count);
    if (!text || count <= 0)
        return NULL;
    char *const copy = strdup(text);
    if (!copy)
        return NULL;
    copy[strcspn(copy, "\r\n")] = '\0';
    if (*copy && e->past)
        e->history(e->past, &event, H_ENTER, copy);
    return copy;
}
#endif

jf_line *jf_line_open(const jf_out *out)
{
    jf_line *const line = calloc(1, sizeof *line);

    if (!line)
        return NULL;
    line->out = out;
    line->input.file = stdin;
#ifdef JF_HAVE_LIBEDIT
    open_editor(&line->e);
#endif
    return line;
}

void jf_line_close(jf_line *line)
{
    if (!line)
        return;
#ifdef JF_HAVE_LIBEDIT
    close_editor(&line->e);
#endif
    free(line);
}

char *jf_line_ask(jf_line *line, const char *prompt, const char *prefill,
                  size_t cursor)
{
    char *text;
    size_t length;

    jf_out_flush(line->out);
#ifdef JF_HAVE_LIBEDIT
    if (line->e.edit)
        return edit_line(&line->e, prompt, prefill, cursor);
#endif
    (void)prefill;
    (void)cursor;
    jf_out_copy(line->out, prompt, strlen(prompt));
    jf_out_flush(line->out);
    if (jf_input_next(&line->input, &text, &length) != JF_INPUT_LINE)
        return NULL;
    return text;
}
