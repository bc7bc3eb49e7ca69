#include "isa/isa.h"
#include "muobjdump/muobjdump.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One section as assembly that muonc makes the same words of. Every word must be written in a way
 * that has but one reading: numbers, labels for the targets of jumps, and .8byte for what is no
 * instruction or has bits that no assembler sets. */

struct listing {
    const struct object_file *file;
    const struct disassembly *what;
    const struct object_section *section;
    const uint8_t *bytes;
    uint64_t words;     /* in the section */
    bool *target;       /* for each word whether a jump in the section goes there */
    bool pending_label; /* the word about to be written has a label */
};

static uint64_t word_at(const struct listing *listing, uint64_t index) {
    return disassembly_word(listing->bytes + index * MUON_WORD_BYTES);
}

static uint64_t address_of(const struct listing *listing, uint64_t index) {
    return listing->section->header.sh_addr + index * MUON_WORD_BYTES;
}

/* The word that starts at an address; false if none does. */
static bool find_word(const struct listing *listing, uint64_t address, uint64_t *index) {
    uint64_t offset = address - listing->section->header.sh_addr;
    *index = offset / MUON_WORD_BYTES;
    return offset % MUON_WORD_BYTES == 0 && *index < listing->words;
}

/* Whether encoding the decoded instruction gives the word again. */
static bool decode_exactly(uint64_t word, struct muon_insn *insn) {
    return muon_decode(word, insn) && muon_encode(insn) == word;
}

static void mark_targets(struct listing *listing) {
    listing->target = xcalloc(listing->words + 1, sizeof *listing->target);
    for (uint64_t i = 0; i < listing->words; i++) {
        struct muon_insn insn;
        uint64_t to;
        if (decode_exactly(word_at(listing, i), &insn) && muon_has_target(insn.op) &&
            find_word(listing, (uint32_t)(address_of(listing, i) + (uint32_t)insn.imm), &to))
            listing->target[to] = true;
    }
}

/* ---- labels ---- */

/* Names that cannot be mistaken for anything else where a label may stand. */
static bool is_plain(const char *name) {
    if (!isalpha((unsigned char)name[0]) && name[0] != '_')
        return false;
    return name[strspn(
               name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$")] == '\0';
}

/* Local names need not be the only ones of their kind: the first one in a section counts. */
static bool is_first(const struct listing *listing, size_t symbol) {
    const struct symbol *symbols = listing->file->symbols.symbols;
    for (size_t i = 0; i < symbol; i++)
        if (symbols[i].is_code && !strcmp(symbols[i].name, symbols[symbol].name))
            return false;
    return true;
}

static void print_symbol(const struct symbol *symbol) {
    if (symbol->binding != STB_LOCAL)
        printf("\t.%s\t%s\n", symbol->binding == STB_WEAK ? "weak" : "globl", symbol->name);
    if (symbol->type == STT_FUNC)
        printf("\t.type\t%s, @function\n", symbol->name);
    if (symbol->size && symbol->size % MUON_WORD_BYTES == 0)
        printf("\t.size\t%s, .Lend_%s - %s\n", symbol->name, symbol->name, symbol->name);
    printf("%s:\n", symbol->name);
}

/* The ends of functions come before what starts there. */
static void print_labels(struct listing *listing, uint64_t index) {
    const struct symbol_table *all = &listing->file->symbols;
    uint64_t address = address_of(listing, index);
    for (int ends = 1; ends >= 0; ends--) {
        for (size_t i = 0; i < all->count; i++) {
            const struct symbol *symbol = &all->symbols[i];
            uint64_t at = symbol->address + (ends ? symbol->size : 0);
            bool sized = symbol->size && symbol->size % MUON_WORD_BYTES == 0;
            if (at != address || symbol->section != listing->section->index || (ends && !sized) ||
                !is_plain(symbol->name) || !is_first(listing, i))
                continue;
            if (ends)
                printf(".Lend_%s:\n", symbol->name);
            else
                print_symbol(symbol);
            listing->pending_label |= !ends;
        }
    }
    if (listing->target[index])
        printf(".L%08" PRIx64 ":\n", address);
    listing->pending_label |= listing->target[index];
}

static int name_target(void *context, uint32_t address, char *buffer, size_t size) {
    uint64_t index;
    return find_word(context, address, &index) ? snprintf(buffer, size, ".L%08" PRIx32, address)
                                               : 0;
}

/* ---- words ---- */

/* muonc makes one instruction of lui and what adds the low part, unless something jumps there. */
static bool would_be_fused(const struct listing *listing, uint64_t index,
                           const struct muon_insn *insn) {
    struct muon_insn high;
    bool adds = insn->op == MUON_ADDI || muon_op_info(insn->op)->format == MUON_FORMAT_LOAD;
    return adds && index > 0 && !listing->pending_label && insn->rd == insn->rs1 &&
           decode_exactly(word_at(listing, index - 1), &high) && high.op == MUON_LUI && high.rd &&
           high.rd == insn->rd;
}

static void print_word(const struct listing *listing, uint64_t index) {
    uint64_t word = word_at(listing, index);
    char text[256];
    struct muon_insn insn;
    struct muon_disasm how = {
        .flags = MUON_DISASM_ASSEMBLY | (listing->what->no_aliases ? MUON_DISASM_NO_ALIASES : 0),
        .pc = (uint32_t)address_of(listing, index),
        .symbolize = name_target,
        .context = (void *)listing,
    };
    bool exact = decode_exactly(word, &insn);
    muon_disassemble(&insn, &how, text, sizeof text);
    int mnemonic = (int)strcspn(text, " ");
    const char *operands = text[mnemonic] ? text + mnemonic + 1 : "";
    if (exact && !would_be_fused(listing, index, &insn))
        printf("\t%.*s%s%s\n", mnemonic, text, *operands ? "\t" : "", operands);
    else if (insn.op != MUON_ILLEGAL)
        printf("\t.8byte\t0x%016" PRIx64 "\t# %s\n", word, text);
    else
        printf("\t.8byte\t0x%016" PRIx64 "\n", word);
}

bool print_section_assembly(const struct object_file *file, const struct disassembly *what,
                            const struct object_section *section, struct diag_engine *diag) {
    struct listing listing = {.file = file, .what = what, .section = section};
    size_t size;
    if (!object_section_bytes(file, section, &listing.bytes, &size, diag))
        return false;
    if (!listing.bytes)
        return true;
    listing.words = size / MUON_WORD_BYTES;
    mark_targets(&listing);
    printf("\n\t.section\t%s, \"ax\", @progbits\n", section->name);
    for (uint64_t i = 0; i < listing.words; i++) {
        listing.pending_label = false;
        print_labels(&listing, i);
        print_word(&listing, i);
    }
    print_labels(&listing, listing.words);
    for (size_t i = listing.words * MUON_WORD_BYTES; i < size; i++)
        printf("\t.byte\t0x%02x\n", listing.bytes[i]);
    free(listing.target);
    return true;
}
