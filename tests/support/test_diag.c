#include "support/diag.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char source[] = "/tmp/diag-XXXXXX";

static void setup(void) {
    messages_setup();
    strcpy(source, "/tmp/diag-XXXXXX");
    int descriptor = mkstemp(source);
    dprintf(descriptor, "first\n\tint wrong = 5;\r\n");
    close(descriptor);
}

static void teardown(void) {
    unlink(source);
    messages_teardown();
}

static const char *printed(void) {
    const char *start = strstr(messages(), source);
    return start ? start + strlen(source) : messages();
}

#define PLACE ((struct diag_location){.file = source, .line = 2, .column = 6, .length = 5})

START_TEST(has_clangs_form_with_caret) {
    diag_report(&diag, DIAG_ERROR, "nu-flags", PLACE, "bad %s", "flags");
    ck_assert_str_eq(printed(), ":2:6: error: bad flags [nu-flags]\n"
                                "\tint wrong = 5;\n"
                                "\t    ^~~~~\n");
    ck_assert_uint_eq(diag.errors, 1);
}
END_TEST

START_TEST(shows_the_fixit_under_the_caret) {
    diag_report_fix(&diag, DIAG_WARNING, NULL, PLACE, "right", "misspelt");
    ck_assert_ptr_nonnull(strstr(printed(), "^~~~~\n\t    right\n"));
    ck_assert_uint_eq(diag.warnings, 1);
    ck_assert_uint_eq(diag.errors, 0);
}
END_TEST

START_TEST(places_outside_the_file_print_no_line) {
    diag_report(&diag, DIAG_ERROR, NULL,
                (struct diag_location){.file = source, .line = 9, .column = 1}, "far");
    ck_assert_str_eq(printed(), ":9:1: error: far\n");
}
END_TEST

START_TEST(without_a_file_the_tool_speaks) {
    diag_error(&diag, "no input files");
    ck_assert_str_eq(messages(), "tool: error: no input files\n");
}
END_TEST

START_TEST(warnings_are_switched_by_name) {
    ck_assert(diag_option(&diag, "-Wno-nu-one"));
    ck_assert(diag_option(&diag, "-Werror=nu-two"));
    ck_assert(!diag_option(&diag, "-Wno-unused"));
    ck_assert(!diag_option(&diag, "-Wall"));
    diag_report(&diag, DIAG_WARNING, "nu-one", DIAG_NOWHERE, "silent");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "and its note");
    diag_report(&diag, DIAG_WARNING, "nu-two", DIAG_NOWHERE, "loud");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "with note");
    diag_report(&diag, DIAG_WARNING, "nu-three", DIAG_NOWHERE, "plain");
    ck_assert_str_eq(messages(), "tool: error: loud [nu-two]\n"
                                 "tool: note: with note\n"
                                 "tool: warning: plain [nu-three]\n");
}
END_TEST

START_TEST(remarks_are_asked_for_by_name) {
    ck_assert(diag_option(&diag, "-Rnu-one"));
    ck_assert(!diag_option(&diag, "-Rpass"));
    diag_report(&diag, DIAG_REMARK, "nu-two", DIAG_NOWHERE, "silent");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "and its note");
    diag_report(&diag, DIAG_REMARK, "nu-one", DIAG_NOWHERE, "told");
    ck_assert_str_eq(messages(), "tool: remark: told [nu-one]\n");
    ck_assert_uint_eq(diag.errors + diag.warnings, 0);
}
END_TEST

START_TEST(werror_and_w_are_for_all) {
    ck_assert(diag_option(&diag, "-Werror"));
    diag_report(&diag, DIAG_WARNING, NULL, DIAG_NOWHERE, "counts as error");
    ck_assert_uint_eq(diag.errors, 1);
    ck_assert(diag_option(&diag, "-w"));
    diag_report(&diag, DIAG_WARNING, NULL, DIAG_NOWHERE, "nothing");
    ck_assert_uint_eq(diag.errors, 1);
}
END_TEST

START_TEST(json_is_one_object_a_line) {
    ck_assert(diag_option(&diag, "--diagnostics-format=json"));
    diag_report_fix(&diag, DIAG_ERROR, "nu-x", PLACE, "new", "say \"it\"");
    ck_assert_ptr_nonnull(
        strstr(messages(), "\"severity\":\"error\",\"message\":\"say \\\"it\\\"\""));
    ck_assert_ptr_nonnull(
        strstr(messages(), "\"line\":2,\"column\":6,\"length\":5,\"fixit\":\"new\""));
    ck_assert_ptr_eq(strchr(messages(), '\n'), messages() + strlen(messages()) - 1);
}
END_TEST

SUITE("diag", setup, teardown, has_clangs_form_with_caret, shows_the_fixit_under_the_caret,
      places_outside_the_file_print_no_line, without_a_file_the_tool_speaks,
      warnings_are_switched_by_name, remarks_are_asked_for_by_name, werror_and_w_are_for_all,
      json_is_one_object_a_line)
