/* A linked executable with damage in any place: never a crash, and never success with nothing. */
#include "support/output.h"

#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static char *program;
static size_t program_size;

static void load(void) {
    struct diag_engine diag;
    diag_init(&diag, "test");
    program = input_read(SOURCE_DIRECTORY "/fuzz_reencode.corpus/debug.elf", &program_size, &diag);
    ck_assert_ptr_nonnull(program);
    diag_free(&diag);
}

static void unload(void) {
    free(program);
}

static void run(const char *bytes, size_t size) {
    /* A copy of exactly this size, so that the sanitizer sees what reaches beyond it. */
    unsigned char *copy = malloc(size + 1);
    memcpy(copy, bytes, size);
    copy = realloc(copy, size ? size : 1);
    ck_assert_int_eq(LLVMFuzzerTestOneInput(copy, size), 0);
    free(copy);
}

START_TEST(truncated) {
    for (size_t size = 0; size < program_size; size += 1 + program_size / 300)
        run(program, size);
}
END_TEST

START_TEST(one_byte_wrong) {
    static const unsigned char values[] = {0, 0xff, 0x80, 1};
    for (size_t i = 0; i < program_size; i += 1 + program_size / 1500) {
        char before = program[i];
        for (size_t v = 0; v < sizeof values; v++) {
            program[i] = (char)values[v];
            run(program, program_size);
        }
        program[i] = before;
    }
}
END_TEST

SUITE("damaged", load, unload, truncated, one_byte_wrong)
