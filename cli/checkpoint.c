/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving.  A file is the job as it was typed, what the library gives of the
 * state, and a checksum.  A job that cannot be saved goes on: it is said once,
 * and what was saved before stays. */
#include "cli/checkpoint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/report.h"

// ---- bytes

static void put(jf_bytes *b, const char *text)
{
    jf_bytes_put(b, text, strlen(text));
}

// A line of a name and a text, in which \xx stands for what would end it.
static void put_line(jf_bytes *b, const char *name, const char *text)
{
    char escape[8];

    put(b, name);
    put(b, " ");
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        snprintf(escape, sizeof escape, "\\%02x", c);
        if (c < ' ' || c == '\\')
            put(b, escape);
        else
            jf_bytes_put(b, text, 1);
    }
    put(b, "\n");
}

static void put_bits(double x, char *text, size_t size)
{
    unsigned long long bits;

    memcpy(&bits, &x, sizeof bits);
    snprintf(text, size, "%llx", bits);
}

// CRC-32 as zlib and PNG have it, four bits at a time.
unsigned long jf_checkpoint_sum(const char *bytes, size_t n)
{
    static const unsigned long table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    unsigned long sum = 0xFFFFFFFF;

    for (size_t i = 0; i < n; i++) {
        sum ^= (unsigned char)bytes[i];
        sum = table[sum & 15] ^ sum >> 4;
        sum = table[sum & 15] ^ sum >> 4;
    }
    return sum ^ 0xFFFFFFFF;
}

// ---- options

const jf_option *jf_checkpoint_option(size_t i)
{
    static const char *const names[] = {"panels",    "method", "rtol", "atol",
                                        "max-evals", "at",     "deg",  "pv"};
    const jf_option *option = NULL;

    if (i >= sizeof names / sizeof *names)
        return NULL;
    for (size_t k = 0; (option = jf_option_at(k)); k++)
        if (option->name && strcmp(option->name, names[i]) == 0)
            break;
    return option;
}

void *jf_checkpoint_field(const jf_option *option, jf_request *request)
{
    return (char *)request + option->offset;
}

// As it is written; numbers in a buffer.
static const char *value_of(const jf_option *option, const jf_request *request,
                            char *text, size_t size)
{
    const void *const field = (const char *)request + option->offset;

    switch (option->kind) {
    case JF_KIND_WHOLE:
        snprintf(text, size, "%lld", (long long)*(const int64_t *)field);
        return text;
    case JF_KIND_REAL:
        put_bits(*(const double *)field, text, size);
        return text;
    case JF_KIND_TEXT:
        return *(const char *const *)field;
    default:
        return "yes";
    }
}

bool jf_checkpoint_given(const jf_option *option, const jf_request *request)
{
    const void *const field = (const char *)request + option->offset;

    switch (option->kind) {
    case JF_KIND_WHOLE:
        return *(const int64_t *)field > 0;
    case JF_KIND_REAL:
        return *(const double *)field >= 0;
    case JF_KIND_TEXT:
        return *(const char *const *)field != NULL;
    default:
        return *(const bool *)field;
    }
}

static void put_options(jf_bytes *b, const jf_request *request)
{
    const jf_option *option;
    char text[32];

    for (size_t i = 0; (option = jf_checkpoint_option(i)); i++)
        if (jf_checkpoint_given(option, request))
            put_line(b, option->name,
                     value_of(option, request, text, sizeof text));
}

static void put_params(jf_bytes *b, const jf_problem *p)
{
    char text[128], bits[24];

    for (int i = 0; i < p->nbinding; i++) {
        put_bits(p->binding[i].value, bits, sizeof bits);
        snprintf(text, sizeof text, "%.80s %s", p->binding[i].name, bits);
        put_line(b, "param", text);
    }
}

static void put_head(jf_bytes *b, const jf_request *request,
                     const jf_problem *problem)
{
    put(b, "jifen checkpoint 1\n");
    put_line(b, "version", JIFEN_VERSION);
    for (size_t i = 0; i < request->nword; i++)
        put_line(b, "word", request->word[i]);
    put_options(b, request);
    put_params(b, problem);
}

// ---- saving

static void say(const jf_checkpoint *c, jf_text_id id)
{
    const jf_out *const err = &c->view->ui->err;

    jf_view_erase(c->view);
    jf_out_say(err, id, c->path, NULL, NULL);
    jf_out_flush(err);
}

static void save(void *param, const char *state, size_t length)
{
    jf_checkpoint *const c = param;
    jf_bytes b = {0};
    char end[16];

    jf_bytes_put(&b, c->head.text, c->head.length);
    jf_bytes_put(&b, state, length);
    snprintf(end, sizeof end, "end %08lx\n",
             b.failed ? 0 : jf_checkpoint_sum(b.text, b.length));
    put(&b, end);
    const bool saved = !b.failed && jf_console_save(c->path, b.text, b.length);
    if (!saved && !c->failed)
        say(c, !b.failed && jf_console_is_full() ? JF_TEXT_CLI_CHECKPOINT_FULL
                                                 : JF_TEXT_CLI_CHECKPOINT_LOST);
    c->failed = !saved;
    free(b.text);
}

static bool same(const jf_checkpoint *c)
{
    return c->nhead == 0 || (c->nhead == c->head.length &&
                             memcmp(c->file.text, c->head.text, c->nhead) == 0);
}

static bool is_kept_on_the_way(const jf_options *o)
{
    return o->panels > 0 || (o->method && strcmp(o->method, "gk") == 0);
}

jf_status jf_checkpoint_begin(jf_checkpoint *c, const jf_problem *problem,
                              jf_view *view, jf_options *options,
                              jf_failure *failure)
{
    const jf_piece nowhere = {0};
    const jf_request *const request = view->ui->request;

    c->view = view;
    put_head(&c->head, request, problem);
    if (c->head.failed)
        return jf_failure_set(failure, JF_NOMEM, JF_PART_OTHER, nowhere,
                              jf_message_make(JF_TEXT_NONE, NULL, NULL, NULL));
    if (!same(c))
        return jf_failure_set(failure, JF_IO, JF_PART_OTHER, nowhere,
                              jf_message_make(JF_TEXT_CLI_CHECKPOINT_READING,
                                              request->resume, NULL, NULL));
    options->save = save;
    options->save_param = c;
    options->save_every = request->save_every;
    options->state = c->state;
    options->state_length = c->nstate;
    if (!request->quiet && !c->state && !is_kept_on_the_way(options))
        say(c, JF_TEXT_CLI_CHECKPOINT_ANEW);
    return JF_OK;
}

void jf_checkpoint_end(jf_checkpoint *c, const jf_result *result)
{
    c->unfinished = result->status == JF_INTERRUPTED ||
                    result->cause.id == JF_TEXT_QUAD_TIMEOUT;
}
