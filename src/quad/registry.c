/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quad/method.h"

#include <string.h>

static const jf_method *const methods[] = {
    &jf_method_auto,     &jf_method_simpson,  &jf_method_trapezoid,
    &jf_method_midpoint, &jf_method_boole,    &jf_method_gauss,
    &jf_method_gk,       &jf_method_de,       &jf_method_osc,
    &jf_method_ooura,    &jf_method_periodic,
};

const jf_method *jf_method_at(size_t i)
{
    return i < sizeof methods / sizeof *methods ? methods[i] : NULL;
}

const jf_method *jf_method_find(const char *name)
{
    const jf_method *method;

    for (size_t i = 0; (method = jf_method_at(i)); i++)
        if (strcmp(method->name, name) == 0)
            return method;
    return NULL;
}

const char *jf_method_report_find(const char *name)
{
    static const char *const pieces[] = {"exp-sinh", "sinh-sinh", "tanh-sinh",
                                         "ooura",    "periodic",  "pv"};
    const jf_method *method;

    for (size_t i = 0; (method = jf_method_at(i)); i++)
        if (strcmp(method->report, name) == 0)
            return method->report;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (strcmp(pieces[i], name) == 0)
            return pieces[i];
    return NULL;
}
