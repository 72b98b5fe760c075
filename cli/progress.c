/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line on a terminal, or objects for programs, while an integral is being
 * computed.  The line begins after half a second, so that short jobs are quiet,
 * and is drawn at most ten times a second.  Each drawing leaves the cursor in
 * its first column: what the terminal echoes for Ctrl-C is overwritten with
 * it.  Spaces take the line away, since not every console knows escapes. */
#include "cli/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/console.h"
#include "cli/report.h"
#include "cli/shorten.h"

enum { COLUMNS = 79, SIZE = 512, ECHO = 2 };

#define DELAY  0.5 // seconds
#define REDRAW 0.1
#define OBJECT 1.0

// A line that is put together; a part that does not fit is left out.
typedef struct line {
    jf_lang lang;
    char text[SIZE];
    size_t length;
} line;

static void add(line *l, jf_text_id id, const char *arg1, const char *arg2)
{
    char part[SIZE];
    const jf_message message = jf_message_make(id, arg1, arg2, NULL);
    const size_t n = jf_message_format(&message, l->lang, part, sizeof part);

    if (l->length + n >= SIZE ||
        jf_text_width(l->text, l->length) + jf_text_width(part, n) > COLUMNS)
        return;
    memcpy(l->text + l->length, part, n + 1);
    l->length += n;
}

// "3.2", "41": two digits, no exponent
static void put_small(double x, char *text)
{
    snprintf(text, JF_SHORTEN_SIZE, x < 9.95 ? "%.1f" : "%.0f", x);
}

// "612 M", "6.1 亿": people count by thousands, or by ten thousands.
static void put_count(jf_lang lang, double x, char *text)
{
    static const struct {
        double unit[JF_NLANG];
        jf_text_id text;
    } rows[] = {
        {{[JF_LANG_EN] = 1e9, [JF_LANG_ZH] = 1e8}, JF_TEXT_CLI_COUNT_LARGE},
        {{[JF_LANG_EN] = 1e6, [JF_LANG_ZH] = 1e4}, JF_TEXT_CLI_COUNT_MEDIUM},
        {{[JF_LANG_EN] = 1, [JF_LANG_ZH] = 1}, JF_TEXT_CLI_COUNT_SMALL},
    };
    char number[JF_SHORTEN_SIZE];
    size_t i = 0;

    while (x < rows[i].unit[lang] && i + 1 < sizeof rows / sizeof *rows)
        i++;
    put_small(x / rows[i].unit[lang], number);
    const jf_message message =
        jf_message_make(rows[i].text, number, NULL, NULL);
    jf_message_format(&message, lang, text, JF_SHORTEN_SIZE);
}

// "3.2 s", "12 min", "3.4 h"
static void put_duration(jf_lang lang, double seconds, char *text)
{
    const jf_text_id unit = seconds < 120    ? JF_TEXT_CLI_SECONDS
                            : seconds < 7200 ? JF_TEXT_CLI_MINUTES
                                             : JF_TEXT_CLI_HOURS;
    char number[JF_SHORTEN_SIZE];

    put_small(seconds < 120    ? seconds
              : seconds < 7200 ? seconds / 60
                               : seconds / 3600,
              number);
    const jf_message message = jf_message_make(unit, number, NULL, NULL);
    jf_message_format(&message, lang, text, JF_SHORTEN_SIZE);
}

// Seconds; NaN where nobody knows.
static double time_left(const jf_view *view, const jf_progress *p)
{
    const double work = p->seconds * (1 - p->share) / (p->share - p->before);
    const double clock = view->timeout - p->seconds;

    return view->timeout > 0 ? fmin(work, fmax(clock, 0)) : work;
}

static void add_value(line *l, const jf_progress *p)
{
    char wanted[JF_SHORTEN_SIZE];

    if (!isfinite(p->value))
        return;
    const jf_short_number n = jf_shorten(p->value, p->abserr);
    if (!n.error[0])
        return;
    add(l, JF_TEXT_CLI_PROGRESS_VALUE, n.value, n.error);
    jf_shorten_brief(p->tolerance, wanted);
    if (p->tolerance > 0 && p->tolerance < p->abserr)
        add(l, JF_TEXT_CLI_PROGRESS_WANTED, wanted, NULL);
}

static void erase(jf_view *view, int more)
{
    const jf_out *const err = &view->ui->err;

    if (view->columns + more == 0)
        return;
    jf_out_put(err, "\r");
    jf_out_pad(err, view->columns + more);
    jf_out_put(err, "\r");
    jf_out_flush(err);
    view->columns = 0;
}

void jf_view_erase(jf_view *view)
{
    erase(view, 0);
}

static void draw(jf_view *view, const jf_progress *p)
{
    const jf_out *const err = &view->ui->err;
    const double left = time_left(view, p);
    line l = {.lang = err->lang};
    char text[JF_SHORTEN_SIZE];

    put_duration(l.lang, p->seconds, text);
    add(&l, JF_TEXT_CLI_PROGRESS_TIME, text, NULL);
    jf_report_percent(p->share, text);
    if (!isnan(p->share))
        add(&l, JF_TEXT_CLI_PROGRESS_SHARE, text, NULL);
    put_count(l.lang, (double)p->neval / p->seconds, text);
    add(&l, JF_TEXT_CLI_PROGRESS_SPEED, text, NULL);
    add_value(&l, p);
    put_duration(l.lang, left, text);
    if (!isnan(left))
        add(&l, JF_TEXT_CLI_PROGRESS_LEFT, text, NULL);
    add(&l, JF_TEXT_CLI_PROGRESS_STOP, NULL, NULL);
    const int columns = (int)jf_text_width(l.text, l.length) + ECHO;
    jf_out_put(err, "\r");
    jf_out_put(err, l.text);
    jf_out_pad(err, view->columns - columns);
    jf_out_put(err, "\r");
    jf_out_flush(err);
    view->columns = columns > view->columns ? columns : view->columns;
}

static void put_object(const jf_view *view, const jf_progress *p)
{
    const jf_out *const err = &view->ui->err;
    const struct {
        const char *key;
        double x;
    } rows[] = {
        {"share", p->share},
        {"evaluations", (double)p->neval},
        {"per_second", floor((double)p->neval / p->seconds)},
        {"left", time_left(view, p)},
        {"value", p->value},
        {"error", p->abserr},
    };
    char text[80];

    snprintf(text, sizeof text,
             "{\"jifen\":1,\"status\":\"running\",\"seconds\":%.3f",
             p->seconds);
    jf_out_put(err, text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char number[40] = "null";
        if (isfinite(rows[i].x))
            jf_double_print(rows[i].x, number, sizeof number);
        snprintf(text, sizeof text, ",\"%s\":%s", rows[i].key, number);
        jf_out_put(err, text);
    }
    jf_out_put(err, "}\n");
    jf_out_flush(err);
}

static bool watch(void *param, const jf_progress *p)
{
    jf_view *const view = param;
    const bool drawn = view->ui->showing == JF_SHOW_LINE;

    if (jf_console_interrupted())
        return false;
    if (p->seconds >= view->next) {
        view->next = p->seconds + (drawn ? REDRAW : OBJECT);
        if (drawn)
            draw(view, p);
        else
            put_object(view, p);
    }
    return true;
}

void jf_view_begin(jf_view *view, const jf_ui *ui, jf_options *options)
{
    static const double first[] = {[JF_SHOW_NOTHING] = HUGE_VAL,
                                   [JF_SHOW_LINE] = DELAY,
                                   [JF_SHOW_JSON] = OBJECT};

    *view = (jf_view){
        .ui = ui, .timeout = options->timeout, .next = first[ui->showing]};
    options->watch = watch;
    options->watch_param = view;
    jf_console_catch(true);
}

void jf_view_end(jf_view *view)
{
    const bool echoed = jf_console_interrupted() && view->columns == 0 &&
                        view->ui->showing == JF_SHOW_LINE;

    jf_console_catch(false);
    erase(view, echoed ? ECHO : 0);
}
