/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the pieces of a job to an integral with numbers for limits.
 *
 * The order matters to a person who is asked step by step: the integrand is
 * understood first, then each limit's text, then it is seen which names have
 * no value yet, and only then are limits evaluated (they may use parameters).
 * The first thing that is wrong or missing ends the work and is named. */
#include "cli/problem.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "cli/console.h"

static jf_message message(jf_text_id id, const char *arg1, const char *arg2)
{
    return jf_message_make(id, arg1, arg2, NULL);
}

static const char *text_of(jf_piece piece)
{
    assert(piece.source); // the piece is there
    return piece.source->text + piece.begin;
}

static size_t length_of(jf_piece piece)
{
    return piece.end - piece.begin;
}

// Copies at most size - 1 bytes of a piece.
static void copy(jf_piece piece, char *to, size_t size)
{
    const size_t n = length_of(piece);
    const size_t fits = n < size ? n : size - 1;

    memcpy(to, text_of(piece), fits);
    to[fits] = '\0';
}

static jf_status fail(jf_failure *failure, jf_part part, jf_piece piece,
                      jf_text_id id, const char *arg)
{
    return jf_failure_set(failure, JF_SYNTAX, part, piece,
                          message(id, arg, NULL));
}

// The library counts from the start of the piece, a failure from the source's.
static jf_status fail_at(jf_failure *failure, jf_part part, jf_piece piece,
                         const jf_diag *diag)
{
    jf_failure_set(failure, diag->status, part, piece, diag->problem);
    failure->diag.hint = diag->hint;
    failure->diag.begin = piece.begin + diag->begin;
    failure->diag.end = piece.begin + diag->end;
    return diag->status;
}

static jf_status parse(const jf_problem *p, const jf_request *request,
                       jf_part part, jf_piece piece, jf_expr **expr,
                       jf_failure *failure)
{
    const char *name[JF_PARAM_MAX + 1];
    jf_expr_options options = {
        .name = name, .degrees = request->degrees, .strict = request->strict};
    jf_diag diag;

    for (int i = 0; i < p->job->nparam; i++)
        if (p->name[i])
            name[options.nname++] = jf_expr_name(p->name[i], 0);
    name[options.nname++] =
        p->name[JF_PARAM_MAX] ? jf_expr_name(p->name[JF_PARAM_MAX], 0) : "x";
    const jf_status status =
        jf_expr_parse(text_of(piece), length_of(piece), &options, expr, &diag);
    return status == JF_OK ? JF_OK : fail_at(failure, part, piece, &diag);
}

// Letters (of any script), digits and '_', and a letter first.
static bool is_word(const char *s)
{
    const char *const start = s;

    while (isalnum((unsigned char)*s) || *s == '_' || (*s & 0x80))
        s++;
    return *s == '\0' && s > start && !isdigit((unsigned char)*start) &&
           *start != '_';
}

static bool is_function(const char *name)
{
    for (size_t i = 0; i < jf_function_count(); i++) {
        const jf_function_info *const info = jf_function_info_at(i);
        const size_t n = strlen(name);
        const char *s = info->aliases;
        if (strcmp(info->name, name) == 0)
            return true;
        for (; *s; s += strcspn(s, " "), s += *s == ' ')
            if (strcspn(s, " ") == n && strncmp(s, name, n) == 0)
                return true;
    }
    return false;
}

static bool is_single_name(const jf_expr *expr)
{
    char printed[JF_ARG_MAX];

    jf_expr_print(expr, printed, sizeof printed);
    return jf_expr_nname(expr) == 1 && !jf_expr_variable(expr) &&
           strcmp(printed, jf_expr_name(expr, 0)) == 0;
}

// A name that may be given a meaning: a word that has none yet.
static jf_status parse_name(jf_piece piece, jf_expr **expr, jf_failure *failure)
{
    char text[JF_ARG_MAX];
    const char *const name = text;
    const jf_expr_options options = {.nname = 1, .name = &name};
    jf_diag diag;

    copy(piece, text, sizeof text);
    const bool parsed = jf_expr_parse(text_of(piece), length_of(piece), NULL,
                                      expr, &diag) == JF_OK;
    if (parsed && is_single_name(*expr))
        return JF_OK;
    const bool taken = is_word(text) && (parsed || is_function(text));
    jf_expr_free(*expr);
    *expr = NULL;
    if (!taken && is_word(text) &&
        jf_expr_parse(text_of(piece), length_of(piece), &options, expr,
                      &diag) == JF_OK &&
        is_single_name(*expr))
        return JF_OK;
    return fail(failure, JF_PART_OTHER, piece,
                taken ? JF_TEXT_CLI_NAME_TAKEN : JF_TEXT_CLI_NOT_A_NAME, text);
}

static jf_status parse_names(jf_problem *p, jf_failure *failure)
{
    const jf_job *const job = p->job;
    jf_status status = JF_OK;

    for (int i = 0; i < job->nparam && status == JF_OK; i++) {
        const jf_piece piece = job->param[i].name;
        status = parse_name(piece, &p->name[i], failure);
        for (int k = 0; k < i && status == JF_OK; k++)
            if (strcmp(jf_expr_name(p->name[i], 0),
                       jf_expr_name(p->name[k], 0)) == 0)
                status =
                    fail(failure, JF_PART_OTHER, piece, JF_TEXT_CLI_GIVEN_TWICE,
                         jf_expr_name(p->name[i], 0));
    }
    if (job->variable.source && status == JF_OK)
        status = parse_name(job->variable, &p->name[JF_PARAM_MAX], failure);
    return status;
}

static bool is_param(const jf_problem *p, const char *name)
{
    for (int i = 0; i < p->job->nparam; i++)
        if (strcmp(jf_expr_name(p->name[i], 0), name) == 0)
            return true;
    return false;
}

// x where it is used, else the only name without a value; NULL: neither.
static const char *guess_variable(const jf_problem *p, int *nfree)
{
    const char *only = NULL;

    *nfree = 0;
    for (size_t i = 0; i < jf_expr_nname(p->integrand); i++) {
        const char *const name = jf_expr_name(p->integrand, i);
        if (is_param(p, name))
            continue;
        ++*nfree;
        only = name;
        if (strcmp(name, "x") == 0)
            return name;
    }
    return *nfree == 1 ? only : NULL;
}

static jf_status choose_variable(jf_problem *p, jf_failure *failure)
{
    const char *const written = jf_expr_variable(p->integrand);
    const char *const named =
        p->name[JF_PARAM_MAX] ? jf_expr_name(p->name[JF_PARAM_MAX], 0) : NULL;
    int nfree;
    const char *const guess = guess_variable(p, &nfree);

    if (written && named && strcmp(written, named) != 0)
        return jf_failure_set(
            failure, JF_SYNTAX, JF_PART_OTHER, p->job->variable,
            message(JF_TEXT_CLI_TWO_VARIABLES, written, named));
    p->variable = named ? named : written ? written : guess;
    if (!p->variable && (p->job->limit[0].source || nfree > 0))
        p->variable = "x";
    if (p->variable && is_param(p, p->variable))
        return fail(failure, JF_PART_INTEGRAND, p->job->integrand,
                    JF_TEXT_CLI_VARIABLE_HAS_VALUE, p->variable);
    return JF_OK;
}

static jf_status missing(jf_failure *failure, jf_part part, jf_text_id problem,
                         jf_text_id hint)
{
    const jf_piece nowhere = {0};
    const char quote[] = {jf_console_quote(), '\0'};

    jf_failure_set(failure, JF_SYNTAX, part, nowhere,
                   message(problem, NULL, NULL));
    failure->diag.hint = message(hint, quote, NULL);
    failure->missing = true;
    return JF_SYNTAX;
}

static jf_status parse_limits(jf_problem *p, const jf_request *request,
                              jf_failure *failure)
{
    const jf_piece *const limit = p->job->limit;
    jf_status status;

    if (!limit[0].source)
        return missing(failure, JF_PART_LOWER, JF_TEXT_CLI_NO_LIMITS,
                       JF_TEXT_CLI_ADD_LIMITS);
    status = parse(p, request, JF_PART_LOWER, limit[0], &p->limit[0], failure);
    if (status != JF_OK)
        return status;
    if (!limit[1].source)
        return missing(failure, JF_PART_UPPER, JF_TEXT_CLI_NO_UPPER,
                       JF_TEXT_CLI_ADD_LIMITS);
    return parse(p, request, JF_PART_UPPER, limit[1], &p->limit[1], failure);
}

static jf_status name_without_value(const jf_expr *expr, size_t i,
                                    jf_piece piece, jf_failure *failure)
{
    const char *const name = jf_expr_name(expr, i);

    fail(failure, JF_PART_PARAM, piece, JF_TEXT_CLI_NO_VALUE, name);
    jf_expr_name_span(expr, i, &failure->diag.begin, &failure->diag.end);
    failure->diag.begin += piece.begin;
    failure->diag.end += piece.begin;
    failure->diag.hint = message(JF_TEXT_CLI_GIVE_VALUE, name, NULL);
    failure->missing = true;
    memcpy(failure->name, failure->diag.problem.arg[0], JF_ARG_MAX);
    return JF_SYNTAX;
}

// Every name but the variable must be a parameter; a limit has no variable.
static jf_status check_names(const jf_problem *p, const jf_expr *expr,
                             jf_part part, jf_piece piece, jf_failure *failure)
{
    for (size_t i = 0; i < jf_expr_nname(expr); i++) {
        const char *const name = jf_expr_name(expr, i);
        if (is_param(p, name))
            continue;
        if (!p->variable || strcmp(name, p->variable) != 0)
            return name_without_value(expr, i, piece, failure);
        if (part != JF_PART_INTEGRAND)
            return fail(failure, part, piece, JF_TEXT_CLI_VARIABLE_IN_LIMIT,
                        name);
    }
    return JF_OK;
}

static jf_status check_all_names(const jf_problem *p, jf_failure *failure)
{
    jf_status status = check_names(p, p->integrand, JF_PART_INTEGRAND,
                                   p->job->integrand, failure);

    for (int i = 0; i < 2 && status == JF_OK && p->limit[i]; i++)
        status =
            check_names(p, p->limit[i], i == 0 ? JF_PART_LOWER : JF_PART_UPPER,
                        p->job->limit[i], failure);
    return status;
}

// A number, perhaps infinite; NaN is refused.
static jf_status evaluate(const jf_problem *p, const jf_expr *expr,
                          jf_part part, jf_piece piece, double *value,
                          jf_failure *failure)
{
    char text[JF_ARG_MAX];
    jf_diag diag;
    const jf_status status =
        jf_expr_value(expr, (size_t)p->nbinding, p->binding, value, &diag);

    if (status != JF_OK)
        return fail_at(failure, part, piece, &diag);
    if (!isnan(*value))
        return JF_OK;
    copy(piece, text, sizeof text);
    return fail(failure, part, piece, JF_TEXT_CLI_NOT_A_NUMBER, text);
}

static jf_status read_params(jf_problem *p, const jf_request *request,
                             jf_failure *failure)
{
    jf_status status = JF_OK;

    for (int i = 0; i < p->job->nparam && status == JF_OK; i++) {
        const jf_piece piece = p->job->param[i].value;
        jf_binding *const binding = &p->binding[i];
        if (jf_piece_is_empty(piece))
            status = fail(failure, JF_PART_PARAM, piece,
                          JF_TEXT_CLI_EMPTY_PARAM, jf_expr_name(p->name[i], 0));
        else
            status =
                parse(p, request, JF_PART_PARAM, piece, &p->value[i], failure);
        if (status == JF_OK)
            status = evaluate(p, p->value[i], JF_PART_PARAM, piece,
                              &binding->value, failure);
        failure->param = i;
        binding->name = jf_expr_name(p->name[i], 0);
        p->nbinding = i + 1;
    }
    return status;
}

static jf_status read_point(jf_problem *p, const jf_request *request,
                            jf_piece piece, jf_failure *failure)
{
    const int i = p->npoint;

    if (i == JF_POINT_MAX)
        return fail(failure, JF_PART_OTHER, piece, JF_TEXT_CLI_MANY_POINTS,
                    NULL);
    p->npoint++;
    jf_status status =
        parse(p, request, JF_PART_OTHER, piece, &p->breakpoint[i], failure);
    if (status == JF_OK)
        status =
            check_names(p, p->breakpoint[i], JF_PART_OTHER, piece, failure);
    if (status == JF_OK)
        status = evaluate(p, p->breakpoint[i], JF_PART_OTHER, piece,
                          &p->point[i], failure);
    return status;
}

// The end of the part before the next comma that stands outside brackets.
static size_t find_comma(const char *text, size_t i)
{
    int depth = 0;

    for (; text[i] && !(text[i] == ',' && depth == 0); i++)
        depth += (text[i] == '(') - (text[i] == ')');
    return i;
}

// Those between the limits, and those of --at.
static jf_status read_points(jf_problem *p, const jf_request *request,
                             jf_failure *failure)
{
    const char *const at = request->at ? request->at : "";
    jf_status status = JF_OK;

    p->at = (jf_source){.text = at, .length = strlen(at)};
    for (int i = 0; i < p->job->npoint && status == JF_OK; i++)
        status = read_point(p, request, p->job->point[i], failure);
    for (size_t i = 0; i < p->at.length && status == JF_OK;) {
        const size_t end = find_comma(at, i);
        status = read_point(p, request, (jf_piece){&p->at, i, end}, failure);
        i = end + 1;
    }
    return status;
}

static jf_status read_all(jf_problem *p, const jf_request *request,
                          jf_need need, jf_failure *failure)
{
    const jf_job *const job = p->job;
    jf_status status = parse_names(p, failure);

    if (status == JF_OK && !job->integrand.source)
        status = missing(failure, JF_PART_INTEGRAND, JF_TEXT_CLI_NO_INTEGRAND,
                         JF_TEXT_CLI_SEE_HELP);
    if (status == JF_OK)
        status = parse(p, request, JF_PART_INTEGRAND, job->integrand,
                       &p->integrand, failure);
    if (status == JF_OK)
        status = choose_variable(p, failure);
    if (status == JF_OK && p->variable &&
        (need == JF_NEED_LIMITS || job->limit[0].source))
        status = parse_limits(p, request, failure);
    if (status == JF_OK)
        status = check_all_names(p, failure);
    if (status == JF_OK)
        status = read_params(p, request, failure);
    if (status == JF_OK && p->limit[0])
        status = evaluate(p, p->limit[0], JF_PART_LOWER, job->limit[0], &p->a,
                          failure);
    if (status == JF_OK && p->limit[1])
        status = evaluate(p, p->limit[1], JF_PART_UPPER, job->limit[1], &p->b,
                          failure);
    if (status == JF_OK && p->limit[1])
        status = read_points(p, request, failure);
    return status;
}

jf_status jf_problem_init(jf_problem *problem, const jf_job *job,
                          const jf_request *request, jf_need need,
                          jf_failure *failure)
{
    *problem = (jf_problem){.job = job};
    *failure = (jf_failure){0};
    const jf_status status = read_all(problem, request, need, failure);
    if (status != JF_OK)
        jf_problem_clear(problem);
    return status;
}

void jf_problem_clear(jf_problem *problem)
{
    jf_expr_free(problem->integrand);
    for (int i = 0; i < 2; i++)
        jf_expr_free(problem->limit[i]);
    for (int i = 0; i < problem->npoint; i++)
        jf_expr_free(problem->breakpoint[i]);
    for (int i = 0; i <= JF_PARAM_MAX; i++)
        jf_expr_free(problem->name[i]);
    for (int i = 0; i < JF_PARAM_MAX; i++)
        jf_expr_free(problem->value[i]);
    *problem = (jf_problem){.at = problem->at}; // failures may point there
}

jf_status jf_problem_value(const jf_problem *problem, const jf_request *request,
                           jf_piece piece, double *value, jf_failure *failure)
{
    jf_expr *expr = NULL;
    jf_status status =
        parse(problem, request, JF_PART_OTHER, piece, &expr, failure);

    if (status == JF_OK)
        status = check_names(problem, expr, JF_PART_OTHER, piece, failure);
    if (status == JF_OK)
        status = evaluate(problem, expr, JF_PART_OTHER, piece, value, failure);
    jf_expr_free(expr);
    return status;
}

jf_status jf_problem_panels(jf_piece piece, int64_t *panels,
                            jf_failure *failure)
{
    static const char *const automatic[] = {"", "auto", "自动"};
    char text[JF_ARG_MAX];

    *panels = 0;
    copy(piece, text, sizeof text);
    for (size_t i = 0; i < sizeof automatic / sizeof *automatic; i++)
        if (strcmp(text, automatic[i]) == 0)
            return JF_OK;
    *panels = jf_option_whole(text_of(piece), length_of(piece), JF_PANELS_MAX);
    if (*panels > 0)
        return JF_OK;
    return fail(failure, JF_PART_OTHER, piece, JF_TEXT_CLI_BAD_PANELS, text);
}
