#include "muonc/link/neutrino_image.h"

#include "muonc/link/elf32.h"
#include "object/line_table.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { IMAGE_ALIGNMENT = 64 };

/* Whether tasks have been compiled with lines: the runtime's own code always is. */
static bool tasks_have_lines(const struct nbin *nbin, const struct source_map *map) {
    for (size_t i = 0; i < nbin->task_count; i++) {
        struct source_position position;
        uint64_t address, size;
        if (source_map_symbol(map, nbin->tasks[i].name, &address, &size) &&
            source_map_lookup(map, address, &position) && position.file)
            return true;
    }
    return false;
}

static struct line_table read_lines(const struct nbin *nbin) {
    struct line_table lines = {0};
    struct source_map *map = source_map_create(nbin->file, nbin->file_size);
    if (map && tasks_have_lines(nbin, map))
        line_table_make(&lines, map);
    source_map_free(map);
    return lines;
}

char *neutrino_image_object(const struct nbin *nbin, size_t *size) {
    size_t image_bytes = nbin->image_header.image_bytes;
    size_t bytes = sizeof nbin->image_header + image_bytes;
    uint8_t *contents = xmalloc(bytes);
    memcpy(contents, &nbin->image_header, sizeof nbin->image_header);
    if (image_bytes)
        memcpy(contents + sizeof nbin->image_header, nbin->image, image_bytes);
    struct line_table lines = read_lines(nbin);
    const struct elf32_section sections[] = {
        {.name = ".neutrino",
         .type = SHT_PROGBITS,
         .flags = SHF_ALLOC | SHF_GNU_RETAIN,
         .size = (uint32_t)bytes,
         .alignment = IMAGE_ALIGNMENT,
         .bytes = contents},
        {.name = ".neutrino.map",
         .type = SHT_PROGBITS,
         .size = (uint32_t)strlen(nbin->map),
         .alignment = 1,
         .bytes = nbin->map},
        {.name = LINES_SECTION,
         .type = SHT_PROGBITS,
         .size = (uint32_t)lines.bytes,
         .alignment = 4,
         .bytes = lines.records},
        {.name = LINES_FILES_SECTION,
         .type = SHT_PROGBITS,
         .size = (uint32_t)lines.files_bytes,
         .alignment = 1,
         .bytes = lines.files},
    };
    enum { WITH_LINES = sizeof sections / sizeof *sections, WITHOUT_LINES = WITH_LINES - 2 };
    const struct elf32_symbol symbol = {
        .name = "__neutrino_image",
        .size = (uint32_t)bytes,
        .info = ELF32_ST_INFO(STB_GLOBAL, STT_OBJECT),
        .other = STV_HIDDEN,
        .section = 1,
    };
    const struct elf32_file file = {
        .type = ET_REL,
        .sections = sections,
        .section_count = lines.bytes ? WITH_LINES : WITHOUT_LINES,
        .symbols = &symbol,
        .symbol_count = 1,
    };
    char *object = elf32_write(&file, size);
    free(contents);
    line_table_free(&lines);
    return object;
}
