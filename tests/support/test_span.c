#include "support/span.h"

#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

static struct text_lines lines;

static void use(const char *text) {
    text_lines_init(&lines, text, strlen(text));
}

static void teardown(void) {
    text_lines_free(&lines);
}

START_TEST(counts_lines) {
    use("one\ntwo\n\nfour");
    ck_assert_uint_eq(lines.count, 4);
    ck_assert_uint_eq(text_lines_number(&lines, 0), 1);
    ck_assert_uint_eq(text_lines_number(&lines, 3), 1); /* the newline is its line's */
    ck_assert_uint_eq(text_lines_number(&lines, 4), 2);
    ck_assert_uint_eq(text_lines_number(&lines, 8), 3);
    ck_assert_uint_eq(text_lines_number(&lines, 9), 4);
    ck_assert_uint_eq(text_lines_number(&lines, 13), 4);
}
END_TEST

START_TEST(lines_have_no_newline) {
    use("one\n\nthree\n");
    struct span first = text_lines_line(&lines, 1), empty = text_lines_line(&lines, 2),
                third = text_lines_line(&lines, 3), last = text_lines_line(&lines, 4);
    ck_assert_uint_eq(first.begin, 0);
    ck_assert_uint_eq(first.end, 3);
    ck_assert_uint_eq(empty.begin, empty.end);
    ck_assert_uint_eq(third.end, 10);
    ck_assert_uint_eq(last.begin, 11);
    ck_assert_uint_eq(last.end, 11);
}
END_TEST

START_TEST(an_empty_text_has_a_line) {
    use("");
    ck_assert_uint_eq(lines.count, 1);
    struct diag_location where = text_lines_locate(&lines, "file", (struct span){0, 0});
    ck_assert_uint_eq(where.line, 1);
    ck_assert_uint_eq(where.column, 1);
    ck_assert_uint_eq(where.length, 0);
}
END_TEST

START_TEST(places_are_a_diagnostics) {
    use("map {\n    tile a;\n}\n");
    struct diag_location where = text_lines_locate(&lines, "x.nu", (struct span){10, 14});
    ck_assert_str_eq(where.file, "x.nu");
    ck_assert_uint_eq(where.line, 2);
    ck_assert_uint_eq(where.column, 5);
    ck_assert_uint_eq(where.length, 4);
    where = text_lines_locate(&lines, "x.nu", (struct span){4, 20}); /* over three lines */
    ck_assert_uint_eq(where.line, 1);
    ck_assert_uint_eq(where.column, 5);
    ck_assert_uint_eq(where.length, 1);
}
END_TEST

static void expect_underlined(struct span span, const char *expected) {
    char *printed = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&printed, &size);
    text_lines_underline(&lines, span, out);
    fclose(out);
    ck_assert_str_eq(printed, expected);
    free(printed);
}

START_TEST(underlines) {
    use("first\n\tint wrong = 5;\nlast");
    expect_underlined((struct span){11, 16}, "\tint wrong = 5;\n"
                                             "\t    ^~~~~\n");
    expect_underlined((struct span){0, 1}, "first\n^\n");
    expect_underlined((struct span){22, 26}, "last\n^~~~\n");
    expect_underlined((struct span){26, 26}, "last\n    ^\n");
}
END_TEST

SUITE("span", NULL, teardown, counts_lines, lines_have_no_newline, an_empty_text_has_a_line,
      places_are_a_diagnostics, underlines)
