/* What the command asks of the IR step. */
#ifndef MUONC_IR_UNIT_OPTIONS_H
#define MUONC_IR_UNIT_OPTIONS_H

#include "support/alloc.h"

#include <stdbool.h>

enum ir_output {
    IR_OBJECT, /* RV32 ELF object with placeholders */
    IR_LLVM,   /* LLVM assembly after the passes, before Muon mnemonics become placeholders */
    IR_ASM,    /* RISC-V assembly with Muon mnemonics */
};

/* Which branches are lowered as divergent. All but the first are for measuring what divergence
 * costs; messages are the same with each. */
enum ir_divergence {
    IR_DIVERGENCE_ANALYZE, /* those that the uniformity analysis cannot exclude */
    IR_DIVERGENCE_IGNORE,  /* none: wrong results where lanes disagree */
    IR_DIVERGENCE_ALL,     /* every conditional branch and switch */
};

struct ir_options {
    unsigned optimization; /* 0 to 3: code generation's level; clang ran the IR optimiser already */
    enum ir_output output;
    enum ir_divergence divergence;
    const struct string_list *include_directories; /* for .include in inline assembly */
    const char *inline_library; /* bitcode of the library's functions to inline, or NULL */
    bool strip_debug;           /* debug information was for messages only: the output has none */
    const char *notes;          /* assembly of the ELF notes for this unit (link/note.h), or NULL */
};

#endif
