#include "support/path.h"

#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Compares text that the caller frees. */
static void expect(char *text, const char *expected) {
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(takes_paths_apart) {
    ck_assert_str_eq(path_name("a/b.c/kernel.c"), "kernel.c");
    ck_assert_uint_eq(path_directory_length("a/b.c/kernel.c"), 6);
    ck_assert_str_eq(path_name("kernel"), "kernel");
    ck_assert_uint_eq(path_directory_length("kernel"), 0);
    ck_assert_str_eq(path_name("dir/"), "");
    ck_assert_uint_eq(path_directory_length("/"), 1);
}
END_TEST

START_TEST(extensions) {
    ck_assert_str_eq(path_extension("a.b/kernel.tar.gz"), ".gz");
    ck_assert_str_eq(path_extension("a.b/kernel"), "");
    ck_assert_str_eq(path_extension(".profile"), "");
    ck_assert_str_eq(path_extension("a/.profile.c"), ".c");
    expect(path_with_extension("a.b/kernel.c", ".d"), "a.b/kernel.d");
    expect(path_with_extension("a.b/kernel", ".d"), "a.b/kernel.d");
    expect(path_with_extension("a/.profile", ".d"), "a/.profile.d");
    expect(path_with_extension("kernel.c", ""), "kernel");
}
END_TEST

START_TEST(joins) {
    expect(path_join("a", "b"), "a/b");
    expect(path_join("a/", "b"), "a/b");
    expect(path_join("", "b"), "b");
    expect(path_join("a", "/b"), "/b");
    expect(path_join("/", "b"), "/b");
}
END_TEST

START_TEST(absolute_paths) {
    ck_assert_int_eq(chdir("/"), 0);
    expect(path_absolute("a/../b"), "/a/../b");
    expect(path_absolute("/a"), "/a");
    ck_assert_int_eq(chdir("/tmp"), 0);
    expect(path_absolute("a"), "/tmp/a");
}
END_TEST

SUITE("path", NULL, NULL, takes_paths_apart, extensions, joins, absolute_paths)
