#include "support/options.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STATS = 1, HEADER, OUTPUT, DRY, LONG, LINKER };

static const char *const formats[] = {"text", "json", NULL};
static const struct option table[] = {
    {"--stats", OPTION_OPTIONAL, STATS, "FORMAT", "statistics", .words = formats},
    {"--header", OPTION_JOINED, HEADER, "FILE", "header"},
    {"-o", OPTION_SEPARATE, OUTPUT, "FILE", "output"},
    {"-###", OPTION_FLAG, DRY, NULL, "print only"},
    {0},
};
static const struct option more[] = {
    {"--long", OPTION_SEPARATE, LONG, "NAME", "separate or joined"},
    {"-Wl,", OPTION_PREFIX, LINKER, "ARGUMENT", "for the linker"},
    {"--hidden", OPTION_FLAG, DRY, NULL, NULL},
    {0},
};
static const struct option *const tables[] = {table, more, options_of_compilers,
                                              options_of_every_tool, NULL};
static const struct option_set set = {
    .tool = "tool", .usage = "tool FILE", .summary = "Does it.", .tables = tables};

#define PARSE(parser, ...)                                                                         \
    char *argv[] = {"tool", __VA_ARGS__, NULL};                                                    \
    struct option_parser parser;                                                                   \
    ck_assert(options_init(&parser, &set, (int)(sizeof argv / sizeof *argv) - 1, argv, &diag))

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

START_TEST(rows_of_all_tables) {
    PARSE(p, "--long", "a", "--long=b", "-Wl,-x", "-Wl,", "--longer", "--hidden");
    ck_assert_int_eq(options_next(&p), LONG);
    ck_assert_str_eq(p.value, "a");
    ck_assert_int_eq(options_next(&p), LONG);
    ck_assert_str_eq(p.value, "b");
    ck_assert_int_eq(options_next(&p), LINKER);
    ck_assert_str_eq(p.value, "-x");
    ck_assert_int_eq(options_next(&p), LINKER);
    ck_assert_str_eq(p.value, "");
    ck_assert_int_eq(options_next(&p), OPTION_UNKNOWN);
    ck_assert_int_eq(options_next(&p), DRY);
    ck_assert_int_eq(options_next(&p), OPTION_END);
    options_free(&p);
}
END_TEST

START_TEST(words_are_checked) {
    PARSE(p, "--stats=json", "--stats=jsno", "--stats=xml");
    ck_assert_int_eq(options_next(&p), STATS);
    ck_assert_uint_eq(p.word, 1);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_str_eq(
        messages(),
        "tool: error: unknown format 'jsno': --stats= takes text or json; did you mean 'json'?\n"
        "tool: error: unknown format 'xml': --stats= takes text or json\n");
    options_free(&p);
}
END_TEST

START_TEST(misspelt_options_get_a_hint) {
    PARSE(p, "--hedaer=x", "--stat", "--hiden", "--quite-different");
    while (options_next(&p) == OPTION_UNKNOWN)
        options_report_unknown(&p);
    ck_assert_str_eq(messages(),
                     "tool: error: unknown option '--hedaer=x'; did you mean '--header'?\n"
                     "tool: error: unknown option '--stat'; did you mean '--stats'?\n"
                     "tool: error: unknown option '--hiden'; --help lists the options\n"
                     "tool: error: unknown option '--quite-different'; --help lists the options\n");
    options_free(&p);
}
END_TEST

START_TEST(diagnostics_are_switched_on_the_way) {
    PARSE(p, "-Werror", "-Wno-nu-unused-run", "-Wno-nu-unused-rum", "-Wno-nu-flags", "-Wall");
    ck_assert_int_eq(options_next(&p), OPTION_DIAGNOSTIC);
    ck_assert(diag.warnings_are_errors);
    ck_assert_int_eq(options_next(&p), OPTION_DIAGNOSTIC);
    ck_assert(diag.switches[DIAG_NU_UNUSED_RUN->row].off);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_int_eq(options_next(&p), OPTION_ERROR);
    ck_assert_int_eq(options_next(&p), OPTION_UNKNOWN);
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
    static const struct option *const letter_tables[] = {letters, NULL};
    static const struct option_set bundling = {.tables = letter_tables, .bundling = true};
    struct option_parser p;
    ck_assert(options_init(&p, &bundling, 3, argv, &diag));
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
    ck_assert(!options_init(&p, &set, 2, argv, &diag));
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
    ck_assert(!options_init(&p, &set, 2, argv, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "nested too deep"));
    options_free(&p);
    unlink(path);
}
END_TEST

SUITE("options", messages_setup, messages_teardown, every_form, rows_of_all_tables,
      words_are_checked, misspelt_options_get_a_hint, diagnostics_are_switched_on_the_way,
      unknown_options_are_handed_over, letters_bundle_where_a_tool_wants_it,
      missing_values_are_errors, response_files_expand_with_quotes, response_file_faults_are_errors,
      a_response_file_that_names_itself_ends)
