/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JIFEN_VERSION_H
#define JIFEN_VERSION_H

/* The one place where the version stands; the build reads it from here. */
#define JIFEN_VERSION "0.1.0"

#endif
