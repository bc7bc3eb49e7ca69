#include "muonc/lower/places.h"

#include "tests/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A source of our own and what a preprocessor makes of it. */
static const char source[] = "#define CALL call(0)\n"
                             "int x; call(1); /* call */ call( a , DEPS(b,\n"
                             "    \"c,)\", d), e);\n"
                             "\n"
                             "\tif (FOO) CALL; CALL;\n";
static char path[] = "/tmp/places-XXXXXX";
static char text[512];
static struct places places;

static void setup(void) {
    strcpy(path, "/tmp/places-XXXXXX");
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, source, sizeof source - 1), sizeof source - 1);
    close(file);
    snprintf(text, sizeof text,
             "# 1 \"header.h\" 1 3\n"
             "declaration;\n"
             "# 2 \"%s\" 2\n"
             "int x; call(1); call( a , deps(b,\n"
             "    \"c,)\", d), e);\n"
             "\n"
             "\tif (1) call(0); call(0);\n",
             path);
    places_init(&places, text, strlen(text));
}

static void teardown(void) {
    places_free(&places);
    unlink(path);
}

static size_t offset_of(const char *wanted, int skip) {
    const char *at = strstr(text, wanted);
    while (skip--)
        at = strstr(at + 1, wanted);
    return (size_t)(at - text);
}

static void check(struct diag_location where, unsigned line, unsigned column, unsigned length) {
    ck_assert_str_eq(where.file, path);
    ck_assert_uint_eq(where.line, line);
    ck_assert_uint_eq(where.column, column);
    ck_assert_uint_eq(where.length, length);
}

START_TEST(markers_give_file_and_line) {
    size_t header = offset_of("declaration", 0);
    ck_assert_str_eq(places_marker(&places, header)->file, "header.h");
    ck_assert_str_eq(places_marker(&places, header)->flags, " 3");
    ck_assert_uint_eq(places_line(&places, header), 1);
    ck_assert_str_eq(places_marker(&places, offset_of("int x", 0))->file, path);
    ck_assert_uint_eq(places_line(&places, offset_of("d), e", 0)), 3);
    ck_assert_ptr_null(places_marker(&places, 0));
}
END_TEST

START_TEST(names_spelled_on_the_line) {
    check(places_name(&places, offset_of("call(1)", 0)), 2, 8, 4);
    check(places_name(&places, offset_of("call( a", 0)), 2, 28, 4);
}
END_TEST

START_TEST(names_from_macros_are_at_the_macro) {
    check(places_name(&places, offset_of("call(0)", 0)), 5, 6, 3);
}
END_TEST

START_TEST(arguments_over_several_lines) {
    size_t call = offset_of("call( a", 0);
    check(places_argument(&places, call, 0, -1), 2, 34, 1);
    check(places_argument(&places, call, 1, -1), 2, 38, 7);
    check(places_argument(&places, call, 1, 0), 2, 43, 1);
    check(places_argument(&places, call, 1, 1), 3, 5, 5);
    check(places_argument(&places, call, 1, 2), 3, 12, 1);
    check(places_argument(&places, call, 2, -1), 3, 16, 1);
}
END_TEST

START_TEST(missing_arguments_fall_back) {
    size_t call = offset_of("call( a", 0);
    check(places_argument(&places, call, 1, 7), 2, 38, 7);
    check(places_argument(&places, call, 9, -1), 2, 28, 4);
    check(places_argument(&places, offset_of("call(0)", 0), 0, -1), 5, 6, 3);
}
END_TEST

START_TEST(missing_sources_leave_the_line) {
    struct diag_location where = places_name(&places, offset_of("declaration", 0));
    ck_assert_str_eq(where.file, "header.h");
    ck_assert_uint_eq(where.line, 1);
    ck_assert_uint_eq(where.column, 0);
}
END_TEST

SUITE("places", setup, teardown, markers_give_file_and_line, names_spelled_on_the_line,
      names_from_macros_are_at_the_macro, arguments_over_several_lines, missing_arguments_fall_back,
      missing_sources_leave_the_line)
