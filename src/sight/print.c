/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Range and marks as text, for people and tests: a line for the range and what
 * may be true within it, a line for each mark,
 *
 *     range 0 inf undefined unbounded
 *     pole 1.5707963267948966 6.123233995736766e-17
 *     more
 *
 * with the tail where it is known, "more" if there are others. */
#include <stdlib.h>

#include "base/writer.h"
#include "sight/sight.h"

enum { MARKS_MAX = 4096 };

static void put_number(jf_writer *w, double x)
{
    char text[40];

    jf_double_print(x, text, sizeof text);
    jf_writer_put(w, ' ');
    jf_writer_text(w, text);
}

static void put_range(jf_writer *w, jf_range r)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = {{JF_SEEN_UNDEFINED, " undefined"},
                 {JF_SEEN_UNBOUNDED, " unbounded"},
                 {JF_SEEN_JUMP, " jump"}};

    jf_writer_text(w, "range");
    if (r.lo <= r.hi) {
        put_number(w, r.lo);
        put_number(w, r.hi);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (r.seen & words[i].bit)
            jf_writer_text(w, words[i].word);
    jf_writer_put(w, '\n');
}

static void put_mark(jf_writer *w, const jf_mark *mark)
{
    static const char *const kinds[] = {[JF_MARK_KINK] = "kink",
                                        [JF_MARK_JUMP] = "jump",
                                        [JF_MARK_BRANCH] = "branch",
                                        [JF_MARK_POLE] = "pole"};

    jf_writer_text(w, kinds[mark->kind]);
    put_number(w, mark->x);
    if (mark->tail != 0)
        put_number(w, mark->tail);
    jf_writer_put(w, '\n');
}

size_t jf_sight_print(const jf_ir *typed, double a, double b, char *buffer,
                      size_t size)
{
    jf_writer w = {buffer, size, 0};
    jf_mark *const mark = malloc(MARKS_MAX * sizeof *mark);
    const long count = mark ? jf_sight_marks(typed, a, b, MARKS_MAX, mark) : -1;

    put_range(&w, jf_sight_range(typed, a, b));
    for (long i = 0; mark && i < MARKS_MAX && (count < 0 || i < count); i++) {
        if (count < 0 && mark[i].x != mark[i].x) // NaN: the last one
            break;
        put_mark(&w, &mark[i]);
    }
    if (count < 0 || count > MARKS_MAX)
        jf_writer_text(&w, "more\n");
    free(mark);
    return jf_writer_end(&w);
}
