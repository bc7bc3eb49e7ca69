/* main() of a unit test program:
 *
 *   SUITE("options", setup, teardown, every_form, missing_values_are_errors)
 *
 * runs each START_TEST(…) in a process of its own; setup and teardown may be NULL. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

static inline int run_suite(const char *name, void (*setup)(void), void (*teardown)(void),
                            const TTest *const *tests, size_t count) {
    TCase *cases = tcase_create(name);
    tcase_set_timeout(cases, 120);
    if (setup || teardown)
        tcase_add_checked_fixture(cases, setup, teardown);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE(name, setup, teardown, ...)                                                          \
    int main(void) {                                                                               \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        return run_suite(name, setup, teardown, tests, sizeof tests / sizeof *tests);              \
    }

#endif
