/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of memory at every allocation in turn: JF_NOMEM, no tree, no leak (the
 * address sanitizer looks).  The linker turns calloc() into the one here. */
#include "t_tree.h"

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);

static int left = -1; // allocations that still succeed; negative: all
static int count;

void *__wrap_calloc(size_t n, size_t size)
{
    count++;
    if (left == 0)
        return NULL;
    left -= left > 0;
    return __real_calloc(n, size);
}

static void test_every_allocation(void **state)
{
    static char text[16000] =
        "log(x)+0<a<|x-1|+{x if x<0; max(x,y^2)/2 otherwise}";
    jf_expr *expr;
    jf_diag diag;
    (void)state;

    for (int i = 0; i < 150; i++) // so that the arena grows
        strcat(text, "+max(x,1)");
    strcat(text, "+x_"); // a name larger than a block of the arena
    memset(text + strlen(text), 'a', 9000);
    strcat(text, " dx");
    count = 0;
    jf_expr_free(parse_text(text));
    const int total = count;
    assert_true(total > 10);
    for (int n = 0; n <= total; n++) {
        left = n;
        const jf_status status =
            jf_expr_parse(text, strlen(text), NULL, &expr, &diag);
        left = -1;
        assert_int_equal(status, n < total ? JF_NOMEM : JF_OK);
        assert_int_equal(diag.status, status);
        assert_int_equal(expr != NULL, status == JF_OK);
        jf_expr_free(expr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation),
    };

    return cmocka_run_group_tests_name("oom", tests, NULL, NULL);
}
