#include "support/output.h"

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

START_TEST(appears_whole_on_commit) {
    struct output output;
    ck_assert(output_open(&output, path, &diag));
    fputs("text", output.stream);
    ck_assert_int_ne(access(path, F_OK), 0);
    ck_assert(output_commit(&output, &diag));
    size_t size;
    char *bytes = input_read(path, &size, &diag);
    ck_assert_uint_eq(size, 4);
    ck_assert_str_eq(bytes, "text");
    free(bytes);
    ck_assert_int_eq(files_in_directory(), 1);
}
END_TEST

START_TEST(abandoned_leaves_the_old_file) {
    ck_assert(output_write(path, "old", 3, &diag));
    struct output output;
    ck_assert(output_open(&output, path, &diag));
    fputs("new", output.stream);
    output_abandon(&output);
    size_t size;
    char *bytes = input_read(path, &size, &diag);
    ck_assert_str_eq(bytes, "old");
    free(bytes);
    ck_assert_int_eq(files_in_directory(), 1);
}
END_TEST

START_TEST(unwritable_places_are_named) {
    struct output output;
    ck_assert(!output_open(&output, "/nonexistent/out", &diag));
    ck_assert_str_eq(messages(),
                     "/nonexistent/out: error: cannot write: No such file or directory\n");
    ck_assert(!output_open(&output, directory, &diag));
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
      unwritable_places_are_named, a_full_device_is_an_error, missing_inputs_are_named,
      mode_follows_the_umask)
