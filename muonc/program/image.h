/* lld's output in memory: the RV32 program that is re-encoded, as plain arrays.
 *
 * Every address in it is RV32's until layout.h gives the sections new places; a position in the
 * program that survives the move is therefore an image_place, section and old address together:
 * the end of one section and the start of the next have one address but move apart. */
#ifndef MUONC_PROGRAM_IMAGE_H
#define MUONC_PROGRAM_IMAGE_H

#include "support/diag.h"

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Older <elf.h> does not know these. */
#ifndef R_RISCV_SET_ULEB128
#define R_RISCV_SET_ULEB128 60
#define R_RISCV_SUB_ULEB128 61
#endif

struct image_relocation {
    uint32_t offset; /* from the section's start */
    uint32_t type;   /* R_RISCV_… */
    uint32_t symbol; /* index in image.symbols */
    int32_t addend;
};

struct image_symbol {
    char *name;
    uint32_t value, size;
    uint8_t info, other;
    uint32_t section; /* index in image.sections, SHN_ABS, SHN_UNDEF */
};

struct code;

struct image_section {
    char *name;
    uint32_t type, flags; /* SHT_…, SHF_… */
    uint32_t address, size, alignment, entry_size;
    uint8_t *bytes;                       /* NULL if it has none in the file */
    struct image_relocation *relocations; /* by ascending offset, in file order at one offset */
    size_t relocation_count;
    bool dropped; /* not in the Muon program: lld's own tables, sync points, … */

    /* Set by decode for a section of instructions, else NULL; code_free frees it. */
    struct code *code;
    /* Set by layout_assign. */
    uint32_t new_address, new_size;
};

struct image {
    const char *path;               /* of the program, for messages */
    struct image_section *sections; /* [0] is the null section, indices are the ELF's */
    size_t section_count;
    struct image_symbol *symbols; /* [0] is the null symbol */
    size_t symbol_count;
    uint32_t entry;
    uint32_t flags; /* e_flags */
    bool placed;    /* new addresses are known */
};

struct image_place {
    uint32_t section; /* SHN_ABS: the address does not move */
    uint32_t address; /* old */
};

/* Copies what it needs from the bytes of an ELF32 RISC-V executable linked with --emit-relocs.
 * On malformed input reports and returns false with nothing allocated. */
bool image_read(const void *bytes, size_t size, const char *path, struct image *image,
                struct diag_engine *diag);
void image_free(struct image *image);

/* NULL if there is none of that name. */
struct image_section *image_find_section(const struct image *image, const char *name);

/* What a relocation refers to: its symbol's value plus the addend, or in code its label alone, for
 * there the addend, image_beyond, counts the bytes of Muon's words: it is to be added to the new
 * address. An undefined weak symbol is address 0. */
struct image_place image_target(const struct image *image,
                                const struct image_relocation *relocation);
int32_t image_beyond(const struct image *image, const struct image_relocation *relocation);

/* Where the relocated word at an offset of a section points; false if it is none. *next: how many
 * relocations before it have been used, 0 at first: the offsets must ascend. */
bool image_word_target(const struct image *image, const struct image_section *section,
                       uint32_t offset, size_t *next, struct image_place *place);

/* Whether a section's contents take part in the loaded program. */
static inline bool image_is_loaded(const struct image_section *section) {
    return !section->dropped && (section->flags & SHF_ALLOC);
}

/* Whether it is of the variables in shared memory, as muon.ld lays them out. */
static inline bool image_is_shared(const struct image_section *section) {
    return !strcmp(section->name, ".shared") || !strcmp(section->name, ".shared_local");
}

/* Labels that the compiler made (".L0 ") and the mapping symbols $x and $d: nobody's names. */
bool image_symbol_is_temporary(const struct image_symbol *symbol);

#endif
