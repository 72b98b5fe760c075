/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is this process one of several, and by which plug-in do they meet?
 *
 * Launchers tell their processes by variables of the environment.  The plug-in
 * of the launcher's own MPI is tried first, then the others: where one is
 * missing another one may do (srun knows several).  An MPI that was not started
 * by its own launcher takes itself to be alone and says nothing, and the user
 * would get the work of N processes N times over: so what it says is compared
 * with what the launcher said. */
#include "base/os.h"
#include "run/ranks.h"
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 4096 };

#ifndef JF_LIBDIR
#define JF_LIBDIR "lib"
#endif

typedef struct launcher {
    const char *name, *count, *rank; // variables; count NULL: it does not tell
    const char *mpi;                 // the plug-in to be tried first
} launcher;

static const launcher launchers[] = {
    {"Open MPI", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "openmpi"},
    {"MPICH", "PMI_SIZE", "PMI_RANK", "mpich"},
    {"Slurm", "SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "openmpi"},
    {"PMIx", NULL, "PMIX_RANK", "openmpi"},
};

static const char *const plugins[] = {"openmpi", "mpich"};

// What a variable says; -1: nothing.
static int number_in(const char *name)
{
    const char *const text = name ? getenv(name) : NULL;
    int n;

    return text && sscanf(text, "%d", &n) == 1 && n >= 0 ? n : -1;
}

static const launcher *find_launcher(void)
{
    for (size_t i = 0; i < sizeof launchers / sizeof *launchers; i++)
        if (number_in(launchers[i].rank) >= 0)
            return &launchers[i];
    return NULL;
}

static const jf_transport *open_library(const char *path)
{
    void *const library = jf_os_library_open(path);
    void *const found =
        library ? jf_os_library_find(library, JF_TRANSPORT_OPEN) : NULL;
    jf_transport_open *open;

    if (!found)
        return NULL;
    memcpy(&open, &found, sizeof open); // C has no cast for it
    return open();
}

// Beside the program, as it is built, or where it is installed.
static const jf_transport *open_plugin(const char *name)
{
    static const char *const places[] = {"", "/../" JF_LIBDIR "/jifen",
                                         "/../lib/jifen"};
    char folder[PATH_SIZE], path[PATH_SIZE + 64];

    if (strchr(name, '/'))
        return open_library(name);
    if (!jf_os_program_folder(folder, sizeof folder))
        return NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path, sizeof path, "%s%s/jifen-mpi-%s.so", folder, places[i],
                 name);
        const jf_transport *const found = open_library(path);
        if (found)
            return found;
    }
    return NULL;
}

// *name: the plug-in that was opened.
static const jf_transport *open_some(const char *wanted, const char *first,
                                     const char **name)
{
    const jf_transport *found;

    *name = wanted ? wanted : first;
    found = open_plugin(*name);
    for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++) {
        if (found || wanted)
            return found;
        if (strcmp(plugins[i], first) == 0)
            continue;
        *name = plugins[i];
        found = open_plugin(*name);
    }
    return found;
}

static jf_status refuse(jf_diag *diag, jf_status status, jf_text_id problem,
                        jf_text_id hint, const char *const *arg)
{
    *diag = (jf_diag){
        .status = status,
        .problem = jf_message_make(problem, arg[0], arg[1], arg[2]),
        .hint = jf_message_make(hint, NULL, NULL, NULL),
    };
    return status;
}

// Whether the ranks have met; `told`: how many there are by the launcher, -1:
// it does not say.
static jf_status meet(jf_ranks *r, const launcher *by, const char *wanted,
                      int told, jf_diag *diag)
{
    char count[16];
    const char *arg[] = {count, by->name, NULL};

    snprintf(count, sizeof count, "%d", told);
    r->transport = open_some(wanted, by->mpi, &arg[2]);
    if (!r->transport)
        return refuse(diag, JF_IO, JF_TEXT_RUN_NO_PLUGIN,
                      JF_TEXT_RUN_HINT_NO_PLUGIN, arg);
    const bool strange = told < 0 ? r->transport->count == 1 && r->rank > 0
                                  : r->transport->count != told;
    if (strange)
        return refuse(diag, JF_USAGE, JF_TEXT_RUN_SINGLE,
                      JF_TEXT_RUN_HINT_SINGLE, arg);
    r->rank = r->transport->rank;
    r->count = r->transport->count;
    jf_ranks_divide_cores(r);
    return JF_OK;
}

jf_status jf_ranks_open(jf_ranks **ranks, jf_diag *diag)
{
    const launcher *const by = find_launcher();
    const int told = by ? number_in(by->count) : 1;
    const char *const mpi = getenv("JIFEN_MPI");
    const char *const wanted = mpi && *mpi ? mpi : NULL;

    *ranks = NULL;
    if (told == 1 || told == 0 || (wanted && strcmp(wanted, "none") == 0))
        return JF_OK;
    jf_ranks *const r = calloc(1, sizeof *r);
    if (!r) {
        *diag = (jf_diag){.status = JF_NOMEM};
        return JF_NOMEM;
    }
    *ranks = r;
    r->rank = number_in(by->rank);
    r->count = told < 0 ? 1 : told;
    r->cores = 1;
    return meet(r, by, wanted, told, diag);
}

void jf_ranks_close(jf_ranks *r)
{
    if (r && r->transport)
        r->transport->close(r->transport->self);
    free(r);
}

int jf_ranks_number(const jf_ranks *r)
{
    return r ? r->rank : 0;
}

int jf_ranks_count(const jf_ranks *r)
{
    return r ? r->count : 1;
}

int jf_ranks_cores(const jf_ranks *r)
{
    return r->cores;
}

bool jf_ranks_astray(const jf_ranks *r)
{
    return r->astray;
}
