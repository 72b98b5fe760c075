/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker's own state of an integrand, if it has such a thing. */
#ifndef JF_QUAD_ATTACH_H
#define JF_QUAD_ATTACH_H

#include <stdbool.h>

#include <jifen/integrate.h>

/* *param is what eval wants, until jf_detach.  False: out of memory. */
static inline bool jf_attach(const jf_integrand *f, void **param)
{
    *param = f->attach ? f->attach(f->param) : f->param;
    return *param || !f->attach;
}

static inline void jf_detach(const jf_integrand *f, void *param)
{
    if (f->detach)
        f->detach(param);
}

#endif
