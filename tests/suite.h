/* main() of a unit test program:
 *
 *   SUITE("options", setup, teardown, every_form, missing_values_are_errors)
 *
 * runs each START_TEST(…) in a process of its own; setup and teardown may be NULL.
 *
 *   SUITE_WITH_LONG("options", setup, teardown, 1, a_long_one, every_form, …)
 *
 * leaves the first one out with CK_EXCLUDE_TAGS=long in the environment: what takes the most time
 * of the whole folder under sanitizers. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

struct suite {
    const char *name;
    void (*setup)(void), (*teardown)(void);
    const TTest *const *tests;
    size_t count, long_count; /* the long ones come first */
};

static inline void add_cases(Suite *to, const struct suite *suite, const char *tag, size_t first,
                             size_t end) {
    TCase *cases = tcase_create(suite->name);
    tcase_set_timeout(cases, 120);
    if (tag)
        tcase_set_tags(cases, tag);
    if (suite->setup || suite->teardown)
        tcase_add_checked_fixture(cases, suite->setup, suite->teardown);
    for (size_t i = first; i < end; i++)
        tcase_add_test(cases, suite->tests[i]);
    suite_add_tcase(to, cases);
}

static inline int run_suite(const struct suite *suite) {
    Suite *checks = suite_create(suite->name);
    add_cases(checks, suite, "long", 0, suite->long_count);
    add_cases(checks, suite, NULL, suite->long_count, suite->count);
    SRunner *runner = srunner_create(checks);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner) + (srunner_ntests_run(runner) == 0);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE_WITH_LONG(name, setup, teardown, long_count, ...)                                    \
    int main(void) {                                                                               \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        const struct suite suite = {                                                               \
            name, setup, teardown, tests, sizeof tests / sizeof *tests, long_count};               \
        return run_suite(&suite);                                                                  \
    }

#define SUITE(name, setup, teardown, ...) SUITE_WITH_LONG(name, setup, teardown, 0, __VA_ARGS__)

#endif
