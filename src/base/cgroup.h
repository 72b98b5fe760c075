/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The share of the CPUs that a container or a batch system grants. */
#ifndef JF_BASE_CGROUP_H
#define JF_BASE_CGROUP_H

/* How many CPUs' time this process may use, by the quotas of its control groups
 * and of those above them; HUGE_VAL where there is none.  root: where /proc and
 * /sys are found, "" but in tests. */
double jf_cgroup_quota(const char *root);

#endif
