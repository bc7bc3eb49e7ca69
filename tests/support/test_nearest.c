#include "support/nearest.h"

#include "tests/suite.h"

#include <stdlib.h>

static const char *find(const char *wrong) {
    static const char *const words[] = {"nu-flags", "nu-type-conflict", "nu-divergent",
                                        "nu-divergent-sync", "nu-run"};
    struct nearest search = nearest_to(wrong);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        nearest_offer(&search, words[i]);
    return search.word;
}

START_TEST(counts_edits) {
    ck_assert_uint_eq(nearest_distance("", ""), 0);
    ck_assert_uint_eq(nearest_distance("", "abc"), 3);
    ck_assert_uint_eq(nearest_distance("abc", ""), 3);
    ck_assert_uint_eq(nearest_distance("kitten", "sitting"), 3);
    ck_assert_uint_eq(nearest_distance("flgas", "flags"), 1);
    ck_assert_uint_eq(nearest_distance("ca", "abc"), 3); /* each byte is edited once */
    ck_assert_uint_eq(nearest_distance("same", "same"), 0);
}
END_TEST

START_TEST(takes_the_nearest_word) {
    ck_assert_str_eq(find("nu-flgas"), "nu-flags");
    ck_assert_str_eq(find("nu-divergnet"), "nu-divergent");
    ck_assert_str_eq(find("nu-divergentsync"), "nu-divergent-sync");
    ck_assert_str_eq(find("nu-rum"), "nu-run");
}
END_TEST

START_TEST(takes_what_the_word_begins) {
    ck_assert_str_eq(find("nu-typ"), "nu-type-conflict");
    ck_assert_str_eq(find("nu-typo"), "nu-type-conflict");
    ck_assert_str_eq(find("nu-div"), "nu-divergent"); /* fewer bytes are missing */
    ck_assert_ptr_null(find("nu"));
}
END_TEST

START_TEST(finds_nothing_far_away) {
    ck_assert_ptr_null(find("unused-variable"));
    ck_assert_ptr_null(find(""));
}
END_TEST

START_TEST(hints_or_says_otherwise) {
    struct nearest search = nearest_to("nu-flag");
    char *nothing = nearest_hint(&search, "; see --help");
    ck_assert_str_eq(nothing, "; see --help");
    nearest_offer(&search, "nu-flags");
    char *hint = nearest_hint(&search, "");
    ck_assert_str_eq(hint, "; did you mean 'nu-flags'?");
    free(nothing);
    free(hint);
}
END_TEST

SUITE("nearest", NULL, NULL, counts_edits, takes_the_nearest_word, takes_what_the_word_begins,
      finds_nothing_far_away, hints_or_says_otherwise)
