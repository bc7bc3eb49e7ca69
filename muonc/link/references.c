#include "muonc/link/references.h"

#include "object/source_map.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct references {
    Elf *elf;
    struct source_map *map;
};

struct references *references_create(char *bytes, size_t size) {
    struct references *references = xcalloc(1, sizeof *references);
    elf_version(EV_CURRENT);
    references->elf = elf_memory(bytes, size);
    references->map = source_map_create(bytes, size);
    if (references->elf && references->map)
        return references;
    references_free(references);
    return NULL;
}

void references_free(struct references *references) {
    if (!references)
        return;
    source_map_free(references->map);
    elf_end(references->elf);
    free(references);
}

/* A search under way. */
struct search {
    const struct references *references;
    const char *symbol;
    struct lld_place *places;
    size_t count, found;
};

static bool is_known(const struct search *search, const struct source_position *position) {
    for (size_t i = 0; i < search->found; i++) {
        const struct lld_place *place = &search->places[i];
        if (place->line == position->line && place->column == position->column &&
            !strcmp(place->file, position->file))
            return true;
    }
    return false;
}

/* A source that is not there, as one of the runtime library's, is no place for the user. */
static void add_place(struct search *search, uint64_t address) {
    struct source_position position;
    if (!source_map_lookup(search->references->map, address, &position) || !position.file ||
        access(position.file, R_OK) || is_known(search, &position))
        return;
    search->places[search->found++] =
        (struct lld_place){xstrdup(position.file), position.line, position.column};
}

static bool is_meant(const struct search *search, Elf_Data *symbols, size_t names, size_t index) {
    GElf_Sym entry;
    if (!gelf_getsym(symbols, (int)index, &entry) || entry.st_shndx != SHN_UNDEF)
        return false;
    const char *name = elf_strptr(search->references->elf, names, entry.st_name);
    return name && !strcmp(name, search->symbol);
}

static void search_table(struct search *search, Elf_Scn *section, const GElf_Shdr *header) {
    GElf_Shdr symbols_header;
    Elf_Scn *symbols_section = elf_getscn(search->references->elf, header->sh_link);
    Elf_Data *relocations = elf_getdata(section, NULL);
    Elf_Data *symbols = symbols_section ? elf_getdata(symbols_section, NULL) : NULL;
    if (!relocations || !symbols || !gelf_getshdr(symbols_section, &symbols_header))
        return;
    GElf_Rela relocation;
    for (int i = 0; search->found < search->count && gelf_getrela(relocations, i, &relocation); i++)
        if (is_meant(search, symbols, symbols_header.sh_link, GELF_R_SYM(relocation.r_info)))
            add_place(search, relocation.r_offset);
}

static int by_line(const void *a, const void *b) {
    const struct lld_place *left = a, *right = b;
    int files = strcmp(left->file, right->file);
    if (files || left->line != right->line)
        return files ? files : left->line < right->line ? -1 : 1;
    return left->column < right->column ? -1 : left->column > right->column;
}

size_t references_find(void *references, const char *symbol, struct lld_place *places,
                       size_t count) {
    struct search search = {references, symbol, places, count, 0};
    for (Elf_Scn *section = NULL; (section = elf_nextscn(search.references->elf, section));) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && header.sh_type == SHT_RELA)
            search_table(&search, section, &header);
    }
    qsort(places, search.found, sizeof *places, by_line);
    return search.found;
}
