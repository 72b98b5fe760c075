# SPDX-License-Identifier: GPL-3.0-or-later
"""How the ranks of either MPI are started on this machine, for tests."""
import os
import shutil
import subprocess

WRONG = {"openmpi": "mpich", "mpich": "openmpi"}
LAUNCHERS = {"openmpi": ["mpirun.openmpi", "mpirun"],
             "mpich": ["mpiexec.mpich", "mpiexec.hydra"]}
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items()
       if not name.startswith(("OMPI_", "PMI", "SLURM_", "JIFEN_"))},
    "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
}


def launcher(mpi):
    """The path of the launcher of an MPI, or None."""
    for name in LAUNCHERS[mpi]:
        if shutil.which(name):
            return shutil.which(name)
    return None


def command(mpi, ranks, words, options=()):
    return [launcher(mpi), *options, "-n", str(ranks), *words]


def start(mpi, ranks, words, variables=None, options=(), **streams):
    return subprocess.Popen(command(mpi, ranks, words, options),
                            env={**ENVIRONMENT, **(variables or {})},
                            **streams)


def run(mpi, ranks, words, text=b"", variables=None, options=()):
    """(exit code, stdout, stderr)"""
    done = subprocess.run(command(mpi, ranks, words, options), input=text,
                          env={**ENVIRONMENT, **(variables or {})},
                          capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()
