/* Writes ELF32 RISC-V files from plain descriptions. */
#ifndef MUONC_LINK_ELF32_H
#define MUONC_LINK_ELF32_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

struct elf32_section {
    const char *name;
    uint32_t type, flags, address, size, alignment, entry_size;
    const void *bytes; /* size of them; NULL: SHT_NOBITS */
};

struct elf32_symbol {
    const char *name;
    uint32_t value, size;
    uint8_t info, other;
    uint16_t section; /* 1 is sections[0]; SHN_ABS, SHN_UNDEF */
};

/* Null section, null symbol, symbol table, string tables and, in an executable, one program header
 * for each loaded section come on top. */
struct elf32_file {
    uint16_t type; /* ET_REL, ET_EXEC */
    uint32_t entry, flags;
    const struct elf32_section *sections;
    size_t section_count;
    const struct elf32_symbol *symbols; /* in any order, local ones are moved to the front */
    size_t symbol_count;
};

/* The file's bytes, which the caller frees. The same description gives the same bytes. */
char *elf32_write(const struct elf32_file *file, size_t *size);

#endif
