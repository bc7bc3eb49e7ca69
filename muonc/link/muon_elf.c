#include "muonc/link/muon_elf.h"

#include "muonc/link/elf32.h"
#include "muonc/program/layout.h"
#include "support/alloc.h"

#include <stdlib.h>

static bool is_written(const struct image_section *section) {
    return !section->dropped && (section->new_size || (section->flags & SHF_ALLOC));
}

static size_t collect_sections(const struct image *image, struct elf32_section *sections,
                               uint16_t *number) {
    size_t count = 0;
    for (size_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        if (!is_written(section))
            continue;
        sections[count] = (struct elf32_section){
            .name = section->name,
            .type = section->type,
            .flags =
                section->flags & (SHF_WRITE | SHF_ALLOC | SHF_EXECINSTR | SHF_MERGE | SHF_STRINGS),
            .address = section->new_address,
            .size = section->new_size,
            .alignment = section->alignment,
            .entry_size = section->entry_size,
            .bytes = section->bytes,
        };
        number[i] = (uint16_t)++count;
    }
    return count;
}

/* Symbols of a section that is not written keep value and size: of sync points, the first id and
 * how many there are. */
static struct elf32_symbol translate_symbol(const struct image *image, const uint16_t *number,
                                            const struct image_symbol *symbol) {
    bool placed = symbol->section < image->section_count && symbol->section != SHN_UNDEF;
    uint32_t value = layout_address(image, (struct image_place){symbol->section, symbol->value});
    uint32_t end =
        layout_address(image, (struct image_place){symbol->section, symbol->value + symbol->size});
    uint16_t section = placed ? number[symbol->section] : (uint16_t)symbol->section;
    if (placed && !section)
        section = SHN_ABS;
    return (struct elf32_symbol){
        .name = symbol->name,
        .value = value,
        .size = placed ? end - value : 0,
        .info = section == SHN_ABS && placed
                    ? ELF32_ST_INFO(ELF32_ST_BIND(symbol->info), STT_NOTYPE)
                    : symbol->info,
        .other = symbol->other,
        .section = section,
    };
}

static size_t collect_symbols(const struct image *image, const uint16_t *number,
                              struct elf32_symbol *symbols) {
    size_t count = 0;
    for (size_t i = 1; i < image->symbol_count; i++) {
        const struct image_symbol *symbol = &image->symbols[i];
        if (symbol->name[0] && !image_symbol_is_temporary(symbol) &&
            ELF32_ST_TYPE(symbol->info) != STT_SECTION)
            symbols[count++] = translate_symbol(image, number, symbol);
    }
    return count;
}

static uint32_t new_entry(const struct image *image) {
    for (uint32_t i = 1; i < image->section_count; i++) {
        const struct image_section *section = &image->sections[i];
        if (section->code && image->entry - section->address < section->size)
            return layout_address(image, (struct image_place){i, image->entry});
    }
    return image->entry;
}

char *muon_elf_write(const struct image *image, size_t *size) {
    struct elf32_section *sections = xcalloc(image->section_count, sizeof *sections);
    struct elf32_symbol *symbols = xcalloc(image->symbol_count + 1, sizeof *symbols);
    uint16_t *number = xcalloc(image->section_count, sizeof *number);
    struct elf32_file file = {
        .type = ET_EXEC,
        .entry = new_entry(image),
        .flags = image->flags,
        .sections = sections,
        .symbols = symbols,
    };
    file.section_count = collect_sections(image, sections, number);
    file.symbol_count = collect_symbols(image, number, symbols);
    char *bytes = elf32_write(&file, size);
    free(number);
    free(symbols);
    free(sections);
    return bytes;
}
