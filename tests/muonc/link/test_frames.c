/* The section of spill slots: how it gets into an object, and how it is read. */
#include "muonc/link/elf32.h"
#include "object/frames.h"
#include "support/alloc.h"

#include "tests/suite.h"

#include <gelf.h>
#include <string.h>

static const uint8_t code[16];

/* A function at 8, and a weak one. */
static char *make_object(size_t *size) {
    static const struct elf32_section sections[] = {
        {.name = ".text.f", .type = SHT_PROGBITS, .size = sizeof code, .bytes = code},
        {.name = ".text.g", .type = SHT_PROGBITS, .size = sizeof code, .bytes = code},
    };
    static const struct elf32_symbol symbols[] = {
        {.name = "f",
         .value = 8,
         .size = 8,
         .info = ELF32_ST_INFO(STB_GLOBAL, STT_FUNC),
         .section = 1},
        {.name = "g", .size = 16, .info = ELF32_ST_INFO(STB_WEAK, STT_FUNC), .section = 2},
    };
    return elf32_write(&(struct elf32_file){.type = ET_REL,
                                            .sections = sections,
                                            .section_count = 2,
                                            .symbols = symbols,
                                            .symbol_count = 2},
                       size);
}

static struct frame make_frame(const char *function, int32_t first, int32_t second) {
    struct frame frame = {.function = xstrdup(function), .results = FRAME_RESULTS_A1, .count = 2};
    frame.slots = xcalloc(2, sizeof *frame.slots);
    frame.slots[0] = (struct frame_slot){first, 4};
    frame.slots[1] = (struct frame_slot){second, 8};
    return frame;
}

static Elf_Data *section_data(Elf *elf, const char *wanted, GElf_Shdr *header) {
    size_t names;
    ck_assert_int_eq(elf_getshdrstrndx(elf, &names), 0);
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        gelf_getshdr(scn, header);
        if (!strcmp(elf_strptr(elf, names, header->sh_name), wanted))
            return elf_getdata(scn, NULL);
    }
    return NULL;
}

START_TEST(the_word_that_frames_stay_comes_back) {
    struct frame_list list = {.stay = true};
    size_t size, new_size, offset = 0;
    char *object = make_object(&size);
    char *with = frames_append(object, size, &list, &new_size);
    ck_assert_ptr_nonnull(with);
    Elf *elf = elf_memory(with, new_size);
    GElf_Shdr header;
    Elf_Data *data = section_data(elf, FRAMES_SECTION, &header);
    ck_assert_ptr_nonnull(data);
    struct frame_record record;
    ck_assert(frame_record_next(data->d_buf, data->d_size, &offset, &record));
    ck_assert_uint_eq(record.code_size, FRAMES_STAY);
    ck_assert_uint_eq(record.count, 0);
    ck_assert(!frame_record_next(data->d_buf, data->d_size, &offset, &record));
    elf_end(elf);
    free(with);
    free(object);
}
END_TEST

START_TEST(frames_come_back) {
    struct frame_list list = {0};
    size_t size, new_size, offset = 0;
    char *object = make_object(&size);
    frame_list_add(&list, make_frame("nobody", -4, -16));
    frame_list_add(&list, make_frame("g", -4, -16));
    frame_list_add(&list, make_frame("f", -8, -24));
    char *with = frames_append(object, size, &list, &new_size);
    ck_assert_ptr_nonnull(with);

    Elf *elf = elf_memory(with, new_size);
    GElf_Shdr header, text;
    Elf_Data *data = section_data(elf, FRAMES_SECTION, &header);
    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(header.sh_flags, 0);
    struct frame_record record;
    ck_assert(frame_record_next(data->d_buf, data->d_size, &offset, &record));
    ck_assert_uint_eq(record.code_size, 8);
    ck_assert_uint_eq(record.count, 2);
    ck_assert_uint_eq(record.results, FRAME_RESULTS_A1);
    ck_assert_int_eq(frame_record_slot(&record, 1).offset, -24);
    ck_assert_uint_eq(frame_record_slot(&record, 1).size, 8);
    ck_assert(!frame_record_next(data->d_buf, data->d_size, &offset, &record));

    /* Only of f: another object's g may take the place of this one. */
    Elf_Data *relocations = section_data(elf, ".rela" FRAMES_SECTION, &header);
    GElf_Rela rela;
    GElf_Sym symbol;
    ck_assert_uint_eq(relocations->d_size, sizeof(Elf32_Rela));
    gelf_getrela(relocations, 0, &rela);
    gelf_getsym(section_data(elf, ".symtab", &header), (int)GELF_R_SYM(rela.r_info), &symbol);
    ck_assert_uint_eq(GELF_R_TYPE(rela.r_info), R_RISCV_32);
    ck_assert_uint_eq(symbol.st_value, 8);
    ck_assert_int_eq(rela.r_addend, 0);

    /* The rest is as it was. */
    ck_assert_ptr_nonnull(section_data(elf, ".text.f", &text));
    ck_assert_uint_eq(text.sh_size, sizeof code);
    elf_end(elf);
    free(with);
    free(object);
    frame_list_free(&list);
}
END_TEST

START_TEST(what_is_no_object_is_left_alone) {
    struct frame_list list = {0};
    size_t size;
    frame_list_add(&list, make_frame("f", -4, -16));
    ck_assert_ptr_null(frames_append("no object", 9, &list, &size));
    ck_assert_ptr_null(frames_append("", 0, &list, &size));
    frame_list_free(&list);
}
END_TEST

START_TEST(records_that_are_cut_off_end_the_section) {
    uint8_t words[] = {0, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0xfc, 0xff, 0xff, 0xff, 4, 0, 0, 0};
    struct frame_record record;
    for (size_t size = 0; size < sizeof words; size++) {
        size_t offset = 0;
        ck_assert(!frame_record_next(words, size, &offset, &record));
    }
    size_t offset = 0;
    ck_assert(frame_record_next(words, sizeof words, &offset, &record));
    ck_assert_int_eq(frame_record_slot(&record, 0).offset, -4);
    memset(words + 8, 0xff, 4); /* a number of slots that does not fit */
    offset = 0;
    ck_assert(!frame_record_next(words, sizeof words, &offset, &record));
}
END_TEST

SUITE("frames", NULL, NULL, frames_come_back, the_word_that_frames_stay_comes_back,
      what_is_no_object_is_left_alone, records_that_are_cut_off_end_the_section)
