#include "support/interrupt.h"

#include "support/output.h"
#include "support/path.h"
#include "support/program.h"
#include "tests/messages.h"
#include "tests/suite.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *place; /* where everything temporary is made */

static void make_place(void) {
    messages_setup();
    place = xstrdup("/tmp/interrupt-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(place));
    setenv("TMPDIR", place, 1);
}

static void remove_place(void) {
    rmdir(place);
    free(place);
    messages_teardown();
}

static size_t count_files(void) {
    size_t count = 0;
    DIR *directory = opendir(place);
    while (readdir(directory))
        count++;
    closedir(directory);
    return count - 2; /* "." and ".." */
}

/* A tool in the middle of its work: with a directory that has files and a program beside it, whose
 * number it tells. */
static void work(int tell) {
    struct string_list arguments = {0};
    struct program program;
    char *directory = program_temporary_directory(&diag);
    char *in_directory = path_join(directory, "a.o");
    output_write(in_directory, "1", 1, &diag);
    string_list_add(&arguments, "sleep");
    string_list_add(&arguments, "100");
    program_start(&program, &arguments, PROGRAM_INPUT);
    write(tell, &program.child, sizeof program.child);
}

/* Starts the tool, which goes on with next(), and waits until it is there. */
static pid_t start(void (*next)(void), pid_t *child) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t tool = fork();
    if (tool == 0) {
        interrupt_catch();
        work(ends[1]);
        next();
        _exit(0);
    }
    ck_assert_int_eq(read(ends[0], child, sizeof *child), sizeof *child);
    close(ends[0]);
    close(ends[1]);
    return tool;
}

static void check_gone(pid_t tool, pid_t child, int number) {
    int status;
    ck_assert_int_eq(waitpid(tool, &status, 0), tool);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == number);
    ck_assert_uint_eq(count_files(), 0);
    ck_assert_int_ne(kill(child, 0), 0);
}

static void compute(void) {
    for (volatile unsigned i = 0;; i++) {
    }
}

START_TEST(nothing_is_left_behind) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pid_t child, tool = start(compute, &child);
        ck_assert_uint_eq(count_files(), 1);
        kill(tool, numbers[i]);
        check_gone(tool, child, numbers[i]);
    }
}
END_TEST

/* One output is written, but waits for another, for which there is no reader. */
static void write_outputs(void) {
    struct outputs outputs = {0};
    char *file = path_join(place, "b.o"), *pipe = path_join(place, "pipe");
    outputs_add(&outputs, file, "1", 1);
    outputs_add(&outputs, pipe, "1", 1);
    outputs_commit(&outputs, &diag);
}

START_TEST(half_of_the_outputs_are_not_left_behind) {
    char *pipe = path_join(place, "pipe");
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    pid_t child, tool = start(write_outputs, &child);
    while (count_files() < 3)
        usleep(1000);
    kill(tool, SIGTERM);
    waitpid(tool, NULL, 0);
    ck_assert_uint_eq(count_files(), 1);
    unlink(pipe);
    free(pipe);
}
END_TEST

static void raise_while_held(void) {
    interrupt_hold();
    raise(SIGTERM);
    char *made = path_join(place, "late");
    interrupt_add_path(made);
    fclose(fopen(made, "w"));
    interrupt_release();
}

START_TEST(a_signal_waits_while_something_is_made) {
    pid_t child, tool = start(raise_while_held, &child);
    check_gone(tool, child, SIGTERM);
}
END_TEST

START_TEST(what_is_ignored_stays_so) {
    signal(SIGHUP, SIG_IGN);
    interrupt_catch();
    raise(SIGHUP);
}
END_TEST

SUITE("interrupt", make_place, remove_place, nothing_is_left_behind,
      half_of_the_outputs_are_not_left_behind, a_signal_waits_while_something_is_made,
      what_is_ignored_stays_so)
