/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for a person: how the job was read, the value with its error,
 * how it was got; then notes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"
#include "cli/shorten.h"

enum { COUNT_SIZE = 64 };

char *jf_report_expression(const jf_expr *expr)
{
    const size_t size = jf_expr_print(expr, NULL, 0) + 1;
    char *const text = malloc(size);

    if (text)
        jf_expr_print(expr, text, size);
    return text;
}

static void put_expression(const jf_out *out, const jf_expr *expr)
{
    char *const text = jf_report_expression(expr);

    if (text && strcmp(text, "inf") == 0)
        jf_out_put(out, "∞");
    else if (text && strcmp(text, "-inf") == 0)
        jf_out_put(out, "-∞");
    else
        jf_out_put(out, text ? text : "...");
    free(text);
}

// "   (a = 2, b = 1/3)"
static void put_params(const jf_out *out, const jf_problem *p)
{
    for (int i = 0; i < p->nbinding; i++) {
        jf_out_put(out, i == 0 ? "   (" : ", ");
        jf_out_put(out, p->binding[i].name);
        jf_out_put(out, " = ");
        put_expression(out, p->value[i]);
    }
    jf_out_put(out, p->nbinding > 0 ? ")\n" : "\n");
}

// "∫[0, 1] sin(x)/x dx", "PV ∫[-1, 1] 1/x dx", or the expression alone
static void put_interpretation(const jf_out *out, const jf_answer *answer)
{
    const jf_problem *const p = answer->problem;

    if (p->variable) {
        jf_out_put(out, answer->options.principal ? "PV ∫[" : "∫[");
        put_expression(out, p->limit[0]);
        for (int i = 0; i < p->npoint; i++) {
            jf_out_put(out, ", ");
            put_expression(out, p->breakpoint[i]);
        }
        jf_out_put(out, ", ");
        put_expression(out, p->limit[1]);
        jf_out_put(out, "] ");
    }
    put_expression(out, p->integrand);
    if (p->variable) {
        jf_out_put(out, " d");
        jf_out_put(out, p->variable);
    }
    put_params(out, p);
}

// "= value  ± error", "≈" where that is not a success
static void put_value(const jf_out *out, const jf_result *result)
{
    const jf_status status = result->status;
    const bool sure = status == JF_CONVERGED || status == JF_OK ||
                      (status == JF_FIXED && result->abserr < HUGE_VAL);

    jf_out_put(out, sure ? "  = " : "  ≈ ");
    if (!isfinite(result->value)) {
        jf_out_put(out, result->value > 0 ? "∞\n" : "-∞\n");
        return;
    }
    const jf_short_number n = jf_shorten(result->value, result->abserr);
    jf_out_put(out, n.value);
    if (n.error[0]) {
        jf_out_put(out, "  ± ");
        jf_out_put(out, n.error);
    } else if (status != JF_OK) {
        jf_out_say(out, JF_TEXT_CLI_ERROR_UNKNOWN, NULL, NULL, NULL);
    }
    jf_out_put(out, "\n");
}

// "15 evaluations", "1 evaluation"
static const char *count(const jf_out *out, char *buffer, int64_t n,
                         jf_text_id one, jf_text_id many)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%lld", (long long)n);
    const jf_message message =
        jf_message_make(n == 1 ? one : many, digits, NULL, NULL);
    jf_message_format(&message, out->lang, buffer, COUNT_SIZE);
    return buffer;
}

static const char *evaluations(const jf_out *out, const jf_result *result,
                               char *buffer)
{
    return count(out, buffer, result->neval, JF_TEXT_CLI_EVALUATION,
                 JF_TEXT_CLI_EVALUATIONS);
}

static bool is_fixed(const jf_answer *answer)
{
    return answer->options.panels > 0;
}

static const char *panels(const jf_out *out, const jf_answer *answer,
                          char *buffer)
{
    const jf_result *const result = &answer->result;

    if (!is_fixed(answer))
        return count(out, buffer, result->panels, JF_TEXT_CLI_INTERVAL,
                     JF_TEXT_CLI_INTERVALS);
    if (strcmp(result->method, "gauss") == 0)
        return count(out, buffer, result->panels, JF_TEXT_CLI_NODE,
                     JF_TEXT_CLI_NODES);
    return count(out, buffer, result->panels, JF_TEXT_CLI_PANEL,
                 JF_TEXT_CLI_PANELS);
}

static const char *threads(const jf_out *out, const jf_result *result,
                           char *buffer)
{
    return count(out, buffer, result->threads, JF_TEXT_CLI_THREAD,
                 JF_TEXT_CLI_THREADS);
}

jf_text_id jf_report_method(const char *method)
{
    static const struct {
        const char *name;
        jf_text_id text;
    } rows[] = {
        {"simpson", JF_TEXT_CLI_SIMPSON},     {"boole", JF_TEXT_CLI_BOOLE},
        {"trapezoid", JF_TEXT_CLI_TRAPEZOID}, {"gauss", JF_TEXT_CLI_GAUSS},
        {"midpoint", JF_TEXT_CLI_MIDPOINT},   {"gk21", JF_TEXT_CLI_GK21},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, method) == 0)
            return rows[i].text;
    return JF_TEXT_NONE;
}

static void put_method(const jf_out *out, const jf_result *result)
{
    const jf_text_id id = jf_report_method(result->method);

    if (id != JF_TEXT_NONE)
        jf_out_say(out, id, NULL, NULL, NULL);
    else
        jf_out_put(out, result->method);
}

// ", 0.04 ms", ", 1.2 s": the unit is part of the text
static void put_time(const jf_out *out, double seconds)
{
    const bool small = seconds < 1;
    const double t = small ? fmax(1e3 * seconds, 0.01) : seconds;
    const int decimals = t < 0.1 ? 2 : t < 10 ? 1 : 0;
    char text[JF_SHORTEN_SIZE];

    snprintf(text, sizeof text, "%.*f", decimals, t);
    if (strcmp(text + strlen(text) - 2, ".0") == 0)
        text[strlen(text) - 2] = '\0';
    jf_out_say(out, small ? JF_TEXT_CLI_TOOK_MS : JF_TEXT_CLI_TOOK_S, text,
               NULL, NULL);
}

// "converged (verified), 15 evaluations, 0.04 ms"; an estimate is the rule, and
// told to those who ask
static void put_converged(const jf_ui *ui, const jf_out *out,
                          const jf_answer *answer)
{
    static const jf_text_id words[] = {
        [JF_TRUST_ESTIMATED] = JF_TEXT_CLI_ESTIMATED,
        [JF_TRUST_VERIFIED] = JF_TEXT_CLI_VERIFIED,
        [JF_TRUST_PROVED] = JF_TEXT_CLI_PROVED,
    };
    const bool asked = ui->request->verbose > 0 || ui->request->explain;
    const jf_result *const result = &answer->result;
    char text[COUNT_SIZE];

    jf_out_say_color(out, JF_GREEN, JF_TEXT_CLI_CONVERGED);
    if (asked || result->trust > JF_TRUST_ESTIMATED)
        jf_out_say(out, words[result->trust], NULL, NULL, NULL);
    jf_out_say(out, JF_TEXT_CLI_THEN, evaluations(out, result, text), NULL,
               NULL);
    if (result->threads > 1)
        jf_out_say(out, JF_TEXT_CLI_THEN, threads(out, result, text), NULL,
                   NULL);
}

// "Simpson, 1000000 panels (2000001 evaluations, 4 threads), 2.9 ms"
static void put_fixed(const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;
    char text[COUNT_SIZE], more[COUNT_SIZE];

    put_method(out, result);
    jf_out_say(out, JF_TEXT_CLI_THEN, panels(out, answer, text), NULL, NULL);
    evaluations(out, result, text);
    if (result->threads > 1)
        jf_out_say(out, JF_TEXT_CLI_BOTH_IN_PARENTHESES, text,
                   threads(out, result, more), NULL);
    else
        jf_out_say(out, JF_TEXT_CLI_IN_PARENTHESES, text, NULL, NULL);
}

static jf_text_id stopped_label(const jf_answer *answer)
{
    return answer->result.status == JF_INTERRUPTED ? JF_TEXT_CLI_INTERRUPTED
           : is_fixed(answer)                      ? JF_TEXT_CLI_UNFINISHED
                                                   : JF_TEXT_CLI_UNCONVERGED;
}

void jf_report_percent(double share, char *text)
{
    if (share < 0.01)
        snprintf(text, JF_SHORTEN_SIZE, "%.2g", 100 * share);
    else
        snprintf(text, JF_SHORTEN_SIZE, "%.1f", floor(1000 * share) / 10);
}

// "INTERRUPTED after 12.5 %: Simpson, ..."
static void put_unfinished(const jf_out *out, const jf_answer *answer)
{
    const double share = answer->result.part.share;
    char percent[JF_SHORTEN_SIZE];

    jf_out_say_color(out, JF_YELLOW, stopped_label(answer));
    jf_report_percent(share, percent);
    if (share > 0)
        jf_out_say(out, JF_TEXT_CLI_AT_SHARE, percent, NULL, NULL);
    jf_out_say(out, JF_TEXT_CLI_COLON, NULL, NULL, NULL);
    put_fixed(out, answer);
}

// "NOT CONVERGED: wanted ±5e-13, reached ±0.01 (21000 evaluations)"
static void put_unconverged(const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;
    char wanted[JF_SHORTEN_SIZE], text[COUNT_SIZE];
    const jf_short_number n =
        jf_shorten(isfinite(result->value) ? result->value : 0, result->abserr);

    jf_out_say_color(out, JF_YELLOW, stopped_label(answer));
    if (result->tolerance > 0 && n.error[0]) {
        jf_shorten_brief(result->tolerance, wanted);
        jf_out_say(out, JF_TEXT_CLI_WANTED, wanted, n.error, NULL);
    }
    jf_out_say(out, JF_TEXT_CLI_IN_PARENTHESES, evaluations(out, result, text),
               NULL, NULL);
}

static void put_cause(const jf_out *out, const jf_message *cause)
{
    if (cause->id == JF_TEXT_NONE)
        return;
    jf_out_say(out, JF_TEXT_CLI_COLON, NULL, NULL, NULL);
    jf_out_message(out, cause);
}

// "diverges to +∞", "diverges: ..."
static void put_divergent(const jf_out *out, const jf_result *result)
{
    jf_out_say_color(out, JF_RED, JF_TEXT_CLI_DIVERGES);
    if (isinf(result->value))
        jf_out_say(out,
                   result->value > 0 ? JF_TEXT_CLI_TO_INFINITY
                                     : JF_TEXT_CLI_TO_MINUS_INFINITY,
                   NULL, NULL, NULL);
    put_cause(out, &result->cause);
}

void jf_report_outcome(const jf_ui *ui, const jf_out *out,
                       const jf_answer *answer)
{
    const jf_result *const result = &answer->result;

    switch (result->status) {
    case JF_CONVERGED:
        put_converged(ui, out, answer);
        break;
    case JF_FIXED:
        put_fixed(out, answer);
        break;
    case JF_DIVERGENT:
        put_divergent(out, result);
        return;
    case JF_UNDEFINED:
        jf_out_say_color(out, JF_RED,
                         isinf(result->value) ? JF_TEXT_CLI_NOT_FINITE
                                              : JF_TEXT_CLI_UNDEFINED);
        put_cause(out, &result->cause);
        return;
    default:
        if (is_fixed(answer))
            put_unfinished(out, answer);
        else
            put_unconverged(out, answer);
        break;
    }
    put_time(out, answer->seconds);
}

static void put_note(const jf_out *out, const jf_message *note,
                     const char *indent, jf_text_id label)
{
    jf_out_put(out, indent);
    jf_out_say(out, label, NULL, NULL, NULL);
    jf_out_message(out, note);
    jf_out_put(out, "\n");
}

static void put_expression_notes(const jf_out *out, const jf_expr *expr,
                                 const char *indent)
{
    for (size_t i = 0; expr && i < jf_expr_nnote(expr); i++)
        put_note(out, jf_expr_note(expr, i), indent, JF_TEXT_CLI_NOTE);
}

// "so far: ∫[0, 0.39] = 0.0761 ± 3e-17"
static void put_part(const jf_out *out, const jf_portion *part,
                     const char *indent)
{
    const jf_short_number n = jf_shorten(part->value, part->abserr);
    char from[40], to[40], value[2 * JF_SHORTEN_SIZE + 8];

    jf_double_print(part->from, from, sizeof from);
    jf_double_print(part->to, to, sizeof to);
    snprintf(value, sizeof value, "%s%s%s", n.value, n.error[0] ? "  ± " : "",
             n.error);
    jf_out_put(out, indent);
    jf_out_say(out, JF_TEXT_CLI_PART, from, to, value);
    if (!n.error[0])
        jf_out_say(out, JF_TEXT_CLI_ERROR_UNKNOWN, NULL, NULL, NULL);
    jf_out_put(out, "\n");
}

void jf_report_notes(const jf_ui *ui, const jf_out *out,
                     const jf_answer *answer, const char *indent)
{
    const jf_problem *const p = answer->problem;
    const jf_result *const result = &answer->result;

    if (result->status == JF_UNCONVERGED && result->cause.id != JF_TEXT_NONE)
        put_note(out, &result->cause, indent, JF_TEXT_NONE);
    if (result->part.share > 0)
        put_part(out, &result->part, indent);
    if (result->hint.id != JF_TEXT_NONE)
        put_note(out, &result->hint, indent, JF_TEXT_CLI_HINT);
    if (ui->request->quiet)
        return;
    for (int i = 0; i < p->job->nnote; i++)
        put_note(out, &p->job->note[i], indent, JF_TEXT_CLI_NOTE);
    put_expression_notes(out, p->integrand, indent);
    put_expression_notes(out, p->limit[0], indent);
    put_expression_notes(out, p->limit[1], indent);
    for (int i = 0; i < p->nbinding; i++)
        put_expression_notes(out, p->value[i], indent);
    for (int i = 0; i < result->nnote; i++)
        put_note(out, &result->note[i], indent, JF_TEXT_CLI_NOTE);
}

// -v: the method, and the tolerance with what was reached
static void put_details(const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;
    char text[COUNT_SIZE], more[COUNT_SIZE];
    char rel[JF_SHORTEN_SIZE], abs[JF_SHORTEN_SIZE], reached[JF_SHORTEN_SIZE];

    jf_out_say(out, JF_TEXT_CLI_DETAIL_METHOD, NULL, NULL, NULL);
    put_method(out, result);
    jf_out_say(out, JF_TEXT_CLI_DETAIL_WORK, panels(out, answer, text),
               threads(out, result, more), jf_isa_name());
    if (is_fixed(answer))
        return;
    jf_shorten_brief(answer->options.rtol, rel);
    jf_shorten_brief(answer->options.atol, abs);
    const double ratio = fabs(result->abserr / result->value);
    if (isfinite(ratio))
        jf_shorten_brief(ratio, reached);
    jf_out_say(out, JF_TEXT_CLI_DETAIL_TOLERANCE, rel, abs,
               isfinite(ratio) ? reached : "-");
}

void jf_report_text(const jf_ui *ui, const jf_out *out, const jf_answer *answer)
{
    const jf_result *const result = &answer->result;

    put_interpretation(out, answer);
    if (result->status != JF_DIVERGENT && !isnan(result->value))
        put_value(out, result);
    if (result->status != JF_OK) {
        jf_out_put(out, "  ");
        jf_report_outcome(ui, out, answer);
        jf_out_put(out, "\n");
    }
    if (ui->request->verbose > 0 && result->method) {
        put_details(out, answer);
        jf_report_pieces(out, answer);
    }
    jf_report_notes(ui, out, answer, "  ");
    jf_report_explain(ui, out, answer);
}
