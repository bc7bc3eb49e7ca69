/* An ELF file's symbols in order of address. */
#ifndef OBJECT_SYMBOLS_H
#define OBJECT_SYMBOLS_H

#include "support/alloc.h"

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
    const char *name; /* in the Elf's string table */
    uint64_t address;
    uint64_t size;
    size_t section;        /* section header index, SHN_ABS, SHN_UNDEF, … */
    unsigned char type;    /* STT_FUNC, STT_OBJECT, STT_NOTYPE, … */
    unsigned char binding; /* STB_LOCAL, STB_GLOBAL, STB_WEAK */
    bool is_code;          /* defined in an executable section */
};

struct symbol_table {
    struct symbol *symbols; /* by address; at the same address the one to prefer comes last */
    size_t count;
    struct string_list readable; /* the names that symbol_table_demangle made */
};

/* Takes every named symbol of .symtab but the assembler's own ($x, $d, .L…, sections, files).
 * Whatever a damaged table holds that cannot be read is left out. */
void symbol_table_read(struct symbol_table *table, Elf *elf);
/* Makes the names of C++ what the source has. */
void symbol_table_demangle(struct symbol_table *table);
void symbol_table_free(struct symbol_table *table);

/* How many symbols start at or before the address: the last of them is symbols[result - 1]. */
size_t symbol_table_upto(const struct symbol_table *table, uint64_t address);

#endif
