#include "support/options.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STATS = 1, HEADER, OUTPUT, DRY };

static const struct option table[] = {
    {"--stats", OPTION_OPTIONAL, STATS, "json", "statistics"},
    {"--header", OPTION_JOINED, HEADER, "FILE", "header"},
    {"-o", OPTION_SEPARATE, OUTPUT, "FILE", "output"},
    {"-###", OPTION_FLAG, DRY, NULL, "print only"},
    {0},
};

#define PARSE(parser, ...)                                                                         \
    char *argv[] = {"tool", __VA_ARGS__, NULL};                                                    \
    struct option_parser parser;                                                                   \
    ck_assert(options_init(&parser, table, (int)(sizeof argv / sizeof *argv) - 1, argv, &diag))

START_TEST(every_form) {
    PARSE(p, "--stats", "--stats=json", "--header=a.h", "-o", "x", "-oy", "-###", "in.c", "-");
    ck_assert_int_eq(options_next(&p), STATS);
    ck_assert_ptr_null(p.value);
    ck_assert_int_eq(options_next(&p), STATS);
    ck_assert_str_eq(p.value, "json");
    ck_assert_int_eq(options_next(&p), HEADER);
    ck_assert_str_eq(p.value, "a.h");
    ck_assert_int_eq(options_next(&p), OUTPUT);
    ck_assert_str_eq(p.value, "x");
    ck_assert_int_eq(options_next(&p), OUTPUT);
    ck_assert_str_eq(p.value, "y");
    ck_assert_int_eq(options_next(&p), DRY);
    ck_assert_int_eq(options_next(&p), OPTION_INPUT);
    ck_assert_str_eq(p.value, "in.c");
    ck_assert_int_eq(options_next(&p), OPTION_INPUT);
    ck_assert_str_eq(p.value, "-");
    ck_assert_int_eq(options_next(&p), OPTION_END);
    options_free(&p);
}
END_TEST

START_TEST(unknown_options_are_handed_over) {
    PARSE(p, "-O2", "--statistics", "--", "-o");
    ck_assert_int_eq(options_next(&p), OPTION_UNKNOWN);
    ck_assert_str_eq(p.text, "-O2");
    ck_assert_int_eq(options_next(&p), OPTION_UNKNOWN);
    ck_assert_int_eq(options_next(&p), OPTION_INPUT);
    ck_assert_str_eq(p.value, "-o");
    ck_assert_int_eq(options_next(&p), OPTION_END);
    options_free(&p);
}
END_TEST

START_TEST(letters_bundle_where_a_tool_wants_it) {
    static const struct option letters[] = {
        {"-d", OPTION_FLAG, 1, NULL, "disassemble"}, {"-l", OPTION_FLAG, 2, NULL, "lines"}, {0}};
    char *argv[] = {"tool", "-dl", "-dx", NULL};
    struct option_parser p;
    ck_assert(options_init(&p, letters, 3, argv, &diag));
    p.bundling = true;
    ck_assert_int_eq(options_next(&p), 1);
    ck_assert_int_eq(options_next(&p), 2);
    ck_assert_int_eq(options_next(&p), OPTION_UNKNOWN);
    ck_assert_str_eq(p.text, "-dx");
    ck_assert_int_eq(options_next(&p), OPTION_END);
    options_free(&p);
}
END_TEST

START_TEST(missing_values_are_errors) {
    PARSE(p, "--header", "--header=", "-o");
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_ptr_nonnull(strstr(messages(), "tool: error: option '-o' needs a value: -o FILE"));
    options_free(&p);
}
END_TEST

START_TEST(response_files_expand_with_quotes) {
    char path[] = "/tmp/options-XXXXXX";
    int descriptor = mkstemp(path);
    static const char text[] = "one 'two three'\n\"fo\\\"ur\" fi\\ ve\n-o\tout";
    ck_assert_int_eq(write(descriptor, text, sizeof text - 1), (int)sizeof text - 1);
    close(descriptor);
    char argument[sizeof path + 1];
    snprintf(argument, sizeof argument, "@%s", path);
    PARSE(p, argument);
    static const char *const words[] = {"one", "two three", "fo\"ur", "fi ve"};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(options_next(&p), OPTION_INPUT);
        ck_assert_str_eq(p.value, words[i]);
    }
    ck_assert_int_eq(options_next(&p), OUTPUT);
    ck_assert_str_eq(p.value, "out");
    options_free(&p);
    unlink(path);
}
END_TEST

START_TEST(response_file_faults_are_errors) {
    char *argv[] = {"tool", "@/nonexistent/file", NULL};
    struct option_parser p;
    ck_assert(!options_init(&p, table, 2, argv, &diag));
    ck_assert_ptr_nonnull(
        strstr(messages(), "cannot read response file '/nonexistent/file': No such"));
    options_free(&p);
}
END_TEST

START_TEST(a_response_file_that_names_itself_ends) {
    char path[] = "/tmp/options-XXXXXX";
    int descriptor = mkstemp(path);
    dprintf(descriptor, "@%s", path);
    close(descriptor);
    char argument[sizeof path + 1];
    snprintf(argument, sizeof argument, "@%s", path);
    char *argv[] = {"tool", argument, NULL};
    struct option_parser p;
    ck_assert(!options_init(&p, table, 2, argv, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "nested too deep"));
    options_free(&p);
    unlink(path);
}
END_TEST

SUITE("options", messages_setup, messages_teardown, every_form, unknown_options_are_handed_over,
      letters_bundle_where_a_tool_wants_it, missing_values_are_errors,
      response_files_expand_with_quotes, response_file_faults_are_errors,
      a_response_file_that_names_itself_ends)
