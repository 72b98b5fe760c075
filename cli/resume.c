/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a checkpoint.  It is believed only as a whole: first what kind of
 * file it is, then that its end is there, then the checksum, then the version;
 * only then its lines.  What is read is then written again, and has to be the
 * same (checkpoint.c). */
#include "cli/checkpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/console.h"
#include "cli/report.h"
#include "cli/run.h"

static const char magic[] = "jifen checkpoint ";
static const char format_line[] = "jifen checkpoint 1\n";

enum { MAGIC = sizeof magic - 1, FORMAT = sizeof format_line - 1, END = 13 };

void jf_checkpoint_clear(jf_checkpoint *c)
{
    free(c->head.text);
    free(c->file.text);
    *c = (jf_checkpoint){.path = c->path};
}

static jf_status refuse(jf_diag *diag, jf_text_id id, const char *path,
                        const char *found, const char *wanted)
{
    *diag = (jf_diag){.status = JF_IO,
                      .problem = jf_message_make(id, path, found, wanted)};
    return JF_IO;
}

static bool read_bytes(FILE *file, jf_bytes *b)
{
    size_t n = 1;

    while (!b->failed && n > 0) {
        const size_t size = b->size ? 2 * b->size : 4096;
        char *const text = realloc(b->text, size);
        b->failed = !text;
        if (!text)
            break;
        b->text = text;
        b->size = size;
        n = fread(text + b->length, 1, size - b->length, file);
        b->length += n;
    }
    return !b->failed && !ferror(file);
}

static jf_status read_file(const char *path, jf_bytes *b, jf_diag *diag)
{
    FILE *const file = jf_console_open_file(path);

    if (!file)
        return refuse(diag, JF_TEXT_CLI_CANNOT_OPEN, path, NULL, NULL);
    const bool read = read_bytes(file, b);
    fclose(file);
    return read ? JF_OK
                : refuse(diag, JF_TEXT_CLI_CANNOT_OPEN, path, NULL, NULL);
}

// ---- the file as a whole

static jf_status check_sum(const char *path, const jf_bytes *b, jf_diag *diag)
{
    const char *const end = b->text + b->length - END;
    char wanted[16], found[16];

    if (b->length < FORMAT + END || end[-1] != '\n' ||
        memcmp(end, "end ", 4) != 0 || end[END - 1] != '\n')
        return refuse(diag, JF_TEXT_CLI_CHECKPOINT_CUT, path, NULL, NULL);
    snprintf(wanted, sizeof wanted, "%.8s", end + 4);
    snprintf(found, sizeof found, "%08lx",
             jf_checkpoint_sum(b->text, b->length - END));
    return strcmp(wanted, found) == 0
               ? JF_OK
               : refuse(diag, JF_TEXT_CLI_CHECKPOINT_DAMAGED, path, found,
                        wanted);
}

static jf_status check(const char *path, const jf_bytes *b, jf_diag *diag)
{
    if (b->length < MAGIC || memcmp(b->text, magic, MAGIC) != 0)
        return refuse(diag, JF_TEXT_CLI_CHECKPOINT_FOREIGN, path, NULL, NULL);
    if (b->length >= FORMAT && memcmp(b->text, format_line, FORMAT) != 0)
        return refuse(diag, JF_TEXT_CLI_CHECKPOINT_FORMAT, path, NULL, NULL);
    return check_sum(path, b, diag);
}

// Whether it tells of a result; b is one that was checked.
static bool is_finished(const jf_bytes *b)
{
    static const char line[] = "\nfinished\n";
    const size_t n = sizeof line - 1;

    for (size_t i = 0; i + n <= b->length; i++)
        if (memcmp(b->text + i, line, n) == 0)
            return true;
    return false;
}

// JF_IO if something stands there that is not to be overwritten.
static jf_status check_target(const char *path, jf_diag *diag)
{
    FILE *const file = jf_console_open_file(path);
    jf_bytes b = {0};
    jf_diag why;

    if (!file && errno == ENOENT)
        return JF_OK;
    const bool read = file && read_bytes(file, &b);
    if (file)
        fclose(file);
    jf_status status = JF_OK;
    if (!read || check(path, &b, &why) != JF_OK)
        status = refuse(diag, JF_TEXT_CLI_CHECKPOINT_THERE, path, NULL, NULL);
    else if (!is_finished(&b))
        status =
            refuse(diag, JF_TEXT_CLI_CHECKPOINT_UNFINISHED, path, NULL, NULL);
    free(b.text);
    return status;
}

// ---- its lines

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

// Takes the escapes out of a string, in its place.
static void unescape(char *s)
{
    char *to = s;

    for (; *s; s++) {
        const int high = *s == '\\' ? hex(s[1]) : -1;
        const int low = high >= 0 ? hex(s[2]) : -1;
        *to++ = low < 0 ? *s : (char)(16 * high + low);
        s += low < 0 ? 0 : 2;
    }
    *to = '\0';
}

static void set_option(const jf_option *option, char *value,
                       jf_request *request)
{
    void *const field = jf_checkpoint_field(option, request);

    if (option->kind == JF_KIND_WHOLE) {
        *(int64_t *)field = strtoll(value, NULL, 10);
    } else if (option->kind == JF_KIND_REAL) {
        const unsigned long long bits = strtoull(value, NULL, 16);
        memcpy(field, &bits, sizeof bits);
    } else if (option->kind == JF_KIND_TEXT) {
        *(const char **)field = value;
    } else {
        *(bool *)field = true;
    }
}

// What is not understood is found when the head is written again.
static void read_line(char *line, jf_request *request)
{
    char *const value = strchr(line, ' ');
    const jf_option *option;

    if (!value)
        return;
    *value = '\0';
    unescape(value + 1);
    if (strcmp(line, "word") == 0)
        request->word[request->nword++] = value + 1;
    for (size_t i = 0; (option = jf_checkpoint_option(i)); i++)
        if (strcmp(option->name, line) == 0)
            set_option(option, value + 1, request);
}

// Divides a checked file, and reads the lines before the state.  Their strings
// are in a copy behind the file's bytes, which are compared later.
static jf_status read_head(jf_checkpoint *c, jf_request *request)
{
    jf_bytes *const b = &c->file;
    const size_t end = b->length - END;
    size_t n = FORMAT, nline = 0;

    while (n < end && !(end - n > 6 && memcmp(b->text + n, "state ", 6) == 0)) {
        const char *const stop = memchr(b->text + n, '\n', end - n);
        n = (size_t)(stop - b->text) + 1; // the last byte is one
        nline++;
    }
    char *const text = realloc(b->text, b->length + n + 1);
    request->word = calloc(nline + 1, sizeof *request->word);
    if (text)
        b->text = text;
    if (!text || !request->word)
        return JF_NOMEM;
    c->nhead = n;
    c->state = b->text + n;
    c->nstate = end - n;
    char *const copy = memcpy(text + b->length, text, n);
    copy[n] = '\0';
    for (char *line = copy + FORMAT, *stop; (stop = strchr(line, '\n'));
         line = stop + 1) {
        *stop = '\0';
        read_line(line, request);
    }
    return JF_OK;
}

static jf_status check_version(const char *path, const char *text,
                               jf_diag *diag)
{
    static const char ours[] = "version " JIFEN_VERSION "\n";
    static const char word[] = "version ";
    const char *const given = text + FORMAT;
    char theirs[JF_ARG_MAX] = "";

    if (strncmp(given, ours, sizeof ours - 1) == 0)
        return JF_OK;
    if (strncmp(given, word, sizeof word - 1) == 0) {
        const char *const name = given + sizeof word - 1;
        snprintf(theirs, sizeof theirs, "%.*s", (int)strcspn(name, " \n"),
                 name);
    }
    return refuse(diag, JF_TEXT_CLI_CHECKPOINT_VERSION, path, theirs,
                  JIFEN_VERSION);
}

// c->file is divided into the request and the state.
static jf_status understand(jf_checkpoint *c, const char *path,
                            jf_request *request, jf_diag *diag)
{
    jf_status status = check(path, &c->file, diag);
    if (status == JF_OK)
        status = check_version(path, c->file.text, diag);
    if (status == JF_OK) {
        status = read_head(c, request);
        *diag = (jf_diag){.status = status};
    }
    return status;
}

// ---- the job

static jf_status look(jf_checkpoint *c, const jf_request *request,
                      jf_diag *diag)
{
    jf_status status = JF_OK;

    if (request->checkpoint &&
        !(request->resume && strcmp(c->path, request->resume) == 0))
        status = check_target(c->path, diag);
    if (status == JF_OK && request->resume)
        status = read_file(request->resume, &c->file, diag);
    return status;
}

// Rank 0 looks at the files, and says what is wrong with them; what it has read
// comes to all ranks.
static jf_status look_for_all(jf_checkpoint *c, const jf_request *request,
                              jf_ranks *ranks, jf_diag *diag)
{
    const bool first = jf_ranks_number(ranks) == 0;
    char status = (char)(first ? look(c, request, diag) : JF_OK);

    jf_ranks_share(ranks, 1, &status);
    if (!first)
        *diag = (jf_diag){.status = (jf_status)status};
    if (status == JF_OK && ranks && request->resume) {
        char *const read = c->file.text;
        c->file.text = jf_ranks_copy(ranks, read, &c->file.length);
        c->file.size = c->file.length;
        free(read);
    }
    return (jf_status)status;
}

static jf_status begin(jf_checkpoint *c, jf_request *request, jf_ranks *ranks,
                       jf_diag *diag)
{
    c->path = request->checkpoint ? request->checkpoint : request->resume;
    if (request->resume) { // it brings its own words, to be freed
        request->nword = 0;
        request->word = NULL;
    }
    const jf_status status = look_for_all(c, request, ranks, diag);
    return status == JF_OK && request->resume
               ? understand(c, request->resume, request, diag)
               : status;
}

int jf_run_kept(const jf_ui *ui)
{
    jf_checkpoint c = {0};
    jf_request request = *ui->request;
    jf_ui kept = *ui;
    jf_diag diag;

    kept.request = &request;
    kept.checkpoint = &c;
    const jf_status status = begin(&c, &request, ui->ranks, &diag);
    const int exit_code =
        status == JF_OK ? jf_run_words(&kept) : jf_report_diag(ui, &diag);
    if (c.unfinished && !c.failed && !request.quiet)
        jf_out_say(&ui->err, JF_TEXT_CLI_CHECKPOINT_CONTINUE, c.path, NULL,
                   NULL);
    if (request.resume)
        free(request.word);
    jf_checkpoint_clear(&c);
    return exit_code;
}
