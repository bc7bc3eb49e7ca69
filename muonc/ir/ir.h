/* From clang's bitcode to an object of the intermediate form, in process through LLVM-C:
 * divergent branches, shared-memory lowering, branch-free selects, inline assembly to placeholders,
 * code generation. */
#ifndef MUONC_IR_IR_H
#define MUONC_IR_IR_H

#include "neutrino/platform.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

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

struct ir_request {
    const void
        *bitcode; /* or LLVM assembly: clang parses module-level assembly, which may be in Muon
                     mnemonics, when it writes bitcode, and does not for -S -emit-llvm */
    size_t bitcode_size;
    const char *path;      /* the user's source, for messages without a debug location */
    unsigned optimization; /* 0 to 3: code generation's level; clang ran the IR optimiser already */
    enum ir_output output;
    enum ir_divergence divergence;
    const struct string_list *include_directories; /* for .include in inline assembly */
    bool strip_debug;  /* debug information was for messages only: the output has none */
    const char *notes; /* assembly of the ELF notes for this unit (link/note.h), or NULL */
};

/* *result (freed by the caller) and *result_size are set on success. Diagnostics: [nu-divergent]
 * for calls and jumps to addresses that differ between lanes, [nu-divergent-sync], [nu-asm] for
 * inline assembly. */
bool ir_compile(const struct ir_request *request, struct diag_engine *diag, char **result,
                size_t *result_size);

#endif
