#include "muonc/program/image.h"

#include "object/frames.h"
#include "support/alloc.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    Elf *elf;
    struct image *image;
    struct diag_engine *diag;
};

static bool malformed(struct reader *reader, const char *what) {
    diag_file_error(reader->diag, reader->image->path, "malformed linked program: %s", what);
    return false;
}

static bool read_section(struct reader *reader, Elf_Scn *scn, size_t names,
                         struct image_section *section) {
    GElf_Shdr header;
    if (!gelf_getshdr(scn, &header))
        return malformed(reader, elf_errmsg(-1));
    const char *name = elf_strptr(reader->elf, names, header.sh_name);
    if (!name)
        return malformed(reader, "a section has no name");
    *section = (struct image_section){
        .name = xstrdup(name),
        .type = header.sh_type,
        .flags = header.sh_flags,
        .address = header.sh_addr,
        .size = header.sh_size,
        .alignment = header.sh_addralign ? header.sh_addralign : 1,
        .entry_size = header.sh_entsize,
    };
    if (header.sh_type == SHT_NOBITS || header.sh_type == SHT_NULL)
        return true;
    Elf_Data *data = elf_rawdata(scn, NULL);
    if (!data || data->d_size != header.sh_size || (data->d_size && !data->d_buf))
        return malformed(reader, "a section lies outside the file");
    section->bytes = xmalloc(data->d_size + 1);
    if (data->d_size)
        memcpy(section->bytes, data->d_buf, data->d_size);
    return true;
}

static bool read_sections(struct reader *reader) {
    struct image *image = reader->image;
    size_t names, count;
    if (elf_getshdrstrndx(reader->elf, &names) || elf_getshdrnum(reader->elf, &count) || !count)
        return malformed(reader, "no section table");
    image->sections = xcalloc(count, sizeof *image->sections);
    image->section_count = count;
    image->sections[0] = (struct image_section){.name = xstrdup(""), .alignment = 1};
    for (size_t i = 1; i < count; i++) {
        if (!read_section(reader, elf_getscn(reader->elf, i), names, &image->sections[i]))
            return false;
        const struct image_section *section = &image->sections[i];
        if (section->alignment & (section->alignment - 1))
            return malformed(reader, "an alignment is no power of two");
        if ((section->flags & SHF_ALLOC) && section->address + section->size < section->address)
            return malformed(reader, "a section reaches beyond the address space");
    }
    return true;
}

static bool read_symbols(struct reader *reader, Elf_Scn *scn, const GElf_Shdr *header) {
    struct image *image = reader->image;
    Elf_Data *data = elf_getdata(scn, NULL);
    size_t count = data ? data->d_size / sizeof(Elf32_Sym) : 0;
    if (image->symbols || !count || count > INT32_MAX)
        return malformed(reader, "bad symbol table");
    image->symbols = xcalloc(count, sizeof *image->symbols);
    image->symbol_count = count;
    for (size_t i = 0; i < count; i++) {
        GElf_Sym symbol;
        const char *name = NULL;
        if (gelf_getsym(data, (int)i, &symbol))
            name = elf_strptr(reader->elf, header->sh_link, symbol.st_name);
        if (!name)
            return malformed(reader, "bad symbol");
        if (symbol.st_shndx >= image->section_count && symbol.st_shndx != SHN_ABS)
            return malformed(reader, "a symbol is in no section");
        image->symbols[i] = (struct image_symbol){
            .name = xstrdup(name),
            .value = symbol.st_value,
            .size = symbol.st_size,
            .info = symbol.st_info,
            .other = symbol.st_other,
            .section = symbol.st_shndx,
        };
    }
    return true;
}

/* Keeps the order of relocations at one offset, which SET and SUB pairs depend on. */
static int by_offset(const void *a, const void *b) {
    const struct image_relocation *left = a, *right = b;
    if (left->offset != right->offset)
        return left->offset < right->offset ? -1 : 1;
    return left->addend < right->addend ? -1 : left->addend > right->addend;
}

static void sort_by_offset(struct image_relocation *relocations, size_t count) {
    int32_t *addends = xmalloc((count + 1) * sizeof *addends);
    for (size_t i = 0; i < count; i++) {
        addends[i] = relocations[i].addend;
        relocations[i].addend = (int32_t)i;
    }
    qsort(relocations, count, sizeof *relocations, by_offset);
    for (size_t i = 0; i < count; i++)
        relocations[i].addend = addends[relocations[i].addend];
    free(addends);
}

static bool read_relocations(struct reader *reader, Elf_Scn *scn, const GElf_Shdr *header) {
    struct image *image = reader->image;
    Elf_Data *data = elf_getdata(scn, NULL);
    size_t count = data ? data->d_size / sizeof(Elf32_Rela) : 0;
    if (!header->sh_info || header->sh_info >= image->section_count || count > INT32_MAX)
        return malformed(reader, "relocations for no section");
    struct image_section *section = &image->sections[header->sh_info];
    if (section->relocations || !section->bytes)
        return malformed(reader, "relocations for a section without contents");
    section->relocations = xcalloc(count + 1, sizeof *section->relocations);
    uint32_t base = section->flags & SHF_ALLOC ? section->address : 0;
    for (size_t i = 0; i < count; i++) {
        GElf_Rela rela;
        if (!gelf_getrela(data, (int)i, &rela))
            return malformed(reader, elf_errmsg(-1));
        uint32_t type = GELF_R_TYPE(rela.r_info), symbol = GELF_R_SYM(rela.r_info);
        if (type == R_RISCV_NONE || type == R_RISCV_RELAX)
            continue;
        if (type == R_RISCV_ALIGN) /* makes the offsets after it wrong, see alignment.h */
            return malformed(reader, "alignment directives in the code of a file that the linker "
                                     "script or -Xlinker names; give its path as an input");
        if (symbol >= image->symbol_count || rela.r_offset < base ||
            rela.r_offset - base >= section->size)
            return malformed(reader, "a relocation is out of range");
        section->relocations[section->relocation_count++] = (struct image_relocation){
            .offset = (uint32_t)rela.r_offset - base,
            .type = type,
            .symbol = symbol,
            .addend = (int32_t)rela.r_addend,
        };
    }
    sort_by_offset(section->relocations, section->relocation_count);
    return true;
}

static bool read_tables(struct reader *reader, uint32_t type,
                        bool (*read)(struct reader *, Elf_Scn *, const GElf_Shdr *)) {
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(reader->elf, scn));) {
        GElf_Shdr header;
        if (!gelf_getshdr(scn, &header))
            return malformed(reader, elf_errmsg(-1));
        if (header.sh_type == type && !read(reader, scn, &header))
            return false;
    }
    return true;
}

/* A linker script's own symbols may be absolute though they mark a place (". = …; _end = .").
 * One that lies in a loaded section, or at its end, moves with it; a section that starts there
 * has precedence over one that ends there. */
static void anchor_absolute_symbols(struct image *image) {
    for (size_t i = 1; i < image->symbol_count; i++) {
        struct image_symbol *symbol = &image->symbols[i];
        if (symbol->section != SHN_ABS || ELF32_ST_TYPE(symbol->info) == STT_FILE)
            continue;
        for (size_t s = 1; s < image->section_count; s++) {
            const struct image_section *section = &image->sections[s];
            if (!image_is_loaded(section) || !section->size)
                continue;
            uint32_t offset = symbol->value - section->address;
            if (offset < section->size || (offset == section->size && symbol->section == SHN_ABS))
                symbol->section = (uint32_t)s;
        }
    }
}

/* Sections of lld's output that the Muon program has no use for. The unwind tables' advances are
 * too narrow for instructions of twice the size; the attributes describe RV32. Shared memory is in
 * an address space of its own: nothing of it is loaded. */
static void drop_sections(struct image *image) {
    static const char *const unwanted[] = {".neutrino_sync", ".riscv.attributes", ".eh_frame",
                                           ".eh_frame_hdr",  ".debug_frame",      FRAMES_SECTION};
    for (size_t i = 1; i < image->section_count; i++) {
        struct image_section *section = &image->sections[i];
        section->dropped =
            section->type == SHT_SYMTAB || section->type == SHT_STRTAB || section->type == SHT_RELA;
        for (size_t j = 0; j < sizeof unwanted / sizeof *unwanted; j++)
            section->dropped |= !strcmp(section->name, unwanted[j]);
        if (image_is_shared(section))
            section->flags &= ~(uint32_t)SHF_ALLOC;
    }
}

static bool read_elf(struct reader *reader) {
    GElf_Ehdr header;
    if (elf_kind(reader->elf) != ELF_K_ELF || !gelf_getehdr(reader->elf, &header) ||
        header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_RISCV || header.e_type != ET_EXEC)
        return malformed(reader, "not an RV32 executable");
    reader->image->entry = header.e_entry;
    reader->image->flags = header.e_flags;
    if (!read_sections(reader) || !read_tables(reader, SHT_SYMTAB, read_symbols) ||
        !read_tables(reader, SHT_RELA, read_relocations))
        return false;
    drop_sections(reader->image);
    anchor_absolute_symbols(reader->image);
    return true;
}

bool image_read(const void *bytes, size_t size, const char *path, struct image *image,
                struct diag_engine *diag) {
    *image = (struct image){.path = path};
    elf_version(EV_CURRENT);
    /* libelf takes a pointer to non-const but does not write to what is opened from memory. */
    struct reader reader = {elf_memory((char *)bytes, size), image, diag};
    bool ok = reader.elf ? read_elf(&reader) : malformed(&reader, elf_errmsg(-1));
    elf_end(reader.elf);
    if (!ok)
        image_free(image);
    return ok;
}

void image_free(struct image *image) {
    for (size_t i = 0; i < image->section_count; i++) {
        struct image_section *section = &image->sections[i];
        free(section->relocations);
        free(section->bytes);
        free(section->name);
    }
    for (size_t i = 0; i < image->symbol_count; i++)
        free(image->symbols[i].name);
    free(image->sections);
    free(image->symbols);
    *image = (struct image){0};
}

struct image_section *image_find_section(const struct image *image, const char *name) {
    for (size_t i = 1; i < image->section_count; i++)
        if (!strcmp(image->sections[i].name, name))
            return &image->sections[i];
    return NULL;
}

int32_t image_beyond(const struct image *image, const struct image_relocation *relocation) {
    const struct image_symbol *symbol = &image->symbols[relocation->symbol];
    bool label = symbol->section < image->section_count &&
                 (image->sections[symbol->section].flags & SHF_EXECINSTR) &&
                 ELF32_ST_TYPE(symbol->info) != STT_SECTION;
    return label ? relocation->addend : 0;
}

struct image_place image_target(const struct image *image,
                                const struct image_relocation *relocation) {
    const struct image_symbol *symbol = &image->symbols[relocation->symbol];
    uint32_t section = symbol->section == SHN_UNDEF ? SHN_ABS : symbol->section;
    int32_t near = relocation->addend - image_beyond(image, relocation);
    return (struct image_place){section, symbol->value + (uint32_t)near};
}

bool image_word_target(const struct image *image, const struct image_section *section,
                       uint32_t offset, size_t *next, struct image_place *place) {
    while (*next < section->relocation_count && section->relocations[*next].offset < offset)
        ++*next;
    if (*next == section->relocation_count || section->relocations[*next].offset != offset ||
        section->relocations[*next].type != R_RISCV_32)
        return false;
    *place = image_target(image, &section->relocations[*next]);
    return true;
}

bool image_symbol_is_temporary(const struct image_symbol *symbol) {
    return !strncmp(symbol->name, ".L", 2) || symbol->name[0] == '$';
}
