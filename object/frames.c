#include "object/frames.h"

#include "support/array.h"
#include "support/little_endian.h"

#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WORD = 4, HEADER_WORDS = 3, SLOT_WORDS = 2, RESULTS_SHIFT = 30 };

void frame_list_add(struct frame_list *list, struct frame frame) {
    *ARRAY_ADD(list->items, list->count) = frame;
}

void frame_list_free(struct frame_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].function);
        free(list->items[i].slots);
    }
    free(list->items);
    *list = (struct frame_list){0};
}

/* ---- reading ---- */

bool frame_record_next(const uint8_t *bytes, size_t size, size_t *offset,
                       struct frame_record *record) {
    size_t at = *offset;
    if (at > size || size - at < HEADER_WORDS * WORD)
        return false;
    uint32_t last = load_le32(bytes + at + 2 * WORD);
    *record = (struct frame_record){.address = (uint32_t)at,
                                    .code_size = load_le32(bytes + at + WORD),
                                    .results = last >> RESULTS_SHIFT,
                                    .slots = bytes + at + HEADER_WORDS * WORD,
                                    .count = last & ((UINT32_C(1) << RESULTS_SHIFT) - 1)};
    at += HEADER_WORDS * WORD;
    if (record->count > (size - at) / (SLOT_WORDS * WORD))
        return false;
    *offset = at + (size_t)record->count * SLOT_WORDS * WORD;
    return true;
}

struct frame_slot frame_record_slot(const struct frame_record *record, uint32_t index) {
    const uint8_t *slot = record->slots + (size_t)index * SLOT_WORDS * WORD;
    return (struct frame_slot){(int32_t)load_le32(slot), load_le32(slot + WORD)};
}

/* ---- writing ---- */

struct editor {
    Elf *elf;
    Elf_Scn *strings; /* of section names */
    Elf_Data *symbols;
    uint32_t symbol_section;
    const char **names; /* of the symbols */
    size_t symbol_count;
    FILE *words;
    FILE *relocations; /* Elf32_Rela */
    uint32_t offset;   /* in the section */
};

static void put_word(struct editor *editor, uint32_t word) {
    for (unsigned i = 0; i < WORD; i++)
        fputc((int)(word >> 8 * i & 0xff), editor->words);
    editor->offset += WORD;
}

static void put_frame(struct editor *editor, const struct frame *frame, size_t index,
                      const GElf_Sym *symbol) {
    Elf32_Rela rela = {.r_offset = editor->offset, .r_info = ELF32_R_INFO(index, R_RISCV_32)};
    fwrite(&rela, sizeof rela, 1, editor->relocations);
    put_word(editor, 0);
    put_word(editor, (uint32_t)symbol->st_size);
    put_word(editor, (uint32_t)frame->count | (uint32_t)frame->results << RESULTS_SHIFT);
    for (size_t i = 0; i < frame->count; i++) {
        put_word(editor, (uint32_t)frame->slots[i].offset);
        put_word(editor, frame->slots[i].size);
    }
}

static void put_stay(struct editor *editor) {
    put_word(editor, 0);
    put_word(editor, FRAMES_STAY);
    put_word(editor, 0);
}

static bool find_tables(struct editor *editor) {
    size_t names;
    if (elf_getshdrstrndx(editor->elf, &names))
        return false;
    editor->strings = elf_getscn(editor->elf, names);
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(editor->elf, scn));) {
        GElf_Shdr header;
        if (!gelf_getshdr(scn, &header) || header.sh_type != SHT_SYMTAB)
            continue;
        editor->symbols = elf_getdata(scn, NULL);
        editor->symbol_section = (uint32_t)elf_ndxscn(scn);
        editor->symbol_count = editor->symbols ? editor->symbols->d_size / sizeof(Elf32_Sym) : 0;
        editor->names = xcalloc(editor->symbol_count + 1, sizeof *editor->names);
        for (size_t i = 1; i < editor->symbol_count; i++) {
            GElf_Sym symbol;
            gelf_getsym(editor->symbols, (int)i, &symbol);
            editor->names[i] = elf_strptr(editor->elf, header.sh_link, symbol.st_name);
        }
    }
    return editor->symbols && editor->strings;
}

static int by_name(const void *a, const void *b) {
    const struct frame *left = a, *right = b;
    return strcmp(left->function, right->function);
}

/* A weak function's symbol may end up as another object's, of which this one knows nothing. */
static void collect(struct editor *editor, const struct frame_list *list) {
    for (size_t i = 1; i < editor->symbol_count; i++) {
        GElf_Sym symbol;
        gelf_getsym(editor->symbols, (int)i, &symbol);
        if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || !editor->names[i] ||
            GELF_ST_BIND(symbol.st_info) == STB_WEAK || symbol.st_shndx == SHN_UNDEF ||
            symbol.st_shndx >= SHN_LORESERVE)
            continue;
        struct frame wanted = {.function = (char *)editor->names[i]};
        const struct frame *frame =
            bsearch(&wanted, list->items, list->count, sizeof wanted, by_name);
        if (frame)
            put_frame(editor, frame, i, &symbol);
    }
}

static Elf_Scn *add_section(struct editor *editor, uint32_t name, void *bytes, size_t size,
                            GElf_Shdr header) {
    Elf_Scn *scn = elf_newscn(editor->elf);
    Elf_Data *data = scn ? elf_newdata(scn) : NULL;
    if (!data)
        return NULL;
    *data = (Elf_Data){.d_buf = bytes,
                       .d_type = header.sh_type == SHT_RELA ? ELF_T_RELA : ELF_T_BYTE,
                       .d_version = EV_CURRENT,
                       .d_size = size,
                       .d_align = WORD};
    header.sh_name = name;
    header.sh_addralign = WORD;
    return gelf_update_shdr(scn, &header) ? scn : NULL;
}

/* The string table holds one name: the second section's is the end of ".rela" + the first's. */
static bool add_sections(struct editor *editor, char *words, size_t words_size, char *relocations,
                         size_t relocations_size) {
    static char names[] = ".rela" FRAMES_SECTION;
    GElf_Shdr strings;
    Elf_Data *more = elf_newdata(editor->strings);
    if (!gelf_getshdr(editor->strings, &strings) || !more)
        return false;
    *more = (Elf_Data){.d_buf = names,
                       .d_type = ELF_T_BYTE,
                       .d_version = EV_CURRENT,
                       .d_size = sizeof names,
                       .d_off = (int64_t)strings.sh_size,
                       .d_align = 1};
    uint32_t name = (uint32_t)strings.sh_size;
    Elf_Scn *section =
        add_section(editor, name + 5, words, words_size, (GElf_Shdr){.sh_type = SHT_PROGBITS});
    return section && add_section(editor, name, relocations, relocations_size,
                                  (GElf_Shdr){.sh_type = SHT_RELA,
                                              .sh_flags = SHF_INFO_LINK,
                                              .sh_link = editor->symbol_section,
                                              .sh_info = (uint32_t)elf_ndxscn(section),
                                              .sh_entsize = sizeof(Elf32_Rela)});
}

/* list is sorted. */
static bool edit(Elf *elf, const struct frame_list *list) {
    struct editor editor = {.elf = elf};
    char *words = NULL, *relocations = NULL;
    size_t words_size = 0, relocations_size = 0;
    editor.words = open_memstream(&words, &words_size);
    editor.relocations = open_memstream(&relocations, &relocations_size);
    bool good = find_tables(&editor);
    if (good && list->stay)
        put_stay(&editor);
    if (good)
        collect(&editor, list);
    fclose(editor.words);
    fclose(editor.relocations);
    /* Without it libelf (0.188) writes the new section headers from behind the table of the old. */
    elf_flagelf(elf, ELF_C_SET, ELF_F_DIRTY);
    good = good && add_sections(&editor, words, words_size, relocations, relocations_size) &&
           elf_update(elf, ELF_C_WRITE) >= 0;
    free(words);
    free(relocations);
    free(editor.names);
    return good;
}

static bool write_all(int file, const char *bytes, size_t size) {
    for (ssize_t done; size > 0; bytes += done, size -= (size_t)done)
        if ((done = write(file, bytes, size)) <= 0)
            return false;
    return true;
}

static char *read_all(int file, size_t *size) {
    off_t end = lseek(file, 0, SEEK_END);
    char *bytes = end > 0 ? xmalloc((size_t)end) : NULL;
    *size = bytes ? (size_t)end : 0;
    for (size_t done = 0; bytes && done < *size;) {
        ssize_t count = pread(file, bytes + done, *size - done, (off_t)done);
        if (count <= 0) {
            free(bytes);
            return NULL;
        }
        done += (size_t)count;
    }
    return bytes;
}

/* libelf adds sections to files only; this one is in memory. */
char *frames_append(const char *object, size_t size, const struct frame_list *list,
                    size_t *new_size) {
    struct frame_list sorted = {xmalloc((list->count + 1) * sizeof *list->items), list->count,
                                list->stay};
    for (size_t i = 0; i < list->count; i++)
        sorted.items[i] = list->items[i];
    qsort(sorted.items, sorted.count, sizeof *sorted.items, by_name);
    elf_version(EV_CURRENT);
    char *result = NULL;
    int file = memfd_create("object", MFD_CLOEXEC);
    Elf *elf = NULL;
    if (file >= 0 && write_all(file, object, size))
        elf = elf_begin(file, ELF_C_RDWR, NULL);
    bool good = elf && gelf_getclass(elf) == ELFCLASS32 && edit(elf, &sorted);
    elf_end(elf);
    if (good)
        result = read_all(file, new_size);
    if (file >= 0)
        close(file);
    free(sorted.items);
    return result;
}
