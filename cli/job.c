/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes what was typed to pieces.
 *
 * Pieces are divided by ';' or a tab, and by the gaps between the words of a
 * command line.  No expression holds "..", or a lone '=': a piece with the
 * first is a range, one with the second a setting.  The first of the others is
 * the integrand, and those after it are limits.  Full-width signs count as
 * their ASCII twins here as they do in expressions, but nothing is rewritten,
 * so that every message can point into the text as it was typed. */
#include "cli/job.h"

#include <string.h>

#include "cli/decode.h"

jf_status jf_failure_set(jf_failure *failure, jf_status status, jf_part part,
                         jf_piece piece, jf_message problem)
{
    *failure = (jf_failure){
        .diag = {.status = status,
                 .begin = piece.begin,
                 .end = piece.end,
                 .problem = problem},
        .source = piece.source,
        .part = part,
    };
    return status;
}

static jf_message message(jf_text_id id, const char *arg)
{
    return jf_message_make(id, arg, NULL, NULL);
}

static jf_status refuse(jf_failure *failure, jf_piece piece, jf_text_id problem,
                        jf_text_id hint)
{
    jf_failure_set(failure, JF_USAGE, JF_PART_OTHER, piece,
                   message(problem, NULL));
    failure->diag.hint = message(hint, NULL);
    return JF_USAGE;
}

// The character at s as ASCII (full-width forms folded), or 0 for any other.
static char fold(const char *s, size_t length, size_t *size)
{
    uint32_t code;

    *size = jf_decode_character(s, length, &code);
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFEE0;
    if (code == 0x3000 || code == 0xA0 || code == 0xFEFF)
        code = ' ';
    return code < 0x80 ? (char)code : '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static jf_piece trim(jf_piece piece)
{
    const char *const text = piece.source->text;
    size_t end = piece.begin, size;

    while (piece.begin < piece.end &&
           is_blank(fold(text + piece.begin, piece.end - piece.begin, &size)))
        piece.begin += size;
    for (size_t i = piece.begin; i < piece.end; i += size)
        if (!is_blank(fold(text + i, piece.end - i, &size)))
            end = i + size;
    piece.end = end > piece.begin ? end : piece.begin;
    return piece;
}

jf_piece jf_piece_of(const jf_source *source)
{
    return trim((jf_piece){source, 0, source->length});
}

bool jf_piece_is_empty(jf_piece piece)
{
    return piece.begin >= piece.end;
}

// The signs of a piece that tell what it is; NONE where there is no such sign.
enum { NONE = -1 };
typedef struct marks {
    ptrdiff_t equals, equals_end;
    ptrdiff_t dots, dots_end;
    ptrdiff_t comma, step; // outside parentheses; ':' or '@'
} marks;

static void mark(marks *m, char before, char c, char after, ptrdiff_t at,
                 ptrdiff_t end)
{
    const bool lone = after != '=' && (!before || !strchr("=<>!", before));

    if (c == '=' && lone && m->equals == NONE) {
        m->equals = at;
        m->equals_end = end;
    }
    if (c == ',' && m->comma == NONE)
        m->comma = at;
    if ((c == ':' || c == '@') && m->step == NONE)
        m->step = at;
}

static marks find_marks(jf_piece piece)
{
    const char *const text = piece.source->text;
    marks m = {NONE, NONE, NONE, NONE, NONE, NONE};
    int depth = 0;
    char before = ' ';
    size_t size, next_size = 0;

    for (size_t i = piece.begin; i < piece.end;) {
        const char c = fold(text + i, piece.end - i, &size);
        const size_t end = i + size;
        const char after = end < piece.end
                               ? fold(text + end, piece.end - end, &next_size)
                               : ' ';
        depth += (c == '(' || c == '[' || c == '{') -
                 (c == ')' || c == ']' || c == '}');
        if (c == '.' && after == '.' && m.dots == NONE) {
            m.dots = (ptrdiff_t)i;
            m.dots_end = (ptrdiff_t)(end + next_size);
            i = (size_t)m.dots_end;
            continue;
        }
        if (depth == 0 || c == '=')
            mark(&m, before, c, after, (ptrdiff_t)i, (ptrdiff_t)end);
        before = c;
        i = end;
    }
    return m;
}

static jf_piece part_of(jf_piece piece, size_t begin, size_t end)
{
    return trim((jf_piece){piece.source, begin, end});
}

static jf_status add_limit(jf_job *job, jf_piece piece, jf_failure *failure)
{
    const int i = job->limit[0].source ? 1 : 0;

    if (job->limit[1].source && job->npoint == JF_POINT_MAX)
        return refuse(failure, piece, JF_TEXT_CLI_MANY_POINTS, JF_TEXT_NONE);
    if (jf_piece_is_empty(piece))
        return jf_failure_set(
            failure, JF_SYNTAX, JF_PART_OTHER, piece,
            message(i == 0 ? JF_TEXT_CLI_EMPTY_LOWER : JF_TEXT_CLI_EMPTY_UPPER,
                    NULL));
    if (job->limit[1].source)
        job->point[job->npoint++] = job->limit[1];
    job->limit[i] = piece;
    return JF_OK;
}

// [VAR =] limit .. limit, perhaps with breakpoints between them
static jf_status add_range(jf_job *job, jf_piece piece, const marks *m,
                           jf_failure *failure)
{
    const bool named = m->equals != NONE && m->equals < m->dots;
    size_t start = named ? (size_t)m->equals_end : piece.begin;
    jf_status status = JF_OK;

    if (m->step != NONE && named)
        return refuse(failure, piece, JF_TEXT_CLI_SWEEP, JF_TEXT_NONE);
    if (job->limit[0].source)
        return refuse(failure, piece,
                      named && job->variable.source
                          ? JF_TEXT_CLI_SEVERAL_VARIABLES
                          : JF_TEXT_CLI_LIMITS_TWICE,
                      JF_TEXT_NONE);
    if (named)
        job->variable = part_of(piece, piece.begin, (size_t)m->equals);
    for (marks n = *m; status == JF_OK && n.dots != NONE;) {
        status = add_limit(job, part_of(piece, start, (size_t)n.dots), failure);
        start = (size_t)n.dots_end;
        n = find_marks(part_of(piece, start, piece.end));
    }
    return status == JF_OK
               ? add_limit(job, part_of(piece, start, piece.end), failure)
               : status;
}

// NAME = value
static jf_status add_param(jf_job *job, jf_piece piece, const marks *m,
                           jf_failure *failure)
{
    if (m->comma != NONE)
        return refuse(failure, piece, JF_TEXT_CLI_SWEEP, JF_TEXT_NONE);
    if (job->nparam == JF_PARAM_MAX)
        return refuse(failure, piece, JF_TEXT_CLI_MANY_PARAMS, JF_TEXT_NONE);
    job->param[job->nparam++] = (jf_param){
        .name = part_of(piece, piece.begin, (size_t)m->equals),
        .value = part_of(piece, (size_t)m->equals_end, piece.end),
    };
    return JF_OK;
}

// The quotes that shells other than cmd.exe take away, and typeset ones.
static jf_piece strip_quotes(jf_piece piece)
{
    static const char *const pairs[][2] = {
        {"'", "'"}, {"\"", "\""}, {"‘", "’"}, {"“", "”"}};
    const char *const text = piece.source->text + piece.begin;
    const size_t length = piece.end - piece.begin;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const size_t n = strlen(pairs[i][0]);
        if (length > 2 * n && memcmp(text, pairs[i][0], n) == 0 &&
            memcmp(text + length - n, pairs[i][1], n) == 0)
            return part_of(piece, piece.begin + n, piece.end - n);
    }
    return piece;
}

static jf_status unquote(jf_job *job, jf_piece *piece, bool strict,
                         jf_failure *failure)
{
    const jf_piece inner = strip_quotes(*piece);

    if (inner.begin == piece->begin)
        return JF_OK;
    if (strict)
        return refuse(failure, *piece, JF_TEXT_CLI_QUOTES, JF_TEXT_NONE);
    if (job->nnote < JF_JOB_NOTE_MAX)
        job->note[job->nnote++] = message(JF_TEXT_CLI_QUOTES_REMOVED, NULL);
    *piece = inner;
    return JF_OK;
}

static jf_status add_piece(jf_job *job, jf_piece piece, bool strict,
                           jf_failure *failure)
{
    const jf_status status = unquote(job, &piece, strict, failure);

    if (status != JF_OK)
        return status;
    const marks m = find_marks(piece);
    if (m.dots != NONE)
        return add_range(job, piece, &m, failure);
    if (m.equals != NONE)
        return add_param(job, piece, &m, failure);
    if (job->integrand.source)
        return add_limit(job, piece, failure);
    job->integrand = piece;
    return JF_OK;
}

// The end of the piece that begins at i: a ';' or a tab, but not one between
// braces, where it divides the branches of a condition.
static size_t find_end(jf_piece rest, size_t i, size_t *size)
{
    const char *const text = rest.source->text;
    size_t first = rest.end; // the first divider between open braces
    int depth = 0;

    for (; i < rest.end; i += *size) {
        const char c = fold(text + i, rest.end - i, size);
        depth += (c == '{') - (c == '}' && depth > 0);
        if (c != ';' && c != '\t')
            continue;
        if (depth == 0)
            return i;
        first = first < i ? first : i;
    }
    return depth == 0 ? i : first;
}

jf_status jf_job_add(jf_job *job, const jf_source *source, bool strict,
                     jf_failure *failure)
{
    jf_piece rest = jf_piece_of(source);
    jf_status status = unquote(job, &rest, strict, failure);
    size_t size = 1;

    for (size_t i = rest.begin; i < rest.end && status == JF_OK; i += size) {
        const size_t end = find_end(rest, i, &size);
        const jf_piece piece = part_of(rest, i, end);
        if (!jf_piece_is_empty(piece))
            status = add_piece(job, piece, strict, failure);
        i = end;
        if (i < rest.end)
            fold(source->text + i, rest.end - i, &size);
    }
    return status;
}
