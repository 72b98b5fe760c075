/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The environment of this process, for tests.  value NULL takes it away. */
#ifndef TEST_ENVIRONMENT_H
#define TEST_ENVIRONMENT_H

#include <stdlib.h>

static inline void set_environment(const char *name, const char *value)
{
#ifdef _WIN32
    _putenv_s(name, value ? value : "");
#else
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
#endif
}

#endif
