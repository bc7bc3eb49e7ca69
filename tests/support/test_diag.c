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
    diag_raise(&diag, DIAG_NU_FLAGS, PLACE, "bad %s", "flags");
    ck_assert_str_eq(printed(), ":2:6: error: bad flags [nu-flags]\n"
                                "\tint wrong = 5;\n"
                                "\t    ^~~~~\n");
    ck_assert_uint_eq(diag.errors, 1);
}
END_TEST

START_TEST(shows_the_fixit_under_the_caret) {
    diag_raise_fix(&diag, DIAG_NU_COMPLETE, PLACE, "right", "misspelt");
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
    ck_assert_int_eq(diag_option(&diag, "-Wno-nu-unused-run"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Werror=nu-complete"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Wno-unused"), DIAG_OPTION_OTHER);
    ck_assert_int_eq(diag_option(&diag, "-Wall"), DIAG_OPTION_OTHER);
    diag_raise(&diag, DIAG_NU_UNUSED_RUN, DIAG_NOWHERE, "silent");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "and its note");
    diag_raise(&diag, DIAG_NU_COMPLETE, DIAG_NOWHERE, "loud");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "with note");
    diag_raise(&diag, DIAG_NU_DUMMY_SHAPE, DIAG_NOWHERE, "plain");
    ck_assert_str_eq(messages(), "tool: error: loud [nu-complete]\n"
                                 "tool: note: with note\n"
                                 "tool: warning: plain [nu-dummy-shape]\n");
}
END_TEST

START_TEST(switches_are_taken_back) {
    ck_assert_int_eq(diag_option(&diag, "-Wno-nu-unused-run"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Wnu-unused-run"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Werror=nu-complete"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Wno-error=nu-complete"), DIAG_OPTION_TAKEN);
    diag_raise(&diag, DIAG_NU_UNUSED_RUN, DIAG_NOWHERE, "told");
    diag_raise(&diag, DIAG_NU_COMPLETE, DIAG_NOWHERE, "no error");
    ck_assert_uint_eq(diag.warnings, 2);
    ck_assert_uint_eq(diag.errors, 0);
}
END_TEST

START_TEST(names_must_exist) {
    ck_assert_int_eq(diag_option(&diag, "-Werror=nu-tsak"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Wno-nu-dummy-shapes"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Wnu-"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Rnu-elsewhere"), DIAG_OPTION_WRONG);
    ck_assert_str_eq(
        messages(),
        "tool: error: unknown diagnostic 'nu-tsak'; did you mean 'nu-task'?\n"
        "tool: error: unknown diagnostic 'nu-dummy-shapes'; did you mean 'nu-dummy-shape'?\n"
        "tool: error: unknown diagnostic 'nu-'; did you mean 'nu-run'?\n"
        "tool: error: unknown diagnostic 'nu-elsewhere'\n");
}
END_TEST

START_TEST(errors_stay_errors) {
    ck_assert_int_eq(diag_option(&diag, "-Wno-nu-flags"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Wno-error=nu-flags"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Rnu-flags"), DIAG_OPTION_WRONG);
    ck_assert_int_eq(diag_option(&diag, "-Werror=nu-flags"), DIAG_OPTION_TAKEN);
    ck_assert_str_eq(messages(), "tool: error: '-Wno-nu-flags': nu-flags is always an error\n"
                                 "tool: error: '-Wno-error=nu-flags': nu-flags is always an error\n"
                                 "tool: error: '-Rnu-flags': nu-flags makes no remarks\n");
}
END_TEST

START_TEST(remarks_are_asked_for_by_name) {
    diag_report(&diag, DIAG_REMARK, DIAG_NU_DIVERGENT, DIAG_NOWHERE, "silent");
    diag_report(&diag, DIAG_NOTE, NULL, DIAG_NOWHERE, "and its note");
    ck_assert_int_eq(diag_option(&diag, "-Rnu-divergent"), DIAG_OPTION_TAKEN);
    ck_assert_int_eq(diag_option(&diag, "-Rpass"), DIAG_OPTION_OTHER);
    diag_report(&diag, DIAG_REMARK, DIAG_NU_DIVERGENT, DIAG_NOWHERE, "told");
    ck_assert_str_eq(messages(), "tool: remark: told [nu-divergent]\n");
    ck_assert_uint_eq(diag.errors + diag.warnings, 0);
}
END_TEST

START_TEST(clangs_are_handed_on) {
    diag_forward(&diag, DIAG_WARNING, "-Wunused", DIAG_NOWHERE, NULL, "unused 100%");
    diag_forward(&diag, DIAG_ERROR, NULL, DIAG_NOWHERE, NULL, "wrong");
    ck_assert_str_eq(messages(), "tool: warning: unused 100% [-Wunused]\n"
                                 "tool: error: wrong\n");
    ck_assert_uint_eq(diag.errors, 1);
    ck_assert_uint_eq(diag.warnings, 1);
}
END_TEST

START_TEST(werror_and_w_are_for_all) {
    ck_assert_int_eq(diag_option(&diag, "-Werror"), DIAG_OPTION_TAKEN);
    diag_report(&diag, DIAG_WARNING, NULL, DIAG_NOWHERE, "counts as error");
    ck_assert_uint_eq(diag.errors, 1);
    ck_assert_int_eq(diag_option(&diag, "-w"), DIAG_OPTION_TAKEN);
    diag_report(&diag, DIAG_WARNING, NULL, DIAG_NOWHERE, "nothing");
    ck_assert_uint_eq(diag.errors, 1);
}
END_TEST

START_TEST(json_is_one_object_a_line) {
    ck_assert_int_eq(diag_option(&diag, "--diagnostics-format=json"), DIAG_OPTION_TAKEN);
    diag_raise_fix(&diag, DIAG_NU_FLAGS, PLACE, "new", "say \"it\"");
    ck_assert_ptr_nonnull(
        strstr(messages(), "\"severity\":\"error\",\"message\":\"say \\\"it\\\"\""));
    ck_assert_ptr_nonnull(
        strstr(messages(), "\"line\":2,\"column\":6,\"length\":5,\"fixit\":\"new\""));
    ck_assert_ptr_eq(strchr(messages(), '\n'), messages() + strlen(messages()) - 1);
}
END_TEST

SUITE("diag", setup, teardown, has_clangs_form_with_caret, shows_the_fixit_under_the_caret,
      places_outside_the_file_print_no_line, without_a_file_the_tool_speaks,
      warnings_are_switched_by_name, switches_are_taken_back, names_must_exist, errors_stay_errors,
      clangs_are_handed_on, remarks_are_asked_for_by_name, werror_and_w_are_for_all,
      json_is_one_object_a_line)
