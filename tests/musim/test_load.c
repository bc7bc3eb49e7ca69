/* Loading programs: what is refused and why, the shape, launch arguments, the library's access to
 * memory and symbols. */
#include "object/promises.h"
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <elf.h>
#include <stddef.h>
#include <string.h>

static struct program p;
static uint8_t *elf;
static size_t size;
static struct musim *machine;

static void make(void) {
    memset(&p, 0, sizeof p);
    program_exit(&p);
}

static void begin(void) {
    make();
    elf = program_elf(&p, &size);
}

static void end(void) {
    free(elf);
}

static void refuse(const struct musim_config *config, const char *reason) {
    machine = musim_create(config ? config : &(struct musim_config){0});
    ck_assert(!musim_load(machine, elf, size, "test.elf"));
    ck_assert_str_eq(musim_error(machine), reason);
    musim_free(machine);
}

static Elf32_Ehdr *header(void) {
    return (Elf32_Ehdr *)elf;
}

static Elf32_Phdr *segment(unsigned index) {
    return (Elf32_Phdr *)(elf + header()->e_phoff) + index;
}

static Elf32_Shdr *section(unsigned index) {
    return (Elf32_Shdr *)(elf + header()->e_shoff) + index;
}

#define NOT_MUON "not a program for Muon: an ELF32 little-endian RISC-V executable is needed"

START_TEST(other_files_are_refused) {
    header()->e_machine = EM_ARM;
    refuse(NULL, NOT_MUON);
    header()->e_machine = EM_RISCV;
    header()->e_ident[EI_DATA] = ELFDATA2MSB;
    refuse(NULL, NOT_MUON);
    header()->e_ident[EI_DATA] = ELFDATA2LSB;
    header()->e_type = ET_REL;
    refuse(NULL, "an object file: it must be linked first");
    header()->e_type = ET_DYN;
    refuse(NULL, "not an executable");
    size = 3;
    refuse(NULL, "not an ELF file");
    size = 0;
    refuse(NULL, "not an ELF file");
}
END_TEST

START_TEST(entries_must_be_code_addresses) {
    header()->e_entry = 0;
    refuse(NULL, "entry 0x0 is no address of an instruction");
    header()->e_entry = 0x10000004;
    refuse(NULL, "entry 0x10000004 is no address of an instruction");
    header()->e_entry = NEUTRINO_PRIVATE_BASE;
    refuse(NULL, "entry 0xe0000000 is no address of an instruction");
}
END_TEST

START_TEST(segments_must_lie_in_memory) {
    segment(1)->p_vaddr = 0x800;
    segment(1)->p_memsz = NEUTRINO_SHARED_BYTES;
    refuse(NULL, "segment 1, 0x20000 bytes at 0x800, does not lie in global memory");
    segment(1)->p_memsz = 0x10000;
    segment(1)->p_vaddr = NEUTRINO_PRIVATE_BASE - 8;
    refuse(NULL, "segment 1, 0x10000 bytes at 0xdffffff8, does not lie in global memory");
    segment(1)->p_vaddr = 0xffffff00;
    refuse(NULL, "segment 1, 0x10000 bytes at 0xffffff00, does not lie in global memory");
    segment(1)->p_vaddr = NEUTRINO_CONSOLE - 0x100;
    refuse(NULL, "segment 1, 0x10000 bytes at 0xff07ff00, does not lie in global memory");
}
END_TEST

/* Adds 1 to a word of shared memory, where the run before has left 1. */
START_TEST(segments_without_contents_may_lie_in_shared_memory) {
    enum { V = 5 };
    memset(&p, 0, sizeof p);
    EMIT(&p, LW_SHARED, .rd = V, .rs1 = 0);
    EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 1);
    EMIT(&p, SW_SHARED, .rs1 = 0, .rs2 = V);
    program_tohost(&p, V);
    free(elf);
    elf = program_elf(&p, &size);
    segment(1)->p_vaddr = 0;
    segment(1)->p_memsz = NEUTRINO_SHARED_BYTES;
    machine = musim_create(&(struct musim_config){.cores = 1, .warps = 1});
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
        ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
        ck_assert_uint_eq(musim_result(machine), 1);
    }
    ck_assert(musim_reset(machine));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 1);
    musim_free(machine);
    header()->e_phnum = 0; /* by section */
    machine = musim_create(&(struct musim_config){.cores = 1, .warps = 1});
    for (unsigned i = 0; i < header()->e_shnum; i++)
        if (section(i)->sh_type == SHT_NOBITS)
            section(i)->sh_addr = 0;
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    musim_free(machine);
    header()->e_phnum = 2;
    segment(1)->p_memsz++;
    refuse(NULL, "segment 1, 0x20001 bytes at 0x0, does not lie in global memory");
    segment(1)->p_memsz = 16;
    segment(1)->p_filesz = 16;
    refuse(NULL, "segment 1, 0x10 bytes at 0x0, does not lie in global memory, and shared memory "
                 "has no contents at the start");
}
END_TEST

START_TEST(segments_must_lie_in_the_file) {
    segment(0)->p_filesz = segment(0)->p_memsz = 0x10000;
    refuse(NULL, "segment 0 reaches beyond the end of the file");
    segment(0)->p_filesz = 8;
    segment(0)->p_offset = 0xfffffff8;
    refuse(NULL, "segment 0 reaches beyond the end of the file");
    segment(0)->p_offset = 0;
    segment(0)->p_memsz = 4;
    refuse(NULL, "segment 0 has more bytes in the file than in memory");
}
END_TEST

START_TEST(program_headers_must_lie_in_the_file) {
    header()->e_phoff = (uint32_t)size - 4;
    refuse(NULL, "the program headers reach beyond the end of the file");
}
END_TEST

START_TEST(truncated_files_are_refused) {
    for (size_t length = 0; length < size; length++) {
        uint8_t *prefix = malloc(length + !length);
        memcpy(prefix, elf, length);
        machine = musim_create(&(struct musim_config){.cores = 1, .warps = 1});
        ck_assert_msg(!musim_load(machine, prefix, length, "cut.elf"), "%zu bytes", length);
        ck_assert(*musim_error(machine));
        musim_free(machine);
        free(prefix);
    }
}
END_TEST

START_TEST(programs_without_segments_load_by_section) {
    header()->e_phnum = 0;
    machine = musim_create(&(struct musim_config){.cores = 1, .warps = 1});
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    musim_free(machine);
}
END_TEST

START_TEST(a_profile_counts_what_the_statistics_count) {
    struct musim_stats stats;
    struct musim_profile_row *rows;
    uint64_t warps = 0, lanes = 0;
    machine = musim_create(&(struct musim_config){0});
    struct musim_profile *profile = musim_profile_create(machine);
    ck_assert(musim_load(machine, elf, size, "test.elf"));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    musim_get_stats(machine, &stats);
    size_t count = musim_profile_rows(profile, &rows);
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        warps += rows[i].warp_instructions;
        lanes += rows[i].lane_instructions;
    }
    ck_assert_uint_eq(warps, stats.warp_instructions);
    ck_assert_uint_eq(lanes, stats.lane_instructions);
    free(rows);
    musim_profile_free(profile);
    musim_free(machine);
}
END_TEST

START_TEST(the_shape_is_the_programs) {
    struct musim_stats stats;
    free(elf);
    p.shape = (struct muon_note_shape){3, 5, 7, 0};
    elf = program_elf(&p, &size);
    machine = musim_create(&(struct musim_config){.warps = 5});
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    musim_get_stats(machine, &stats); /* warp 0 of each core, one instruction */
    ck_assert_uint_eq(stats.warp_instructions, 3);
    ck_assert_uint_eq(stats.lane_instructions, 21);
    musim_free(machine);
    refuse(&(struct musim_config){.lanes = 8}, "the program is built for 7 lanes per warp, not 8");
    refuse(&(struct musim_config){.clusters = 65}, "65 clusters: at most 64");
    free(elf);
    p.shape.lanes = 33;
    elf = program_elf(&p, &size);
    refuse(NULL, "33 lanes per warp: at most 32");
}
END_TEST

#define KERNEL(name, entry)                                                                        \
    "{\"name\": \"" name "\", \"entry\": \"" entry                                                 \
    "\", \"parameters\": [], \"argument_bytes\": 0, \"local_bytes\": 0}"

static void make_with(const char *first, const char *second) {
    free(elf);
    p.kernels[0] = first;
    p.kernels[1] = second;
    elf = program_elf(&p, &size);
}

START_TEST(notes_of_kernels_are_checked) {
    const struct neutrino_kernel *kernels;
    make_with(KERNEL("f", "main"), "{}");
    refuse(NULL, "the note of a kernel is damaged: 'name' is no text");
    make_with("", NULL);
    refuse(NULL, "the note of a kernel is damaged: '[' or '{' expected near end of file");
    make_with(KERNEL("f", "main"), KERNEL("f", "data"));
    refuse(NULL, "there are two kernels 'f'");
    make_with(KERNEL("f", "lost"), KERNEL("g", "data"));
    machine = musim_create(&(struct musim_config){0});
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    ck_assert_uint_eq(musim_kernels(machine, &kernels), 2);
    struct musim_kernel launch = {.name = "f", .dimensions = 1, .global = {1}, .local = {1}};
    ck_assert(!musim_launch(machine, &launch));
    ck_assert_str_eq(musim_error(machine), "no symbol 'lost' in test.elf");
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    musim_free(machine);
}
END_TEST

START_TEST(args_are_the_launch_block) {
    static const uint32_t args[] = {1, 2, 3, 4, 5, 6, 0xabcd};
    make();
    p.args = args;
    p.args_bytes = sizeof args;
    struct run run;
    run_program(&run, &p, NULL);
    ck_assert_uint_eq(run_word(&run, NEUTRINO_ARGS_BASE + 24), 0xabcd);
    run_free(&run);
}
END_TEST

static void refuse_record(const uint32_t *record, unsigned bytes, const char *reason) {
    const uint32_t records[2][5] = {
        {NEUTRINO_PROGRAM_BASE, uniform_what(127, 4), 0, 1, 1},
        {record[0], record[1], record[2], record[3], record[4]},
    };
    free(elf);
    p.uniform = records;
    p.uniform_bytes = UNIFORM_BYTES + bytes;
    elf = program_elf(&p, &size);
    if (*reason) {
        refuse(NULL, reason);
        return;
    }
    machine = musim_create(&(struct musim_config){0});
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    musim_free(machine);
}

START_TEST(damaged_assertions_are_refused) {
    const uint32_t good[] = {NEUTRINO_PROGRAM_BASE, uniform_what(1, 2), 3, 1, 1};
    static const char damaged[] = "section .neutrino.uniform: the record at 0x14 is damaged";
    const uint32_t bad[][5] = {
        {NEUTRINO_PROGRAM_BASE + 4, uniform_what(1, 4)}, /* no instruction's address */
        {0x800, uniform_what(1, 4)},                     /* no memory */
        {NEUTRINO_PROGRAM_BASE, uniform_what(128, 4)},   /* no register */
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 3)},     /* no size of a value */
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 0)},
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 0x104)},
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 4), 5}, /* beyond the names */
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 4), 4}, /* a name without an end */
        {NEUTRINO_PROGRAM_BASE, uniform_what(1, 4), UINT32_MAX},
    };
    p.files = "a.c\0b";
    p.files_bytes = 5;
    refuse_record(good, UNIFORM_BYTES, "");
    refuse_record((const uint32_t[5]){0, 77, 77}, UNIFORM_BYTES, ""); /* not linked */
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        refuse_record(bad[i], UNIFORM_BYTES, damaged);
    refuse_record(good, UNIFORM_BYTES - 1, damaged);
    p.files_bytes = 0;
    refuse_record(good, UNIFORM_BYTES, "section .neutrino.uniform: the record at 0x0 is damaged");
}
END_TEST

static void load_barrier(const uint32_t *record, unsigned bytes, bool good) {
    free(elf);
    p.barriers = record;
    p.barriers_bytes = bytes;
    elf = program_elf(&p, &size);
    if (!good) {
        refuse(NULL, "section .neutrino.barriers: the record at 0x0 is damaged");
        return;
    }
    machine = musim_create(&(struct musim_config){0});
    ck_assert_msg(musim_load(machine, elf, size, "test.elf"), "%s", musim_error(machine));
    musim_free(machine);
}

START_TEST(damaged_records_of_barriers_are_refused) {
    const uint32_t good[][5] = {
        {NEUTRINO_PROGRAM_BASE, BARRIER_OF_GROUP, 0, 1, 1},
        {NEUTRINO_PROGRAM_BASE + 0x1000, BARRIER_AT_END, 2, 0, 0},
        {0, 77, 77}, /* not linked */
    };
    const uint32_t bad[][5] = {
        {NEUTRINO_PROGRAM_BASE + 4, BARRIER_OF_GROUP}, /* no instruction's address */
        {0x800, BARRIER_OF_GROUP},                     /* no memory */
        {NEUTRINO_PROGRAM_BASE, 0},                    /* no kind */
        {NEUTRINO_PROGRAM_BASE, BARRIER_AT_END + 1},
        {NEUTRINO_PROGRAM_BASE, BARRIER_OF_GROUP, 5}, /* beyond the names */
        {NEUTRINO_PROGRAM_BASE, BARRIER_OF_GROUP, 4}, /* a name without an end */
        {NEUTRINO_PROGRAM_BASE, BARRIER_OF_GROUP, UINT32_MAX},
    };
    p.files = "a.c\0b";
    p.files_bytes = 5;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        load_barrier(good[i], BARRIER_BYTES, true);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        load_barrier(bad[i], BARRIER_BYTES, false);
    load_barrier(good[0], BARRIER_BYTES - 1, false);
    enum { BARRIERS = 8 };
    section(BARRIERS)->sh_type = SHT_NOBITS;
    refuse(NULL, "section .neutrino.barriers has no contents");
}
END_TEST

START_TEST(sections_of_assertions_have_contents) {
    enum { UNIFORM = 6 };
    section(UNIFORM)->sh_type = SHT_NOBITS;
    refuse(NULL, "section .neutrino.uniform has no contents");
    section(UNIFORM)->sh_type = SHT_PROGBITS;
    section(UNIFORM)->sh_size = (uint32_t)size;
    refuse(NULL, "section .neutrino.uniform reaches beyond the end of the file");
    section(UNIFORM)->sh_size = 0;
    section(UNIFORM + 1)->sh_offset = 0xffffffff;
    section(UNIFORM + 1)->sh_size = 1;
    refuse(NULL, "section .neutrino.uniform.files reaches beyond the end of the file");
}
END_TEST

START_TEST(the_library_reads_and_writes_memory_and_finds_symbols) {
    machine = musim_create(&(struct musim_config){0});
    uint32_t address, length;
    uint64_t word = 0x1122334455667788;
    ck_assert(!musim_read(machine, PROGRAM_DATA, &word, 8)); /* nothing loaded yet */
    ck_assert(musim_load(machine, elf, size, "test.elf"));
    ck_assert(musim_symbol(machine, "data", &address, &length));
    ck_assert_uint_eq(address, PROGRAM_DATA);
    ck_assert_uint_eq(length, PROGRAM_DATA_BYTES);
    ck_assert(!musim_symbol(machine, "date", &address, &length));
    ck_assert_str_eq(musim_error(machine), "no symbol 'date' in test.elf");
    ck_assert(!musim_symbol_is_shared(machine, "data"));
    ck_assert(!musim_symbol_is_shared(machine, "date"));
    ck_assert(musim_write(machine, NEUTRINO_PRIVATE_BASE - 4, &word, 8));
    uint64_t back;
    ck_assert(musim_read(machine, NEUTRINO_PRIVATE_BASE - 4, &back, 8));
    ck_assert_uint_eq(back, word);
    ck_assert(!musim_read(machine, 0x800, &back, 8));
    ck_assert_str_eq(musim_error(machine), "0x00000800: unmapped");
    ck_assert(!musim_read(machine, 0xffc, &back, 8));
    ck_assert(!musim_write(machine, 0xfffffffc, &back, 8));
    ck_assert_str_eq(musim_error(machine), "0xfffffffc: beyond the end of memory");
    musim_free(machine);
}
END_TEST

START_TEST(missing_files_say_so) {
    machine = musim_create(&(struct musim_config){0});
    uint32_t address, length;
    ck_assert(!musim_symbol(machine, "data", &address, &length));
    ck_assert_str_eq(musim_error(machine), "no symbol 'data': no program is loaded");
    ck_assert(!musim_load_file(machine, "/nonexistent/kernel.elf"));
    ck_assert_ptr_nonnull(strstr(musim_error(machine), "cannot read: No such file"));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE); /* nothing to run */
    musim_free(machine);
}
END_TEST

SUITE("loading", begin, end, other_files_are_refused, entries_must_be_code_addresses,
      segments_must_lie_in_memory, segments_without_contents_may_lie_in_shared_memory,
      segments_must_lie_in_the_file, program_headers_must_lie_in_the_file,
      truncated_files_are_refused, programs_without_segments_load_by_section,
      the_shape_is_the_programs, a_profile_counts_what_the_statistics_count,
      args_are_the_launch_block, notes_of_kernels_are_checked, damaged_assertions_are_refused,
      damaged_records_of_barriers_are_refused, sections_of_assertions_have_contents,
      the_library_reads_and_writes_memory_and_finds_symbols, missing_files_say_so)
