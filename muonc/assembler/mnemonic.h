/* What a statement's first word says: the operation, the fields that a mnemonic's suffixes carry,
 * and the order of the operands. */
#ifndef MUONC_ASSEMBLER_MNEMONIC_H
#define MUONC_ASSEMBLER_MNEMONIC_H

#include "isa/isa.h"

#include <stdbool.h>
#include <stddef.h>

struct mnemonic {
    enum muon_op op;
    enum muon_retire retire;
    enum muon_part part;
    bool sync;
    /* Stock assemblers do not know it: it is rewritten always and errors in it are ours to tell.
     * Other statements are rewritten only for what RV32 lacks: a register above x31, a wide
     * immediate, a CSR's name. */
    bool muon_only;
    /* How many bytes of the word remain when a suffix .global is dropped, else 0. */
    size_t stem;
    /* The letters of isa/format.def, alternatives separated by '|'. */
    const char *operands;
    /* What stands for an alias of more than one RV32 instruction when it becomes a single one of
     * Muon; NULL: its own name. */
    const char *single;
    /* The field that vx_bar gives instead of an operand. */
    int elems;
};

enum mnemonic_status {
    MNEMONIC_KNOWN,
    MNEMONIC_FOREIGN,    /* none of ours: a directive, a macro, another instruction of RV32 */
    MNEMONIC_MISSPELLED, /* begins like one of ours */
};

/* On MNEMONIC_MISSPELLED, explanation holds the rest of the message after "unknown mnemonic". */
enum mnemonic_status mnemonic_parse(const char *name, size_t length, struct mnemonic *mnemonic,
                                    char *explanation, size_t size);

#endif
