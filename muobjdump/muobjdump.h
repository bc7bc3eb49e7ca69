/* Parts of muobjdump: each prints one view of an open file on standard output. */
#ifndef MUOBJDUMP_MUOBJDUMP_H
#define MUOBJDUMP_MUOBJDUMP_H

#include "isa/isa.h"
#include "object/symbols.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <gelf.h>
#include <stdbool.h>
#include <stdint.h>

struct object_file {
    const char *path;
    char *bytes;
    size_t size;
    Elf *elf;
    GElf_Ehdr header;
    struct symbol_table symbols;
};

/* Reads and checks a file of either ELF class; false after a diagnostic. object_parse does the same
 * for bytes in memory, which it takes over and frees in any case. */
bool object_open(struct object_file *file, const char *path, struct diag_engine *diag);
bool object_parse(struct object_file *file, const char *path, char *bytes, size_t size,
                  struct diag_engine *diag);
void object_close(struct object_file *file);

struct object_section {
    size_t index;
    const char *name; /* "?" if the name cannot be read */
    GElf_Shdr header;
    Elf_Scn *scn;
};
/* Steps through the sections; start with a zeroed struct. */
bool object_next_section(const struct object_file *file, struct object_section *section);
bool object_find_section(const struct object_file *file, const char *name,
                         struct object_section *section);
/* A section's bytes, NULL if it has none in the file; false after a diagnostic. */
bool object_section_bytes(const struct object_file *file, const struct object_section *section,
                          const uint8_t **bytes, size_t *size, struct diag_engine *diag);

struct disassembly {
    bool all_sections;
    bool source_lines;
    bool readable_names; /* C++ demangled */
    bool no_aliases;
    bool no_raw_words;
    bool explain;
    bool assembly;               /* as input for muonc */
    uint64_t start, stop;        /* addresses: start <= printed < stop */
    struct string_list sections; /* if not empty, only these */
};

static inline uint64_t disassembly_word(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = MUON_WORD_BYTES; i-- > 0;)
        word = word << 8 | bytes[i];
    return word;
}

/* These return false after a diagnostic. */
bool print_section_assembly(const struct object_file *file, const struct disassembly *what,
                            const struct object_section *section, struct diag_engine *diag);
bool print_disassembly(const struct object_file *file, const struct disassembly *what,
                       struct diag_engine *diag);
bool print_neutrino(const struct object_file *file, struct diag_engine *diag);
void print_file_format(const struct object_file *file);
void print_section_headers(const struct object_file *file);
void print_symbols(const struct object_file *file);

#endif
