#include "muonc/lower/expand.h"

#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

static struct use use_of(const char *text, const char *used, unsigned column) {
    size_t begin = (size_t)(strstr(text, used) - text), end = begin + strlen(used);
    unsigned length = (unsigned)strlen(used);
    return (struct use){{begin, end}, {1, column}, {1, column + length}};
}

START_TEST(overlapping_uses_become_one) {
    struct use uses[] = {{{8, 9}, {1, 9}, {1, 10}},
                         {{2, 5}, {1, 3}, {1, 6}},
                         {{3, 7}, {1, 4}, {1, 8}},
                         {{2, 5}, {1, 3}, {1, 6}}};
    size_t count = 4;
    expand_merge(uses, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(uses[0].span.begin, 2);
    ck_assert_uint_eq(uses[0].span.end, 7);
    ck_assert_uint_eq(uses[0].end.column, 8);
    ck_assert_uint_eq(uses[1].span.begin, 8);
}
END_TEST

START_TEST(uses_are_marked) {
    const char *text = "x = USE;";
    struct use use = use_of(text, "USE", 5);
    char *marked = expand_mark(text, &use, 1, false);
    ck_assert_str_eq(marked, "x =  __neutrino_begin_0__  USE  __neutrino_end_0__ ;");
    free(marked);
    marked = expand_mark(text, &use, 1, true);
    ck_assert_str_eq(marked,
                     "x =  __neutrino_begin_0__ __COUNTER__ USE __COUNTER__ __neutrino_end_0__ ;");
    free(marked);
}
END_TEST

static void check(const char *text, const char *preprocessed, const char *counted,
                  const char *expected) {
    struct use use = use_of(text, "USE", 5);
    struct expansions expansions = {0};
    struct preprocessed both = {preprocessed, counted};
    char *expanded = expand_uses(text, &use, 1, &both, &expansions);
    if (!expected) {
        ck_assert_ptr_null(expanded);
    } else {
        ck_assert_str_eq(expanded, expected);
        ck_assert_uint_eq(expansions.count, 1);
        ck_assert_uint_eq(expansions.items[0].span.begin, 4);
        ck_assert_uint_eq(expansions.items[0].name_length, 3);
    }
    free(expanded);
    free(expansions.items);
}

START_TEST(tokens_stand_where_the_use_began) {
    check("x = USE;", "x = __neutrino_begin_0__ f(1) + \"a b\" __neutrino_end_0__;", NULL,
          "x = f (\n#line 1\n    1 )\n#line 1\n    +\n#line 1\n    \"a b\"\n#line 1\n       ;");
}
END_TEST

START_TEST(markers_are_left_out_and_pragmas_kept) {
    check("x = USE;",
          "x = __neutrino_begin_0__ a\n# 7 \"other.c\"\n\n#pragma unroll N\nb __neutrino_end_0__;",
          NULL, "x = a\n#pragma unroll N\n#line 1\n    b\n#line 1\n       ;");
}
END_TEST

START_TEST(names_of_macros_that_are_left_are_not_expanded_again) {
    check("x = USE;",
          "#define USE USE + LAST\n#define LAST(x) x\n"
          "x = __neutrino_begin_0__ USE + LAST __neutrino_end_0__;",
          NULL,
          "x = \n#pragma push_macro(\"USE\")\n#undef USE\n#line 1\n    USE\n#line 1\n    +"
          "\n#line 1\n    LAST\n#pragma pop_macro(\"USE\")\n#line 1\n       ;");
}
END_TEST

START_TEST(counters_go_on_where_they_were) {
    ck_assert(expand_counts("int x = __COUNTER__;", ""));
    ck_assert(expand_counts("", "#define USE __COUNTER__\n"));
    ck_assert(!expand_counts("x", "x"));
    check("x = USE;", "x = __neutrino_begin_0__ a1 __neutrino_end_0__;",
          "x = __neutrino_begin_0__ 0 a1 2 __neutrino_end_0__;",
          "x = a1\n#if __COUNTER__ < 0\n#endif\n#line 1\n       ;");
}
END_TEST

START_TEST(marks_that_are_not_there) {
    check("x = USE;", "x = ;", NULL, NULL);
    check("x = USE;", "x = __neutrino_begin_0__;", NULL, NULL);
}
END_TEST

START_TEST(earlier_expansions_move_along) {
    const char *text = "a b USE c d";
    struct use use = use_of(text, "USE", 5);
    struct preprocessed preprocessed = {"__neutrino_begin_0__ u __neutrino_end_0__", NULL};
    struct expansions expansions = {calloc(2, sizeof(struct expansion)), 2};
    expansions.items[0] = (struct expansion){{0, 1}, 1};
    expansions.items[1] = (struct expansion){{10, 11}, 1};
    char *expanded = expand_uses(text, &use, 1, &preprocessed, &expansions);
    ck_assert_uint_eq(expansions.count, 3);
    ck_assert_uint_eq(expansions.items[0].span.begin, 0);
    ck_assert_int_eq(expanded[expansions.items[2].span.begin], 'd');
    free(expanded);
    free(expansions.items);
}
END_TEST

SUITE("expand", NULL, NULL, overlapping_uses_become_one, uses_are_marked,
      tokens_stand_where_the_use_began, markers_are_left_out_and_pragmas_kept,
      names_of_macros_that_are_left_are_not_expanded_again, counters_go_on_where_they_were,
      marks_that_are_not_there, earlier_expansions_move_along)
