#include "object/symbols.h"

#include "support/alloc.h"
#include "support/demangle.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static Elf_Scn *find_symtab(Elf *elf, GElf_Shdr *header) {
    Elf_Scn *section = NULL;
    while ((section = elf_nextscn(elf, section)))
        if (gelf_getshdr(section, header) && header->sh_type == SHT_SYMTAB)
            return section;
    return NULL;
}

static bool is_own(const char *name, unsigned char type) {
    return !*name || *name == '$' || !strncmp(name, ".L", 2) || type == STT_SECTION ||
           type == STT_FILE;
}

static bool is_executable(Elf *elf, size_t index) {
    GElf_Shdr header;
    Elf_Scn *section = index < SHN_LORESERVE ? elf_getscn(elf, index) : NULL;
    return section && gelf_getshdr(section, &header) && (header.sh_flags & SHF_EXECINSTR);
}

/* Functions before other kinds, then global before local names. */
static int preference(const struct symbol *symbol) {
    return (symbol->type == STT_FUNC) * 4 + (symbol->type == STT_OBJECT) * 2 +
           (symbol->binding != STB_LOCAL);
}

static int compare(const void *a, const void *b) {
    const struct symbol *left = a, *right = b;
    if (left->address != right->address)
        return left->address < right->address ? -1 : 1;
    int difference = preference(left) - preference(right);
    return difference ? difference : strcmp(right->name, left->name);
}

void symbol_table_read(struct symbol_table *table, Elf *elf) {
    *table = (struct symbol_table){0};
    GElf_Shdr header;
    Elf_Scn *section = find_symtab(elf, &header);
    Elf_Data *data = section ? elf_getdata(section, NULL) : NULL;
    size_t entry_size = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
    if (!data || !data->d_buf || !entry_size)
        return;
    size_t count = data->d_size / entry_size;
    table->symbols = xcalloc(count + 1, sizeof *table->symbols);
    for (size_t i = 0; i < count; i++) {
        GElf_Sym entry;
        if (!gelf_getsym(data, (int)i, &entry))
            break;
        const char *name = elf_strptr(elf, header.sh_link, entry.st_name);
        unsigned char type = GELF_ST_TYPE(entry.st_info);
        if (!name || is_own(name, type))
            continue;
        table->symbols[table->count++] = (struct symbol){
            .name = name,
            .address = entry.st_value,
            .size = entry.st_size,
            .section = entry.st_shndx,
            .type = type,
            .binding = GELF_ST_BIND(entry.st_info),
            .is_code = is_executable(elf, entry.st_shndx),
        };
    }
    qsort(table->symbols, table->count, sizeof *table->symbols, compare);
}

void symbol_table_demangle(struct symbol_table *table) {
    for (size_t i = 0; i < table->count; i++)
        table->symbols[i].name = demangle_into(&table->readable, table->symbols[i].name);
}

void symbol_table_free(struct symbol_table *table) {
    string_list_free(&table->readable);
    free(table->symbols);
    *table = (struct symbol_table){0};
}

size_t symbol_table_upto(const struct symbol_table *table, uint64_t address) {
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
