/* A linked executable with damage in any place: never a crash, and never success with nothing. What
 * is said of damage that something depends on. */
#include "muonc/program/code.h"
#include "muonc/program/decode.h"
#include "support/output.h"

#include "tests/suite.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static char *program;
static size_t program_size;

static void load_file(const char *path) {
    struct diag_engine diag;
    diag_init(&diag, "test");
    program = input_read(path, &program_size, &diag);
    ck_assert_ptr_nonnull(program);
    diag_free(&diag);
}

static void load(void) {
    load_file(SOURCE_DIRECTORY "/fuzz_reencode.corpus/debug.elf");
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

/* ---- what is said ---- */

static Elf32_Ehdr *header(void) {
    return (Elf32_Ehdr *)program;
}

static Elf32_Shdr *section(unsigned type) {
    Elf32_Shdr *first = (Elf32_Shdr *)(program + header()->e_shoff);
    for (unsigned i = 0; i < header()->e_shnum; i++)
        if (first[i].sh_type == type)
            return &first[i];
    ck_abort_msg("no section of type %u", type);
}

/* The file is refused with a message that has this in it. */
static void refused(const char *expected) {
    struct diag_engine diag;
    struct image image;
    char *text = NULL;
    size_t size;
    diag_init(&diag, "test");
    diag.stream = open_memstream(&text, &size);
    if (image_read(program, program_size, "x.elf", &image, &diag)) {
        ck_assert(!decode(&image, &diag));
        code_free(&image);
        image_free(&image);
    }
    fclose(diag.stream);
    ck_assert_msg(strstr(text, expected) != NULL, "not '%s', but '%s'", expected, text);
    free(text);
    diag_free(&diag);
}

START_TEST(tables_are_needed) {
    section(SHT_SYMTAB)->sh_size = 0;
    refused("malformed linked program: bad symbol table");
    section(SHT_PROGBITS)->sh_addr = UINT32_MAX;
    refused("malformed linked program: a section reaches beyond the address space");
    header()->e_shnum = 0;
    header()->e_shoff = 0;
    refused("malformed linked program: no section table");
}
END_TEST

/* In another file, inverts bits of each relocation of a type. */
static void edit_relocations(const char *path, unsigned type, uint32_t offset, uint32_t info) {
    free(program);
    load_file(path);
    Elf32_Shdr *sections = (Elf32_Shdr *)(program + header()->e_shoff);
    for (unsigned s = 0; s < header()->e_shnum; s++) {
        Elf32_Rela *relocations = (Elf32_Rela *)(program + sections[s].sh_offset);
        size_t count = sections[s].sh_size / sizeof *relocations;
        for (size_t i = 0; sections[s].sh_type == SHT_RELA && i < count; i++) {
            if (ELF32_R_TYPE(relocations[i].r_info) != type)
                continue;
            relocations[i].r_offset ^= offset;
            relocations[i].r_info ^= info;
        }
    }
}

START_TEST(relocations_fit_their_instructions) {
    static const char wide[] = SOURCE_DIRECTORY "/fuzz_reencode.corpus/wide.elf";
    static const char pairs[] = SOURCE_DIRECTORY "/fuzz_reencode.corpus/relocations.elf";
    edit_relocations(wide, R_RISCV_32, 1, 0);
    refused("relocations that do not fit the instruction");
    edit_relocations(wide, R_RISCV_32, 0, R_RISCV_32 ^ R_RISCV_SET32);
    refused("an immediate with relocation type 56 is not supported");
    edit_relocations(pairs, R_RISCV_PCREL_LO12_I, 0, ELF32_R_INFO(1, 0));
    refused("the low part of an address without its high part");
}
END_TEST

SUITE("damaged", load, unload, truncated, one_byte_wrong, tables_are_needed,
      relocations_fit_their_instructions)
