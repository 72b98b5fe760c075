/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about: the sentences of --explain, the pieces of -v. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/report.h"
#include "cli/shorten.h"

void jf_report_explain(const jf_ui *ui, const jf_out *out,
                       const jf_answer *answer)
{
    static const jf_text_id labels[JF_NSTEP] = {
        [JF_STEP_FOUND] = JF_TEXT_CLI_STEP_FOUND,
        [JF_STEP_METHOD] = JF_TEXT_CLI_STEP_METHOD,
        [JF_STEP_ERROR] = JF_TEXT_CLI_STEP_ERROR,
        [JF_STEP_CHECK] = JF_TEXT_CLI_STEP_CHECK,
    };
    const jf_explanation *const e = &answer->explanation;

    for (int i = 0; ui->request->explain && i < e->nstep; i++) {
        const char *const label = jf_text(labels[e->step[i].kind], out->lang);
        if (i > 0 && e->step[i].kind == e->step[i - 1].kind)
            jf_out_pad(out, (int)jf_text_width(label, strlen(label)));
        else
            jf_out_put(out, label);
        jf_out_message(out, &e->step[i].text);
        jf_out_put(out, "\n");
    }
}

// "  [0, 0.5]  0.35355339059327  ± 1e-16  tanh-sinh"
static void put_piece(const jf_out *out, const jf_result_piece *piece)
{
    const bool any = isfinite(piece->value);
    const jf_short_number n = jf_shorten(any ? piece->value : 0, piece->abserr);
    char from[JF_SHORTEN_SIZE], to[JF_SHORTEN_SIZE];
    char value[2 * JF_SHORTEN_SIZE + 8];

    jf_double_print(piece->from, from, sizeof from);
    jf_double_print(piece->to, to, sizeof to);
    snprintf(value, sizeof value, "%s%s%s", n.value, n.error[0] ? "  ± " : "",
             n.error);
    jf_out_say(out, JF_TEXT_CLI_PIECE, from, to, any ? value : "-");
    jf_out_put(out, piece->method);
    jf_out_put(out, "\n");
}

void jf_report_pieces(const jf_out *out, const jf_answer *answer)
{
    enum { SHOWN = 10 };
    const jf_explanation *const e = &answer->explanation;
    const int shown = e->npiece < SHOWN ? e->npiece : SHOWN;
    char more[24];

    if (e->npiece < 2) // it is the result again
        return;
    for (int i = 0; i < shown; i++)
        put_piece(out, &e->piece[i]);
    snprintf(more, sizeof more, "%lld",
             (long long)(e->npiece - shown + e->nmore));
    if (e->npiece > shown)
        jf_out_say(out, JF_TEXT_CLI_PIECES_MORE, more, NULL, NULL);
}
