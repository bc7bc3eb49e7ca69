#include "muonc/lower/file_scope.h"

#include "support/alloc.h"
#include "tests/suite.h"

#include <string.h>

static void check(bool expected, const char *text) {
    ck_assert_msg(file_scope_has_assembly(text, strlen(text)) == expected, "%s", text);
}

START_TEST(assembly_that_is_a_declaration) {
    static const char *const rows[] = {
        "asm(\"nop\");",
        "__asm__(\"nop\");",
        "int x; __asm volatile(\"nop\");",
        "__extension__ asm(\"nop\");",
        "# 1 \"a.c\"\nint f(void) { return '}'; }\n# 2 \"a.c\"\nasm(\"nop\");",
        "struct s { int x[2]; } s = {{1, 2}};\nasm(\"nop\");",
        "const char *s = \"{\\\"{\";\nasm(\"nop\");",
        "int a[] = {(1)}; asm(\"nop\");",
        "namespace n { asm(\"nop\"); }",
        "inline namespace a::b { extern \"C\" { int f(); asm(\"nop\"); } }",
        "using namespace n; namespace m = n; void f() { g(); } asm(\"nop\");",
        "const char *s = R\"x({)\" {)x\"; asm(\"nop\");",
        "int x = 1'000'000; char c = u8'{'; asm(\"nop\");",
        "} ) asm(\"nop\");",
        "extern \"C++\"{asm(\"nop\");}",
        "const char8_t *s = u8R\"x({)\" {)x\"; asm(\"nop\");",
        "const wchar_t *s = LR\"(\")\"; asm(\"nop\");",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(true, rows[i]);
}
END_TEST

START_TEST(assembly_that_is_none) {
    static const char *const rows[] = {
        "",
        "int f(void) { asm(\"nop\"); }",
        "extern \"C\" int f(void) { asm(\"nop\"); }",
        "int f(void) asm(\"g\");",
        "register int x __asm__(\"sp\");",
        "int f(void) { if (x) { } asm(\"nop\"); }",
        "namespace n { void f() { asm(\"nop\"); } }",
        "using namespace n; void f() { asm(\"nop\"); }",
        "struct s { void f() { asm(\"nop\"); } };",
        "int x = ({ asm(\"nop\"); 1; });",
        "const char *s = \"; asm(\";",
        "const char *s = R\"(; asm(\"nop\"); )\";",
        "const char *s = R\"x(never ended; asm(\"nop\");",
        "# 1 \"; asm\"\nint x;",
        "int asm_; int my_asm;",
        "int f(void) { extern \"C\" { asm(\"nop\"); } }",
        "const char16_t *s = uR\"(\"; asm(\"nop\"); )\";",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(false, rows[i]);
}
END_TEST

/* Tokens longer than any buffer that a scanner begins with. */
START_TEST(long_tokens) {
    static const struct {
        const char *before, *after;
    } rows[] = {
        {"const char s[] = \"", "\"; asm(\"nop\");"},
        {"const char s[] = R\"x(", ")x\"; asm(\"nop\");"},
        {"int ", "; asm(\"nop\");"},
        {"long x = 0x", "; asm(\"nop\");"},
        {"int x = '", "'; asm(\"nop\");"},
        {"# 1 \"", "\"\nasm(\"nop\");"},
        {"extern \"", "\" { asm(\"nop\"); }"},
        {"const char s[] = \"", "\nasm(\"nop\");"}, /* without an end */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = 200000;
        char *middle = malloc(length + 1);
        memset(middle, 'a', length);
        middle[length] = '\0';
        char *text = xasprintf("%s%s%s", rows[i].before, middle, rows[i].after);
        ck_assert_msg(file_scope_has_assembly(text, strlen(text)) ==
                          (i + 1 < sizeof rows / sizeof *rows),
                      "%s", rows[i].before);
        free(text);
        free(middle);
    }
}
END_TEST

SUITE("file scope", NULL, NULL, assembly_that_is_a_declaration, assembly_that_is_none, long_tokens)
