#include "support/program.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <signal.h>
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
    ck_assert_str_eq(messages(), "tool: error: 'sh' was stopped by signal 9 (Killed)\n");
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

START_TEST(messages_are_kept_apart_from_output) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "sh");
    string_list_add(&arguments, "-c");
    string_list_add(&arguments, "head -c 200000 /dev/zero >&2; echo out");
    char *captured = NULL, *said = NULL;
    size_t captured_size, said_size;
    struct program_run run = {.arguments = &arguments,
                              .captured = &captured,
                              .captured_size = &captured_size,
                              .messages = &said,
                              .messages_size = &said_size};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    ck_assert_str_eq(captured, "out\n");
    ck_assert_uint_eq(said_size, 200000);
    free(captured);
    free(said);
    string_list_free(&arguments);
}
END_TEST

/* The input is more than two pipes hold; the second program, started in between, must not keep the
 * first one's input open. */
START_TEST(a_started_program_is_finished_later) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "cat");
    size_t size = 1 << 20, captured_size = 0;
    char *input = malloc(size), *captured = NULL;
    memset(input, 'x', size);
    struct program_run run = {&arguments, PROGRAM_SILENT, input, size, &captured, &captured_size};
    struct program first, second;
    program_start(&first, &arguments, PROGRAM_INPUT | PROGRAM_OUTPUT);
    program_start(&second, &arguments, PROGRAM_INPUT | PROGRAM_OUTPUT);
    ck_assert_int_eq(program_finish(&first, &run, &diag), 0);
    ck_assert_uint_eq(captured_size, size);
    ck_assert_mem_eq(captured, input, size);
    free(captured);
    run.input = NULL;
    run.input_size = 0;
    ck_assert_int_eq(program_finish(&second, &run, &diag), 0);
    ck_assert_uint_eq(captured_size, 0);
    free(captured);
    free(input);
    string_list_free(&arguments);
}
END_TEST

START_TEST(an_abandoned_program_is_gone) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "cat");
    struct program program;
    program_start(&program, &arguments, PROGRAM_INPUT | PROGRAM_OUTPUT);
    pid_t child = program.child;
    program_abandon(&program);
    ck_assert_int_eq(kill(child, 0), -1); /* nor is it a zombie */
    program_abandon(&program);
    string_list_free(&arguments);
}
END_TEST

START_TEST(a_missing_program_is_named_when_it_is_needed) {
    struct string_list arguments = {0};
    string_list_add(&arguments, "/nonexistent/clang");
    struct program_run run = {.arguments = &arguments};
    struct program program;
    program_start(&program, &arguments, PROGRAM_INPUT);
    program_abandon(&program);
    ck_assert_str_eq(messages(), "");
    program_start(&program, &arguments, PROGRAM_INPUT);
    ck_assert_int_eq(program_finish(&program, &run, &diag), 127);
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
      a_missing_program_is_named, messages_are_kept_apart_from_output,
      a_started_program_is_finished_later, an_abandoned_program_is_gone,
      a_missing_program_is_named_when_it_is_needed, a_dry_run_runs_nothing,
      temporary_directories_go_away)
