/* The parts of the linker that have an interface of their own: notes, layout, data relocation. */
#include "muonc/link/note.h"
#include "muonc/program/code.h"
#include "muonc/program/layout.h"
#include "muonc/reencode/relocate.h"
#include "support/alloc.h"

#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>

static struct diag_engine diag;
static char *messages;
static size_t messages_size;

static void setup(void) {
    diag_init(&diag, "test");
    diag.stream = open_memstream(&messages, &messages_size);
}

static void teardown(void) {
    fclose(diag.stream);
    free(messages);
    diag_free(&diag);
}

/* ---- notes ---- */

static const struct muon_note_shape shape = {2, 8, 16, 0x2000};

START_TEST(notes_come_back) {
    size_t size, offset = 0;
    uint8_t *bytes = note_bytes(&shape, true, 0x0123456789abcdef, &size);
    struct note note;
    ck_assert(note_next(bytes, size, &offset, &note));
    ck_assert_uint_eq(note.type, MUON_NOTE_SHAPE);
    ck_assert_mem_eq(&note.shape, &shape, sizeof shape);
    ck_assert(note_next(bytes, size, &offset, &note));
    ck_assert_uint_eq(note.type, MUON_NOTE_ABI);
    ck_assert_uint_eq(note.abi_hash, 0x0123456789abcdef);
    ck_assert(!note_next(bytes, size, &offset, &note));
    free(bytes);
}
END_TEST

START_TEST(notes_of_others_and_cut_off_notes_are_skipped) {
    static const uint8_t other[] = {4, 0, 0,   0,   4,   0, 0, 0, 1, 0,
                                    0, 0, 'G', 'N', 'U', 0, 9, 9, 9, 9};
    size_t size, offset = 0;
    uint8_t *ours = note_bytes(&shape, false, 0, &size);
    uint8_t both[sizeof other + 64];
    memcpy(both, other, sizeof other);
    memcpy(both + sizeof other, ours, size);
    struct note note;
    ck_assert(note_next(both, sizeof other + size, &offset, &note));
    ck_assert_uint_eq(note.shape.lanes, 16);
    offset = 0;
    ck_assert(!note_next(both, sizeof other + size - 1, &offset, &note));
    memset(both, 0xff, sizeof both);
    offset = 0;
    ck_assert(!note_next(both, sizeof both, &offset, &note));
    free(ours);
}
END_TEST

START_TEST(assembly_has_the_words) {
    char *text = note_assembly(&shape, true, 0x0123456789abcdef);
    ck_assert_ptr_nonnull(strstr(text, ".note.muon"));
    ck_assert_ptr_nonnull(strstr(text, "0x89abcdef\n\t.4byte 0x1234567\n"));
    free(text);
}
END_TEST

/* ---- layout and relocation ---- */

enum { TEXT = 1, DATA, FAR };

/* .text at 0x1000: lui+addi fused by hand (0 and 1 word), an expansion (3 words), a plain one;
 * .data directly behind at 0x1010; .far has room. */
static struct image_section sections[4];
static struct image_symbol symbols[3];
static struct code_insn insns[4];
static uint32_t insn_at[4] = {0, 1, 2, 3};
static struct code code;
static struct image image;
static uint8_t data_bytes[16];

static void make_image(void) {
    static const unsigned words[4] = {1, 0, 3, 1};
    memset(insns, 0, sizeof insns);
    for (unsigned i = 0; i < 4; i++) {
        insns[i].offset = 4 * i;
        insns[i].bytes = 4;
        insns[i].word_count = words[i];
        for (unsigned w = 0; w < words[i]; w++)
            insns[i].words[w] = (struct muon_insn){.op = MUON_ADDI};
    }
    code = (struct code){.insns = insns, .count = 4, .insn_at = insn_at};
    sections[TEXT] = (struct image_section){.name = ".text",
                                            .flags = SHF_ALLOC | SHF_EXECINSTR,
                                            .address = 0x1000,
                                            .size = 16,
                                            .alignment = 4,
                                            .code = &code};
    sections[DATA] = (struct image_section){.name = ".data",
                                            .flags = SHF_ALLOC,
                                            .address = 0x1010,
                                            .size = 16,
                                            .alignment = 16,
                                            .bytes = data_bytes};
    sections[FAR] = (struct image_section){
        .name = ".far", .flags = SHF_ALLOC, .address = 0x2000, .size = 8, .alignment = 8};
    sections[0] = (struct image_section){.name = "", .alignment = 1};
    symbols[1] = (struct image_symbol){.name = "third", .value = 0x1008, .section = TEXT};
    symbols[2] = (struct image_symbol){.name = "end", .value = 0x1010, .section = TEXT};
    image = (struct image){.path = "test.elf",
                           .sections = sections,
                           .section_count = 4,
                           .symbols = symbols,
                           .symbol_count = 3};
    ck_assert(layout_assign(&image, &diag));
}

static void free_image(void) {
    free(code.new_offset);
    free(sections[TEXT].bytes);
}

static uint32_t moved(uint32_t section, uint32_t address) {
    return layout_address(&image, (struct image_place){section, address});
}

START_TEST(places_follow_their_section) {
    make_image();
    ck_assert_uint_eq(moved(TEXT, 0x1000), 0x1000);
    ck_assert_uint_eq(moved(TEXT, 0x1004), 0x1000); /* fused into the first */
    ck_assert_uint_eq(moved(TEXT, 0x1008), 0x1008);
    ck_assert_uint_eq(moved(TEXT, 0x100c), 0x1020);
    ck_assert_uint_eq(moved(TEXT, 0x1010), 0x1028); /* the end */
    ck_assert_uint_eq(moved(DATA, 0x1010), 0x1030); /* aligned to 16 */
    ck_assert_uint_eq(moved(DATA, 0x1020), 0x1040);
    ck_assert_uint_eq(moved(FAR, 0x2004), 0x2004);
    ck_assert_uint_eq(moved(SHN_ABS, 0x1008), 0x1008);
    free_image();
}
END_TEST

START_TEST(a_program_must_fit_the_address_space) {
    make_image();
    free_image();
    sections[FAR].address = 0xfffffff8;
    sections[FAR].size = 0x10;
    ck_assert(!layout_assign(&image, &diag));
    free_image();
    fflush(diag.stream);
    ck_assert_ptr_nonnull(strstr(messages, ".far does not fit"));
}
END_TEST

/* Relocates one field of .data; returns relocate()'s verdict. */
static bool relocate_field(const uint32_t *types, const uint32_t *of, size_t count) {
    struct image_relocation relocations[2];
    for (size_t i = 0; i < count; i++)
        relocations[i] = (struct image_relocation){.offset = 0, .type = types[i], .symbol = of[i]};
    make_image();
    sections[DATA].relocations = relocations;
    sections[DATA].relocation_count = count;
    bool ok = relocate(&image, &diag);
    free_image();
    return ok;
}

#define DISTANCE(bits)                                                                             \
    (const uint32_t[]) {                                                                           \
        R_RISCV_ADD##bits, R_RISCV_SUB##bits                                                       \
    }
static const uint32_t end_minus_third[] = {2, 1};

START_TEST(distances_grow_with_the_code) {
    memset(data_bytes, 0, sizeof data_bytes);
    data_bytes[0] = 8; /* was 0x1010 - 0x1008, is 0x1028 - 0x1008 */
    ck_assert(relocate_field(DISTANCE(8), end_minus_third, 2));
    ck_assert_uint_eq(data_bytes[0], 0x20);
    data_bytes[0] = 8;
    ck_assert(relocate_field(DISTANCE(32), end_minus_third, 2));
    ck_assert_uint_eq(data_bytes[0], 0x20);
    memcpy(data_bytes, (uint8_t[]){0x88, 0x80, 0x00}, 3);
    ck_assert(relocate_field((const uint32_t[]){R_RISCV_SET_ULEB128, R_RISCV_SUB_ULEB128},
                             end_minus_third, 2));
    ck_assert_mem_eq(data_bytes, ((uint8_t[]){0xa0, 0x80, 0x00}), 3);
    data_bytes[0] = 0xc8; /* the two bits above a 6-bit field stay */
    ck_assert(relocate_field((const uint32_t[]){R_RISCV_SET6, R_RISCV_SUB6}, end_minus_third, 2));
    ck_assert_uint_eq(data_bytes[0], 0xe0);
}
END_TEST

START_TEST(a_distance_that_outgrows_its_field_is_an_error) {
    data_bytes[0] = 0xf0; /* 240 + 24 */
    ck_assert(!relocate_field(DISTANCE(8), end_minus_third, 2));
    ck_assert_uint_eq(diag.errors, 1);
    data_bytes[0] = 0x70; /* 112 + 24 in one byte of ULEB128 */
    ck_assert(!relocate_field((const uint32_t[]){R_RISCV_SET_ULEB128, R_RISCV_SUB_ULEB128},
                              end_minus_third, 2));
    ck_assert_uint_eq(diag.errors, 2);
}
END_TEST

START_TEST(in_debugging_information_it_costs_only_that) {
    make_image();
    free_image();
    struct image_relocation relocations[] = {{.type = R_RISCV_ADD8, .symbol = 2},
                                             {.type = R_RISCV_SUB8, .symbol = 1}};
    make_image();
    data_bytes[0] = 0xf0;
    sections[DATA].name = ".debug_frob";
    sections[DATA].flags = 0;
    sections[DATA].relocations = relocations;
    sections[DATA].relocation_count = 2;
    ck_assert(relocate(&image, &diag));
    ck_assert_uint_eq(diag.errors, 0);
    ck_assert_uint_eq(diag.warnings, 1);
    ck_assert(sections[DATA].dropped);
    free_image();
}
END_TEST

START_TEST(unknown_relocations_are_errors) {
    ck_assert(!relocate_field((const uint32_t[]){R_RISCV_TLS_DTPMOD32}, end_minus_third, 1));
    ck_assert(!relocate_field((const uint32_t[]){R_RISCV_ADD8, R_RISCV_SUB16}, end_minus_third, 2));
    ck_assert_uint_eq(diag.errors, 2);
}
END_TEST

SUITE("parts", setup, teardown, notes_come_back, notes_of_others_and_cut_off_notes_are_skipped,
      assembly_has_the_words, places_follow_their_section, a_program_must_fit_the_address_space,
      distances_grow_with_the_code, a_distance_that_outgrows_its_field_is_an_error,
      in_debugging_information_it_costs_only_that, unknown_relocations_are_errors)
