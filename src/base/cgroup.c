/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU quotas of Linux control groups, versions 1 and 2.
 *
 * A container is held to a share of time, not to certain CPUs: more threads
 * than that are stopped again and again in the middle of a tile, all at once.
 * /proc/self/cgroup names the group in each hierarchy; quotas of the groups
 * above it hold too.  Within a container the name may be that of the host,
 * where the container's mount shows its own group as the root: names that lead
 * nowhere are passed over, and the root is always looked at. */
#include "base/cgroup.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 4096 };

// The first words of a file; false where there is none.
static bool read_file(const char *root, const char *folder, const char *group,
                      const char *name, char *text, size_t size)
{
    char path[PATH_SIZE];
    const int n =
        snprintf(path, sizeof path, "%s%s%s/%s", root, folder, group, name);
    FILE *const file = n < PATH_SIZE ? fopen(path, "r") : NULL;

    if (!file)
        return false;
    const bool found = fgets(text, (int)size, file) != NULL;
    fclose(file);
    return found;
}

// quota / period, in microseconds; a quota below 0, or "max", is none.
static double ratio(const char *quota, const char *period)
{
    double q, p;

    return sscanf(quota, "%lf", &q) == 1 && sscanf(period, "%lf", &p) == 1 &&
                   q > 0 && p > 0
               ? q / p
               : HUGE_VAL;
}

static double quota_2(const char *root, const char *folder, const char *group)
{
    char text[64];

    if (!read_file(root, folder, group, "cpu.max", text, sizeof text))
        return HUGE_VAL;
    const char *const space = strchr(text, ' ');
    return space ? ratio(text, space) : HUGE_VAL;
}

static double quota_1(const char *root, const char *folder, const char *group)
{
    char quota[32], period[32];

    return read_file(root, folder, group, "cpu.cfs_quota_us", quota,
                     sizeof quota) &&
                   read_file(root, folder, group, "cpu.cfs_period_us", period,
                             sizeof period)
               ? ratio(quota, period)
               : HUGE_VAL;
}

// The least of a group and those above it; group is cut down on the way.
static double least(const char *root, bool second, char *group)
{
    static const char *const folders[] = {"/sys/fs/cgroup/cpu",
                                          "/sys/fs/cgroup/cpu,cpuacct"};
    double quota = HUGE_VAL;

    for (;;) {
        if (second)
            quota = fmin(quota, quota_2(root, "/sys/fs/cgroup", group));
        for (size_t i = 0; !second && i < sizeof folders / sizeof *folders; i++)
            quota = fmin(quota, quota_1(root, folders[i], group));
        char *const last = strrchr(group, '/');
        if (!last)
            return quota;
        *last = '\0';
    }
}

// Whether a list such as "cpu,cpuacct" holds "cpu".
static bool names_cpu(const char *list)
{
    for (;; list++) {
        const size_t n = strcspn(list, ",:");
        if (n == 3 && strncmp(list, "cpu", 3) == 0)
            return true;
        list += n;
        if (*list != ',')
            return false;
    }
}

double jf_cgroup_quota(const char *root)
{
    char path[PATH_SIZE], line[PATH_SIZE];
    double quota = HUGE_VAL;

    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *const file = fopen(path, "r");
    if (!file)
        return quota;
    while (fgets(line, sizeof line, file)) { // "4:cpu,cpuacct:/a/b", "0::/a/b"
        char *const list = strchr(line, ':');
        char *const group = list ? strchr(list + 1, ':') : NULL;
        if (!group)
            continue;
        const bool second = group == list + 1;
        group[strcspn(group, "\n")] = '\0';
        if (second || names_cpu(list + 1))
            quota = fmin(quota, least(root, second, group + 1));
    }
    fclose(file);
    return quota;
}
