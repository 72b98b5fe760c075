/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JIFEN_STATUS_H
#define JIFEN_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define JF_API __attribute__((visibility("default")))
#else
#define JF_API
#endif

/* Every jf_ function that can fail returns one of these.  Codes 1 to 31 are
 * outcomes of an integration: there is a result to read.  Codes from 32 are
 * failures: nothing was computed.  `name` is the status in JSON, never
 * translated; `exit` is the exit code of the command line. */
// clang-format off
#define JF_STATUS_MAP(X) \
    /* id          code exit  name           sentence */ \
    X(OK,             0,   0, "ok",          "success") \
    X(CONVERGED,      1,   0, "converged",   "the tolerance was met") \
    X(FIXED,          2,   0, "fixed",       "the rule that was asked for") \
    X(UNCONVERGED,    3,   1, "unconverged", "the tolerance was not met") \
    X(DIVERGENT,      4,   3, "divergent",   "the integral does not exist") \
    X(UNDEFINED,      5,   4, "undefined",   "the integrand has no value") \
    X(INTERRUPTED,    6, 130, "interrupted", "stopped from outside") \
    X(SYNTAX,        32,   2, "syntax",      "the text was not understood") \
    X(USAGE,         33,   2, "usage",       "the request was not understood") \
    X(IO,            64,   5, "io",          "a file could not be used") \
    X(NOMEM,         65,   5, "internal",    "out of memory") \
    X(INTERNAL,      66,   5, "internal",    "a bug in jifen")
// clang-format on

typedef enum jf_status {
#define JF_STATUS_ENUM(id, code, exit, name, sentence) JF_##id = (code),
    JF_STATUS_MAP(JF_STATUS_ENUM)
#undef JF_STATUS_ENUM
} jf_status;

/* The name used in JSON, and an English sentence.  Static, never NULL, even
 * for an unknown status. */
JF_API const char *jf_status_name(jf_status status);
JF_API const char *jf_status_text(jf_status status);

/* The command line's exit code for a status. */
JF_API int jf_status_exit(jf_status status);

#ifdef __cplusplus
}
#endif

#endif
