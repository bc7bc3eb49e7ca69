/* Signatures of kernels: each thing that can be wrong with one is refused with its reason. */
#include "object/signature.h"
#include "support/alloc.h"
#include "tests/suite.h"

#include <string.h>

#define PARAMETER(name, rest) "{\"name\": \"" name "\", \"type\": \"t\", " rest "}"
#define KERNEL(parameters, bytes)                                                                  \
    "{\"name\": \"f\", \"entry\": \"e\", \"parameters\": [" parameters                             \
    "], \"argument_bytes\": " bytes ", \"local_bytes\": 0}"
#define WORD PARAMETER("n", "\"kind\": \"uint\", \"bytes\": 4, \"offset\": 0")

static const struct {
    const char *text, *error;
} bad[] = {
    {"", "'[' or '{' expected near end of file"},
    {"[]", "'name' is no text"},
    {"{\"name\": \"f\"", "'}' expected near end of file"},
    {"{\"name\": \"f\", \"name\": \"g\"}", "duplicate object key near '\"name\"'"},
    {"{\"name\": \"f\"}", "'entry' is no text"},
    {"{\"name\": \"\", \"entry\": \"e\"}", "a name is empty"},
    {"{\"name\": \"f\", \"entry\": \"\"}", "a name is empty"},
    {"{\"name\": \"f\", \"entry\": \"e\"}", "'argument_bytes' is no number from 0 to 65512"},
    {KERNEL("", "65513"), "'argument_bytes' is no number from 0 to 65512"},
    {KERNEL("", "-1"), "'argument_bytes' is no number from 0 to 65512"},
    {KERNEL("", "1.5"), "'argument_bytes' is no number from 0 to 65512"},
    {"{\"name\": \"f\", \"entry\": \"e\", \"argument_bytes\": 0, \"local_bytes\": 131073}",
     "'local_bytes' is no number from 0 to 131072"},
    {"{\"name\": \"f\", \"entry\": \"e\", \"argument_bytes\": 0, \"local_bytes\": 0}",
     "'parameters' is no list"},
    {"{\"name\": \"f\", \"entry\": \"e\", \"argument_bytes\": 0, \"local_bytes\": 0, "
     "\"local_size\": [1, 2]}",
     "'local_size' is no list of three numbers above 0"},
    {"{\"name\": \"f\", \"entry\": \"e\", \"argument_bytes\": 0, \"local_bytes\": 0, "
     "\"local_size\": [1, 0, 2]}",
     "'local_size' is no list of three numbers above 0"},
    {KERNEL("1", "4"), "'name' is no text"},
    {KERNEL("{\"name\": \"n\"}", "4"), "'type' is no text"},
    {KERNEL(PARAMETER("n", "\"bytes\": 4"), "4"), "'kind' is no text"},
    {KERNEL(PARAMETER("n", "\"kind\": \"uint\""), "4"), "'bytes' is no number from 0 to 4"},
    {KERNEL(PARAMETER("n", "\"kind\": \"uint\", \"bytes\": 5, \"offset\": 0"), "4"),
     "'bytes' is no number from 0 to 4"},
    {KERNEL(PARAMETER("n", "\"kind\": \"uint\", \"bytes\": 4"), "4"),
     "'offset' is no number from 0 to 4"},
    {KERNEL(PARAMETER("n", "\"kind\": \"word\", \"bytes\": 4, \"offset\": 0"), "4"),
     "there is no kind 'word'"},
    {KERNEL(PARAMETER("n", "\"kind\": \"uint\", \"bytes\": 3, \"offset\": 0"), "4"),
     "parameter 'n' of kind uint has 3 bytes"},
    {KERNEL(PARAMETER("n", "\"kind\": \"bool\", \"bytes\": 4, \"offset\": 0"), "4"),
     "parameter 'n' of kind bool has 4 bytes"},
    {KERNEL(PARAMETER("n", "\"kind\": \"struct\", \"bytes\": 0, \"offset\": 0"), "4"),
     "parameter 'n' of kind struct has 0 bytes"},
    {KERNEL(PARAMETER("n", "\"kind\": \"pointer\", \"bytes\": 4, \"offset\": 0"), "4"),
     "'access' is no text"},
    {KERNEL(PARAMETER("n", "\"kind\": \"pointer\", \"access\": \"write\", \"bytes\": 4, "
                           "\"offset\": 0"),
            "4"),
     "there is no access 'write'"},
    {KERNEL(PARAMETER("n", "\"kind\": \"uint\", \"bytes\": 4, \"offset\": 4"), "4"),
     "parameter 'n' lies outside its place"},
    {KERNEL(WORD ", " PARAMETER("m", "\"kind\": \"uint\", \"bytes\": 4, \"offset\": 2"), "8"),
     "parameter 'm' lies outside its place"},
};

START_TEST(what_is_wrong_is_refused) {
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct neutrino_kernel kernel;
        char *error;
        ck_assert_msg(!signature_read(bad[i].text, strlen(bad[i].text), &kernel, &error), "%s",
                      bad[i].text);
        ck_assert_str_eq(error, bad[i].error);
        free(error);
    }
}
END_TEST

START_TEST(what_is_written_is_read) {
    static const struct neutrino_parameter parameters[] = {
        {"in", "const float *", NEUTRINO_POINTER, NEUTRINO_READ, 4, 0},
        {"out", "float *", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 4, 0},
        {"", "_Bool", NEUTRINO_BOOL, NEUTRINO_READ, 1, 0},
        {"wide", "double", NEUTRINO_FLOAT, NEUTRINO_READ, 8, 0},
        {"tile \"\\\xc3\xa9", "__shared int *", NEUTRINO_LOCAL, NEUTRINO_READ, 4, 0},
        {"point", "struct p", NEUTRINO_STRUCT, NEUTRINO_READ, 7, 0},
        {"n", "int16_t", NEUTRINO_INT, NEUTRINO_READ, 2, 0},
    };
    static const uint32_t alignments[] = {4, 4, 1, 8, 4, 1, 2},
                          offsets[] = {0, 4, 8, 16, 24, 28, 36};
    struct neutrino_kernel kernel = {.name = xstrdup("image::blur"),
                                     .entry = xstrdup("e"),
                                     .local_bytes = 48,
                                     .local_size = {8, 4, 2}};
    struct neutrino_kernel read;
    size_t size;
    char *error;
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        signature_add(&kernel, &parameters[i], alignments[i]);
    char *text = signature_write(&kernel, &size);
    ck_assert_msg(signature_read(text, size, &read, &error), "%s", error);
    ck_assert_str_eq(read.name, "image::blur");
    ck_assert_uint_eq(read.argument_bytes, 38);
    ck_assert_uint_eq(read.local_bytes, 48);
    ck_assert_mem_eq(read.local_size, kernel.local_size, sizeof read.local_size);
    ck_assert_uint_eq(read.parameter_count, sizeof parameters / sizeof *parameters);
    for (size_t i = 0; i < read.parameter_count; i++) {
        ck_assert_str_eq(read.parameters[i].name, parameters[i].name);
        ck_assert_str_eq(read.parameters[i].type, parameters[i].type);
        ck_assert_int_eq(read.parameters[i].kind, parameters[i].kind);
        ck_assert_int_eq(read.parameters[i].access, parameters[i].access);
        ck_assert_uint_eq(read.parameters[i].bytes, parameters[i].bytes);
        ck_assert_uint_eq(read.parameters[i].offset, offsets[i]);
    }
    free(text);
    signature_free(&read);
    signature_free(&kernel);
}
END_TEST

SUITE("signatures", NULL, NULL, what_is_wrong_is_refused, what_is_written_is_read)
