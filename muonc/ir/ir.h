/* From clang's bitcode to an object of the intermediate form, in process through LLVM-C: the
 * target's passes, and code generation. */
#ifndef MUONC_IR_IR_H
#define MUONC_IR_IR_H

#include "muonc/ir/unit/options.h"
#include "muonc/target/target.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct ir_request {
    const void
        *bitcode; /* or LLVM assembly: clang parses module-level assembly, which may be in Muon
                     mnemonics, when it writes bitcode, and does not for -S -emit-llvm */
    size_t bitcode_size;
    const char *path; /* the user's source, for messages without a debug location */
    const struct target *target;
    struct ir_options options;
};

/* *result (freed by the caller) is an object, LLVM assembly or, of a target for which clang makes
 * code, bitcode; it and *result_size are set on success. Diagnostics: those of the
 * passes, [nu-asm] for inline assembly. */
bool ir_compile(const struct ir_request *request, struct diag_engine *diag, char **result,
                size_t *result_size);

#endif
