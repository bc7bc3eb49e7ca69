/* musim --neutrino's machine: programs in assembly that test themselves (rv64/ *.S), how a program
 * ends, and files that are no programs. */
#include "musim/neutrino/bare.h"
#include "support/output.h"

#include "tests/messages.h"
#include "tests/suite.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int run(const char *name, uint64_t budget) {
    char path[512];
    snprintf(path, sizeof path, RV64_PROGRAMS "%s.elf", name);
    int status = rv64_run_elf(path, budget, &diag);
    return status;
}

static void expect_message(const char *text) {
    ck_assert_msg(strstr(messages(), text), "no \"%s\" in: %s", text, messages());
}

#define PASSES(name)                                                                               \
    START_TEST(name##_program) {                                                                   \
        int status = run(#name, 1000000);                                                          \
        ck_assert_msg(status == RV64_PASSED, "status %d: %s", status, messages());                 \
        ck_assert_uint_eq(diag.errors, 0);                                                         \
    }                                                                                              \
    END_TEST
PASSES(integer)
PASSES(memory)
PASSES(float)
PASSES(traps)

START_TEST(a_program_prints) {
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    FILE *capture = tmpfile();
    dup2(fileno(capture), STDOUT_FILENO);
    int status = run("console", 1000);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    char text[64] = "";
    rewind(capture);
    ck_assert_ptr_nonnull(fgets(text, sizeof text, capture));
    fclose(capture);
    ck_assert_int_eq(status, RV64_PASSED);
    ck_assert_str_eq(text, "hi, core\n");
}
END_TEST

START_TEST(a_failed_case_is_named) {
    ck_assert_int_eq(run("failing", 1000), RV64_FAILED);
    expect_message("failing.elf: error: case 23 failed");
    ck_assert_int_eq(run("halves", 1000), RV64_FAILED);
    expect_message("halves.elf: error: case 5 failed");
}
END_TEST

START_TEST(a_request_it_cannot_carry_out_is_an_error) {
    ck_assert_int_eq(run("bad_request", 1000), RV64_TRAPPED);
    expect_message("0x2000 stored to tohost is no request that can be carried out");
}
END_TEST

START_TEST(a_trap_without_handler_is_reported) {
    ck_assert_int_eq(run("no_handler", 1000), RV64_TRAPPED);
    expect_message("pc 0x80000004: load access fault (mcause 5, mtval 0xfffffffffffffff4) and "
                   "mtvec holds no handler");
}
END_TEST

START_TEST(the_budget_ends_a_program) {
    ck_assert_int_eq(run("endless", 1000), RV64_OUT_OF_BUDGET);
    expect_message("not at its end after 1000 instructions, at pc 0x80000018\n");
    ck_assert_int_eq(run("integer", 0), RV64_PASSED); /* no limit */
    ck_assert_int_eq(run("no_tohost", 500), RV64_OUT_OF_BUDGET);
    expect_message("at pc 0x80000004; it has no symbol tohost to end by");
}
END_TEST

START_TEST(a_program_that_sleeps_is_reported) {
    ck_assert_int_eq(run("sleeping", 1000), RV64_SLEEPS);
    expect_message("sleeps in wfi before pc 0x8000001c and nothing can wake it\n");
}
END_TEST

/* ---- files that are no programs ---- */

static char *image;
static size_t image_size;

static void load_image(void) {
    free(image);
    image = input_read(RV64_PROGRAMS "integer.elf", &image_size, &diag);
    ck_assert_ptr_nonnull(image);
}

static Elf64_Ehdr *header(void) {
    return (Elf64_Ehdr *)image;
}

static Elf64_Phdr *first_load(void) {
    Elf64_Phdr *segment = (Elf64_Phdr *)(image + header()->e_phoff);
    while (segment->p_type != PT_LOAD)
        segment++;
    return segment;
}

static void expect_rejected(const char *text) {
    ck_assert_int_eq(rv64_run_image("bad.elf", image, image_size, 1000, &diag), RV64_FAILED);
    expect_message("bad.elf: error: ");
    expect_message(text);
    load_image();
}

START_TEST(bad_headers_are_rejected) {
    load_image();
    image[0] = 0;
    expect_rejected("not an ELF file");
    header()->e_ident[EI_CLASS] = ELFCLASS32;
    expect_rejected("not a 64-bit RISC-V program");
    header()->e_machine = EM_X86_64;
    expect_rejected("not a 64-bit RISC-V program");
    header()->e_type = ET_REL;
    expect_rejected("not an executable linked to fixed addresses");
    header()->e_flags |= 1;
    expect_rejected("has compressed instructions");
    header()->e_entry |= 2;
    expect_rejected("is no address of an instruction");
    header()->e_entry = 1ull << 32;
    expect_rejected("the entry 0x100000000 is no address of an instruction");
    image_size = 10;
    expect_rejected("not an ELF file");
    image_size = 0;
    expect_rejected("not an ELF file");
    free(image);
}
END_TEST

START_TEST(bad_segments_are_rejected) {
    load_image();
    first_load()->p_offset = image_size - 1;
    expect_rejected("goes beyond the end of the file");
    first_load()->p_offset = UINT64_MAX - 4;
    expect_rejected("goes beyond the end of the file");
    first_load()->p_memsz = 1;
    expect_rejected("is larger in the file than in memory");
    first_load()->p_paddr = (1ull << 32) - 8;
    expect_rejected("is not below 4 GiB");
    first_load()->p_memsz = UINT64_MAX;
    expect_rejected("is not below 4 GiB");
    for (unsigned i = 0; i < header()->e_phnum; i++)
        ((Elf64_Phdr *)(image + header()->e_phoff))[i].p_type = PT_NULL;
    expect_rejected("has no segment to load");
    header()->e_phoff = image_size;
    expect_rejected("program header");
    free(image);
}
END_TEST

START_TEST(a_misplaced_tohost_is_rejected) {
    load_image();
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(image + header()->e_shoff);
    for (unsigned i = 0; i < header()->e_shnum; i++) {
        if (sections[i].sh_type != SHT_SYMTAB)
            continue;
        const char *names = image + sections[sections[i].sh_link].sh_offset;
        Elf64_Sym *symbols = (Elf64_Sym *)(image + sections[i].sh_offset);
        for (size_t n = 0; n < sections[i].sh_size / sizeof *symbols; n++)
            if (!strcmp(names + symbols[n].st_name, "tohost"))
                symbols[n].st_value = 0x1004;
    }
    expect_rejected("the symbol tohost at 0x1004 is not an aligned 64-bit word");
    free(image);
}
END_TEST

START_TEST(a_missing_file_is_reported) {
    ck_assert_int_eq(run("missing", 1), RV64_FAILED);
    expect_message("missing.elf");
}
END_TEST

SUITE("rv64 bare", messages_setup, messages_teardown, integer_program, memory_program,
      float_program, traps_program, a_program_prints, a_failed_case_is_named,
      a_request_it_cannot_carry_out_is_an_error, a_trap_without_handler_is_reported,
      the_budget_ends_a_program, a_program_that_sleeps_is_reported, bad_headers_are_rejected,
      bad_segments_are_rejected, a_misplaced_tohost_is_rejected, a_missing_file_is_reported)
