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
     * Other statements are rewritten only for a register above x31 or a CSR's name. */
    bool muon_only;
    /* How many bytes of the word remain when a suffix .global is dropped, else 0. */
    size_t stem;
    /* The operands in order, one letter each:
     *   d s t u v  registers rd, rs1, rs2, rs3, rs4      D  rd and rs1      T  rs1 and rs2
     *   i immediate  c CSR  z 5-bit immediate  m offset(rs1)  e elems  q seq  k task id */
    const char *operands;
    /* Fields that an alias gives instead of an operand. */
    int immediate;
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
