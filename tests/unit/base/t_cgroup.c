/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPU quotas, in trees of files such as Linux shows them. */
#include "base/cgroup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { PATH = 512 };

static char root[] = "/tmp/jifen-cgroup-XXXXXX";

// Makes a file below the root, with its folders.
static void put(const char *name, const char *text)
{
    char path[PATH];

    snprintf(path, sizeof path, "%s%s", root, name);
    for (char *s = path + strlen(root) + 1; *s; s++)
        if (*s == '/') {
            *s = '\0';
            mkdir(path, 0700);
            *s = '/';
        }
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int clear(void **unused)
{
    char command[PATH];

    (void)unused;
    snprintf(command, sizeof command, "rm -rf %s/proc %s/sys", root, root);
    return system(command);
}

static void expect(double quota)
{
    assert_true(jf_cgroup_quota(root) == quota); // a quotient of integers
}

static void test_nothing_limits(void **unused)
{
    (void)unused;
    expect((double)HUGE_VAL);
    put("/proc/self/cgroup", "0::/\n");
    expect((double)HUGE_VAL);
    put("/sys/fs/cgroup/cpu.max", "max 100000\n");
    expect((double)HUGE_VAL);
    put("/proc/self/cgroup", "rubbish\n:\n::\n\n");
    expect((double)HUGE_VAL);
}

static void test_version_2(void **unused)
{
    (void)unused;
    put("/proc/self/cgroup", "0::/a/b\n");
    put("/sys/fs/cgroup/a/b/cpu.max", "150000 100000\n");
    expect(1.5);
    put("/sys/fs/cgroup/a/cpu.max", "50000 100000\n"); // one above counts
    expect(0.5);
    put("/sys/fs/cgroup/a/cpu.max", "max 100000\n");
    expect(1.5);
}

// The name is that of the host, the mount shows the container's own group.
static void test_a_container(void **unused)
{
    (void)unused;
    put("/proc/self/cgroup", "0::/docker/0123456789\n");
    put("/sys/fs/cgroup/cpu.max", "200000 100000\n");
    expect(2);
}

static void test_version_1(void **unused)
{
    (void)unused;
    put("/proc/self/cgroup", "5:cpuset:/a\n4:cpu,cpuacct:/a\n1:memory:/a\n");
    put("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "-1\n");
    put("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
    expect((double)HUGE_VAL);
    put("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "350000\n");
    expect(3.5);
    put("/proc/self/cgroup", "5:cpuset:/a\n4:cpuacct:/a\n"); // not this one
    expect((double)HUGE_VAL);
    put("/proc/self/cgroup", "3:cpu:/b\n");
    put("/sys/fs/cgroup/cpu/b/cpu.cfs_quota_us", "25000\n");
    put("/sys/fs/cgroup/cpu/b/cpu.cfs_period_us", "50000\n");
    expect(0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_nothing_limits, clear),
        cmocka_unit_test_teardown(test_version_2, clear),
        cmocka_unit_test_teardown(test_a_container, clear),
        cmocka_unit_test_teardown(test_version_1, clear),
    };

    if (!mkdtemp(root))
        return 1;
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return remove(root) != 0 ? 1 : failed;
}
