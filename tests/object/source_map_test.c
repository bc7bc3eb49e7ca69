/* Lookups in programs that stock clang and lld make of one source, for both ELF classes and both
 * versions of DWARF in use. */
#include "object/source_map.h"

#include "support/alloc.h"
#include "support/diag.h"
#include "support/output.h"
#include "support/program.h"
#include "tests/suite.h"

#include <string.h>
#include <unistd.h>

static const char source[] = "int table[4];\n"                                           /* 1 */
                             "__attribute__((noinline)) static int twice(int value) {\n" /* 2 */
                             "    return value * table[0];\n"                            /* 3 */
                             "}\n"                                                       /* 4 */
                             "int main(void) {\n"                                        /* 5 */
                             "    return twice(table[1]);\n"                             /* 6 */
                             "}\n"                                                       /* 7 */
                             "__asm__(\".globl raw\\nraw:\\nnop\\nnop\\n\"\n"            /* 8 */
                             "        \".globl raw2\\nraw2:\\nnop\");\n"                 /* 9 */
                             "static inline int inner(int value) {\n"                    /* 10 */
                             "    return value / table[2];\n"                            /* 11 */
                             "}\n"                                                       /* 12 */
                             "static inline int middle(int value) {\n"                   /* 13 */
                             "    return inner(value) + 1;\n"                            /* 14 */
                             "}\n"                                                       /* 15 */
                             "int outer(int value) { return middle(value); }\n";         /* 16 */

static struct diag_engine diag;
static char *directory;
static char *program;
static size_t program_size;
static struct source_map *map;

static void run(const char *const *words, const char *input) {
    struct string_list arguments = {0};
    for (; *words; words++)
        string_list_add(&arguments, *words);
    struct program_run request = {
        .arguments = &arguments, .input = input, .input_size = input ? strlen(input) : 0};
    ck_assert_int_eq(program_execute(&request, &diag), 0);
    string_list_free(&arguments);
}

static void build(const char *target, const char *debug) {
    char *object = xasprintf("%s/a.o", directory), *elf = xasprintf("%s/a.elf", directory);
    char *option = xasprintf("--target=%s", target);
    const char *const compile[] = {program_clang(),
                                   option,
                                   debug,
                                   "-O1",
                                   "-mno-relax",
                                   "-fdebug-compilation-dir=.",
                                   "-x",
                                   "c",
                                   "-c",
                                   "-",
                                   "-o",
                                   object,
                                   NULL};
    const char *const link[] = {program_lld(), "-e", "main", "-Ttext=0x10000000",
                                object,        "-o", elf,    NULL};
    run(compile, source);
    run(link, NULL);
    program = input_read(elf, &program_size, &diag);
    ck_assert_ptr_nonnull(program);
    free(object);
    free(elf);
    free(option);
}

static void setup(void) {
    diag_init(&diag, "source_map_test");
    directory = program_temporary_directory(&diag);
}

static void teardown(void) {
    source_map_free(map);
    map = NULL;
    free(program);
    program_remove_directory(directory);
    free(directory);
    diag_free(&diag);
}

/* The load in line 11, inlined twice, has both calls, the inner one first. */
static void check_inlined(void) {
    uint64_t address, size, at;
    struct source_position position;
    struct source_call calls[4];
    ck_assert(source_map_symbol(map, "outer", &address, &size));
    for (at = address; at < address + size; at += 4)
        if (source_map_lookup(map, at, &position) && position.line == 11)
            break;
    ck_assert_uint_lt(at, address + size);
    ck_assert_uint_eq(source_map_inlined(map, at, calls, 4), 2);
    ck_assert_str_eq(calls[0].function, "inner");
    ck_assert_str_eq(calls[0].file, "<stdin>");
    ck_assert_uint_eq(calls[0].line, 14);
    ck_assert_uint_eq(calls[0].column, 12);
    ck_assert_str_eq(calls[1].function, "middle");
    ck_assert_uint_eq(calls[1].line, 16);
    ck_assert_uint_eq(source_map_inlined(map, at, calls, 1), 2);
}

static void check_lookups(const char *target, const char *debug) {
    uint64_t address, size;
    struct source_position position;
    build(target, debug);
    map = source_map_create(program, program_size);
    /* The map does not need the bytes any more. */
    memset(program, 0xff, program_size);
    ck_assert_ptr_nonnull(map);
    ck_assert(source_map_symbol(map, "main", &address, &size));
    ck_assert_uint_gt(size, 0);

    ck_assert(source_map_lookup(map, address, &position));
    ck_assert_str_eq(position.function, "main");
    ck_assert_uint_eq(position.function_offset, 0);
    ck_assert_str_eq(position.file, "<stdin>");
    ck_assert_uint_ge(position.line, 5);
    ck_assert_uint_le(position.line, 7);
    ck_assert(source_map_lookup(map, address + size - 1, &position));
    ck_assert_str_eq(position.function, "main");
    ck_assert_uint_eq(position.function_offset, size - 1);

    ck_assert(source_map_symbol(map, "twice", &address, &size));
    ck_assert(source_map_lookup(map, address, &position));
    ck_assert_str_eq(position.function, "twice");
    ck_assert_uint_eq(position.line, 3);
    ck_assert_uint_gt(position.column, 0);
    struct source_call calls[1];
    ck_assert_uint_eq(source_map_inlined(map, address, calls, 1), 0);
    check_inlined();
}

START_TEST(rv32_with_dwarf_4) {
    check_lookups("riscv32-unknown-elf", "-gdwarf-4");
}
END_TEST

START_TEST(rv32_with_dwarf_5) {
    check_lookups("riscv32-unknown-elf", "-gdwarf-5");
}
END_TEST

START_TEST(rv64_with_dwarf_4) {
    check_lookups("riscv64-unknown-elf", "-gdwarf-4");
}
END_TEST

START_TEST(rv64_with_dwarf_5) {
    check_lookups("riscv64-unknown-elf", "-gdwarf-5");
}
END_TEST

START_TEST(without_debug_information_there_are_functions) {
    uint64_t address, size;
    struct source_position position;
    build("riscv32-unknown-elf", "-g0");
    map = source_map_create(program, program_size);
    ck_assert(source_map_symbol(map, "main", &address, &size));
    ck_assert(source_map_lookup(map, address + 4, &position));
    ck_assert_str_eq(position.function, "main");
    ck_assert_ptr_null(position.file);
}
END_TEST

START_TEST(labels_of_assembly_reach_to_the_next) {
    uint64_t first, second, size;
    struct source_position position;
    build("riscv32-unknown-elf", "-g0");
    map = source_map_create(program, program_size);
    ck_assert(source_map_symbol(map, "raw", &first, &size));
    ck_assert(source_map_symbol(map, "raw2", &second, &size));
    ck_assert(source_map_lookup(map, second - 1, &position));
    ck_assert_str_eq(position.function, "raw");
    ck_assert_uint_eq(position.function_offset, second - 1 - first);
    ck_assert(source_map_lookup(map, second, &position));
    ck_assert_str_eq(position.function, "raw2");
}
END_TEST

START_TEST(what_is_not_there_is_not_found) {
    uint64_t address, size;
    struct source_position position;
    build("riscv32-unknown-elf", "-g");
    map = source_map_create(program, program_size);
    ck_assert(!source_map_symbol(map, "nothing", &address, &size));
    ck_assert(!source_map_lookup(map, 0, &position));
    ck_assert(!source_map_lookup(map, UINT64_MAX, &position));
    ck_assert(source_map_symbol(map, "table", &address, &size));
    ck_assert_uint_eq(size, 16);
    ck_assert(!source_map_lookup(map, address, &position));
    ck_assert_ptr_null(position.function);
}
END_TEST

START_TEST(other_bytes_are_no_elf) {
    static const char text[] = "This is a text of more than sixteen bytes.";
    ck_assert_ptr_null(source_map_create(text, sizeof text));
    ck_assert_ptr_null(source_map_create(text, 0));
    ck_assert_ptr_null(source_map_create("\177ELF", 4));
}
END_TEST

/* Cut at every length, and with every byte damaged: whatever it finds, it survives. */
START_TEST(damaged_files_are_survived) {
    build("riscv32-unknown-elf", "-gdwarf-5");
    struct source_position position;
    for (size_t size = 0; size < program_size; size += 7) {
        struct source_map *cut = source_map_create(program, size);
        ck_assert(!cut || !source_map_lookup(cut, 0, &position));
        source_map_free(cut);
    }
    for (size_t i = 0; i < program_size; i++) {
        char kept = program[i];
        program[i] ^= (char)0xff;
        struct source_map *damaged = source_map_create(program, program_size);
        if (damaged)
            source_map_lookup(damaged, 0x10000008, &position);
        source_map_free(damaged);
        program[i] = kept;
    }
}
END_TEST

SUITE("source map", setup, teardown, rv32_with_dwarf_4, rv32_with_dwarf_5, rv64_with_dwarf_4,
      rv64_with_dwarf_5, without_debug_information_there_are_functions,
      labels_of_assembly_reach_to_the_next, what_is_not_there_is_not_found, other_bytes_are_no_elf,
      damaged_files_are_survived)
