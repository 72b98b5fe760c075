/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jifen/status.h>

typedef struct row {
    jf_status status;
    int exit;
    const char *name, *sentence;
} row;

static const row rows[] = {
#define ROW(id, code, exit, name, sentence) {JF_##id, exit, name, sentence},
    JF_STATUS_MAP(ROW)
#undef ROW
};

static const row *find(jf_status status)
{
    const int n = sizeof rows / sizeof *rows;

    for (int i = 0; i < n; i++)
        if (rows[i].status == status)
            return &rows[i];
    return &rows[n - 1]; // unknown: a bug in jifen
}

const char *jf_status_name(jf_status status)
{
    return find(status)->name;
}

const char *jf_status_text(jf_status status)
{
    return find(status)->sentence;
}

int jf_status_exit(jf_status status)
{
    return find(status)->exit;
}
