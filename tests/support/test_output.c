#include "support/output.h"
#include "support/output_names.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/output-XXXXXX";
static char path[64];

static void setup(void) {
    messages_setup();
    strcpy(directory, "/tmp/output-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/file", directory);
}

static void teardown(void) {
    unlink(path);
    rmdir(directory);
    messages_teardown();
}

static int files_in_directory(void) {
    DIR *stream = opendir(directory);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(stream));)
        count += entry->d_name[0] != '.';
    closedir(stream);
    return count;
}

static void check_contents(const char *name, const char *expected) {
    size_t size;
    char *bytes = input_read(name, &size, &diag);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_str_eq(bytes, expected);
    ck_assert_uint_eq(size, strlen(expected));
    free(bytes);
}

START_TEST(appears_whole_on_commit) {
    struct outputs outputs = {0};
    outputs_add(&outputs, path, "text", 4);
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert(outputs_commit(&outputs, &diag));
    check_contents(path, "text");
    ck_assert_int_eq(files_in_directory(), 1);
}
END_TEST

START_TEST(abandoned_leaves_the_old_file) {
    ck_assert(output_write(path, "old", 3, &diag));
    struct outputs outputs = {0};
    outputs_add(&outputs, path, "new", 3);
    outputs_abandon(&outputs);
    check_contents(path, "old");
    ck_assert_int_eq(files_in_directory(), 1);
}
END_TEST

/* The one that cannot be written is the last, a device, or a place that cannot be renamed to. */
START_TEST(all_appear_or_none) {
    const char *const wrong[] = {"/nonexistent/out", directory, "/dev/full"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert(output_write(path, "old", 3, &diag));
        char *other = xasprintf("%s/other", directory);
        struct outputs outputs = {0};
        outputs_add(&outputs, path, "new", 3);
        outputs_add(&outputs, other, "new", 3);
        outputs_add(&outputs, wrong[i], "new", 3);
        ck_assert(!outputs_commit(&outputs, &diag));
        check_contents(path, "old");
        ck_assert_int_eq(files_in_directory(), 1);
        free(other);
    }
}
END_TEST

/* As when a directory comes up where a file is to go. */
START_TEST(a_rename_that_fails_is_undone) {
    char *fresh = xasprintf("%s/fresh", directory), *blocked = xasprintf("%s/blocked", directory);
    ck_assert(output_write(path, "old", 3, &diag));
    struct outputs outputs = {0};
    outputs_add(&outputs, path, "new", 3);
    outputs_add(&outputs, fresh, "new", 3);
    outputs_add(&outputs, blocked, "new", 3);
    ck_assert_int_eq(mkdir(blocked, 0700), 0);
    char *inside = xasprintf("%s/file", blocked);
    ck_assert(output_write(inside, "x", 1, &diag));
    ck_assert(!outputs_commit(&outputs, &diag));
    check_contents(path, "old");
    check_contents(inside, "x");
    ck_assert_int_ne(access(fresh, F_OK), 0);
    ck_assert_int_eq(files_in_directory(), 2);
    unlink(inside);
    rmdir(blocked);
    free(inside);
    free(blocked);
    free(fresh);
}
END_TEST

START_TEST(links_stay_and_lead_to_the_new_file) {
    char *link = xasprintf("%s/link", directory), *second = xasprintf("%s/second", directory);
    ck_assert_int_eq(symlink("second", link), 0);
    ck_assert_int_eq(symlink(path, second), 0);
    for (int i = 0; i < 2; i++) { /* the first time the target is not there */
        ck_assert(output_write(link, i ? "two" : "one", 3, &diag));
        struct stat status;
        ck_assert(!lstat(link, &status) && S_ISLNK(status.st_mode));
        ck_assert(!lstat(path, &status) && S_ISREG(status.st_mode));
        check_contents(path, i ? "two" : "one");
    }
    ck_assert_int_eq(files_in_directory(), 3);
    unlink(link);
    unlink(second);
    free(link);
    free(second);
}
END_TEST

START_TEST(links_in_a_circle_are_an_error) {
    ck_assert_int_eq(symlink("file", path), 0);
    ck_assert(!output_write(path, "x", 1, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "cannot write: Too many levels of symbolic links"));
}
END_TEST

/* ---- names ---- */

static bool are_apart(const char *input, const char *first, const char *second) {
    struct string_list inputs = {0}, outputs = {0};
    string_list_add(&inputs, input);
    string_list_add(&outputs, first);
    string_list_add(&outputs, second);
    bool apart = output_names_check(&inputs, &outputs, &diag);
    string_list_free(&inputs);
    string_list_free(&outputs);
    return apart;
}

START_TEST(outputs_are_told_from_inputs_and_each_other) {
    ck_assert(output_write(path, "x", 1, &diag));
    char *soft = xasprintf("%s/soft", directory), *hard = xasprintf("%s/hard", directory);
    char *dotted = xasprintf("%s/./file", directory), *new = xasprintf("%s/new", directory);
    char *new_again = xasprintf("%s/../%s/new", directory, directory + strlen("/tmp/"));
    ck_assert_int_eq(symlink("file", soft), 0);
    ck_assert_int_eq(link(path, hard), 0);
    const char *const same[] = {path, soft, hard, dotted};
    for (int i = 0; i < 4; i++) {
        ck_assert(!are_apart(path, new, same[i]));
        ck_assert(!are_apart(same[i], path, new));
        ck_assert(!are_apart("/dev/null", path, same[i]));
    }
    ck_assert(!are_apart("/dev/null", new, new_again));
    ck_assert(are_apart(path, new, "/dev/null"));
    ck_assert(are_apart("/dev/null", "/dev/null", "/dev/null"));
    ck_assert(are_apart("-", new, "-"));
    ck_assert(!are_apart(path, "-", "/dev/stdout"));
    unlink(soft);
    unlink(hard);
    free(soft);
    free(hard);
    free(dotted);
    free(new);
    free(new_again);
}
END_TEST

START_TEST(unwritable_places_are_named) {
    ck_assert(!output_write("/nonexistent/out", "x", 1, &diag));
    ck_assert_str_eq(messages(),
                     "/nonexistent/out: error: cannot write: No such file or directory\n");
    ck_assert(!output_write(directory, "x", 1, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "cannot write: Is a directory"));
}
END_TEST

START_TEST(a_full_device_is_an_error) {
    ck_assert(!output_write("/dev/full", "text", 4, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "/dev/full: error: cannot write: No space"));
}
END_TEST

START_TEST(missing_inputs_are_named) {
    size_t size;
    ck_assert_ptr_null(input_read("/nonexistent/in", &size, &diag));
    ck_assert_str_eq(messages(),
                     "/nonexistent/in: error: cannot read: No such file or directory\n");
    ck_assert_ptr_null(input_read(directory, &size, &diag));
    ck_assert_ptr_nonnull(strstr(messages(), "cannot read: Is a directory"));
}
END_TEST

START_TEST(mode_follows_the_umask) {
    mode_t previous = umask(027);
    ck_assert(output_write(path, "x", 1, &diag));
    umask(previous);
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0640);
}
END_TEST

SUITE("output", setup, teardown, appears_whole_on_commit, abandoned_leaves_the_old_file,
      all_appear_or_none, a_rename_that_fails_is_undone, links_stay_and_lead_to_the_new_file,
      links_in_a_circle_are_an_error, outputs_are_told_from_inputs_and_each_other,
      unwritable_places_are_named, a_full_device_is_an_error, missing_inputs_are_named,
      mode_follows_the_umask)
