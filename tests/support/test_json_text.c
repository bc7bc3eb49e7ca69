#include "support/json_text.h"

#include "tests/suite.h"

static void becomes(const char *text, const char *expected) {
    json_t *string = json_text(text);
    ck_assert_str_eq(json_string_value(string), expected);
    json_decref(string);
}

START_TEST(utf8_stays_as_it_is) {
    becomes("", "");
    becomes("kernel.c", "kernel.c");
    becomes("gr\xc3\xb6\xc3\x9f"
            "e/\xe2\x82\xac/\xf0\x9f\x98\x80.c",
            "gr\xc3\xb6\xc3\x9f"
            "e/\xe2\x82\xac/\xf0\x9f\x98\x80.c");
}
END_TEST

START_TEST(bytes_of_no_character_are_replaced) {
    becomes("b\xff.c", "b\xef\xbf\xbd.c");
    becomes("\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd");
    becomes("\xc3\xb6\xff\xc3\xb6", "\xc3\xb6\xef\xbf\xbd\xc3\xb6");
}
END_TEST

START_TEST(cut_and_overlong_characters_are_replaced) {
    becomes("cut\xe2\x82", "cut\xef\xbf\xbd\xef\xbf\xbd");
    becomes("\xc3/", "\xef\xbf\xbd/");
    becomes("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");
    becomes("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

SUITE("json_text", NULL, NULL, utf8_stays_as_it_is, bytes_of_no_character_are_replaced,
      cut_and_overlong_characters_are_replaced)
