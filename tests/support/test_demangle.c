#include "support/demangle.h"

#include "tests/suite.h"

static void check(const char *name, const char *expected) {
    char *readable = demangle(name);
    ck_assert_str_eq(readable, expected);
    free(readable);
}

START_TEST(names_of_cxx_become_readable) {
    check("_Z3addIfEvPT_", "void add<float>(float*)");
    check("_ZN1n4tileE", "n::tile");
    check("_ZN1n5storeIfEEvPT_S1_.specialized.1",
          "void n::store<float>(float*, float) [clone .specialized.1]");
}
END_TEST

START_TEST(other_names_stay) {
    check("main", "main");
    check("", "");
    check("_Z", "_Z");
    check("_Zebra", "_Zebra");
    check("i", "i"); /* a type to the ABI's demangler */
}
END_TEST

SUITE("demangle", NULL, NULL, names_of_cxx_become_readable, other_names_stay)
