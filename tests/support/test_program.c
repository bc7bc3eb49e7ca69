#include "support/program.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(more_than_a_pipe_holds_goes_through) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "cat");
    size_t size = 1 << 22, captured_size;
    char *input = malloc(size), *captured;
    for (size_t i = 0; i < size; i++)
        input[i] = (char)(i * 7 + i / 999);
    struct program_run run = {.arguments = &arguments,
                              .input = input,
                              .input_size = size,
                              .captured = &captured,
                              .captured_size = &captured_size};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    ck_assert_uint_eq(captured_size, size);
    ck_assert_mem_eq(captured, input, size);
    free(input);
    free(captured);
    string_list_free(&arguments);
}
END_TEST

START_TEST(a_program_that_ignores_its_input_is_no_fault) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "true");
    char *input = calloc(1, 1 << 20);
    struct program_run run = {.arguments = &arguments, .input = input, .input_size = 1 << 20};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    free(input);
    string_list_free(&arguments);
}
END_TEST

START_TEST(exit_status_and_signals) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "sh");
    string_list_add(&arguments, "-c");
    string_list_add(&arguments, "exit 7");
    struct program_run run = {.arguments = &arguments};
    ck_assert_int_eq(program_execute(&run, &diag), 7);
    strcpy(arguments.items[2], "exit 9");
    free(arguments.items[2]);
    arguments.items[2] = xstrdup("kill -9 $$");
    ck_assert_int_eq(program_execute(&run, &diag), 128 + 9);
    string_list_free(&arguments);
}
END_TEST

START_TEST(a_missing_program_is_named) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "/nonexistent/clang");
    struct program_run run = {.arguments = &arguments};
    ck_assert_int_eq(program_execute(&run, &diag), 127);
    ck_assert_str_eq(messages(),
                     "tool: error: cannot run '/nonexistent/clang': No such file or directory\n");
    string_list_free(&arguments);
}
END_TEST

START_TEST(a_dry_run_runs_nothing) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "/nonexistent/clang");
    struct program_run run = {.arguments = &arguments, .echo = PROGRAM_DRY_RUN};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    string_list_free(&arguments);
}
END_TEST

START_TEST(temporary_directories_go_away) {
    char *path = program_temporary_directory(&diag);
    ck_assert_ptr_nonnull(path);
    char *file = xasprintf("%s/a", path);
    fclose(fopen(file, "w"));
    program_remove_directory(path);
    ck_assert_int_ne(access(path, F_OK), 0);
    free(file);
    free(path);
}
END_TEST

SUITE("program", messages_setup, messages_teardown, more_than_a_pipe_holds_goes_through,
      a_program_that_ignores_its_input_is_no_fault, exit_status_and_signals,
      a_missing_program_is_named, a_dry_run_runs_nothing, temporary_directories_go_away)
