/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state begins with the settings that decide about bits.  They are written
 * anew and compared as text, so that nothing of a foreign state is read.  Then
 * comes `begun`, what a method has kept (`tasks`, `rounds`), or `finished` and
 * the result.  Messages stand in English, by which they are found again in the
 * table of texts, whatever its order. */
#include "api/kept.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 1024 };

// ---- the settings

static void visit_settings(jf_state *s, const jf_options *o, const char *method,
                           double a, double b)
{
    char name[JF_ARG_MAX];
    double range[] = {a, b}, tolerance[] = {o->rtol, o->atol};
    int64_t panels = o->panels, neval = o->max_neval, principal = o->principal,
            npoint = (int64_t)o->npoint;

    snprintf(name, sizeof name, "%s", method);
    jf_state_mark(s, "state 1");
    jf_state_text(s, "method", name, sizeof name);
    jf_state_reals(s, "range", 2, range);
    jf_state_wholes(s, "panels", 1, &panels);
    jf_state_reals(s, "tolerance", 2, tolerance);
    jf_state_wholes(s, "budget", 1, &neval);
    jf_state_wholes(s, "principal", 1, &principal);
    jf_state_wholes(s, "points", 1, &npoint);
    for (size_t i = 0; i < o->npoint; i++) {
        double x = o->point[i];
        jf_state_reals(s, "point", 1, &x);
    }
}

// ---- the result

static jf_text_id find_text(const char *english)
{
    jf_text_id id = JF_TEXT_NONE;

    while (id < JF_NTEXT && strcmp(jf_text(id, JF_LANG_EN), english) != 0)
        id++;
    return id < JF_NTEXT ? id : JF_TEXT_NONE;
}

// "the text with its {1}", and the arguments behind tabs
static void visit_message(jf_state *s, const char *name, jf_message *m)
{
    char line[LINE_SIZE];
    const char *part[4] = {"", "", "", ""};

    snprintf(line, sizeof line, "%s\t%s\t%s\t%s", jf_text(m->id, JF_LANG_EN),
             m->arg[0], m->arg[1], m->arg[2]);
    jf_state_text(s, name, line, sizeof line);
    char *next = line;
    for (int i = 0; i < 4 && next; i++) {
        part[i] = next;
        next = strchr(next, '\t');
        if (next)
            *next++ = '\0';
    }
    *m = jf_message_make(find_text(part[0]), part[1], part[2], part[3]);
}

static void visit_status(jf_state *s, jf_result *r)
{
    char name[JF_ARG_MAX];
    jf_status status = JF_CONVERGED;

    snprintf(name, sizeof name, "%s", jf_status_name(r->status));
    jf_state_text(s, "status", name, sizeof name);
    while (status <= JF_INTERRUPTED &&
           strcmp(jf_status_name(status), name) != 0)
        status++;
    s->failed |= status > JF_INTERRUPTED;
    if (!s->failed)
        r->status = status;
}

static void visit_method(jf_state *s, jf_result *r)
{
    char name[JF_ARG_MAX];

    snprintf(name, sizeof name, "%s", r->method);
    jf_state_text(s, "by", name, sizeof name);
    const char *const found = jf_method_report_find(name);
    if (found)
        r->method = found;
}

static void visit_numbers(jf_state *s, jf_result *r)
{
    double x[] = {r->value, r->abserr, r->magnitude, r->tolerance, r->place};
    int64_t n[] = {r->neval, r->panels, r->threads, r->trust};

    jf_state_reals(s, "value", 5, x);
    jf_state_wholes(s, "counts", 4, n);
    s->failed |= n[3] < JF_TRUST_NONE || n[3] > JF_TRUST_PROVED;
    r->value = x[0];
    r->abserr = x[1];
    r->magnitude = x[2];
    r->tolerance = x[3];
    r->place = x[4];
    r->neval = n[0];
    r->panels = n[1];
    r->threads = (int)n[2];
    if (!s->failed)
        r->trust = (jf_trust)n[3];
}

static void visit_result(void *param, jf_state *s)
{
    jf_result *const r = param;
    int64_t nnote = r->nnote;

    jf_state_mark(s, "finished");
    visit_status(s, r);
    visit_method(s, r);
    visit_numbers(s, r);
    visit_message(s, "cause", &r->cause);
    visit_message(s, "hint", &r->hint);
    jf_state_whole(s, "notes", 0, JF_NOTE_MAX, &nnote);
    for (int i = 0; i < nnote && !s->failed; i++)
        visit_message(s, "note", &r->note[i]);
    r->nnote = (int)nnote;
}

// ---- the frame

static jf_status refuse(jf_text_id id, const char *arg1, const char *arg2,
                        jf_result *result)
{
    result->cause = jf_message_make(id, arg1, arg2, NULL);
    return JF_USAGE;
}

// A line of a text that may be anything.
static void copy_line(const char *text, const char *end, char *line)
{
    size_t n = 0;

    for (; text + n < end && text[n] != '\n' && n + 1 < JF_ARG_MAX; n++)
        line[n] = text[n] >= ' ' && text[n] <= '~' ? text[n] : '?';
    line[n] = '\0';
}

// The first line in which a state differs from the settings, if any.
static jf_status compare(const jf_keeper *k, const jf_options *o,
                         jf_result *result)
{
    const char *const text = k->head.text;
    size_t line = 0, i = 0;
    char here[JF_ARG_MAX], there[JF_ARG_MAX];

    for (; i < k->head.length && i < o->state_length; i++) {
        if (text[i] != o->state[i])
            break;
        if (text[i] == '\n')
            line = i + 1;
    }
    if (i == k->head.length)
        return JF_OK;
    if (line == 0)
        return refuse(JF_TEXT_QUAD_BAD_STATE, NULL, NULL, result);
    copy_line(text + line, text + k->head.length, here);
    copy_line(o->state + line, o->state + o->state_length, there);
    return refuse(JF_TEXT_QUAD_OTHER_STATE, there, here, result);
}

static void visit_begun(void *param, jf_state *state)
{
    (void)param;
    jf_state_mark(state, "begun");
}

static bool begins_with(const jf_state *s, const char *name)
{
    const size_t n = strlen(name);

    return (size_t)(s->end - s->next) >= n && memcmp(s->next, name, n) == 0;
}

// The result is read into a copy: it may be damaged.
static jf_status read_result(const jf_executor *e, jf_result *result)
{
    jf_result read = *result;

    if (!jf_keep_load(e, visit_result, &read))
        return refuse(JF_TEXT_QUAD_BAD_STATE, NULL, NULL, result);
    *result = read;
    return JF_OK;
}

jf_status jf_kept_open(jf_keeper *k, const jf_watcher *watcher,
                       const jf_method *method, double a, double b,
                       jf_result *result, bool *done)
{
    const jf_options *const o = watcher->options;
    const jf_executor e = {.keeper = k};

    *done = false;
    *k = (jf_keeper){.options = o, .watcher = watcher};
    if (!o->save && !o->state)
        return JF_OK;
    visit_settings(&k->head, o, method->name, a, b);
    if (k->head.failed)
        return JF_NOMEM;
    const jf_status status = o->state ? compare(k, o, result) : JF_OK;
    if (status != JF_OK)
        return status;
    if (o->state)
        k->from = (jf_state){.reading = true,
                             .next = o->state + k->head.length,
                             .end = o->state + o->state_length};
    k->given = o->state && !begins_with(&k->from, "begun\n");
    *done = k->given && begins_with(&k->from, "finished\n");
    if (*done)
        return read_result(&e, result);
    if (!k->given)
        jf_keep_save(&e, visit_begun, NULL);
    return JF_OK;
}

static bool is_stopped(const jf_result *result)
{
    return result->status == JF_INTERRUPTED ||
           result->cause.id == JF_TEXT_QUAD_TIMEOUT;
}

jf_status jf_kept_end(jf_keeper *k, jf_status status, jf_result *result)
{
    const jf_executor e = {.keeper = k};

    if (k->damaged)
        return refuse(JF_TEXT_QUAD_BAD_STATE, NULL, NULL, result);
    if (status == JF_OK && !is_stopped(result))
        jf_keep_save(&e, visit_result, result);
    return status;
}

void jf_kept_close(jf_keeper *k)
{
    jf_state_clear(&k->head);
}
