/* Muon assembly in stock assembly: rewrites each statement that has a Muon mnemonic (nu.*, vx_*,
 * lw.shared, fexp.h, tohost, fence.s, the .h arithmetic, registers above x31, …) to directives that
 * make a placeholder of the intermediate form (isa/rv32.h), and passes every other statement
 * through, byte for byte, for clang's assembler. */
#ifndef MUONC_ASSEMBLER_ASSEMBLER_H
#define MUONC_ASSEMBLER_ASSEMBLER_H

#include "isa/isa.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

enum assembler_source {
    ASSEMBLER_FILE,   /* a preprocessed .S file: line markers give the place of an error */
    ASSEMBLER_INLINE, /* LLVM's inline assembly template: $0, ${1:z}, $$ may stand for operands */
    ASSEMBLER_MODULE, /* assembly at file scope: no operands; place.file is where it may be from */
};

/* The rewritten text, which the caller frees, or NULL after diagnostics (with line, column and
 * caret; for inline and file-scope assembly the given place if the statement is not found there).
 */
char *assembler_rewrite(const char *text, size_t length, enum assembler_source source,
                        struct diag_location place, struct diag_engine *diag);

/* For --emit=asm: as assembler_rewrite checks, but each statement that it would rewrite becomes a
 * directive that stock assemblers print back as they read it; assembler_unquote makes the statement
 * of that directive again in the text they printed. The caller frees both results. */
char *assembler_quote(const char *text, size_t length, enum assembler_source source,
                      struct diag_location place, struct diag_engine *diag);
char *assembler_unquote(const char *text, size_t length, size_t *result_length);

/* What an inline assembly template does, as far as the uniformity analysis wants to know. SIMT
 * instructions count also where they are written as words, with .insn. */
struct assembler_summary {
    bool understood;     /* every statement is a known instruction */
    bool only_computes;  /* results depend on the operands alone: uniform if they are */
    bool uniform_result; /* the results are the same in every lane whatever the operands: a run id,
                            a CSR that a warp's lanes share */
    bool changes_mask;   /* vx_tmc, vx_split, vx_join, vx_pred, vx_wspawn, tohost */
    bool synchronizes;   /* whole warps or cores: vx_bar, nu.invoke of them */
    bool completes;      /* nu.complete of whole warps or cores */
    unsigned waits_for;  /* that many threads: nu.invoke of threads that is synchronous; 0: none */
    bool control_flow;   /* branches or jumps */
    bool moves_stack;    /* may give sp another value than one so much above or below its own */
};
void assembler_summarize(const char *text, size_t length, struct assembler_summary *summary);

#endif
