#include "muonc/lower/arguments.h"
#include "muonc/lower/tokens.h"

#include "support/alloc.h"
#include "tests/suite.h"

#include <string.h>

/* The tokens of a text, with "|" between them. */
static void check_tokens(const char *text, const char *expected) {
    char tokens[256] = "";
    for (size_t at = token_next(text, 0), end; text[at]; at = token_next(text, end)) {
        end = token_end(text, at);
        ck_assert_uint_gt(end, at);
        strcat(tokens, *tokens ? "|" : "");
        strncat(tokens, text + at, end - at);
    }
    ck_assert_str_eq(tokens, expected);
}

START_TEST(tokens) {
    check_tokens("a->b ->*c<<=1;x<=>y", "a|->|b|->*|c|<<=|1|;|x|<=>|y");
    check_tokens("1.5e+3f+.5-0x1p-3 1'000 'a'", "1.5e+3f|+|.5|-|0x1p-3|1'000|'a'");
    check_tokens("\"a\\\"(\" 'x' L\"w\" u8'c' R\"(\\\")\" u8R\"x()\")x\"z",
                 "\"a\\\"(\"|'x'|L\"w\"|u8'c'|R\"(\\\")\"|u8R\"x()\")x\"|z");
    check_tokens("\"never ended\nx", "\"never ended|x");
    check_tokens("R\"x(never ended", "R\"x(never ended");
    check_tokens("R\"too long a delimiter(\" x", "R\"too long a delimiter(\"|x");
    check_tokens("\xc3\xa9t\xc3\xa9+$x", "\xc3\xa9t\xc3\xa9|+|$x");
}
END_TEST

START_TEST(what_is_between_tokens) {
    check_tokens("a/* ( */b // c\\\n d\ne", "a|b|e");
    check_tokens("a\\\nb \\\r\nc\td", "a|b|c|d"); /* names over lines are not put together */
    check_tokens("# 1 \"x\"\na\n  #if b \\\n c\n#d", "a");
    check_tokens("a # b", "a|#|b");
    check_tokens("a /* never ended", "a");
}
END_TEST

START_TEST(directives_that_change_text_are_told) {
    size_t directive = 0;
    ck_assert_uint_eq(token_next_seeing("a\n#line 3\n# 4\n#pragma x\nb", 1, &directive), 24);
    ck_assert_uint_eq(directive, 0);
    ck_assert_uint_eq(token_next_seeing("a\n # ifdef x\nb", 1, &directive), 13);
    ck_assert_uint_eq(directive, 3);
}
END_TEST

START_TEST(closing_parentheses) {
    size_t directive = 0;
    ck_assert_uint_eq(token_closing("(a(\")\")/*)*/')')", 0, &directive), 15);
    ck_assert_uint_eq(token_closing("(a(", 0, &directive), 3);
}
END_TEST

static const char *const call_names[] = {"call", NULL};

/* The arguments that begin with the letters of begins, with "|" between them, and what is behind
 * the call; "none" if the call is not spelled like that. */
static void check_call(const char *text, const char *begins, const char *expected) {
    struct span arguments[4];
    size_t offsets[4], name, end;
    int count = (int)strlen(begins);
    char found[256] = "none";
    for (int i = 0; i < count; i++)
        offsets[i] = (size_t)(strchr(text, begins[i]) - text);
    if (arguments_find_name(text, 0, call_names, &name) &&
        arguments_find(text, name, offsets, count, arguments, &end)) {
        *found = '\0';
        for (int i = 0; i < count; i++) {
            strncat(found, text + arguments[i].begin, arguments[i].end - arguments[i].begin);
            strcat(found, "|");
        }
        strcat(found, text + end);
    }
    ck_assert_str_eq(found, expected);
}

START_TEST(arguments) {
    check_call("call();", "", ";");
    check_call("call(X, Y + 1 /* , */ , Z<1, 2>(3) // )\n);", "XYZ", "X|Y + 1|Z<1, 2>(3)|;");
    check_call("(call)(X)", "X", "X|");
    check_call("::a::b::call (X) + call(Y)", "X", "X| + call(Y)");
    check_call("call(X,\n#line 7\n Y)", "XY", "X|Y|");
}
END_TEST

START_TEST(arguments_that_macros_or_directives_bring) {
    check_call("CALL(X)", "X", "none");
    check_call("call MORE", "", "none");
    check_call("call(X", "X", "none");
    check_call("call(X)", "XX", "none");
    check_call("X call(Y)", "X", "none");
    check_call("call(X Y)", "XY", "none");
    check_call("call(X,\n#if Z\nY\n#endif\n)", "XY", "none");
}
END_TEST

START_TEST(uses_of_macros) {
    ck_assert_uint_eq(arguments_use_end("USE + 1", 0), 3);
    ck_assert_uint_eq(arguments_use_end("USE (a, (b))+1", 0), 12);
    ck_assert_uint_eq(arguments_use_end("USE (a", 0), 3);
}
END_TEST

SUITE("tokens", NULL, NULL, tokens, what_is_between_tokens, directives_that_change_text_are_told,
      closing_parentheses, arguments, arguments_that_macros_or_directives_bring, uses_of_macros)
